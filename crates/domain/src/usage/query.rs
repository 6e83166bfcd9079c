//! What is kept of the words of a search.

use crate::text::{clean, fold};

/// The most characters kept.
pub const QUERY_CHARS_MAX: usize = 80;
/// The words of a search without result are shown to the public only when on one day at least so many visitors asked them:
/// what one person looks for stays their own.
pub const ASKED_BY_AT_LEAST: u32 = 3;
/// With so many digits it may be somebody's number: of an identity card, a telephone, a parcel of land.
const DIGITS_MAX: usize = 5;

/// The words of a search without marks, lower case, one space between two, cut at [`QUERY_CHARS_MAX`]; empty for what
/// nothing may be kept of: an address of electronic mail, or a long number.
pub fn kept_query(text: &str) -> String {
    // Full-width ones too, as some keyboards write them.
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    if text.contains(['@', '＠']) || digits > DIGITS_MAX {
        return String::new();
    }
    let words = fold(&clean(text));
    let plain: String = words.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let cut: String = plain.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(QUERY_CHARS_MAX).collect();
    cut.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept() {
        for (typed, kept) in [
            ("Đất đai", "dat dai"),
            ("  hộ   nghèo\t2024 ", "ho ngheo 2024"),
            ("<script>alert(1)</script>", "script alert 1 script"),
            ("'; drop table usage_event; --", "drop table usage event"),
            ("=HYPERLINK(\"http://x\")", "hyperlink http x"),
            ("nguyen.van.a@daklak.gov.vn", ""),
            ("CCCD 066 123 456 789", ""),
            ("0262.3.852.111", ""),
            ("０２６２３８５２１１１", ""),
            ("a＠daklak.gov.vn", ""),
            ("a\u{0}b\u{200b}c", "abc"),
            ("", ""),
            ("!!!", ""),
        ] {
            assert_eq!(kept_query(typed), kept, "{typed:?}");
        }
        assert_eq!(kept_query(&"ăn ".repeat(10_000)).chars().count(), QUERY_CHARS_MAX);
    }
}
