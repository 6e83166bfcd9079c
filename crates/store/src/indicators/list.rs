//! The list behind a figure.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::catalog::Named;
use domain::duty::EXPORT_DUTIES_MAX;
use domain::id::AgencyId;
use domain::indicator::{
    Amount, Case, Indicator, IndicatorPage, Period, SectorLine, Subject, definition, due_in_month, total,
};
use domain::page::{Page, PageRequest};
use domain::policy::{Act, authorize};
use domain::text::sort_key;
use time::Date;

use crate::search::RowParts;
use crate::{Error, Result, Store};

/// Rows on a page of a list.
const ROWS: u32 = 50;

impl Store {
    /// One indicator of a period, with a page of the list behind its figure. An agency's own its people see too.
    ///
    /// # Errors
    /// As [`Store::dashboard`].
    pub async fn indicator(
        &self,
        actor: &Actor,
        indicator: Indicator,
        period: Period,
        agency: Option<&AgencyId>,
        page: u32,
    ) -> Result<IndicatorPage> {
        self.indicator_by_month(actor, indicator, period, agency, None, page).await
    }

    /// The same with the list of one month, where one is named and the indicator is made of duties.
    ///
    /// # Errors
    /// As [`Store::dashboard`].
    pub async fn indicator_by_month(
        &self,
        actor: &Actor,
        indicator: Indicator,
        period: Period,
        agency: Option<&AgencyId>,
        month: Option<u8>,
        page: u32,
    ) -> Result<IndicatorPage> {
        let (mut found, rows) = self.behind(actor, indicator, period, agency, month).await?;
        let page = PageRequest::new(page, ROWS);
        let skipped = usize::try_from(page.offset()).unwrap_or(usize::MAX);
        let items = rows.into_iter().skip(skipped).take(page.rows() as usize).collect();
        found.cases = Page { items, number: page.number(), rows: page.rows(), ..found.cases };
        Ok(found)
    }

    /// The same with the whole list, for an export.
    ///
    /// # Errors
    /// As [`Store::dashboard`]; [`Error::TooMany`] above [`EXPORT_DUTIES_MAX`].
    pub async fn whole_indicator(
        &self,
        actor: &Actor,
        indicator: Indicator,
        period: Period,
        agency: Option<&AgencyId>,
        month: Option<u8>,
    ) -> Result<IndicatorPage> {
        let (mut found, rows) = self.behind(actor, indicator, period, agency, month).await?;
        if found.cases.total > EXPORT_DUTIES_MAX {
            return Err(Error::TooMany(found.cases.total));
        }
        found.cases.items = rows;
        Ok(found)
    }

    /// An indicator with a page of no rows, and all the rows.
    async fn behind(
        &self,
        actor: &Actor,
        indicator: Indicator,
        period: Period,
        agency: Option<&AgencyId>,
        month: Option<u8>,
    ) -> Result<(IndicatorPage, Vec<Case>)> {
        authorize(actor, &agency.map_or(Act::SeeLeaders, Act::SeeDuties))?;
        let data = self.screen(actor, period, agency).await?;
        let source = self.source(actor, period).await?;
        let figure = data.figure(indicator).cloned().ok_or(Error::NotFound)?;
        let told = figure.amount.is_some();
        let mut rows = if told { self.listed_cases(&source, indicator, agency).await? } else { Vec::new() };
        let month = month.filter(|month| indicator.is_of_duties() && (1..=12).contains(month));
        let month = match (month, definition(indicator, figure.version)) {
            (Some(month), Some(definition)) => {
                rows = due_in_month(rows, month);
                Some((month, total(definition.unit, &rows)))
            }
            _ => None,
        };
        let sectors = match indicator {
            Indicator::EntriesInForce => self.by_sector(&rows, period.until(actor.today())).await?,
            _ => Vec::new(),
        };
        let sets = agency.is_none() && data.closed.is_none() && authorize(actor, &Act::ManageIndicators).is_ok();
        let sets_target = match sets {
            true => Some(self.target_version(period, indicator).await?),
            false => None,
        };
        let page = IndicatorPage {
            period,
            periods: data.periods,
            agency: data.agency,
            at: data.at,
            closed: data.closed,
            figure,
            cases: Page { items: Vec::new(), total: rows.len() as u64, number: 1, rows: ROWS },
            month,
            sectors,
            sets_target,
        };
        Ok((page, rows))
    }

    /// Rows of entries by the sector that an entry has in the edition in force on a day, the most first.
    async fn by_sector(&self, rows: &[Case], day: Date) -> Result<Vec<SectorLine>> {
        let lists = RowParts::load(self, day).await?.lists;
        let outlined = match self.current_edition(day).await? {
            Some(edition) => self.outlined(edition.id).await?,
            None => Vec::new(),
        };
        let known: BTreeMap<&str, _> = outlined.iter().map(|one| (one.entry_code.as_str(), one)).collect();
        let mut lines: BTreeMap<&str, SectorLine> = BTreeMap::new();
        for row in rows {
            let Subject::Entry { code, .. } = &row.subject else { continue };
            let one = known.get(code.as_str());
            let id = one.map_or("", |one| one.sector.as_str());
            let forms = one.map(|one| one.forms()).unwrap_or_default();
            let line = lines.entry(id).or_insert_with(|| SectorLine {
                sector: Named { id: id.to_owned(), name: lists.sector(id) },
                entries: 0,
                open: Amount { part: 0, whole: 0 },
            });
            line.entries += 1;
            line.open.part += u64::from(forms.open);
            line.open.whole += u64::from(forms.total());
        }
        let mut lines: Vec<SectorLine> = lines.into_values().collect();
        lines.sort_by_cached_key(|line| (std::cmp::Reverse(line.entries), sort_key(&line.sector.name)));
        Ok(lines)
    }
}
