//! What a merger or a transfer may name: an entry under review that stays, an agency that is there on the day of
//! the transfer. And what is read of it, and of the entry that goes.

use std::collections::BTreeSet;

use domain::agency::Agency;
use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::check::FieldError;
use domain::format::parse_date;
use domain::id::{AgencyId, EntryCode};
use domain::review::{
    AnswerDraft, AnswerKind, Ending, EntryInForce, Going, TargetState, Verdict, check_leaving, check_target, is_offered,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use strum::IntoEnumIterator;
use time::Date;

use crate::Result;
use crate::entity::{answer, point, response};
use crate::laying::stand_for;
use crate::reference::AgencyBook;
use crate::review_rows::{PointRows, decision, draft, points_of};
use crate::reviewed::Reviewed;

/// What the answers of one response may name.
pub(crate) struct Targets<'a> {
    contents: &'a Reviewed,
    book: &'a AgencyBook,
    today: Date,
    /// The entries that leave the catalog.
    leaving: BTreeSet<EntryCode>,
    /// What the response's own answers merge, and into what.
    mergers: Vec<(EntryCode, EntryCode)>,
}

impl<'a> Targets<'a> {
    /// Where something `merges` or may, what leaves is looked for: by `answers`, all of the response's as they are
    /// written, and by what other agencies sent.
    pub(crate) async fn load(
        connection: &impl ConnectionTrait,
        contents: &'a Reviewed,
        book: &'a AgencyBook,
        today: Date,
        answers: &[answer::Model],
        merges: bool,
    ) -> Result<Self> {
        let (mut leaving, mut mergers) = (BTreeSet::new(), Vec::new());
        if merges {
            leaving.extend(endings(connection, contents.key()).await?.into_iter().map(|one| one.code));
            for row in answers {
                let Some(code) = row.entry_code.as_deref().map(EntryCode::from) else { continue };
                let kind = kind_of(row);
                if kind == Some(AnswerKind::Merge) {
                    mergers.push((code.clone(), EntryCode::from(row.target.as_str())));
                }
                if kind.is_some_and(AnswerKind::leaves) {
                    leaving.insert(code);
                } else {
                    leaving.remove(&code);
                }
            }
        }
        Ok(Self { contents, book, today, leaving, mergers })
    }

    /// What is wrong with the target that the answer on an entry names. A missing one, and the answer's own, are others'
    /// remarks.
    pub(crate) fn fault(&self, said: &AnswerDraft, code: Option<&str>) -> Option<FieldError> {
        let state = target_state(said.kind, &said.target, &said.effective, self.contents, (self.book, self.today));
        let own = code == Some(said.target.as_str());
        check_target(said.kind, &said.target, state, &self.leaving).filter(|_| !own)
    }

    /// The same, or what else of the response goes into the entry that the answer takes away.
    pub(crate) fn fault_or_merged(&self, said: &AnswerDraft, code: Option<&str>) -> Option<FieldError> {
        let merged = || check_leaving(said.kind, &EntryCode::from(code?), &self.mergers);
        self.fault(said, code).or_else(merged)
    }

    /// The entries that a merger may name, but the answer's own; what it names already stays among them.
    pub(crate) fn offered(&self, own: Option<&EntryCode>, named: Option<&str>) -> Vec<(EntryCode, String)> {
        let others = self.contents.iter().filter(|(code, _)| own != Some(*code));
        let staying = others.filter(|(code, _)| is_offered(code, &self.leaving, named));
        staying.map(|(code, content)| (code.clone(), content.name.clone())).collect()
    }
}

fn kind_of(row: &answer::Model) -> Option<AnswerKind> {
    row.kind.as_deref().and_then(|kind| kind.parse().ok())
}

/// Whether any of the answers is a merger.
pub(crate) fn any_merges(answers: &[answer::Model]) -> bool {
    answers.iter().any(|row| kind_of(row) == Some(AnswerKind::Merge))
}

/// Whether there is such a target: an entry under review, an agency on the day that the answer names, as typed.
pub(crate) fn target_state(
    kind: AnswerKind,
    target: &str,
    effective: &str,
    contents: &Reviewed,
    (book, today): (&AgencyBook, Date),
) -> TargetState {
    match kind {
        AnswerKind::Merge if !contents.contains_key(&EntryCode::from(target)) => TargetState::Unknown,
        AnswerKind::Transfer => {
            TargetState::of_agency(book.life(&AgencyId::from(target)), parse_date(effective), today)
        }
        AnswerKind::Merge | AnswerKind::Keep | AnswerKind::Modify | AnswerKind::Withdraw | AnswerKind::Propose => {
            TargetState::There
        }
    }
}

/// The agencies that a transfer may name: those of today by name, then those that are known to begin later.
pub(crate) fn receivers(book: &AgencyBook, today: Date) -> Vec<&Agency> {
    let mut later: Vec<&Agency> = book.first_on(today);
    later.retain(|agency| agency.valid_from > today && !book.is_there(&agency.id, today));
    later.sort_by_key(|agency| agency.valid_from);
    let mut found: Vec<&Agency> = book.valid_on(today).collect();
    for agency in later {
        if found.iter().all(|one| one.id != agency.id) {
            found.push(agency);
        }
    }
    found
}

/// What an answer of an agency on an entry ends or moves, as it is in force, and where it goes. `None` for any other answer.
pub(crate) fn going(
    said: &AnswerDraft,
    code: Option<&str>,
    agency: &AgencyId,
    contents: &Reviewed,
    (book, today): (&AgencyBook, Date),
) -> Option<Box<Going>> {
    let in_force = |code: EntryCode, owner: Option<&AgencyId>| {
        let content = contents.get(&code)?;
        let owner = owner.unwrap_or(&content.owner).clone();
        let content = EntryContent { owner: owner.clone(), ..EntryContent::clone(content) };
        Some(EntryInForce { code, owner: book.refer(&owner, today), content })
    };
    let code = EntryCode::from(code.filter(|_| said.kind.has_day())?);
    let stated = &contents.get(&code)?.owner;
    let entry = in_force(code, Some(contents.key().kind().owner(stated, agency)))?;
    let target = Some(said.target.as_str()).filter(|target| !target.is_empty());
    let merges = target.filter(|_| said.kind == AnswerKind::Merge);
    let moves = target.filter(|_| said.kind == AnswerKind::Transfer);
    Some(Box::new(Going {
        entry,
        into: merges.and_then(|code| in_force(EntryCode::from(code), None)),
        receiver: moves.map(|id| book.refer(&AgencyId::from(id), today)),
    }))
}

/// The withdrawals and mergers of a campaign that were sent and are not refused, as the draft would be compiled from them.
pub(crate) async fn endings(connection: &impl ConnectionTrait, key: CampaignKey) -> Result<Vec<Ending>> {
    let responses = response::Entity::find().filter(response::Column::CampaignYear.eq(key.number())).select_only();
    let responses = responses.column(response::Column::Id).into_query();
    let kinds = AnswerKind::iter().filter(|kind| kind.leaves()).map(|kind| kind.to_string());
    let rows = answer::Entity::find()
        .filter(answer::Column::ResponseId.in_subquery(responses))
        .filter(answer::Column::Kind.is_in(kinds))
        .filter(answer::Column::Returned.eq(false))
        .all(connection)
        .await?;
    let points = PointRows::new(points_of(connection, rows.iter().map(|row| row.id).collect()).await?);
    let mut endings = Vec::new();
    for row in &rows {
        let (Some(code), Some(said)) = (row.entry_code.as_deref(), draft(row)?) else { continue };
        let standing: Vec<&point::Model> = points.standing(row.id).collect();
        let Some(point) = standing.first().filter(|_| stand_for(&standing, &said, None)) else { continue };
        let given = decision(point)?;
        let target = match &given {
            Some(given) if given.verdict == Verdict::Reject => continue,
            Some(given) if given.verdict == Verdict::AcceptModified => given.value.as_str(),
            Some(_) | None => said.target.as_str(),
        };
        endings.push(Ending {
            code: EntryCode::from(code),
            into: (said.kind == AnswerKind::Merge).then(|| EntryCode::from(target)),
            accepted: given.is_some(),
        });
    }
    Ok(endings)
}
