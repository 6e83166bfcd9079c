//! Opinions of other agencies on answers: the tables, and what is asked, given and written.

use domain::campaign::CampaignKey;
use domain::id::{AnswerId, OpinionId, StatementId};
use domain::review::opinion::{AskDraft, AskedPage, OpinionLine, OpinionsPage};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// What an asked agency reads.
#[server(endpoint = "opinion", input = GetUrl)]
pub async fn asked(id: OpinionId) -> Result<AskedPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.asked(&cx.actor, id).await?)
}

/// What the person's agency is asked.
#[server(endpoint = "my-opinions", input = GetUrl)]
pub async fn my_opinions() -> Result<Vec<OpinionLine>, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.my_opinions(&cx.actor).await?)
}

/// Every opinion of a review.
#[server(endpoint = "opinions", input = GetUrl)]
pub async fn opinions(year: CampaignKey) -> Result<OpinionsPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.opinions(&cx.actor, year).await?)
}

/// Asks other agencies about an answer; `round` is that of the answer that the appraiser saw.
#[server(endpoint = "opinion-ask")]
pub async fn ask_opinions(answer: AnswerId, round: u32, form: AskDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let asked = cx.store.ask_opinions(&cx.actor, answer, round, &form).await;
    asked.map_err(|error| AppError::from(error).keeping(&form))
}

/// Gives an agency's opinion.
#[server(endpoint = "opinion-give")]
pub async fn give_opinion(
    id: OpinionId,
    #[server(default)] stand: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let given = cx.store.give_opinion(&cx.actor, id, &stand, &text).await;
    given.map_err(|error| AppError::from(error).keeping(&GiveOpinion { id, stand, text }))
}

/// Writes how an agency's remarks were taken up.
#[server(endpoint = "opinion-handle")]
pub async fn handle_opinion(
    id: OpinionId,
    statement: StatementId,
    #[server(default)] handling: String,
    #[server(default)] text: String,
) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let written = cx.store.handle_opinion(&cx.actor, id, statement, &handling, &text).await;
    written.map_err(|error| AppError::from(error).keeping(&HandleOpinion { id, statement, handling, text }))
}

/// Takes a request back.
#[server(endpoint = "opinion-withdraw")]
pub async fn withdraw_opinion(id: OpinionId, #[server(default)] reason: String) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let back = cx.store.withdraw_opinion(&cx.actor, id, &reason).await;
    back.map_err(|error| AppError::from(error).keeping(&WithdrawOpinion { id, reason }))
}
