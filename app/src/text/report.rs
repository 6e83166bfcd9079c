//! The words of the reports of a year.

use domain::format;
use domain::indicator::{Period, Unit};
use domain::reminder::About;
use domain::report::{Measure, ReportKey, ReportKind, ReportLine, ReportRule, ReportSection, Standing, section};
use domain::workflow::{ReportMove, ReportStage};

pub const MENU: &str = "Báo cáo";
pub const TITLE: &str = "Báo cáo hằng năm";
pub const LEAD: &str = "Mỗi cơ quan báo cáo kết quả xây dựng, chia sẻ, khai thác dữ liệu và đề xuất (khoản 3 Điều 18 Quy chế); cơ quan chủ trì tổng hợp, báo cáo Ủy ban nhân dân tỉnh (khoản 4 Điều 14).";
pub const YEAR: &str = "Năm báo cáo";
pub const SHOW: &str = "Xem";
pub const OWN: &str = "Báo cáo của cơ quan tôi";
pub const CONSOLIDATED: &str = "Báo cáo tổng hợp";
pub const ALL: &str = "Báo cáo của các cơ quan";
pub const ALL_REPORTS: &str = "Mọi báo cáo";
pub const AGENCY: &str = "Cơ quan";
pub const STAGE: &str = "Tình trạng";
pub const ANY_STAGE: &str = "Mọi tình trạng";
pub const DUE: &str = "Hạn";
pub const SENT: &str = "Gửi lần đầu";
pub const NOT_SENT: &str = "Chưa gửi";
pub const BEGIN: &str = "Lập báo cáo";
pub const BEGIN_LEAD: &str = "Số liệu được điền sẵn từ dữ liệu của cổng tại thời điểm lập.";
pub const OPEN: &str = "Mở báo cáo";
pub const NONE: &str = "Không có báo cáo nào để xem ở năm này.";
pub const NO_MATCH: &str = "Không có cơ quan nào ở tình trạng này.";
pub const DOCX: &str = "Báo cáo (Word)";
pub const XLSX: &str = "Số liệu (Excel)";
pub const REFRESH: &str = "Làm mới số liệu";
pub const REFRESH_HINT: &str =
    "Tính lại các số liệu theo dữ liệu lúc này. Chỉ tiêu đã báo số khác và phần lời giữ nguyên.";
pub const INDICATOR: &str = "Chỉ tiêu";
pub const SYSTEM: &str = "Số của hệ thống";
pub const REPORTED: &str = "Số báo cáo";
pub const REASON: &str = "Lý do";
pub const OTHER: &str = "Báo số khác";
pub const TEXT: &str = "Nội dung";
pub const WRITE: &str = "Soạn mục này";
pub const SAVE: &str = "Lưu mục này";
pub const STANDS: &str = "Nội dung đang lưu trên máy chủ";
pub const NOTHING: &str = "Chưa có nội dung.";
pub const BOTH: &str = "Người khác đã lưu mục này sau khi bạn mở trang. Dưới đây là bản đang lưu; nội dung bạn nhập còn trong ô. Ghép lại rồi lưu.";
pub const RETURNED: &str = "Lý do trả lại";
pub const HISTORY: &str = "Quá trình";
pub const LACKS: &str = "Còn phải ghi trước khi trình lãnh đạo:";
pub const ALL_FIGURES: &str = "Số liệu theo cơ quan";
pub const PROVINCE: &str = "Toàn tỉnh";
pub const STANDINGS: &str = "Báo cáo của các cơ quan khi lấy số liệu";
pub const MISSING: &str = "Chưa có báo cáo được chấp nhận";
pub const ALL_THERE: &str = "Mọi cơ quan đã có báo cáo được chấp nhận.";
pub const PROPOSALS_OF: &str = "Đề xuất, kiến nghị trong báo cáo đã chấp nhận";
pub const NO_PROPOSALS: &str = "Chưa có báo cáo nào được chấp nhận.";
pub const DEVIATIONS: &str = "Số liệu cơ quan báo khác số của hệ thống";
pub const RULES: &str = "Quy định hạn báo cáo";
pub const RULES_LEAD: &str = "Hạn của một báo cáo theo quy định có hiệu lực vào ngày lập báo cáo, và giữ nguyên; quy định thêm sau không đổi hạn của báo cáo đã lập.";
pub const RULE_KIND: &str = "Báo cáo";
pub const RULE_DAY: &str = "Ngày đến hạn trong năm báo cáo";
pub const RULE_DAY_HINT: &str = "Viết dạng 14/12. Rơi vào ngày nghỉ thì sang ngày làm việc kế tiếp.";
pub const RULE_FROM: &str = "Áp dụng từ ngày";
pub const RULE_ADD: &str = "Thêm quy định";
pub const COMMENT: &str = "Ý kiến";
pub const NUMBER: &str = "Số, ký hiệu báo cáo";
pub const DATE: &str = "Ngày báo cáo";
pub const NEXT: &str = "Việc tiếp theo";
pub const ACCEPT_ASK: &str = "Chấp nhận báo cáo này?";
pub const ACCEPT_TOLD: &str = "Báo cáo được chấp nhận thì không ai sửa được nữa.";

/// «Báo cáo năm 2026 của Sở Y tế»
pub fn title(key: &ReportKey, agency: &str) -> String {
    match key.kind() {
        ReportKind::Agency => format!("Báo cáo năm {} của {agency}", key.period()),
        ReportKind::Consolidated => format!("Báo cáo tổng hợp năm {}", key.period()),
    }
}

pub fn year(period: Period) -> String {
    format!("Năm {period}")
}

pub fn stage(stage: ReportStage) -> &'static str {
    match stage {
        ReportStage::NotStarted => "Chưa lập",
        ReportStage::Draft => "Đang soạn",
        ReportStage::AwaitingApproval => "Chờ lãnh đạo duyệt",
        ReportStage::Sent => "Đã gửi",
        ReportStage::Returned => "Được trả lại",
        ReportStage::Accepted => "Đã chấp nhận",
        ReportStage::Signed => "Đã duyệt",
        ReportStage::Forwarded => "Đã gửi UBND tỉnh",
    }
}

/// What a move is called, by whoever makes it.
pub fn attempted(kind: ReportKind, attempted: ReportMove) -> &'static str {
    match (kind, attempted) {
        (_, ReportMove::Begin) => BEGIN,
        (_, ReportMove::Edit) => "Soạn, sửa",
        (_, ReportMove::Propose) => "Trình lãnh đạo",
        (_, ReportMove::SendBack) => "Trả lại để sửa",
        (ReportKind::Agency, ReportMove::Approve) => "Duyệt và gửi",
        (ReportKind::Consolidated, ReportMove::Approve) => "Duyệt",
        (_, ReportMove::Return) => "Trả lại cơ quan",
        (_, ReportMove::Accept) => "Chấp nhận",
        (_, ReportMove::Forward) => "Ghi số, ngày gửi UBND tỉnh",
    }
}

/// What a move does, beside its button.
pub fn told(kind: ReportKind, attempted: ReportMove) -> &'static str {
    match (kind, attempted) {
        (_, ReportMove::Propose) => "Sau khi trình, số liệu và nội dung không sửa được cho đến khi lãnh đạo trả lại.",
        (ReportKind::Agency, ReportMove::Approve) => {
            "Người duyệt khác người trình. Duyệt xong, báo cáo đến cơ quan chủ trì."
        }
        (ReportKind::Consolidated, ReportMove::Approve) => {
            "Người duyệt khác người trình. Duyệt xong, báo cáo không sửa được nữa."
        }
        (_, ReportMove::Accept) => ACCEPT_TOLD,
        (_, ReportMove::Forward) => "Số và ngày do hệ thống văn bản cấp; ghi lại sau khi phát hành.",
        (_, ReportMove::Begin | ReportMove::Edit | ReportMove::SendBack | ReportMove::Return) => "",
    }
}

/// «1. Chia sẻ dữ liệu»
pub fn part(kind: ReportKind, of: ReportSection, number: usize) -> String {
    format!("{number}. {}", section(kind, of).map_or("", |section| section.title))
}

/// «Chỉ tiêu: Chia sẻ dữ liệu»
pub fn table_of(what: &str, kind: ReportKind, of: ReportSection) -> String {
    format!("{what}: {}", section(kind, of).map_or("", |section| section.title))
}

pub fn figures_at(at: &str) -> String {
    format!("Số liệu lấy lúc {at}.")
}

pub fn saved(by: &str, at: &str) -> String {
    format!("{by} lưu lúc {at}")
}

/// «Hệ thống: 12; báo cáo: 15»
pub fn both_numbers(line: &ReportLine) -> String {
    format!("hệ thống {}, cơ quan báo {}", line.told(), line.reported())
}

pub fn given_by(by: &str, at: &str) -> String {
    format!("{by}, {at}")
}

pub fn number_hint(unit: Unit) -> &'static str {
    match unit {
        Unit::Share => "Phần trăm, từ 0 đến 100, nhiều nhất một chữ số sau dấu phẩy.",
        Unit::Count | Unit::Distinct => "Số nguyên.",
        Unit::Days => "Số ngày, nhiều nhất một chữ số sau dấu phẩy.",
    }
}

/// The label of a field that is named by what it is about: `given.views`, `text-building`.
pub fn field(name: &str) -> Option<String> {
    match name {
        "report_kind" => return Some(RULE_KIND.to_owned()),
        "due_day" => return Some(RULE_DAY.to_owned()),
        _ => {}
    }
    let measured = |name: &str| name.parse::<Measure>().map_or(name.to_owned(), |measure| measure.name(0).to_owned());
    if let Some(measure) = name.strip_prefix("given.") {
        return Some(format!("{REPORTED} – {}", measured(measure)));
    }
    if let Some(measure) = name.strip_prefix("reason.") {
        return Some(format!("{REASON} – {}", measured(measure)));
    }
    let of: ReportSection = name.strip_prefix("text-")?.parse().ok()?;
    let titled = [ReportKind::Agency, ReportKind::Consolidated].into_iter().find_map(|kind| section(kind, of));
    Some(titled.map_or_else(|| TEXT.to_owned(), |section| section.title.to_owned()))
}

/// «Sở Y tế (Đang soạn, trễ 3 ngày làm việc)»
pub fn missing(one: &Standing) -> String {
    let late = if one.days_late > 0 { format!(", trễ {} ngày làm việc", one.days_late) } else { String::new() };
    format!("{} ({}{late})", one.agency.name, stage(one.stage))
}

pub fn count_of(stage_of: ReportStage, count: usize) -> String {
    format!("{}: {count}", stage(stage_of))
}

pub fn paper(number: &str, date: &str) -> String {
    format!("Số {number} ngày {date}.")
}

/// The subjects of notices.
pub fn laid(title: &str) -> String {
    format!("{title}: chờ lãnh đạo duyệt")
}

pub fn sent_back(title: &str) -> String {
    format!("{title}: lãnh đạo trả lại để sửa")
}

pub fn sent(title: &str) -> String {
    format!("{title}: đã gửi, chờ cơ quan chủ trì xem xét")
}

pub fn returned(title: &str) -> String {
    format!("{title}: được trả lại để bổ sung")
}

pub fn accepted(title: &str) -> String {
    format!("{title}: đã được chấp nhận")
}

pub fn signed(title: &str) -> String {
    format!("{title}: lãnh đạo đã duyệt, có thể gửi Ủy ban nhân dân tỉnh")
}

pub fn due(about: &About) -> String {
    format!("Hạn: {}.", format::date(about.due_on))
}

/// What a notice of a report is about.
pub fn of_notice(about: Option<&About>) -> String {
    let named = about.and_then(|about| Some(title(about.report.as_ref()?, &about.agency.name)));
    named.unwrap_or_else(|| TITLE.to_owned())
}

/// Where it leads.
pub fn address(about: Option<&About>) -> String {
    about.and_then(|about| about.report.as_ref()).map_or_else(|| "/bao-cao".to_owned(), |key| format!("/bao-cao/{key}"))
}

pub const MAIL_FOOT: &str = "--\nCổng dữ liệu dùng chung tỉnh Đắk Lắk. Thư được gửi tự động khi báo cáo hằng năm chuyển bước (khoản 4 Điều 14, khoản 3 Điều 18 Quy chế); vui lòng không trả lời thư này.";

pub fn kind(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Agency => "Báo cáo của cơ quan",
        ReportKind::Consolidated => CONSOLIDATED,
    }
}

/// «Báo cáo của cơ quan: ngày 14/12, áp dụng từ 22/01/2023»
pub fn rule(rule: &ReportRule) -> String {
    let (day, month) = (rule.day, rule.month);
    format!("{}: ngày {day:02}/{month:02}, áp dụng từ {}", kind(rule.kind), format::date(rule.valid_from))
}
