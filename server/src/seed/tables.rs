//! Reading CSV tables, the built-in ones and an operator's. A wrong row is named by file, row and column.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use domain::agency::{Agency, AgencyEvent};
use domain::calendar::Holiday;
use domain::catalog::{ConsumerClass, Named};
use domain::format::parse_date;
use domain::id::{AgencyId, ClassId};
use domain::legal::{LEGAL_MAX, LegalDocument, check_legal};
use domain::overlap::{NATIONAL_MAX, NationalDb, check_national};
use domain::synonym::SynonymDraft;
use domain::text::clean;
use time::Date;

use crate::failure::Failure;

/// The most bytes of a table.
pub const TABLE_BYTES_MAX: usize = 64 * 1024 * 1024;

/// A row of a table with its place, so that a wrong value can be told.
pub struct Row<'a> {
    file: &'a str,
    number: usize,
    cells: BTreeMap<String, String>,
}

impl Row<'_> {
    /// A cell as text; empty when the table has no such column.
    pub fn text(&self, column: &str) -> String {
        self.cells.get(column).cloned().unwrap_or_default()
    }

    fn wrong(&self, column: &str, what: &str) -> Failure {
        let value = self.text(column);
        Failure::refused([format!("{}: dòng {}, cột {column}: {what}: “{value}”", self.file, self.number)])
    }

    /// A cell that may not be empty.
    ///
    /// # Errors
    /// Names the place of one that is.
    pub fn needed(&self, column: &str) -> Result<String, Failure> {
        let text = self.text(column);
        if text.is_empty() { Err(self.wrong(column, "không được để trống")) } else { Ok(text) }
    }

    /// A cell that is one of a type's values.
    ///
    /// # Errors
    /// Names the place of one that is not.
    pub fn parse<T: FromStr>(&self, column: &str) -> Result<T, Failure> {
        self.text(column).parse().map_err(|_| self.wrong(column, "giá trị không hợp lệ"))
    }

    /// A cell that is a date.
    ///
    /// # Errors
    /// Names the place of one that is not.
    pub fn date(&self, column: &str) -> Result<Date, Failure> {
        parse_date(&self.text(column)).ok_or_else(|| self.wrong(column, "không phải là ngày"))
    }

    fn optional_date(&self, column: &str) -> Result<Option<Date>, Failure> {
        if self.text(column).is_empty() { Ok(None) } else { self.date(column).map(Some) }
    }

    /// The parts of a cell between semicolons.
    pub fn list(&self, column: &str) -> Vec<String> {
        self.text(column).split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// The rows of a CSV table in UTF-8.
///
/// # Errors
/// A table that is too large, not UTF-8, or ragged.
pub fn rows<'a>(file: &'a str, bytes: &[u8]) -> Result<Vec<Row<'a>>, Failure> {
    if bytes.len() > TABLE_BYTES_MAX {
        return Err(Failure::refused([format!(
            "{file}: tệp lớn quá {}",
            domain::format::bytes(TABLE_BYTES_MAX as u64)
        )]));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(Failure::refused([format!("{file}: chữ trong tệp là UTF-16; {SAVE_AS_UTF8}")]));
    }
    let mut reader = csv::Reader::from_reader(bytes);
    let headers = reader.headers().map_err(|error| unread(file, &error, &csv::StringRecord::new()))?.clone();
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(|error| unread(file, &error, &headers))?;
        let cells = headers.iter().map(str::to_owned).zip(record.iter().map(clean)).collect();
        rows.push(Row { file, number: at + 2, cells });
    }
    Ok(rows)
}

const SAVE_AS_UTF8: &str = "hãy lưu lại tệp dạng “CSV UTF-8”";

/// Why a table is not read, with the row and the column: by its name, where the first row gives one.
fn unread(file: &str, error: &csv::Error, headers: &csv::StringRecord) -> Failure {
    let row = error.position().map_or(1, |position| position.record() + 1);
    let column = |at: usize| headers.get(at).map_or_else(|| (at + 1).to_string(), str::to_owned);
    let what = match error.kind() {
        csv::ErrorKind::Utf8 { err, .. } => {
            format!("cột {}: chữ không phải UTF-8; {SAVE_AS_UTF8}", column(err.field()))
        }
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let first = column(usize::try_from(*len.min(expected_len)).unwrap_or_default());
            let odd = if len < expected_len { "thiếu ô" } else { "thừa ô" };
            let quotes = "ô có dấu phẩy phải đặt trong dấu nháy kép";
            format!("cột {first}: {odd}, dòng này có {len} ô, dòng tiêu đề có {expected_len}; {quotes}")
        }
        _ => "không đọc được như một bảng CSV".to_owned(),
    };
    Failure::refused([format!("{file}: dòng {row}, {what}")])
}

/// Agencies, one row a period.
///
/// # Errors
/// Names the first wrong cell.
pub fn agencies(file: &str, bytes: &[u8]) -> Result<Vec<Agency>, Failure> {
    let agency = |row: &Row<'_>| {
        let functions = row.list("functions").iter().map(|part| part.parse()).collect::<Result<_, _>>();
        let agency = Agency {
            id: AgencyId(row.needed("id")?),
            code: row.text("code"),
            name: row.needed("name")?,
            short_name: row.text("short_name"),
            tier: row.parse("tier")?,
            kind: row.needed("kind")?,
            parent: Some(row.text("parent_id")).filter(|parent| !parent.is_empty()).map(AgencyId),
            functions: functions.map_err(|_| row.wrong("functions", "giá trị không hợp lệ"))?,
            valid_from: row.date("valid_from")?,
            valid_to: row.optional_date("valid_to")?,
        };
        match agency.appraises_itself() {
            true => Err(row.wrong("functions", "một cơ quan không thể vừa chủ trì vừa làm Văn phòng")),
            false => Ok(agency),
        }
    };
    rows(file, bytes)?.iter().map(agency).collect()
}

/// Events of agencies.
///
/// # Errors
/// Names the first wrong cell.
pub fn agency_events(file: &str, bytes: &[u8]) -> Result<Vec<AgencyEvent>, Failure> {
    let ids = |row: &Row<'_>, column| row.list(column).into_iter().map(AgencyId).collect();
    let event = |row: &Row<'_>| {
        Ok(AgencyEvent {
            id: row.needed("event_id")?,
            date: row.date("date")?,
            kind: row.parse("kind")?,
            legal_document: row.text("legal_document"),
            from: ids(row, "from_ids"),
            to: ids(row, "to_ids"),
            note: row.text("note"),
        })
    };
    rows(file, bytes)?.iter().map(event).collect()
}

/// Days of the calendar.
///
/// # Errors
/// Names the first wrong cell.
pub fn holidays(file: &str, bytes: &[u8]) -> Result<Vec<Holiday>, Failure> {
    let day = |row: &Row<'_>| Ok(Holiday { date: row.date("date")?, name: row.text("name"), kind: row.parse("kind")? });
    rows(file, bytes)?.iter().map(day).collect()
}

/// A list of codes with names.
///
/// # Errors
/// Names the first wrong cell.
pub fn named(file: &str, bytes: &[u8]) -> Result<Vec<Named>, Failure> {
    let one = |row: &Row<'_>| Ok(Named { id: row.needed("id")?, name: row.needed("name")? });
    rows(file, bytes)?.iter().map(one).collect()
}

/// National and ministerial databases.
///
/// # Errors
/// Names the first wrong cell.
pub fn national_databases(file: &str, bytes: &[u8]) -> Result<Vec<NationalDb>, Failure> {
    let rows = at_most(file, rows(file, bytes)?, NATIONAL_MAX)?;
    let mut seen = BTreeSet::new();
    let one = |row: &Row<'_>| {
        let db = NationalDb {
            id: row.needed("id")?,
            name: row.needed("name")?,
            owner_ministry: row.needed("owner_ministry")?,
            subject: row.text("subject"),
            key_data_items: row.text("key_data_items"),
            legal_basis: row.text("legal_basis"),
            active: true,
            version: 0,
        };
        if let Some(remark) = check_national(&db).first() {
            return Err(row.wrong(&remark.field, "dài quá hoặc có ký tự không dùng được"));
        }
        if !seen.insert(db.id.clone()) {
            return Err(row.wrong("id", "mã đã có ở dòng trên"));
        }
        Ok(db)
    };
    rows.iter().map(one).collect()
}

/// The rows, unless there are too many.
fn at_most<'a>(file: &str, rows: Vec<Row<'a>>, max: usize) -> Result<Vec<Row<'a>>, Failure> {
    if rows.len() > max {
        return Err(Failure::refused([format!("{file}: nhiều quá {max} dòng")]));
    }
    Ok(rows)
}

/// Legal documents.
///
/// # Errors
/// Names the first wrong cell.
pub fn legal_documents(file: &str, bytes: &[u8]) -> Result<Vec<LegalDocument>, Failure> {
    let mut seen = BTreeSet::new();
    let one = |row: &Row<'_>| {
        let document = LegalDocument {
            id: row.needed("id")?,
            number: row.needed("number")?,
            kind: row.needed("type")?,
            title: row.needed("title")?,
            issuer: row.text("issuer"),
            date_issued: row.optional_date("date_issued")?,
            effective_from: row.optional_date("effective_from")?,
            effective_to: row.optional_date("effective_to")?,
            replaced_by: Some(row.text("replaced_by")).filter(|id| !id.is_empty()),
            version: 0,
        };
        if let Some(remark) = check_legal(&document).first() {
            let column = if remark.field == "kind" { "type" } else { &remark.field };
            return Err(row.wrong(column, "giá trị không hợp lệ"));
        }
        if !seen.insert(document.id.clone()) {
            return Err(row.wrong("id", "mã đã có ở dòng trên"));
        }
        Ok(document)
    };
    let rows = at_most(file, rows(file, bytes)?, LEGAL_MAX)?;
    let documents: Vec<LegalDocument> = rows.iter().map(one).collect::<Result<_, _>>()?;
    for (row, document) in rows.iter().zip(&documents) {
        if document.replaced_by.as_ref().is_some_and(|by| !seen.contains(by)) {
            return Err(row.wrong("replaced_by", "không có văn bản nào mang mã này trong tệp"));
        }
    }
    Ok(documents)
}

/// Classes of consumers.
///
/// # Errors
/// Names the first wrong cell.
pub fn classes(file: &str, bytes: &[u8]) -> Result<Vec<ConsumerClass>, Failure> {
    let class = |row: &Row<'_>| {
        Ok(ConsumerClass {
            id: ClassId(row.needed("id")?),
            group_no: row.parse("group_no")?,
            name: row.needed("name")?,
            valid_from: row.date("valid_from")?,
            valid_to: row.optional_date("valid_to")?,
        })
    };
    rows(file, bytes)?.iter().map(class).collect()
}

/// Groups of phrases that mean the same.
///
/// # Errors
/// Names the place of the first wrong row.
pub fn synonyms(file: &str, bytes: &[u8]) -> Result<Vec<SynonymDraft>, Failure> {
    let one = |row: &Row<'_>| {
        let draft = SynonymDraft { phrases: row.needed("phrases")?, note: row.text("note") };
        match draft.check() {
            Ok(_) => Ok(draft),
            Err(remarks) if remarks.iter().any(|remark| remark.field == "note") => Err(row.wrong("note", "quá dài")),
            Err(_) => {
                Err(row
                    .wrong("phrases", "cần từ 2 đến 20 cụm từ cách nhau bằng dấu chấm phẩy, mỗi cụm tối đa 100 ký tự"))
            }
        }
    };
    rows(file, bytes)?.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_a_table_from_being_read_is_told_with_its_place() {
        for (bytes, told) in [
            (
                b"id,name\r\na,b\r\nc\r\n" as &[u8],
                "t.csv: dòng 3, cột name: thiếu ô, dòng này có 1 ô, dòng tiêu đề có 2;",
            ),
            (b"id,name\na,b,c\n", "t.csv: dòng 2, cột 3: thừa ô, dòng này có 3 ô, dòng tiêu đề có 2;"),
            (b"id,name\na,b\xe1\n", "t.csv: dòng 2, cột name: chữ không phải UTF-8; hãy lưu lại tệp dạng “CSV UTF-8”"),
            (b"id,t\xean\na,b\n", "t.csv: dòng 1, cột 2: chữ không phải UTF-8;"),
            (b"\xff\xfei\0d\0", "t.csv: chữ trong tệp là UTF-16;"),
        ] {
            let failure = rows("t.csv", bytes).err().expect("refused");
            assert_eq!(failure.code, 1);
            assert!(failure.lines[0].starts_with(told), "{failure}");
        }
        let good = rows("t.csv", "\u{feff}id,name\na,“b”\n".as_bytes()).expect("a table");
        assert_eq!((good.len(), good[0].text("name").as_str()), (1, "“b”"));
    }
}
