//! Notices of the moves in a review, of reports and of requests for changes, written in the transaction of the move itself: one a person,
//! and none to who moved. Those of reports, of requests and of closing a year belong to no campaign.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::{Actor, Role};
use domain::agency::Function;
use domain::campaign::CampaignKey;
use domain::edition::Decision;
use domain::format::local_date;
use domain::id::AgencyId;
use domain::indicator::Period;
use domain::reminder::{About, NoticeKind, Side, told};
use domain::report::ReportKey;
use domain::workflow::{ResponseMove, ResponseStage, next_response};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder};
use time::Date;

use crate::Result;
use crate::dues::dues;
use crate::entity::{account, campaign, change_request, report, response, review_event};
use crate::notices::tell_people;
use crate::owners::owners_on;
use crate::reference::{AgencyBook, calendar};
use crate::reminders::people;
use crate::review_rows::{campaign_of, key_of};
use crate::rows::parse;
use crate::urging::about;

/// What is said with a move.
#[derive(Clone, Copy, Default)]
pub(crate) struct Told<'a> {
    pub note: &'a str,
    /// The number of the paper that it made: a receipt, a decision.
    pub letter: &'a str,
}

fn but_own(people: Vec<account::Model>, actor: &Actor) -> Vec<account::Model> {
    let own = actor.account.as_ref().map(|account| account.id.to_string());
    people.into_iter().filter(|person| own.as_ref() != Some(&person.id)).collect()
}

/// Those of an agency who are told; nobody where there is none, since nobody holds its function on the day.
async fn people_of(
    tx: &DatabaseTransaction,
    actor: &Actor,
    agency: Option<&AgencyId>,
    roles: &[Role],
) -> Result<Vec<account::Model>> {
    let mut found = Vec::new();
    let Some(agency) = agency else { return Ok(found) };
    for role in roles {
        found.extend(people(tx, *role, agency).await?);
    }
    Ok(but_own(found, actor))
}

/// Those who are told of what became of an agency's answers or report, but the one who did it.
async fn people_told(
    tx: &DatabaseTransaction,
    actor: &Actor,
    book: &AgencyBook,
    agency: &AgencyId,
    kind: NoticeKind,
) -> Result<Vec<account::Model>> {
    let today = actor.today();
    let (side, roles) = told(kind, book.answers_by(agency, today).coordinates);
    let holder = match side {
        Side::Answering => Some(agency.clone()),
        Side::Coordinator => book.holder(Function::Coordinator, today).map(|one| one.id),
        Side::ExecutiveOffice => book.holder(Function::ExecutiveOffice, today).map(|one| one.id),
    };
    people_of(tx, actor, holder.as_ref(), roles).await
}

/// Tells of a move of an agency's answers.
pub(crate) async fn tell_of_answers(
    tx: &DatabaseTransaction,
    actor: &Actor,
    book: &AgencyBook,
    row: &response::Model,
    kind: NoticeKind,
    said: Told<'_>,
) -> Result<()> {
    let (agency, today) = (AgencyId::from(row.agency_id.as_str()), actor.today());
    let people = people_told(tx, actor, book, &agency, kind).await?;
    if people.is_empty() {
        return Ok(());
    }
    let key = key_of(row.campaign_year)?;
    let dues = dues(tx, &campaign_of(tx, key).await?).await?;
    let (due, clock) = (dues.now(row), dues.clock(&calendar(tx).await?));
    let about = about(book, &agency, due.due_on, today, &clock, said.letter);
    let about = About { note: said.note.to_owned(), again: due.again, ..about };
    tell_people(tx, &people, kind, key, &[about], actor.at).await?;
    Ok(())
}

/// Whether a return is the first one of its day since the answers were sent: an appraiser gives back one answer after the
/// other, and the agency is told once, not once an answer. `row`: as it stood before.
pub(crate) async fn first_return(tx: &DatabaseTransaction, actor: &Actor, row: &response::Model) -> Result<bool> {
    let stage: ResponseStage = parse("response", row.id, &row.stage)?;
    if next_response(stage, ResponseMove::Return)? != stage {
        return Ok(true);
    }
    let last = review_event::Entity::find()
        .filter(review_event::Column::CampaignYear.eq(row.campaign_year))
        .filter(review_event::Column::AgencyId.eq(&row.agency_id))
        .filter(review_event::Column::ToStage.eq(&row.stage))
        .order_by_desc(review_event::Column::Id);
    Ok(last.one(tx).await?.is_none_or(|event| local_date(event.at) != actor.today()))
}

/// Tells of a move of the draft edition between the coordinator and the executive office.
pub(crate) async fn tell_of_draft(
    tx: &DatabaseTransaction,
    actor: &Actor,
    book: &AgencyBook,
    key: CampaignKey,
    kind: NoticeKind,
    note: &str,
) -> Result<()> {
    let today = actor.today();
    let (side, roles) = told(kind, false);
    let (coordinator, office) =
        (book.holder(Function::Coordinator, today), book.holder(Function::ExecutiveOffice, today));
    let (holder, other) = match side {
        Side::ExecutiveOffice => (office, coordinator),
        Side::Coordinator | Side::Answering => (coordinator, office),
    };
    let people = people_of(tx, actor, holder.as_ref().map(|one| &one.id), roles).await?;
    if people.is_empty() {
        return Ok(());
    }
    let about = About {
        agency: other.unwrap_or_default(),
        due_on: today,
        days_left: 0,
        letter: String::new(),
        opinion: None,
        note: note.to_owned(),
        again: false,
        duties: 0,
        report: None,
        period: None,
    };
    tell_people(tx, &people, kind, key, &[about], actor.at).await?;
    Ok(())
}

/// Those of every agency of the day who are told, but who moved.
async fn people_by_agency(
    tx: &DatabaseTransaction,
    actor: &Actor,
    book: &AgencyBook,
    kind: NoticeKind,
) -> Result<BTreeMap<AgencyId, Vec<account::Model>>> {
    use account::Column as C;
    let (_, roles) = told(kind, false);
    let found = account::Entity::find()
        .filter(C::Role.is_in(roles.iter().map(ToString::to_string)))
        .filter(C::Active.eq(true))
        .filter(C::AgencyId.is_not_null());
    let found = found.order_by_asc(C::AgencyId).order_by_asc(C::Username).all(tx).await?;
    let running: BTreeSet<&AgencyId> = book.valid_on(actor.today()).map(|agency| &agency.id).collect();
    let mut people: BTreeMap<AgencyId, Vec<account::Model>> = BTreeMap::new();
    for person in but_own(found, actor) {
        let agency = person.agency_id.as_deref().map(AgencyId::from);
        // Who stayed behind in an agency that ended has no duties.
        if let Some(agency) = agency.filter(|agency| running.contains(agency)) {
            people.entry(agency).or_default().push(person);
        }
    }
    Ok(people)
}

/// Tells the agencies that are asked that a review, or a round of changes, was opened.
pub(crate) async fn tell_of_opening(
    tx: &DatabaseTransaction,
    actor: &Actor,
    book: &AgencyBook,
    key: CampaignKey,
    asked: &[AgencyId],
) -> Result<()> {
    let (row, calendar) = (campaign_of(tx, key).await?, calendar(tx).await?);
    let mut people = people_by_agency(tx, actor, book, NoticeKind::Opened).await?;
    for agency in asked {
        let Some(people) = people.remove(agency) else { continue };
        let about = about(book, agency, row.due_on, actor.today(), &calendar, &row.letter_number);
        let about = About { note: row.reason.clone(), ..about };
        tell_people(tx, &people, NoticeKind::Opened, key, &[about], actor.at).await?;
    }
    Ok(())
}

/// Tells the agencies that owe answers that a campaign takes them again, and why.
pub(crate) async fn tell_of_reopening(
    tx: &DatabaseTransaction,
    actor: &Actor,
    book: &AgencyBook,
    campaign: &campaign::Model,
    reason: &str,
) -> Result<()> {
    let (key, dues) = (key_of(campaign.year)?, dues(tx, campaign).await?);
    let clock = dues.clock(&calendar(tx).await?);
    let mut people = people_by_agency(tx, actor, book, NoticeKind::Reopened).await?;
    let asked = response::Entity::find()
        .filter(response::Column::CampaignYear.eq(campaign.year))
        .order_by_asc(response::Column::Position);
    for row in asked.all(tx).await? {
        let (due, agency) = (dues.now(&row), AgencyId(row.agency_id));
        let Some(people) = people.remove(&agency).filter(|_| due.answered_on.is_none()) else { continue };
        let about = about(book, &agency, due.due_on, actor.today(), &clock, "");
        let about = About { note: reason.to_owned(), again: due.again, ..about };
        tell_people(tx, &people, NoticeKind::Reopened, key, &[about], actor.at).await?;
    }
    Ok(())
}

/// Tells the coordinator that the clock will close the figures of a year on `day`, or that it did.
pub(crate) async fn tell_of_period(
    tx: &DatabaseTransaction,
    actor: &Actor,
    book: &AgencyBook,
    period: Period,
    kind: NoticeKind,
    day: Date,
) -> Result<()> {
    let Some(agency) = book.holder(Function::Coordinator, actor.today()) else { return Ok(()) };
    let people = people_told(tx, actor, book, &agency.id, kind).await?;
    let (letter, note, period) = (String::new(), String::new(), Some(period));
    let about = About {
        agency,
        due_on: day,
        days_left: 0,
        letter,
        opinion: None,
        note,
        again: false,
        duties: 0,
        report: None,
        period,
    };
    tell_people(tx, &people, kind, None::<CampaignKey>, &[about], actor.at).await?;
    Ok(())
}

/// Tells that an agency asks for a change out of the yearly cycle, or that this was rejected; `note`: why.
pub(crate) async fn tell_of_request(
    tx: &DatabaseTransaction,
    actor: &Actor,
    book: &AgencyBook,
    row: &change_request::Model,
    kind: NoticeKind,
    note: &str,
) -> Result<()> {
    let (agency, today) = (AgencyId::from(row.agency_id.as_str()), actor.today());
    let people = people_told(tx, actor, book, &agency, kind).await?;
    let about = About {
        agency: book.refer(&agency, today),
        due_on: today,
        days_left: 0,
        letter: row.letter_number.clone(),
        opinion: None,
        note: note.to_owned(),
        again: false,
        duties: 0,
        report: None,
        period: None,
    };
    tell_people(tx, &people, kind, None::<CampaignKey>, &[about], actor.at).await?;
    Ok(())
}

/// Tells of a move of a report; `agency`: whose it is.
pub(crate) async fn tell_of_report(
    tx: &DatabaseTransaction,
    actor: &Actor,
    book: &AgencyBook,
    (key, agency): (&ReportKey, &AgencyId),
    row: &report::Model,
    kind: NoticeKind,
) -> Result<()> {
    let people = people_told(tx, actor, book, agency, kind).await?;
    if people.is_empty() {
        return Ok(());
    }
    let about = about(book, agency, row.due_on, actor.today(), &calendar(tx).await?, "");
    let about = About { note: row.comment.clone(), report: Some(key.clone()), ..about };
    tell_people(tx, &people, kind, None::<CampaignKey>, &[about], actor.at).await?;
    Ok(())
}

/// Tells every agency that an edition is issued, with the duties of its own that began, and the first day on which one of
/// them is due.
pub(crate) async fn tell_of_edition(
    tx: &DatabaseTransaction,
    actor: &Actor,
    book: &AgencyBook,
    key: CampaignKey,
    decision: &Decision,
    begun: &[(String, Date)],
) -> Result<()> {
    let (today, calendar) = (actor.today(), calendar(tx).await?);
    let owners = owners_on(tx, Ord::max(today, decision.effective_from)).await?;
    let mut duties: BTreeMap<&AgencyId, (u32, Date)> = BTreeMap::new();
    for (code, due_on) in begun {
        let Some(owner) = owners.get(code) else { continue };
        let (count, first) = duties.entry(owner).or_insert((0, *due_on));
        (*count, *first) = (*count + 1, Ord::min(*first, *due_on));
    }
    let people = people_by_agency(tx, actor, book, NoticeKind::Issued).await?;
    for (agency, people) in people {
        let (count, first) = duties.get(&agency).copied().unwrap_or((0, today));
        let about = About { duties: count, ..about(book, &agency, first, today, &calendar, &decision.number) };
        tell_people(tx, &people, NoticeKind::Issued, key, &[about], actor.at).await?;
    }
    Ok(())
}
