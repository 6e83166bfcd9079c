//! The draft decision by which the Chairman issues the catalog, or amends it (article 3.3).

use domain::dossier::Dossier;
use domain::format;

use super::words::{
    CATALOG, COMMITTEE, about, authority, cited, decision_before, masthead, place_and_date, post, submission_named,
    title,
};
use crate::docx::{Block, DocxError, Foot, Paragraph, head_of, write as write_document};

pub(super) fn write(dossier: &Dossier) -> Result<Vec<u8>, DocxError> {
    let (capacity, decision) = (dossier.record.capacity, dossier.draft.decision.as_ref());
    let head = masthead(
        "",
        "ỦY BAN NHÂN DÂN\nTỈNH ĐẮK LẮK",
        decision.map_or_else(|| "Số:          /QĐ-UBND".to_owned(), |decision| format!("Số: {}", decision.number)),
        place_and_date(decision.map(|decision| decision.date), dossier.day.year()),
    );
    let subject = about(dossier);
    let mut blocks = vec![head.block()];
    blocks.extend(title("QUYẾT ĐỊNH", &subject).map(Block::Paragraph));
    let who = Paragraph::centered(authority(capacity).to_uppercase()).bold().after_space(12);
    blocks.push(Block::Paragraph(who));
    blocks.extend(preamble(dossier).into_iter().map(|line| Block::Paragraph(Paragraph::body(line).italic())));
    blocks.push(Block::Paragraph(Paragraph::centered("QUYẾT ĐỊNH:").bold().after_space(12)));
    blocks.extend(articles(dossier).into_iter().map(|(lead, text)| Block::Paragraph(Paragraph::body(text).led(lead))));
    let foot = Foot {
        recipients_label: "Nơi nhận:".to_owned(),
        recipients: recipients(dossier),
        post: post(capacity),
        signer: decision.map(|decision| decision.signer.clone()).unwrap_or_default(),
    };
    foot.close(&mut blocks);
    write_document(&subject, &blocks)
}

/// What the decision is based on, a paragraph each; the last one is the proposal of the coordinating agency.
fn preamble(dossier: &Dossier) -> Vec<String> {
    let mut lines: Vec<String> = dossier.basis.iter().map(|document| format!("Căn cứ {};", cited(document))).collect();
    let coordinator = &dossier.coordinator.name;
    lines.push(format!("Theo đề nghị của {} {coordinator} tại {}.", head_of(coordinator), submission_named(dossier)));
    lines
}

/// The articles, a paragraph each, with what stands before it in bold.
fn articles(dossier: &Dossier) -> Vec<(&'static str, String)> {
    let number = |value: u32| format::number(value);
    let (balance, coordinator) = (dossier.comparison.balance, &dossier.coordinator.name);
    let before = decision_before(dossier);
    let mut paragraphs = Vec::new();
    if dossier.is_amending() {
        let before = before.clone().unwrap_or_default();
        let text = format!("Sửa đổi, bổ sung {CATALOG} ban hành kèm theo {before}, như sau:");
        paragraphs.push(("Điều 1.", text));
        let parts = [
            (balance.added, "Bổ sung", "cơ sở dữ liệu", "A"),
            (balance.modified, "Sửa đổi", "cơ sở dữ liệu", "B"),
            (balance.removed, "Đưa ra khỏi Danh mục", "cơ sở dữ liệu", "C"),
        ];
        let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
        for (at, (count, what, noun, part)) in (1..).zip(parts) {
            let text = format!("{at}. {what} {} {noun} (phần {part} Phụ lục kèm theo Quyết định này).", number(count));
            paragraphs.push(("", text));
        }
        let text = format!("Sau khi sửa đổi, bổ sung, Danh mục gồm {} cơ sở dữ liệu.", number(balance.after));
        paragraphs.push(("", text));
    } else {
        let text = format!(
            "Ban hành kèm theo Quyết định này {CATALOG}, gồm {} cơ sở dữ liệu của {} cơ quan, đơn vị (chi tiết tại Phụ lục kèm theo).",
            number(balance.after),
            number(u32::try_from(dossier.content.groups.len()).unwrap_or(u32::MAX)),
        );
        paragraphs.push(("Điều 1.", text));
    }
    paragraphs.push(("Điều 2.", "Tổ chức thực hiện".to_owned()));
    paragraphs.push(("", OWNERS.to_owned()));
    let text = format!(
        "2. {coordinator} công khai Danh mục trên Cổng dữ liệu của tỉnh; theo dõi, đôn đốc, tổng hợp việc cập nhật dữ liệu, báo cáo \
         {COMMITTEE}; chủ trì rà soát, tham mưu cập nhật Danh mục hằng năm hoặc khi có nhu cầu thay đổi."
    );
    paragraphs.push(("", text));
    let from = match &dossier.draft.decision {
        Some(decision) if decision.effective_from != decision.date => {
            format!("kể từ {}", format::long_date(decision.effective_from))
        }
        _ => "kể từ ngày ký".to_owned(),
    };
    let replaces = match before {
        Some(before) if !dossier.is_amending() => format!(" và thay thế {before}"),
        _ => String::new(),
    };
    paragraphs.push(("Điều 3.", format!("Quyết định này có hiệu lực {from}{replaces}.")));
    let text = format!(
        "Chánh Văn phòng Ủy ban nhân dân tỉnh; {} {coordinator}; Thủ trưởng các sở, ban, ngành; Chủ tịch Ủy ban nhân dân các xã, \
         phường và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
        head_of(coordinator),
    );
    paragraphs.push(("", text));
    paragraphs
}

const OWNERS: &str = "1. Các cơ quan, đơn vị chủ quản cơ sở dữ liệu đưa dữ liệu vào kho dữ liệu dùng chung, cung cấp tài liệu kỹ \
                      thuật, cập nhật dữ liệu theo tần suất trong Danh mục; khi có nhu cầu thay đổi thì đề nghị bằng văn bản (khoản 2 \
                      Điều 8, Điều 9 và Điều 16 Quy chế ban hành kèm theo Quyết định số 01/2023/QĐ-UBND).";

fn recipients(dossier: &Dossier) -> Vec<String> {
    let mut lines = vec!["- Như Điều 3;".to_owned(), "- Chủ tịch, các Phó Chủ tịch UBND tỉnh;".to_owned()];
    lines.push(format!("- {};", dossier.coordinator.name));
    lines.extend(["- Cổng thông tin điện tử tỉnh;".to_owned(), "- Lưu: VT.".to_owned()]);
    lines
}
