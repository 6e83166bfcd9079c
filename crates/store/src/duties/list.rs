//! The lists behind the board's numbers.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::duty::{
    DutyAction, DutyEvent, DutyFilter, DutyList, DutyRow, DutySort, DutyState, EXPORT_DUTIES_MAX, EvidenceFile,
    SOON_WORKING_DAYS, days_late, due_years, state,
};
use domain::id::{AgencyId, DutyEventId, DutyId, EntryCode};
use domain::page::{PAGE_ROWS_MAX, Page, PageRequest};
use domain::policy::{Act, Refusal, authorize};
use domain::text::sort_key;
use sea_orm::sea_query::{Condition, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use strum::IntoEnumIterator;
use time::Date;

use super::{AT_ONCE, days_of, kind_of, small, stands};
use crate::entity::{duty, duty_event, edition, edition_entry, entry_owner, entry_version, stored_file};
use crate::owners::valid_on;
use crate::reference::calendar;
use crate::rows::{bytes_of, parse};
use crate::{Error, Result, Store};

/// Rows on a page of the list.
const ROWS: u32 = 50;

/// Duties on an entry's page; the list has the rest.
const ENTRY_ROWS: u64 = 8;

/// A file of evidence: its name, its media type, its bytes.
pub struct Evidence {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// The entries of duties, each once.
pub(super) fn codes_of(rows: &[duty::Model]) -> Vec<String> {
    rows.iter().map(|row| row.entry_code.clone()).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Who answers for entries on a day.
pub(super) async fn owners_of(
    connection: &impl ConnectionTrait,
    codes: Vec<String>,
    day: Date,
) -> Result<BTreeMap<String, AgencyId>> {
    let mut owners = BTreeMap::new();
    for chunk in codes.chunks(AT_ONCE) {
        let of_them = entry_owner::Column::EntryCode.is_in(chunk.to_vec());
        let rows = entry_owner::Entity::find().filter(valid_on(day)).filter(of_them).all(connection).await?;
        owners.extend(rows.into_iter().map(|row| (row.entry_code, AgencyId(row.agency_id))));
    }
    Ok(owners)
}

/// Today, and until when something is due soon.
#[derive(Clone, Copy)]
pub(super) struct Window {
    pub today: Date,
    pub soon_until: Date,
}

/// Whose duties the actor sees: of every agency, or of their own.
pub(crate) enum Scope {
    All,
    Own(AgencyId),
}

pub(crate) fn scope(actor: &Actor) -> Result<Scope> {
    if authorize(actor, &Act::WatchDuties).is_ok() {
        return Ok(Scope::All);
    }
    let account = actor.account.as_ref().ok_or(Error::Refused(Refusal::SignIn))?;
    let own = account.agency.as_ref().ok_or(Error::NotFound)?.id.clone();
    authorize(actor, &Act::SeeDuties(&own))?;
    Ok(Scope::Own(own))
}

/// The entries that somebody answers for on a day: an agency, or whoever (empty).
pub(super) fn owned_by(agency: &str, day: Date) -> SelectStatement {
    let mut owned = Query::select();
    owned.column(entry_owner::Column::EntryCode).from(entry_owner::Entity).cond_where(valid_on(day));
    if !agency.is_empty() {
        owned.and_where(entry_owner::Column::AgencyId.eq(agency));
    }
    owned
}

fn filtered(filter: &DutyFilter, scope: &Scope, window: Window) -> Condition {
    let agency = match scope {
        Scope::Own(own) => own.as_str(),
        Scope::All => filter.agency.as_str(),
    };
    let owned = duty::Column::EntryCode.in_subquery(owned_by(agency, window.today));
    let mut wanted = Condition::all().add(owned);
    if !filter.entry.is_empty() {
        wanted = wanted.add(duty::Column::EntryCode.eq(&filter.entry));
    }
    if let Some(kind) = filter.kind {
        wanted = wanted.add(duty::Column::Kind.eq(kind.to_string()));
    }
    if let Some(state) = filter.state {
        wanted = wanted.add(stands(state, window.today, window.soon_until));
    }
    let any_of = |wanted: fn(DutyState) -> bool| {
        let states = DutyState::iter().filter(|state| wanted(*state));
        states.fold(Condition::any(), |any, state| any.add(stands(state, window.today, window.soon_until)))
    };
    if filter.open {
        wanted = wanted.add(any_of(DutyState::is_open));
    }
    if filter.counted {
        wanted = wanted.add(any_of(DutyState::is_counted));
    }
    if let Some((first, last)) = filter.due() {
        wanted = wanted.add(duty::Column::DueOn.between(first, last));
    }
    wanted
}

pub(super) fn ordered(rows: Select<duty::Entity>, sort: DutySort) -> Select<duty::Entity> {
    use duty::Column as C;
    match sort {
        DutySort::Due => rows.order_by_asc(C::DueOn).order_by_asc(C::EntryCode).order_by_asc(C::Id),
        DutySort::Latest => rows.order_by_desc(C::DueOn).order_by_asc(C::EntryCode).order_by_asc(C::Id),
        DutySort::Entry => rows.order_by_asc(C::EntryCode).order_by_asc(C::DueOn).order_by_asc(C::Id),
    }
}

impl Store {
    pub(super) async fn window(&self, actor: &Actor) -> Result<Window> {
        let today = actor.today();
        let soon_until = calendar(self.read()).await?.add_working_days(today, SOON_WORKING_DAYS);
        Ok(Window { today, soon_until })
    }

    /// The duties that a filter leaves, a page of them.
    ///
    /// # Errors
    /// Refused to anonymous visitors.
    pub async fn duties(&self, actor: &Actor, filter: &DutyFilter) -> Result<DutyList> {
        let scope = scope(actor)?;
        let window = self.window(actor).await?;
        let page = PageRequest::new(filter.page, ROWS);
        let wanted = duty::Entity::find().filter(filtered(filter, &scope, window));
        let total = wanted.clone().count(self.read()).await?;
        let rows = ordered(wanted, filter.sort).offset(page.offset()).limit(u64::from(page.rows()));
        let rows = rows.all(self.read()).await?;
        let items = self.duty_rows(actor, rows, window).await?;
        let agencies = match scope {
            Scope::All => self.duty_agencies(window.today).await?,
            Scope::Own(_) => Vec::new(),
        };
        let watches = matches!(scope, Scope::All);
        let duties = Page { items, total, number: page.number(), rows: page.rows() };
        let urges = authorize(actor, &Act::ManageCampaign).is_ok();
        Ok(DutyList { duties, agencies, watches, urges, years: due_years(window.today) })
    }

    /// The same, whole, for an export.
    ///
    /// # Errors
    /// As [`Store::duties`]; [`Error::TooMany`] above [`EXPORT_DUTIES_MAX`].
    pub async fn all_duties(&self, actor: &Actor, filter: &DutyFilter) -> Result<Vec<DutyRow>> {
        let scope = scope(actor)?;
        let window = self.window(actor).await?;
        let wanted = duty::Entity::find().filter(filtered(filter, &scope, window));
        let total = wanted.clone().count(self.read()).await?;
        if total > EXPORT_DUTIES_MAX {
            return Err(Error::TooMany(total));
        }
        let rows = ordered(wanted, filter.sort).all(self.read()).await?;
        self.duty_rows(actor, rows, window).await
    }

    /// What the officer has to do, the most pressing first: what is late, then what is due soon, then the rest; as many
    /// as one form takes.
    ///
    /// # Errors
    /// Refused to anonymous visitors. Who is of no agency has none.
    pub async fn my_duties(&self, actor: &Actor) -> Result<Vec<DutyRow>> {
        let account = actor.account.as_ref().ok_or(Error::Refused(Refusal::SignIn))?;
        let Some(own) = account.agency.as_ref().map(|agency| agency.id.clone()) else { return Ok(Vec::new()) };
        authorize(actor, &Act::SeeDuties(&own))?;
        let window = self.window(actor).await?;
        let filter = DutyFilter { open: true, ..DutyFilter::default() };
        let wanted = duty::Entity::find().filter(filtered(&filter, &Scope::Own(own), window));
        let rows = ordered(wanted, DutySort::Due).limit(u64::from(PAGE_ROWS_MAX)).all(self.read()).await?;
        self.duty_rows(actor, rows, window).await
    }

    /// The newest duties of an entry, for those who may see them: nobody else learns that there are any.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn entry_duties(&self, actor: &Actor, code: &EntryCode) -> Result<Vec<DutyRow>> {
        let Ok(scope) = scope(actor) else { return Ok(Vec::new()) };
        let window = self.window(actor).await?;
        let filter = DutyFilter { entry: code.to_string(), ..DutyFilter::default() };
        let wanted = duty::Entity::find().filter(filtered(&filter, &scope, window));
        let rows = ordered(wanted, DutySort::Latest).limit(ENTRY_ROWS).all(self.read()).await?;
        self.duty_rows(actor, rows, window).await
    }

    /// One duty.
    ///
    /// # Errors
    /// Refused to anonymous visitors; [`Error::NotFound`] for one that the actor may not see.
    pub async fn duty(&self, actor: &Actor, id: DutyId) -> Result<DutyRow> {
        let scope = scope(actor)?;
        let window = self.window(actor).await?;
        let found = duty::Entity::find_by_id(id.0).filter(filtered(&DutyFilter::default(), &scope, window));
        let row = found.one(self.read()).await?.ok_or(Error::NotFound)?;
        self.duty_rows(actor, vec![row], window).await?.pop().ok_or(Error::NotFound)
    }

    /// A file of evidence.
    ///
    /// # Errors
    /// As [`Store::duty`]; an act without a file.
    pub async fn duty_evidence(&self, actor: &Actor, event: DutyEventId) -> Result<Evidence> {
        scope(actor)?;
        let row = duty_event::Entity::find_by_id(event.0).one(self.read()).await?.ok_or(Error::NotFound)?;
        self.duty(actor, DutyId(row.duty_id)).await?;
        let file = row.file_id.ok_or(Error::NotFound)?;
        let kept = stored_file::Entity::find_by_id(&file).one(self.read()).await?.ok_or(Error::NotFound)?;
        let (_, bytes) = self.file(&file).await?;
        Ok(Evidence { name: kept.name, media_type: kept.media_type, bytes })
    }

    async fn duty_agencies(&self, today: Date) -> Result<Vec<AgencyRef>> {
        let codes = Query::select().distinct().column(duty::Column::EntryCode).from(duty::Entity).to_owned();
        let ids = entry_owner::Entity::find().select_only().column(entry_owner::Column::AgencyId).distinct();
        let ids = ids.filter(valid_on(today)).filter(entry_owner::Column::EntryCode.in_subquery(codes));
        let book = self.book().await?;
        let ids: Vec<String> = ids.into_tuple().all(self.read()).await?;
        let mut agencies: Vec<AgencyRef> = ids.into_iter().map(|id| book.refer(&AgencyId(id), today)).collect();
        agencies.sort_by_cached_key(|agency| sort_key(&agency.name));
        Ok(agencies)
    }

    async fn duty_rows(&self, actor: &Actor, rows: Vec<duty::Model>, window: Window) -> Result<Vec<DutyRow>> {
        let owners = owners_of(self.read(), codes_of(&rows), window.today).await?;
        let names = self.entry_names(codes_of(&rows)).await?;
        let mut events = self.duty_events(&rows).await?;
        let book = self.book().await?;
        let may_excuse = authorize(actor, &Act::ExcuseDuty).is_ok();
        let mut made = Vec::new();
        for row in &rows {
            let owner = owners.get(&row.entry_code).cloned().unwrap_or_default();
            let days = days_of(row);
            let state = state(&days, window.today, window.soon_until);
            let begun = row.starts_on <= window.today;
            let may_do = state.allows(DutyAction::Done) && begun && authorize(actor, &Act::FulfilDuty(&owner)).is_ok();
            made.push(DutyRow {
                id: DutyId(row.id),
                kind: kind_of(row)?,
                code: EntryCode(row.entry_code.clone()),
                name: names.get(&row.entry_code).cloned().unwrap_or_default(),
                agency: book.refer(&owner, window.today),
                starts_on: row.starts_on,
                ends_on: row.ends_on,
                days,
                state,
                days_late: days_late(&days, window.today),
                document: row.document.clone(),
                article: small(row.article),
                clause: small(row.clause),
                is_target: row.is_target,
                version: row.version,
                events: events.remove(&row.id).unwrap_or_default(),
                may_do,
                may_excuse: may_excuse && state.allows(DutyAction::Excused),
                may_reopen: may_excuse && state.allows(DutyAction::Reopened),
            });
        }
        Ok(made)
    }

    /// The names of entries, as the newest decision that has them calls them.
    pub(crate) async fn entry_names(&self, codes: Vec<String>) -> Result<BTreeMap<String, String>> {
        let newest = edition::Entity::find().filter(edition::Column::Number.is_not_null());
        let newest = newest.order_by_asc(edition::Column::EffectiveFrom).order_by_asc(edition::Column::Id);
        let editions: Vec<i64> = newest.select_only().column(edition::Column::Id).into_tuple().all(self.read()).await?;
        let rank: BTreeMap<i64, usize> = editions.into_iter().enumerate().map(|(at, id)| (id, at)).collect();
        let mut named: BTreeMap<String, (usize, i64)> = BTreeMap::new();
        for chunk in codes.chunks(AT_ONCE) {
            let listed = edition_entry::Entity::find();
            let listed = listed.filter(edition_entry::Column::EntryCode.is_in(chunk.to_vec()));
            for row in listed.all(self.read()).await? {
                let Some(at) = rank.get(&row.edition_id).copied() else { continue };
                let one = named.entry(row.entry_code).or_insert((at, row.version_id));
                if at >= one.0 {
                    *one = (at, row.version_id);
                }
            }
        }
        let versions: Vec<i64> = named.values().map(|(_, version)| *version).collect();
        let mut names = BTreeMap::new();
        for chunk in versions.chunks(AT_ONCE) {
            use entry_version::Column as C;
            let found = entry_version::Entity::find().filter(C::Id.is_in(chunk.to_vec())).select_only();
            names.extend(
                found.columns([C::EntryCode, C::Name]).into_tuple::<(String, String)>().all(self.read()).await?,
            );
        }
        Ok(names)
    }

    /// What was done with duties, the newest first.
    async fn duty_events(&self, rows: &[duty::Model]) -> Result<BTreeMap<i64, Vec<DutyEvent>>> {
        let mut events: BTreeMap<i64, Vec<DutyEvent>> = BTreeMap::new();
        for chunk in rows.chunks(AT_ONCE) {
            let ids: Vec<i64> = chunk.iter().map(|row| row.id).collect();
            let of_them = duty_event::Column::DutyId.is_in(ids);
            let found = duty_event::Entity::find().filter(of_them).order_by_desc(duty_event::Column::Id);
            let found = found.all(self.read()).await?;
            let files: BTreeSet<String> = found.iter().filter_map(|row| row.file_id.clone()).collect();
            let files = stored_file::Entity::find().filter(stored_file::Column::Id.is_in(files));
            let files: BTreeMap<String, EvidenceFile> = (files.all(self.read()).await?.into_iter())
                .map(|row| (row.id, EvidenceFile { name: row.name, bytes: bytes_of(row.bytes), sha256: row.sha256 }))
                .collect();
            for row in found {
                events.entry(row.duty_id).or_default().push(DutyEvent {
                    id: DutyEventId(row.id),
                    action: parse("duty_event", row.id, &row.action)?,
                    note: row.note,
                    link: row.link,
                    file: row.file_id.and_then(|file| files.get(&file).cloned()),
                    by: row.account_name,
                    at: row.at,
                });
            }
        }
        Ok(events)
    }
}
