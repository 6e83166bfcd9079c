//! The words of the duties that follow when the catalog is issued.

use domain::duty::{DutyAction, DutyEvent, DutyKind, DutyRow, DutySort, DutyState, EvidenceFile};
use domain::format;

pub const BOARD: &str = "Theo dõi nghĩa vụ dữ liệu";
pub const MENU: &str = "Theo dõi";
pub const BOARD_LEAD: &str =
    "Việc phải làm sau khi ban hành Danh mục, theo cơ quan đang chịu trách nhiệm hôm nay. Bấm vào số để xem từng việc.";
pub const DESK: &str = "Theo dõi khác, năm nay";
pub const DESK_FRESHNESS: &str = "Độ mới của từng CSDL";
pub const DESK_OVERLAPS: &str = "CSDL có thể trùng lặp";
pub const DESK_REVIEW: &str = "Tiến độ đợt rà soát";
pub const DESK_AGENCY: &str = "Chỉ số của từng cơ quan";
pub const OWN_LEAD: &str = "Việc phải làm sau khi ban hành Danh mục của cơ quan bạn. Bấm vào số để xem từng việc.";
pub const LIST: &str = "Danh sách nghĩa vụ";
pub const DUTIES: &str = "Nghĩa vụ dữ liệu";
pub const MINE: &str = "Nghĩa vụ dữ liệu đến hạn";
pub const MINE_LEAD: &str =
    "Đánh dấu các việc đã làm, ghi một minh chứng chung (ghi chú, đường dẫn hoặc tệp) rồi bấm “Ghi nhận đã xong”.";
pub const NONE: &str = "Không có nghĩa vụ nào phù hợp với bộ lọc.";
pub const NO_BOARD: &str = "Chưa có nghĩa vụ nào: nghĩa vụ phát sinh khi Danh mục được ban hành.";
pub const AGENCY: &str = "Cơ quan";
pub const KIND: &str = "Loại việc";
pub const STATE: &str = "Tình trạng";
pub const SORT: &str = "Sắp xếp";
pub const ALL: &str = "Tất cả";
pub const ALL_AGENCIES: &str = "Tất cả cơ quan";
pub const FILTER: &str = "Lọc";
pub const YEAR: &str = "Năm đến hạn";
pub const ALL_YEARS: &str = "Mọi năm";
pub const MONTH: &str = "Tháng đến hạn";
pub const ALL_MONTHS: &str = "Cả năm";
pub const COUNTED: &str = "Chỉ việc đã làm hoặc đã quá hạn";
pub const XLSX: &str = "Tải Excel";
pub const CSV: &str = "Tải CSV";
pub const ENTRY: &str = "CSDL";
pub const DUE: &str = "Hạn";
pub const PERIOD: &str = "Kỳ";
pub const BASIS: &str = "Căn cứ";
pub const EVIDENCE: &str = "Minh chứng, lý do";
pub const TARGET: &str =
    "Văn bản giao việc này mà không ấn định số ngày: thời hạn là mục tiêu nội bộ của cơ quan chủ trì.";
pub const TARGET_SHORT: &str = "mục tiêu nội bộ";
pub const MARK_DONE: &str = "Ghi nhận đã xong";
pub const EARLIER_TOO: &str = "Ghi nhận một kỳ cập nhật hay rà soát thì các kỳ trước còn nợ của cùng CSDL cũng khép lại, mỗi kỳ vẫn giữ số ngày muộn.";
pub const NOTE: &str = "Ghi chú";
pub const NOTE_HINT: &str = "Đã làm gì, số bản ghi, phạm vi. Cần ghi chú, đường dẫn hoặc tệp.";
pub const LINK: &str = "Đường dẫn";
pub const LINK_HINT: &str = "Địa chỉ web của dữ liệu đã nạp, biên bản hoặc tài liệu.";
pub const FILE: &str = "Tệp minh chứng";
pub const HASH: &str = "Mã băm SHA-256";
pub const FILE_HINT: &str = "PDF, ảnh PNG hoặc JPG, Word, Excel hoặc ZIP; tối đa 20 MB.";
pub const EXCUSE: &str = "Miễn việc này";
pub const EXCUSE_HINT: &str = "Việc không phải làm nữa; lý do được lưu lại và hiện ở đây.";
pub const REOPEN: &str = "Mở lại việc này";
pub const REOPEN_HINT: &str = "Việc lại chờ làm với hạn cũ; những gì đã ghi nhận vẫn được giữ.";
pub const REASON: &str = "Lý do";
pub const HISTORY: &str = "Diễn biến";
pub const NO_HISTORY: &str = "Chưa ai ghi nhận gì.";
pub const RULES: &str = "Quy định thời hạn của từng loại nghĩa vụ";
pub const OPEN_LIST: &str = "Mở danh sách đầy đủ";
pub const CHOOSE: &str = "Chọn";
pub const NOT_BEGUN: &str = "kỳ chưa bắt đầu";

/// What is to be done.
pub fn kind(kind: DutyKind) -> &'static str {
    match kind {
        DutyKind::Load => "Nạp dữ liệu lên kho",
        DutyKind::Documents => "Tài liệu kỹ thuật dịch vụ",
        DutyKind::Refresh => "Cập nhật theo tần suất",
        DutyKind::OpenReview => "Rà soát dữ liệu mở",
        DutyKind::SharingReview => "Rà soát chia sẻ mặc định",
    }
}

/// How it stands.
pub fn state(state: DutyState) -> &'static str {
    match state {
        DutyState::Late => "Quá hạn",
        DutyState::DueSoon => "Sắp đến hạn",
        DutyState::Upcoming => "Còn hạn",
        DutyState::DoneLate => "Xong muộn",
        DutyState::Done => "Xong đúng hạn",
        DutyState::Excused => "Được miễn",
        DutyState::Ended => "Chấm dứt",
    }
}

/// «Quá hạn 12 ngày»
pub fn state_of(row: &DutyRow) -> String {
    match row.days_late {
        0 => state(row.state).to_owned(),
        days if matches!(row.state, DutyState::Late | DutyState::DoneLate) => {
            format!("{} {days} ngày", state(row.state))
        }
        days => format!("{} (muộn {days} ngày)", state(row.state)),
    }
}

/// «3 quá hạn»
pub fn counted(state_: DutyState, count: u32) -> String {
    format!("{} {}", format::number(count), state(state_).to_lowercase())
}

pub fn sort(sort: DutySort) -> &'static str {
    match sort {
        DutySort::Due => "Hạn sớm nhất trước",
        DutySort::Latest => "Hạn muộn nhất trước",
        DutySort::Entry => "Theo mã CSDL",
    }
}

/// What the share in time is called: it is one number of a year, another of all years.
pub fn on_time(year: Option<i32>) -> String {
    year.map_or_else(|| "Đúng hạn, mọi năm".to_owned(), |year| format!("Đúng hạn năm {year}"))
}

/// What it is a share of.
pub fn on_time_hint(year: Option<i32>, (met, due): (u32, u32)) -> String {
    let which = year.map_or_else(
        || "hạn trong mọi năm; chỉ số “Cập nhật đúng hạn” thì tính từng năm".to_owned(),
        |year| format!("hạn trong năm {year}"),
    );
    let (met, due) = (format::number(met), format::number(due));
    format!(
        "Đúng hạn = {met} việc xong trong hạn trên {due} nghĩa vụ đã làm hoặc đã quá hạn ({which}). Việc còn hạn, được \
         miễn hoặc chấm dứt không tính."
    )
}

pub fn month(month: u8) -> String {
    format!("Tháng {month}")
}

/// The orders of the board.
pub const BOARD_SORTS: [(&str, &str); 3] =
    [("", "Theo tên cơ quan"), ("late", "Nhiều việc quá hạn nhất"), ("share", "Tỷ lệ đúng hạn thấp nhất")];

/// «Khoản 1 Điều 16 Quy chế»
pub fn basis(document: &str, article: u16, clause: u16) -> String {
    let place = if clause == 0 { format!("Điều {article}") } else { format!("Khoản {clause} Điều {article}") };
    match document {
        "qd-01-2023" => format!("{place} Quy chế"),
        "nd-47-2020" => format!("{place} Nghị định 47/2020/NĐ-CP"),
        other => format!("{place} {}", document_name(other)),
    }
}

/// A document by its identifier in the register: «nd-194-2025» is «Nghị định 194/2025».
pub fn document_name(id: &str) -> String {
    let mut parts = id.splitn(3, '-');
    let kind = match parts.next() {
        Some("nd") => "Nghị định",
        Some("qd") => "Quyết định",
        Some("tt") => "Thông tư",
        Some("luat") => "Luật",
        _ => return id.to_owned(),
    };
    match (parts.next(), parts.next()) {
        (Some(number), Some(year)) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{kind} {number}/{year}")
        }
        _ => id.to_owned(),
    }
}

/// Where the clause can be read.
pub fn basis_href(document: &str, article: u16, clause: u16) -> String {
    match (document, clause) {
        ("qd-01-2023", 0) => format!("/quy-che#dieu-{article}"),
        ("qd-01-2023", _) => format!("/quy-che#dieu-{article}-khoan-{clause}"),
        ("nd-47-2020", _) => "/van-ban?q=47%2F2020".to_owned(),
        _ => "/van-ban".to_owned(),
    }
}

pub fn action(action: DutyAction) -> &'static str {
    match action {
        DutyAction::Done => "Ghi nhận đã xong",
        DutyAction::Excused => "Miễn",
        DutyAction::Reopened => "Mở lại",
    }
}

/// «bien-ban.pdf (12,5 KB)»
pub fn file(file: &EvidenceFile) -> String {
    format!("{} ({})", file.name, format::bytes(file.bytes))
}

/// «1.234 việc»
pub fn total(total: u64) -> String {
    format!("{} việc", format::number(i64::try_from(total).unwrap_or(i64::MAX)))
}

/// «01/10/2026 – 01/11/2026»
pub fn period(row: &DutyRow) -> String {
    format!("{} – {}", format::date(row.starts_on), format::date(row.ends_on))
}

/// What an act left: its note or reason, its link, its file. «Đã nạp; bien-ban.pdf»
pub fn evidence(event: &DutyEvent) -> String {
    let file = event.file.as_ref().map(|file| file.name.clone()).unwrap_or_default();
    let parts = [event.note.clone(), event.link.clone(), file];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// The heads of an export's columns.
pub const COLUMNS: [&str; 14] = [
    "Mã CSDL",
    "Tên CSDL",
    "Cơ quan",
    "Việc",
    "Kỳ từ",
    "Kỳ đến",
    "Hạn",
    "Tình trạng",
    "Số ngày muộn",
    "Căn cứ",
    "Loại thời hạn",
    "Ngày xong",
    "Minh chứng, lý do",
    "Người ghi",
];
pub const BY_LAW: &str = "theo văn bản";
pub const EXPORT_TITLE: &str = "THEO DÕI NGHĨA VỤ DỮ LIỆU THEO DANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG";

/// The cells of a row of an export, in the order of [`COLUMNS`].
pub fn cells(row: &DutyRow) -> Vec<String> {
    let day = |day: Option<time::Date>| day.map(format::date).unwrap_or_default();
    let last = row.events.first();
    vec![
        row.code.to_string(),
        row.name.clone(),
        row.agency.name.clone(),
        kind(row.kind).to_owned(),
        format::date(row.starts_on),
        format::date(row.ends_on),
        format::date(row.days.due_on),
        state(row.state).to_owned(),
        row.days_late.to_string(),
        basis(&row.document, row.article, row.clause),
        if row.is_target { TARGET_SHORT } else { BY_LAW }.to_owned(),
        day(row.days.done_on),
        last.map(evidence).unwrap_or_default(),
        last.map(|event| event.by.clone()).unwrap_or_default(),
    ]
}

#[cfg(test)]
mod tests {
    use domain::id::DutyEventId;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn evidence_is_told_whichever_of_the_three_it_is() {
        let file = Some(EvidenceFile { name: "bien-ban.pdf".to_owned(), bytes: 17, sha256: String::new() });
        let link = "https://kho.example/ky-11";
        for (note, link, file, told) in [
            ("Đã nạp", "", None, "Đã nạp"),
            ("", link, None, link),
            ("", "", file.clone(), "bien-ban.pdf"),
            ("Đã nạp", link, file, "Đã nạp; https://kho.example/ky-11; bien-ban.pdf"),
            ("", "", None, ""),
        ] {
            let event = DutyEvent {
                id: DutyEventId(1),
                action: DutyAction::Done,
                note: note.to_owned(),
                link: link.to_owned(),
                file,
                by: String::new(),
                at: datetime!(2026-11-24 03:00 UTC),
            };
            assert_eq!(evidence(&event), told);
        }
    }
}
