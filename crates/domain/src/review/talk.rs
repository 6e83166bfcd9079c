//! What is asked and answered about a point, so that an answer need not go back for a question.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};
use time::OffsetDateTime;

use crate::account::Actor;
use crate::policy::{Act, Answers, Refusal, authorize};

/// The most that is said about one point.
pub const MESSAGES_MAX: usize = 40;

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The coordinator, who asks.
    Appraiser,
    /// The agency whose answer it is.
    Agency,
}

/// A question about a point, or an answer to one. Never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    pub side: Side,
    pub text: String,
    pub who: String,
    pub at: OffsetDateTime,
}

/// For whom an actor speaks about a point of an agency's answers.
///
/// # Errors
/// Who neither appraises nor writes the agency's answers may not.
pub fn side_of(actor: &Actor, answers: Answers<'_>) -> Result<Side, Refusal> {
    match authorize(actor, &Act::Appraise(answers)) {
        Ok(()) => Ok(Side::Appraiser),
        Err(_) => authorize(actor, &Act::EditResponse(answers.of)).map(|()| Side::Agency),
    }
}

/// Whose turn it is; nobody's where nothing was asked, or the point is decided.
pub fn waits_on(talk: &[Message], decided: bool) -> Option<Side> {
    let last = talk.last().filter(|_| !decided)?;
    Some(match last.side {
        Side::Appraiser => Side::Agency,
        Side::Agency => Side::Appraiser,
    })
}

/// Whether a side may speak: the coordinator of a point without a verdict, the agency once it was asked.
pub fn may_say(side: Side, talk: &[Message], decided: bool) -> bool {
    !decided && (side == Side::Appraiser || !talk.is_empty())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    fn talk(sides: &[Side]) -> Vec<Message> {
        let said = |side: &Side| Message {
            side: *side,
            text: "?".to_owned(),
            who: String::new(),
            at: datetime!(2026-11-26 00:00 UTC),
        };
        sides.iter().map(said).collect()
    }

    #[test]
    fn whose_turn_it_is() {
        use Side::{Agency, Appraiser};
        for (sides, decided, turn, asks, answers) in [
            (&[][..], false, None, true, false),
            (&[Appraiser], false, Some(Agency), true, true),
            (&[Appraiser, Agency], false, Some(Appraiser), true, true),
            (&[Appraiser, Agency, Appraiser], false, Some(Agency), true, true),
            // The agency may add to what it said.
            (&[Appraiser, Agency, Agency], false, Some(Appraiser), true, true),
            (&[], true, None, false, false),
            (&[Appraiser], true, None, false, false),
            (&[Appraiser, Agency], true, None, false, false),
        ] {
            let talk = talk(sides);
            assert_eq!(waits_on(&talk, decided), turn, "{sides:?} {decided}");
            assert_eq!(may_say(Appraiser, &talk, decided), asks, "{sides:?} {decided}");
            assert_eq!(may_say(Agency, &talk, decided), answers, "{sides:?} {decided}");
        }
    }
}
