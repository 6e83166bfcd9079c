//! The terms of a review by dated rules, and what comes of an answer that came back: its day, reminders and lateness.

use crate::common::Bed;
use crate::common::data::{coordinator, first_annex, header_2023, import, load_reference, system};
use crate::common::review::{YEAR, account, answer, clerk, head, lay, officer, open, points};
use domain::account::{Actor, Role};
use domain::campaign::{CampaignDraft, TaskKind};
use domain::check::FieldCode;
use domain::id::AgencyId;
use domain::reminder::{DEFAULT_TERMS, DueAgainBy, ExtensionDraft, NoticeKind, TermForm};
use domain::review::opinion::AskDraft;
use domain::review::{AppraisalPage, QueueFilter};
use store::Error;
use time::macros::{date, datetime};
use time::{Date, OffsetDateTime};

fn at(actor: Actor, at: OffsetDateTime) -> Actor {
    Actor { at, ..actor }
}

fn form(kind: &str, term: &str, from: &str) -> TermForm {
    TermForm { kind: kind.to_owned(), term: term.to_owned(), valid_from: from.to_owned() }
}

/// The agency's day as its own page has it, whether it is that of a return, and the working days left.
async fn due(bed: &Bed, day: OffsetDateTime) -> (Date, bool, i64) {
    let page = bed.store.response(&at(officer("so-yt"), day), YEAR, &AgencyId::from("so-yt")).await.expect("a page");
    (page.campaign.due_on, page.due_again, page.days_left)
}

async fn late(bed: &Bed, day: OffsetDateTime) -> Vec<(Date, i64, bool)> {
    let page = bed.store.urging(&at(coordinator(), day), YEAR).await.expect("a page");
    let own = page.late.iter().filter(|one| one.agency.id.as_str() == "so-yt");
    own.map(|one| (one.due_on, one.days_late, one.owes)).collect()
}

async fn queue(bed: &Bed) -> AppraisalPage {
    bed.store.appraisal(&coordinator(), YEAR, &QueueFilter::default(), None).await.expect("a queue")
}

// Sent on 24/11/2026, a Tuesday, six days before the day of all, and returned on the same day: due again on 01/12.
on_both!(what_came_back_has_a_day_reminders_and_lateness_of_its_own, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    let own = account(&bed, "canbo.yte", Role::Officer, "so-yt").await;
    answer(&bed).await;
    assert_eq!(queue(&bed).await.due_again, vec![]);
    let (entry, _) = points(&bed, Some("DC-005")).await;
    store.return_answer(&coordinator(), entry, 1, "Nêu rõ căn cứ.").await.expect("returned");
    assert_eq!(due(&bed, coordinator().at).await, (date!(2026 - 12 - 01), true, 5));
    let tasks = store.tasks(&own).await.expect("tasks");
    let task = tasks.iter().find(|task| task.kind == TaskKind::AnswerReturned).expect("a task");
    assert_eq!((task.due_on, task.days_left, task.due_again), (Some(date!(2026 - 12 - 01)), Some(5), true));
    let waiting = queue(&bed).await.due_again;
    assert_eq!((waiting.len(), &waiting[0].agency.id, waiting[0].days_left), (1, &agency, 5));
    // By the same ladder, round its own day.
    store.remind(datetime!(2026-11-30 03:00 UTC)).await.expect("a tick");
    let told = store.notices(&own).await.expect("notices");
    let told: Vec<_> = told
        .iter()
        .filter_map(|one| Some((one.kind, one.about.first()?)))
        .map(|(kind, about)| (kind, about.due_on, about.days_left, about.again))
        .collect();
    let day = date!(2026 - 12 - 01);
    assert_eq!(told, [(NoticeKind::Remind, day, 1, true), (NoticeKind::Returned, day, 5, true)]);
    // Late, and for ever.
    let third = datetime!(2026-12-03 03:00 UTC);
    assert_eq!(late(&bed, third).await, [(day, 2, true)], "told before the next tick");
    store.remind(third).await.expect("a tick");
    let fourth = datetime!(2026-12-04 03:00 UTC);
    lay(store, &at(officer("so-yt"), fourth), YEAR, &agency).await.expect("laid");
    let seen = store.response(&head("so-yt"), YEAR, &agency).await.expect("a page").version;
    store.approve(&at(head("so-yt"), fourth), YEAR, &agency, seen).await.expect("sent");
    assert_eq!(queue(&bed).await.due_again, vec![]);
    let seventh = datetime!(2026-12-07 03:00 UTC);
    let before = store.notices(&own).await.expect("notices").len();
    store.remind(seventh).await.expect("a tick");
    assert_eq!(store.notices(&own).await.expect("notices").len(), before, "who has sent is left alone");
    assert_eq!(late(&bed, seventh).await, [(day, 3, false)]);
    // It comes back once more: a day of its own, and more time where there is a reason.
    store.return_answer(&at(coordinator(), seventh), entry, 2, "Và phạm vi.").await.expect("returned");
    assert_eq!(due(&bed, seventh).await, (date!(2026 - 12 - 14), true, 5));
    let more =
        ExtensionDraft { agency: agency.clone(), due_on: "2026-12-21".to_owned(), reason: "Bão số 16".to_owned() };
    store.extend(&at(coordinator(), seventh), YEAR, &more).await.expect("given");
    assert_eq!(due(&bed, seventh).await, (date!(2026 - 12 - 21), true, 10));
    assert_eq!(late(&bed, seventh).await, [(day, 3, false)]);
    let board = store.board(&at(coordinator(), seventh), YEAR).await.expect("a board");
    let row = board.rows.iter().find(|row| row.agency.id == agency).expect("on the board");
    assert_eq!(row.days_late, 0, "the board tells of the answers themselves");
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(a_review_goes_by_the_terms_of_the_day_on_which_it_was_opened, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    let page = store.ladder(&coordinator()).await.expect("a page");
    assert_eq!((page.terms.as_slice(), page.without_holidays), (DEFAULT_TERMS.as_slice(), vec![2026, 2027]));
    let rule = form("returned", "3", "2026-11-25");
    for stranger in [officer("so-yt"), head("so-yt"), clerk()] {
        assert!(matches!(store.add_term_rule(&stranger, &rule).await, Err(Error::Refused(_))));
    }
    store.add_term_rule(&coordinator(), &rule).await.expect("added");
    let twice = store.add_term_rule(&coordinator(), &rule).await;
    assert!(matches!(&twice, Err(Error::Invalid(remarks)) if remarks[0].code == FieldCode::RuleLater), "{twice:?}");
    store.add_term_rule(&coordinator(), &form("opinion", "9", "2026-11-25")).await.expect("added");
    answer(&bed).await;
    let (entry, _) = points(&bed, Some("DC-005")).await;
    let filter = QueueFilter::default();
    let chosen = async || {
        let page = store.appraisal(&coordinator(), YEAR, &filter, Some(entry)).await.expect("a queue");
        page.chosen.expect("chosen")
    };
    assert_eq!(chosen().await.opinion_days, 5);
    let ask = AskDraft {
        agencies: vec![AgencyId::from("so-nv-2025")],
        question: "Có vướng gì không?".to_owned(),
        ..AskDraft::default()
    };
    let later = at(coordinator(), datetime!(2026-11-26 03:00 UTC));
    store.ask_opinions(&later, entry, 1, &ask).await.expect("asked");
    let asked = chosen().await.opinions;
    assert_eq!((asked[0].days, asked[0].due_on), (5, date!(2026 - 12 - 03)));
    store.return_answer(&later, entry, 1, "Nêu rõ căn cứ.").await.expect("returned");
    assert_eq!(due(&bed, later.at).await, (date!(2026 - 12 - 03), true, 5));
});

on_both!(a_letter_that_names_no_day_has_that_of_the_rule, async |bed| {
    let store = &bed.store;
    load_reference(&bed).await;
    import(&bed, "file-1", first_annex(), &header_2023()).await;
    let draft = CampaignDraft {
        year: YEAR.to_string(),
        letter_number: "99/SKHCN".to_owned(),
        letter_date: "01/10/2026".to_owned(),
        due_on: String::new(),
    };
    // 15 November has passed.
    let late = store.open_campaign(&coordinator(), &draft).await;
    assert!(matches!(&late, Err(Error::Invalid(remarks)) if remarks[0].field == "due_on"), "{late:?}");
    let past = CampaignDraft { due_on: "23/11/2026".to_owned(), ..draft.clone() };
    let past = store.open_campaign(&coordinator(), &past).await;
    assert!(matches!(&past, Err(Error::Invalid(told)) if told[0].code == FieldCode::OutOfRange), "{past:?}");
    let early = at(coordinator(), datetime!(2026-10-01 03:00 UTC));
    assert_eq!(store.due_by_rule(&early).await.expect("a day"), Some(date!(2026 - 11 - 16)), "a Sunday moves on");
    store.open_campaign(&early, &draft).await.expect("opened");
    assert_eq!(store.board(&early, YEAR).await.expect("a board").campaign.due_on, date!(2026 - 11 - 16));
});

on_both!(who_answered_early_is_not_due_again_before_the_day_of_all, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    let more = ExtensionDraft { agency, due_on: "2026-12-21".to_owned(), reason: "Bão số 15".to_owned() };
    store.extend(&coordinator(), YEAR, &more).await.expect("given");
    answer(&bed).await;
    let (entry, _) = points(&bed, Some("DC-005")).await;
    store.return_answer(&coordinator(), entry, 1, "Nêu rõ căn cứ.").await.expect("returned");
    // Five working days would end on 01/12.
    assert_eq!(due(&bed, coordinator().at).await, (date!(2026 - 12 - 21), true, 19));
    assert_eq!(late(&bed, datetime!(2026-12-21 03:00 UTC)).await, vec![]);
    let after = datetime!(2026-12-23 03:00 UTC);
    assert_eq!(late(&bed, after).await, [(date!(2026 - 12 - 21), 2, true)]);
    let letter = store.urging_content(&at(coordinator(), after), YEAR, &AgencyId::from("so-yt")).await;
    let returned = letter.expect("a letter").returned.expect("about what came back");
    assert_eq!((returned.by, returned.days), (DueAgainBy::OwnDay, 5));
});
