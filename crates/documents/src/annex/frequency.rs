//! How often a database is updated, as officials word it: «Hằng quý», «Quý», «3 tháng/lần» and «4 lần/năm» are one.

use domain::catalog::Named;
use domain::text::{fold, raw_words, words};

/// What wordings of a frequency have without telling one from another, folded.
const SAYS_NOTHING: [&str; 6] = ["dinh ky", "tan suat", "cap nhat", "theo", "hang", "moi"];

/// The time from one update to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Period {
    Minutes(u32),
    Months(u32),
}

/// The frequency of a list that a text means: its code, its name, or other words for the same.
pub(super) fn frequency<'a>(written: &str, list: &'a [Named]) -> Option<&'a Named> {
    let is_it = |one: &&Named| one.id == written || words(&one.name) == words(written);
    let meant = telling(written);
    let is_like = |one: &&Named| {
        let named = telling(&one.name);
        named == meant || period(&meant).is_some_and(|period_meant| period(&named) == Some(period_meant))
    };
    list.iter().find(is_it).or_else(|| list.iter().filter(|_| !meant.is_empty()).find(is_like))
}

/// The telling words of a frequency, folded, numbers as digits; a slash is one of them, and a comma for whatever joins
/// several: «Hằng năm, khi có thay đổi» is none of the two.
fn telling(text: &str) -> Vec<String> {
    let is_plain = fold(text) == text.to_lowercase();
    // «Ngay» is at once, and «ngày» a day; typed without marks it is a day.
    if !is_plain && raw_words(text).iter().any(|word| word == "ngay") {
        return Vec::new();
    }
    let bullets = ['-', '+', '•', '*', '–', '—', ' '];
    let mut spaced = String::from(" ");
    for letter in fold(text.trim_start_matches(bullets)).chars() {
        match letter {
            '/' => spaced.push_str(" / "),
            ',' | ';' | '-' | '–' | '—' | '+' | '&' => spaced.push_str(" , "),
            letter if letter.is_alphanumeric() => spaced.push(letter),
            _ => spaced.push(' '),
        }
    }
    let mut line = format!(" {} ", spaced.split_whitespace().collect::<Vec<_>>().join(" "));
    for phrase in SAYS_NOTHING {
        line = line.replace(&format!(" {phrase} "), " ");
    }
    for (said, counted) in [("nua nam", "6 thang"), ("mot", "1"), ("hai", "2")] {
        line = line.replace(&format!(" {said} "), &format!(" {counted} "));
    }
    line.split_whitespace().map(str::to_owned).collect()
}

/// The period of «quý», «6 tháng / 1 lần», «2 lần / năm»; `None` of what says none, or more than one.
fn period(telling: &[String]) -> Option<Period> {
    let mut left: Vec<&str> = telling.iter().map(String::as_str).filter(|word| *word != "/").collect();
    let mut times = 1;
    if let Some(at) = left.iter().position(|word| *word == "lan") {
        left.remove(at);
        if let Some(count) = at.checked_sub(1).and_then(|before| number(left[before])) {
            left.remove(at - 1);
            times = count;
        }
    } else if left.len() < telling.len() {
        // «3/tháng» is no three months.
        return None;
    }
    let (count, unit) = match left[..] {
        [unit] => (1, unit),
        [count, unit] => (number(count)?, unit),
        _ => return None,
    };
    let share = |of_unit: u32| {
        let whole = count.checked_mul(of_unit)?;
        (times > 0 && whole > 0 && whole.is_multiple_of(times)).then(|| whole / times)
    };
    match unit {
        "phut" => share(1).map(Period::Minutes),
        "gio" => share(60).map(Period::Minutes),
        "ngay" => share(24 * 60).map(Period::Minutes),
        "tuan" => share(7 * 24 * 60).map(Period::Minutes),
        "thang" => share(1).map(Period::Months),
        "quy" => share(3).map(Period::Months),
        "nam" => share(12).map(Period::Months),
        _ => None,
    }
}

fn number(word: &str) -> Option<u32> {
    word.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The list of the demonstration.
    fn list() -> Vec<Named> {
        let named = |(id, name): (&str, &str)| Named { id: id.to_owned(), name: name.to_owned() };
        let all = [
            ("RT", "Thời gian thực"),
            ("MIN15", "5 - 15 phút/lần"),
            ("H1", "Hằng giờ"),
            ("D1", "Hằng ngày"),
            ("W1", "Hằng tuần"),
            ("M1", "Hằng tháng"),
            ("Q1", "Hằng quý"),
            ("HK", "Theo học kỳ"),
            ("MV", "Theo mùa vụ"),
            ("H6", "6 tháng/lần"),
            ("Y1", "Hằng năm"),
            ("ONC", "Khi có thay đổi"),
            ("ONE", "Một lần"),
        ];
        all.map(named).to_vec()
    }

    #[test]
    fn wordings_of_frequencies() {
        for (written, id) in [
            ("Q1", "Q1"),
            ("hằng quý", "Q1"),
            ("Hàng quý", "Q1"),
            ("Quý", "Q1"),
            ("QUÝ.", "Q1"),
            ("Theo quý", "Q1"),
            ("3 tháng/lần", "Q1"),
            ("4 lần/năm", "Q1"),
            ("Tháng", "M1"),
            ("1 tháng/lần", "M1"),
            ("01 lần/tháng", "M1"),
            ("Mỗi tháng một lần", "M1"),
            ("Năm", "Y1"),
            ("- Hằng năm", "Y1"),
            ("1 lần/năm", "Y1"),
            ("1 năm/lần", "Y1"),
            ("1 lần/1 năm", "Y1"),
            ("năm/lần", "Y1"),
            ("Định kỳ hằng năm", "Y1"),
            ("Cập nhật định kỳ hàng năm", "Y1"),
            ("12 tháng", "Y1"),
            ("6 tháng", "H6"),
            ("06 tháng một lần", "H6"),
            ("2 lần/năm", "H6"),
            ("Nửa năm", "H6"),
            ("Tuần", "W1"),
            ("7 ngày/lần", "W1"),
            ("Ngày", "D1"),
            ("Hang ngay", "D1"),
            ("Giờ", "H1"),
            ("Học kỳ", "HK"),
            ("Mùa vụ", "MV"),
            ("Theo thời gian thực", "RT"),
            ("5-15 phút/lần", "MIN15"),
            ("Cập nhật khi có thay đổi", "ONC"),
            ("1 lần", "ONE"),
        ] {
            let list = list();
            assert_eq!(frequency(written, &list).map(|one| one.id.as_str()), Some(id), "{written}");
        }
        for written in [
            "",
            "-",
            "Định kỳ",
            "Cập nhật ngay",
            "Hằng năm, khi có thay đổi",
            "Hằng tháng/quý",
            "1-2 lần/năm",
            "3/tháng",
            "5 lần/năm",
            "2 năm/lần",
            "Năm 2023",
            "Quý I",
            "Ngày 15 hằng tháng",
            "Sau mỗi kỳ họp",
            "0 lần/năm",
        ] {
            assert_eq!(frequency(written, &list()), None, "{written}");
        }
    }
}
