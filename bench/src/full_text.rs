//! The bare limit of a search: full-text queries of the database's own (FTS5, or a text search vector under a GIN index)
//! behind an axum handler, in a process of its own. Folded words over name, items and texts, in the order of the
//! database's own rank. Two are asked: the one that is written first, entries with every word, which finds less than the
//! service and counts nothing; and the same as the service's: any word where fewer than three entries have every one,
//! with the counts of the three facets, in one statement.

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

/// With so many entries that have every word, the service looks no further.
const ENOUGH: i64 = 3;

/// A row found: the code and the name of an entry, as a list shows it.
pub type Line = (String, String);

/// The texts of the edition in force: the id of the version, its code, its name and all it says.
const IN_FORCE: &str = "select v.id, v.entry_code, v.name, v.content, v.owner_id, v.sector,
    case when v.open_items > 0 then 'open' when v.default_items > 0 then 'default' when v.specific_items > 0 then 'specific' else 'none' end
    from edition_entry ee join entry_version v on v.id = ee.version_id
    where ee.edition_id = (select id from edition where stage = 'issued' order by effective_from desc, id desc limit 1)";

#[derive(Clone)]
enum Database {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// What is asked.
#[derive(Clone, Copy)]
pub enum Asking {
    /// Entries with every word.
    Every,
    /// As the service does: the other words too where too few entries have every one, and the facets.
    Same,
}

impl Asking {
    pub const ALL: [Self; 2] = [Self::Every, Self::Same];

    /// Where the peer answers so.
    pub fn path(self) -> &'static str {
        match self {
            Self::Every => "/every",
            Self::Same => "/same",
        }
    }
}

/// The queries of the database for every word and for any. Folded words are letters and digits, so nothing in them has a
/// meaning.
fn queries(database: &Database, text: &str) -> [String; 2] {
    let (and, or) = match database {
        Database::Sqlite(_) => (" ", " OR "),
        Database::Postgres(_) => (" & ", " | "),
    };
    let words = words(text);
    [words.join(and), words.join(or)]
}

/// An entry as it is indexed: what is shown of it, and its folded words.
struct Text {
    id: i64,
    code: String,
    shown: String,
    name: String,
    items: String,
    body: String,
    /// Owner, sector and form.
    facets: [String; 3],
}

impl Text {
    fn of(id: i64, [code, name, content]: [String; 3], facets: [String; 3]) -> Outcome<Self> {
        let content: Value = serde_json::from_str(&content)?;
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
            facets,
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
            .map(|row| {
                let text = |at: usize| row.try_get(at);
                Text::of(row.try_get(0)?, [text(1)?, text(2)?, text(3)?], [text(4)?, text(5)?, text(6)?])
            })
            .collect();
        let texts = texts?;
        sqlx::query("drop table if exists bare_text").execute(&pool).await?;
        sqlx::query(
            "create table bare_text (id bigint primary key, code text not null, shown text not null, owner text not null,
                sector text not null, form text not null, doc tsvector not null)",
        )
        .execute(&pool)
        .await?;
        let mut tx = pool.begin().await?;
        for text in &texts {
            sqlx::query(
                "insert into bare_text values ($1, $2, $3, $4, $5, $6, setweight(to_tsvector('simple', $7), 'A') ||
                    setweight(to_tsvector('simple', $8), 'B') || to_tsvector('simple', $9))",
            )
            .bind(text.id)
            .bind(&text.code)
            .bind(&text.shown)
            .bind(&text.facets[0])
            .bind(&text.facets[1])
            .bind(&text.facets[2])
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
    sqlx::query(
        "create virtual table bare_text using fts5(code unindexed, shown unindexed, owner unindexed, sector unindexed,
            form unindexed, name, items, body)",
    )
    .execute(&pool)
    .await?;
    let mut tx = pool.begin().await?;
    for row in &rows {
        let column = |at: usize| row.try_get(at);
        let facets = [column(4)?, column(5)?, column(6)?];
        let text = Text::of(row.try_get(0)?, [column(1)?, column(2)?, column(3)?], facets)?;
        sqlx::query(
            "insert into bare_text (rowid, code, shown, owner, sector, form, name, items, body)
                values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(text.id)
        .bind(&text.code)
        .bind(&text.shown)
        .bind(&text.facets[0])
        .bind(&text.facets[1])
        .bind(&text.facets[2])
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

/// Serves both at the paths of [`Asking`], how many entries each finds under `/count`, and prints the address it listens at.
pub async fn serve(bare: &str) -> Outcome {
    let database = if bare.starts_with("postgres") {
        Database::Postgres(PgPool::connect(bare).await?)
    } else {
        Database::Sqlite(SqlitePool::connect(bare).await?)
    };
    let every = async move |State(database): State<Database>, Query(asked): Query<Asked>| {
        told(best(&database, &queries(&database, &asked.q)[0]).await)
    };
    let same = async move |State(database): State<Database>, Query(asked): Query<Asked>| {
        told(same(&database, &queries(&database, &asked.q)).await)
    };
    let count_every = async move |State(database): State<Database>, Query(asked): Query<Asked>| {
        told(count(&database, &queries(&database, &asked.q)[0]).await)
    };
    let count_same = async move |State(database): State<Database>, Query(asked): Query<Asked>| {
        let [every, any] = queries(&database, &asked.q);
        let found = count(&database, &every).await;
        told(if matches!(found, Ok(entries) if entries < ENOUGH) { count(&database, &any).await } else { found })
    };
    let routes = Router::new()
        .route(Asking::Every.path(), get(every))
        .route(Asking::Same.path(), get(same))
        .route("/count/every", get(count_every))
        .route("/count/same", get(count_same));
    own::serve(routes.with_state(database)).await
}

fn told<T>(found: Result<T, sqlx::Error>) -> Answered<T> {
    found.map(Json).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// The best rows.
async fn best(database: &Database, query: &str) -> Result<Vec<Line>, sqlx::Error> {
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

/// A line of the whole answer: a row, or the value of a facet with how many entries it has.
type Part = (String, String, i64);

/// The best rows and the counts of owners, sectors and forms: of the second query where the first finds too few.
async fn same(database: &Database, [every, any]: &[String; 2]) -> Result<Vec<Part>, sqlx::Error> {
    let found = whole(database, every).await?;
    let rows = found.iter().filter(|(_, _, count)| *count == 0).count();
    if i64::try_from(rows).unwrap_or(ENOUGH) < ENOUGH { whole(database, any).await } else { Ok(found) }
}

async fn whole(database: &Database, query: &str) -> Result<Vec<Part>, sqlx::Error> {
    match database {
        Database::Sqlite(pool) => {
            let whole =
                "with found as materialized (select code, shown, owner, sector, form, rank as place from bare_text
                    where bare_text match $1)
                select * from (select code, shown, 0 from found order by place limit $2)
                union all select owner, 'owner', count(*) from found group by owner
                union all select sector, 'sector', count(*) from found group by sector
                union all select form, 'form', count(*) from found group by form";
            sqlx::query_as(whole).bind(query).bind(ROWS).fetch_all(pool).await
        }
        Database::Postgres(pool) => {
            let whole =
                "with found as materialized (select code, shown, owner, sector, form, ts_rank(doc, wanted) as place
                    from bare_text, to_tsquery('simple', $1) wanted where doc @@ wanted)
                (select code, shown, 0::bigint from found order by place desc limit $2)
                union all select owner, 'owner', count(*) from found group by owner
                union all select sector, 'sector', count(*) from found group by sector
                union all select form, 'form', count(*) from found group by form";
            sqlx::query_as(whole).bind(query).bind(ROWS).fetch_all(pool).await
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
