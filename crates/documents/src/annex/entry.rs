//! The cells of one entry, in one row or in the rows that its name is merged over.

use std::ops::RangeInclusive;

use domain::annex::{AnnexCode, AnnexField as F, AnnexIssue, Section, row_section};
use domain::catalog::{EntryContent, Lists};
use domain::change::START_YEARS;
use domain::check::{NAME_CHARS_MAX, TEXT_CHARS_MAX};
use domain::format::parse_date;
use domain::id::EntryCode;
use domain::text::{clean, clean_lines, fold, words};

use super::frequency::frequency;
use super::items::bullets;
use super::layout::Layout;
use super::values;
use crate::sheet::Sheet;

/// The longest piece of a workbook that a remark repeats.
pub(crate) const DETAIL_CHARS_MAX: usize = 120;

pub(crate) struct RowCells<'a> {
    pub sheet: &'a Sheet,
    pub layout: &'a Layout,
    pub lists: &'a Lists,
    /// The first of its rows, at which it is told of.
    first: u32,
    /// Those that are read now.
    pub rows: RangeInclusive<u32>,
    pub errors: Vec<AnnexIssue>,
    pub warnings: Vec<AnnexIssue>,
    /// What goes into the note because no field takes it.
    kept: Vec<String>,
}

impl<'a> RowCells<'a> {
    pub(crate) fn new(sheet: &'a Sheet, layout: &'a Layout, lists: &'a Lists, rows: RangeInclusive<u32>) -> Self {
        let first = *rows.start();
        Self { sheet, layout, lists, first, rows, errors: Vec::new(), warnings: Vec::new(), kept: Vec::new() }
    }

    fn issue(&self, field: F, code: AnnexCode, detail: &str) -> AnnexIssue {
        let column = self.layout.column(field).or(self.layout.column(F::Name)).unwrap_or(0);
        let place = self.sheet.place(self.first, column);
        AnnexIssue { place, code, detail: detail.chars().take(DETAIL_CHARS_MAX).collect() }
    }

    pub(crate) fn error(&mut self, field: F, code: AnnexCode, detail: &str) {
        self.errors.push(self.issue(field, code, detail));
    }

    pub(crate) fn warn(&mut self, field: F, code: AnnexCode, detail: &str) {
        self.warnings.push(self.issue(field, code, detail));
    }

    /// Tells of what several rows of the entry say, once.
    pub(crate) fn warn_once(&mut self, field: F, code: AnnexCode, detail: &str) {
        let issue = self.issue(field, code, detail);
        if !self.warnings.contains(&issue) {
            self.warnings.push(issue);
        }
    }

    pub(crate) fn has(&self, field: F) -> bool {
        self.layout.column(field).is_some()
    }

    /// The lines of a column in the rows of the entry. A cell that is merged over several entries belongs to each.
    fn column_text(&self, column: u32) -> String {
        let first = *self.rows.start();
        let shared = |left: u32| left == column;
        let top = match self.sheet.merge(first, column) {
            Some((top, _, left)) if shared(left) && top >= self.layout.first_row => self.sheet.text(top, column),
            _ => self.sheet.text(first, column),
        };
        let mut lines = vec![top];
        lines.extend((first + 1..=*self.rows.end()).map(|row| self.sheet.text(row, column)));
        lines.retain(|text| !text.is_empty());
        lines.join("\n")
    }

    /// The lines of a field, from all its columns.
    pub(crate) fn text(&self, field: F) -> String {
        let texts = self.layout.columns(field).iter().map(|column| self.column_text(*column));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }

    pub(crate) fn line(&self, field: F) -> String {
        clean(&self.text(field))
    }

    /// The name, in the one form that the catalog uses: «CSDL ...».
    pub(crate) fn name(&mut self) -> String {
        let name = self.line(F::Name);
        if name.is_empty() {
            self.error(F::Name, AnnexCode::NameMissing, "");
        }
        if name.chars().count() > NAME_CHARS_MAX {
            self.error(F::Name, AnnexCode::TextTooLong, &name);
        }
        const LONG: usize = "co so du lieu".len();
        if fold(&name).starts_with("co so du lieu ") {
            let rest: String = name.chars().skip(LONG).collect();
            self.warn(F::Name, AnnexCode::NameNormalised, &name);
            return format!("CSDL{rest}");
        }
        name
    }

    /// Numbers run in their group or through the whole annex; of «2.3» the last level counts.
    pub(crate) fn check_number(&mut self, in_group: u32, in_all: u32) {
        if !self.has(F::Number) {
            return;
        }
        let written = self.line(F::Number);
        if written.is_empty() {
            return self.warn(F::Number, AnnexCode::NumberMissing, &in_group.to_string());
        }
        let last = written.trim_end_matches('.').rsplit('.').next().unwrap_or_default();
        if last.parse().ok().is_none_or(|number: u32| number != in_group && number != in_all) {
            self.warn(F::Number, AnnexCode::NumberOutOfOrder, &written);
        }
    }

    /// What the cells say of the database.
    pub(crate) fn content(&mut self, name: String) -> EntryContent {
        let (purpose, scope, summary) = values::description(&self.text(F::Description));
        let mut content = EntryContent {
            sector: self.sector(),
            purpose: self.checked(F::Purpose, purpose),
            scope: self.checked(F::Scope, scope),
            content: self.checked(F::Content, summary),
            collection_mechanism: self.checked(F::Mechanism, String::new()),
            source: self.checked(F::Source, String::new()),
            consumers: self.list(F::Consumers),
            update_frequency: self.frequency(),
            legal_basis: self.list(F::LegalBasis),
            start_year: self.year(),
            data_kinds: self.kinds(),
            other_names: self.list(F::OtherNames),
            scope_territory: self.checked(F::ScopeTerritory, String::new()),
            scope_time: self.checked(F::ScopeTime, String::new()),
            update_method: self.value(F::UpdateMethod, values::update_method),
            national_db: self.national(),
            sync_mechanism: self.checked(F::SyncMechanism, String::new()),
            security_level: self.value(F::SecurityLevel, values::security_level),
            url: self.checked(F::Url, String::new()),
            hosting: self.checked(F::Hosting, String::new()),
            operator_unit: self.checked(F::OperatorUnit, String::new()),
            procedures: self.list(F::Procedures),
            funding: self.checked(F::Funding, String::new()),
            existence: self.value(F::Existence, values::existence),
            items: self.items(&name),
            name,
            ..EntryContent::default()
        };
        if content.purpose.is_empty() && (self.has(F::Purpose) || self.has(F::Description)) {
            self.warn(F::Purpose, AnnexCode::PurposeMissing, &content.name);
        }
        self.foreign_code();
        content.note = self.note();
        content
    }

    /// The lines of a field, behind what another column says of it; too long is an error.
    fn checked(&mut self, field: F, before: String) -> String {
        let own = clean_lines(&self.text(field));
        let joined = if before.is_empty() || own.is_empty() { before + &own } else { format!("{before}; {own}") };
        self.bounded(field, joined)
    }

    fn bounded(&mut self, field: F, text: String) -> String {
        if text.chars().count() > TEXT_CHARS_MAX {
            self.error(field, AnnexCode::TextTooLong, &text);
        }
        text
    }

    /// A bulleted cell as one text: `one; two`.
    fn list(&mut self, field: F) -> String {
        let joined = bullets(&self.text(field)).join("; ");
        self.bounded(field, joined)
    }

    /// The note, then what no field takes, as «header: value».
    fn note(&mut self) -> String {
        let own = clean_lines(&self.text(F::Note));
        let mut parts = if own.is_empty() { Vec::new() } else { vec![own] };
        parts.append(&mut self.kept);
        for (column, header) in &self.layout.extras {
            let text = self.column_text(*column);
            // In one line with others a list stays one.
            let value = if text.contains('\n') { bullets(&text).join("; ") } else { clean(&text) };
            if !value.is_empty() {
                parts.push(if header.is_empty() { value } else { format!("{header}: {value}") });
            }
        }
        self.bounded(F::Note, parts.join("; "))
    }

    /// Tells of a value that no list has, and keeps it.
    pub(crate) fn unknown(&mut self, field: F, written: &str) {
        self.warn(field, AnnexCode::ValueUnknown, written);
        self.keep(field, written);
    }

    /// Keeps for the note what a field does not take.
    pub(crate) fn keep(&mut self, field: F, written: &str) {
        let column = self.layout.column(field).unwrap_or(0);
        let header = clean(self.sheet.spread(self.layout.header_row + self.layout.header_rows - 1, column));
        let told = if header.is_empty() { written.to_owned() } else { format!("{header}: {written}") };
        // The rows of an entry may say the same.
        if !self.kept.contains(&told) {
            self.kept.push(told);
        }
    }

    /// Tells of a code that is none of ours, and keeps it: whoever wrote it knows the database by it.
    fn foreign_code(&mut self) {
        let code = EntryCode(self.line(F::Code));
        if !matches!(code.as_str(), "" | "-") && !code.is_own() {
            self.warn(F::Code, AnnexCode::CodeForeign, code.as_str());
            self.keep(F::Code, code.as_str());
        }
    }

    /// What the row's own cell says becomes of it.
    pub(crate) fn change(&mut self) -> Option<Section> {
        self.value(F::Change, row_section)
    }

    fn value<T>(&mut self, field: F, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let written = self.line(field);
        if written.is_empty() || written == "-" {
            return None;
        }
        let value = read(&written);
        if value.is_none() {
            self.unknown(field, &written);
        }
        value
    }

    fn sector(&mut self) -> String {
        let lists = self.lists;
        let same =
            |written: &str| lists.sectors.iter().find(|one| one.id == written || words(&one.name) == words(written));
        self.value(F::Sector, |written| same(written).map(|one| one.id.clone())).unwrap_or_default()
    }

    fn frequency(&mut self) -> String {
        if !self.has(F::Frequency) {
            return String::new();
        }
        let written = self.line(F::Frequency);
        let code = frequency(&written, &self.lists.frequencies).map(|one| one.id.clone()).unwrap_or_default();
        if code.is_empty() {
            self.warn(F::Frequency, AnnexCode::FrequencyUnknown, &written);
            if !written.is_empty() && written != "-" {
                self.keep(F::Frequency, &written);
            }
        }
        code
    }

    fn kinds(&mut self) -> Vec<domain::catalog::DataKind> {
        let mut kinds = Vec::new();
        for written in values::parts(&self.text(F::DataKind)) {
            match values::data_kind(&written) {
                Some(kind) if kinds.contains(&kind) => {}
                Some(kind) => kinds.push(kind),
                None => self.unknown(F::DataKind, &written),
            }
        }
        kinds
    }

    fn national(&mut self) -> String {
        let lists = self.lists;
        let mut found = Vec::new();
        for written in values::parts(&self.text(F::NationalDb)) {
            let same = |name: &str| words(name) == words(&written);
            match lists.national.iter().find(|one| one.id == written || same(&one.name)) {
                Some(one) => found.push(one.id.clone()),
                None => self.unknown(F::NationalDb, &written),
            }
        }
        found.join("; ")
    }

    fn year(&mut self) -> Option<i32> {
        let written = self.line(F::StartYear);
        // A day says its year too.
        let year = written.parse().ok().or_else(|| parse_date(&written).map(|day| day.year()));
        let year = year.filter(|year| START_YEARS.contains(year));
        if year.is_none() && !written.is_empty() && written != "-" {
            self.warn(F::StartYear, AnnexCode::YearUnreadable, &written);
            self.keep(F::StartYear, &written);
        }
        year
    }
}
