//! What the entries of an annex are in the catalog: their agencies, by the headings, and their codes.

use std::collections::{BTreeMap, BTreeSet};

use domain::agency_match::{AgencyMatch, AgencyNames, with_near};
use domain::annex::{AnnexCode, AnnexEntry, AnnexIssue, CellPlace};
use domain::id::{AgencyId, EntryCode};
use domain::text::{fold, words};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder, QuerySelect};
use time::Date;

use crate::Result;
use crate::entity::{entry, entry_version};
use crate::owners::owners_on;
use crate::reference::AgencyBook;

/// Gives each entry its agency, with an error where the heading names none or several.
pub(super) struct Matching<'a> {
    book: &'a AgencyBook,
    /// The day of the decision.
    day: Date,
    names: AgencyNames,
    known: BTreeMap<String, AgencyMatch>,
    seen: BTreeSet<(AgencyId, String)>,
    pub errors: Vec<AnnexIssue>,
}

impl<'a> Matching<'a> {
    pub(super) fn new(book: &'a AgencyBook, day: Date) -> Self {
        let valid = book.valid_on(day);
        let names = valid.map(|agency| (agency.id.as_str(), agency.name.as_str(), agency.short_name.as_str()));
        let names = AgencyNames::new(names);
        Self { book, day, names, known: BTreeMap::new(), seen: BTreeSet::new(), errors: Vec::new() }
    }

    pub(super) fn give(&mut self, entry: &mut AnnexEntry) {
        let written = entry.agency_written.as_str();
        let found = self.known.entry(written.to_owned()).or_insert_with(|| self.names.find(written));
        let column = if entry.agency_column > 0 { entry.agency_column } else { entry.place.column };
        let place = CellPlace { column, ..entry.place.clone() };
        let refused = match found {
            AgencyMatch::Exact(id) => {
                entry.content.owner = AgencyId(id.clone());
                None
            }
            AgencyMatch::Ambiguous(ids) => Some((AnnexCode::AgencyAmbiguous, format!("{written}: {}", ids.join(", ")))),
            AgencyMatch::Similar(ids) => {
                let name = |id: &String| self.book.refer(&AgencyId::from(id.as_str()), self.day).name;
                let near: Vec<String> = ids.iter().map(name).collect();
                Some((AnnexCode::AgencyUnknown, with_near(written, &near)))
            }
            AgencyMatch::None => Some((AnnexCode::AgencyUnknown, written.to_owned())),
        };
        // Of an agency that is not known the heading tells one from another; a name that is missing is no name twice.
        let owner = if refused.is_some() { AgencyId(fold(&entry.agency_written)) } else { entry.content.owner.clone() };
        self.errors.extend(refused.map(|(code, detail)| AnnexIssue { place, code, detail }));
        let is_new = entry.content.name.is_empty() || self.seen.insert((owner, fold(&entry.content.name)));
        if !is_new {
            let (place, detail) = (entry.place.clone(), entry.content.name.clone());
            self.errors.push(AnnexIssue { place, code: AnnexCode::DuplicateName, detail });
        }
    }
}

/// Codes that entries have: by the code itself, and by owner and any name that they had.
pub(super) struct Codes {
    /// Those that no entry of the annex has taken yet.
    given: BTreeSet<String>,
    /// By the owner that a decision named.
    by_name: BTreeMap<(String, Vec<String>), EntryCode>,
    /// By who answered on the day of the decision, where that is another; `None` where several have the name.
    by_answering: BTreeMap<(String, Vec<String>), Option<EntryCode>>,
    /// The last name that each entry had, by code.
    named: BTreeMap<String, String>,
    /// Who answers on the day of the decision, by code.
    answering: BTreeMap<String, AgencyId>,
    pub next_number: u32,
    /// Of a catalog that has no entry yet the numbers that are taken: there an annex brings the codes that it has.
    brought: Option<BTreeSet<u32>>,
}

/// The largest number that a code has that an annex brings.
const BROUGHT_MAX: u32 = 99_999;

impl Codes {
    /// The code of the entry in the catalog that an entry of the annex is; a code is taken once.
    pub(super) fn take(&mut self, entry: &AnnexEntry) -> Option<EntryCode> {
        if let Some(code) = self.bring(entry.code.as_ref()) {
            return Some(code);
        }
        let written = entry.code.clone().filter(|code| self.given.contains(code.as_str()));
        let code = written.or_else(|| self.known(entry).cloned())?;
        self.given.remove(code.as_str()).then_some(code)
    }

    /// The code by owner and name, taken or not.
    pub(super) fn known(&self, entry: &AnnexEntry) -> Option<&EntryCode> {
        let key = (entry.content.owner.to_string(), words(&entry.content.name));
        self.by_name.get(&key).or_else(|| self.by_answering.get(&key)?.as_ref())
    }

    /// The name that an entry of the annex takes from the one whose code it bears; `None` where it keeps it. What a comma or
    /// the case tells apart is the same name.
    pub(super) fn renamed(&self, entry: &AnnexEntry) -> Option<&str> {
        let named = self.named.get(entry.code.as_ref()?.as_str())?;
        (words(named) != words(&entry.content.name)).then_some(named.as_str())
    }

    /// Who answers for an entry on the day of the decision.
    pub(super) fn answering(&self, code: &EntryCode) -> Option<&AgencyId> {
        self.answering.get(code.as_str())
    }

    /// A code of our own form that nobody has: an edition that was exported comes back under its codes.
    fn bring(&mut self, code: Option<&EntryCode>) -> Option<EntryCode> {
        let (brought, code) = (self.brought.as_mut()?, code?);
        let number = code.number().filter(|number| *number <= BROUGHT_MAX && *code == EntryCode::numbered(*number))?;
        if !brought.insert(number) {
            return None;
        }
        self.next_number = self.next_number.max(number + 1);
        Some(code.clone())
    }

    pub(super) fn new_code(&mut self) -> EntryCode {
        let number = self.next_number;
        self.next_number += 1;
        if let Some(brought) = &mut self.brought {
            brought.insert(number);
        }
        EntryCode::numbered(number)
    }
}

/// The codes that entries have, for an annex of a decision of a day.
pub(super) async fn known_codes(connection: &impl ConnectionTrait, day: Date) -> Result<Codes> {
    let given = entry::Entity::find().all(connection).await?;
    let next_number = next_number(&given);
    // Not the contents: they may be many.
    let columns = [entry_version::Column::OwnerId, entry_version::Column::Name, entry_version::Column::EntryCode];
    let versions = entry_version::Entity::find().order_by_asc(entry_version::Column::Id);
    let versions = versions.select_only().columns(columns).into_tuple::<(String, String, String)>();
    let versions = versions.all(connection).await?;
    let answering = owners_on(connection, day).await?;
    let mut by_answering: BTreeMap<(String, Vec<String>), Option<EntryCode>> = BTreeMap::new();
    for (decided, name, code) in &versions {
        // An entry that went over with its agency's work: the heading names who has it now.
        let Some(owner) = answering.get(code).filter(|owner| owner.as_str() != decided) else { continue };
        let known = by_answering.entry((owner.to_string(), words(name)));
        let known = known.or_insert_with(|| Some(EntryCode::from(code.as_str())));
        if known.as_ref().is_some_and(|known| known.as_str() != code) {
            *known = None;
        }
    }
    let named = versions.iter().map(|(_, name, code)| (code.clone(), name.clone())).collect();
    let by_name = versions.into_iter().map(|(owner, name, code)| ((owner, words(&name)), EntryCode(code))).collect();
    let brought = given.is_empty().then(BTreeSet::new);
    let given = given.into_iter().map(|row| row.code).collect();
    Ok(Codes { given, by_name, by_answering, named, answering, next_number, brought })
}

/// The first running number that no entry ever had.
pub(crate) fn next_number(entries: &[entry::Model]) -> u32 {
    let last = entries.iter().filter_map(|row| row.number).max().unwrap_or(0);
    u32::try_from(last).unwrap_or(0) + 1
}
