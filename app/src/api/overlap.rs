//! The duplicate radar and the list of national databases (article 5.3).

use domain::campaign::CampaignKey;
use domain::overlap::{NationalForm, NationalRow, OverlapFilter, OverlapsPage, Settlement, SettlementInput};
use domain::review::AnswerTarget;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// A settlement as the form sends it. An entry in force is settled in no campaign.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettleForm {
    #[serde(default)]
    pub year: Option<CampaignKey>,
    #[serde(default)]
    pub agency: String,
    pub target: AnswerTarget,
    pub other: String,
    #[serde(default)]
    pub settlement: Option<Settlement>,
    #[serde(default)]
    pub reason: String,
    /// The version of the settlement that was shown; 0 for none.
    #[serde(default)]
    pub seen: i64,
}

impl SettleForm {
    pub fn input(&self) -> SettlementInput {
        SettlementInput { settlement: self.settlement, reason: self.reason.clone(), seen: self.seen }
    }
}

/// Settles a pair of an answer, or of an entry in force.
#[server(endpoint = "overlap-settle")]
pub async fn settle_overlap(form: SettleForm) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let done = match (&form.target, form.year) {
        (AnswerTarget::Entry(code), None) => {
            cx.store.settle_entry_overlap(&cx.actor, code, &form.other, &form.input()).await
        }
        (_, None) => Err(store::Error::NotFound),
        (target, Some(year)) => {
            let agency = domain::id::AgencyId(form.agency.clone());
            cx.store.settle_overlap(&cx.actor, year, &agency, target, &form.other, &form.input()).await
        }
    };
    done.map_err(|error| AppError::from(error).keeping(&form))
}

/// The coordinator's list.
#[server(endpoint = "overlaps", input = GetUrl)]
pub async fn overlaps(filter: OverlapFilter) -> Result<OverlapsPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.overlaps_page(&cx.actor, &filter).await?)
}

/// National databases that a query leaves.
#[server(endpoint = "national-list", input = GetUrl)]
pub async fn national_list(#[server(default)] query: String) -> Result<Vec<NationalRow>, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.national_list(&cx.actor, &query).await?)
}

/// Adds or changes a national database.
#[server(endpoint = "national-save")]
pub async fn save_national(form: NationalForm) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.save_national(&cx.actor, &form).await.map_err(|error| AppError::from(error).keeping(&form))?;
    crate::context::go_to(&format!("/quan-tri/csdl-quoc-gia?q={}#{}", form.id, form.id));
    Ok(())
}
