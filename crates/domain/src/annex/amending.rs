//! An annex that amends an edition (article 8.2): what it gives is added or changed, what it names as withdrawn leaves, and
//! all else of that edition stays, to the letter.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

use crate::catalog::EntryContent;
use crate::edition::EditionRef;
use crate::text::words;

/// The most codes that one annex withdraws by a list.
pub const WITHDRAWN_CODES_MAX: usize = 1_000;

/// What the rows under a heading are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Databases that are added or changed.
    Given,
    /// Databases that leave the catalog.
    Withdrawn,
}

/// What becomes of an entry that the annex names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum RowEffect {
    Added,
    Changed,
    Withdrawn,
}

/// What an annex that amends does to its base.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amending {
    pub base: EditionRef,
    pub added: u32,
    /// Entries of the base that the annex gives anew.
    pub changed: u32,
    pub withdrawn: u32,
    /// Entries of the base that it does not mention.
    pub kept: u32,
}

/// The phrases that tell a section, folded.
const WITHDRAWS: [&str; 7] =
    ["bai bo", "huy bo", "loai bo", "rut khoi", "rut ra khoi", "dua ra khoi", "khong con trong danh muc"];
const GIVES: [&str; 4] = ["bo sung", "sua doi", "them moi", "dieu chinh"];
/// The words that the heading of a section is made of: one with any other is an agency's, or a database's name.
const VOCABULARY: &str = "cac danh muc co so du lieu csdl dung chung phan nhom va bo sung sua doi them moi dieu chinh thay the \
    bai huy loai rut ra khoi dua khong con trong vao cua tinh thong tin noi dung de nghi duoc bi sau day";

/// The section that a heading of an annex begins, as «B. CÁC CƠ SỞ DỮ LIỆU BÃI BỎ»; none of an agency.
pub fn section(heading: &str) -> Option<Section> {
    // «A.», «IV», «2»
    let is_number = |word: &String| word.len() == 1 || word.chars().all(|c| "ivxlc".contains(c) || c.is_ascii_digit());
    let words: Vec<String> = words(heading).into_iter().skip_while(is_number).collect();
    let vocabulary: Vec<&str> = VOCABULARY.split_whitespace().collect();
    if words.is_empty() || !words.iter().all(|word| vocabulary.contains(&word.as_str())) {
        return None;
    }
    let text = format!(" {} ", words.join(" "));
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| text.contains(&format!(" {phrase} ")));
    if has(&WITHDRAWS) { Some(Section::Withdrawn) } else { has(&GIVES).then_some(Section::Given) }
}

/// What a cell of an annex's own column says becomes of its row, as «Bãi bỏ do trùng lặp». Only a cell that begins with a
/// withdrawal is one: «Sửa đổi, bãi bỏ hạng mục 2» changes the database. None when it says neither.
pub fn row_section(cell: &str) -> Option<Section> {
    let text = format!("{} ", words(cell).join(" "));
    let begins = |phrases: &[&str]| phrases.iter().any(|phrase| text.starts_with(&format!("{phrase} ")));
    if begins(&WITHDRAWS) || begins(&["rut", "bo", "dua khoi"]) && !begins(&GIVES) {
        return Some(Section::Withdrawn);
    }
    (begins(&GIVES) || begins(&["moi", "sua", "thay", "cap nhat", "giu nguyen", "khong thay doi"]))
        .then_some(Section::Given)
}

/// An entry of the base as an annex gives it anew: what the annex leaves empty, or has no column for, stays as it is.
pub fn amended(base: &EntryContent, given: EntryContent) -> EntryContent {
    let text = |given: String, base: &String| if given.is_empty() { base.clone() } else { given };
    EntryContent {
        name: text(given.name, &base.name),
        owner: given.owner,
        sector: text(given.sector, &base.sector),
        purpose: text(given.purpose, &base.purpose),
        scope: text(given.scope, &base.scope),
        content: text(given.content, &base.content),
        collection_mechanism: text(given.collection_mechanism, &base.collection_mechanism),
        source: text(given.source, &base.source),
        consumers: text(given.consumers, &base.consumers),
        update_frequency: text(given.update_frequency, &base.update_frequency),
        legal_basis: text(given.legal_basis, &base.legal_basis),
        start_year: given.start_year.or(base.start_year),
        note: text(given.note, &base.note),
        data_kinds: if given.data_kinds.is_empty() { base.data_kinds.clone() } else { given.data_kinds },
        other_names: text(given.other_names, &base.other_names),
        scope_territory: text(given.scope_territory, &base.scope_territory),
        scope_time: text(given.scope_time, &base.scope_time),
        update_method: given.update_method.or(base.update_method),
        national_db: text(given.national_db, &base.national_db),
        sync_mechanism: text(given.sync_mechanism, &base.sync_mechanism),
        security_level: given.security_level.or(base.security_level),
        url: text(given.url, &base.url),
        hosting: text(given.hosting, &base.hosting),
        procedures: text(given.procedures, &base.procedures),
        funding: text(given.funding, &base.funding),
        existence: given.existence.or(base.existence),
        operator_unit: text(given.operator_unit, &base.operator_unit),
        items: if given.items.is_empty() { base.items.clone() } else { given.items },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{DataItem, DataKind};

    #[test]
    fn the_headings_of_sections() {
        for (heading, expected) in [
            ("A. BỔ SUNG", Some(Section::Given)),
            ("I. Cơ sở dữ liệu bổ sung vào danh mục", Some(Section::Given)),
            ("II. CÁC CƠ SỞ DỮ LIỆU SỬA ĐỔI, BỔ SUNG", Some(Section::Given)),
            ("1. CSDL thêm mới", Some(Section::Given)),
            ("B. BÃI BỎ", Some(Section::Withdrawn)),
            ("III. CÁC CSDL BÃI BỎ KHỎI DANH MỤC", Some(Section::Withdrawn)),
            ("Các cơ sở dữ liệu đưa ra khỏi danh mục", Some(Section::Withdrawn)),
            ("CƠ SỞ DỮ LIỆU RÚT KHỎI DANH MỤC", Some(Section::Withdrawn)),
            ("C. Danh mục cơ sở dữ liệu dùng chung của tỉnh", None),
            ("I. SỞ Y TẾ", None),
            ("II. Sở Thông tin và Truyền thông", None),
            ("UBND CÁC HUYỆN, THỊ XÃ, THÀNH PHỐ", None),
            // Names of databases, though they have such words.
            ("CSDL cấp giấy phép bổ sung", None),
            ("CSDL văn bản bị bãi bỏ của HĐND", None),
            ("CSDL điều chỉnh quy hoạch", None),
            ("", None),
            ("IV.", None),
        ] {
            assert_eq!(section(heading), expected, "{heading}");
        }
    }

    #[test]
    fn the_cells_of_a_column() {
        for (cell, expected) in [
            ("Bãi bỏ", Some(Section::Withdrawn)),
            ("BÃI BỎ (trùng với CSDL của Bộ)", Some(Section::Withdrawn)),
            ("Bỏ", Some(Section::Withdrawn)),
            ("Rút", Some(Section::Withdrawn)),
            ("Đưa ra khỏi danh mục", Some(Section::Withdrawn)),
            ("Bổ sung", Some(Section::Given)),
            ("Bổ sung mới", Some(Section::Given)),
            ("Sửa đổi, bãi bỏ hạng mục 2", Some(Section::Given)),
            ("Sửa tên", Some(Section::Given)),
            ("Giữ nguyên", Some(Section::Given)),
            ("x", None),
            ("", None),
            ("Đã họp ngày 12/5", None),
        ] {
            assert_eq!(row_section(cell), expected, "{cell}");
        }
    }

    #[test]
    fn what_is_left_empty_stays() {
        let base = EntryContent {
            name: "CSDL a".to_owned(),
            sector: "y_te".to_owned(),
            purpose: "Cũ".to_owned(),
            start_year: Some(2019),
            data_kinds: vec![DataKind::Master],
            security_level: Some(3),
            items: vec![DataItem { name: "Danh sách".to_owned(), ..DataItem::default() }],
            ..EntryContent::default()
        };
        let given = |purpose: &str, items: Vec<DataItem>| EntryContent {
            name: "CSDL a".to_owned(),
            owner: "so-yt".into(),
            purpose: purpose.to_owned(),
            items,
            ..EntryContent::default()
        };
        let owned = EntryContent { owner: "so-yt".into(), ..base.clone() };
        assert_eq!(amended(&base, given("", vec![])), owned);
        let changed = EntryContent { purpose: "Mới".to_owned(), ..owned.clone() };
        assert_eq!(amended(&base, given("Mới", vec![])), changed);
        let items = vec![DataItem { name: "Hồ sơ".to_owned(), ..DataItem::default() }];
        assert_eq!(amended(&base, given("", items.clone())), EntryContent { items, ..owned });
        assert_eq!(amended(&EntryContent::default(), base.clone()), base);
    }
}
