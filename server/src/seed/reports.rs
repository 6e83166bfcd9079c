//! The reports of 2025, accepted, with the consolidated one that went to the committee; and of 2026 one that an officer
//! writes and one that waits for the coordinator. What they say is invented.

use domain::account::{Account, Actor, Role};
use domain::agency::{AgencyRef, Function};
use domain::id::{AccountId, AgencyId};
use domain::indicator::Period;
use domain::report::{MoveForm, ReportKey, ReportKind, ReportSection, SectionForm, sections};
use domain::workflow::ReportMove;
use store::Store;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::accounts::called;
use crate::failure::Failure;

const WRITTEN: OffsetDateTime = datetime!(2025-12-08 02:00 UTC);
const ADDED_UP: OffsetDateTime = datetime!(2025-12-22 02:00 UTC);
const COORDINATOR: &str = "so-khcn-2025";
/// Whose reports of 2025 were accepted.
const ACCEPTED: [&str; 5] = ["so-yt", "so-nnmt", "so-ct", "so-tp", "so-gddt"];

fn person(role: Role, agency: &str, at: OffsetDateTime) -> Actor {
    let (name, functions) = match role {
        Role::Appraiser => ("Tổ tổng hợp", vec![Function::Coordinator]),
        _ => (called(role), Vec::new()),
    };
    let account = Account {
        id: AccountId(format!("bao-cao:{role}:{agency}")),
        username: String::new(),
        name: name.to_owned(),
        role,
        agency: Some(AgencyRef { id: AgencyId::from(agency), name: String::new() }),
    };
    Actor { account: Some(account), is_system: false, functions, at }
}

fn words(kind: ReportKind, section: ReportSection) -> &'static str {
    match (kind, section) {
        (_, ReportSection::Building) => {
            "Đơn vị đã nạp dữ liệu của các CSDL trong Danh mục vào kho dữ liệu dùng chung, cập nhật theo tần suất đã công bố.\nVướng mắc: một số phần mềm của bộ chưa cho trích xuất tự động."
        }
        (ReportKind::Agency, ReportSection::Sharing) => {
            "Dữ liệu được chia sẻ qua nền tảng tích hợp, chia sẻ của tỉnh; tài liệu dịch vụ đã bàn giao."
        }
        (ReportKind::Agency, ReportSection::Exploiting) => {
            "Đơn vị khai thác dữ liệu dân cư và đất đai để giảm giấy tờ khi giải quyết thủ tục hành chính."
        }
        (ReportKind::Agency, ReportSection::Proposals) => "Đề nghị tập huấn về quản trị dữ liệu cho cán bộ đầu mối.",
        (_, ReportSection::Freshness) => {
            "Phần lớn cơ quan cập nhật đúng tần suất; một số cơ quan còn chậm, đã được nhắc trên cổng và bằng văn bản."
        }
        (_, ReportSection::Proposals) => {
            "Kính đề nghị Ủy ban nhân dân tỉnh chỉ đạo các cơ quan còn nghĩa vụ quá hạn hoàn thành trong quý I."
        }
        (_, ReportSection::Campaign | ReportSection::Loading | ReportSection::Lateness) => "",
        (ReportKind::Consolidated, ReportSection::Sharing | ReportSection::Exploiting) => "",
    }
}

async fn write(store: &Store, actor: &Actor, key: &ReportKey) -> Result<(), Failure> {
    store.begin_report(actor, key).await?;
    for section in sections(key.kind()) {
        let text = words(key.kind(), section.section);
        if !text.is_empty() {
            let form = SectionForm { text: text.to_owned(), ..SectionForm::default() };
            store.save_report_section(actor, key, section.section, 1, &form).await?;
        }
    }
    Ok(())
}

async fn go(store: &Store, actor: &Actor, key: &ReportKey, attempted: ReportMove) -> Result<(), Failure> {
    let version = store.report(actor, key).await?.version;
    let form =
        MoveForm { version, number: "158/BC-SKHCN".to_owned(), date: "29/12/2025".to_owned(), ..MoveForm::default() };
    Ok(store.move_report(actor, key, attempted, &form).await?)
}

async fn send(store: &Store, agency: &str, key: &ReportKey, at: OffsetDateTime) -> Result<(), Failure> {
    go(store, &person(Role::Officer, agency, at), key, ReportMove::Propose).await?;
    go(store, &person(Role::Head, agency, at), key, ReportMove::Approve).await
}

/// Gives one number otherwise than the system.
async fn instead(store: &Store, actor: &Actor, key: &ReportKey) -> Result<(), Failure> {
    let of = ReportSection::Exploiting;
    let page = store.report(actor, key).await?;
    let Some(part) = page.parts.iter().find(|part| part.section == of) else { return Ok(()) };
    let one = |value: &str| std::iter::once(("downloads".to_owned(), value.to_owned())).collect();
    let form = SectionForm {
        text: part.text.clone(),
        given: one("36"),
        reason: one("Tính cả lượt tải trên trang của sở, cổng chưa ghi nhận"),
    };
    Ok(store.save_report_section(actor, key, of, part.version, &form).await?)
}

/// The reports of 2025.
///
/// # Errors
/// When a call is refused.
pub async fn last_year(store: &Store) -> Result<(), Failure> {
    let year = Period(2025);
    let desk = |at| person(Role::Appraiser, COORDINATOR, at);
    for (days, agency) in (0_i64..).zip(ACCEPTED) {
        let key = ReportKey::of_agency(year, &AgencyId::from(agency));
        // The last one is late.
        let at = WRITTEN + Duration::days(days * 2);
        let officer = person(Role::Officer, agency, at);
        write(store, &officer, &key).await?;
        if agency == ACCEPTED[0] {
            instead(store, &officer, &key).await?;
        }
        send(store, agency, &key, at).await?;
        go(store, &desk(at + Duration::days(1)), &key, ReportMove::Accept).await?;
    }
    let all = ReportKey::consolidated(year);
    write(store, &desk(ADDED_UP), &all).await?;
    go(store, &desk(ADDED_UP), &all, ReportMove::Propose).await?;
    go(store, &person(Role::Head, COORDINATOR, ADDED_UP + Duration::days(3)), &all, ReportMove::Approve).await?;
    go(store, &desk(ADDED_UP + Duration::days(7)), &all, ReportMove::Forward).await
}

fn of_this_year(agency: &str) -> ReportKey {
    ReportKey::of_agency(Period(2026), &AgencyId::from(agency))
}

/// A report of 2026 that waits for the coordinator; sent before there are people to be told.
///
/// # Errors
/// When a call is refused.
pub async fn sent(store: &Store, now: OffsetDateTime) -> Result<(), Failure> {
    let (key, at) = (of_this_year("so-tp"), now - Duration::hours(1));
    write(store, &person(Role::Officer, "so-tp", at), &key).await?;
    send(store, "so-tp", &key, at).await
}

/// A report of 2026 that an officer writes.
///
/// # Errors
/// When a call is refused.
pub async fn begun(store: &Store, now: OffsetDateTime) -> Result<(), Failure> {
    let at = now - Duration::hours(1);
    write(store, &person(Role::Officer, "so-nnmt", at), &of_this_year("so-nnmt")).await
}
