//! The table of opinions taken up (bảng tổng hợp, tiếp thu, giải trình ý kiến).

use domain::dossier::{Dossier, OpinionRow, Outcome};
use domain::format;
use rust_xlsxwriter::XlsxError;

use super::tables::{Texts, named, workbook};
use super::words::{about, outcome, proposal, side, submission_named, value};
use crate::comparison::Wording;
use crate::docx::{Block, DocxError, Pages, Paragraph, Writer};

const TITLE: &str = "BẢNG TỔNG HỢP, TIẾP THU, GIẢI TRÌNH Ý KIẾN";

/// The rows, for the document and for the workbook.
fn table(dossier: &Dossier, wording: &Wording<'_>) -> Texts {
    let row = |(at, row): (u32, &OpinionRow)| {
        vec![
            format::number(at),
            row.agency.name.clone(),
            named(row.code.as_ref().map(ToString::to_string), &row.name),
            proposal(row, wording),
            said(row),
            outcome(&row.outcome),
            handling(row, wording),
        ]
    };
    Texts {
        title: TITLE,
        sheet: "Ý kiến",
        heads: vec![
            ("TT", 10),
            ("Cơ quan, đơn vị", 32),
            ("Cơ sở dữ liệu", 38),
            ("Nội dung đề nghị", 50),
            ("Ý kiến, trao đổi", 54),
            ("Kết quả", 26),
            ("Tiếp thu, giải trình", 42),
        ],
        figures: 0..0,
        sums: 0,
        rows: (1..).zip(&dossier.opinions).map(row).collect(),
    }
}

/// Each utterance on a line of its own, with its day.
fn said(row: &OpinionRow) -> String {
    let line = |one: &domain::dossier::Said| {
        let day = format::date(format::local_date(one.at));
        let text = one.text.lines().collect::<Vec<_>>().join(" ");
        format!("{} ({day}): {text}", side(one.side))
    };
    row.said.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The value that was accepted instead, and the reason.
fn handling(row: &OpinionRow, wording: &Wording<'_>) -> String {
    let instead = match &row.outcome {
        Outcome::OtherValue(other) => value(&row.subject, other, wording),
        _ => String::new(),
    };
    let instead = (!instead.is_empty()).then(|| format!("Nội dung được chấp nhận: {instead}"));
    let reason = (!row.reason.is_empty()).then(|| row.reason.clone());
    instead.into_iter().chain(reason).collect::<Vec<_>>().join("\n")
}

pub(super) fn write(dossier: &Dossier, wording: &Wording<'_>) -> Result<Vec<u8>, DocxError> {
    let table = table(dossier, wording);
    let mut writer = Writer::begin(TITLE, Pages::Across)?;
    let attached = format!("(Kèm theo {})", submission_named(dossier));
    for paragraph in [
        Paragraph::centered(TITLE).bold(),
        Paragraph::centered(format!("đối với dự thảo Quyết định {}", super::words::lower(&about(dossier))))
            .bold()
            .sized(13),
        Paragraph::centered(attached).italic().sized(13),
        Paragraph::new("").sized(6),
    ] {
        writer.block(&Block::Paragraph(paragraph))?;
    }
    if table.rows.is_empty() {
        let none =
            "Không có nội dung nào được hỏi lại, hỏi ý kiến cơ quan khác, không chấp nhận hoặc chấp nhận khác đề nghị.";
        writer.block(&Block::Paragraph(Paragraph::body(none)))?;
    } else {
        writer.block(&Block::Table(table.in_document(11)))?;
    }
    writer.finish()
}

pub(super) fn write_workbook(dossier: &Dossier, wording: &Wording<'_>) -> Result<Vec<u8>, XlsxError> {
    workbook(&[table(dossier, wording)])
}
