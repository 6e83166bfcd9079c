//! The server process: commands, configuration, routes, sessions, the fences round them, and background work. Business
//! rules live in `domain`, data in `store`, pages in `app`.

pub mod annex_import;
pub mod api;
pub mod api_status;
pub mod clock;
pub mod commands;
pub mod config;
pub mod dossier;
pub mod download;
pub mod duty_files;
pub mod etag;
pub mod export;
pub mod failure;
pub mod fences;
pub mod health;
pub mod indicator_file;
pub mod ledger_file;
pub mod mail;
pub mod minutes_file;
mod output;
pub mod page_cache;
pub mod receipt_file;
pub mod redirect;
pub mod report_files;
pub mod router;
pub mod seed;
pub mod session;
pub mod sign_in;
pub mod state;
pub mod stylesheet;
pub mod table_file;
pub mod telemetry;
mod too_large;
pub mod upload;
pub mod urging_letter;
pub mod usage;
pub mod usage_file;
