use std::collections::BTreeSet;

use time::macros::datetime;

use super::*;
use crate::account::{Account, Actor, Role};
use crate::agency::{AgencyRef, Function};
use crate::id::{AccountId, AgencyId};
use crate::policy::{Act, Answers, Refusal, authorize};

/// Every stage and move of the three machines, and who may make the move, as the store asks it. `+`
/// allowed, `-` forbidden (403), `.` hidden (404), `!` sign in first (401). A response is that of the person's own
/// agency, laid before the head by somebody else. What a stage refuses to everybody stands on a line of its own.
const TABLE: &str = include_str!("table.txt");

fn people() -> Vec<(String, Actor)> {
    let at = datetime!(2026-11-24 00:00 UTC);
    let person = |role: Role| {
        let agency = Some(AgencyRef { id: AgencyId::from("own"), name: String::new() });
        let account = Account { id: AccountId::from("me"), username: String::new(), name: String::new(), role, agency };
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
    let ([own, other], somebody) = (["own", "other"].map(AgencyId::from), AccountId::from("them"));
    let others = Answers { of: &other, coordinates: false };
    let table = [
        rows("campaign", next_campaign, CampaignMove::act),
        rows("response", next_response, |attempted| attempted.act(&own, others, &somebody)),
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

#[test]
fn of_what_was_sent_only_what_came_back_may_be_changed() {
    use ResponseStage as S;
    for (stage, of_all, of_returned) in [
        (S::NotStarted, true, true),
        (S::InProgress, true, true),
        (S::AwaitingApproval, false, false),
        (S::Submitted, false, false),
        (S::Returned, false, true),
        (S::Accepted, false, false),
    ] {
        assert_eq!((may_edit_answer(stage, false), may_edit_answer(stage, true)), (of_all, of_returned), "{stage}");
    }
}
