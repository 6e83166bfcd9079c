//! Changes of the catalog out of the yearly cycle (article 8.2): what an agency asks for, what the coordinator opens, and
//! what a reorganisation of agencies leaves to be done.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::ScopeRow;
use super::key::{CampaignKey, CampaignKind};
use crate::agency::{AgencyRef, EventKind};
use crate::id::{AgencyId, ChangeRequestId, EntryCode};
use crate::review::{AnswerKind, ResponsePage};
use crate::workflow::{CampaignMove, RequestStage};

/// The most entries that one request or one round names.
pub const NAMED_ENTRIES_MAX: usize = 200;

impl CampaignKind {
    /// Whether an entry without an answer keeps the agency from laying its answers before the head. Where it does not,
    /// an agency that changes nothing has nothing to lay.
    pub fn wants_every_answer(self) -> bool {
        self == Self::Annual
    }

    /// Whether an answer is appraised. «Keep» is what a round of changes does with all that is not answered.
    pub fn appraises(self, kind: AnswerKind) -> bool {
        self == Self::Annual || kind != AnswerKind::Keep
    }

    /// Whether a campaign of this kind may make a move at all: the yearly review ends with a decision and no other way.
    pub fn allows(self, attempted: CampaignMove) -> bool {
        self == Self::Amending || attempted != CampaignMove::Abandon
    }

    /// Under which agency an entry is reviewed: the yearly review lists it under the one that answers for it today, a
    /// round of changes as the decision in force has it, so that what nobody touches stays as it is.
    pub fn owner<'a>(self, stated: &'a AgencyId, answering: &'a AgencyId) -> &'a AgencyId {
        match self {
            Self::Annual => answering,
            Self::Amending => stated,
        }
    }
}

/// Where an accepted request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Into a round of its own.
    NewRound,
    /// Into the round of changes that takes answers now.
    Join(CampaignKey),
    /// This one must end first.
    Blocked(CampaignKey),
}

/// Where a request goes, with the campaign that has not ended, whether that takes answers, and whether it asks the
/// agency already.
pub fn placement(unfinished: Option<(CampaignKey, bool)>, asks_agency: bool) -> Placement {
    match unfinished {
        None => Placement::NewRound,
        Some((key, true)) if key.is_amending() && !asks_agency => Placement::Join(key),
        Some((key, _)) => Placement::Blocked(key),
    }
}

/// What the coordinator opens a round of changes with, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendmentDraft {
    pub reason: String,
    pub letter_number: String,
    pub letter_date: String,
    pub due_on: String,
    /// The agencies that are asked.
    #[serde(default)]
    pub agencies: Vec<AgencyId>,
    /// Codes of the entries that they are asked of, between commas; empty for all of theirs.
    #[serde(default)]
    pub codes: String,
}

/// The same, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAmendment {
    pub reason: String,
    pub letter_number: String,
    pub letter_date: Date,
    pub due_on: Date,
    pub agencies: Vec<AgencyId>,
    pub codes: Vec<EntryCode>,
}

/// What an agency asks for, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestDraft {
    pub reason: String,
    pub letter_number: String,
    pub letter_date: String,
    /// The entries that it is about; none for new ones only, or for any.
    #[serde(default)]
    pub codes: Vec<EntryCode>,
}

/// The same, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRequest {
    pub reason: String,
    pub letter_number: String,
    pub letter_date: Date,
    pub codes: Vec<EntryCode>,
}

/// An entry by code and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedEntry {
    pub code: EntryCode,
    pub name: String,
}

/// A request of an agency, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRequest {
    pub id: ChangeRequestId,
    pub agency: AgencyRef,
    pub stage: RequestStage,
    pub version: i64,
    pub reason: String,
    pub letter_number: String,
    pub letter_date: Date,
    pub entries: Vec<NamedEntry>,
    pub raised_by: String,
    pub raised_at: OffsetDateTime,
    pub decided_by: String,
    pub decided_at: Option<OffsetDateTime>,
    /// The coordinator's reason of a rejection.
    pub answer: String,
    /// The round that took it up.
    pub campaign: Option<CampaignKey>,
}

/// An agency that may raise a request, with the entries it answers for today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendmentScope {
    pub agency: AgencyRef,
    pub entries: Vec<NamedEntry>,
}

/// A reorganisation after which entries in force still stand under an agency that ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSuccession {
    pub event: String,
    pub date: Date,
    pub kind: EventKind,
    pub legal_document: String,
    pub from: Vec<AgencyRef>,
    pub to: Vec<AgencyRef>,
    pub entries: u32,
}

/// The page of the changes out of the yearly cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendmentsPage {
    pub requests: Vec<ChangeRequest>,
    /// The person's own agency, where the person may raise a request for it.
    pub own: Option<AmendmentScope>,
    pub may_manage: bool,
    /// For the coordinator: whom a round may ask, and the reorganisations that left something to do.
    pub scope: Vec<ScopeRow>,
    pub successions: Vec<OpenSuccession>,
    /// What has not ended yet.
    pub unfinished: Option<CampaignKey>,
}

/// An entry that stands under an agency that ended, and to whom it may go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuccessionEntry {
    pub entry: NamedEntry,
    pub stands_under: AgencyRef,
    /// The successor that answers for it today, where there is no choice.
    pub suggested: Option<AgencyId>,
}

/// The page from which ownership is moved in bulk after a reorganisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuccessionPage {
    pub succession: OpenSuccession,
    pub entries: Vec<SuccessionEntry>,
    pub unfinished: Option<CampaignKey>,
}

/// The bulk transfer as typed: the round, and the successor of each entry; empty for none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuccessionDraft {
    pub reason: String,
    pub letter_number: String,
    pub letter_date: String,
    pub due_on: String,
    #[serde(default)]
    pub to: Vec<SuccessionChoice>,
}

/// The successor chosen for one entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuccessionChoice {
    pub code: EntryCode,
    #[serde(default)]
    pub agency: AgencyId,
}

/// The same, checked: the round, and the entries that go to a successor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSuccession {
    pub round: NewAmendment,
    pub to: Vec<(EntryCode, AgencyId)>,
}

impl ResponsePage {
    /// How much the agency changes or proposes.
    pub fn changes(&self) -> usize {
        let said = self.answers.iter().chain(&self.proposals).filter_map(|answer| answer.draft.as_ref());
        said.filter(|draft| draft.kind != AnswerKind::Keep).count()
    }
}

/// Codes written between commas, semicolons, spaces or lines.
pub fn codes_of(text: &str) -> Vec<EntryCode> {
    let mut codes: Vec<EntryCode> = Vec::new();
    for code in text.split(|c: char| c == ',' || c == ';' || c.is_whitespace()).filter(|code| !code.is_empty()) {
        let code = EntryCode(code.to_uppercase());
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn what_each_kind_of_campaign_asks() {
        let mut table = String::new();
        let (stated, answering) = (AgencyId::from("stated"), AgencyId::from("answering"));
        for kind in [CampaignKind::Annual, CampaignKind::Amending] {
            let appraised: Vec<String> =
                AnswerKind::iter().filter(|one| kind.appraises(*one)).map(|one| one.to_string()).collect();
            let every = kind.wants_every_answer();
            let owner = kind.owner(&stated, &answering);
            let moves = CampaignMove::iter().filter(|one| !kind.allows(*one));
            let never: Vec<String> = moves.map(|one| one.to_string()).collect();
            table
                .push_str(&format!("{kind:?}: every answer {every}, under {owner}, appraises {}", appraised.join(" ")));
            table.push_str(&format!(", never: {}\n", never.join(" ")).replace(": \n", ": nothing\n"));
        }
        let expected = "\
Annual: every answer true, under answering, appraises keep modify withdraw merge transfer propose, never: abandon
Amending: every answer false, under stated, appraises modify withdraw merge transfer propose, never: nothing
";
        assert_eq!(table, expected);
    }

    #[test]
    fn where_a_request_goes() {
        let annual = CampaignKey::annual(2026);
        let round = CampaignKey::amending(2026, 1).expect("a key");
        for (unfinished, asks, expected) in [
            (None, false, Placement::NewRound),
            (Some((round, true)), false, Placement::Join(round)),
            // Its answers there are being appraised already.
            (Some((round, true)), true, Placement::Blocked(round)),
            (Some((round, false)), false, Placement::Blocked(round)),
            // The yearly review asks every agency: the change belongs into its answers.
            (Some((annual, true)), true, Placement::Blocked(annual)),
            (Some((annual, true)), false, Placement::Blocked(annual)),
            (Some((annual, false)), false, Placement::Blocked(annual)),
        ] {
            assert_eq!(placement(unfinished, asks), expected, "{unfinished:?} {asks}");
        }
    }

    #[test]
    fn codes_as_people_type_them() {
        let codes = |text| codes_of(text).into_iter().map(|code| code.0).collect::<Vec<_>>().join("|");
        for (text, expected) in [
            ("", ""),
            (" , ;\n", ""),
            ("DC-001", "DC-001"),
            ("dc-001, DC-002;DC-003 DC-004\nDC-001", "DC-001|DC-002|DC-003|DC-004"),
        ] {
            assert_eq!(codes(text), expected, "{text:?}");
        }
    }
}
