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

/// What officials draw together, and the same in full; with marks and without.
const DRAWN_TOGETHER: [(&str, &str); 2] =
    [("khám chữa bệnh", "khám bệnh, chữa bệnh"), ("kham chua benh", "kham benh, chua benh")];

/// Fewer telling words are no subject of their own: «công nghệ» in «nhiệm vụ khoa học và công nghệ».
const SUBJECT_WORDS_MIN: usize = 3;

/// A word: how it is compared and how it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub key: String,
    pub shown: String,
}

/// The telling words of a text, in pieces that punctuation and empty words divide: pairs are made within a piece only.
/// What stands in brackets is left out. `plain`: marks do not count.
pub(super) fn pieces(text: &str, plain: bool) -> Vec<Vec<Word>> {
    divided(&lowered(text), plain)
}

/// The same of a text that is compared with others: what is drawn together is written in full. A fingerprint has it as it
/// is written, so that what was settled stays settled.
pub(super) fn compared(text: &str, plain: bool) -> Vec<Vec<Word>> {
    let mut text = lowered(text);
    for (short, full) in DRAWN_TOGETHER {
        if text.contains(short) {
            text = text.replace(short, full);
        }
    }
    divided(&text, plain)
}

/// The subjects that a name joins by «và», each in pieces; none of a name that is about one.
pub(super) fn subjects(name: &str, plain: bool) -> Vec<Vec<Vec<Word>>> {
    let name = lowered(name);
    let words: Vec<&str> = name.split(' ').collect();
    let joins = |word: &&str| matches!(*word, "và" | "&") || (plain && *word == "va");
    if !words.iter().any(joins) {
        return Vec::new();
    }
    let parts: Vec<Vec<Vec<Word>>> = words.split(joins).map(|part| compared(&part.join(" "), plain)).collect();
    let is_subject = |part: &Vec<Vec<Word>>| part.iter().map(Vec::len).sum::<usize>() >= SUBJECT_WORDS_MIN;
    if parts.iter().all(is_subject) { parts } else { Vec::new() }
}

fn lowered(text: &str) -> String {
    without_brackets(&clean(text).to_lowercase())
}

fn divided(text: &str, plain: bool) -> Vec<Vec<Word>> {
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

    fn told(pieces: &[Vec<Word>]) -> String {
        let shown = |piece: &Vec<Word>| piece.iter().map(|word| word.shown.as_str()).collect::<Vec<_>>().join(" ");
        pieces.iter().map(shown).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn what_is_drawn_together_is_compared_in_full() {
        for (text, plain, in_full) in [
            ("CSDL cơ sở Khám chữa bệnh", false, "cơ sở khám bệnh|chữa bệnh"),
            ("CSDL cơ sở khám bệnh, chữa bệnh", false, "cơ sở khám bệnh|chữa bệnh"),
            ("csdl kham chua benh", true, "kham benh|chua benh"),
        ] {
            assert_eq!(told(&compared(text, plain)), in_full, "{text}");
        }
        assert_eq!(told(&pieces("CSDL khám chữa bệnh", false)), "khám chữa bệnh");
    }

    #[test]
    fn subjects_of_a_name() {
        let joined = "CSDL khám chữa bệnh và hồ sơ sức khỏe của người dân";
        for (name, plain, of_name) in [
            (joined, false, "khám bệnh|chữa bệnh + sức khỏe|người dân"),
            ("csdl cap phep xay dung va nha o xa hoi", true, "cap phep xay dung + nha o xa hoi"),
            ("CSDL nhiệm vụ khoa học và công nghệ", false, ""),
            ("CSDL cấp phép xây dựng", false, ""),
            ("CSDL cấp phép xây dựng (mới và sửa chữa nhà ở)", false, ""),
        ] {
            let subjects: Vec<String> = subjects(name, plain).iter().map(|subject| told(subject)).collect();
            assert_eq!(subjects.join(" + "), of_name, "{name}");
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
