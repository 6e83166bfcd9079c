//! The words of the appraiser's queue: its order and its narrowing, whose answers somebody else appraises, and what is
//! accepted together.

use domain::review::{PassedOver, QueueSort, QueueWait};

pub const TABLE: &str = "Bảng các mục trong hàng đợi";
pub const SORT: &str = "Sắp xếp";
pub const CODE: &str = "Mã";
pub const NAME: &str = "Mục";
pub const ANSWER: &str = "Trả lời";
pub const SENT: &str = "Gửi ngày";
pub const OPEN: &str = "Chưa kết luận";
pub const WAITS: &str = "Đang chờ";
pub const NO_CODE: &str = "Đề xuất mới";
pub const RENEWED: &str = "Trả lời lại";
pub const MORE: &str = "Lọc thêm";
pub const KIND: &str = "Loại trả lời";
pub const EVERY_KIND: &str = "Mọi loại trả lời";
pub const WAITS_ON: &str = "Đang chờ gì";
pub const ANYTHING: &str = "Đang chờ bất kỳ";
pub const SECOND: &str = "Chỉ mục trả lời lại";
pub const TEXT: &str = "Tên hoặc mã";
pub const NONE_LEFT: &str = "Không có mục nào với điều kiện này.";
pub const FIRST_OPEN: &str = "Mở mục đầu chưa kết luận";
pub const BEFORE: &str = "Về mục trước";
/// The entry that an answer withdraws, merges or transfers.
pub const GOES: &str = "CSDL này, như đang có hiệu lực";
pub fn items_in_force(count: usize) -> String {
    format!("{count} hạng mục và hình thức chia sẻ")
}
/// The keys of the table, where nothing is chosen.
pub const TABLE_KEYS: (&str, &str) = ("J, K, N", "mục đầu chưa kết luận");
/// The function, where no agency is known to hold it.
const SOMEBODY: &str = "cơ quan khác theo chức năng";

pub fn sort(sort: QueueSort) -> &'static str {
    match sort {
        QueueSort::Waiting => "Chờ lâu nhất trước",
        QueueSort::Agency => "Theo cơ quan",
        QueueSort::Code => "Theo mã",
        QueueSort::Open => "Nhiều điểm chưa kết luận trước",
        QueueSort::Changed => "Mục thay đổi trước",
    }
}

pub fn waits(waits: QueueWait) -> &'static str {
    match waits {
        QueueWait::Appraiser => "Chờ người thẩm định",
        QueueWait::Agency => "Chờ cơ quan trả lời câu hỏi",
        QueueWait::Opinion => "Chờ ý kiến cơ quan khác",
        QueueWait::Overlap => "Chờ kết luận trùng lặp",
    }
}

/// Why the person has no buttons on an answer.
pub fn not_yours(own: bool, by: Option<&str>) -> String {
    let by = by.unwrap_or(SOMEBODY);
    if own {
        format!(
            "Đây là câu trả lời của chính cơ quan bạn. Không ai thẩm định câu trả lời của cơ quan mình: mục này do {by} thẩm định."
        )
    } else {
        format!("Mục này do {by} thẩm định; bạn chỉ đọc được.")
    }
}

/// Who gives back an answer that came back already is told by whom and when.
pub fn returned_before(who: &str, at: &str) -> String {
    format!("{who} đã trả lại mục này trước đó, lúc {at}; ý kiến của bạn được ghi thêm.")
}

/// What accepting the rest of one answer passes over.
pub fn rest_passes_over(asked: usize) -> String {
    format!("{asked} điểm đang chờ đơn vị trả lời câu hỏi; chấp nhận các điểm còn lại bỏ qua các điểm này.")
}

/// Of an answer in which nothing else is open.
pub fn stay_open(asked: usize) -> String {
    format!("{asked} điểm vẫn để ngỏ, chờ đơn vị trả lời câu hỏi.")
}

/// Beside the button of a verdict on a point whose question waits, and the words of the button.
pub const STILL_ASKED: &str = "Đơn vị chưa trả lời câu hỏi về điểm này. Ghi kết luận bây giờ là không chờ trả lời; sau đó đơn vị không trả lời được nữa.";
pub const DECIDE_ASKED: &str = "Ghi kết luận, không chờ trả lời";

/// What became of the rest of one answer: how many points were accepted, and how many stay open, for the agency was asked.
pub fn accepted_rest(count: u32, asked: usize) -> String {
    let accepted = match count {
        0 => "Không còn điểm nào để chấp nhận.".to_owned(),
        _ => format!("Đã chấp nhận {count} điểm."),
    };
    match asked {
        0 => accepted,
        _ => format!("{accepted} {asked} điểm chờ đơn vị trả lời câu hỏi vẫn để ngỏ."),
    }
}

/// How many unchanged entries were accepted together.
pub fn accepted_keeps(count: u32) -> String {
    match count {
        0 => "Không còn mục giữ nguyên nào để chấp nhận.".to_owned(),
        _ => format!("Đã chấp nhận {count} mục giữ nguyên."),
    }
}

/// Of the queue, where nothing else waits.
pub const ONLY_KEEPS: &str = "Chỉ còn các mục giữ nguyên, chấp nhận chung ở trên.";
pub const KEEPS_ACCEPTED: &str = "Sẽ chấp nhận";
pub const KEEPS_PASSED: &str = "Không chấp nhận chung";

/// The fold before unchanged entries are accepted together.
pub fn see_keeps(waiting: u32, left: u32) -> String {
    match (waiting, left) {
        (0, _) => format!("Xem {left} mục giữ nguyên không chấp nhận chung"),
        (_, 0) => format!("Xem rồi chấp nhận {waiting} mục giữ nguyên"),
        _ => format!("Xem rồi chấp nhận {waiting} mục giữ nguyên; bỏ qua {left}"),
    }
}

pub fn keeps_more(count: usize) -> String {
    format!("và {count} mục nữa: xem cả danh sách")
}

pub fn open_pairs(named: &str) -> String {
    format!("Có thể trùng, chưa kết luận: {named}")
}

/// Why an unchanged entry is not accepted together with the others.
pub fn passed(passed: PassedOver) -> &'static str {
    match passed {
        PassedOver::Own => "câu trả lời của cơ quan bạn, do cơ quan khác thẩm định",
        PassedOver::Asked => "đang hỏi ý kiến hoặc đang trao đổi",
        PassedOver::Duplicate => "đã kết luận trùng lặp",
    }
}

/// What accepting all unchanged entries passes over.
pub fn passed_over(own: u32, asked: u32, duplicate: u32) -> String {
    let own = (own > 0).then(|| format!("{own} mục của cơ quan bạn (do cơ quan khác thẩm định)"));
    let asked = (asked > 0).then(|| format!("{asked} mục đang hỏi ý kiến hoặc đang trao đổi"));
    let duplicate = (duplicate > 0).then(|| format!("{duplicate} mục đã kết luận trùng lặp"));
    let parts: Vec<String> = own.into_iter().chain(asked).chain(duplicate).collect();
    if parts.is_empty() { String::new() } else { format!("Chấp nhận chung bỏ qua {}.", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_accepted_together_is_counted_beside_what_was_passed_over() {
        for (count, asked, told) in [
            (0, 0, "Không còn điểm nào để chấp nhận."),
            (3, 0, "Đã chấp nhận 3 điểm."),
            (3, 1, "Đã chấp nhận 3 điểm. 1 điểm chờ đơn vị trả lời câu hỏi vẫn để ngỏ."),
        ] {
            assert_eq!(accepted_rest(count, asked), told);
        }
        assert_eq!(accepted_keeps(41), "Đã chấp nhận 41 mục giữ nguyên.");
        assert_eq!(accepted_keeps(0), "Không còn mục giữ nguyên nào để chấp nhận.");
    }
}
