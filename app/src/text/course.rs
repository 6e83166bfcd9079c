//! The words of a review's course: rounds of the appraisal, why answers and drafts came back, what happened when.

use domain::campaign::{CampaignEvent, Happened};
use domain::format;
use domain::workflow::CampaignMove;

use super::{moves, review};

/// The points of a second round that were decided before it.
pub fn past(points: usize) -> String {
    format!("Đã kết luận ở vòng trước: {points} điểm")
}

/// The answers that a second round asks nothing about.
pub fn not_again(answers: usize) -> String {
    format!("Không phải trả lời lại: {answers} mục")
}

/// «Trần Quốc Bảo, 08:15 26/11/2026»
pub fn by(who: &str, at: &str) -> String {
    if who.is_empty() { at.to_owned() } else { format!("{who}, {at}") }
}

/// «Văn phòng trả lại ngày 26/11/2026: Thiếu căn cứ.»
pub fn office_returned(day: &str, reason: &str) -> String {
    format!("Văn phòng trả lại ngày {day}: {reason}")
}

pub fn happened(what: &Happened) -> String {
    let told = match what {
        Happened::Extended { agency, due_on } => {
            return format!("Gia hạn cho {} đến {}", agency.name, format::date(*due_on));
        }
        Happened::Moved(made) => match made {
            CampaignMove::Open => "Mở đợt",
            CampaignMove::Close => "Đóng đợt",
            CampaignMove::Reopen => "Mở lại",
            CampaignMove::Compile => review::COMPILE,
            CampaignMove::Submit => review::SUBMIT_DRAFT,
            CampaignMove::Return => "Văn phòng UBND tỉnh trả lại dự thảo",
            CampaignMove::Conclude => "Ban hành",
            CampaignMove::Abandon => "Kết thúc không ban hành",
        },
    };
    told.to_owned()
}

/// The paper by which it happened, or why; empty where nothing was said.
pub fn note(event: &CampaignEvent) -> String {
    match event.what {
        _ if event.note.is_empty() => String::new(),
        Happened::Moved(CampaignMove::Open) => format!("{} {}", review::LETTER_NUMBER, event.note),
        Happened::Moved(CampaignMove::Conclude) => format!("Quyết định số {}", event.note),
        Happened::Moved(_) | Happened::Extended { .. } => moves::reason(&event.note),
    }
}
