//! The review of 2026, under way: some agencies have sent their answers, one had an answer returned, some are writing.

use domain::account::{Account, Actor, Role};
use domain::agency::AgencyRef;
use domain::campaign::{CampaignDraft, CampaignKey};
use domain::id::{AccountId, AgencyId};
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, SecretDeclaration};
use store::Store;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::accounts::called;
use crate::failure::Failure;

const YEAR: CampaignKey = CampaignKey::annual(2026);
const OPENED: OffsetDateTime = datetime!(2026-10-01 01:00 UTC);
/// Agencies that sent their answers, by the day of November. The last is the coordinating department itself, whose answers
/// the executive office appraises.
const SENT: [(&str, u8); 7] = [
    ("so-tp", 9),
    ("thanh-tra", 10),
    ("so-gddt", 12),
    ("so-vhttdl", 16),
    ("so-dttg", 17),
    ("bql-kcn", 18),
    ("so-khcn-2025", 19),
];
/// Who opens the campaign and appraises, of the accounts of the demonstration.
const APPRAISER: &str = "dieuphoi";
const WRITING: [&str; 2] = ["so-nv-2025", "so-xd-2025"];

/// Somebody of an agency. The accounts themselves are not kept: nobody signs in as them.
pub(super) fn person(role: Role, agency: &str, at: OffsetDateTime) -> Actor {
    let account = Account {
        id: AccountId(format!("2026:{role}:{agency}")),
        username: String::new(),
        name: called(role).to_owned(),
        role,
        agency: Some(AgencyRef { id: AgencyId::from(agency), name: String::new() }),
    };
    Actor { account: Some(account), is_system: false, functions: Vec::new(), at }
}

/// Opens the campaign of 2026 and brings it to where it stands in the middle of November.
///
/// # Errors
/// When the database fails.
pub async fn open(store: &Store) -> Result<(), Failure> {
    let form = CampaignDraft {
        year: YEAR.to_string(),
        letter_number: "1450/SKHCN-CĐS".to_owned(),
        letter_date: "01/10/2026".to_owned(),
        due_on: "20/11/2026".to_owned(),
    };
    store.open_campaign(&store.actor_named(APPRAISER, OPENED).await?, &form).await?;
    for (agency, day) in SENT {
        let at = datetime!(2026-11-01 03:00 UTC) + Duration::days(i64::from(day) - 1);
        let id = AgencyId::from(agency);
        let officer = person(Role::Officer, agency, at);
        change_first(store, &officer, &id).await?;
        store.keep_all(&officer, YEAR, &id).await?;
        let version = store.response(&officer, YEAR, &id).await?.version;
        store.lay_before_head(&officer, YEAR, &id, version).await?;
        let version = store.response(&officer, YEAR, &id).await?.version;
        store.approve(&person(Role::Head, agency, at), YEAR, &id, version).await?;
    }
    let appraiser = store.actor_named(APPRAISER, datetime!(2026-11-19 02:00 UTC)).await?;
    store.accept_keeps(&appraiser, YEAR, Some(&AgencyId::from("so-tp"))).await?;
    for agency in WRITING {
        let officer = person(Role::Officer, agency, datetime!(2026-11-18 02:00 UTC));
        change_first(store, &officer, &AgencyId::from(agency)).await?;
    }
    Ok(())
}

/// Adds a remark to the note of the agency's first entry: something small to appraise.
async fn change_first(store: &Store, officer: &Actor, agency: &AgencyId) -> Result<(), Failure> {
    let page = store.response(officer, YEAR, agency).await?;
    let Some(first) = page.answers.first() else { return Ok(()) };
    let (Some(code), Some(base)) = (first.code.clone(), first.base.clone()) else { return Ok(()) };
    let mut content = base;
    content.note = "Đã kết nối qua nền tảng tích hợp, chia sẻ dữ liệu của tỉnh".to_owned();
    content.update_frequency = "D1".to_owned();
    let draft = AnswerDraft {
        content: Some(content),
        secret: SecretDeclaration::None,
        ..AnswerDraft::of_kind(AnswerKind::Modify)
    };
    store.save_answer(officer, YEAR, agency, &AnswerTarget::Entry(code), first.version, &draft).await?;
    Ok(())
}
