//! What exactly a workbook is refused for, behind the code of its issue. It travels in the issue's detail, as a code with a
//! limit and the part of the file; pages and commands say it in words.

use strum::{Display, EnumIter, EnumString};

/// What there is too much of, or what is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, Display)]
#[strum(serialize_all = "snake_case")]
pub enum Cause {
    // Of the file and what it unpacks to.
    FileBytes,
    Parts,
    PartBytes,
    AllBytes,
    /// A part unpacks to many times its size.
    Ratio,
    /// Parts lie over one another.
    Overlap,
    // Of the XML in a part, whatever it says.
    Rows,
    Cells,
    SharedTexts,
    Elements,
    TextBytes,
    TagBytes,
    Depth,
    FormulaIndex,
    // Of what has a text.
    FilledRows,
    FilledColumns,
    FilledCells,
    AllTextBytes,
    // Of merged cells.
    Merges,
    MergeRows,
    MergeCells,
    MergeColumns,
    // Of what is broken.
    Archive,
    SameName,
    PartName,
    Unpacking,
    SheetTarget,
    CellPlace,
    CellValue,
    MissingPart,
    WrongXml,
    /// Nothing better is known than what the reader says, in its own words.
    Content,
}

/// The longest name of a part that is carried.
const PART_CHARS_MAX: usize = 100;

impl Cause {
    /// `rows 200000 xl/worksheets/sheet1.xml`: with the most that there may be, and the part that it is about.
    pub fn detail(self, most: u64, part: &str) -> String {
        format!("{self} {most} {part}").trim_end().to_owned()
    }

    /// Reads what [`Cause::detail`] wrote.
    pub fn of(detail: &str) -> Option<(Self, u64, &str)> {
        let mut pieces = detail.splitn(3, ' ');
        let cause = pieces.next()?.parse().ok()?;
        let most = pieces.next()?.parse().ok()?;
        Some((cause, most, pieces.next().unwrap_or_default()))
    }

    /// The same without a part that is no plain name: what comes in an address may say anything.
    pub(super) fn carried(detail: &str) -> String {
        let is_plain = |part: &str| {
            part.len() <= PART_CHARS_MAX && part.chars().all(|c| c.is_ascii_alphanumeric() || "/._-[]".contains(c))
        };
        Self::of(detail)
            .map_or_else(String::new, |(cause, most, part)| cause.detail(most, if is_plain(part) { part } else { "" }))
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;
    use crate::annex::{AnnexCode, AnnexIssue, CellPlace};

    #[test]
    fn each_is_read_back() {
        for cause in Cause::iter() {
            for part in ["", "xl/worksheets/sheet1.xml", "Xml error: a b"] {
                assert_eq!(Cause::of(&cause.detail(7, part)), Some((cause, 7, part)));
            }
        }
        for detail in ["", "rows", "rows many", "CSDL đất đai", "p"] {
            assert_eq!(Cause::of(detail), None, "{detail}");
        }
    }

    #[test]
    fn an_address_carries_a_cause_and_no_free_text() {
        let place = CellPlace { sheet: "Phụ; lục".to_owned(), row: 3, column: 201 };
        for (detail, carried) in [
            ("filled_columns 200", "filled_columns 200"),
            ("unpacking 0 xl/worksheets/sheet1.xml", "unpacking 0 xl/worksheets/sheet1.xml"),
            ("content 0 Xml error; call now", "content 0"),
            ("CSDL đất đai", ""),
            ("", ""),
        ] {
            let issue = AnnexIssue { place: place.clone(), code: AnnexCode::TooLarge, detail: detail.to_owned() };
            let read = AnnexIssue::of_told(&issue.told()).expect("read back");
            assert_eq!(read, AnnexIssue { detail: carried.to_owned(), ..issue }, "{detail}");
        }
        let made = "too_large;0;0;Gọi ngay số này;";
        assert_eq!(AnnexIssue::of_told(made).map(|issue| issue.detail), Some(String::new()));
        assert_eq!(AnnexIssue::of_told("too_large;0;0"), None);
    }
}
