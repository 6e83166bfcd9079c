//! The course of a campaign: what happened to it as a whole, in the order in which it did.

use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator;
use time::{Date, OffsetDateTime};

use crate::agency::AgencyRef;
use crate::workflow::{CampaignMove, CampaignStage, next_campaign};

/// Something that happened to a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happened {
    Moved(CampaignMove),
    /// An agency was given more time.
    Extended {
        agency: AgencyRef,
        due_on: Date,
    },
}

/// The same, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignEvent {
    pub what: Happened,
    pub at: OffsetDateTime,
    pub who: String,
    /// Why, or by which paper; empty where there is neither, or where the person who looks may not read it.
    pub note: String,
}

/// The move that leads from one stage to another, where one does.
pub fn move_between(from: CampaignStage, to: CampaignStage) -> Option<CampaignMove> {
    CampaignMove::iter().find(|attempted| next_campaign(from, *attempted).is_ok_and(|next| next == to))
}

/// The executive office gave the draft back, and it was not laid before it since. `events`: oldest first.
pub fn standing_return(events: &[CampaignEvent]) -> Option<&CampaignEvent> {
    use CampaignMove::{Abandon, Conclude, Return, Submit};
    let of_draft = |event: &&CampaignEvent| matches!(event.what, Happened::Moved(Submit | Return | Conclude | Abandon));
    let last = events.iter().rev().find(of_draft);
    last.filter(|event| event.what == Happened::Moved(Return))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn two_stages_tell_the_move() {
        for from in CampaignStage::iter() {
            for attempted in CampaignMove::iter() {
                if let Ok(to) = next_campaign(from, attempted) {
                    assert_eq!(move_between(from, to), Some(attempted), "{from} {to}");
                }
            }
        }
        assert_eq!(move_between(CampaignStage::Open, CampaignStage::Open), None);
    }

    #[test]
    fn a_return_stands_until_the_draft_is_laid_again() {
        use CampaignMove::{Abandon, Close, Compile, Conclude, Open, Reopen, Return, Submit};
        let way = |moves: &[CampaignMove]| -> Option<String> {
            let event = |(number, one): (usize, &CampaignMove)| CampaignEvent {
                what: Happened::Moved(*one),
                at: datetime!(2026-11-26 00:00 UTC),
                who: String::new(),
                note: number.to_string(),
            };
            let events: Vec<CampaignEvent> = moves.iter().enumerate().map(event).collect();
            standing_return(&events).map(|event| event.note.clone())
        };
        for (moves, stands) in [
            (&[][..], None),
            (&[Open, Close, Compile, Submit], None),
            (&[Submit, Return], Some("1")),
            (&[Submit, Return, Reopen, Close, Compile], Some("1")),
            (&[Submit, Return, Submit], None),
            (&[Submit, Return, Submit, Return], Some("3")),
            (&[Submit, Return, Submit, Conclude], None),
            (&[Submit, Return, Abandon], None),
        ] {
            assert_eq!(way(moves).as_deref(), stands, "{moves:?}");
        }
    }
}
