//! Messages against a real SMTP server: the protocol is mailin's, the mailbox is a list.

mod common;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use base64::Engine;
use domain::campaign::CampaignKey;
use domain::reminder::{MailRow, MailState, NoticeKind, STALE};
use mailin::response::{NO_MAILBOX, OK};
use mailin::{Action, Handler, Response, SessionBuilder};
use server::config::Config;
use server::mail::{Mailer, send_waiting};
use server::seed::{Scenario, seed};
use store::Store;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

/// Ten days after the day on which the demonstration's answers were due.
const AT: OffsetDateTime = datetime!(2026-11-30 03:00 UTC);

#[derive(Clone, Default)]
struct Mailbox {
    received: Arc<Mutex<Vec<String>>>,
    /// Recipients that are unknown here.
    unknown: Arc<Mutex<Vec<String>>>,
    /// Recipients that the server is too busy for.
    busy: Arc<Mutex<Vec<String>>>,
    current: String,
}

fn locked<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Handler for Mailbox {
    fn rcpt(&mut self, to: &str) -> Response {
        if locked(&self.unknown).iter().any(|one| one == to) {
            return NO_MAILBOX;
        }
        if locked(&self.busy).iter().any(|one| one == to) {
            return Response::custom(450, "busy, try again later".to_owned());
        }
        OK
    }

    fn data(&mut self, line: &[u8]) -> std::io::Result<()> {
        self.current.push_str(&String::from_utf8_lossy(line));
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        locked(&self.received).push(std::mem::take(&mut self.current));
        OK
    }
}

fn serve(stream: TcpStream, mailbox: Mailbox) -> std::io::Result<()> {
    let mut session = SessionBuilder::new("mail.daklak.example").build(stream.peer_addr()?.ip(), mailbox);
    let mut writer = stream.try_clone()?;
    session.greeting().write_to(&mut writer)?;
    for line in BufReader::new(stream).split(b'\n') {
        let mut line = line?;
        line.push(b'\n');
        let answer = session.process(&line);
        match answer.action {
            Action::NoReply => {}
            Action::Reply => answer.write_to(&mut writer)?,
            Action::Close | Action::UpgradeTls => return answer.write_to(&mut writer),
        }
        writer.flush()?;
    }
    Ok(())
}

/// A mail server on a port of its own, for as long as the test runs.
fn mail_server() -> (Mailbox, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    let mailbox = Mailbox::default();
    let shared = mailbox.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mailbox = Mailbox { current: String::new(), ..shared.clone() };
            std::thread::spawn(move || serve(stream, mailbox));
        }
    });
    (mailbox, url)
}

fn mailer(url: &str) -> Mailer {
    let config = Config {
        smtp_url: Some(url.to_owned()),
        mail_from: Some("Cổng dữ liệu dùng chung <csdl@daklak.example>".to_owned()),
        ..Config::default()
    };
    Mailer::of(&config).expect("a configuration").expect("a mailer")
}

async fn mails(store: &Store) -> Vec<MailRow> {
    let coordinator = store.actor_named("dieuphoi", AT).await.expect("the coordinator");
    store.ladder(&coordinator).await.expect("a page").mails
}

fn state(mails: &[MailRow], to: &str) -> MailState {
    mails.iter().find(|mail| mail.to == to).expect(to).state
}

/// Those that remind; the demonstration has others, of what moved in the review before.
async fn reminders(store: &Store) -> Vec<MailRow> {
    let mut found = mails(store).await;
    found.retain(|mail| matches!(mail.notice.kind, NoticeKind::Remind | NoticeKind::Escalate));
    found
}

/// The words of a message that was received.
fn words_of(mail: &str) -> String {
    let (_, body) = mail.split_once("\r\n\r\n").expect("a body");
    let bytes = base64::engine::general_purpose::STANDARD.decode(body.split_whitespace().collect::<String>());
    String::from_utf8(bytes.expect("base64")).expect("UTF-8")
}

async fn reminders_are_sent(bed: common::Bed) {
    seed(&bed.store, Scenario::Demo, "mat-khau-thu", AT).await.expect("the demonstration");
    bed.store.remind(AT).await.expect("a tick");
    let asked = reminders(&bed.store).await.len();
    assert_eq!(asked, 6, "three officers and three heads");
    let of_kind = |found: &[MailRow], kind| found.iter().filter(|mail| mail.notice.kind == kind).count();
    let first = mails(&bed.store).await;
    let told = [NoticeKind::Opened, NoticeKind::Laid, NoticeKind::Submitted].map(|kind| of_kind(&first, kind));
    assert_eq!(told[0], 7, "three officers and four heads are told of the opening");
    assert_eq!(told[1], 1, "the coordinator's own answers, before its head");
    assert_eq!(
        told[2], 7,
        "seven agencies sent their answers: six to the appraiser, the coordinator's own to the office"
    );
    let before = told.iter().sum::<usize>();
    assert_eq!(first.len(), asked + before);
    let (mailbox, url) = mail_server();
    locked(&mailbox.unknown).push("canbo.congthuong@daklak.example".to_owned());
    locked(&mailbox.busy).push("canbo.nnmt@daklak.example".to_owned());
    // Two servers send at once.
    let (one, other) = (mailer(&url), mailer(&url));
    let (first, second) = tokio::join!(send_waiting(&bed.store, &one, || AT), send_waiting(&bed.store, &other, || AT));
    assert_eq!(first.expect("sent") + second.expect("sent"), asked - 2);
    let sent = locked(&mailbox.received).clone();
    assert_eq!(sent.len(), asked - 2, "each once: {sent:?}");
    let health = sent.iter().find(|mail| mail.contains("canbo.yte@daklak.example")).expect("to the health department");
    for header in ["From: ", "Message-ID: <", "@daklak.example>", "Auto-Submitted: auto-generated", "Date: "] {
        assert!(health.contains(header), "{header}: {health}");
    }
    let text = words_of(health);
    assert!(text.contains("Kính gửi Lê Thị Hạnh") && text.contains("quá hạn 5 ngày làm việc"), "{text}");
    assert!(text.contains("http://127.0.0.1:3000/ra-soat/2026/so-yt"), "{text}");
    let found = mails(&bed.store).await;
    // What was told eleven days ago and more says what is no longer so.
    let old = found.iter().filter(|mail| mail.last_error == STALE && mail.state == MailState::Failed);
    assert_eq!(old.count(), before);
    assert_eq!(state(&found, "canbo.yte@daklak.example"), MailState::Sent);
    assert_eq!(state(&found, "canbo.congthuong@daklak.example"), MailState::Failed);
    assert_eq!(state(&found, "canbo.nnmt@daklak.example"), MailState::Waiting);
    let told = |to: &str| found.iter().find(|mail| mail.to == to).expect(to).last_error.clone();
    assert!(told("canbo.congthuong@daklak.example").contains("550"), "{}", told("canbo.congthuong@daklak.example"));
    assert!(told("canbo.nnmt@daklak.example").contains("busy"), "{}", told("canbo.nnmt@daklak.example"));
    // Later the server has time, and what was sent is not sent again.
    locked(&mailbox.busy).clear();
    assert_eq!(send_waiting(&bed.store, &one, || AT).await.expect("looked"), 0, "not before its time");
    let later = AT + Duration::minutes(2);
    assert_eq!(send_waiting(&bed.store, &one, || later).await.expect("sent"), 1);
    assert_eq!(send_waiting(&bed.store, &other, || later).await.expect("looked"), 0);
    assert_eq!(locked(&mailbox.received).len(), asked - 1);
    // A move is told by mail as well, to whose turn it is.
    let (officer, agency) = (bed.store.actor_named("canbo.yte", later).await.expect("the officer"), "so-yt".into());
    bed.store.keep_all(&officer, CampaignKey::annual(2026), &agency).await.expect("kept");
    let version = bed.store.response(&officer, CampaignKey::annual(2026), &agency).await.expect("a response").version;
    bed.store.lay_before_head(&officer, CampaignKey::annual(2026), &agency, version).await.expect("laid");
    assert_eq!(send_waiting(&bed.store, &one, || later).await.expect("sent"), 1);
    let laid = locked(&mailbox.received).last().expect("a message").clone();
    assert!(laid.contains("lanhdao.yte@daklak.example"), "{laid}");
    let text = words_of(&laid);
    assert!(text.contains("câu trả lời của Sở Y tế chờ lãnh đạo duyệt"), "{text}");
    assert!(text.lines().any(|line| line.ends_with("http://127.0.0.1:3000/ra-soat/2026/so-yt")), "{text}");
    bed.drop_database().await;
}

#[tokio::test]
async fn reminders_are_sent_from_sqlite() {
    reminders_are_sent(common::sqlite().await).await;
}

#[tokio::test]
async fn reminders_are_sent_from_postgres() {
    if let Some(bed) = common::postgres().await {
        reminders_are_sent(bed).await;
    }
}

/// A server that is a process of its own; it ends with the test.
struct Server {
    process: Child,
    addr: SocketAddr,
}

impl Server {
    fn start(bed: &common::Bed, smtp: &str) -> Self {
        let (base, name) = bed.database.as_ref().expect("on PostgreSQL");
        let (before, _) = base.rsplit_once('/').expect("a database in the address");
        let addr = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port");
        let folder = bed.folder.path();
        let (site, names) = (folder.join("site"), folder.join("hash.txt"));
        std::fs::create_dir_all(&site).expect("a folder");
        std::fs::write(&names, "").expect("a file");
        let process = Command::new(env!("CARGO_BIN_EXE_csdl"))
            .arg("serve")
            .current_dir(folder)
            .env("CSDL_DATABASE_URL", format!("{before}/{name}"))
            .env("CSDL_STORAGE_URL", folder.join("files"))
            .env("CSDL_ADDR", addr.to_string())
            .env("CSDL_BASE_URL", format!("http://{addr}"))
            .env("CSDL_SMTP_URL", smtp)
            .env("CSDL_MAIL_FROM", "csdl@daklak.example")
            .env("LEPTOS_OUTPUT_NAME", "csdl")
            .env("LEPTOS_SITE_ROOT", &site)
            .env("LEPTOS_HASH_FILE_NAME", &names)
            .env("RUST_LOG", "error")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("the program starts");
        Self { process, addr }
    }

    fn serves(&self) -> bool {
        TcpStream::connect(self.addr).is_ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that ended by itself needs no ending.
        let _ended = self.process.kill().and_then(|()| self.process.wait());
    }
}

/// Longer than it takes until each server has looked at the outbox twice.
const SENT_WITHIN: std::time::Duration = std::time::Duration::from_secs(60);

/// Both tick at their start, which is after the day on which the demonstration's answers were due.
#[tokio::test(flavor = "multi_thread")]
async fn two_servers_on_one_postgres_send_each_reminder_once() {
    let Some(bed) = common::postgres().await else { return };
    seed(&bed.store, Scenario::Demo, "mat-khau-thu", OffsetDateTime::now_utc()).await.expect("the demonstration");
    let (mailbox, url) = mail_server();
    let servers = [Server::start(&bed, &url), Server::start(&bed, &url)];
    let until = Instant::now() + SENT_WITHIN;
    loop {
        let (told, all) = (reminders(&bed.store).await, mails(&bed.store).await);
        let waits = all.iter().any(|mail| matches!(mail.state, MailState::Waiting | MailState::Sending));
        if !told.is_empty() && !waits && servers.iter().all(Server::serves) {
            break;
        }
        assert!(Instant::now() < until, "not sent: {all:?}");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    // The later one's tick is over too.
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    drop(servers);
    let told = reminders(&bed.store).await;
    assert!(told.iter().all(|mail| mail.state == MailState::Sent), "{told:?}");
    let people: BTreeSet<&str> = told.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(people.len(), told.len(), "one reminder a person: {told:?}");
    let sent = mails(&bed.store).await.into_iter().filter(|mail| mail.state == MailState::Sent).count();
    let received = locked(&mailbox.received).clone();
    let ids: BTreeSet<&str> =
        received.iter().flat_map(|mail| mail.lines()).filter_map(|line| line.strip_prefix("Message-ID: ")).collect();
    assert_eq!((received.len(), ids.len()), (sent, sent), "each mail once: {received:?}");
    bed.drop_database().await;
}

#[tokio::test]
async fn a_mail_server_that_is_away_loses_nothing() {
    let bed = common::sqlite().await;
    seed(&bed.store, Scenario::Demo, "mat-khau-thu", AT).await.expect("the demonstration");
    bed.store.remind(AT).await.expect("a tick");
    // A port that was free a moment ago.
    let gone = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let away = mailer(&format!("smtp://{gone}"));
    assert_eq!(send_waiting(&bed.store, &away, || AT).await.expect("looked"), 0);
    let found = reminders(&bed.store).await;
    assert!(found.iter().all(|mail| mail.state == MailState::Waiting && mail.attempts == 1), "{found:?}");
    assert!(found.iter().all(|mail| !mail.last_error.is_empty() && mail.next_attempt_at > AT), "{found:?}");
    let (mailbox, url) = mail_server();
    let sent = send_waiting(&bed.store, &mailer(&url), || AT + Duration::minutes(2)).await.expect("sent");
    assert_eq!((sent, locked(&mailbox.received).len()), (found.len(), found.len()));
}

#[test]
fn a_configuration_that_is_none_is_refused() {
    let config = |url: Option<&str>, from: Option<&str>| {
        let (smtp_url, mail_from) = (url.map(str::to_owned), from.map(str::to_owned));
        Mailer::of(&Config { smtp_url, mail_from, ..Config::default() })
    };
    assert!(config(None, None).expect("fine").is_none());
    for (url, from) in [
        (Some("smtp://h"), None),
        (None, Some("a@b.vn")),
        (Some("http://h"), Some("a@b.vn")),
        (Some("smtp://h"), Some("không phải địa chỉ")),
    ] {
        assert!(config(url, from).is_err(), "{url:?} {from:?}");
    }
}
