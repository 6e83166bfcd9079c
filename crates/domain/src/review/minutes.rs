//! The minutes of an appraisal: every point and every settled overlap, who decided it, when and why.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::opinion::Opinion;
use super::{AnswerKind, BuildPlan, Point, ReturnNote};
use crate::agency::AgencyRef;
use crate::campaign::CampaignRow;
use crate::catalog::Lists;
use crate::id::EntryCode;
use crate::overlap::{Counterpart, Settlement};
use crate::page::Page;

/// Which part of the minutes is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesFilter {
    /// Of one agency; empty: of all.
    #[serde(default)]
    pub agency: String,
    /// Parts count from 1.
    #[serde(default)]
    pub part: u32,
}

/// One answer in the minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutedAnswer {
    pub agency: AgencyRef,
    /// `None` for a proposal.
    pub code: Option<EntryCode>,
    pub name: String,
    pub kind: AnswerKind,
    /// What the officer gave as the reason, and as the day from which it is so.
    pub reason: String,
    pub effective: String,
    /// How a proposal is to be built.
    pub plan: Option<BuildPlan>,
    /// The coordinator's last comment, where the answer came back.
    pub comment: String,
    /// Every such comment, oldest first.
    pub returns: Vec<ReturnNote>,
    pub points: Vec<Point>,
    /// Points that were sent once and that the agency gave up.
    #[serde(default)]
    pub fallen: Vec<FallenPoint>,
    /// The proposal was taken out after it was sent: by whom and when.
    #[serde(default)]
    pub removed: Option<Removal>,
    /// What other agencies were asked about it, and said.
    pub opinions: Vec<Opinion>,
}

/// A point that the agency gave up when it sent its answers anew, with all that was decided and said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FallenPoint {
    pub point: Point,
    /// `None` of what fell away before this was noted.
    pub at: Option<OffsetDateTime>,
}

impl Point {
    /// Of a point that is about no field: which answer it is, and into which entry or, by name, to which agency. A reason
    /// stands with the answer; that of a `fallen` point, whose answer says something else by now, stands here.
    pub fn whole<'a>(&'a self, named: &'a [AgencyRef], fallen: bool) -> Option<(AnswerKind, &'a str)> {
        let kind = self.old.parse::<AnswerKind>().ok().filter(|_| self.place.is_none())?;
        let told = match kind {
            AnswerKind::Transfer => target_name(&self.new, named),
            AnswerKind::Merge => self.new.as_str(),
            AnswerKind::Keep | AnswerKind::Modify | AnswerKind::Withdraw | AnswerKind::Propose => {
                if fallen {
                    self.new.as_str()
                } else {
                    ""
                }
            }
        };
        Some((kind, told))
    }
}

/// A target as people read it: an agency by its name; the code of an entry stays.
pub fn target_name<'a>(target: &'a str, named: &'a [AgencyRef]) -> &'a str {
    named.iter().find(|agency| agency.id.as_str() == target).map_or(target, |agency| agency.name.as_str())
}

/// Who took a proposal out, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    pub who: String,
    pub at: OffsetDateTime,
}

/// A database of a pair.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PairSide {
    /// `DC-016`, `QG-027`; empty of a proposal.
    pub code: String,
    pub name: String,
}

impl PairSide {
    /// «QG-027 CSDL quốc gia về đất đai»
    pub fn called(&self) -> String {
        format!("{} {}", self.code, self.name).trim().to_owned()
    }
}

/// What somebody concluded of a pair of databases (article 5.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conclusion {
    pub settlement: Settlement,
    pub reason: String,
    pub who: String,
    pub at: OffsetDateTime,
}

/// A pair that was settled: one is what an answer or a proposal is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutedPair {
    pub one: PairSide,
    pub other: PairSide,
    /// What the other is.
    pub with: Counterpart,
    /// The oldest first; the last stands.
    pub concluded: Vec<Conclusion>,
}

/// The minutes, as far as the person who looks may see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesPage {
    pub campaign: CampaignRow,
    /// The agencies whose answers were sent, in the order of the annex.
    pub agencies: Vec<AgencyRef>,
    pub answers: Page<MinutedAnswer>,
    /// The settled pairs of these answers.
    pub pairs: Vec<MinutedPair>,
    /// Points of the whole that have a verdict, and that have none yet.
    pub decided: u32,
    pub open: u32,
    /// Points that the agencies gave up.
    pub fallen: u32,
    /// Who appraises and writes the minutes.
    pub coordinator: AgencyRef,
    pub lists: Lists,
    /// The day on which they were read, in Vietnam.
    pub today: Date,
    /// Names of agencies that transfers and changes of owner mention.
    pub named: Vec<AgencyRef>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{Field, Place};
    use crate::id::{AgencyId, PointId};

    #[test]
    fn what_an_answer_as_a_whole_says() {
        let named = [AgencyRef { id: AgencyId::from("so-tp"), name: "Sở Tư pháp".to_owned() }];
        for (kind, new, fallen, told) in [
            ("transfer", "so-tp", false, Some((AnswerKind::Transfer, "Sở Tư pháp"))),
            ("transfer", "so-yt", true, Some((AnswerKind::Transfer, "so-yt"))),
            ("merge", "DC-009", false, Some((AnswerKind::Merge, "DC-009"))),
            ("withdraw", "Thôi dùng", false, Some((AnswerKind::Withdraw, ""))),
            ("withdraw", "Thôi dùng", true, Some((AnswerKind::Withdraw, "Thôi dùng"))),
            ("keep", "", false, Some((AnswerKind::Keep, ""))),
            ("khác", "DC-009", false, None),
        ] {
            let point = Point {
                id: PointId(1),
                place: None,
                old: kind.to_owned(),
                new: new.to_owned(),
                decision: None,
                earlier: vec![],
                talk: vec![],
                said_before: 0,
            };
            assert_eq!(point.whole(&named, fallen), told, "{kind} {new} {fallen}");
            let of_field = Point { place: Some(Place::Field(Field::Name)), ..point };
            assert_eq!(of_field.whole(&named, fallen), None);
        }
    }
}
