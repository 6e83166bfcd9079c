//! A change out of the yearly cycle that an agency asks for (article 8.2).

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoEnumIterator};

use super::{IllegalMove, illegal};

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum RequestStage {
    /// Waits for the coordinator.
    Raised,
    /// A round of changes takes it up: from here on it is answered, approved and appraised as everything is.
    Accepted,
    /// The coordinator refused it, with a reason.
    Rejected,
    /// The agency took it back.
    Withdrawn,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum RequestMove {
    Accept,
    Reject,
    Withdraw,
}

/// The stage after a move of a request.
///
/// # Errors
/// [`IllegalMove`] where the stage does not allow it.
pub fn next_request(stage: RequestStage, attempted: RequestMove) -> Result<RequestStage, IllegalMove> {
    use RequestMove as M;
    use RequestStage as S;
    Ok(match (stage, attempted) {
        (S::Raised, M::Accept) => S::Accepted,
        (S::Raised, M::Reject) => S::Rejected,
        (S::Raised, M::Withdraw) => S::Withdrawn,
        (S::Accepted | S::Rejected | S::Withdrawn, _) => return illegal(stage, attempted),
    })
}

/// The moves that a request's stage allows.
pub fn request_moves(stage: RequestStage) -> Vec<RequestMove> {
    RequestMove::iter().filter(|attempted| next_request(stage, *attempted).is_ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_and_move() {
        let mut table = String::new();
        for stage in RequestStage::iter() {
            for attempted in RequestMove::iter() {
                let then = next_request(stage, attempted).map_or("never".to_owned(), |then| then.to_string());
                table.push_str(&format!("{stage} {attempted}: {then}\n"));
            }
        }
        let expected = "\
raised accept: accepted
raised reject: rejected
raised withdraw: withdrawn
accepted accept: never
accepted reject: never
accepted withdraw: never
rejected accept: never
rejected reject: never
rejected withdraw: never
withdrawn accept: never
withdrawn reject: never
withdrawn withdraw: never
";
        assert_eq!(table, expected);
    }
}
