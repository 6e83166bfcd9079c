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
