//! The words of putting together what two people wrote of one answer.

use domain::answer_form::WhoChanged;
use domain::format;
use domain::review::Both;

pub const TITLE: &str = "Có người vừa lưu bản khác";
pub const NOTHING_LOST: &str = "Chưa có gì bị ghi đè. Chọn từng trường, hoặc ghép lại, rồi lưu.";
pub const SAME: &str = "Hai bản không còn khác nhau. Bấm lưu để kết thúc.";
pub const BOTH: &str = "Hai bên cùng sửa";
pub const ONE: &str = "Chỉ một bên sửa, đã chọn sẵn";
/// Where one text edits the content and the other does not: what goes with the former's answer.
pub const WITH_KIND: &str = "Nội dung đi cùng câu trả lời sửa đổi";
pub const WITH_KIND_HINT: &str = "Không phải chọn từng trường: chọn câu trả lời sửa đổi ở trên thì giữ các thay đổi này, chọn câu trả lời kia thì không gửi.";
pub const IN_FORCE: &str = "Đang có hiệu lực";
pub const MINE: &str = "Bản của bạn";
pub const TOGETHER: &str = "Hoặc ghép lại";
pub const TOGETHER_HINT: &str = "Sửa ô này thì nội dung trong ô được dùng, thay cho hai bản trên.";
pub const SAVE: &str = "Lưu lựa chọn";
pub const LATER: &str = "Quyết sau, giữ cả hai";
pub const DROP: &str = "Bỏ bản của tôi";
pub const DROP_ASK: &str = "Bỏ bản của bạn?";
pub const DROP_TOLD: &str = "Bản đang lưu được giữ nguyên. Nội dung bạn đã nhập chỉ còn trong nhật ký.";
pub const COMPARE: &str = "So sánh hai bản";
pub const ANSWER: &str = "Câu trả lời";
/// Of an answer that names either: its form calls the one or the other by name.
pub const TARGET: &str = "CSDL hoặc cơ quan nhận";
/// Of a text beside an answer that cannot be changed now: it can only be read, or dropped.
pub const SEE: &str = "Xem lại nội dung đó";
pub const READ_ONLY: &str = "Mục này đang ở bước không sửa được nên không ghép được hai bản. Nội dung bạn đã nhập vẫn được giữ ở đây để xem \
    lại, hoặc bỏ; nếu mục được trả lại để sửa thì ghép được.";
pub const SAVED_OVER: &str =
    "Người khác đã lưu mục này trong lúc bạn soạn. Nội dung bạn nhập đã được giữ riêng, chưa ghi đè bản nào.";

/// Who saved what, and from which version the other text was made.
pub fn lead(both: &Both) -> String {
    let at = both.saved_at.map(format::date_time).unwrap_or_default();
    let (who, version, mine) = (&both.saved_by, both.version, both.made_from);
    // What was never saved has no version.
    let from =
        if mine == 0 { "đang soạn từ đầu".to_owned() } else { format!("đang sửa phiên bản {mine}") };
    format!("{who} lưu phiên bản {version} lúc {at}, khi bạn {from}.")
}

pub fn theirs(who: &str) -> String {
    format!("Bản đang lưu của {who}")
}

/// «phiên bản 3, 08:15 26/11/2026»; of what was written from nothing, which has no version, the time alone.
pub fn version(version: i64, at: &str) -> String {
    if version == 0 { at.to_owned() } else { format!("phiên bản {version}, {at}") }
}

/// Whose text is a change.
pub fn by(by: WhoChanged) -> &'static str {
    match by {
        WhoChanged::Me => "Chỉ bạn sửa.",
        WhoChanged::Other => "Chỉ người kia sửa.",
        WhoChanged::Both => "Cả hai cùng sửa.",
    }
}

/// What waits beside an answer.
pub fn waiting(at: &str) -> String {
    format!("Nội dung bạn nhập lúc {at} chưa được lưu vì người khác đã lưu trước; bản đó vẫn còn.")
}

/// The same where the answer cannot be changed now: what can still be done.
pub fn waiting_closed(at: &str) -> String {
    format!(
        "Nội dung bạn nhập lúc {at} chưa được lưu nên không có trong câu trả lời. Mục này đang ở bước không sửa được: bạn có thể \
         xem lại hoặc bỏ nội dung đó; nếu mục được trả lại để sửa thì ghép được hai bản."
    )
}

/// In the list of the answers.
pub fn waiting_short(at: &str) -> String {
    format!("Nội dung bạn nhập lúc {at} chưa được lưu")
}
/// Of another writer's, whose text is shown to no one else.
pub fn waiting_of(who: &str, at: &str) -> String {
    format!("Nội dung {who} nhập lúc {at} chưa được lưu; {who} tự xử lý")
}
/// Among what waits for a person.
pub const TASK: &str = "So sánh, xử lý nội dung bạn nhập chưa được lưu";
/// Why the answers cannot be laid yet.
pub fn to_settle(count: usize) -> String {
    format!(
        "{count} nội dung bạn nhập chưa được lưu vì người khác đã lưu trước. So sánh rồi lưu lựa chọn, hoặc bỏ bản của bạn."
    )
}
pub const OTHERS_WAIT: &str =
    "Nội dung người khác nhập chưa được lưu, trình bây giờ thì không có trong bản trả lời; hãy hỏi người đó trước:";
/// Whose text, of when.
pub fn typed_by(who: &str, at: &str) -> String {
    format!("({who} nhập lúc {at})")
}
pub fn typed_at(at: &str) -> String {
    format!("(nhập lúc {at})")
}

pub fn item(name: &str) -> String {
    format!("Hạng mục: {name}")
}

// What was read before it was laid, and changed meanwhile.
pub const NOT_LAID: &str = "Chưa trình: bản trả lời không còn là bản lúc bạn mở trang này.";
pub const CHANGED_SINCE: &str = "Đã thay đổi từ lúc bạn mở trang này; hãy đọc lại rồi trình:";
pub const NOTHING_SINCE: &str = "Các câu trả lời vẫn như bạn đã đọc; bấm trình lại là được.";
pub const JUST_CHANGED: &str = "Vừa thay đổi";
pub fn saved_by(who: &str) -> String {
    if who.is_empty() { String::new() } else { format!("({who} lưu)") }
}
pub fn taken_out(count: usize) -> String {
    format!("{count} đề xuất không còn trong bản trả lời")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_from_nothing_has_no_version() {
        for (number, expected) in [(0, "08:15 26/11/2026"), (3, "phiên bản 3, 08:15 26/11/2026")] {
            assert_eq!(version(number, "08:15 26/11/2026"), expected);
        }
    }
}
