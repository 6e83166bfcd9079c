//! The words of a review: campaigns, answers, appraisal, the draft and the decision.

use domain::campaign::{Progress, TaskKind};
use domain::review::{AnswerKind, SecretDeclaration, Verdict};
use domain::workflow::{CampaignStage, EditionStage, ResponseStage};

pub use super::amendment::{campaign_title, draft_title, unfinished};

pub fn campaign_stage(stage: CampaignStage) -> &'static str {
    match stage {
        CampaignStage::Planned => "Chuẩn bị",
        CampaignStage::Open => "Đang nhận trả lời",
        CampaignStage::Closed => "Đã đóng",
        CampaignStage::Consolidated => "Đã tổng hợp dự thảo",
        CampaignStage::Submitted => "Đã trình",
        CampaignStage::Concluded => "Đã ban hành",
    }
}

pub fn response_stage(stage: ResponseStage) -> &'static str {
    match stage {
        ResponseStage::NotStarted => "Chưa bắt đầu",
        ResponseStage::InProgress => "Đang soạn",
        ResponseStage::AwaitingApproval => "Chờ lãnh đạo duyệt",
        ResponseStage::Submitted => "Đã gửi",
        ResponseStage::Returned => "Được trả lại",
        ResponseStage::Accepted => "Đã thẩm định xong",
    }
}

pub fn edition_stage(stage: EditionStage) -> &'static str {
    match stage {
        EditionStage::Compiling => "Đang soạn dự thảo",
        EditionStage::Submitted => "Đã trình",
        EditionStage::Issued => "Đang có hiệu lực",
        EditionStage::Superseded => "Đã được thay thế",
    }
}

pub fn progress(progress: Progress) -> &'static str {
    match progress {
        Progress::NotStarted => "Chưa bắt đầu",
        Progress::InProgress => "Đang soạn",
        Progress::Submitted => "Đã gửi",
        Progress::Returned => "Được trả lại",
        Progress::Accepted => "Đã thẩm định xong",
        Progress::Late => "Trễ hạn",
    }
}

pub fn answer_kind(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Keep => "Giữ nguyên",
        AnswerKind::Modify => "Sửa đổi",
        AnswerKind::Withdraw => "Bãi bỏ",
        AnswerKind::Merge => "Gộp vào CSDL khác",
        AnswerKind::Transfer => "Chuyển cơ quan khác",
        AnswerKind::Propose => "Đề xuất mới",
    }
}

/// The line under a choice.
pub fn answer_kind_hint(kind: AnswerKind) -> &'static str {
    match kind {
        AnswerKind::Keep => "Không có gì thay đổi",
        AnswerKind::Modify => "Mở biểu mẫu, sửa từng trường",
        AnswerKind::Withdraw => "Cần lý do",
        AnswerKind::Merge => "Chọn CSDL nhận, cần lý do",
        AnswerKind::Transfer => "Chọn cơ quan nhận, cần lý do",
        AnswerKind::Propose => "CSDL chưa có trong danh mục",
    }
}

pub fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Accept => "Chấp nhận",
        Verdict::AcceptModified => "Chấp nhận giá trị khác",
        Verdict::Reject => "Từ chối",
    }
}

pub fn task(kind: TaskKind) -> &'static str {
    match kind {
        TaskKind::AnswerReview => "Trả lời rà soát",
        TaskKind::AnswerReturned => "Trả lời lại các mục được trả về",
        TaskKind::AnswerQuestions => "Trả lời câu hỏi thẩm định",
        TaskKind::SettleTexts => super::clash::TASK,
        TaskKind::ApproveResponse => "Duyệt và gửi bản trả lời",
        TaskKind::GiveOpinions => "Cho ý kiến về đề nghị của cơ quan khác",
        TaskKind::HandleOpinions => "Ghi tiếp thu, giải trình ý kiến",
        TaskKind::Appraise => "Thẩm định các bản trả lời",
        TaskKind::CloseCampaign => "Đóng đợt",
        TaskKind::CompileEdition => "Tổng hợp bản dự thảo",
        TaskKind::SubmitEdition => "Trình bản dự thảo",
        TaskKind::IssueEdition => "Ghi nhận quyết định ban hành",
        TaskKind::OpenCampaign => "Mở đợt rà soát năm nay",
        TaskKind::ImportCatalog => "Nhập danh mục từ phụ lục Excel",
        TaskKind::DecideRequests => "Xử lý đề nghị thay đổi đột xuất",
    }
}

/// «Còn 4 ngày làm việc», «Hôm nay là hạn cuối», «Trễ 3 ngày làm việc».
pub fn days_left(days: i64) -> String {
    match days {
        1.. => format!("Còn {days} ngày làm việc"),
        0 => "Hôm nay là hạn cuối".to_owned(),
        _ => format!("Trễ {} ngày làm việc", -days),
    }
}

pub const MY_TASKS: &str = "Việc của tôi";
/// Of the reviews alone: duties and reports that wait stand below, each under its heading.
pub const NO_TASKS: &str = "Hiện không có việc rà soát nào chờ bạn.";
pub const DUE: &str = "Hạn";
pub const CAMPAIGNS: &str = "Các đợt rà soát";
pub const CAMPAIGNS_LEAD: &str =
    "Mỗi năm một lần, mọi cơ quan rà soát các cơ sở dữ liệu của mình và đề xuất cơ sở dữ liệu mới.";
pub const NO_CAMPAIGNS: &str = "Chưa có đợt rà soát nào.";
pub const OPEN_CAMPAIGN: &str = "Mở đợt rà soát";
pub const YEAR: &str = "Năm";
pub const LETTER_NUMBER: &str = "Số công văn";
pub const LETTER_NUMBER_HINT: &str = "Ghi đúng số và ký hiệu đã phát hành, ví dụ 1450/SKHCN-CĐS.";
pub const LETTER_DATE: &str = "Ngày công văn";
pub const DUE_ON: &str = "Hạn nộp";
pub const SCOPE: &str = "Cơ quan được hỏi";
pub fn scope_summary(agencies: usize, with_entries: usize) -> String {
    format!("{agencies} cơ quan, trong đó {with_entries} cơ quan đang có cơ sở dữ liệu trong danh mục.")
}
pub const STAGE: &str = "Tình trạng";
pub const AGENCY: &str = "Cơ quan";
pub const ENTRIES: &str = "CSDL";
pub const ANSWERED: &str = "Đã trả lời";
pub const PROPOSALS: &str = "Đề xuất mới";
pub const SENT_AT: &str = "Gửi lúc";
pub const LATE: &str = "Trễ";
pub fn days_late(days: i64) -> String {
    format!("{days} ngày")
}
pub fn letter(number: &str, date: &str) -> String {
    format!("Công văn số {number} ngày {date}")
}
pub const BY_CLAUSE_16_2: &str = "khoản 2 Điều 16 Quy chế";
pub const BY_CLAUSE_1_2: &str = "khoản 2 Điều 1 Quy chế";
pub const BY_CLAUSE_8_2: &str = "khoản 2 Điều 8 Quy chế";
pub const BY_CLAUSE_18_1: &str = "khoản 1 Điều 18 Quy chế";
pub const UNDER: &str = "Theo";
pub const AND: &str = "và";
pub const ALL: &str = "Tất cả";
pub const NO_ROWS: &str = "Không có cơ quan nào ở mục này.";
pub const CLOSE_CAMPAIGN: &str = "Đóng đợt rà soát";
pub const CLOSE_ANYWAY: &str = "Đóng dù còn cơ quan chưa trả lời (các CSDL của họ giữ nguyên) hoặc chưa thẩm định xong";
pub const REOPEN: &str = "Mở lại";
pub const REOPEN_DUE: &str = "Hạn mới cho cơ quan còn nợ câu trả lời";
pub const REOPEN_HINT: &str =
    "Bỏ trống thì giữ các hạn cũ. Những ngày đợt đóng không tính là trễ; số ngày trễ đã ghi vẫn giữ.";
pub const REASON: &str = "Lý do";
pub const COMPILE: &str = "Tổng hợp bản dự thảo";
pub const COMPILE_HINT: &str =
    "CSDL của cơ quan chưa trả lời, và câu trả lời đã trả lại mà chưa gửi lại, giữ nguyên như bản đang có hiệu lực.";

pub const DRAFT_EDITION: &str = "Bản dự thảo";
pub const COMPILE_AGAIN: &str = "Tổng hợp lại";
pub const SEE_DRAFT: &str = "Xem bản dự thảo";
pub const MANAGE: &str = "Điều hành đợt rà soát";
pub const TO_APPRAISAL: &str = "Đến hàng đợi thẩm định";
pub fn undecided(count: u32) -> String {
    format!("{count} mục còn điểm chưa kết luận")
}

// The officer's page.
pub fn answered_of(done: usize, all: usize) -> String {
    format!("Đã trả lời {done} / {all} cơ sở dữ liệu")
}
pub const TO_ANSWER: &str = "Cần trả lời";
pub const CAME_BACK: &str = "Mục được trả lại";
pub const DONE: &str = "Đã trả lời";
pub const NOT_ANSWERED: &str = "Chưa trả lời";
pub fn keep_rest(count: usize) -> String {
    format!("Giữ nguyên cả {count} CSDL chưa trả lời")
}
pub fn items(count: usize) -> String {
    format!("{count} hạng mục")
}
pub const WITHDRAW_REASON: &str = "Lý do bãi bỏ";
pub const WITHDRAW_REASON_HINT: &str = "Ghi rõ dữ liệu chuyển về đâu, căn cứ nào.";
pub const MERGE_REASON: &str = "Lý do gộp";
pub const TRANSFER_REASON: &str = "Lý do chuyển";
pub const MERGE_TARGET: &str = "CSDL nhận các hạng mục";
pub const TRANSFER_TARGET: &str = "Cơ quan nhận";
pub const EFFECTIVE: &str = "Ngày thực hiện";
pub const EFFECTIVE_HINT: &str =
    "Từ ngày nào thôi dùng, gộp hoặc chuyển. Danh mục ghi nhận từ ngày quyết định có hiệu lực.";
pub const REMARK: &str = "Ghi chú (nếu có)";
pub const CHOOSE: &str = "Chọn…";
pub const SAVE_ANSWER: &str = "Lưu câu trả lời";
pub const OPEN_EDITOR: &str = "Mở biểu mẫu";
pub const CHANGE_ANSWER: &str = "Đổi câu trả lời";
pub const VIEW_ANSWER: &str = "Xem câu trả lời";
pub fn errors_left(count: usize) -> String {
    format!("Còn {count} lỗi phải sửa trước khi gửi.")
}
pub const NEW_PROPOSALS: &str = "Đề xuất CSDL mới";
pub const ADD_PROPOSAL: &str = "Thêm đề xuất";
pub const UNNAMED: &str = "Chưa đặt tên";
pub const NOTHING_TITLE: &str = "Không có gì thay đổi";
pub const NOTHING_HINT: &str =
    "Đánh dấu khi đơn vị đã rà soát và không thay đổi, không đề xuất gì. Các CSDL chưa trả lời được ghi là giữ nguyên.";
pub const NOTHING_SET: &str = "Đơn vị xác nhận: không có gì thay đổi, không có đề xuất";
pub const NOTHING_UNSET: &str = "Bỏ xác nhận";
pub const NOTHING_DONE: &str = "Đơn vị đã xác nhận không có gì thay đổi.";
pub const CHECK_BEFORE: &str = "Kiểm tra trước khi gửi";
pub const BACK_TO_LIST: &str = "Về danh sách trả lời";
pub const NO_ENTRIES: &str =
    "Đơn vị chưa có cơ sở dữ liệu nào trong danh mục. Hãy xác nhận không có gì thay đổi, hoặc đề xuất CSDL mới.";
pub const COMMENT: &str = "Ý kiến";
pub const COMMENT_OF_COORDINATOR: &str = "Ý kiến của cơ quan thẩm định";
pub const LAST_SAVE: &str = "Đã lưu";
pub fn saved(time: &str, version: i64) -> String {
    format!("Đã lưu {time}, phiên bản {version}")
}
pub const STEPS: &str = "Các bước";
pub const STEP_ANSWER: &str = "Cán bộ đầu mối trả lời từng CSDL";
pub const STEP_CHECK: &str = "Kiểm tra và trình lãnh đạo đơn vị";
pub const STEP_APPROVE: &str = "Lãnh đạo đơn vị duyệt và gửi";
pub const STEP_APPROVE_HINT: &str = "Người duyệt khác người soạn";
pub const STEP_APPRAISE: &str = "Cơ quan chủ trì thẩm định";
pub const STEP_ISSUE: &str = "Chủ tịch UBND tỉnh ban hành";
pub const HISTORY: &str = "Diễn biến";
pub const DUPLICATE_OF_STAGE: &str = "Bản trả lời đang ở bước này nên không sửa được.";

// Check answers and the head.
pub const CHECK_TITLE: &str = "Kiểm tra câu trả lời";
pub const CHECK_LEAD: &str = "Đọc lại toàn bộ trước khi trình. Sau khi gửi, cơ quan chủ trì sẽ thẩm định từng điểm.";
pub const LAY_BEFORE_HEAD: &str = "Trình lãnh đạo duyệt";
pub const APPROVE: &str = "Duyệt và gửi";
pub const SEND_BACK: &str = "Trả lại để sửa";
pub const APPROVE_CHANGED: &str =
    "Câu trả lời đã đổi sau khi bạn mở trang này. Trang đã đọc lại: xem nội dung mới, rồi duyệt lại.";
pub const APPROVE_LEAD: &str =
    "Khi duyệt, bản trả lời được gửi đến cơ quan chủ trì dưới trách nhiệm của thủ trưởng đơn vị.";
pub const INCOMPLETE: &str = "Chưa trình được";
pub fn unanswered_left(count: usize) -> String {
    format!("Còn {count} cơ sở dữ liệu chưa trả lời.")
}
pub const FIX: &str = "Sửa";

// The editor.
pub const NEW_PROPOSAL: &str = "Đề xuất cơ sở dữ liệu mới";
pub const PART_A: &str = "a) Tên";
pub const PART_B: &str = "b) Mục đích, phạm vi, nội dung";
pub const PART_C: &str = "c) Cơ chế thu thập, cập nhật và nguồn";
pub const PART_D: &str = "d) Hạng mục dữ liệu và hình thức chia sẻ";
pub const PART_MORE: &str = "Thông tin khác";
pub const PART_REASON: &str = "Lý do, căn cứ của thay đổi";
pub const CHANGE_REASON: &str = "Lý do, căn cứ";
pub const CHANGE_REASON_HINT: &str = "Giúp cơ quan thẩm định hiểu nhanh. Bắt buộc khi để Mở dữ liệu cá nhân: ghi văn bản luật buộc công khai, kèm số hoặc năm.";
pub const PART_SECRET: &str = "Cam kết về bí mật nhà nước";
pub const SECRET: &str = "Nội dung khai báo và dữ liệu của CSDL này";
pub const SECRET_HINT: &str =
    "Dữ liệu chứa bí mật nhà nước không thuộc phạm vi Quy chế (khoản 2 Điều 1) và không được nhập vào cổng.";
pub const SECRET_NONE: &str = "Không chứa bí mật nhà nước";
pub const SECRET_HOLDS: &str = "Có chứa bí mật nhà nước";
pub fn secret(declared: SecretDeclaration) -> &'static str {
    match declared {
        SecretDeclaration::Undeclared => "Chưa cam kết",
        SecretDeclaration::None => SECRET_NONE,
        SecretDeclaration::Holds => SECRET_HOLDS,
    }
}
pub const ITEM: &str = "Hạng mục";
pub const ITEM_NAME: &str = "Tên hạng mục";
pub const ITEM_FIELDS: &str = "Các trường dữ liệu";
pub const ITEM_FIELDS_HINT: &str = "Cách nhau bằng dấu phẩy.";
pub const ITEM_PERSONAL: &str = "Có dữ liệu cá nhân (*)";
pub const ITEM_MASTER: &str = "Dữ liệu chủ, danh mục dùng chung (**)";
pub const ITEM_MATRIX: &str = "Hình thức chia sẻ theo nhóm đối tượng";
pub const ADD_ITEM: &str = "Thêm hạng mục";
pub const REMOVE_HINT: &str = "Để bỏ một hạng mục, xóa trống tên và các trường của nó.";
pub const IN_FORCE_NOW: &str = "Đang có hiệu lực:";
pub const SAVE_DRAFT: &str = "Lưu nháp";
pub const SAVE_AND_BACK: &str = "Lưu và về danh sách";
pub const AUTOSAVE: &str = "Tự lưu khi bạn gõ. Rời trang không mất nội dung đã lưu.";
pub const SAVING: &str = "Đang lưu…";
pub const NOT_SAVED_YET: &str = "Có thay đổi chưa lưu";
pub const SAVE_FAILED: &str = "Chưa lưu được. Nội dung vẫn còn trên trang; hệ thống sẽ thử lại.";
pub const SESSION_ENDED: &str =
    "Phiên làm việc đã hết, chưa lưu được. Đừng đóng trang này: đăng nhập lại ở thẻ mới, rồi trở lại đây bấm nút lưu.";
pub const SIGN_IN_NEW_TAB: &str = "Đăng nhập ở thẻ mới";
pub fn step(number: usize, total: usize) -> String {
    format!("Bước {number}/{total}")
}
pub const STEP_NEXT: &str = "Tiếp";
pub const STEP_BACK: &str = "Quay lại";
pub const SUMMARY: &str = "Tóm tắt nội dung đã lưu";
pub const SUMMARY_WHOLE: &str = "Đủ nội dung để trình lãnh đạo.";
pub const SUMMARY_NONE: &str = "Chưa có thay đổi nào được lưu.";
pub const REMOVE_PROPOSAL: &str = "Bỏ đề xuất này";
pub const TYPED_KEPT: &str = "Nội dung bạn nhập lần trước chưa lưu được đã được điền lại.";
pub const CONTENT: &str = "Nội dung";

// Appraisal.
pub const QUEUE: &str = "Hàng đợi";
pub fn queue_size(count: u64) -> String {
    format!("{count} mục")
}
pub const QUEUE_EMPTY: &str = "Không còn mục nào chờ thẩm định.";
pub const EVERY_AGENCY: &str = "Mọi cơ quan";
pub const EVERYTHING: &str = "Cả mục đã kết luận";
pub const FILTER: &str = "Lọc";
pub fn accept_keeps(count: u32) -> String {
    format!("Chấp nhận {count} mục giữ nguyên")
}
pub fn points(decided: u32, all: u32) -> String {
    format!("đã quyết {decided} / {all}")
}
pub const CHOOSE_ANSWER: &str = "Chọn một mục trong hàng đợi để thẩm định.";
pub const UNDECIDED: &str = "Chưa quyết";
pub const DECIDE: &str = "Ghi kết luận";
pub const OTHER_VALUE: &str = "Giá trị chấp nhận";
pub const OTHER_MATRIX: &str = "Ai được khai thác hạng mục mới";
pub const REASON_TO_AGENCY_HINT: &str = "Bắt buộc khi từ chối hoặc chấp nhận giá trị khác.";
pub const NOT_TO_APPRAISE: &str = "Đợt rà soát không còn nhận kết luận; các kết luận dưới đây chỉ để đọc.";
pub const REASON_TO_AGENCY: &str = "Lý do, nhận xét gửi đơn vị";
pub fn decided_by(who: &str, verdict: &str, time: &str) -> String {
    format!("{who}: {verdict}, {time}.")
}
pub const CHANGE_VERDICT: &str = "Đổi kết luận";
pub const ACCEPT_REST: &str = "Chấp nhận các điểm còn lại";
pub const RETURN_ANSWER: &str = "Trả lại cả mục";
pub const RETURN_COMMENT: &str = "Ý kiến gửi đơn vị khi trả lại";
pub const WHOLE_ANSWER: &str = "Cả mục";
/// The appraiser's keys and what they do.
pub const KEYS: [(&str, &str); 7] = [
    ("J", "điểm sau, hết thì mục sau"),
    ("K", "điểm trước, hết thì mục trước"),
    ("C", "chấp nhận"),
    ("T", "từ chối"),
    ("H", "hỏi đơn vị"),
    ("L", "trả lại cả mục"),
    ("N", "mục kế tiếp"),
];
pub const KEYS_ON: &str = "Phím tắt";
pub const OWN_AGENCY: &str = "Cơ quan của bạn";
pub const EARLIER: &str = "Kết luận lần trước";
pub const BACK_TO_QUEUE: &str = "Về hàng đợi";
pub const NEXT_ANSWER: &str = "Sang mục sau";
pub const RETURNED_NOTE: &str = "Mục này đã được trả lại, chờ đơn vị trả lời.";

// The draft and the decision.
pub const DOWNLOAD_ANNEX: &str = "Tải phụ lục (Excel)";
pub const SUBMIT_DRAFT: &str = "Trình Văn phòng UBND tỉnh";
pub const RETURN_DRAFT: &str = "Trả lại cơ quan chủ trì";
pub const RECORD_DECISION: &str = "Ghi nhận quyết định ban hành";
pub const RECORD_LEAD: &str = "Số quyết định do hệ thống văn bản cấp, ghi lại tại đây. Ngay khi ghi nhận, lần ban hành mới hiện trên trang công khai; danh mục mới có hiệu lực từ ngày có hiệu lực ghi dưới đây, có thể sau ngày ghi nhận.";
pub const DECISION_NUMBER: &str = "Số, ký hiệu quyết định";
pub const DECISION_DATE: &str = "Ngày ký";
pub const EFFECTIVE_FROM: &str = "Ngày có hiệu lực";
pub const SIGNER: &str = "Người ký";
pub const SIGNER_TITLE: &str = "Chức vụ, thẩm quyền ký";
pub const SIGNED_FILE: &str = "Tệp quyết định đã ký (PDF)";
pub const SIGNED_FILE_HINT: &str = "PDF, tối đa 20 MB.";
pub const ISSUE: &str = "Ghi nhận và ban hành";

pub const CLOSE_ASK: &str = "Đóng đợt rà soát?";
pub const CLOSE_YES: &str = "Đóng đợt";
pub const REMOVE_ASK: &str = "Bỏ đề xuất này?";
pub const REMOVE_TOLD: &str = "Nội dung đã soạn của đề xuất sẽ mất và không lấy lại được.";

/// What closing a campaign does, with the numbers of agencies that have sent nothing and whose answers are not accepted.
pub fn close_told(waiting: usize, unfinished: usize) -> String {
    let told = |count: usize, rest: &str| if count > 0 { format!(" {count} cơ quan {rest}") } else { String::new() };
    let waiting = told(waiting, "chưa gửi câu trả lời; CSDL của các cơ quan này được giữ nguyên.");
    let unfinished = told(
        unfinished,
        "đã gửi nhưng chưa thẩm định xong; còn điểm chưa kết luận thì phải mở lại, kết luận nốt mới tổng hợp được.",
    );
    format!(
        "Sau khi đóng, cổng không nhận thêm câu trả lời và kết luận, trừ khi mở lại kèm lý do.{waiting}{unfinished}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_closes_is_told_of_both_that_it_passes() {
        let told = |waiting, unfinished| {
            let told = close_told(waiting, unfinished);
            ["2 cơ quan chưa gửi", "3 cơ quan đã gửi nhưng chưa thẩm định xong"].map(|part| told.contains(part))
        };
        assert_eq!(
            [told(0, 0), told(2, 0), told(0, 3), told(2, 3)],
            [[false; 2], [true, false], [false, true], [true; 2]]
        );
    }
}
