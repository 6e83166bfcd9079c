//! Words of questions and of every entry, which say nothing of what is looked for.

use crate::word::Word;

/// Words that mean nothing to look for, whatever their marks; folded.
const PHRASES: &[&str] = &[
    "o dau",
    "nam o dau",
    "dau roi",
    "danh sach",
    "tra cuu",
    "thong tin",
    "thong tin ve",
    "du lieu",
    "so lieu",
    "co so du lieu",
    "csdl",
    "bao nhieu",
    "co bao nhieu",
    "bao gio",
    "khi nao",
    "luc nao",
    "bao lau",
    "hom nay",
    "hom qua",
    "tuan nay",
    "thang nay",
    "nam nay",
    "nam ngoai",
    "nam truoc",
    "hien nay",
    "hien tai",
    "moi nhat",
    "gan nhat",
    "gan day",
    "quanh day",
    "gan nha",
    "nha toi",
    "nha minh",
    "cua toi",
    "cua minh",
    "dia ban",
    "tren dia ban",
    "khu vuc",
    "toan tinh",
    "trong tinh",
    "tinh nha",
    "tinh minh",
    "the nao",
    "nhu the nao",
    "ra sao",
    "la gi",
    "tim kiem",
    "cho toi",
    "cho hoi",
    "cho biet",
    "toi muon",
    "muon biet",
    "lam sao",
    "lam the nao",
    "xem o dau",
    "tim o dau",
    "hoi ve",
    "lien quan den",
    "nhu nao",
    "hay khong",
    "duoc khong",
    "co khong",
    "tang hay giam",
    "cua",
    "cac",
    "nhung",
    "va",
    "o",
    "nhu",
    "nao",
    "duoc",
];
/// The same, only as they are written here, in a query with marks.
const WORDS: &[&str] = &[
    "cho", "có", "là", "về", "tại", "theo", "trên", "trong", "từ", "đến", "tỉnh", "ở", "tôi", "cần", "xem", "tìm",
    "hỏi", "khi", "để", "được", "không", "nào", "gì", "với", "bị", "như", "muốn", "xin", "làm", "sao", "này", "hay",
    "năm", "nộp", "mình", "bạn", "ai", "đâu", "thì", "mà", "rồi", "chưa", "còn", "vậy", "đã", "đang", "sẽ", "giúp",
    "mấy", "chỗ", "nơi", "cách", "gần", "phải", "nên", "thế", "bao", "nhiêu", "đi", "hiện", "nay", "mọi", "ra",
];

/// How many of these folded words, from the first on, are a phrase that means nothing.
pub(crate) fn phrase_at(folds: &[&str]) -> usize {
    let begins = |phrase: &&&str| {
        let mut rest = folds.iter();
        phrase.split(' ').all(|word| rest.next().is_some_and(|fold| *fold == word))
    };
    PHRASES.iter().filter(begins).map(|phrase| phrase.split(' ').count()).max().unwrap_or(0)
}

/// Whether a word of a query with marks means nothing by itself.
pub(crate) fn is_stop(word: &Word) -> bool {
    WORDS.contains(&word.raw.as_str())
}
