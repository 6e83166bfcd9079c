//! The words of the table of definitions, beside those of the indicators.

use domain::indicator::{Period, Unit};

pub const TITLE: &str = "Bảng định nghĩa";
pub const LEAD: &str =
    "Mọi phiên bản của mọi chỉ số, kể cả phiên bản đã được thay. Kỳ đã chốt giữ phiên bản mà kỳ đó đã áp dụng.";
pub const UNIT: &str = "Đơn vị";
pub const VALIDITY: &str = "Hiệu lực";
pub const NOT_APPLIED: &str = "không áp dụng cho kỳ này";

/// «Mục tiêu năm 2026»
pub fn target(period: Period) -> String {
    format!("Mục tiêu năm {period}")
}

pub fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "số lượng",
        Unit::Distinct => "số cơ quan khác nhau",
        Unit::Share => "%",
        Unit::Days => "ngày (trung vị)",
    }
}
