//! The words of a review's course: how it stands, rounds of the appraisal, why answers and drafts came back, what happened
//! when.

use domain::campaign::{CampaignEvent, CampaignKind, CampaignState, Happened};
use domain::edition::EditionState;
use domain::format;
use domain::workflow::{CampaignMove, CampaignStage, EditionStage};

use super::{amendment, edition, moves, review};

/// The clause that a round rests on: its address and its words.
pub fn clause_of(kind: CampaignKind) -> (&'static str, &'static str) {
    match kind {
        CampaignKind::Annual => ("/quy-che#dieu-16-khoan-2", review::BY_CLAUSE_16_2),
        CampaignKind::Amending => ("/quy-che#dieu-8-khoan-2", review::BY_CLAUSE_8_2),
    }
}

/// What heads the table of agencies, whose first column is the agency.
pub const AGENCIES: &str = "Danh sách cơ quan";

const FINALISED: &str = "Dự thảo đã hoàn chỉnh";
const RETURNED: &str = "Văn phòng trả lại dự thảo";

pub fn campaign_state(state: CampaignState) -> &'static str {
    let stage = match state {
        CampaignState::Consulting => return "Đang lấy ý kiến",
        CampaignState::Finalised => return FINALISED,
        CampaignState::Returned => return RETURNED,
        CampaignState::Abandoned => return amendment::STAGE_ABANDONED,
        CampaignState::Planned => CampaignStage::Planned,
        CampaignState::Open => CampaignStage::Open,
        CampaignState::Closed => CampaignStage::Closed,
        CampaignState::Consolidated => CampaignStage::Consolidated,
        CampaignState::Submitted => CampaignStage::Submitted,
        CampaignState::Concluded => CampaignStage::Concluded,
    };
    review::campaign_stage(stage)
}

pub fn edition_state(state: EditionState) -> &'static str {
    let stage = match state {
        EditionState::Finalised => return FINALISED,
        EditionState::Returned => return RETURNED,
        EditionState::Upcoming => return edition::UPCOMING,
        EditionState::Amended => return "Đã được sửa đổi, bổ sung",
        EditionState::Compiling => EditionStage::Compiling,
        EditionState::Submitted => EditionStage::Submitted,
        EditionState::Issued => EditionStage::Issued,
        EditionState::Superseded => EditionStage::Superseded,
    };
    review::edition_stage(stage)
}

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
        Happened::ExtendedAll { agencies, due_on } => {
            return format!("Gia hạn cho {agencies} cơ quan đến {}", format::date(*due_on));
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
        Happened::Moved(_) | Happened::Extended { .. } | Happened::ExtendedAll { .. } => moves::reason(&event.note),
    }
}
