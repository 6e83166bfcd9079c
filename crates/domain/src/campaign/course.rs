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
    /// Several were, at once.
    ExtendedAll {
        agencies: u32,
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

/// The times in which a campaign was closed and nobody could answer: each from the day on which it was closed to that on
/// which it took answers again. `moves`: the stages between which it moved and the day, oldest first.
pub fn closed_times(moves: impl IntoIterator<Item = (CampaignStage, CampaignStage, Date)>) -> Vec<(Date, Date)> {
    let mut closed_on = None;
    let mut times = Vec::new();
    for (from, to, day) in moves {
        match (from.takes_answers(), to.takes_answers()) {
            (true, false) => closed_on = Some(day),
            (false, true) => times.extend(closed_on.take().map(|closed_on| (closed_on, day))),
            (true, true) | (false, false) => {}
        }
    }
    times
}

/// The executive office gave the draft back, and it was not laid before it since. `events`: oldest first.
pub fn standing_return(events: &[CampaignEvent]) -> Option<&CampaignEvent> {
    use CampaignMove::{Abandon, Conclude, Return, Submit};
    let of_draft = |event: &&CampaignEvent| matches!(event.what, Happened::Moved(Submit | Return | Conclude | Abandon));
    let last = events.iter().rev().find(of_draft);
    last.filter(|event| event.what == Happened::Moved(Return))
}

/// A draft that is older than what may have been decided since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overtaken {
    pub compiled_at: OffsetDateTime,
    /// When the campaign first took answers again after that.
    pub reopened_at: OffsetDateTime,
}

/// Whether the draft is overtaken: its campaign took answers again, and it was not compiled since. `moves`: oldest first.
pub fn overtaken(moves: impl IntoIterator<Item = (CampaignMove, OffsetDateTime)>) -> Option<Overtaken> {
    use CampaignMove as M;
    let (mut compiled, mut found) = (None, None);
    for (made, at) in moves {
        match made {
            M::Compile => (compiled, found) = (Some(at), None),
            M::Reopen => {
                let since = compiled.map(|compiled_at| Overtaken { compiled_at, reopened_at: at });
                found = found.or(since);
            }
            M::Open | M::Close | M::Submit | M::Return | M::Conclude | M::Abandon => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

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
    fn a_campaign_is_closed_from_its_closing_to_its_reopening() {
        use CampaignStage::{Closed, Consolidated, Open, Planned, Submitted};
        let day = |number: u8| date!(2026 - 12 - 01).replace_day(number).expect("a day of December");
        for (moves, times) in [
            (&[(Planned, Open, 1)][..], &[][..]),
            // Closed still: nobody knows until when.
            (&[(Planned, Open, 1), (Open, Closed, 4)], &[]),
            (&[(Planned, Open, 1), (Open, Closed, 4), (Closed, Open, 9)], &[(4, 9)]),
            (&[(Open, Closed, 4), (Closed, Consolidated, 5), (Consolidated, Open, 5)], &[(4, 5)]),
            (
                &[
                    (Open, Closed, 4),
                    (Closed, Open, 4),
                    (Open, Closed, 7),
                    (Closed, Consolidated, 8),
                    (Consolidated, Submitted, 9),
                    (Submitted, Consolidated, 14),
                    (Consolidated, Open, 15),
                ],
                &[(4, 4), (7, 15)],
            ),
        ] {
            let expected: Vec<(Date, Date)> = times.iter().map(|(from, to)| (day(*from), day(*to))).collect();
            let moved = moves.iter().map(|(from, to, number)| (*from, *to, day(*number)));
            assert_eq!(closed_times(moved), expected, "{moves:?}");
        }
    }

    #[test]
    fn a_draft_is_overtaken_from_a_reopening_until_it_is_compiled_again() {
        use CampaignMove::{Abandon, Close, Compile, Conclude, Open, Reopen, Return, Submit};
        let start = datetime!(2026-11-26 00:00 UTC);
        let hours = |at: OffsetDateTime| (at - start).whole_hours();
        for (moves, found) in [
            (&[][..], None),
            (&[Open, Close, Reopen, Close], None),
            (&[Open, Close, Reopen, Close, Compile], None),
            (&[Open, Close, Compile, Reopen], Some((2, 3))),
            (&[Open, Close, Compile, Reopen, Close, Reopen, Close], Some((2, 3))),
            (&[Open, Close, Compile, Compile, Reopen], Some((3, 4))),
            (&[Open, Close, Compile, Reopen, Close, Compile], None),
            (&[Open, Close, Compile, Submit, Return], None),
            (&[Open, Close, Compile, Submit, Return, Reopen], Some((2, 5))),
            (&[Open, Close, Compile, Submit, Conclude], None),
            // Compiled, and ended without a decision: with that draft, or after it was overtaken.
            (&[Open, Close, Compile, Abandon], None),
            (&[Open, Close, Compile, Reopen, Abandon], Some((2, 3))),
        ] {
            let moved = (0..).zip(moves).map(|(hour, made)| (*made, start + time::Duration::hours(hour)));
            let told = overtaken(moved).map(|one| (hours(one.compiled_at), hours(one.reopened_at)));
            assert_eq!(told, found, "{moves:?}");
        }
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
