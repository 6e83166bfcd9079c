//! The reports of a year (articles 14.4, 18.3): the list, and one report as the page and its files show it.
//!
//! A report is filled in once from the indicators and keeps what it was filled with; only its writers take the figures
//! anew, while it is a draft or was returned. What was accepted or signed never changes: the database refuses it.

mod acts;
mod fill;
mod rows;

use domain::account::Actor;
use domain::agency::Function;
use domain::calendar::Calendar;
use domain::format::local_date;
use domain::id::AgencyId;
use domain::indicator::Period;
use domain::policy::{Act, authorize};
use domain::reminder::{days_late, days_left};
use domain::report::{
    Deviation, ReportKey, ReportKind, ReportPage, ReportRow, ReportRule, ReportSection, ReportsPage, Standing, TakenIn,
    due_on, lacking,
};
use domain::workflow::{ReportMove, ReportStage, report_moves};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use time::Date;

use crate::campaign::in_scope;
use crate::connect::snapshot;
use crate::entity::{report, report_line, report_section};
use crate::reference::AgencyBook;
use crate::{Error, Result, Store};

use rows::{Parts, kept_standings, key_of, laid_by, line_of, rules, stage_of};

/// Working days before its last one, and after it, in which a report that was not begun waits for its officer.
const PRESSING: std::ops::RangeInclusive<i64> = -60..=30;
/// Years whose reports are looked through for what waits: this one, and the one before.
const YEARS: usize = 2;

/// What reports are told with: the agencies, the rules of the days on which they are due, the calendar.
struct Desk<'a> {
    actor: &'a Actor,
    book: &'a AgencyBook,
    rules: Vec<ReportRule>,
    calendar: Calendar,
}

impl<'a> Desk<'a> {
    async fn load(store: &Store, actor: &'a Actor, book: &'a AgencyBook) -> Result<Self> {
        let (rules, calendar) = (rules(store.read()).await?, store.calendar().await?);
        Ok(Self { actor, book, rules, calendar })
    }

    fn today(&self) -> Date {
        self.actor.today()
    }

    /// The day on which a report would be due that is begun today.
    fn due(&self, kind: ReportKind, period: Period) -> Date {
        due_on(&self.rules, kind, period, self.today(), &self.calendar)
    }

    /// Who reports: of the consolidated report whoever coordinates.
    fn who(&self, key: &ReportKey) -> Option<AgencyId> {
        let coordinator = || self.book.holder(Function::Coordinator, self.today()).map(|one| one.id);
        key.agency().cloned().or_else(coordinator)
    }

    /// Whose report it is that was begun. The consolidated one is of whoever coordinates: of who did on the day on which it was
    /// signed, until then of who does today, so that whoever takes the function over goes on with it and signs it, and what
    /// was signed stays with who signed.
    fn whose(&self, key: &ReportKey, row: &report::Model) -> AgencyId {
        let day = row.first_sent_at.map_or_else(|| self.today(), local_date);
        let coordinator = || self.book.holder(Function::Coordinator, day).map(|one| one.id);
        key.agency().cloned().or_else(coordinator).unwrap_or_else(|| AgencyId::from(row.agency_id.as_str()))
    }

    /// How a report stands; `row` where it was begun.
    fn standing(&self, key: &ReportKey, agency: &AgencyId, row: Option<&report::Model>) -> Result<Standing> {
        let day = key.period().until(self.today());
        let stage = row.map_or(Ok(ReportStage::NotStarted), stage_of)?;
        let due_on = row.map_or_else(|| self.due(key.kind(), key.period()), |row| row.due_on);
        let sent_at = row.and_then(|row| row.first_sent_at);
        let until = sent_at.map_or_else(|| self.today(), local_date);
        let days_late = u32::try_from(days_late(due_on, until, &self.calendar)).unwrap_or(u32::MAX);
        Ok(Standing { agency: self.book.refer(agency, day), stage, due_on, sent_at, days_late })
    }

    /// A move that the person may make with a report that stands so.
    fn may(&self, key: &ReportKey, agency: &AgencyId, laid_by: Option<&str>, attempted: ReportMove) -> bool {
        let drafted_by = laid_by.map(|id| domain::id::AccountId(id.to_owned()));
        let taken = self.book.answers_by(agency, self.today());
        authorize(self.actor, &attempted.act(key.kind(), agency, taken, drafted_by.as_ref())).is_ok()
    }

    fn left(&self, standing: &Standing) -> Option<i64> {
        (!standing.stage.is_out()).then(|| days_left(standing.due_on, self.today(), &self.calendar))
    }

    fn row(&self, key: ReportKey, agency: &AgencyId, row: Option<&report::Model>) -> Result<ReportRow> {
        let standing = self.standing(&key, agency, row)?;
        let days_left = self.left(&standing);
        let laid = row.and_then(laid_by);
        let may = |attempted: &ReportMove| self.may(&key, agency, laid, *attempted);
        let moves: Vec<ReportMove> = report_moves(key.kind(), standing.stage).into_iter().filter(may).collect();
        let may_begin = moves.contains(&ReportMove::Begin);
        // What was never begun is pressing round its day alone.
        let begins = may_begin && days_left.is_some_and(|days| PRESSING.contains(&days));
        let waits = begins || moves.iter().any(|attempted| *attempted != ReportMove::Begin);
        Ok(ReportRow { key, standing, days_left, may_begin, waits })
    }

    /// The agencies that report on a period: those that its yearly review asks.
    fn reporting(&self, period: Period) -> Vec<AgencyId> {
        in_scope(self.book, period.until(self.today())).into_iter().map(|agency| agency.id.clone()).collect()
    }
}

impl Store {
    /// The reports of a year: that of one's own agency, and all of them for whoever watches.
    ///
    /// # Errors
    /// Refused to anonymous visitors; [`Error::NotFound`] of a year to come.
    pub async fn reports(&self, actor: &Actor, period: Period) -> Result<ReportsPage> {
        authorize(actor, &Act::SeeCampaign)?;
        let periods = Period::all(actor.today());
        if !periods.contains(&period) {
            return Err(Error::NotFound);
        }
        let book = self.book().await?;
        let desk = Desk::load(self, actor, &book).await?;
        let rows = report::Entity::find().filter(report::Column::Year.eq(period.0)).all(self.read()).await?;
        let of = |key: &ReportKey| rows.iter().find(|row| row.id == key.to_string());
        let listed = |agency: &AgencyId| {
            let key = ReportKey::of_agency(period, agency);
            desk.row(key.clone(), agency, of(&key))
        };
        let reporting = desk.reporting(period);
        let mine = actor.account.as_ref().and_then(|account| account.agency.as_ref()).map(|agency| &agency.id);
        let own = mine.filter(|id| reporting.contains(id)).map(listed).transpose()?;
        let watches = authorize(actor, &Act::WatchReports).is_ok();
        let agencies = if watches { reporting.iter().map(listed).collect::<Result<_>>()? } else { Vec::new() };
        let key = ReportKey::consolidated(period);
        let found = of(&key);
        let whose = found.map_or_else(|| desk.who(&key).filter(|_| watches), |row| Some(desk.whose(&key, row)));
        // Once it is begun its own people see it too: its head approves it.
        let whose = whose.filter(|agency| watches || mine == Some(agency));
        let consolidated = whose.map(|agency| desk.row(key, &agency, found)).transpose()?;
        let may_rule = authorize(actor, &Act::Consolidate).is_ok();
        let mut rules = desk.rules.clone();
        rules.sort_by_key(|rule| (rule.kind, std::cmp::Reverse(rule.valid_from)));
        Ok(ReportsPage { period, periods, own, consolidated, agencies, rules: may_rule.then_some(rules) })
    }

    /// The reports that wait for the person who asks: to be begun, written, approved, accepted, sent on.
    ///
    /// # Errors
    /// Refused to anonymous visitors.
    pub async fn my_reports(&self, actor: &Actor) -> Result<Vec<ReportRow>> {
        let mut found: Vec<ReportRow> = Vec::new();
        for period in Period::all(actor.today()).into_iter().take(YEARS) {
            let page = self.reports(actor, period).await?;
            let rows = page.own.into_iter().chain(page.consolidated).chain(page.agencies);
            for row in rows.filter(|row| row.waits) {
                if found.iter().all(|one| one.key != row.key) {
                    found.push(row);
                }
            }
        }
        Ok(found)
    }

    /// A report that was begun, as it stands at one moment.
    ///
    /// # Errors
    /// Refused to anonymous visitors; hidden from other agencies, and before it is begun.
    pub async fn report(&self, actor: &Actor, key: &ReportKey) -> Result<ReportPage> {
        authorize(actor, &Act::SeeCampaign)?;
        let book = self.book().await?;
        let desk = Desk::load(self, actor, &book).await?;
        let tx = snapshot(self.read()).await?;
        let page = page(&tx, &desk, key).await?;
        tx.commit().await?;
        Ok(page)
    }
}

async fn page(connection: &impl ConnectionTrait, desk: &Desk<'_>, key: &ReportKey) -> Result<ReportPage> {
    let row = report::Entity::find_by_id(key.to_string()).one(connection).await?.ok_or(Error::NotFound)?;
    let agency = desk.whose(key, &row);
    authorize(desk.actor, &Act::SeeReport(&agency))?;
    let standing = desk.standing(key, &agency, Some(&row))?;
    let stage = standing.stage;
    let standings = kept_standings(&row)?;
    let (taken, deviations) = taken_in(connection, key.period(), &standings).await?;
    let day = key.period().until(desk.today());
    let parts = Parts::load(connection, &row).await?;
    let mut page = ReportPage {
        key: key.clone(),
        agency: standing.agency.clone(),
        coordinator: desk.book.holder(Function::Coordinator, day).unwrap_or_default(),
        stage,
        due_on: row.due_on,
        days_left: desk.left(&standing),
        figures_at: row.figures_at,
        parts: parts.parts(key.kind())?,
        standings,
        taken,
        deviations,
        paper: row.number.clone().zip(row.number_date),
        comment: row.comment.clone(),
        events: parts.events()?,
        version: row.version,
        moves: (report_moves(key.kind(), stage).into_iter())
            .filter(|attempted| desk.may(key, &agency, laid_by(&row), *attempted))
            .collect(),
        lacks: Vec::new(),
    };
    if page.may(ReportMove::Propose) {
        page.lacks = lacking(&page);
    }
    Ok(page)
}

/// What the accepted reports of the agencies say, which never changes: their proposals, and the numbers that they tell
/// otherwise than the system.
async fn taken_in(
    connection: &impl ConnectionTrait,
    period: Period,
    standings: &[Standing],
) -> Result<(Vec<TakenIn>, Vec<Deviation>)> {
    let (mut taken, mut deviations) = (Vec::new(), Vec::new());
    let accepted: Vec<(String, &Standing)> = (standings.iter())
        .filter(|one| one.stage == ReportStage::Accepted)
        .map(|one| (ReportKey::of_agency(period, &one.agency.id).to_string(), one))
        .collect();
    // In parts: both databases bound a statement's parameters.
    for part in accepted.chunks(500) {
        let ids: Vec<&str> = part.iter().map(|(id, _)| id.as_str()).collect();
        let sections = report_section::Entity::find()
            .filter(report_section::Column::ReportId.is_in(ids.clone()))
            .filter(report_section::Column::Section.eq(ReportSection::Proposals.to_string()));
        let sections = sections.all(connection).await?;
        let lines = report_line::Entity::find()
            .filter(report_line::Column::ReportId.is_in(ids))
            .filter(report_line::Column::Given.is_not_null());
        let lines = lines.all(connection).await?;
        for (id, standing) in part {
            let agency = &standing.agency;
            for row in sections.iter().filter(|row| row.report_id == *id) {
                taken.push(TakenIn { agency: agency.clone(), proposals: row.text.clone() });
            }
            for row in lines.iter().filter(|row| row.report_id == *id) {
                deviations.push(Deviation { agency: agency.clone(), line: line_of(row)? });
            }
        }
    }
    Ok((taken, deviations))
}

/// The report in a writing transaction; `seen`: the version that the person saw.
async fn open(tx: &sea_orm::DatabaseTransaction, key: &ReportKey) -> Result<report::Model> {
    let row = report::Entity::find_by_id(key.to_string()).one(tx).await?.ok_or(Error::NotFound)?;
    if key_of(&row)? == *key { Ok(row) } else { Err(Error::NotFound) }
}
