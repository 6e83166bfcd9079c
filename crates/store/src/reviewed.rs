//! The contents that a campaign reviews, as its answers see them.

use std::collections::BTreeMap;
use std::ops::Deref;

use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::id::{AgencyId, EntryCode};

use crate::entity::answer;
use crate::review_rows::campaign_of;
use crate::rows::content;
use crate::{Result, Store};

/// The contents of the edition that a campaign reviews, by code.
pub(crate) struct Reviewed {
    key: CampaignKey,
    contents: BTreeMap<EntryCode, EntryContent>,
}

impl Reviewed {
    pub(crate) fn new(key: CampaignKey, contents: impl IntoIterator<Item = (EntryCode, EntryContent)>) -> Self {
        Self { key, contents: contents.into_iter().collect() }
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
    type Target = BTreeMap<EntryCode, EntryContent>;

    fn deref(&self) -> &Self::Target {
        &self.contents
    }
}

impl Store {
    /// The contents that a campaign reviews.
    pub(crate) async fn reviewed(&self, key: CampaignKey) -> Result<Reviewed> {
        let campaign = campaign_of(self.read(), key).await?;
        let listed = self.listed(campaign.base_edition_id).await?;
        let contents = listed.into_iter().map(|one| Ok((EntryCode(one.place.entry_code), content(&one.version)?)));
        Ok(Reviewed::new(key, contents.collect::<Result<Vec<_>>>()?))
    }
}
