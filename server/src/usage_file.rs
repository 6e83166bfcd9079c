//! The statistics of use as files.

use std::str::FromStr;

use app::text::{export as export_words, sector, usage as words};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use documents::flat::{csv_writer, fenced};
use domain::account::Actor;
use domain::format::{iso_date, parse_date};
use domain::id::EntryCode;
use domain::usage::{EntryUsage, Grain, UsageAsked, UsageKind, UsageReport, UsageSlice};
use store::Store;
use time::OffsetDateTime;

use crate::download::{self, Attachment, plain};

/// What an address asks for; a value that cannot be read is refused with the parameter's name.
fn asked_of(pairs: &[(String, String)]) -> Result<UsageAsked, String> {
    let mut asked = UsageAsked::default();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        let wrong = || format!("{name}: giá trị không đọc được");
        match name.as_str() {
            "grain" => asked.grain = Grain::from_str(value).map_err(|_| wrong())?,
            "kind" => {
                let kind = UsageKind::from_str(value).ok().filter(|kind| UsageKind::PUBLIC.contains(kind));
                asked.kind = kind.ok_or_else(wrong)?;
            }
            "all" => asked.whole = true,
            "at" => asked.at = Some(parse_date(value).ok_or_else(wrong)?),
            _ => {}
        }
    }
    Ok(asked)
}

/// `GET /thong-ke/so-lieu.csv`: what the page of the same address shows.
pub async fn csv(State(store): State<Store>, Query(pairs): Query<Vec<(String, String)>>) -> Response {
    let asked = match asked_of(&pairs) {
        Ok(asked) => asked,
        Err(wrong) => return (StatusCode::BAD_REQUEST, wrong).into_response(),
    };
    match store.usage_report(&Actor::anonymous(OffsetDateTime::now_utc()), &asked).await {
        Ok(report) => {
            let name = format!("thong-ke-{}-{}.csv", report.period.grain, iso_date(report.period.start));
            answer(name, of_portal(&report))
        }
        Err(error) => download::refuse(&error),
    }
}

/// `GET /danh-muc/{code}/su-dung.csv`: the use of an entry by month, by day and by who used it, as its page shows it to
/// everyone.
pub async fn entry_csv(
    State(store): State<Store>,
    Path(code): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    let at = match asked_of(&pairs) {
        Ok(asked) => asked.at,
        Err(wrong) => return (StatusCode::BAD_REQUEST, wrong).into_response(),
    };
    match store.entry_usage(&Actor::anonymous(OffsetDateTime::now_utc()), &EntryCode(code), at).await {
        Ok(usage) => answer(format!("su-dung-{}.csv", usage.code), of_entry(&usage)),
        Err(error) => download::refuse(&error),
    }
}

fn answer(name: String, written: Result<Vec<u8>, csv::Error>) -> Response {
    match written {
        Ok(bytes) => Attachment { bytes, kind: "text/csv; charset=utf-8", name, etag: None }.into_response(),
        Err(error) => {
            tracing::error!(%error, "the statistics were not written");
            plain(StatusCode::INTERNAL_SERVER_ERROR, export_words::FAILED.to_owned())
        }
    }
}

/// A table of five columns: which figure, its code, its name, the kind of use, how often.
struct Table(csv::Writer<Vec<u8>>);

impl Table {
    fn new() -> Result<Self, csv::Error> {
        let mut writer = csv_writer(b',');
        writer.write_record(["section", "id", "name", "kind", "count"])?;
        Ok(Self(writer))
    }

    fn line(&mut self, section: &str, id: &str, name: &str, kind: &str, count: u32) -> Result<(), csv::Error> {
        self.0.write_record([section, id, name, kind, &count.to_string()].map(fenced))
    }

    fn parts(&mut self, section: &str, slices: &[UsageSlice]) -> Result<(), csv::Error> {
        for slice in slices {
            let (id, name) = match slice.period {
                Some(part) => (iso_date(part.start), words::period(part)),
                None => (slice.hour.to_string(), words::hour(slice.hour)),
            };
            for (kind, count) in UsageKind::PUBLIC.iter().zip(slice.counts) {
                self.line(section, &id, &name, &kind.to_string(), count)?;
            }
        }
        Ok(())
    }

    fn bytes(self) -> Result<Vec<u8>, csv::Error> {
        self.0.into_inner().map_err(|error| error.into_error().into())
    }
}

fn of_portal(report: &UsageReport) -> Result<Vec<u8>, csv::Error> {
    let mut table = Table::new()?;
    let totals = || report.totals.iter().chain([&report.sign_ins]);
    let period = words::period(report.period);
    let start = iso_date(report.period.start);
    for total in totals() {
        table.line("total", &start, &period, &total.kind.to_string(), total.count)?;
    }
    table.line("visitors", &start, &period, "", report.visitors)?;
    if let Some(before) = report.period.before() {
        let (start, period) = (iso_date(before.start), words::period(before));
        for total in totals() {
            table.line("total_before", &start, &period, &total.kind.to_string(), total.before)?;
        }
        table.line("visitors_before", &start, &period, "", report.visitors_before)?;
    }
    let kind = report.kind.to_string();
    for (section, count) in
        [("public", report.public), ("staff", report.staff), ("staff_agencies", report.staff_agencies)]
    {
        table.line(section, &start, &period, &kind, count)?;
    }
    table.parts("part", &report.slices)?;
    for one in &report.entries {
        table.line("entry", one.code.as_str(), &one.name, &kind, one.count)?;
    }
    table.line("entries_used", &start, &period, &kind, report.used)?;
    table.line("no_entry", &start, &period, &kind, report.no_entry)?;
    for (section, values) in [("sector", &report.sectors), ("agency", &report.owners)] {
        for one in values {
            let name = if one.id.is_empty() { sector::NONE } else { &one.name };
            table.line(section, &one.id, name, &kind, one.count)?;
        }
    }
    table.line("sectors_used", &start, &period, &kind, report.sectors_used)?;
    table.line("agencies_used", &start, &period, &kind, report.owners_used)?;
    table.line("missed_total", &start, &period, "search", report.missed)?;
    for one in &report.missed_queries {
        table.line("missed", "", &one.query, "search", one.count)?;
    }
    table.bytes()
}

/// The months, and before them what they add up to, beside the entry's code and name; then the days, and who used it.
fn of_entry(usage: &EntryUsage) -> Result<Vec<u8>, csv::Error> {
    let mut table = Table::new()?;
    for (place, kind) in UsageKind::PUBLIC.iter().enumerate() {
        let sum = usage.months.iter().fold(0_u32, |sum, month| sum.saturating_add(month.counts[place]));
        table.line("entry", usage.code.as_str(), &usage.name, &kind.to_string(), sum)?;
    }
    table.parts("part", &usage.months)?;
    table.parts("day", &usage.days)?;
    for year in &usage.years {
        let (start, name) = (iso_date(year.period.start), words::period(year.period));
        for one in &year.classes {
            for (kind, count) in UsageKind::PUBLIC.iter().zip(one.counts) {
                table.line(&one.class.to_string(), &start, &name, &kind.to_string(), count)?;
            }
        }
        table.line("staff_agencies", &start, &name, "", year.agencies)?;
    }
    table.bytes()
}

#[cfg(test)]
mod tests {
    use domain::agency::AgencyRef;
    use domain::catalog::FacetValue;
    use domain::usage::{KindTotal, MissedQuery, Period, UsedEntry};
    use time::macros::datetime;

    use super::*;

    /// Names that a spreadsheet would take for formulas are texts in both files.
    #[test]
    fn no_name_is_a_formula() {
        let at = datetime!(2026-11-24 03:00 UTC);
        let value = |name: &str| vec![FacetValue { id: "x".to_owned(), name: name.to_owned(), count: 1 }];
        let hostile = "=HYPERLINK(\"https://evil.example\";A1)";
        let code = EntryCode::from("DC-001");
        let report = UsageReport {
            period: Period::of(Grain::Month, at.date()),
            kind: UsageKind::View,
            at,
            since: None,
            totals: Vec::new(),
            sign_ins: KindTotal { kind: UsageKind::SignIn, count: 0, before: 0 },
            visitors: 0,
            visitors_before: 0,
            slices: Vec::new(),
            entries: vec![UsedEntry {
                code: code.clone(),
                name: hostile.to_owned(),
                owner: AgencyRef::default(),
                count: 1,
            }],
            used: 1,
            no_entry: 0,
            sectors: value("+84"),
            sectors_used: 1,
            owners: value("@SUM(A1)"),
            owners_used: 1,
            public: 0,
            staff: 0,
            staff_agencies: 0,
            missed: 1,
            missed_queries: vec![MissedQuery { query: "-2+3".to_owned(), count: 1 }],
        };
        let fence = |name: &str| format!("'{name}");
        let names = |bytes: Vec<u8>, section: &str| -> Vec<String> {
            let rows = csv::Reader::from_reader(bytes.as_slice()).into_records().map(|row| row.expect("a row"));
            rows.filter(|row| &row[0] == section).map(|row| row[2].to_owned()).collect()
        };
        for (section, name) in [
            ("entry", fence(hostile)),
            ("sector", "+84".to_owned()),
            ("agency", fence("@SUM(A1)")),
            ("missed", fence("-2+3")),
        ] {
            assert_eq!(names(of_portal(&report).expect("a table"), section), [name], "{section}");
        }
        let (months, days, years) = Default::default();
        let own = EntryUsage { code, name: hostile.to_owned(), months, month: None, days, years };
        let named = names(of_entry(&own).expect("a table"), "entry");
        assert!(
            named.len() == UsageKind::PUBLIC.len() && named.iter().all(|name| *name == fence(hostile)),
            "{named:?}"
        );
    }
}
