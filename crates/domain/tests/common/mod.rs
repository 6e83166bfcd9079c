//! What several tests begin with.

use domain::catalog::{DataItem, EntryContent};
use domain::id::AgencyId;

/// An entry that lacks nothing, with these items.
pub fn whole(items: Vec<DataItem>) -> EntryContent {
    let text = || "có".to_owned();
    EntryContent {
        name: text(),
        owner: AgencyId::from("so-yt"),
        purpose: text(),
        scope: text(),
        content: text(),
        collection_mechanism: text(),
        source: text(),
        update_frequency: "M1".to_owned(),
        legal_basis: text(),
        items,
        ..EntryContent::default()
    }
}
