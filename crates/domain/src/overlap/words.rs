//! The words of a name or an item that tell something: what every database's name says is taken out, abbreviations are
//! written out, and marks count, but for where a whole text was typed without any.

use std::sync::LazyLock;

use crate::text::{clean, fold, marked};

/// What names of databases say without telling one from another. With marks; the longest first where one begins another.
const SAYS_NOTHING: [&str; 42] = [
    "cơ sở dữ liệu",
    "hệ thống thông tin",
    "cổng thông tin",
    "trên địa bàn",
    "của tỉnh",
    "toàn tỉnh",
    "toàn quốc",
    "đắk lắk",
    "phần địa phương",
    "bản khai thác",
    "danh sách",
    "danh mục",
    "thông tin",
    "hệ thống",
    "dữ liệu",
    "quốc gia",
    "quản lý",
    "dùng chung",
    "điện tử",
    "đăng ký",
    "tổng hợp",
    "theo dõi",
    "công tác",
    "hồ sơ",
    "số hóa",
    "tình hình",
    "kết quả",
    "csdl",
    "tỉnh",
    "ngành",
    "cổng",
    "số lượng",
    "chi tiết",
    "của",
    "và",
    "về",
    "các",
    "tại",
    "theo",
    "trong",
    "được",
    "mã",
];

/// What is taken out of a name of which nothing else would be left: «CSDL danh mục dùng chung của tỉnh».
const SAYS_LEAST: [&str; 8] = ["cơ sở dữ liệu", "hệ thống", "của tỉnh", "quốc gia", "điện tử", "csdl", "tỉnh", "và"];

/// Phrases as the keys of their words: with marks, and without.
struct Phrases {
    marked: Vec<Vec<String>>,
    plain: Vec<Vec<String>>,
}

impl Phrases {
    fn new(phrases: &[&str]) -> Self {
        let keys =
            |key: fn(&str) -> String| phrases.iter().map(|phrase| phrase.split(' ').map(key).collect()).collect();
        Self { marked: keys(marked), plain: keys(fold) }
    }

    fn of(&self, plain: bool) -> &[Vec<String>] {
        if plain { &self.plain } else { &self.marked }
    }
}

static NOTHING: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&SAYS_NOTHING));
static LEAST: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&SAYS_LEAST));

/// Abbreviations that officials write, and what they stand for.
const STANDS_FOR: [(&str, &str); 16] = [
    ("bhyt", "bảo hiểm y tế"),
    ("bhxh", "bảo hiểm xã hội"),
    ("bhtn", "bảo hiểm thất nghiệp"),
    ("pccc", "phòng cháy chữa cháy"),
    ("tthc", "thủ tục hành chính"),
    ("htx", "hợp tác xã"),
    ("dn", "doanh nghiệp"),
    ("gplx", "giấy phép lái xe"),
    ("gpxd", "giấy phép xây dựng"),
    ("attp", "an toàn thực phẩm"),
    ("vsattp", "vệ sinh an toàn thực phẩm"),
    ("cbccvc", "cán bộ công chức viên chức"),
    ("qppl", "quy phạm pháp luật"),
    ("bđs", "bất động sản"),
    ("khcn", "khoa học và công nghệ"),
    ("gcnqsdđ", "giấy chứng nhận quyền sử dụng đất"),
];

/// A word: how it is compared and how it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub key: String,
    pub shown: String,
}

/// The telling words of a text, in pieces that punctuation and empty words divide: pairs are made within a piece only.
/// What stands in brackets is left out. `plain`: marks do not count.
pub(super) fn pieces(text: &str, plain: bool) -> Vec<Vec<Word>> {
    let text = without_brackets(&clean(text).to_lowercase());
    let key = |word: &str| if plain { fold(word) } else { marked(word) };
    let parts: Vec<Vec<Word>> = text
        .replace(" & ", " và ")
        .replace("kh&cn", "khcn")
        .split(|c: char| !(c.is_alphanumeric() || c == ' '))
        .map(|part| {
            let words = part.split(' ').filter(|word| !word.is_empty()).flat_map(|word| written_out(word).split(' '));
            words.map(|word| Word { key: key(word), shown: word.to_owned() }).collect()
        })
        .collect();
    let without = |nothing: &[Vec<String>]| parts.iter().flat_map(|words| telling(words, nothing)).collect();
    let pieces: Vec<Vec<Word>> = without(NOTHING.of(plain));
    if pieces.is_empty() { without(LEAST.of(plain)) } else { pieces }
}

/// Whether a text was typed without any marks.
pub(super) fn is_plain(text: &str) -> bool {
    fold(text) == text.to_lowercase()
}

/// The runs of words between what says nothing.
fn telling(words: &[Word], nothing: &[Vec<String>]) -> Vec<Vec<Word>> {
    let (mut runs, mut run, mut at) = (Vec::new(), Vec::new(), 0);
    while at < words.len() {
        let rest = &words[at..];
        let empty = nothing.iter().find(|phrase| {
            phrase.len() <= rest.len() && phrase.iter().zip(rest).all(|(nothing, word)| *nothing == word.key)
        });
        match empty {
            Some(phrase) => {
                at += phrase.len();
                runs.push(std::mem::take(&mut run));
            }
            None => {
                run.push(words[at].clone());
                at += 1;
            }
        }
    }
    runs.push(run);
    runs.retain(|run| !run.is_empty());
    runs
}

fn written_out(word: &str) -> &str {
    STANDS_FOR.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| *long)
}

fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            // A bracket that was never opened divides, as a comma does.
            ')' if depth == 0 => kept.push(','),
            ')' => depth -= 1,
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells() {
        for (text, told) in [
            ("CSDL đất đai", "đất đai"),
            ("CSDL quốc gia về đất đai", "đất đai"),
            ("Cơ sở dữ liệu cán bộ, công chức, viên chức", "cán bộ|công chức|viên chức"),
            ("CSDL hộ tịch điện tử (phần địa phương)", "hộ tịch"),
            ("Hệ thống giám định BHYT", "giám định bảo hiểm y tế"),
            ("CSDL giá", "giá"),
            ("Hệ thống thông tin quản lý ngân sách và kho bạc (TABMIS)", "ngân sách|kho bạc"),
            ("CSDL quốc gia", ""),
            ("CSDL danh mục dùng chung của tỉnh", "danh mục dùng chung"),
            ("Hệ thống danh mục điện tử dùng chung quốc gia", "danh mục|dùng chung"),
            ("CSDL thống kê quốc gia", "thống kê"),
            ("", ""),
            ("(chưa đóng ngoặc", ""),
            ("ngoặc) thừa", "ngoặc|thừa"),
        ] {
            let pieces: Vec<String> = pieces(text, false)
                .iter()
                .map(|piece| piece.iter().map(|word| word.shown.as_str()).collect::<Vec<_>>().join(" "))
                .collect();
            assert_eq!(pieces.join("|"), told, "{text}");
        }
    }

    #[test]
    fn marks_count_and_their_place_does_not() {
        let key = |text: &str| pieces(text, false)[0][0].key.clone();
        assert_eq!(key("hoá đơn"), key("hóa đơn"));
        assert_eq!(key("thuỷ lợi"), key("thủy lợi"));
        assert_ne!(key("bão lũ"), key("bảo hiểm"));
        let plain = |text: &str| pieces(text, true).concat().into_iter().map(|word| word.key).collect::<Vec<_>>();
        assert_eq!(plain("CSDL quốc gia về đất đai"), plain("csdl quoc gia ve dat dai"));
    }
}
