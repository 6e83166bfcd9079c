//! The words of changes out of the yearly cycle.

use domain::campaign::{CampaignKey, CampaignRow};
use domain::edition::{Decision, EditionRef};
use domain::format;
use domain::workflow::RequestStage;

use super::review;

pub const TITLE: &str = "Thay đổi đột xuất";
pub const LEAD: &str = "Ngoài đợt rà soát hằng năm, danh mục được sửa đổi, bổ sung khi cơ quan có đề nghị hoặc khi sắp xếp tổ chức bộ máy. Nội dung được trả lời, duyệt và thẩm định như đợt rà soát.";
pub const TO_PAGE: &str = "Thay đổi đột xuất: đề nghị, mở đợt sửa đổi, bổ sung";

// The requests.
pub const REQUESTS: &str = "Các đề nghị";
pub const NO_REQUESTS: &str = "Chưa có đề nghị nào.";
pub const RAISE: &str = "Đề nghị thay đổi đột xuất";
pub const RAISE_LEAD: &str = "Nêu lý do và chọn các CSDL cần thay đổi. Cơ quan chủ trì chấp nhận thì mở đợt sửa đổi, bổ sung để đơn vị ghi nội dung thay đổi; từ chối thì có lý do.";
pub const RAISE_SEND: &str = "Gửi đề nghị";
pub const WHY: &str = "Lý do thay đổi";
pub const WHY_HINT: &str = "Ghi rõ căn cứ: văn bản mới, sắp xếp tổ chức, sai sót cần đính chính…";
pub const LETTER: &str = "Số công văn";
pub const LETTER_HINT: &str = "Ghi đúng số và ký hiệu đã phát hành, ví dụ 215/SYT-VP.";
pub const LETTER_DATE: &str = "Ngày công văn";
pub const ABOUT: &str = "Các CSDL cần thay đổi";
pub const ABOUT_HINT: &str = "Không chọn: mọi CSDL của đơn vị, hoặc chỉ bổ sung CSDL mới.";
pub const ANY_ENTRY: &str = "Mọi CSDL của đơn vị, hoặc CSDL mới";
pub const WITHDRAW: &str = "Rút đề nghị";
pub const ACCEPT: &str = "Chấp nhận";
pub const ACCEPT_HINT: &str =
    "Mở đợt sửa đổi, bổ sung cho đề nghị này; nếu một đợt như vậy đang nhận trả lời thì đưa cơ quan vào đợt đó.";
pub const DUE_HINT: &str = "Đưa vào đợt đang mở thì theo hạn của đợt đó.";
pub const REJECT: &str = "Từ chối";
pub const REJECT_REASON: &str = "Lý do từ chối, gửi cho cơ quan";
pub const ANSWER: &str = "Lý do từ chối";
pub const ROUND: &str = "Đợt";

pub fn request_stage(stage: RequestStage) -> &'static str {
    match stage {
        RequestStage::Raised => "Chờ cơ quan chủ trì",
        RequestStage::Accepted => "Đã chấp nhận",
        RequestStage::Rejected => "Đã từ chối",
        RequestStage::Withdrawn => "Đã rút",
    }
}

/// «Nguyễn Văn A gửi 24/11/2026 08:30, theo văn bản số 215/SYT-VP ngày 20/11/2026.»
pub fn raised(who: &str, at: &str, number: &str, date: &str) -> String {
    format!("{who} gửi {at}, theo văn bản số {number} ngày {date}.")
}

pub fn decided(stage: RequestStage, who: &str, at: &str) -> String {
    format!("{}: {who}, {at}.", request_stage(stage))
}

// Opening a round.
pub const OPEN: &str = "Mở đợt sửa đổi, bổ sung";
pub const OPEN_LEAD: &str = "Chỉ những cơ quan được chọn trả lời, và chỉ ghi CSDL có thay đổi. CSDL không ghi giữ nguyên như quyết định đang có hiệu lực.";
pub const ROUND_LETTER: &str = "Số công văn";
pub const ROUND_LETTER_HINT: &str = "Văn bản của cơ quan chủ trì hoặc văn bản làm căn cứ.";
pub const AGENCIES: &str = "Cơ quan được hỏi";
pub const OTHER_AGENCIES: &str = "Cơ quan chưa có CSDL trong danh mục";
pub const CODES: &str = "Chỉ các CSDL (mã, cách nhau bằng dấu phẩy)";
pub const CODES_HINT: &str = "Để trống: mọi CSDL của các cơ quan được chọn. Ví dụ: DC-004, DC-016.";

// The bulk transfer.
pub const SUCCESSIONS: &str = "Chuyển chủ quản hàng loạt";
pub const SUCCESSIONS_LEAD: &str =
    "Các lần sắp xếp tổ chức mà quyết định đang có hiệu lực còn ghi CSDL dưới tên cơ quan đã kết thúc hoạt động.";
pub const SUCCESSION_LEAD: &str = "Chọn cơ quan nhận cho từng CSDL. Câu trả lời “Chuyển cơ quan khác” được điền sẵn cho cơ quan nhận; lãnh đạo cơ quan đó duyệt rồi mới thẩm định.";
pub const STANDS_UNDER: &str = "Đang ghi dưới tên";
pub const GOES_TO: &str = "Cơ quan nhận";
pub const NOT_NOW: &str = "Không chuyển lần này";
pub const OPEN_SUCCESSION: &str = "Mở đợt chuyển chủ quản";
pub const ENTRY: &str = "CSDL";
pub fn entries_left(entries: u32) -> String {
    format!("{entries} CSDL")
}
pub fn receiver_of(code: &str) -> String {
    format!("Cơ quan nhận của {code}")
}
/// The reason that a bulk transfer begins with.
pub fn succession_reason(document: &str, date: &str) -> String {
    if document.is_empty() {
        format!("Chuyển chủ quản do sắp xếp tổ chức ngày {date}.")
    } else {
        format!("Chuyển chủ quản theo {document} ngày {date}.")
    }
}

// A round, beside what a yearly review says.
pub const STAGE_ABANDONED: &str = "Kết thúc, không ban hành";
pub const ABANDON: &str = "Kết thúc không ban hành";
pub const ABANDON_HINT: &str = "Danh mục giữ nguyên; lý do được lưu và các cơ quan trong đợt đọc được.";
pub const REASON: &str = "Lý do";
pub const MANAGE: &str = "Điều hành đợt sửa đổi, bổ sung";
pub const CLOSE: &str = "Đóng đợt sửa đổi, bổ sung";
pub const CLOSE_ASK: &str = "Đóng đợt sửa đổi, bổ sung?";
pub const MAY_CHANGE: &str = "Chưa ghi thay đổi";
pub const MAY_CHANGE_HINT: &str = "Chỉ ghi CSDL cần thay đổi. CSDL không ghi giữ nguyên.";
pub const CHANGES: &str = "Thay đổi, đề xuất của đơn vị";
pub const NO_CHANGES: &str =
    "Chưa ghi thay đổi hay đề xuất nào. Đợt này chỉ trình khi có ít nhất một thay đổi hoặc đề xuất.";
pub const STEP_ANSWER: &str = "Cán bộ đầu mối ghi nội dung thay đổi";

pub fn changes(count: usize) -> String {
    format!("{count} thay đổi, đề xuất")
}

/// «Sửa đổi, bổ sung lần 1 năm 2026»
pub fn round_title(year: i32, number: u8) -> String {
    format!("Sửa đổi, bổ sung lần {number} năm {year}")
}

/// «Rà soát năm 2026», «Sửa đổi, bổ sung lần 1 năm 2026».
pub fn campaign_title(key: CampaignKey) -> String {
    match key.amendment() {
        None => format!("Rà soát năm {}", key.year()),
        Some(number) => round_title(key.year(), number),
    }
}

/// Why no campaign can be opened now.
pub fn unfinished(key: CampaignKey) -> String {
    format!("Đợt “{}” chưa kết thúc: mở được đợt mới sau khi đợt đó kết thúc.", campaign_title(key))
}

pub fn draft_title(key: CampaignKey) -> String {
    match key.amendment() {
        None => format!("Bản dự thảo danh mục năm {}", key.year()),
        Some(number) => format!("Bản dự thảo sửa đổi, bổ sung danh mục lần {number} năm {}", key.year()),
    }
}

// The edition.
pub const AMENDS: &str = "Sửa đổi, bổ sung danh mục ban hành kèm theo";
pub const LAST_AMENDED: &str = "đã được sửa đổi, bổ sung tại";
pub const WHAT_CHANGES: &str = "Nội dung sửa đổi, bổ sung";
pub const AMENDED_BY: &str = "Đã được sửa đổi, bổ sung bởi";
pub const WHOLE_LIST: &str = "Toàn bộ danh mục sau khi sửa đổi, bổ sung";
pub const ADDED: &str = "Bổ sung";
pub const MODIFIED: &str = "Sửa đổi";
pub const REMOVED: &str = "Đưa ra khỏi danh mục";

/// «Quyết định số 3124/QĐ-UBND ngày 20/12/2024»
pub fn decision(decision: &Decision) -> String {
    format!("Quyết định số {} ngày {}", decision.number, format::date(decision.date))
}

/// The decision of an edition, or its name while it has none.
pub fn decision_of(edition: &EditionRef) -> String {
    edition.decision.as_ref().map_or_else(|| super::edition::name(edition), decision)
}

/// The letter by which a round was opened, and whose it is where an agency asked for the round.
pub fn letter_of(campaign: &CampaignRow) -> String {
    let told = review::letter(&campaign.letter_number, &format::date(campaign.letter_date));
    campaign.requested_by.as_ref().map_or_else(|| told.clone(), |agency| format!("{told} của {}", agency.name))
}
