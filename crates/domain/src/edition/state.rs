//! How an edition stands, closer than its stage tells it.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::{Date, OffsetDateTime};

use super::EditionRef;
use crate::workflow::{CampaignMove, EditionStage};

/// How an edition stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum EditionState {
    Compiling,
    /// The draft is whole, its submission has a number.
    Finalised,
    Submitted,
    /// The executive office gave the draft back.
    Returned,
    /// The decision was made, its first day is still to come: see [`EditionState::on`].
    Upcoming,
    Issued,
    /// What came after it amends it, and took the place of none of it but what it names.
    Amended,
    Superseded,
}

/// What tells states of a draft apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DraftSigns {
    /// It came back from the executive office, and was not compiled since.
    pub returned: bool,
    /// The number and date of its submission were recorded since it was compiled or came back.
    pub finalised: bool,
}

impl DraftSigns {
    /// `made`: the last move that brought the draft to where it is worked on; `recorded`: when the dossier was recorded last
    /// with a submission in it.
    pub fn of(made: Option<(CampaignMove, OffsetDateTime)>, recorded: Option<OffsetDateTime>) -> Self {
        let finalised = made.zip(recorded).is_some_and(|((_, at), recorded)| recorded > at);
        Self { returned: made.is_some_and(|(made, _)| made == CampaignMove::Return), finalised }
    }
}

/// What tells states of one stage apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EditionSigns {
    pub draft: DraftSigns,
    /// See [`is_amended`].
    pub amended: bool,
}

impl EditionState {
    pub fn of(stage: EditionStage, signs: EditionSigns) -> Self {
        match stage {
            EditionStage::Compiling if signs.draft.finalised => Self::Finalised,
            EditionStage::Compiling if signs.draft.returned => Self::Returned,
            EditionStage::Compiling => Self::Compiling,
            EditionStage::Submitted => Self::Submitted,
            EditionStage::Issued => Self::Issued,
            EditionStage::Superseded if signs.amended => Self::Amended,
            EditionStage::Superseded => Self::Superseded,
        }
    }

    /// The same on a day: a decision that is made ahead is in force from its own first day, and what it amends or replaces
    /// until the day before; what is replaced on its own first day never is.
    #[must_use]
    pub fn on(self, edition: &EditionRef, day: Date) -> Self {
        let first = edition.decision.as_ref().map(|decision| decision.effective_from);
        match self {
            other if !edition.is_ever_in_force() => other,
            Self::Issued | Self::Amended | Self::Superseded if first.is_some_and(|first| first > day) => Self::Upcoming,
            Self::Amended | Self::Superseded if edition.effective_to.is_some_and(|last| last >= day) => Self::Issued,
            other => other,
        }
    }
}

/// Whether an edition was amended and not replaced: `after` are the editions that came after it, of each its number among
/// those that amend.
pub fn is_amended(after: impl IntoIterator<Item = Option<u8>>) -> bool {
    let mut after = after.into_iter().peekable();
    after.peek().is_some() && after.all(|amendment| amendment.is_some())
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;
    use time::macros::{date, datetime};

    use super::*;
    use crate::edition::Decision;
    use crate::id::EditionId;

    #[test]
    fn every_stage_with_every_sign() {
        let mut table = String::new();
        for stage in EditionStage::iter() {
            for marks in 0..8_u8 {
                let [returned, finalised, amended] = [4, 2, 1].map(|mark| marks & mark > 0);
                let signs = EditionSigns { draft: DraftSigns { returned, finalised }, amended };
                let state = EditionState::of(stage, signs);
                if state.to_string() != stage.to_string() {
                    table.push_str(&format!("{stage} {marks:03b} {state}\n"));
                }
            }
        }
        let expected = "\
compiling 010 finalised
compiling 011 finalised
compiling 100 returned
compiling 101 returned
compiling 110 finalised
compiling 111 finalised
superseded 001 amended
superseded 011 amended
superseded 101 amended
superseded 111 amended
";
        assert_eq!(table, expected);
    }

    #[test]
    fn made_ahead_it_waits_for_its_first_day() {
        use EditionState as S;
        let edition = |first: Option<Date>, effective_to: Option<Date>| EditionRef {
            id: EditionId(1),
            year: 2026,
            amendment: None,
            stage: EditionStage::Issued,
            decision: first.map(|first| Decision {
                number: String::new(),
                date: first,
                effective_from: first,
                signer: String::new(),
                signer_title: String::new(),
            }),
            effective_to,
        };
        let (first, last) = (date!(2026 - 12 - 01), date!(2026 - 12 - 31));
        for (state, edition, [before, within, after]) in [
            (S::Compiling, edition(None, None), [S::Compiling; 3]),
            (S::Submitted, edition(None, None), [S::Submitted; 3]),
            (S::Issued, edition(Some(first), None), [S::Upcoming, S::Issued, S::Issued]),
            (S::Amended, edition(Some(first), Some(last)), [S::Upcoming, S::Issued, S::Amended]),
            (S::Superseded, edition(Some(first), Some(last)), [S::Upcoming, S::Issued, S::Superseded]),
            (S::Superseded, edition(Some(first), first.previous_day()), [S::Superseded; 3]),
        ] {
            assert_eq!(state.on(&edition, date!(2026 - 11 - 30)), before, "{state}");
            for day in [first, last] {
                assert_eq!(state.on(&edition, day), within, "{state} {day}");
            }
            assert_eq!(state.on(&edition, date!(2027 - 01 - 01)), after, "{state}");
        }
    }

    #[test]
    fn what_a_draft_says_of_itself() {
        use CampaignMove::{Compile, Return};
        let (first, then) = (datetime!(2026-11-24 03:00 UTC), datetime!(2026-11-25 03:00 UTC));
        for (made, recorded, [returned, finalised]) in [
            (None, None, [false, false]),
            (None, Some(first), [false, false]),
            (Some((Compile, first)), None, [false, false]),
            (Some((Compile, first)), Some(then), [false, true]),
            // Compiled anew: the submission speaks of what stood before.
            (Some((Compile, then)), Some(first), [false, false]),
            (Some((Return, then)), Some(first), [true, false]),
            (Some((Return, first)), Some(then), [true, true]),
        ] {
            assert_eq!(DraftSigns::of(made, recorded), DraftSigns { returned, finalised }, "{made:?} {recorded:?}");
        }
    }

    #[test]
    fn amended_until_a_whole_catalog_follows() {
        for (after, amended) in [
            (&[][..], false),
            (&[Some(1)], true),
            (&[Some(1), Some(2)], true),
            (&[None], false),
            (&[Some(1), None], false),
        ] {
            assert_eq!(is_amended(after.iter().copied()), amended, "{after:?}");
        }
    }
}
