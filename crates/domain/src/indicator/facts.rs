//! The rows that indicators are made of, as plain as they are stored.

use time::{Date, OffsetDateTime};

use super::{Definition, Indicator, Period, Reach};
use crate::agency::{AgencyRef, Tier};
use crate::catalog::FormCounts;
use crate::duty::{DutyKind, DutyState};
use crate::id::{AgencyId, DutyId, EntryCode};
use crate::usage::UsageKind;

/// An entry of the edition in force at the end of the period, or of the one before it began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryFact {
    pub code: EntryCode,
    pub name: String,
    pub agency: AgencyRef,
    /// The number of its version in the edition in force the day before the period, and in the one at its end.
    pub before: Option<i64>,
    pub after: Option<i64>,
    /// Its items by their widest form, at the end.
    pub forms: FormCounts,
    /// Its data was loaded into the warehouse once, or need not be.
    pub loaded: bool,
    /// At the end of the period it lacks nothing of decree 47/2020, article 11(4).
    pub complete: bool,
}

/// An agency that the yearly review asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseFact {
    pub agency: AgencyRef,
    pub sent: bool,
    /// Working days by which it is late, or was when it was sent.
    pub days_late: u32,
    /// It was returned at least once.
    pub returned: bool,
    /// Days from the opening to the first answer, from there to its acceptance.
    pub answering: Option<u32>,
    pub appraising: Option<u32>,
}

/// A duty whose last day lies in the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyFact {
    pub id: DutyId,
    pub code: EntryCode,
    pub name: String,
    pub kind: DutyKind,
    pub agency: AgencyRef,
    pub due_on: Date,
    pub state: DutyState,
    pub days_late: u32,
}

/// Uses of one kind in the period: of an entry, or of none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UseFact {
    pub kind: UsageKind,
    pub code: Option<EntryCode>,
    pub count: u64,
}

/// Uses of an entry by the people of an agency in the period: views, files taken along, calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsumerFact {
    pub consumer: AgencyRef,
    pub code: EntryCode,
    pub count: u64,
}

/// Searches and visitors of a period since the portal counts them. Of the province alone: nobody's entry is asked for in a
/// search that finds none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountedFact {
    /// Searches since the first day of counting.
    pub searches: u64,
    /// Those that found nothing.
    pub missed: u64,
    /// The words of those that may be told: enough visitors asked for them.
    pub words: Vec<(String, u64)>,
    /// Visitors by the first day of their month: of each day those that differ.
    pub visitors: Vec<(Date, u64)>,
}

/// An agency that the yearly review asks, on the last day of the period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyFact {
    pub agency: AgencyRef,
    pub tier: Tier,
    /// Accounts of focal officers, and how many of them can sign in.
    pub officers: u32,
    pub active: u32,
}

/// Everything that the indicators of a period are made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub period: Period,
    pub at: OffsetDateTime,
    pub today: Date,
    pub entries: Vec<EntryFact>,
    /// The agencies that the yearly review asks; empty where there was none.
    pub responses: Vec<ResponseFact>,
    /// Days from the end of answering to the decision of the yearly review.
    pub concluding: Option<u32>,
    pub duties: Vec<DutyFact>,
    /// Duties that were due before the period and are not done yet: of the running period alone.
    pub overdue: Vec<DutyFact>,
    pub uses: Vec<UseFact>,
    /// `None` of a period of which it is not known which agencies used anything.
    pub consumers: Option<Vec<ConsumerFact>>,
    /// `None` of a period before the counting began.
    pub counted: Option<CountedFact>,
    pub agencies: Vec<AgencyFact>,
}

impl Facts {
    /// Whether these rows tell what an indicator measures.
    pub fn tells(&self, definition: &Definition) -> bool {
        match definition.reach {
            Reach::Kept if definition.indicator.is_of_review() => !self.responses.is_empty(),
            Reach::Kept if definition.indicator.is_of_counting() => self.counted.is_some(),
            Reach::Kept if definition.indicator == Indicator::ConsumerAgencies => self.consumers.is_some(),
            Reach::Kept => true,
            Reach::Present => !self.period.is_over(self.today),
            Reach::NotCollected => false,
        }
    }

    /// The rows of one agency.
    pub fn of(&self, agency: &AgencyId) -> Self {
        let entries: Vec<EntryFact> = self.entries.iter().filter(|one| one.agency.id == *agency).cloned().collect();
        let owns = |code: &EntryCode| entries.iter().any(|entry| entry.code == *code);
        let uses = self.uses.iter().filter(|one| one.code.as_ref().is_some_and(owns)).cloned().collect();
        let of_own = |all: &Vec<ConsumerFact>| all.iter().filter(|one| owns(&one.code)).cloned().collect();
        Self {
            period: self.period,
            at: self.at,
            today: self.today,
            responses: self.responses.iter().filter(|one| one.agency.id == *agency).cloned().collect(),
            // Of the province, not of an agency.
            concluding: None,
            duties: self.duties.iter().filter(|one| one.agency.id == *agency).cloned().collect(),
            overdue: self.overdue.iter().filter(|one| one.agency.id == *agency).cloned().collect(),
            uses,
            consumers: self.consumers.as_ref().map(of_own),
            counted: None,
            agencies: self.agencies.iter().filter(|one| one.agency.id == *agency).cloned().collect(),
            entries,
        }
    }
}
