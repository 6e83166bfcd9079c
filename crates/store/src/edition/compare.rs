//! What differs between two editions. The lists are compared first, by the ids of versions; only contents that differ,
//! or that are shown, are read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::catalog::{EntryContent, EntryStatus};
use domain::change::{Change, Field, Place, diff};
use domain::edition::{
    AgencyBalance, Comparison, ComparisonFilter, EditionDiff, EntryDiff, Listing, Outcome, Outcomes, outcomes, outline,
    outline_of_gone, told_changes,
};
use domain::id::{AgencyId, EditionId, EntryCode};
use domain::page::{Page, PageRequest};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, StatementBuilder};
use serde::Deserialize;
use time::Date;

use super::ROWS_AT_ONCE;
use super::outline::list_of;
use crate::entity::{edition, entry_version};
use crate::reference::{AgencyBook, lists};
use crate::rows::edition_ref;
use crate::{Error, Result, Store};

/// An entry of a list, without what it says.
#[derive(FromQueryResult)]
struct Listed {
    entry_code: String,
    version_id: i64,
    owner_id: String,
}

/// The items of a content by name: all that a search for a merger reads.
#[derive(Deserialize)]
struct ItemNames {
    items: Vec<ItemName>,
}

#[derive(Deserialize)]
struct ItemName {
    name: String,
}

/// Two editions with their lists.
struct Pair {
    old: edition::Model,
    new: edition::Model,
    before: Vec<Listing>,
    after: Vec<Listing>,
    found: Outcomes,
}

/// The stored contents of versions, by id.
type Contents = HashMap<i64, String>;

impl Store {
    /// What differs between two editions, whole, from the first named to the second, in points that lead from the one to the
    /// other. Of entries that are new or gone nothing more is told.
    ///
    /// # Errors
    /// [`Error::NotFound`] as [`Store::edition`].
    pub async fn edition_diff(&self, actor: &Actor, old: EditionId, new: EditionId) -> Result<EditionDiff> {
        self.whole_diff(actor, old, new, Told::Points).await
    }

    /// The same to be read: what is told of an entry is what [`Store::comparison`] tells of it.
    ///
    /// # Errors
    /// [`Error::NotFound`] as [`Store::edition`].
    pub(crate) async fn edition_diff_to_read(
        &self,
        actor: &Actor,
        old: EditionId,
        new: EditionId,
    ) -> Result<EditionDiff> {
        self.whole_diff(actor, old, new, Told::ToRead).await
    }

    async fn whole_diff(&self, actor: &Actor, old: EditionId, new: EditionId, told: Told) -> Result<EditionDiff> {
        let (old, new) = (self.visible_edition(actor, old).await?, self.visible_edition(actor, new).await?);
        let pair = pair(self.read(), old, new).await?;
        let mut wanted: Vec<Outcome> = pair.found.entries.clone();
        wanted.retain(|one| one.status != EntryStatus::Unchanged);
        // As the new annex has them, then those that left as the old one had them.
        wanted.sort_by_key(|one| (one.after.is_none(), one.after, one.before));
        let book = self.book().await?;
        let refer = pair.refer(actor.today(), &book);
        let entries = compared(self.read(), &pair, &wanted, &refer, told).await?;
        Ok(EditionDiff {
            agencies: mentioned(&entries, &refer),
            old: edition_ref(&pair.old)?,
            new: edition_ref(&pair.new)?,
            balance: pair.found.balance,
            entries,
            lists: lists(self.read()).await?,
        })
    }

    /// A page of the comparison of two editions, with the figures of the whole. Whichever is named first, the one that
    /// came into force earlier is the older.
    ///
    /// # Errors
    /// [`Error::NotFound`] as [`Store::edition`].
    pub async fn comparison(
        &self,
        actor: &Actor,
        one: EditionId,
        other: EditionId,
        filter: &ComparisonFilter,
    ) -> Result<Comparison> {
        self.compare(actor, one, other, filter, Some(filter.request())).await
    }

    /// Everything that differs between two editions, as [`Store::comparison`] tells it, on one page.
    ///
    /// # Errors
    /// [`Error::NotFound`] as [`Store::edition`].
    pub async fn whole_comparison(&self, actor: &Actor, one: EditionId, other: EditionId) -> Result<Comparison> {
        self.compare(actor, one, other, &ComparisonFilter::default(), None).await
    }

    /// The ids of two editions, the one that came into force earlier first.
    ///
    /// # Errors
    /// [`Error::NotFound`] as [`Store::edition`].
    pub async fn by_time(&self, actor: &Actor, one: EditionId, other: EditionId) -> Result<(EditionId, EditionId)> {
        let (one, other) = (self.visible_edition(actor, one).await?, self.visible_edition(actor, other).await?);
        let (old, new) = in_order(one, other);
        Ok((EditionId(old.id), EditionId(new.id)))
    }

    async fn compare(
        &self,
        actor: &Actor,
        one: EditionId,
        other: EditionId,
        filter: &ComparisonFilter,
        page: Option<PageRequest>,
    ) -> Result<Comparison> {
        let (one, other) = (self.visible_edition(actor, one).await?, self.visible_edition(actor, other).await?);
        let book = self.book().await?;
        compare(self.read(), &book, actor.today(), in_order(one, other), filter, page).await
    }
}

/// A page of the comparison of two editions, the older first; without a page, all that differs.
async fn compare(
    connection: &impl ConnectionTrait,
    book: &AgencyBook,
    today: Date,
    (old, new): (edition::Model, edition::Model),
    filter: &ComparisonFilter,
    page: Option<PageRequest>,
) -> Result<Comparison> {
    let pair = pair(connection, old, new).await?;
    let mut wanted: Vec<Outcome> = pair.found.entries.clone();
    wanted.retain(|one| filter.takes(one.status, &pair.stands_at(*one).owner));
    let total = wanted.len() as u64;
    let (number, rows) = match page {
        Some(request) => {
            let start = usize::try_from(request.offset()).unwrap_or(usize::MAX).min(wanted.len());
            wanted = wanted.into_iter().skip(start).take(request.rows() as usize).collect();
            (request.number(), request.rows())
        }
        None => (1, u32::try_from(total).unwrap_or(u32::MAX)),
    };
    let refer = pair.refer(today, book);
    let items = compared(connection, &pair, &wanted, &refer, Told::ToRead).await?;
    let of_agency = |(id, figures): &(AgencyId, domain::edition::AgencyFigures)| AgencyBalance {
        agency: refer(id.as_str()),
        balance: figures.balance,
        received: figures.received,
        given: figures.given,
    };
    let mut found = Comparison {
        old: edition_ref(&pair.old)?,
        new: edition_ref(&pair.new)?,
        balance: pair.found.balance,
        agencies: pair.found.agencies.iter().map(of_agency).collect(),
        mentioned: mentioned(&items, &refer),
        entries: Page { items, total, number, rows },
        lists: lists(connection).await?,
    };
    let by_agency = found.agencies.iter_mut().map(|one| &mut one.agency);
    let of_entries = found.entries.items.iter_mut().map(|entry| &mut entry.agency);
    tell_apart(book, by_agency.chain(of_entries).chain(&mut found.mentioned));
    Ok(found)
}

/// Everything that differs between two editions, the older first, within a transaction.
pub(crate) async fn compare_whole(
    connection: &impl ConnectionTrait,
    book: &AgencyBook,
    today: Date,
    editions: (edition::Model, edition::Model),
) -> Result<Comparison> {
    compare(connection, book, today, editions, &ComparisonFilter::default(), None).await
}

async fn pair(connection: &impl ConnectionTrait, old: edition::Model, new: edition::Model) -> Result<Pair> {
    let (before, after) = (listing(connection, old.id).await?, listing(connection, new.id).await?);
    let found = outcomes(&before, &after);
    Ok(Pair { old, new, before, after, found })
}

/// The list of an edition in the order of the annex.
async fn listing(connection: &impl ConnectionTrait, id: i64) -> Result<Vec<Listing>> {
    let listing = |row: Listed| Listing {
        code: EntryCode(row.entry_code),
        version: row.version_id,
        owner: AgencyId(row.owner_id),
    };
    let select = list_of(id, ["entry_code", "version_id"], ["owner_id"]);
    let statement = StatementBuilder::build(&select, &connection.get_database_backend());
    Ok(Listed::find_by_statement(statement).all(connection).await?.into_iter().map(listing).collect())
}

async fn contents(connection: &impl ConnectionTrait, ids: BTreeSet<i64>) -> Result<Contents> {
    let rows: Vec<(i64, String)> = entry_version::Entity::find()
        .select_only()
        .column(entry_version::Column::Id)
        .column(entry_version::Column::Content)
        .filter(entry_version::Column::Id.is_in(ids))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().collect())
}

/// The entries wanted, with what differs in each. Contents are read in parts: nothing but what differs is kept of them.
async fn compared(
    connection: &impl ConnectionTrait,
    pair: &Pair,
    wanted: &[Outcome],
    refer: &impl Fn(&str) -> AgencyRef,
    told: Told,
) -> Result<Vec<EntryDiff>> {
    let any_gone = wanted.iter().any(|one| one.status == EntryStatus::Removed);
    let mergers = if any_gone { mergers(connection, pair).await? } else { Mergers::default() };
    let mut entries = Vec::with_capacity(wanted.len());
    for part in wanted.chunks(ROWS_AT_ONCE) {
        let contents = contents(connection, part.iter().flat_map(|one| pair.versions(*one)).collect()).await?;
        for one in part {
            entries.push(entry_diff(pair, *one, &contents, &mergers, refer, told)?);
        }
    }
    Ok(entries)
}

/// What is told of an entry.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// The points in which a changed one differs, for programs.
    Points,
    /// Its changes as people read them; of one that is new or gone what the edition says of it.
    ToRead,
}

/// The entry of the newer of two editions that took over the items of one that left with it.
pub(super) async fn taker(
    connection: &impl ConnectionTrait,
    (old, new): (edition::Model, edition::Model),
    gone: &EntryContent,
) -> Result<Option<EntryCode>> {
    let pair = pair(connection, old, new).await?;
    Ok(mergers(connection, &pair).await?.taker_of(gone))
}

/// Who may have taken over the items of entries that left.
async fn mergers(connection: &impl ConnectionTrait, pair: &Pair) -> Result<Mergers> {
    let takers: Vec<&Listing> = pair.takers().collect();
    let mut mergers = Mergers::default();
    for part in takers.chunks(ROWS_AT_ONCE) {
        let contents = contents(connection, part.iter().map(|taker| taker.version).collect()).await?;
        mergers.add(part, &contents)?;
    }
    Ok(mergers)
}

fn in_order(one: edition::Model, other: edition::Model) -> (edition::Model, edition::Model) {
    // A draft comes after everything that is in force.
    let time = |edition: &edition::Model| (edition.effective_from.unwrap_or(Date::MAX), edition.id);
    if time(&one) <= time(&other) { (one, other) } else { (other, one) }
}

impl Pair {
    fn refer<'a>(&self, today: Date, book: &'a AgencyBook) -> impl Fn(&str) -> AgencyRef + use<'a> {
        let day = self.new.decision_date.unwrap_or(today);
        move |id: &str| book.refer(&AgencyId::from(id), day)
    }

    /// Where an entry stands: in the new edition, or in the old one when it left.
    fn stands_at(&self, one: Outcome) -> &Listing {
        match (one.after, one.before) {
            (Some(at), _) => &self.after[at],
            (None, at) => &self.before[at.unwrap_or_default()],
        }
    }

    /// What an entry says in each edition that has it.
    fn versions(&self, one: Outcome) -> impl Iterator<Item = i64> + use<> {
        let before = one.before.map(|at| self.before[at].version);
        before.into_iter().chain(one.after.map(|at| self.after[at].version))
    }

    /// The entries that may have taken over the items of one that left: those that are new or changed.
    fn takers(&self) -> impl Iterator<Item = &Listing> {
        let changed = |one: &&Outcome| matches!(one.status, EntryStatus::New | EntryStatus::Modified);
        self.found.entries.iter().filter(changed).map(|one| self.stands_at(*one))
    }
}

/// Which entries of the new edition have an item of which name.
#[derive(Default)]
struct Mergers(BTreeMap<String, Vec<EntryCode>>);

impl Mergers {
    fn add(&mut self, takers: &[&Listing], contents: &Contents) -> Result<()> {
        for taker in takers {
            let names: ItemNames = read(contents, taker.version)?;
            for item in names.items {
                self.0.entry(item.name).or_default().push(taker.code.clone());
            }
        }
        Ok(())
    }

    /// The entry that has all the items of one that left.
    fn taker_of(&self, gone: &EntryContent) -> Option<EntryCode> {
        let (first, rest) = gone.items.split_first()?;
        let has = |code: &EntryCode, name: &str| self.0.get(name).is_some_and(|codes| codes.contains(code));
        let takers = self.0.get(&first.name)?;
        takers.iter().find(|code| rest.iter().all(|item| has(code, &item.name))).cloned()
    }
}

fn read<T: for<'de> Deserialize<'de>>(contents: &Contents, version: i64) -> Result<T> {
    let lost = || Error::Corrupt(format!("entry_version {version}: gone"));
    let text = contents.get(&version).ok_or_else(lost)?;
    serde_json::from_str(text).map_err(|error| Error::Corrupt(format!("entry_version {version}: {error}")))
}

fn entry_diff(
    pair: &Pair,
    one: Outcome,
    contents: &Contents,
    mergers: &Mergers,
    refer: &impl Fn(&str) -> AgencyRef,
    told: Told,
) -> Result<EntryDiff> {
    let before: Option<EntryContent> = one.before.map(|at| read(contents, pair.before[at].version)).transpose()?;
    let after: Option<EntryContent> = one.after.map(|at| read(contents, pair.after[at].version)).transpose()?;
    let changes = match (&before, &after, told) {
        (Some(_), Some(_), _) if one.status == EntryStatus::Unchanged => Vec::new(),
        (Some(before), Some(after), Told::Points) => diff(before, after),
        (Some(before), Some(after), Told::ToRead) => told_changes(before, after),
        (None, Some(new), Told::ToRead) => outline(new),
        (Some(gone), None, Told::ToRead) => outline_of_gone(gone),
        (None, Some(_), Told::Points) | (Some(_), None, Told::Points) | (None, None, _) => Vec::new(),
    };
    let gone = before.as_ref().filter(|_| after.is_none());
    let merged_into = gone.and_then(|gone| mergers.taker_of(gone));
    let stands_at = pair.stands_at(one);
    Ok(EntryDiff {
        code: stands_at.code.clone(),
        name: after.or(before).map(|content| content.name).unwrap_or_default(),
        agency: refer(stands_at.owner.as_str()),
        status: one.status,
        changes,
        merged_into,
    })
}

/// Tells agencies of one list that have the same name apart.
pub(crate) fn tell_apart<'a>(book: &AgencyBook, agencies: impl IntoIterator<Item = &'a mut AgencyRef>) {
    domain::agency::tell_apart(agencies.into_iter().collect(), |id| book.life(id));
}

/// The agencies that changes of owner name.
pub(super) fn mentioned(entries: &[EntryDiff], refer: &impl Fn(&str) -> AgencyRef) -> Vec<AgencyRef> {
    agencies_in(entries.iter().flat_map(|entry| &entry.changes), refer)
}

pub(super) fn agencies_in<'a>(
    changes: impl Iterator<Item = &'a Change>,
    refer: &impl Fn(&str) -> AgencyRef,
) -> Vec<AgencyRef> {
    let owner = Place::Field(Field::Owner);
    let ids: BTreeSet<&str> = changes
        .filter(|change| change.place == owner)
        .flat_map(|change| [change.old.as_str(), change.new.as_str()])
        .collect();
    ids.into_iter().map(refer).collect()
}
