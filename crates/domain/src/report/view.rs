//! A report as the page shows it and as its document and workbook are made: one model, so that the figures are equal.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::{Measure, ReportKey, ReportRule, ReportSection, ReportTable};
use crate::agency::AgencyRef;
use crate::check::FieldError;
use crate::indicator::{Amount, Period, Unit, written};
use crate::regulation::ClauseRef;
use crate::workflow::{ReportMove, ReportStage};

/// What stands where there is no figure.
const NO_FIGURE: &str = "–";

/// A figure as everybody writes it.
pub(super) fn figure(unit: Unit, amount: Option<Amount>) -> String {
    amount.map_or_else(|| NO_FIGURE.to_owned(), |amount| written(unit, amount.scaled(unit)))
}

/// Another number than the system's, with who gave it and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub scaled: u64,
    pub reason: String,
    pub by: String,
    pub at: OffsetDateTime,
}

/// A line: the system's number, and the one that is reported instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportLine {
    pub measure: Measure,
    /// The version of the indicator's definition that the number was made by; 0 of what is no indicator.
    pub version: u16,
    pub amount: Option<Amount>,
    pub given: Option<Given>,
}

impl ReportLine {
    pub fn unit(&self) -> Unit {
        self.measure.unit(self.version)
    }

    pub fn name(&self) -> &'static str {
        self.measure.name(self.version)
    }

    pub fn clause(&self) -> ClauseRef {
        self.measure.clause(self.version)
    }

    /// The system's number.
    pub fn told(&self) -> String {
        figure(self.unit(), self.amount)
    }

    /// The number that is reported.
    pub fn reported(&self) -> String {
        self.given.as_ref().map_or_else(|| self.told(), |given| written(self.unit(), given.scaled))
    }
}

/// A section with what was written and what was counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportPart {
    pub section: ReportSection,
    pub text: String,
    pub version: i64,
    /// Who wrote it last; nobody yet where it stands as it was filled in.
    pub saved: Option<(String, OffsetDateTime)>,
    pub lines: Vec<ReportLine>,
    pub table: Option<ReportTable>,
}

/// What happened to a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportEvent {
    pub attempted: ReportMove,
    pub to: ReportStage,
    pub note: String,
    pub by: String,
    pub at: OffsetDateTime,
}

/// How an agency stands with its report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub agency: AgencyRef,
    pub stage: ReportStage,
    pub due_on: Date,
    /// When it was first sent.
    pub sent_at: Option<OffsetDateTime>,
    /// Working days by which it is late, or was when it was first sent.
    pub days_late: u32,
}

/// What an agency's accepted report says of its proposals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenIn {
    pub agency: AgencyRef,
    pub proposals: String,
}

/// A number that an agency's accepted report tells otherwise than the system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    pub agency: AgencyRef,
    pub line: ReportLine,
}

/// A report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportPage {
    pub key: ReportKey,
    /// Who reports: of the consolidated report the coordinator.
    pub agency: AgencyRef,
    /// Through whom it goes to the committee.
    pub coordinator: AgencyRef,
    pub stage: ReportStage,
    pub due_on: Date,
    /// Working days left until then, while it has not gone out.
    pub days_left: Option<i64>,
    /// When the figures were taken.
    pub figures_at: OffsetDateTime,
    pub parts: Vec<ReportPart>,
    /// Of the consolidated report, as of when its figures were taken: how the agencies stood with theirs.
    pub standings: Vec<Standing>,
    pub taken: Vec<TakenIn>,
    pub deviations: Vec<Deviation>,
    /// Number and date with which it went to the committee.
    pub paper: Option<(String, Date)>,
    /// Why it came back last, while it is being mended.
    pub comment: String,
    pub events: Vec<ReportEvent>,
    pub version: i64,
    /// What this person may do now.
    pub moves: Vec<ReportMove>,
    /// What keeps it from being laid before the head.
    pub lacks: Vec<FieldError>,
}

impl ReportPage {
    pub fn may(&self, attempted: ReportMove) -> bool {
        self.moves.contains(&attempted)
    }

    /// Every line with its section.
    pub fn lines(&self) -> impl Iterator<Item = (ReportSection, &ReportLine)> {
        self.parts.iter().flat_map(|part| part.lines.iter().map(|line| (part.section, line)))
    }

    /// Agencies whose report was not accepted.
    pub fn missing(&self) -> impl Iterator<Item = &Standing> {
        self.standings.iter().filter(|one| one.stage != ReportStage::Accepted)
    }
}

impl ReportTable {
    /// A cell as everybody writes it.
    pub fn cell(&self, column: usize, amount: Option<Amount>) -> String {
        let unit = self.columns.get(column).map_or(Unit::Count, |(measure, version)| measure.unit(*version));
        figure(unit, amount)
    }

    /// The names of its columns.
    pub fn heads(&self) -> Vec<&'static str> {
        self.columns.iter().map(|(measure, version)| measure.name(*version)).collect()
    }

    /// The sum and the rows as texts: the agency, then its figures.
    pub fn texts(&self, all: &str) -> Vec<Vec<String>> {
        let texts = |first: &str, cells: &[Option<Amount>]| {
            let cells = cells.iter().enumerate().map(|(column, amount)| self.cell(column, *amount));
            std::iter::once(first.to_owned()).chain(cells).collect()
        };
        let sum = std::iter::once(texts(all, &self.total));
        sum.chain(self.rows.iter().map(|row| texts(&row.agency.name, &row.cells))).collect()
    }
}

/// A report in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRow {
    pub key: ReportKey,
    pub standing: Standing,
    /// Working days left, while it has not gone out.
    pub days_left: Option<i64>,
    /// This person may begin it.
    pub may_begin: bool,
    /// It waits for this person now.
    pub waits: bool,
}

/// The reports of a year that a person may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportsPage {
    pub period: Period,
    /// The years to choose from, the newest first.
    pub periods: Vec<Period>,
    /// Of one's own agency.
    pub own: Option<ReportRow>,
    /// Of whoever watches: the consolidated report, and those of all agencies.
    pub consolidated: Option<ReportRow>,
    pub agencies: Vec<ReportRow>,
    /// The rules of the days on which reports are due, the newest first; of whoever adds them.
    pub rules: Option<Vec<ReportRule>>,
}
