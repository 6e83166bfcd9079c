//! The words of the dated rules that duties follow.

use domain::duty::{Applied, DeadlineCode, DutyRule, RuleState, RuleUnit, applied};
use domain::format;

use super::duty;

pub const TITLE: &str = "Quy định thời hạn";
pub const LEAD: &str = "Thời hạn của từng loại nghĩa vụ, có ngày áp dụng. Nghĩa vụ theo quy định có hiệu lực vào ngày nó bắt đầu và giữ nguyên hạn đó: quy định đổi về sau không sửa lại nghĩa vụ đã phát sinh.";
pub const TABLE: &str = "Các quy định";
pub const DUTY: &str = "Nghĩa vụ";
pub const FREQUENCY: &str = "Tần suất cập nhật của CSDL";
pub const FREQUENCY_HINT: &str = "Chỉ chọn cho việc cập nhật theo tần suất.";
pub const NO_FREQUENCY: &str = "Mọi CSDL";
pub const TERM: &str = "Thời hạn";
pub const BASIS: &str = "Căn cứ";
pub const VALID: &str = "Áp dụng";
pub const ENDED_BY: &str = "Hết áp dụng vì căn cứ bị bãi bỏ, theo";
pub const ENDED_AFTER: &str = "Nghĩa vụ đã phát sinh giữ nguyên hạn; Quy chế không đặt thời hạn thay thế, cơ quan chủ trì thêm quy định mới khi có căn cứ.";
pub const STANDS: &str = "Tình trạng";
pub const ADD: &str = "Thêm quy định";
pub const ADD_LEAD: &str = "Quy định mới thay quy định đang có của cùng nghĩa vụ từ ngày áp dụng; quy định cũ kết thúc vào ngày liền trước. Không sửa, không xóa quy định cũ; người thêm và thời điểm được ghi nhật ký.";
pub const AMOUNT: &str = "Số";
pub const UNIT: &str = "Đơn vị";
pub const DOCUMENT: &str = "Văn bản";
pub const ARTICLE: &str = "Điều";
pub const CLAUSE: &str = "Khoản";
pub const CLAUSE_HINT: &str = "Để trống nếu là cả điều.";
pub const VALID_FROM: &str = "Áp dụng từ ngày";
pub const VALID_FROM_HINT: &str = "Từ hôm nay trở đi.";
pub const VALID_TO: &str = "Đến hết ngày";
pub const VALID_TO_HINT: &str = "Để trống nếu chưa biết.";
pub const IS_TARGET: &str = "Số ngày là mục tiêu nội bộ: văn bản giao việc mà không ấn định số ngày";
pub const GAP: &str = "Khoảng trống giữa hai quy định là đúng: trong khoảng đó không có quy định nào";
pub const APPLIED: &str = "Thời hạn của pháp luật mà cổng áp dụng";
pub const APPLIED_LEAD: &str = "Các thời hạn mà Quy chế và các nghị định nêu, và cổng thực hiện từng thời hạn bằng gì.";
pub const WHAT: &str = "Việc";
pub const HOW: &str = "Cổng thực hiện";

/// «30 ngày làm việc»
pub fn term(amount: u16, of: RuleUnit) -> String {
    format!("{amount} {}", unit(of).to_lowercase())
}

pub fn unit(unit: RuleUnit) -> &'static str {
    match unit {
        RuleUnit::WorkingDay => "Ngày làm việc",
        RuleUnit::Week => "Tuần",
        RuleUnit::Month => "Tháng",
    }
}

pub fn state(state: RuleState) -> &'static str {
    match state {
        RuleState::InForce => "Đang áp dụng",
        RuleState::Ahead => "Sẽ áp dụng",
        RuleState::Past => "Đã hết áp dụng",
    }
}

/// «từ 22/01/2023 đến 18/08/2025»
pub fn valid(rule: &DutyRule) -> String {
    let from = format!("từ {}", format::date(rule.valid_from));
    rule.valid_to.map_or_else(|| from.clone(), |to| format!("{from} đến {}", format::date(to)))
}

/// What a deadline is about, and how long it is.
pub fn deadline(code: DeadlineCode) -> (&'static str, &'static str) {
    match code {
        DeadlineCode::CatalogYearly => ("Cập nhật Danh mục", "Mỗi năm dương lịch"),
        DeadlineCode::OpenListReview => ("Rà soát danh mục dữ liệu mở", "Không quá 6 tháng, đến 18/08/2025"),
        DeadlineCode::DefaultListReview => {
            ("Rà soát chia sẻ mặc định, chuyển chia sẻ đặc thù sang mặc định", "Không quá 6 tháng, đến 21/10/2025")
        }
        DeadlineCode::OpenUpdate => ("Cập nhật hoặc xác nhận dữ liệu mở đã công bố", "3 tháng"),
        DeadlineCode::ServicePublish => ("Công bố thông tin dịch vụ chia sẻ dữ liệu", "1 ngày làm việc"),
        DeadlineCode::ServiceChange => ("Cập nhật thông tin khi dịch vụ thay đổi", "Ngay khi thay đổi"),
        DeadlineCode::ConnAccount => ("Cấp tài khoản kết nối hoặc từ chối có lý do", "2 ngày làm việc"),
        DeadlineCode::PlannedOutage => ("Báo trước khi tạm ngừng dịch vụ theo kế hoạch", "Ít nhất 7 ngày làm việc"),
        DeadlineCode::ViolationNotice => ("Báo cho bên bị ngừng kết nối do vi phạm", "Không quá 1 ngày"),
        DeadlineCode::IssueL1 => ("Cơ quan cung cấp trả lời vướng mắc", "7 ngày làm việc"),
        DeadlineCode::IssueL2 => ("Đơn vị chuyên trách giải quyết hoặc trình Chủ tịch", "7 ngày làm việc"),
        DeadlineCode::DataAssess => ("Gửi kết quả tự đánh giá dữ liệu hằng năm", "Trước 31/12"),
        DeadlineCode::AnnualReport => ("Báo cáo hằng năm gửi cơ quan chủ trì", "14/12, nếu chưa có quy định khác"),
        DeadlineCode::MandatoryConn => ("Hoàn thành kết nối bắt buộc qua nền tảng của Trung ương", "31/12/2026"),
        DeadlineCode::PdpBreach => ("Thông báo vi phạm bảo vệ dữ liệu cá nhân", "72 giờ"),
    }
}

/// The document, article and clause of a deadline.
pub fn deadline_basis(code: DeadlineCode) -> (&'static str, u16, u16) {
    match code {
        DeadlineCode::CatalogYearly => ("qd-01-2023", 16, 2),
        DeadlineCode::OpenListReview => ("nd-47-2020", 20, 3),
        DeadlineCode::DefaultListReview => ("nd-47-2020", 34, 2),
        DeadlineCode::OpenUpdate => ("qd-01-2023", 11, 3),
        DeadlineCode::ServicePublish => ("nd-47-2020", 25, 1),
        DeadlineCode::ServiceChange => ("nd-47-2020", 25, 2),
        DeadlineCode::ConnAccount => ("nd-194-2025", 40, 3),
        DeadlineCode::PlannedOutage => ("nd-47-2020", 43, 3),
        DeadlineCode::ViolationNotice => ("nd-47-2020", 43, 5),
        DeadlineCode::IssueL1 => ("nd-47-2020", 49, 1),
        DeadlineCode::IssueL2 => ("nd-47-2020", 49, 2),
        DeadlineCode::DataAssess => ("nd-47-2020", 16, 4),
        DeadlineCode::AnnualReport => ("qd-01-2023", 18, 3),
        DeadlineCode::MandatoryConn => ("nd-278-2025", 24, 0),
        DeadlineCode::PdpBreach => ("luat-91-2025", 23, 0),
    }
}

/// How the portal keeps it.
pub fn how(code: DeadlineCode) -> String {
    match applied(code) {
        Applied::Duty(kind) => format!("Nghĩa vụ “{}”, theo bảng trên", duty::kind(kind)),
        Applied::Review => "Đợt rà soát hằng năm: hạn do văn bản mở đợt ấn định, không nêu thì theo thời hạn của đợt rà soát (trang Nhắc việc); có lịch nhắc".to_owned(),
        Applied::Report => "Báo cáo hằng năm: hạn theo quy định của ngày lập báo cáo".to_owned(),
        Applied::NotHere => "Chưa: cổng chưa theo dõi việc này".to_owned(),
    }
}
