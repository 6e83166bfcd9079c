//! What every route shares.

use std::sync::Arc;

use axum::extract::FromRef;
use leptos::config::LeptosOptions;
use store::Store;

use crate::config::Config;
use crate::page_cache::PageCache;
use crate::stylesheet::Stylesheet;
use crate::usage::UsageSender;

#[derive(Clone, FromRef)]
pub struct AppState {
    pub leptos: LeptosOptions,
    pub store: Store,
    pub config: Arc<Config>,
    pub cache: Arc<PageCache>,
    pub usage: UsageSender,
    pub demo: Demo,
    pub style: Option<Arc<Stylesheet>>,
}

/// Whether the data is illustrative.
#[derive(Clone, Copy)]
pub struct Demo(pub bool);
