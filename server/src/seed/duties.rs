//! What became of the duties since the decision of 2024 came into force: the same acts as the pages', week by week. Most
//! are done in time, some agencies are late, one is excused, one was opened again.

use domain::account::{Account, Actor, Role};
use domain::agency::{AgencyRef, Function};
use domain::duty::{DutyFilter, DutyKind, DutyRow, DutyState, EvidenceDraft};
use domain::id::{AccountId, AgencyId, DutyId};
use store::{SignedFile, Store};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use crate::failure::Failure;

/// Minutes made up for the demonstration, and marked so.
const MINUTES: &[u8] = include_bytes!("../../demo/decision_2024.pdf");
const BEGIN: OffsetDateTime = datetime!(2025-01-13 03:00 UTC);
/// From here on, weeks; before, quarters: what was missed then stands as done late.
const WEEKLY_FROM: Duration = Duration::weeks(10);
/// Agencies that do nothing after a day, and those that do all of it late.
const SILENT: [&str; 3] = ["so-nv-2025", "so-vhttdl", "bql-kcn"];

fn person(role: Role, agency: &str, functions: &[Function], at: OffsetDateTime) -> Actor {
    let name = if role == Role::Officer { "Cán bộ đầu mối" } else { "Tổ theo dõi" };
    let account = Account {
        id: AccountId(format!("viec:{role}:{agency}")),
        username: String::new(),
        name: name.to_owned(),
        role,
        agency: Some(AgencyRef { id: AgencyId::from(agency), name: String::new() }),
    };
    Actor { account: Some(account), is_system: false, functions: functions.to_vec(), at }
}

fn coordinator(at: OffsetDateTime) -> Actor {
    person(Role::Appraiser, "so-khcn-2025", &[Function::Coordinator], at)
}

/// Brings the duties from the first decision to today.
///
/// # Errors
/// When a call is refused.
pub async fn replay(store: &Store, now: OffsetDateTime) -> Result<(), Failure> {
    let mut at = BEGIN;
    while at < now {
        store.follow_duties(at).await?;
        let last = now - at < Duration::days(20);
        for agency in agencies(store, at).await? {
            if last && SILENT.contains(&agency.as_str()) {
                continue;
            }
            work(store, &agency, at).await?;
        }
        at += if now - at > WEEKLY_FROM { Duration::weeks(4) } else { Duration::weeks(1) };
    }
    store.follow_duties(now).await?;
    settle(store, now).await
}

async fn agencies(store: &Store, at: OffsetDateTime) -> Result<Vec<AgencyId>, Failure> {
    let board = store.duty_board(&coordinator(at), None).await?;
    let pressing = |state| matches!(state, DutyState::Late | DutyState::DueSoon);
    let rows = board.rows.into_iter().filter(|row| row.counts.0.iter().any(|(state, _)| pressing(*state)));
    Ok(rows.map(|row| row.agency.id).collect())
}

/// What an officer does of what presses: nearly all of it.
async fn work(store: &Store, agency: &AgencyId, at: OffsetDateTime) -> Result<(), Failure> {
    let officer = person(Role::Officer, agency.as_str(), &[], at);
    let rows = store.my_duties(&officer).await?;
    let wanted = rows.iter().filter(|row| row.may_do && row.state != DutyState::Upcoming && !is_neglected(row));
    let ids: Vec<DutyId> = wanted.map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(());
    }
    let draft = EvidenceDraft {
        note: format!("Đã hoàn thành {} việc theo kế hoạch của đơn vị", ids.len()),
        link: "https://kho.daklak.example/nap".to_owned(),
    };
    store.complete_duties(&officer, &ids, &draft, None).await?;
    Ok(())
}

/// Documents that stay owed: one entry in nine.
fn is_neglected(row: &DutyRow) -> bool {
    let number = row.code.number().unwrap_or(0);
    row.kind == DutyKind::Documents && number % 9 == 4
}

/// The coordinator excuses one that is late and opens one again; an officer hands a file in.
async fn settle(store: &Store, now: OffsetDateTime) -> Result<(), Failure> {
    let desk = coordinator(now);
    let late = DutyFilter { state: Some(DutyState::Late), kind: Some(DutyKind::Documents), ..DutyFilter::default() };
    let late = store.duties(&desk, &late).await?.duties.items;
    if let Some(row) = late.first() {
        let reason = "Hệ thống của bộ chưa cho phép mở dịch vụ chia sẻ; theo dõi lại khi bộ có hướng dẫn";
        store.excuse_duty(&desk, row.id, row.version, reason).await?;
    }
    if let Some(row) = late.get(1) {
        let officer = person(Role::Officer, row.agency.id.as_str(), &[], now);
        let draft = EvidenceDraft {
            note: "Đã gửi tài liệu đặc tả dịch vụ".to_owned(), ..EvidenceDraft::default()
        };
        let file = SignedFile { name: "bien-ban-ban-giao.pdf".to_owned(), bytes: MINUTES.to_vec() };
        store.complete_duties(&officer, &[row.id], &draft, Some(file)).await?;
    }
    let done = DutyFilter { state: Some(DutyState::Done), kind: Some(DutyKind::Load), ..DutyFilter::default() };
    if let Some(row) = store.duties(&desk, &done).await?.duties.items.first() {
        let reason = "Số bản ghi trên kho không khớp với báo cáo, đề nghị nạp lại";
        store.reopen_duty(&desk, row.id, row.version, reason).await?;
    }
    Ok(())
}
