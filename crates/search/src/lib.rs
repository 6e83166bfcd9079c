//! The search of the catalog, in memory: an index of one edition, which never changes, and beside it what changes by day
//! (who answers for an entry, what agencies are called, the administrator's table of synonyms). The same on every
//! database, since no database knows Vietnamese.
//!
//! [`Index`] holds the words of the entries by field, with and without marks. [`Overlay`] holds the rest.
//! [`Index::search`] understands a query (`query`), finds the entries that have its words or the best part of them
//! (`matching`), and ranks them (`rank`, `weigh`): by field, exact marks above folded ones, phrases above scattered words.

mod bits;
mod column;
mod correct;
mod document;
mod index;
mod matching;
mod overlay;
mod pairs;
mod query;
mod rank;
mod search;
mod sets;
mod slip;
mod stop;
mod suggest;
mod syllable;
mod term;
mod thesaurus;
mod typing;
mod weigh;
mod word;

pub use document::{Document, Owned};
pub use index::{Builder, Index};
pub use overlay::{AgencyNames, Overlay};
pub use search::{Facets, Filter, Found, Order, Results};
pub use suggest::Suggestion;
