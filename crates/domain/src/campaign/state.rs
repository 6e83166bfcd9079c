//! How a campaign stands, closer than its stage tells it: what its opinions, its dossier and its moves say beside it is
//! told anew each time, and nothing is moved for it.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use crate::edition::{DraftSigns, EditionSigns, EditionState};
use crate::workflow::{CampaignStage, EditionStage};

/// How a campaign stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    Planned,
    Open,
    /// Open, and other agencies are asked for their opinion on answers (article 8.2).
    Consulting,
    Closed,
    Consolidated,
    /// The draft is whole, its submission has a number.
    Finalised,
    Submitted,
    /// The executive office gave the draft back.
    Returned,
    Concluded,
    /// A round of changes ended without a decision.
    Abandoned,
}

/// What tells states of one stage apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CampaignSigns {
    /// An opinion is waited for, on an answer with points to decide.
    pub consulting: bool,
    pub draft: DraftSigns,
    pub abandoned: bool,
}

impl CampaignState {
    pub fn of(stage: CampaignStage, signs: CampaignSigns) -> Self {
        let of_draft =
            || EditionState::of(EditionStage::Compiling, EditionSigns { draft: signs.draft, amended: false });
        match stage {
            CampaignStage::Planned => Self::Planned,
            CampaignStage::Open if signs.consulting => Self::Consulting,
            CampaignStage::Open => Self::Open,
            CampaignStage::Closed => Self::Closed,
            CampaignStage::Consolidated => match of_draft() {
                EditionState::Finalised => Self::Finalised,
                EditionState::Returned => Self::Returned,
                _ => Self::Consolidated,
            },
            CampaignStage::Submitted => Self::Submitted,
            CampaignStage::Concluded if signs.abandoned => Self::Abandoned,
            CampaignStage::Concluded => Self::Concluded,
        }
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn every_stage_with_every_sign() {
        let mut table = String::new();
        for stage in CampaignStage::iter() {
            for marks in 0..16_u8 {
                let [consulting, returned, finalised, abandoned] = [8, 4, 2, 1].map(|mark| marks & mark > 0);
                let signs = CampaignSigns { consulting, draft: DraftSigns { returned, finalised }, abandoned };
                let state = CampaignState::of(stage, signs);
                if state.to_string() != stage.to_string() {
                    table.push_str(&format!("{stage} {marks:04b} {state}\n"));
                }
            }
        }
        let told = |stage: &str, state: &str, marks: &[&str]| -> String {
            marks.iter().map(|marks| format!("{stage} {marks} {state}\n")).collect()
        };
        let consulting = ["1000", "1001", "1010", "1011", "1100", "1101", "1110", "1111"];
        // What was given back and whose submission was recorded since is whole again.
        let draft = ["0010", "0011", "0100", "0101", "0110", "0111", "1010", "1011", "1100", "1101", "1110", "1111"];
        let draft: String = draft.into_iter().fold(String::new(), |text, marks| {
            let state = if marks[2..].starts_with('1') { "finalised" } else { "returned" };
            text + &told("consolidated", state, &[marks])
        });
        let abandoned = ["0001", "0011", "0101", "0111", "1001", "1011", "1101", "1111"];
        let expected = [told("open", "consulting", &consulting), draft, told("concluded", "abandoned", &abandoned)];
        assert_eq!(table, expected.concat());
    }
}
