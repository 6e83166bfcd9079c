//! The comparison table old/new as a document; the workbook is that of any two editions.

use domain::catalog::EntryStatus;
use domain::edition::{EditionRef, EntryDiff};
use domain::format;

use super::tables;
use super::words::{decision_named, submission_named};
use crate::comparison::{CHANGES, OUTLINE, OUTLINE_OF_GONE, Told, Wording, change_cells};
use crate::docx::{Align, Block, DocxError, Head, Pages, Paragraph, Row, Writer};
use domain::dossier::Dossier;

const TITLE: &str = "BẢNG SO SÁNH DANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG CỦA TỈNH ĐẮK LẮK";

/// Of the text of the lists with a dozen columns, in points: as in the annex.
const OUTLINE_SIZE: u32 = 8;

fn edition(edition: &EditionRef, draft: &str) -> String {
    edition
        .decision
        .as_ref()
        .map_or_else(|| draft.to_owned(), |decision| format!("Danh mục kèm theo {}", decision_named(decision)))
}

fn head(size: u32, names: &[&'static str], widths: &[u32]) -> Head {
    let align = |at: usize| if at < 2 { Align::Center } else { Align::Left };
    let columns: Vec<(&str, u32, Align)> =
        names.iter().zip(widths).enumerate().map(|(at, (name, width))| (*name, *width, align(at))).collect();
    Head::new(size, &columns)
}

pub(super) fn write(dossier: &Dossier, wording: &Wording<'_>) -> Result<Vec<u8>, DocxError> {
    let found = &dossier.comparison;
    let mut writer = Writer::begin(TITLE, Pages::Across)?;
    let sides = format!(
        "Trước: {}. Sau: {}.",
        edition(&found.old, "Danh mục hiện hành"),
        edition(&found.new, "dự thảo Danh mục")
    );
    for paragraph in [
        Paragraph::centered(TITLE).bold(),
        Paragraph::centered(format!("(Kèm theo {})", submission_named(dossier))).italic().sized(13),
        Paragraph::body(sides).sized(13),
    ] {
        writer.block(&Block::Paragraph(paragraph))?;
    }
    heading(&mut writer, "I. TỔNG HỢP THEO CƠ QUAN", None)?;
    let mut balance = tables::balance(dossier).in_document(10);
    // The pages lie across: more room for the names.
    balance.head.columns[1].width += 85;
    writer.block(&Block::Table(balance))?;
    let of = |status: EntryStatus| found.entries.items.iter().filter(move |entry| entry.status == status);
    let size = |status| format::number(u32::try_from(of(status).count()).unwrap_or(u32::MAX));
    heading(&mut writer, "II. CƠ SỞ DỮ LIỆU THÊM MỚI", Some(size(EntryStatus::New)))?;
    outlines(&mut writer, of(EntryStatus::New), wording, (&OUTLINE, &OUTLINE_WIDTHS))?;
    heading(&mut writer, "III. CƠ SỞ DỮ LIỆU SỬA ĐỔI", Some(size(EntryStatus::Modified)))?;
    changes(&mut writer, of(EntryStatus::Modified), wording)?;
    heading(&mut writer, "IV. CƠ SỞ DỮ LIỆU ĐƯA RA KHỎI DANH MỤC", Some(size(EntryStatus::Removed)))?;
    outlines(&mut writer, of(EntryStatus::Removed), wording, (&OUTLINE_OF_GONE, &OUTLINE_OF_GONE_WIDTHS))?;
    writer.finish()
}

fn heading(writer: &mut Writer, text: &str, count: Option<String>) -> Result<(), DocxError> {
    let text = count.map_or_else(|| text.to_owned(), |count| format!("{text}: {count}"));
    writer.block(&Block::Paragraph(Paragraph::new(text).bold().after_space(12).kept()))?;
    writer.block(&Block::Paragraph(Paragraph::new("").sized(4).kept()))
}

/// Of the columns of what is new, and of what is gone, in millimetres: the width of the page.
const OUTLINE_WIDTHS: [u32; 12] = [9, 14, 22, 20, 22, 22, 28, 22, 22, 17, 20, 34];
const OUTLINE_OF_GONE_WIDTHS: [u32; 13] = [9, 14, 20, 20, 20, 20, 26, 20, 20, 17, 20, 28, 18];

fn outlines<'a>(
    writer: &mut Writer,
    entries: impl Iterator<Item = &'a EntryDiff>,
    wording: &Wording<'_>,
    (columns, widths): (&[Told], &[u32]),
) -> Result<(), DocxError> {
    let mut entries = (1_u32..).zip(entries).peekable();
    if entries.peek().is_none() {
        return writer.block(&Block::Paragraph(Paragraph::body("Không có.").sized(13)));
    }
    let names: Vec<&str> = std::iter::once("STT").chain(columns.iter().map(|column| column.head())).collect();
    writer.table(head(OUTLINE_SIZE, &names, widths))?;
    for (number, entry) in entries {
        let cells = columns.iter().map(|column| column.cell(entry, wording));
        let cells = std::iter::once(format::number(number)).chain(cells);
        writer.row(&Row::of(cells))?;
    }
    writer.end_table()
}

fn changes<'a>(
    writer: &mut Writer,
    entries: impl Iterator<Item = &'a EntryDiff>,
    wording: &Wording<'_>,
) -> Result<(), DocxError> {
    let mut entries = (1_u32..).zip(entries).peekable();
    if entries.peek().is_none() {
        return writer.block(&Block::Paragraph(Paragraph::body("Không có.").sized(13)));
    }
    writer.table(head(10, &CHANGES, &[11, 17, 34, 32, 36, 61, 61]))?;
    for (number, entry) in entries {
        for cells in change_cells(entry, wording) {
            writer.row(&Row::of(std::iter::once(format::number(number)).chain(cells)))?;
        }
    }
    writer.end_table()
}
