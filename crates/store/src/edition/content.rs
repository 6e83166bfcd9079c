//! What an edition holds: whole, as the bytes that its hash is over, and any selection of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::catalog::{EntryContent, EntryFilter, EntrySort};
use domain::edition::{ContentGroup, EXPORT_ENTRIES_MAX, EditionContent, EditionRef, Selected, Selection};
use domain::id::{AgencyId, EditionId, EntryCode};
use domain::page::PAGE_ROWS_MAX;
use sea_orm::ConnectionTrait;
use time::Date;

use super::{Listed, listed_as};
use crate::edition_write::canonical;
use crate::entity::edition;
use crate::reference::lists;
use crate::rows::{content, edition_ref};
use crate::search::RowParts;
use crate::{Error, Result, Store};

impl Store {
    /// An edition with the contents of its entries.
    ///
    /// # Errors
    /// [`Error::NotFound`] as [`Store::edition`].
    pub async fn edition_content(&self, actor: &Actor, id: EditionId) -> Result<EditionContent> {
        let row = self.visible_edition(actor, id).await?;
        let book = self.book().await?;
        let day = row.decision_date.unwrap_or_else(|| actor.today());
        let groups = edition_groups(self.read(), row.id, |owner| book.refer(owner, day), |_| None).await?;
        Ok(EditionContent { edition: edition_ref(&row)?, groups, lists: lists(self.read()).await? })
    }

    /// The canonical content of an edition, byte for byte what its hash is over, with the hash that is kept.
    ///
    /// # Errors
    /// [`Error::NotFound`] as [`Store::edition`].
    pub async fn canonical_content(&self, actor: &Actor, id: EditionId) -> Result<(EditionRef, String, String)> {
        let row = self.visible_edition(actor, id).await?;
        let text = canonical_text(&self.listed(row.id).await?)?;
        Ok((edition_ref(&row)?, row.content_sha256, text))
    }

    /// The contents of what a filter leaves, in the order that it asks for; without anything that narrows or orders, the
    /// edition in the order of its annex. `None` when no catalog was in force.
    ///
    /// # Errors
    /// [`Error::NotFound`] as [`Store::catalog`]; [`Error::TooMany`] above [`EXPORT_ENTRIES_MAX`].
    pub async fn selection(&self, actor: &Actor, filter: &EntryFilter) -> Result<Option<Selection>> {
        let Some(row) = self.edition_asked(actor, filter).await? else { return Ok(None) };
        let narrowed = EntryFilter { edition: None, as_of: None, page: 0, rows: 0, ..filter.clone() };
        let whole = narrowed == EntryFilter::default();
        let by_annex = EntryFilter { sort: EntrySort::Agency, ..EntryFilter::default() };
        let told_on = filter.told_on(&edition_ref(&row)?, actor.today());
        let order = if whole || narrowed == by_annex { None } else { Some(self.codes(filter, &row, told_on).await?) };
        let listed = self.listed(row.id).await?;
        if order.is_none() && listed.len() > EXPORT_ENTRIES_MAX as usize {
            return Err(Error::TooMany(listed.len() as u64));
        }
        let parts = RowParts::load(self, told_on).await?;
        let decided_on = row.decision_date.unwrap_or_else(|| actor.today());
        let selected = |one: Listed| -> Result<Selected> {
            let content = content(&one.version)?;
            Ok(Selected {
                agency: parts.owner(&one.place.entry_code, &one.version.owner_id),
                decided: parts.book.refer(&content.owner, decided_on),
                code: EntryCode(one.place.entry_code),
                content,
                place: (one.place.group_position, one.place.position),
            })
        };
        let entries = match order {
            None => listed.into_iter().map(selected).collect::<Result<_>>()?,
            Some(codes) => {
                let mut by_code: BTreeMap<String, Listed> =
                    listed.into_iter().map(|one| (one.place.entry_code.clone(), one)).collect();
                codes.iter().filter_map(|code| by_code.remove(code.as_str())).map(selected).collect::<Result<_>>()?
            }
        };
        Ok(Some(Selection {
            edition: edition_ref(&row)?,
            whole: whole || narrowed == by_annex,
            entries,
            lists: parts.lists,
        }))
    }

    /// The codes of the entries that a filter leaves, in its order, as the catalog's pages show them.
    async fn codes(&self, filter: &EntryFilter, edition: &edition::Model, day: Date) -> Result<Vec<EntryCode>> {
        let mut codes = Vec::new();
        let mut asked = EntryFilter { page: 1, rows: PAGE_ROWS_MAX, ..filter.clone() };
        loop {
            let page = self.catalog_of(edition, day, &asked).await?.entries;
            if page.total > u64::from(EXPORT_ENTRIES_MAX) {
                return Err(Error::TooMany(page.total));
            }
            let (last, pages) = (page.items.is_empty(), page.pages());
            codes.extend(page.items.into_iter().map(|row| row.code));
            if last || asked.page >= pages {
                return Ok(codes);
            }
            asked.page += 1;
        }
    }
}

/// The contents of an edition by agency, in the order of the annex. Versions that the caller has are not read again.
pub(crate) async fn edition_groups(
    connection: &impl ConnectionTrait,
    id: i64,
    refer: impl Fn(&AgencyId) -> AgencyRef,
    known: impl Fn(i64) -> Option<Arc<EntryContent>>,
) -> Result<Vec<ContentGroup>> {
    let mut groups: Vec<ContentGroup> = Vec::new();
    let mut current = None;
    let add = |one: Listed| {
        let content = known(one.version.id).map_or_else(|| content(&one.version).map(Arc::new), Ok)?;
        if current.replace(one.place.group_position) != Some(one.place.group_position) {
            groups.push(ContentGroup { agency: refer(&content.owner), entries: Vec::new() });
        }
        if let Some(group) = groups.last_mut() {
            group.entries.push((EntryCode(one.place.entry_code), content));
        }
        Ok(())
    };
    listed_as(connection, id, add).await?;
    Ok(groups)
}

/// `{"CODE":content,...}` in the order of the codes, each content as it is stored: what an edition's hash is over.
pub(super) fn canonical_text(listed: &[Listed]) -> Result<String> {
    let by_code: BTreeMap<&str, &str> =
        listed.iter().map(|one| (one.place.entry_code.as_str(), one.version.content.as_str())).collect();
    let mut text = String::from("{");
    for (at, (code, content)) in by_code.into_iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&canonical(&code)?);
        text.push(':');
        text.push_str(content);
    }
    text.push('}');
    Ok(text)
}
