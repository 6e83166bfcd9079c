//! Small worked examples, one row of the table a time.

use std::collections::BTreeMap;

use strum::IntoEnumIterator;
use time::macros::{date, datetime};

use super::*;
use crate::agency::Tier;
use crate::catalog::FormCounts;
use crate::check::FieldCode;
use crate::duty::DutyState;
use crate::id::AgencyId;
use crate::usage::UsageKind;

fn agency(id: &str) -> AgencyRef {
    AgencyRef { id: AgencyId::from(id), name: id.to_uppercase() }
}

fn entry(code: &str, owner: &str, before: Option<i64>, after: Option<i64>, forms: [u32; 4]) -> EntryFact {
    let [open, default, specific, none] = forms;
    EntryFact {
        code: EntryCode::from(code),
        name: code.to_owned(),
        agency: agency(owner),
        before,
        after,
        forms: FormCounts { open, default, specific, none },
        loaded: code != "DC-003",
        complete: code != "DC-001",
    }
}

fn response(owner: &str, sent: bool, days_late: u32, answering: Option<u32>, appraising: Option<u32>) -> ResponseFact {
    ResponseFact { agency: agency(owner), sent, days_late, returned: owner == "b", answering, appraising }
}

pub(super) fn duty(
    id: i64,
    code: &str,
    owner: &str,
    kind: DutyKind,
    due_on: Date,
    state: DutyState,
    days_late: u32,
) -> DutyFact {
    let name = code.to_owned();
    DutyFact {
        id: DutyId(id),
        code: EntryCode::from(code),
        name,
        kind,
        agency: agency(owner),
        due_on,
        state,
        days_late,
    }
}

fn used(kind: UsageKind, code: &str, count: u64) -> UseFact {
    UseFact { kind, code: (!code.is_empty()).then(|| EntryCode::from(code)), count }
}

fn consumed(by: &str, code: &str, count: u64) -> ConsumerFact {
    ConsumerFact { consumer: agency(by), code: EntryCode::from(code), count }
}

/// Three agencies in 2026: A is good, B is late, C is owed nothing and has nobody.
pub(super) fn facts() -> Facts {
    use DutyKind as K;
    use DutyState as S;
    let due = date!(2026 - 03 - 31);
    Facts {
        period: Period(2026),
        at: datetime!(2026-11-24 01:00 UTC),
        today: date!(2026 - 11 - 24),
        entries: vec![
            entry("DC-001", "a", Some(1), Some(1), [3, 1, 0, 0]),
            entry("DC-002", "a", Some(2), Some(7), [0, 2, 1, 1]),
            entry("DC-003", "b", None, Some(8), [0, 0, 2, 0]),
            entry("DC-004", "b", Some(4), None, [9, 0, 0, 0]),
        ],
        responses: vec![
            response("a", true, 0, Some(10), Some(5)),
            response("b", true, 3, Some(25), None),
            response("c", false, 2, None, None),
            response("d", false, 0, None, None),
        ],
        concluding: Some(40),
        duties: vec![
            duty(1, "DC-001", "a", K::Refresh, due, S::Done, 0),
            duty(2, "DC-001", "a", K::Refresh, date!(2026 - 06 - 30), S::DoneLate, 4),
            duty(3, "DC-003", "b", K::Refresh, due, S::Late, 238),
            duty(4, "DC-003", "b", K::Load, date!(2026 - 10 - 01), S::Late, 54),
            duty(5, "DC-002", "a", K::Documents, due, S::Excused, 0),
            duty(6, "DC-002", "a", K::Refresh, date!(2026 - 12 - 31), S::Upcoming, 0),
            duty(7, "DC-004", "b", K::Refresh, due, S::Ended, 0),
            duty(8, "DC-001", "a", K::SharingReview, date!(2026 - 12 - 01), S::DueSoon, 0),
        ],
        overdue: Vec::new(),
        uses: vec![
            used(UsageKind::View, "DC-001", 10),
            used(UsageKind::View, "DC-004", 2),
            used(UsageKind::View, "DC-099", 1),
            used(UsageKind::Download, "", 4),
            used(UsageKind::Api, "DC-003", 6),
            used(UsageKind::Search, "", 30),
        ],
        // C uses what A and what B have; two use their own, and of DC-099 nobody knows whose it is.
        consumers: Some(vec![
            consumed("a", "DC-002", 9),
            consumed("b", "DC-001", 2),
            consumed("b", "DC-004", 3),
            consumed("c", "DC-001", 4),
            consumed("c", "DC-002", 1),
            consumed("c", "DC-003", 1),
            consumed("d", "DC-099", 7),
        ]),
        // Of the thirty, ten came before searches were counted; two found nothing by words that nobody else asked.
        counted: Some(CountedFact {
            searches: 20,
            missed: 8,
            words: vec![("giá cà phê".to_owned(), 2), ("đất rừng".to_owned(), 4)],
            visitors: vec![(date!(2026 - 11 - 01), 12), (date!(2026 - 12 - 01), 5)],
        }),
        agencies: [("a", 1, 1), ("b", 2, 0), ("c", 0, 0)]
            .map(|(id, officers, active)| AgencyFact { agency: agency(id), tier: Tier::Province, officers, active })
            .to_vec(),
    }
}

fn figure(indicator: Indicator, facts: &Facts) -> Option<(u64, u64)> {
    measure(definition_on(indicator, facts.period.last()), facts).map(|amount| (amount.part, amount.whole))
}

#[test]
fn every_indicator_by_hand() {
    use Indicator as I;
    let facts = facts();
    let expected = BTreeMap::from([
        (I::EntriesInForce, Some((3, 1))),
        (I::EntriesNew, Some((1, 1))),
        (I::EntriesChanged, Some((1, 1))),
        (I::EntriesWithdrawn, Some((1, 1))),
        // Of ten items in force; the nine of the entry that left do not count.
        (I::ShareOpen, Some((3, 10))),
        (I::ShareDefault, Some((3, 10))),
        (I::ShareSpecific, Some((3, 10))),
        (I::ResponsesAnswered, Some((2, 4))),
        // D has time yet.
        (I::ResponsesOnTime, Some((1, 3))),
        (I::ResponsesLate, Some((2, 1))),
        (I::ResponsesReturned, Some((1, 1))),
        // Between 10 and 25.
        (I::DaysAnswering, Some((175, 2))),
        (I::DaysAppraising, Some((50, 1))),
        (I::DaysConcluding, Some((400, 1))),
        // Excused, ended and not yet due are left out.
        (I::DutiesOnTime, Some((1, 4))),
        (I::DutiesLate, Some((1, 1))),
        (I::DutiesNever, Some((2, 1))),
        // Late once and made up for is current again.
        (I::Freshness, Some((1, 2))),
        (I::Views, Some((13, 1))),
        (I::Downloads, Some((4, 1))),
        (I::Calls, Some((6, 1))),
        (I::Searches, Some((30, 1))),
        (I::SearchesWithoutResult, Some((8, 20))),
        (I::Consumers, Some((17, 1))),
        // B and C; C once, whomever it uses.
        (I::ConsumerAgencies, Some((2, 1))),
        (I::EntriesNeverUsed, Some((1, 1))),
        (I::EntriesNeverLoaded, Some((1, 1))),
        (I::EntriesIncomplete, Some((1, 1))),
        (I::AgenciesLate, Some((2, 1))),
        (I::AgenciesWithoutOfficer, Some((1, 1))),
        (I::AgenciesLapsed, Some((1, 1))),
    ]);
    assert_eq!(expected.len(), I::iter().count());
    for (indicator, expected) in expected {
        assert_eq!(figure(indicator, &facts), expected, "{indicator}");
    }
}

#[test]
fn an_agency_has_its_own_rows_alone() {
    use Indicator as I;
    let of_b = facts().of(&AgencyId::from("b"));
    for (indicator, expected) in [
        (I::EntriesInForce, Some((1, 1))),
        (I::EntriesWithdrawn, Some((1, 1))),
        (I::ResponsesAnswered, Some((1, 1))),
        (I::DaysConcluding, None),
        (I::DutiesNever, Some((2, 1))),
        (I::Views, Some((2, 1))),
        (I::Searches, Some((0, 1))),
        (I::ConsumerAgencies, Some((1, 1))),
        (I::AgenciesLapsed, Some((1, 1))),
    ] {
        assert_eq!(figure(indicator, &of_b), expected, "{indicator}");
    }
    // Asked for nothing: no share of it, and no count.
    let of_e = facts().of(&AgencyId::from("e"));
    assert_eq!(figure(I::ResponsesLate, &of_e), None);
    assert_eq!(figure(I::DutiesOnTime, &of_e), None);
}

#[test]
fn who_owes_longest_comes_first_with_all_that_is_owed() {
    let rows = cases(Indicator::AgenciesLate, &facts());
    let told: Vec<_> = rows.into_iter().map(|case| (case.agency.id.0, case.subject)).collect();
    assert_eq!(
        told,
        [
            ("b".to_owned(), Subject::Owing { review_days: 0, duties: 2, earlier: 0, duty_days: 238 }),
            ("c".to_owned(), Subject::Owing { review_days: 2, duties: 0, earlier: 0, duty_days: 0 }),
        ]
    );
}

#[test]
fn working_days_of_the_review_are_put_beside_the_days_of_duties() {
    // A fortnight by either: ten working days, fourteen days.
    for (review_days, duty_days, longest, first) in
        [(10, 13, true, "c"), (10, 14, true, "b"), (10, 15, false, "b"), (3, 4, true, "c"), (3, 5, false, "b")]
    {
        let late = duty(1, "DC-003", "b", DutyKind::Load, date!(2026 - 03 - 31), DutyState::Late, duty_days);
        let responses = vec![response("c", false, review_days, None, None)];
        let rows = cases(Indicator::AgenciesLate, &Facts { duties: vec![late], responses, ..facts() });
        assert_eq!(rows[0].agency.id.as_str(), first, "{review_days} {duty_days}");
        let both = Subject::Owing { review_days, duties: 1, earlier: 0, duty_days };
        assert_eq!(both.owes_the_review_longest(), longest, "{review_days} {duty_days}");
    }
}

#[test]
fn what_only_the_moment_tells_is_not_told_of_a_period_that_is_over() {
    let over = Facts { period: Period(2025), ..facts() };
    assert_eq!(figure(Indicator::AgenciesWithoutOfficer, &over), None);
    assert_eq!(figure(Indicator::EntriesInForce, &over), Some((3, 1)));
}

#[test]
fn words_are_told_where_enough_asked_and_a_year_before_counting_has_no_figure() {
    let facts = facts();
    let rows = cases(Indicator::SearchesWithoutResult, &facts);
    let told: Vec<_> = rows.iter().map(|case| (case.subject.clone(), case.part, case.whole)).collect();
    let words = |words: &str| Subject::Words(words.to_owned());
    assert_eq!(
        told,
        [(words("đất rừng"), 4, 4), (words("giá cà phê"), 2, 2), (words(""), 2, 2), (Subject::Found, 0, 12)]
    );
    // More missed than searched, by roll-ups of two moments: no part is larger than its whole.
    let early = CountedFact { searches: 1, missed: 3, ..CountedFact::default() };
    let odd = Facts { counted: Some(early), ..facts.clone() };
    assert_eq!(figure(Indicator::SearchesWithoutResult, &odd), Some((3, 3)));
    let before = Facts { counted: None, ..facts.clone() };
    let nobody = Facts { counted: Some(CountedFact::default()), ..facts.clone() };
    for indicator in [Indicator::SearchesWithoutResult, Indicator::Consumers] {
        assert_eq!(figure(indicator, &before), None, "{indicator}: nothing is known, which is not nothing");
        assert_eq!(figure(indicator, &facts.of(&AgencyId::from("a"))), None, "{indicator} is of the province");
        // By the version before it was never told.
        assert_eq!(measure(definition_on(indicator, date!(2026 - 11 - 25)), &facts), None);
    }
    assert_eq!(figure(Indicator::SearchesWithoutResult, &nobody), None, "a share of nothing");
    assert_eq!(figure(Indicator::Consumers, &nobody), Some((0, 1)));
}

#[test]
fn an_agency_is_told_with_what_it_used_of_each_other_one() {
    let told = |facts: &Facts| -> Vec<(String, String, u64)> {
        let row = |case: Case| match case.subject {
            Subject::Consumer(consumer) => (consumer.id.0, case.agency.id.0, case.part),
            other => panic!("{other:?}"),
        };
        cases(Indicator::ConsumerAgencies, facts).into_iter().map(row).collect()
    };
    let row = |consumer: &str, owner: &str, count| (consumer.to_owned(), owner.to_owned(), count);
    let facts = facts();
    assert_eq!(told(&facts), [row("c", "a", 5), row("b", "a", 2), row("c", "b", 1)]);
    assert_eq!(told(&facts.of(&AgencyId::from("a"))), [row("c", "a", 5), row("b", "a", 2)]);
    let nobody = Facts { consumers: Some(Vec::new()), ..facts.clone() };
    assert_eq!(figure(Indicator::ConsumerAgencies, &nobody), Some((0, 1)));
    let before = Facts { consumers: None, ..facts };
    assert_eq!(figure(Indicator::ConsumerAgencies, &before), None, "nothing is known, which is not nothing");
}

#[test]
fn the_table_says_each_thing_once_and_always() {
    for indicator in Indicator::iter() {
        let mut versions: Vec<_> = DEFINITIONS.iter().filter(|one| one.indicator == indicator).collect();
        versions.sort_by_key(|one| one.version);
        assert_eq!(versions.first().map(|one| one.version), Some(1), "{indicator}");
        assert_eq!(versions.last().map(|one| one.valid_to), Some(None), "{indicator} holds today");
        for pair in versions.windows(2) {
            assert_eq!(pair[0].version + 1, pair[1].version, "{indicator}");
            assert_eq!(
                pair[0].valid_to,
                pair[1].valid_from.previous_day(),
                "{indicator}: no day without, none with two"
            );
        }
        for one in versions {
            assert!(![one.name, one.formula, one.source].contains(&""), "{indicator}");
            assert_eq!(definition(indicator, one.version).map(|found| found.name), Some(one.name));
            let cited = crate::regulation::chapters().into_iter().flat_map(|chapter| chapter.articles);
            let mut clauses = cited.filter(|article| article.number == one.clause.article).flat_map(|a| a.clauses);
            assert!(clauses.any(|clause| clause.number == one.clause.clause), "{indicator}: {:?}", one.clause);
        }
    }
}

#[test]
fn months_are_those_of_the_last_day() {
    let duties = cases(Indicator::DutiesOnTime, &facts());
    let told = |today| -> Vec<(usize, u64, u64)> {
        let months = (1..).zip(months(&duties, today));
        months.filter_map(|(month, amount)| amount.map(|a| (month, a.part, a.whole))).collect()
    };
    assert_eq!(told(date!(2026 - 12 - 31)), [(3, 1, 2), (6, 0, 1), (10, 0, 1)]);
    assert_eq!(told(date!(2026 - 06 - 01)), [(3, 1, 2), (6, 0, 1)], "October is to come");
    assert_eq!(told(date!(2027 - 01 - 01)).len(), 3, "a year that is over has all its months");
}

#[test]
fn the_map_tells_the_worst_of_each() {
    let facts = facts();
    let states: Vec<TileState> =
        tiles(&facts, &cases(Indicator::AgenciesLate, &facts)).into_iter().map(|tile| tile.state).collect();
    assert_eq!(states, [TileState::DueSoon, TileState::Late, TileState::Late]);
    let nobody_asked = Facts { duties: Vec::new(), responses: Vec::new(), ..facts };
    assert!(tiles(&nobody_asked, &[]).iter().all(|tile| tile.state == TileState::NotAsked));
}

#[test]
fn the_map_of_a_past_period_is_made_of_its_lists_and_draws_the_communes_of_its_day() {
    let named = |id: &str, name: &str| AgencyRef { id: AgencyId::from(id), name: name.to_owned() };
    let agencies = [named("a", "Ủy ban nhân dân phường Buôn Hồ"), named("b", "Sở B"), named("c", "Sở C")];
    let tiered: Vec<_> = agencies.iter().map(|one| (one.clone(), Tier::Province)).collect();
    let case = |of: &AgencyRef| Case::new(Subject::Agency, of, 1, 1);
    let (owing, asked) = ([case(&agencies[0])], [case(&agencies[0]), case(&agencies[1])]);
    for (year, drawn) in [(2024, false), (2025, true)] {
        let map = tiles_of_past(Period(year), tiered.clone(), &owing, &asked);
        let states: Vec<TileState> = map.iter().map(|tile| tile.state).collect();
        assert_eq!(states, [TileState::Late, TileState::Fine, TileState::NotAsked], "{year}");
        assert_eq!(map[0].place.is_some(), drawn, "{year}");
    }
}

#[test]
fn figures_against_targets() {
    use Standing as S;
    let share = |part, whole| Some(Amount { part, whole });
    let (up, down) = (definition_on(Indicator::DutiesOnTime, date!(2026 - 12 - 31)), Indicator::DutiesNever);
    let (down, neutral) =
        (definition_on(down, date!(2026 - 12 - 31)), definition_on(Indicator::EntriesNew, date!(2026 - 12 - 31)));
    for (definition, amount, target, expected) in [
        (up, share(9, 10), Some(900), S::Met),
        (up, share(899, 1000), Some(900), S::Near),
        (up, share(81, 100), Some(900), S::Near),
        (up, share(809, 1000), Some(900), S::Missed),
        (up, share(1, 2), None, S::NoTarget),
        (up, None, Some(900), S::NoFigure),
        (down, share(0, 1), Some(0), S::Met),
        (down, share(1, 1), Some(0), S::Missed),
        (down, share(11, 1), Some(10), S::Near),
        (down, share(12, 1), Some(10), S::Missed),
        (neutral, share(5, 1), Some(5), S::NoTarget),
    ] {
        assert_eq!(standing(definition, amount, target), expected, "{} {amount:?} {target:?}", definition.name);
    }
}

#[test]
fn targets_as_they_are_typed() {
    let check = |unit, text: &str| TargetDraft { target: text.to_owned() }.check(unit).map_err(|e| e[0].code);
    for (unit, text, expected) in [
        (Unit::Share, "90", Ok(Some(900))),
        (Unit::Share, " 87,5 % ", Ok(Some(875))),
        (Unit::Share, "100", Ok(Some(1000))),
        (Unit::Share, "100,1", Err(FieldCode::OutOfRange)),
        (Unit::Share, "87,55", Err(FieldCode::NotANumber)),
        (Unit::Count, "1.234", Ok(Some(1234))),
        (Unit::Count, "1,5", Err(FieldCode::NotANumber)),
        (Unit::Count, "-1", Err(FieldCode::NotANumber)),
        (Unit::Count, "99999999999999999999", Err(FieldCode::NotANumber)),
        (Unit::Share, "8.5", Err(FieldCode::NotANumber)),
        (Unit::Days, "1.5", Err(FieldCode::NotANumber)),
        (Unit::Days, "1.234,5", Ok(Some(12_345))),
        (Unit::Count, "1.000.000.000", Ok(Some(1_000_000_000))),
        (Unit::Count, "1.000.000.001", Err(FieldCode::OutOfRange)),
        (Unit::Count, "10000000000", Err(FieldCode::OutOfRange)),
        (Unit::Days, "12,5", Ok(Some(125))),
        (Unit::Days, "5,", Err(FieldCode::NotANumber)),
        (Unit::Days, "", Ok(None)),
        (Unit::Days, "hai", Err(FieldCode::NotANumber)),
    ] {
        assert_eq!(check(unit, text), expected, "{unit:?} {text}");
    }
}
