//! Use at size: events of five years, half of them views, as raw rows of the service's own table. Rolling up a day of a
//! million, the leaders' page and the statistics over all of it, what recording costs a request, the largest paint.

use std::path::Path;
use std::time::{Duration, Instant};

use domain::format::iso_date;
use domain::usage::{UsageEvent, UsageKind};
use serde::Deserialize;
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};
use store::{RollUp, Store};
use time::{Date, OffsetDateTime};
use tokio::process::Command;

use crate::client::{Load, Target, load, median};
use crate::service::{Running, SetUp};
use crate::{Outcome, full_text};

const YEARS: i64 = 5;
const DAYS: i64 = YEARS * 365;
/// The day that is rolled up by itself.
const BIG_DAY: u64 = 1_000_000;
const PAGES: [(&str, &str); 3] =
    [("Lãnh đạo", "/lanh-dao"), ("Lãnh đạo, năm trước", "/lanh-dao?ky="), ("Thống kê", "/thong-ke")];
/// A page that counts as a view.
const VIEWED: &str = "/danh-muc/DC-016";
/// Marks a request as a test's, which is not counted.
const NOT_COUNTED: &[(&str, &str)] = &[("user-agent", BROWSER), ("x-csdl-test", "1")];
/// As long as the other.
const COUNTED: &[(&str, &str)] = &[("user-agent", BROWSER), ("x-csdl-none", "1")];
const BROWSER: &str =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36";

/// What it took.
pub struct Used {
    pub events: u64,
    /// Writing the events, and rolling up all of them.
    pub filled: [Duration; 2],
    /// Rolling up the day of a million.
    pub big_day: Duration,
    pub pages: Vec<(&'static str, Load)>,
    pub recording: Vec<Recording>,
    /// Bytes of the service in memory: started, and after all of it.
    pub resident: [u64; 2],
    pub paints: Vec<Paint>,
}

/// The same page asked as one that is counted and as one that is not.
pub struct Recording {
    pub name: &'static str,
    pub connections: usize,
    pub counted: Load,
    pub not: Load,
}

/// The largest paint of a page on Lighthouse's phone, in milliseconds: as it reckons it, and with the browser slowed down.
/// None where Lighthouse saw no paint.
#[derive(Deserialize)]
pub struct Paint {
    pub path: String,
    pub reckoned: Option<f64>,
    pub measured: Option<f64>,
}

enum Database {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Database {
    async fn open(url: &str) -> Outcome<Self> {
        Ok(match url.starts_with("postgres") {
            true => Self::Postgres(PgPool::connect(url).await?),
            false => Self::Sqlite(SqlitePool::connect(url).await?),
        })
    }

    /// Writes so many events of one day: every kind but signing in, a hundred entries, a fifth by an agency.
    async fn fill(&self, day: Date, events: u64) -> Outcome {
        let day = iso_date(day);
        let (numbers, code, at) = match self {
            Self::Sqlite(_) => (
                format!("with recursive n(i) as (select 1 union all select i + 1 from n where i < {events})"),
                "printf('DC-%03d', 1 + i % 100 * 19 % 100)",
                format!("'{day}T02:00:00.000000000Z'"),
            ),
            Self::Postgres(_) => (
                format!("with n(i) as (select i from generate_series(1, {events}) i)"),
                "'DC-' || lpad((1 + i % 100 * 19 % 100)::text, 3, '0')",
                format!("timestamptz '{day} 02:00Z'"),
            ),
        };
        let day = match self {
            Self::Sqlite(_) => format!("'{day}'"),
            Self::Postgres(_) => format!("date '{day}'"),
        };
        let sql = format!(
            "insert into usage_event (event_key, happened_at, day, hour, kind, entry_code, agency, query, results, count, recorded)
             {numbers}
             select {day} || '-' || i, {at}, {day}, i % 24,
                case i % 10 when 0 then 'search' when 1 then 'download' when 2 then 'api' when 3 then 'export' else 'view' end,
                case i % 10 when 0 then '' else {code} end, case i % 5 when 0 then 'so-yt' else '' end, '', null, 1, {day}
             from n"
        );
        let sql = AssertSqlSafe(sql);
        match self {
            Self::Sqlite(pool) => sqlx::raw_sql(sql).execute(pool).await.map(drop)?,
            Self::Postgres(pool) => sqlx::raw_sql(sql).execute(pool).await.map(drop)?,
        }
        Ok(())
    }
}

/// One event of a day through the store, which notes the periods of the day.
async fn note(store: &Store, day: Date, now: OffsetDateTime) -> Outcome {
    let event = UsageEvent {
        key: format!("{day}"),
        at: day.with_hms(5, 0, 0)?.assume_utc(),
        kind: UsageKind::View,
        code: Some("DC-001".into()),
        agency: None,
        query: String::new(),
        results: None,
        count: 1,
    };
    store.record_events(&[event], &[], now, RollUp::Later).await?;
    Ok(())
}

/// Measures it in a database of its own: a SQLite file in `folder`, or a new one beside the PostgreSQL database given.
pub async fn measure(
    program: &Path,
    root: &Path,
    folder: &Path,
    beside: Option<&str>,
    (events, rounds, lasting): (u64, usize, Duration),
) -> Outcome<Used> {
    println!("Khai thác: sinh {events} sự kiện trong {YEARS} năm…");
    let database = match beside {
        Some(url) => Some(full_text::new_database(url, "csdl_bench_usage").await?),
        None => None,
    };
    let set_up = SetUp::new(program, root, folder, database.as_deref())?.keeping_usage(2 * DAYS);
    set_up.seed().await?;
    let store = Store::connect(set_up.database_url(), &folder.join("files")).await?;
    let database = Database::open(set_up.database_url()).await?;
    let now = OffsetDateTime::now_utc();
    let first = now.date() - time::Duration::days(DAYS + 1);
    let begun = Instant::now();
    for day in (0..DAYS).map(|after| first + time::Duration::days(after)) {
        note(&store, day, now).await?;
        database.fill(day, events / u64::try_from(DAYS)?).await?;
    }
    let written = begun.elapsed();
    let begun = Instant::now();
    store.roll_up_usage().await?;
    let filled = [written, begun.elapsed()];
    let day = first + time::Duration::days(DAYS);
    note(&store, day, now).await?;
    store.roll_up_usage().await?;
    database.fill(day, BIG_DAY).await?;
    let begun = Instant::now();
    store.roll_up_usage().await?;
    let big_day = begun.elapsed();
    let service = set_up.start().await?;
    let started = service.resident_bytes()?;
    let cookie = service.sign_in().await?;
    let pages = pages(&service, &cookie, now.year() - 1, rounds, lasting).await?;
    let recording = recording(&service, &cookie, rounds, lasting).await?;
    let resident = [started, service.resident_bytes()?];
    let paints = paints(root, &service.url, &cookie).await?;
    service.stop().await?;
    Ok(Used { events, filled, big_day, pages, recording, resident, paints })
}

async fn pages(
    service: &Running,
    cookie: &str,
    year: i32,
    rounds: usize,
    lasting: Duration,
) -> Outcome<Vec<(&'static str, Load)>> {
    println!("Bảng của lãnh đạo, thống kê…");
    let mut pages = Vec::new();
    for (name, path) in PAGES {
        let path = if path.ends_with('=') { format!("{path}{year}") } else { path.to_owned() };
        let target = Target { path, cookie: cookie.to_owned(), ..service.target("") };
        let mut loads = Vec::new();
        for _ in 0..rounds {
            loads.push(load(&target, 1, lasting).await?);
        }
        pages.push((name, median(&loads)));
    }
    Ok(pages)
}

/// Turn about, so that what the machine does else falls on both.
async fn recording(service: &Running, cookie: &str, rounds: usize, lasting: Duration) -> Outcome<Vec<Recording>> {
    println!("Ghi nhận lượt dùng…");
    let mut told = Vec::new();
    for (name, cookie) in [("khách", ""), ("đã đăng nhập", cookie)] {
        for connections in [1, 32] {
            let target = |headers| Target { cookie: cookie.to_owned(), headers, ..service.target(VIEWED) };
            let (mut counted, mut not) = (Vec::new(), Vec::new());
            for _ in 0..rounds * 2 {
                counted.push(load(&target(COUNTED), connections, lasting).await?);
                not.push(load(&target(NOT_COUNTED), connections, lasting).await?);
            }
            told.push(Recording { name, connections, counted: median(&counted), not: median(&not) });
        }
    }
    Ok(told)
}

async fn paints(root: &Path, url: &str, cookie: &str) -> Outcome<Vec<Paint>> {
    println!("Lighthouse…");
    let script = root.join("tools/lighthouse/paint.mjs");
    let output = Command::new("node").arg(script).args([url, cookie, "/lanh-dao", "/", "/danh-muc"]).output().await?;
    let complaints = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() {
        return Err(complaints.into_owned().into());
    }
    eprint!("{complaints}");
    Ok(serde_json::from_slice(&output.stdout)?)
}
