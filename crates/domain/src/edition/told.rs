//! What a comparison of two editions tells of one entry, for people to read.

use crate::catalog::{DataItem, EntryContent};
use crate::change::{Change, Field, Place, diff, encode_item, points_of_new};
use crate::check::REQUIRED;

/// What an edition says of an entry that is new, in short: its other names, what decree 47/2020, article 11(4), asks for
/// beside the name, and its items with their rows of the matrix, as [`encode_item`] writes them.
pub fn outline(content: &EntryContent) -> Vec<Change> {
    let is_told = |field: Field| match field {
        // It stands above.
        Field::Name => false,
        Field::OtherNames => true,
        field => REQUIRED.iter().any(|(required, _)| *required == field),
    };
    let mut points = points_of_new(content);
    points.retain(|point| match &point.place {
        Place::Field(field) => is_told(*field),
        place => matches!(place, Place::ItemAdd(_)),
    });
    points
}

/// What an edition said of an entry that the next one has no more.
pub fn outline_of_gone(content: &EntryContent) -> Vec<Change> {
    let turned = |change: Change| {
        let place = match change.place {
            Place::ItemAdd(name) => Place::ItemRemove(name),
            other => other,
        };
        Change { place, old: change.new, new: String::new() }
    };
    outline(content).into_iter().map(turned).collect()
}

/// Every point in which an entry differs from one edition to the next, as [`diff`] has them, but to be read: an item that
/// left is told with who got it, and one that has but another name as renamed.
pub fn told_changes(old: &EntryContent, new: &EntryContent) -> Vec<Change> {
    let renamed = renamed(old, new);
    let told = |change: Change| match &change.place {
        Place::ItemAdd(name) if renamed.iter().any(|(_, after)| after == name) => None,
        Place::ItemRemove(name) => {
            let after = renamed.iter().find(|(before, _)| before == name).map(|(_, after)| *after);
            Some(match after {
                Some(after) => {
                    Change { place: Place::ItemName(name.clone()), old: name.clone(), new: after.to_owned() }
                }
                None => Change {
                    place: Place::ItemRemove(name.clone()),
                    old: old.item(name).map(encode_item).unwrap_or_default(),
                    new: String::new(),
                },
            })
        }
        _ => Some(change),
    };
    diff(old, new).into_iter().filter_map(told).collect()
}

/// Items that have but another name now, the name before first: all else is the same, as of no other item that left or
/// came. Where no fields are told, nothing tells that it is the same item.
fn renamed<'a>(old: &'a EntryContent, new: &'a EntryContent) -> Vec<(&'a str, &'a str)> {
    let gone: Vec<&DataItem> = old.items.iter().filter(|item| new.item(&item.name).is_none()).collect();
    let come: Vec<&DataItem> = new.items.iter().filter(|item| old.item(&item.name).is_none()).collect();
    let mut pairs = Vec::new();
    for before in gone.iter().filter(|item| !item.fields.trim().is_empty()) {
        let after: Vec<&DataItem> = come.iter().copied().filter(|item| is_same(before, item)).collect();
        let before_it = gone.iter().filter(|item| is_same(before, item)).count();
        if let ([after], 1) = (after.as_slice(), before_it) {
            pairs.push((before.name.as_str(), after.name.as_str()));
        }
    }
    pairs
}

/// Whether the same is said of two items, but for their names.
fn is_same(one: &DataItem, other: &DataItem) -> bool {
    let mut classes = one.matrix.keys().chain(other.matrix.keys());
    one.fields == other.fields
        && one.personal == other.personal
        && one.master == other.master
        && classes.all(|class| one.form(class) == other.form(class))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::SharingForm;
    use crate::change::decode_item;
    use crate::id::ClassId;

    fn item(name: &str, fields: &str, form: SharingForm) -> DataItem {
        let matrix = [(ClassId::from("ca_nhan"), SharingForm::None), (ClassId::from("to_chuc"), form)];
        DataItem { name: name.to_owned(), fields: fields.to_owned(), matrix: matrix.into(), ..DataItem::default() }
    }

    #[test]
    fn an_outline_tells_what_the_decree_asks_for_and_who_gets_which_item() {
        let item = item("Giá đất", "mã; giá", SharingForm::Open);
        let mut content = EntryContent {
            url: "https://a.vn".to_owned(),
            other_names: "CSDL giá".to_owned(),
            items: vec![item.clone()],
            ..EntryContent::default()
        };
        for (field, _) in REQUIRED {
            content.set(field, &format!("nội dung {field}")).expect("a text");
        }
        let (told, of_gone) = (outline(&content), outline_of_gone(&content));
        let [fields @ .., row] = told.as_slice() else { panic!("{told:?}") };
        for (field, _) in REQUIRED.into_iter().filter(|(field, _)| *field != Field::Name) {
            let point = fields.iter().find(|point| point.place == Place::Field(field));
            assert_eq!(point.map(|point| point.new.clone()), Some(format!("nội dung {field}")), "{field}");
        }
        // All but the name, and the other names; nothing of where it runs.
        assert_eq!(fields.len(), REQUIRED.len());
        assert_eq!(decode_item(&item.name, &row.new).as_ref(), Ok(&item));
        let [fields @ .., gone] = of_gone.as_slice() else { panic!("{of_gone:?}") };
        assert!(fields.iter().all(|point| !point.old.is_empty() && point.new.is_empty()), "{fields:?}");
        assert_eq!(gone.place, Place::ItemRemove(item.name.clone()));
        assert_eq!(decode_item(&item.name, &gone.old), Ok(item));
    }

    #[test]
    fn an_item_that_has_but_another_name_is_renamed_and_one_that_left_tells_who_got_it() {
        use SharingForm::{Default as D, Open as O};
        let plain = || item("Hộ", "mã; tên", D);
        let known = || item("Thửa đất", "số thửa", O);
        let renamed = || item("Gia đình", "mã; tên", D);
        let gone = |item: &DataItem| ("item.remove", encode_item(item), String::new());
        let come = |item: &DataItem| ("item.add", String::new(), encode_item(item));
        let content = |items: &[DataItem]| EntryContent { items: items.to_vec(), ..EntryContent::default() };
        let told = |before: &[DataItem], after: &[DataItem]| {
            let found = told_changes(&content(before), &content(after)).into_iter();
            found.map(|one| (one.place.key(), one.old, one.new)).collect::<Vec<_>>()
        };
        assert_eq!(
            told(&[plain(), known()], &[known(), renamed()]),
            [("item.name".to_owned(), "Hộ".to_owned(), "Gia đình".to_owned())]
        );
        // Another form, other fields, another mark: another item.
        for other in [
            item("Gia đình", "mã; tên", O),
            item("Gia đình", "mã", D),
            DataItem { personal: true, ..renamed() },
            DataItem { master: true, ..renamed() },
        ] {
            let expected = [gone(&plain()), come(&other)].map(|(key, old, new)| (key.to_owned(), old, new));
            assert_eq!(told(&[plain()], std::slice::from_ref(&other)), expected, "{other:?}");
        }
    }

    #[test]
    fn what_may_be_one_of_several_items_is_not_called_renamed() {
        use SharingForm::Default as D;
        let content = |items: &[(&str, &str)]| EntryContent {
            items: items.iter().map(|(name, fields)| item(name, fields, D)).collect(),
            ..EntryContent::default()
        };
        for (before, after) in [
            // Which of the two is it?
            (&[("Hộ", "mã")][..], &[("Gia đình", "mã"), ("Chủ hộ", "mã")][..]),
            (&[("Hộ", "mã"), ("Người", "mã")], &[("Gia đình", "mã")]),
            // Nothing is said of either.
            (&[("Hộ", "")], &[("Đất", "")]),
        ] {
            let (before, after) = (content(before), content(after));
            let keys: Vec<String> = told_changes(&before, &after).iter().map(|one| one.place.key()).collect();
            let plain: Vec<String> = diff(&before, &after).iter().map(|one| one.place.key()).collect();
            assert_eq!(keys, plain);
        }
    }
}
