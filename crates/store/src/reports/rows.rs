//! From rows to reports.

use std::collections::BTreeMap;

use domain::indicator::Amount;
use domain::report::{
    Given, Measure, ReportEvent, ReportKey, ReportKind, ReportLine, ReportPart, ReportRule, ReportTable, Standing,
    lines, sections,
};
use domain::workflow::ReportStage;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::{report, report_event, report_line, report_rule, report_section, report_table};
use crate::rows::parse;
use crate::{Error, Result};

/// The rules of the days on which reports are due.
pub(super) async fn rules(connection: &impl ConnectionTrait) -> Result<Vec<ReportRule>> {
    let rule = |row: report_rule::Model| {
        let number = |value: i32| u8::try_from(value).unwrap_or(0);
        let kind = parse("report_rule", row.valid_from, &row.kind)?;
        Ok(ReportRule { kind, month: number(row.month), day: number(row.day), valid_from: row.valid_from })
    };
    report_rule::Entity::find().all(connection).await?.into_iter().map(rule).collect()
}

pub(super) fn stage_of(row: &report::Model) -> Result<ReportStage> {
    parse("report", &row.id, &row.stage)
}

pub(super) fn key_of(row: &report::Model) -> Result<ReportKey> {
    parse("report", &row.id, &row.id)
}

pub(super) fn laid_by(row: &report::Model) -> Option<&str> {
    row.laid_by.as_deref()
}

fn corrupt(table: &str, row: &str) -> impl Fn(serde_json::Error) -> Error {
    move |error| Error::Corrupt(format!("{table} {row}: {error}"))
}

/// How the agencies stood when the figures were taken; nothing with an agency's own report.
pub(super) fn kept_standings(row: &report::Model) -> Result<Vec<Standing>> {
    if row.standings.is_empty() {
        return Ok(Vec::new());
    }
    serde_json::from_str(&row.standings).map_err(corrupt("report", &row.id))
}

pub(super) fn line_of(row: &report_line::Model) -> Result<ReportLine> {
    let number = |value: i64| u64::try_from(value).unwrap_or(0);
    let given = row.given.zip(row.given_at).map(|(scaled, at)| Given {
        scaled: number(scaled),
        reason: row.reason.clone(),
        by: row.given_by.clone(),
        at,
    });
    Ok(ReportLine {
        measure: parse("report_line", &row.report_id, &row.measure)?,
        version: u16::try_from(row.definition).unwrap_or(0),
        amount: row.part.zip(row.whole).map(|(part, whole)| Amount { part: number(part), whole: number(whole) }),
        given,
    })
}

/// The rows of a report.
pub(super) struct Parts {
    sections: BTreeMap<String, report_section::Model>,
    lines: BTreeMap<String, report_line::Model>,
    tables: BTreeMap<String, report_table::Model>,
    events: Vec<report_event::Model>,
}

impl Parts {
    pub(super) async fn load(connection: &impl ConnectionTrait, row: &report::Model) -> Result<Self> {
        let sections = report_section::Entity::find().filter(report_section::Column::ReportId.eq(&row.id));
        let lines = report_line::Entity::find().filter(report_line::Column::ReportId.eq(&row.id));
        let tables = report_table::Entity::find().filter(report_table::Column::ReportId.eq(&row.id));
        let events = report_event::Entity::find().filter(report_event::Column::ReportId.eq(&row.id));
        let sections = sections.all(connection).await?.into_iter().map(|row| (row.section.clone(), row));
        let lines = lines.all(connection).await?.into_iter().map(|row| (row.measure.clone(), row));
        let tables = tables.all(connection).await?.into_iter().map(|row| (row.section.clone(), row));
        Ok(Self {
            sections: sections.collect(),
            lines: lines.collect(),
            tables: tables.collect(),
            events: events.order_by_asc(report_event::Column::Id).all(connection).await?,
        })
    }

    /// The sections in their order. A line that was added to the table since the report was filled in is not in it.
    pub(super) fn parts(&self, kind: ReportKind) -> Result<Vec<ReportPart>> {
        let mut parts = Vec::new();
        for section in sections(kind) {
            let name = section.section.to_string();
            let Some(row) = self.sections.get(&name) else { continue };
            let own = lines(kind, section.section).filter_map(|line| self.line(line.measure));
            parts.push(ReportPart {
                section: section.section,
                text: row.text.clone(),
                version: row.version,
                saved: row.saved_at.map(|at| (row.saved_by.clone(), at)),
                lines: own.map(line_of).collect::<Result<_>>()?,
                table: self.tables.get(&name).map(table_of).transpose()?,
            });
        }
        Ok(parts)
    }

    fn line(&self, measure: Measure) -> Option<&report_line::Model> {
        self.lines.get(&measure.to_string())
    }

    /// What happened to it, in the order in which it did.
    pub(super) fn events(&self) -> Result<Vec<ReportEvent>> {
        let event = |row: &report_event::Model| {
            Ok(ReportEvent {
                attempted: parse("report_event", row.id, &row.attempted)?,
                to: parse("report_event", row.id, &row.to_stage)?,
                note: row.note.clone(),
                by: row.who.clone(),
                at: row.at,
            })
        };
        self.events.iter().map(event).collect()
    }
}

fn table_of(row: &report_table::Model) -> Result<ReportTable> {
    serde_json::from_str(&row.content).map_err(corrupt("report_table", &row.report_id))
}
