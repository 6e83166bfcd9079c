//! The list of an edition without the contents: all that names, figures and owners need. The contents are nearly all of
//! an edition's bytes, so pages that do not show them do not read them.

use domain::catalog::FormCounts;
use futures::TryStreamExt;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Order, Query, SelectStatement};
use sea_orm::{FromQueryResult, StatementBuilder};

use crate::rows::form_counts;
use crate::{Result, Store};

/// An entry of an edition.
#[derive(FromQueryResult)]
pub(crate) struct Outlined {
    pub entry_code: String,
    pub version_id: i64,
    pub group_position: i32,
    pub name: String,
    pub owner_id: String,
    pub sector: String,
    open_items: i32,
    default_items: i32,
    specific_items: i32,
    none_items: i32,
}

impl Outlined {
    pub(crate) fn forms(&self) -> FormCounts {
        form_counts([self.open_items, self.default_items, self.specific_items, self.none_items])
    }
}

impl Store {
    /// The entries of an edition in the order of the annex.
    pub(crate) async fn outlined(&self, edition: i64) -> Result<Vec<Outlined>> {
        let items = ["open_items", "default_items", "specific_items", "none_items"];
        let of_version = ["name", "owner_id", "sector"].into_iter().chain(items);
        let select = list_of(edition, ["entry_code", "version_id", "group_position"], of_version);
        let statement = StatementBuilder::build(&select, &self.read().get_database_backend());
        // As they come: all at once they would be held as rows of the database too, each value by itself.
        Ok(Outlined::find_by_statement(statement).stream(self.read()).await?.try_collect().await?)
    }
}

/// The list of an edition in the order of the annex: these columns of each entry's place, and these of its version.
pub(super) fn list_of(
    edition: i64,
    of_place: impl IntoIterator<Item = &'static str>,
    of_version: impl IntoIterator<Item = &'static str>,
) -> SelectStatement {
    let (ee, v) = (
        |name: &'static str| (Alias::new("ee"), Alias::new(name)),
        |name: &'static str| (Alias::new("v"), Alias::new(name)),
    );
    let mut select = Query::select();
    select
        .columns(of_place.into_iter().map(ee))
        .columns(of_version.into_iter().map(v))
        .from_as(Alias::new("edition_entry"), Alias::new("ee"))
        .join_as(
            JoinType::InnerJoin,
            Alias::new("entry_version"),
            Alias::new("v"),
            Expr::col(v("id")).equals(ee("version_id")),
        )
        .and_where(Expr::col(ee("edition_id")).eq(edition))
        .order_by(ee("group_position"), Order::Asc)
        .order_by(ee("position"), Order::Asc);
    select
}
