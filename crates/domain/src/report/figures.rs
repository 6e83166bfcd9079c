//! The figures of a report, from the indicators and the cases behind them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::measure::Owed;
use super::{LINES, Measure, ReportKind, ReportSection, TABLES, Table};
use crate::agency::AgencyRef;
use crate::id::AgencyId;
use crate::indicator::{Amount, Case, Indicator, Subject, total};
use crate::text::sort_key;

/// An indicator of the period, as it is told or was kept: the version of its definition, its figure, its cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub version: u16,
    pub amount: Option<Amount>,
    pub cases: Vec<Case>,
}

/// A database that an agency proposed in the yearly review and sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalFact {
    pub agency: AgencyRef,
    pub name: String,
    /// Why it is needed, as its plan says.
    pub need: String,
}

/// What a report is filled in from: of the province, or of one agency.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    pub told: BTreeMap<Indicator, Told>,
    /// `None` where there was no review in the year.
    pub proposals: Option<Vec<ProposalFact>>,
    /// The agency of each letter of the year that urged one.
    pub letters: Vec<AgencyRef>,
}

impl Ground {
    fn version(&self, measure: Measure) -> u16 {
        let told = measure.indicator().and_then(|indicator| self.told.get(&indicator));
        told.map_or(0, |told| told.version)
    }

    /// The cases that a measure adds up; `None` where it cannot be told of the period.
    fn cases(&self, measure: Measure) -> Option<Vec<Case>> {
        let told = |indicator| self.told.get(&indicator).filter(|told| told.amount.is_some());
        match measure {
            Measure::Indicator(indicator) => Some(told(indicator)?.cases.clone()),
            Measure::Duties(kind) => {
                let of_kind = |case: &&Case| matches!(&case.subject, Subject::Duty { kind: of, .. } if *of == kind);
                Some(told(Indicator::DutiesOnTime)?.cases.iter().filter(of_kind).cloned().collect())
            }
            Measure::Proposals => Some(self.proposals.as_ref()?.iter().map(|one| one_of(&one.agency)).collect()),
            Measure::Letters => Some(self.letters.iter().map(one_of).collect()),
            Measure::Owed(owed) => {
                let owing = told(Indicator::AgenciesLate)?.cases.iter();
                Some(owing.filter_map(|case| Some(Case { part: owed_of(owed, case)?, ..case.clone() })).collect())
            }
        }
    }

    /// A figure: what its cases add up to. What an agency's own screen told is taken as it was told.
    pub fn figure(&self, measure: Measure) -> Option<Amount> {
        if let Measure::Indicator(indicator) = measure {
            return self.told.get(&indicator)?.amount;
        }
        let cases = self.cases(measure)?;
        match measure {
            // The longest, not the sum.
            Measure::Owed(Owed::ReviewDays | Owed::DutyDays) => {
                Some(Amount { part: cases.iter().map(|case| case.part).max().unwrap_or(0), whole: 1 })
            }
            _ => total(measure.unit(self.version(measure)), &cases),
        }
    }
}

/// A case that counts one thing of an agency.
fn one_of(agency: &AgencyRef) -> Case {
    Case { subject: Subject::Agency, agency: agency.clone(), part: 1, whole: 1 }
}

fn owed_of(owed: Owed, case: &Case) -> Option<u64> {
    let Subject::Owing { review_days, duties, duty_days, .. } = case.subject else { return None };
    Some(match owed {
        Owed::ReviewDays => review_days.into(),
        Owed::Duties => duties.into(),
        Owed::DutyDays => duty_days.into(),
    })
}

/// The figures of a report's lines: what is measured, the version of the definition, the figure.
pub fn lines_of(kind: ReportKind, ground: &Ground) -> Vec<(Measure, u16, Option<Amount>)> {
    let lines = LINES.iter().filter(|line| line.kind == kind);
    lines.map(|line| (line.measure, ground.version(line.measure), ground.figure(line.measure))).collect()
}

/// A row of a table: an agency, and a figure a column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableRow {
    pub agency: AgencyRef,
    pub cells: Vec<Option<Amount>>,
}

/// A table by agency, as it is kept with a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportTable {
    pub section: ReportSection,
    /// What each column measures, and the version of its definition.
    pub columns: Vec<(Measure, u16)>,
    /// Of the province.
    pub total: Vec<Option<Amount>>,
    pub rows: Vec<TableRow>,
}

/// The tables of the consolidated report.
pub fn tables_of(ground: &Ground) -> Vec<ReportTable> {
    TABLES.iter().map(|table| filled(table, ground)).collect()
}

fn filled(table: &Table, ground: &Ground) -> ReportTable {
    let columns: Vec<(Measure, u16)> = table.columns.iter().map(|one| (*one, ground.version(*one))).collect();
    let mut agencies: BTreeMap<AgencyId, AgencyRef> = BTreeMap::new();
    let mut order: Vec<AgencyId> = Vec::new();
    let mut by_column: Vec<Option<BTreeMap<AgencyId, Vec<Case>>>> = Vec::new();
    for (measure, _) in &columns {
        let cases = ground.cases(*measure);
        by_column.push(cases.map(|cases| {
            let mut of_agency: BTreeMap<AgencyId, Vec<Case>> = BTreeMap::new();
            // What belongs to nobody stands in the sum alone.
            for case in cases.into_iter().filter(|case| !case.agency.id.as_str().is_empty()) {
                if agencies.insert(case.agency.id.clone(), case.agency.clone()).is_none() {
                    order.push(case.agency.id.clone());
                }
                of_agency.entry(case.agency.id.clone()).or_default().push(case);
            }
            of_agency
        }));
    }
    if !table.late_only {
        order.sort_by_cached_key(|id| sort_key(&agencies[id].name));
    }
    let row = |id: &AgencyId| {
        let cell = |(of_agency, (measure, version)): (&Option<BTreeMap<_, Vec<Case>>>, &(Measure, u16))| {
            let own = of_agency.as_ref()?.get(id).map(Vec::as_slice).unwrap_or_default();
            total(measure.unit(*version), own)
        };
        TableRow { agency: agencies[id].clone(), cells: by_column.iter().zip(&columns).map(cell).collect() }
    };
    ReportTable {
        section: table.section,
        total: columns.iter().map(|(measure, _)| ground.figure(*measure)).collect(),
        rows: order.iter().map(row).collect(),
        columns,
    }
}

/// The words with which the section of proposals begins: what the agency proposed in the review, a line each. Empty where
/// it proposed nothing.
pub fn proposals_text(ground: &Ground) -> String {
    let line = |one: &ProposalFact| match one.need.lines().next().map(str::trim).filter(|need| !need.is_empty()) {
        Some(need) => format!("- {}: {need}", one.name),
        None => format!("- {}", one.name),
    };
    ground.proposals.iter().flatten().map(line).collect::<Vec<_>>().join("\n")
}
