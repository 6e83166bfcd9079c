//! The words of editions and comparisons.

use domain::edition::{BindingPart, Decision, EditionRef};
use domain::format;

pub const TITLE: &str = "Các lần ban hành danh mục";
pub const UPCOMING: &str = "Đã ban hành, chưa có hiệu lực";
pub const LEAD: &str = "Mỗi lần ban hành gắn với một quyết định và không thay đổi về sau.";
pub const NONE: &str = "Chưa có lần ban hành nào.";
pub const ENTRIES: &str = "CSDL";
pub const AGENCIES_IN: &str = "cơ quan";
pub const ADDED: &str = "thêm mới";
pub const MODIFIED: &str = "sửa đổi";
pub const REMOVED: &str = "đưa ra";
pub const UNCHANGED: &str = "giữ nguyên";
pub const BEFORE: &str = "lần trước";
pub const AFTER: &str = "lần sau";
pub const COMPARE: &str = "So sánh với lần trước";
pub const COMPARE_TITLE: &str = "So sánh danh mục";
pub const ANNEX: &str = "Tải phụ lục (Excel)";
pub const SIGNED: &str = "Quyết định đã ký (PDF)";
pub const HASH: &str = "Mã băm SHA-256 của nội dung";
pub const HASH_TITLE: &str = "Kiểm tra tính toàn vẹn";
pub const HASH_CHECK: &str = "Tệp nội dung dưới đây đúng từng byte là những gì được băm. Tải về rồi chạy";
pub const HASH_SAME: &str = "kết quả phải trùng với mã trên. Người vận hành kiểm tra cả kho bằng lệnh";
pub const SEAL: &str = "Mã băm SHA-256 của thông tin ban hành";
pub const SEAL_WHAT: &str = "Niêm phong khi ban hành: mã băm nội dung, số, ngày ký, ngày hiệu lực, người ký, chức vụ, thứ tự trong năm, lần ban hành đứng trước và tệp quyết định đã ký. Từng byte được băm:";
pub const CONTENT_JSON: &str = "Tải nội dung (JSON)";
pub const FORMS: &str = "Hạng mục theo hình thức chia sẻ rộng nhất";
pub const BY_AGENCY: &str = "Danh mục theo cơ quan";
pub const CHANGED: &str = "Các cơ sở dữ liệu thay đổi";
pub const NO_CHANGES: &str = "Hai lần ban hành không khác nhau.";
pub const NONE_OF_KIND: &str = "Không có thay đổi loại này.";
pub const WHOLE: &str = "Xem so sánh đầy đủ";
pub const NONE_HERE: &str = "Cơ quan này không có cơ sở dữ liệu nào trong lần ban hành này.";
pub const CHOOSE_AGENCY: &str = "Chọn một cơ quan để chỉ xem cơ sở dữ liệu của cơ quan đó:";
pub const PRINT_ALL: &str = "Xem toàn bộ để in";
pub const BY_PAGES: &str = "Xem theo trang";
pub const SEE: &str = "Xem lần ban hành";
pub const COMPARE_ANY: &str = "So sánh hai lần ban hành bất kỳ";
pub const COMPARE_FROM: &str = "Từ";
pub const COMPARE_TO: &str = "Đến";
pub const DO_COMPARE: &str = "So sánh";
pub const COMPARE_XLSX: &str = "Tải so sánh (Excel)";
pub const CHOOSE_TWO: &str = "Chọn hai lần ban hành khác nhau trong danh sách.";
pub const AS_OF: &str = "Danh mục có hiệu lực vào ngày";
pub const AS_OF_TITLE: &str = "Danh mục nào có hiệu lực vào ngày…";
pub const AS_OF_LEAD: &str = "Chọn một ngày để xem danh mục đúng như đã có hiệu lực ngày đó.";
pub const SEE_DAY: &str = "Xem";
pub const TO_TODAY: &str = "Về danh mục hiện hành";
pub const BY_AGENCY_TABLE: &str = "Biến động theo cơ quan";
pub const AGENCY: &str = "Cơ quan";
pub const T_BEFORE: &str = "Trước";
pub const T_ADDED: &str = "Thêm mới";
pub const T_MODIFIED: &str = "Sửa đổi";
pub const T_REMOVED: &str = "Đưa ra";
pub const T_UNCHANGED: &str = "Giữ nguyên";
pub const T_MOVED: &str = "Nhận / chuyển";
pub const T_AFTER: &str = "Sau";
pub const SAID: &str = "Xem nội dung";
pub const ORDER_ONLY: &str = "Chỉ thay đổi thứ tự các hạng mục.";
pub const HISTORY_TITLE: &str = "Lịch sử qua các lần ban hành";
pub const HISTORY_SEE: &str = "Xem từng thay đổi";
pub const HISTORY_WHAT: &str = "Nội dung thay đổi so với lần trước";
pub const OWNER_THEN: &str = "Đơn vị chủ quản trong quyết định";
pub const LEFT_WHY: &str = "Lý do đưa ra";
pub const LEFT: &str = "Không còn trong danh mục từ lần ban hành này.";
pub const OLD: &str = "Trước";
pub const NEW: &str = "Sau";
pub const EMPTY: &str = "(trống)";

/// A part of what binds an edition to its decision.
pub fn binding_part(part: BindingPart) -> &'static str {
    match part {
        BindingPart::Content => "mã băm nội dung",
        BindingPart::Number => "số, ký hiệu quyết định",
        BindingPart::Date => "ngày ký",
        BindingPart::EffectiveFrom => "ngày có hiệu lực",
        BindingPart::Signer => "người ký",
        BindingPart::SignerTitle => "chức vụ, thẩm quyền ký",
        BindingPart::Year => "năm",
        BindingPart::Round => "đợt hoặc lần sửa đổi trong năm",
        BindingPart::Base => "lần ban hành đứng trước",
        BindingPart::File => "mã băm tệp quyết định đã ký",
    }
}

/// The decision in a list to choose from: «2024: 3124/QĐ-UBND, từ 01/01/2025».
pub fn choice(edition: &EditionRef) -> String {
    match &edition.decision {
        Some(decision) => {
            format!("{}: {}, {}", edition.year, decision.number, period(edition))
        }
        None => name(edition),
    }
}

pub fn in_force_on(day: &str) -> String {
    format!("Đang xem danh mục có hiệu lực ngày {day}: ")
}

pub const OF_EDITION: &str = "Đang xem danh mục của ";

/// As of which day owners are told, where it is not today.
pub fn owners_on(day: &str) -> String {
    format!("Đơn vị chủ quản là cơ quan chịu trách nhiệm trong ngày {day}.")
}

pub fn none_on(day: &str) -> String {
    format!("Ngày {day} chưa có danh mục nào có hiệu lực trên cổng. ")
}

pub const SEE_ALL: &str = "Xem các lần ban hành";

/// An edition that is not there.
pub fn no_such(typed: &str) -> String {
    let typed: String = typed.chars().take(40).collect();
    format!("Không có lần ban hành nào mang số “{typed}”. ")
}

/// A day that is none, said at its field.
pub fn wrong_day(typed: &str) -> String {
    let typed: String = typed.chars().take(40).collect();
    format!("“{typed}” không phải là ngày. Ghi theo dạng ngày/tháng/năm, ví dụ 15/06/2024. Đang hiện danh mục hôm nay.")
}

/// What a printed part of a comparison leaves out.
pub fn only(parts: &[String]) -> String {
    format!("Chỉ gồm: {}.", parts.join(", "))
}

pub fn part_of(number: u32, pages: u32) -> String {
    format!("Phần {number}/{pages}.")
}

pub fn transferred(from: &str, to: &str) -> String {
    format!("Chuyển từ {from} sang {to}")
}

/// The name that a renamed entry had.
pub fn renamed(from: &str) -> String {
    format!("Tên trước đây: {from}")
}

/// What of the changed entries is the work of a reorganisation, or of a transfer, alone.
pub fn owner_alone(count: u32) -> String {
    format!(
        "Trong số CSDL sửa đổi, {} CSDL chỉ đổi cơ quan chủ quản, do sắp xếp tổ chức bộ máy hoặc chuyển giao.",
        format::number(count)
    )
}

/// What opens the list of the entries that only went to another agency.
pub fn moved_only(count: usize) -> String {
    format!("{} CSDL chỉ đổi cơ quan chủ quản", format::number(i64::try_from(count).unwrap_or(i64::MAX)))
}

pub fn moved(received: u32, given: u32) -> String {
    match (received, given) {
        (0, 0) => "–".to_owned(),
        (received, 0) => format!("+{received}"),
        (0, given) => format!("−{given}"),
        (received, given) => format!("+{received} / −{given}"),
    }
}

pub fn name(edition: &EditionRef) -> String {
    match edition.amendment {
        None => format!("Lần ban hành {}", edition.year),
        Some(number) => super::amendment::round_title(edition.year, number),
    }
}

/// «Quyết định số 3124/QĐ-UBND ngày 20/12/2024, hiệu lực từ 01/01/2025.»
pub fn decision(decision: &Decision) -> String {
    format!(
        "Quyết định số {} ngày {}, {} ký; hiệu lực từ {}",
        decision.number,
        format::date(decision.date),
        decision.signer,
        format::date(decision.effective_from)
    )
}

/// «2024: Quyết định số 3124/QĐ-UBND ngày 20/12/2024.»
pub fn year_of_decision(year: i32, decision: &Decision) -> String {
    format!("{year}: Quyết định số {} ngày {}.", decision.number, format::date(decision.date))
}

/// An edition's decision and, where its time is over, the last day: the first is told with the decision.
pub fn held(edition: &EditionRef) -> String {
    let Some(signed) = &edition.decision else { return "Dự thảo.".to_owned() };
    let told = decision(signed);
    match edition.effective_to {
        Some(_) if !edition.is_ever_in_force() => format!("{told}, được thay thế ngay."),
        Some(last) => format!("{told} đến {}.", format::date(last)),
        None => format!("{told}."),
    }
}

/// The time in which an edition was, or is, in force.
pub fn period(edition: &EditionRef) -> String {
    match (&edition.decision, edition.effective_to) {
        (Some(decision), Some(_)) if !edition.is_ever_in_force() => {
            format!("được thay thế ngay từ {}", format::date(decision.effective_from))
        }
        (Some(decision), Some(to)) => format!("{} – {}", format::date(decision.effective_from), format::date(to)),
        (Some(decision), None) => format!("từ {}", format::date(decision.effective_from)),
        (None, _) => "dự thảo".to_owned(),
    }
}

pub fn merged_into(code: &str) -> String {
    format!("Các hạng mục chuyển vào {code}")
}

#[cfg(test)]
mod tests {
    use domain::id::EditionId;
    use domain::workflow::EditionStage;
    use time::macros::date;

    use super::*;

    #[test]
    fn the_first_day_is_told_once() {
        let decision = Decision {
            number: "12/QĐ-UBND".to_owned(),
            date: date!(2023 - 12 - 20),
            effective_from: date!(2024 - 01 - 01),
            signer: "Nguyễn Văn A".to_owned(),
            signer_title: "CHỦ TỊCH".to_owned(),
        };
        let edition = |effective_to| EditionRef {
            id: EditionId(1),
            year: 2023,
            amendment: None,
            stage: EditionStage::Issued,
            decision: Some(decision.clone()),
            effective_to,
        };
        let told = "Quyết định số 12/QĐ-UBND ngày 20/12/2023, Nguyễn Văn A ký; hiệu lực từ 01/01/2024";
        for (last, rest) in [
            (None, "."),
            (Some(date!(2024 - 12 - 31)), " đến 31/12/2024."),
            (Some(date!(2023 - 12 - 31)), ", được thay thế ngay."),
        ] {
            assert_eq!(held(&edition(last)), format!("{told}{rest}"));
        }
        assert_eq!(held(&EditionRef { decision: None, ..edition(None) }), "Dự thảo.");
    }
}
