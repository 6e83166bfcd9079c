//! The indexes that searches use, kept in memory. An edition's is built once, when it is first asked for; what lies over it
//! (owners, names of agencies, synonyms) is built anew when the data changed, and for days on which it is another.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::account::Actor;
use domain::agency::{AgencyRef, EventKind, Function};
use domain::catalog::{EntryContent, EntryFilter, Lists, Named, SharingForm, Suggestion};
use domain::id::{AgencyId, EntryCode};
use domain::text::sort_key;
use futures::TryStreamExt;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Order, Query};
use sea_orm::{EntityTrait, FromQueryResult, QueryOrder, QuerySelect, StatementBuilder};
use search::{AgencyNames, Builder, Document, Index, Overlay, Owned};
use strum::IntoEnumIterator;
use time::{Date, OffsetDateTime};

use crate::edition_write::in_force_once;
use crate::entity::{agency_event, agency_event_side, edition, entry_owner, synonym_group};
use crate::kept::Kept;
use crate::owners::{owners_but_on, owners_on};
use crate::reference::{AgencyBook, lists};
use crate::rows::{edition_ref, form_counts, parse};
use crate::search::RowParts;
use crate::shown::{Shown, Texts};
use crate::synonyms::phrases;
use crate::{Error, Result, Store};

/// Entries that are indexed at a time, off the threads that serve requests.
const CHUNK: usize = 1_000;

/// What searches of a [`Store`] keep.
#[derive(Default)]
pub(crate) struct KeptSearch {
    indexes: Kept<i64, EditionIndex>,
    overlays: Kept<(i64, u64, Date), Overlay>,
    days: Kept<(u64, Date), DayParts>,
    /// The days on which an edition, an agency or an ownership begins or has ended.
    turns: Kept<u64, BTreeSet<Date>>,
}

/// What lists tell by the day.
pub(crate) struct DayParts {
    /// The day that stands for it: see [`Store::day_alike`].
    pub day: Date,
    pub current: Option<edition::Model>,
    pub lists: Lists,
    /// By which the sectors are sorted: see [`sort_key`].
    pub sector_keys: Arc<BTreeMap<String, String>>,
    pub owners: Arc<BTreeMap<String, AgencyId>>,
    /// Who answers on other days.
    pub other_owners: Arc<BTreeMap<String, Vec<String>>>,
    /// The agencies of all times, by their identifiers.
    pub agencies: Arc<Vec<AgencyNames>>,
}

/// The index of an edition, and the owners in its decision's words by the number of the entry.
pub(crate) struct EditionIndex {
    pub index: Index,
    decided: Vec<(String, String)>,
}

#[derive(FromQueryResult)]
struct Listed {
    id: i64,
    entry_code: String,
    content: String,
    owner_id: String,
    open_items: i32,
    default_items: i32,
    specific_items: i32,
    none_items: i32,
    group_position: i32,
    position: i32,
}

impl Listed {
    fn content(&self) -> Result<EntryContent> {
        serde_json::from_str(&self.content)
            .map_err(|error| Error::Corrupt(format!("entry_version {}: {error}", self.id)))
    }

    fn shown(&self, content: &EntryContent) -> Shown {
        Shown {
            code: self.entry_code.clone(),
            owner_id: self.owner_id.clone(),
            sector: content.sector.clone(),
            update_frequency: content.update_frequency.clone(),
            forms: form_counts([self.open_items, self.default_items, self.specific_items, self.none_items]),
            texts: Texts::of(content),
        }
    }

    fn document(&self, content: EntryContent, lists: &Lists) -> Document {
        let has = |form: &SharingForm| match form {
            SharingForm::Open => self.open_items > 0,
            SharingForm::Default => self.default_items > 0,
            SharingForm::Specific => self.specific_items > 0,
            SharingForm::None => self.none_items > 0,
        };
        Document {
            national: content.national_db.split(';').map(|id| id.trim().to_owned()).collect(),
            id: self.id,
            code: self.entry_code.clone(),
            name: content.name,
            other_names: content.other_names,
            items: content.items.into_iter().map(|item| (item.name, item.fields)).collect(),
            texts: vec![
                content.purpose,
                content.content,
                content.scope,
                content.scope_territory,
                content.scope_time,
                content.source,
                content.collection_mechanism,
                content.legal_basis,
                content.procedures,
                content.sync_mechanism,
                content.hosting,
                content.operator_unit,
            ],
            sector_name: lists.sector(&content.sector),
            sector: content.sector,
            forms: SharingForm::iter().filter(has).map(|form| form.to_string()).collect(),
            place: (self.group_position, self.position),
        }
    }
}

impl Store {
    /// [`Store::current_edition`], read again only after the data changed.
    pub(crate) async fn current_edition_kept(&self, day: Date) -> Result<Option<edition::Model>> {
        Ok(self.kept_day(day).await?.current.clone())
    }

    /// What lists tell by the day, read again only after the data changed.
    pub(crate) async fn kept_day(&self, day: Date) -> Result<Arc<DayParts>> {
        let day = self.day_alike(day).await?;
        let make = async || {
            let book = self.book().await?;
            let lists = lists(self.read()).await?;
            let key = |sector: &Named| (sector.id.clone(), sort_key(&sector.name));
            let sector_keys: BTreeMap<String, String> = lists.sectors.iter().map(key).collect();
            Ok(DayParts {
                day,
                current: self.current_edition(day).await?,
                sector_keys: Arc::new(sector_keys),
                lists,
                owners: Arc::new(owners_on(self.read(), day).await?),
                other_owners: Arc::new(owners_but_on(self.read(), day).await?),
                agencies: Arc::new(self.agency_names(&book, day).await?),
            })
        };
        self.inner.search.days.get((self.data_version(), day), make).await
    }

    /// The day that stands for all days on which everything is as on this one: whoever asks day by day has no more made
    /// than there were changes.
    async fn day_alike(&self, day: Date) -> Result<Date> {
        let make = async || {
            let issued = in_force_once().select_only();
            let issued = issued.columns([edition::Column::EffectiveFrom, edition::Column::EffectiveTo]);
            let owned = entry_owner::Entity::find().select_only().distinct();
            let owned = owned.columns([entry_owner::Column::ValidFrom, entry_owner::Column::ValidTo]);
            let mut spans = issued.into_tuple::<(Option<Date>, Option<Date>)>().all(self.read()).await?;
            spans.extend(owned.into_tuple::<(Option<Date>, Option<Date>)>().all(self.read()).await?);
            spans.extend(self.book().await?.spans());
            let turns = spans.into_iter().flat_map(|(first, last)| [first, last.and_then(Date::next_day)]);
            Ok(turns.flatten().collect::<BTreeSet<Date>>())
        };
        let turns = self.inner.search.turns.get(self.data_version(), make).await?;
        let before_all = || turns.first().and_then(|first| first.previous_day());
        Ok(turns.range(..=day).next_back().copied().or_else(before_all).unwrap_or(day))
    }

    /// The index of an edition that was issued, and what lies over it on the day of `parts`.
    pub(crate) async fn search_index(
        &self,
        edition: i64,
        parts: &RowParts,
    ) -> Result<(Arc<EditionIndex>, Arc<Overlay>)> {
        let version = self.data_version();
        let kept = &self.inner.search;
        let index = kept.indexes.get(edition, async || self.index_of(edition, &parts.lists).await).await?;
        let over = async || self.overlay_of(&index, parts).await;
        let overlay = kept.overlays.get((edition, version, parts.alike), over).await?;
        Ok((index, overlay))
    }

    /// Builds what searches of the catalog in force and the home page need, so that nobody who asks has to wait for it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn prepare(&self, now: OffsetDateTime) -> Result<()> {
        let actor = Actor::anonymous(now);
        let parts = RowParts::load(self, actor.today()).await?;
        if let Some(edition) = self.current_edition_kept(actor.today()).await? {
            self.search_index(edition.id, &parts).await?;
        }
        self.home(&actor).await?;
        Ok(())
    }

    async fn index_of(&self, edition: i64, lists: &Lists) -> Result<EditionIndex> {
        let (v, ee) = (Alias::new("v"), Alias::new("ee"));
        let mut select = Query::select();
        for column in ["id", "entry_code", "content", "owner_id"] {
            select.column((v.clone(), Alias::new(column)));
        }
        for form in ["open_items", "default_items", "specific_items", "none_items"] {
            select.column((v.clone(), Alias::new(form)));
        }
        select
            .column((ee.clone(), Alias::new("group_position")))
            .column((ee.clone(), Alias::new("position")))
            .from_as(Alias::new("edition_entry"), ee.clone())
            .join_as(
                JoinType::InnerJoin,
                Alias::new("entry_version"),
                v.clone(),
                Expr::col((v.clone(), Alias::new("id"))).equals((ee.clone(), Alias::new("version_id"))),
            )
            .and_where(Expr::col((ee, Alias::new("edition_id"))).eq(edition))
            .order_by((v.clone(), Alias::new("name_key")), Order::Asc)
            .order_by((v, Alias::new("entry_code")), Order::Asc);
        let statement = StatementBuilder::build(&select, &self.read().get_database_backend());
        let mut rows = Listed::find_by_statement(statement).stream(self.read()).await?.try_chunks(CHUNK);
        let (mut builder, mut decided) = (Builder::default(), Vec::new());
        while let Some(chunk) = rows.try_next().await.map_err(|error| error.1)? {
            decided.extend(chunk.iter().map(|row| (row.entry_code.clone(), row.owner_id.clone())));
            let lists = lists.clone();
            let shown;
            (builder, shown) = blocking(move || {
                let mut shown = Vec::with_capacity(chunk.len());
                for row in &chunk {
                    let content = row.content()?;
                    shown.push((row.id, row.shown(&content)));
                    builder.add(&row.document(content, &lists));
                }
                Ok((builder, shown))
            })
            .await?;
            self.inner.shown.offer(shown);
        }
        let index = blocking(move || Ok(builder.finish())).await?;
        Ok(EditionIndex { index, decided })
    }

    async fn overlay_of(&self, edition: &Arc<EditionIndex>, parts: &RowParts) -> Result<Overlay> {
        let mut history: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in entry_owner::Entity::find().all(self.read()).await? {
            history.entry(row.entry_code).or_default().push(row.agency_id);
        }
        let owned: Vec<Owned> = edition
            .decided
            .iter()
            .map(|(code, decided)| {
                let mut before = history.remove(code).unwrap_or_default();
                before.push(decided.clone());
                let today = parts.owners.get(code).map_or_else(|| decided.clone(), ToString::to_string);
                Owned { today, before }
            })
            .collect();
        let groups = synonym_group::Entity::find().order_by_asc(synonym_group::Column::Id).all(self.read()).await?;
        let synonyms: Vec<Vec<String>> = groups.iter().map(|group| phrases(&group.phrases)).collect();
        let (edition, agencies) = (Arc::clone(edition), Arc::clone(&parts.agencies));
        blocking(move || Ok(Overlay::build(&edition.index, &owned, &agencies, &synonyms))).await
    }

    /// The agencies of all times, with those before and after them by the events.
    async fn agency_names(&self, book: &AgencyBook, day: Date) -> Result<Vec<AgencyNames>> {
        let events = agency_event::Entity::find().order_by_asc(agency_event::Column::Date).all(self.read()).await?;
        let sides = agency_event_side::Entity::find().all(self.read()).await?;
        let mut after: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut before = after.clone();
        for event in events {
            if matches!(parse("agency_event", &event.id, &event.kind)?, EventKind::Create | EventKind::TransferFunction)
            {
                continue;
            }
            let of = |side: &'static str| {
                sides.iter().filter(move |row| row.side == side).filter(|row| row.event_id == event.id)
            };
            for (from, to) in of("from").flat_map(|from| of("to").map(move |to| (from, to))) {
                after.entry(from.agency_id.clone()).or_default().insert(to.agency_id.clone());
                before.entry(to.agency_id.clone()).or_default().insert(from.agency_id.clone());
            }
        }
        let home = book.holder(Function::Issuer, day).map(|agency| agency.id);
        let mut names: BTreeMap<String, AgencyNames> = BTreeMap::new();
        // The name on the day comes first: it is the one that is suggested.
        for agency in book.first_on(day) {
            let id = agency.id.to_string();
            let entry = names.entry(id.clone()).or_insert_with(|| {
                let near = |steps: &BTreeMap<String, BTreeSet<String>>| steps.get(&id).cloned().unwrap_or_default();
                AgencyNames {
                    near: near(&after).into_iter().chain(near(&before)).collect(),
                    lineage: reached(&after, &id).into_iter().chain(reached(&before, &id)).collect(),
                    is_home: home.as_ref() == Some(&agency.id),
                    id,
                    names: Vec::new(),
                }
            });
            entry.names.extend([agency.name.clone(), agency.short_name.clone()]);
        }
        Ok(names.into_values().collect())
    }

    /// What somebody who has typed so far may be looking for in the catalog that a filter names: that of its edition, of
    /// its day, or in force. `query` is what was typed; what else narrows is left to the list that is asked for next.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an edition that was never in force.
    pub async fn suggest(&self, actor: &Actor, filter: &EntryFilter) -> Result<Vec<Suggestion>> {
        let Some(edition) = self.edition_asked(actor, filter).await? else { return Ok(Vec::new()) };
        let day = filter.told_on(&edition_ref(&edition)?, actor.today());
        let parts = RowParts::load(self, day).await?;
        let (edition, overlay) = self.search_index(edition.id, &parts).await?;
        let typed = filter.query.clone();
        let found = blocking(move || Ok(edition.index.suggest(&overlay, &typed))).await?;
        let told = |one| match one {
            search::Suggestion::Words(query) => Suggestion::Words(query),
            search::Suggestion::Entry { code, name } => Suggestion::Entry(EntryCode(code), name),
            search::Suggestion::Agency { id, name } => Suggestion::Agency(AgencyRef { id: AgencyId(id), name }),
        };
        Ok(found.into_iter().map(told).collect())
    }
}

/// Everything that steps lead to.
fn reached(steps: &BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut next = vec![from.to_owned()];
    while let Some(id) = next.pop() {
        let further = steps.get(&id).into_iter().flatten().filter(|one| *one != from);
        next.extend(further.filter(|one| reached.insert((*one).clone())).cloned().collect::<Vec<_>>());
    }
    reached
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Corrupt(format!("search: {error}")))?
}
