//! The day of the weekly letter.

use time::Date;
use time::macros::date;

use super::{DigestDraft, DigestRule};
use crate::calendar::{Calendar, Holiday, HolidayKind};
use crate::check::FieldCode;

#[test]
fn the_letter_of_a_week_is_due_from_its_day_on() {
    let off = |day: Date| Holiday { date: day, kind: HolidayKind::Holiday, name: String::new() };
    // Of the week of 16/02/2026 only Saturday and Sunday are no holidays; 20/04/2026 is a Monday off.
    let new_year = (16..=20).map(|day| off(date!(2026 - 02 - 01).replace_day(day).expect("a day")));
    let calendar = Calendar::new(new_year.chain([off(date!(2026 - 04 - 20))]));
    let monday = DigestRule { active: true, weekday: 1 };
    let friday = DigestRule { weekday: 5, ..monday };
    for (rule, today, expected) in [
        (monday, date!(2026 - 11 - 23), Some(date!(2026 - 11 - 23))),
        // A server that was down on Monday sends later in the week, and the same week's letter.
        (monday, date!(2026 - 11 - 26), Some(date!(2026 - 11 - 23))),
        (monday, date!(2026 - 11 - 29), Some(date!(2026 - 11 - 23))),
        (friday, date!(2026 - 11 - 26), None),
        (friday, date!(2026 - 11 - 27), Some(date!(2026 - 11 - 23))),
        (monday, date!(2026 - 04 - 20), None),
        (monday, date!(2026 - 04 - 21), Some(date!(2026 - 04 - 20))),
        // A whole week off has no letter; the next week has its own.
        (monday, date!(2026 - 02 - 20), None),
        (monday, date!(2026 - 02 - 22), None),
        (monday, date!(2026 - 02 - 23), Some(date!(2026 - 02 - 23))),
        (DigestRule { active: false, ..monday }, date!(2026 - 11 - 23), None),
    ] {
        assert_eq!(rule.week_due(today, &calendar), expected, "{rule:?} {today}");
    }
}

#[test]
fn the_rule_as_it_is_typed() {
    let check = |active: &str, weekday: &str| {
        DigestDraft { active: active.to_owned(), weekday: weekday.to_owned() }.check().map_err(|errors| errors[0].code)
    };
    assert_eq!(check("1", "1"), Ok(DigestRule { active: true, weekday: 1 }));
    assert_eq!(check("", "5"), Ok(DigestRule { active: false, weekday: 5 }));
    for wrong in ["", "0", "6", "256", "hai"] {
        assert_eq!(check("1", wrong), Err(FieldCode::Unknown), "{wrong}");
    }
}
