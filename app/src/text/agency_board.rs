//! The words of an agency's own board: its figures beside its tier, and what to do first.

use domain::agency::Tier;
use domain::duty::{DutyFilter, DutyKind, DutyState};
use domain::format;
use domain::indicator::{Amount, Beside, Definition, Effect, Median, Period, Todo, Unit, written};

use super::duty;

pub const TITLE: &str = "Chỉ số của đơn vị";
pub const MENU: &str = "Chỉ số đơn vị";
pub const LINK: &str = "Chỉ số của đơn vị và việc nên làm trước";
pub const FIGURES: &str = "Số liệu, so với các cơ quan cùng cấp";
pub const FIRST: &str = "Việc nên làm trước";
pub const FIRST_LEAD: &str = "Xếp theo mức làm thay đổi chỉ số, tính trên chính các dòng đứng sau con số.";
pub const NOTHING: &str = "Không có việc nào đang làm giảm chỉ số của đơn vị.";
pub const OF_CLOSED: &str = "Kỳ đã chốt: không còn việc nào làm thay đổi được con số.";
pub const OTHERS_DECIDE: &str = "Kết quả còn tùy người khai thác.";
pub const MORE: &str = "Các việc khác";
pub const ALL_LATE: &str = "Mọi việc quá hạn của đơn vị";

/// Of an act that moves no figure: why it stands there.
pub fn still_owed(period: Period) -> String {
    format!("Còn nợ từ năm {period}: số liệu của năm ấy không đổi nữa, việc vẫn phải làm.")
}

pub fn beside(beside: Beside) -> &'static str {
    match beside {
        Beside::Better => "tốt hơn",
        Beside::Same => "bằng",
        Beside::Worse => "kém hơn",
    }
}

fn of_tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Province => "cơ quan cấp tỉnh",
        Tier::District => "cơ quan cấp huyện",
        Tier::Commune => "cơ quan cấp xã",
        Tier::Central => "cơ quan ngành dọc",
        Tier::Other => "cơ quan khác",
    }
}

/// «Trung vị 23 cơ quan cấp tỉnh»
pub fn middle_of(median: Median, tier: Tier) -> String {
    format!("Trung vị {} {}", format::number(median.agencies), of_tier(tier))
}

/// The middle as readers write it.
pub fn middle(definition: &Definition, median: Median) -> String {
    let text = median.written(definition.unit);
    if definition.unit == Unit::Days { format!("{text} ngày") } else { text }
}

/// What is to be done.
pub fn todo(todo: &Todo, period: Period) -> String {
    match todo {
        Todo::Answer => format!("Gửi kết quả rà soát năm {period}"),
        Todo::NameOfficer => "Cử cán bộ đầu mối và đề nghị cơ quan chủ trì cấp tài khoản".to_owned(),
        Todo::UnlockOfficer => "Đề nghị cơ quan chủ trì mở lại tài khoản của cán bộ đầu mối".to_owned(),
        Todo::Refresh { name, times: 1, .. } => format!("Cập nhật dữ liệu: {name}"),
        Todo::Refresh { name, times, .. } => format!("Cập nhật dữ liệu: {name} ({times} lần quá hạn)"),
        Todo::CatchUp { kind, name, .. } => format!("{}: {name}", act(*kind)),
        Todo::Meet { kind, name, due_on, .. } => {
            format!("{}: {name}, trước hết ngày {}", act(*kind), format::date(*due_on))
        }
        Todo::Promote { name, .. } => format!("Giới thiệu, xem lại mô tả và hạng mục mở: {name}"),
    }
}

fn act(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::Load => "Nạp dữ liệu",
        DutyKind::Documents => "Nộp tài liệu dịch vụ chia sẻ",
        DutyKind::Refresh => "Cập nhật dữ liệu",
        DutyKind::OpenReview => "Rà soát dữ liệu mở",
        DutyKind::SharingReview => "Rà soát hình thức chia sẻ",
    }
}

/// Why it stands there: how long it has waited.
pub fn waited(todo: &Todo) -> Option<String> {
    match todo {
        Todo::Refresh { days_late, .. } | Todo::CatchUp { days_late, .. } => {
            Some(format!("quá hạn {} ngày", format::number(*days_late)))
        }
        Todo::Meet { .. } => Some(duty::state(DutyState::DueSoon).to_lowercase()),
        Todo::Promote { .. } => Some(OTHERS_DECIDE.to_owned()),
        Todo::Answer | Todo::NameOfficer | Todo::UnlockOfficer => None,
    }
}

/// Where it is done.
pub fn place(todo: &Todo, period: Period, agency: &str) -> String {
    match todo {
        Todo::Answer => format!("/ra-soat/{period}/{agency}"),
        Todo::NameOfficer => "/quy-che#dieu-16-khoan-3".to_owned(),
        Todo::UnlockOfficer => "/quy-che#dieu-14-khoan-2".to_owned(),
        Todo::Refresh { code, times, .. } if *times > 1 => {
            let filter = DutyFilter {
                entry: code.to_string(),
                kind: Some(DutyKind::Refresh),
                state: Some(DutyState::Late),
                year: Some(period.0),
                ..DutyFilter::default()
            };
            format!("/theo-doi/danh-sach?{}", filter.query())
        }
        Todo::Refresh { id, .. } | Todo::CatchUp { id, .. } | Todo::Meet { id, .. } => format!("/theo-doi/viec/{id}"),
        Todo::Promote { code, .. } => format!("/danh-muc/{code}/su-dung"),
    }
}

/// «+2,3 điểm phần trăm», «−1»: how far it moves.
pub fn moved(definition: &Definition, effect: &Effect) -> String {
    let (with, without) = (effect.with.scaled(definition.unit), effect.without.scaled(definition.unit));
    let sign = if with >= without { "+" } else { "−" };
    let far = written(definition.unit, with.abs_diff(without));
    match definition.unit {
        Unit::Share => format!("{sign}{} điểm phần trăm", far.trim_end_matches([' ', '%'])),
        Unit::Count | Unit::Distinct => format!("{sign}{far}"),
        Unit::Days => format!("{sign}{far} ngày"),
    }
}

/// «50 % nay, 100 % khi làm xong»; of what has time yet the two ways that it can go.
pub fn from_to(definition: &Definition, effect: &Effect, todo: &Todo) -> String {
    let told = |amount: Amount| written(definition.unit, amount.scaled(definition.unit));
    match todo {
        Todo::Meet { .. } => format!("đúng hạn thì {}, để quá hạn thì {}", told(effect.with), told(effect.without)),
        _ => format!("{} → {}", told(effect.without), told(effect.with)),
    }
}
