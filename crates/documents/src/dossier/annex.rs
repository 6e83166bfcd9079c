//! The annex of the decision as a document on pages that lie across: what the workbook has, in the same columns.

use domain::dossier::Dossier;

use super::words::authority;
use crate::annex::{COLUMNS, annex_title, by_number, cells, group_heading, notes, part_heading, with_decision};
use crate::docx::{Align, Block, Cell, Column, DocxError, Down, Head, Pages, Paragraph, Row, Writer};

/// Widths of the sixteen columns, in millimetres: so that the texts of the demonstration catalog are about as tall in each.
const WIDTHS: [u32; 16] = [8, 13, 15, 15, 19, 24, 14, 13, 21, 19, 22, 24, 12, 14, 9, 10];
const SIZE: u32 = 8;

/// Two rows of heads and the row of column numbers.
fn head() -> Head {
    let cell = |text: &str, span, down| Cell { text: text.to_owned(), span, down };
    let (mut upper, mut lower) = (Vec::new(), Vec::new());
    for (at, (name, _)) in COLUMNS.iter().enumerate() {
        match at {
            3 => upper.push(cell("Mô tả", 3, Down::Alone)),
            8 => upper.push(cell("Hạng mục dữ liệu", 3, Down::Alone)),
            4 | 5 | 9 | 10 => {}
            _ => upper.push(cell(name, 1, Down::Covers)),
        }
        let is_under = matches!(at, 3..=5 | 8..=10);
        lower.push(if is_under { cell(name, 1, Down::Alone) } else { cell("", 1, Down::Covered) });
    }
    let align = |at: usize| if matches!(at, 0 | 1 | 14) { Align::Center } else { Align::Left };
    let row = |cells| Row { cells, heading: false };
    Head {
        columns: WIDTHS.iter().enumerate().map(|(at, width)| Column { width: *width, align: align(at) }).collect(),
        rows: vec![row(upper), row(lower), Row::of((1..=WIDTHS.len()).map(|number| format!("({number})")))],
        size: SIZE,
    }
}

pub(super) fn write(dossier: &Dossier) -> Result<Vec<u8>, DocxError> {
    let title = annex_title(dossier.is_amending());
    let mut writer = Writer::begin(title, Pages::Across)?;
    let decision = with_decision(dossier.draft.decision.as_ref(), &authority(dossier.record.capacity));
    for paragraph in [
        Paragraph::centered("PHỤ LỤC").bold(),
        Paragraph::centered(title).bold(),
        Paragraph::centered(decision).italic().sized(13),
        Paragraph::new("").sized(6),
    ] {
        writer.block(&Block::Paragraph(paragraph))?;
    }
    let (parts, lists) = (dossier.annex(), dossier.lists());
    writer.table(head())?;
    for part in &parts {
        let heading = part_heading(part.status);
        if !heading.is_empty() {
            writer.row(&Row::across(heading, WIDTHS.len()))?;
        }
        for (number, group) in (1..).zip(part.groups.iter()) {
            writer.row(&Row::across(group_heading(number, group), WIDTHS.len()))?;
            for (number, (code, entry)) in (1_u32..).zip(&group.entries) {
                let texts = [number.to_string(), code.to_string()].into_iter().chain(cells(entry, lists));
                writer.row(&Row::of(texts))?;
            }
        }
    }
    writer.end_table()?;
    writer.block(&Block::Paragraph(Paragraph::new("").sized(6)))?;
    let groups = by_number(&lists.classes).into_iter().map(|(number, name)| format!("Nhóm {number}: {name}"));
    let [label, personal, master, _, count] = notes(parts.iter().flat_map(|part| part.groups.iter()));
    let of_groups = format!(
        "(Nhóm …): nhóm đối tượng khai thác; không ghi nhóm là áp dụng cho tất cả các nhóm. {}.",
        groups.collect::<Vec<_>>().join("; ")
    );
    writer.block(&Block::Paragraph(Paragraph::new(label).bold().italic().sized(12)))?;
    for note in [personal, master, of_groups, count] {
        writer.block(&Block::Paragraph(Paragraph::new(note).sized(12)))?;
    }
    writer.finish()
}
