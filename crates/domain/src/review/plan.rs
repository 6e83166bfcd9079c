//! How a proposed database is to be built (article 16.2).

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoEnumIterator};

use super::{Point, Verdict};
use crate::change::{Change, Place};

/// How pressing it is, the most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Priority {
    High,
    Medium,
    Low,
}

/// A field of a [`BuildPlan`], by the name that it is stored with. What the database is to hold is a field of its entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display)]
#[strum(serialize_all = "snake_case")]
pub enum PlanField {
    Need,
    Method,
    Time,
    CostMillionVnd,
    Funding,
    Priority,
}

/// How a proposed database is to be built. Drafts may be incomplete.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildPlan {
    pub need: String,
    pub method: String,
    pub time: String,
    /// Million đồng, digits as typed.
    pub cost_million_vnd: String,
    pub funding: String,
    /// The code of a [`Priority`]; empty where none is chosen. Plans of before it was asked have none.
    #[serde(default)]
    pub priority: String,
}

impl BuildPlan {
    /// `None`: none is chosen.
    pub fn level(&self) -> Option<Priority> {
        self.priority.trim().parse().ok()
    }

    pub fn get(&self, field: PlanField) -> &str {
        match field {
            PlanField::Need => &self.need,
            PlanField::Method => &self.method,
            PlanField::Time => &self.time,
            PlanField::CostMillionVnd => &self.cost_million_vnd,
            PlanField::Funding => &self.funding,
            PlanField::Priority => &self.priority,
        }
    }

    fn set(&mut self, field: PlanField, value: String) {
        match field {
            PlanField::Need => self.need = value,
            PlanField::Method => self.method = value,
            PlanField::Time => self.time = value,
            PlanField::CostMillionVnd => self.cost_million_vnd = value,
            PlanField::Funding => self.funding = value,
            PlanField::Priority => self.priority = value,
        }
    }

    /// The points of a proposed plan: every field that is filled.
    pub fn points(&self) -> Vec<Change> {
        let filled = PlanField::iter().filter(|field| !self.get(*field).is_empty());
        let point = |field| Change { place: Place::Plan(field), old: String::new(), new: self.get(field).to_owned() };
        filled.map(point).collect()
    }

    /// The plan as the verdicts on its points leave it: what is refused says nothing. A plan of before it had points stands as
    /// it was proposed.
    pub fn decided(&self, points: &[Point]) -> Self {
        let mut plan = self.clone();
        for point in points {
            let (Some(Place::Plan(field)), Some(given)) = (&point.place, &point.decision) else { continue };
            match given.verdict {
                Verdict::Accept => {}
                Verdict::AcceptModified => plan.set(*field, given.value.clone()),
                Verdict::Reject => plan.set(*field, String::new()),
            }
        }
        plan
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::id::PointId;
    use crate::review::PointDecision;

    fn plan() -> BuildPlan {
        BuildPlan {
            need: "cần".into(),
            method: "thuê".into(),
            time: "2027".into(),
            cost_million_vnd: "500".into(),
            funding: "tỉnh".into(),
            priority: "high".into(),
        }
    }

    #[test]
    fn every_field_is_a_point_by_its_own_key() {
        let points = plan().points();
        let told: Vec<(String, &str)> = points.iter().map(|one| (one.place.key(), one.new.as_str())).collect();
        let expected = [
            ("plan.need", "cần"),
            ("plan.method", "thuê"),
            ("plan.time", "2027"),
            ("plan.cost_million_vnd", "500"),
            ("plan.funding", "tỉnh"),
            ("plan.priority", "high"),
        ];
        assert_eq!(told, expected.map(|(key, value)| (key.to_owned(), value)));
        for point in &points {
            assert_eq!(Place::parse(&point.place.key(), None).as_ref(), Some(&point.place));
            assert!(point.old.is_empty() && point.place.is_of_plan() && point.place.item().is_none());
        }
        // The keys are those by which the plan is stored.
        let stored = serde_json::to_value(plan()).expect("it is written");
        for field in PlanField::iter() {
            assert_eq!(stored[field.to_string()], plan().get(field), "{field}");
        }
        assert_eq!(Place::parse("plan.name", None), None);
        let unfinished = BuildPlan { need: String::new(), priority: String::new(), ..plan() };
        assert_eq!(unfinished.points().len(), 4, "what is empty is nothing to decide");
    }

    #[test]
    fn a_plan_as_it_was_decided() {
        let decided = |verdict: Option<Verdict>| Point {
            id: PointId(1),
            place: Some(Place::Plan(PlanField::CostMillionVnd)),
            old: String::new(),
            new: "500".into(),
            decision: verdict.map(|verdict| PointDecision {
                verdict,
                value: "300".into(),
                reason: "vì thế".into(),
                decided_by: String::new(),
                decided_at: datetime!(2026-11-20 02:00 UTC),
                about: None,
            }),
            earlier: vec![],
            talk: vec![],
            said_before: 0,
        };
        for (verdict, cost) in [
            (None, "500"),
            (Some(Verdict::Accept), "500"),
            (Some(Verdict::AcceptModified), "300"),
            (Some(Verdict::Reject), ""),
        ] {
            let of_entry = Point { place: Some(Place::Field(crate::change::Field::Name)), ..decided(verdict) };
            let after = plan().decided(&[of_entry, decided(verdict)]);
            assert_eq!(after, BuildPlan { cost_million_vnd: cost.into(), ..plan() }, "{verdict:?}");
        }
        assert_eq!(plan().decided(&[]), plan(), "of before its fields were points");
    }

    #[test]
    fn a_plan_of_before_has_no_priority() {
        let stored = r#"{"need":"cần","method":"thuê","time":"2025","cost_million_vnd":"500","funding":"tỉnh"}"#;
        let plan: BuildPlan = serde_json::from_str(stored).expect("it still reads");
        assert_eq!((plan.need.as_str(), plan.level()), ("cần", None));
        for (code, level) in [("high", Some(Priority::High)), (" low ", Some(Priority::Low)), ("gấp", None)] {
            assert_eq!(BuildPlan { priority: code.into(), ..plan.clone() }.level(), level, "{code}");
        }
    }
}
