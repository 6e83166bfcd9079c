//! The words of a build plan.

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
        (COST, plan.cost_million_vnd),
        (FUNDING, plan.funding),
        (PRIORITY, level.to_owned()),
    ]
}
