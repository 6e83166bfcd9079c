//! What was answered in the rounds before.

use std::collections::BTreeMap;

use domain::campaign::CampaignKey;
use domain::id::{AgencyId, EntryCode};
use domain::review::{AnswerDraft, AnswerKind, LastAnswer, LastPoint, PointDecision, Verdict};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use strum::IntoEnumIterator;
use time::Date;

use crate::campaign::newest;
use crate::entity::{answer, campaign, point, response};
use crate::reference::AgencyBook;
use crate::review_rows::{PointRows, decision, draft, key_of, place, points_of};
use crate::reviewed::Reviewed;
use crate::{Result, Store};

/// Entries that are asked of by one statement.
const ENTRIES_AT_ONCE: usize = 500;

/// How much is told of what was answered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// In a list: how often each verdict was given, and where the entry was changed.
    InShort,
    /// At the entry itself: each point as well.
    ByPoint,
}

impl Store {
    /// What was answered on the entries of these answers before their campaign, and what became of it: in the round that
    /// answered for an entry last, of the yearly review before and the rounds of changes since.
    pub(crate) async fn last_answers(
        &self,
        campaign: &campaign::Model,
        answers: &[answer::Model],
        contents: &Reviewed,
        day: Date,
        told: Told,
    ) -> Result<BTreeMap<String, LastAnswer>> {
        let codes: Vec<&str> = answers.iter().filter_map(|row| row.entry_code.as_deref()).collect();
        let mut last: BTreeMap<String, LastAnswer> = BTreeMap::new();
        for key in self.rounds_before(campaign).await? {
            let open: Vec<&str> = codes.iter().copied().filter(|code| !last.contains_key(*code)).collect();
            last.extend(self.answers_in(key, &open, contents, day, told).await?);
        }
        Ok(last)
    }

    /// The rounds before a campaign whose answers led to an edition, the newest first, up to the last yearly review: that
    /// asked of every entry.
    async fn rounds_before(&self, campaign: &campaign::Model) -> Result<Vec<CampaignKey>> {
        let earlier = newest()
            .filter(campaign::Column::OpenedAt.lt(campaign.opened_at))
            .filter(campaign::Column::Abandoned.eq(false))
            .all(self.read())
            .await?;
        let mut rounds = Vec::new();
        for row in earlier {
            let key = key_of(row.year)?;
            rounds.push(key);
            if !key.is_amending() {
                break;
            }
        }
        Ok(rounds)
    }

    /// What was answered on entries in one round. An entry that the round brought into the catalog was proposed in it: that
    /// proposal has no entry it was asked on, only the code that it got.
    async fn answers_in(
        &self,
        key: CampaignKey,
        codes: &[&str],
        contents: &Reviewed,
        day: Date,
        told: Told,
    ) -> Result<BTreeMap<String, LastAnswer>> {
        let mut rows = Vec::new();
        for part in codes.chunks(ENTRIES_AT_ONCE) {
            let responses = response::Entity::find().filter(response::Column::CampaignYear.eq(key.number()));
            let responses = responses.select_only().column(response::Column::Id).into_query();
            let asked = answer::Column::EntryCode.is_in(part.iter().copied());
            let given = answer::Column::GivenCode.is_in(part.iter().copied());
            let found = answer::Entity::find()
                .filter(answer::Column::ResponseId.in_subquery(responses))
                .filter(Condition::any().add(asked).add(given));
            rows.extend(found.all(self.read()).await?);
        }
        let points = PointRows::new(points_of(self.read(), rows.iter().map(|row| row.id).collect()).await?);
        let book = self.book().await?;
        let mut last = BTreeMap::new();
        for row in rows {
            let code = row.entry_code.clone().or_else(|| row.given_code.clone());
            let (Some(code), Some(said)) = (code, draft(&row)?) else { continue };
            let given = points.standing(row.id).map(decision).collect::<Result<Vec<_>>>()?;
            // In a round of changes nobody has to answer: what was begun and never sent is no answer.
            if key.is_amending() && given.is_empty() {
                continue;
            }
            let count = |verdict: Verdict| given.iter().flatten().filter(|one| one.verdict == verdict).count();
            let verdicts = Verdict::iter().map(|verdict| (verdict, count(verdict))).filter(|(_, times)| *times > 0);
            let by_point = match told {
                Told::InShort if said.kind != AnswerKind::Modify => Vec::new(),
                Told::InShort => points.standing(row.id).map(changed_place).collect::<Result<Vec<_>>>()?,
                Told::ByPoint => {
                    let told = points.standing(row.id).zip(&given);
                    told.map(|(point, given)| last_point(point, given.as_ref())).collect::<Result<Vec<_>>>()?
                }
            };
            let answer = LastAnswer {
                year: key,
                kind: said.kind,
                target: target_words(&said, contents, &book, day),
                verdicts: verdicts.collect(),
                points: by_point,
                reason: said.reason,
                effective: said.effective,
                saved_at: row.saved_at,
            };
            last.insert(code, answer);
        }
        Ok(last)
    }
}

/// Where a point is, without its texts.
fn changed_place(row: &point::Model) -> Result<LastPoint> {
    Ok(LastPoint { place: place(row)?, ..LastPoint::default() })
}

/// A point with what was decided on it.
fn last_point(row: &point::Model, given: Option<&PointDecision>) -> Result<LastPoint> {
    Ok(LastPoint {
        place: place(row)?,
        old: row.old_value.clone(),
        new: row.new_value.clone(),
        verdict: given.map(|given| given.verdict),
        value: given.map(|given| given.value.clone()).unwrap_or_default(),
        reason: given.map(|given| given.reason.clone()).unwrap_or_default(),
    })
}

/// The entry or the agency that an answer names, as people read it.
fn target_words(said: &AnswerDraft, contents: &Reviewed, book: &AgencyBook, day: Date) -> String {
    match said.kind {
        AnswerKind::Merge => {
            let named = contents.get(&EntryCode::from(said.target.as_str()));
            named.map_or_else(|| said.target.clone(), |content| format!("{} {}", said.target, content.name))
        }
        AnswerKind::Transfer => book.refer(&AgencyId::from(said.target.as_str()), day).name,
        AnswerKind::Keep | AnswerKind::Modify | AnswerKind::Withdraw | AnswerKind::Propose => String::new(),
    }
}
