use std::collections::BTreeMap;

use time::macros::date;

use super::*;
use crate::calendar::{Calendar, Holiday, HolidayKind};
use crate::catalog::{DataItem, EntryContent, SharingForm};
use crate::check::FieldCode;
use crate::id::ClassId;

fn rule(kind: DutyKind, frequency: Option<&str>, amount: u16, unit: RuleUnit) -> DutyRule {
    DutyRule {
        kind,
        frequency: frequency.map(str::to_owned),
        amount,
        unit,
        document: "qd-01-2023".to_owned(),
        article: 5,
        clause: 1,
        valid_from: date!(2023 - 01 - 22),
        valid_to: None,
        is_target: false,
    }
}

fn rules() -> Vec<DutyRule> {
    use DutyKind as K;
    use RuleUnit as U;
    let until = |valid_to: Date, rule: DutyRule| DutyRule { valid_to: Some(valid_to), ..rule };
    vec![
        rule(K::Load, None, 30, U::WorkingDay),
        rule(K::Documents, None, 30, U::WorkingDay),
        rule(K::Refresh, Some("W1"), 1, U::Week),
        rule(K::Refresh, Some("M1"), 1, U::Month),
        rule(K::Refresh, Some("Q1"), 3, U::Month),
        rule(K::Refresh, Some("Y1"), 12, U::Month),
        until(date!(2025 - 08 - 18), rule(K::OpenReview, None, 6, U::Month)),
        until(date!(2025 - 10 - 21), rule(K::SharingReview, None, 6, U::Month)),
    ]
}

/// Off from 26/01/2025 to 02/02/2025 for Tết; Saturday 10/05/2025 is worked.
fn calendar() -> Calendar {
    let day = |date, kind| Holiday { date, name: String::new(), kind };
    let mut days = vec![day(date!(2025 - 05 - 10), HolidayKind::SwapWork)];
    let mut off = date!(2025 - 01 - 26);
    while off <= date!(2025 - 02 - 02) {
        days.push(day(off, HolidayKind::Holiday));
        off = off.next_day().expect("a day");
    }
    Calendar::new(days)
}

fn subject(frequency: &str, forms: &[SharingForm]) -> Subject {
    Subject {
        frequency: frequency.to_owned(),
        is_open: forms.contains(&SharingForm::Open),
        has_default: forms.contains(&SharingForm::Default),
        has_specific: forms.contains(&SharingForm::Specific),
    }
}

#[test]
fn every_duty_of_every_sort_of_entry() {
    use SharingForm as F;
    let mut table = String::new();
    for (frequency, forms) in [
        ("M1", &[F::Open, F::Default, F::Specific][..]),
        ("W1", &[F::Open]),
        ("Y1", &[F::Default]),
        ("Q1", &[F::Specific]),
        // By the minute, on change, unknown: no dated periods. Shared with nobody: no documents.
        ("RT", &[]),
        ("ONC", &[F::None]),
        ("", &[F::Open]),
    ] {
        let owed: Vec<String> = [DutyKind::Load, DutyKind::Documents, DutyKind::Refresh]
            .into_iter()
            .chain([DutyKind::OpenReview, DutyKind::SharingReview])
            .filter_map(|kind| first(kind, &subject(frequency, forms), date!(2025 - 01 - 01), &rules(), &calendar()))
            .map(|period| format!("{} {}", period.kind, period.due_on))
            .collect();
        table.push_str(&format!("{frequency}: {}\n", owed.join(", ")));
    }
    // 30 working days after 01/01/2025, over Tết: 19/02. 01/02/2025 is of Tết, the next working day is 03/02.
    let expected = "\
M1: load 2025-02-19, documents 2025-02-19, refresh 2025-02-03, open_review 2025-07-01, sharing_review 2025-07-01
W1: load 2025-02-19, documents 2025-02-19, refresh 2025-01-08, open_review 2025-07-01
Y1: load 2025-02-19, documents 2025-02-19, refresh 2026-01-01, sharing_review 2025-07-01
Q1: load 2025-02-19, documents 2025-02-19, refresh 2025-04-01, sharing_review 2025-07-01
RT: load 2025-02-19
ONC: load 2025-02-19
: load 2025-02-19, documents 2025-02-19, open_review 2025-07-01
";
    assert_eq!(table, expected);
}

/// The periods that follow, each as its first day, the next one's, and its last day.
fn periods(kind: DutyKind, subject: &Subject, from: Date, many: usize) -> Vec<(Date, Date, Date)> {
    let mut found = Vec::new();
    let mut period = first(kind, subject, from, &rules(), &calendar());
    while let Some(one) = period.filter(|_| found.len() < many) {
        found.push((one.starts_on, one.ends_on, one.due_on));
        period = next(kind, subject, one.ends_on, one.anchor_day, &rules(), &calendar());
    }
    found
}

#[test]
fn months_keep_their_day_over_short_ones_and_years() {
    let ends = |frequency: &str, from, many| -> Vec<Date> {
        periods(DutyKind::Refresh, &subject(frequency, &[]), from, many).into_iter().map(|one| one.1).collect()
    };
    for (frequency, from, expected) in [
        ("M1", date!(2025 - 01 - 31), vec![date!(2025 - 02 - 28), date!(2025 - 03 - 31), date!(2025 - 04 - 30)]),
        ("M1", date!(2024 - 01 - 30), vec![date!(2024 - 02 - 29), date!(2024 - 03 - 30), date!(2024 - 04 - 30)]),
        ("Q1", date!(2024 - 11 - 30), vec![date!(2025 - 02 - 28), date!(2025 - 05 - 30), date!(2025 - 08 - 30)]),
        ("Y1", date!(2024 - 02 - 29), vec![date!(2025 - 02 - 28), date!(2026 - 02 - 28), date!(2027 - 02 - 28)]),
        ("W1", date!(2024 - 12 - 25), vec![date!(2025 - 01 - 01), date!(2025 - 01 - 08), date!(2025 - 01 - 15)]),
    ] {
        assert_eq!(ends(frequency, from, 3), expected, "{frequency} from {from}");
    }
    // In a leap year the day comes back.
    assert_eq!(ends("Y1", date!(2024 - 02 - 29), 4)[3], date!(2028 - 02 - 29));
}

#[test]
fn the_last_day_is_a_working_one_and_the_next_period_does_not_drift() {
    let found = periods(DutyKind::Refresh, &subject("M1", &[]), date!(2025 - 01 - 01), 5);
    let days: Vec<(Date, Date)> = found.into_iter().map(|one| (one.1, one.2)).collect();
    let expected = [
        (date!(2025 - 02 - 01), date!(2025 - 02 - 03)),
        // A Saturday: Monday.
        (date!(2025 - 03 - 01), date!(2025 - 03 - 03)),
        (date!(2025 - 04 - 01), date!(2025 - 04 - 01)),
        (date!(2025 - 05 - 01), date!(2025 - 05 - 01)),
        // A Sunday: Monday.
        (date!(2025 - 06 - 01), date!(2025 - 06 - 02)),
    ];
    assert_eq!(days, expected);
    // A Saturday that is worked in exchange ends a term by itself.
    assert_eq!(last_day(date!(2025 - 05 - 10), &calendar()), date!(2025 - 05 - 10));
    assert_eq!(last_day(date!(2025 - 05 - 11), &calendar()), date!(2025 - 05 - 12));
}

#[test]
fn a_rule_that_ended_makes_no_more_periods_and_what_recurs_not_has_one() {
    let all = subject("M1", &[SharingForm::Open, SharingForm::Default]);
    let starts = |kind, from| -> Vec<Date> { periods(kind, &all, from, 50).into_iter().map(|one| one.0).collect() };
    // Decree 47/2020: the period that begins while it is in force is kept, none begins after.
    let open = starts(DutyKind::OpenReview, date!(2024 - 07 - 01));
    assert_eq!(open, [date!(2024 - 07 - 01), date!(2025 - 01 - 01), date!(2025 - 07 - 01)]);
    let sharing = starts(DutyKind::SharingReview, date!(2025 - 04 - 21));
    assert_eq!(sharing, [date!(2025 - 04 - 21), date!(2025 - 10 - 21)]);
    assert_eq!(starts(DutyKind::OpenReview, date!(2025 - 08 - 19)), []);
    assert_eq!(starts(DutyKind::Load, date!(2025 - 01 - 01)), [date!(2025 - 01 - 01)]);
    // Nothing is owed before the regulation (22/01/2023).
    assert_eq!(starts(DutyKind::Load, date!(2023 - 01 - 21)), []);
}

#[test]
fn the_next_period_follows_what_the_catalog_says_then() {
    let step = |frequency: &str| {
        next(DutyKind::Refresh, &subject(frequency, &[]), date!(2025 - 04 - 30), 31, &rules(), &calendar())
    };
    let ends = |frequency: &str| step(frequency).map(|one| (one.starts_on, one.ends_on));
    assert_eq!(ends("M1"), Some((date!(2025 - 04 - 30), date!(2025 - 05 - 31))));
    assert_eq!(ends("Q1"), Some((date!(2025 - 04 - 30), date!(2025 - 07 - 31))));
    assert_eq!(ends("W1"), Some((date!(2025 - 04 - 30), date!(2025 - 05 - 07))));
    assert_eq!(ends("ONC"), None);
    // A rule that is younger takes the place of the older, from its day on.
    let mut two = rules();
    let mut short = rule(DutyKind::Load, None, 10, RuleUnit::WorkingDay);
    short.valid_from = date!(2025 - 03 - 01);
    two.push(short);
    let due = |from| first(DutyKind::Load, &subject("", &[]), from, &two, &calendar()).expect("a duty").due_on;
    assert_eq!(due(date!(2025 - 03 - 03)), date!(2025 - 03 - 17));
    assert_eq!(due(date!(2025 - 02 - 28)), date!(2025 - 04 - 11));
}

#[test]
fn how_every_duty_stands_on_every_day() {
    let due = date!(2025 - 03 - 10);
    let days = |done_on, excused_on, ended_on| Days { due_on: due, done_on, excused_on, ended_on };
    let before = Some(date!(2025 - 03 - 07));
    let after = Some(date!(2025 - 03 - 15));
    let open = days(None, None, None);
    let mut table = String::new();
    for (name, days) in [
        ("open", open),
        ("done in time", days(before, None, None)),
        ("done on the day", days(Some(due), None, None)),
        ("done late", days(after, None, None)),
        ("excused", days(None, before, None)),
        ("excused late", days(None, after, None)),
        ("ends 15/03", days(None, None, after)),
        ("done, then ended", days(before, None, after)),
    ] {
        table.push_str(&format!("{name:17}"));
        // Two days before the window of three days, in it, on the last day, after it, much later.
        for today in [date!(2025 - 03 - 05), date!(2025 - 03 - 07), due, date!(2025 - 03 - 11), date!(2025 - 03 - 20)] {
            let soon_until = today + time::Duration::days(3);
            table.push_str(&format!("{}/{} ", state(&days, today, soon_until), days_late(&days, today)));
        }
        table = format!("{}\n", table.trim_end());
    }
    let expected = "\
open             upcoming/0 due_soon/0 due_soon/0 late/1 late/10
done in time     done/0 done/0 done/0 done/0 done/0
done on the day  done/0 done/0 done/0 done/0 done/0
done late        done_late/5 done_late/5 done_late/5 done_late/5 done_late/5
excused          excused/0 excused/0 excused/0 excused/0 excused/0
excused late     excused/5 excused/5 excused/5 excused/5 excused/5
ends 15/03       upcoming/0 due_soon/0 due_soon/0 late/1 ended/5
done, then ended done/0 done/0 done/0 done/0 done/0
";
    assert_eq!(table, expected);
}

fn content(items: &[(&str, &str, SharingForm)]) -> EntryContent {
    let item = |(name, fields, form): &(&str, &str, SharingForm)| DataItem {
        name: (*name).to_owned(),
        fields: (*fields).to_owned(),
        matrix: BTreeMap::from([(ClassId::from("so_nganh"), *form)]),
        ..DataItem::default()
    };
    EntryContent { items: items.iter().map(item).collect(), ..EntryContent::default() }
}

#[test]
fn what_a_decision_changes_is_loaded_and_described_again() {
    use SharingForm as F;
    let before = content(&[("Hộ", "Mã, Tên", F::Open), ("Thửa", "Số", F::Specific)]);
    for (name, after, loads, describes) in [
        ("nothing", content(&[("Thửa", "Số", F::Specific), ("Hộ", "Mã, Tên", F::Open)]), false, false),
        ("an item", content(&[("Hộ", "Mã, Tên", F::Open)]), true, true),
        ("a field", content(&[("Hộ", "Mã", F::Open), ("Thửa", "Số", F::Specific)]), true, true),
        ("a form", content(&[("Hộ", "Mã, Tên", F::Default), ("Thửa", "Số", F::Specific)]), false, true),
        ("a name", EntryContent { name: "Tên mới".to_owned(), ..before.clone() }, false, false),
    ] {
        assert_eq!((loads_again(&before, &after), documents_again(&before, &after)), (loads, describes), "{name}");
    }
    let of = Subject::of(&before);
    assert_eq!((of.is_open, of.has_default, of.has_specific), (true, false, true));
}

#[test]
fn evidence_is_a_note_a_link_or_a_file() {
    let draft = |note: &str, link: &str| EvidenceDraft { note: note.to_owned(), link: link.to_owned() };
    let codes = |draft: EvidenceDraft, has_file| -> Vec<(String, FieldCode)> {
        let remarks = draft.check(has_file).err().unwrap_or_default();
        remarks.into_iter().map(|remark| (remark.field, remark.code)).collect()
    };
    let told = |field: &str, code| vec![(field.to_owned(), code)];
    assert_eq!(codes(draft(" ", ""), false), told("note", FieldCode::Required));
    assert_eq!(codes(draft("", ""), true), []);
    assert_eq!(codes(draft("Đã nạp 1.200 bản ghi", ""), false), []);
    assert_eq!(codes(draft("", "https://kho.daklak.gov.vn/lo/12"), false), []);
    assert_eq!(codes(draft("x", "javascript:alert(1)"), false), told("link", FieldCode::NotAnAddress));
    assert_eq!(codes(draft(&"a".repeat(2_001), ""), false), told("note", FieldCode::TooLong));
    assert_eq!(check_evidence_file(b"%PDF-1.7"), Ok("application/pdf"));
    assert_eq!(check_evidence_file(b"MZ").map_err(|remark| remark.code), Err(FieldCode::WrongFileKind));
    let large = vec![0; EVIDENCE_FILE_BYTES_MAX + 1];
    assert_eq!(check_evidence_file(&large).map_err(|remark| remark.code), Err(FieldCode::FileTooLarge));
}

#[test]
fn counts_add_up_and_an_address_carries_the_filter() {
    let mut counts = DutyCounts::default();
    for (state, count) in
        [(DutyState::Done, 7), (DutyState::Late, 2), (DutyState::DoneLate, 1), (DutyState::Excused, 5)]
    {
        counts.add(state, count);
    }
    counts.add(DutyState::Late, 1);
    assert_eq!((counts.total(), counts.of(DutyState::Late)), (16, 3));
    assert_eq!((counts.on_time(), counts.on_time_share().as_str()), ((7, 11), "63,6 %"));
    assert_eq!(DutyCounts::default().on_time_share(), "–");
    let filter = DutyFilter {
        agency: "so yt".to_owned(),
        kind: Some(DutyKind::OpenReview),
        state: Some(DutyState::DoneLate),
        sort: DutySort::Entry,
        page: 3,
        ..DutyFilter::default()
    };
    assert_eq!(filter.query(), "agency=so%20yt&kind=open_review&state=done_late&sort=entry&page=3");
    let pairs =
        [("agency", "so yt"), ("kind", "open_review"), ("state", "done_late"), ("sort", "entry"), ("page", "3")];
    let get = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    assert_eq!(DutyFilter::of(get), filter);
    assert_eq!(DutyFilter::of(|_| Some("?".to_owned())).query(), "agency=%3F&entry=%3F");
}

#[test]
fn a_year_and_its_month_are_days_and_anything_else_narrows_nothing() {
    let whole_2026 = Some((date!(2026 - 01 - 01), date!(2026 - 12 - 31)));
    for (year, month, query, due) in [
        ("2026", "", "year=2026", whole_2026),
        ("2024", "2", "year=2024&month=2", Some((date!(2024 - 02 - 01), date!(2024 - 02 - 29)))),
        ("2026", "12", "year=2026&month=12", Some((date!(2026 - 12 - 01), date!(2026 - 12 - 31)))),
        ("9999", "", "year=9999", Some((date!(9999 - 01 - 01), date!(9999 - 12 - 31)))),
        ("2026", "13", "year=2026", whole_2026),
        ("2026", "0", "year=2026", whole_2026),
        ("", "3", "", None),
        ("2022", "3", "", None),
        ("10000", "", "", None),
        ("-2026", "", "", None),
        ("nay", "", "", None),
    ] {
        let asked = DutyFilter::of(|name| match name {
            "year" => Some(year.to_owned()),
            "month" => Some(month.to_owned()),
            _ => None,
        });
        assert_eq!((asked.query().as_str(), asked.due()), (query, due), "{year} {month}");
    }
    // What comes past the address is held to the same.
    for year in [2022, 10_000, i32::MIN] {
        assert_eq!(DutyFilter { year: Some(year), ..DutyFilter::default() }.due(), None, "{year}");
    }
    assert_eq!(due_years(date!(2024 - 06 - 30)), [2025, 2024, 2023]);
}

#[test]
fn the_board_is_narrowed_and_put_in_order() {
    let cell = |kind, counts: &[(DutyState, u32)]| DutyCell { kind, counts: DutyCounts(counts.to_vec()) };
    let row = |name: &str, cells: Vec<DutyCell>| {
        let mut counts = DutyCounts::default();
        cells.iter().flat_map(|cell| &cell.counts.0).for_each(|(state, count)| counts.add(*state, *count));
        let agency = crate::agency::AgencyRef { id: crate::id::AgencyId::from(name), name: name.to_owned() };
        AgencyDuties { agency, cells, counts }
    };
    let board = DutyBoard {
        at: time::OffsetDateTime::UNIX_EPOCH,
        rows: vec![
            row("a", vec![cell(DutyKind::Load, &[(DutyState::Late, 1), (DutyState::Done, 9)])]),
            row("b", vec![cell(DutyKind::Refresh, &[(DutyState::Late, 3), (DutyState::Done, 97)])]),
            row("c", vec![cell(DutyKind::Load, &[(DutyState::Upcoming, 2)])]),
        ],
        counts: DutyCounts::default(),
        watches: true,
        figures: Vec::new(),
        sees_overlaps: false,
        year: None,
        years: Vec::new(),
    };
    let told = |kind, state, order: &str| -> Vec<String> {
        let rows = board.arranged(kind, state, order);
        rows.into_iter().map(|row| format!("{} {}", row.agency.name, row.counts.total())).collect()
    };
    assert_eq!(told(None, None, ""), ["a 10", "b 100", "c 2"]);
    assert_eq!(told(None, None, "late"), ["b 100", "a 10", "c 2"]);
    assert_eq!(told(None, None, "share"), ["a 10", "b 100", "c 2"]);
    assert_eq!(told(Some(DutyKind::Load), None, ""), ["a 10", "c 2"]);
    assert_eq!(told(None, Some(DutyState::Late), ""), ["a 1", "b 3"]);
    assert_eq!(told(Some(DutyKind::Load), Some(DutyState::DueSoon), ""), Vec::<String>::new());
}

#[test]
fn a_letter_tells_what_stood_late_on_its_day() {
    let due_on = date!(2026 - 11 - 02);
    let open = Days { due_on, done_on: None, excused_on: None, ended_on: None };
    let on = Some(date!(2026 - 11 - 10));
    for (days, day, late) in [
        (open, date!(2026 - 11 - 02), 0),
        (open, date!(2026 - 11 - 05), 3),
        (Days { done_on: on, ..open }, date!(2026 - 11 - 05), 3),
        (Days { done_on: on, ..open }, date!(2026 - 11 - 10), 8),
        (Days { done_on: on, ..open }, date!(2026 - 11 - 11), 0),
        (Days { excused_on: on, ..open }, date!(2026 - 11 - 09), 7),
        (Days { excused_on: on, ..open }, date!(2026 - 11 - 11), 0),
        (Days { ended_on: on, ..open }, date!(2026 - 11 - 09), 7),
        (Days { ended_on: on, ..open }, date!(2026 - 11 - 10), 0),
    ] {
        assert_eq!(days_late_on(&days, day), late, "{days:?} on {day}");
    }
}
