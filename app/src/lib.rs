//! The pages of the portal: server-rendered, attached in the browser, and whole without JavaScript.
//!
//! * [`routes`]: the table of pages, which is the site map;
//! * [`pages`]: one file a route; [`ui`]: components that know no domain verb;
//! * [`api`]: server functions by noun: actor, one call of the store, answer;
//! * [`data`]: how the pages of the first load get what they show;
//! * [`site_files`]: the names of what pages load;
//! * [`text`]: every Vietnamese word, and nowhere else.
#![recursion_limit = "512"]

pub mod api;
#[cfg(feature = "ssr")]
pub mod context;
pub mod data;
pub mod error;
mod hydration;
pub mod pages;
pub mod routes;
pub mod session;
pub mod site_files;
pub mod text;
pub mod ui;

pub use routes::{App, StyleWithin, shell};
