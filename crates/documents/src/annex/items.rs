//! The items of data in an annex's cells: bulleted lines of `name(*)(**): fields (Nhóm 1, 2)`.

use std::collections::BTreeMap;

use domain::catalog::{ConsumerClass, DataItem, Matrix, SharingForm};
use domain::id::ClassId;
use domain::text::{clean, fold, words};

use super::values::parts;

/// One line of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ItemLine {
    pub name: String,
    pub fields: String,
    pub personal: bool,
    pub master: bool,
    /// Numbers of groups; `None` where the line names none: it is for all groups, or those of [`super::consumers`].
    pub groups: Option<Vec<u8>>,
}

/// What is odd about the items of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ItemRemark {
    Unreadable(String),
    UnknownGroup(String),
    /// One class has two forms; the wider was taken.
    TwoForms(String),
}

/// The lines of a cell without their bullets and closing marks. A lone dash is no line.
pub(crate) fn bullets(cell: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in cell.lines().map(clean).filter(|line| !line.is_empty()) {
        // One bullet goes: what follows it may begin with such a sign of its own.
        let bare = line.strip_prefix(['-', '+', '•', '*', '–', '—']).unwrap_or(&line).trim();
        let is_bullet = bare.len() < line.len();
        match lines.last_mut() {
            // A line that was broken by hand goes on where the last one ended.
            Some(last) if !is_bullet && !last.ends_with([';', '.']) && cell.contains("\n-") => {
                last.push(' ');
                last.push_str(bare);
            }
            _ => lines.push(bare.to_owned()),
        }
    }
    let closed = |line: String| line.trim_end_matches([';', '.', ' ']).to_owned();
    lines.into_iter().map(closed).filter(|line| !line.is_empty()).collect()
}

/// Reads one line; `None` when it has no name.
pub(crate) fn parse(line: &str) -> Option<Result<ItemLine, ItemRemark>> {
    let (text, groups) = match split_groups(line) {
        Ok(parts) => parts,
        Err(remark) => return Some(Err(remark)),
    };
    let (name, fields) = split_name(text);
    let mut name = name.trim();
    let (mut personal, mut master) = (false, false);
    loop {
        if let Some(rest) = name.strip_suffix("(**)") {
            (name, master) = (rest.trim_end(), true);
        } else if let Some(rest) = name.strip_suffix("(*)") {
            (name, personal) = (rest.trim_end(), true);
        } else {
            break;
        }
    }
    if name.is_empty() {
        return Some(Err(ItemRemark::Unreadable(line.to_owned())));
    }
    let fields = fields.trim().trim_end_matches([';', '.']).to_owned();
    Some(Ok(ItemLine { name: name.to_owned(), fields, personal, master, groups }))
}

/// The items of a line that lists several: `;` separates them, but what follows an item with fields and has none itself goes
/// on with those: «Phòng: tên; địa chỉ» is one item, «Phòng: tên; Giường: số» are two.
pub(crate) fn listed(line: &str) -> Vec<String> {
    let goes_on = |last: &str, part: &str| match (parse(last), parse(part)) {
        (Some(Ok(item)), Some(Ok(next))) => {
            let is_plain = next.fields.is_empty() && !next.personal && !next.master;
            is_plain && !item.fields.is_empty() && item.groups.is_none()
        }
        _ => false,
    };
    let mut items: Vec<String> = Vec::new();
    for part in parts(line) {
        match items.last_mut() {
            Some(last) if goes_on(last.as_str(), &part) => {
                last.push_str("; ");
                last.push_str(&part);
            }
            _ => items.push(part),
        }
    }
    items
}

/// A name and what stands behind its colon; the colons of «tỷ lệ 1:500» and of an address are part of the name.
fn split_name(text: &str) -> (&str, &str) {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let inside = |at: usize| {
        let after = text[at + 1..].chars().next();
        after == Some('/') || (digit(text[..at].chars().next_back()) && digit(after))
    };
    let colon = text.match_indices(':').map(|(at, _)| at).find(|at| !inside(*at));
    colon.map_or((text, ""), |at| (&text[..at], &text[at + 1..]))
}

/// Takes `(Nhóm 1, 2)` off the end of a line.
fn split_groups(line: &str) -> Result<(&str, Option<Vec<u8>>), ItemRemark> {
    let Some(open) = line.rfind('(') else { return Ok((line, None)) };
    let Some(inside) = line[open + 1..].strip_suffix(')') else { return Ok((line, None)) };
    let Some(list) = strip_word(inside).filter(|list| !is_kind(list)) else { return Ok((line, None)) };
    let numbers = list.split([',', ';']).map(|part| part.trim().parse::<u8>());
    let groups: Result<Vec<u8>, _> = numbers.collect();
    match groups {
        Ok(groups) if !groups.is_empty() => Ok((line[..open].trim_end(), Some(groups))),
        _ => Err(ItemRemark::UnknownGroup(inside.to_owned())),
    }
}

fn strip_word(inside: &str) -> Option<&str> {
    let (first, rest) = inside.trim().split_once(' ')?;
    (fold(first) == "nhom").then_some(rest)
}

/// «Nhóm máu», «Nhóm tuổi, giới tính»: groups of what the data tell, not of those who get them. Only what is known so: of any
/// other word nobody knows whom it was to keep out.
fn is_kind(list: &str) -> bool {
    let first = words(list).into_iter().next().unwrap_or_default();
    ["mau", "tuoi", "dat", "no", "thuoc", "benh", "hang"].contains(&first.as_str())
}

/// The items of an entry from the lines of its three columns. Every class has a cell in each row of the matrix.
pub(crate) fn assemble(
    columns: &[(SharingForm, Vec<ItemLine>)],
    classes: &[ConsumerClass],
    remarks: &mut Vec<ItemRemark>,
) -> Vec<DataItem> {
    let none = || -> Matrix { classes.iter().map(|class| (class.id.clone(), SharingForm::None)).collect() };
    let mut items: Vec<DataItem> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (form, lines) in columns {
        for line in lines {
            let at = *places.entry(fold(&line.name)).or_insert_with(|| {
                items.push(DataItem { name: line.name.clone(), matrix: none(), ..DataItem::default() });
                items.len() - 1
            });
            let item = &mut items[at];
            item.personal |= line.personal;
            item.master |= line.master;
            if item.fields.is_empty() {
                item.fields.clone_from(&line.fields);
            }
            for class in classes_of(line, classes, remarks) {
                let cell = item.matrix.entry(class).or_insert(SharingForm::None);
                if *cell != SharingForm::None && *cell != *form {
                    remarks.push(ItemRemark::TwoForms(line.name.clone()));
                }
                *cell = (*cell).min(*form);
            }
        }
    }
    items
}

fn classes_of(line: &ItemLine, classes: &[ConsumerClass], remarks: &mut Vec<ItemRemark>) -> Vec<ClassId> {
    let Some(groups) = &line.groups else { return classes.iter().map(|class| class.id.clone()).collect() };
    let mut found = Vec::new();
    for group in groups {
        match classes.iter().find(|class| class.group_no == *group) {
            Some(class) => found.push(class.id.clone()),
            None => remarks.push(ItemRemark::UnknownGroup(format!("{}: {group}", line.name))),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_cell() {
        assert_eq!(bullets("- Một;\n- Hai."), ["Một", "Hai"]);
        assert_eq!(bullets("+ Một\n+ Hai"), ["Một", "Hai"]);
        assert_eq!(bullets("-"), Vec::<String>::new());
        assert_eq!(bullets("- +5 điểm;\n- =1+1"), ["+5 điểm", "=1+1"]);
        assert_eq!(bullets("- Một\nhai ba;\n- Bốn"), ["Một hai ba", "Bốn"]);
    }

    #[test]
    fn one_line() {
        let line = parse("Danh sách (trích)(*)(**): mã, tên (Nhóm 1, 8)").expect("a line").expect("readable");
        assert_eq!((line.name.as_str(), line.fields.as_str()), ("Danh sách (trích)", "mã, tên"));
        assert!(line.personal && line.master);
        assert_eq!(line.groups, Some(vec![1, 8]));
        let scale = parse("Bản đồ tỷ lệ 1:500: mã").expect("a line").expect("readable");
        assert_eq!((scale.name.as_str(), scale.fields.as_str()), ("Bản đồ tỷ lệ 1:500", "mã"));
        let plain = parse("Vị trí trạm (mức xã): mã").expect("a line").expect("readable");
        assert_eq!((plain.name.as_str(), plain.groups), ("Vị trí trạm (mức xã)", None));
        for name in ["Hồ sơ (Nhóm máu)", "Dân số (nhóm tuổi, giới tính)"] {
            let kind = parse(name).expect("a line").expect("readable");
            assert_eq!((kind.name.as_str(), kind.groups), (name, None));
        }
        assert_eq!(parse("A (Nhóm x)"), Some(Err(ItemRemark::UnknownGroup("Nhóm x".into()))));
        assert!(matches!(parse(": mã"), Some(Err(ItemRemark::Unreadable(_)))));
    }

    #[test]
    fn items_of_a_line_with_several() {
        for (line, items) in [
            ("Giá thuốc; Nhà thuốc", vec!["Giá thuốc", "Nhà thuốc"]),
            ("Phòng: tên; địa chỉ", vec!["Phòng: tên; địa chỉ"]),
            ("Phòng: tên; địa chỉ; Giường: số; loại", vec!["Phòng: tên; địa chỉ", "Giường: số; loại"]),
            ("Danh sách; Phòng: tên; địa chỉ (Nhóm 1, 2)", vec!["Danh sách", "Phòng: tên; địa chỉ (Nhóm 1, 2)"]),
            ("Phòng: tên (Nhóm 1); Giường", vec!["Phòng: tên (Nhóm 1)", "Giường"]),
            ("Phòng: tên; Chủ hộ(*)", vec!["Phòng: tên", "Chủ hộ(*)"]),
            ("Bản đồ tỷ lệ 1:500; Thửa đất", vec!["Bản đồ tỷ lệ 1:500", "Thửa đất"]),
            ("", vec![]),
        ] {
            assert_eq!(listed(line), items, "{line}");
        }
    }
}
