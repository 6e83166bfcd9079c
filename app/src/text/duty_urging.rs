//! The words of the letter that urges an agency for late duties, and of its page.

use domain::format;
use domain::reminder::{DutyUrging, UrgedDuty};

use super::duty::{basis, kind};
use super::urging::{self, closing, lower, named};

pub const TITLE: &str = "Đôn đốc nghĩa vụ quá hạn";
pub const LEAD: &str = "Cổng soạn công văn liệt kê từng việc quá hạn; số và ngày do hệ thống văn bản cấp, ghi lại ở đây sau khi phát hành. Công văn đã ghi số được giữ vĩnh viễn trong sổ.";
pub const NONE: &str = "Cơ quan không có nghĩa vụ nào quá hạn.";
pub const LATE_LIST: &str = "Việc quá hạn";
pub const DOCX: &str = "Tải công văn (Word)";
pub const RECORD_HINT: &str = "Số và ngày của công văn đã phát hành. Cổng giữ các việc quá hạn vào ngày của công văn; cán bộ đầu mối và lãnh đạo của cơ quan sẽ nhận thông báo.";
pub const LETTERS: &str = "Công văn đã gửi về các việc này";
pub const ABOUT: &str = "V/v đôn đốc thực hiện nghĩa vụ dữ liệu quá hạn";

/// The number: its room until it is recorded.
pub fn number(content: &DutyUrging) -> String {
    if content.number.is_empty() { urging::NUMBER.to_owned() } else { format!("Số: {}", content.number) }
}

/// The day is left open until the letter is recorded.
pub fn place_and_date(content: &DutyUrging) -> String {
    let day = content.day;
    if content.number.is_empty() {
        return urging::place_and_date(day);
    }
    format!("Đắk Lắk, ngày {:02} tháng {:02} năm {}", day.day(), u8::from(day.month()), day.year())
}

/// «Nạp dữ liệu lên kho: CSDL nhà ở (DC-002)»
pub fn what(duty: &UrgedDuty) -> String {
    format!("{}: {} ({})", kind(duty.kind), duty.name, duty.code)
}

/// «12 ngày»
pub fn days(duty: &UrgedDuty) -> String {
    format!("{} ngày", format::number(duty.days_late))
}

fn line(number: usize, duty: &UrgedDuty) -> String {
    let by = lower(&basis(&duty.document, duty.article, duty.clause));
    let target = if duty.is_target { "; số ngày là mục tiêu của cơ quan chủ trì" } else { "" };
    format!("{number}. {}; hạn {}, quá hạn {} (theo {by}{target}).", what(duty), format::date(duty.due_on), days(duty))
}

pub fn paragraphs(content: &DutyUrging) -> Vec<String> {
    let (coordinator, agency) = (&content.coordinator.name, &content.agency.name);
    let mut paragraphs = vec![format!(
        "Thực hiện khoản 2 Điều 14 và Điều 16 Quy chế ban hành kèm theo Quyết định số 01/2023/QĐ-UBND của UBND tỉnh, {coordinator} \
         theo dõi các nghĩa vụ dữ liệu phát sinh từ Danh mục cơ sở dữ liệu dùng chung. Đến ngày {}, {agency} còn {} việc quá hạn:",
        format::date(content.day),
        format::number(i64::try_from(content.duties.len()).unwrap_or(i64::MAX)),
    )];
    paragraphs.extend(content.duties.iter().zip(1..).map(|(duty, number)| line(number, duty)));
    if !content.letters.is_empty() {
        paragraphs.push(format!("Trong đó có việc đã được đôn đốc tại {}.", named(&content.letters)));
    }
    paragraphs.push(format!(
        "{coordinator} đề nghị {agency} khẩn trương hoàn thành các việc nêu trên, ghi nhận kết quả kèm minh chứng trên Cổng dữ liệu \
         dùng chung của tỉnh và nêu rõ lý do chậm. Thủ trưởng cơ quan chịu trách nhiệm về tiến độ thực hiện theo khoản 1 Điều 18 \
         Quy chế.",
    ));
    paragraphs.push(closing(&content.coordinator));
    paragraphs
}

#[cfg(test)]
mod tests {
    use domain::agency::AgencyRef;
    use domain::duty::DutyKind;
    use domain::id::{AgencyId, DutyId, EntryCode};
    use domain::reminder::UrgingLetter;
    use time::macros::{date, datetime};

    use super::*;

    fn agency(id: &str, name: &str) -> AgencyRef {
        AgencyRef { id: AgencyId::from(id), name: name.to_owned() }
    }

    fn duty(kind: DutyKind, is_target: bool) -> UrgedDuty {
        UrgedDuty {
            id: DutyId(1),
            code: EntryCode::from("DC-005"),
            name: "CSDL bệnh viện".to_owned(),
            kind,
            due_on: date!(2026 - 12 - 24),
            days_late: 32,
            document: "qd-01-2023".to_owned(),
            article: 16,
            clause: 1,
            is_target,
        }
    }

    fn letter(duties: Vec<UrgedDuty>) -> DutyUrging {
        DutyUrging {
            coordinator: agency("so-khcn-2025", "Sở Khoa học và Công nghệ"),
            agency: agency("so-yt", "Sở Y tế"),
            duties,
            letters: Vec::new(),
            day: date!(2027 - 01 - 25),
            number: String::new(),
        }
    }

    #[test]
    fn a_letter_lists_each_late_duty() {
        let start = "CSDL bệnh viện (DC-005); hạn 24/12/2026, quá hạn 32 ngày (theo khoản 1 Điều 16 Quy chế";
        for (kind, is_target, said) in [
            (DutyKind::Load, false, format!("1. Nạp dữ liệu lên kho: {start}).")),
            (
                DutyKind::Documents,
                true,
                format!("1. Tài liệu kỹ thuật dịch vụ: {start}; số ngày là mục tiêu của cơ quan chủ trì)."),
            ),
            (DutyKind::Refresh, false, format!("1. Cập nhật theo tần suất: {start}).")),
            (DutyKind::OpenReview, false, format!("1. Rà soát dữ liệu mở: {start}).")),
            (DutyKind::SharingReview, false, format!("1. Rà soát chia sẻ mặc định: {start}).")),
        ] {
            assert_eq!(paragraphs(&letter(vec![duty(kind, is_target)]))[1], said);
        }
        let two = letter(vec![duty(DutyKind::Load, false), duty(DutyKind::Refresh, false)]);
        let told = paragraphs(&two);
        assert!(told[0].ends_with("Đến ngày 25/01/2027, Sở Y tế còn 2 việc quá hạn:"), "{told:?}");
        assert!(told[2].starts_with("2. Cập nhật theo tần suất"), "{told:?}");
        assert_eq!(told.len(), 5, "{told:?}");
        assert_eq!(place_and_date(&two), "Đắk Lắk, ngày       tháng 01 năm 2027");
        assert_eq!(number(&two), urging::NUMBER);
        let earlier = UrgingLetter {
            number: "1702/SKHCN-CĐS".to_owned(),
            date: date!(2027 - 01 - 11),
            recorded_by: String::new(),
            recorded_at: datetime!(2027-01-11 03:00 UTC),
        };
        let again = DutyUrging { letters: vec![earlier], number: "1800/SKHCN-CĐS".to_owned(), ..two };
        assert_eq!(
            paragraphs(&again)[3],
            "Trong đó có việc đã được đôn đốc tại Công văn số 1702/SKHCN-CĐS ngày 11/01/2027."
        );
        assert_eq!(
            (number(&again), place_and_date(&again)),
            ("Số: 1800/SKHCN-CĐS".to_owned(), "Đắk Lắk, ngày 25 tháng 01 năm 2027".to_owned())
        );
    }
}
