//! An agency's own board: who sees it, the same figures as everywhere, the middle of its tier, and acts that do what they
//! promise.

use crate::common::Bed;
use crate::common::data::{NOW, agencies, anonymous, coordinator, load_first_edition, system, used};
use crate::common::review::{YEAR, clerk, head, officer, open};
use domain::account::Actor;
use domain::agency::{Agency, Tier};
use domain::duty::{DutyFilter, DutyState, EvidenceDraft};
use domain::id::AgencyId;
use domain::indicator::{AgencyBoard, Amount, Beside, Indicator, Median, OF_AGENCY, Period, TargetDraft, Todo};
use domain::policy::Refusal;
use domain::usage::UsageKind;
use store::Error;
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

const PERIOD: Period = Period(2026);
/// The year after: 2026 is over.
const AFTER: OffsetDateTime = datetime!(2027-02-01 03:00 UTC);

fn at(actor: Actor, moment: OffsetDateTime) -> Actor {
    Actor { at: moment, ..actor }
}

async fn views(bed: &Bed, code: &str, count: u32) {
    used(bed, date!(2026 - 11 - 24), UsageKind::View, Some(code), count).await;
}

/// Duties of the first edition; DC-005 (health) and DC-001 (building) are viewed.
async fn a_year(bed: &Bed) {
    load_first_edition(bed).await;
    bed.store.follow_duties(NOW).await.expect("a round");
    views(bed, "DC-005", 7).await;
    views(bed, "DC-001", 4).await;
}

async fn board(bed: &Bed, actor: &Actor, agency: Option<&str>) -> AgencyBoard {
    let agency = agency.map(AgencyId::from);
    bed.store.agency_board(actor, PERIOD, agency.as_ref()).await.expect("a board")
}

fn amount(board: &AgencyBoard, indicator: Indicator) -> Option<Amount> {
    board.figures.iter().find(|one| one.figure.indicator == indicator).expect("it is told").figure.amount
}

on_both!(an_agency_sees_its_own_board_and_who_watches_sees_each, async |bed| {
    a_year(&bed).await;
    let health = AgencyId::from("so-yt");
    for (actor, agency, expected) in [
        (officer("so-yt"), None, Ok("so-yt")),
        (head("so-yt"), Some("so-yt"), Ok("so-yt")),
        (officer("so-yt"), Some("so-xd-2025"), Err(Refusal::Hidden)),
        (anonymous(), Some("so-yt"), Err(Refusal::SignIn)),
        (clerk(), Some("so-yt"), Ok("so-yt")),
        (coordinator(), None, Ok("so-khcn-2025")),
    ] {
        let agency = agency.map(AgencyId::from);
        match (bed.store.agency_board(&actor, PERIOD, agency.as_ref()).await, expected) {
            (Ok(found), Ok(expected)) => {
                assert_eq!(found.agency.id.as_str(), expected);
                // Only who watches has others to choose from.
                let watches = bed.store.dashboard(&actor, PERIOD, None).await.is_ok();
                assert_eq!(found.agencies.is_empty(), !watches);
            }
            (Err(Error::Refused(found)), Err(expected)) => assert_eq!(found, expected),
            (found, expected) => panic!("{expected:?}, not {found:?}"),
        }
    }
    // The list behind a figure follows the same rule; that of the province does not open.
    let store = &bed.store;
    let of = async |actor, agency| store.indicator(&actor, Indicator::Views, PERIOD, agency, 1).await;
    let mine = of(officer("so-yt"), Some(&health)).await.expect("the list");
    assert_eq!((mine.cases.total, mine.sets_target), (1, None));
    assert!(matches!(of(officer("so-yt"), None).await, Err(Error::Refused(Refusal::Hidden))));
    assert!(matches!(of(officer("so-xd-2025"), Some(&health)).await, Err(Error::Refused(Refusal::Hidden))));
    let (nobody, desk) = (AgencyId::from("khong-co"), coordinator());
    assert!(matches!(bed.store.agency_board(&desk, PERIOD, Some(&nobody)).await, Err(Error::NotFound)));
    assert!(matches!(bed.store.agency_board(&desk, Period(2027), None).await, Err(Error::NotFound)));
    // The desk's own agency was none in 2024: the first of that year, by name, is shown.
    let before = bed.store.agency_board(&desk, Period(2024), None).await.expect("a board");
    assert_eq!(before.agency.id.as_str(), "so-gtvt");
    assert_eq!(before.periods, [2025, 2024, 2023].map(Period));
    // Who was merged within the year is none at its end, and is chosen all the same.
    let (merged, year) = (AgencyId::from("so-gtvt"), Period(2025));
    let found = bed.store.agency_board(&desk, year, Some(&merged)).await.expect("a board");
    let screen = bed.store.dashboard(&desk, year, Some(&merged)).await.expect("the screen");
    for agencies in [found.agencies, screen.agencies] {
        assert_eq!(agencies.iter().filter(|one| one.id == merged).count(), 1, "{agencies:?}");
    }
});

on_both!(figures_are_those_of_the_screen_and_the_middle_is_of_a_tier, async |bed| {
    a_year(&bed).await;
    let alone = Agency { id: AgencyId::from("xa-1"), tier: Tier::Commune, ..agencies().remove(8) };
    bed.store.import_agencies(&system(), &[alone], false).await.expect("a commune");
    let desk = coordinator();
    bed.store
        .set_target(&desk, Indicator::DutiesOnTime, PERIOD, 0, &TargetDraft { target: "90".to_owned() })
        .await
        .expect("a target");
    bed.store
        .set_target(&desk, Indicator::Views, PERIOD, 0, &TargetDraft { target: "50".to_owned() })
        .await
        .expect("a target");
    for id in ["so-yt", "so-xd-2025", "so-nv-2025", "so-khcn-2025", "xa-1"] {
        let found = board(&bed, &desk, Some(id)).await;
        let screen = bed.store.dashboard(&desk, PERIOD, Some(&AgencyId::from(id))).await.expect("the screen");
        for one in &found.figures {
            assert_eq!(Some(&one.figure), screen.figure(one.figure.indicator), "{} of {id}", one.figure.indicator);
        }
        assert_eq!(found.figures.len(), OF_AGENCY.len());
    }
    let health = board(&bed, &officer("so-yt"), None).await;
    let of = |board: &AgencyBoard, indicator: Indicator| {
        let one = board.figures.iter().find(|one| one.figure.indicator == indicator).expect("it is told");
        (one.figure.target, one.median, one.beside)
    };
    // Views of health and building, 7 and 4: the other two have no entry to be viewed. A sum has no target of one
    // agency's.
    let middle = Median { twice: 11, agencies: 2 };
    assert_eq!(of(&health, Indicator::Views), (None, Some(middle), Some(Beside::Better)));
    assert_eq!(of(&board(&bed, &desk, Some("so-xd-2025")).await, Indicator::Views).2, Some(Beside::Worse));
    assert_eq!(of(&health, Indicator::EntriesInForce).1.map(|middle| middle.agencies), Some(4));
    assert_eq!(of(&health, Indicator::DutiesOnTime).0, Some(900));
    let commune = board(&bed, &desk, Some("xa-1")).await;
    assert!(commune.figures.iter().all(|one| one.median.is_none() && one.beside.is_none()), "alone in its tier");
    assert_eq!(amount(&commune, Indicator::EntriesInForce), Some(Amount { part: 0, whole: 1 }));
});

on_both!(what_an_act_promises_comes_true, async |bed| {
    a_year(&bed).await;
    // The first refreshing was due on 24/12.
    let building = at(officer("so-xd-2025"), datetime!(2026-12-30 03:00 UTC));
    let before = board(&bed, &building, None).await;
    let first =
        before.advice.iter().find(|one| matches!(one.todo, Todo::CatchUp { .. } | Todo::Refresh { times: 1, .. }));
    let first = first.expect("something is overdue").clone();
    let (Todo::CatchUp { id, .. } | Todo::Refresh { id, .. }) = &first.todo else { panic!("{first:?}") };
    for effect in &first.effects {
        if OF_AGENCY.contains(&effect.indicator) {
            assert_eq!(amount(&before, effect.indicator), Some(effect.without), "{}", effect.indicator);
        }
    }
    let note = EvidenceDraft { note: "Đã xong".to_owned(), ..EvidenceDraft::default() };
    bed.store.complete_duties(&building, &[*id], &note, None).await.expect("done");
    let after = board(&bed, &building, None).await;
    for effect in &first.effects {
        if OF_AGENCY.contains(&effect.indicator) {
            assert_eq!(amount(&after, effect.indicator), Some(effect.with), "{}", effect.indicator);
        }
    }
    assert!(!after.advice.iter().any(|one| one.todo == first.todo), "it is done");
    // What is certain stands before what others decide.
    let certain: Vec<bool> = after.advice.iter().map(|one| one.todo.is_certain()).collect();
    assert!(certain.is_sorted_by(|one, next| one >= next), "{certain:?}");
});

on_both!(a_closed_period_keeps_the_boards_and_asks_for_nothing, async |bed| {
    a_year(&bed).await;
    let desk = at(coordinator(), AFTER);
    let live = board(&bed, &desk, Some("so-yt")).await;
    assert!(live.closed.is_none());
    bed.store.close_period(&desk, PERIOD).await.expect("closed");
    views(&bed, "DC-005", 90).await;
    let kept = board(&bed, &at(officer("so-yt"), AFTER + Duration::hours(1)), None).await;
    assert_eq!(kept.figures, live.figures);
    assert!(kept.closed.is_some() && kept.advice.is_empty());
});

on_both!(what_is_owed_of_any_year_is_still_to_be_done, async |bed| {
    a_year(&bed).await;
    bed.store.close_period(&at(coordinator(), AFTER), PERIOD).await.expect("closed");
    // Two years after, another is over and not closed.
    let moment = datetime!(2028-03-01 03:00 UTC);
    bed.store.follow_duties(datetime!(2027-03-01 03:00 UTC)).await.expect("a round");
    bed.store.follow_duties(moment).await.expect("a round");
    let building = at(officer("so-xd-2025"), moment);
    let found = bed.store.agency_board(&building, Period(2028), None).await.expect("a board");
    let late = DutyFilter { agency: "so-xd-2025".to_owned(), state: Some(DutyState::Late), ..DutyFilter::default() };
    let late = bed.store.all_duties(&at(coordinator(), moment), &late).await.expect("duties");
    assert!(late.iter().any(|duty| PERIOD.has(duty.days.due_on)), "something of the closed year is owed");
    let advised = |year: Option<Period>| {
        let of_year = found.advice.iter().filter(move |one| year.is_none_or(|year| one.period == year));
        let acts = of_year.map(|one| match &one.todo {
            Todo::Refresh { times, .. } => *times as usize,
            Todo::CatchUp { .. } => 1,
            _ => 0,
        });
        acts.sum::<usize>()
    };
    assert_eq!(advised(None), late.len(), "{:?}", found.advice);
    for year in [2026, 2027, 2028].map(Period) {
        let owed = late.iter().filter(|duty| year.has(duty.days.due_on)).count();
        assert_eq!(advised(Some(year)), owed, "{year}");
    }
    // What is owed of the closed year moves no figure; of one that is open it does.
    for one in found.advice.iter().filter(|one| one.todo.is_certain()) {
        assert_eq!(one.effects.is_empty(), one.period == PERIOD, "{one:?}");
    }
});

on_both!(a_review_of_an_earlier_year_is_to_be_answered_while_it_takes_answers, async |bed| {
    open(&bed).await;
    let desk = at(coordinator(), AFTER);
    let asks = async || {
        let found = bed.store.agency_board(&at(officer("so-yt"), AFTER), Period(2027), None).await.expect("a board");
        let asked = found.advice.into_iter().filter(|one| matches!(one.todo, Todo::Answer));
        asked.map(|one| (one.period, one.effects.is_empty())).collect::<Vec<_>>()
    };
    assert_eq!(asks().await, [(PERIOD, false)], "it moves the figures of its year");
    bed.store.close_period(&desk, PERIOD).await.expect("closed");
    assert_eq!(asks().await, [(PERIOD, true)], "and is asked for when these are closed");
});

on_both!(nobody_is_sent_to_a_review_that_takes_no_more_answers, async |bed| {
    open(&bed).await;
    let health = officer("so-yt");
    let asks = async || board(&bed, &health, None).await.advice.iter().any(|one| matches!(one.todo, Todo::Answer));
    assert!(asks().await, "it runs");
    bed.store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    assert!(!asks().await, "it is over");
});
