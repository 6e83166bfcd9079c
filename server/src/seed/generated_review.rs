//! A review of a generated catalog by any number of agencies, brought to its draft: for measuring.

use domain::account::{Account, Actor, Role};
use domain::agency::{Agency, AgencyRef, Function, Tier};
use domain::campaign::{CampaignDraft, CampaignKey};
use domain::format::date;
use domain::id::{AccountId, AgencyId};
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, QueueFilter, SecretDeclaration, Verdict, VerdictInput};
use store::Store;
use time::macros::date as day;
use time::{Duration, OffsetDateTime};

use crate::failure::Failure;

/// Entries of each agency that it changes.
const CHANGED: usize = 5;

fn person(role: Role, agency: &AgencyId, functions: &[Function], at: OffsetDateTime) -> Actor {
    let agency_ref = AgencyRef { id: agency.clone(), name: String::new() };
    let account = Account {
        id: AccountId(format!("sinh:{role}:{agency}")),
        username: String::new(),
        name: "Người được sinh để đo".to_owned(),
        role,
        agency: Some(agency_ref),
    };
    Actor { account: Some(account), is_system: false, functions: functions.to_vec(), at }
}

/// Makes agencies up until there are so many of the province today.
///
/// # Errors
/// When the database fails.
pub async fn agencies(store: &Store, count: usize, now: OffsetDateTime) -> Result<(), Failure> {
    let system = Actor::system(now);
    let there = store.agencies(&system, system.today()).await?.len();
    let made: Vec<Agency> = (there..count)
        .map(|number| Agency {
            id: AgencyId(format!("sinh-{number}")),
            code: String::new(),
            name: format!("Đơn vị được sinh {number}"),
            short_name: String::new(),
            tier: Tier::Province,
            kind: "so_ban_nganh".to_owned(),
            parent: None,
            functions: Vec::new(),
            valid_from: day!(2025 - 07 - 01),
            valid_to: None,
        })
        .collect();
    store.import_agencies(&system, &made, false).await?;
    Ok(())
}

/// Opens the review of the year, answers for every agency, appraises, closes and compiles.
///
/// # Errors
/// When the database fails, or a review is under way.
pub async fn make(store: &Store, now: OffsetDateTime) -> Result<(), Failure> {
    let system = Actor::system(now);
    let coordinator = store.function_holder(Function::Coordinator, system.today()).await?.unwrap_or_default().id;
    let appraiser = person(Role::Appraiser, &coordinator, &[Function::Coordinator], now);
    // The coordinating department's own answers are appraised by the executive office.
    let office = store.function_holder(Function::ExecutiveOffice, system.today()).await?.unwrap_or_default().id;
    let office = person(Role::Clerk, &office, &[Function::ExecutiveOffice], now);
    let form = CampaignDraft {
        year: system.today().year().to_string(),
        letter_number: "1/SINH".to_owned(),
        letter_date: date(system.today()),
        due_on: date(system.today() + Duration::days(30)),
    };
    let key = store.open_campaign(&appraiser, &form).await?;
    for row in store.board(&appraiser, key).await?.rows {
        answer(store, key, &row.agency.id, now).await?;
    }
    for who in [&appraiser, &office] {
        store.accept_keeps(who, key, None).await?;
    }
    let mut at = 0;
    // What is decided leaves the queue, so that the first page is always the next.
    loop {
        let queue = store.appraisal(&appraiser, key, &QueueFilter::default(), None).await?.queue;
        if queue.is_empty() {
            break;
        }
        for row in queue {
            let (verdict, reason) =
                if at % 7 == 0 { (Verdict::Reject, "Chưa có căn cứ") } else { (Verdict::Accept, "") };
            let input = VerdictInput { verdict, value: String::new(), reason: reason.to_owned() };
            let who = if row.own { &office } else { &appraiser };
            store.decide_all(who, row.answer, row.round, &input).await?;
            at += 1;
        }
    }
    store.close_campaign(&appraiser, key, true).await?;
    store.compile(&appraiser, key).await?;
    Ok(())
}

/// An agency changes a few of its entries, keeps the others, and sends.
async fn answer(store: &Store, key: CampaignKey, agency: &AgencyId, now: OffsetDateTime) -> Result<(), Failure> {
    let officer = person(Role::Officer, agency, &[], now);
    let page = store.response(&officer, key, agency).await?;
    let none = page.answers.is_empty();
    for answer in page.answers.into_iter().take(CHANGED) {
        let (Some(code), Some(mut content)) = (answer.code, answer.base) else { continue };
        content.note = "Đã kết nối qua nền tảng tích hợp, chia sẻ dữ liệu của tỉnh".to_owned();
        content.purpose = format!("{} Phục vụ chỉ đạo, điều hành.", content.purpose);
        let draft = AnswerDraft {
            content: Some(content),
            secret: SecretDeclaration::None,
            ..AnswerDraft::of_kind(AnswerKind::Modify)
        };
        store.save_answer(&officer, key, agency, &AnswerTarget::Entry(code), answer.version, &draft).await?;
    }
    if none {
        store.set_nothing_to_change(&officer, key, agency, true).await?;
    } else {
        store.keep_all(&officer, key, agency).await?;
    }
    let version = store.response(&officer, key, agency).await?.version;
    store.lay_before_head(&officer, key, agency, version).await?;
    let version = store.response(&officer, key, agency).await?.version;
    store.approve(&person(Role::Head, agency, &[], now), key, agency, version).await?;
    Ok(())
}
