//! The reports of a year: each agency's section of its yearly report (article 18.3: building, sharing, exploiting,
//! proposals), and the coordinator's consolidated report to the provincial committee (article 14.4).
//!
//! Figures come from the indicators and are kept with the report as they were when it was filled in. Whoever reports
//! another number gives a reason; both numbers stay ([`ReportLine`]). What was accepted or signed never changes.

mod figures;
mod form;
mod key;
mod measure;
mod rules;
mod table;
mod view;

pub use figures::{Ground, ProposalFact, ReportTable, TableRow, Told, lines_of, proposals_text, tables_of};
pub use form::{
    GivenInput, MoveForm, MoveInput, REASON_CHARS_MAX, REPORT_TEXT_CHARS_MAX, SectionForm, SectionInput, lacking,
};
pub use key::{NoReportKey, ReportKey, ReportKind};
pub use measure::{Measure, NoMeasure, Owed};
pub(crate) use rules::day_of_year;
pub use rules::{DEFAULT_RULES, REPORT_RULES_MAX, ReportRule, ReportRuleForm, due_on};
pub use table::{LINES, Line, ReportSection, SECTIONS, Section, TABLES, Table, lines, section, sections, table};
pub use view::{
    Deviation, Given, ReportEvent, ReportLine, ReportPage, ReportPart, ReportRow, ReportsPage, Standing, TakenIn,
};

#[cfg(test)]
mod tests;
