//! The words of reminders: notices, the ladder, the outbox, lateness, and urging.

use domain::format;
use domain::reminder::{About, Audience, CLOSED, DayUnit, MailState, NO_ADDRESS, Notice, NoticeKind, STALE, Step};

use super::review::campaign_title;
use super::{digest, indicator, moves, opinion, report};

pub const NOTICES: &str = "Thông báo";
pub const NO_NOTICES: &str = "Chưa có thông báo nào.";
pub const UNREAD: &str = "Chưa đọc";
pub const MARK_READ: &str = "Đánh dấu đã đọc";
pub const MARK_ALL: &str = "Đánh dấu tất cả đã đọc";
pub const OPEN: &str = "Mở";

/// The address of what a notice is about.
pub fn address(notice: &Notice) -> String {
    let first = notice.about.first();
    if notice.kind == NoticeKind::Digest {
        return digest::page_of(format::local_date(notice.at));
    }
    // What belongs to no campaign has an address that names none.
    let key = notice.campaign.map(|key| key.to_string()).unwrap_or_default();
    let Some(about) = first else { return format!("/ra-soat/{key}") };
    let (agency, opinion) = (&about.agency.id, about.opinion.as_ref());
    match notice.kind {
        NoticeKind::OpinionAsked | NoticeKind::OpinionRemind | NoticeKind::OpinionWithdrawn => {
            opinion.map_or_else(|| format!("/ra-soat/{key}"), |opinion| format!("/y-kien/{}", opinion.id))
        }
        NoticeKind::OpinionGiven => opinion.map_or_else(
            || format!("/tham-dinh?nam={key}"),
            |opinion| format!("/tham-dinh?nam={key}&muc={}", opinion.answer),
        ),
        NoticeKind::LateList | NoticeKind::Digest => format!("/ra-soat/{key}?loc=late"),
        NoticeKind::Submitted | NoticeKind::Replied => format!("/tham-dinh?nam={key}&co-quan={agency}"),
        NoticeKind::Accepted => format!("/ra-soat/{key}/bien-ban?co-quan={agency}"),
        NoticeKind::RequestRaised | NoticeKind::RequestRejected => "/thay-doi-dot-xuat".to_owned(),
        NoticeKind::DraftSubmitted | NoticeKind::DraftReturned => format!("/ra-soat/{key}/du-thao"),
        NoticeKind::Issued | NoticeKind::DutyRemind | NoticeKind::DutyUrged => "/viec-cua-toi".to_owned(),
        NoticeKind::ReportLaid
        | NoticeKind::ReportSentBack
        | NoticeKind::ReportSent
        | NoticeKind::ReportReturned
        | NoticeKind::ReportAccepted
        | NoticeKind::ConsolidatedLaid
        | NoticeKind::ConsolidatedSentBack
        | NoticeKind::ConsolidatedSigned => report::address(first),
        NoticeKind::PeriodClosing | NoticeKind::PeriodClosed => indicator::closing_page(about),
        NoticeKind::Remind
        | NoticeKind::Escalate
        | NoticeKind::Urged
        | NoticeKind::Extended
        | NoticeKind::Opened
        | NoticeKind::Reopened
        | NoticeKind::Laid
        | NoticeKind::SentBack
        | NoticeKind::Asked
        | NoticeKind::Returned => format!("/ra-soat/{key}/{agency}"),
    }
}

fn standing(notice: &Notice, about: &About) -> String {
    let day = format::local_date(notice.at);
    match about.days_left {
        days @ 1.. => format!("còn {days} ngày làm việc"),
        0 if day <= about.due_on => "hôm nay là hạn cuối".to_owned(),
        0 => "đã quá hạn".to_owned(),
        days => format!("quá hạn {} ngày làm việc", -days),
    }
}

/// A notice in one line; also the subject of its message.
pub fn subject(notice: &Notice) -> String {
    let title = notice.campaign.map(campaign_title).unwrap_or_default();
    let first = notice.about.first();
    let of = moves::due_of(&title, first);
    let stands = first.map(|about| standing(notice, about)).unwrap_or_default();
    let agency = first.map(|about| about.agency.name.clone()).unwrap_or_default();
    let name = first.and_then(|about| about.opinion.as_ref()).map(|opinion| opinion.name.clone()).unwrap_or_default();
    match notice.kind {
        NoticeKind::OpinionAsked => opinion::notice_asked(&title, &agency, &name),
        NoticeKind::OpinionRemind => opinion::notice_remind(&title, &name, &stands),
        NoticeKind::OpinionWithdrawn => opinion::notice_withdrawn(&title, &name),
        NoticeKind::OpinionGiven => opinion::notice_given(&title, &agency, &name),
        NoticeKind::Remind => format!("{of}: {stands}"),
        NoticeKind::Escalate => format!("{of}: {agency} {stands}, đề nghị lãnh đạo cơ quan chỉ đạo"),
        NoticeKind::LateList => format!("{title}: {} cơ quan quá hạn", notice.about.len()),
        NoticeKind::Urged => {
            let letter = first.map(|about| about.letter.clone()).unwrap_or_default();
            format!("{of}: văn bản đôn đốc số {letter} gửi {agency}")
        }
        NoticeKind::Extended => {
            let day = first.map(|about| format::date(about.due_on)).unwrap_or_default();
            format!("{of}: {agency} được gia hạn đến {day}")
        }
        NoticeKind::Opened => moves::opened(&title, first),
        NoticeKind::Reopened => moves::reopened(&title, &agency),
        NoticeKind::Laid => moves::laid(&title, &agency),
        NoticeKind::SentBack => moves::sent_back(&title, &agency),
        NoticeKind::Submitted => moves::submitted(&title, &agency),
        NoticeKind::Returned => moves::returned(&title, &agency),
        NoticeKind::Asked => moves::question(&title, &agency),
        NoticeKind::Replied => moves::replied(&title, &agency),
        NoticeKind::Accepted => moves::accepted(&title, &agency),
        NoticeKind::RequestRaised => moves::request_raised(&agency),
        NoticeKind::RequestRejected => moves::request_rejected(&agency),
        NoticeKind::DraftSubmitted => moves::draft_submitted(&title, &agency),
        NoticeKind::DraftReturned => moves::draft_returned(&title, &agency),
        NoticeKind::Digest => notice.digest.as_ref().map(digest::subject).unwrap_or_default(),
        NoticeKind::Issued => moves::issued(&title, first.map(|about| about.letter.as_str()).unwrap_or_default()),
        NoticeKind::DutyRemind => moves::pressing(&notice.about),
        NoticeKind::DutyUrged => first.map(moves::duties_urged).unwrap_or_default(),
        NoticeKind::ReportLaid | NoticeKind::ConsolidatedLaid => report::laid(&report::of_notice(first)),
        NoticeKind::ReportSentBack | NoticeKind::ConsolidatedSentBack => report::sent_back(&report::of_notice(first)),
        NoticeKind::ReportSent => report::sent(&report::of_notice(first)),
        NoticeKind::ReportReturned => report::returned(&report::of_notice(first)),
        NoticeKind::ReportAccepted => report::accepted(&report::of_notice(first)),
        NoticeKind::ConsolidatedSigned => report::signed(&report::of_notice(first)),
        NoticeKind::PeriodClosing => first.map(indicator::closing).unwrap_or_default(),
        NoticeKind::PeriodClosed => first.map(indicator::was_closed).unwrap_or_default(),
    }
}

/// What a notice says under its line.
pub fn lines(notice: &Notice) -> Vec<String> {
    let due = |about: &About| {
        let agency = &about.agency.name;
        let what = if about.again { "hạn gửi lại" } else { "hạn" };
        format!("{agency}: {what} {}, {}", format::date(about.due_on), standing(notice, about))
    };
    let of_one = |about: &About| match notice.kind {
        NoticeKind::LateList => vec![due(about)],
        NoticeKind::Remind
        | NoticeKind::Escalate
        | NoticeKind::Urged
        | NoticeKind::Extended
        | NoticeKind::OpinionAsked => vec![format!("{}.", due(about))],
        NoticeKind::OpinionRemind => {
            let past = about.opinion.as_ref().filter(|_| format::local_date(notice.at) > about.due_on);
            let means = past.map(|of| if of.silence_agrees { opinion::SILENT } else { opinion::STILL_WAITING });
            [format!("{}.", due(about))].into_iter().chain(means.map(str::to_owned)).collect()
        }
        // Nothing is due of them any more.
        NoticeKind::OpinionWithdrawn | NoticeKind::OpinionGiven | NoticeKind::DraftSubmitted | NoticeKind::Digest => {
            Vec::new()
        }
        NoticeKind::Opened => moves::asked(about),
        NoticeKind::Reopened => {
            vec![moves::reason(&about.note), moves::due_again(about).unwrap_or_else(|| moves::due(about))]
        }
        NoticeKind::Laid => vec![moves::due(about)],
        NoticeKind::SentBack | NoticeKind::DraftReturned => vec![moves::reason(&about.note)],
        NoticeKind::Submitted => vec![moves::receipt(&about.letter)],
        NoticeKind::Returned => {
            [Some(moves::reason(&about.note)), Some(moves::MEND.to_owned()), moves::due_again(about)]
                .into_iter()
                .flatten()
                .collect()
        }
        NoticeKind::Asked => vec![moves::question_text(&about.note), moves::IN_PLACE.to_owned()],
        NoticeKind::Replied => vec![moves::reply_text(&about.note)],
        NoticeKind::Accepted => vec![moves::MINUTED.to_owned()],
        NoticeKind::RequestRaised | NoticeKind::RequestRejected => {
            vec![moves::request_letter(&about.letter), moves::reason(&about.note)]
        }
        NoticeKind::Issued => vec![moves::duties(about)],
        NoticeKind::DutyRemind | NoticeKind::DutyUrged => vec![moves::pressing_since(about)],
        NoticeKind::ReportLaid | NoticeKind::ConsolidatedLaid => vec![report::due(about)],
        NoticeKind::ReportSentBack | NoticeKind::ReportReturned | NoticeKind::ConsolidatedSentBack => {
            vec![moves::reason(&about.note)]
        }
        NoticeKind::ReportSent | NoticeKind::ReportAccepted | NoticeKind::ConsolidatedSigned => Vec::new(),
        NoticeKind::PeriodClosing => vec![indicator::BEFORE_CLOSING.to_owned()],
        NoticeKind::PeriodClosed => vec![indicator::IS_CLOSED.to_owned()],
    };
    let of_week = notice.digest.iter().flat_map(digest::lines);
    notice.about.iter().flat_map(of_one).chain(of_week).collect()
}

/// The text of a message; `base` is the portal's address.
pub fn mail(name: &str, notice: &Notice, base: &str) -> String {
    let mut text = format!("Kính gửi {name},\n\n{}.\n\n", subject(notice));
    for line in lines(notice) {
        text.push_str(&format!("- {line}\n"));
    }
    let foot = match notice.kind {
        NoticeKind::OpinionAsked
        | NoticeKind::OpinionRemind
        | NoticeKind::OpinionWithdrawn
        | NoticeKind::OpinionGiven => MAIL_FOOT_OPINION,
        NoticeKind::Opened
        | NoticeKind::Reopened
        | NoticeKind::Laid
        | NoticeKind::SentBack
        | NoticeKind::Submitted
        | NoticeKind::Returned
        | NoticeKind::Asked
        | NoticeKind::Replied
        | NoticeKind::Accepted
        | NoticeKind::DraftSubmitted
        | NoticeKind::DraftReturned
        | NoticeKind::Issued => moves::MAIL_FOOT,
        NoticeKind::RequestRaised | NoticeKind::RequestRejected => moves::REQUEST_FOOT,
        NoticeKind::DutyRemind => moves::DUTY_FOOT,
        NoticeKind::Digest => digest::MAIL_FOOT,
        NoticeKind::ReportLaid
        | NoticeKind::ReportSentBack
        | NoticeKind::ReportSent
        | NoticeKind::ReportReturned
        | NoticeKind::ReportAccepted
        | NoticeKind::ConsolidatedLaid
        | NoticeKind::ConsolidatedSentBack
        | NoticeKind::ConsolidatedSigned => report::MAIL_FOOT,
        NoticeKind::PeriodClosing | NoticeKind::PeriodClosed => indicator::MAIL_FOOT,
        NoticeKind::Remind
        | NoticeKind::Escalate
        | NoticeKind::LateList
        | NoticeKind::Urged
        | NoticeKind::DutyUrged
        | NoticeKind::Extended => MAIL_FOOT,
    };
    text.push_str(&format!("\nXem và xử lý tại: {}{}\n\n{foot}\n", base.trim_end_matches('/'), address(notice)));
    text
}

const MAIL_FOOT: &str = "--\nCổng dữ liệu dùng chung tỉnh Đắk Lắk. Thư được gửi tự động theo lịch nhắc việc của cơ quan chủ trì (khoản 2 Điều 14 Quy chế); vui lòng không trả lời thư này.";

const MAIL_FOOT_OPINION: &str = "--\nCổng dữ liệu dùng chung tỉnh Đắk Lắk. Thư được gửi tự động khi hỏi và cho ý kiến trong thẩm định (khoản 2 Điều 8 Quy chế); vui lòng không trả lời thư này.";

pub const LADDER_TITLE: &str = "Nhắc việc";
pub const LADDER_LEAD: &str = "Lịch nhắc cơ quan trả lời đợt rà soát, quanh hạn nộp của từng cơ quan (khoản 2 Điều 14 Quy chế). Mỗi bước chỉ nhắc một lần; cơ quan đã gửi thì không nhắc nữa.";
/// «Chưa có lịch nghỉ năm 2027: …»
pub fn without_holidays(years: &[i32]) -> String {
    let years: Vec<String> = years.iter().map(ToString::to_string).collect();
    format!(
        "Chưa có lịch nghỉ năm {}: hạn đang tính mọi ngày từ thứ Hai đến thứ Sáu là ngày làm việc. Người quản trị nạp lịch nghỉ, ngày hoán đổi bằng lệnh csdl import holidays.",
        years.join(", ")
    )
}

pub const LADDER: &str = "Các bước nhắc";
pub const NO_STEPS: &str = "Không còn bước nào: sẽ không nhắc ai.";
pub const WHEN: &str = "Khi nào";
pub const WHOM: &str = "Nhắc ai";
pub const REMOVE: &str = "Bỏ";
pub const ADD_STEP: &str = "Thêm bước";
pub const DAYS: &str = "Số ngày";
pub const DAYS_HINT: &str = "Từ 0 đến 120";
pub const SIDE: &str = "Trước hay sau hạn";
pub const BEFORE: &str = "Trước hạn";
pub const AFTER: &str = "Sau hạn";
pub const UNIT: &str = "Cách đếm ngày";

pub fn unit(unit: DayUnit) -> &'static str {
    match unit {
        DayUnit::Day => "Ngày theo lịch",
        DayUnit::WorkingDay => "Ngày làm việc",
    }
}

pub fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Officer => "Cán bộ đầu mối",
        Audience::Head => "Lãnh đạo cơ quan",
        Audience::Office => "Văn phòng UBND tỉnh (một danh sách)",
    }
}

/// «7 ngày trước hạn»
pub fn step(step: Step) -> String {
    let unit = match step.unit {
        DayUnit::Day => "ngày",
        DayUnit::WorkingDay => "ngày làm việc",
    };
    match step.days {
        0 => "Đúng ngày đến hạn".to_owned(),
        days if days < 0 => format!("{} {unit} trước hạn", -days),
        days => format!("{days} {unit} sau hạn"),
    }
}

pub fn remove_label(of: Step) -> String {
    format!("Bỏ bước “{}, {}”", step(of), audience(of.audience))
}

pub const OUTBOX: &str = "Thư đi";
pub const OUTBOX_LEAD: &str =
    "Thông báo nào có địa chỉ thư điện tử của người nhận thì cũng được gửi bằng thư. Dưới đây là các thư mới nhất.";
pub const NO_SERVER: &str = "Chưa cấu hình máy chủ thư: thư nằm chờ ở đây, người nhận vẫn thấy thông báo trên cổng. Người vận hành đặt smtp_url và mail_from trong cấu hình rồi khởi động lại; thư chờ quá 7 ngày thì quá hạn, không gửi nữa.";
pub const NO_MAILS: &str = "Chưa có thư nào.";
pub const TO: &str = "Người nhận";
pub const CONTENT: &str = "Nội dung";
pub const WRITTEN: &str = "Lúc soạn";
pub const STATE: &str = "Tình trạng";
pub const RETRY: &str = "Gửi lại";

pub fn retry_label(to: &str) -> String {
    format!("Gửi lại thư cho {to}")
}

pub fn mail_state(state: MailState) -> &'static str {
    match state {
        MailState::Waiting => "Chờ gửi",
        MailState::Sending => "Đang gửi",
        MailState::Sent => "Đã gửi",
        MailState::Failed => "Không gửi được",
    }
}

pub fn mail_count(state: MailState, count: u32) -> String {
    format!("{}: {}", mail_state(state), format::number(count))
}

pub const STALE_MAIL: &str = "Quá hạn gửi";

/// How many messages stand how; of those that were given up, the ones that waited too long by themselves.
pub fn mail_counts(counts: &[(MailState, u32)], stale: u32) -> Vec<String> {
    let own = |(state, count): &(MailState, u32)| match state {
        MailState::Failed => (*state, count.saturating_sub(stale)),
        MailState::Waiting | MailState::Sending | MailState::Sent => (*state, *count),
    };
    let told = counts.iter().map(own).filter(|(_, count)| *count > 0).map(|(state, count)| mail_count(state, count));
    let stale = (stale > 0).then(|| format!("{STALE_MAIL}: {}", format::number(stale)));
    told.chain(stale).collect()
}

/// Why a message waits or was given up.
pub fn why(configured: bool, state: MailState, attempts: u32, next: &str, error: &str) -> String {
    match state {
        MailState::Sent | MailState::Sending => String::new(),
        MailState::Failed if error == STALE => "chờ quá 7 ngày, nội dung đã cũ".to_owned(),
        MailState::Failed if error == NO_ADDRESS => "địa chỉ thư của tài khoản đã bị bỏ trước khi gửi".to_owned(),
        MailState::Failed if error == CLOSED => "tài khoản đã đóng trước khi gửi".to_owned(),
        MailState::Failed => format!("sau {attempts} lần; máy chủ thư trả lời: {error}"),
        MailState::Waiting if !configured => "chưa cấu hình máy chủ thư".to_owned(),
        MailState::Waiting if attempts == 0 => String::new(),
        MailState::Waiting => format!("lần {attempts} chưa được: {error}; thử lại lúc {next}"),
    }
}

pub fn without_email(count: u32) -> String {
    format!(
        "{count} tài khoản cán bộ đầu mối, lãnh đạo cơ quan chưa có địa chỉ thư: chỉ nhận thông báo trên cổng. Người quản trị ghi địa chỉ bằng lệnh csdl account email."
    )
}

pub const URGING: &str = "Trễ hạn và đôn đốc";
pub const URGING_LEAD: &str = "Việc trễ hạn được ghi lại vĩnh viễn, kể cả khi sau đó đã trả lời hoặc được gia hạn. Cổng soạn công văn đôn đốc; số và ngày do hệ thống văn bản cấp, ghi lại ở đây sau khi phát hành.";
pub const TO_URGING: &str = "Trễ hạn và đôn đốc";
pub const LATE_LIST: &str = "Cơ quan trễ hạn";
pub const NO_LATE: &str = "Chưa có cơ quan nào trễ hạn.";
pub const DUE: &str = "Hạn";
pub const LATE: &str = "Trễ";
pub const STANDS: &str = "Tình trạng";
pub const LETTERS: &str = "Công văn đôn đốc";
pub const NO_LETTER: &str = "Chưa có";
pub const DOCX: &str = "Công văn";
pub const RECORD_SHORT: &str = "Ghi số";
pub const RECORD: &str = "Ghi số công văn";
pub const EXTEND: &str = "Gia hạn";
pub const RECORD_HINT: &str =
    "Số và ngày của công văn đã phát hành. Cán bộ đầu mối và lãnh đạo của cơ quan sẽ nhận thông báo.";
pub const EXTEND_HINT: &str = "Hạn mới phải sau hạn đang áp dụng; ngày nghỉ thì là ngày làm việc kế tiếp. Lý do được lưu; việc trễ trước khi gia hạn vẫn giữ trong sổ.";
pub const NEW_DUE: &str = "Hạn mới";
pub const LETTER_NUMBER: &str = "Số, ký hiệu công văn";
pub const UNANSWERED: &str = "Chưa gửi, chưa đến hạn";
pub const EXTENSIONS: &str = "Các lần gia hạn";
pub const BY: &str = "Người quyết định";
pub const OWES: &str = "Chưa gửi";
pub const OWES_AGAIN: &str = "Chưa gửi lại";
pub const OVER: &str = "Hết hạn mà chưa gửi";

pub fn answered_on(day: &str) -> String {
    format!("Đã gửi ngày {day}")
}

pub fn days_late(days: i64) -> String {
    format!("{days} ngày làm việc")
}

/// «Ghi số công văn: Sở Y tế»
pub fn of_agency(what: &str, agency: &str) -> String {
    format!("{what}: {agency}")
}

pub fn letter(number: &str, day: &str) -> String {
    format!("Số {number} ngày {day}")
}
