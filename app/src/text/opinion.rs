//! The words of opinions that other agencies are asked for.

use domain::review::opinion::{Handling, OpinionCounts, OpinionState, Stand};

pub const TITLE: &str = "Ý kiến của cơ quan khác";
pub const ASK: &str = "Hỏi ý kiến cơ quan khác";
pub const ASK_LEAD: &str = "Cơ quan được hỏi nhận thông báo, đọc nội dung đề nghị trên cổng và trả lời tại đó. Chưa chấp nhận được mục này khi còn ý kiến chưa có, hoặc chưa ghi việc tiếp thu, giải trình.";
pub const ASK_SEND: &str = "Gửi hỏi ý kiến";
pub const WHOM: &str = "Hỏi cơ quan nào";
pub const QUESTION: &str = "Nội dung hỏi";
pub const DAYS: &str = "Số ngày làm việc để trả lời";
pub const SILENCE: &str = "Im lặng hết hạn thì coi là đồng ý";
pub const SILENCE_HINT: &str =
    "Cơ quan được hỏi thấy điều này ngay khi nhận. Không chọn thì phải chờ đến khi có trả lời, hoặc rút lại.";
pub const WITHDRAW: &str = "Rút lại";
pub const WITHDRAW_REASON: &str = "Lý do rút lại";
pub const HANDLE: &str = "Ghi tiếp thu, giải trình";
pub const HANDLE_AGAIN: &str = "Ghi thêm";
pub const HANDLING: &str = "Tiếp thu hay giải trình";
pub const HANDLING_TEXT: &str = "Nội dung tiếp thu, giải trình";
pub const NOT_HANDLED: &str = "Chưa ghi tiếp thu, giải trình";
pub const LATE: &str = "Quá hạn";
pub const GIVEN_LATE: &str = "Trả lời muộn";
pub const DUE: &str = "Hạn trả lời";
pub const FIRST_ACCEPT: &str = "Chưa chấp nhận được mục này:";
pub const BY_CLAUSE: &str = "khoản 2 Điều 8 Quy chế";

pub const GIVE: &str = "Cho ý kiến";
pub const MINE: &str = "Được hỏi ý kiến";
pub const MINE_LEAD: &str = "Cơ quan chủ trì hỏi ý kiến về đề nghị của cơ quan khác. Mở từng mục để đọc và trả lời.";
pub const READ: &str = "Nội dung đề nghị";
pub const READ_LEAD: &str = "Bên trái là nội dung đang có hiệu lực, bên phải là nội dung đề nghị.";
pub const NO_PROPOSAL: &str = "Đề xuất này đã được cơ quan đề xuất rút ra.";
pub const SAID: &str = "Ý kiến đã gửi";
pub const STAND: &str = "Ý kiến";
pub const TEXT: &str = "Nội dung ý kiến";
pub const TEXT_HINT: &str = "Bắt buộc, trừ khi đồng ý hoàn toàn.";
pub const SEND: &str = "Gửi ý kiến";
pub const SEND_AGAIN: &str = "Gửi ý kiến bổ sung";
pub const STAYS: &str =
    "Ý kiến đã gửi không sửa, không xóa được; cần nói lại thì gửi ý kiến bổ sung, ý kiến sau cùng là ý kiến được tính.";
pub const OVER: &str = "Mục này đã có kết luận hoặc đợt rà soát không còn nhận ý kiến; trang này chỉ để đọc.";

pub const TABLE: &str = "Tổng hợp ý kiến";
pub const TABLE_LEAD: &str = "Mọi ý kiến đã hỏi trong đợt: hỏi ai, trả lời thế nào, tiếp thu ra sao. Theo";
pub const NONE: &str = "Chưa hỏi ý kiến cơ quan nào.";
pub const ASKED: &str = "Cơ quan được hỏi";
pub const ABOUT: &str = "Về mục";
pub const ASKED_ON: &str = "Hỏi ngày";

/// «Tổng hợp ý kiến: Rà soát năm 2026»
pub fn title(campaign: &str) -> String {
    format!("{TABLE}: {campaign}")
}

pub fn give(name: &str) -> String {
    format!("{GIVE}: {name}")
}

/// `days`: by the rule of the day on which the review was opened.
pub fn days_hint(days: u32) -> String {
    format!("Quy chế không ấn định số ngày; {days} ngày làm việc là mục tiêu nội bộ của cơ quan chủ trì.")
}

pub fn stand(stand: Stand) -> &'static str {
    match stand {
        Stand::Agree => "Đồng ý",
        Stand::Remarks => "Đồng ý, có ý kiến thêm",
        Stand::Disagree => "Không đồng ý",
    }
}

pub fn handling(handling: Handling) -> &'static str {
    match handling {
        Handling::TakenUp => "Tiếp thu",
        Handling::Explained => "Giải trình",
    }
}

pub fn state(state: OpinionState) -> &'static str {
    match state {
        OpinionState::Waiting => "Chờ ý kiến",
        OpinionState::SilentAgreement => "Im lặng, coi là đồng ý",
        OpinionState::Agree => stand(Stand::Agree),
        OpinionState::Remarks => stand(Stand::Remarks),
        OpinionState::Disagree => stand(Stand::Disagree),
        OpinionState::Withdrawn => "Đã rút lại",
    }
}

/// What silence means.
pub fn silence(agrees: bool, days: u32) -> String {
    if agrees {
        format!("Im lặng sau {days} ngày làm việc thì coi là đồng ý.")
    } else {
        "Im lặng không được coi là đồng ý.".to_owned()
    }
}

/// «Trần Quốc Bảo hỏi lúc 08:15 26/11/2026 (lần gửi thứ 1)»
pub fn asked_by(who: &str, at: &str, round: u32) -> String {
    format!("{who} hỏi lúc {at} (về lần gửi thứ {round})")
}

/// «Đồng ý · Lê Thị Hạnh · 08:15 26/11/2026»
pub fn line(what: &str, who: &str, at: &str) -> String {
    format!("{what} · {who} · {at}")
}

pub fn withdraw_label(agency: &str) -> String {
    format!("{WITHDRAW} yêu cầu gửi {agency}")
}

/// Opinions of an answer in the queue, in a word; empty when there is nothing to wait for.
pub fn counts(counts: OpinionCounts) -> String {
    match (counts.waiting, counts.unhandled) {
        (0, 0) => String::new(),
        (0, unhandled) => format!("{unhandled} ý kiến chưa tiếp thu, giải trình"),
        (waiting, _) => format!("Chờ {waiting} ý kiến"),
    }
}

pub fn waiting_for(agency: &str) -> String {
    format!("còn chờ ý kiến của {agency} ({BY_CLAUSE})")
}

pub fn unhandled(agency: &str) -> String {
    format!("chưa ghi việc tiếp thu, giải trình ý kiến của {agency} ({BY_CLAUSE})")
}

/// What a notice about a request says in a line.
pub fn notice_asked(title: &str, agency: &str, name: &str) -> String {
    format!("{title}: đề nghị {agency} cho ý kiến về “{name}”")
}

pub fn notice_remind(title: &str, name: &str, stands: &str) -> String {
    format!("{title}: nhắc cho ý kiến về “{name}”, {stands}")
}

/// What silence means, once the day has passed.
pub const SILENT: &str =
    "Không trả lời thì coi là đồng ý, như đã nêu khi hỏi; vẫn cho ý kiến được đến khi mục này có kết luận.";
/// What it does not mean.
pub const STILL_WAITING: &str = "Im lặng không được coi là đồng ý: mục này còn chờ ý kiến của cơ quan.";

/// «Đã nhắc 1 ngày làm việc trước hạn: 08:15 26/11/2026, 1 người»
pub fn reminded(step: &str, at: &str, recipients: u32) -> String {
    match recipients {
        0 => format!("Không nhắc được ai {step}: {at}, cơ quan chưa có tài khoản cán bộ đầu mối"),
        people => format!("Đã nhắc {step}: {at}, {people} người"),
    }
}

pub fn notice_withdrawn(title: &str, name: &str) -> String {
    format!("{title}: không cần cho ý kiến về “{name}” nữa")
}

pub fn notice_given(title: &str, agency: &str, name: &str) -> String {
    format!("{title}: {agency} đã cho ý kiến về “{name}”")
}
