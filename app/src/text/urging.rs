//! The words of the letter that urges a late agency (article 14.2), in the manner of decree 30/2020.

use domain::format;
use domain::reminder::UrgingContent;

use super::review::campaign_title;

pub const ABOVE: &str = "UBND TỈNH ĐẮK LẮK";
pub const STATE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
pub const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
/// Number and day are given by the document system: room is left for them.
pub const NUMBER: &str = "Số:             /";
pub const RECIPIENTS: &str = "Nơi nhận:";
pub const POST: &str = "THỦ TRƯỞNG CƠ QUAN";

pub fn about(content: &UrgingContent) -> String {
    format!("V/v đôn đốc gửi kết quả {}", lower(&campaign_title(content.campaign.key)))
}

/// The day is left open, the month and the year are those of writing.
pub fn place_and_date(content: &UrgingContent) -> String {
    let day = content.today;
    format!("Đắk Lắk, ngày       tháng {:02} năm {}", u8::from(day.month()), day.year())
}

pub fn to(content: &UrgingContent) -> String {
    format!("Kính gửi: {}", content.agency.name)
}

fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

pub fn paragraphs(content: &UrgingContent) -> Vec<String> {
    let campaign = &content.campaign;
    let title = lower(&campaign_title(campaign.key));
    let basis = format!(
        "Thực hiện khoản 2 Điều 8, khoản 2 Điều 14 và khoản 2 Điều 16 Quy chế ban hành kèm theo Quyết định số 01/2023/QĐ-UBND của \
         UBND tỉnh, {} đã có Công văn số {} ngày {} về {title}, hạn gửi kết quả là ngày {}.",
        content.coordinator.name,
        campaign.letter_number,
        format::date(campaign.letter_date),
        format::date(content.due_on),
    );
    let done = match (content.answered, content.entries) {
        (_, 0) => "chưa gửi kết quả".to_owned(),
        (0, all) => format!("chưa trả lời về cơ sở dữ liệu nào trong {all} cơ sở dữ liệu của đơn vị trên Cổng"),
        (some, all) => format!("mới trả lời về {some}/{all} cơ sở dữ liệu trên Cổng và chưa gửi kết quả"),
    };
    let late = format!(
        "Đến ngày {}, {} {done}, quá hạn {} ngày làm việc.",
        format::date(content.today),
        content.agency.name,
        content.days_late,
    );
    let mut paragraphs = vec![basis, late];
    if !content.letters.is_empty() {
        let earlier: Vec<String> = content
            .letters
            .iter()
            .map(|one| format!("Công văn số {} ngày {}", one.number, format::date(one.date)))
            .collect();
        paragraphs.push(format!("Việc này đã được đôn đốc tại {}.", earlier.join(", ")));
    }
    paragraphs.push(format!(
        "Để kịp tổng hợp, trình Chủ tịch UBND tỉnh ban hành Danh mục cơ sở dữ liệu dùng chung, {} đề nghị {} khẩn trương hoàn thành \
         rà soát, gửi kết quả trên Cổng dữ liệu dùng chung của tỉnh và nêu rõ lý do chậm. Thủ trưởng cơ quan chịu trách nhiệm về \
         tiến độ thực hiện theo khoản 1 Điều 18 Quy chế.",
        content.coordinator.name, content.agency.name,
    ));
    paragraphs.push(format!("{} đề nghị Quý cơ quan quan tâm, phối hợp thực hiện./.", content.coordinator.name));
    paragraphs
}

pub fn recipients() -> Vec<String> {
    ["- Như trên;", "- Văn phòng UBND tỉnh (để biết);", "- Lưu: VT."].map(str::to_owned).to_vec()
}
