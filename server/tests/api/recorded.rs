//! What is recorded of use when the whole service is asked and its own writer writes: each use once, of nobody anything,
//! whatever was sent, and also after the database failed.

use std::collections::BTreeMap;
use std::fs::File;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, StatusCode, request};
use domain::account::Actor;
use domain::catalog::EntryFilter;
use server::config::Config;
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};
use time::OffsetDateTime;
use tracing::Level;

use crate::common::Bed;
use crate::{Answer, Api, answer, on_both};

/// Who reads pages: none of this may be found in the database afterwards.
const ADDRESS: &str = "203.0.113.7";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";
const REFERRER: &str = "https://evil.example/<script>";
const GOOGLE: &str = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

/// A word that no entry has.
const NOWHERE: &str = "qqqqqqqq";
/// Use is recorded at most so long after it.
const IN_TIME: Duration = Duration::from_secs(5);
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// How often each use was recorded: kind, entry, agency, words, results.
const USES: &str = "select kind || '|' || entry_code || '|' || agency || '|' || query || '|' || \
    coalesce(cast(results as text), '') as k, sum(count) as n from usage_event \
    group by kind, entry_code, agency, query, results";
/// The same of the words of searches alone.
const WORDS: &str = "select query as k, sum(count) as n from usage_event where kind = 'search' group by query";

type Counts = BTreeMap<String, i64>;

fn more(before: &Counts, added: &[(&str, i64)]) -> Counts {
    let mut all = before.clone();
    for (what, times) in added {
        *all.entry((*what).to_owned()).or_default() += times;
    }
    all
}

/// Whether something comes to be so in time.
async fn in_time(is_so: impl AsyncFn() -> bool) -> bool {
    let until = Instant::now() + IN_TIME;
    while !is_so().await {
        if Instant::now() > until {
            return false;
        }
        tokio::time::sleep(LOOK_EVERY).await;
    }
    true
}

/// A second way to the rows.
enum Raw {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Raw {
    async fn of(bed: &Bed) -> Self {
        if let Some((base, name)) = &bed.database {
            let (server, _) = base.rsplit_once('/').expect("a database in the address");
            return Self::Postgres(PgPool::connect(&format!("{server}/{name}")).await.expect("a second way"));
        }
        let url = format!("sqlite://{}/csdl.db", bed.folder.path().display());
        Self::Sqlite(SqlitePool::connect(&url).await.expect("a second way"))
    }

    /// What a query gives: to each text `k` a number `n`.
    async fn counts(&self, query: &str) -> Counts {
        let sql = AssertSqlSafe(format!("select cast(k as text), cast(n as bigint) from ({query}) as found"));
        let rows: Vec<(String, i64)> = match self {
            Self::Sqlite(pool) => sqlx::query_as(sql).fetch_all(pool).await.expect(query),
            Self::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await.expect(query),
        };
        rows.into_iter().collect()
    }

    /// Waits until a query gives what is wanted. Uses are written in their order: when the last is there, all are.
    async fn come_to(&self, query: &str, wanted: &Counts) {
        in_time(async || self.counts(query).await == *wanted).await;
        assert_eq!(self.counts(query).await, *wanted);
    }

    async fn run(&self, statement: &'static str) {
        let done = match self {
            Self::Sqlite(pool) => sqlx::query(statement).execute(pool).await.map(drop),
            Self::Postgres(pool) => sqlx::query(statement).execute(pool).await.map(drop),
        };
        done.expect(statement);
    }

    /// Begins without the uses that the demonstration tells of.
    async fn forget_the_demonstration(&self) {
        for statement in [
            "delete from usage_event",
            "delete from usage_period",
            "delete from usage_user",
            "delete from usage_consumer",
            "delete from usage_hour",
            "delete from usage_visit",
            "delete from usage_visitors",
            "delete from usage_missed",
        ] {
            self.run(statement).await;
        }
    }

    /// The tables of which some column has a text in it.
    async fn holding(&self, text: &str) -> Vec<String> {
        let columns = match self {
            Self::Sqlite(_) => {
                "select m.name || ' ' || c.name as k, 0 as n from sqlite_master m join pragma_table_info(m.name) c \
                 where m.type = 'table'"
            }
            Self::Postgres(_) => {
                "select cast(c.table_name as text) || ' ' || cast(c.column_name as text) as k, 0 as n \
                 from information_schema.columns c join information_schema.tables t \
                 on t.table_schema = c.table_schema and t.table_name = c.table_name \
                 where c.table_schema = 'public' and t.table_type = 'BASE TABLE'"
            }
        };
        let mut conditions: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for place in self.counts(columns).await.into_keys() {
            let (table, column) = place.split_once(' ').expect("a table and a column");
            let condition = format!("cast(\"{column}\" as text) like '%{text}%'");
            conditions.entry(table.to_owned()).or_default().push(condition);
        }
        let mut holding = Vec::new();
        for (table, conditions) in conditions {
            let rows =
                format!("select '{table}' as k, count(*) as n from \"{table}\" where {}", conditions.join(" or "));
            if self.counts(&rows).await.values().any(|rows| *rows > 0) {
                holding.push(table);
            }
        }
        holding
    }
}

/// What a reader's browser sends.
fn reader(address: &str) -> Vec<(&str, &str)> {
    vec![("user-agent", FIREFOX), ("x-forwarded-for", address), ("referer", REFERRER)]
}

fn reader_with<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut headers = reader(ADDRESS);
    headers.push((name, value));
    headers
}

fn with(request: request::Builder, headers: &[(&str, &str)]) -> request::Builder {
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
}

/// The whole service with its writer, behind a proxy; one person and one agency are left out of the counts.
struct Portal(Router);

impl Portal {
    fn open(api: &Api) -> Self {
        let usage_left_out = vec!["lanhdao.khcn".to_owned(), "so-ct".to_owned()];
        Self(api.bed.service_that_counts(Config { behind_proxy: true, usage_left_out, ..Config::default() }))
    }

    async fn ask(&self, address: &str, headers: &[(&str, &str)]) -> Answer {
        let request = with(Request::get(address), headers).body(Body::empty()).expect("a request");
        answer(&self.0, request).await
    }

    /// What is there for certain.
    async fn get(&self, address: &str, headers: &[(&str, &str)]) -> Answer {
        let answer = self.ask(address, headers).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}");
        answer
    }

    /// The cookie of one who signs in.
    async fn sign_in(&self, username: &str) -> String {
        let request = with(Request::post("/dang-nhap"), &reader_with("sec-fetch-site", "same-origin"))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("username={username}&password=mat-khau-thu")))
            .expect("a request");
        let answer = answer(&self.0, request).await;
        let (cookie, _) = answer.header("set-cookie").split_once(';').expect("a cookie");
        cookie.to_owned()
    }
}

/// Two readers, one of them twice: before anybody signed in, so that all of the database is looked through.
async fn views_of_nobody(api: &Api, raw: &Raw) {
    let portal = Portal::open(api);
    for address in [ADDRESS, ADDRESS, "203.0.113.8"] {
        let answer = portal.get("/danh-muc/DC-016", &reader(address)).await;
        assert_eq!(answer.header("set-cookie"), "");
    }
    raw.come_to(USES, &more(&Counts::new(), &[("view|DC-016|||", 3)])).await;
    let visitors = raw.counts("select 'visitors' as k, count(*) as n from usage_visit").await;
    assert_eq!(visitors["visitors"], 2);
    for sent in [ADDRESS, FIREFOX, "evil.example"] {
        assert_eq!(raw.holding(sent).await, Vec::<String>::new(), "{sent}");
    }
    let holding = raw.holding("DC-016").await;
    assert!(holding.iter().any(|table| table == "usage_event"), "what is there is found: {holding:?}");
}

/// What was found is told too, also by a page that is kept; further pages of it are no further search.
async fn searches(api: &Api, raw: &Raw) {
    let portal = Portal::open(api);
    let before = raw.counts(USES).await;
    let found = async |query: &str| {
        let filter = EntryFilter { query: query.to_owned(), ..EntryFilter::default() };
        let anyone = Actor::anonymous(OffsetDateTime::now_utc());
        api.bed.store.catalog(&anyone, &filter).await.expect("a page").entries.total
    };
    let (some, none) = (found("đất đai").await, found(NOWHERE).await);
    assert!(some > 0 && none == 0, "{some}, {none}");
    let search = "/danh-muc?q=%C4%91%E1%BA%A5t+%C4%91ai";
    portal.get(&format!("{search}&page=2"), &reader(ADDRESS)).await;
    let first = portal.get(search, &reader(ADDRESS)).await;
    let again = portal.get(search, &reader(ADDRESS)).await;
    assert!(!first.header("etag").is_empty() && first.header("etag") == again.header("etag"), "the page is kept");
    portal.get(&format!("/danh-muc?q={NOWHERE}"), &reader(ADDRESS)).await;
    let (some, none) = (format!("search|||dat dai|{some}"), format!("search|||{NOWHERE}|0"));
    raw.come_to(USES, &more(&before, &[(some.as_str(), 2), (none.as_str(), 1)])).await;
}

async fn calls_and_files(api: &Api, raw: &Raw) {
    let portal = Portal::open(api);
    let before = raw.counts(USES).await;
    for address in [
        "/api/v1/openapi.json",
        "/api/v1/entries/DC-016",
        "/api/v1/entries/DC-016",
        "/api/v1/entries?q=dat",
        "/danh-muc/xuat.csv?q=dat",
        "/ban-hanh/2/phu-luc.xlsx",
        "/ban-hanh/2/noi-dung.json",
        "/danh-muc/DC-016/ban-ghi.json",
    ] {
        portal.get(address, &[("user-agent", "curl/8.5.0")]).await;
    }
    // The record of an entry as a file, as its page links to it: the same as by the API, and no call of it.
    let file = portal.get("/danh-muc/DC-016/ban-ghi.json?edition=1", &[("user-agent", "curl/8.5.0")]).await;
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"DC-016.json\"");
    let record = portal.get("/api/v1/entries/DC-016?edition=1", &reader_with("x-csdl-test", "1")).await;
    assert_eq!(file.json(), record.json());
    let none = portal.ask("/danh-muc/DC-999/ban-ghi.json", &reader(ADDRESS)).await;
    assert_eq!((none.status, none.header("content-type")), (StatusCode::NOT_FOUND, "application/problem+json"));
    let added =
        [("api|DC-016|||", 2), ("api||||", 1), ("export||||", 1), ("download||||", 2), ("download|DC-016|||", 2)];
    raw.come_to(USES, &more(&before, &added)).await;
    // It reaches the roll-up that the figures of its agency are made of.
    let by_entry = "select entry_code as k, count as n from usage_period \
        where grain = 'year' and kind = 'download' and entry_code <> ''";
    raw.come_to(by_entry, &more(&Counts::new(), &[("DC-016", 2)])).await;
}

/// Of who signs in the agency is told. Not counted: who is left out by name, by agency, since they run the system; robots,
/// tests, and what there is not.
async fn people_and_programs(api: &Api, raw: &Raw) {
    let portal = Portal::open(api);
    let before = raw.counts(USES).await;
    for username in ["lanhdao.khcn", "canbo.congthuong", "quantri", "canbo.yte"] {
        let cookie = portal.sign_in(username).await;
        portal.get("/danh-muc/DC-016", &reader_with("cookie", &cookie)).await;
    }
    for address in ["/danh-muc/DC-016", "/danh-muc?q=dat", "/api/v1/entries/DC-016", "/danh-muc/xuat.csv"] {
        // Once to be made, and once as it is kept.
        for _ in 0..2 {
            portal.get(address, &reader_with("x-csdl-test", "1")).await;
            portal.get(address, &[("user-agent", GOOGLE)]).await;
        }
    }
    portal.get("/danh-muc/DC-016", &[("user-agent", "curl/8.5.0")]).await;
    assert_eq!(portal.ask("/danh-muc/DC-999", &reader(ADDRESS)).await.status, StatusCode::NOT_FOUND);
    portal.get("/danh-muc/DC-016", &reader(ADDRESS)).await;
    let added = [("sign_in||so-yt||", 1), ("view|DC-016|so-yt||", 1), ("view|DC-016|||", 1)];
    raw.come_to(USES, &more(&before, &added)).await;
}

/// Whatever is asked, the statistics stay words: letters, digits and spaces, and no more than eighty.
async fn hostile_words(api: &Api, raw: &Raw) {
    let portal = Portal::open(api);
    let before = raw.counts(WORDS).await;
    let (long, endless) = ("%C4%83n+".repeat(500), "a".repeat(5_000));
    for words in ["%3D1%2B1", "%3Cscript%3Ealert(1)%3C/script%3E", "%ff%fe", "%", &endless, &long] {
        portal.get(&format!("/danh-muc?q={words}"), &reader(ADDRESS)).await;
    }
    for address in ["/danh-muc/%3Cscript%3E", "/api/entry?code=%3D1%2B1", "/api/v1/entries/%3Cscript%3E"] {
        let status = portal.ask(address, &reader(ADDRESS)).await.status;
        assert!(status.is_client_error(), "{status}: {address}");
    }
    // What three people asked is shown.
    for address in ["203.0.113.1", "203.0.113.2", "203.0.113.3"] {
        portal.get(&format!("/danh-muc?q=%3D%3C{NOWHERE}%3E'%22"), &reader(address)).await;
    }
    let cut = ["an"; 27].join(" ");
    let added = [("1 1", 1), ("script alert 1 script", 1), ("", 2), (cut.as_str(), 1), (NOWHERE, 3)];
    raw.come_to(WORDS, &more(&before, &added)).await;
    let page = portal.get("/thong-ke", &reader(ADDRESS)).await;
    let page = String::from_utf8_lossy(&page.body);
    assert!(page.contains(&format!(">{NOWHERE}<")) && !page.contains(&format!("<{NOWHERE}")), "{page}");
    let file = portal.get("/thong-ke/so-lieu.csv", &reader(ADDRESS)).await;
    let file = String::from_utf8_lossy(&file.body);
    assert!(file.contains(&format!("missed,,{NOWHERE},search,4")), "{file}");
}

/// While nothing can be written, pages are answered; what was seen meanwhile is written later, once, whoever comes or not.
async fn after_a_failure(api: &Api, raw: &Raw) {
    // The writer runs on this thread, as the whole test does.
    let log = api.bed.folder.path().join("log");
    let lines = File::create(&log).expect("a log");
    let subscriber = tracing_subscriber::fmt().with_max_level(Level::ERROR).with_writer(lines).finish();
    let _told = tracing::subscriber::set_default(subscriber);
    let portal = Portal::open(api);
    let before = raw.counts(USES).await;
    raw.run("alter table usage_event rename to usage_event_away").await;
    for _ in 0..2 {
        portal.get("/danh-muc/DC-039", &reader(ADDRESS)).await;
    }
    let failures = || std::fs::read_to_string(&log).map_or(0, |log| log.matches("use was not recorded").count());
    assert!(in_time(async || failures() > 0).await, "the writer says that it failed");
    portal.get("/danh-muc/DC-039", &reader(ADDRESS)).await;
    raw.run("alter table usage_event_away rename to usage_event").await;
    portal.get("/danh-muc/DC-016", &reader(ADDRESS)).await;
    raw.come_to(USES, &more(&before, &[("view|DC-039|||", 3), ("view|DC-016|||", 1)])).await;
    // The last of the day is written too, though nobody comes after.
    let (before, told) = (raw.counts(USES).await, failures());
    raw.run("alter table usage_event rename to usage_event_away").await;
    portal.get("/danh-muc/DC-016", &reader(ADDRESS)).await;
    assert!(in_time(async || failures() > told).await, "the writer says that it failed");
    raw.run("alter table usage_event_away rename to usage_event").await;
    raw.come_to(USES, &more(&before, &[("view|DC-016|||", 1)])).await;
    let by_hour = "select kind as k, sum(count) as n from usage_hour where grain = 'day' group by kind";
    let by_event = "select kind as k, sum(count) as n from usage_event group by kind";
    assert_eq!(raw.counts(by_hour).await, raw.counts(by_event).await, "rolled up once too");
}

#[tokio::test]
async fn use_is_recorded_and_nobody_with_it() {
    on_both(async |api| {
        let raw = Raw::of(&api.bed).await;
        raw.forget_the_demonstration().await;
        views_of_nobody(api, &raw).await;
        searches(api, &raw).await;
        calls_and_files(api, &raw).await;
        people_and_programs(api, &raw).await;
        hostile_words(api, &raw).await;
        after_a_failure(api, &raw).await;
    })
    .await;
}
