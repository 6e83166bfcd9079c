//! The search behind the catalog page: the index of the edition (`search_index`) finds, the
//! versions found (`shown`) are what is shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::agency::AgencyRef;
use domain::catalog::{EntryFilter, EntryRow, EntrySort, Lists, Named};
use domain::id::{AgencyId, EntryCode};
use search::{AgencyNames, Filter, Order, Results};
use time::Date;

use crate::reference::AgencyBook;
use crate::shown::Shown;
use crate::{Result, Store};

/// A search over more entries than this leaves the thread that serves requests; over fewer it takes less time than drawing
/// the page, and of many at once moving them to other threads would cost more.
const QUICK_ENTRIES_MAX: usize = 200_000;

/// What turns a version into a row of a list, loaded once for all rows.
pub(crate) struct RowParts {
    pub lists: Lists,
    pub sector_keys: Arc<BTreeMap<String, String>>,
    pub book: Arc<AgencyBook>,
    pub owners: Arc<BTreeMap<String, AgencyId>>,
    other_owners: Arc<BTreeMap<String, Vec<String>>>,
    pub agencies: Arc<Vec<AgencyNames>>,
    pub day: Date,
    /// The day that stands for it: see [`DayParts`](crate::search_index::DayParts).
    pub alike: Date,
}

impl RowParts {
    pub(crate) async fn load(store: &Store, day: Date) -> Result<Self> {
        let kept = store.kept_day(day).await?;
        Ok(Self {
            lists: kept.lists.clone(),
            sector_keys: Arc::clone(&kept.sector_keys),
            book: store.book().await?,
            owners: Arc::clone(&kept.owners),
            other_owners: Arc::clone(&kept.other_owners),
            agencies: Arc::clone(&kept.agencies),
            day,
            alike: kept.day,
        })
    }

    /// Who answers for an entry on the day.
    pub(crate) fn owner(&self, code: &str, decided: &str) -> AgencyRef {
        let id = self.owners.get(code).cloned().unwrap_or_else(|| AgencyId::from(decided));
        self.book.refer(&id, self.day)
    }

    /// What else the owner of an entry is and was called: its other names, and those of the agencies before and after
    /// it, of the one that the decision names, and of those that answer for it on other days.
    pub(crate) fn other_names(&self, code: &str, owner: &AgencyRef, decided: &str) -> Vec<&str> {
        let of = |id: &str| {
            let at = self.agencies.binary_search_by(|one| one.id.as_str().cmp(id)).ok()?;
            self.agencies.get(at)
        };
        let own = of(owner.id.as_str());
        let others = self.other_owners.get(code).into_iter().flatten();
        let line = own.into_iter().flat_map(|own| &own.lineage).chain(others).map(String::as_str).chain([decided]);
        let names = own.into_iter().chain(line.filter_map(of)).flat_map(|agency| &agency.names);
        names.map(String::as_str).filter(|name| !name.is_empty() && *name != owner.name).collect()
    }

    pub(crate) fn row(&self, shown: &Shown) -> EntryRow {
        EntryRow {
            code: EntryCode(shown.code.clone()),
            name: shown.texts.name.clone(),
            owner: self.owner(&shown.code, &shown.owner_id),
            sector: Named { id: shown.sector.clone(), name: self.lists.sector(&shown.sector) },
            frequency: Named {
                id: shown.update_frequency.clone(),
                name: self.lists.frequency(&shown.update_frequency),
            },
            items: shown.forms.total(),
            forms: shown.forms,
            hit: None,
        }
    }
}

impl Store {
    /// What a filter leaves of an edition that was issued: the numbers of the versions on one page, and the counts.
    pub(crate) async fn search(
        &self,
        edition: i64,
        filter: &EntryFilter,
        parts: &RowParts,
        (offset, rows): (u64, u32),
    ) -> Result<Results> {
        let (edition, overlay) = self.search_index(edition, parts).await?;
        let filter = Filter {
            query: filter.query.clone(),
            agency: filter.agency.clone(),
            sector: filter.sector.clone(),
            form: filter.form.map(|form| form.to_string()).unwrap_or_default(),
            order: match filter.sort {
                EntrySort::Relevance => Order::Relevance,
                EntrySort::Name => Order::Name,
                EntrySort::Agency => Order::Place,
                EntrySort::Code => Order::Code,
            },
            offset: usize::try_from(offset).unwrap_or(usize::MAX),
            rows: usize::try_from(rows).unwrap_or(usize::MAX),
        };
        if edition.index.len() <= QUICK_ENTRIES_MAX {
            return Ok(edition.index.search(&overlay, &filter));
        }
        let search = move || edition.index.search(&overlay, &filter);
        tokio::task::spawn_blocking(search).await.map_err(|error| crate::Error::Corrupt(format!("search: {error}")))
    }

    /// The counts of an edition without any filter, for pages that show no list.
    pub(crate) async fn counts(&self, edition: i64, parts: &RowParts) -> Result<search::Facets> {
        Ok(self.search(edition, &EntryFilter::default(), parts, (0, 0)).await?.facets)
    }
}
