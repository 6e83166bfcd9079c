//! The contents that a campaign reviews, as its answers see them.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, PoisonError};

use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::id::{AgencyId, EntryCode};

use crate::entity::answer;
use crate::review_rows::campaign_of;
use crate::rows::content;
use crate::{Result, Store};

/// The contents of an edition, by code.
pub(crate) type Contents = BTreeMap<EntryCode, EntryContent>;

/// The contents of the edition that a campaign reviews.
pub(crate) struct Reviewed {
    key: CampaignKey,
    contents: Arc<Contents>,
}

impl Reviewed {
    pub(crate) fn new(key: CampaignKey, contents: impl IntoIterator<Item = (EntryCode, EntryContent)>) -> Self {
        Self { key, contents: Arc::new(contents.into_iter().collect()) }
    }

    pub(crate) fn key(&self) -> CampaignKey {
        self.key
    }

    /// What an answer is about: the content in force, under the agency that the campaign lists it under.
    pub(crate) fn behind(&self, row: &answer::Model, agency: &AgencyId) -> Option<EntryContent> {
        let code = EntryCode::from(row.entry_code.as_deref()?);
        let content = self.contents.get(&code)?;
        let owner = self.key.kind().owner(&content.owner, agency).clone();
        Some(EntryContent { owner, ..content.clone() })
    }
}

impl Deref for Reviewed {
    type Target = Contents;

    fn deref(&self) -> &Self::Target {
        &self.contents
    }
}

impl Store {
    /// The contents that a campaign reviews: of an issued edition, which never changes, so that they are read once.
    pub(crate) async fn reviewed(&self, key: CampaignKey) -> Result<Reviewed> {
        let edition = campaign_of(self.read(), key).await?.base_edition_id;
        let kept = || self.inner.reviewed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, contents)) = kept().as_ref()
            && *of == edition
        {
            return Ok(Reviewed { key, contents: Arc::clone(contents) });
        }
        let listed = self.listed(edition).await?;
        let contents = listed.into_iter().map(|one| Ok((EntryCode(one.place.entry_code), content(&one.version)?)));
        let contents = Arc::new(contents.collect::<Result<Contents>>()?);
        *kept() = Some((edition, Arc::clone(&contents)));
        Ok(Reviewed { key, contents })
    }
}
