//! The words of a build plan.

use domain::format;
use domain::review::{BuildPlan, PlanField, Priority};

pub const TITLE: &str = "Phương án xây dựng";
pub const NEED: &str = "Nhu cầu, sự cần thiết";
pub const METHOD: &str = "Cách làm";
pub const TIME: &str = "Thời gian thực hiện";
pub const COST: &str = "Kinh phí (triệu đồng)";
pub const FUNDING: &str = "Nguồn kinh phí";
pub const PRIORITY: &str = "Mức độ ưu tiên";

pub fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::High => "Cao",
        Priority::Medium => "Trung bình",
        Priority::Low => "Thấp",
    }
}

pub fn field(field: PlanField) -> &'static str {
    match field {
        PlanField::Need => NEED,
        PlanField::Method => METHOD,
        PlanField::Time => TIME,
        PlanField::CostMillionVnd => COST,
        PlanField::Funding => FUNDING,
        PlanField::Priority => PRIORITY,
    }
}

/// A value of a field as people read it.
pub fn value(field: PlanField, value: &str) -> String {
    match (field, value.parse::<Priority>()) {
        (PlanField::Priority, Ok(level)) => priority(level).to_owned(),
        (PlanField::CostMillionVnd, _) => format::million(value),
        _ => value.to_owned(),
    }
}

/// What a plan says, by its fields.
pub fn rows(plan: BuildPlan) -> Vec<(&'static str, String)> {
    let level = plan.level().map(priority).unwrap_or_default();
    vec![
        (NEED, plan.need),
        (METHOD, plan.method),
        (TIME, plan.time),
        (COST, format::million(&plan.cost_million_vnd)),
        (FUNDING, plan.funding),
        (PRIORITY, level.to_owned()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_is_written_with_dots_between_thousands() {
        assert_eq!(value(PlanField::CostMillionVnd, "1250"), "1.250");
        assert_eq!(value(PlanField::Need, "1250"), "1250", "a text stays as it was typed");
        let plan = BuildPlan { cost_million_vnd: "1250".to_owned(), ..BuildPlan::default() };
        assert!(rows(plan).contains(&(COST, "1.250".to_owned())));
    }
}
