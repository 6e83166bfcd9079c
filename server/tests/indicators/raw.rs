//! Raw SQL over the tables, in the words of either database.

use sqlx::{AssertSqlSafe, PgPool, SqlitePool};

/// A second way to the rows.
pub enum Raw {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// An agency (empty of what is the province's), and what a case adds to the part and to the whole; where agencies are told
/// apart, in place of the whole a number for each.
pub type Case = (String, i64, i64);

impl Raw {
    /// What a query gives as `agency`, `part` and `whole`. `{local:x}` is the day of a moment in Vietnam, `{days:a;b}` the
    /// days from one day to another.
    pub async fn cases(&self, query: &str) -> Vec<Case> {
        let sql = self.written(query);
        let sql = AssertSqlSafe(format!(
            "select cast(agency as text), cast(part as bigint), cast(whole as bigint) from ({sql}) as found"
        ));
        match self {
            Self::Sqlite(pool) => sqlx::query_as(sql).fetch_all(pool).await.expect(query),
            Self::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await.expect(query),
        }
    }

    /// Whether a query gives anything.
    pub async fn has(&self, query: &str) -> bool {
        let counted = format!("select '' as agency, count(*) as part, 1 as whole from ({query}) as rows_of");
        self.cases(&counted).await.iter().any(|case| case.1 > 0)
    }

    fn written(&self, query: &str) -> String {
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
        sql
    }

    /// The items of a content, one a row, under the name `i`.
    fn each_item(&self, content: &str) -> String {
        match self {
            Self::Sqlite(_) => format!("json_each({content}, '$.items') i"),
            Self::Postgres(_) => format!("jsonb_array_elements({content}::jsonb -> 'items') i"),
        }
    }

    /// How many items a content has.
    pub fn items(&self, content: &str) -> String {
        format!("(select count(*) from {})", self.each_item(content))
    }

    /// How many of them have a form somewhere in their matrix, and none of the wider ones.
    pub fn items_shared(&self, content: &str, form: &str, wider: &[&str]) -> String {
        let has = |form: &str| match self {
            Self::Sqlite(_) => {
                format!("exists (select 1 from json_each(i.value, '$.matrix') m where m.value = '{form}')")
            }
            Self::Postgres(_) => {
                format!("exists (select 1 from jsonb_each_text(i -> 'matrix') m where m.value = '{form}')")
            }
        };
        let but: String = wider.iter().map(|form| format!(" and not {}", has(form))).collect();
        format!("(select count(*) from {} where {}{but})", self.each_item(content), has(form))
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
                     where trim(json_extract(i.value, '$.name')) = '') or not exists (select 1 from \
                     json_each({content}, '$.items') i, json_each(i.value, '$.matrix') m where m.value <> 'none')"
                ),
            ),
            Self::Postgres(_) => (
                |content, field| format!("({content}::jsonb ->> '{field}')"),
                format!(
                    "jsonb_array_length({content}::jsonb -> 'items') = 0 or exists (select 1 from \
                     jsonb_array_elements({content}::jsonb -> 'items') i where trim(i ->> 'name') = '') or not exists \
                     (select 1 from jsonb_array_elements({content}::jsonb -> 'items') as i (item), \
                     jsonb_each_text(i.item -> 'matrix') as m (class, form) where m.form <> 'none')"
                ),
            ),
        };
        let empty = texts.iter().map(|field| format!("trim({}) = '' or ", text(content, field)));
        format!("({}{items})", empty.collect::<String>())
    }
}
