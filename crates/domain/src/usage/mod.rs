//! Use of the portal: what is counted ([`UsageKind`]), of whom not ([`robots`], [`is_left_out`]), over which time
//! ([`Period`]), and what is kept of a search ([`kept_query`]). Nothing personal is kept.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::OffsetDateTime;

use crate::account::{Account, Role};
use crate::id::{AgencyId, EntryCode};

mod period;
mod query;
mod report;
pub mod robots;

pub use period::{Grain, Period};
pub use query::{ASKED_BY_AT_LEAST, QUERY_CHARS_MAX, kept_query};
pub use report::{
    ClassUse, EntryUsage, EntryYear, KindTotal, MissedQuery, UsageAsked, UsageReport, UsageSlice, UsedEntry, UserClass,
};

/// What is counted.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    EnumString,
    Display,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum UsageKind {
    /// The page of an entry, or of its history.
    #[default]
    View,
    Search,
    /// A file of an edition.
    Download,
    /// A call of the public API.
    Api,
    /// A selection of the catalog, a comparison or statistics as a file.
    Export,
    SignIn,
}

impl UsageKind {
    /// The kinds that the public statistics tell of, in the order in which they do.
    pub const PUBLIC: [Self; 5] = [Self::View, Self::Search, Self::Download, Self::Export, Self::Api];
}

/// One use, or several that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageEvent {
    /// What tells this use from every other: the same key a second time counts nothing.
    pub key: String,
    pub at: OffsetDateTime,
    pub kind: UsageKind,
    pub code: Option<EntryCode>,
    /// The agency of who signed in; `None` for the public.
    pub agency: Option<AgencyId>,
    /// Of a search: the words, as [`kept_query`] leaves them.
    pub query: String,
    /// Of a search: how many entries were found, where that is known.
    pub results: Option<u32>,
    /// How many times.
    pub count: u32,
}

/// An entry and how often it was viewed in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewed {
    pub code: EntryCode,
    pub name: String,
    pub views: u32,
}

/// Whether what somebody does is a test or upkeep of the portal rather than use of it: who runs the system, and whoever the
/// operator named (user names and agencies) so that their trials do not count.
pub fn is_left_out(account: Option<&Account>, named: &[String]) -> bool {
    account.is_some_and(|account| {
        let agency = account.agency.as_ref().map(|agency| agency.id.as_str());
        account.role == Role::Administrator
            || named.iter().any(|one| *one == account.username || Some(one.as_str()) == agency)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agency::AgencyRef;
    use crate::id::AccountId;

    #[test]
    fn who_is_left_out() {
        let account = |role, username: &str, agency: &str| Account {
            id: AccountId::from("a"),
            username: username.to_owned(),
            name: String::new(),
            role,
            agency: Some(AgencyRef { id: AgencyId::from(agency), name: String::new() }),
        };
        let named = ["giamsat".to_owned(), "ioc".to_owned()];
        for (account, left_out) in [
            (None, false),
            (Some(account(Role::Officer, "canbo.yte", "so-yt")), false),
            (Some(account(Role::Appraiser, "dieuphoi", "so-khcn-2025")), false),
            (Some(account(Role::Administrator, "quantri", "so-khcn-2025")), true),
            (Some(account(Role::Officer, "giamsat", "so-yt")), true),
            (Some(account(Role::Officer, "truc", "ioc")), true),
        ] {
            assert_eq!(is_left_out(account.as_ref(), &named), left_out, "{account:?}");
        }
    }
}
