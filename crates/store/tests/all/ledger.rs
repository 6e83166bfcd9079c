//! The ledger of what was sent to whom.

use crate::common::Bed;
use crate::common::data::{anonymous, coordinator, system};
use crate::common::review::{YEAR, account, answer, clerk, head, officer, open, points};
use domain::account::{Actor, Role};
use domain::agency::Function;
use domain::id::AgencyId;
use domain::reminder::{
    LEDGER_ROWS, LedgerFilter, LedgerKind, LedgerPage, LedgerRow, LedgerSort, MailState, Sent, UrgingDraft,
};
use domain::review::opinion::AskDraft;
use sea_orm::ConnectionTrait;
use store::Error;
use time::OffsetDateTime;
use time::macros::datetime;

/// The answers are due on 30/11/2026, a Monday.
const T_MINUS_7: OffsetDateTime = datetime!(2026-11-23 03:00 UTC);
const T_PLUS_7: OffsetDateTime = datetime!(2026-12-07 03:00 UTC);
const T_PLUS_14: OffsetDateTime = datetime!(2026-12-14 03:00 UTC);
const NUMBER: &str = "1702/SKHCN-CĐS";

fn desk() -> Actor {
    Actor { at: T_PLUS_14, ..coordinator() }
}

async fn page(bed: &Bed, actor: &Actor, filter: &LedgerFilter) -> LedgerPage {
    bed.store.ledger(actor, filter).await.expect("the ledger")
}

/// What a row says: the step or number, the agency, how many were told, how their messages stand.
fn line(row: &LedgerRow) -> String {
    let sent = match &row.sent {
        Sent::Step(step) => step.to_string(),
        Sent::Opinion { step, name, .. } => format!("{step} ({name})"),
        Sent::Letter { number, by, file, .. } => format!("{number} {by} {file}"),
        Sent::DutyReminder { late, soon } => format!("{late} late, {soon} soon"),
        Sent::DutyLetter { number, by, duties, .. } => format!("{number} {by} {duties}"),
    };
    let mails: Vec<String> = row.mails.iter().map(|mail| format!("{} {}", mail.state, mail.last_error)).collect();
    format!("{sent} | {} | {} | {}", row.agency.id, row.people, mails.join(", "))
}

/// The agency's rows, the latest first.
async fn lines(bed: &Bed, actor: &Actor, filter: LedgerFilter) -> Vec<String> {
    page(bed, actor, &filter).await.rows.items.iter().map(line).collect()
}

fn of(agency: &str) -> LedgerFilter {
    LedgerFilter { agency: agency.to_owned(), ..LedgerFilter::default() }
}

/// A review with three ticks and a letter; of the health department an officer and a head, all with addresses.
async fn urged(bed: &Bed) {
    open(bed).await;
    let raw = bed.raw().await;
    raw.execute_unprepared("update campaign set opened_at = '2026-11-02 01:00:00+00:00'").await.expect("opened early");
    account(bed, "canbo.yte", Role::Officer, "so-yt").await;
    account(bed, "lanhdao.yte", Role::Head, "so-yt").await;
    let mut agencies = crate::common::data::agencies();
    agencies.retain(|agency| agency.id.as_str() == "so-nv-2025");
    agencies[0].functions = vec![Function::ExecutiveOffice];
    bed.store.import_agencies(&system(), &agencies, false).await.expect("an office");
    account(bed, "vanphong", Role::Clerk, "so-nv-2025").await;
    let store = &bed.store;
    store.remind(T_MINUS_7).await.expect("a tick");
    let first = store.claim_mail(T_MINUS_7).await.expect("looked").expect("a message");
    store.mail_done(&first, Ok(()), T_MINUS_7).await.expect("sent");
    store.remind(T_PLUS_7).await.expect("a tick");
    let second = store.claim_mail(T_PLUS_7).await.expect("looked").expect("a message");
    store.mail_done(&second, Err(("550 không có hộp thư".to_owned(), true)), T_PLUS_7).await.expect("noted");
    let letter = UrgingDraft {
        agency: AgencyId::from("so-yt"),
        letter_number: NUMBER.to_owned(),
        letter_date: "2026-12-08".to_owned(),
    };
    let recorder = Actor { at: datetime!(2026-12-09 03:00 UTC), ..coordinator() };
    store.record_urging(&recorder, YEAR, &letter).await.expect("recorded");
    store.remind(T_PLUS_14).await.expect("a tick");
}

on_both!(what_was_sent_stands_in_one_list, async |bed| {
    urged(&bed).await;
    let told = lines(&bed, &desk(), of("so-yt")).await;
    let letter = format!("{NUMBER} Người thẩm định true | so-yt | 2 | waiting , waiting ");
    let (sent, failed) =
        ("-7 day officer | so-yt | 1 | sent ", "7 day officer | so-yt | 1 | failed 550 không có hộp thư");
    let (to_head, to_office) = ("10 day head | so-yt | 1 | waiting ", "14 day office | so-yt | 1 | waiting ");
    let mut last = told[..2].to_vec();
    last.sort();
    assert_eq!(last, [to_head, to_office]);
    assert_eq!(told[2..], [letter.as_str(), failed, sent]);
    let with = |mail, kind| LedgerFilter { mail, kind, ..of("so-yt") };
    assert_eq!(lines(&bed, &desk(), with(Some(MailState::Failed), None)).await, [failed]);
    assert_eq!(lines(&bed, &desk(), with(Some(MailState::Sent), None)).await, [sent]);
    assert_eq!(lines(&bed, &desk(), with(None, Some(LedgerKind::Letter))).await, [letter.as_str()]);
    assert_eq!(lines(&bed, &desk(), with(Some(MailState::Failed), Some(LedgerKind::Letter))).await, [""; 0]);
    let earliest = LedgerFilter { sort: LedgerSort::Earliest, ..of("so-yt") };
    assert_eq!(lines(&bed, &desk(), earliest).await[0], sent);
    let other_year = LedgerFilter { year: Some(2025), ..of("so-yt") };
    assert_eq!(lines(&bed, &desk(), other_year).await, [""; 0]);
    // Where nobody has an account the step is taken all the same, and the row says that it told nobody.
    let silent = lines(&bed, &desk(), of("so-xd-2025")).await;
    assert!(silent.contains(&"-7 day officer | so-xd-2025 | 0 | ".to_owned()), "{silent:?}");
    // The file has what the page has, however long, but for the link to the letter.
    let whole = page(&bed, &desk(), &LedgerFilter::default()).await;
    let file = bed.store.whole_ledger(&desk(), &LedgerFilter::default()).await.expect("all rows");
    assert_eq!((whole.rows.total, whole.years), (file.len() as u64, vec![2026]));
    assert!(whole.agencies.len() > 2 && whole.agencies.iter().any(|agency| agency.name == "Sở Y tế"));
    assert!(file.iter().all(|row| row.agency.id.as_str() != "so-yt" || row.people > 0));
});

on_both!(an_agency_sees_what_was_sent_to_it, async |bed| {
    urged(&bed).await;
    for own in [officer("so-yt"), head("so-yt")] {
        // Another agency's rows are not to be asked for.
        let told = lines(&bed, &Actor { at: T_PLUS_14, ..own }, of("so-xd-2025")).await;
        assert_eq!(told.len(), 4, "{told:?}");
        assert!(told.iter().all(|line| line.contains("| so-yt |") && !line.contains("office |")), "{told:?}");
    }
    let own = page(&bed, &officer("so-yt"), &LedgerFilter::default()).await;
    assert!(!own.watches && !own.urges && own.agencies.is_empty());
    assert_eq!(bed.store.whole_ledger(&officer("so-yt"), &LedgerFilter::default()).await.expect("rows").len(), 4);
    let office = page(&bed, &clerk(), &LedgerFilter::default()).await;
    assert!(office.watches && !office.urges);
    let refused = bed.store.ledger(&anonymous(), &LedgerFilter::default()).await;
    assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
});

on_both!(an_opinion_that_is_due_is_in_it_and_pages_are_cut, async |bed| {
    open(&bed).await;
    account(&bed, "canbo.xd", Role::Officer, "so-xd-2025").await;
    answer(&bed).await;
    let (id, _) = points(&bed, Some("DC-005")).await;
    let draft = AskDraft {
        agencies: vec![AgencyId::from("so-xd-2025")],
        question: "Có trùng không?".to_owned(),
        days: "5".to_owned(),
        silence: false,
    };
    bed.store.ask_opinions(&coordinator(), id, 1, &draft).await.expect("asked");
    bed.store.remind(datetime!(2026-11-30 03:00 UTC)).await.expect("a tick");
    let told = page(&bed, &desk(), &of("so-xd-2025")).await.rows.items;
    let opinion = told.iter().find(|row| matches!(row.sent, Sent::Opinion { .. })).expect("a reminder");
    assert_eq!((opinion.people, opinion.mailed(MailState::Waiting)), (1, 1));
    // More than one page holds, all of one agency.
    let raw = bed.raw().await;
    for day in 1..=LEDGER_ROWS + 5 {
        let row = format!(
            "insert into reminder (campaign_year, agency_id, due_on, step, sent_at, recipients) values \
             (2026, 'so-yt', '2026-11-30', '-{day} day officer', '2026-11-02 01:00:00+00:00', 0)"
        );
        raw.execute_unprepared(&row).await.expect("a row");
    }
    let reminders = LedgerFilter { kind: Some(LedgerKind::Reminder), ..of("so-yt") };
    let first = page(&bed, &desk(), &reminders).await.rows;
    let last = page(&bed, &desk(), &LedgerFilter { page: first.pages(), ..reminders.clone() }).await.rows;
    assert_eq!((first.total, first.pages(), first.items.len() as u64), (55, 2, u64::from(LEDGER_ROWS)));
    assert_eq!((last.number, last.items.len()), (2, 5));
    assert!(first.items.iter().all(|row| !last.items.contains(row)));
});
