//! A review of many agencies, from the letter to the draft edition: what the coordinator waits for.

use std::path::Path;
use std::time::{Duration, Instant};

use domain::account::{Account, Actor, Role};
use domain::agency::{Agency, AgencyRef, Function, Tier};
use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::format;
use domain::id::{AccountId, AgencyId};
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, QueueFilter, SecretDeclaration, Verdict, VerdictInput};
use store::Store;
use time::OffsetDateTime;

use crate::client::{Connection, Target};
use crate::service::SetUp;
use crate::{Outcome, full_text};

/// The agencies asked, and the entries that they answer for.
const AGENCIES: usize = 200;
const ENTRIES: usize = 5_000;

/// What it took.
pub struct Reviewed {
    pub agencies: u32,
    pub entries: usize,
    /// Answers that change an entry or withdraw it.
    pub changes: usize,
    pub steps: Vec<(&'static str, Duration)>,
    /// The most bytes of the service in memory.
    pub peak: u64,
}

/// A year for the review: this one.
fn key(now: OffsetDateTime) -> CampaignKey {
    CampaignKey::annual(format::local_date(now).year())
}

/// Somebody of an agency. The appraiser's own agency is none of those asked.
fn person(role: Role, agency: &AgencyId, functions: &[Function]) -> Actor {
    let account = Account {
        id: AccountId(format!("{role}:{agency}")),
        username: String::new(),
        name: role.to_string(),
        role,
        agency: Some(AgencyRef { id: agency.clone(), name: String::new() }),
    };
    let functions = functions.to_vec();
    Actor { account: Some(account), is_system: false, functions, at: OffsetDateTime::now_utc() }
}

/// Adds agencies until so many are asked in a review.
async fn add_agencies(store: &Store) -> Outcome {
    let system = Actor::system(OffsetDateTime::now_utc());
    let coordinator = person(Role::Appraiser, &AgencyId::from("do"), &[Function::Coordinator]);
    let asked = store.scope(&coordinator, system.today()).await?;
    let missing = AGENCIES.saturating_sub(asked.len());
    let made = (1..=missing).map(|number| Agency {
        id: AgencyId(format!("do-{number}")),
        code: String::new(),
        name: format!("Trung tâm dữ liệu chuyên ngành số {number}"),
        short_name: String::new(),
        tier: Tier::Province,
        kind: "so_ban_nganh".to_owned(),
        parent: None,
        functions: Vec::new(),
        valid_from: time::macros::date!(2025 - 07 - 01),
        valid_to: None,
    });
    store.import_agencies(&system, &made.collect::<Vec<_>>(), false).await?;
    Ok(())
}

/// What an officer answers of the entry at this place of the agency's list; `None`: it stays as it is. One in ten changes
/// and one in fifty goes: about what the province's own annexes of two years tell.
fn changed(place: usize, base: &EntryContent) -> Option<AnswerDraft> {
    if place % 50 == 49 {
        let (reason, effective) = ("Không còn vận hành".to_owned(), "2027-01-01".to_owned());
        return Some(AnswerDraft { reason, effective, ..AnswerDraft::of_kind(AnswerKind::Withdraw) });
    }
    if place % 10 != 9 {
        return None;
    }
    let mut content = base.clone();
    content.purpose = format!("{} và phục vụ giải quyết thủ tục hành chính", base.purpose);
    content.source = format!("{}; các cơ quan cấp xã", base.source);
    let secret = SecretDeclaration::None;
    Some(AnswerDraft { content: Some(content), secret, ..AnswerDraft::of_kind(AnswerKind::Modify) })
}

/// Every agency answers of all its entries and sends its answers. Gives how many are not as they were.
async fn answer(store: &Store, coordinator: &Actor, key: CampaignKey) -> Outcome<usize> {
    let (mut place, mut count) = (0, 0);
    for row in store.board(coordinator, key).await?.rows {
        let agency = row.agency.id;
        let officer = person(Role::Officer, &agency, &[]);
        let page = store.response(&officer, key, &agency).await?;
        let mut any = false;
        for answer in page.answers {
            let (Some(code), Some(base)) = (answer.code, answer.base) else { continue };
            place += 1;
            let Some(draft) = changed(place, &base) else { continue };
            let target = AnswerTarget::Entry(code);
            let saved = store.save_answer(&officer, key, &agency, &target, answer.version, &draft).await?;
            if let Some(error) = saved.errors.first() {
                return Err(format!("câu trả lời mẫu bị từ chối: {error:?}").into());
            }
            (any, count) = (true, count + 1);
        }
        if any {
            store.keep_all(&officer, key, &agency).await?;
        } else {
            store.set_nothing_to_change(&officer, key, &agency, true).await?;
        }
        let version = store.response(&officer, key, &agency).await?.version;
        store.lay_before_head(&officer, key, &agency, version).await?;
        let version = store.response(&officer, key, &agency).await?.version;
        store.approve(&person(Role::Head, &agency, &[]), key, &agency, version).await?;
    }
    Ok(count)
}

/// Accepts what is left in the queue of whoever appraises it: what changes or goes.
async fn accept_changed(store: &Store, appraiser: &Actor, key: CampaignKey) -> Outcome {
    let accept = VerdictInput { verdict: Verdict::Accept, value: String::new(), reason: String::new() };
    loop {
        let page = store.appraisal(appraiser, key, &QueueFilter::default(), None).await?;
        let open: Vec<_> = page.queue.iter().filter(|row| row.is_to_do()).collect();
        if open.is_empty() {
            return Ok(());
        }
        for row in open {
            store.decide_all(appraiser, row.answer, row.round, &accept).await?;
        }
    }
}

/// Measures it in a database of its own: a SQLite file in `folder`, or a new one beside the PostgreSQL database given.
pub async fn measure(
    program: &Path,
    root: &Path,
    folder: &Path,
    beside: Option<&str>,
    rounds: usize,
) -> Outcome<Reviewed> {
    println!("Một đợt rà soát của {AGENCIES} cơ quan, {ENTRIES} CSDL…");
    let database = match beside {
        Some(url) => Some(full_text::new_database(url, "csdl_bench_review").await?),
        None => None,
    };
    let set_up = SetUp::new(program, root, folder, database.as_deref())?;
    set_up.run(&["seed", "empty"]).await?;
    let store = Store::connect(set_up.database_url(), &folder.join("files")).await?;
    add_agencies(&store).await?;
    set_up.generate(ENTRIES, 0).await?;
    let (now, mut steps, mut changes) = (OffsetDateTime::now_utc(), Vec::new(), 0);
    let coordinator = person(Role::Appraiser, &AgencyId::from("do"), &[Function::Coordinator]);
    let service = set_up.start().await?;
    let cookie = service.sign_in().await?;
    let mut connection = Connection::open(service.addr).await?;
    let target =
        |path: &str| Target { addr: service.addr, path: path.to_owned(), cookie: cookie.clone(), headers: &[] };
    let today = format::local_date(now);
    let [day, due] = [today, today + time::Duration::days(30)].map(|day| format::date(day).replace('/', "%2F"));
    let year = key(now);
    let form = format!("form[year]={year}&form[letter_number]=1%2FSKHCN&form[letter_date]={day}&form[due_on]={due}");
    for (name, path, form) in [
        ("Mở đợt", "/api/campaign-open".to_owned(), form),
        ("Chấp nhận mọi câu trả lời giữ nguyên", "/api/accept-keeps".to_owned(), format!("year={year}")),
        ("Đóng đợt", "/api/campaign-close".to_owned(), format!("year={year}&force=true")),
        ("Lập dự thảo", "/api/edition-compile".to_owned(), format!("year={year}")),
    ] {
        if path.ends_with("accept-keeps") {
            changes = answer(&store, &coordinator, year).await?;
            steps.push(("Bảng theo dõi", board(&mut connection, &target(&format!("/ra-soat/{year}")), rounds).await?));
        }
        if path.ends_with("campaign-close") {
            // The coordinating department's own answers are appraised by the executive office.
            let office = person(Role::Clerk, &AgencyId::from("do-vp"), &[Function::ExecutiveOffice]);
            store.accept_keeps(&office, year, None).await?;
            for appraiser in [&office, &coordinator] {
                accept_changed(&store, appraiser, year).await?;
            }
        }
        let begun = Instant::now();
        let answer = connection.post(&target(&path), &form).await?;
        steps.push((name, begun.elapsed()));
        if !answer.status.is_success() && !answer.status.is_redirection() {
            return Err(format!("{path} trả lời {}", answer.status).into());
        }
    }
    let begun = Instant::now();
    let dossier = connection.get(&target(&format!("/ra-soat/{year}/du-thao/ho-so-trinh.zip"))).await?;
    if !dossier.status.is_success() {
        return Err(format!("hồ sơ trình trả lời {}", dossier.status).into());
    }
    steps.push(("Toàn bộ hồ sơ trình (.zip)", begun.elapsed()));
    let agencies = store.board(&coordinator, year).await?.campaign.agencies;
    let peak = service.peak_bytes()?;
    service.stop().await?;
    Ok(Reviewed { agencies, entries: ENTRIES, changes, steps, peak })
}

/// The page in the middle of several rounds.
async fn board(connection: &mut Connection, target: &Target, rounds: usize) -> Outcome<Duration> {
    let mut times = Vec::new();
    for _ in 0..rounds.max(3) {
        let begun = Instant::now();
        let answer = connection.get(target).await?;
        if !answer.status.is_success() {
            return Err(format!("{} trả lời {}", target.path, answer.status).into());
        }
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    Ok(times[times.len() / 2])
}
