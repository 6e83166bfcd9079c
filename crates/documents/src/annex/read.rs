//! Reading an annex as officials write it: a title block, a header, headings or a column of agencies, numbers that may
//! start anew, cells merged over rows, footnotes.

use std::collections::BTreeMap;

use domain::annex::{AgencyAt, Annex, AnnexCode, AnnexEntry, AnnexField as F, AnnexIssue, Mapping, Section, section};
use domain::catalog::{EntryContent, Lists};
use domain::id::EntryCode;
use domain::text::{clean, fold, misread, words};

use super::entry::{DETAIL_CHARS_MAX, RowCells};
use super::layout::{Layout, MORE_SHEET, usable};
use super::more::add_more;
use crate::sheet::Sheet;

/// Warnings that are listed; of the rest only the number is told.
const WARNINGS_MAX: usize = 5_000;

/// The longest line of a place and a day over a signature.
const DATE_LINE_CHARS_MAX: usize = 60;

/// Reads a sheet as a mapping says, and of the others the sheet of further fields that an exported annex has.
///
/// # Errors
/// A mapping that lacks a needed column, and a sheet without a row below the header.
pub(crate) fn read(others: &[Sheet], sheet: Sheet, mapping: &Mapping, lists: &Lists) -> Result<Annex, AnnexIssue> {
    usable(&sheet, mapping)?;
    let layout = Layout::of(mapping);
    let title = (0..layout.header_row).flat_map(|row| sheet.row(row)).map(|(_, text)| clean(text)).collect::<Vec<_>>();
    let title = title.join(" ").chars().take(1_000).collect();
    let annex = Annex { title, ..Annex::default() };
    let mut reader = RowReader {
        sheet,
        layout: &layout,
        lists,
        annex,
        agency: String::new(),
        withdraws: false,
        counts: Counts::default(),
    };
    reader.absent();
    reader.kept();
    reader.rows();
    let RowReader { mut annex, sheet, .. } = reader;
    if annex.entries.is_empty() {
        let place = sheet.place(layout.first_row, 0);
        return Err(AnnexIssue { place, code: AnnexCode::Empty, detail: String::new() });
    }
    if let Some(more) = others.iter().find(|other| other.name == MORE_SHEET) {
        add_more(&mut annex, more, &layout, lists);
    }
    if annex.warnings.len() > WARNINGS_MAX {
        let left = annex.warnings.len() - WARNINGS_MAX;
        annex.warnings.truncate(WARNINGS_MAX);
        let place = sheet.place(layout.first_row, 0);
        annex.warnings.push(AnnexIssue { place, code: AnnexCode::MoreWarnings, detail: left.to_string() });
    }
    Ok(annex)
}

/// The rows of an entry, from its first: those that the cell of its name is merged over.
pub(crate) fn last_row(sheet: &Sheet, layout: &Layout, row: u32) -> u32 {
    let merge = layout.column(F::Name).and_then(|column| sheet.merge(row, column));
    let merge = merge.filter(|(top, ..)| *top >= layout.first_row);
    merge.map_or(row, |(_, bottom, _)| bottom.min(sheet.rows().saturating_sub(1)).max(row))
}

/// How many entries there were: since the last heading, and in all.
#[derive(Default)]
struct Counts {
    group: u32,
    all: u32,
    by_agency: BTreeMap<String, u32>,
}

/// What a row is.
pub(crate) enum RowKind {
    Empty,
    /// Footnotes and what follows.
    End,
    /// Totals.
    Skipped,
    Heading(String),
    /// What the rows below are about, of an annex that amends.
    Section(Section),
    Entry,
}

pub(crate) fn kind(sheet: &Sheet, layout: &Layout, row: u32) -> RowKind {
    let Some((column, text)) = sheet.row(row).next() else { return RowKind::Empty };
    let folded = fold(text);
    let name_column = layout.column(F::Name).unwrap_or(1);
    if folded.starts_with("ghi chu") || folded.starts_with("(*") || is_signature(&folded) {
        return RowKind::End;
    }
    // Beside the names stands no entry.
    if column > name_column && sheet.row(row).all(|(_, text)| ends_annex(text)) {
        return RowKind::End;
    }
    if folded.starts_with("tong cong") || folded.starts_with("tong so") || layout.is_header_again(sheet, row) {
        return RowKind::Skipped;
    }
    let grouped = layout.agency == AgencyAt::Groups;
    // Beside its agency a heading may say how many databases stand below it.
    let counts = grouped && is_numeral(text);
    let mut cells = sheet.row(row).skip(1).filter(|(at, text)| !(counts && *at > name_column && is_count(text)));
    let second = cells.next();
    if column > name_column || cells.next().is_some() {
        return RowKind::Entry;
    }
    let heading = match second {
        None => Some(text),
        Some((second, name)) => (is_numeral(text) && second <= name_column).then_some(name),
    };
    if let Some(section) = heading.map(without_count).and_then(section) {
        return RowKind::Section(section);
    }
    match second {
        None if text.parse::<u32>().is_ok() || is_database(&folded) => RowKind::Entry,
        None if grouped || column < name_column || is_numeral(text) => RowKind::Heading(clean(text)),
        Some((second, name)) if second <= name_column && Some(column) == layout.column(F::Number) => {
            let deeper = format!("{}.", text.trim_end_matches('.'));
            let next = layout.column(F::Number).map_or("", |column| sheet.text(row + 1, column));
            let levels = is_numeral(text) || next.starts_with(&deeper);
            if levels && !is_database(&fold(name)) { RowKind::Heading(clean(name)) } else { RowKind::Entry }
        }
        _ => RowKind::Entry,
    }
}

/// What an annex that is signed ends with: to whom it goes, in whose name it is signed.
fn is_signature(folded: &str) -> bool {
    ["noi nhan", "tm. ", "tm.u", "kt. ", "kt.c", "tl. ", "tl.c", "tuq. "].iter().any(|sign| folded.starts_with(sign))
}

/// The place and the day, whose name, the post of who signs: in letters and words that no value of a column has.
fn ends_annex(text: &str) -> bool {
    const POSTS: [&str; 6] = ["chu tich", "pho chu tich", "giam doc", "pho giam doc", "chanh van phong", "nguoi lap"];
    let folded = fold(text);
    let is_loud = text.chars().all(|c| !c.is_lowercase());
    let dated = folded.split_once(", ngay ").is_some_and(|(_, day)| day.contains("thang ") && day.contains("nam "));
    is_signature(&folded)
        || is_loud && POSTS.iter().any(|post| folded.starts_with(post))
        || dated && folded.chars().count() <= DATE_LINE_CHARS_MAX
}

/// The name of what looks like an entry: a number and a name with more beside them, or the name of a database.
fn entry_name(sheet: &Sheet, layout: &Layout, row: u32) -> Option<String> {
    let name = clean(sheet.text(row, layout.column(F::Name)?));
    let number = layout.column(F::Number).map_or("", |column| sheet.text(row, column));
    let counted = number.trim_end_matches('.').split('.').all(|level| level.parse::<u32>().is_ok());
    let beside = sheet.row(row).count();
    let told = counted && beside > 2 || is_database(&fold(&name)) && beside > 1;
    (told && !name.is_empty() && name.parse::<u32>().is_err()).then(|| name.chars().take(DETAIL_CHARS_MAX).collect())
}

fn is_database(folded: &str) -> bool {
    folded.starts_with("csdl ") || folded.starts_with("co so du lieu ")
}

/// «5», «05 CSDL», «(5 cơ sở dữ liệu)»; no year.
fn is_count(text: &str) -> bool {
    let words = words(text);
    let Some((number, what)) = words.split_first() else { return false };
    let is_number = number.len() < 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number && matches!(what.join(" ").as_str(), "" | "csdl" | "co so du lieu")
}

/// What may stand between a name and a count.
const BETWEEN: [char; 6] = [' ', ':', '-', '–', '—', ','];

/// A heading without the count that may end it: «SỞ Y TẾ (2 CSDL)», «SỞ Y TẾ - 02 CSDL», «SỞ Y TẾ [2]».
fn without_count(written: &str) -> &str {
    let text = written.trim_end_matches([' ', '.', ';', ',']);
    let name = match text.strip_suffix([')', ']']).and_then(|text| text.rsplit_once(['(', '['])) {
        Some((name, inside)) => is_count(inside).then_some(name),
        None => counted(text),
    };
    name.map(|name| name.trim_end_matches(BETWEEN)).filter(|name| !name.is_empty()).unwrap_or(written)
}

/// The name that a count without brackets ends. A bare number is part of the name: «Ban Quản lý dự án 2».
fn counted(text: &str) -> Option<&str> {
    let is_digit = |c: char| c.is_ascii_digit();
    let last = text.rfind(is_digit)?;
    let (name, count) = text.split_at(text[..=last].trim_end_matches(is_digit).len());
    let is_told = words(count).len() > 1 || name.trim_end().ends_with(':');
    (is_told && is_count(count) && name.ends_with(BETWEEN)).then_some(name)
}

/// «IV», «IV.», «A», «b)», also before a text: the number of a heading.
fn is_numeral(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default().trim_end_matches(['.', ')', ':', '-', '/']);
    let roman = !first.is_empty() && first.chars().all(|c| "IVXLC".contains(c));
    roman || (first.chars().count() == 1 && first.chars().all(|c| c.is_ascii_alphabetic()))
}

struct RowReader<'a> {
    /// The rows that were read are no longer in it.
    sheet: Sheet,
    layout: &'a Layout,
    lists: &'a Lists,
    annex: Annex,
    agency: String,
    /// The rows are under a heading that withdraws them.
    withdraws: bool,
    counts: Counts,
}

impl RowReader<'_> {
    fn rows(&mut self) {
        let mut row = self.layout.first_row;
        while row < self.sheet.rows() {
            let last = last_row(&self.sheet, self.layout, row);
            match kind(&self.sheet, self.layout, row) {
                RowKind::End => {
                    self.left_unread(row + 1);
                    break;
                }
                RowKind::Empty | RowKind::Skipped => {}
                RowKind::Heading(heading) => {
                    if self.layout.agency == AgencyAt::Groups {
                        self.agency = without_count(&heading).to_owned();
                    }
                    self.counts.group = 0;
                }
                RowKind::Section(section) => {
                    self.withdraws = section == Section::Withdrawn;
                    self.counts = Counts::default();
                }
                RowKind::Entry => {
                    self.entry(row, last);
                    (row..=last).for_each(|row| self.misread(row));
                }
            }
            (row..=last).for_each(|row| self.sheet.forget(row));
            row = last + 1;
        }
        self.formulas();
    }

    /// Tells of the rows from one on, behind the end of the annex, that look like entries.
    fn left_unread(&mut self, from: u32) {
        let names = (from..self.sheet.rows()).filter_map(|row| Some((row, entry_name(&self.sheet, self.layout, row)?)));
        let told = names.map(|(row, name)| self.issue(row, F::Name, AnnexCode::RowAfterEnd, &name));
        let told: Vec<AnnexIssue> = told.collect();
        self.annex.warnings.extend(told);
    }

    fn issue(&self, row: u32, field: F, code: AnnexCode, detail: &str) -> AnnexIssue {
        let column = self.layout.column(field).or(self.layout.column(F::Name)).unwrap_or(0);
        AnnexIssue { place: self.sheet.place(row, column), code, detail: detail.to_owned() }
    }

    /// What the law asks and the workbook has no column for.
    fn absent(&mut self) {
        let row = self.layout.header_row;
        let has = |field: F| self.layout.column(field).is_some();
        let shared = [F::Open, F::Default, F::Specific, F::Items, F::ItemFields, F::Form].into_iter().any(has);
        let described = has(F::Purpose) || has(F::Description);
        for (field, there) in [(F::Purpose, described), (F::Open, shared)] {
            if !there {
                let issue = self.issue(row, F::Name, AnnexCode::ColumnAbsent, super::wording::label(field));
                self.annex.warnings.push(issue);
            }
        }
    }

    /// The columns that no field takes, each with what it says in some row.
    fn kept(&mut self) {
        let layout = self.layout;
        for (column, header) in &layout.extras {
            if (layout.first_row..self.sheet.rows()).any(|row| !self.sheet.text(row, *column).is_empty()) {
                let place = self.sheet.place(layout.header_row, *column);
                let detail = header.chars().take(DETAIL_CHARS_MAX).collect();
                self.annex.warnings.push(AnnexIssue { place, code: AnnexCode::ColumnKept, detail });
            }
        }
    }

    fn entry(&mut self, row: u32, last: u32) {
        let in_column = self.layout.agency == AgencyAt::Column;
        if in_column {
            let column = self.layout.column(F::Agency).unwrap_or(0);
            let written = clean(self.sheet.spread(row, column));
            if !written.is_empty() {
                self.agency = without_count(&written).to_owned();
            }
        }
        self.counts.group += 1;
        self.counts.all += 1;
        let of_agency = self.counts.by_agency.entry(self.agency.clone()).or_default();
        *of_agency += 1;
        let number = *of_agency;
        let mut cells = RowCells::new(&self.sheet, self.layout, self.lists, row..=last);
        let name = cells.name();
        if self.agency.is_empty() {
            cells.error(F::Agency, AnnexCode::AgencyMissing, &name);
        }
        let code = cells.line(F::Code);
        let withdrawn = cells.change().map_or(self.withdraws, |change| change == Section::Withdrawn);
        let content = if withdrawn {
            EntryContent { name, ..EntryContent::default() }
        } else {
            cells.check_number(self.counts.group, self.counts.all);
            cells.content(name)
        };
        self.annex.errors.append(&mut cells.errors);
        self.annex.warnings.append(&mut cells.warnings);
        self.annex.entries.push(AnnexEntry {
            place: self.sheet.place(row, self.layout.column(F::Name).unwrap_or(0)),
            number,
            code: (!code.is_empty()).then_some(EntryCode(code)),
            agency_written: self.agency.clone(),
            agency_column: self.layout.column(F::Agency).filter(|_| in_column).map_or(0, |column| column + 1),
            withdrawn,
            content,
        });
    }

    /// The cells of a row whose text is in another encoding than it was read in.
    fn misread(&mut self, row: u32) {
        let layout = self.layout;
        let cells = self.sheet.row(row).filter(|(column, text)| layout.reads(*column) && misread(text).is_some());
        let told = cells.map(|(column, text)| AnnexIssue {
            place: self.sheet.place(row, column),
            code: AnnexCode::Misread,
            detail: clean(text).chars().take(DETAIL_CHARS_MAX).collect(),
        });
        let told: Vec<AnnexIssue> = told.collect();
        self.annex.warnings.extend(told);
    }

    /// Formulas below the header: those without a value one by one, the others by column.
    fn formulas(&mut self) {
        let first = self.layout.first_row;
        let lost = self.sheet.lost_formulas.iter().filter(|(row, _)| *row >= first);
        let lost = lost.map(|(row, column)| (*row, *column, AnnexCode::FormulaIgnored, String::new()));
        let kept = self
            .sheet
            .formulas
            .iter()
            .map(|(column, (row, count))| (*row, *column, AnnexCode::FormulaValues, count.to_string()));
        for (row, column, code, detail) in lost.chain(kept).collect::<Vec<_>>() {
            self.annex.warnings.push(AnnexIssue { place: self.sheet.place(row, column), code, detail });
        }
    }
}
