//! Words that several documents of a dossier share.

use domain::dossier::{Dossier, OpinionRow, Outcome, SigningCapacity, Subject};
use domain::edition::Decision;
use domain::format;
use domain::legal::{LEGAL_KINDS, LegalDocument};
use domain::regulation;
use domain::review::opinion::{Handling, OpinionState};
use domain::review::{AnswerKind, Priority, Side};
use time::Date;

use crate::comparison::Wording;
use crate::docx::{Masthead, Paragraph};

pub(super) const STATE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
pub(super) const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
pub(crate) const COMMITTEE: &str = "Ủy ban nhân dân tỉnh Đắk Lắk";
pub(super) const CATALOG: &str = "Danh mục cơ sở dữ liệu dùng chung của tỉnh Đắk Lắk";

/// «Sở Khoa học và Công nghệ» within a sentence.
pub(super) fn lower(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Who decides: the Chairman, or the people's committee where the decision is signed for it.
pub(super) fn authority(capacity: SigningCapacity) -> String {
    if capacity.is_committee() { COMMITTEE.to_owned() } else { format!("Chủ tịch {COMMITTEE}") }
}

/// The post and capacity over the signature (decree 30/2020, article 13), a line each.
pub(super) fn post(capacity: SigningCapacity) -> Vec<String> {
    let lines: &[&str] = match capacity {
        SigningCapacity::Chairman => &["CHỦ TỊCH"],
        SigningCapacity::Deputy => &["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
        SigningCapacity::Committee => &["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"],
        SigningCapacity::CommitteeDeputy => &["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"],
    };
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// «Đắk Lắk, ngày 25 tháng 11 năm 2026», open where the day is not known.
pub(crate) fn place_and_date(date: Option<Date>, year: i32) -> String {
    match date {
        Some(date) => format!("Đắk Lắk, {}", format::long_date(date)),
        None => format!("Đắk Lắk, ngày       tháng       năm {year}"),
    }
}

/// «Tờ trình số 1520/TTr-SKHCN ngày 25 tháng 11 năm 2026», open where it is not recorded.
pub(super) fn submission_named(dossier: &Dossier) -> String {
    match &dossier.record.submission {
        Some((number, date)) => format!("Tờ trình số {number} {}", format::long_date(*date)),
        None => format!("Tờ trình số        /TTr-        ngày       tháng       năm {}", dossier.day.year()),
    }
}

/// «Quyết định số 3124/QĐ-UBND ngày 20 tháng 12 năm 2024»
pub(super) fn decision_named(decision: &Decision) -> String {
    format!("Quyết định số {} {}", decision.number, format::long_date(decision.date))
}

/// The decision that the draft stands on: the one that it replaces, or the one that it amends.
pub(super) fn decision_before(dossier: &Dossier) -> Option<String> {
    let before = dossier.amends.as_ref().unwrap_or(&dossier.base);
    before.decision.as_ref().map(|decision| format!("{} của Chủ tịch {COMMITTEE}", decision_named(decision)))
}

/// What the decision is about, in the words of its title.
pub(super) fn about(dossier: &Dossier) -> String {
    match dossier.is_amending() {
        false => format!("Ban hành {CATALOG}"),
        true => {
            let before = decision_before(dossier).unwrap_or_default();
            format!("Sửa đổi, bổ sung {CATALOG} ban hành kèm theo {before}")
        }
    }
}

/// What the review is called within a sentence.
pub(super) fn review_named(dossier: &Dossier) -> String {
    let key = dossier.campaign.key;
    match key.amendment() {
        None => format!("rà soát năm {}", key.year()),
        Some(number) => format!("rà soát, sửa đổi, bổ sung lần {number} năm {}", key.year()),
    }
}

pub(crate) fn regulation_named() -> String {
    let decision = &regulation::DECISION;
    let title = lower(decision.title.trim_start_matches("Ban hành Quy chế").trim());
    format!(
        "Quy chế {title} ban hành kèm theo Quyết định số {} {} của {COMMITTEE}",
        decision.number,
        format::long_date(decision.date)
    )
}

/// A document as a preamble cites it: a law by its title and date, anything else by kind, number, date, issuer and title
/// (decree 30/2020, appendix I). Where the register has no day, the paper says none: a law is told by its year, else by its
/// number.
pub(super) fn cited(document: &LegalDocument) -> String {
    let date = document.date_issued.map(format::long_date);
    if matches!(document.kind.as_str(), "Luật" | "PL") {
        return match date {
            Some(date) => format!("{} {date}", document.title),
            None => law_without_day(document),
        };
    }
    let kind = LEGAL_KINDS.iter().find(|(code, _)| *code == document.kind).map_or("Văn bản", |(_, word)| *word);
    let date = date.map(|date| format!(" {date}")).unwrap_or_default();
    let issuer = if document.issuer.is_empty() { String::new() } else { format!(" của {}", document.issuer) };
    let issuer = issuer.replace("UBND tỉnh", "Ủy ban nhân dân tỉnh");
    format!("{kind} số {}{date}{issuer} {}", document.number, lower(&document.title))
}

/// «Luật Chuyển đổi số năm 2025», the year being that of its number; a title that names a year stands as it is.
fn law_without_day(document: &LegalDocument) -> String {
    let is_year = |part: &&str| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit());
    let title = &document.title;
    if title.split_whitespace().any(|word| is_year(&word)) {
        return title.clone();
    }
    match document.number.split('/').find(is_year) {
        Some(year) => format!("{title} năm {year}"),
        None if document.number.is_empty() || document.number.starts_with('(') => title.clone(),
        None => format!("{title} số {}", document.number),
    }
}

/// The head of a document of the dossier.
pub(crate) fn masthead(above: &str, body: &str, number: String, place_and_date: String) -> Masthead {
    Masthead {
        above: above.to_owned(),
        body: body.to_owned(),
        number,
        about: String::new(),
        place_and_date,
        state: STATE.to_owned(),
        motto: MOTTO.to_owned(),
    }
}

/// The type of a document and what it is about, under the head.
pub(crate) fn title(kind: &str, about: &str) -> [Paragraph; 2] {
    [Paragraph::centered(kind).bold().after_space(18), Paragraph::centered(about).bold().ruled()]
}

/// What a row of the table of opinions is about.
pub(super) fn subject(subject: &Subject, wording: &Wording<'_>) -> String {
    match subject {
        Subject::Answer(kind) => match kind {
            AnswerKind::Keep => "Giữ nguyên cơ sở dữ liệu".to_owned(),
            AnswerKind::Modify => "Sửa đổi cơ sở dữ liệu".to_owned(),
            AnswerKind::Withdraw => "Đưa cơ sở dữ liệu ra khỏi Danh mục".to_owned(),
            AnswerKind::Merge => "Gộp vào cơ sở dữ liệu khác".to_owned(),
            AnswerKind::Transfer => "Chuyển cơ quan chủ quản".to_owned(),
            AnswerKind::Propose => "Đề xuất cơ sở dữ liệu mới".to_owned(),
        },
        Subject::Place(place) => (wording.place)(place),
        Subject::Question(text) => text.clone(),
    }
}

/// What a row proposes, and from which day.
pub(super) fn proposal(row: &OpinionRow, wording: &Wording<'_>) -> String {
    let proposed = value(&row.subject, &row.proposed, wording);
    let what = subject(&row.subject, wording);
    let what = if proposed.is_empty() { what } else { format!("{what}: {proposed}") };
    row.from_day.map_or_else(|| what.clone(), |day| format!("{what}, từ ngày {}", format::date(day)))
}

/// A value of a row as people read it.
pub(super) fn value(subject: &Subject, value: &str, wording: &Wording<'_>) -> String {
    match subject {
        Subject::Place(place) if !value.is_empty() => (wording.value)(place, value),
        Subject::Answer(AnswerKind::Merge | AnswerKind::Transfer) | Subject::Question(_) => value.to_owned(),
        Subject::Answer(_) | Subject::Place(_) => String::new(),
    }
}

pub(super) fn priority(level: Option<Priority>) -> &'static str {
    match level {
        Some(Priority::High) => "Cao",
        Some(Priority::Medium) => "Trung bình",
        Some(Priority::Low) => "Thấp",
        None => "Chưa nêu",
    }
}

/// How a row was settled. What an asked agency said stays beside how it was handled: that one disagreed is no less so
/// because its remark was taken up.
pub(super) fn outcome(outcome: &Outcome) -> String {
    let word = match outcome {
        Outcome::Accepted => "Chấp nhận",
        Outcome::OtherValue(_) => "Chấp nhận với nội dung khác",
        Outcome::Refused => "Không chấp nhận",
        Outcome::GivenBack => "Đã trả lại, chưa gửi lại; giữ như Danh mục hiện hành",
        Outcome::Open => "Chưa kết luận",
        Outcome::Opinion(state, None) => stance(*state),
        Outcome::Opinion(state, Some(handling)) => {
            let handled = match handling {
                Handling::TakenUp => "Tiếp thu",
                Handling::Explained => "Giải trình",
            };
            return format!("{}\n{handled}", stance(*state));
        }
    };
    word.to_owned()
}

fn stance(state: OpinionState) -> &'static str {
    match state {
        OpinionState::Agree => "Thống nhất",
        OpinionState::SilentAgreement => "Hết hạn không trả lời, coi là thống nhất",
        OpinionState::Remarks => "Thống nhất, có ý kiến thêm",
        OpinionState::Disagree => "Không thống nhất",
        OpinionState::Waiting => "Chưa trả lời",
        OpinionState::Withdrawn => "Đã rút lời hỏi",
    }
}

pub(super) fn side(side: Side) -> &'static str {
    match side {
        Side::Appraiser => "Cơ quan chủ trì",
        Side::Agency => "Cơ quan, đơn vị",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_agency_said_stays_beside_how_it_was_handled() {
        for (state, handling, told) in [
            (OpinionState::Disagree, None, "Không thống nhất"),
            (OpinionState::Disagree, Some(Handling::TakenUp), "Không thống nhất\nTiếp thu"),
            (OpinionState::Disagree, Some(Handling::Explained), "Không thống nhất\nGiải trình"),
            (OpinionState::Remarks, Some(Handling::TakenUp), "Thống nhất, có ý kiến thêm\nTiếp thu"),
            (OpinionState::SilentAgreement, None, "Hết hạn không trả lời, coi là thống nhất"),
        ] {
            assert_eq!(outcome(&Outcome::Opinion(state, handling)), told);
        }
    }

    #[test]
    fn a_document_without_a_day_is_cited_without_one() {
        let day = time::macros::date!(2025 - 12 - 11);
        for (kind, number, title, date_issued, told) in [
            ("Luật", "148/2025/QH15", "Luật Chuyển đổi số", None, "Luật Chuyển đổi số năm 2025"),
            ("Luật", "148/2025/QH15", "Luật Chuyển đổi số", Some(day), "Luật Chuyển đổi số ngày 11 tháng 12 năm 2025"),
            ("Luật", "148/2025/QH15", "Luật Chuyển đổi số năm 2025", None, "Luật Chuyển đổi số năm 2025"),
            ("Luật", "33-L/CTN", "Luật Ngân sách", None, "Luật Ngân sách số 33-L/CTN"),
            ("Luật", "(số chưa xác minh)", "Luật Dữ liệu", None, "Luật Dữ liệu"),
            (
                "NĐ",
                "30/2020/NĐ-CP",
                "Về công tác văn thư",
                None,
                "Nghị định số 30/2020/NĐ-CP của Chính phủ về công tác văn thư",
            ),
        ] {
            let document = LegalDocument {
                id: "mot".to_owned(),
                number: number.to_owned(),
                kind: kind.to_owned(),
                title: title.to_owned(),
                issuer: "Chính phủ".to_owned(),
                date_issued,
                effective_from: None,
                effective_to: None,
                replaced_by: None,
                version: 1,
            };
            assert_eq!(cited(&document), told);
        }
    }
}
