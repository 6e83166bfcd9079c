use time::macros::{date, datetime};

use super::*;
use crate::id::{AgencyId, DutyLetterId};

fn row(sent: Sent, agency: &str, at: OffsetDateTime) -> LedgerRow {
    LedgerRow {
        sent,
        agency: AgencyRef { id: AgencyId::from(agency), name: agency.to_owned() },
        campaign: Some(CampaignKey::annual(2026)),
        due_on: date!(2026 - 11 - 30),
        day: at.date(),
        at,
        people: 1,
        mails: Vec::new(),
    }
}

fn step(text: &str) -> Step {
    text.parse().expect("a step")
}

fn letter(number: &str) -> Sent {
    Sent::Letter { number: number.to_owned(), by: "Trần Quốc Bảo".to_owned(), again: false, file: false }
}

fn duty_letter(number: &str) -> Sent {
    Sent::DutyLetter { id: DutyLetterId(1), number: number.to_owned(), by: String::new(), duties: 2 }
}

fn opinion(id: i64) -> Sent {
    Sent::Opinion { step: step("-1 working_day officer"), id: OpinionId(id), name: "Hồ sơ sức khỏe".to_owned() }
}

#[test]
fn a_filter_survives_its_address() {
    let all = LedgerFilter {
        agency: "so-yt".to_owned(),
        year: Some(2026),
        kind: Some(LedgerKind::Letter),
        mail: Some(MailState::Failed),
        sort: LedgerSort::Agency,
        page: 2,
    };
    for (filter, query) in
        [(LedgerFilter::default(), ""), (all, "agency=so-yt&year=2026&kind=letter&mail=failed&sort=agency&page=2")]
    {
        assert_eq!(filter.query(), query);
        let pairs: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        let get = |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        assert_eq!(LedgerFilter::of(get), filter);
    }
    let odd = LedgerFilter::of(|_| Some("khác".to_owned()));
    assert_eq!(odd, LedgerFilter { agency: "khác".to_owned(), ..LedgerFilter::default() });
}

#[test]
fn a_notice_tells_of_its_own_row() {
    let at = datetime!(2026-12-01 03:00 UTC);
    let about = |agency: &str, number: &str, opinion: Option<i64>| About {
        agency: AgencyRef { id: AgencyId::from(agency), name: String::new() },
        due_on: date!(2026 - 11 - 30),
        days_left: -1,
        letter: number.to_owned(),
        opinion: opinion.map(|id| AboutOpinion {
            id: OpinionId(id),
            name: String::new(),
            answer: AnswerId(1),
            silence_agrees: false,
        }),
        note: String::new(),
        again: false,
        duties: 0,
        report: None,
        period: None,
    };
    for (sent, kind, own, other) in [
        (Sent::Step(step("1 day officer")), NoticeKind::Remind, about("a", "", None), about("b", "", None)),
        (Sent::Step(step("14 day office")), NoticeKind::LateList, about("a", "", None), about("b", "", None)),
        (opinion(7), NoticeKind::OpinionRemind, about("a", "", Some(7)), about("a", "", Some(8))),
        (letter("1/A"), NoticeKind::Urged, about("a", "1/A", None), about("a", "2/A", None)),
        (duty_letter("1/A"), NoticeKind::DutyUrged, about("a", "1/A", None), about("a", "2/A", None)),
        (Sent::DutyReminder { late: 1, soon: 0 }, NoticeKind::DutyRemind, about("a", "", None), about("b", "", None)),
    ] {
        let row = row(sent, "a", at);
        assert_eq!((row.notice(), row.is_told(&own), row.is_told(&other)), (kind, true, false), "{row:?}");
    }
}

#[test]
fn rows_are_narrowed_and_put_in_order() {
    let rows = [
        row(Sent::Step(step("1 day officer")), "b", datetime!(2026-12-01 03:00 UTC)),
        row(letter("1/A"), "a", datetime!(2026-12-07 03:00 UTC)),
        row(Sent::Step(step("-7 day officer")), "a", datetime!(2025-11-23 03:00 UTC)),
    ];
    let told = |filter: LedgerFilter| {
        let mut left: Vec<LedgerRow> = rows.iter().filter(|row| filter.takes(row)).cloned().collect();
        filter.arrange(&mut left);
        left.iter().map(|row| format!("{} {}", row.agency.id, row.day)).collect::<Vec<_>>()
    };
    let sorted = |sort| told(LedgerFilter { sort, ..LedgerFilter::default() });
    assert_eq!(sorted(LedgerSort::Latest), ["a 2026-12-07", "b 2026-12-01", "a 2025-11-23"]);
    assert_eq!(sorted(LedgerSort::Earliest), ["a 2025-11-23", "b 2026-12-01", "a 2026-12-07"]);
    assert_eq!(sorted(LedgerSort::Agency), ["a 2026-12-07", "a 2025-11-23", "b 2026-12-01"]);
    let of = |agency: &str, year, kind| {
        told(LedgerFilter { agency: agency.to_owned(), year, kind, ..LedgerFilter::default() })
    };
    assert_eq!(of("a", Some(2026), None), ["a 2026-12-07"]);
    assert_eq!(of("", None, Some(LedgerKind::Reminder)), ["b 2026-12-01", "a 2025-11-23"]);
}
