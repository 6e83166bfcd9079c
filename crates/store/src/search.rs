//! The search behind the catalog page: the index of the edition (`search_index`) finds, the database gives what is shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::agency::AgencyRef;
use domain::catalog::{EntryContent, EntryFilter, EntryRow, EntrySort, Hit, HitField, Lists, Named};
use domain::id::{AgencyId, EntryCode};
use domain::text::Marks;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use search::{Filter, Order, Results};
use time::Date;

use crate::entity::entry_version;
use crate::reference::AgencyBook;
use crate::rows::{content, forms};
use crate::{Result, Store};

/// The most characters of an excerpt.
const EXCERPT_CHARS_MAX: usize = 200;
/// A search over more entries than this leaves the thread that serves requests.
const QUICK_ENTRIES_MAX: usize = 5_000;

/// What turns a version into a row of a list, loaded once for all rows.
pub(crate) struct RowParts {
    pub lists: Lists,
    pub book: Arc<AgencyBook>,
    pub owners: Arc<BTreeMap<String, AgencyId>>,
    pub day: Date,
}

impl RowParts {
    pub(crate) async fn load(store: &Store, day: Date) -> Result<Self> {
        let (lists, owners) = store.day_parts(day).await?;
        Ok(Self { lists, book: store.book().await?, owners, day })
    }

    /// Who answers for an entry today.
    pub(crate) fn owner(&self, code: &str, decided: &str) -> AgencyRef {
        let id = self.owners.get(code).cloned().unwrap_or_else(|| AgencyId::from(decided));
        self.book.refer(&id, self.day)
    }

    pub(crate) fn row(&self, version: &entry_version::Model) -> Result<EntryRow> {
        let forms = forms(version);
        Ok(EntryRow {
            code: EntryCode(version.entry_code.clone()),
            name: version.name.clone(),
            owner: self.owner(&version.entry_code, &version.owner_id),
            sector: Named { id: version.sector.clone(), name: self.lists.sector(&version.sector) },
            frequency: Named {
                id: version.update_frequency.clone(),
                name: self.lists.frequency(&version.update_frequency),
            },
            items: forms.total(),
            forms,
            hit: None,
        })
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

    /// The versions with these numbers, in their order.
    pub(crate) async fn versions_in_order(&self, ids: &[i64]) -> Result<Vec<entry_version::Model>> {
        let found = entry_version::Entity::find().filter(entry_version::Column::Id.is_in(ids.iter().copied()));
        let mut by_id: BTreeMap<i64, entry_version::Model> =
            found.all(self.read()).await?.into_iter().map(|row| (row.id, row)).collect();
        Ok(ids.iter().filter_map(|id| by_id.remove(id)).collect())
    }
}

/// Where a search found an entry, the weightiest field first, with a piece of its text.
pub(crate) fn hit(version: &entry_version::Model, owner: &AgencyRef, marks: Vec<String>) -> Result<Option<Hit>> {
    let content: EntryContent = content(version)?;
    let wanted = Marks::new(&marks);
    let item = content.items.iter().map(|item| format!("{}: {}", item.name, item.fields));
    // Of equal items the first.
    let item = item.rev().max_by_key(|text| wanted.count_in(text)).unwrap_or_default();
    let fields = [
        (HitField::Name, content.name.clone()),
        (HitField::Items, item),
        (HitField::Owner, owner.name.clone()),
        (HitField::Purpose, content.purpose.clone()),
        (HitField::Content, content.content.clone()),
        (HitField::Scope, content.scope.clone()),
        (HitField::Source, content.source.clone()),
        (HitField::LegalBasis, content.legal_basis.clone()),
    ];
    let counted = fields.into_iter().map(|(field, text)| (wanted.count_in(&text), field, text));
    let best = counted.rev().max_by_key(|(count, ..)| *count);
    Ok(best.filter(|(count, ..)| *count > 0).map(|(_, field, text)| {
        // A hit in the name is seen in the heading: the purpose says more beside it.
        let text = if field == HitField::Name { content.purpose } else { text };
        Hit { field, excerpt: excerpt(&text, &wanted), marks }
    }))
}

/// A piece of the text round its first hit, cut at words.
fn excerpt(text: &str, marks: &Marks) -> String {
    let pieces: Vec<&str> = text.split_whitespace().collect();
    let first = pieces.iter().position(|piece| marks.any_in(piece)).unwrap_or(0);
    let mut start = first.saturating_sub(12);
    if pieces.iter().map(|piece| piece.chars().count() + 1).sum::<usize>() <= EXCERPT_CHARS_MAX {
        start = 0;
    }
    let mut out = if start > 0 { "… ".to_owned() } else { String::new() };
    let mut length = 0;
    for (at, piece) in pieces.iter().enumerate().skip(start) {
        length += piece.chars().count() + 1;
        if length > EXCERPT_CHARS_MAX {
            out.push('…');
            return out;
        }
        out.push_str(piece);
        if at + 1 < pieces.len() {
            out.push(' ');
        }
    }
    out
}
