//! The catalog page and the page of one entry.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::catalog::{CatalogPage, EntryFilter, EntryPage, EntryRow, FacetValue, OwnerPeriod, SharingForm};
use domain::edition::{EntryAbsence, Span, nearest_day, owners_while_held, spans_held};
use domain::id::{AgencyId, EditionId, EntryCode};
use domain::page::{Page, PageRequest};
use domain::policy::{Act, authorize};
use domain::text::{Marks, sort_key, words};
use domain::workflow::EditionStage;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use search::Found;
use strum::IntoEnumIterator;
use time::Date;

use crate::edition_write::in_force_once;
use crate::entity::{edition, edition_entry, entry_owner, entry_version};
use crate::legal::register;
use crate::national::{keep_named, lists_with_national};
use crate::rows::{content, edition_ref};
use crate::search::RowParts;
use crate::shown::Shown;
use crate::{Error, Result, Store};

/// Days over which views of an entry are shown.
const VIEW_DAYS: i64 = 30;
/// The most agencies that are named where a query finds no entry.
const NAMED_MAX: usize = 12;

/// An issued edition that holds an entry, and the version that it holds.
pub(crate) type Appearance = (edition::Model, entry_version::Model);

/// The agencies in whose names, of today or of old, the words of a query stand in a row: «huyện Cư M'gar» names the wards
/// and communes that it became.
fn agencies_named(parts: &RowParts, query: &str) -> Vec<AgencyRef> {
    let sought = words(query);
    if sought.is_empty() {
        return Vec::new();
    }
    let is_called = |name: &String| words(name).windows(sought.len()).any(|part| part == sought);
    let is_there = |id: &&String| parts.book.is_there(&AgencyId::from(id.as_str()), parts.day);
    let mut found: BTreeSet<&String> = BTreeSet::new();
    for agency in parts.agencies.iter().filter(|one| !one.is_home && one.names.iter().any(is_called)) {
        if is_there(&&agency.id) {
            found.insert(&agency.id);
        } else {
            found.extend(agency.lineage.iter().filter(is_there));
        }
    }
    let mut named: Vec<AgencyRef> =
        found.into_iter().map(|id| parts.book.refer(&AgencyId::from(id.as_str()), parts.day)).collect();
    named.sort_by_cached_key(|agency| sort_key(&agency.name));
    named.truncate(NAMED_MAX);
    named
}

impl Store {
    /// The entries that a filter leaves of the edition in force, of the one in force on a day, or of the one named, with
    /// the counts of its facets. Whose they are is told as [`EntryFilter::told_on`] says.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an edition that was never in force.
    pub async fn catalog(&self, actor: &Actor, filter: &EntryFilter) -> Result<CatalogPage> {
        let Some(edition) = self.edition_asked(actor, filter).await? else {
            let entries = Page { items: Vec::new(), total: 0, number: 1, rows: page_of(filter).rows() };
            let (agencies, sectors, forms) = Default::default();
            return Ok(CatalogPage {
                edition: None,
                entries,
                agencies,
                sectors,
                forms,
                corrected: None,
                told_on: None,
                named: Vec::new(),
            });
        };
        let day = filter.told_on(&edition_ref(&edition)?, actor.today());
        let page = self.catalog_of(&edition, day, filter).await?;
        Ok(CatalogPage { told_on: (day != actor.today()).then_some(day), ..page })
    }

    /// The entries that a filter leaves of an edition that was issued, told as on a day.
    pub(crate) async fn catalog_of(
        &self,
        edition: &edition::Model,
        day: Date,
        filter: &EntryFilter,
    ) -> Result<CatalogPage> {
        let request = page_of(filter);
        let parts = RowParts::load(self, day).await?;
        let results = self.search(edition.id, filter, &parts, (request.offset(), request.rows())).await?;
        let ids: Vec<i64> = results.found.iter().map(|found| found.id).collect();
        let shown = self.shown(&ids).await?;
        let mut wanted: (Vec<String>, Marks) = (Vec::new(), Marks::new(&[]));
        let row = |(shown, found): (&Arc<Shown>, Found)| {
            // Most rows are found by the same words as the one before.
            if wanted.0 != found.marks {
                wanted = (found.marks.clone(), Marks::new(&found.marks));
            }
            let row = parts.row(shown);
            let others = || parts.other_names(&row.code.0, &row.owner, &shown.owner_id);
            let names = if found.by_owner { others() } else { Vec::new() };
            EntryRow { hit: shown.hit(&row, &names, found.marks, &wanted.1), ..row }
        };
        let items = shown.iter().zip(results.found).map(row).collect();
        let facets_of = results.facets;
        let agency = |id: &str| parts.book.refer(&AgencyId::from(id), parts.day).name;
        let sector = |id: &str| parts.lists.sector(id);
        Ok(CatalogPage {
            edition: Some(edition_ref(edition)?),
            entries: Page { items, total: results.total, number: request.number(), rows: request.rows() },
            agencies: with_chosen(most_first(named(facets_of.agencies, agency)), &filter.agency, agency),
            sectors: with_chosen(sector_facets(facets_of.sectors, &parts), &filter.sector, sector),
            forms: form_facets(&facets_of.forms),
            corrected: results.corrected,
            told_on: None,
            named: if results.total == 0 { agencies_named(&parts, &filter.query) } else { Vec::new() },
        })
    }

    /// The edition that a filter names, else the one in force on its day.
    pub(crate) async fn edition_asked(&self, actor: &Actor, filter: &EntryFilter) -> Result<Option<edition::Model>> {
        let Some(id) = filter.edition else {
            return match filter.as_of {
                Some(day) => self.current_edition(day).await,
                None => self.current_edition_kept(actor.today()).await,
            };
        };
        let issued = in_force_once().filter(edition::Column::Id.eq(id.0));
        issued.one(self.read()).await?.map(Some).ok_or(Error::NotFound)
    }

    /// One entry: in the edition in force, else in the last that had it and ever was in force (the last at all where none
    /// was), or in the edition asked for; its owner as [`EntryFilter::told_on`] says.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an entry that no edition has that the actor may see.
    pub async fn entry(&self, actor: &Actor, code: &EntryCode, in_edition: Option<EditionId>) -> Result<EntryPage> {
        let appearances = self.appearances(code).await?;
        let current = self.current_edition(actor.today()).await?.map(|edition| edition.id);
        let shown = match in_edition {
            Some(id) => appearances.iter().find(|one| one.0.id == id.0),
            None => {
                let now = appearances.iter().find(|one| Some(one.0.id) == current);
                now.or_else(|| appearances.iter().find(|one| held(one).is_some())).or(appearances.first())
            }
        };
        let shown = shown.ok_or(Error::NotFound)?;
        let day = edition_ref(&shown.0)?.told_on(actor.today());
        self.entry_told(actor, code, (&appearances[..], shown), current, day).await
    }

    /// One entry as the edition in force on a day has it, with who answered for it on that day.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an entry that was not in force on that day.
    pub async fn entry_on(&self, actor: &Actor, code: &EntryCode, day: Date) -> Result<EntryPage> {
        let appearances = self.appearances(code).await?;
        let current = self.current_edition(actor.today()).await?.map(|edition| edition.id);
        let then = self.current_edition(day).await?.ok_or(Error::NotFound)?.id;
        let shown = appearances.iter().find(|one| one.0.id == then).ok_or(Error::NotFound)?;
        self.entry_told(actor, code, (&appearances[..], shown), current, day).await
    }

    /// What is told in place of an entry's page as of a day on which it was not in the catalog.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an entry that never is in force, and of a day on which it was.
    pub async fn entry_absence(&self, _actor: &Actor, code: &EntryCode, day: Date) -> Result<EntryAbsence> {
        let appearances = self.appearances(code).await?;
        let spans = spans_held(appearances.iter().rev().filter_map(held));
        let nearest = nearest_day(&spans, day).filter(|nearest| *nearest != day).ok_or(Error::NotFound)?;
        let has = |(first, last): Span| first <= nearest && last.is_none_or(|last| last >= nearest);
        let named = appearances.iter().find(|one| held(one).is_some_and(has)).ok_or(Error::NotFound)?;
        Ok(EntryAbsence { code: code.clone(), name: named.1.name.clone(), day, spans, nearest })
    }

    async fn entry_told(
        &self,
        actor: &Actor,
        code: &EntryCode,
        (appearances, (edition, version)): (&[Appearance], &Appearance),
        current: Option<i64>,
        day: Date,
    ) -> Result<EntryPage> {
        let told_on = (day != actor.today()).then_some(day);
        let mut parts = RowParts::load(self, day).await?;
        let content = content(version)?;
        parts.lists.national = lists_with_national(self.read()).await?.national;
        keep_named(&mut parts.lists, &content.national_db);
        let is_current = Some(edition.id) == current;
        let owner = parts.owner(code.as_str(), &version.owner_id);
        // Looking for likenesses is dear: it is done only for who may see them.
        let overlaps = match authorize(actor, &Act::SeeOverlaps(&owner.id)) {
            Ok(()) if is_current && told_on.is_none() => {
                self.overlaps(actor.today(), code.as_str(), &owner.id, &content, &[]).await?
            }
            _ => Vec::new(),
        };
        let cited = match register(self.read()).await? {
            // An empty register knows nothing to say.
            register if register.is_empty() => Vec::new(),
            register => domain::legal::cited(&content.legal_basis, &register, actor.today()),
        };
        let decided_on = edition.decision_date.unwrap_or_else(|| actor.today());
        let shown = edition_ref(edition)?;
        Ok(EntryPage {
            decided_owner: parts.book.refer(&content.owner, decided_on),
            contact: self.contact_on(&owner.id, &parts.book, day).await?.map(|view| view.period.contact),
            owner,
            told_on,
            owners: self.owner_periods(code, &parts, appearances).await?,
            in_force: is_current,
            upcoming: edition.effective_from.is_some_and(|first| first > actor.today()) && shown.is_ever_in_force(),
            edition: shown,
            history: self.history(appearances).await?,
            views_30_days: self.views_of(code, actor.today(), VIEW_DAYS).await?,
            code: code.clone(),
            content,
            lists: parts.lists,
            cited,
            relations: self.relations(actor.today(), code).await?,
            overlaps,
        })
    }

    /// The issued editions that hold an entry, newest first, with the version each holds.
    pub(crate) async fn appearances(&self, code: &EntryCode) -> Result<Vec<Appearance>> {
        let places = edition_entry::Entity::find().filter(edition_entry::Column::EntryCode.eq(code.as_str()));
        let places: BTreeMap<i64, i64> =
            places.all(self.read()).await?.into_iter().map(|row| (row.edition_id, row.version_id)).collect();
        let stages = [EditionStage::Issued.to_string(), EditionStage::Superseded.to_string()];
        let editions = edition::Entity::find()
            .filter(edition::Column::Id.is_in(places.keys().copied()))
            .filter(edition::Column::Stage.is_in(stages))
            .order_by_desc(edition::Column::EffectiveFrom)
            .order_by_desc(edition::Column::Id)
            .all(self.read())
            .await?;
        let versions = entry_version::Entity::find().filter(entry_version::Column::EntryCode.eq(code.as_str()));
        let versions: BTreeMap<i64, entry_version::Model> =
            versions.all(self.read()).await?.into_iter().map(|row| (row.id, row)).collect();
        let found = editions.into_iter().filter_map(|edition| {
            let version = versions.get(places.get(&edition.id)?)?.clone();
            Some((edition, version))
        });
        Ok(found.collect())
    }

    /// Who answered for an entry while the editions that hold it were in force, newest first.
    pub(crate) async fn owner_periods(
        &self,
        code: &EntryCode,
        parts: &RowParts,
        appearances: &[Appearance],
    ) -> Result<Vec<OwnerPeriod>> {
        let rows = entry_owner::Entity::find()
            .filter(entry_owner::Column::EntryCode.eq(code.as_str()))
            .order_by_desc(entry_owner::Column::ValidFrom)
            .all(self.read())
            .await?;
        let period = |row: entry_owner::Model| OwnerPeriod {
            agency: parts.book.refer(&AgencyId(row.agency_id), row.valid_from),
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            basis: row.basis,
        };
        let owners: Vec<OwnerPeriod> = rows.into_iter().map(period).collect();
        Ok(owners_while_held(&owners, appearances.iter().rev().filter_map(held)))
    }
}

/// The days over which an edition holds an entry; `None` where it never is in force.
fn held((edition, _): &Appearance) -> Option<Span> {
    let (first, last) = (edition.effective_from?, edition.effective_to);
    last.is_none_or(|last| last >= first).then_some((first, last))
}

/// The page of the list that a filter asks for.
fn page_of(filter: &EntryFilter) -> PageRequest {
    let rows = if filter.rows == 0 { domain::page::PAGE_ROWS } else { filter.rows };
    PageRequest::new(filter.page.max(1), rows)
}

/// Every form that shares, also where no entry has it.
fn form_facets(counted: &[(String, u64)]) -> Vec<FacetValue> {
    let shares = SharingForm::iter().filter(|form| *form != SharingForm::None);
    let value = |form: SharingForm| {
        let id = form.to_string();
        let count = counted.iter().find(|(one, _)| *one == id).map_or(0, |(_, count)| *count);
        FacetValue { id, name: String::new(), count: u32::try_from(count).unwrap_or(u32::MAX) }
    };
    shares.map(value).collect()
}

/// The sectors, most first, then by name.
pub(crate) fn sector_facets(counted: Vec<(String, u64)>, parts: &RowParts) -> Vec<FacetValue> {
    let mut values = named(counted, |id| parts.lists.sector(id));
    let key = |value: &FacetValue| parts.sector_keys.get(&value.id).cloned();
    values.sort_by_cached_key(|value| key(value).unwrap_or_else(|| sort_key(&value.name)));
    most_first(values)
}

/// What is chosen stays among its values where the others leave nothing of it: it is seen by its name, and sent again with
/// the form. What is none of the lists, and so has no name, stays out.
fn with_chosen(mut values: Vec<FacetValue>, chosen: &str, name: impl Fn(&str) -> String) -> Vec<FacetValue> {
    let name = name(chosen);
    if name != chosen && values.iter().all(|value| value.id != chosen) {
        values.push(FacetValue { id: chosen.to_owned(), name, count: 0 });
    }
    values
}

fn named(counted: Vec<(String, u64)>, name: impl Fn(&str) -> String) -> Vec<FacetValue> {
    let value = |(id, count): (String, u64)| FacetValue {
        name: name(&id),
        count: u32::try_from(count).unwrap_or(u32::MAX),
        id,
    };
    counted.into_iter().map(value).collect()
}

/// Equal counts stay in their order.
fn most_first(mut values: Vec<FacetValue>) -> Vec<FacetValue> {
    values.sort_by_key(|value| std::cmp::Reverse(value.count));
    values
}
