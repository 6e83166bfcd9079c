//! The review of 2024, replayed from its script through the calls that the pages use: answers saved, laid before the
//! heads, approved, decided point by point, compiled, submitted, issued.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::{Account, Actor, Role};
use domain::agency::{AgencyRef, Function};
use domain::campaign::{CampaignDraft, CampaignKey, DecisionDraft};
use domain::catalog::EntryContent;
use domain::change::{Place, apply};
use domain::id::{AccountId, AgencyId, EditionId, EntryCode};
use domain::overlap::{Counterpart, Overlap, Settlement, SettlementInput, Strength, blocks_places};
use domain::review::{
    AnswerDraft, AnswerKind, AnswerTarget, AnswerView, BuildPlan, Point, Priority, SecretDeclaration, Verdict,
    VerdictInput,
};
use store::{SignedFile, Store};
use time::OffsetDateTime;
use time::macros::datetime;

use super::accounts::called;
use super::tables::{Row, rows};
use crate::failure::Failure;

const SCRIPT: &[u8] = include_bytes!("../../demo/review_2024.csv");
/// A decision made up for the demonstration, and marked so.
const DECISION: &[u8] = include_bytes!("../../demo/decision_2024.pdf");
/// The day from which the decision is in force.
const IN_FORCE: &str = "01/01/2025";
const YEAR: CampaignKey = CampaignKey::annual(2024);
const OPENED: OffsetDateTime = datetime!(2024-09-16 02:00 UTC);
const ANSWERED: OffsetDateTime = datetime!(2024-10-14 03:00 UTC);
const APPRAISED: OffsetDateTime = datetime!(2024-11-14 03:00 UTC);
const CLOSED: OffsetDateTime = datetime!(2024-12-02 03:00 UTC);
const ISSUED: OffsetDateTime = datetime!(2024-12-20 03:00 UTC);

/// Somebody of that time. The accounts themselves are not kept: nobody signs in as them.
fn person(role: Role, agency: &str, functions: &[Function], at: OffsetDateTime) -> Actor {
    let agency = AgencyRef { id: AgencyId::from(agency), name: String::new() };
    let account = Account {
        id: AccountId(format!("2024:{role}:{}", agency.id)),
        username: String::new(),
        name: called(role).to_owned(),
        role,
        agency: Some(agency),
    };
    Actor { account: Some(account), is_system: false, functions: functions.to_vec(), at }
}

/// The agency that coordinated then.
const COORDINATOR: &str = "so-tttt";

fn coordinator(at: OffsetDateTime) -> Actor {
    person(Role::Appraiser, COORDINATOR, &[Function::Coordinator], at)
}

fn clerk(at: OffsetDateTime) -> Actor {
    person(Role::Clerk, "vp-ubnd", &[Function::ExecutiveOffice], at)
}

/// Replays the round; gives the edition that it issued.
///
/// # Errors
/// When a call is refused, or the script does not fit the catalog.
pub async fn replay_2024(store: &Store) -> Result<EditionId, Failure> {
    let script = rows("review_2024.csv", SCRIPT)?;
    let form = CampaignDraft {
        year: YEAR.to_string(),
        letter_number: "1024/STTTT-CNTT".to_owned(),
        letter_date: "16/09/2024".to_owned(),
        due_on: "31/10/2024".to_owned(),
    };
    store.open_campaign(&coordinator(OPENED), &form).await?;
    let mut agencies: BTreeMap<String, Vec<&Row<'_>>> = BTreeMap::new();
    for row in &script {
        agencies.entry(row.needed("agency_id")?).or_default().push(row);
    }
    for proposal in in_order_of_proposals(&script) {
        propose(store, &proposal).await?;
    }
    for (agency, rows) in &agencies {
        answer(store, agency, rows).await?;
    }
    for (agency, rows) in &agencies {
        appraise(store, agency, rows).await?;
    }
    let coordinator_then = coordinator(CLOSED);
    store.close_campaign(&coordinator_then, YEAR, true).await?;
    store.compile(&coordinator_then, YEAR).await?;
    let seen = store.draft(&coordinator_then, YEAR).await?.version;
    store.submit_draft(&coordinator_then, YEAR, seen).await?;
    let decision = DecisionDraft {
        number: "3124/QĐ-UBND".to_owned(),
        date: "20/12/2024".to_owned(),
        effective_from: IN_FORCE.to_owned(),
        signer: "Phạm Ngọc Nghị".to_owned(),
        signer_title: "CHỦ TỊCH".to_owned(),
    };
    let clerk = clerk(ISSUED);
    let version = store.draft(&clerk, YEAR).await?.version;
    let file = SignedFile { name: "3124-qd-ubnd.pdf".to_owned(), bytes: DECISION.to_vec() };
    Ok(store.issue(&clerk, YEAR, version, &decision, Some(file)).await?)
}

/// The rows of each proposal, in the order of their numbers: codes are given in that order.
fn in_order_of_proposals<'a, 'r>(script: &'a [Row<'r>]) -> Vec<Vec<&'a Row<'r>>> {
    let ids: BTreeSet<String> = script.iter().map(|row| row.text("proposal_id")).filter(|id| !id.is_empty()).collect();
    ids.iter().map(|id| script.iter().filter(|row| row.text("proposal_id") == *id).collect()).collect()
}

async fn propose(store: &Store, rows: &[&Row<'_>]) -> Result<(), Failure> {
    let Some(first) = rows.first() else { return Ok(()) };
    let agency = AgencyId(first.needed("agency_id")?);
    let mut content = EntryContent { owner: agency.clone(), ..EntryContent::default() };
    for row in rows {
        bring_in(&mut content, row)?;
    }
    let draft = AnswerDraft {
        content: Some(content),
        plan: Some(BuildPlan {
            need: first.text("plan_need"),
            method: first.text("plan_method"),
            time: first.text("plan_time"),
            cost_million_vnd: first.text("plan_cost_million_vnd"),
            funding: first.text("plan_funding"),
            // The script is of a time when nobody asked.
            priority: Priority::Medium.to_string(),
        }),
        secret: SecretDeclaration::None,
        ..AnswerDraft::of_kind(AnswerKind::Propose)
    };
    let officer = person(Role::Officer, agency.as_str(), &[], ANSWERED);
    store.save_answer(&officer, YEAR, &agency, &AnswerTarget::NewProposal(String::new()), 0, &draft).await?;
    Ok(())
}

fn bring_in(content: &mut EntryContent, row: &Row<'_>) -> Result<(), Failure> {
    let place = place_of(row)?;
    apply(content, &place, &row.text("new_value"))
        .map_err(|error| Failure::refused([format!("review_2024.csv: {}: {error}", row.text("row_id"))]))
}

fn place_of(row: &Row<'_>) -> Result<Place, Failure> {
    let item = row.text("item_name");
    let place = Place::parse(&row.text("field"), Some(item.as_str()).filter(|item| !item.is_empty()));
    place.ok_or_else(|| Failure::refused([format!("review_2024.csv: {}: field", row.text("row_id"))]))
}

/// The agency's answers on its entries, laid before the head and approved.
async fn answer(store: &Store, agency: &str, rows: &[&Row<'_>]) -> Result<(), Failure> {
    let id = AgencyId::from(agency);
    let officer = person(Role::Officer, agency, &[], ANSWERED);
    let mut by_entry: BTreeMap<String, Vec<&Row<'_>>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.text("row_kind") == "entry") {
        by_entry.entry(row.needed("entry_code")?).or_default().push(row);
    }
    for (code, rows) in by_entry {
        let target = AnswerTarget::Entry(EntryCode(code));
        let page = store.answer_page(&officer, YEAR, &id, &target).await?;
        let Some(first) = rows.first() else { continue };
        let kind: AnswerKind = first.parse("answer")?;
        let mut draft = AnswerDraft::of_kind(kind);
        match kind {
            AnswerKind::Keep | AnswerKind::Propose => {}
            AnswerKind::Modify => {
                let mut content = page.answer.base.unwrap_or_default();
                for row in &rows {
                    bring_in(&mut content, row)?;
                }
                // What opens personal data names the law that does: the script says it where it does so.
                draft.reason =
                    rows.iter().map(|row| row.text("answer_reason")).find(|said| !said.is_empty()).unwrap_or_default();
                draft.content = Some(content);
                draft.secret = SecretDeclaration::None;
            }
            AnswerKind::Withdraw => {
                draft.reason = first.text("new_value");
                draft.effective = IN_FORCE.to_owned();
            }
            AnswerKind::Merge | AnswerKind::Transfer => {
                draft.target = first.text("target");
                draft.effective = IN_FORCE.to_owned();
                draft.reason = first.needed("answer_reason")?;
            }
        }
        store.save_answer(&officer, YEAR, &id, &target, page.answer.version, &draft).await?;
    }
    let version = store.response(&officer, YEAR, &id).await?.version;
    store.lay_before_head(&officer, YEAR, &id, version).await?;
    let version = store.response(&officer, YEAR, &id).await?.version;
    store.approve(&person(Role::Head, agency, &[], ANSWERED), YEAR, &id, version).await?;
    Ok(())
}

/// The verdicts of the script on every point of an agency's answers.
async fn appraise(store: &Store, agency: &str, rows: &[&Row<'_>]) -> Result<(), Failure> {
    let id = AgencyId::from(agency);
    // Nobody appraises their own agency's answers.
    let appraiser = if agency == COORDINATOR { clerk(APPRAISED) } else { coordinator(APPRAISED) };
    let page = store.response(&appraiser, YEAR, &id).await?;
    for answer in page.answers.iter().chain(&page.proposals) {
        settle(store, &appraiser, &id, answer, rows).await?;
        let proposed = answer.draft.as_ref().and_then(|draft| draft.content.as_ref()).map(|content| &content.name);
        for point in &answer.points {
            let row = rows.iter().find(|row| decides(row, answer.code.as_ref(), proposed, point, rows));
            let row = row.ok_or_else(|| {
                let place = point.place.as_ref().map(ToString::to_string);
                Failure::refused([format!("review_2024.csv: {agency}: {:?} {place:?}", answer.code)])
            })?;
            let verdict: Verdict = row.parse("verdict")?;
            let reason = row.text("verdict_reason");
            // The other value of a name is none of a plan.
            let planned = point.place.as_ref().is_some_and(Place::is_of_plan);
            let (verdict, reason, value) = match verdict {
                Verdict::AcceptModified if planned => (Verdict::Accept, String::new(), String::new()),
                _ => (verdict, reason, row.text("verdict_value")),
            };
            let input = VerdictInput {
                verdict,
                value,
                // The script gives a reason once a proposal; each refused point needs one.
                reason: if reason.is_empty() && verdict != Verdict::Accept {
                    "Theo kết luận chung của mục này".to_owned()
                } else {
                    reason
                },
            };
            store.decide(&appraiser, point.id, None, &input).await?;
        }
    }
    Ok(())
}

/// What the script implies of likely duplicates: a proposal that it refuses is one, what it accepts is kept in step with
/// the national database, or is another thing than the other entry.
async fn settle(
    store: &Store,
    appraiser: &Actor,
    agency: &AgencyId,
    answer: &AnswerView,
    rows: &[&Row<'_>],
) -> Result<(), Failure> {
    let proposed = answer.draft.as_ref().and_then(|draft| draft.content.as_ref()).map(|content| &content.name);
    let names_it = |row: &&&Row<'_>| row.text("field") == "name" && Some(&row.text("new_value")) == proposed;
    let refused =
        answer.code.is_none() && rows.iter().find(names_it).is_some_and(|row| row.text("verdict") == "reject");
    let kind = answer.draft.as_ref().map(|draft| draft.kind);
    if !matches!(kind, Some(AnswerKind::Modify | AnswerKind::Propose)) {
        return Ok(());
    }
    let page = store.answer_page(appraiser, YEAR, agency, &answer.target()).await?;
    // A likely one is settled where it keeps something from being accepted.
    let touches = answer.points.iter().any(|point| kind.is_some_and(|kind| blocks_places(kind, point.place.as_ref())));
    let asks = |overlap: &&Overlap| {
        overlap.is_open() && (overlap.likeness.strength == Strength::Strong || (touches && !refused))
    };
    for overlap in page.overlaps.iter().filter(asks) {
        let settlement = match (refused, overlap.with) {
            (true, _) => Settlement::Duplicate,
            (false, Counterpart::National) => Settlement::Synchronised,
            (false, Counterpart::Own | Counterpart::Proposal) => Settlement::Different,
        };
        let reason = "Theo kết quả rà soát năm 2024".to_owned();
        let input = SettlementInput { settlement: Some(settlement), reason, seen: overlap.seen() };
        store.settle_overlap(appraiser, YEAR, agency, &answer.target(), &overlap.other, &input).await?;
    }
    Ok(())
}

/// Whether a row of the script is the verdict on a point.
fn decides(
    row: &Row<'_>,
    code: Option<&EntryCode>,
    proposed: Option<&String>,
    point: &Point,
    rows: &[&Row<'_>],
) -> bool {
    let same_answer = match code {
        Some(code) => row.text("row_kind") == "entry" && row.text("entry_code") == code.as_str(),
        None => {
            let named = |one: &&Row<'_>| one.text("field") == "name" && Some(&one.text("new_value")) == proposed;
            let proposal = rows.iter().find(|one| named(one)).map(|one| one.text("proposal_id"));
            proposal.is_some_and(|id| row.text("proposal_id") == id)
        }
    };
    let same_place = match &point.place {
        None => true,
        // The script says nothing of a plan: it goes as the name does, with its proposal.
        Some(Place::Plan(_)) => row.text("field") == "name",
        Some(place) => row.text("field") == place.key() && row.text("item_name") == place.item().unwrap_or_default(),
    };
    same_answer && same_place
}
