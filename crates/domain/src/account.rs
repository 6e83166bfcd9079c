//! People who sign in, and the person on whose behalf something is done.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::{Date, OffsetDateTime};

use crate::agency::{AgencyRef, Function};
use crate::format;
use crate::id::AccountId;

/// What an account is for. The rights follow in [`crate::policy`].
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The one official who is the agency's focal point (article 16.3): drafts.
    Officer,
    /// The head of the agency, accountable (article 18.1): approves.
    Head,
    /// Works for the coordinating agency: opens campaigns, appraises, compiles (articles 8.2, 16.2).
    Appraiser,
    /// Works for the executive office: records the decision (articles 3.3, 13).
    Clerk,
    /// Reads dashboards (article 13).
    Leader,
    /// Runs the system: reference data and accounts (article 14.2). No say in content.
    Administrator,
}

/// How many open accounts of one role an agency has at most where the configuration says nothing else (article 5.4).
pub const ACCOUNTS_PER_ROLE: u32 = 1;

impl Role {
    /// Whether an agency that has `open` open accounts of this role may get another one; `most`: how many it has at most, 0
    /// for any number. Its officer and its head are one person each; those who operate the portal are several by nature.
    pub fn has_room(self, open: usize, most: u32) -> bool {
        let is_one_person = matches!(self, Self::Officer | Self::Head);
        !is_one_person || most == 0 || u32::try_from(open).is_ok_and(|open| open < most)
    }
}

/// An account as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    pub username: String,
    pub name: String,
    pub role: Role,
    pub agency: Option<AgencyRef>,
}

/// Who asks, and when. Made by the server for each request; every method of the store takes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// `None` for an anonymous visitor, and for the system itself.
    pub account: Option<Account>,
    /// The operator's own command line: may load data and make accounts, has no say in a review.
    pub is_system: bool,
    /// The functions that the account's agency holds on the day of [`Actor::at`].
    pub functions: Vec<Function>,
    /// The moment of the request, UTC.
    pub at: OffsetDateTime,
}

impl Actor {
    pub fn anonymous(at: OffsetDateTime) -> Self {
        Self { account: None, is_system: false, functions: Vec::new(), at }
    }

    /// The command line on the server itself.
    pub fn system(at: OffsetDateTime) -> Self {
        Self { is_system: true, ..Self::anonymous(at) }
    }

    /// The day of the request in Vietnam.
    pub fn today(&self) -> Date {
        format::local_date(self.at)
    }

    pub fn holds(&self, function: Function) -> bool {
        self.functions.contains(&function)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_has_one_officer_and_one_head_unless_it_may_have_more() {
        for (role, open, most, expected) in [
            (Role::Officer, 0, ACCOUNTS_PER_ROLE, true),
            (Role::Officer, 1, ACCOUNTS_PER_ROLE, false),
            (Role::Head, 0, ACCOUNTS_PER_ROLE, true),
            (Role::Head, 1, ACCOUNTS_PER_ROLE, false),
            (Role::Officer, 1, 2, true),
            (Role::Officer, 2, 2, false),
            // What was opened under another number stays.
            (Role::Head, 3, 2, false),
            (Role::Head, 40, 0, true),
            (Role::Appraiser, 40, ACCOUNTS_PER_ROLE, true),
            (Role::Clerk, 1, ACCOUNTS_PER_ROLE, true),
            (Role::Leader, 1, ACCOUNTS_PER_ROLE, true),
            (Role::Administrator, 1, ACCOUNTS_PER_ROLE, true),
        ] {
            assert_eq!(role.has_room(open, most), expected, "{role}: {open} of {most}");
        }
    }
}
