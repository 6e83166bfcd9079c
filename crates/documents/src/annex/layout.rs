//! Where things stand in an annex: the header's row and the columns by their wording.

use std::collections::BTreeMap;

use domain::annex::{AnnexCode, AnnexIssue};
use domain::text::words;

use crate::sheet::Sheet;

/// A column of the annex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    Number,
    Code,
    Name,
    Purpose,
    Scope,
    Content,
    Mechanism,
    Source,
    Open,
    Default,
    Specific,
    Consumers,
    Frequency,
    LegalBasis,
    StartYear,
    Note,
}

/// The wordings of a column's header, folded; the first that a header begins with decides.
const WORDINGS: [(&str, Column); 27] = [
    ("stt", Column::Number),
    ("tt", Column::Number),
    ("so tt", Column::Number),
    ("ma csdl", Column::Code),
    ("ma", Column::Code),
    ("ten csdl", Column::Name),
    ("ten co so du lieu", Column::Name),
    ("co so du lieu", Column::Name),
    ("muc dich", Column::Purpose),
    ("pham vi", Column::Scope),
    ("noi dung", Column::Content),
    ("co che", Column::Mechanism),
    ("nguon", Column::Source),
    ("du lieu mo", Column::Open),
    ("hang muc du lieu mo", Column::Open),
    ("chia se mac dinh", Column::Default),
    ("mac dinh", Column::Default),
    ("chia se theo yeu cau dac thu", Column::Specific),
    ("chia se dac thu", Column::Specific),
    ("dac thu", Column::Specific),
    ("doi tuong", Column::Consumers),
    ("tan suat", Column::Frequency),
    ("can cu", Column::LegalBasis),
    ("co so phap ly", Column::LegalBasis),
    ("nam bat dau", Column::StartYear),
    ("nam trien khai", Column::StartYear),
    ("ghi chu", Column::Note),
];

/// Columns without which an annex is none (decree 47/2020, article 11(4)).
const NEEDED: [Column; 5] = [Column::Name, Column::Purpose, Column::Open, Column::Default, Column::Specific];
/// Rows looked through for a header.
const HEADER_ROWS_MAX: u32 = 60;

/// Where an annex's columns and rows are.
pub(crate) struct Layout {
    columns: BTreeMap<Column, u32>,
    pub first_row: u32,
    pub header_row: u32,
}

impl Layout {
    pub(crate) fn column(&self, column: Column) -> Option<u32> {
        self.columns.get(&column).copied()
    }

    pub(crate) fn text<'a>(&self, sheet: &'a Sheet, row: u32, column: Column) -> &'a str {
        self.column(column).map_or("", |at| sheet.text(row, at))
    }
}

fn wording(text: &str) -> Option<Column> {
    let folded = words(text).join(" ");
    let mut found: Vec<&(&str, Column)> = WORDINGS
        .iter()
        .filter(|(wording, _)| folded == *wording || folded.starts_with(&format!("{wording} ")))
        .collect();
    found.sort_by_key(|(wording, _)| std::cmp::Reverse(wording.len()));
    found.first().map(|(_, column)| *column)
}

/// Finds the sheet with the annex's header, and its columns in the one or two rows of it.
///
/// # Errors
/// No header, or a header that lacks a needed column.
pub(crate) fn find(sheets: &[Sheet]) -> Result<(&Sheet, Layout), AnnexIssue> {
    let mut best: Option<(&Sheet, Layout)> = None;
    for sheet in sheets {
        for row in 0..sheet.rows().min(HEADER_ROWS_MAX) {
            let columns = columns_at(sheet, row);
            let better = best.as_ref().is_none_or(|(_, layout)| layout.columns.len() < columns.len());
            if columns.contains_key(&Column::Name) && columns.len() >= 4 && better {
                let layout = Layout { first_row: first_row(sheet, row), columns, header_row: row };
                best = Some((sheet, layout));
            }
        }
    }
    let no_header = || AnnexIssue { place: Default::default(), code: AnnexCode::NoHeader, detail: String::new() };
    let (sheet, layout) = best.ok_or_else(no_header)?;
    if let Some(missing) = NEEDED.iter().find(|column| layout.column(**column).is_none()) {
        let wording = WORDINGS.iter().find(|(_, column)| column == missing).map_or("", |(wording, _)| wording);
        let place = sheet.place(layout.header_row, 0);
        return Err(AnnexIssue { place, code: AnnexCode::MissingColumn, detail: wording.to_owned() });
    }
    Ok((sheet, layout))
}

/// The columns of a header whose second row, where there is one, says more than the first.
fn columns_at(sheet: &Sheet, row: u32) -> BTreeMap<Column, u32> {
    let mut columns = BTreeMap::new();
    let below = sheet.row(row + 1).filter_map(|(at, text)| Some((wording(text)?, at)));
    for (column, at) in sheet.row(row).filter_map(|(at, text)| Some((wording(text)?, at))).chain(below) {
        columns.entry(column).or_insert(at);
    }
    columns
}

/// The first row after the header: not a second header row, nor the row of column numbers.
fn first_row(sheet: &Sheet, header: u32) -> u32 {
    let mut row = header + 1;
    while row < sheet.rows() {
        let mut texts = sheet.row(row).map(|(_, text)| text).peekable();
        let numbers = |text: &str| text.trim_matches(['(', ')']).parse::<u32>().is_ok();
        let is_numbers =
            texts.peek().is_some() && sheet.row(row).count() > 2 && sheet.row(row).all(|(_, t)| numbers(t));
        let is_header = sheet.row(row).filter(|(_, text)| wording(text).is_some()).count() >= 2;
        if !is_numbers && !is_header {
            return row;
        }
        row += 1;
    }
    row
}
