//! The words of answering: what the page of one answer is called, and how far the answers are.

use super::review::{NEW_PROPOSALS, VIEW_ANSWER};

/// How far the answers are on what came back.
pub fn again(done: usize, all: usize) -> String {
    format!("Đã trả lời lại {done} / {all} mục")
}

/// Why they cannot be laid yet: these are to be mended.
pub fn faulty(count: usize) -> String {
    format!("{count} mục còn lỗi hoặc thiếu nội dung.")
}

/// Of a step that is behind one.
pub const PAST: &str = "đã xong";

/// What the page of an answer is called: what one does there, to a proposal or to an entry in force.
pub fn title(name: &str, proposes: bool, may_edit: bool) -> String {
    let what = match (may_edit, proposes) {
        (false, _) => VIEW_ANSWER,
        (true, true) => NEW_PROPOSALS,
        (true, false) => "Trả lời",
    };
    format!("{what}: {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_called_by_what_may_be_done_there() {
        for (proposes, may_edit, expected) in [
            (false, true, "Trả lời: Chợ"),
            (true, true, "Đề xuất CSDL mới: Chợ"),
            (false, false, "Xem câu trả lời: Chợ"),
            (true, false, "Xem câu trả lời: Chợ"),
        ] {
            assert_eq!(title("Chợ", proposes, may_edit), expected);
        }
    }
}
