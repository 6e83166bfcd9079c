//! What was answered in the review before.

use std::collections::BTreeMap;

use domain::id::{AgencyId, EntryCode};
use domain::review::{AnswerDraft, AnswerKind, LastAnswer, Verdict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use strum::IntoEnumIterator;
use time::Date;

use crate::campaign::annual;
use crate::entity::{answer, campaign, response};
use crate::reference::AgencyBook;
use crate::review_rows::{PointRows, decision, draft, key_of, points_of};
use crate::reviewed::Reviewed;
use crate::{Result, Store};

/// Entries that are asked of by one statement.
const ENTRIES_AT_ONCE: usize = 500;

impl Store {
    /// What was answered on the entries of these answers in the yearly review before their campaign, and what became of it.
    pub(crate) async fn last_answers(
        &self,
        campaign: &campaign::Model,
        answers: &[answer::Model],
        contents: &Reviewed,
        day: Date,
    ) -> Result<BTreeMap<String, LastAnswer>> {
        let before = annual()
            .filter(campaign::Column::OpenedAt.lt(campaign.opened_at))
            .order_by_desc(campaign::Column::Year)
            .one(self.read())
            .await?;
        let Some(before) = before else { return Ok(BTreeMap::new()) };
        let codes: Vec<&str> = answers.iter().filter_map(|row| row.entry_code.as_deref()).collect();
        let mut rows = Vec::new();
        for part in codes.chunks(ENTRIES_AT_ONCE) {
            let responses = response::Entity::find().filter(response::Column::CampaignYear.eq(before.year));
            let responses = responses.select_only().column(response::Column::Id).into_query();
            let found = answer::Entity::find()
                .filter(answer::Column::ResponseId.in_subquery(responses))
                .filter(answer::Column::EntryCode.is_in(part.iter().copied()));
            rows.extend(found.all(self.read()).await?);
        }
        let points = PointRows::new(points_of(self.read(), rows.iter().map(|row| row.id).collect()).await?);
        let (book, year) = (self.book().await?, key_of(before.year)?);
        let mut last = BTreeMap::new();
        for row in rows {
            let (Some(code), Some(said)) = (row.entry_code.clone(), draft(&row)?) else { continue };
            let given = points.standing(row.id).map(decision).collect::<Result<Vec<_>>>()?;
            let count = |verdict: Verdict| given.iter().flatten().filter(|one| one.verdict == verdict).count();
            let verdicts = Verdict::iter().map(|verdict| (verdict, count(verdict))).filter(|(_, times)| *times > 0);
            let answer = LastAnswer {
                year,
                kind: said.kind,
                target: target_words(&said, contents, &book, day),
                verdicts: verdicts.collect(),
                reason: said.reason,
                effective: said.effective,
                saved_at: row.saved_at,
            };
            last.insert(code, answer);
        }
        Ok(last)
    }
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
