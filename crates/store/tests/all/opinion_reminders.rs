//! An asked agency is reminded of its opinion before the day that is due and on the day after.

use crate::common::Bed;
use crate::common::data::{coordinator, system};
use crate::common::review::{YEAR, account, answer, officer, open, points, verdict};
use domain::account::{Actor, Role};
use domain::calendar::{Holiday, HolidayKind};
use domain::campaign::CampaignState;
use domain::id::{AgencyId, AnswerId, OpinionId};
use domain::reminder::{LedgerFilter, LedgerSort, NoticeKind, Sent};
use domain::review::Verdict;
use domain::review::opinion::{AskDraft, OpinionLine, OpinionState};
use store::Store;
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

const BUILDERS: &str = "so-xd-2025";
const HOME: &str = "so-nv-2025";
/// Asked on Tuesday 24/11/2026 with five working days, it is due on Tuesday 01/12/2026.
const BEFORE: OffsetDateTime = datetime!(2026-11-30 03:00 UTC);
const ON_THE_DAY: OffsetDateTime = datetime!(2026-12-01 03:00 UTC);
const AFTER: OffsetDateTime = datetime!(2026-12-02 03:00 UTC);

/// The health department's answer on DC-005 is asked of two others; silence of the first counts as agreement or not.
async fn asked(bed: &Bed, silence: bool) -> AnswerId {
    open(bed).await;
    answer(bed).await;
    let (id, _) = points(bed, Some("DC-005")).await;
    let draft = AskDraft {
        agencies: [BUILDERS, HOME].map(AgencyId::from).to_vec(),
        question: "Có trùng với dữ liệu của quý cơ quan không?".to_owned(),
        days: "5".to_owned(),
        silence,
    };
    bed.store.ask_opinions(&coordinator(), id, 1, &draft).await.expect("asked");
    id
}

async fn line(bed: &Bed, agency: &str) -> OpinionLine {
    let lines = bed.store.opinions(&coordinator(), YEAR).await.expect("a table").lines;
    lines.into_iter().find(|line| line.asked.id.as_str() == agency).expect("a line")
}

async fn request(bed: &Bed, agency: &str) -> OpinionId {
    line(bed, agency).await.id
}

/// Working days left in each reminder that somebody got, oldest first.
async fn reminded(store: &Store, actor: &Actor) -> Vec<i64> {
    let notices = store.notices(actor).await.expect("notices");
    let own = notices.iter().rev().filter(|one| one.kind == NoticeKind::OpinionRemind);
    own.map(|one| one.about[0].days_left).collect()
}

on_both!(an_officer_is_reminded_before_the_day_and_after_it, async |bed| {
    let store = &bed.store;
    let builder = account(&bed, "canbo.xd", Role::Officer, BUILDERS).await;
    let chief = account(&bed, "lanhdao.xd", Role::Head, BUILDERS).await;
    let home = account(&bed, "canbo.nv", Role::Officer, HOME).await;
    asked(&bed, true).await;
    store.remind(coordinator().at).await.expect("a tick");
    assert_eq!(reminded(store, &builder).await, [0; 0], "not on the day of asking");
    // One of the two speaks in time, and is left alone.
    store.give_opinion(&officer(HOME), request(&bed, HOME).await, "agree", "").await.expect("given");
    for at in [BEFORE, BEFORE + Duration::hours(2), ON_THE_DAY, AFTER, AFTER + Duration::days(5)] {
        store.remind(at).await.expect("a tick");
    }
    assert_eq!(reminded(store, &builder).await, [1, -1]);
    assert_eq!(reminded(store, &home).await, [0; 0]);
    assert_eq!(reminded(store, &chief).await, [0; 0], "the officer's matter");
    let last = store.notices(&builder).await.expect("notices");
    let last = last.iter().find(|one| one.kind == NoticeKind::OpinionRemind).expect("a reminder");
    let about = last.about[0].opinion.as_ref().expect("of a request");
    assert!(about.silence_agrees && about.name == "CSDL khám chữa bệnh", "{about:?}");
    // On record where the coordinator reads it.
    let kept = line(&bed, BUILDERS).await.reminded;
    let steps: Vec<String> = kept.iter().map(|one| format!("{} {}", one.step, one.recipients)).collect();
    assert_eq!(steps, ["-1 working_day officer 1", "1 day officer 1"]);
    assert_eq!((kept[0].at, kept[1].at), (BEFORE, AFTER));
    assert_eq!(line(&bed, HOME).await.reminded, []);
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(days_off_that_are_made_known_later_do_not_count_as_silence, async |bed| {
    let store = &bed.store;
    asked(&bed, true).await;
    let off = |date| Holiday { date, name: "Nghỉ".to_owned(), kind: HolidayKind::Holiday };
    let days = [off(date!(2026 - 11 - 26)), off(date!(2026 - 11 - 27))];
    store.import_holidays(&system(), &days, false).await.expect("two days off");
    for (at, state, of_review) in [
        (AFTER, OpinionState::Waiting, CampaignState::Consulting),
        (AFTER + Duration::days(1), OpinionState::Waiting, CampaignState::Consulting),
        (AFTER + Duration::days(2), OpinionState::SilentAgreement, CampaignState::Open),
    ] {
        let page = store.opinions(&Actor { at, ..coordinator() }, YEAR).await.expect("a table");
        let found: Vec<_> = page.lines.iter().map(|line| (line.due_on, line.state)).collect();
        assert_eq!(found, [(date!(2026 - 12 - 03), state); 2], "{at}");
        assert_eq!(page.campaign.state, of_review, "{at}");
    }
});

on_both!(the_ledger_keeps_the_day_that_each_reminder_told, async |bed| {
    let store = &bed.store;
    asked(&bed, false).await;
    store.remind(BEFORE).await.expect("a tick");
    let off = |date| Holiday { date, name: "Nghỉ".to_owned(), kind: HolidayKind::Holiday };
    let days = [off(date!(2026 - 11 - 26)), off(date!(2026 - 11 - 27))];
    store.import_holidays(&system(), &days, false).await.expect("two days off");
    store.remind(AFTER + Duration::days(2)).await.expect("a tick");
    let own = LedgerFilter { agency: BUILDERS.to_owned(), sort: LedgerSort::Earliest, ..LedgerFilter::default() };
    let rows = store.whole_ledger(&coordinator(), &own).await.expect("the ledger");
    let of_opinions = rows.iter().filter(|row| matches!(row.sent, Sent::Opinion { .. }));
    let told: Vec<_> = of_opinions.map(|row| (row.day, row.due_on)).collect();
    let (before, after) = (date!(2026 - 11 - 30), date!(2026 - 12 - 04));
    assert_eq!(told, [(before, date!(2026 - 12 - 01)), (after, date!(2026 - 12 - 03))]);
});

on_both!(what_is_taken_back_or_decided_reminds_nobody, async |bed| {
    let store = &bed.store;
    let builder = account(&bed, "canbo.xd", Role::Officer, BUILDERS).await;
    let id = asked(&bed, false).await;
    store.withdraw_opinion(&coordinator(), request(&bed, BUILDERS).await, "Hỏi nhầm.").await.expect("taken back");
    store.remind(BEFORE).await.expect("a tick");
    assert_eq!(reminded(store, &builder).await, [0; 0]);
    // An agency without an officer: the coordinator sees that nobody was reached.
    assert_eq!(line(&bed, HOME).await.reminded.iter().map(|one| one.recipients).collect::<Vec<_>>(), [0]);
    store.decide_all(&coordinator(), id, 1, &verdict(Verdict::Reject, "Không cần.")).await.expect("refused");
    store.remind(AFTER).await.expect("a tick");
    assert_eq!(line(&bed, HOME).await.reminded.len(), 1, "it is decided");
});

on_both!(two_servers_remind_once, async |bed| {
    let builder = account(&bed, "canbo.xd", Role::Officer, BUILDERS).await;
    asked(&bed, false).await;
    let files = tempfile::tempdir().expect("a folder");
    let other = Store::connect(&bed.url, files.path()).await.expect("a second server");
    let before = bed.store.ladder(&coordinator()).await.expect("a page").mails.len();
    let mut ticks = Vec::new();
    for number in 0..16 {
        let store = if number % 2 == 0 { bed.store.clone() } else { other.clone() };
        ticks.push(tokio::spawn(async move { store.remind(AFTER).await }));
    }
    for tick in ticks {
        tick.await.expect("no panic").expect("a tick");
    }
    assert_eq!(reminded(&bed.store, &builder).await, [-1]);
    let mails = bed.store.ladder(&coordinator()).await.expect("a page").mails;
    let of_opinions = mails.iter().filter(|mail| mail.notice.kind == NoticeKind::OpinionRemind);
    assert_eq!((before, of_opinions.count()), (2, 1), "the opening, the request itself, and one reminder");
});
