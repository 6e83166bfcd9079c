//! What a line or a column of a report measures: an indicator, or a part of one.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::Date;

use crate::duty::DutyKind;
use crate::indicator::{Definition, Indicator, Unit, definition, definition_on};
use crate::regulation::ClauseRef;

/// What an agency that is late owes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Owed {
    /// Working days by which its answer in the review is late.
    ReviewDays,
    Duties,
    /// Days since the earliest of them was due.
    DutyDays,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Measure {
    Indicator(Indicator),
    /// Duties of one kind met in time, of those that were met or missed in the period: a part of
    /// [`Indicator::DutiesOnTime`].
    Duties(DutyKind),
    /// Databases that were proposed in the yearly review (articles 16.2, 18.3).
    Proposals,
    /// What the agencies of [`Indicator::AgenciesLate`] owe.
    Owed(Owed),
    /// Letters of the year that urged agencies, for answers or for duties (article 14.2).
    Letters,
}

/// A text that names no measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing is measured by this name")]
pub struct NoMeasure;

const DUTIES: &str = "of_";
const OWED: &str = "owed_";
const PROPOSALS: &str = "proposals";
const LETTERS: &str = "letters";

impl std::fmt::Display for Measure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Indicator(indicator) => write!(f, "{indicator}"),
            Self::Duties(kind) => write!(f, "{DUTIES}{kind}"),
            Self::Proposals => f.write_str(PROPOSALS),
            Self::Owed(owed) => write!(f, "{OWED}{owed}"),
            Self::Letters => f.write_str(LETTERS),
        }
    }
}

impl FromStr for Measure {
    type Err = NoMeasure;

    fn from_str(text: &str) -> Result<Self, NoMeasure> {
        let found = if text == PROPOSALS {
            Some(Self::Proposals)
        } else if text == LETTERS {
            Some(Self::Letters)
        } else if let Some(kind) = text.strip_prefix(DUTIES) {
            kind.parse().ok().map(Self::Duties)
        } else if let Some(owed) = text.strip_prefix(OWED) {
            owed.parse().ok().map(Self::Owed)
        } else {
            text.parse().ok().map(Self::Indicator)
        };
        found.ok_or(NoMeasure)
    }
}

impl TryFrom<String> for Measure {
    type Error = NoMeasure;

    fn try_from(text: String) -> Result<Self, NoMeasure> {
        text.parse()
    }
}

impl From<Measure> for String {
    fn from(measure: Measure) -> Self {
        measure.to_string()
    }
}

impl Measure {
    /// The indicator that it is, or is a part of.
    pub fn indicator(self) -> Option<Indicator> {
        match self {
            Self::Indicator(indicator) => Some(indicator),
            Self::Duties(_) => Some(Indicator::DutiesOnTime),
            Self::Owed(_) => Some(Indicator::AgenciesLate),
            Self::Proposals | Self::Letters => None,
        }
    }

    /// The definition of the indicator, in the version that the figure was made by; 0 where there was none.
    fn defined(self, version: u16) -> Option<&'static Definition> {
        let indicator = self.indicator()?;
        Some(definition(indicator, version).unwrap_or_else(|| definition_on(indicator, Date::MAX)))
    }

    pub fn unit(self, version: u16) -> Unit {
        match self {
            Self::Indicator(_) | Self::Duties(_) => self.defined(version).map_or(Unit::Count, |of| of.unit),
            Self::Proposals | Self::Owed(_) | Self::Letters => Unit::Count,
        }
    }

    /// What it is called, in the words of the indicators' table.
    pub fn name(self, version: u16) -> &'static str {
        match self {
            Self::Indicator(_) => self.defined(version).map_or("", |of| of.name),
            Self::Duties(DutyKind::Load) => "Nạp dữ liệu vào kho đúng hạn",
            Self::Duties(DutyKind::Documents) => "Bàn giao tài liệu dịch vụ đúng hạn",
            Self::Duties(DutyKind::Refresh) => "Lần cập nhật đúng hạn",
            Self::Duties(DutyKind::OpenReview) => "Rà soát dữ liệu mở đúng hạn",
            Self::Duties(DutyKind::SharingReview) => "Rà soát chia sẻ mặc định, đặc thù đúng hạn",
            Self::Proposals => "CSDL đề xuất xây dựng mới",
            Self::Owed(Owed::ReviewDays) => "Rà soát trễ (ngày làm việc)",
            Self::Owed(Owed::Duties) => "Nghĩa vụ quá hạn",
            Self::Owed(Owed::DutyDays) => "Quá hạn lâu nhất (ngày)",
            Self::Letters => "Công văn đôn đốc đã gửi",
        }
    }

    /// The clause that asks for it.
    pub fn clause(self, version: u16) -> ClauseRef {
        match self {
            Self::Indicator(_) => self.defined(version).map_or(ClauseRef::article(18), |of| of.clause),
            Self::Duties(DutyKind::Load) => ClauseRef::clause(16, 1),
            Self::Duties(DutyKind::Documents) => ClauseRef::article(9),
            Self::Duties(DutyKind::Refresh) => ClauseRef::clause(5, 1),
            Self::Duties(DutyKind::OpenReview) => ClauseRef::article(11),
            Self::Duties(DutyKind::SharingReview) => ClauseRef::article(10),
            Self::Proposals => ClauseRef::clause(16, 2),
            Self::Owed(_) | Self::Letters => ClauseRef::clause(14, 2),
        }
    }
}
