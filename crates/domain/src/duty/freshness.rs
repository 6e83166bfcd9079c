//! How current the data of every entry is, agency by entry (regulation, articles 5.1 and 14.2): what the duties to refresh
//! say of an entry on a day.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::{Date, OffsetDateTime};

use super::{DutyFilter, DutyKind, DutySort};
use crate::agency::AgencyRef;
use crate::id::EntryCode;
use crate::page::Page;

/// How current an entry is, the most pressing first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// A refreshing is overdue.
    Late,
    /// One is due within [`super::SOON_WORKING_DAYS`].
    DueSoon,
    Current,
    /// Its frequency gives no day: there is no duty to refresh it.
    NotAsked,
}

/// What the duties to refresh an entry come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refreshes {
    /// There is one, however it stands.
    pub any: bool,
    /// When it was refreshed last.
    pub last: Option<Date>,
    /// The first day that passed without, and the next that comes.
    pub overdue: Option<Date>,
    pub next: Option<Date>,
}

impl Refreshes {
    /// How current that leaves the entry; what is due until `soon_until` is due soon.
    pub fn freshness(&self, soon_until: Date) -> Freshness {
        match (self.overdue, self.next) {
            (Some(_), _) => Freshness::Late,
            (None, Some(next)) if next <= soon_until => Freshness::DueSoon,
            (None, _) if self.any => Freshness::Current,
            (None, _) => Freshness::NotAsked,
        }
    }
}

/// An entry in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryFreshness {
    pub code: EntryCode,
    pub name: String,
    pub freshness: Freshness,
    /// When it was refreshed last; nobody ever did where there is none.
    pub last: Option<Date>,
    /// The day that passed, else the next one.
    pub due_on: Option<Date>,
    /// Days since the day that passed.
    pub days_late: i64,
}

impl EntryFreshness {
    pub fn new(code: EntryCode, name: String, of_it: &Refreshes, today: Date, soon_until: Date) -> Self {
        Self {
            code,
            name,
            freshness: of_it.freshness(soon_until),
            last: of_it.last,
            due_on: of_it.overdue.or(of_it.next),
            days_late: of_it.overdue.map_or(0, |due| (today - due).whole_days()),
        }
    }

    /// The duties behind it.
    pub fn duties(&self) -> DutyFilter {
        DutyFilter {
            entry: self.code.to_string(),
            kind: Some(DutyKind::Refresh),
            sort: DutySort::Latest,
            ..DutyFilter::default()
        }
    }
}

/// An agency with its entries, the most pressing first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyFreshness {
    pub agency: AgencyRef,
    pub entries: Vec<EntryFreshness>,
}

impl AgencyFreshness {
    pub fn count(&self, freshness: Freshness) -> usize {
        self.entries.iter().filter(|entry| entry.freshness == freshness).count()
    }
}

/// Agencies in the order in which they need attention: those with most that is overdue, then by name as they came.
pub fn arrange(agencies: &mut Vec<AgencyFreshness>, only: Option<Freshness>) {
    for row in agencies.iter_mut() {
        row.entries.retain(|entry| only.is_none_or(|only| entry.freshness == only));
        row.entries.sort_by(|a, b| {
            a.freshness.cmp(&b.freshness).then(b.days_late.cmp(&a.days_late)).then(a.code.cmp(&b.code))
        });
    }
    agencies.retain(|row| !row.entries.is_empty());
    agencies.sort_by_key(|row| std::cmp::Reverse((row.count(Freshness::Late), row.count(Freshness::DueSoon))));
}

/// The matrix: a page of agencies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FreshnessPage {
    pub at: OffsetDateTime,
    /// Of all agencies that the viewer sees, whatever is asked for.
    pub counts: Vec<(Freshness, u32)>,
    pub agencies: Page<AgencyFreshness>,
    /// The viewer sees every agency.
    pub watches: bool,
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::id::AgencyId;

    #[test]
    fn what_is_overdue_outweighs_what_comes() {
        let (past, soon, later) =
            (Some(date!(2026 - 11 - 01)), Some(date!(2026 - 12 - 05)), Some(date!(2027 - 01 - 05)));
        for (any, overdue, next, expected) in [
            (true, past, soon, Freshness::Late),
            (true, past, None, Freshness::Late),
            (true, None, soon, Freshness::DueSoon),
            (true, None, later, Freshness::Current),
            // All was done or excused, and no other period has begun.
            (true, None, None, Freshness::Current),
            (false, None, None, Freshness::NotAsked),
        ] {
            let refreshes = Refreshes { any, last: None, overdue, next };
            assert_eq!(refreshes.freshness(date!(2026 - 12 - 10)), expected, "{refreshes:?}");
        }
    }

    fn entry(code: &str, freshness: Freshness, days_late: i64) -> EntryFreshness {
        let name = code.to_owned();
        EntryFreshness { code: EntryCode::from(code), name, freshness, last: None, due_on: None, days_late }
    }

    fn agency(id: &str, entries: Vec<EntryFreshness>) -> AgencyFreshness {
        AgencyFreshness { agency: AgencyRef { id: AgencyId::from(id), name: id.to_owned() }, entries }
    }

    #[test]
    fn the_most_pressing_come_first() {
        use Freshness as F;
        let all = vec![
            agency("a", vec![entry("1", F::Current, 0), entry("2", F::DueSoon, 0)]),
            agency("b", vec![entry("3", F::NotAsked, 0)]),
            agency("c", vec![entry("4", F::Late, 2), entry("5", F::Current, 0), entry("6", F::Late, 9)]),
        ];
        let told = |only| {
            let mut rows = all.clone();
            arrange(&mut rows, only);
            let of_row = |row: AgencyFreshness| row.entries.into_iter().map(|entry| entry.code.to_string());
            rows.into_iter().map(|row| of_row(row).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
        };
        assert_eq!(told(None), ["6 4 5", "2 1", "3"]);
        assert_eq!(told(Some(F::Current)), ["1", "5"]);
        assert_eq!(told(Some(F::NotAsked)), ["3"]);
    }
}
