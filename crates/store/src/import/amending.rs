//! The edition that an annex amends: which of its entries the annex gives anew or withdraws, and what stays.

use std::collections::{BTreeMap, BTreeSet};

use domain::annex::{Amending, AnnexEntry, ImportHeader, RowEffect};
use domain::catalog::EntryContent;
use domain::check::{FieldCode, FieldError};
use domain::edition::{Decision, EditionRef};
use domain::format;
use domain::id::{AgencyId, EntryCode};
use domain::legal::number_key;
use domain::text::words;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::matching::Codes;
use crate::edition_list::Standing;
use crate::edition_write::{edition_after, in_force_once};
use crate::entity::{edition, edition_entry, entry_version};
use crate::rows::edition_ref;
use crate::{Error, Result};

/// What an entry of the annex is in the base.
pub(super) enum Found {
    Of(EntryCode),
    New,
    /// It is named twice, or withdrawn beside.
    Twice(EntryCode),
}

fn invalid<T>(field: &str, code: FieldCode, detail: String) -> Result<T> {
    Err(Error::Invalid(vec![FieldError::with(field, code, detail)]))
}

pub(super) struct Base {
    edition: EditionRef,
    standing: BTreeMap<String, Standing>,
    by_name: BTreeMap<(String, Vec<String>), String>,
    /// The same by name alone, for an owner that changed; `None` where several bear it.
    by_name_alone: BTreeMap<Vec<String>, Option<String>>,
    /// The groups of the owners: their number, and the next place in each.
    pub groups: BTreeMap<AgencyId, (i32, i32)>,
    /// Entries that the annex gives anew or withdraws.
    touched: BTreeSet<String>,
    added: u32,
    changed: u32,
    withdrawn: u32,
}

impl Base {
    /// The base that a header names; `None` for an annex that is a whole catalog.
    ///
    /// # Errors
    /// [`Error::Invalid`] for no issued edition, or a code to withdraw that it does not have.
    pub(super) async fn of(connection: &impl ConnectionTrait, header: &ImportHeader) -> Result<Option<Self>> {
        let Some(id) = header.amends else { return Ok(None) };
        let issued = in_force_once().filter(edition::Column::Id.eq(id.0)).one(connection).await?;
        let Some(row) = issued else { return invalid("amends", FieldCode::Unknown, String::new()) };
        let mut base = Self {
            edition: edition_ref(&row)?,
            standing: BTreeMap::new(),
            by_name: BTreeMap::new(),
            by_name_alone: BTreeMap::new(),
            groups: BTreeMap::new(),
            touched: BTreeSet::new(),
            added: 0,
            changed: 0,
            withdrawn: 0,
        };
        base.load(connection).await?;
        for code in &header.withdraw {
            if !base.standing.contains_key(code.as_str()) {
                return invalid("withdraw", FieldCode::Unknown, code.to_string());
            }
            base.withdraw(code);
        }
        Ok(Some(base))
    }

    /// An annex amends the last edition, from a day on which that is in force: what follows would undo it. A whole catalog
    /// takes its place among the others: it begins on a day of its own, and not between what amends and what that amends.
    ///
    /// # Errors
    /// [`Error::Invalid`] with the number of the last edition, and its first day where the annex's is before; with the
    /// decision that stands in the way of a whole catalog.
    pub(super) async fn check(connection: &impl ConnectionTrait, header: &ImportHeader) -> Result<()> {
        let Some(id) = header.amends else { return has_its_place(connection, &header.decision).await };
        let last = in_force_once().order_by_desc(edition::Column::EffectiveFrom).order_by_desc(edition::Column::Id);
        let Some(last) = last.one(connection).await? else { return Ok(()) };
        let number = last.number.unwrap_or_default();
        if last.id != id.0 {
            return invalid("amends", FieldCode::NotNewest, number);
        }
        match last.effective_from.filter(|from| header.decision.effective_from < *from) {
            Some(from) => invalid("amends", FieldCode::BeforeAmended, format!("{number};{}", format::date(from))),
            None => Ok(()),
        }
    }

    async fn load(&mut self, connection: &impl ConnectionTrait) -> Result<()> {
        let of_it = edition_entry::Column::EditionId.eq(self.edition.id.0);
        let listed = edition_entry::Entity::find().filter(of_it.clone());
        let ids = listed.clone().select_only().column(edition_entry::Column::VersionId).into_query();
        let columns = [entry_version::Column::OwnerId, entry_version::Column::Name];
        let versions = entry_version::Entity::find().filter(entry_version::Column::Id.in_subquery(ids)).select_only();
        let versions = versions.column(entry_version::Column::Id).columns(columns);
        let versions = versions.into_tuple::<(i64, String, String)>().all(connection).await?;
        let mut versions: BTreeMap<i64, (String, String)> =
            versions.into_iter().map(|(id, owner, name)| (id, (owner, name))).collect();
        for row in listed.all(connection).await? {
            let Some((owner, name)) = versions.remove(&row.version_id) else { continue };
            let group = self.groups.entry(AgencyId(owner.clone())).or_insert((row.group_position, 0));
            group.1 = group.1.max(row.position + 1);
            let alone = self.by_name_alone.entry(words(&name));
            alone.and_modify(|code| *code = None).or_insert_with(|| Some(row.entry_code.clone()));
            self.by_name.insert((owner.clone(), words(&name)), row.entry_code.clone());
            let standing = Standing {
                code: row.entry_code.clone(),
                version: row.version_id,
                owner: AgencyId(owner),
                group: row.group_position,
                position: row.position,
            };
            self.standing.insert(row.entry_code, standing);
        }
        Ok(())
    }

    /// What an entry is: by its code, by owner and name, by a name that only one entry bears, or as `codes` know it: by who
    /// answers for it, or a name that it had. Each is taken once.
    pub(super) fn take(&mut self, entry: &AnnexEntry, codes: &Codes) -> Found {
        let key = (entry.content.owner.to_string(), words(&entry.content.name));
        let written = entry.code.as_ref().map(EntryCode::as_str).filter(|code| self.standing.contains_key(*code));
        let named = self.by_name.get(&key).or_else(|| self.by_name_alone.get(&key.1)?.as_ref());
        let named = named.map(String::as_str).or_else(|| {
            let open = |code: &&str| self.standing.contains_key(*code) && !self.touched.contains(*code);
            codes.known(entry).map(EntryCode::as_str).filter(open)
        });
        let Some(code) = written.or(named).map(EntryCode::from) else {
            if !entry.withdrawn {
                self.added += 1;
            }
            return Found::New;
        };
        if self.touched.contains(code.as_str()) {
            return Found::Twice(code);
        }
        if entry.withdrawn {
            self.withdraw(&code);
        } else {
            self.changed += 1;
            self.touched.insert(code.to_string());
        }
        Found::Of(code)
    }

    fn withdraw(&mut self, code: &EntryCode) {
        if self.touched.insert(code.to_string()) {
            self.withdrawn += 1;
        }
    }

    pub(super) fn standing(&self, code: &EntryCode) -> Option<&Standing> {
        self.standing.get(code.as_str())
    }

    /// The first group that is free.
    pub(super) fn next_group(&self) -> i32 {
        self.groups.values().map(|(group, _)| group + 1).max().unwrap_or(0)
    }

    /// Whether the annex says anything at all.
    pub(super) fn says_nothing(&self) -> bool {
        self.added == 0 && self.touched.is_empty()
    }

    /// What the annex does not mention.
    pub(super) fn kept(&self) -> impl Iterator<Item = &Standing> {
        self.standing.values().filter(|one| !self.touched.contains(&one.code))
    }

    pub(super) fn figures(&self) -> Amending {
        Amending {
            base: self.edition.clone(),
            added: self.added,
            changed: self.changed,
            withdrawn: self.withdrawn,
            kept: u32::try_from(self.standing.len() - self.touched.len()).unwrap_or(u32::MAX),
        }
    }
}

/// What becomes of an entry that was found so.
pub(super) fn effect(entry: &AnnexEntry, found: &Found) -> RowEffect {
    match found {
        _ if entry.withdrawn => RowEffect::Withdrawn,
        Found::New => RowEffect::Added,
        Found::Of(_) | Found::Twice(_) => RowEffect::Changed,
    }
}

/// The contents of versions.
pub(super) async fn contents(
    connection: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<i64, EntryContent>> {
    let rows = entry_version::Entity::find().filter(entry_version::Column::Id.is_in(ids)).all(connection).await?;
    rows.iter().map(|row| Ok((row.id, crate::rows::content(row)?))).collect()
}

/// Whether a whole catalog may begin on the day of its decision. The same decision once more writes nothing.
async fn has_its_place(connection: &impl ConnectionTrait, decision: &Decision) -> Result<()> {
    let (day, number) = (decision.effective_from, number_key(&decision.number));
    let of_day = in_force_once().filter(edition::Column::EffectiveFrom.eq(day)).order_by_asc(edition::Column::Id);
    let of_day = of_day.all(connection).await?;
    let named = |row: &edition::Model| row.number.as_deref().map(number_key);
    if of_day.iter().any(|row| named(row).as_ref() == Some(&number)) {
        return Ok(());
    }
    let told = |row: &edition::Model| {
        let from = row.effective_from.map(format::date).unwrap_or_default();
        format!("{};{from}", row.number.as_deref().unwrap_or_default())
    };
    if let Some(row) = edition_after(connection, day).await?.filter(|row| row.amendment.is_some()) {
        return invalid("effective_from", FieldCode::WithinAmended, told(&row));
    }
    match of_day.last() {
        Some(row) => invalid("effective_from", FieldCode::DayTaken, told(row)),
        None => Ok(()),
    }
}
