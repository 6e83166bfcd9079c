//! `kill -9` of the server at any moment of submitting, closing, compiling, laying the draft and issuing: afterwards the
//! round is as before or as after, never between, and what was cut short can be done again. Use that is a second old is
//! counted. On SQLite and on PostgreSQL.
//!
//! Each move is made seven times on a copy of the same database, killed at another moment each time; `CSDL_TEST_KILLS` asks
//! for more.

mod common;
mod kills {
    pub mod database;
    pub mod program;
}

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Request;
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};

use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::id::AgencyId;
use domain::review::{QueueFilter, Verdict, VerdictInput};
use domain::usage::{Grain, UsageAsked, UsageKind};
use kills::database::{Copies, Copy, State};
use kills::program::{Program, Sent, status};

use server::seed::{Scenario, seed};
use store::Store;
use time::OffsetDateTime;
use tower::ServiceExt;

const PASSWORD: &str = "mat-khau-thu";
const YEAR: CampaignKey = CampaignKey::annual(2026);
const AGENCY: &str = "so-yt";
/// Of each move on each database.
const KILLS: u32 = 7;
/// Moments are drawn up to so much of the time that the move takes undisturbed.
const UP_TO: f64 = 1.4;
const BOUNDARY: &str = "x";

#[derive(Clone, Copy, Debug)]
enum Move {
    Submit,
    Close,
    Compile,
    LayDraft,
    Issue,
}

impl Move {
    const ALL: [Self; 5] = [Self::Submit, Self::Close, Self::Compile, Self::LayDraft, Self::Issue];

    fn username(self) -> &'static str {
        match self {
            Self::Submit => "lanhdao.yte",
            Self::Close | Self::Compile | Self::LayDraft => "dieuphoi",
            Self::Issue => "vanphong",
        }
    }

    /// Brings a demonstration to where the move is the next; the request that makes it.
    async fn prepare(self, store: &Store) -> Sent {
        let now = OffsetDateTime::now_utc();
        let actor = async |username: &str| store.actor_named(username, now).await.expect(username);
        let form = |path: &str, body: String| Sent {
            path: path.to_owned(),
            kind: "application/x-www-form-urlencoded".to_owned(),
            body: body.into_bytes(),
        };
        match self {
            Self::Submit => {
                let (officer, agency) = (actor("canbo.yte").await, AgencyId::from(AGENCY));
                store.keep_all(&officer, YEAR, &agency).await.expect("kept");
                let version = store.response(&officer, YEAR, &agency).await.expect("a response").version;
                store.lay_before_head(&officer, YEAR, &agency, version).await.expect("laid");
                let version = store.response(&officer, YEAR, &agency).await.expect("a response").version;
                form("/api/response-approve", format!("year={YEAR}&agency={AGENCY}&version={version}"))
            }
            Self::Close => form("/api/campaign-close", format!("year={YEAR}&force=true")),
            Self::Compile => {
                close(store, &actor("dieuphoi").await, &actor("vanphong").await).await;
                form("/api/edition-compile", format!("year={YEAR}"))
            }
            Self::LayDraft => {
                let coordinator = actor("dieuphoi").await;
                close(store, &coordinator, &actor("vanphong").await).await;
                store.compile(&coordinator, YEAR).await.expect("compiled");
                let version = store.draft(&coordinator, YEAR).await.expect("a draft").version;
                form("/api/draft-submit", format!("year={YEAR}&version={version}"))
            }
            Self::Issue => {
                let coordinator = actor("dieuphoi").await;
                close(store, &coordinator, &actor("vanphong").await).await;
                store.compile(&coordinator, YEAR).await.expect("compiled");
                let seen = store.draft(&coordinator, YEAR).await.expect("a draft").version;
                store.submit_draft(&coordinator, YEAR, seen).await.expect("submitted");
                let version = store.draft(&coordinator, YEAR).await.expect("a draft").version;
                decision(version, &domain::format::date(coordinator.today()))
            }
        }
    }
}

/// Every answer is decided, and none is taken any more.
async fn close(store: &Store, coordinator: &Actor, office: &Actor) {
    refuse_what_is_open(store, coordinator, office).await;
    store.close_campaign(coordinator, YEAR, true).await.expect("closed");
}

/// Nothing is accepted here: what may be a duplicate would have to be settled first. The coordinating department's own
/// answers are appraised by the executive office.
async fn refuse_what_is_open(store: &Store, coordinator: &Actor, office: &Actor) {
    let filter = QueueFilter { all: true, ..QueueFilter::default() };
    let page = store.appraisal(coordinator, YEAR, &filter, None).await.expect("a queue");
    let no =
        VerdictInput { verdict: Verdict::Reject, value: String::new(), reason: "Chưa đủ căn cứ".to_owned() };
    for row in page.queue {
        let appraiser = if row.own { office } else { coordinator };
        store.decide_all(appraiser, row.answer, 1, &no).await.expect("refused");
    }
}

fn decision(version: i64, day: &str) -> Sent {
    let version = version.to_string();
    let fields = [
        ("version", version.as_str()),
        ("number", "4567/QĐ-UBND"),
        ("date", day),
        ("effective_from", day),
        ("signer", "Nguyễn Văn B"),
        ("signer_title", "CHỦ TỊCH"),
    ];
    let part =
        |(name, value)| format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let mut body: String = fields.map(part).concat();
    body.push_str(&format!(
        "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"file\"; filename=\"qd.pdf\"\r\n\r\n%PDF-1.7\r\n--{BOUNDARY}--\r\n"
    ));
    let path = format!("/ra-soat/{YEAR}/ban-hanh");
    Sent { path, kind: format!("multipart/form-data; boundary={BOUNDARY}"), body: body.into_bytes() }
}

/// The cookie of a session that is kept in the database.
async fn sign_in(bed: &common::Bed, username: &str) -> String {
    let request = Request::post("/dang-nhap")
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("username={username}&password={PASSWORD}")))
        .expect("a request");
    let response = bed.service().oneshot(request).await.expect("an answer");
    let cookie = response.headers()[SET_COOKIE].to_str().expect("a cookie");
    cookie.split(';').next().expect("a pair").to_owned()
}

fn wanted_kills() -> u32 {
    std::env::var("CSDL_TEST_KILLS").ok().and_then(|asked| asked.parse().ok()).unwrap_or(KILLS)
}

async fn never_between(wanted: Move, bed: common::Bed) {
    let now = OffsetDateTime::now_utc();
    seed(&bed.store, Scenario::Demo, PASSWORD, now).await.expect("the demonstration");
    let request = wanted.prepare(&bed.store).await;
    let cookie = sign_in(&bed, wanted.username()).await;
    // What the server does by the clock is done, so that only the move changes anything.
    bed.store.remind(now).await.expect("reminded");
    bed.store.send_digest(now).await.expect("told");
    bed.store.follow_duties(now).await.expect("followed");
    bed.store.remind_duties(now).await.expect("told of duties");
    bed.store.give_up_stale_mails(now).await.expect("given up");
    let folder = bed.folder.path().to_owned();
    let copies = Copies::of(bed).await;

    let undisturbed = copies.make().await;
    let before = State::of(&undisturbed).await;
    let mut program = Program::start(&folder, &undisturbed);
    let begun = Instant::now();
    let mut connection = program.send(&request, &cookie);
    let answered = status(&mut connection);
    let takes = begun.elapsed();
    assert!(answered.contains(" 302 ") || answered.contains(" 303 "), "{wanted:?}: {answered}");
    program.kill();
    let after = State::of(&undisturbed).await;
    assert_ne!(before, after);
    copies.remove(undisturbed).await;

    let mut found = [0, 0];
    for turn in 0..wanted_kills() {
        let copy = copies.make().await;
        let mut program = Program::start(&folder, &copy);
        let mut connection = program.send(&request, &cookie);
        match turn {
            // One kill comes after the answer: what a person was told has happened.
            0 => assert_eq!(status(&mut connection), answered),
            _ => std::thread::sleep(moment(turn, takes)),
        }
        program.kill();
        let state = State::of(&copy).await;
        let which = [&before, &after].into_iter().position(|known| *known == state);
        let Some(which) = which else {
            panic!("{wanted:?}, kill {turn}: neither before nor after: {}", state.differences(&before, &after));
        };
        assert!(turn > 0 || which == 1, "{wanted:?}: what was answered was lost");
        if which == 0 && found[0] == 0 {
            let mut program = Program::start(&folder, &copy);
            assert_eq!(status(&mut program.send(&request, &cookie)), answered, "{wanted:?} once more");
            program.kill();
            let state = State::of(&copy).await;
            assert!(state == after, "{wanted:?} once more: {}", state.differences(&before, &after));
        }
        found[which] += 1;
        copies.remove(copy).await;
    }
    println!("{wanted:?}, which takes {takes:?}: {} kills left it before, {} after", found[0], found[1]);
    copies.end().await;
}

/// Counts are written a second after what they count at most; as long again for a busy machine.
const COUNTED_WITHIN: Duration = Duration::from_secs(2);

async fn use_survives_a_kill(bed: common::Bed) {
    seed(&bed.store, Scenario::Demo, PASSWORD, OffsetDateTime::now_utc()).await.expect("the demonstration");
    let folder = bed.folder.path().to_owned();
    let copies = Copies::of(bed).await;
    let copy = copies.make().await;
    let before = views(&copy).await;
    let mut program = Program::start(&folder, &copy);
    for _ in 0..5 {
        assert!(program.read("/danh-muc/DC-016").contains(" 200 "));
    }
    std::thread::sleep(COUNTED_WITHIN);
    program.kill();
    assert_eq!(views(&copy).await, before + 5);
    copies.remove(copy).await;
    copies.end().await;
}

/// Views of this year.
async fn views(copy: &Copy) -> u32 {
    let store = Store::connect(&copy.url, &copy.folder.join("files")).await.expect("the copy");
    let asked = UsageAsked { grain: Grain::Year, ..UsageAsked::default() };
    let report = store.usage_report(&Actor::anonymous(OffsetDateTime::now_utc()), &asked).await.expect("a report");
    report.totals.iter().find(|total| total.kind == UsageKind::View).map_or(0, |total| total.count)
}

#[tokio::test(flavor = "multi_thread")]
async fn use_survives_a_kill_on_sqlite() {
    use_survives_a_kill(common::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn use_survives_a_kill_on_postgres() {
    let Some(bed) = common::postgres().await else { return };
    use_survives_a_kill(bed).await;
}

/// Moments that fill the time evenly, whatever their number.
fn moment(turn: u32, takes: Duration) -> Duration {
    const GOLDEN: f64 = 0.618_033_988_749_895;
    takes.mul_f64((f64::from(turn) * GOLDEN).fract() * UP_TO)
}

#[tokio::test(flavor = "multi_thread")]
async fn on_sqlite() {
    for wanted in Move::ALL {
        never_between(wanted, common::sqlite().await).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres() {
    for wanted in Move::ALL {
        let Some(bed) = common::postgres().await else { return };
        never_between(wanted, bed).await;
    }
}
