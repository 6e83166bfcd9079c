//! The statistics of use as a file.

use std::str::FromStr;

use app::text::usage as words;
use axum::extract::{Query, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::account::Actor;
use domain::format::{iso_date, parse_date};
use domain::usage::{Grain, UsageAsked, UsageKind, UsageReport};
use store::Store;
use time::OffsetDateTime;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What an address asks for; a value that cannot be read is refused with the parameter's name.
fn asked_of(pairs: &[(String, String)]) -> Result<UsageAsked, String> {
    let mut asked = UsageAsked::default();
    for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
        let wrong = || format!("{name}: giá trị không đọc được");
        match name.as_str() {
            "grain" => asked.grain = Grain::from_str(value).map_err(|_| wrong())?,
            "kind" => asked.kind = UsageKind::from_str(value).map_err(|_| wrong())?,
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
        Ok(report) => answer(&report),
        Err(error) => {
            tracing::error!(%error, "the statistics were not read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn answer(report: &UsageReport) -> Response {
    let name = format!("thong-ke-{}-{}.csv", report.period.grain, iso_date(report.period.start));
    let headers: [(HeaderName, String); 2] = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    match written(report) {
        Ok(text) => (headers, text).into_response(),
        Err(error) => {
            tracing::error!(%error, "the statistics were not written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// One table of five columns: which figure, its code, its name, the kind of use, how often.
fn written(report: &UsageReport) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    writer.write_record(["section", "id", "name", "kind", "count"])?;
    let mut line = |section: &str, id: &str, name: &str, kind: &str, count: u32| {
        writer.write_record([section, id, name, kind, &count.to_string()])
    };
    let period = words::period(report.period);
    let start = iso_date(report.period.start);
    for total in &report.totals {
        line("total", &start, &period, &total.kind.to_string(), total.count)?;
    }
    line("visitors", &start, &period, "", report.visitors)?;
    for slice in &report.slices {
        let (id, name) = match slice.period {
            Some(part) => (iso_date(part.start), words::period(part)),
            None => (slice.hour.to_string(), words::hour(slice.hour)),
        };
        for (kind, count) in UsageKind::PUBLIC.iter().zip(slice.counts) {
            line("part", &id, &name, &kind.to_string(), count)?;
        }
    }
    let kind = report.kind.to_string();
    for one in &report.entries {
        line("entry", one.code.as_str(), &one.name, &kind, one.count)?;
    }
    for (section, values) in [("sector", &report.sectors), ("agency", &report.owners)] {
        for one in values {
            line(section, &one.id, &one.name, &kind, one.count)?;
        }
    }
    for one in &report.missed_queries {
        line("missed", "", &one.query, "search", one.count)?;
    }
    let bytes = writer.into_inner().map_err(|error| error.into_error())?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
