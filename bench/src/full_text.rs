//! The bare limit of a search: one full-text query of the database's own (FTS5, or a text search vector under a GIN
//! index) behind an axum handler, in a process of its own. The query is the one that is written first: the folded words
//! over name, items and texts, in the order of the database's own rank. It is asked in two ways, for they find different
//! things: entries with every word, which is less than the service finds, and entries with any word, which is more.

use axum::Json;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use domain::text::words;
use serde::Deserialize;
use serde_json::Value;
use sqlx::{PgPool, Row, SqlitePool};

use crate::{Outcome, own};

/// Rows that a page of the catalog shows.
const ROWS: i64 = 20;

/// A row found: the code and the name of an entry, as a list shows it.
pub type Line = (String, String);

/// The texts of the edition in force: the id of the version, its code, its name and all it says.
const IN_FORCE: &str = "select v.id, v.entry_code, v.name, v.content from edition_entry ee join entry_version v on v.id = ee.version_id
    where ee.edition_id = (select id from edition where stage = 'issued' order by effective_from desc, id desc limit 1)";

#[derive(Clone)]
enum Database {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// What of the words an entry must have.
#[derive(Clone, Copy)]
pub enum Words {
    Every,
    Any,
}

impl Words {
    pub const ALL: [Self; 2] = [Self::Every, Self::Any];

    /// Where the peer answers with such entries.
    pub fn path(self) -> &'static str {
        match self {
            Self::Every => "/every",
            Self::Any => "/any",
        }
    }

    /// The query of the database for folded words: they are letters and digits, so nothing in them has a meaning.
    fn query(self, database: &Database, text: &str) -> String {
        let between = match (self, database) {
            (Self::Every, Database::Sqlite(_)) => " ",
            (Self::Any, Database::Sqlite(_)) => " OR ",
            (Self::Every, Database::Postgres(_)) => " & ",
            (Self::Any, Database::Postgres(_)) => " | ",
        };
        words(text).join(between)
    }
}

/// An entry as it is indexed: what is shown of it, and its folded words.
struct Text {
    id: i64,
    code: String,
    shown: String,
    name: String,
    items: String,
    body: String,
}

impl Text {
    fn of(id: i64, code: String, name: String, content: &str) -> Outcome<Self> {
        let content: Value = serde_json::from_str(content)?;
        let text = |field: &str| content.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let items = content.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
        let item =
            |field: &str| items.iter().filter_map(|item| item.get(field)?.as_str()).collect::<Vec<_>>().join(" ");
        let body = ["purpose", "content", "scope", "source", "collection_mechanism", "legal_basis"].map(text).join(" ");
        let folded = |text: &str| words(text).join(" ");
        Ok(Self {
            id,
            code,
            name: folded(&name),
            shown: name,
            items: folded(&format!("{} {}", item("name"), item("fields"))),
            body: folded(&body),
        })
    }
}

/// Builds the index of the service's catalog in `bare` (for PostgreSQL, the service's own database). Gives how many
/// entries it holds.
pub async fn build(service: &str, bare: &str) -> Outcome<usize> {
    if service.starts_with("postgres") {
        let pool = PgPool::connect(service).await?;
        let rows = sqlx::query(IN_FORCE).fetch_all(&pool).await?;
        let texts: Outcome<Vec<Text>> = rows
            .iter()
            .map(|row| Text::of(row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?))
            .collect();
        let texts = texts?;
        sqlx::query("drop table if exists bare_text").execute(&pool).await?;
        sqlx::query(
            "create table bare_text (id bigint primary key, code text not null, shown text not null, doc tsvector not null)",
        )
        .execute(&pool)
        .await?;
        let mut tx = pool.begin().await?;
        for text in &texts {
            sqlx::query(
                "insert into bare_text values ($1, $2, $3, setweight(to_tsvector('simple', $4), 'A') ||
                    setweight(to_tsvector('simple', $5), 'B') || to_tsvector('simple', $6))",
            )
            .bind(text.id)
            .bind(&text.code)
            .bind(&text.shown)
            .bind(&text.name)
            .bind(&text.items)
            .bind(&text.body)
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        sqlx::query("create index ix_bare_text on bare_text using gin (doc)").execute(&pool).await?;
        sqlx::query("analyze bare_text").execute(&pool).await?;
        return Ok(texts.len());
    }
    let source = SqlitePool::connect(service).await?;
    let rows = sqlx::query(IN_FORCE).fetch_all(&source).await?;
    let pool = SqlitePool::connect(&format!("{bare}?mode=rwc")).await?;
    sqlx::query("drop table if exists bare_text").execute(&pool).await?;
    sqlx::query("create virtual table bare_text using fts5(code unindexed, shown unindexed, name, items, body)")
        .execute(&pool)
        .await?;
    let mut tx = pool.begin().await?;
    for row in &rows {
        let text = Text::of(row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?)?;
        sqlx::query("insert into bare_text (rowid, code, shown, name, items, body) values ($1, $2, $3, $4, $5, $6)")
            .bind(text.id)
            .bind(&text.code)
            .bind(&text.shown)
            .bind(&text.name)
            .bind(&text.items)
            .bind(&text.body)
            .execute(&mut *tx)
            .await?;
    }
    tx.commit().await?;
    Ok(rows.len())
}

/// Makes an empty database on the same server, and gives its address. `name` is one of ours, not a person's.
pub async fn new_database(url: &str, name: &'static str) -> Outcome<String> {
    let pool = PgPool::connect(url).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("create database {name}"))).execute(&pool).await?;
    let (server, _) = url.rsplit_once('/').ok_or("địa chỉ cơ sở dữ liệu không có tên")?;
    Ok(format!("{server}/{name}"))
}

/// What is asked of a peer.
#[derive(Deserialize)]
pub struct Asked {
    pub q: String,
}

type Answered<T> = Result<Json<T>, StatusCode>;

/// Serves the query at `/every?q=…` and `/any?q=…`, how many entries each finds under `/count`, and prints the address it
/// listens at.
pub async fn serve(bare: &str) -> Outcome {
    let database = if bare.starts_with("postgres") {
        Database::Postgres(PgPool::connect(bare).await?)
    } else {
        Database::Sqlite(SqlitePool::connect(bare).await?)
    };
    let of = |words: Words| {
        let best = async move |State(database): State<Database>, Query(asked): Query<Asked>| {
            told(find(&database, &words.query(&database, &asked.q)).await)
        };
        let count = async move |State(database): State<Database>, Query(asked): Query<Asked>| {
            told(count(&database, &words.query(&database, &asked.q)).await)
        };
        Router::new().route(words.path(), get(best)).route(&format!("/count{}", words.path()), get(count))
    };
    own::serve(of(Words::Every).merge(of(Words::Any)).with_state(database)).await
}

fn told<T>(found: Result<T, sqlx::Error>) -> Answered<T> {
    found.map(Json).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// The best rows.
async fn find(database: &Database, query: &str) -> Result<Vec<Line>, sqlx::Error> {
    match database {
        Database::Sqlite(pool) => {
            let best = "select code, shown from bare_text where bare_text match $1 order by rank limit $2";
            sqlx::query_as(best).bind(query).bind(ROWS).fetch_all(pool).await
        }
        Database::Postgres(pool) => {
            let best = "select code, shown from bare_text, to_tsquery('simple', $1) wanted where doc @@ wanted
                order by ts_rank(doc, wanted) desc limit $2";
            sqlx::query_as(best).bind(query).bind(ROWS).fetch_all(pool).await
        }
    }
}

/// How many entries there are for it.
async fn count(database: &Database, query: &str) -> Result<i64, sqlx::Error> {
    match database {
        Database::Sqlite(pool) => {
            let count = "select count(*) from bare_text where bare_text match $1";
            sqlx::query_scalar(count).bind(query).fetch_one(pool).await
        }
        Database::Postgres(pool) => {
            let count = "select count(*) from bare_text where doc @@ to_tsquery('simple', $1)";
            sqlx::query_scalar(count).bind(query).fetch_one(pool).await
        }
    }
}
