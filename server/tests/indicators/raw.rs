//! Raw SQL over the tables, in the words of either database.

use sqlx::{AssertSqlSafe, PgPool, SqlitePool};

/// A second way to the rows.
pub enum Raw {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Raw {
    /// The numbers that a query gives, one a row. `{local:x}` is the day of a moment in Vietnam, `{days:a,b}` the days from
    /// one day to another.
    pub async fn numbers(&self, query: &str) -> Vec<i64> {
        let mut sql = query.to_owned();
        let postgres = matches!(self, Self::Postgres(_));
        while let Some(start) = sql.find("{local:") {
            let end = start + sql[start..].find('}').expect("an end");
            let column = &sql[start + 7..end];
            let day = if postgres {
                format!("({column} at time zone 'Asia/Ho_Chi_Minh')::date")
            } else {
                format!("date({column}, '+7 hours')")
            };
            sql.replace_range(start..=end, &day);
        }
        while let Some(start) = sql.find("{days:") {
            let end = start + sql[start..].find('}').expect("an end");
            let (from, to) = sql[start + 6..end].split_once(';').expect("two days");
            let days =
                if postgres { format!("({to} - {from})") } else { format!("(julianday({to}) - julianday({from}))") };
            sql.replace_range(start..=end, &days);
        }
        let sql = AssertSqlSafe(format!("select cast(n as bigint) from ({sql}) as found"));
        let rows: Vec<(i64,)> = match self {
            Self::Sqlite(pool) => sqlx::query_as(sql).fetch_all(pool).await.expect(query),
            Self::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await.expect(query),
        };
        rows.into_iter().map(|(number,)| number).collect()
    }

    pub async fn number(&self, query: &str) -> i64 {
        self.numbers(query).await.first().copied().unwrap_or(0)
    }

    /// Whether a content lacks what decree 47/2020, article 11(4), demands of an entry.
    pub fn lacks(&self, content: &str) -> String {
        let texts = [
            "name",
            "purpose",
            "scope",
            "content",
            "legal_basis",
            "collection_mechanism",
            "update_frequency",
            "source",
        ];
        let (text, items): (fn(&str, &str) -> String, String) = match self {
            Self::Sqlite(_) => (
                |content, field| format!("json_extract({content}, '$.{field}')"),
                format!(
                    "json_array_length({content}, '$.items') = 0 or exists (select 1 from json_each({content}, '$.items') i \
                     where trim(json_extract(i.value, '$.name')) = '')"
                ),
            ),
            Self::Postgres(_) => (
                |content, field| format!("({content}::jsonb ->> '{field}')"),
                format!(
                    "jsonb_array_length({content}::jsonb -> 'items') = 0 or exists (select 1 from \
                     jsonb_array_elements({content}::jsonb -> 'items') i where trim(i ->> 'name') = '')"
                ),
            ),
        };
        let empty = texts.iter().map(|field| format!("trim({}) = '' or ", text(content, field)));
        format!("{}{items}", empty.collect::<String>())
    }
}
