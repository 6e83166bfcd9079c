//! The file that tells which column of an annex is what.

use std::path::Path;

use app::text::error::field_message;
use documents::annex::AnnexBook;
use domain::annex::{AnnexField, Mapping};
use serde_json::Value;
use serde_json::error::Category;
use strum::IntoEnumIterator;

use super::import::{name, read_at_most};
use crate::failure::Failure;

/// The largest such file.
const BYTES_MAX: usize = 1024 * 1024;

/// Reads one.
///
/// # Errors
/// A file that is not there or tells no mapping (2).
pub fn read(path: &Path) -> Result<Mapping, Failure> {
    parse(&read_at_most(path, BYTES_MAX)?)
        .map_err(|reason| Failure::usage(format!("Tệp ghép cột {} không đúng, {reason}", name(path))))
}

/// Refuses one whose rows lie beyond the sheet that it names; a sheet that is not there is told of by the reading.
///
/// # Errors
/// The number that is wrong, with what is allowed (2).
pub fn within(path: &Path, mapping: &Mapping, book: &AnnexBook) -> Result<(), Failure> {
    match book.rows(mapping).ok().and_then(|rows| mapping.beyond(rows)) {
        None => Ok(()),
        Some(remark) => {
            let (file, what) = (name(path), field_message(&remark));
            Err(Failure::usage(format!("Tệp ghép cột {file} không đúng, {}: {what}", remark.field)))
        }
    }
}

fn parse(bytes: &[u8]) -> Result<Mapping, String> {
    serde_json::from_slice(bytes).map_err(|error| {
        let place = format!("dòng {}, cột {}", error.line(), error.column());
        let reason = match (error.classify(), unknown_field(bytes)) {
            (Category::Data, Some(field)) => {
                let known: Vec<String> = AnnexField::iter().map(|field| field.to_string()).collect();
                format!("không có trường “{field}”, dùng một trong: {}", known.join(", "))
            }
            (Category::Data, None) => format!("{}; lấy mẫu bằng --show-mapping", in_words(&error)),
            _ => "không phải JSON; lấy mẫu bằng --show-mapping".to_owned(),
        };
        format!("{place}: {reason}")
    })
}

/// What is wrong with an item, of which the reader gives the name and those that it knows between backticks.
fn in_words(error: &serde_json::Error) -> String {
    let said = error.to_string();
    let mut names = said.split('`').skip(1).step_by(2);
    let name = names.next().unwrap_or_default();
    let known = names.collect::<Vec<_>>().join(", ");
    if said.starts_with("missing field") {
        format!("thiếu mục “{name}”")
    } else if said.starts_with("duplicate field") {
        format!("mục “{name}” ghi hai lần")
    } else if said.starts_with("unknown field") {
        format!("không có mục “{name}”, dùng một trong: {known}")
    } else if said.starts_with("unknown variant") {
        format!("không có giá trị “{name}”, dùng một trong: {known}")
    } else if said.starts_with("invalid type") || said.starts_with("invalid value") {
        "một mục không đúng kiểu: số, chữ hay danh sách".to_owned()
    } else {
        "thiếu, thừa hoặc sai một mục".to_owned()
    }
}

/// The first field of a column that is none.
fn unknown_field(bytes: &[u8]) -> Option<String> {
    let given: Value = serde_json::from_slice(bytes).ok()?;
    let mut fields = given.get("columns")?.as_array()?.iter().filter_map(|column| column.get("field")?.as_str());
    fields.find(|field| field.parse::<AnnexField>().is_err()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_mapping_is_told_in_words() {
        let with =
            |field: &str| format!("{{\"header_row\": 2, \"columns\": [{{\"column\": 1, \"field\": \"{field}\"}}]}}");
        assert!(parse(with("name").as_bytes()).is_ok());
        for (text, words) in [
            (with("bogus"), "không có trường “bogus”, dùng một trong: number, code, name, "),
            ("{\"columns\": []}".to_owned(), "thiếu mục “header_row”; lấy mẫu"),
            ("{\"header_row\": 2, \"columns\": [], \"x\": 1}".to_owned(), "không có mục “x”, dùng một trong: sheet, "),
            ("{\"header_row\": 2, \"header_row\": 2}".to_owned(), "mục “header_row” ghi hai lần"),
            ("{\"header_row\": \"hai\", \"columns\": []}".to_owned(), "một mục không đúng kiểu"),
            ("{\"header_row\": -1, \"columns\": []}".to_owned(), "một mục không đúng kiểu"),
            (
                "{\"header_row\": 2, \"columns\": [], \"agency\": \"x\"}".to_owned(),
                "không có giá trị “x”, dùng một trong: groups, column",
            ),
            ("không phải Excel".to_owned(), "dòng 1, cột 1: không phải JSON"),
            (String::new(), "không phải JSON"),
        ] {
            let reason = parse(text.as_bytes()).expect_err("wrong");
            assert!(reason.contains(words), "{text}: {reason}");
            assert!(!["unknown", "expected", "missing", "invalid"].iter().any(|one| reason.contains(one)), "{reason}");
        }
    }
}
