//! The annex of the Chairman's decision: the catalog as officials write it.

mod items;
mod layout;
mod read;
mod write;

pub use read::read_annex;
pub use write::{write_annex, write_extract};
