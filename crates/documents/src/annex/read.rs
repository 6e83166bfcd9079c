//! Reading an annex as officials write it: a title block, a header of two merged rows, a heading for each agency,
//! numbers that start anew, bulleted cells, footnotes.

use domain::annex::{Annex, AnnexCode, AnnexEntry, AnnexIssue};
use domain::catalog::{EntryContent, Lists, SharingForm};
use domain::check::{NAME_CHARS_MAX, TEXT_CHARS_MAX};
use domain::id::EntryCode;
use domain::text::{clean, fold, words};

use super::items::{ItemRemark, assemble, bullets, parse};
use super::layout::{Column, Layout, find};
use crate::sheet::{Sheet, read};

/// The longest piece of a workbook that a remark repeats.
const DETAIL_CHARS_MAX: usize = 120;

/// Reads an annex. What a row lacks becomes an error or a warning with its place; only a file that is no annex at all
/// is refused.
///
/// # Errors
/// The refusal: not a workbook, damaged, encrypted, too large, with macros, empty, or without the annex's header.
pub fn read_annex(bytes: &[u8], lists: &Lists) -> Result<Annex, AnnexIssue> {
    let sheets = read(bytes)?;
    let (sheet, layout) = find(&sheets)?;
    let title = (0..layout.header_row).flat_map(|row| sheet.row(row)).map(|(_, text)| clean(text)).collect::<Vec<_>>();
    let mut reader =
        RowReader { sheet, layout: &layout, lists, annex: Annex { title: title.join(" "), ..Annex::default() } };
    reader.rows();
    if reader.annex.entries.is_empty() {
        let place = sheet.place(layout.first_row, 0);
        return Err(AnnexIssue { place, code: AnnexCode::Empty, detail: String::new() });
    }
    Ok(reader.annex)
}

struct RowReader<'a> {
    sheet: &'a Sheet,
    layout: &'a Layout,
    lists: &'a Lists,
    annex: Annex,
}

impl RowReader<'_> {
    fn rows(&mut self) {
        let mut agency = String::new();
        let mut expected = 1;
        for row in self.layout.first_row..self.sheet.rows() {
            if self.is_footnote(row) {
                break;
            }
            if let Some(heading) = self.heading(row) {
                agency = heading;
                expected = 1;
            } else if self.sheet.row(row).next().is_some() {
                self.entry(row, &agency, expected);
                expected += 1;
            }
        }
    }

    /// A row with one text before or in the name's column and nothing else: an agency's heading.
    fn heading(&self, row: u32) -> Option<String> {
        let mut cells = self.sheet.row(row);
        let (column, text) = cells.next()?;
        let name_column = self.layout.column(Column::Name).unwrap_or(1);
        let alone = cells.next().is_none() && column <= name_column;
        (alone && text.parse::<u32>().is_err()).then(|| clean(text))
    }

    fn is_footnote(&self, row: u32) -> bool {
        let Some((_, text)) = self.sheet.row(row).next() else { return false };
        let folded = fold(text);
        folded.starts_with("ghi chu") || folded.starts_with("(*") || folded.starts_with("noi nhan")
    }

    fn issue(&self, row: u32, column: Column, code: AnnexCode, detail: &str) -> AnnexIssue {
        let place = self.sheet.place(row, self.layout.column(column).unwrap_or(0));
        AnnexIssue { place, code, detail: detail.chars().take(DETAIL_CHARS_MAX).collect() }
    }

    fn error(&mut self, row: u32, column: Column, code: AnnexCode, detail: &str) {
        let issue = self.issue(row, column, code, detail);
        self.annex.errors.push(issue);
    }

    fn warn(&mut self, row: u32, column: Column, code: AnnexCode, detail: &str) {
        let issue = self.issue(row, column, code, detail);
        self.annex.warnings.push(issue);
    }

    fn line(&self, row: u32, column: Column) -> String {
        clean(self.layout.text(self.sheet, row, column))
    }

    fn entry(&mut self, row: u32, agency: &str, expected: u32) {
        let name = self.name(row);
        if agency.is_empty() {
            self.error(row, Column::Number, AnnexCode::AgencyMissing, &name);
        }
        let number = self.number(row, expected);
        let code = self.line(row, Column::Code);
        let content = EntryContent {
            purpose: self.text(row, Column::Purpose),
            scope: self.text(row, Column::Scope),
            content: self.text(row, Column::Content),
            collection_mechanism: self.text(row, Column::Mechanism),
            source: self.text(row, Column::Source),
            consumers: self.list(row, Column::Consumers),
            update_frequency: self.frequency(row),
            legal_basis: self.list(row, Column::LegalBasis),
            start_year: self.year(row),
            note: self.text(row, Column::Note),
            items: self.items(row),
            name,
            ..EntryContent::default()
        };
        if content.purpose.is_empty() {
            self.warn(row, Column::Purpose, AnnexCode::PurposeMissing, &content.name);
        }
        self.annex.entries.push(AnnexEntry {
            place: self.sheet.place(row, self.layout.column(Column::Name).unwrap_or(0)),
            number,
            code: (!code.is_empty()).then_some(EntryCode(code)),
            agency_written: agency.to_owned(),
            content,
        });
    }

    /// The name, in the one form that the catalog uses: «CSDL ...».
    fn name(&mut self, row: u32) -> String {
        let name = self.line(row, Column::Name);
        if name.is_empty() {
            self.error(row, Column::Name, AnnexCode::NameMissing, "");
        }
        if name.chars().count() > NAME_CHARS_MAX {
            self.error(row, Column::Name, AnnexCode::TextTooLong, &name);
        }
        const LONG: usize = "co so du lieu".len();
        if fold(&name).starts_with("co so du lieu ") {
            let rest: String = name.chars().skip(LONG).collect();
            self.warn(row, Column::Name, AnnexCode::NameNormalised, &name);
            return format!("CSDL{rest}");
        }
        name
    }

    fn number(&mut self, row: u32, expected: u32) -> u32 {
        let written = self.line(row, Column::Number);
        if written.is_empty() {
            self.warn(row, Column::Number, AnnexCode::NumberMissing, &expected.to_string());
            return expected;
        }
        match written.trim_end_matches('.').parse::<u32>() {
            Ok(number) if number == expected => {}
            _ => self.warn(row, Column::Number, AnnexCode::NumberOutOfOrder, &written),
        }
        expected
    }

    fn text(&mut self, row: u32, column: Column) -> String {
        let text = self.line(row, column);
        if text.chars().count() > TEXT_CHARS_MAX {
            self.error(row, column, AnnexCode::TextTooLong, &text);
        }
        text
    }

    /// A bulleted cell as one text: `one; two`.
    fn list(&mut self, row: u32, column: Column) -> String {
        let joined = bullets(self.layout.text(self.sheet, row, column)).join("; ");
        if joined.chars().count() > TEXT_CHARS_MAX {
            self.error(row, column, AnnexCode::TextTooLong, &joined);
        }
        joined
    }

    fn frequency(&mut self, row: u32) -> String {
        let written = self.line(row, Column::Frequency);
        let same = |name: &str| words(name) == words(&written);
        let known = self.lists.frequencies.iter().find(|frequency| same(&frequency.name));
        let code = known.map(|frequency| frequency.id.clone()).unwrap_or_default();
        if code.is_empty() {
            self.warn(row, Column::Frequency, AnnexCode::FrequencyUnknown, &written);
        }
        code
    }

    fn year(&mut self, row: u32) -> Option<i32> {
        let written = self.line(row, Column::StartYear);
        let year = written.parse().ok().filter(|year| (1900..=2100).contains(year));
        if year.is_none() && !written.is_empty() {
            self.warn(row, Column::StartYear, AnnexCode::YearUnreadable, &written);
        }
        year
    }

    fn items(&mut self, row: u32) -> Vec<domain::catalog::DataItem> {
        let columns = [
            (Column::Open, SharingForm::Open),
            (Column::Default, SharingForm::Default),
            (Column::Specific, SharingForm::Specific),
        ];
        let mut read = Vec::new();
        for (column, form) in columns {
            let mut lines = Vec::new();
            for line in bullets(self.layout.text(self.sheet, row, column)) {
                match parse(&line) {
                    Some(Ok(item)) => lines.push(item),
                    Some(Err(remark)) => self.remark(row, column, &remark),
                    None => {}
                }
            }
            read.push((form, lines));
        }
        let mut remarks = Vec::new();
        let items = assemble(&read, &self.lists.classes, &mut remarks);
        for remark in remarks {
            self.remark(row, Column::Open, &remark);
        }
        if items.is_empty() {
            self.warn(row, Column::Open, AnnexCode::NoItems, "");
        }
        items
    }

    fn remark(&mut self, row: u32, column: Column, remark: &ItemRemark) {
        match remark {
            ItemRemark::Unreadable(line) => self.error(row, column, AnnexCode::ItemUnreadable, line),
            ItemRemark::UnknownGroup(text) => self.error(row, column, AnnexCode::GroupUnknown, text),
            ItemRemark::TwoForms(name) => self.warn(row, column, AnnexCode::ItemFormConflict, name),
        }
    }
}
