//! The board of an agency: the middle of a tier, and what to do first.

use std::collections::{BTreeMap, BTreeSet};

use time::macros::date;

use super::tests::{duty, facts};
use super::*;
use crate::duty::DutyState;
use crate::id::AgencyId;

fn ids(names: &[&str]) -> BTreeSet<AgencyId> {
    names.iter().map(|name| AgencyId::from(*name)).collect()
}

fn on(indicator: Indicator) -> &'static Definition {
    definition_on(indicator, date!(2026 - 12 - 31))
}

#[test]
fn the_middle_of_a_tier_and_over_how_many() {
    let count = |part| Amount { part, whole: 1 };
    let figures: BTreeMap<AgencyId, Amount> =
        [("a", 1), ("b", 4), ("c", 9), ("d", 10)].map(|(id, part)| (AgencyId::from(id), count(part))).into();
    for (of, expected) in [
        (&["a", "b", "c"][..], Some((8, 3, "4"))),
        (&["a", "b"], Some((5, 2, "2,5"))),
        (&["a", "b", "c", "d"], Some((13, 4, "6,5"))),
        // Of one alone there is no middle; who has no figure does not count.
        (&["a"], None),
        (&["a", "x"], None),
        (&[], None),
    ] {
        let found = median(Unit::Count, &figures, &ids(of));
        let told = found.map(|found| (found.twice, found.agencies, found.written(Unit::Count)));
        assert_eq!(told, expected.map(|(twice, agencies, text)| (twice, agencies, text.to_owned())), "{of:?}");
    }
    assert_eq!(Median { twice: 1_751, agencies: 2 }.written(Unit::Share), "87,6 %");
    assert_eq!(Median { twice: 1_999, agencies: 2 }.written(Unit::Share), "99,9 %", "one of the two is not whole");
    assert_eq!(Median { twice: 250, agencies: 2 }.written(Unit::Days), "12,5");
}

#[test]
fn figures_of_all_agencies_are_those_of_each() {
    let facts = facts();
    let counted = ids(&["a", "b", "c", "d"]);
    for indicator in OF_AGENCY {
        let definition = on(indicator);
        let all = by_agency(definition.unit, &cases(indicator, &facts), &counted);
        for id in &counted {
            let own = measure(definition, &facts.of(id));
            assert_eq!(all.get(id).copied(), own, "{indicator} of {id}");
        }
    }
}

#[test]
fn beside_the_middle_by_the_way_that_is_better() {
    let count = |part| Some(Amount { part, whole: 1 });
    let middle = Some(Median { twice: 5, agencies: 2 });
    for (indicator, amount, middle, expected) in [
        (Indicator::Views, count(3), middle, Some(Beside::Better)),
        (Indicator::Views, count(2), middle, Some(Beside::Worse)),
        (Indicator::DutiesNever, count(3), middle, Some(Beside::Worse)),
        (Indicator::DutiesNever, count(2), middle, Some(Beside::Better)),
        (Indicator::DutiesNever, count(2), Some(Median { twice: 4, agencies: 2 }), Some(Beside::Same)),
        (Indicator::Views, None, middle, None),
        (Indicator::Views, count(3), None, None),
        (Indicator::EntriesNew, count(3), middle, None),
    ] {
        assert_eq!(beside(on(indicator), amount, middle), expected, "{indicator} {amount:?} {middle:?}");
    }
    assert_eq!(
        [Unit::Share, Unit::Days, Unit::Count].map(|unit| target_of_one(unit, Some(90))),
        [Some(90), Some(90), None]
    );
}

/// An act, its weight, and its effects.
type Told = (String, u32, Vec<(Indicator, String, String)>);

/// What an act is, and what it does: the indicator, the figure with it, the figure without.
fn told(rows: &[Advice]) -> Vec<Told> {
    let act = |todo: &Todo| match todo {
        Todo::Answer => "answer".to_owned(),
        Todo::NameOfficer => "name".to_owned(),
        Todo::UnlockOfficer => "unlock".to_owned(),
        Todo::Refresh { code, times, .. } => format!("refresh {code} {times}"),
        Todo::CatchUp { id, .. } => format!("catch up {id}"),
        Todo::Meet { id, .. } => format!("meet {id}"),
        Todo::Promote { code, .. } => format!("promote {code}"),
    };
    let effect = |one: &Effect| {
        let unit = on(one.indicator).unit;
        (one.indicator, written(unit, one.with.scaled(unit)), written(unit, one.without.scaled(unit)))
    };
    rows.iter().map(|row| (act(&row.todo), row.weight, row.effects.iter().map(effect).collect())).collect()
}

fn expect(act: &str, weight: u32, effects: &[(Indicator, &str, &str)]) -> Told {
    let effects =
        effects.iter().map(|(indicator, with, without)| (*indicator, (*with).to_owned(), (*without).to_owned()));
    (act.to_owned(), weight, effects.collect())
}

#[test]
fn what_to_do_first_by_what_it_moves() {
    use Indicator as I;
    let of = |id: &str| told(&advice(&facts().of(&AgencyId::from(id)), &[], &[facts().period]));
    // A has one thing due soon and an entry that nobody used: only the first is in its own hands.
    assert_eq!(
        of("a"),
        [
            expect("meet 8", 334, &[(I::DutiesOnTime, "66,7 %", "33,3 %")]),
            expect("promote DC-002", 500, &[(I::EntriesNeverUsed, "0", "1")]),
        ]
    );
    // B's account is closed; its one refreshing is the whole of its freshness.
    assert_eq!(
        of("b"),
        [
            expect("refresh DC-003 1", 1_000, &[(I::Freshness, "100 %", "0 %"), (I::DutiesNever, "1", "2")]),
            expect("unlock", 1_000, &[(I::AgenciesLapsed, "0", "1")]),
            expect("catch up 4", 500, &[(I::DutiesNever, "1", "2")]),
        ]
    );
    // C is late already: to answer mends that it did not, and not that it was late.
    assert_eq!(
        of("c"),
        [
            expect("answer", 1_000, &[(I::ResponsesAnswered, "100 %", "0 %")]),
            expect("name", 1_000, &[(I::AgenciesWithoutOfficer, "0", "1")]),
        ]
    );
    // D has time yet: in time or not is still open.
    assert_eq!(
        of("d"),
        [expect("answer", 1_000, &[(I::ResponsesAnswered, "100 %", "0 %"), (I::ResponsesOnTime, "100 %", "0 %")])]
    );
    assert_eq!(of("e"), []);
    // Nobody is sent to a review that takes no more answers.
    let after = told(&advice(&facts().of(&AgencyId::from("c")), &[], &[]));
    assert_eq!(after, [expect("name", 1_000, &[(I::AgenciesWithoutOfficer, "0", "1")])]);
}

#[test]
fn a_larger_effect_comes_first_and_all_refreshings_of_an_entry_are_one_act() {
    use Indicator as I;
    let due = date!(2026 - 03 - 31);
    let mut of_b = facts().of(&AgencyId::from("b"));
    of_b.agencies.clear();
    of_b.duties = vec![
        duty(1, "DC-003", "b", DutyKind::Refresh, due, DutyState::Late, 9),
        duty(2, "DC-003", "b", DutyKind::Refresh, due, DutyState::Late, 5),
        duty(3, "DC-005", "b", DutyKind::Refresh, due, DutyState::Done, 0),
        duty(4, "DC-005", "b", DutyKind::Load, due, DutyState::Late, 90),
    ];
    assert_eq!(
        told(&advice(&of_b, &[], &[])),
        [
            expect("refresh DC-003 2", 500, &[(I::Freshness, "100 %", "50 %"), (I::DutiesNever, "1", "3")]),
            expect("catch up 4", 250, &[(I::DutiesNever, "2", "3")]),
        ]
    );
    // What is promised is what comes true: the act done, the figure is the one that was told.
    let first = &advice(&of_b, &[], &[])[0];
    of_b.duties.iter_mut().filter(|duty| duty.code.0 == "DC-003").for_each(|duty| duty.state = DutyState::DoneLate);
    assert_eq!(measure(on(I::Freshness), &of_b), Some(first.effects[0].with));
    assert!(advice(&of_b, &[], &[]).iter().all(|row| !matches!(row.todo, Todo::Refresh { .. })));
}

#[test]
fn what_was_overdue_in_an_earlier_year_remains_to_be_done() {
    let late = |id, code: &str, kind, due_on, days| duty(id, code, "a", kind, due_on, DutyState::Late, days);
    let of_2025 = late(90, "DC-001", DutyKind::Load, date!(2025 - 03 - 31), 600);
    let of_2024 = [
        late(80, "DC-001", DutyKind::Refresh, date!(2024 - 03 - 31), 960),
        late(81, "DC-001", DutyKind::Refresh, date!(2024 - 09 - 30), 780),
        late(82, "DC-002", DutyKind::Documents, date!(2024 - 09 - 30), 780),
        // What ended meanwhile is owed by nobody.
        duty(83, "DC-002", "a", DutyKind::Load, date!(2024 - 09 - 30), DutyState::Ended, 0),
    ];
    let overdue = [of_2025.clone()].into_iter().chain(of_2024).collect();
    let of_a = Facts { overdue, ..facts().of(&AgencyId::from("a")) };
    // 2025 is not closed, and its review takes no more answers; 2024 is closed, and its review does.
    let last_year = Facts {
        period: Period(2025),
        duties: vec![of_2025],
        overdue: Vec::new(),
        responses: facts().of(&AgencyId::from("c")).responses,
        ..of_a.clone()
    };
    let rows = advice(&of_a, &[last_year], &[Period(2024)]);
    let years: Vec<i32> = rows.iter().map(|row| row.period.0).collect();
    assert_eq!(years, [2025, 2026, 2024, 2024, 2024, 2026]);
    let nothing: &[(Indicator, &str, &str)] = &[];
    assert_eq!(
        told(&rows),
        [
            expect("catch up 90", 1_000, &[(Indicator::DutiesNever, "0", "1")]),
            expect("meet 8", 334, &[(Indicator::DutiesOnTime, "66,7 %", "33,3 %")]),
            // They move no figure of a closed year, and are to be done all the same: who has waited longest first.
            expect("refresh DC-001 2", 0, nothing),
            expect("catch up 82", 0, nothing),
            expect("answer", 0, nothing),
            expect("promote DC-002", 500, &[(Indicator::EntriesNeverUsed, "0", "1")]),
        ]
    );
}

#[test]
fn who_owes_from_an_earlier_year_is_late_in_the_running_one() {
    let overdue = |of: &str, id| duty(id, "DC-001", of, DutyKind::Load, date!(2025 - 12 - 31), DutyState::Late, 1);
    // New Year's Day: nothing of the new year is due, and nothing of the old one is forgotten.
    let first_day = Facts {
        period: Period(2026),
        today: date!(2026 - 01 - 01),
        duties: Vec::new(),
        responses: Vec::new(),
        overdue: vec![overdue("a", 90), overdue("a", 91)],
        ..facts()
    };
    let rows = cases(Indicator::AgenciesLate, &first_day);
    let told: Vec<_> = rows.iter().map(|case| (case.agency.id.as_str(), case.subject.clone())).collect();
    assert_eq!(told, [("a", Subject::Owing { review_days: 0, duties: 2, earlier: 2, duty_days: 1 })]);
    assert_eq!(cases(Indicator::AgenciesLate, &first_day.of(&AgencyId::from("a"))), rows);
    assert!(cases(Indicator::AgenciesLate, &first_day.of(&AgencyId::from("b"))).is_empty());
    assert_eq!(
        measure(on(Indicator::DutiesNever), &first_day),
        Some(Amount { part: 0, whole: 1 }),
        "of the year alone"
    );
    // With what is late of the year itself it is one row.
    let later = Facts { overdue: vec![overdue("b", 90)], ..facts() };
    let of_b = cases(Indicator::AgenciesLate, &later).into_iter().find(|case| case.agency.id.as_str() == "b");
    let expected = Subject::Owing { review_days: 0, duties: 3, earlier: 1, duty_days: 238 };
    assert_eq!(of_b.map(|case| case.subject), Some(expected));
}

#[test]
fn the_list_of_acts_is_bounded() {
    let mut of_b = facts().of(&AgencyId::from("b"));
    of_b.agencies.clear();
    of_b.duties = (0..500)
        .map(|id| {
            let code = format!("DC-{id}");
            duty(
                id,
                &code,
                "b",
                DutyKind::Load,
                date!(2026 - 03 - 31),
                DutyState::Late,
                u32::try_from(id).expect("small"),
            )
        })
        .collect();
    let rows = advice(&of_b, &[], &[]);
    assert_eq!(rows.len(), 20);
    assert!(matches!(rows[0].todo, Todo::CatchUp { days_late: 499, .. }), "the longest first");
}
