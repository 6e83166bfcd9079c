//! What every live route answers to every role. The list of routes is the router's own, so a route that is added has to
//! be added here: `access/table.txt` is the table, and this test prints what it found when the two differ.

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{Method, Request, StatusCode};
use server::router::{PAGES, PLAIN_ROUTES};
use server::seed::{Scenario, seed};
use server::stylesheet::Stylesheet;
use time::OffsetDateTime;
use tower::ServiceExt;

const PASSWORD: &str = "mat-khau-thu";
const PEOPLE: [(&str, &str); 7] = [
    ("anonymous", ""),
    ("officer", "canbo.yte"),
    ("head", "lanhdao.yte"),
    ("appraiser", "dieuphoi"),
    ("clerk", "vanphong"),
    ("leader", "lanhdao"),
    ("administrator", "quantri"),
];

/// What a server function is asked with. The year 1999 has no campaign: who may ask learns that (404), others are
/// refused first, and nothing is changed.
fn arguments(path: &str) -> &'static str {
    match path.trim_start_matches("/api/") {
        "session" | "api-guide" | "home" | "editions" | "agencies" | "campaigns" | "tasks" | "leaders" | "lists"
        | "synonyms" | "notices" | "ladder" | "ledger" | "duty-rules" | "duty-board" | "freshness" | "my-duties"
        | "my-opinions" | "my-reports" => "",
        "agency-board" => "agency=so-yt",
        "agency-absence" => "agency=so-gtvt&period=2026",
        "digest" => "",
        "digest-rule" => "version=1&form[active]=1&form[weekday]=",
        "indicator" => "code=duties_never&period=2026",
        "indicator-target" => "code=duties_never&period=2026&version=1&form[target]=nhiều",
        "period-close" => "period=1999",
        "opinion" => "id=0",
        "opinions" => "year=1999",
        "opinion-ask" => "answer=0&round=0&form[question]=",
        "opinion-give" => "id=0&stand=agree&text=",
        "opinion-handle" => "id=0&statement=0&handling=taken_up&text=a",
        "opinion-withdraw" => "id=0&reason=a",
        "notice-read" | "step-remove" | "mail-retry" => "id=999999",
        "step-add" => "form[days]=",
        "term-add" => "form[term]=",
        "duty-rule-add" => "form[amount]=",
        "urging" => "year=1999",
        "urging-extend" => "year=1999&form[agency]=so-yt&form[due_on]=&form[reason]=",
        "urging-record" => "year=1999&form[agency]=so-yt&form[letter_number]=&form[letter_date]=",
        "duty-urging" => "agency=khong-co",
        "duty-urging-record" => "form[agency]=khong-co&form[letter_number]=1&form[letter_date]=2025-01-02",
        "duties" => "filter[agency]=so-yt&filter[kind]=load&filter[sort]=due",
        "entry-duties" => "code=DC-039",
        "duty" => "id=0",
        "reports" => "period=2026",
        "report" => "key=2025-so-yt",
        // Nobody reports by this name: nothing begins.
        "report-begin" => "key=2026-khong-co",
        "report-section" => "key=2023-so-yt&section=building&version=1&form[text]=a",
        "report-refresh" => "key=2023-so-yt&version=0",
        "report-rule-add" => "form[day]=",
        "report-move" => "key=2023-so-yt&attempted=accept&form[version]=0",
        "duty-excuse" | "duty-reopen" => "id=0&version=1&reason=a",
        "amendments" => "",
        "change-raise" => "agency=so-yt&form[reason]=&form[letter_number]=&form[letter_date]=&form[codes][]=DC-039",
        "change-withdraw" => "request=0&version=0",
        "change-accept" => "request=0&version=0&due_on=",
        "change-reject" => "request=0&version=0&reason=a",
        "amendment-open" => {
            "form[reason]=&form[letter_number]=&form[letter_date]=&form[due_on]=&form[agencies][]=so-yt&form[agencies][]=so-tp"
        }
        "succession" => "event=a",
        "succession-open" => {
            "event=a&form[reason]=&form[letter_number]=&form[letter_date]=&form[due_on]=&form[to][0][code]=DC-001&form[to][0][agency]="
        }
        "catalog" => "filter[query]=dat",
        "suggest" => "typed=dat",
        "synonyms-save" => "id=0&version=0&form[phrases]=",
        "synonyms-delete" => "id=999999&version=0",
        "entry" | "entry-usage" => "code=DC-016",
        "usage" => "asked[grain]=year",
        "edition" => "id=1&filter[agency]=",
        "comparison" => "old=1&new=2&filter[agency]=",
        "entry-history" => "code=DC-016",
        "entry-absence" => "code=DC-016&day=1999-01-01",
        "agency" => "id=so-yt",
        "contact-save" => "agency=so-yt&version=0&form[unit]=",
        "import-preview" | "import-confirm" => "id=99",
        "campaign-open" => "form[year]=&form[letter_number]=&form[letter_date]=&form[due_on]=",
        "board" | "campaign-close" | "edition-compile" | "draft" | "accept-keeps" => "year=1999",
        "draft-submit" => "year=1999&version=0",
        "dossier-record" => "year=1999&form[capacity]=chairman",
        "campaign-reopen" => "year=1999&form[reason]=a",
        "campaign-abandon" => "year=1999&reason=a",
        "draft-return" => "year=1999&version=0&reason=a",
        "appraisal" => "year=1999&filter[agency]=",
        "verdict" => "form[point]=0&form[verdict]=accept",
        "minutes" => "year=1999&filter[agency]=",
        "point-say" => "point=0&text=a",
        "legal-list" => "query=nghi",
        "legal-save" => "form[id]=&form[number]=",
        "overlaps" => "filter[agency]=",
        "overlap-settle" => "form[year]=1999&form[agency]=so-yt&form[target]=DC-039&form[other]=QG-001",
        "national-list" => "query=dat",
        "national-save" => "form[id]=&form[name]=",
        "verdict-all" => "answer=0&round=0",
        "answer-return" => "answer=0&round=0&comment=a",
        "response-approve" | "response-lay" => "year=1999&agency=so-yt&version=0",
        "response-accept" | "response" | "answer-keep-all" => "year=1999&agency=so-yt",
        "answer" => "year=1999&agency=so-yt&target=DC-039",
        "answer-choose" => "year=1999&agency=so-yt&target=DC-039&opened[version]=0&said[kind]=keep",
        "answer-save" => "year=1999&agency=so-yt&target=DC-039&opened[version]=0&form[kind]=modify",
        "clash" | "clash-drop" => "year=1999&agency=so-yt&target=DC-039&aside=0",
        "clash-settle" => "year=1999&agency=so-yt&target=DC-039&aside=0&version=0",
        "answers-together" => "year=1999&agency=so-yt&form[kind]=keep&form[entries][DC-039]=0",
        "kept-list" => "agency=so-yt",
        "kept" | "kept-take-up" => "agency=so-yt&id=999999&year=1999",
        "kept-save" => "agency=so-yt&id=999999&opened[version]=0&form[kind]=propose",
        "kept-clash" => "agency=so-yt&id=999999",
        "kept-drop" | "kept-settle" => "agency=so-yt&id=999999&version=0",
        "proposal-keep" => "agency=so-yt&answer=0&version=0",
        "nothing-to-change" => "year=1999&agency=so-yt&nothing=true",
        "proposal-remove" => "year=1999&agency=so-yt&answer=0&version=0",
        "response-send-back" => "year=1999&agency=so-yt&comment=a",
        other => panic!("no arguments for the server function {other}: add them here"),
    }
}

/// An address for a page's pattern.
fn sample(pattern: &str) -> String {
    let named = [
        // One that was sent.
        ("{agency}/bien-nhan/{round}", "so-tp/bien-nhan/1"),
        // Who is late with duties depends on the day.
        ("don-doc/{agency}/cong-van", "don-doc/khong-co/cong-van"),
        ("{letter}", "0"),
        ("chi-so/{code}", "chi-so/duties_never"),
        ("chi-so-don-vi/{code}", "chi-so-don-vi/duties_never?co-quan=so-yt"),
        ("{code}", "DC-016"),
        ("{old}", "1"),
        ("{new}", "2"),
        ("{year}", "2026"),
        ("{agency}", "so-yt"),
        ("{event}", "khong-co"),
        ("{answer}", "DC-039"),
        ("{aside}", "0"),
        ("{file}", "1-to-trinh.docx"),
        ("{kept}", "moi"),
    ];
    let id = match pattern {
        _ if pattern.starts_with("/co-quan") => "so-yt",
        _ if pattern.starts_with("/bao-cao") => "2025-so-yt",
        _ => "2",
    };
    named.iter().fold(pattern.replace("{id}", id), |address, (name, value)| address.replace(name, value))
}

struct Site {
    app: Router,
    cookies: BTreeMap<&'static str, String>,
}

impl Site {
    async fn open(bed: &common::Bed) -> Self {
        seed(&bed.store, Scenario::Demo, PASSWORD, OffsetDateTime::now_utc()).await.expect("the demonstration");
        let mut site = Self { app: bed.service(), cookies: BTreeMap::new() };
        for (role, username) in PEOPLE {
            let cookie = if username.is_empty() { String::new() } else { site.sign_in(username).await };
            site.cookies.insert(role, cookie);
        }
        site
    }

    async fn sign_in(&self, username: &str) -> String {
        let form = format!("username={username}&password={PASSWORD}");
        let request = Request::post("/dang-nhap")
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .expect("a request");
        let response = self.app.clone().oneshot(request).await.expect("an answer");
        assert_eq!(response.headers()["location"], "/viec-cua-toi", "{username} signs in");
        let cookie = response.headers()[SET_COOKIE].to_str().expect("a cookie").to_owned();
        assert!(
            cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"),
            "{cookie}"
        );
        cookie.split(';').next().expect("a pair").to_owned()
    }

    async fn ask(&self, role: &str, method: &Method, path: &str, arguments: &str) -> StatusCode {
        let reads = *method == Method::GET;
        let address = if reads && !arguments.is_empty() { format!("{path}?{arguments}") } else { path.to_owned() };
        // What is no server function takes a file: an empty form of that kind.
        let (kind, body) = if path.starts_with("/api/") || reads {
            ("application/x-www-form-urlencoded", if reads { Body::empty() } else { Body::from(arguments.to_owned()) })
        } else {
            ("multipart/form-data; boundary=x", Body::from("--x--\r\n"))
        };
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, kind)
            .header(COOKIE, &self.cookies[role])
            .body(body)
            .expect("a request");
        self.app.clone().oneshot(request).await.expect("an answer").status()
    }
}

/// Every route that answers: pages, server functions, and the rest.
fn live_routes() -> Vec<(Method, String, String)> {
    let mut routes = Vec::new();
    for page in &*PAGES {
        routes.push((Method::GET, page.path().to_owned(), String::new()));
    }
    for (path, method) in leptos::server_fn::axum::server_fn_paths() {
        routes.push((method, path.to_owned(), arguments(path).to_owned()));
    }
    for (method, path) in PLAIN_ROUTES {
        // Signing in and out would end the sessions that this test uses; they have tests of their own.
        if !matches!(path, "/dang-nhap" | "/dang-xuat") {
            routes.push((method.parse().expect("a method"), path.to_owned(), String::new()));
        }
    }
    routes.sort_by(|a, b| (&a.1, a.0.as_str()).cmp(&(&b.1, b.0.as_str())));
    routes.dedup();
    routes
}

#[tokio::test]
async fn every_route_and_role() {
    let bed = common::sqlite().await;
    let site = Site::open(&bed).await;
    let mut table = format!("{:48}", "");
    for (role, _) in PEOPLE {
        write!(table, "{role:14}").expect("text");
    }
    for (method, path, arguments) in live_routes() {
        table = format!("{}\n{:48}", table.trim_end(), format!("{method} {path}"));
        for (role, _) in PEOPLE {
            let status = site.ask(role, &method, &sample(&path), &arguments).await;
            assert!(!status.is_server_error(), "{role}: {method} {path}: {status}");
            write!(table, "{:<14}", status.as_u16()).expect("text");
        }
    }
    let table = format!("{}\n", table.trim_end());
    let expected = include_str!("access/table.txt");
    if table != expected {
        println!("{table}");
    }
    assert!(table == expected, "server/tests/access/table.txt is not what the routes answer");
}

#[tokio::test]
async fn unsafe_requests_come_from_here_only() {
    let bed = common::sqlite().await;
    let site = Site::open(&bed).await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example"), ("x-none", "")] {
        let request = Request::post("/api/accept-keeps")
            .header(name, value)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(COOKIE, &site.cookies["appraiser"])
            .body(Body::from("year=2026"))
            .expect("a request");
        let status = site.app.clone().oneshot(request).await.expect("an answer").status();
        assert_eq!(status, StatusCode::FORBIDDEN, "{name}: {value}");
    }
}

#[tokio::test]
async fn a_session_id_is_new_at_sign_in_and_gone_at_sign_out() {
    let bed = common::sqlite().await;
    let site = Site::open(&bed).await;
    let (first, second) = (site.sign_in("vanphong").await, site.sign_in("vanphong").await);
    assert_ne!(first, second);
    let request = Request::post("/dang-xuat")
        .header("sec-fetch-site", "same-origin")
        .header(COOKIE, &second)
        .body(Body::empty())
        .expect("a request");
    site.app.clone().oneshot(request).await.expect("an answer");
    let mut site = site;
    site.cookies.insert("leader", second);
    assert_eq!(site.ask("leader", &Method::GET, "/viec-cua-toi", "").await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_write_is_seen_by_the_next_request() {
    let bed = common::sqlite().await;
    let site = Site::open(&bed).await;
    let page = async |etag: Option<String>| {
        let mut request = Request::get("/");
        if let Some(etag) = etag {
            request = request.header("if-none-match", etag);
        }
        site.app.clone().oneshot(request.body(Body::empty()).expect("a request")).await.expect("an answer")
    };
    let first = page(None).await;
    let policy = first.headers()["content-security-policy"].to_str().expect("a policy").to_owned();
    assert!(policy.contains("'sha256-") && !policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(first.headers()["x-content-type-options"], "nosniff");
    let etag = first.headers()["etag"].to_str().expect("an etag").to_owned();
    assert_eq!(page(Some(etag.clone())).await.status(), StatusCode::NOT_MODIFIED);
    let system = domain::account::Actor::system(OffsetDateTime::now_utc());
    let (code, agency) = (domain::id::EntryCode::from("DC-016"), domain::id::AgencyId::from("ubnd-tinh"));
    let today = system.today();
    bed.store.set_owner(&system, &code, &agency, today, "kiểm thử").await.expect("a new owner");
    assert_eq!(page(Some(etag)).await.status(), StatusCode::OK);
}

/// Who comes from elsewhere has the stylesheet within the page, allowed by its hash alone; who is on the site already, and
/// who does not say, has the link. The two are kept apart, signed in or not.
#[tokio::test]
async fn the_stylesheet_is_within_the_page_for_who_comes_from_elsewhere() {
    let bed = common::sqlite().await;
    let site = Site::open(&bed).await;
    let cookie = site.sign_in("vanphong").await;
    let style = Stylesheet::new("/pkg/csdl.abc.css", "p{color:red}").expect("a stylesheet");
    let allowed = format!("style-src 'self' '{}';", style.hash);
    let app = bed.service_with(Some(style));
    for cookie in ["", &cookie] {
        for (from, is_within) in
            [("none", true), ("same-origin", false), ("cross-site", true), ("", false), ("none", true)]
        {
            let mut request = Request::get("/danh-muc").header(COOKIE, cookie);
            if !from.is_empty() {
                request = request.header("sec-fetch-site", from);
            }
            let request = request.body(Body::empty()).expect("a request");
            let answer = app.clone().oneshot(request).await.expect("an answer");
            let policy = answer.headers()["content-security-policy"].to_str().expect("a policy").to_owned();
            let body = axum::body::to_bytes(answer.into_body(), usize::MAX).await.expect("a body");
            let page = String::from_utf8_lossy(&body);
            assert!(policy.contains(&allowed), "{policy}");
            assert_eq!(page.contains(r#"">p{color:red}</style>"#), is_within, "from «{from}»");
            assert_eq!(page.contains(r#"rel="stylesheet""#), !is_within, "from «{from}»");
        }
    }
}
