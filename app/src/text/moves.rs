//! The words of notices of the moves in a review, and of requests for changes.

use domain::format;
use domain::reminder::About;

pub fn opened(title: &str, about: Option<&About>) -> String {
    let due = about.map(|about| format!(", hạn gửi {}", format::date(about.due_on))).unwrap_or_default();
    format!("{title} đã mở{due}")
}

pub fn reopened(title: &str, agency: &str) -> String {
    format!("{title} được mở lại để nhận câu trả lời của {agency}")
}

/// What is asked, by which letter, and why, where a round of changes has a reason.
pub fn asked(about: &About) -> Vec<String> {
    let letter = (!about.letter.is_empty()).then(|| format!("Theo văn bản số {}.", about.letter));
    let why = (!about.note.is_empty()).then(|| reason(&about.note));
    let told = format!("{}: rà soát từng CSDL, trình lãnh đạo duyệt rồi gửi.", about.agency.name);
    [Some(told), letter, why].into_iter().flatten().collect()
}

pub fn laid(title: &str, agency: &str) -> String {
    format!("{title}: câu trả lời của {agency} chờ lãnh đạo duyệt")
}

pub fn sent_back(title: &str, agency: &str) -> String {
    format!("{title}: lãnh đạo {agency} trả lại câu trả lời để sửa")
}

pub fn submitted(title: &str, agency: &str) -> String {
    format!("{title}: {agency} đã gửi câu trả lời, chờ thẩm định")
}

pub fn returned(title: &str, agency: &str) -> String {
    format!("{title}: câu trả lời của {agency} được trả lại để bổ sung")
}

pub fn question(title: &str, agency: &str) -> String {
    format!("{title}: có câu hỏi thẩm định cho {agency}")
}

pub fn question_text(text: &str) -> String {
    format!("Câu hỏi: {text}")
}

pub fn replied(title: &str, agency: &str) -> String {
    format!("{title}: {agency} đã trả lời câu hỏi thẩm định")
}

pub fn reply_text(text: &str) -> String {
    format!("Trả lời: {text}")
}

pub fn accepted(title: &str, agency: &str) -> String {
    format!("{title}: đã thẩm định xong câu trả lời của {agency}")
}

/// «Sở Y tế đề nghị thay đổi đột xuất, chờ xử lý»
pub fn request_raised(agency: &str) -> String {
    format!("{agency} đề nghị thay đổi đột xuất, chờ xử lý")
}

pub fn request_rejected(agency: &str) -> String {
    format!("Đề nghị thay đổi đột xuất của {agency} đã bị từ chối")
}

pub fn request_letter(number: &str) -> String {
    format!("Đề nghị theo văn bản số {number}.")
}

pub fn draft_submitted(title: &str, agency: &str) -> String {
    format!("{title}: {agency} trình dự thảo danh mục, chờ ban hành")
}

pub fn draft_returned(title: &str, agency: &str) -> String {
    format!("{title}: {agency} trả lại dự thảo danh mục")
}

pub fn issued(title: &str, number: &str) -> String {
    format!("{title}: danh mục đã ban hành theo quyết định số {number}")
}

pub fn reason(note: &str) -> String {
    format!("Lý do: {note}")
}

pub const MEND: &str = "Trang câu trả lời ghi rõ từng mục được trả lại; sửa xong thì trình lãnh đạo và gửi lại.";
pub const IN_PLACE: &str =
    "Mở mục có câu hỏi để trả lời tại chỗ; không phải gửi lại bản trả lời. Các câu hỏi khác, nếu có, cũng nằm ở đó.";
pub const MINUTED: &str = "Mọi điểm đã có kết luận; xem từng kết luận trong biên bản.";

pub fn due(about: &About) -> String {
    format!("Hạn gửi cơ quan chủ trì: {}.", format::date(about.due_on))
}

/// What a notice of a day is about: the review, or what came back of it.
pub fn due_of(title: &str, about: Option<&About>) -> String {
    if about.is_some_and(|about| about.again) {
        format!("{title}, mục được trả lại")
    } else {
        title.to_owned()
    }
}

/// By when answers that came back are due again; notices of before had no day of theirs.
pub fn due_again(about: &About) -> Option<String> {
    about.again.then(|| format!("Hạn gửi lại: {}.", format::date(about.due_on)))
}

pub fn receipt(number: &str) -> String {
    format!("Biên nhận {number}.")
}

/// «Sở Y tế: 12 việc mới phải làm, hạn sớm nhất 08/01/2027.»
pub fn duties(about: &About) -> String {
    let agency = &about.agency.name;
    if about.duties == 0 {
        return format!("{agency}: không phát sinh việc mới phải làm.");
    }
    let count = format::number(about.duties);
    format!("{agency}: {count} việc mới phải làm, hạn sớm nhất {}.", format::date(about.due_on))
}

/// «3 việc quá hạn»
fn pressing_count(about: &About) -> String {
    let stands = if about.days_left < 0 { "quá hạn" } else { "sắp đến hạn" };
    format!("{} việc {stands}", format::number(about.duties))
}

/// «Nghĩa vụ dữ liệu của Sở Y tế: 3 việc quá hạn, 2 việc sắp đến hạn»
pub fn pressing(about: &[About]) -> String {
    let agency = about.first().map(|first| first.agency.name.as_str()).unwrap_or_default();
    let counts: Vec<String> = about.iter().map(pressing_count).collect();
    format!("Nghĩa vụ dữ liệu của {agency}: {}", counts.join(", "))
}

/// «3 việc quá hạn, hạn sớm nhất 08/01/2027.»
pub fn pressing_since(about: &About) -> String {
    format!("{}, hạn sớm nhất {}.", pressing_count(about), format::date(about.due_on))
}

/// «Nghĩa vụ dữ liệu của Sở Y tế: văn bản đôn đốc số 1800/SKHCN-CĐS»
pub fn duties_urged(about: &About) -> String {
    format!("Nghĩa vụ dữ liệu của {}: văn bản đôn đốc số {}", about.agency.name, about.letter)
}

pub const DUTY_FOOT: &str = "--\nCổng dữ liệu dùng chung tỉnh Đắk Lắk. Thư được gửi tự động mỗi tuần một lần khi còn nghĩa vụ dữ liệu quá hạn hoặc sắp đến hạn (khoản 2 Điều 14, khoản 1 Điều 16 Quy chế); vui lòng không trả lời thư này.";

pub const MAIL_FOOT: &str = "--\nCổng dữ liệu dùng chung tỉnh Đắk Lắk. Thư được gửi tự động khi việc rà soát chuyển bước (khoản 2 Điều 8, khoản 2 Điều 16 Quy chế); vui lòng không trả lời thư này.";

pub const REQUEST_FOOT: &str = "--\nCổng dữ liệu dùng chung tỉnh Đắk Lắk. Thư được gửi tự động khi có đề nghị thay đổi đột xuất hoặc đề nghị bị từ chối (khoản 2 Điều 8 Quy chế); vui lòng không trả lời thư này.";

#[cfg(test)]
mod tests {
    use domain::agency::AgencyRef;
    use domain::campaign::CampaignKey;
    use domain::id::AgencyId;
    use domain::indicator::Period;
    use domain::reminder::{Notice, NoticeKind};
    use domain::report::ReportKey;
    use time::macros::{date, datetime};

    use super::*;
    use crate::text::reminder;

    #[test]
    fn a_notice_of_what_came_back_is_not_that_of_the_answers() {
        let told = |kind, again| Notice {
            id: 1,
            kind,
            campaign: Some(CampaignKey::annual(2026)),
            about: vec![About {
                agency: AgencyRef { id: AgencyId::from("so-yt"), name: "Sở Y tế".to_owned() },
                due_on: date!(2026 - 12 - 16),
                days_left: -2,
                letter: "1800/SKHCN-CĐS".to_owned(),
                opinion: None,
                note: String::new(),
                again,
                duties: 0,
                report: None,
                period: None,
            }],
            digest: None,
            at: datetime!(2026-12-18 03:00 UTC),
            read_at: None,
        };
        for (kind, said) in [
            (NoticeKind::Remind, "quá hạn 2 ngày làm việc"),
            (NoticeKind::Escalate, "Sở Y tế quá hạn 2 ngày làm việc, đề nghị lãnh đạo cơ quan chỉ đạo"),
            (NoticeKind::Urged, "văn bản đôn đốc số 1800/SKHCN-CĐS gửi Sở Y tế"),
            (NoticeKind::Extended, "Sở Y tế được gia hạn đến 16/12/2026"),
        ] {
            let (first, again) = (told(kind, false), told(kind, true));
            assert_eq!(reminder::subject(&first), format!("Rà soát năm 2026: {said}"));
            assert_eq!(reminder::subject(&again), format!("Rà soát năm 2026, mục được trả lại: {said}"));
            assert_eq!(reminder::lines(&first), ["Sở Y tế: hạn 16/12/2026, quá hạn 2 ngày làm việc."]);
            assert_eq!(reminder::lines(&again), ["Sở Y tế: hạn gửi lại 16/12/2026, quá hạn 2 ngày làm việc."]);
        }
        // Of no review: each leads to what it is about, as those of before do.
        for campaign in [None, Some(CampaignKey::annual(2026))] {
            let of_duties = Notice { campaign, ..told(NoticeKind::DutyUrged, false) };
            let subject = "Nghĩa vụ dữ liệu của Sở Y tế: văn bản đôn đốc số 1800/SKHCN-CĐS";
            assert_eq!(
                (reminder::subject(&of_duties).as_str(), reminder::address(&of_duties).as_str()),
                (subject, "/viec-cua-toi")
            );
            let mut of_report = Notice { campaign, ..told(NoticeKind::ReportSent, false) };
            of_report.about[0].report = Some(ReportKey::of_agency(Period(2026), &AgencyId::from("so-yt")));
            assert_eq!(reminder::address(&of_report), "/bao-cao/2026-so-yt");
            let mut of_year = Notice { campaign, ..told(NoticeKind::PeriodClosed, false) };
            of_year.about[0].period = Some(Period(2026));
            assert_eq!(reminder::address(&of_year), "/lanh-dao/chi-so?ky=2026");
            for (kind, subject) in [
                (NoticeKind::RequestRaised, "Sở Y tế đề nghị thay đổi đột xuất, chờ xử lý"),
                (NoticeKind::RequestRejected, "Đề nghị thay đổi đột xuất của Sở Y tế đã bị từ chối"),
            ] {
                let mut of_request = Notice { campaign, ..told(kind, false) };
                of_request.about[0].note = "Luật mới".to_owned();
                let mail = reminder::mail("A", &of_request, "http://a");
                for said in [subject, "văn bản số 1800/SKHCN-CĐS", "Lý do: Luật mới", "http://a/thay-doi-dot-xuat\n"]
                {
                    assert!(mail.contains(said), "{said}: {mail}");
                }
            }
        }
    }
}
