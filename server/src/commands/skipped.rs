//! The rows of an annex that an import leaves out, each with all that is wrong with it.

use std::collections::BTreeMap;

use domain::annex::{AnnexIssue, ImportPreview};
use serde_json::{Value, json};

use super::words;

/// A row that is left out.
pub struct Skipped {
    pub row: u32,
    sheet: String,
    /// Empty where the row is no entry's.
    name: String,
    reasons: Vec<AnnexIssue>,
}

/// The rows that fail, in their order.
pub fn of(preview: &ImportPreview) -> Vec<Skipped> {
    let names: BTreeMap<u32, &str> = preview.rows.iter().map(|row| (row.place.row, row.name.as_str())).collect();
    let mut failing: BTreeMap<u32, Vec<AnnexIssue>> = BTreeMap::new();
    for issue in preview.errors.iter().filter(|issue| issue.place.row > 0) {
        failing.entry(issue.place.row).or_default().push(issue.clone());
    }
    let skipped = failing.into_iter().map(|(row, reasons)| Skipped {
        row,
        sheet: reasons.first().map(|issue| issue.place.sheet.clone()).unwrap_or_default(),
        name: names.get(&row).copied().unwrap_or_default().to_owned(),
        reasons,
    });
    skipped.collect()
}

impl Skipped {
    /// «phu-luc.xlsx: trang “Danh mục”, dòng 4, “CSDL tôn giáo”: không có cơ quan “Sở Không Có” …»
    pub fn line(&self, file: &str) -> String {
        let Self { row, sheet, name, reasons } = self;
        let name = if name.is_empty() { String::new() } else { format!(", “{name}”") };
        let reasons: Vec<String> = reasons.iter().map(words::sentence).collect();
        format!("{file}: trang “{sheet}”, dòng {row}{name}: {}", reasons.join("; "))
    }

    pub fn json(&self) -> Value {
        let reasons = self.reasons.iter().map(
            |issue| json!({ "column": issue.place.column, "code": issue.code, "message": words::sentence(issue) }),
        );
        let reasons: Vec<Value> = reasons.collect();
        json!({ "sheet": self.sheet, "row": self.row, "name": self.name, "reasons": reasons })
    }
}
