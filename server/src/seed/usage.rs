//! Use of the last weeks, as a portal has it that is lived in: entries are read, looked for, some of it in vain, files are
//! taken along, programs ask the API, the staff of agencies sign in. What was and how often is invented; it hangs on the day
//! alone.

use domain::format::local_date;
use domain::id::{AgencyId, EntryCode};
use domain::usage::{UsageEvent, UsageKind, kept_query};
use store::{RollUp, Store, Visit};
use time::macros::offset;
use time::{Date, Duration, OffsetDateTime, UtcOffset, Weekday};

use crate::failure::Failure;

/// Days of which something is known, today the last. In the newer ones all that is popular was read, before a part of it.
const DAYS: u32 = 45;
const READ_DAYS: u32 = 30;
const VIETNAM: UtcOffset = offset!(+7);
/// When people come, the oftener the busier the hour; programs come at any time.
const HOURS: [u8; 20] = [9, 14, 10, 8, 15, 9, 11, 16, 10, 20, 9, 15, 7, 14, 10, 13, 8, 21, 15, 11];
const ANY_HOUR: [u8; 8] = [0, 3, 6, 9, 12, 15, 18, 23];
/// Agencies whose people have accounts.
const STAFF: [&str; 5] = ["so-yt", "so-nnmt", "so-ct", "so-khcn-2025", "vp-ubnd"];
/// How often the entries are viewed, relative to one another.
const POPULAR: [(&str, u32); 14] = [
    ("DC-001", 214),
    ("DC-016", 188),
    ("DC-037", 151),
    ("DC-015", 133),
    ("DC-039", 120),
    ("DC-007", 97),
    ("DC-017", 88),
    ("DC-044", 73),
    ("DC-021", 66),
    ("DC-009", 61),
    ("DC-030", 44),
    ("DC-054", 31),
    ("DC-064", 22),
    ("DC-068", 19),
];
/// What people look for, and how many entries they find.
const FOUND: [(&str, u32); 8] = [
    ("đất đai", 14),
    ("giá đất", 6),
    ("hộ nghèo", 5),
    ("doanh nghiệp", 11),
    ("trường học", 8),
    ("bảo hiểm y tế", 4),
    ("thủ tục hành chính", 9),
    ("cà phê", 7),
];
/// What they look for in vain: of how many in one day, once in so many days. Not every one may be told.
const MISSED: [(&str, u32, u32); 4] = [("xoài", 4, 6), ("flycam", 3, 9), ("phim", 2, 7), ("blockchain", 1, 5)];

/// Something that was done on a day so often.
struct Done {
    kind: UsageKind,
    count: u32,
    code: Option<&'static str>,
    query: &'static str,
    results: Option<u32>,
}

impl Done {
    fn of(kind: UsageKind, count: u32) -> Self {
        Self { kind, count, code: None, query: "", results: None }
    }
}

/// Records the use of the last weeks until now.
///
/// # Errors
/// When the database fails.
pub async fn of_last_weeks(store: &Store, now: OffsetDateTime) -> Result<(), Failure> {
    let today = local_date(now);
    let (mut events, mut visits) = (Vec::new(), Vec::new());
    for ago in 0..DAYS {
        let day = today - Duration::days(ago.into());
        let is_worked = !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let done = views(ago).chain(searches(ago)).chain(calls(ago)).chain(on_working_days(ago, is_worked));
        events.extend(done.enumerate().map(|(number, done)| event(day, number, done, now)));
        visits.extend(visitors(day, ago, is_worked));
    }
    store.record_events(&events, &visits, now, RollUp::Now).await?;
    Ok(())
}

/// Spread over the days, a little more on later ones.
fn views(ago: u32) -> impl Iterator<Item = Done> {
    let read = POPULAR.into_iter().zip(0_u32..).filter(move |(_, at)| ago < READ_DAYS || at % 5 == ago % 5);
    let views = read.map(move |((code, total), _)| Done {
        code: Some(code),
        ..Done::of(UsageKind::View, total * (75 - ago) / (30 * 60))
    });
    views.filter(|done| done.count > 0)
}

fn searches(ago: u32) -> impl Iterator<Item = Done> {
    let search = |query, results, count| Done { query, results: Some(results), ..Done::of(UsageKind::Search, count) };
    let found = FOUND.into_iter().zip(0_u32..).filter(move |(_, at)| (at + ago).is_multiple_of(4));
    let found = found.map(move |((query, results), at)| search(query, results, 1 + (at * 3 + ago) % 4));
    found.chain(missed(ago).map(move |(query, visitors)| search(query, 0, visitors)))
}

/// What was looked for in vain on a day, and by how many.
fn missed(ago: u32) -> impl Iterator<Item = (&'static str, u32)> {
    let that_day = MISSED.into_iter().filter(move |(_, _, every)| ago.is_multiple_of(*every));
    that_day.map(|(query, visitors, _)| (query, visitors))
}

fn calls(ago: u32) -> impl Iterator<Item = Done> {
    let code = ago.is_multiple_of(2).then_some("DC-016");
    std::iter::once(Done { code, ..Done::of(UsageKind::Api, 20 + ago * 37 % 50) })
}

fn on_working_days(ago: u32, is_worked: bool) -> impl Iterator<Item = Done> {
    let export = ago.is_multiple_of(3).then(|| Done::of(UsageKind::Export, 1 + ago % 2));
    let done = [Done::of(UsageKind::Download, 1 + ago % 3), Done::of(UsageKind::SignIn, 2 + ago % 4)];
    done.into_iter().chain(export).filter(move |_| is_worked)
}

/// What was done as an event of its day. What is still to come of today happens now.
fn event(day: Date, number: usize, done: Done, now: OffsetDateTime) -> UsageEvent {
    let place = number * 7 + usize::from(day.ordinal());
    let hours: &[u8] = if done.kind == UsageKind::Api { &ANY_HOUR } else { &HOURS };
    let hour = Duration::hours(hours[place % hours.len()].into());
    let by_staff = match done.kind {
        UsageKind::SignIn => true,
        // Nobody is known there.
        UsageKind::Api => false,
        _ => number % 6 == 5,
    };
    UsageEvent {
        key: format!("demo:{day}:{number}"),
        at: Ord::min((day.midnight().assume_offset(VIETNAM) + hour).to_offset(UtcOffset::UTC), now),
        kind: done.kind,
        code: done.code.map(EntryCode::from),
        agency: by_staff.then(|| AgencyId::from(STAFF[place % STAFF.len()])),
        query: kept_query(done.query),
        results: done.results,
        count: done.count,
    }
}

/// Who was there on a day, and what some of them did not find.
fn visitors(day: Date, ago: u32, is_worked: bool) -> impl Iterator<Item = Visit> {
    let visit = move |query: &str, who: u32| Visit { day, query: kept_query(query), visitor: format!("{day}:{who}") };
    let there = if is_worked { 6 + ago * 5 % 6 } else { 4 + ago % 2 };
    let in_vain = missed(ago).flat_map(move |(query, visitors)| (0..visitors).map(move |who| visit(query, who)));
    (0..there).map(move |who| visit("", who)).chain(in_vain)
}
