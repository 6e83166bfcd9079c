//! Which agency a heading of an annex means: «IX. SỞ XÂY DỰNG», «UBND CÁC HUYỆN, THỊ XÃ, THÀNH PHỐ».

use std::collections::BTreeSet;

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

/// Abbreviations in names of agencies, folded, with what they stand for.
const ABBREVIATIONS: [(&str, &str); 17] = [
    ("ubnd", "uy ban nhan dan"),
    ("hdnd", "hoi dong nhan dan"),
    ("tt&tt", "thong tin va truyen thong"),
    ("kh&dt", "ke hoach va dau tu"),
    ("kh&cn", "khoa hoc va cong nghe"),
    ("tn&mt", "tai nguyen va moi truong"),
    ("nn&mt", "nong nghiep va moi truong"),
    ("nn&ptnt", "nong nghiep va phat trien nong thon"),
    ("gd&dt", "giao duc va dao tao"),
    ("ld-tb&xh", "lao dong thuong binh va xa hoi"),
    ("ldtb&xh", "lao dong thuong binh va xa hoi"),
    ("ld-tbxh", "lao dong thuong binh va xa hoi"),
    ("vhtt&dl", "van hoa the thao va du lich"),
    ("vhttdl", "van hoa the thao va du lich"),
    ("gtvt", "giao thong van tai"),
    ("bql", "ban quan ly"),
    ("vp", "van phong"),
];

/// Words that tell no two agencies of the province apart.
const FILLER: [&str; 4] = ["tinh", "dak", "lak", "va"];

/// The heading without its number: «IX.», «12.», «a)».
pub fn without_number(written: &str) -> &str {
    let written = written.trim();
    match written.split_once(['.', ')', '/']) {
        Some((number, rest))
            if !number.is_empty()
                && number.len() <= 8
                && number.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L' | 'C') || c.is_ascii_digit())
                || number.len() == 1 =>
        {
            rest.trim()
        }
        _ => written,
    }
}

fn name_words(name: &str) -> Vec<String> {
    let folded = text::fold(&text::clean(without_number(name)));
    let spelled: Vec<String> = folded
        .split_whitespace()
        .map(|word| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let full = ABBREVIATIONS.iter().find(|(short, _)| *short == bare).map(|(_, full)| (*full).to_owned());
            full.unwrap_or_else(|| word.to_owned())
        })
        .collect();
    let words = text::words(&spelled.join(" "));
    words.into_iter().filter(|word| !FILLER.contains(&word.as_str())).collect()
}

/// The agency that a heading means, among candidates given as identifier, name and short name.
pub fn match_agency<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>,
) -> AgencyMatch {
    let wanted = name_words(written);
    if wanted.is_empty() {
        return AgencyMatch::None;
    }
    let wanted_set: BTreeSet<&String> = wanted.iter().collect();
    let mut exact = Vec::new();
    let mut similar: Vec<(usize, &str)> = Vec::new();
    for (id, name, short_name) in candidates {
        let names = [name_words(name), name_words(short_name)];
        if names.contains(&wanted) {
            exact.push(id.to_owned());
            continue;
        }
        let name_set: BTreeSet<&String> = names[0].iter().collect();
        let common = wanted_set.intersection(&name_set).count();
        let all = wanted_set.union(&name_set).count();
        if common * 10 >= all * 6 {
            similar.push((common * 1000 / all, id));
        }
    }
    similar.sort_by(|a, b| b.cmp(a));
    exact.dedup();
    match exact.len() {
        1 => AgencyMatch::Exact(exact.remove(0)),
        0 if similar.is_empty() => AgencyMatch::None,
        0 => AgencyMatch::Similar(similar.into_iter().take(5).map(|(_, id)| id.to_owned()).collect()),
        _ => AgencyMatch::Ambiguous(exact),
    }
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
    fn abbreviations_slips_and_strangers() {
        let list = [("so-tttt", "Sở Thông tin và Truyền thông", "Sở TT&TT"), ("so-yt", "Sở Y tế", "Sở YT")];
        assert_eq!(match_agency("Sở TT&TT", list), AgencyMatch::Exact("so-tttt".into()));
        assert_eq!(
            match_agency("3. Sở Thông tin Truyền thông tỉnh Đắk Lắk", list),
            AgencyMatch::Exact("so-tttt".into())
        );
        assert_eq!(match_agency("Sở Thông tin và Truyền thanh", list), AgencyMatch::Similar(vec!["so-tttt".into()]));
        assert_eq!(match_agency("Cục Hải quan", list), AgencyMatch::None);
    }
}
