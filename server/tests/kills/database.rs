//! Copies of one database, and what state one is in.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use domain::account::Actor;
use sqlx::{AssertSqlSafe, PgPool, SqlitePool};
use store::Store;
use time::OffsetDateTime;

use crate::common::{self, Bed};

/// What the server writes beside the move: sessions, counts of use, figures of the present.
const OTHERS: [&str; 4] = ["session", "usage", "indicator_seen", "seaql"];

/// A copy that is changed.
pub struct Copy {
    pub url: String,
    pub folder: PathBuf,
}

enum Kind {
    Sqlite,
    /// The server's address, and the database that is copied.
    Postgres(String, String),
}

/// The database that copies are made of.
pub struct Copies {
    folder: tempfile::TempDir,
    kind: Kind,
    made: AtomicU32,
}

impl Copies {
    /// Takes a bed's database: from now on nobody changes it.
    pub async fn of(bed: Bed) -> Self {
        let Bed { store, folder, database } = bed;
        drop(store);
        let kind = database.map_or(Kind::Sqlite, |(server, name)| Kind::Postgres(server, name));
        match &kind {
            // What was written last is in a file beside the database until it is taken over.
            Kind::Sqlite => {
                let url = format!("sqlite://{}", folder.path().join("csdl.db").display());
                let pool = SqlitePool::connect(&url).await.expect("it opens");
                sqlx::query("pragma wal_checkpoint(truncate)").execute(&pool).await.expect("taken over");
                pool.close().await;
            }
            // A database is copied only while nobody is connected.
            Kind::Postgres(server, name) => {
                let leave = "select pg_terminate_backend(pid) from pg_stat_activity where datname";
                common::psql(server, &format!("{leave} = '{name}'"));
            }
        }
        Self { folder, kind, made: AtomicU32::new(0) }
    }

    pub async fn make(&self) -> Copy {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let folder = self.folder.path().join(format!("ban-{number}"));
        copy_folder(&self.folder.path().join("files"), &folder.join("files"));
        let url = match &self.kind {
            Kind::Sqlite => {
                std::fs::copy(self.folder.path().join("csdl.db"), folder.join("csdl.db")).expect("a copy");
                format!("sqlite://{}", folder.join("csdl.db").display())
            }
            Kind::Postgres(server, name) => {
                common::psql(server, &format!("create database {name}_{number} template {name}"));
                let (before, _) = server.rsplit_once('/').expect("a database in the address");
                format!("{before}/{name}_{number}")
            }
        };
        Copy { url, folder }
    }

    pub async fn remove(&self, copy: Copy) {
        if let Kind::Postgres(server, _) = &self.kind {
            let (_, name) = copy.url.rsplit_once('/').expect("a database in the address");
            common::psql(server, &format!("drop database {name} with (force)"));
        }
        std::fs::remove_dir_all(&copy.folder).expect("the copy goes");
    }

    pub async fn end(self) {
        if let Kind::Postgres(server, name) = &self.kind {
            common::psql(server, &format!("drop database {name} with (force)"));
        }
    }
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).into_iter().flatten() {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("a copy");
        }
    }
}

/// How many rows each table has, and what the review, the editions and what was told of them say. Equal states went through
/// the same moves.
#[derive(Debug, PartialEq, Eq)]
pub struct State(BTreeMap<String, String>);

impl State {
    /// Looks into a database that nothing serves, after it has mended itself. Its audit log must be whole, as must the
    /// receipts be, and the files that it names must be there.
    pub async fn of(copy: &Copy) -> Self {
        let store = Store::connect(&copy.url, &copy.folder.join("files")).await.expect("it opens");
        let system = Actor::system(OffsetDateTime::now_utc());
        assert_eq!(store.verify_audit(&system).await.expect("a report").first_bad, None);
        assert_eq!(store.verify_receipts(&system).await.expect("a report").faults, vec![]);
        if let Some(edition) = store.edition_in_force(system.today()).await.expect("an answer")
            && let Err(error) = store.signed_file(&system, edition.id).await
        {
            assert!(matches!(error, store::Error::NotFound), "the decision in force: {error}");
        }
        drop(store);
        let database = Database::open(&copy.url).await;
        database.settle().await;
        let mut state = BTreeMap::new();
        for table in database.tables().await {
            let count = database.texts(&format!("select cast(count(*) as text) from {table}")).await;
            state.insert(table, count.concat());
        }
        for (what, query) in [
            ("campaigns", "select stage || version from campaign order by year"),
            ("responses", "select stage || version || '.' || round from response order by id"),
            // The hash is over the moment too: it is compared with what is kept above.
            ("receipts", "select number || ' ' || drafted_by || ' ' || approved_by from receipt order by number"),
            (
                "answers",
                "select coalesce(kind, '') || version || cast(returned as text) || coalesce(given_code, '') from answer
                    order by id",
            ),
            (
                "points",
                "select coalesce(a.entry_code, '') || ' ' || coalesce(p.place_key, '') || ' ' ||
                    coalesce(p.place_item, '') || ' ' || coalesce(p.verdict, '') || cast(p.superseded as text)
                    from point p join answer a on a.id = p.answer_id order by a.id, p.id",
            ),
            ("editions", "select stage || version || coalesce(number, '') || content_sha256 from edition order by id"),
            (
                "lists",
                "select e.year || e.stage || ' ' || l.entry_code || ' ' || v.content_sha256 from edition_entry l
                    join edition e on e.id = l.edition_id join entry_version v on v.id = l.version_id
                    order by e.id, l.entry_code",
            ),
            ("owners", "select entry_code || ' ' || agency_id from entry_owner order by entry_code, valid_from"),
            (
                "duties",
                "select entry_code || ' ' || kind || ' ' || cast(starts_on as text) || ' ' ||
                    coalesce(cast(ended_on as text), '') from duty order by entry_code, kind, starts_on",
            ),
            (
                "events",
                "select coalesce(agency_id, '') || ' ' || from_stage || ' ' || to_stage || ' ' || note
                    from review_event order by id",
            ),
            ("acts", "select action from audit order by seq"),
            ("notices", "select kind || ' ' || account_id from notice order by kind, account_id"),
            ("mails", "select state || ' ' || recipient from outbox order by state, recipient"),
        ] {
            state.insert(what.to_owned(), database.texts(query).await.join(" "));
        }
        Self(state)
    }

    /// Where it is neither.
    pub fn differences(&self, before: &Self, after: &Self) -> String {
        let lines = self.0.iter().filter_map(|(what, found)| {
            let (before, after) = (before.0.get(what)?, after.0.get(what)?);
            (before != after).then(|| format!("{what}: {found} (before {before}, after {after})\n"))
        });
        lines.collect()
    }
}

enum Database {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Database {
    async fn open(url: &str) -> Self {
        if url.starts_with("postgres") {
            Self::Postgres(PgPool::connect(url).await.expect("it opens"))
        } else {
            Self::Sqlite(SqlitePool::connect(url).await.expect("it opens"))
        }
    }

    async fn texts(&self, query: &str) -> Vec<String> {
        let query = AssertSqlSafe(query.to_owned());
        let found = match self {
            Self::Sqlite(pool) => sqlx::query_scalar(query).fetch_all(pool).await,
            Self::Postgres(pool) => sqlx::query_scalar(query).fetch_all(pool).await,
        };
        found.expect("rows")
    }

    /// PostgreSQL's side of a connection may outlive the program by a moment.
    async fn settle(&self) {
        let Self::Postgres(_) = self else { return };
        let others = "select cast(pid as text) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'";
        while !self.texts(others).await.is_empty() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    async fn tables(&self) -> Vec<String> {
        let query = match self {
            Self::Sqlite(_) => "select name from sqlite_master where type = 'table' and name not like 'sqlite%'",
            Self::Postgres(_) => "select cast(tablename as text) from pg_tables where schemaname = 'public'",
        };
        let all = self.texts(query).await;
        all.into_iter().filter(|table| !OTHERS.iter().any(|other| table.starts_with(other))).collect()
    }
}
