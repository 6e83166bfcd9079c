//! The words of the duplicate radar and of the list of national databases.

use domain::check::{FieldCode, FieldError};
use domain::overlap::{Counterpart, Reason, ReasonKind, Settlement, Strength};

pub const TITLE: &str = "Có thể trùng lặp";
pub const LEAD: &str = "Không xây dựng, chia sẻ cơ sở dữ liệu trùng với cơ sở dữ liệu của bộ, ngành; nếu dùng chung dữ liệu \
    thì phải đồng bộ.";
pub const BY_CLAUSE_5_3: &str = "Khoản 3 Điều 5 Quy chế";
pub const NONE_FOUND: &str = "Chưa thấy cơ sở dữ liệu nào có thể trùng.";
pub const OF_AGENCY: &str = "Rà trùng lặp của cơ quan này";
pub const WHERE_SETTLED: &str = "Cán bộ của cơ quan kết luận trong đợt rà soát: sửa đổi CSDL này, lưu, rồi đến mục Có thể trùng lặp ở cuối \
    biểu mẫu. Ngoài đợt, cơ quan chủ trì kết luận.";
pub const SETTLED_ALL: &str = "Đã kết luận hết";
pub const SETTLE: &str = "Lưu kết luận";
pub const SETTLE_TOGGLE: &str = "Kết luận";
pub const SETTLE_AGAIN: &str = "Sửa kết luận";
pub const WHAT: &str = "Đây là";
pub const NOT_CHOSEN: &str = "chưa chọn";
pub const REASON: &str = "Lý do";
pub const REASON_HINT: &str = "Nêu phạm vi, hạng mục dùng chung hoặc khác nhau; lý do được giữ lại và hiện công khai.";
pub const OPEN: &str = "Chưa kết luận";
pub const STALE: &str = "Nội dung đã đổi, cần kết luận lại";
pub const BEFORE: &str = "Kết luận trước đây";
pub const NATIONAL: &str = "CSDL quốc gia, bộ ngành";
pub const OWN: &str = "CSDL của tỉnh";
pub const OTHER_PROPOSAL: &str = "Đề xuất khác cùng đợt";
pub const HOLDS: &str = "Dữ liệu chính";
pub const DECLARED: &str = "Đã khai báo trong biểu mẫu";
pub const DECLARE_HINT: &str = "Nếu kết luận là đồng bộ: lưu kết luận, rồi ghi mã này và cơ chế đồng bộ vào phần c) của biểu mẫu bằng một lần bấm.";
pub const DECLARE: &str = "Ghi vào biểu mẫu (phần c)";
pub const DECLARED_NOW: &str = "Đã ghi vào phần c) của biểu mẫu.";
pub const COMPARING: &str = "Đang so các cơ sở dữ liệu đang có hiệu lực với nhau và với danh sách quốc gia. Mở lại trang sau ít phút để thấy đủ các cặp; các cặp của đề xuất đã có dưới đây.";
pub const LIST_TITLE: &str = "Rà trùng lặp";
pub const LIST_LEAD: &str = "Cơ sở dữ liệu đang có hiệu lực và đề xuất đã gửi có thể trùng với CSDL quốc gia, bộ ngành hoặc với nhau, kể cả đề xuất của hai cơ quan.";
pub const WITH: &str = "So với";
pub const WITH_ALL: &str = "Tất cả";
pub const NO_SUCH_CHOICE: &str = "Địa chỉ này hỏi một lựa chọn không có. Hãy chọn lại ở trang đầy đủ.";
pub const SEE_WHOLE: &str = "Xem tất cả các cặp";
pub const STRENGTH: &str = "Mức độ";
pub const ALL_TOO: &str = "Cả những cặp đã kết luận";
pub const NOTHING: &str = "Không có cặp nào với điều kiện này.";
pub const PROPOSAL: &str = "Đề xuất";
pub const SEE_SETTLED: &str = "Xem kết luận vừa lưu, cùng nội dung bạn vừa nhập";
pub const NATIONAL_TITLE: &str = "Cơ sở dữ liệu quốc gia, bộ ngành";
pub const NATIONAL_LEAD: &str = "Danh sách để đối chiếu trùng lặp. Có thể nạp cả bảng bằng lệnh csdl import national-databases; ô đã sửa ở đây được giữ khi nạp lại.";
pub const SEARCH: &str = "Tìm theo mã, tên, bộ, hạng mục";
pub const ADD: &str = "Thêm cơ sở dữ liệu";
pub const CHANGE: &str = "Sửa";
pub const SAVE: &str = "Lưu";
pub const ID: &str = "Mã";
pub const NAME: &str = "Tên";
pub const MINISTRY: &str = "Bộ, ngành chủ quản";
pub const SUBJECT: &str = "Chủ đề";
pub const KEY_ITEMS: &str = "Dữ liệu chính";
pub const KEY_ITEMS_HINT: &str = "Mỗi loại dữ liệu cách nhau bằng dấu chấm phẩy.";
pub const LEGAL: &str = "Căn cứ pháp lý";
pub const ACTIVE: &str = "Đang dùng để đối chiếu";
pub const RETIRED: &str = "Không còn dùng";
pub const NO_NATIONAL: &str = "Không có cơ sở dữ liệu nào khớp.";

pub fn counterpart(with: Counterpart) -> &'static str {
    match with {
        Counterpart::National => NATIONAL,
        Counterpart::Own => OWN,
        Counterpart::Proposal => OTHER_PROPOSAL,
    }
}

/// Said above a form in which a national database was named for the writer.
pub fn proposed(other: &str) -> String {
    format!("Đã điền sẵn {other} và cơ chế đồng bộ ở phần c). Kiểm tra rồi lưu.")
}

pub fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Strong => "cao",
        Strength::Likely => "vừa",
    }
}

/// «Khả năng trùng: cao (96/100)»
pub fn likeness(level: Strength, score: u8) -> String {
    format!("Khả năng trùng: {} ({score}/100)", strength(level))
}

pub fn settlement(settlement: Settlement) -> &'static str {
    match settlement {
        Settlement::Duplicate => "Trùng lặp",
        Settlement::Synchronised => "Đồng bộ",
        Settlement::Different => "Khác nhau",
    }
}

/// The line under a choice.
pub fn settlement_hint(settlement: Settlement) -> &'static str {
    match settlement {
        Settlement::Duplicate => "cùng một dữ liệu; không chấp nhận đề xuất, sửa đổi hay giữ nguyên",
        Settlement::Synchronised => "dữ liệu lấy từ, hoặc gửi về, cơ sở dữ liệu kia",
        Settlement::Different => "chỉ giống về tên gọi",
    }
}

/// The databases that a remark names, one a line: by code and name; a proposal, which has no code yet, by its name alone.
pub fn told(detail: &str) -> String {
    let one = |named: &str| match named.split_once(' ') {
        Some((target, name)) if target.starts_with("de-xuat-") => format!("đề xuất “{name}”"),
        _ => named.to_owned(),
    };
    detail.lines().map(one).collect::<Vec<_>>().join("; ")
}

/// Why an answer cannot be accepted now, as the remark on it says.
pub fn barred(remark: &str) -> String {
    format!("{TITLE}: {remark}.")
}

/// What an accepted proposal or change contradicts, after its name.
pub fn contradicted(remark: &FieldError) -> String {
    let detail = told(&remark.detail);
    if remark.code == FieldCode::OverlapDuplicate {
        format!("đã được chấp nhận, nhưng đã kết luận trùng lặp với {detail} (khoản 3 Điều 5)")
    } else {
        format!("đã được chấp nhận, nhưng chưa ai kết luận có trùng với {detail} hay không (khoản 3 Điều 5)")
    }
}

/// Said above a change that was accepted before.
pub fn change_accepted_before(remark: &FieldError) -> String {
    format!(
        "Sửa đổi này {}. Để vậy thì không tổng hợp được bản dự thảo, trừ khi bên kia rời danh mục: đổi kết luận về tên, nội \
         dung, hạng mục, quan hệ đồng bộ thành từ chối, hoặc kết luận lại cặp.",
        contradicted(remark)
    )
}

/// Said above a proposal that was accepted before.
pub fn accepted_before(remark: &FieldError) -> String {
    format!(
        "Đề xuất này {}. Để vậy thì không tổng hợp được bản dự thảo, trừ khi bên kia không vào hoặc rời danh mục: đổi kết \
         luận về tên của đề xuất này thành từ chối, hoặc kết luận lại cặp.",
        contradicted(remark)
    )
}

/// «Tên trùng: “đất đai”»
pub fn reason(reason: &Reason) -> String {
    let words = reason.words.join(", ");
    match reason.kind {
        ReasonKind::Name => format!("Tên trùng: “{}”", reason.words.join("”, “")),
        ReasonKind::Items => format!("Hạng mục giống: {words}"),
        ReasonKind::Owner => format!("Cùng ngành: {words}"),
    }
}

/// «68% của điểm»: what a reason makes of the likeness.
pub fn share(share: u8) -> String {
    format!("{share}% của điểm")
}

pub fn settled_by(by: &str, at: &str) -> String {
    if by.is_empty() { at.to_owned() } else { format!("{by}, {at}") }
}

pub fn open_count(count: usize) -> String {
    format!("{count} cặp chưa kết luận")
}

pub fn pairs(total: u64) -> String {
    format!("{total} cặp")
}

pub fn named_by(entries: u32) -> String {
    format!("{entries} CSDL đang có hiệu lực đồng bộ với CSDL này")
}

pub fn databases(count: usize) -> String {
    format!("{count} cơ sở dữ liệu")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proposal_is_told_without_the_number_of_its_answer() {
        for (detail, wanted) in [
            ("QG-071 CSDL công thương", "QG-071 CSDL công thương"),
            ("de-xuat-141 CSDL tiêm chủng", "đề xuất “CSDL tiêm chủng”"),
            ("DC-002 CSDL nhà ở\nde-xuat-142 CSDL dân số; nhà ở", "DC-002 CSDL nhà ở; đề xuất “CSDL dân số; nhà ở”"),
        ] {
            assert_eq!(told(detail), wanted);
        }
    }
}
