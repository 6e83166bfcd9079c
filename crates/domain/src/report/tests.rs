use std::collections::{BTreeMap, BTreeSet};

use strum::IntoEnumIterator;
use time::macros::{date, datetime};

use super::*;
use crate::agency::AgencyRef;
use crate::calendar::{Calendar, Holiday, HolidayKind};
use crate::check::FieldCode;
use crate::duty::DutyKind;
use crate::id::{AgencyId, DutyId, EntryCode};
use crate::indicator::{Amount, Case, Indicator, Period, Subject, Unit};
use crate::workflow::{ReportMove, ReportStage};

const YEAR: Period = Period(2026);

fn agency(id: &str) -> AgencyRef {
    AgencyRef { id: AgencyId::from(id), name: format!("Sở {id}") }
}

#[test]
fn keys_are_read_as_they_are_written() {
    let own = ReportKey::of_agency(YEAR, &AgencyId::from("so-yt"));
    assert_eq!((own.to_string().as_str(), own.kind()), ("2026-so-yt", ReportKind::Agency));
    let all = ReportKey::consolidated(YEAR);
    assert_eq!((all.to_string().as_str(), all.kind()), ("2026-tong-hop", ReportKind::Consolidated));
    for key in [own, all] {
        assert_eq!(key.to_string().parse(), Ok(key.clone()));
        let json = serde_json::to_string(&key).expect("JSON");
        assert_eq!(serde_json::from_str::<ReportKey>(&json).expect("a key"), key);
    }
    for wrong in ["", "2026", "2026-", "1999-so-yt", "26-so-yt", "2026-Sở", "2026-so/yt", "2026-so yt", "tong-hop"] {
        assert_eq!(wrong.parse::<ReportKey>(), Err(NoReportKey), "{wrong:?}");
    }
    assert!(format!("2026-{}", "a".repeat(65)).parse::<ReportKey>().is_err());
}

/// What stands in both reports, line by line with unit and clause.
const TABLE: &str = include_str!("table.txt");

#[test]
fn the_table_of_both_reports() {
    let mut text = String::new();
    for kind in ReportKind::iter() {
        for section in sections(kind) {
            let clause = section.clause.anchor();
            text.push_str(&format!("{kind} {} | {} | {clause}\n", section.section, section.title));
            for line in lines(kind, section.section) {
                let measure = line.measure;
                let unit = match measure.unit(1) {
                    Unit::Count => "count",
                    Unit::Distinct => "distinct",
                    Unit::Share => "share",
                    Unit::Days => "days",
                };
                assert!(!measure.name(1).is_empty(), "{measure}");
                text.push_str(&format!(
                    "  {measure} | {} | {unit} | {}\n",
                    measure.name(1),
                    measure.clause(1).anchor()
                ));
            }
            if let Some(table) = table(section.section).filter(|_| kind == ReportKind::Consolidated) {
                let columns: Vec<String> = table.columns.iter().map(ToString::to_string).collect();
                text.push_str(&format!("  by agency: {}\n", columns.join(", ")));
            }
        }
    }
    if text != TABLE {
        println!("{text}");
    }
    assert!(text == TABLE, "report/table.txt is not what the table says");
}

#[test]
fn what_is_measured_stands_once_in_a_report_and_has_a_name_of_its_own() {
    for kind in ReportKind::iter() {
        let mut seen = BTreeSet::new();
        for line in LINES.iter().filter(|line| line.kind == kind) {
            assert!(section(kind, line.section).is_some(), "{}: {} is no section of it", line.measure, line.section);
            assert!(seen.insert(line.measure.to_string()), "{} twice", line.measure);
            assert_eq!(line.measure.to_string().parse(), Ok(line.measure));
        }
        assert!(!seen.is_empty());
    }
    assert_eq!("of_nothing".parse::<Measure>(), Err(NoMeasure));
    let sheets: BTreeSet<&str> = TABLES.iter().map(|table| table.sheet).collect();
    assert_eq!(sheets.len(), TABLES.len(), "a sheet each");
    for table in TABLES {
        assert!(section(ReportKind::Consolidated, table.section).is_some());
    }
}

#[test]
fn a_report_is_due_by_the_rule_of_the_day_on_which_it_is_begun() {
    let none = Calendar::new([]);
    let on = date!(2026 - 11 - 24);
    let own = |rules: &[ReportRule], on, calendar: &Calendar| due_on(rules, ReportKind::Agency, YEAR, on, calendar);
    assert_eq!(own(&DEFAULT_RULES, on, &none), date!(2026 - 12 - 14));
    assert_eq!(due_on(&DEFAULT_RULES, ReportKind::Consolidated, YEAR, on, &none), date!(2026 - 12 - 31));
    // A day off moves it to the next working day.
    let off = Holiday { date: date!(2026 - 12 - 14), name: String::new(), kind: HolidayKind::Holiday };
    assert_eq!(own(&DEFAULT_RULES, on, &Calendar::new([off])), date!(2026 - 12 - 15));
    // A rule that takes over later says nothing of what was begun before.
    let mut rules = DEFAULT_RULES.to_vec();
    let rule = ReportRule { kind: ReportKind::Agency, month: 11, day: 30, valid_from: date!(2026 - 12 - 01) };
    rules.push(rule);
    assert_eq!(own(&rules, on, &none), date!(2026 - 12 - 14));
    assert_eq!(own(&rules, date!(2026 - 12 - 01), &none), date!(2026 - 11 - 30));
    // Short months end where they end; without a rule the year does.
    rules.push(ReportRule { month: 2, day: 31, valid_from: date!(2026 - 12 - 02), ..rule });
    assert_eq!(own(&rules, date!(2026 - 12 - 02), &none), date!(2026 - 03 - 02), "28 February 2026 is a Saturday");
    assert_eq!(own(&[], on, &none), date!(2026 - 12 - 31));
}

#[test]
fn a_rule_as_it_is_typed() {
    let today = date!(2026 - 11 - 24);
    let typed = |kind: &str, day: &str, from: &str| {
        let form = ReportRuleForm { kind: kind.to_owned(), day: day.to_owned(), valid_from: from.to_owned() };
        form.check(Some(today))
            .map_err(|errors| errors.into_iter().map(|one| (one.field, one.code)).collect::<Vec<_>>())
    };
    let rule = ReportRule { kind: ReportKind::Agency, month: 2, day: 29, valid_from: today };
    assert_eq!(typed("agency", " 29/2 ", "24/11/2026"), Ok(rule));
    let only = |field: &str, code| Err(vec![(field.to_owned(), code)]);
    for day in ["30/02", "14/13", "0/12", "14", "14/12/2026", "a/b", "-1/12", "300/12"] {
        assert_eq!(typed("agency", day, "24/11/2026"), only("due_day", FieldCode::OutOfRange), "{day}");
    }
    assert_eq!(typed("agency", "", "24/11/2026"), only("due_day", FieldCode::Required));
    assert_eq!(typed("other", "14/12", "24/11/2026"), only("report_kind", FieldCode::Unknown));
    assert_eq!(typed("agency", "14/12", "23/11/2026"), only("valid_from", FieldCode::NotLater));
    assert_eq!(typed("agency", "14/12", ""), only("valid_from", FieldCode::Required));
}

fn form(text: &str, given: &[(&str, &str)], reason: &[(&str, &str)]) -> SectionForm {
    let map =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    SectionForm { text: text.to_owned(), given: map(given), reason: map(reason) }
}

#[test]
fn another_number_needs_a_reason_and_a_reason_a_number() {
    let long = |count| "a".repeat(count);
    let views = |number: &str, reason: &str| form("", &[("views", number)], &[("views", reason)]);
    let cases: &[(SectionForm, &[(&str, FieldCode)])] = &[
        (form("Đã khai thác", &[], &[]), &[]),
        (form("", &[], &[]), &[]),
        (views("1.234", "Tính cả hệ thống cũ"), &[]),
        (views("0", "Không có"), &[]),
        (views("", " "), &[]),
        (views("12", ""), &[("reason.views", FieldCode::Required)]),
        (views("", "Vì sao"), &[("given.views", FieldCode::Required)]),
        (views("nhiều", "Vì sao"), &[("given.views", FieldCode::NotANumber)]),
        (views("1,5", "Vì sao"), &[("given.views", FieldCode::NotANumber)]),
        (views("-1", "Vì sao"), &[("given.views", FieldCode::NotANumber)]),
        (views("9.000.000", "Vì sao"), &[]),
        (views("9000000000", "Vì sao"), &[("given.views", FieldCode::OutOfRange)]),
        (views("12", &long(REASON_CHARS_MAX)), &[]),
        (views("12", &long(REASON_CHARS_MAX + 1)), &[("reason.views", FieldCode::TooLong)]),
        (form(&long(REPORT_TEXT_CHARS_MAX), &[], &[]), &[]),
        (form(&long(REPORT_TEXT_CHARS_MAX + 1), &[], &[]), &[("text", FieldCode::TooLong)]),
        // Of another section, of another report, of nothing.
        (form("", &[("share_open", "1")], &[("share_open", "a")]), &[("given.share_open", FieldCode::Unknown); 2]),
        (form("", &[("searches", "1")], &[]), &[("given.searches", FieldCode::Unknown)]),
        (form("", &[("<b>", "1")], &[]), &[("given.<b>", FieldCode::Unknown)]),
    ];
    for (form, expected) in cases {
        let found = form.check(ReportKind::Agency, ReportSection::Exploiting).err().unwrap_or_default();
        let found: Vec<(&str, FieldCode)> = found.iter().map(|one| (one.field.as_str(), one.code)).collect();
        assert_eq!(found, *expected, "{form:?}");
    }
    let kept = views(" 1.234 ", " Vì\u{a0}sao ").check(ReportKind::Agency, ReportSection::Exploiting).expect("kept");
    let number = Measure::Indicator(Indicator::Views);
    assert_eq!(kept.given, [GivenInput { measure: number, scaled: 1_234, reason: "Vì sao".to_owned() }]);
    // Shares go to the tenth, and not over the whole.
    let share = |number: &str| {
        let form = form("", &[("share_open", number)], &[("share_open", "a")]);
        form.check(ReportKind::Agency, ReportSection::Sharing).map(|kept| kept.given[0].scaled).map_err(|e| e[0].code)
    };
    assert_eq!(share("87,5 %"), Ok(875));
    assert_eq!(share("100,1"), Err(FieldCode::OutOfRange));
    // A section that the report does not have.
    let none = form("", &[], &[]).check(ReportKind::Agency, ReportSection::Lateness);
    assert_eq!(none.err().map(|errors| errors[0].code), Some(FieldCode::Unknown));
}

#[test]
fn what_a_move_needs() {
    let form = |comment: &str, number: &str, date: &str| MoveForm {
        comment: comment.to_owned(),
        number: number.to_owned(),
        date: date.to_owned(),
        version: 1,
    };
    for attempted in ReportMove::iter() {
        let empty: Vec<String> = form("", "", "")
            .check(attempted, None)
            .err()
            .unwrap_or_default()
            .into_iter()
            .map(|one| one.field)
            .collect();
        let expected: &[&str] = match attempted {
            ReportMove::SendBack | ReportMove::Return => &["comment"],
            ReportMove::Forward => &["letter_number", "letter_date"],
            _ => &[],
        };
        assert_eq!(empty, expected, "{attempted}");
    }
    // It went on this day, or before: what is recorded never changes.
    let day = date!(2026 - 12 - 30);
    let sent = form("", " 12/BC-SKHCN ", "30/12/2026");
    for today in [None, Some(day)] {
        let paper = sent.check(ReportMove::Forward, today).expect("recorded").paper;
        assert_eq!(paper, Some(("12/BC-SKHCN".to_owned(), day)));
    }
    let early = sent.check(ReportMove::Forward, day.previous_day()).expect_err("a day to come");
    assert_eq!((early[0].field.as_str(), early[0].code, early.len()), ("letter_date", FieldCode::OutOfRange, 1));
    let long = form(&"a".repeat(8_001), "", "").check(ReportMove::Return, None).expect_err("too long");
    assert_eq!(long[0].code, FieldCode::TooLong);
}

fn duty(kind: DutyKind, of: &str, in_time: bool) -> Case {
    let subject = Subject::Duty {
        id: DutyId(1),
        code: EntryCode::from("DC-001"),
        name: String::new(),
        kind,
        due_on: date!(2026 - 06 - 30),
    };
    Case { subject, agency: agency(of), part: in_time.into(), whole: 1 }
}

fn told(cases: Vec<Case>, amount: Option<(u64, u64)>) -> Told {
    Told { version: 1, amount: amount.map(|(part, whole)| Amount { part, whole }), cases }
}

fn ground() -> Ground {
    let plain = |of: &str, part, whole| Case { subject: Subject::NoEntry, agency: agency(of), part, whole };
    let owing = |of: &str, review_days, duties, duty_days| Case {
        subject: Subject::Owing { review_days, duties, earlier: 0, duty_days },
        agency: agency(of),
        part: 1,
        whole: 1,
    };
    let duties = vec![
        duty(DutyKind::Load, "b", true),
        duty(DutyKind::Load, "b", false),
        duty(DutyKind::Load, "a", true),
        duty(DutyKind::Documents, "a", false),
    ];
    let nobody = Case { subject: Subject::NoEntry, agency: AgencyRef::default(), part: 5, whole: 1 };
    Ground {
        told: BTreeMap::from([
            (Indicator::DutiesOnTime, told(duties, Some((2, 4)))),
            (Indicator::DutiesNever, told(vec![plain("b", 1, 1)], Some((1, 1)))),
            (Indicator::Views, told(vec![plain("a", 7, 1), nobody], Some((12, 1)))),
            (Indicator::AgenciesLate, told(vec![owing("b", 3, 2, 40), owing("a", 9, 0, 0)], Some((2, 1)))),
            (Indicator::ShareOpen, told(vec![], None)),
        ]),
        proposals: Some(vec![
            ProposalFact {
                agency: agency("a"),
                name: "CSDL dân số".to_owned(),
                need: "Quản lý dân số\nvà hộ".to_owned(),
            },
            ProposalFact { agency: agency("a"), name: "CSDL hộ".to_owned(), need: String::new() },
        ]),
        letters: ["a", "c", "a"].map(agency).to_vec(),
    }
}

#[test]
fn figures_are_the_indicators_and_their_parts() {
    let ground = ground();
    let figure = |measure| ground.figure(measure);
    assert_eq!(figure(Measure::Duties(DutyKind::Load)), Some(Amount { part: 2, whole: 3 }));
    assert_eq!(figure(Measure::Duties(DutyKind::Documents)), Some(Amount { part: 0, whole: 1 }));
    assert_eq!(figure(Measure::Duties(DutyKind::OpenReview)), None, "a share of nothing");
    assert_eq!(figure(Measure::Indicator(Indicator::Views)), Some(Amount { part: 12, whole: 1 }));
    assert_eq!(figure(Measure::Indicator(Indicator::ShareOpen)), None);
    assert_eq!(figure(Measure::Indicator(Indicator::Calls)), None, "nothing is told of it");
    assert_eq!(figure(Measure::Proposals), Some(Amount { part: 2, whole: 1 }));
    assert_eq!(figure(Measure::Owed(Owed::ReviewDays)), Some(Amount { part: 9, whole: 1 }), "the longest");
    assert_eq!(figure(Measure::Owed(Owed::Duties)), Some(Amount { part: 2, whole: 1 }));
    assert_eq!(figure(Measure::Letters), Some(Amount { part: 3, whole: 1 }));
    assert_eq!(Ground { proposals: None, ..ground.clone() }.figure(Measure::Proposals), None, "no review, no figure");
    for kind in ReportKind::iter() {
        let lines = lines_of(kind, &ground);
        assert_eq!(lines.len(), LINES.iter().filter(|line| line.kind == kind).count());
        assert!(lines.iter().all(|(measure, _, amount)| *amount == ground.figure(*measure)));
    }
    assert_eq!(proposals_text(&ground), "- CSDL dân số: Quản lý dân số\n- CSDL hộ");
    assert_eq!(proposals_text(&Ground::default()), "");
}

#[test]
fn tables_have_the_agencies_by_name_and_late_ones_by_how_late_they_are() {
    let tables = tables_of(&ground());
    let of = |section| tables.iter().find(|table| table.section == section).expect("a table");
    let loading = of(ReportSection::Loading).texts("Toàn tỉnh");
    let row = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
    assert_eq!(
        loading,
        [
            row(["Toàn tỉnh", "66,7 %", "0 %", "50 %", "–", "1"]),
            row(["Sở a", "100 %", "0 %", "50 %", "–", "0"]),
            row(["Sở b", "50 %", "–", "50 %", "–", "1"]),
        ]
    );
    let late: Vec<Vec<String>> = of(ReportSection::Lateness).texts("Tổng");
    let names: Vec<&str> = late.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(
        names,
        ["Tổng", "Sở b", "Sở a", "Sở c"],
        "in the order of the indicator, then who was urged in the year"
    );
    let letters: Vec<&str> = late.iter().map(|row| row[4].as_str()).collect();
    assert_eq!((&late[1][1..4], letters), (&["3", "2", "40"].map(str::to_owned)[..], vec!["3", "0", "2", "1"]));
    // What is of nobody stands in the sum alone.
    let use_of = of(ReportSection::Exploiting).texts("Tổng");
    assert_eq!((use_of[0][1].as_str(), use_of.len(), use_of[1][1].as_str()), ("12", 2, "7"));
    assert_eq!(of(ReportSection::Lateness).heads().len(), 4);
}

#[test]
fn both_numbers_stay() {
    let measure = Measure::Duties(DutyKind::Load);
    let mut line = ReportLine { measure, version: 1, amount: Some(Amount { part: 2, whole: 3 }), given: None };
    assert_eq!((line.told(), line.reported()), ("66,7 %".to_owned(), "66,7 %".to_owned()));
    let at = datetime!(2026-11-24 00:00 UTC);
    line.given = Some(Given { scaled: 700, reason: "Đã nạp thêm".to_owned(), by: "Hạnh".to_owned(), at });
    assert_eq!((line.told(), line.reported()), ("66,7 %".to_owned(), "70 %".to_owned()));
    line.amount = None;
    assert_eq!((line.told(), line.reported()), ("–".to_owned(), "70 %".to_owned()));
}

#[test]
fn sections_that_need_words_are_named() {
    let key = ReportKey::of_agency(YEAR, &AgencyId::from("a"));
    let part = |section: &Section| ReportPart {
        section: section.section,
        text: if section.section == ReportSection::Sharing { "Có".to_owned() } else { String::new() },
        version: 1,
        saved: None,
        lines: Vec::new(),
        table: None,
    };
    let page = |key: ReportKey| ReportPage {
        parts: sections(key.kind()).map(part).collect(),
        key,
        agency: agency("a"),
        coordinator: agency("b"),
        stage: ReportStage::Draft,
        due_on: date!(2026 - 12 - 14),
        days_left: None,
        figures_at: datetime!(2026-11-24 00:00 UTC),
        standings: Vec::new(),
        taken: Vec::new(),
        deviations: Vec::new(),
        paper: None,
        comment: String::new(),
        events: Vec::new(),
        version: 1,
        moves: Vec::new(),
        lacks: Vec::new(),
    };
    let fields = |key| lacking(&page(key)).into_iter().map(|one| one.field).collect::<Vec<_>>();
    assert_eq!(fields(key), ["text-building", "text-exploiting", "text-proposals"]);
    assert_eq!(fields(ReportKey::consolidated(YEAR)), ["text-freshness", "text-proposals"]);
}
