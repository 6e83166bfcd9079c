//! Rows of the tables, private to this crate. What leaves the crate are domain types; a row never does.

/// One entity module: the row, no relations (queries join by hand where they must).
macro_rules! entity {
    ($name:ident = $table:literal { $($(#[$attr:meta])* $field:ident: $ty:ty,)* }) => {
        pub mod $name {
            use sea_orm::entity::prelude::*;

            #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
            #[sea_orm(table_name = $table)]
            pub struct Model {
                $($(#[$attr])* pub $field: $ty,)*
            }

            #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
            pub enum Relation {}

            impl ActiveModelBehavior for ActiveModel {}
        }
    };
}

mod account_tables;
mod catalog_tables;
mod clock_tables;
mod duty_tables;
mod indicator_tables;
mod reference_tables;
mod register_tables;
mod report_tables;
mod review_tables;
mod usage_tables;

pub(crate) use account_tables::*;
pub(crate) use catalog_tables::*;
pub(crate) use clock_tables::*;
pub(crate) use duty_tables::*;
pub(crate) use indicator_tables::*;
pub(crate) use reference_tables::*;
pub(crate) use register_tables::*;
pub(crate) use report_tables::*;
pub(crate) use review_tables::*;
pub(crate) use usage_tables::*;
