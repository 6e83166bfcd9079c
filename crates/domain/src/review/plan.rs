//! How a proposed database is to be built (article 16.2).

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

/// How pressing it is, the most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Priority {
    High,
    Medium,
    Low,
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
}

#[cfg(test)]
mod tests {
    use super::*;

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
