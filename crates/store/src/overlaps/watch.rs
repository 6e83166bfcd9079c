//! The radar over the national databases and the edition in force, kept until one of them changes.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError};

use domain::agency::AgencyRef;
use domain::overlap::{Described, Found, Radar};
use time::Date;

use crate::audit::sha256_hex;
use crate::national::national;
use crate::rows::content;
use crate::search::RowParts;
use crate::{Result, Store};

/// Own entries that are compared with one another while the page that asks waits. More are compared beside it.
const QUICK_ENTRIES_MAX: usize = 300;

/// The radar with what its finds are shown by.
pub(crate) struct Watch {
    pub radar: Radar,
    /// Who answers for each own entry today.
    pub owners: BTreeMap<String, AgencyRef>,
    /// What each own entry declares to be in step with.
    pub declared: BTreeMap<String, (String, String)>,
    /// What is found for each own entry, in their order; made when the coordinator's list first asks.
    found: OnceLock<Vec<Vec<Found>>>,
    /// Somebody is at it.
    comparing: AtomicBool,
}

impl Watch {
    /// What is found for each own entry, in their order; `None` while a large catalog is still being compared.
    pub(crate) fn found(self: &Arc<Self>) -> Option<&[Vec<Found>]> {
        if self.compared().is_none() && !self.comparing.swap(true, Ordering::AcqRel) {
            let watch = Arc::clone(self);
            tokio::task::spawn_blocking(move || {
                // However the comparing ends, a later request may begin anew.
                let _turn = Turn(&watch.comparing);
                let found = watch.compare();
                watch.found.get_or_init(|| found);
            });
        }
        self.found.get().map(Vec::as_slice)
    }

    /// The same without beginning to compare a large catalog.
    pub(crate) fn compared(&self) -> Option<&[Vec<Found>]> {
        if self.radar.own().len() <= QUICK_ENTRIES_MAX {
            return Some(self.found.get_or_init(|| self.compare()));
        }
        self.found.get().map(Vec::as_slice)
    }

    fn compare(&self) -> Vec<Vec<Found>> {
        self.radar.own().iter().map(|one| self.radar.find(one)).collect()
    }
}

/// Ends with the comparing, be it by a panic.
struct Turn<'a>(&'a AtomicBool);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

/// A kept radar: the version of the data and the day that it was last asked for, and what it was made of.
pub(crate) struct KeptWatch {
    seen: (u64, Date),
    made_of: String,
    watch: Arc<Watch>,
}

impl Store {
    /// The radar over the list of national databases and the edition in force on a day. Most changes of the data touch
    /// neither: then the one that was made stays.
    pub(crate) async fn watch(&self, day: Date) -> Result<Arc<Watch>> {
        let kept = || self.inner.watch.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = (self.data_version(), day);
        if let Some(one) = kept().as_ref()
            && one.seen == seen
        {
            return Ok(Arc::clone(&one.watch));
        }
        let edition = self.current_edition(day).await?;
        let active = national(self.read()).await?.into_iter().filter(|db| db.active);
        let national: Vec<Described> = active.map(|db| Described::of_national(&db)).collect();
        let parts = RowParts::load(self, day).await?;
        let mut owners = BTreeMap::new();
        if let Some(edition) = &edition {
            for one in self.outlined(edition.id).await? {
                let owner = parts.owner(&one.entry_code, &one.owner_id);
                owners.insert(one.entry_code, owner);
            }
        }
        let id = edition.map(|edition| edition.id);
        let made_of = sha256_hex(format!("{id:?} {national:?} {owners:?}"));
        if let Some(one) = kept().as_mut()
            && one.made_of == made_of
        {
            one.seen = seen;
            return Ok(Arc::clone(&one.watch));
        }
        let (mut own, mut declared) = (Vec::new(), BTreeMap::new());
        if let Some(id) = id {
            for one in self.listed(id).await? {
                let content = content(&one.version)?;
                let owner = owners.get(&one.place.entry_code).cloned().unwrap_or_default();
                own.push(Described::of_entry(&one.place.entry_code, &content, "", &owner.name));
                if !content.national_db.is_empty() {
                    declared.insert(one.place.entry_code, (content.national_db, content.sync_mechanism));
                }
            }
        }
        let make = move || Watch {
            radar: Radar::new(national, own),
            owners,
            declared,
            found: OnceLock::new(),
            comparing: AtomicBool::new(false),
        };
        let made = tokio::task::spawn_blocking(make).await;
        let watch = Arc::new(made.map_err(|error| crate::Error::Corrupt(format!("overlaps: {error}")))?);
        *kept() = Some(KeptWatch { seen, made_of, watch: Arc::clone(&watch) });
        Ok(watch)
    }
}
