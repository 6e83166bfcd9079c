//! Who is signed in.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;
use crate::session::SessionView;

/// The visitor's session, and what the menu shows of it.
#[server(endpoint = "session", input = GetUrl)]
pub async fn current_session() -> Result<SessionView, AppError> {
    let cx = crate::context::request()?;
    let signed_in = cx.actor.account.is_some();
    let tasks = if signed_in { cx.store.tasks(&cx.actor).await? } else { Vec::new() };
    let notices = if signed_in { cx.store.unread(&cx.actor).await? } else { 0 };
    let campaign = if signed_in { cx.store.newest_campaign(&cx.actor).await? } else { None };
    Ok(SessionView {
        account: cx.actor.account.clone(),
        functions: cx.actor.functions.clone(),
        at: cx.actor.at,
        demo: cx.demo,
        campaign,
        tasks: tasks.iter().map(|task| task.count.max(1)).sum(),
        notices,
    })
}
