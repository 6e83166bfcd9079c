//! Who may do what. All of it: one function, one match. `store` enforces it beside the data; pages ask it only to hide.
//!
//! Rights hang on roles and on the functions that an agency holds on the day (never on an agency's name): an appraiser
//! appraises only while the account's agency is the coordinator. What one may not see answers 404, not 403.

use serde::{Deserialize, Serialize};
use strum::Display;
use thiserror::Error;

use crate::account::{Actor, Role};
use crate::agency::Function;
use crate::id::{AccountId, AgencyId};

/// An agency's answers in a review, to be appraised: nobody appraises those of their own agency. The coordinating
/// department's own are appraised by the executive office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answers<'a> {
    /// The agency that answers.
    pub of: &'a AgencyId,
    /// It is the one that coordinates on the day, or was merged into that one.
    pub coordinates: bool,
}

/// Something that a person wants to do. Reading what is public needs no act.
#[derive(Clone, Debug, PartialEq, Eq, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Act<'a> {
    /// See the board of a campaign, its agencies and numbers.
    SeeCampaign,
    /// See the answers of an agency.
    SeeResponse(&'a AgencyId),
    /// Write the agency's answers, and lay them before the head (article 16.3).
    EditResponse(&'a AgencyId),
    /// Approve and send, or give back to the officer (article 18.1). `drafted_by`: who laid them before the head.
    ApproveResponse { agency: &'a AgencyId, drafted_by: Option<&'a AccountId> },
    /// Ask for a change of the agency's entries out of the yearly cycle, or take the request back (article 8.2).
    RaiseChange(&'a AgencyId),
    /// See the queue of the appraisal.
    SeeQueue,
    /// Decide on points of an agency's answers, return or accept them, ask other agencies for their opinion (articles 8.2,
    /// 16.2).
    Appraise(Answers<'a>),
    /// Give an opinion in the name of an agency that was asked for it (article 8.2).
    GiveOpinion(&'a AgencyId),
    /// See what an agency was asked about another one's answers, and what it said.
    SeeOpinion { asked: &'a AgencyId, of: &'a AgencyId },
    /// See every opinion of a review in one table.
    SeeOpinions,
    /// Open, close, reopen and compile a campaign, and decide on requests for changes out of the yearly cycle (article 8.2).
    ManageCampaign,
    /// See a draft edition and its comparison.
    SeeDraft,
    /// Record the decision, or give the draft back (article 3.3).
    IssueEdition,
    /// Bring an annex into the catalog as an edition.
    ImportCatalog,
    /// Load agencies, holidays and other reference lists.
    ManageReference,
    /// Keep the registers: national databases (article 5.3), legal documents.
    ManageRegisters,
    /// Say whether an answer of the agency duplicates another database (article 5.3).
    SettleOverlap(Answers<'a>),
    /// See what an entry in force of the agency may duplicate, why, and what was settled of it (article 5.3).
    SeeOverlaps(&'a AgencyId),
    /// See every likely duplicate of the catalog, and settle those of entries in force.
    WatchOverlaps,
    /// Create and reset accounts (article 14.2).
    ManageAccounts,
    /// The leaders' dashboard (article 13).
    SeeLeaders,
    /// Read the audit log.
    SeeAudit,
    /// See the duties of an agency and its figures (articles 9, 16.1).
    SeeDuties(&'a AgencyId),
    /// See those of every agency on one board (article 14.2).
    WatchDuties,
    /// Record that a duty of the agency is done, with evidence (article 16.1).
    FulfilDuty(&'a AgencyId),
    /// Excuse a duty, or open one again, with a reason (article 14.2).
    ExcuseDuty,
    /// Set the targets of indicators, and close a period (articles 14.2, 14.4).
    ManageIndicators,
    /// See a report of an agency; of the coordinator also the consolidated one (articles 14.4, 18.3).
    SeeReport(&'a AgencyId),
    /// See how every agency stands with its report, and the consolidated one (article 14.4).
    WatchReports,
    /// Write the agency's section of the yearly report, and lay it before the head (articles 16.3, 18.3).
    WriteReport(&'a AgencyId),
    /// Approve a report of the agency, or give it back (article 18.1). `drafted_by`: who laid it before the head.
    ApproveReport { agency: &'a AgencyId, drafted_by: Option<&'a AccountId> },
    /// Accept an agency's report, or return it (article 14.4): nobody does of their own agency's.
    TakeReport(Answers<'a>),
    /// Write the consolidated report (article 14.4).
    Consolidate,
    /// Tell who is an agency's focal point, and where the office is reached (article 16.3; decree 47/2020, article 7).
    EditContact(&'a AgencyId),
}

/// Why something is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error, Serialize, Deserialize, strum::EnumString, Display)]
pub enum Refusal {
    /// Nobody is signed in: 401.
    SignIn,
    /// The person may not know that it exists: 404.
    Hidden,
    /// The person may see it and not do it: 403.
    Forbidden,
}

/// Whether `actor` may do `act`.
///
/// # Errors
/// The [`Refusal`] to answer with.
pub fn authorize(actor: &Actor, act: &Act<'_>) -> Result<(), Refusal> {
    if actor.is_system {
        let loads = matches!(
            act,
            Act::ImportCatalog | Act::ManageReference | Act::ManageRegisters | Act::ManageAccounts | Act::SeeAudit
        );
        return allow(loads, Refusal::Forbidden);
    }
    let Some(account) = &actor.account else { return Err(Refusal::SignIn) };
    let own = |agency: &AgencyId| account.agency.as_ref().is_some_and(|mine| mine.id == *agency);
    let role = account.role;
    let appraiser = role == Role::Appraiser && actor.holds(Function::Coordinator);
    let clerk = role == Role::Clerk && actor.holds(Function::ExecutiveOffice);
    let watches = appraiser || clerk || role == Role::Leader || role == Role::Administrator;
    let appraises = |answers: &Answers<'_>| !own(answers.of) && if answers.coordinates { clerk } else { appraiser };
    match act {
        Act::SeeCampaign => Ok(()),
        Act::SeeResponse(agency) | Act::SeeDuties(agency) | Act::SeeReport(agency) => {
            allow(watches || own(agency), Refusal::Hidden)
        }
        Act::EditResponse(agency) | Act::RaiseChange(agency) | Act::FulfilDuty(agency) | Act::WriteReport(agency) => {
            allow(watches || own(agency), Refusal::Hidden)?;
            allow(role == Role::Officer && own(agency), Refusal::Forbidden)
        }
        Act::ApproveResponse { agency, drafted_by } | Act::ApproveReport { agency, drafted_by } => {
            allow(watches || own(agency), Refusal::Hidden)?;
            let drafter = drafted_by.is_some_and(|drafter| *drafter == account.id);
            allow(role == Role::Head && own(agency) && !drafter, Refusal::Forbidden)
        }
        Act::SeeQueue => allow(appraiser || clerk, Refusal::Forbidden),
        Act::Appraise(answers) => allow(appraises(answers), Refusal::Forbidden),
        Act::GiveOpinion(asked) => {
            allow(watches || own(asked), Refusal::Hidden)?;
            allow(matches!(role, Role::Officer | Role::Head) && own(asked), Refusal::Forbidden)
        }
        Act::SeeOpinion { asked, of } => allow(watches || own(asked) || own(of), Refusal::Hidden),
        Act::ManageCampaign | Act::ExcuseDuty | Act::WatchOverlaps => allow(appraiser, Refusal::Forbidden),
        Act::SeeDraft | Act::SeeOpinions => allow(appraiser || clerk || role == Role::Leader, Refusal::Hidden),
        Act::IssueEdition => {
            allow(appraiser || clerk || role == Role::Leader, Refusal::Hidden)?;
            allow(clerk, Refusal::Forbidden)
        }
        Act::ImportCatalog => allow(appraiser, Refusal::Forbidden),
        Act::ManageRegisters => allow(appraiser || role == Role::Administrator, Refusal::Forbidden),
        Act::SettleOverlap(answers) => {
            allow(watches || own(answers.of), Refusal::Hidden)?;
            allow(appraises(answers) || (role == Role::Officer && own(answers.of)), Refusal::Forbidden)
        }
        Act::SeeOverlaps(agency) => {
            allow(appraiser || (matches!(role, Role::Officer | Role::Head) && own(agency)), Refusal::Hidden)
        }
        Act::ManageReference | Act::ManageAccounts => allow(role == Role::Administrator, Refusal::Hidden),
        Act::SeeLeaders | Act::WatchDuties | Act::WatchReports => allow(watches, Refusal::Hidden),
        Act::ManageIndicators | Act::Consolidate => {
            allow(watches, Refusal::Hidden)?;
            allow(appraiser, Refusal::Forbidden)
        }
        Act::TakeReport(answers) => {
            allow(watches || own(answers.of), Refusal::Hidden)?;
            allow(appraises(answers), Refusal::Forbidden)
        }
        Act::SeeAudit => allow(role == Role::Administrator, Refusal::Hidden),
        Act::EditContact(agency) => {
            let own = own(agency) && matches!(role, Role::Officer | Role::Head);
            allow(appraiser || own, Refusal::Forbidden)
        }
    }
}

fn allow(condition: bool, otherwise: Refusal) -> Result<(), Refusal> {
    if condition { Ok(()) } else { Err(otherwise) }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;
    use time::macros::datetime;

    use super::*;
    use crate::account::Account;
    use crate::agency::AgencyRef;

    /// What each role may do: the table that the documents show. `+` allowed, `-` forbidden (403), `.` hidden (404),
    /// `!` sign in first (401). «own» and «other» tell whose response it is; the appraiser's and the clerk's agencies
    /// hold their functions, and «lapsed» shows an appraiser whose agency no longer does.
    const TABLE: &str = include_str!("policy/table.txt");

    fn actor(role: Role, functions: &[Function]) -> Actor {
        let agency = AgencyRef { id: AgencyId::from("own"), name: String::new() };
        let account = Account {
            id: AccountId::from("me"),
            username: String::new(),
            name: String::new(),
            role,
            agency: Some(agency),
        };
        Actor {
            account: Some(account),
            is_system: false,
            functions: functions.to_vec(),
            at: datetime!(2026-11-24 00:00 UTC),
        }
    }

    #[test]
    fn every_role_and_act() {
        let (own, other) = (AgencyId::from("own"), AgencyId::from("other"));
        let (me, them) = (AccountId::from("me"), AccountId::from("them"));
        let acts = [
            ("see_campaign", Act::SeeCampaign),
            ("see_response own", Act::SeeResponse(&own)),
            ("see_response other", Act::SeeResponse(&other)),
            ("edit_response own", Act::EditResponse(&own)),
            ("edit_response other", Act::EditResponse(&other)),
            ("approve_response own", Act::ApproveResponse { agency: &own, drafted_by: Some(&them) }),
            ("approve_response own, drafted", Act::ApproveResponse { agency: &own, drafted_by: Some(&me) }),
            ("approve_response other", Act::ApproveResponse { agency: &other, drafted_by: Some(&them) }),
            ("raise_change own", Act::RaiseChange(&own)),
            ("raise_change other", Act::RaiseChange(&other)),
            ("see_queue", Act::SeeQueue),
            ("appraise own", Act::Appraise(Answers { of: &own, coordinates: false })),
            ("appraise other", Act::Appraise(Answers { of: &other, coordinates: false })),
            ("appraise own, coordinates", Act::Appraise(Answers { of: &own, coordinates: true })),
            ("appraise other, coordinates", Act::Appraise(Answers { of: &other, coordinates: true })),
            ("give_opinion own", Act::GiveOpinion(&own)),
            ("give_opinion other", Act::GiveOpinion(&other)),
            ("see_opinion own", Act::SeeOpinion { asked: &own, of: &other }),
            ("see_opinion of own", Act::SeeOpinion { asked: &other, of: &own }),
            ("see_opinion other", Act::SeeOpinion { asked: &other, of: &other }),
            ("see_opinions", Act::SeeOpinions),
            ("manage_campaign", Act::ManageCampaign),
            ("see_draft", Act::SeeDraft),
            ("issue_edition", Act::IssueEdition),
            ("import_catalog", Act::ImportCatalog),
            ("manage_reference", Act::ManageReference),
            ("manage_registers", Act::ManageRegisters),
            ("settle_overlap own", Act::SettleOverlap(Answers { of: &own, coordinates: false })),
            ("settle_overlap other", Act::SettleOverlap(Answers { of: &other, coordinates: false })),
            ("settle_overlap coordinator", Act::SettleOverlap(Answers { of: &other, coordinates: true })),
            ("see_overlaps own", Act::SeeOverlaps(&own)),
            ("see_overlaps other", Act::SeeOverlaps(&other)),
            ("watch_overlaps", Act::WatchOverlaps),
            ("manage_accounts", Act::ManageAccounts),
            ("see_leaders", Act::SeeLeaders),
            ("see_audit", Act::SeeAudit),
            ("see_duties own", Act::SeeDuties(&own)),
            ("see_duties other", Act::SeeDuties(&other)),
            ("watch_duties", Act::WatchDuties),
            ("fulfil_duty own", Act::FulfilDuty(&own)),
            ("fulfil_duty other", Act::FulfilDuty(&other)),
            ("excuse_duty", Act::ExcuseDuty),
            ("manage_indicators", Act::ManageIndicators),
            ("see_report own", Act::SeeReport(&own)),
            ("see_report other", Act::SeeReport(&other)),
            ("watch_reports", Act::WatchReports),
            ("write_report own", Act::WriteReport(&own)),
            ("write_report other", Act::WriteReport(&other)),
            ("approve_report own", Act::ApproveReport { agency: &own, drafted_by: Some(&them) }),
            ("approve_report own, drafted", Act::ApproveReport { agency: &own, drafted_by: Some(&me) }),
            ("approve_report other", Act::ApproveReport { agency: &other, drafted_by: Some(&them) }),
            ("take_report own", Act::TakeReport(Answers { of: &own, coordinates: false })),
            ("take_report other", Act::TakeReport(Answers { of: &other, coordinates: false })),
            ("take_report own, coordinates", Act::TakeReport(Answers { of: &own, coordinates: true })),
            ("take_report coordinator", Act::TakeReport(Answers { of: &other, coordinates: true })),
            ("consolidate", Act::Consolidate),
            ("edit_contact own", Act::EditContact(&own)),
            ("edit_contact other", Act::EditContact(&other)),
        ];
        let mut actors = vec![("anonymous".to_owned(), Actor::anonymous(datetime!(2026-11-24 00:00 UTC)))];
        for role in Role::iter() {
            let functions: &[Function] = match role {
                Role::Appraiser => &[Function::Coordinator],
                Role::Clerk => &[Function::ExecutiveOffice],
                Role::Officer | Role::Head | Role::Leader | Role::Administrator => &[],
            };
            actors.push((role.to_string(), actor(role, functions)));
        }
        actors.push(("lapsed".to_owned(), actor(Role::Appraiser, &[])));
        actors.push(("system".to_owned(), Actor::system(datetime!(2026-11-24 00:00 UTC))));
        let mut table = format!("{:32}", "");
        for (name, _) in &actors {
            table.push_str(&format!("{name:15}"));
        }
        for (name, act) in &acts {
            table = format!("{}\n{name:32}", table.trim_end());
            for (_, actor) in &actors {
                let mark = match authorize(actor, act) {
                    Ok(()) => "+",
                    Err(Refusal::Forbidden) => "-",
                    Err(Refusal::Hidden) => ".",
                    Err(Refusal::SignIn) => "!",
                };
                table.push_str(&format!("{mark:15}"));
            }
        }
        let table = table.trim_end().to_owned() + "\n";
        println!("{table}");
        assert_eq!(table, TABLE, "the table in policy/table.txt is not what the rules say");
    }
}
