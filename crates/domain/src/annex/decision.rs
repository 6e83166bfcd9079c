//! The decision that an annex names in the lines over its header: «(Kèm theo Quyết định số 1234/QĐ-UBND ngày 15/7/2024
//! của Chủ tịch Ủy ban nhân dân tỉnh)», in its several wordings. It is a proposal: a person confirms it.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::edition::Decision;
use crate::text::fold;

/// The longest number that is taken for one.
const NUMBER_CHARS_MAX: usize = 60;
/// The years of decisions.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// What an annex says of its decision.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedDecision {
    pub number: Option<String>,
    pub date: Option<Date>,
}

impl NamedDecision {
    /// Whether a decision that was typed is another than the annex names.
    pub fn differs(&self, decision: &Decision) -> bool {
        let letters = |number: &str| fold(number).replace(char::is_whitespace, "");
        let other_number = self.number.as_ref().is_some_and(|number| letters(number) != letters(&decision.number));
        other_number || self.date.is_some_and(|date| date != decision.date)
    }
}

/// The decision that the lines over the header name. One that the annex only draws on («Căn cứ Quyết định ...») is not
/// it; a draft leaves the number and the day open.
pub fn named_decision(title: &str) -> NamedDecision {
    let tokens = tokens(title);
    let folded: Vec<String> = tokens.iter().map(|token| fold(bare(token))).collect();
    let words: Vec<&str> = folded.iter().map(String::as_str).collect();
    let Some(own) = own_decision(&words) else {
        // No decision is named as its own: the one day that stands there, as under «Phụ lục».
        let draws_on = words.windows(2).any(|two| matches!(two, ["can", "cu"] | ["thuc", "hien"]));
        let date = if draws_on { None } else { date_in(&tokens, &words) };
        return NamedDecision { number: None, date };
    };
    let end = (own..words.len()).find(|at| decision_at(&words, *at).is_some()).unwrap_or(words.len());
    let (tokens, words) = (&tokens[own..end], &words[own..end]);
    let is_number = |at: &usize| words[*at].contains("/qd") || words[*at].contains("-qd");
    let number = (0..words.len()).filter(is_number).map(|at| bare(&tokens[at]));
    let number = number.filter(|number| number.starts_with(|c: char| c.is_ascii_digit()));
    let number = number.map(str::to_owned).find(|number| number.chars().count() <= NUMBER_CHARS_MAX);
    NamedDecision { number, date: date_in(tokens, words) }
}

/// The words of a title; a number that was written with spaces («1234 /QĐ - UBND») is one.
fn tokens(title: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    for word in title.replace([':', '(', ')', '[', ']'], " ").split_whitespace() {
        let joins = tokens.last().is_some_and(|last| {
            let of_number = last.starts_with(|c: char| c.is_ascii_digit()) && !last.ends_with([',', ';', '.']);
            let letters = last.contains('/') && last.chars().any(char::is_alphabetic);
            let open = last.ends_with(['/', '-']);
            of_number && (word.starts_with('/') || (letters && (word == "-" || open)) || (last.ends_with('/')))
        });
        match tokens.last_mut() {
            Some(last) if joins => last.push_str(word),
            _ => tokens.push(word.to_owned()),
        }
    }
    tokens
}

/// A word without the marks around it.
fn bare(token: &str) -> &str {
    token.trim_matches([',', ';', '.', '"', '“', '”', '\'', '*', '–', '-', '/'])
}

/// Whether «Quyết định», or its abbreviation, begins here, and how many words it has.
fn decision_at(words: &[&str], at: usize) -> Option<usize> {
    match (words[at], words.get(at + 1)) {
        ("quyet", Some(&"dinh")) => Some(2),
        ("qd", _) => Some(1),
        _ => None,
    }
}

/// Where the words behind the annex's own decision begin.
fn own_decision(words: &[&str]) -> Option<usize> {
    let after = |before: &[&str]| {
        (before.len()..words.len()).find_map(|at| {
            let length = decision_at(words, at)?;
            (words[at - before.len()..at] == *before).then_some(at + length)
        })
    };
    [&["kem", "theo"][..], &["ban", "hanh", "theo"], &["ban", "hanh", "tai"], &["phu", "luc"], &["phu", "luc", "cua"]]
        .into_iter()
        .find_map(after)
}

/// The first day behind «ngày»: «15/7/2024», «15-07-2024», «15.7.2024», «15 tháng 7 năm 2024».
fn date_in(tokens: &[String], words: &[&str]) -> Option<Date> {
    (0..words.len()).filter(|at| words[*at] == "ngay").find_map(|at| {
        let number = |offset: usize| words.get(at + offset)?.parse::<i32>().ok();
        if words.get(at + 2) == Some(&"thang") && words.get(at + 4) == Some(&"nam") {
            return day(number(1)?, number(3)?, number(5)?);
        }
        let token = bare(tokens.get(at + 1)?);
        let parts: Option<Vec<i32>> = token.split(['/', '-', '.']).map(|part| part.parse().ok()).collect();
        match parts.as_deref() {
            Some(&[dd, mm, yyyy]) => day(dd, mm, yyyy),
            _ => None,
        }
    })
}

fn day(day: i32, month: i32, year: i32) -> Option<Date> {
    let month = time::Month::try_from(u8::try_from(month).ok()?).ok()?;
    Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok().filter(|_| YEARS.contains(&year))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn the_decision_in_its_wordings() {
        let july = Some(date!(2024 - 07 - 15));
        let own = Some("1234/QĐ-UBND");
        for (title, number, date) in [
            ("PHỤ LỤC DANH MỤC (Kèm theo Quyết định số 1234/QĐ-UBND ngày 15/7/2024 của Chủ tịch UBND tỉnh)", own, july),
            ("(Ban hành kèm theo Quyết định số: 1234/QĐ-UBND ngày 15 tháng 7 năm 2024 của UBND tỉnh)", own, july),
            ("(Kèm theo Quyết định số:1234/QĐ-UBND, ngày 15-07-2024)", own, july),
            ("(Kèm theo Quyết định số 1234 /QĐ - UBND ngày 15.7.2024 của UBND tỉnh)", own, july),
            ("(KÈM THEO QUYẾT ĐỊNH SỐ 1234/QĐ-UBND NGÀY 15/07/2024)", own, july),
            ("Kèm theo QĐ số 1234/QĐ-UBND ngày 15/07/2024.", own, july),
            ("Kèm theo Quyết định 1234/QĐ-UBND; ngày 15/07/2024;", own, july),
            ("Phụ lục ban hành theo Quyết định số 1234/QĐ-UBND ngày 15/7/2024", own, july),
            ("Phụ lục Quyết định số 1234/QĐ-UBND ngày 15/7/2024", own, july),
            // Decomposed letters, as some systems write them.
            ("Kèm theo Quyê\u{301}t đi\u{323}nh số 1234/QĐ-UBND ngày 15/7/2024", own, july),
            ("(Kèm theo Quyết định số 12/2024/QĐ-UBND ngày 15/7/2024)", Some("12/2024/QĐ-UBND"), july),
            // Not its own: what it draws on, and what it takes the place of.
            (
                "Căn cứ Quyết định số 01/2023/QĐ-UBND ngày 22/01/2023 (Kèm theo Quyết định số 1234/QĐ-UBND ngày 15/7/2024)",
                own,
                july,
            ),
            (
                "(Kèm theo Quyết định số 1234/QĐ-UBND ngày 15/7/2024; thay thế Quyết định số 9/QĐ-UBND ngày 1/2/2023)",
                own,
                july,
            ),
            ("(Kèm theo Quyết định số     /QĐ-UBND thay thế Quyết định số 9/QĐ-UBND ngày 1/2/2023)", None, None),
            ("Căn cứ Quyết định số 01/2023/QĐ-UBND ngày 22/01/2023 của UBND tỉnh", None, None),
            // A draft.
            ("(Kèm theo Quyết định số      /QĐ-UBND ngày     tháng     năm 2024 của Chủ tịch UBND tỉnh)", None, None),
            ("(Kèm theo Quyết định số ..../QĐ-UBND ngày .../.../2024)", None, None),
            ("(Kèm theo Quyết định số 1234/QĐ-UBND)", own, None),
            // A day alone.
            ("PHỤ LỤC Đắk Lắk, ngày 15 tháng 7 năm 2024", None, july),
            // Days that are none.
            ("(Kèm theo Quyết định số 1234/QĐ-UBND ngày 31/02/2024)", own, None),
            ("(Kèm theo Quyết định số 1234/QĐ-UBND ngày 15/7/24)", own, None),
            ("(Kèm theo Quyết định số 1234/QĐ-UBND ngày 15 tháng 13 năm 2024)", own, None),
            ("DANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG", None, None),
            ("", None, None),
            ("kèm theo quyết định", None, None),
            ("ngày", None, None),
        ] {
            let named = named_decision(title);
            assert_eq!((named.number.as_deref(), named.date), (number, date), "{title}");
        }
    }

    #[test]
    fn a_decision_that_was_typed_may_be_another() {
        let decision = |number: &str, date| Decision {
            number: number.to_owned(),
            date,
            effective_from: date,
            signer: String::new(),
            signer_title: String::new(),
        };
        let day = date!(2024 - 07 - 15);
        let named = |number: Option<&str>, date| NamedDecision { number: number.map(str::to_owned), date };
        for (named, typed, differs) in [
            (named(None, None), decision("1/QĐ-UBND", day), false),
            (named(Some("1/QĐ-UBND"), Some(day)), decision("1/QĐ-UBND", day), false),
            (named(Some("1/QĐ-UBND"), None), decision("1 / qđ-ubnd", day), false),
            (named(Some("1/QĐ-UBND"), Some(day)), decision("2/QĐ-UBND", day), true),
            (named(None, Some(day)), decision("2/QĐ-UBND", date!(2024 - 07 - 16)), true),
        ] {
            assert_eq!(named.differs(&typed), differs, "{named:?}");
        }
    }

    #[test]
    fn no_title_is_too_odd() {
        for odd in ["/", "-", "1/", "1 / / /", "quyết", "kèm theo qđ 1/", "ngày ngày / tháng năm", "\u{300}\u{301}"]
        {
            named_decision(odd);
        }
        let long = format!("kèm theo quyết định số {}/QĐ", "1".repeat(500));
        assert_eq!(named_decision(&long), NamedDecision::default());
    }
}
