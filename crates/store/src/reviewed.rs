//! The contents that a campaign reviews, as its answers see them.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, PoisonError};

use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::id::{AgencyId, EntryCode};
use sea_orm::ConnectionTrait;

use crate::edition::{Listed, listed_as};
use crate::entity::answer;
use crate::review_rows::campaign_of;
use crate::rows::content;
use crate::{Result, Store};

/// The contents of an edition.
#[derive(Default)]
pub(crate) struct Contents {
    by_code: BTreeMap<EntryCode, Arc<EntryContent>>,
    /// The versions of entries that it names.
    versions: BTreeMap<i64, EntryCode>,
}

/// The contents of the edition that a campaign reviews.
pub(crate) struct Reviewed {
    key: CampaignKey,
    contents: Arc<Contents>,
}

impl Reviewed {
    pub(crate) fn new(key: CampaignKey, contents: impl IntoIterator<Item = (EntryCode, EntryContent)>) -> Self {
        let by_code = contents.into_iter().map(|(code, content)| (code, Arc::new(content))).collect();
        Self { key, contents: Arc::new(Contents { by_code, ..Contents::default() }) }
    }

    /// What a version says, where it is one of these.
    pub(crate) fn version(&self, id: i64) -> Option<Arc<EntryContent>> {
        self.contents.versions.get(&id).and_then(|code| self.contents.by_code.get(code)).cloned()
    }

    pub(crate) fn key(&self) -> CampaignKey {
        self.key
    }

    /// What an answer is about: the content in force, under the agency that the campaign lists it under.
    pub(crate) fn behind(&self, row: &answer::Model, agency: &AgencyId) -> Option<EntryContent> {
        let code = EntryCode::from(row.entry_code.as_deref()?);
        let content = self.contents.by_code.get(&code)?;
        let owner = self.key.kind().owner(&content.owner, agency).clone();
        Some(EntryContent { owner, ..EntryContent::clone(content) })
    }
}

impl Deref for Reviewed {
    type Target = BTreeMap<EntryCode, Arc<EntryContent>>;

    fn deref(&self) -> &Self::Target {
        &self.contents.by_code
    }
}

impl Store {
    /// The contents that a campaign reviews: of an issued edition, which never changes, so that they are read once.
    pub(crate) async fn reviewed(&self, key: CampaignKey) -> Result<Reviewed> {
        self.reviewed_in(self.read(), key).await
    }

    /// The same, within a transaction: all by one connection. SQLite's client keeps the room that rows took for each of its
    /// connections, and the pool hands them out in turn.
    pub(crate) async fn reviewed_in(&self, connection: &impl ConnectionTrait, key: CampaignKey) -> Result<Reviewed> {
        let edition = campaign_of(connection, key).await?.base_edition_id;
        let kept = || self.inner.reviewed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, contents)) = kept().as_ref()
            && *of == edition
        {
            return Ok(Reviewed { key, contents: Arc::clone(contents) });
        }
        let mut contents = Contents::default();
        let add = |one: Listed| {
            let code = EntryCode(one.place.entry_code);
            contents.by_code.insert(code.clone(), Arc::new(content(&one.version)?));
            contents.versions.insert(one.version.id, code);
            Ok(())
        };
        listed_as(connection, edition, add).await?;
        let contents = Arc::new(contents);
        *kept() = Some((edition, Arc::clone(&contents)));
        Ok(Reviewed { key, contents })
    }
}
