//! Who is signed in, as the pages know it. What is shown follows from the same policy that the store enforces.

use domain::account::{Account, Actor};
use domain::agency::Function;
use domain::campaign::CampaignKey;
use domain::policy::{Act, authorize};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::data::{Loaded, load};
use crate::error::AppError;

/// The visitor's side of a session, sent with the first page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    pub account: Option<Account>,
    pub functions: Vec<Function>,
    pub at: OffsetDateTime,
    pub demo: bool,
    /// The newest campaign, for the menu.
    pub campaign: Option<CampaignKey>,
    /// How many things wait for this person.
    pub tasks: u32,
    /// How many notices are not read.
    pub notices: u32,
}

impl SessionView {
    pub fn actor(&self) -> Actor {
        Actor { account: self.account.clone(), is_system: false, functions: self.functions.clone(), at: self.at }
    }

    /// Whether to offer something. The store decides.
    pub fn may(&self, act: &Act<'_>) -> bool {
        authorize(&self.actor(), act).is_ok()
    }
}

/// The session of the page, loaded once by the application's root.
#[derive(Clone, Copy)]
pub struct CurrentSession(pub Loaded<SessionView>);

/// Provides [`CurrentSession`] to everything below.
pub fn provide_session() -> CurrentSession {
    let session = CurrentSession(load(|| (), |()| crate::api::session::current_session()));
    provide_context(session);
    session
}

/// The session, inside a `Suspense`.
pub fn use_session() -> Option<SessionView> {
    expect_context::<CurrentSession>().0.get().and_then(Result::ok)
}

/// Gives the page the status of a failure. In the browser there is none to give.
#[cfg(feature = "ssr")]
pub fn set_status(error: &AppError) {
    crate::context::answer_with(error);
}

/// Gives the page the status of a failure. In the browser there is none to give.
#[cfg(not(feature = "ssr"))]
pub fn set_status(_error: &AppError) {}
