//! The bare limit of a search: one full-text query of the database's own (FTS5, or a text search vector under a GIN
//! index) behind an axum handler, in a process of its own.

use axum::Json;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use domain::text::words;
use serde::Deserialize;
use serde_json::Value;
use sqlx::{PgPool, Row, SqlitePool};
use tokio::net::TcpListener;

use crate::Outcome;

/// Rows that a page of the catalog shows.
const ROWS: i64 = 20;

/// The texts of the edition in force: the id of the version, and the folded words of its name, items and text.
const IN_FORCE: &str = "select v.id, v.name, v.content from edition_entry ee join entry_version v on v.id = ee.version_id
    where ee.edition_id = (select id from edition where stage = 'issued' order by effective_from desc, id desc limit 1)";

#[derive(Clone)]
enum Database {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

struct Text {
    id: i64,
    name: String,
    items: String,
    body: String,
}

impl Text {
    fn of(id: i64, name: &str, content: &str) -> Outcome<Self> {
        let content: Value = serde_json::from_str(content)?;
        let text = |field: &str| content.get(field).and_then(Value::as_str).unwrap_or_default().to_owned();
        let items = content.get("items").and_then(Value::as_array).cloned().unwrap_or_default();
        let item =
            |field: &str| items.iter().filter_map(|item| item.get(field)?.as_str()).collect::<Vec<_>>().join(" ");
        let body = ["purpose", "content", "scope", "source", "collection_mechanism", "legal_basis"].map(text).join(" ");
        let folded = |text: &str| words(text).join(" ");
        Ok(Self {
            id,
            name: folded(name),
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
        let texts: Outcome<Vec<Text>> =
            rows.iter().map(|row| Text::of(row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)).collect();
        let texts = texts?;
        sqlx::query("drop table if exists bare_text").execute(&pool).await?;
        sqlx::query("create table bare_text (id bigint primary key, doc tsvector not null)").execute(&pool).await?;
        let mut tx = pool.begin().await?;
        for text in &texts {
            sqlx::query(
                "insert into bare_text values ($1, setweight(to_tsvector('simple', $2), 'A') ||
                    setweight(to_tsvector('simple', $3), 'B') || to_tsvector('simple', $4))",
            )
            .bind(text.id)
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
    sqlx::query("create virtual table bare_text using fts5(name, items, body)").execute(&pool).await?;
    let mut tx = pool.begin().await?;
    for row in &rows {
        let text = Text::of(row.try_get(0)?, row.try_get(1)?, row.try_get(2)?)?;
        sqlx::query("insert into bare_text (rowid, name, items, body) values ($1, $2, $3, $4)")
            .bind(text.id)
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

#[derive(Deserialize)]
struct Asked {
    q: String,
}

/// Serves the query at `/?q=…` and prints the address it listens at.
pub async fn serve(bare: &str) -> Outcome {
    let database = if bare.starts_with("postgres") {
        Database::Postgres(PgPool::connect(bare).await?)
    } else {
        Database::Sqlite(SqlitePool::connect(bare).await?)
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/", get(search)).with_state(database)).await?;
    Ok(())
}

async fn search(State(database): State<Database>, Query(asked): Query<Asked>) -> Result<Json<Vec<i64>>, StatusCode> {
    find(&database, &words(&asked.q).join(" ")).await.map(Json).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// The best rows for folded words, all of which a row must have.
async fn find(database: &Database, folded: &str) -> Result<Vec<i64>, sqlx::Error> {
    match database {
        Database::Sqlite(pool) => {
            let best = "select rowid from bare_text where bare_text match $1 order by rank limit $2";
            sqlx::query_scalar(best).bind(folded).bind(ROWS).fetch_all(pool).await
        }
        Database::Postgres(pool) => {
            let best = "select id from bare_text, plainto_tsquery('simple', $1) wanted where doc @@ wanted
                order by ts_rank(doc, wanted) desc limit $2";
            sqlx::query_scalar(best).bind(folded).bind(ROWS).fetch_all(pool).await
        }
    }
}
