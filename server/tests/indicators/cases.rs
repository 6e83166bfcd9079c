//! The cases behind each indicator as raw SQL: of every case the agency, and what it adds to the part and to the whole. Use
//! is read from the events themselves; who was there, and from when that is known, no event tells: that is in `usage_visit`.

use domain::indicator::{Indicator, Period};
use time::Date;
use time::macros::date;

use super::raw::Raw;

/// What the days of a year are in the queries.
pub struct Days {
    before: String,
    until: String,
    first: String,
    last: String,
    today: String,
    /// The first day of what makes an agency late: of the running year any.
    owed_from: String,
}

impl Days {
    pub fn of(period: Period, today: Date) -> Self {
        let day = |day: Date| format!("'{}'", domain::format::iso_date(day));
        Self {
            before: day(period.first().previous_day().expect("a day")),
            until: day(period.until(today)),
            first: day(period.first()),
            last: day(period.last()),
            today: day(today),
            owed_from: day(if period.is_over(today) { period.first() } else { date!(2000 - 01 - 01) }),
        }
    }

    /// Rows that hold on the last day of the year that has come.
    fn hold(&self, table: &str) -> String {
        let until = &self.until;
        format!("{table}.valid_from <= {until} and ({table}.valid_to is null or {table}.valid_to >= {until})")
    }

    fn in_year(&self, column: &str) -> String {
        format!("{column} between {} and {}", self.first, self.last)
    }
}

fn in_force(day: &str) -> String {
    format!(
        "select ee.entry_code, ee.version_id from edition_entry ee where ee.edition_id = (select id from edition where \
         stage in ('issued', 'superseded') and effective_from <= {day} and (effective_to is null or effective_to >= {day}) \
         order by effective_from desc, id desc limit 1)"
    )
}

/// The entries of the edition before the year and of the one at its end, each with who answers for it then.
fn entries(days: &Days) -> String {
    let (before, after) = (in_force(&days.before), in_force(&days.until));
    format!(
        "select c.entry_code, b.version_id as was, a.version_id as stands, \
         coalesce(o.agency_id, bv.owner_id, av.owner_id) as agency \
         from (select entry_code from ({before}) x union select entry_code from ({after}) y) c \
         left join ({before}) b on b.entry_code = c.entry_code left join ({after}) a on a.entry_code = c.entry_code \
         left join entry_version bv on bv.id = b.version_id left join entry_version av on av.id = a.version_id \
         left join entry_owner o on o.entry_code = c.entry_code and {}",
        days.hold("o")
    )
}

/// Duties of the year by how they stand, of entries that somebody answers for.
fn duties(days: &Days, state: &str) -> String {
    let open =
        format!("d.done_on is null and d.excused_on is null and (d.ended_on is null or d.ended_on > {})", days.today);
    let stands = match state {
        "late" => "d.done_on > d.due_on".to_owned(),
        "never" => format!("{open} and d.due_on < {}", days.today),
        _ => format!("(d.done_on is not null or ({open} and d.due_on < {}))", days.today),
    };
    format!(
        "from duty d join entry_owner o on o.entry_code = d.entry_code and {} where {} and {stands}",
        days.hold("o"),
        days.in_year("d.due_on")
    )
}

/// The last day for an answer: that of the review, or of the extension that was given last.
const DUE: &str = "coalesce((select x.due_on from due_extension x where x.campaign_year = r.campaign_year and \
     x.agency_id = r.agency_id and not x.again order by x.id desc limit 1), c.due_on)";

/// Whether an answer is late, or is on record as late. No last day and no answer lies on a day off here, so that a day after
/// it is a working day.
fn late(days: &Days) -> String {
    format!(
        "({{local:r.first_submitted_at}} > {DUE} or (r.first_submitted_at is null and c.stage = 'open' and {DUE} < {}) or \
         exists (select 1 from lateness l where l.campaign_year = r.campaign_year and l.agency_id = r.agency_id and not l.again))",
        days.today
    )
}

/// The cases of an indicator.
pub fn cases(raw: &Raw, indicator: Indicator, period: Period, days: &Days) -> String {
    use Indicator as I;
    let (year, entries, late) = (period.0, entries(days), late(days));
    let of_entries = |test: &str| format!("select e.agency, 1 as part, 1 as whole from ({entries}) e where {test}");
    let shared = |form: &str, wider: &[&str]| {
        format!(
            "select e.agency, {} as part, {} as whole from ({entries}) e join entry_version v on v.id = e.stands",
            raw.items_shared("v.content", form, wider),
            raw.items("v.content")
        )
    };
    let responses = |part: &str, test: &str| {
        format!(
            "select r.agency_id as agency, {part} as part, 1 as whole from response r join campaign c \
             on c.year = r.campaign_year where r.campaign_year = {year} and {test}"
        )
    };
    let duties_that = |part: &str, state: &str| {
        format!("select o.agency_id as agency, {part} as part, 1 as whole {}", duties(days, state))
    };
    let uses = |kind: &str| {
        format!(
            "select coalesce(e.agency, '') as agency, u.count as part, 1 as whole from usage_event u \
             left join ({entries}) e on e.entry_code = u.entry_code where u.kind = '{kind}' and {}",
            days.in_year("u.day")
        )
    };
    let officers = |test: &str| {
        format!(
            "select p.id as agency, 1 as part, 1 as whole from agency_period p where p.kind <> 'ubnd_tinh' and p.tier in \
             ('province', 'district', 'commune') and {} and {test}",
            days.hold("p")
        )
    };
    let has = "exists (select 1 from account where role = 'officer' and agency_id = p.id";
    match indicator {
        I::EntriesInForce => of_entries("e.stands is not null"),
        I::EntriesNew => of_entries("e.was is null and e.stands is not null"),
        I::EntriesChanged => of_entries("e.was <> e.stands"),
        I::EntriesWithdrawn => of_entries("e.was is not null and e.stands is null"),
        I::ShareOpen => shared("open", &[]),
        I::ShareDefault => shared("default", &["open"]),
        I::ShareSpecific => shared("specific", &["open", "default"]),
        I::ResponsesAnswered => responses("case when r.first_submitted_at is null then 0 else 1 end", "true"),
        I::ResponsesOnTime => responses(
            &format!("case when {late} then 0 else 1 end"),
            &format!("(r.first_submitted_at is not null or {late})"),
        ),
        I::ResponsesLate => responses("1", &late),
        I::ResponsesReturned => responses(
            "1",
            "exists (select 1 from review_event e where e.campaign_year = r.campaign_year and e.agency_id = r.agency_id and \
             e.to_stage = 'returned')",
        ),
        I::DaysAnswering => {
            responses("{days:{local:c.opened_at};{local:r.first_submitted_at}}", "r.first_submitted_at is not null")
        }
        // From the first answer to the last time that the agency's answers became accepted.
        I::DaysAppraising => format!(
            "select r.agency_id as agency, {{days:{{local:r.first_submitted_at}};{{local:e.at}}}} as part, 1 as whole \
             from response r join review_event e on e.id = (select max(x.id) from review_event x where \
             x.campaign_year = r.campaign_year and x.agency_id = r.agency_id and x.to_stage = 'accepted' and \
             x.from_stage <> 'accepted') where r.campaign_year = {year} and r.stage = 'accepted'"
        ),
        I::DaysConcluding => format!(
            "select '' as agency, {{days:{{local:a.at}};{{local:b.at}}}} as part, 1 as whole from review_event a \
             join review_event b on b.campaign_year = a.campaign_year and b.agency_id is null and b.to_stage = 'concluded' \
             where a.campaign_year = {year} and a.agency_id is null and a.to_stage = 'closed'"
        ),
        I::DutiesOnTime => duties_that("case when d.done_on <= d.due_on then 1 else 0 end", "any"),
        I::DutiesLate => duties_that("1", "late"),
        I::DutiesNever => duties_that("1", "never"),
        // What counts and is not done is overdue.
        I::Freshness => format!(
            "{} and d.kind = 'refresh' group by d.entry_code, o.agency_id",
            duties_that("min(case when d.done_on is null then 0 else 1 end)", "any")
        ),
        I::Views => uses("view"),
        I::Downloads => uses("download"),
        I::Calls => uses("api"),
        I::Searches => uses("search"),
        I::SearchesWithoutResult => format!(
            "select '' as agency, case when u.results = 0 then u.count else 0 end as part, u.count as whole \
             from usage_event u where u.kind = 'search' and {} and u.day >= \
             (select min(w.day) from usage_visit w where w.query = '' and {})",
            days.in_year("u.day"),
            days.in_year("w.day")
        ),
        I::Consumers => format!(
            "select '' as agency, 1 as part, 1 as whole from usage_visit w where w.query = '' and {}",
            days.in_year("w.day")
        ),
        I::ConsumerAgencies => format!(
            "select e.agency, sum(u.count) as part, dense_rank() over (order by u.agency) as whole from usage_event u \
             join ({entries}) e on e.entry_code = u.entry_code where u.kind in ('view', 'download', 'export', 'api') and \
             u.agency <> '' and u.agency <> e.agency and {} group by e.agency, u.agency",
            days.in_year("u.day")
        ),
        I::EntriesNeverUsed => of_entries(&format!(
            "e.stands is not null and not exists (select 1 from usage_event u where u.entry_code = e.entry_code and u.kind \
             in ('view', 'download', 'api') and {})",
            days.in_year("u.day")
        )),
        I::EntriesNeverLoaded => of_entries(
            "e.stands is not null and exists (select 1 from duty d where d.entry_code = e.entry_code and d.kind = 'load') \
             and not exists (select 1 from duty d where d.entry_code = e.entry_code and d.kind = 'load' and \
             (d.done_on is not null or d.excused_on is not null))",
        ),
        I::EntriesIncomplete => format!(
            "select e.agency, 1 as part, 1 as whole from ({entries}) e join entry_version v on v.id = e.stands where {}",
            raw.lacks("v.content")
        ),
        I::AgenciesLate => {
            let owing = format!(
                "select o.agency_id as agency, 1 as part, 1 as whole from duty d join entry_owner o on \
                 o.entry_code = d.entry_code and {} where d.due_on between {} and {} and d.due_on < {} and d.done_on is null \
                 and d.excused_on is null and (d.ended_on is null or d.ended_on > {})",
                days.hold("o"),
                days.owed_from,
                days.last,
                days.today,
                days.today
            );
            let silent = responses("1", &format!("r.first_submitted_at is null and {late}"));
            format!("select u.agency, u.part, u.whole from ({owing} union {silent}) u")
        }
        I::AgenciesWithoutOfficer => officers(&format!("not {has})")),
        I::AgenciesLapsed => officers(&format!("{has}) and not {has} and active)")),
    }
}

/// The agencies that there are on the last day of the year that has come.
pub fn agencies(days: &Days) -> String {
    format!("select p.id as agency, 1 as part, 1 as whole from agency_period p where {}", days.hold("p"))
}

/// The words that enough visitors asked for in vain on one day of the year to be told.
pub fn words(days: &Days) -> String {
    let enough = domain::usage::ASKED_BY_AT_LEAST;
    format!(
        "select distinct w.query as agency, 1 as part, 1 as whole from usage_visit w where w.query <> '' and {} \
         group by w.day, w.query having count(*) >= {enough}",
        days.in_year("w.day")
    )
}

/// Anything from which the indicator can be told, where that may be missing; nothing of the others.
pub fn known(indicator: Indicator, period: Period, days: &Days) -> Option<String> {
    if indicator.is_of_counting() {
        Some(format!("select 1 from usage_visit w where w.query = '' and {}", days.in_year("w.day")))
    } else if indicator == Indicator::ConsumerAgencies {
        Some(format!("select 1 from usage_event u where u.agency <> '' and {}", days.in_year("u.day")))
    } else if indicator.is_of_review() {
        Some(format!("select 1 from campaign where year = {period}"))
    } else {
        None
    }
}
