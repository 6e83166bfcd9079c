//! The words of the list behind the map's legend: which agencies stand how.

use domain::format;

pub const TITLE: &str = "Cơ quan theo tình trạng";
pub const LEAD: &str =
    "Đúng những cơ quan được đếm dưới bản đồ; cơ quan đang chậm không được đếm lần nữa ở mục sắp đến hạn.";
pub const TIER: &str = "Cấp";
pub const WHY: &str = "Vì sao";
pub const OWED: &str = "Việc quá hạn";
pub const SOON: &str = "Nghĩa vụ sắp đến hạn";

/// «Cơ quan theo tình trạng: sắp đến hạn»
pub fn title(state: Option<&str>) -> String {
    state.map_or_else(|| TITLE.to_owned(), |state| format!("{TITLE}: {state}"))
}

/// «12 cơ quan»
pub fn agencies(count: usize) -> String {
    format!("{} cơ quan", format::number(i64::try_from(count).unwrap_or(i64::MAX)))
}
