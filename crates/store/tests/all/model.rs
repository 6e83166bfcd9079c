//! Random moves by random people over random entries, against a simple reference: what the store takes is what the
//! reference takes, every move has its events and its audit row, and no comment is lost. Everybody is among the people,
//! also those of another agency or role; the moves are those of a review and of what goes on beside it: answers of every
//! kind, alone and several at once, proposals and kept drafts, the way by the head to the appraiser and back, verdicts,
//! questions, opinions, overlaps, extensions, and the draft's way until it is issued and the next year begins.
//!
//! `CSDL_TEST_MODEL_STEPS` asks for a longer run, `CSDL_TEST_MODEL_SEED` for another.

mod attempt;
mod beside;
mod check;
mod draw;
mod overlaps;
mod reference;
mod response;
mod verdicts;

use std::collections::BTreeMap;
use std::time::Instant;

use domain::catalog::EntryContent;
use domain::edition::{ContentGroup, EditionContent};
use domain::format::local_date;
use domain::id::{AgencyId, EntryCode};
use fastrand::Rng;
use reference::{Catalog, Entry, FIRST, Id, Model, Wrote};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, QueryResult, Statement, TryGetable};
use store::Error;
use time::{Date, Duration, OffsetDateTime};

use crate::common::Bed;
use crate::common::data::{MERGED_ON, NOW, anonymous, load_first_edition, system};

/// Steps where nobody asks for more.
const STEPS: usize = 2_500;
/// After so many the province begins anew: its catalog has become another, and years end.
const STEPS_OF_ONE_PROVINCE: usize = 4_000;
/// So often everything is compared, beside what each step changes.
const COMPARED_EVERY: usize = 20;
/// Once in so many steps a day passes: what is waited for falls due.
const STEPS_OF_A_DAY: u8 = 40;
/// So often a long run tells how far it is.
const STEPS_TOLD: usize = 10_000;
/// A run of a million steps outlives a machine that stands still for a while.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(3_600);

on_both!(random_moves_go_as_the_reference_says, async |bed| {
    let asked = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let steps = asked("CSDL_TEST_MODEL_STEPS").map_or(STEPS, |steps: u64| usize::try_from(steps).unwrap_or(STEPS));
    let seed = asked("CSDL_TEST_MODEL_SEED").unwrap_or(2_026);
    let (first, rest) = (steps.min(STEPS_OF_ONE_PROVINCE), steps.saturating_sub(STEPS_OF_ONE_PROVINCE));
    let (is_postgres, started) = (bed.url.starts_with("postgres"), Instant::now());
    let mut taken = go(&bed, seed, first, (0, started)).await;
    for (turn, begun) in (1..).zip((0..rest).step_by(STEPS_OF_ONE_PROVINCE)) {
        let (steps, done) = (STEPS_OF_ONE_PROVINCE.min(rest - begun), (first + begun, started));
        let (seed, sum) = (seed + turn, std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0)));
        let into = std::sync::Arc::clone(&sum);
        let one = async move |bed: Bed| {
            into.store(go(&bed, seed, steps, done).await, std::sync::atomic::Ordering::Relaxed);
        };
        if is_postgres {
            Box::pin(crate::common::on_postgres(one)).await;
        } else {
            Box::pin(crate::common::on_sqlite(one)).await;
        }
        taken += sum.load(std::sync::atomic::Ordering::Relaxed);
    }
    println!("{steps} steps from seed {seed}: {taken} taken, the others refused");
    assert!(taken * 3 > steps, "most of what is tried is refused: the run says little");
});

/// A run in one province, after so many steps in others since a moment. Gives how many steps were taken, not refused.
async fn go(bed: &Bed, seed: u64, steps: usize, (before, started): (usize, Instant)) -> usize {
    let mut run = Run::begin(bed, seed).await;
    for step in 0..steps {
        run.step(step).await;
        let done = before + step + 1;
        if done.is_multiple_of(STEPS_TOLD) {
            eprintln!("{done} steps after {} s, {}", started.elapsed().as_secs(), resident());
        }
    }
    run.compare("at the end").await;
    run.no_comment_is_lost().await;
    let report = bed.store.verify_audit(&system()).await.expect("a report");
    assert_eq!(report.first_bad, None);
    run.taken
}

/// What the process holds in memory, where the system tells.
fn resident() -> String {
    let told = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    told.lines().find(|line| line.starts_with("VmRSS")).unwrap_or_default().replace('\t', " ")
}

/// A connection past the store, one and a patient one.
async fn raw(bed: &Bed) -> DatabaseConnection {
    let mut options = ConnectOptions::new(bed.url.as_str());
    options.max_connections(1).acquire_timeout(PATIENCE);
    Database::connect(options).await.expect("a second connection")
}

struct Run<'a> {
    bed: &'a Bed,
    raw: DatabaseConnection,
    seed: u64,
    random: Rng,
    model: Model,
    /// The contents of the entries in force.
    contents: BTreeMap<String, EntryContent>,
    /// The codes that entries were given.
    codes: BTreeMap<Id, String>,
    /// The numbers that the store gave proposals and kept drafts.
    ids: BTreeMap<Id, i64>,
    /// The numbers of the requests for opinions, in the reference's order.
    opinions: Vec<i64>,
    at: OffsetDateTime,
    events: i64,
    audit: i64,
    /// Where the audit log stood when the comments of this review began.
    audit_of_review: i64,
    texts: usize,
    taken: usize,
}

impl<'a> Run<'a> {
    async fn begin(bed: &'a Bed, seed: u64) -> Self {
        let edition = load_first_edition(bed).await;
        let (code, owner) = (EntryCode::from("DC-004"), AgencyId::from("so-nv-2025"));
        bed.store.set_owner(&system(), &code, &owner, MERGED_ON, "Nghị quyết").await.expect("an owner");
        let contents = contents(bed.store.edition_content(&anonymous(), edition).await.expect("contents"));
        let (mut catalog, mut codes) = (Catalog::new(), BTreeMap::new());
        for (id, (code, owner)) in (0..).zip(FIRST) {
            let content = &contents[code];
            let items = content.items.iter().map(|item| item.name.clone()).collect();
            let (name, purpose) = (content.name.clone(), content.purpose.clone());
            catalog.insert(id, Entry { owner, name, purpose, items });
            codes.insert(id, code.to_owned());
        }
        let (raw, random, model) = (raw(bed).await, Rng::with_seed(seed), Model::new(catalog));
        let mut run = Self {
            bed,
            raw,
            seed,
            random,
            model,
            contents,
            codes,
            ids: BTreeMap::new(),
            opinions: Vec::new(),
            at: NOW,
            events: 0,
            audit: 0,
            audit_of_review: 0,
            texts: 0,
            taken: 0,
        };
        (run.events, run.audit) = (run.newest("review_event", "id").await, run.newest("audit", "seq").await);
        run.audit_of_review = run.audit;
        run
    }

    async fn rows(&self, query: &str) -> Vec<QueryResult> {
        let statement = Statement::from_string(self.raw.get_database_backend(), query);
        self.raw.query_all_raw(statement).await.expect(query)
    }

    async fn newest(&self, table: &str, column: &str) -> i64 {
        let found = self.rows(&format!("select coalesce(max({column}), 0) as newest from {table}")).await;
        get(&found[0], "newest")
    }

    fn today(&self) -> Date {
        local_date(self.at)
    }

    async fn step(&mut self, step: usize) {
        self.at += Duration::seconds(1);
        if self.random.u8(0..STEPS_OF_A_DAY) == 0 {
            self.at += Duration::DAY;
        }
        let (person, act) = self.tried();
        let before = (self.model.stage, self.model.year);
        let tried = self.attempt(person, &act).await;
        let told = format!("step {step} of seed {} in {before:?}: {person:?} {act:?} gave {tried:?}", self.seed);
        let expected = self.model.step(person, &act, self.today());
        match (&tried, expected) {
            (Ok(()), Some(_)) => self.taken += 1,
            (Err(Error::Database(_) | Error::Files(_) | Error::Corrupt(_) | Error::Password(_)), _) => {
                panic!("{told}: an error of ours")
            }
            (Err(_), None) => {}
            _ => panic!("{told}; the reference expects {expected:?}"),
        }
        let found = self
            .rows(&format!(
                "select (select count(*) from review_event where id > {}) as events,
                    (select count(*) from audit where seq > {}) as audit",
                self.events, self.audit
            ))
            .await;
        let wrote: (i64, i64) = (get(&found[0], "events"), get(&found[0], "audit"));
        let number = |count: usize| i64::try_from(count).expect("few");
        let expected = expected.map_or((0, 0), |Wrote { events, audit }| (number(events), number(audit)));
        assert_eq!(wrote, expected, "events and audit rows of {told}");
        if wrote != (0, 0) {
            (self.events, self.audit) = (self.newest("review_event", "id").await, self.audit + wrote.1);
        }
        if step.is_multiple_of(COMPARED_EVERY) || before.0 != self.model.stage {
            self.compare(&told).await;
        }
        if before.0 != "concluded" && self.model.stage == "concluded" {
            self.no_comment_is_lost().await;
        }
    }
}

fn get<T: TryGetable>(row: &QueryResult, column: &str) -> T {
    row.try_get("", column).expect(column)
}

fn contents(edition: EditionContent) -> BTreeMap<String, EntryContent> {
    let entries = edition.groups.into_iter().flat_map(|ContentGroup { entries, .. }| entries);
    entries.map(|(code, content)| (code.to_string(), EntryContent::clone(&content))).collect()
}
