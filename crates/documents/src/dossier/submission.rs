//! The submission (tờ trình) of the coordinating agency to the Chairman.

use domain::dossier::{Dossier, Figures, UnsentFigures};
use domain::edition::owner_alone;
use domain::format;
use domain::review::AnswerKind;

use super::tables;
use super::words::{
    CATALOG, about, authority, cited, decision_before, decision_named, lower, masthead, place_and_date,
    regulation_named, review_named, title,
};
use crate::comparison::Wording;
use crate::docx::{Block, DocxError, Foot, Paragraph, head_of, write as write_document};

/// So many silent agencies are named in a sentence; of more their number is told.
const NAMED_MAX: usize = 25;
/// Of the tables within the text, in points.
const TABLE_SIZE: u32 = 10;

fn number(value: u32) -> String {
    format::number(value)
}

pub(super) fn write(dossier: &Dossier, wording: &Wording<'_>) -> Result<Vec<u8>, DocxError> {
    let (coordinator, record) = (dossier.coordinator.name.as_str(), &dossier.record);
    let head = masthead(
        "UBND TỈNH ĐẮK LẮK",
        &coordinator.to_uppercase(),
        record
            .submission
            .as_ref()
            .map_or_else(|| "Số:          /TTr-          ".to_owned(), |(number, _)| format!("Số: {number}")),
        place_and_date(record.submission.as_ref().map(|(_, date)| *date), dossier.day.year()),
    );
    let subject = format!("Về việc {}", lower(&about(dossier)));
    let mut body = Body(vec![head.block()]);
    body.0.extend(title("TỜ TRÌNH", &subject).map(Block::Paragraph));
    body.0.push(Block::Paragraph(
        Paragraph::centered(format!("Kính gửi: {}", authority(record.capacity))).after_space(12),
    ));
    body.text(opening(dossier));
    body.heading("I. SỰ CẦN THIẾT");
    need(&mut body, dossier);
    body.heading("II. CĂN CỨ PHÁP LÝ");
    dossier.basis.iter().for_each(|document| body.text(format!("- {};", cited(document))));
    body.text(format!("- {}.", regulation_clauses()));
    body.heading("III. QUÁ TRÌNH RÀ SOÁT, THẨM ĐỊNH");
    process(&mut body, dossier);
    body.heading("IV. NỘI DUNG CỦA DỰ THẢO QUYẾT ĐỊNH");
    content(&mut body, dossier);
    body.heading("V. NỘI DUNG KHÔNG CHẤP NHẬN HOẶC CHẤP NHẬN KHÁC ĐỀ NGHỊ");
    let refused = tables::refused(dossier, wording);
    if refused.rows.is_empty() {
        body.text("Không có.");
    } else {
        body.text(not_accepted(&dossier.figures()));
        body.table(refused);
    }
    body.heading("VI. Ý KIẾN VÀ VIỆC TIẾP THU, GIẢI TRÌNH");
    opinions(&mut body, dossier);
    body.heading("VII. KIẾN NGHỊ");
    body.text(format!(
        "{coordinator} kính trình {} xem xét, ký ban hành Quyết định {}.",
        authority(record.capacity),
        lower(&about(dossier))
    ));
    body.0.push(Block::Paragraph(Paragraph::body(ATTACHED).italic()));
    let foot = Foot {
        recipients_label: "Nơi nhận:".to_owned(),
        recipients: ["- Như trên;", "- Văn phòng UBND tỉnh;", "- Lưu: VT."].map(str::to_owned).to_vec(),
        post: vec![head_of(coordinator).to_uppercase()],
        signer: String::new(),
    };
    foot.close(&mut body.0);
    write_document(&subject, &body.0)
}

/// The text of the submission as it grows.
struct Body(Vec<Block>);

impl Body {
    fn heading(&mut self, text: &str) {
        self.0.push(Block::Paragraph(Paragraph { bold: true, before: 10, kept: true, ..Paragraph::body(text) }));
    }

    fn text(&mut self, text: impl Into<String>) {
        self.0.push(Block::Paragraph(Paragraph::body(text)));
    }

    fn table(&mut self, table: tables::Texts) {
        self.0.push(Block::Paragraph(Paragraph::new("").sized(4)));
        self.0.push(Block::Table(table.in_document(TABLE_SIZE)));
        self.0.push(Block::Paragraph(Paragraph::new("").sized(4)));
    }
}

fn opening(dossier: &Dossier) -> String {
    format!(
        "Thực hiện {} (sau đây gọi là Quy chế), {} đã chủ trì, phối hợp với các cơ quan, đơn vị {}; thẩm định, tổng hợp và kính \
         trình {} xem xét, quyết định {}, cụ thể như sau:",
        regulation_named(),
        dossier.coordinator.name,
        review_named(dossier),
        authority(dossier.record.capacity),
        lower(&about(dossier)),
    )
}

fn regulation_clauses() -> &'static str {
    "Khoản 3 Điều 3, khoản 2 và khoản 3 Điều 8, khoản 2 Điều 16 Quy chế"
}

fn need(body: &mut Body, dossier: &Dossier) {
    body.text(
        "Theo khoản 2 Điều 8 Quy chế, Danh mục cơ sở dữ liệu dùng chung được cập nhật hằng năm hoặc khi có nhu cầu thay đổi; theo \
         khoản 2 Điều 16, các cơ quan, đơn vị rà soát cơ sở dữ liệu của mình, đề xuất cơ sở dữ liệu cần xây dựng; Danh mục do Chủ \
         tịch Ủy ban nhân dân tỉnh ban hành (khoản 3 Điều 3).",
    );
    let before = dossier.base.decision.as_ref().map_or_else(
        || "Danh mục hiện hành".to_owned(),
        |decision| format!("Danh mục hiện hành ban hành kèm theo {}", decision_named(decision)),
    );
    let asked = dossier.figures().answers;
    // In a round of changes nothing is asked of what is to stay.
    let keep = if dossier.campaign.key.kind().appraises(AnswerKind::Keep) {
        format!("giữ nguyên {} CSDL, ", number(asked.keep))
    } else {
        String::new()
    };
    body.text(format!(
        "{before} gồm {} cơ sở dữ liệu (sau đây viết tắt là CSDL). Qua rà soát, các cơ quan, đơn vị đề nghị {keep}sửa đổi {} CSDL, \
         đưa ra khỏi Danh mục {} CSDL, gộp {} CSDL vào CSDL khác, chuyển cơ quan chủ quản {} CSDL và đề xuất mới {} CSDL.",
        number(dossier.comparison.balance.before),
        number(asked.modify),
        number(asked.withdraw),
        number(asked.merge),
        number(asked.transfer),
        number(asked.propose),
    ));
    if !dossier.campaign.reason.is_empty() {
        let reason = dossier.campaign.reason.lines().collect::<Vec<_>>().join(" ");
        body.text(format!("Lý do sửa đổi, bổ sung ngoài đợt rà soát hằng năm: {}.", reason.trim_end_matches('.')));
    }
    let why = if dossier.is_amending() {
        "sửa đổi, bổ sung Danh mục"
    } else {
        "ban hành Danh mục mới thay thế Danh mục hiện hành"
    };
    body.text(format!("Do đó, việc {why} là cần thiết."));
}

/// By whose letter the agencies were asked.
fn asked(dossier: &Dossier, figures: &Figures) -> String {
    let campaign = &dossier.campaign;
    let letter = format!("Công văn số {} {}", campaign.letter_number, format::long_date(campaign.letter_date));
    let (asked, due) = (number(figures.asked), format::long_date(campaign.due_on));
    let coordinator = &dossier.coordinator.name;
    match &campaign.requested_by {
        Some(agency) => format!(
            "Theo đề nghị của {} tại {letter}, {coordinator} đã đề nghị {asked} cơ quan, đơn vị nêu nội dung sửa đổi, bổ sung, \
             hạn gửi kết quả là {due}.",
            agency.name,
        ),
        None => format!("{coordinator} đã có {letter} gửi {asked} cơ quan, đơn vị, hạn gửi kết quả là {due}."),
    }
}

fn process(body: &mut Body, dossier: &Dossier) {
    let figures = dossier.figures();
    body.text(format!("1. {}", asked(dossier, &figures)));
    body.text(format!("2. {}", answered(dossier, &figures)));
    body.table(tables::answers(dossier));
    let quiet = dossier.agencies.iter().filter(|one| !one.has_rows()).count();
    if quiet > 0 {
        body.text(format!(
            "{} cơ quan, đơn vị khác được hỏi không có CSDL trong Danh mục và không đề xuất CSDL mới.",
            number(u32::try_from(quiet).unwrap_or(u32::MAX))
        ));
    }
    let verdicts = figures.verdicts;
    body.text(format!(
        "3. {} đã thẩm định từng nội dung trả lời, tổng số {} nội dung: chấp nhận {} nội dung; chấp nhận với nội dung khác đề nghị \
         {} nội dung; không chấp nhận {} nội dung.{}",
        dossier.coordinator.name,
        number(verdicts.total()),
        number(verdicts.accepted),
        number(verdicts.other_value),
        number(verdicts.refused),
        not_counted(figures.unsent),
    ));
    for (at, back) in (4..).zip(&dossier.returns) {
        let reason = back.reason.lines().collect::<Vec<_>>().join(" ");
        body.text(format!(
            "{at}. {}, {} trả lại dự thảo với ý kiến: “{reason}”; {} đã tiếp thu, hoàn thiện và trình lại.",
            sentence(&format::long_date(back.on)),
            dossier.office.name,
            dossier.coordinator.name,
        ));
    }
}

/// What the minutes have more than the verdicts that are told: so that both can be counted from one another.
fn not_counted(unsent: UnsentFigures) -> String {
    if unsent.points() == 0 {
        return String::new();
    }
    format!(
        " Không tính {} nội dung (đã kết luận {}, chưa kết luận {}) của {} câu trả lời đã trả lại mà cơ quan, đơn vị chưa gửi lại.",
        number(unsent.points()),
        number(unsent.decided),
        number(unsent.open),
        number(unsent.answers),
    )
}

/// What the table of what was not accepted holds: points as the verdicts count them, and what came back by itself.
fn not_accepted(figures: &Figures) -> String {
    let points = figures.verdicts.not_as_proposed();
    let rows = if figures.refused == points {
        String::new()
    } else {
        format!(" (tổng hợp thành {} dòng, mỗi đề xuất không được chấp nhận là một dòng)", number(figures.refused))
    };
    let refused =
        (points > 0).then(|| format!("{} nội dung không chấp nhận hoặc chấp nhận khác đề nghị{rows}", number(points)));
    let returned = (figures.returned > 0).then(|| {
        format!("{} câu trả lời đã trả lại mà chưa gửi lại, CSDL giữ như Danh mục hiện hành", number(figures.returned))
    });
    let told: Vec<String> = refused.into_iter().chain(returned).collect();
    format!("Có {}, cụ thể như sau:", told.join(" và "))
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn answered(dossier: &Dossier, figures: &Figures) -> String {
    let until = dossier
        .closed_on
        .map_or_else(|| "Đến nay".to_owned(), |day| format!("Khi kết thúc nhận trả lời ({})", format::long_date(day)));
    let sent = format!(
        "{until}, {}/{} cơ quan, đơn vị đã gửi kết quả, trong đó {} đúng hạn, {} sau hạn",
        number(figures.sent),
        number(figures.asked),
        number(figures.sent - figures.late),
        number(figures.late),
    );
    let silent = figures.silent.len();
    match silent {
        0 => format!("{sent}."),
        1..=NAMED_MAX => {
            let names: Vec<&str> = figures.silent.iter().map(|one| one.name.as_str()).collect();
            format!(
                "{sent}; {silent} cơ quan, đơn vị không gửi: {}. CSDL của các cơ quan, đơn vị này giữ như hiện hành.",
                names.join("; ")
            )
        }
        _ => format!(
            "{sent}; {} cơ quan, đơn vị không gửi. CSDL của các cơ quan, đơn vị này giữ như hiện hành.",
            number(u32::try_from(silent).unwrap_or(u32::MAX))
        ),
    }
}

fn content(body: &mut Body, dossier: &Dossier) {
    let balance = dossier.comparison.balance;
    let agencies = dossier.content.groups.len();
    let before = decision_before(dossier).unwrap_or_else(|| format!("{CATALOG} hiện hành"));
    let becomes = if dossier.is_amending() {
        format!(
            "Dự thảo Quyết định sửa đổi, bổ sung Danh mục ban hành kèm theo {before}. Sau khi sửa đổi, bổ sung, Danh mục gồm"
        )
    } else {
        format!(
            "Dự thảo Quyết định gồm 03 điều, ban hành Danh mục thay thế Danh mục ban hành kèm theo {before}. Danh mục gồm"
        )
    };
    body.text(format!(
        "1. {becomes} {} CSDL của {} cơ quan, đơn vị.",
        number(balance.after),
        number(u32::try_from(agencies).unwrap_or(u32::MAX)),
    ));
    let alone = match owner_alone(&dossier.comparison.entries.items) {
        0 => String::new(),
        alone => format!(
            " (trong đó {} CSDL chỉ thay đổi cơ quan chủ quản, do sắp xếp tổ chức bộ máy hoặc chuyển giao)",
            number(alone)
        ),
    };
    body.text(format!(
        "2. So với Danh mục hiện hành ({} CSDL): bổ sung {} CSDL, sửa đổi {} CSDL{alone}, đưa ra khỏi Danh mục {} CSDL, giữ nguyên \
         {} CSDL. Biến động theo cơ quan, đơn vị:",
        number(balance.before),
        number(balance.added),
        number(balance.modified),
        number(balance.removed),
        number(balance.unchanged),
    ));
    body.table(tables::balance(dossier));
    let planned = !dossier.plans.is_empty();
    if planned {
        body.text(
            "3. Phương án xây dựng các CSDL bổ sung theo đề xuất của các cơ quan, đơn vị (khoản 2 Điều 16 Quy chế):",
        );
        body.table(tables::plans(dossier));
    }
    body.text(format!(
        "{}. Mỗi CSDL có đủ các nội dung về tên, mục đích, phạm vi, nội dung, cơ chế thu thập, cập nhật, nguồn dữ liệu và hạng mục \
         dữ liệu theo hình thức chia sẻ; nội dung chi tiết tại Phụ lục và Bảng so sánh kèm theo.",
        if planned { 4 } else { 3 },
    ));
}

fn opinions(body: &mut Body, dossier: &Dossier) {
    let figures = dossier.figures();
    if figures.opinions == 0 {
        body.text("Không có nội dung nào được hỏi lại, không chấp nhận hoặc chấp nhận khác đề nghị.");
        return;
    }
    body.text(format!(
        "Các nội dung được trao đổi, hỏi ý kiến, không chấp nhận, chấp nhận khác đề nghị hoặc đã trả lại mà chưa gửi lại được tổng \
         hợp, tiếp thu, giải trình đầy đủ tại Bảng tổng hợp, tiếp thu, giải trình ý kiến kèm theo ({} dòng).",
        number(figures.opinions)
    ));
}

const ATTACHED: &str = "(Kèm theo: (1) Dự thảo Quyết định; (2) Phụ lục Danh mục; (3) Bảng so sánh; (4) Bảng tổng hợp, tiếp thu, \
                        giải trình ý kiến)./.";

#[cfg(test)]
mod tests {
    use domain::dossier::VerdictFigures;

    use super::*;

    #[test]
    fn what_came_back_is_counted_by_itself() {
        let figures = |points: [u32; 2], refused, returned| Figures {
            verdicts: VerdictFigures { accepted: 40, other_value: points[0], refused: points[1] },
            refused,
            returned,
            ..Figures::default()
        };
        let refused = "nội dung không chấp nhận hoặc chấp nhận khác đề nghị";
        let returned = "câu trả lời đã trả lại mà chưa gửi lại, CSDL giữ như Danh mục hiện hành";
        for (figures, told) in [
            (figures([1, 2], 3, 0), format!("Có 3 {refused}, cụ thể như sau:")),
            (figures([1, 2], 3, 1), format!("Có 3 {refused} và 1 {returned}, cụ thể như sau:")),
            (figures([0, 0], 0, 2), format!("Có 2 {returned}, cụ thể như sau:")),
            // A proposal of twelve points that does not enter is one row.
            (
                figures([1, 12], 2, 0),
                format!(
                    "Có 13 {refused} (tổng hợp thành 2 dòng, mỗi đề xuất không được chấp nhận là một dòng), cụ thể như sau:"
                ),
            ),
        ] {
            assert_eq!(not_accepted(&figures), told);
        }
        assert_eq!(not_counted(UnsentFigures::default()), "");
        let told = not_counted(UnsentFigures { answers: 1, decided: 1, open: 1 });
        assert!(
            told.starts_with(" Không tính 2 nội dung (đã kết luận 1, chưa kết luận 1) của 1 câu trả lời"),
            "{told}"
        );
    }
}
