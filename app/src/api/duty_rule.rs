//! The dated rules that duties follow.

use domain::duty::{RuleDraft, RulesPage};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// Where they stand.
pub const PATH: &str = "/quy-dinh-thoi-han";

/// Every rule.
#[server(endpoint = "duty-rules", input = GetUrl)]
pub async fn duty_rules() -> Result<RulesPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.duty_rules(&cx.actor).await?)
}

/// Adds a rule, which takes over from its day on.
#[server(endpoint = "duty-rule-add")]
pub async fn add_duty_rule(form: RuleDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.add_duty_rule(&cx.actor, &form).await.map_err(|e| AppError::from(e).keeping(&form))?;
    crate::context::go_to(PATH);
    Ok(())
}
