//! The stages of a campaign, of an agency's response and of an edition, and every legal move between them.
//! `store` is the only caller that changes a stage; pages ask [`campaign_moves`] and its kin which buttons to show.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoEnumIterator};
use thiserror::Error;

mod acts;
mod request;

pub use request::{RequestMove, RequestStage, next_request, request_moves};

/// A yearly review, or a round of changes between two (articles 8.2, 16.2).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CampaignStage {
    Planned,
    Open,
    Closed,
    /// The draft edition is compiled.
    Consolidated,
    /// The draft is with the executive office.
    Submitted,
    /// The new edition is in force.
    Concluded,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CampaignMove {
    Open,
    Close,
    /// Back to open, with a reason.
    Reopen,
    Compile,
    Submit,
    /// The executive office gives the draft back.
    Return,
    Conclude,
    /// A round of changes ends without a decision; the reason is kept.
    Abandon,
}

/// One agency's response in a campaign.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ResponseStage {
    NotStarted,
    InProgress,
    /// Complete, waits for the head of the agency (article 18.1).
    AwaitingApproval,
    Submitted,
    Returned,
    Accepted,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ResponseMove {
    /// An answer is written or changed.
    Edit,
    /// The officer lays the answers before the head.
    Propose,
    /// The head gives them back to the officer.
    SendBack,
    /// The head approves: they go to the coordinator.
    Approve,
    /// The coordinator gives a verdict on a point.
    Appraise,
    /// The coordinator returns the response with a comment.
    Return,
    /// The coordinator has settled every point.
    Accept,
}

/// One issue of the catalog.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum EditionStage {
    Compiling,
    Submitted,
    Issued,
    Superseded,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum EditionMove {
    /// To the executive office.
    Submit,
    /// Back to the coordinator.
    Return,
    /// The decision is recorded: in force.
    Issue,
    /// Another edition came into force.
    Supersede,
}

/// A move that the stage does not allow.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("move {attempted} is not allowed at stage {stage}")]
pub struct IllegalMove {
    pub stage: String,
    pub attempted: String,
}

fn illegal<T>(stage: impl ToString, attempted: impl ToString) -> Result<T, IllegalMove> {
    Err(IllegalMove { stage: stage.to_string(), attempted: attempted.to_string() })
}

/// The stage after a move of a campaign.
///
/// # Errors
/// [`IllegalMove`] where the stage does not allow it.
pub fn next_campaign(stage: CampaignStage, attempted: CampaignMove) -> Result<CampaignStage, IllegalMove> {
    use CampaignMove as M;
    use CampaignStage as S;
    Ok(match (stage, attempted) {
        (S::Planned, M::Open) => S::Open,
        (S::Open, M::Close) => S::Closed,
        (S::Closed | S::Consolidated, M::Reopen) => S::Open,
        (S::Closed | S::Consolidated, M::Compile) => S::Consolidated,
        (S::Consolidated, M::Submit) => S::Submitted,
        (S::Submitted, M::Return) => S::Consolidated,
        (S::Submitted, M::Conclude) => S::Concluded,
        (S::Open | S::Closed | S::Consolidated, M::Abandon) => S::Concluded,
        (S::Planned | S::Open | S::Closed | S::Consolidated | S::Submitted | S::Concluded, _) => {
            return illegal(stage, attempted);
        }
    })
}

/// The stage after a move of a response.
///
/// # Errors
/// [`IllegalMove`] where the stage does not allow it.
pub fn next_response(stage: ResponseStage, attempted: ResponseMove) -> Result<ResponseStage, IllegalMove> {
    use ResponseMove as M;
    use ResponseStage as S;
    Ok(match (stage, attempted) {
        (S::NotStarted | S::InProgress, M::Edit) => S::InProgress,
        (S::Returned, M::Edit) => S::Returned,
        (S::InProgress | S::Returned, M::Propose) => S::AwaitingApproval,
        (S::AwaitingApproval, M::SendBack) => S::InProgress,
        (S::AwaitingApproval, M::Approve) => S::Submitted,
        (S::Submitted, M::Appraise) => S::Submitted,
        // While the officer mends what came back, the appraiser works on the rest, and may send back more.
        (S::Returned, M::Appraise | M::Return) => S::Returned,
        (S::Submitted, M::Return) => S::Returned,
        (S::Submitted, M::Accept) => S::Accepted,
        // A verdict may be mended until the campaign is compiled: the response is open to appraisal again.
        (S::Accepted, M::Appraise) => S::Submitted,
        (S::Accepted, M::Return) => S::Returned,
        (S::NotStarted | S::InProgress | S::AwaitingApproval | S::Submitted | S::Returned | S::Accepted, _) => {
            return illegal(stage, attempted);
        }
    })
}

/// The stage after a move of an edition.
///
/// # Errors
/// [`IllegalMove`] where the stage does not allow it.
pub fn next_edition(stage: EditionStage, attempted: EditionMove) -> Result<EditionStage, IllegalMove> {
    use EditionMove as M;
    use EditionStage as S;
    Ok(match (stage, attempted) {
        (S::Compiling, M::Submit) => S::Submitted,
        (S::Submitted, M::Return) => S::Compiling,
        (S::Submitted, M::Issue) => S::Issued,
        (S::Issued, M::Supersede) => S::Superseded,
        (S::Compiling | S::Submitted | S::Issued | S::Superseded, _) => return illegal(stage, attempted),
    })
}

/// The moves that a campaign's stage allows.
pub fn campaign_moves(stage: CampaignStage) -> Vec<CampaignMove> {
    CampaignMove::iter().filter(|attempted| next_campaign(stage, *attempted).is_ok()).collect()
}

/// The moves that a response's stage allows, while its campaign takes answers.
pub fn response_moves(stage: ResponseStage) -> Vec<ResponseMove> {
    ResponseMove::iter().filter(|attempted| next_response(stage, *attempted).is_ok()).collect()
}

/// The moves that an edition's stage allows.
pub fn edition_moves(stage: EditionStage) -> Vec<EditionMove> {
    EditionMove::iter().filter(|attempted| next_edition(stage, *attempted).is_ok()).collect()
}

impl CampaignStage {
    /// Whether nothing is left to be done: the next review may be opened.
    pub fn is_over(self) -> bool {
        campaign_moves(self).is_empty()
    }

    /// Whether agencies may still answer and the coordinator appraise.
    pub fn takes_answers(self) -> bool {
        next_campaign(self, CampaignMove::Close).is_ok()
    }
}

impl EditionStage {
    /// Whether the public sees it.
    pub fn is_public(self) -> bool {
        match self {
            Self::Compiling | Self::Submitted => false,
            Self::Issued | Self::Superseded => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use time::macros::datetime;

    use super::*;
    use crate::account::{Account, Actor, Role};
    use crate::agency::{AgencyRef, Function};
    use crate::id::{AccountId, AgencyId};
    use crate::policy::{Act, Refusal, authorize};

    /// Every stage and move of the three machines, and who may make the move, as the store asks it. `+`
    /// allowed, `-` forbidden (403), `.` hidden (404), `!` sign in first (401). A response is that of the person's own
    /// agency, laid before the head by somebody else. What a stage refuses to everybody stands on a line of its own.
    const TABLE: &str = include_str!("workflow/table.txt");

    fn people() -> Vec<(String, Actor)> {
        let at = datetime!(2026-11-24 00:00 UTC);
        let person = |role: Role| {
            let agency = Some(AgencyRef { id: AgencyId::from("own"), name: String::new() });
            let account =
                Account { id: AccountId::from("me"), username: String::new(), name: String::new(), role, agency };
            let functions = match role {
                Role::Appraiser => vec![Function::Coordinator],
                Role::Clerk => vec![Function::ExecutiveOffice],
                Role::Officer | Role::Head | Role::Leader | Role::Administrator => Vec::new(),
            };
            (role.to_string(), Actor { account: Some(account), is_system: false, functions, at })
        };
        let mut people = vec![("anonymous".to_owned(), Actor::anonymous(at))];
        people.extend(Role::iter().map(person));
        people.push(("system".to_owned(), Actor::system(at)));
        people
    }

    fn mark(actor: &Actor, act: &Act<'_>) -> &'static str {
        match authorize(actor, act) {
            Ok(()) => "+",
            Err(Refusal::Forbidden) => "-",
            Err(Refusal::Hidden) => ".",
            Err(Refusal::SignIn) => "!",
        }
    }

    fn rows<'a, S, M>(machine: &str, next: fn(S, M) -> Result<S, IllegalMove>, act: impl Fn(M) -> Act<'a>) -> String
    where
        S: IntoEnumIterator + Copy + ToString,
        M: IntoEnumIterator + Copy + ToString,
    {
        let people = people();
        let names: String = people.iter().map(|(name, _)| format!(" {name:13}")).collect();
        let mut text = format!("{:18}{:10}{:18}{}\n", machine, "move", "then", names.trim_end());
        for stage in S::iter() {
            let mut refused = Vec::new();
            for attempted in M::iter() {
                let Ok(then) = next(stage, attempted) else {
                    refused.push(attempted.to_string());
                    continue;
                };
                let marks: String =
                    people.iter().map(|(_, actor)| format!(" {:13}", mark(actor, &act(attempted)))).collect();
                let (stage, attempted, then) = (stage.to_string(), attempted.to_string(), then.to_string());
                text.push_str(&format!("{stage:18}{attempted:10}{then:18}{}\n", marks.trim_end()));
            }
            text.push_str(&format!("{:18}never: {}\n", stage.to_string(), refused.join(" ")));
        }
        text
    }

    #[test]
    fn every_stage_move_and_role() {
        let (agency, somebody) = (AgencyId::from("own"), AccountId::from("them"));
        let table = [
            rows("campaign", next_campaign, CampaignMove::act),
            rows("response", next_response, |attempted| attempted.act(&agency, &somebody)),
            rows("edition", next_edition, EditionMove::act),
        ]
        .join("\n");
        println!("{table}");
        assert_eq!(table, TABLE, "the table in workflow/table.txt is not what the rules say");
    }

    /// The stages that can be reached from `from`, `without` some moves.
    fn reached<S, M>(from: S, next: fn(S, M) -> Result<S, IllegalMove>, without: &[M]) -> BTreeSet<S>
    where
        S: Copy + Ord,
        M: IntoEnumIterator + Copy + PartialEq,
    {
        let mut reached = BTreeSet::from([from]);
        let mut open = vec![from];
        while let Some(stage) = open.pop() {
            let moves = M::iter().filter(|attempted| !without.contains(attempted));
            open.extend(moves.filter_map(|attempted| next(stage, attempted).ok()).filter(|then| reached.insert(*then)));
        }
        reached
    }

    #[test]
    fn every_stage_is_reached_and_every_stage_leads_to_the_end() {
        for stage in CampaignStage::iter() {
            assert!(reached(CampaignStage::Planned, next_campaign, &[]).contains(&stage), "{stage}");
            assert!(reached(stage, next_campaign, &[]).contains(&CampaignStage::Concluded), "{stage}");
        }
        for stage in ResponseStage::iter() {
            assert!(reached(ResponseStage::NotStarted, next_response, &[]).contains(&stage), "{stage}");
            assert!(reached(stage, next_response, &[]).contains(&ResponseStage::Accepted), "{stage}");
        }
        for stage in EditionStage::iter() {
            assert!(reached(EditionStage::Compiling, next_edition, &[]).contains(&stage), "{stage}");
            assert!(reached(stage, next_edition, &[]).contains(&EditionStage::Superseded), "{stage}");
        }
    }

    #[test]
    fn nothing_goes_round_the_head_the_coordinator_or_the_executive_office() {
        use ResponseStage as R;
        let unseen = reached(R::NotStarted, next_response, &[ResponseMove::Approve]);
        assert_eq!(unseen, BTreeSet::from([R::NotStarted, R::InProgress, R::AwaitingApproval]));
        let unsettled = reached(R::NotStarted, next_response, &[ResponseMove::Accept]);
        assert!(!unsettled.contains(&R::Accepted));
        let without = [CampaignMove::Compile, CampaignMove::Abandon];
        let uncompiled = reached(CampaignStage::Planned, next_campaign, &without);
        let unclosed = BTreeSet::from([CampaignStage::Planned, CampaignStage::Open, CampaignStage::Closed]);
        assert_eq!(uncompiled, unclosed);
        let undecided = reached(EditionStage::Compiling, next_edition, &[EditionMove::Issue]);
        assert!(undecided.into_iter().all(|stage| !stage.is_public()));
    }

    #[test]
    fn only_a_concluded_campaign_is_over() {
        let over: Vec<CampaignStage> = CampaignStage::iter().filter(|stage| stage.is_over()).collect();
        assert_eq!(over, [CampaignStage::Concluded]);
    }

    #[test]
    fn answers_are_taken_while_the_campaign_is_open() {
        let taking: Vec<CampaignStage> = CampaignStage::iter().filter(|stage| stage.takes_answers()).collect();
        assert_eq!(taking, [CampaignStage::Open]);
    }
}
