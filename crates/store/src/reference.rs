//! Agencies, the calendar and the reference lists: loading them, and looking things up by date.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, PoisonError};

use domain::account::Actor;
use domain::agency::{Agency, AgencyEvent, AgencyRef, Function};
use domain::calendar::{Calendar, Holiday};
use domain::catalog::{ConsumerClass, Lists, Named};
use domain::check::{FieldCode, FieldError};
use domain::id::{AgencyId, ClassId};
use domain::policy::{Act, Answers, authorize};
use domain::text::sort_key;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, QueryFilter, QueryOrder,
};
use time::Date;

use crate::entity::{
    agency_event, agency_event_side, agency_period, consumer_class, holiday, sector, update_frequency,
};
use crate::rows::parse;
use crate::{Error, Result, Store, audit, owners};

/// What an import of reference data did, or would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    pub added: usize,
    pub changed: usize,
    pub same: usize,
}

impl Imported {
    pub(crate) fn tally<T: PartialEq>(before: Option<&T>, after: &T) -> Self {
        match before {
            None => Self { added: 1, ..Self::default() },
            Some(before) if before == after => Self { same: 1, ..Self::default() },
            Some(_) => Self { changed: 1, ..Self::default() },
        }
    }

    pub(crate) fn plus(self, other: Self) -> Self {
        Self { added: self.added + other.added, changed: self.changed + other.changed, same: self.same + other.same }
    }

    pub(crate) fn writes(self) -> bool {
        self.added + self.changed > 0
    }
}

/// Every agency in every period, in memory: a few hundred rows.
pub(crate) struct AgencyBook {
    periods: Vec<Agency>,
    /// Where those of each agency are.
    places: HashMap<AgencyId, Vec<usize>>,
    pub(crate) successions: owners::Successions,
}

impl AgencyBook {
    async fn load(connection: &impl ConnectionTrait) -> Result<Self> {
        let rows = agency_period::Entity::find().order_by_asc(agency_period::Column::NameKey).all(connection).await?;
        let periods: Vec<Agency> = rows.into_iter().map(agency).collect::<Result<_>>()?;
        let mut places: HashMap<AgencyId, Vec<usize>> = HashMap::new();
        for (at, period) in periods.iter().enumerate() {
            places.entry(period.id.clone()).or_default().push(at);
        }
        Ok(Self { periods, places, successions: owners::Successions::load(connection).await? })
    }

    fn periods_of(&self, id: &AgencyId) -> impl Iterator<Item = &Agency> {
        self.places.get(id).into_iter().flatten().map(move |at| &self.periods[*at])
    }

    /// The agency as it was on a day, else as it was last known.
    pub(crate) fn on(&self, id: &AgencyId, day: Date) -> Option<&Agency> {
        let newest = || self.periods_of(id).max_by_key(|agency| agency.valid_from);
        self.periods_of(id).find(|agency| agency.is_valid_on(day)).or_else(newest)
    }

    /// Whether it is an agency on a day.
    pub(crate) fn is_there(&self, id: &AgencyId, day: Date) -> bool {
        self.was_there(id, (day, day))
    }

    /// Whether it was an agency on some day of these.
    pub(crate) fn was_there(&self, id: &AgencyId, (first, last): (Date, Date)) -> bool {
        let meets = |agency: &Agency| agency.valid_from <= last && agency.valid_to.is_none_or(|end| first <= end);
        self.periods_of(id).any(meets)
    }

    /// The first day of an agency, and the last one where it ended; `None` of one that never was.
    pub(crate) fn life(&self, id: &AgencyId) -> Option<(Date, Option<Date>)> {
        let from = self.periods_of(id).map(|agency| agency.valid_from).min()?;
        let to = self.periods_of(id).max_by_key(|agency| agency.valid_from)?.valid_to;
        Some((from, to))
    }

    pub(crate) fn refer(&self, id: &AgencyId, day: Date) -> AgencyRef {
        let name = self.on(id, day).map_or_else(|| id.to_string(), |agency| agency.name.clone());
        AgencyRef { id: id.clone(), name }
    }

    /// Every agency in every period: as it is on a day, else the newest first.
    pub(crate) fn first_on(&self, day: Date) -> Vec<&Agency> {
        let mut periods: Vec<&Agency> = self.periods.iter().collect();
        periods.sort_by_key(|agency| (!agency.is_valid_on(day), std::cmp::Reverse(agency.valid_from)));
        periods
    }

    /// The first and the last day of every period.
    pub(crate) fn spans(&self) -> impl Iterator<Item = (Option<Date>, Option<Date>)> {
        self.periods.iter().map(|agency| (Some(agency.valid_from), agency.valid_to))
    }

    /// The agencies that exist on a day, by name.
    pub(crate) fn valid_on(&self, day: Date) -> impl Iterator<Item = &Agency> {
        self.periods.iter().filter(move |agency| agency.is_valid_on(day))
    }

    /// An agency's answers in a review, as the policy asks whose they are on a day: those of an agency that was merged into
    /// the coordinator since are the coordinator's own.
    pub(crate) fn answers_by<'a>(&self, agency: &'a AgencyId, day: Date) -> Answers<'a> {
        let coordinator = self.holder(Function::Coordinator, day);
        Answers { of: agency, coordinates: coordinator.is_some_and(|one| self.continues(&one.id, agency, day)) }
    }

    /// Whether an agency is another one, or has taken over all of its work by a day.
    pub(crate) fn continues(&self, agency: &AgencyId, other: &AgencyId, day: Date) -> bool {
        agency == other || self.successions.last(other.as_str(), day) == agency.as_str()
    }

    pub(crate) fn holder(&self, function: Function, day: Date) -> Option<AgencyRef> {
        let holder = self.valid_on(day).find(|agency| agency.functions.contains(&function))?;
        Some(AgencyRef { id: holder.id.clone(), name: holder.name.clone() })
    }
}

fn agency(row: agency_period::Model) -> Result<Agency> {
    let functions = row.functions.split(';').filter(|part| !part.is_empty());
    Ok(Agency {
        functions: functions.map(|part| parse("agency_period", &row.id, part)).collect::<Result<_>>()?,
        tier: parse("agency_period", &row.id, &row.tier)?,
        id: AgencyId(row.id),
        code: row.code,
        name: row.name,
        short_name: row.short_name,
        kind: row.kind,
        parent: row.parent_id.map(AgencyId),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    })
}

fn agency_row(agency: &Agency) -> agency_period::Model {
    let functions: Vec<String> = agency.functions.iter().map(ToString::to_string).collect();
    agency_period::Model {
        id: agency.id.to_string(),
        valid_from: agency.valid_from,
        valid_to: agency.valid_to,
        code: agency.code.clone(),
        name: agency.name.clone(),
        name_key: sort_key(&agency.name),
        short_name: agency.short_name.clone(),
        tier: agency.tier.to_string(),
        kind: agency.kind.clone(),
        parent_id: agency.parent.as_ref().map(ToString::to_string),
        functions: functions.join(";"),
    }
}

/// The agencies of an event, in the order in which they are kept.
fn sides_of(event: &AgencyEvent) -> Vec<agency_event_side::Model> {
    let sides = [("from", &event.from), ("to", &event.to)].into_iter();
    let rows = sides.flat_map(|(side, ids)| {
        (0_i32..).zip(ids).map(move |(position, id)| agency_event_side::Model {
            event_id: event.id.clone(),
            side: side.to_owned(),
            agency_id: id.to_string(),
            position,
        })
    });
    rows.collect()
}

/// Writes a row whether it was there or not: every column but the key is set anew.
macro_rules! upsert {
    ($tx:expr, $module:ident, $row:expr, [$($key:ident),+]) => {{
        let keys = [$($module::Column::$key),+];
        let rest = $module::Column::iter().filter(|column| !keys.iter().any(|key| format!("{key:?}") == format!("{column:?}")));
        $module::Entity::insert($row.into_active_model().reset_all())
            .on_conflict(OnConflict::columns(keys).update_columns(rest).to_owned())
            .exec_without_returning($tx)
            .await?;
    }};
}

impl Store {
    /// The agencies, read again only after the data changed.
    pub(crate) async fn book(&self) -> Result<Arc<AgencyBook>> {
        let version = self.data_version();
        let kept = || self.inner.book.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, book)) = kept().as_ref()
            && *of == version
        {
            return Ok(Arc::clone(book));
        }
        // Read after the version: what a writer changes meanwhile comes with a newer one.
        let book = Arc::new(AgencyBook::load(self.read()).await?);
        *kept() = Some((version, Arc::clone(&book)));
        Ok(book)
    }

    /// Brings agencies in, by identifier and first day of validity.
    ///
    /// # Errors
    /// Refused to all but the administrator and the system; an agency that would appraise all others, and be the one that
    /// appraises their appraiser.
    pub async fn import_agencies(&self, actor: &Actor, agencies: &[Agency], dry_run: bool) -> Result<Imported> {
        authorize(actor, &Act::ManageReference)?;
        if let Some(both) = agencies.iter().find(|one| one.appraises_itself()) {
            return Err(Error::Invalid(vec![FieldError::with("functions", FieldCode::BothFunctions, &*both.name)]));
        }
        let tx = self.begin().await?;
        let before = agency_period::Entity::find().all(&tx).await?;
        let mut done = Imported::default();
        for row in agencies.iter().map(agency_row) {
            let old = before.iter().find(|old| old.id == row.id && old.valid_from == row.valid_from);
            done = done.plus(Imported::tally(old, &row));
            upsert!(&tx, agency_period, row, [Id, ValidFrom]);
        }
        self.finish_import(tx, actor, "agencies", done, dry_run).await
    }

    /// Brings the events of agencies in; entries of an agency that ended with one successor follow it.
    ///
    /// # Errors
    /// Refused to all but the administrator and the system.
    pub async fn import_agency_events(&self, actor: &Actor, events: &[AgencyEvent], dry_run: bool) -> Result<Imported> {
        authorize(actor, &Act::ManageReference)?;
        let tx = self.begin().await?;
        let before = agency_event::Entity::find().all(&tx).await?;
        let mut done = Imported::default();
        for event in events {
            let row = agency_event::Model {
                id: event.id.clone(),
                date: event.date,
                kind: event.kind.to_string(),
                legal_document: event.legal_document.clone(),
                note: event.note.clone(),
            };
            let sides = sides_of(event);
            let of_it = agency_event_side::Entity::find().filter(agency_event_side::Column::EventId.eq(&event.id));
            let mut there = of_it.all(&tx).await?;
            there.sort_by(|a, b| (&a.side, a.position).cmp(&(&b.side, b.position)));
            let old = before.iter().find(|old| old.id == row.id).map(|old| (old.clone(), there.clone()));
            done = done.plus(Imported::tally(old.as_ref(), &(row.clone(), sides.clone())));
            upsert!(&tx, agency_event, row, [Id]);
            // An agency that the corrected event no longer names goes.
            agency_event_side::Entity::delete_many()
                .filter(agency_event_side::Column::EventId.eq(&event.id))
                .exec(&tx)
                .await?;
            for side in sides {
                agency_event_side::Entity::insert(side.into_active_model()).exec_without_returning(&tx).await?;
            }
        }
        owners::follow_successors(&tx, &owners::Successions::load(&tx).await?).await?;
        self.finish_import(tx, actor, "agency_events", done, dry_run).await
    }

    /// Brings days of the calendar in.
    ///
    /// # Errors
    /// Refused to all but the administrator and the system.
    pub async fn import_holidays(&self, actor: &Actor, days: &[Holiday], dry_run: bool) -> Result<Imported> {
        authorize(actor, &Act::ManageReference)?;
        let tx = self.begin().await?;
        let before = holiday::Entity::find().all(&tx).await?;
        let mut done = Imported::default();
        for day in days {
            let row = holiday::Model { date: day.date, name: day.name.clone(), kind: day.kind.to_string() };
            done = done.plus(Imported::tally(before.iter().find(|old| old.date == row.date), &row));
            upsert!(&tx, holiday, row, [Date]);
        }
        self.finish_import(tx, actor, "holidays", done, dry_run).await
    }

    /// Brings the three lists of the catalog in: sectors, frequencies, classes of consumers.
    ///
    /// # Errors
    /// Refused to all but the administrator and the system.
    pub async fn import_lists(&self, actor: &Actor, lists: &Lists, dry_run: bool) -> Result<Imported> {
        authorize(actor, &Act::ManageReference)?;
        let tx = self.begin().await?;
        let sectors = sector::Entity::find().all(&tx).await?;
        let frequencies = update_frequency::Entity::find().all(&tx).await?;
        let classes = consumer_class::Entity::find().all(&tx).await?;
        let mut done = Imported::default();
        for (position, named) in (0..).zip(&lists.sectors) {
            let row = sector::Model { id: named.id.clone(), name: named.name.clone(), position };
            done = done.plus(Imported::tally(sectors.iter().find(|old| old.id == row.id), &row));
            upsert!(&tx, sector, row, [Id]);
        }
        for (position, named) in (0..).zip(&lists.frequencies) {
            let row = update_frequency::Model { id: named.id.clone(), name: named.name.clone(), position };
            done = done.plus(Imported::tally(frequencies.iter().find(|old| old.id == row.id), &row));
            upsert!(&tx, update_frequency, row, [Id]);
        }
        for class in &lists.classes {
            let row = consumer_class::Model {
                id: class.id.to_string(),
                group_no: i32::from(class.group_no),
                name: class.name.clone(),
                valid_from: class.valid_from,
                valid_to: class.valid_to,
            };
            done = done.plus(Imported::tally(classes.iter().find(|old| old.id == row.id), &row));
            upsert!(&tx, consumer_class, row, [Id]);
        }
        self.finish_import(tx, actor, "lists", done, dry_run).await
    }

    pub(crate) async fn finish_import(
        &self,
        tx: sea_orm::DatabaseTransaction,
        actor: &Actor,
        what: &str,
        done: Imported,
        dry_run: bool,
    ) -> Result<Imported> {
        if dry_run || !done.writes() {
            tx.rollback().await?;
            return Ok(done);
        }
        let detail = serde_json::json!({ "added": done.added, "changed": done.changed });
        audit::append(&tx, actor, "reference.import", what, detail).await?;
        self.commit_public(tx).await?;
        Ok(done)
    }

    /// The reference lists that forms and pages need.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lists(&self) -> Result<Lists> {
        lists(self.read()).await
    }

    /// The calendar of working days.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn calendar(&self) -> Result<Calendar> {
        calendar(self.read()).await
    }

    /// Who holds a function on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn function_holder(&self, function: Function, day: Date) -> Result<Option<AgencyRef>> {
        Ok(self.book().await?.holder(function, day))
    }
}

pub(crate) async fn lists(connection: &impl ConnectionTrait) -> Result<Lists> {
    let sectors = sector::Entity::find().order_by_asc(sector::Column::Position).all(connection).await?;
    let frequencies =
        update_frequency::Entity::find().order_by_asc(update_frequency::Column::Position).all(connection).await?;
    let classes = consumer_class::Entity::find().order_by_asc(consumer_class::Column::GroupNo).all(connection).await?;
    Ok(Lists {
        sectors: sectors.into_iter().map(|row| Named { id: row.id, name: row.name }).collect(),
        frequencies: frequencies.into_iter().map(|row| Named { id: row.id, name: row.name }).collect(),
        classes: classes
            .into_iter()
            .map(|row| ConsumerClass {
                id: ClassId(row.id),
                group_no: u8::try_from(row.group_no).unwrap_or(0),
                name: row.name,
                valid_from: row.valid_from,
                valid_to: row.valid_to,
            })
            .collect(),
        national: Vec::new(),
        register: None,
    })
}

pub(crate) async fn calendar(connection: &impl ConnectionTrait) -> Result<Calendar> {
    let rows = holiday::Entity::find().all(connection).await?;
    let days: Result<BTreeMap<Date, Holiday>> = rows
        .into_iter()
        .map(|row| {
            let kind = parse("holiday", row.date, &row.kind)?;
            Ok((row.date, Holiday { date: row.date, name: row.name, kind }))
        })
        .collect();
    Ok(Calendar::new(days?.into_values()))
}
