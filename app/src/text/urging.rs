//! The words of the letter that urges a late agency (article 14.2), in the manner of decree 30/2020.

use domain::agency::AgencyRef;
use domain::format;
use domain::reminder::{DueAgainBy, UrgedReturn, UrgingContent, UrgingLetter};
use time::Date;

use super::review::campaign_title;

pub const ABOVE: &str = "UBND TỈNH ĐẮK LẮK";
pub const STATE: &str = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM";
pub const MOTTO: &str = "Độc lập - Tự do - Hạnh phúc";
/// Number and day are given by the document system: room is left for them.
pub const NUMBER: &str = "Số:             /";
pub const RECIPIENTS: &str = "Nơi nhận:";

pub fn about(content: &UrgingContent) -> String {
    let title = lower(&campaign_title(content.campaign.key));
    match content.returned {
        None => format!("V/v đôn đốc gửi kết quả {title}"),
        Some(_) => format!("V/v đôn đốc bổ sung, gửi lại kết quả {title}"),
    }
}

/// The day is left open, the month and the year are those of writing.
pub fn place_and_date(day: Date) -> String {
    format!("Đắk Lắk, ngày       tháng {:02} năm {}", u8::from(day.month()), day.year())
}

pub fn to(agency: &AgencyRef) -> String {
    format!("Kính gửi: {}", agency.name)
}

/// «Công văn số 1702/SKHCN-CĐS ngày 07/12/2026, …»
pub(super) fn named(letters: &[UrgingLetter]) -> String {
    let named = letters.iter().map(|one| format!("Công văn số {} ngày {}", one.number, format::date(one.date)));
    named.collect::<Vec<_>>().join(", ")
}

/// What every letter ends with.
pub(super) fn closing(coordinator: &AgencyRef) -> String {
    format!("{} đề nghị Quý cơ quan quan tâm, phối hợp thực hiện./.", coordinator.name)
}

pub(super) fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

pub fn paragraphs(content: &UrgingContent) -> Vec<String> {
    let campaign = &content.campaign;
    let title = lower(&campaign_title(campaign.key));
    let letter = format!("Công văn số {} ngày {}", campaign.letter_number, format::date(campaign.letter_date));
    let begun = match &campaign.requested_by {
        Some(agency) => {
            format!("{} đã mở {title} theo đề nghị của {} tại {letter}", content.coordinator.name, agency.name)
        }
        None => format!("{} đã có {letter} về {title}", content.coordinator.name),
    };
    let basis = format!(
        "Thực hiện khoản 2 Điều 8, khoản 2 Điều 14 và khoản 2 Điều 16 Quy chế ban hành kèm theo Quyết định số 01/2023/QĐ-UBND của \
         UBND tỉnh, {begun}"
    );
    let due_on = format::date(content.due_on);
    let mut paragraphs = match &content.returned {
        None => vec![format!("{basis}, hạn gửi kết quả là ngày {due_on}."), not_sent(content)],
        Some(back) => vec![
            format!("{basis}; {} đã gửi kết quả.", content.agency.name),
            came_back(content, back),
            standing(content, "chưa gửi lại"),
        ],
    };
    if !content.letters.is_empty() {
        paragraphs.push(format!("Việc này đã được đôn đốc tại {}.", named(&content.letters)));
    }
    let asked = match content.returned {
        None => "hoàn thành rà soát, gửi kết quả",
        Some(_) => "hoàn thành việc bổ sung, gửi lại kết quả",
    };
    paragraphs.push(format!(
        "Để kịp tổng hợp, trình Chủ tịch UBND tỉnh ban hành Danh mục cơ sở dữ liệu dùng chung, {} đề nghị {} khẩn trương {asked} \
         trên Cổng dữ liệu dùng chung của tỉnh và nêu rõ lý do chậm. Thủ trưởng cơ quan chịu trách nhiệm về tiến độ thực hiện theo \
         khoản 1 Điều 18 Quy chế.",
        content.coordinator.name, content.agency.name,
    ));
    paragraphs.push(closing(&content.coordinator));
    paragraphs
}

fn not_sent(content: &UrgingContent) -> String {
    let done = match (content.answered, content.entries) {
        (_, 0) => "chưa gửi kết quả".to_owned(),
        (0, all) => format!("chưa trả lời về cơ sở dữ liệu nào trong {all} cơ sở dữ liệu của đơn vị trên Cổng"),
        (some, all) => format!("mới trả lời về {some}/{all} cơ sở dữ liệu trên Cổng và chưa gửi kết quả"),
    };
    standing(content, &done)
}

/// When and how much came back, by when and by which rule it is due again.
fn came_back(content: &UrgingContent, back: &UrgedReturn) -> String {
    let (first, last, due_on) = (format::date(back.first), format::date(back.last), format::date(content.due_on));
    let when = if first == last { format!("Ngày {last}") } else { format!("Từ ngày {first} đến ngày {last}") };
    let what = match back.answers {
        0 => "kết quả".to_owned(),
        answers => format!("{} mục", format::number(answers)),
    };
    let open = match back.points {
        0 => String::new(),
        points => format!(", còn {} điểm chưa có kết luận", format::number(points)),
    };
    let rule = format!("{} ngày làm việc kể từ ngày {last}", back.days);
    let due = match back.by {
        DueAgainBy::Rule => format!("Hạn gửi lại là ngày {due_on}, theo quy định thời hạn của đợt là {rule}."),
        DueAgainBy::Extension => {
            format!("Hạn gửi lại theo quy định thời hạn của đợt là {rule}, đã được gia hạn đến ngày {due_on}.")
        }
        DueAgainBy::OwnDay => format!("Hạn gửi lại là ngày {due_on}, cũng là hạn nộp kết quả rà soát của cơ quan."),
    };
    format!("{when}, {what} của {} được trả lại để bổ sung{open}. {due}", content.agency.name)
}

fn standing(content: &UrgingContent, done: &str) -> String {
    format!(
        "Đến ngày {}, {} {done}, quá hạn {} ngày làm việc.",
        format::date(content.today),
        content.agency.name,
        content.days_late,
    )
}

pub fn recipients() -> Vec<String> {
    ["- Như trên;", "- Văn phòng UBND tỉnh (để biết);", "- Lưu: VT."].map(str::to_owned).to_vec()
}

#[cfg(test)]
mod tests {
    use domain::campaign::{CampaignKey, CampaignRow, CampaignState};
    use domain::id::AgencyId;
    use domain::workflow::CampaignStage;
    use time::macros::{date, datetime};

    use super::*;

    fn agency(id: &str, name: &str) -> AgencyRef {
        AgencyRef { id: AgencyId::from(id), name: name.to_owned() }
    }

    fn letter(returned: Option<UrgedReturn>) -> UrgingContent {
        let campaign = CampaignRow {
            key: CampaignKey::annual(2026),
            stage: CampaignStage::Open,
            state: CampaignState::Open,
            reason: String::new(),
            abandoned: false,
            letter_number: "99/SKHCN".to_owned(),
            letter_date: date!(2026 - 11 - 02),
            requested_by: None,
            due_on: date!(2026 - 11 - 30),
            opened_at: datetime!(2026-11-02 03:00 UTC),
            agencies: 5,
            submitted: 1,
        };
        UrgingContent {
            campaign,
            coordinator: agency("so-khcn-2025", "Sở Khoa học và Công nghệ"),
            agency: agency("so-yt", "Sở Y tế"),
            due_on: date!(2026 - 12 - 16),
            days_late: 2,
            entries: 4,
            answered: 3,
            returned,
            letters: Vec::new(),
            today: date!(2026 - 12 - 18),
        }
    }

    const BACK: UrgedReturn = UrgedReturn {
        first: date!(2026 - 12 - 09),
        last: date!(2026 - 12 - 09),
        days: 5,
        by: DueAgainBy::Rule,
        answers: 2,
        points: 3,
    };

    #[test]
    fn a_letter_says_what_is_late() {
        let by_rule =
            "Hạn gửi lại là ngày 16/12/2026, theo quy định thời hạn của đợt là 5 ngày làm việc kể từ ngày 09/12/2026.";
        for (back, said) in [
            (BACK, "Ngày 09/12/2026, 2 mục của Sở Y tế được trả lại để bổ sung, còn 3 điểm chưa có kết luận."),
            (UrgedReturn { points: 0, ..BACK }, "Ngày 09/12/2026, 2 mục của Sở Y tế được trả lại để bổ sung."),
            (
                UrgedReturn { answers: 0, points: 0, ..BACK },
                "Ngày 09/12/2026, kết quả của Sở Y tế được trả lại để bổ sung.",
            ),
            (
                UrgedReturn { first: date!(2026 - 12 - 07), points: 1, ..BACK },
                "Từ ngày 07/12/2026 đến ngày 09/12/2026, 2 mục của Sở Y tế được trả lại để bổ sung, còn 1 điểm chưa có kết luận.",
            ),
        ] {
            assert_eq!(paragraphs(&letter(Some(back)))[1], format!("{said} {by_rule}"), "{back:?}");
        }
        let own = &paragraphs(&letter(Some(UrgedReturn { by: DueAgainBy::OwnDay, ..BACK })))[1];
        assert!(own.ends_with("Hạn gửi lại là ngày 16/12/2026, cũng là hạn nộp kết quả rà soát của cơ quan."), "{own}");
        let moved = &paragraphs(&letter(Some(UrgedReturn { by: DueAgainBy::Extension, ..BACK })))[1];
        assert!(
            moved.ends_with("là 5 ngày làm việc kể từ ngày 09/12/2026, đã được gia hạn đến ngày 16/12/2026."),
            "{moved}"
        );

        let again = letter(Some(BACK));
        let told = paragraphs(&again);
        assert_eq!(about(&again), "V/v đôn đốc bổ sung, gửi lại kết quả rà soát năm 2026");
        assert!(told[0].ends_with("về rà soát năm 2026; Sở Y tế đã gửi kết quả."), "{told:?}");
        assert_eq!(told[2], "Đến ngày 18/12/2026, Sở Y tế chưa gửi lại, quá hạn 2 ngày làm việc.");
        assert!(told[3].contains("khẩn trương hoàn thành việc bổ sung, gửi lại kết quả trên Cổng"), "{told:?}");
        let told = told.join(" ");
        for first in ["chưa gửi kết quả", "mới trả lời về", "hạn gửi kết quả", "hoàn thành rà soát"]
        {
            assert!(!told.contains(first), "{first}: {told}");
        }
    }

    #[test]
    fn a_letter_about_the_answers_themselves_counts_them() {
        assert_eq!(about(&letter(None)), "V/v đôn đốc gửi kết quả rà soát năm 2026");
        for (answered, entries, said) in [
            (0, 0, "chưa gửi kết quả"),
            (0, 4, "chưa trả lời về cơ sở dữ liệu nào trong 4 cơ sở dữ liệu của đơn vị trên Cổng"),
            (3, 4, "mới trả lời về 3/4 cơ sở dữ liệu trên Cổng và chưa gửi kết quả"),
        ] {
            let told = paragraphs(&UrgingContent { answered, entries, ..letter(None) });
            assert_eq!(told.len(), 4, "{told:?}");
            assert!(told[0].ends_with("về rà soát năm 2026, hạn gửi kết quả là ngày 16/12/2026."), "{told:?}");
            assert_eq!(told[1], format!("Đến ngày 18/12/2026, Sở Y tế {said}, quá hạn 2 ngày làm việc."));
            assert!(told[2].contains("khẩn trương hoàn thành rà soát, gửi kết quả trên Cổng"), "{told:?}");
            assert!(!told.join(" ").contains("gửi lại"), "{told:?}");
        }
        let earlier = UrgingLetter {
            number: "1702/SKHCN-CĐS".to_owned(),
            date: date!(2026 - 12 - 07),
            recorded_by: String::new(),
            recorded_at: datetime!(2026-12-07 03:00 UTC),
        };
        let told = paragraphs(&UrgingContent { letters: vec![earlier], ..letter(None) });
        assert_eq!(told[2], "Việc này đã được đôn đốc tại Công văn số 1702/SKHCN-CĐS ngày 07/12/2026.");
    }
}
