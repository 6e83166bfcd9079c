//! The words of agencies.

use domain::agency::{EventKind, Function, Tier};

pub const TITLE: &str = "Cơ quan, đơn vị";
pub const LEAD: &str = "Các cơ quan hiện có và số cơ sở dữ liệu dùng chung mà mỗi cơ quan chịu trách nhiệm.";
pub const SEARCH: &str = "Tìm cơ quan";
pub const ENTRIES: &str = "Cơ sở dữ liệu chịu trách nhiệm";
pub const NO_ENTRIES: &str = "Không có cơ sở dữ liệu nào trong danh mục đang có hiệu lực.";
pub const FROM: &str = "Từ";
pub const TO: &str = "Sang";
pub const EVENTS: &str = "Thành lập, sáp nhập, thay đổi";
pub const PARENT: &str = "Trực thuộc";
pub const FUNCTIONS: &str = "Chức năng theo Quy chế";
pub const VALID: &str = "Thời gian";
pub const ENDED: &str = "Cơ quan này không còn hoạt động.";
pub const NONE_FOUND: &str = "Không có cơ quan nào khớp.";

pub fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Province => "Cấp tỉnh",
        Tier::District => "Cấp huyện",
        Tier::Commune => "Cấp xã",
        Tier::Central => "Cơ quan ngành dọc",
        Tier::Other => "Khác",
    }
}

pub fn function(function: Function) -> &'static str {
    match function {
        Function::Coordinator => "Chủ trì danh mục, thẩm định, đôn đốc (Điều 8, 14)",
        Function::ExecutiveOffice => "Tham mưu ban hành, theo dõi (Điều 13)",
        Function::Operator => "Vận hành kho dữ liệu (Điều 7)",
        Function::Issuer => "Ban hành danh mục (Điều 3)",
        Function::Finance => "Kinh phí thường xuyên (Điều 15)",
        Function::Planning => "Vốn đầu tư (Điều 15)",
    }
}

pub fn event(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Merge => "Hợp nhất, sáp nhập",
        EventKind::Split => "Chia, tách",
        EventKind::Rename => "Đổi tên",
        EventKind::Dissolve => "Kết thúc hoạt động",
        EventKind::Create => "Thành lập",
        EventKind::TransferFunction => "Chuyển chức năng",
    }
}

pub fn period(from: &str, to: Option<&str>) -> String {
    match to {
        Some(to) => format!("{from} – {to}"),
        None => format!("từ {from}"),
    }
}
