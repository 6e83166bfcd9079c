//! Every indicator's figure on the demonstration data equals what raw SQL over the raw rows says, by another path than the
//! program's, on SQLite and on PostgreSQL: of the province and of every agency. So do the lists behind the figures.

mod cases;
#[path = "../common/mod.rs"]
mod common;
mod raw;
mod story;

use std::collections::{BTreeMap, BTreeSet};

use cases::Days;
use domain::account::{Account, Actor, Role};
use domain::id::{AccountId, AgencyId};
use domain::indicator::{
    Amount, FIRST_FIGURES, Indicator, OF_AGENCY, Period, Reach, Subject, Unit, definition_on, total,
};
use raw::{Case, Raw};
use server::seed::{Scenario, seed};
use sqlx::{PgPool, SqlitePool};
use store::Store;
use strum::IntoEnumIterator;
use time::OffsetDateTime;

/// What is nothing in every year: no entry lacks what decree 47/2020 demands.
const NOTHING: [Indicator; 1] = [Indicator::EntriesIncomplete];

/// Who reads the leaders' screen.
fn leader(at: OffsetDateTime) -> Actor {
    let account = Account {
        id: AccountId::from("leader"),
        username: String::new(),
        name: String::new(),
        role: Role::Leader,
        agency: None,
    };
    Actor { account: Some(account), is_system: false, functions: Vec::new(), at }
}

/// What cases add up to.
fn amount(unit: Unit, cases: &[&Case]) -> Option<Amount> {
    let number = |value: i64| u64::try_from(value).expect("no less than nothing");
    let mut parts: Vec<u64> = cases.iter().map(|(_, part, _)| number(*part)).collect();
    let (part, whole): (u64, u64) = (parts.iter().sum(), cases.iter().map(|(.., whole)| number(*whole)).sum());
    match unit {
        Unit::Count => Some(Amount { part, whole: 1 }),
        Unit::Distinct => {
            let told_apart: BTreeSet<i64> = cases.iter().map(|(.., number)| *number).collect();
            Some(Amount { part: told_apart.len() as u64, whole: 1 })
        }
        Unit::Share => (whole > 0).then_some(Amount { part, whole }),
        Unit::Days => {
            parts.sort_unstable();
            let (low, high) = (parts.get(parts.len().saturating_sub(1) / 2)?, parts.get(parts.len() / 2)?);
            Some(Amount { part: (low + high) * 5, whole: parts.len() as u64 })
        }
    }
}

/// Whether an indicator can be told of a period.
async fn is_known(raw: &Raw, indicator: Indicator, reach: Reach, period: Period, now: &Actor, days: &Days) -> bool {
    match (reach, cases::known(indicator, period, days)) {
        (Reach::Kept, Some(from)) => raw.has(&from).await,
        (Reach::Kept, None) => true,
        (Reach::Present, _) => !period.is_over(now.today()),
        (Reach::NotCollected, _) => false,
    }
}

async fn figures_are_what_the_tables_say(store: &Store, raw: &Raw) {
    let now = OffsetDateTime::now_utc();
    seed(store, Scenario::Demo, "mat-khau-thu", now).await.expect("the demonstration");
    story::goes_on(store, now).await;
    let actor = leader(now);
    let (mut told, mut of_agencies) = (BTreeSet::new(), BTreeSet::new());
    for period in Period::all(actor.today()) {
        let page = store.dashboard(&actor, period, None).await.expect("the screen");
        assert_eq!(page.closed.is_some(), period.0 == 2024);
        let days = Days::of(period, actor.today());
        let mut said: BTreeMap<Indicator, Vec<Case>> = BTreeMap::new();
        for indicator in Indicator::iter() {
            let definition = definition_on(indicator, period.until(actor.today()));
            let known = is_known(raw, indicator, definition.reach, period, &actor, &days).await;
            let cases = if known { raw.cases(&cases::cases(raw, indicator, period, &days)).await } else { Vec::new() };
            let expected = known.then(|| amount(definition.unit, &cases.iter().collect::<Vec<_>>())).flatten();
            let found = page.figure(indicator).expect("every indicator is told").amount;
            assert_eq!(found, expected, "{indicator} in {period}");
            told.extend(found.filter(|amount| amount.part > 0).map(|_| indicator));
            let words = list_adds_up(store, &actor, indicator, period, (found, cases.as_slice())).await;
            if indicator == Indicator::SearchesWithoutResult {
                let enough = raw.cases(&cases::words(&days)).await.into_iter().map(|(words, ..)| words);
                assert_eq!(words, enough.collect::<BTreeSet<_>>(), "words that found nothing in {period}");
                if period == Period::of(actor.today()) {
                    assert!(words.contains("giá hồ tiêu") && words.contains("xoai"), "{words:?}");
                    assert!(!words.contains("chỉ một người hỏi") && !words.contains("blockchain"), "{words:?}");
                }
            }
            if known {
                said.insert(indicator, cases);
            }
        }
        of_agencies.extend(agencies_have_their_own(store, raw, &actor, (period, &days), &said).await);
    }
    let nothing: Vec<Indicator> = Indicator::iter().filter(|indicator| !told.contains(indicator)).collect();
    assert_eq!(nothing, NOTHING, "what proves nothing");
    let nothing: Vec<Indicator> = OF_AGENCY.into_iter().filter(|one| !of_agencies.contains(one)).collect();
    assert!(nothing.is_empty(), "what proves nothing of an agency: {nothing:?}");
}

/// The list behind a figure adds up to it, page by page; gives the words that it tells.
async fn list_adds_up(
    store: &Store,
    actor: &Actor,
    indicator: Indicator,
    period: Period,
    (found, said): (Option<Amount>, &[Case]),
) -> BTreeSet<String> {
    let mut rows = Vec::new();
    let first = store.indicator(actor, indicator, period, None, 1).await.expect("a list");
    for number in 1..=first.cases.pages() {
        rows.extend(store.indicator(actor, indicator, period, None, number).await.expect("a list").cases.items);
    }
    if found.is_some() {
        let unit = definition_on(indicator, period.until(actor.today())).unit;
        assert_eq!(total(unit, &rows), found, "{indicator} in {period}");
        // The figure tells how many there are, the list how much each did: that too is as the rows say.
        if unit == Unit::Distinct {
            let part = |part: u64| i64::try_from(part).expect("small");
            let mut listed: Vec<_> = rows.iter().map(|row| (row.agency.id.to_string(), part(row.part))).collect();
            let mut uses: Vec<_> = said.iter().map(|(agency, part, _)| (agency.clone(), *part)).collect();
            listed.sort();
            uses.sort();
            assert_eq!(listed, uses, "{indicator} in {period}");
        }
    }
    let words = rows.into_iter().filter_map(|case| match case.subject {
        Subject::Words(words) if !words.is_empty() => Some(words),
        _ => None,
    });
    words.collect()
}

/// What is told of an agency is what its own cases add up to; gives what is more than nothing of some agency.
async fn agencies_have_their_own(
    store: &Store,
    raw: &Raw,
    actor: &Actor,
    (period, days): (Period, &Days),
    said: &BTreeMap<Indicator, Vec<Case>>,
) -> BTreeSet<Indicator> {
    let mut told = BTreeSet::new();
    for (agency, ..) in raw.cases(&cases::agencies(days)).await {
        let page = store.dashboard(actor, period, Some(&AgencyId::from(agency.as_str()))).await;
        let page = page.expect("an agency's screen");
        // What its board and its screen show.
        for indicator in OF_AGENCY.into_iter().chain(FIRST_FIGURES) {
            let unit = definition_on(indicator, period.until(actor.today())).unit;
            // Of what cannot be told of the period there is nothing to tell of an agency.
            let expected = said
                .get(&indicator)
                .and_then(|cases| amount(unit, &cases.iter().filter(|(of, ..)| *of == agency).collect::<Vec<_>>()));
            let found = page.figure(indicator).expect("every indicator is told").amount;
            assert_eq!(found, expected, "{indicator} of {agency} in {period}");
            told.extend(found.filter(|amount| amount.part > 0).map(|_| indicator));
        }
    }
    told
}

#[tokio::test]
async fn sqlite() {
    let bed = common::sqlite().await;
    let url = format!("sqlite://{}/csdl.db", bed.folder.path().display());
    let raw = Raw::Sqlite(SqlitePool::connect(&url).await.expect("a second way"));
    figures_are_what_the_tables_say(&bed.store, &raw).await;
}

#[tokio::test]
async fn postgres() {
    let Some(bed) = common::postgres().await else { return };
    let (base, name) = bed.database.clone().expect("a server");
    let (server, _) = base.rsplit_once('/').expect("a database in the address");
    let raw = Raw::Postgres(PgPool::connect(&format!("{server}/{name}")).await.expect("a second way"));
    figures_are_what_the_tables_say(&bed.store, &raw).await;
    if let Raw::Postgres(pool) = raw {
        pool.close().await;
    }
    bed.drop_database().await;
}
