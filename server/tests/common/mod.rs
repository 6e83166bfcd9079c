//! A database of its own for each test.

#![allow(dead_code, reason = "each test program uses a part")]

pub mod program;
pub mod site;

use std::sync::Arc;

use axum::Router;
use leptos::config::LeptosOptions;
use server::config::Config;
use server::page_cache::PageCache;
use server::router::router;
use server::state::{AppState, Demo};
use server::stylesheet::Stylesheet;
use server::usage::{self, UsageSender};
use store::Store;

pub struct Bed {
    pub store: Store,
    pub folder: tempfile::TempDir,
    /// The PostgreSQL server, and the database made there.
    pub database: Option<(String, String)>,
}

/// A SQLite file in a folder of its own.
pub async fn sqlite() -> Bed {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}/csdl.db", folder.path().display());
    let store = Store::connect(&url, &folder.path().join("files")).await.expect("a database");
    store.migrate().await.expect("its schema");
    Bed { store, folder, database: None }
}

/// A PostgreSQL database of its own, where `CSDL_TEST_POSTGRES_URL` names a server.
pub async fn postgres() -> Option<Bed> {
    let Ok(base) = std::env::var("CSDL_TEST_POSTGRES_URL") else {
        eprintln!("CSDL_TEST_POSTGRES_URL is not set: SQLite only");
        return None;
    };
    let name = format!("csdl_{}", uuid::Uuid::new_v4().simple());
    psql(&base, &format!("create database {name}"));
    let (server, _) = base.rsplit_once('/').expect("a database in the address");
    let url = format!("{server}/{name}");
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::connect(&url, &folder.path().join("files")).await.expect("a database");
    store.migrate().await.expect("its schema");
    Some(Bed { store, folder, database: Some((base, name)) })
}

impl Bed {
    /// The whole service over this database; no site is built, so there is no stylesheet.
    pub fn service(&self) -> Router {
        self.service_with(None)
    }

    pub fn service_with(&self, style: Option<Stylesheet>) -> Router {
        let (sender, _receiver) = usage::channel();
        self.service_of(Config::default(), style, sender)
    }

    /// The same with the writer of use beside it, which ends when the service is gone.
    pub fn service_that_counts(&self, config: Config) -> Router {
        let (sender, receiver) = usage::channel();
        tokio::spawn(usage::write(self.store.clone(), receiver));
        self.service_of(config, None, sender)
    }

    fn service_of(&self, config: Config, style: Option<Stylesheet>, usage: UsageSender) -> Router {
        let site = self.folder.path().display().to_string();
        router(AppState {
            leptos: LeptosOptions::builder().output_name("csdl").site_root(site).build(),
            store: self.store.clone(),
            config: Arc::new(config),
            cache: Arc::new(PageCache::default()),
            usage,
            demo: Demo(true),
            style: style.map(Arc::new),
        })
    }

    pub async fn drop_database(self) {
        if let Some((base, name)) = &self.database {
            psql(base, &format!("drop database {name} with (force)"));
        }
    }
}

/// Runs a statement on a PostgreSQL server.
pub fn psql(url: &str, statement: &str) {
    let done = std::process::Command::new("psql").args([url, "-q", "-c", statement]).status().expect("psql");
    assert!(done.success(), "{statement}");
}
