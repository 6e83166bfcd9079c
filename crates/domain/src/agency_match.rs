//! Which agency a heading of an annex means: «IX. SỞ XÂY DỰNG», «UBND CÁC HUYỆN, THỊ XÃ, THÀNH PHỐ».

use std::collections::{BTreeMap, BTreeSet};

use crate::text;

/// What a heading was matched to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgencyMatch {
    Exact(String),
    /// No name is the same; these come near, best first.
    Similar(Vec<String>),
    /// Several agencies bear the name.
    Ambiguous(Vec<String>),
    None,
}

/// Abbreviations in names of agencies, folded and without signs or «va», with what they stand for.
const ABBREVIATIONS: [(&str, &str); 18] = [
    ("ubnd", "uy ban nhan dan"),
    ("hdnd", "hoi dong nhan dan"),
    ("tttt", "thong tin truyen thong"),
    ("khdt", "ke hoach dau tu"),
    ("khcn", "khoa hoc cong nghe"),
    ("tnmt", "tai nguyen moi truong"),
    ("nnmt", "nong nghiep moi truong"),
    ("nnptnt", "nong nghiep phat trien nong thon"),
    ("gddt", "giao duc dao tao"),
    ("ldtbxh", "lao dong thuong binh xa hoi"),
    ("vhttdl", "van hoa the thao du lich"),
    ("dttg", "dan toc ton giao"),
    ("gtvt", "giao thong van tai"),
    ("bql", "ban quan ly"),
    ("kcn", "khu cong nghiep"),
    ("vp", "van phong"),
    ("tp", "thanh pho"),
    ("tx", "thi xa"),
];

/// The fewest letters by which an agency is looked for as by its initials.
const INITIALS_MIN: usize = 3;

/// The most agencies that are told to come near.
const SIMILAR_MAX: usize = 5;

/// How many words an abbreviation may be written in: «LĐ - TB & XH».
const ABBREVIATION_WORDS_MAX: usize = 4;

/// The heading without its number: «IX.», «12.», «1.2.», «IV -», «a)».
pub fn without_number(written: &str) -> &str {
    let mut rest = written.trim();
    while let Some(after) = after_number(rest) {
        rest = after;
    }
    rest
}

fn after_number(text: &str) -> Option<&str> {
    if let Some((label, rest)) = text.split_once(')')
        && label.chars().count() == 1
    {
        return Some(rest.trim());
    }
    let is_numeral = |c: char| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C') || c.is_ascii_digit();
    let after = text.trim_start_matches(is_numeral);
    let rest = after.trim_start().strip_prefix(['.', ')', '/', ':', '-', '–'])?;
    (after.len() < text.len()).then(|| rest.trim())
}

/// The words that tell an agency from others: abbreviations spelled out, «và» left out, and at the end what all
/// agencies of the province share: «tỉnh», «tỉnh Đắk Lắk», «tại Đắk Lắk».
fn name_words(name: &str) -> Vec<String> {
    let mut words = text::words(without_number(name));
    words.retain(|word| word != "va");
    let mut words = spelled_out(&words);
    // «Huyện Lắk» keeps its last word: only the whole name of the province goes.
    for shared in [&["dak", "lak"][..], &["tinh"], &["tai"]] {
        let tail = words.iter().rev().take(shared.len()).rev();
        if words.len() > shared.len() && tail.eq(shared) {
            words.truncate(words.len() - shared.len());
        }
    }
    words
}

fn spelled_out(words: &[String]) -> Vec<String> {
    let mut full = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let longest = ABBREVIATION_WORDS_MAX.min(words.len() - at);
        let found = (1..=longest).rev().find_map(|length| {
            let joined = words[at..at + length].concat();
            ABBREVIATIONS.iter().find(|(short, _)| *short == joined).map(|(_, full)| (length, *full))
        });
        match found {
            Some((length, spelled)) => {
                full.extend(spelled.split(' ').map(str::to_owned));
                at += length;
            }
            None => {
                full.push(words[at].clone());
                at += 1;
            }
        }
    }
    full
}

/// The agencies among which headings are looked for, with the words of their names: an annex has many headings.
pub struct AgencyNames {
    candidates: Vec<Candidate>,
    /// For each word the candidates whose full name has it.
    by_word: BTreeMap<String, Vec<usize>>,
}

struct Candidate {
    id: String,
    names: [Vec<String>; 2],
    /// «syt» of «Sở Y tế», and the short name in one word.
    shorts: [String; 2],
    /// Different words of the full name.
    words: usize,
}

impl AgencyNames {
    /// Candidates are given as identifier, name and short name.
    pub fn new<'a>(candidates: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>) -> Self {
        let mut names = Self { candidates: Vec::new(), by_word: BTreeMap::new() };
        for (id, name, short_name) in candidates {
            let both = [name_words(name), name_words(short_name)];
            let different: BTreeSet<&String> = both[0].iter().collect();
            for word in &different {
                names.by_word.entry((*word).clone()).or_default().push(names.candidates.len());
            }
            let words = different.len();
            let initials: String = both[0].iter().filter_map(|word| word.chars().next()).collect();
            let shorts = [initials, both[1].concat()];
            names.candidates.push(Candidate { id: id.to_owned(), names: both, shorts, words });
        }
        names
    }

    /// The agency that a heading means.
    pub fn find(&self, written: &str) -> AgencyMatch {
        let wanted = name_words(written);
        if wanted.is_empty() {
            return AgencyMatch::None;
        }
        let named = |candidate: &&Candidate| candidate.names.contains(&wanted);
        let mut exact: Vec<String> =
            self.candidates.iter().filter(named).map(|candidate| candidate.id.clone()).collect();
        exact.dedup();
        match exact.len() {
            1 => AgencyMatch::Exact(exact.remove(0)),
            0 => self.similar(&wanted),
            _ => AgencyMatch::Ambiguous(exact),
        }
    }

    /// Those that share most of their words with the heading, best first; where none does, those of which it has the
    /// initials.
    fn similar(&self, wanted: &[String]) -> AgencyMatch {
        let joined = wanted.concat();
        let wanted: BTreeSet<&String> = wanted.iter().collect();
        let mut common: BTreeMap<usize, usize> = BTreeMap::new();
        for at in wanted.iter().filter_map(|word| self.by_word.get(*word)).flatten() {
            *common.entry(*at).or_default() += 1;
        }
        let mut similar: Vec<(usize, &str)> = Vec::new();
        for (at, common) in common {
            let candidate = &self.candidates[at];
            let all = wanted.len() + candidate.words - common;
            if common * 10 >= all * 6 {
                similar.push((common * 1000 / all, &candidate.id));
            }
        }
        if similar.is_empty() {
            return self.by_initials(&joined);
        }
        similar.sort_by(|a, b| b.cmp(a));
        AgencyMatch::Similar(similar.into_iter().take(SIMILAR_MAX).map(|(_, id)| id.to_owned()).collect())
    }

    /// «SYT» comes near «Sở Y tế», and is nobody's name: another agency may have the same initials.
    fn by_initials(&self, written: &str) -> AgencyMatch {
        if written.chars().count() < INITIALS_MIN {
            return AgencyMatch::None;
        }
        let bears = |candidate: &&Candidate| candidate.shorts.iter().any(|short| short == written);
        let near: Vec<String> =
            self.candidates.iter().filter(bears).take(SIMILAR_MAX).map(|candidate| candidate.id.clone()).collect();
        if near.is_empty() { AgencyMatch::None } else { AgencyMatch::Similar(near) }
    }
}

/// What parts a heading that is nobody's name from the names that come near it, where both are told in one text.
const NEAR: &str = " (≈ ";

/// A heading that is nobody's name, with the names that come near it.
pub fn with_near(written: &str, near: &[String]) -> String {
    format!("{written}{NEAR}{})", near.join(", "))
}

/// The heading, and the names that come near it where there are any, of what [`with_near`] made.
pub fn parted(told: &str) -> (&str, Option<&str>) {
    match told.rsplit_once(NEAR) {
        Some((written, near)) => (written, Some(near.strip_suffix(')').unwrap_or(near))),
        None => (told, None),
    }
}

/// The agency that a heading means, among candidates given as identifier, name and short name.
pub fn match_agency<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
) -> AgencyMatch {
    AgencyNames::new(candidates).find(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The headings of the demonstration annex and the agencies they mean, among all agencies of that day.
    const HEADINGS: [(&str, &str); 26] = [
        ("I. VĂN PHÒNG ỦY BAN NHÂN DÂN TỈNH", "vp-ubnd"),
        ("II. SỞ NỘI VỤ", "so-nv"),
        ("III. SỞ TƯ PHÁP", "so-tp"),
        ("IV. SỞ KẾ HOẠCH VÀ ĐẦU TƯ", "so-khdt"),
        ("V. SỞ TÀI CHÍNH", "so-tc"),
        ("VI. SỞ CÔNG THƯƠNG", "so-ct"),
        ("VII. SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN", "so-nnptnt"),
        ("VIII. SỞ GIAO THÔNG VẬN TẢI", "so-gtvt"),
        ("IX. SỞ XÂY DỰNG", "so-xd"),
        ("X. SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG", "so-tnmt"),
        ("XI. SỞ THÔNG TIN VÀ TRUYỀN THÔNG", "so-tttt"),
        ("XII. TRUNG TÂM GIÁM SÁT, ĐIỀU HÀNH ĐÔ THỊ THÔNG MINH", "ioc"),
        ("XIII. SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "so-ldtbxh"),
        ("XIV. SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "so-vhttdl"),
        ("XV. SỞ KHOA HỌC VÀ CÔNG NGHỆ", "so-khcn"),
        ("XVI. SỞ GIÁO DỤC VÀ ĐÀO TẠO", "so-gddt"),
        ("XVII. SỞ Y TẾ", "so-yt"),
        ("XVIII. THANH TRA TỈNH", "thanh-tra"),
        ("XIX. BAN DÂN TỘC", "ban-dan-toc"),
        ("XX. BAN TÔN GIÁO", "ban-ton-giao"),
        ("XXI. SỞ NGOẠI VỤ", "so-ngv"),
        ("XXII. BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP TỈNH", "bql-kcn"),
        ("XXIII. ỦY BAN NHÂN DÂN THÀNH PHỐ BUÔN MA THUỘT", "ubnd-tp-bmt"),
        ("XXIV. ỦY BAN NHÂN DÂN HUYỆN LẮK", "ubnd-h-lak"),
        ("XXV. UBND CÁC HUYỆN, THỊ XÃ, THÀNH PHỐ", "ubnd-cap-huyen"),
        ("XXVI. UBND CÁC XÃ, PHƯỜNG, THỊ TRẤN", "ubnd-cap-xa"),
    ];

    fn agencies_of(day: &str) -> Vec<(String, String, String)> {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../server/demo/agencies.csv");
        let mut reader = csv::Reader::from_path(path).expect("the demonstration agencies");
        let rows = reader.records().map(|row| row.expect("a row"));
        let valid = rows.filter(|row| &row[8] <= day && (row[9].is_empty() || day <= &row[9]));
        valid.map(|row| (row[0].to_owned(), row[2].to_owned(), row[3].to_owned())).collect()
    }

    #[test]
    fn every_heading_of_the_annex() {
        let agencies = agencies_of("2023-06-22");
        for (heading, id) in HEADINGS {
            let candidates = agencies.iter().map(|(id, name, short)| (id.as_str(), name.as_str(), short.as_str()));
            assert_eq!(match_agency(heading, candidates), AgencyMatch::Exact(id.to_owned()), "{heading}");
        }
    }

    #[test]
    fn every_agency_is_found_by_its_own_names() {
        for day in ["2023-06-22", "2025-03-01", "2025-08-01"] {
            let agencies = agencies_of(day);
            for (id, name, short) in &agencies {
                for written in [name.clone(), short.clone(), format!("3. {}", name.to_uppercase())] {
                    let all = agencies.iter().map(|(id, name, short)| (id.as_str(), name.as_str(), short.as_str()));
                    assert_eq!(match_agency(&written, all), AgencyMatch::Exact(id.clone()), "{written} on {day}");
                }
            }
        }
    }

    #[test]
    fn ways_of_writing() {
        let agencies = agencies_of("2023-06-22");
        let found =
            |written| match_agency(written, agencies.iter().map(|(id, name, short)| (&**id, &**name, &**short)));
        for (written, id) in [
            ("XIII. Sở LĐ - TB & XH", "so-ldtbxh"),
            ("Sở LĐTB&XH", "so-ldtbxh"),
            ("Sở TTTT tỉnh Đắk Lắk", "so-tttt"),
            ("IV - Sở KH và ĐT", "so-khdt"),
            ("1.2. VP. UBND tỉnh", "vp-ubnd"),
            ("Ủy ban nhân dân TP.Buôn Ma Thuột", "ubnd-tp-bmt"),
            ("UBND TX Buôn Hồ", "ubnd-tx-bh"),
            ("UBND huyện Lắk, tỉnh Đắk Lắk", "ubnd-h-lak"),
            ("Công an tỉnh", "cong-an-tinh"),
        ] {
            assert_eq!(found(written), AgencyMatch::Exact(id.to_owned()), "{written}");
        }
        for written in ["UBND huyện", "Ủy ban nhân dân huyện Đắk Lắk"] {
            assert!(!matches!(found(written), AgencyMatch::Exact(_)), "{written} names no district");
        }
    }

    #[test]
    fn abbreviations_slips_and_strangers() {
        let list = [("so-tttt", "Sở Thông tin và Truyền thông", "Sở TT&TT"), ("so-yt", "Sở Y tế", "Sở YT")];
        assert_eq!(match_agency("Sở TT&TT", list), AgencyMatch::Exact("so-tttt".into()));
        assert_eq!(
            match_agency("3. Sở Thông tin Truyền thông tỉnh Đắk Lắk", list),
            AgencyMatch::Exact("so-tttt".into())
        );
        assert_eq!(match_agency("Sở Thông tin và Truyền thanh", list), AgencyMatch::Similar(vec!["so-tttt".into()]));
        assert_eq!(match_agency("Cục Hải quan", list), AgencyMatch::None);
        // Initials come near, and are taken for nobody.
        for (written, near) in
            [("SYT", Some("so-yt")), ("S.YT", Some("so-yt")), ("STT&TT", Some("so-tttt")), ("SY", None)]
        {
            let expected = near.map_or(AgencyMatch::None, |id| AgencyMatch::Similar(vec![id.to_owned()]));
            assert_eq!(match_agency(written, list), expected, "{written}");
        }
    }

    #[test]
    fn what_comes_near_is_told_apart_from_what_was_written() {
        let told = with_near("SYT (mới)", &["Sở Y tế".to_owned(), "Sở X".to_owned()]);
        assert_eq!(parted(&told), ("SYT (mới)", Some("Sở Y tế, Sở X")));
        assert_eq!(parted("Cục Hải quan"), ("Cục Hải quan", None));
    }
}
