//! The table of opinions taken up: what was said of which point, and what became of it. Its rows come from the appraisal;
//! other sources add theirs to the same list.

use time::{Date, OffsetDateTime, Time};

use super::Weighed;
use crate::agency::AgencyRef;
use crate::change::{Field, Place};
use crate::consolidate::{SettledAnswer, SettledPoint, is_adopted};
use crate::format::parse_date;
use crate::id::{AgencyId, EntryCode};
use crate::review::opinion::{Handling, OpinionLine, OpinionState};
use crate::review::{AnswerKind, BuildPlan, MinutedAnswer, Point, Side, Verdict};

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// An answer as a whole.
    Answer(AnswerKind),
    /// One point of an answer.
    Place(Place),
    /// What was asked, in its own words.
    Question(String),
}

/// What became of what was proposed or said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Accepted,
    /// Accepted with this value instead.
    OtherValue(String),
    Refused,
    /// Given back, and not sent again: the entry stays as it was.
    GivenBack,
    /// Nothing was decided.
    Open,
    /// An agency that was asked for its opinion: how its request stands, and how remarks were taken up.
    Opinion(OpinionState, Option<Handling>),
}

impl Outcome {
    /// Whether something else stands in the draft than what was proposed.
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::OtherValue(_) | Self::Refused | Self::GivenBack => true,
            Self::Accepted | Self::Open | Self::Opinion(..) => false,
        }
    }
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The coordinator or the agency whose row it is.
    pub side: Side,
    pub text: String,
    pub at: OffsetDateTime,
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpinionRow {
    pub agency: AgencyRef,
    /// `None` of a proposal that got no code.
    pub code: Option<EntryCode>,
    pub name: String,
    pub subject: Subject,
    /// The proposed value, as a point has it.
    pub proposed: String,
    /// The day from which it is to be so: of withdrawals, mergers and transfers.
    pub from_day: Option<Date>,
    pub said: Vec<Said>,
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
}

/// How a proposed database that enters is to be built (article 16.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRow {
    pub agency: AgencyRef,
    pub code: Option<EntryCode>,
    /// Both as they were accepted.
    pub name: String,
    pub plan: BuildPlan,
}

/// The plans of the proposals that enter.
pub fn plans(answers: &[Weighed]) -> Vec<PlanRow> {
    let row = |answer: &MinutedAnswer| {
        let named = answer.points.iter().find(|point| point.place == Some(Place::Field(Field::Name)));
        let given = named.and_then(|point| point.decision.as_ref());
        let other = given.filter(|decision| decision.verdict == Verdict::AcceptModified);
        Some(PlanRow {
            agency: answer.agency.clone(),
            code: answer.code.clone(),
            name: other.map_or_else(|| answer.name.clone(), |decision| decision.value.clone()),
            plan: answer.plan.as_ref()?.decided(&answer.points),
        })
    };
    answers.iter().filter(|one| one.stands && enters(&one.answer)).filter_map(|one| row(&one.answer)).collect()
}

/// The rows that the appraisal gives: of the answers that stand the points that were refused, accepted with another value
/// or asked about; a proposal that does not enter as one row; what was given back and not sent again. `name_of` tells the
/// agency that a transfer names.
pub fn opinions(answers: &[Weighed], name_of: impl Fn(&AgencyId) -> String) -> Vec<OpinionRow> {
    answers.iter().flat_map(|one| of_answer(one, &name_of)).collect()
}

/// The rows of the agencies that were asked for their opinion (article 8.2).
pub fn asked_opinions(lines: &[OpinionLine]) -> Vec<OpinionRow> {
    let row = |line: &OpinionLine| {
        let withdrawn = line.state == OpinionState::Withdrawn;
        let said = line.given_on.filter(|_| !withdrawn && !line.text.is_empty()).map(|day| Said {
            side: Side::Agency,
            text: line.text.clone(),
            at: day.with_time(Time::MIDNIGHT).assume_utc(),
        });
        OpinionRow {
            agency: line.asked.clone(),
            code: line.subject.code.clone(),
            name: line.subject.name.clone(),
            subject: Subject::Question(line.question.clone()),
            proposed: String::new(),
            from_day: None,
            said: said.into_iter().collect(),
            outcome: Outcome::Opinion(line.state, line.handling),
            // Why it was taken back, else how its remarks were taken up.
            reason: if withdrawn { line.text.clone() } else { line.handling_text.clone() },
        }
    };
    lines.iter().map(row).collect()
}

fn of_answer(one: &Weighed, name_of: &impl Fn(&AgencyId) -> String) -> Vec<OpinionRow> {
    let answer = &one.answer;
    let row = |subject, proposed: String, said: Vec<Said>, outcome, reason: &str| OpinionRow {
        agency: answer.agency.clone(),
        code: answer.code.clone(),
        name: answer.name.clone(),
        subject,
        proposed,
        from_day: parse_date(&answer.effective).filter(|_| answer.kind.has_day()),
        said,
        outcome,
        reason: reason.to_owned(),
    };
    let all_said = || answer.points.iter().flat_map(said).collect::<Vec<Said>>();
    if !one.stands {
        let given_back = !answer.comment.is_empty();
        let whole =
            || row(Subject::Answer(answer.kind), String::new(), all_said(), Outcome::GivenBack, &answer.comment);
        return given_back.then(whole).into_iter().collect();
    }
    if answer.kind == AnswerKind::Propose && !enters(answer) {
        let name = Some(Place::Field(Field::Name));
        let decision = answer.points.iter().find(|point| point.place == name).and_then(|point| point.decision.as_ref());
        let (outcome, reason) = decision.map_or((Outcome::Open, ""), |one| (Outcome::Refused, one.reason.as_str()));
        return vec![row(Subject::Answer(AnswerKind::Propose), String::new(), all_said(), outcome, reason)];
    }
    let told = |point: &&Point| {
        let plain = point.decision.as_ref().is_some_and(|decision| decision.verdict == Verdict::Accept);
        !plain || !point.talk.is_empty()
    };
    let of_point = |point: &Point| {
        let named = |value: &str| match (&point.place, answer.kind) {
            (None, AnswerKind::Transfer) => name_of(&AgencyId::from(value)),
            _ => value.to_owned(),
        };
        let (outcome, reason) = match &point.decision {
            None => (Outcome::Open, ""),
            Some(decision) => {
                let outcome = match decision.verdict {
                    Verdict::Accept => Outcome::Accepted,
                    Verdict::AcceptModified => Outcome::OtherValue(named(&decision.value)),
                    Verdict::Reject => Outcome::Refused,
                };
                (outcome, decision.reason.as_str())
            }
        };
        let subject = point.place.clone().map_or(Subject::Answer(answer.kind), Subject::Place);
        row(subject, named(&point.new), said(point), outcome, reason)
    };
    answer.points.iter().filter(told).map(of_point).collect()
}

fn said(point: &Point) -> Vec<Said> {
    let one =
        |message: &crate::review::Message| Said { side: message.side, text: message.text.clone(), at: message.at };
    point.talk.iter().map(one).collect()
}

/// Whether a proposal enters, by the rule that compiles the draft.
fn enters(answer: &MinutedAnswer) -> bool {
    let settled = |point: &Point| {
        let decision = point.decision.as_ref()?;
        let (place, proposed) = (point.place.clone(), point.new.clone());
        Some(SettledPoint { place, proposed, verdict: decision.verdict, value: decision.value.clone() })
    };
    is_adopted(&SettledAnswer {
        kind: answer.kind,
        code: answer.code.clone(),
        agency: answer.agency.id.clone(),
        target: String::new(),
        by_law: false,
        points: answer.points.iter().filter_map(settled).collect(),
    })
}
