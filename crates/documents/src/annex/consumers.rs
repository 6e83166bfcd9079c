//! Which groups of consumers a cell names: «Sở, ban, ngành; UBND cấp xã», «Tổ chức, cá nhân», «Nhóm 1, 2», «Mọi đối tượng».
//! Only a cell of which every word is known names them: of «Sở, ban, ngành (trừ Thanh tra)» nobody knows whom it means.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use domain::catalog::ConsumerClass;
use domain::text::words;

use super::values::parts;

/// What officials call the classes, a row for each kind of them: a class is of the kind one of whose wordings its name
/// begins with. Folded, as [`plain`] gives words.
const KINDS: [&[&str]; 8] = [
    &["lanh dao ubnd tinh", "van phong ubnd tinh", "chu tich ubnd tinh", "lanh dao tinh", "ubnd tinh"],
    &["so", "so nganh", "so ban nganh", "so nganh cap tinh", "so ban nganh tinh", "so ban nganh cap tinh"],
    &["cap huyen", "ubnd huyen", "ubnd cap huyen", "huyen thi xa thanh pho", "ubnd huyen thi xa thanh pho"],
    &[
        "cap xa",
        "ubnd xa",
        "ubnd cap xa",
        "xa phuong",
        "xa phuong thi tran",
        "ubnd xa phuong",
        "ubnd xa phuong thi tran",
    ],
    &[
        "bo nganh",
        "bo nganh trung uong",
        "bo nganh o trung uong",
        "co quan trung uong",
        "nganh doc",
        "co quan nganh doc",
        "co quan nganh doc tai dia phuong",
        "co quan nganh doc dong tren dia ban",
        "co quan nganh doc dong tren dia ban tinh",
    ],
    &["don vi su nghiep", "don vi su nghiep cong lap", "su nghiep cong lap"],
    &["to chuc", "doanh nghiep"],
    &["ca nhan", "nguoi dan", "cong dan"],
];

/// Everybody.
const ALL: [&str; 9] = [
    "moi doi tuong",
    "tat ca doi tuong",
    "tat ca moi doi tuong",
    "toan bo doi tuong",
    "tat ca nhom",
    "tat ca nhom doi tuong",
    "co quan to chuc ca nhan",
    "moi co quan to chuc ca nhan",
    "tat ca co quan to chuc ca nhan",
];

/// What tells no class from another.
const SAYS_NOTHING: [&str; 10] = [
    "tat ca",
    "moi",
    "co lien quan",
    "lien quan",
    "co nhu cau",
    "cua tinh",
    "trong tinh",
    "thuoc tinh",
    "tren dia ban tinh",
    "tren dia ban",
];

/// The numbers of the groups that a cell names; `None` where it names none, or says what is not understood.
pub(super) fn named(cell: &str, classes: &[ConsumerClass]) -> Option<BTreeSet<u8>> {
    let words = plain(&parts(cell).join("; "));
    if words == ["tat", "ca"] {
        return Some(classes.iter().map(|class| class.group_no).collect());
    }
    let known = vocabulary(classes);
    let (mut found, mut at) = (BTreeSet::new(), 0);
    while at < words.len() {
        let rest = &words[at..];
        let phrase = || known.iter().find(|(phrase, _)| rest.starts_with(phrase));
        let (length, groups) =
            numbers(rest, classes).or_else(|| phrase().map(|(phrase, groups)| (phrase.len(), groups.clone())))?;
        found.extend(groups);
        at += length;
    }
    (!found.is_empty()).then_some(found)
}

/// Whether what a cell says of consumers narrows nothing: it is empty, or names every class.
pub(super) fn names_all(cell: &str, classes: &[ConsumerClass]) -> bool {
    let every = |groups: BTreeSet<u8>| classes.iter().all(|class| groups.contains(&class.group_no));
    parts(cell).is_empty() || named(cell, classes).is_some_and(every)
}

/// The words of a text, folded; a dash between two numbers is one of them, «các» and «và» are none.
fn plain(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for piece in text.split(['-', '–', '—']) {
        let own = words(piece);
        if all.last().is_some_and(|word| is_number(word)) && own.first().is_some_and(|word| is_number(word)) {
            all.push("-".to_owned());
        }
        all.extend(own);
    }
    all.retain(|word| word != "cac" && word != "va");
    let joined = all.join(" ").replace("uy ban nhan dan", "ubnd");
    joined.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// What is known, the longest phrase first, with the groups that it names. Of phrases of the same length a class's own
/// name comes first.
fn vocabulary(classes: &[ConsumerClass]) -> Vec<(Vec<String>, BTreeSet<u8>)> {
    let split = |phrase: &str| phrase.split(' ').map(str::to_owned).collect::<Vec<String>>();
    let names: Vec<(Vec<String>, u8)> = classes.iter().map(|class| (plain(&class.name), class.group_no)).collect();
    let own = names.iter().filter(|(name, _)| !name.is_empty());
    let mut known: Vec<(Vec<String>, BTreeSet<u8>)> =
        own.map(|(name, group)| (name.clone(), BTreeSet::from([*group]))).collect();
    for kind in KINDS {
        let phrases: Vec<Vec<String>> = kind.iter().map(|phrase| split(phrase)).collect();
        let is_one = |name: &[String]| phrases.iter().any(|phrase| name.starts_with(phrase));
        let groups: BTreeSet<u8> = names.iter().filter(|(name, _)| is_one(name)).map(|(_, group)| *group).collect();
        if !groups.is_empty() {
            known.extend(phrases.into_iter().map(|phrase| (phrase, groups.clone())));
        }
    }
    let all: BTreeSet<u8> = classes.iter().map(|class| class.group_no).collect();
    known.extend(ALL.iter().map(|phrase| (split(phrase), all.clone())));
    known.extend(SAYS_NOTHING.iter().map(|phrase| (split(phrase), BTreeSet::new())));
    known.sort_by_key(|(phrase, _)| Reverse(phrase.len()));
    known
}

/// The groups of «nhóm 1, 2», «nhóm đối tượng 1 - 3» that a text begins with, and how many words say them; `None` too where
/// there is no such group.
fn numbers(text: &[String], classes: &[ConsumerClass]) -> Option<(usize, BTreeSet<u8>)> {
    if text.first().is_none_or(|word| word != "nhom") {
        return None;
    }
    let mut at = if text.get(1..3).is_some_and(|next| next == ["doi", "tuong"]) { 3 } else { 1 };
    let number = |at: usize| text.get(at).and_then(|word| word.parse::<u8>().ok());
    let mut found = BTreeSet::new();
    while let Some(first) = number(at) {
        let is_range = text.get(at + 1).is_some_and(|word| word == "-");
        let last = if is_range { number(at + 2)? } else { first };
        found.extend(first..=last);
        at += if is_range { 3 } else { 1 };
    }
    let is_known = |group: &u8| classes.iter().any(|class| class.group_no == *group);
    (!found.is_empty() && found.iter().all(is_known)).then_some((at, found))
}

#[cfg(test)]
mod tests {
    use domain::id::ClassId;

    use super::*;

    fn classes() -> Vec<ConsumerClass> {
        let names = [
            "Lãnh đạo UBND tỉnh, Văn phòng UBND tỉnh",
            "Sở, ban, ngành cấp tỉnh",
            "UBND cấp huyện",
            "UBND cấp xã",
            "Bộ, ngành, cơ quan ngành dọc tại địa phương",
            "Đơn vị sự nghiệp công lập",
            "Tổ chức, doanh nghiệp",
            "Cá nhân, người dân",
        ];
        let class = |(group_no, name): (u8, &str)| ConsumerClass {
            id: ClassId::from(name),
            group_no,
            name: name.to_owned(),
            valid_from: time::Date::MIN,
            valid_to: None,
        };
        (1..).zip(names).map(class).collect()
    }

    #[test]
    fn wordings_of_consumers() {
        let told = |cell: &str| {
            let groups = named(cell, &classes())?;
            Some(groups.iter().map(u8::to_string).collect::<Vec<_>>().join(" "))
        };
        let all = "1 2 3 4 5 6 7 8";
        for (cell, groups) in [
            ("Sở, ban, ngành", "2"),
            ("Các sở, ban, ngành của tỉnh", "2"),
            ("Sở, ngành; UBND cấp huyện; UBND cấp xã", "2 3 4"),
            ("- Sở, ban, ngành có liên quan;\n- Ủy ban nhân dân các xã, phường, thị trấn.", "2 4"),
            ("UBND các huyện, thị xã, thành phố", "3"),
            ("UBND cấp huyện, cấp xã", "3 4"),
            ("Lãnh đạo UBND tỉnh", "1"),
            ("Lãnh đạo UBND tỉnh, Văn phòng UBND tỉnh; Bộ, ngành, cơ quan ngành dọc", "1 5"),
            ("Các bộ, ngành Trung ương", "5"),
            ("Đơn vị sự nghiệp công lập", "6"),
            ("Doanh nghiệp", "7"),
            ("Cá nhân", "8"),
            ("Người dân và doanh nghiệp", "7 8"),
            ("Tổ chức, cá nhân có nhu cầu", "7 8"),
            ("Mọi tổ chức, cá nhân", "7 8"),
            ("Nhóm 1, 2", "1 2"),
            ("Nhóm 2; nhóm 4", "2 4"),
            ("Các nhóm đối tượng 1, 4 và 8", "1 4 8"),
            ("Nhóm 2 - 4, 7", "2 3 4 7"),
            ("Sở, ban, ngành (Nhóm 2)", "2"),
            ("Tất cả", all),
            ("Tất cả các sở, ban, ngành", "2"),
            ("Tất cả các nhóm", all),
            ("Mọi đối tượng", all),
            ("Mọi cơ quan, tổ chức, cá nhân", all),
        ] {
            assert_eq!(told(cell).as_deref(), Some(groups), "{cell}");
        }
    }

    #[test]
    fn what_names_no_class_for_sure() {
        for cell in [
            "",
            "-",
            "Sở Y tế, Sở Tư pháp",
            "Sở, ban, ngành (trừ Thanh tra tỉnh)",
            "Cơ quan nhà nước",
            "Sở, ban, ngành, địa phương",
            "Nhóm 9",
            "Nhóm 1 - 9",
            "Nhóm A",
            "Theo phân quyền",
            "Tổ chức tín dụng",
            "của tỉnh",
        ] {
            assert_eq!(named(cell, &classes()), None, "{cell}");
        }
        // Who is in no class of the list is not understood, rather than left out.
        let departments = vec![classes().remove(1)];
        assert_eq!(named("Sở, ban, ngành; UBND cấp xã", &departments), None);
        assert_eq!(named("Sở, ban, ngành", &departments), Some([2].into()));
    }

    #[test]
    fn what_narrows_nothing() {
        let every = "Lãnh đạo UBND tỉnh, Văn phòng UBND tỉnh; Sở, ban, ngành; UBND cấp huyện; UBND cấp xã; Bộ, ngành, \
                     cơ quan ngành dọc; Đơn vị sự nghiệp công lập; Tổ chức, doanh nghiệp; Cá nhân";
        for (cell, narrows) in [("", false), ("-", false), (every, false), ("Cá nhân", true), ("Sở Y tế", true)] {
            assert_eq!(names_all(cell, &classes()), !narrows, "{cell}");
        }
    }
}
