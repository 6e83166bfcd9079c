//! The versions that lists show. What an issued edition holds never changes, so a version that was read once is kept:
//! searches show the same entries again and again.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::catalog::{EntryContent, EntryRow, FormCounts, Hit, HitField};
use domain::text::Marks;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use serde::Deserialize;

use crate::entity::entry_version;
use crate::rows::form_counts;
use crate::{Error, Result, Store};

/// The most that the versions kept come to, about: some eighty thousand.
const KEPT_BYTES_MAX: usize = 256 * 1024 * 1024;
/// What a version takes beside its texts, about.
const BESIDE_TEXTS: usize = 700;
/// The most characters of an excerpt.
const EXCERPT_CHARS_MAX: usize = 200;

/// What a list shows of a version.
pub(crate) struct Shown {
    pub code: String,
    pub owner_id: String,
    pub sector: String,
    pub update_frequency: String,
    pub forms: FormCounts,
    pub texts: Texts,
}

/// The texts of a content in which a search finds: the rest of it is not looked at.
#[derive(Default, Deserialize)]
pub(crate) struct Texts {
    pub name: String,
    #[serde(default)]
    other_names: String,
    purpose: String,
    content: String,
    scope: String,
    #[serde(default)]
    scope_territory: String,
    #[serde(default)]
    scope_time: String,
    source: String,
    collection_mechanism: String,
    legal_basis: String,
    #[serde(default)]
    procedures: String,
    #[serde(default)]
    national_db: String,
    #[serde(default)]
    sync_mechanism: String,
    #[serde(default)]
    hosting: String,
    #[serde(default)]
    operator_unit: String,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    name: String,
    fields: String,
}

impl Texts {
    pub(crate) fn of(content: &EntryContent) -> Self {
        Self {
            name: content.name.clone(),
            other_names: content.other_names.clone(),
            purpose: content.purpose.clone(),
            content: content.content.clone(),
            scope: content.scope.clone(),
            scope_territory: content.scope_territory.clone(),
            scope_time: content.scope_time.clone(),
            source: content.source.clone(),
            collection_mechanism: content.collection_mechanism.clone(),
            legal_basis: content.legal_basis.clone(),
            procedures: content.procedures.clone(),
            national_db: content.national_db.clone(),
            sync_mechanism: content.sync_mechanism.clone(),
            hosting: content.hosting.clone(),
            operator_unit: content.operator_unit.clone(),
            items: content
                .items
                .iter()
                .map(|one| Item { name: one.name.clone(), fields: one.fields.clone() })
                .collect(),
        }
    }

    /// The fields below the items and the owner, the weightiest first.
    fn below(&self) -> [(HitField, &String); 13] {
        [
            (HitField::Purpose, &self.purpose),
            (HitField::Content, &self.content),
            (HitField::Scope, &self.scope),
            (HitField::ScopeTerritory, &self.scope_territory),
            (HitField::ScopeTime, &self.scope_time),
            (HitField::Source, &self.source),
            (HitField::CollectionMechanism, &self.collection_mechanism),
            (HitField::LegalBasis, &self.legal_basis),
            (HitField::Procedures, &self.procedures),
            (HitField::NationalDb, &self.national_db),
            (HitField::SyncMechanism, &self.sync_mechanism),
            (HitField::Hosting, &self.hosting),
            (HitField::OperatorUnit, &self.operator_unit),
        ]
    }
}

#[derive(FromQueryResult)]
struct Row {
    id: i64,
    entry_code: String,
    content: String,
    owner_id: String,
    sector: String,
    update_frequency: String,
    open_items: i32,
    default_items: i32,
    specific_items: i32,
    none_items: i32,
}

impl Shown {
    fn of(row: Row) -> Result<Self> {
        let texts = serde_json::from_str(&row.content)
            .map_err(|error| Error::Corrupt(format!("entry_version {}: {error}", row.id)))?;
        Ok(Self {
            code: row.entry_code,
            owner_id: row.owner_id,
            sector: row.sector,
            update_frequency: row.update_frequency,
            forms: form_counts([row.open_items, row.default_items, row.specific_items, row.none_items]),
            texts,
        })
    }

    fn bytes(&self) -> usize {
        let Texts { name, other_names, items, .. } = &self.texts;
        let texts = self.texts.below().map(|(_, text)| text.len());
        let items = items.iter().map(|item| item.name.len() + item.fields.len() + size_of::<Item>());
        BESIDE_TEXTS + name.len() + other_names.len() + texts.into_iter().sum::<usize>() + items.sum::<usize>()
    }

    /// Where a search found the entry, the weightiest field first, with a piece of its text. `names` is what else its
    /// owner is and was called, `wanted` the marks made ready.
    pub(crate) fn hit(&self, row: &EntryRow, names: &[&str], marks: Vec<String>, wanted: &Marks) -> Option<Hit> {
        let texts = &self.texts;
        let item = |item: &Item| (HitField::Items, Cow::from(format!("{}: {}", item.name, item.fields)));
        let above =
            [(HitField::Name, &texts.name), (HitField::OtherNames, &texts.other_names), (HitField::Code, &self.code)];
        let above = above.into_iter().map(|(field, text)| (field, Cow::from(text)));
        let names = names.iter().map(|name| (HitField::OwnerOtherNames, Cow::from(*name)));
        let owner = std::iter::once((HitField::Owner, Cow::from(&row.owner.name))).chain(names);
        let sector = std::iter::once((HitField::Sector, Cow::from(&row.sector.name)));
        let below = texts.below().into_iter().map(|(field, text)| (field, Cow::from(text))).chain(sector);
        let mut best: Option<(usize, HitField, Cow<'_, str>)> = None;
        // Of equal ones the first; nothing is better than all.
        for (field, text) in above.chain(texts.items.iter().map(item)).chain(owner).chain(below) {
            let count = wanted.count_in(&text);
            if count > best.as_ref().map_or(0, |best| best.0) {
                best = Some((count, field, text));
            }
            if count == wanted.len() {
                break;
            }
        }
        best.map(|(_, field, text)| {
            // A hit in the name is seen in the heading: the purpose says more beside it.
            let text = if field == HitField::Name { texts.purpose.as_str() } else { &text };
            Hit { field, excerpt: excerpt(text, wanted), marks }
        })
    }
}

/// The versions kept, in two ages: what of the old is asked for is young again; when the young are half of what may be
/// kept, they are the old, and the old go.
#[derive(Default)]
pub(crate) struct KeptShown(Mutex<Ages>);

#[derive(Default)]
struct Ages {
    young: HashMap<i64, Arc<Shown>>,
    old: HashMap<i64, Arc<Shown>>,
    young_bytes: usize,
}

impl Ages {
    fn get(&mut self, id: i64) -> Option<Arc<Shown>> {
        if let Some(young) = self.young.get(&id) {
            return Some(Arc::clone(young));
        }
        let old = self.old.remove(&id)?;
        self.keep(id, Arc::clone(&old));
        Some(old)
    }

    /// Whether nothing goes when so much more is kept.
    fn has_room(&self, bytes: usize) -> bool {
        self.old.is_empty() || self.young_bytes + bytes <= KEPT_BYTES_MAX / 2
    }

    fn keep(&mut self, id: i64, shown: Arc<Shown>) {
        self.young_bytes += shown.bytes();
        self.young.insert(id, shown);
        if self.young_bytes > KEPT_BYTES_MAX / 2 {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
    }
}

impl KeptShown {
    /// Keeps what came to hand unasked, while there is room that nothing else has.
    pub(crate) fn offer(&self, offered: Vec<(i64, Shown)>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, shown) in offered {
            if !kept.has_room(shown.bytes()) {
                return;
            }
            kept.keep(id, Arc::new(shown));
        }
    }
}

impl Store {
    /// The versions with these numbers, in their order. They are of issued editions.
    pub(crate) async fn shown(&self, ids: &[i64]) -> Result<Vec<Arc<Shown>>> {
        let kept = &self.inner.shown.0;
        let mut found: HashMap<i64, Arc<Shown>> = {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            ids.iter().filter_map(|id| Some((*id, kept.get(*id)?))).collect()
        };
        let missing: Vec<i64> = ids.iter().copied().filter(|id| !found.contains_key(id)).collect();
        if !missing.is_empty() {
            let rows = entry_version::Entity::find()
                .select_only()
                .columns([
                    entry_version::Column::Id,
                    entry_version::Column::EntryCode,
                    entry_version::Column::Content,
                    entry_version::Column::OwnerId,
                    entry_version::Column::Sector,
                    entry_version::Column::UpdateFrequency,
                    entry_version::Column::OpenItems,
                    entry_version::Column::DefaultItems,
                    entry_version::Column::SpecificItems,
                    entry_version::Column::NoneItems,
                ])
                .filter(entry_version::Column::Id.is_in(missing))
                .into_model::<Row>()
                .all(self.read())
                .await?;
            let read: Vec<(i64, Arc<Shown>)> =
                rows.into_iter().map(|row| Ok((row.id, Arc::new(Shown::of(row)?)))).collect::<Result<_>>()?;
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            read.iter().for_each(|(id, shown)| kept.keep(*id, Arc::clone(shown)));
            found.extend(read);
        }
        Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
    }
}

/// A piece of the text round its first hit, cut at words.
fn excerpt(text: &str, marks: &Marks) -> String {
    let pieces: Vec<&str> = text.split_whitespace().collect();
    let before = &text[..marks.first_in(text).unwrap_or(0)];
    // A hit within a piece leaves the beginning of that piece before it.
    let within = usize::from(before.ends_with(|c: char| !c.is_whitespace()));
    let first = before.split_whitespace().count() - within;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: usize) -> Shown {
        let texts = Texts { content: "a".repeat(bytes), ..Texts::default() };
        let (code, owner_id, sector, update_frequency) = Default::default();
        Shown { code, owner_id, sector, update_frequency, forms: FormCounts::default(), texts }
    }

    #[test]
    fn what_is_asked_for_stays_and_the_rest_goes() {
        let mut kept = Ages::default();
        let part = KEPT_BYTES_MAX / 20;
        for id in 0..100 {
            kept.keep(id, Arc::new(shown(part)));
            assert!(kept.get(0).is_some(), "asked for all the time, after {id}");
            let bytes: usize = kept.young.values().chain(kept.old.values()).map(|one| one.bytes()).sum();
            assert!(bytes <= KEPT_BYTES_MAX + 2 * part, "{bytes}");
        }
        assert!(kept.get(99).is_some() && kept.get(1).is_none() && kept.get(70).is_none());
    }

    #[test]
    fn what_comes_unasked_displaces_nothing() {
        let kept = KeptShown::default();
        let part = KEPT_BYTES_MAX / 20;
        for id in (0..100).step_by(5) {
            kept.offer((id..id + 5).map(|id| (id, shown(part))).collect());
        }
        let ages = kept.0.lock().expect("no test panicked in it");
        let mut held: Vec<i64> = ages.young.keys().chain(ages.old.keys()).copied().collect();
        held.sort_unstable();
        // A version is a little more than its part: nine fit into one age, and the tenth makes it the old one.
        assert!(held.iter().copied().eq(0..19), "the first, and no other: {held:?}");
    }
}
