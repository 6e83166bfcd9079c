//! A selection as a flat table or as records, for programs and spreadsheets.

use std::str::FromStr;

use domain::agency::AgencyRef;
use domain::catalog::EntryContent;
use domain::change::Field;
use domain::edition::{Selected, Selection};
use domain::id::EditionId;
use serde::Serialize;

/// Spreadsheets take a file for UTF-8 by it.
const BYTE_ORDER_MARK: [u8; 3] = [0xEF, 0xBB, 0xBF];
/// What joins several values in one cell.
const BETWEEN: &str = "; ";
/// Behind what a piece of a cell may be taken for a cell.
const PIECE_ENDS: [char; 3] = [',', ';', '\n'];

/// What a row of the flat table is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowOf {
    /// An entry with all its fields; its items by name in one cell.
    #[default]
    Entry,
    /// An item of data with its row of the matrix, one column a class. An entry without items has one row, nothing in the
    /// columns of the item: so none is lost.
    Item,
}

impl FromStr for RowOf {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "entry" => Ok(Self::Entry),
            "item" => Ok(Self::Item),
            _ => Err(()),
        }
    }
}

/// What stands between the cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Separator {
    #[default]
    Comma,
    /// For spreadsheets that take the comma for a decimal sign, as with Vietnamese settings.
    Semicolon,
    Tab,
}

impl FromStr for Separator {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "," | "comma" => Ok(Self::Comma),
            ";" | "semicolon" => Ok(Self::Semicolon),
            "\t" | "tab" => Ok(Self::Tab),
            _ => Err(()),
        }
    }
}

/// The simple fields of a flat row, in their order; who answers stands before them by name, whom the decision names at
/// the end.
const FIELDS: [Field; 26] = [
    Field::Name,
    Field::OtherNames,
    Field::Sector,
    Field::Existence,
    Field::Purpose,
    Field::Scope,
    Field::ScopeTerritory,
    Field::ScopeTime,
    Field::Content,
    Field::DataKind,
    Field::CollectionMechanism,
    Field::UpdateMethod,
    Field::Source,
    Field::NationalDb,
    Field::SyncMechanism,
    Field::Consumers,
    Field::UpdateFrequency,
    Field::LegalBasis,
    Field::SecurityLevel,
    Field::Url,
    Field::Hosting,
    Field::OperatorUnit,
    Field::Procedures,
    Field::Funding,
    Field::StartYear,
    Field::Note,
];

/// A selection as CSV, UTF-8 with a byte order mark, codes for what has codes. A cell that a spreadsheet would take for
/// a formula begins with an apostrophe.
///
/// # Errors
/// None that writing to memory causes.
pub fn write_csv(selection: &Selection, of: RowOf, separator: Separator) -> Result<Vec<u8>, csv::Error> {
    let between = match separator {
        Separator::Comma => b',',
        Separator::Semicolon => b';',
        Separator::Tab => b'\t',
    };
    let mut writer = csv_writer(between);
    let mut write = |cells: Vec<String>| writer.write_record(cells.iter().map(|cell| fenced(cell)));
    match of {
        RowOf::Entry => {
            write(entry_header())?;
            for one in &selection.entries {
                write(entry_cells(one))?;
            }
        }
        RowOf::Item => {
            write(item_header(selection))?;
            for row in selection.entries.iter().flat_map(|one| item_rows(one, selection)) {
                write(row)?;
            }
        }
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Begins a CSV file, UTF-8 with a byte order mark. A text with the other sign that may stand between cells is in quotation
/// marks too: where a spreadsheet takes both, it stays one cell. Where it takes the other alone, [`fenced`] helps.
pub fn csv_writer(between: u8) -> csv::Writer<Vec<u8>> {
    let other = if between == b';' { b',' } else { b';' };
    // The library quotes each cell that has the sign of a comment.
    csv::WriterBuilder::new().delimiter(between).comment(Some(other)).from_writer(BYTE_ORDER_MARK.to_vec())
}

fn entry_header() -> Vec<String> {
    let counts = ["items", "items_open", "items_default", "items_specific", "item_names"];
    let ends = counts.into_iter().chain(["decided_owner_id", "decided_owner"]);
    let begins = ["code", "owner_id", "owner"].into_iter().map(str::to_owned);
    begins.chain(FIELDS.map(|field| field.to_string())).chain(ends.map(str::to_owned)).collect()
}

fn entry_cells(one: &Selected) -> Vec<String> {
    let forms = domain::catalog::FormCounts::of(&one.content.items);
    let names: Vec<&str> = one.content.items.iter().map(|item| item.name.as_str()).collect();
    let mut cells = vec![one.code.to_string(), one.agency.id.to_string(), one.agency.name.clone()];
    cells.extend(FIELDS.map(|field| one.content.get(field)));
    cells.extend([forms.total(), forms.open, forms.default, forms.specific].map(|count| count.to_string()));
    cells.extend([names.join(BETWEEN), one.decided.id.to_string(), one.decided.name.clone()]);
    cells
}

/// The columns of an item before those of the classes.
const ITEM_COLUMNS: usize = 4;

fn item_header(selection: &Selection) -> Vec<String> {
    let begins = ["code", "owner_id", "owner", "name", "sector", "item", "fields", "personal", "master"];
    let classes = selection.lists.classes.iter().map(|class| class.id.to_string());
    begins.into_iter().map(str::to_owned).chain(classes).collect()
}

fn item_rows(one: &Selected, selection: &Selection) -> Vec<Vec<String>> {
    let classes = &selection.lists.classes;
    let (agency, content) = (&one.agency, &one.content);
    let of_entry = [one.code.as_str(), agency.id.as_str(), agency.name.as_str(), content.name.as_str()];
    let row = |of_item: Vec<String>| -> Vec<String> {
        of_entry.into_iter().chain([content.sector.as_str()]).map(str::to_owned).chain(of_item).collect()
    };
    if content.items.is_empty() {
        return vec![row(vec![String::new(); ITEM_COLUMNS + classes.len()])];
    }
    let rows = content.items.iter().map(|item| {
        let texts = [item.name.clone(), item.fields.clone(), item.personal.to_string(), item.master.to_string()];
        row(texts.into_iter().chain(classes.iter().map(|class| item.form(&class.id).to_string())).collect())
    });
    rows.collect()
}

/// A cell that no spreadsheet takes for a formula; a number stays one. Nor is a piece of it one: what stands between cells
/// is the machine's to say that opens the file, and quotation marks hold only what they begin.
pub fn fenced(cell: &str) -> String {
    let mut written = String::with_capacity(cell.len() + 1);
    for piece in cell.split_inclusive(PIECE_ENDS) {
        let alone = if written.is_empty() { cell } else { piece.trim_end_matches(PIECE_ENDS).trim_matches(' ') };
        if is_formula(alone) && !(written.ends_with('\n') && is_bullet(alone)) {
            written.push('\'');
        }
        written.push_str(piece);
    }
    written
}

fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(text)
}

/// «- Một»: a line of a list.
fn is_bullet(line: &str) -> bool {
    line.starts_with(['-', '+']) && line.chars().nth(1).is_none_or(|letter| letter == ' ')
}

fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['+', '-']).unwrap_or(cell);
    let mut parts = digits.splitn(2, ['.', ',']);
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.next().is_some_and(all_digits) && parts.next().is_none_or(all_digits)
}

#[derive(Serialize)]
struct Record<'a> {
    code: &'a str,
    edition: EditionId,
    agency: &'a AgencyRef,
    #[serde(flatten)]
    content: &'a EntryContent,
}

/// A selection as an array of whole records, JSON.
///
/// # Errors
/// None that writing to memory causes.
pub fn write_json(selection: &Selection) -> Result<Vec<u8>, serde_json::Error> {
    let record = |one: &'_ Selected| -> Result<serde_json::Value, serde_json::Error> {
        serde_json::to_value(Record {
            code: one.code.as_str(),
            edition: selection.edition.id,
            agency: &one.agency,
            content: &one.content,
        })
    };
    let records: Vec<serde_json::Value> = selection.entries.iter().map(record).collect::<Result<_, _>>()?;
    serde_json::to_vec(&records)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_falls_apart_where_another_sign_stands_between_cells() {
        for (between, cells, written) in [
            (b',', ["a;=1+1", "b"], "\"a;=1+1\",b\n"),
            (b';', ["a,=1+1", "b"], "\"a,=1+1\";b\n"),
            (b'\t', ["a;=1+1", "b"], "\"a;=1+1\"\tb\n"),
        ] {
            let mut writer = csv_writer(between);
            writer.write_record(cells).expect("written");
            let bytes = writer.into_inner().expect("all of it");
            assert_eq!(bytes.strip_prefix(&BYTE_ORDER_MARK), Some(written.as_bytes()));
        }
    }

    #[test]
    fn formulas_are_fenced_and_numbers_are_not() {
        for (cell, written) in [
            ("=1+1", "'=1+1"),
            ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("-12", "-12"),
            ("+84", "+84"),
            ("-1.5", "-1.5"),
            ("-1,5", "-1,5"),
            ("-", "'-"),
            ("-1.5.2", "'-1.5.2"),
            ("-inf", "'-inf"),
            ("a;=1+1;b", "a;'=1+1;b"),
            ("-a,+b,-1;@c", "'-a,'+b,-1;'@c"),
            ("a\n=1\n-b\n- c", "a\n'=1\n'-b\n- c"),
            ("a; =b, -1", "a;' =b, -1"),
            ("a; b\nc", "a; b\nc"),
            ("Đất đai", "Đất đai"),
            ("", ""),
        ] {
            assert_eq!(fenced(cell), written, "{cell:?}");
        }
    }
}
