//! Random moves by random people over random entries, against a simple reference: what the store takes is what the
//! reference takes, every move has its events and its audit row, and no comment is lost.
//!
//! `CSDL_TEST_MODEL_STEPS` asks for a longer run (a million takes about half an hour on SQLite), `CSDL_TEST_MODEL_SEED` for another.

mod attempt;
mod reference;

use std::collections::BTreeMap;

use domain::catalog::EntryContent;
use domain::edition::{ContentGroup, EditionContent};
use domain::id::{AgencyId, EntryCode};
use fastrand::Rng;
use reference::{AGENCIES, Act, Model, Person, Said};
use sea_orm::{ConnectionTrait, DatabaseConnection, QueryResult, Statement, TryGetable};
use store::Error;
use time::{Duration, OffsetDateTime};

use crate::common::Bed;
use crate::common::data::{MERGED_ON, NOW, anonymous, load_first_edition, system};

/// Steps where nobody asks for more.
const STEPS: usize = 1_500;
/// After so many the province begins anew: its catalog has become small, and years end.
const STEPS_OF_ONE_PROVINCE: usize = 4_000;
/// Of so many draws one is tried.
const DRAWS: usize = 4;
/// So often everything is compared, beside what each step changes.
const COMPARED_EVERY: usize = 20;

on_both!(random_moves_go_as_the_reference_says, async |bed| {
    let asked = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let steps = asked("CSDL_TEST_MODEL_STEPS").map_or(STEPS, |steps: u64| usize::try_from(steps).unwrap_or(STEPS));
    let seed = asked("CSDL_TEST_MODEL_SEED").unwrap_or(2_026);
    let (first, rest) = (steps.min(STEPS_OF_ONE_PROVINCE), steps.saturating_sub(STEPS_OF_ONE_PROVINCE));
    let is_postgres = bed.url.starts_with("postgres");
    let mut taken = go(&bed, seed, first).await;
    for (turn, begun) in (1..).zip((0..rest).step_by(STEPS_OF_ONE_PROVINCE)) {
        let steps = STEPS_OF_ONE_PROVINCE.min(rest - begun);
        let (seed, sum) = (seed + turn, std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0)));
        let into = std::sync::Arc::clone(&sum);
        let one = async move |bed: Bed| {
            into.store(go(&bed, seed, steps).await, std::sync::atomic::Ordering::Relaxed);
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

/// A run in one province. Gives how many steps were taken, not refused.
async fn go(bed: &Bed, seed: u64, steps: usize) -> usize {
    let mut run = Run::begin(bed, seed).await;
    for step in 0..steps {
        run.step(step).await;
    }
    run.compare("at the end").await;
    run.no_comment_is_lost().await;
    let report = bed.store.verify_audit(&system()).await.expect("a report");
    assert_eq!(report.first_bad, None);
    run.taken
}

struct Run<'a> {
    bed: &'a Bed,
    raw: DatabaseConnection,
    random: Rng,
    model: Model,
    /// The contents of the entries in force.
    contents: BTreeMap<String, EntryContent>,
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
        let purposes = contents.iter().map(|(code, content)| (code.clone(), content.purpose.clone())).collect();
        let (raw, random, model) = (bed.raw().await, Rng::with_seed(seed), Model::new(purposes));
        let mut run = Self {
            bed,
            raw,
            random,
            model,
            contents,
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

    /// A text that no other has.
    fn text(&mut self) -> String {
        self.texts += 1;
        format!("Lời số {}.", self.texts)
    }

    fn said(&mut self, agency: usize) -> Said {
        match self.random.u8(0..10) {
            0..5 => Said::Keep,
            5 => Said::Withdraw(if self.random.u8(0..4) == 0 { String::new() } else { self.text() }),
            // This one's entry lacks its sector: a change would have to name it too.
            _ if AGENCIES[agency].0 == "so-nv-2025" => Said::Keep,
            _ => Said::Modify(self.text()),
        }
    }

    /// Who tries what. Most of what is drawn would be refused: of several draws the first that would not be.
    fn tried(&mut self) -> (Person, Act) {
        for _ in 1..DRAWS {
            let act = self.act();
            let person = self.person(&act);
            if self.model.clone().step(person, &act).is_some() {
                return (person, act);
            }
        }
        let act = self.act();
        (self.person(&act), act)
    }

    /// Something to try: mostly what may help at this stage.
    fn act(&mut self) -> Act {
        let (agency, entry) = (self.random.usize(0..AGENCIES.len()), self.random.usize(0..3));
        let stale = self.random.u8(0..10) == 0;
        if self.model.stage != "open" && self.random.u8(0..10) > 0 {
            return match self.random.u8(0..12) {
                0..3 => Act::Open,
                3..6 => Act::Compile,
                6..8 => Act::Submit,
                8..10 => Act::Issue { stale },
                10 => Act::GiveBack { reason: self.text() },
                _ => Act::Reopen { reason: self.text() },
            };
        }
        match self.random.u8(0..60) {
            0..9 => Act::Save { agency, entry, said: self.said(agency), stale },
            9..13 => Act::KeepAll { agency },
            13..20 => Act::Lay { agency },
            20..22 => Act::SendBack { agency, comment: self.text() },
            22..28 => Act::Approve { agency, stale },
            28..36 => {
                let reject = (self.random.u8(0..3) == 0).then(|| self.text());
                Act::Decide { agency, entry, reject, stale }
            }
            36..38 => Act::DecideAll { agency, entry, stale },
            38..41 => Act::AcceptKeeps { agency: self.random.bool().then_some(agency) },
            41..49 => Act::Say { agency, entry, text: self.text() },
            49..53 => Act::Return { agency, entry, comment: self.text(), stale },
            53..55 => Act::Accept { agency },
            55 => Act::Close { force: self.random.bool() },
            56..59 => Act::Compile,
            _ => Act::Open,
        }
    }

    fn person(&mut self, act: &Act) -> Person {
        let agency = self.random.usize(0..AGENCIES.len());
        let people =
            [Person::Coordinator, Person::Clerk, Person::Anybody, Person::Officer(agency), Person::Head(agency)];
        let every = (0..AGENCIES.len()).flat_map(|at| [Person::Officer(at), Person::Head(at)]).chain(people);
        let able: Vec<Person> = every.filter(|person| Model::may(*person, act)).collect();
        let other = self.random.u8(0..8) == 0;
        let from = if other || able.is_empty() { &people[..] } else { &able[..] };
        from[self.random.usize(0..from.len())]
    }

    async fn step(&mut self, step: usize) {
        self.at += Duration::seconds(1);
        let (person, act) = self.tried();
        let before = (self.model.stage, self.model.year);
        let tried = self.attempt(person, &act).await;
        let told = format!("step {step} in {before:?}: {person:?} {act:?} gave {tried:?}");
        let expected = self.model.step(person, &act);
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
        let expected = expected.map_or((0, 0), |events| (i64::try_from(events).expect("few"), 1));
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

    /// Everything that the reference knows is what the database says.
    async fn compare(&self, told: &str) {
        let model = &self.model;
        let found = self.rows(&format!("select stage, version from campaign where year = {}", model.year)).await;
        if let Some(row) = found.first() {
            let stands: (String, i64) = (get(row, "stage"), get(row, "version"));
            assert_eq!(stands, (model.stage.to_owned(), model.version), "the review after {told}");
        }
        let found = self
            .rows(&format!(
                "select r.agency_id as agency, r.stage as stage, r.version as version, r.round as round,
                    a.entry_code as code, a.kind as kind, a.version as answer_version, a.returned as returned,
                    p.verdict as verdict, p.id as point, (select count(*) from point_message m join point q
                        on q.id = m.point_id where q.answer_id = a.id) as talk
                    from response r left join answer a on a.response_id = r.id
                    left join point p on p.answer_id = a.id and not p.superseded
                    where r.campaign_year = {} and r.agency_id <> 'so-khcn-2025' order by r.position, a.position, p.id",
                model.year
            ))
            .await;
        let stands: Vec<String> = found.iter().map(line).collect();
        let mut expected = Vec::new();
        for ((agency, _), response) in AGENCIES.iter().zip(&model.responses) {
            let before = format!("{agency} {} {} {}", response.stage, response.version, response.round);
            if response.answers.is_empty() {
                expected.push(format!("{before} -"));
            }
            for answer in &response.answers {
                let kind = answer.said.as_ref().map(|said| match said {
                    Said::Keep => "keep",
                    Said::Withdraw(_) => "withdraw",
                    Said::Modify(_) => "modify",
                });
                let verdict = answer.point.as_ref().map(|point| match point.verdict {
                    None => "open",
                    Some(true) => "accept",
                    Some(false) => "reject",
                });
                let talk = answer.talk.iter().map(Vec::len).sum::<usize>();
                let (version, returned) = (answer.version, answer.returned);
                expected.push(format!("{before} {} {kind:?} {version} {returned} {verdict:?} {talk}", answer.code));
            }
        }
        let sorted = |mut lines: Vec<String>| {
            lines.sort();
            lines
        };
        assert_eq!(sorted(stands), sorted(expected), "the answers after {told}");
        let purposes: BTreeMap<&String, &String> =
            self.contents.iter().map(|(code, content)| (code, &content.purpose)).collect();
        assert_eq!(purposes, model.catalog.iter().collect(), "the catalog in force after {told}");
    }

    /// Each is in the audit log of the review, and what was said on points is where the pages show it.
    async fn no_comment_is_lost(&mut self) {
        let found = self.rows(&format!("select detail from audit where seq > {}", self.audit_of_review)).await;
        let log: String = found.iter().map(|row| get::<String>(row, "detail")).collect();
        let kept = "select text as said from point_message union all select note as said from review_event
            union all select verdict_reason as said from point";
        let kept: Vec<String> = self.rows(kept).await.iter().map(|row| get(row, "said")).collect();
        for comment in std::mem::take(&mut self.model.comments) {
            assert!(log.contains(&comment), "not in the audit log: {comment}");
            // A verdict may be given anew; the reason of the one before stays in the log alone.
            let replaced = log.matches(&format!("\"reason\":\"{comment}\"")).count() > 0;
            assert!(replaced || kept.contains(&comment), "not where it is shown: {comment}");
        }
        self.audit_of_review = self.audit;
    }
}

fn get<T: TryGetable>(row: &QueryResult, column: &str) -> T {
    row.try_get("", column).expect(column)
}

fn line(row: &QueryResult) -> String {
    let text = |column| get::<String>(row, column);
    let optional = |column| get::<Option<String>>(row, column);
    let (version, round): (i64, i32) = (get(row, "version"), get(row, "round"));
    let before = format!("{} {} {version} {round}", text("agency"), text("stage"));
    let Some(code) = optional("code") else { return format!("{before} -") };
    let point: Option<i64> = get(row, "point");
    let verdict = point.map(|_| optional("verdict").unwrap_or_else(|| "open".to_owned()));
    let (answer, returned, talk): (i64, bool, i64) =
        (get(row, "answer_version"), get(row, "returned"), get(row, "talk"));
    format!("{before} {code} {:?} {answer} {returned} {verdict:?} {talk}", optional("kind"))
}

fn contents(edition: EditionContent) -> BTreeMap<String, EntryContent> {
    let entries = edition.groups.into_iter().flat_map(|ContentGroup { entries, .. }| entries);
    entries.map(|(code, content)| (code.to_string(), EntryContent::clone(&content))).collect()
}
