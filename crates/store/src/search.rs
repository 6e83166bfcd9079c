//! The search behind the catalog page: folded words over weighted columns, the same on both databases.
//!
//! Every word of the query must begin a word of the name, of the owner's name, of an item, or of the text; or the query
//! is the entry's code. Hits rank by exact marks in the name, then the folded name, then items, then text.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::agency::AgencyRef;
use domain::catalog::{
    EntryContent, EntryFilter, EntryRow, EntrySort, Hit, HitField, Lists, Named, QUERY_CHARS_MAX, SharingForm,
};
use domain::id::{AgencyId, EntryCode};
use domain::text::{clean, fold, nfc, words};
use sea_orm::sea_query::{
    Alias, CaseStatement, Cond, Condition, Expr, ExprTrait, Func, JoinType, Order, Query, SelectStatement,
};
use sea_orm::{ConnectionTrait, FromQueryResult, StatementBuilder};
use time::Date;

use crate::entity::entry_version;
use crate::owners::owners_on;
use crate::reference::{AgencyBook, lists};
use crate::rows::{content, count, forms};
use crate::{Result, Store};

/// The most words of a query that are looked at.
const WORDS_MAX: usize = 12;
/// The most characters of an excerpt.
const EXCERPT_CHARS_MAX: usize = 200;

/// What turns a version into a row of a list, loaded once for all rows.
pub(crate) struct RowParts {
    pub lists: Lists,
    pub book: Arc<AgencyBook>,
    pub owners: BTreeMap<String, AgencyId>,
    pub day: Date,
}

impl RowParts {
    pub(crate) async fn load(store: &Store, day: Date) -> Result<Self> {
        Ok(Self {
            lists: lists(store.read()).await?,
            book: store.book().await?,
            owners: owners_on(store.read(), day).await?,
            day,
        })
    }

    /// Who answers for an entry today.
    pub(crate) fn owner(&self, code: &str, decided: &str) -> AgencyRef {
        let id = self.owners.get(code).cloned().unwrap_or_else(|| AgencyId::from(decided));
        self.book.refer(&id, self.day)
    }

    pub(crate) fn row(&self, version: &entry_version::Model) -> Result<EntryRow> {
        let forms = forms(version);
        Ok(EntryRow {
            code: EntryCode(version.entry_code.clone()),
            name: version.name.clone(),
            owner: self.owner(&version.entry_code, &version.owner_id),
            sector: Named { id: version.sector.clone(), name: self.lists.sector(&version.sector) },
            frequency: Named {
                id: version.update_frequency.clone(),
                name: self.lists.frequency(&version.update_frequency),
            },
            items: forms.total(),
            forms,
            hit: None,
        })
    }
}

/// A part of the filter that a facet leaves out, so that its counts show what choosing another value would give.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Without {
    Nothing,
    Agency,
    Sector,
    Form,
}

/// A query, prepared: its words, and the agencies whose names begin with them.
pub(crate) struct Prepared<'a> {
    filter: &'a EntryFilter,
    edition: i64,
    day: Date,
    words: Vec<(String, Vec<String>)>,
    phrase: String,
    code: String,
    exact: Option<String>,
}

#[derive(FromQueryResult)]
pub(crate) struct Counted {
    pub id: Option<String>,
    pub total: i64,
}

fn v(column: &'static str) -> Expr {
    Expr::col((Alias::new("v"), Alias::new(column)))
}

fn owner() -> Expr {
    Func::coalesce([Expr::col((Alias::new("o"), Alias::new("agency_id"))), v("owner_id")]).into()
}

fn form_column(form: SharingForm) -> &'static str {
    match form {
        SharingForm::Open => "open_items",
        SharingForm::Default => "default_items",
        SharingForm::Specific => "specific_items",
        SharingForm::None => "none_items",
    }
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(filter: &'a EntryFilter, edition: i64, parts: &RowParts) -> Self {
        let query: String = clean(&filter.query).chars().take(QUERY_CHARS_MAX).collect();
        let mut wanted = words(&query);
        wanted.truncate(WORDS_MAX);
        let agencies: Vec<(String, Vec<String>)> =
            parts.book.valid_on(parts.day).map(|agency| (agency.id.to_string(), words(&agency.name))).collect();
        let phrase = wanted.iter().map(|word| format!(" {word}")).collect::<String>();
        let words = wanted
            .into_iter()
            .map(|word| {
                let named = agencies.iter().filter(|(_, names)| names.iter().any(|name| name.starts_with(&word)));
                let named = named.map(|(id, _)| id.clone()).collect();
                (word, named)
            })
            .collect();
        let lower = nfc(&query).to_lowercase();
        let exact = (fold(&lower) != lower).then(|| lower.replace(['%', '_', '\\'], " "));
        Self { filter, edition, day: parts.day, words, phrase, code: lower, exact }
    }

    pub(crate) fn has_query(&self) -> bool {
        !self.words.is_empty()
    }

    /// The entries that the filter leaves, without its columns yet.
    fn matching(&self, without: Without) -> SelectStatement {
        let mut select = Query::select();
        select
            .from_as(Alias::new("edition_entry"), Alias::new("ee"))
            .join_as(
                JoinType::InnerJoin,
                Alias::new("entry_version"),
                Alias::new("v"),
                v("id").equals((Alias::new("ee"), Alias::new("version_id"))),
            )
            .join_as(JoinType::LeftJoin, Alias::new("entry_owner"), Alias::new("o"), self.owner_on())
            .and_where(Expr::col((Alias::new("ee"), Alias::new("edition_id"))).eq(self.edition));
        let mut every_word = Cond::all();
        for (word, agencies) in &self.words {
            let begins = format!("% {word}%");
            let mut any = Cond::any()
                .add(v("fold_name").like(begins.clone()))
                .add(v("fold_items").like(begins.clone()))
                .add(v("fold_text").like(begins));
            if !agencies.is_empty() {
                any = any.add(owner().is_in(agencies.clone()));
            }
            every_word = every_word.add(any);
        }
        if self.has_query() {
            select.cond_where(Cond::any().add(self.is_code()).add(every_word));
        }
        if without != Without::Agency && !self.filter.agency.is_empty() {
            select.and_where(owner().eq(self.filter.agency.clone()));
        }
        if without != Without::Sector && !self.filter.sector.is_empty() {
            select.and_where(v("sector").eq(self.filter.sector.clone()));
        }
        if let Some(form) = self.filter.form.filter(|_| without != Without::Form) {
            select.and_where(v(form_column(form)).gt(0));
        }
        select
    }

    fn owner_on(&self) -> Condition {
        let o = |column: &'static str| Expr::col((Alias::new("o"), Alias::new(column)));
        Cond::all()
            .add(o("entry_code").equals((Alias::new("ee"), Alias::new("entry_code"))))
            .add(o("valid_from").lte(self.day))
            .add(Cond::any().add(o("valid_to").is_null()).add(o("valid_to").gte(self.day)))
    }

    /// The query is the entry's code.
    fn is_code(&self) -> Expr {
        Expr::from(Func::lower(v("entry_code"))).eq(self.code.clone())
    }

    /// How well an entry fits: 0 the best.
    fn rank(&self) -> Expr {
        let mut rank = CaseStatement::new().case(self.is_code(), 0);
        if let Some(exact) = &self.exact {
            rank = rank.case(v("lower_name").like(format!("%{exact}%")), 0);
        }
        let all_in = |column: &'static str| {
            self.words.iter().fold(Cond::all(), |all, (word, _)| all.add(v(column).like(format!("% {word}%"))))
        };
        rank.case(v("fold_name").like(format!("%{} %", self.phrase)), 1)
            .case(v("fold_name").like(format!("%{}%", self.phrase)), 2)
            .case(all_in("fold_name"), 3)
            .case(all_in("fold_items"), 4)
            .finally(5)
            .into()
    }

    /// The versions on one page, and how many there are in all.
    pub(crate) async fn page(
        &self,
        connection: &impl ConnectionTrait,
        offset: u64,
        rows: u64,
    ) -> Result<(Vec<entry_version::Model>, u64)> {
        let mut all = self.matching(Without::Nothing);
        all.expr_as(Expr::val(None::<String>), Alias::new("id"));
        all.expr_as(Expr::col((Alias::new("ee"), Alias::new("entry_code"))).count(), Alias::new("total"));
        let total = counted(connection, &all).await?.first().map_or(0, |row| row.total);
        let mut select = self.matching(Without::Nothing);
        select.expr(Expr::cust("v.*"));
        match self.filter.sort {
            EntrySort::Relevance if self.has_query() => {
                select.order_by_expr(self.rank(), Order::Asc);
            }
            EntrySort::Agency => {
                select.order_by((Alias::new("ee"), Alias::new("group_position")), Order::Asc);
                select.order_by((Alias::new("ee"), Alias::new("position")), Order::Asc);
            }
            EntrySort::Code => {
                select.order_by((Alias::new("v"), Alias::new("entry_code")), Order::Asc);
            }
            EntrySort::Relevance | EntrySort::Name => {}
        }
        select
            .order_by((Alias::new("v"), Alias::new("name_key")), Order::Asc)
            .order_by((Alias::new("v"), Alias::new("entry_code")), Order::Asc)
            .offset(offset)
            .limit(rows);
        let statement = StatementBuilder::build(&select, &connection.get_database_backend());
        let versions = entry_version::Model::find_by_statement(statement).all(connection).await?;
        Ok((versions, u64::from(count(total))))
    }

    /// How many entries each agency has under the other filters.
    pub(crate) async fn by_agency(&self, connection: &impl ConnectionTrait) -> Result<Vec<Counted>> {
        self.grouped(connection, Without::Agency, owner()).await
    }

    /// How many entries each sector has under the other filters.
    pub(crate) async fn by_sector(&self, connection: &impl ConnectionTrait) -> Result<Vec<Counted>> {
        self.grouped(connection, Without::Sector, v("sector")).await
    }

    async fn grouped(&self, connection: &impl ConnectionTrait, without: Without, by: Expr) -> Result<Vec<Counted>> {
        let mut select = self.matching(without);
        select.expr_as(by.clone(), Alias::new("id"));
        select.expr_as(Expr::col((Alias::new("ee"), Alias::new("entry_code"))).count(), Alias::new("total"));
        select.add_group_by([by]);
        counted(connection, &select).await
    }

    /// How many entries have an item of a form under the other filters.
    pub(crate) async fn with_form(&self, connection: &impl ConnectionTrait, form: SharingForm) -> Result<u32> {
        let mut select = self.matching(Without::Form);
        select.and_where(v(form_column(form)).gt(0));
        select.expr_as(Expr::val(None::<String>), Alias::new("id"));
        select.expr_as(Expr::col((Alias::new("ee"), Alias::new("entry_code"))).count(), Alias::new("total"));
        Ok(counted(connection, &select).await?.first().map_or(0, |row| count(row.total)))
    }
}

async fn counted(connection: &impl ConnectionTrait, select: &SelectStatement) -> Result<Vec<Counted>> {
    let statement = StatementBuilder::build(select, &connection.get_database_backend());
    Ok(Counted::find_by_statement(statement).all(connection).await?)
}

/// Where a query was found, the weightiest field first, with a piece of its text.
pub(crate) fn hit(version: &entry_version::Model, owner: &AgencyRef, query: &str) -> Result<Option<Hit>> {
    let wanted = words(query);
    if wanted.is_empty() {
        return Ok(None);
    }
    let content: EntryContent = content(version)?;
    let item = content.items.iter().map(|item| format!("{}: {}", item.name, item.fields));
    let item = item.max_by_key(|text| hits_in(text, &wanted)).unwrap_or_default();
    let fields = [
        (HitField::Name, content.name.clone()),
        (HitField::Items, item),
        (HitField::Owner, owner.name.clone()),
        (HitField::Purpose, content.purpose.clone()),
        (HitField::Content, content.content.clone()),
        (HitField::Scope, content.scope.clone()),
        (HitField::Source, content.source.clone()),
        (HitField::LegalBasis, content.legal_basis.clone()),
    ];
    let best = fields.into_iter().rev().max_by_key(|(_, text)| hits_in(text, &wanted));
    Ok(best.filter(|(_, text)| hits_in(text, &wanted) > 0).map(|(field, text)| {
        // A hit in the name is seen in the heading: the purpose says more beside it.
        let text = if field == HitField::Name { content.purpose } else { text };
        Hit { field, excerpt: excerpt(&text, &wanted) }
    }))
}

fn hits_in(text: &str, wanted: &[String]) -> usize {
    let there = words(text);
    wanted.iter().filter(|word| there.iter().any(|one| one.starts_with(word.as_str()))).count()
}

/// A piece of the text round its first hit, cut at words.
fn excerpt(text: &str, wanted: &[String]) -> String {
    let pieces: Vec<&str> = text.split_whitespace().collect();
    let is_hit =
        |piece: &&str| words(piece).iter().any(|word| wanted.iter().any(|want| word.starts_with(want.as_str())));
    let first = pieces.iter().position(is_hit).unwrap_or(0);
    let mut start = first.saturating_sub(12);
    if pieces.iter().map(|piece| piece.chars().count() + 1).sum::<usize>() <= EXCERPT_CHARS_MAX {
        start = 0;
    }
    let mut out = if start > 0 { "… ".to_owned() } else { String::new() };
    let mut length = 0;
    for (at, piece) in pieces.iter().enumerate().skip(start) {
        length += piece.chars().count() + 1;
        if length > EXCERPT_CHARS_MAX {
            out.push('…');
            return out;
        }
        out.push_str(piece);
        if at + 1 < pieces.len() {
            out.push(' ');
        }
    }
    out
}
