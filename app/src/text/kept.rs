//! The words of proposals kept for another year.

use domain::review::{KeptFrom, KeptProposal};

use super::review::campaign_title;

pub const TITLE: &str = "Bản nháp đề xuất để dành";
pub const LEAD: &str = "Đề xuất chưa gửi, bị từ chối, hoặc soạn ngoài đợt rà soát. Đưa vào một đợt thì nội dung được chép sang, bản nháp giữ lại làm lịch sử.";
pub const WAITING: &str = "Đang chờ";
pub const NONE: &str = "Chưa có bản nháp nào.";
pub const WRITE: &str = "Soạn bản nháp mới";
pub const OPEN: &str = "Mở bản nháp";
pub const TAKE_UP: &str = "Đưa vào đợt này";
pub const KEEP: &str = "Để dành cho năm sau";
pub const KEEP_ASK: &str = "Để dành đề xuất này?";
pub const KEEP_TOLD: &str = "Đề xuất rời đợt rà soát này và được giữ làm bản nháp; năm sau đưa vào lại được.";
pub const KEEP_REFUSED: &str =
    "Đề xuất bị từ chối. Giữ một bản nháp để sửa và đề xuất lại năm sau; kết luận của đợt này không đổi.";
pub const DROP: &str = "Bỏ bản nháp";
pub const DROP_ASK: &str = "Bỏ bản nháp này?";
pub const DROP_TOLD: &str = "Nội dung chỉ còn trong nhật ký của hệ thống.";
pub const SAVE: &str = "Lưu bản nháp";
pub const SAVE_AND_BACK: &str = "Lưu và về danh sách bản nháp";
pub const HISTORY: &str = "Đã đưa vào đợt rà soát";
pub const NEW: &str = "Bản nháp đề xuất mới";

/// Where it comes from.
pub fn from(kept: &KeptProposal) -> String {
    let year = kept.year.map(campaign_title).unwrap_or_default();
    match kept.from {
        KeptFrom::Unsent => format!("Chưa gửi, {year}"),
        KeptFrom::Returned => format!("Bị trả lại, {year}"),
        KeptFrom::Refused => format!("Bị từ chối, {year}"),
        KeptFrom::Written => "Soạn ngoài đợt rà soát".to_owned(),
    }
}

/// Of a draft that came with the work of an agency that ended.
pub fn kept_by(agency: &str) -> String {
    format!("Do {agency} để dành trước khi sắp xếp")
}

pub fn lacks(count: usize) -> String {
    format!("Còn {count} nội dung phải bổ sung.")
}

pub fn taken(kept: &KeptProposal) -> String {
    kept.taken.map(campaign_title).unwrap_or_default()
}
