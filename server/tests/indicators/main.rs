//! Every indicator's figure on the demonstration data equals what raw SQL over the tables says, by another path than the
//! program's, on SQLite and on PostgreSQL; so do the lists behind the figures, and the figures of single agencies.

#[path = "../common/mod.rs"]
mod common;
mod raw;

use std::collections::BTreeMap;

use domain::account::{Account, Actor, Role};
use domain::id::{AccountId, AgencyId};
use domain::indicator::{Amount, Indicator, Period, Reach, Subject, Unit, definition_on, total};
use domain::usage::{UsageEvent, UsageKind};
use raw::Raw;
use server::seed::{Scenario, seed};
use sqlx::{PgPool, SqlitePool};
use store::{RollUp, Store, Visit};
use strum::IntoEnumIterator;
use time::{Duration, OffsetDateTime};

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

/// What a day of a year means in the queries: the edition in force on it, who answers on it.
struct Days {
    before: String,
    until: String,
    first: String,
    last: String,
    today: String,
}

impl Days {
    fn of(period: Period, today: time::Date) -> Self {
        let day = |day: time::Date| format!("'{}'", domain::format::iso_date(day));
        Self {
            before: day(period.first().previous_day().expect("a day")),
            until: day(period.until(today)),
            first: day(period.first()),
            last: day(period.last()),
            today: day(today),
        }
    }
}

fn in_force(day: &str) -> String {
    format!(
        "select ee.entry_code, ee.version_id from edition_entry ee where ee.edition_id = (select id from edition where \
         stage in ('issued', 'superseded') and effective_from <= {day} and (effective_to is null or effective_to >= {day}) \
         order by effective_from desc, id desc limit 1)"
    )
}

/// Duties of the year by how they stand, of entries that somebody answers for.
fn duties(days: &Days, state: &str, kind: &str) -> String {
    let open =
        format!("d.done_on is null and d.excused_on is null and (d.ended_on is null or d.ended_on > {})", days.today);
    let stands = match state {
        "done" => "d.done_on <= d.due_on".to_owned(),
        "late" => "d.done_on > d.due_on".to_owned(),
        "never" => format!("{open} and d.due_on < {}", days.today),
        _ => format!("(d.done_on is not null or ({open} and d.due_on < {}))", days.today),
    };
    format!(
        "from duty d join entry_owner o on o.entry_code = d.entry_code and o.valid_from <= {until} and (o.valid_to is null \
         or o.valid_to >= {until}) where d.due_on between {first} and {last} and {stands} {kind}",
        until = days.until,
        first = days.first,
        last = days.last
    )
}

/// What the tables say of an indicator: of a median all its numbers.
async fn said(raw: &Raw, indicator: Indicator, period: Period, days: &Days) -> (Vec<i64>, i64) {
    use Indicator as I;
    let (before, after) = (in_force(&days.before), in_force(&days.until));
    let year = period.0;
    let asked = format!("select count(*) as n from response where campaign_year = {year}");
    let counted = |query: String| async move { raw.number(&query).await };
    let items = |column: &str| {
        format!(
            "select coalesce(sum(v.{column}), 0) as n from entry_version v where v.id in (select version_id from ({after}) a)"
        )
    };
    let all = "open_items + v.default_items + v.specific_items + v.none_items";
    // Lateness is on record from the day after the last one; nobody was given more time in the demonstration.
    let late = format!(
        "campaign_year = {year} and agency_id in (select agency_id from lateness where campaign_year = {year})"
    );
    let uses = |kind: &str| {
        format!(
            "select coalesce(sum(count), 0) as n from usage_day where kind = '{kind}' and day between {} and {}",
            days.first, days.last
        )
    };
    let officers = |test: &str| {
        format!(
            "select count(*) as n from agency_period p where p.kind <> 'ubnd_tinh' and p.tier in ('province', 'district', \
             'commune') and p.valid_from <= {u} and (p.valid_to is null or p.valid_to >= {u}) and {test}",
            u = days.until
        )
    };
    let has = "exists (select 1 from account where role = 'officer' and agency_id = p.id";
    let duty = |state: &str| format!("select count(*) as n {}", duties(days, state, ""));
    match indicator {
        I::EntriesInForce => (vec![counted(format!("select count(*) as n from ({after}) a")).await], 1),
        I::EntriesNew => (
            vec![counted(format!("select count(*) as n from ({after}) a where a.entry_code not in (select entry_code from ({before}) b)")).await],
            1,
        ),
        I::EntriesChanged => (
            vec![counted(format!("select count(*) as n from ({after}) a join ({before}) b on a.entry_code = b.entry_code and a.version_id <> b.version_id")).await],
            1,
        ),
        I::EntriesWithdrawn => (
            vec![counted(format!("select count(*) as n from ({before}) b where b.entry_code not in (select entry_code from ({after}) a)")).await],
            1,
        ),
        I::ShareOpen => (vec![counted(items("open_items")).await], counted(items(all)).await),
        I::ShareDefault => (vec![counted(items("default_items")).await], counted(items(all)).await),
        I::ShareSpecific => (vec![counted(items("specific_items")).await], counted(items(all)).await),
        I::ResponsesAnswered => (
            vec![counted(format!("{asked} and first_submitted_at is not null")).await],
            counted(asked.clone()).await,
        ),
        I::ResponsesOnTime => (
            vec![counted(format!("{asked} and first_submitted_at is not null and {{local:first_submitted_at}} <= (select due_on from campaign where year = {year})")).await],
            counted(format!("{asked} and (first_submitted_at is not null or (select due_on from campaign where year = {year}) < {})", days.today)).await,
        ),
        I::ResponsesLate => (
            vec![counted(format!("{asked} and ({{local:first_submitted_at}} > (select due_on from campaign where year = {year}) or (first_submitted_at is null and ({late} or (select due_on from campaign where year = {year} and stage = 'open') < {})))", days.today)).await],
            1,
        ),
        I::ResponsesReturned => (
            vec![counted(format!("select count(distinct agency_id) as n from review_event where campaign_year = {year} and to_stage = 'returned'")).await],
            1,
        ),
        I::DaysAnswering => (
            raw.numbers(&format!("select {{days:{{local:c.opened_at}};{{local:r.first_submitted_at}}}} as n from response r join campaign c on c.year = r.campaign_year where r.campaign_year = {year} and r.first_submitted_at is not null")).await,
            0,
        ),
        I::DaysAppraising => (
            raw.numbers(&format!("select {{days:{{local:r.first_submitted_at}};{{local:e.at}}}} as n from response r join review_event e on e.campaign_year = r.campaign_year and e.agency_id = r.agency_id and e.to_stage = 'accepted' where r.campaign_year = {year} and r.stage = 'accepted' and e.id = (select max(id) from review_event x where x.campaign_year = {year} and x.agency_id = r.agency_id and x.to_stage = 'accepted')")).await,
            0,
        ),
        I::DaysConcluding => (
            raw.numbers(&format!("select {{days:{{local:a.at}};{{local:b.at}}}} as n from review_event a join review_event b on b.campaign_year = a.campaign_year and b.agency_id is null and b.to_stage = 'concluded' where a.campaign_year = {year} and a.agency_id is null and a.to_stage = 'closed'")).await,
            0,
        ),
        I::DutiesOnTime => (vec![counted(duty("done")).await], counted(duty("any")).await),
        I::DutiesLate => (vec![counted(duty("late")).await], 1),
        I::DutiesNever => (vec![counted(duty("never")).await], 1),
        I::Freshness => {
            let of = |state: &str| format!("select distinct d.entry_code {}", duties(days, state, "and d.kind = 'refresh'"));
            let (any, never) = (of("any"), of("never"));
            (
                vec![counted(format!("select count(*) as n from ({any}) a where a.entry_code not in (select entry_code from ({never}) b)")).await],
                counted(format!("select count(*) as n from ({any}) a")).await,
            )
        }
        I::Views => (vec![counted(uses("view")).await], 1),
        I::Downloads => (vec![counted(uses("download")).await], 1),
        I::Calls => (vec![counted(uses("api")).await], 1),
        I::Searches => (vec![counted(uses("search")).await], 1),
        I::EntriesNeverUsed => (
            vec![counted(format!("select count(*) as n from ({after}) a where not exists (select 1 from usage_day u where u.entry_code = a.entry_code and u.kind <> 'search' and u.day between {} and {})", days.first, days.last)).await],
            1,
        ),
        I::EntriesNeverLoaded => (
            vec![counted(format!("select count(*) as n from ({after}) a where exists (select 1 from duty d where d.entry_code = a.entry_code and d.kind = 'load') and not exists (select 1 from duty d where d.entry_code = a.entry_code and d.kind = 'load' and (d.done_on is not null or d.excused_on is not null))")).await],
            1,
        ),
        I::EntriesIncomplete => {
            let lacks = raw.lacks("v.content");
            (vec![counted(format!("select count(*) as n from entry_version v where v.id in (select version_id from ({after}) a) and ({lacks})")).await], 1)
        }
        I::AgenciesLate => {
            let owing = format!("select o.agency_id {}", duties(days, "never", ""));
            (
                vec![counted(format!("select count(*) as n from ({owing} union select agency_id from response where campaign_year = {year} and first_submitted_at is null and ({late} or (select due_on from campaign where year = {year} and stage = 'open') < {})) u", days.today)).await],
                1,
            )
        }
        I::AgenciesWithoutOfficer => (vec![counted(officers(&format!("not {has})"))).await], 1),
        I::AgenciesLapsed => (vec![counted(officers(&format!("{has}) and not {has} and active)"))).await], 1),
        I::SearchesWithoutResult => (
            vec![counted(format!("select coalesce(sum(count), 0) as n from usage_event where kind = 'search' and results = 0 and day between {} and {}", days.first, days.last)).await],
            counted(format!("{} and day >= (select min(day) from usage_visit where day between {} and {})", uses("search"), days.first, days.last)).await,
        ),
        I::Consumers => (
            vec![counted(format!("select count(*) as n from usage_visit where query = '' and day between {} and {}", days.first, days.last)).await],
            1,
        ),
    }
}

/// The same as a figure.
fn amount(unit: Unit, (mut parts, whole): (Vec<i64>, i64)) -> Option<Amount> {
    let number = |value: i64| u64::try_from(value).expect("no less than nothing");
    match unit {
        Unit::Count => Some(Amount { part: number(parts[0]), whole: 1 }),
        Unit::Share => (whole > 0).then(|| Amount { part: number(parts[0]), whole: number(whole) }),
        Unit::Days => {
            parts.sort_unstable();
            let (low, high) = (parts.get(parts.len().saturating_sub(1) / 2)?, parts.get(parts.len() / 2)?);
            Some(Amount { part: number((low + high) * 5), whole: parts.len() as u64 })
        }
    }
}

async fn figures_are_what_the_tables_say(store: &Store, raw: &Raw) {
    let now = OffsetDateTime::now_utc();
    seed(store, Scenario::Demo, "mat-khau-thu", now).await.expect("the demonstration");
    visitors_come(store, now).await;
    let actor = leader(now);
    let mut told: BTreeMap<(i32, Indicator), Option<Amount>> = BTreeMap::new();
    for period in Period::all(actor.today()) {
        let page = store.dashboard(&actor, period, None).await.expect("the screen");
        assert_eq!(page.closed.is_some(), period.0 == 2024);
        let days = Days::of(period, actor.today());
        for indicator in Indicator::iter() {
            let definition = definition_on(indicator, period.until(actor.today()));
            let known = match definition.reach {
                Reach::Kept if indicator.is_of_counting() => {
                    let visits = "select count(*) as n from usage_visit where day between";
                    raw.number(&format!("{visits} {} and {}", days.first, days.last)).await > 0
                }
                Reach::Kept => {
                    !indicator.is_of_review()
                        || raw.number(&format!("select count(*) as n from campaign where year = {period}")).await > 0
                }
                Reach::Present => !period.is_over(actor.today()),
                Reach::NotCollected => false,
            };
            let expected =
                if known { amount(definition.unit, said(raw, indicator, period, &days).await) } else { None };
            let found = page.figure(indicator).expect("every indicator is told").amount;
            assert_eq!(found, expected, "{indicator} in {period}");
            told.insert((period.0, indicator), found);
            // The list adds up to the figure, page by page.
            let mut rows = Vec::new();
            let first = store.indicator(&actor, indicator, period, None, 1).await.expect("a list");
            for number in 1..=first.cases.pages() {
                rows.extend(
                    store.indicator(&actor, indicator, period, None, number).await.expect("a list").cases.items,
                );
            }
            if found.is_some() {
                assert_eq!(total(definition.unit, &rows), found, "{indicator} in {period}");
            }
        }
    }
    let of_now = |indicator| told[&(actor.today().year(), indicator)].expect("a figure").part;
    for indicator in [Indicator::EntriesInForce, Indicator::DutiesOnTime, Indicator::DutiesNever, Indicator::Views] {
        assert!(of_now(indicator) > 0, "{indicator}");
    }
    assert!(told[&(2024, Indicator::DaysAnswering)].is_some() && told[&(2024, Indicator::EntriesNew)].is_some());
    assert_eq!(of_now(Indicator::Consumers), 5, "three today, two yesterday, one of them both days");
    assert_eq!(of_now(Indicator::SearchesWithoutResult), 5, "and what one alone asked for is not told:");
    assert_eq!(told[&(actor.today().year() - 1, Indicator::Consumers)], None, "nothing was counted then");
    let list = store.indicator(&actor, Indicator::SearchesWithoutResult, Period::of(actor.today()), None, 1).await;
    let words: Vec<_> = list.expect("a list").cases.items.into_iter().map(|case| case.subject).collect();
    assert_eq!(words, [Subject::Words("giá hồ tiêu".to_owned()), Subject::Words(String::new()), Subject::Found]);
    agencies_add_up(store, &actor, &told).await;
}

/// Searches of two days, of which some find nothing: by words of three people, and of one. Of a year ago nobody is known.
async fn visitors_come(store: &Store, now: OffsetDateTime) {
    let search = |key: &str, at: OffsetDateTime, query: &str, results, count| UsageEvent {
        key: key.to_owned(),
        at,
        kind: UsageKind::Search,
        code: None,
        agency: None,
        query: query.to_owned(),
        results,
        count,
    };
    // On New Year's Day the day before lies in another year: then the day after.
    let new_year = domain::format::local_date(now).ordinal() == 1;
    let yesterday = now + Duration::days(if new_year { 1 } else { -1 });
    let events = [
        search("a", now, "giá hồ tiêu", Some(0), 4),
        search("b", yesterday, "chỉ một người hỏi", Some(0), 1),
        search("c", yesterday, "trường học", Some(9), 5),
        search("d", now, "bệnh viện", None, 2),
        search("e", now - Duration::days(400), "đã lâu", None, 30),
    ];
    let visit = |at, query: &str, visitor: &str| Visit {
        day: domain::format::local_date(at),
        query: query.to_owned(),
        visitor: visitor.to_owned(),
    };
    let mut visits = Vec::new();
    for visitor in ["x", "y", "z"] {
        visits.extend([visit(now, "", visitor), visit(now, "giá hồ tiêu", visitor)]);
    }
    for visitor in ["x", "w"] {
        visits.push(visit(yesterday, "", visitor));
    }
    visits.push(visit(yesterday, "chỉ một người hỏi", "w"));
    let recorded = store.record_events(&events, &visits, now, RollUp::Now).await.expect("recorded");
    assert_eq!(recorded.added, 5);
}

/// What is counted by agency adds up to the province's figure.
async fn agencies_add_up(store: &Store, actor: &Actor, told: &BTreeMap<(i32, Indicator), Option<Amount>>) {
    use Indicator as I;
    for period in [Period::of(actor.today()), Period(2024)] {
        let counted = [I::EntriesInForce, I::DutiesOnTime, I::DutiesNever, I::AgenciesLate, I::ShareOpen];
        let rows = |indicator| store.indicator(actor, indicator, period, None, 1);
        let mut agencies: Vec<AgencyId> = Vec::new();
        for indicator in counted {
            let pages = rows(indicator).await.expect("a list").cases.pages();
            for number in 1..=pages {
                let page = store.indicator(actor, indicator, period, None, number).await.expect("a list");
                agencies.extend(page.cases.items.into_iter().map(|case| case.agency.id));
            }
        }
        agencies.sort();
        agencies.dedup();
        let mut sums: BTreeMap<Indicator, u64> = BTreeMap::new();
        for agency in &agencies {
            let page = store.dashboard(actor, period, Some(agency)).await.expect("an agency's screen");
            for indicator in counted {
                let amount = page.figure(indicator).expect("every indicator is told").amount;
                *sums.entry(indicator).or_default() += amount.map_or(0, |amount| amount.part);
            }
        }
        for indicator in counted {
            let whole = told[&(period.0, indicator)].map_or(0, |amount| amount.part);
            assert_eq!(sums[&indicator], whole, "{indicator} in {period}");
        }
    }
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
