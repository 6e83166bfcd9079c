//! How current every entry in force is: its duties to refresh, added up by the database.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::duty::{
    AgencyFreshness, DutyKind, DutyState, EntryFreshness, Freshness, FreshnessPage, Refreshes, arrange,
};
use domain::id::{AgencyId, EntryCode};
use domain::page::{Page, PageRequest};
use domain::text::sort_key;
use sea_orm::sea_query::{CaseStatement, Condition, Expr, ExprTrait, SimpleExpr};
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect};
use strum::IntoEnumIterator;
use time::Date;

use super::list::{Scope, Window, scope};
use super::stands;
use crate::entity::duty;
use crate::owners::owners_on;
use crate::{Result, Store};

/// Agencies on a page.
const ROWS: u32 = 30;

/// The duties to refresh of an entry, added up.
#[derive(FromQueryResult)]
struct Added {
    entry_code: String,
    last: Option<Date>,
    overdue: Option<Date>,
    next: Option<Date>,
}

/// The first of the last days of those that stand so.
fn first_due(standing: Condition) -> SimpleExpr {
    let due: SimpleExpr = CaseStatement::new().case(standing, Expr::col(duty::Column::DueOn)).into();
    due.min()
}

impl Store {
    /// Every agency with its entries in force and how current each is; an agency's people see their own. `only` leaves the
    /// entries that stand so; pages count from 1.
    ///
    /// # Errors
    /// Refused to anonymous visitors.
    pub async fn freshness(&self, actor: &Actor, only: Option<Freshness>, page: u32) -> Result<FreshnessPage> {
        let scope = scope(actor)?;
        let window = self.window(actor).await?;
        let mut agencies = self.agencies_freshness(&scope, window).await?;
        let entries = || agencies.iter().flat_map(|row| &row.entries);
        let count = |one: Freshness| u32::try_from(entries().filter(|entry| entry.freshness == one).count());
        let counts = Freshness::iter().map(|one| (one, count(one).unwrap_or(u32::MAX))).collect();
        arrange(&mut agencies, only);
        let page = PageRequest::new(page, ROWS);
        let total = agencies.len() as u64;
        let from = usize::try_from(page.offset()).unwrap_or(usize::MAX);
        let items = agencies.into_iter().skip(from).take(ROWS as usize).collect();
        let watches = matches!(scope, Scope::All);
        let agencies = Page { items, total, number: page.number(), rows: page.rows() };
        Ok(FreshnessPage { at: actor.at, counts, agencies, watches })
    }

    /// By agency, in the order of their names.
    async fn agencies_freshness(&self, scope: &Scope, window: Window) -> Result<Vec<AgencyFreshness>> {
        let Some(edition) = self.current_edition(window.today).await? else { return Ok(Vec::new()) };
        let owners = owners_on(self.read(), window.today).await?;
        let refreshes = self.refreshes(window).await?;
        let mut rows: BTreeMap<AgencyId, Vec<EntryFreshness>> = BTreeMap::new();
        for row in self.outlined(edition.id).await? {
            // As on the board: what nobody answers for is nobody's.
            let Some(owner) = owners.get(&row.entry_code) else { continue };
            if matches!(scope, Scope::Own(own) if own != owner) {
                continue;
            }
            let of_it = refreshes.get(&row.entry_code).copied().unwrap_or_default();
            let code = EntryCode(row.entry_code);
            let entry = EntryFreshness::new(code, row.name, &of_it, window.today, window.soon_until);
            rows.entry(owner.clone()).or_default().push(entry);
        }
        let book = self.book().await?;
        let refer = |(id, entries)| AgencyFreshness { agency: book.refer(&id, window.today), entries };
        let mut rows: Vec<AgencyFreshness> = rows.into_iter().map(refer).collect();
        rows.sort_by_cached_key(|row| sort_key(&row.agency.name));
        Ok(rows)
    }

    /// By entry.
    async fn refreshes(&self, Window { today, soon_until }: Window) -> Result<BTreeMap<String, Refreshes>> {
        use duty::Column as C;
        let coming = [DutyState::DueSoon, DutyState::Upcoming].map(|state| stands(state, today, soon_until));
        let coming = coming.into_iter().fold(Condition::any(), Condition::add);
        let rows = duty::Entity::find()
            .select_only()
            .column(C::EntryCode)
            .expr_as(Expr::col(C::DoneOn).max(), "last")
            .expr_as(first_due(stands(DutyState::Late, today, soon_until)), "overdue")
            .expr_as(first_due(coming), "next")
            .filter(C::Kind.eq(DutyKind::Refresh.to_string()))
            .group_by(C::EntryCode)
            .into_model::<Added>()
            .all(self.read())
            .await?;
        let refreshes =
            |Added { entry_code, last, overdue, next }| (entry_code, Refreshes { any: true, last, overdue, next });
        Ok(rows.into_iter().map(refreshes).collect())
    }
}
