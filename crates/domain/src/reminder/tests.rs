use proptest::prelude::*;
use strum::IntoEnumIterator;
use time::macros::date;

use super::*;
use crate::calendar::{Holiday, HolidayKind};
use crate::id::AgencyId;

const DUE: Date = date!(2026 - 11 - 20);

fn ladder() -> Vec<Step> {
    let day = |days, audience| Step { days, unit: DayUnit::Day, audience };
    let working = |days| Step { days, unit: DayUnit::WorkingDay, audience: Audience::Officer };
    vec![
        day(-14, Audience::Officer),
        day(-7, Audience::Officer),
        working(-1),
        working(1),
        day(7, Audience::Officer),
        day(10, Audience::Head),
        day(14, Audience::Office),
    ]
}

fn owed() -> Owed {
    Owed { due_on: DUE, since: date!(2026 - 10 - 01), answered: false }
}

fn told(today: Date, owed: &Owed, sent: &BTreeSet<Step>) -> String {
    let steps = steps_now(&ladder(), owed, today, &Calendar::default(), sent);
    steps.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// A server that ticks each day from the opening on.
#[test]
fn day_by_day_each_step_is_taken_once() {
    let mut sent = BTreeSet::new();
    let mut diary = String::new();
    let mut day = date!(2026 - 11 - 01);
    while day <= date!(2026 - 12 - 20) {
        // Twice a day: the second time there is nothing left.
        for _ in 0..2 {
            let steps = steps_now(&ladder(), &owed(), day, &Calendar::default(), &sent);
            for step in &steps {
                diary.push_str(&format!("{day} {step}\n"));
            }
            sent.extend(steps);
        }
        day = day.next_day().expect("a day");
    }
    let expected = "\
2026-11-06 -14 day officer
2026-11-13 -7 day officer
2026-11-19 -1 working_day officer
2026-11-23 1 working_day officer
2026-11-27 7 day officer
2026-11-30 10 day head
2026-12-04 14 day office
";
    assert_eq!(diary, expected);
}

#[test]
fn a_server_that_was_down_takes_the_newest_step_of_each_audience() {
    for (today, expected) in [
        (date!(2026 - 11 - 05), ""),
        (date!(2026 - 11 - 18), "-7 day officer"),
        // On the day itself the last one before it; the day after, nothing that speaks of days left.
        (DUE, "-1 working_day officer"),
        (date!(2026 - 11 - 21), ""),
        (date!(2026 - 11 - 23), "1 working_day officer"),
        (date!(2026 - 12 - 31), "7 day officer, 10 day head, 14 day office"),
    ] {
        assert_eq!(told(today, &owed(), &BTreeSet::new()), expected, "{today}");
    }
    // The newest was sent: what it overtook is not sent afterwards.
    let sent = BTreeSet::from([ladder()[4]]);
    assert_eq!(told(date!(2026 - 11 - 28), &owed(), &sent), "");
}

#[test]
fn who_answered_or_was_given_time_is_left_alone() {
    let answered = Owed { answered: true, ..owed() };
    assert_eq!(told(date!(2026 - 12 - 31), &answered, &BTreeSet::new()), "");
    // Opened five days before the day: the steps before the opening are none.
    let short = Owed { since: date!(2026 - 11 - 15), ..owed() };
    assert_eq!(told(date!(2026 - 11 - 15), &short, &BTreeSet::new()), "");
    assert_eq!(told(date!(2026 - 11 - 19), &short, &BTreeSet::new()), "-1 working_day officer");
    // Given until 15/12 on 02/12: the ladder stands round the new day, what was sent of the old one does not count.
    let extended = Owed { due_on: date!(2026 - 12 - 15), since: date!(2026 - 12 - 02), answered: false };
    assert_eq!(told(date!(2026 - 12 - 02), &extended, &BTreeSet::new()), "");
    assert_eq!(told(date!(2026 - 12 - 08), &extended, &BTreeSet::new()), "-7 day officer");
}

#[test]
fn working_days_step_over_holidays_and_take_swapped_days() {
    let off = |date, kind| Holiday { date, name: String::new(), kind };
    let calendar = Calendar::new([
        off(date!(2026 - 11 - 19), HolidayKind::SwapOff),
        off(date!(2026 - 11 - 21), HolidayKind::SwapWork),
        off(date!(2026 - 11 - 23), HolidayKind::Holiday),
    ]);
    let step = |days| Step { days, unit: DayUnit::WorkingDay, audience: Audience::Officer };
    for (days, day) in [
        (-1, date!(2026 - 11 - 18)),
        (0, DUE),
        (1, date!(2026 - 11 - 21)),
        (2, date!(2026 - 11 - 24)),
        (-3, date!(2026 - 11 - 16)),
    ] {
        assert_eq!(step(days).day(DUE, &calendar), day, "{days}");
    }
    assert_eq!(days_late(DUE, date!(2026 - 11 - 22), &calendar), 1);
    assert_eq!(days_late(DUE, DUE, &calendar), 0);
    assert_eq!(days_late(DUE, date!(2026 - 11 - 02), &calendar), 0);
}

/// Due on a Saturday: Monday is in time, and no step says that it is not.
#[test]
fn a_deadline_on_a_day_off_ends_with_the_next_working_day() {
    let (saturday, calendar) = (date!(2026 - 11 - 21), Calendar::default());
    let owed = Owed { due_on: saturday, ..owed() };
    for (today, left, late, steps) in [
        (date!(2026 - 11 - 20), 1, 0, "-1 working_day officer"),
        (saturday, 1, 0, "-1 working_day officer"),
        (date!(2026 - 11 - 22), 1, 0, "-1 working_day officer"),
        (date!(2026 - 11 - 23), 0, 0, "-1 working_day officer"),
        (date!(2026 - 11 - 24), -1, 1, "1 working_day officer"),
    ] {
        assert_eq!(
            (days_left(saturday, today, &calendar), days_late(saturday, today, &calendar)),
            (left, late),
            "{today}"
        );
        assert_eq!(told(today, &owed, &BTreeSet::new()), steps, "{today}");
    }
}

#[test]
fn steps_keep_their_names() {
    for step in ladder() {
        assert_eq!(step.to_string().parse(), Ok(step));
    }
    for bad in ["", "1 day", "x day officer", "1 week officer", "1 day public", "999 day officer", "1  day officer"] {
        assert_eq!(bad.parse::<Step>(), Err(NoStep), "{bad}");
    }
    for audience in Audience::iter() {
        assert!(NoticeKind::iter().any(|kind| kind == NoticeKind::from(audience)));
    }
}

#[test]
fn a_step_as_it_is_typed() {
    let draft = |days: &str, side: &str, unit: &str, audience: &str| StepDraft {
        days: days.to_owned(),
        side: side.to_owned(),
        unit: unit.to_owned(),
        audience: audience.to_owned(),
    };
    let step = draft(" 7 ", "before", "day", "head").check();
    assert_eq!(step, Ok(Step { days: -7, unit: DayUnit::Day, audience: Audience::Head }));
    for (bad, fields) in [
        (draft("", "before", "day", "head"), "days:Required"),
        (draft("bảy", "before", "day", "head"), "days:NotANumber"),
        (draft("-3", "before", "day", "head"), "days:OutOfRange"),
        (draft("121", "after", "day", "head"), "days:OutOfRange"),
        (draft("3", "before", "day", "office"), "days:OutOfRange"),
        (draft("0", "after", "day", "office"), "days:OutOfRange"),
        (draft("3", "", "week", "all"), "side:Unknown unit:Unknown audience:Unknown"),
    ] {
        let told = bad.check().expect_err("refused");
        let told: Vec<String> = told.iter().map(|error| format!("{}:{:?}", error.field, error.code)).collect();
        assert_eq!(told.join(" "), fields, "{bad:?}");
    }
}

#[test]
fn an_extension_needs_a_reason_and_a_later_day() {
    let today = Some(date!(2026 - 11 - 26));
    let draft = |due_on: &str, reason: &str| ExtensionDraft {
        agency: AgencyId::from("so-yt"),
        due_on: due_on.to_owned(),
        reason: reason.to_owned(),
    };
    let given = draft("2026-12-10", " Bão số 15 ").check(Some(DUE), today).expect("given");
    assert_eq!(given, (date!(2026 - 12 - 10), "Bão số 15".to_owned()));
    for (bad, code) in [
        (draft("2026-12-10", "  "), FieldCode::Required),
        (draft("", "Bão"), FieldCode::Required),
        (draft("mai", "Bão"), FieldCode::NotADate),
        (draft("2026-11-20", "Bão"), FieldCode::NotLater),
        (draft("2026-11-25", "Bão"), FieldCode::NotLater),
        (draft("2027-12-10", "Bão"), FieldCode::OutOfRange),
    ] {
        assert_eq!(bad.check(Some(DUE), today).expect_err("refused")[0].code, code, "{bad:?}");
    }
}

#[test]
fn a_reopening_needs_a_reason_and_may_name_a_day() {
    let today = Some(date!(2026 - 11 - 26));
    let draft = |due_on: &str, reason: &str| ReopenDraft { reason: reason.to_owned(), due_on: due_on.to_owned() };
    for (good, day) in [("", None), ("  ", None), ("26/11/2026", today), ("2026-12-10", Some(date!(2026 - 12 - 10)))] {
        assert_eq!(draft(good, " Bão số 15 ").check(today), Ok(("Bão số 15".to_owned(), day)), "{good:?}");
    }
    for (bad, code) in [
        (draft("", "  "), FieldCode::Required),
        (draft("mai", "Bão"), FieldCode::NotADate),
        (draft("2026-11-25", "Bão"), FieldCode::NotLater),
        (draft("2027-12-10", "Bão"), FieldCode::OutOfRange),
    ] {
        assert_eq!(bad.check(today).expect_err("refused")[0].code, code, "{bad:?}");
    }
}

/// Due on Friday 20/11, closed on the 17th and opened again on Thursday 26/11; and closed only when it was late already.
#[test]
fn while_a_review_is_closed_nobody_grows_late() {
    let clock = |from, to| Calendar::default().without(&[(from, to)]);
    let before = clock(date!(2026 - 11 - 17), date!(2026 - 11 - 26));
    let after = clock(date!(2026 - 11 - 24), date!(2026 - 12 - 02));
    for (day, [plain, of_before, of_after]) in [
        (date!(2026 - 11 - 24), [2, 0, 2]),
        (date!(2026 - 11 - 26), [4, 0, 2]),
        (date!(2026 - 11 - 27), [5, 0, 2]),
        (date!(2026 - 11 - 30), [6, 1, 2]),
        (date!(2026 - 12 - 02), [8, 3, 2]),
        (date!(2026 - 12 - 03), [9, 4, 3]),
    ] {
        assert_eq!(days_late(DUE, day, &Calendar::default()), plain, "{day}");
        assert_eq!((days_late(DUE, day, &before), days_late(DUE, day, &after)), (of_before, of_after), "{day}");
    }
    // Nobody is told to be late on the last day.
    let steps = steps_now(&ladder(), &owed(), date!(2026 - 11 - 27), &before, &BTreeSet::new());
    assert_eq!(steps.iter().map(ToString::to_string).collect::<Vec<_>>(), ["-1 working_day officer"]);
    // Nor is anybody's head told of the days on which nobody could answer.
    for (today, expected) in [
        (date!(2026 - 12 - 03), "1 working_day officer"),
        (date!(2026 - 12 - 05), "7 day officer"),
        (date!(2026 - 12 - 08), "7 day officer, 10 day head"),
        (date!(2026 - 12 - 12), "7 day officer, 10 day head, 14 day office"),
    ] {
        let steps = steps_now(&ladder(), &owed(), today, &after, &BTreeSet::new());
        let steps: Vec<String> = steps.iter().map(ToString::to_string).collect();
        assert_eq!(steps.join(", "), expected, "{today}");
    }
}

#[test]
fn a_letter_is_dated_after_the_day_and_not_in_the_future() {
    let today = Some(date!(2026 - 11 - 26));
    let draft = |number: &str, day: &str| UrgingDraft {
        agency: AgencyId::from("so-yt"),
        letter_number: number.to_owned(),
        letter_date: day.to_owned(),
    };
    let given = draft("1602/SKHCN-CĐS", "26/11/2026").check(Some(DUE), today).expect("recorded");
    assert_eq!(given, ("1602/SKHCN-CĐS".to_owned(), date!(2026 - 11 - 26)));
    for (bad, code) in [
        (draft("", "26/11/2026"), FieldCode::Required),
        (draft("1/SKHCN", ""), FieldCode::Required),
        (draft("1/SKHCN", "20/11/2026"), FieldCode::NotLater),
        (draft("1/SKHCN", "27/11/2026"), FieldCode::OutOfRange),
    ] {
        assert_eq!(bad.check(Some(DUE), today).expect_err("refused")[0].code, code, "{bad:?}");
    }
}

#[test]
fn waiting_grows_and_ends() {
    let minutes: Vec<Option<i64>> = (1..=9).map(|n| back_off(n).map(Duration::whole_minutes)).collect();
    let expected = [1, 4, 16, 64, 256, 360, 360].map(Some);
    assert_eq!(minutes[..7], expected);
    assert_eq!(minutes[7..], [None, None]);
}

#[test]
fn what_can_be_an_address() {
    for good in ["a@b.vn", "canbo.yte@daklak.example", "a+b_c@x-y.gov.vn"] {
        assert!(is_email(good), "{good}");
    }
    let long = format!("{}@b.vn", "a".repeat(260));
    for bad in
        ["", "a", "@b.vn", "a@", "a@b", "a b@c.vn", "a@b..vn", "a@b@c.vn", "a,b@c.vn", "<a@b.vn>", "a\n@b.vn", &long]
    {
        assert!(!is_email(bad), "{bad}");
    }
}

proptest! {
    /// However the days at which a server looks fall, no step is taken twice, none of an audience after a later one, and
    /// none before its day.
    #[test]
    fn any_days_of_looking(offsets in prop::collection::vec(-30_i64..60, 1..20)) {
        let mut days: Vec<Date> = offsets.iter().map(|offset| DUE + Duration::days(*offset)).collect();
        days.sort();
        let mut sent: BTreeSet<Step> = BTreeSet::new();
        for today in days {
            for step in steps_now(&ladder(), &owed(), today, &Calendar::default(), &sent) {
                prop_assert!(step.day(DUE, &Calendar::default()) <= today);
                prop_assert!(sent.iter().all(|old| old.audience != step.audience || old.days < step.days));
                prop_assert!(sent.insert(step));
            }
        }
    }
}
