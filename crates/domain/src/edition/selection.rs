//! A part of an edition that is taken along: as a workbook, as a flat file, as records.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{ContentGroup, EditionContent, EditionRef};
use crate::agency::AgencyRef;
use crate::catalog::{EntryContent, Lists};
use crate::id::EntryCode;

/// The most entries of one export.
pub const EXPORT_ENTRIES_MAX: u32 = 20_000;

/// One entry of a selection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selected {
    pub code: EntryCode,
    /// Who answers for it on the day that is told of: see [`crate::catalog::EntryFilter::told_on`].
    pub agency: AgencyRef,
    /// The owner, as the decision names it.
    pub decided: AgencyRef,
    pub content: EntryContent,
    /// Its place in the annex: the agency's position, and its own within.
    pub place: (i32, i32),
}

/// Entries of one edition, in the order that was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    pub edition: EditionRef,
    /// Nothing was left out.
    pub whole: bool,
    pub entries: Vec<Selected>,
    pub lists: Lists,
}

impl Selection {
    /// The selection as an annex: by agency in the decision's words, in the order of the edition.
    pub fn by_agency(mut self) -> EditionContent {
        self.entries.sort_by_key(|one| one.place);
        let mut groups: Vec<ContentGroup> = Vec::new();
        let mut current = None;
        for one in self.entries {
            if current.replace(one.place.0) != Some(one.place.0) {
                groups.push(ContentGroup { agency: one.decided, entries: Vec::new() });
            }
            if let Some(group) = groups.last_mut() {
                group.entries.push((one.code, Arc::new(one.content)));
            }
        }
        EditionContent { edition: self.edition, groups, lists: self.lists }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{AgencyId, EditionId};
    use crate::workflow::EditionStage;

    #[test]
    fn an_annex_is_by_agency_whatever_the_order() {
        let one = |code: &str, agency: &str, place| Selected {
            code: EntryCode::from(code),
            agency: AgencyRef { id: AgencyId::from("today"), name: "today".to_owned() },
            decided: AgencyRef { id: AgencyId::from(agency), name: agency.to_owned() },
            content: EntryContent::default(),
            place,
        };
        let edition = EditionRef {
            amendment: None,
            id: EditionId(1),
            year: 2024,
            stage: EditionStage::Issued,
            decision: None,
            effective_to: None,
        };
        let entries = vec![one("C", "y", (1, 0)), one("B", "x", (0, 1)), one("A", "x", (0, 0))];
        let annex = Selection { edition, whole: false, entries, lists: Lists::default() }.by_agency();
        let told: Vec<(&str, Vec<&str>)> = annex
            .groups
            .iter()
            .map(|group| (group.agency.name.as_str(), group.entries.iter().map(|(code, _)| code.as_str()).collect()))
            .collect();
        assert_eq!(told, [("x", vec!["A", "B"]), ("y", vec!["C"])]);
    }
}
