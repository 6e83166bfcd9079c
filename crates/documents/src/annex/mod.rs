//! The annex of the Chairman's decision: the catalog as officials write it, read from the layouts that are met.

mod book;
mod consumers;
mod entry;
mod exact;
mod failing;
mod frequency;
mod items;
mod layout;
mod more;
mod other;
mod read;
mod sharing;
mod values;
mod wording;
mod wordings;
mod write;

pub use book::{AnnexBook, read_annex};
pub(crate) use write::{COLUMNS, annex_title, by_number, cells, group_heading, notes, part_heading, with_decision};
pub use write::{write_annex, write_draft_annex, write_extract};
