//! What a report is called: that of a health department for 2026 is `2026-so-yt`, the consolidated one `2026-tong-hop`.
//! Addresses, file names and the audit log write it so.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use crate::id::AgencyId;
use crate::indicator::Period;

/// The two reports.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// An agency's section of the yearly report, sent through the coordinator (article 18.3).
    Agency,
    /// The coordinator's to the provincial committee, on all agencies (article 14.4).
    Consolidated,
}

/// How the consolidated report is called in its place of the agency.
const CONSOLIDATED: &str = "tong-hop";
/// The longest identifier of an agency in a key.
const AGENCY_CHARS_MAX: usize = 64;

/// The name of one report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReportKey {
    period: Period,
    /// `None`: the consolidated one.
    agency: Option<AgencyId>,
}

/// A text that names no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no report is named by this")]
pub struct NoReportKey;

impl ReportKey {
    pub fn of_agency(period: Period, agency: &AgencyId) -> Self {
        Self { period, agency: Some(agency.clone()) }
    }

    pub fn consolidated(period: Period) -> Self {
        Self { period, agency: None }
    }

    pub fn period(&self) -> Period {
        self.period
    }

    /// The agency that reports on itself.
    pub fn agency(&self) -> Option<&AgencyId> {
        self.agency.as_ref()
    }

    pub fn kind(&self) -> ReportKind {
        if self.agency.is_some() { ReportKind::Agency } else { ReportKind::Consolidated }
    }
}

impl std::fmt::Display for ReportKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.period, self.agency.as_ref().map_or(CONSOLIDATED, AgencyId::as_str))
    }
}

impl FromStr for ReportKey {
    type Err = NoReportKey;

    fn from_str(text: &str) -> Result<Self, NoReportKey> {
        let (year, of) = text.split_once('-').ok_or(NoReportKey)?;
        let period = year.parse().map_err(|()| NoReportKey)?;
        let plain = of.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.' | '_'));
        if of.is_empty() || of.len() > AGENCY_CHARS_MAX || !plain {
            return Err(NoReportKey);
        }
        Ok(Self { period, agency: (of != CONSOLIDATED).then(|| AgencyId::from(of)) })
    }
}

impl TryFrom<String> for ReportKey {
    type Error = NoReportKey;

    fn try_from(text: String) -> Result<Self, NoReportKey> {
        text.parse()
    }
}

impl From<ReportKey> for String {
    fn from(key: ReportKey) -> Self {
        key.to_string()
    }
}
