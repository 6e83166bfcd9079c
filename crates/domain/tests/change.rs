//! Differences of contents: what [`diff`] says, [`apply`] brings about.

use std::collections::BTreeMap;

use domain::catalog::{DataItem, DataKind, EntryContent, Existence, SharingForm, UpdateMethod};
use domain::change::{ChangeError, Field, Place, apply, decode_item, diff, encode_item, points_of_new, substitute};
use domain::id::{AgencyId, ClassId};
use proptest::prelude::*;
use proptest::sample::select;

fn text() -> impl Strategy<Value = String> {
    select(vec!["", "a", "Luật Đất đai; NĐ 101", "x = y; z", "dòng 1\ndòng 2", "ca_nhan=open"]).prop_map(str::to_owned)
}

fn item(name: &'static str) -> impl Strategy<Value = Option<DataItem>> {
    let forms = vec![SharingForm::Open, SharingForm::Default, SharingForm::Specific, SharingForm::None];
    let matrix = proptest::collection::btree_map(select(vec!["ca_nhan", "to_chuc"]), select(forms), 0..3);
    proptest::option::of((text(), matrix, any::<bool>(), any::<bool>()).prop_map(
        move |(fields, matrix, personal, master)| DataItem {
            name: name.to_owned(),
            fields,
            matrix: matrix.into_iter().map(|(class, form)| (ClassId::from(class), form)).collect(),
            personal,
            master,
        },
    ))
}

fn content() -> impl Strategy<Value = EntryContent> {
    let texts = proptest::collection::vec(text(), 22);
    let year = proptest::option::of(1990..2030);
    let kind = proptest::option::of(select(vec![DataKind::Sectoral, DataKind::Master]));
    (texts, year, kind, item("một"), item("hai"), item("ba")).prop_map(|(texts, start_year, data_kind, a, b, c)| {
        let mut texts = texts.into_iter();
        let mut next = || texts.next().unwrap_or_default();
        EntryContent {
            name: next(),
            owner: AgencyId(next()),
            sector: next(),
            purpose: next(),
            scope: next(),
            content: next(),
            collection_mechanism: next(),
            source: next(),
            consumers: next(),
            update_frequency: next(),
            legal_basis: next(),
            note: next(),
            start_year,
            data_kinds: data_kind.into_iter().collect(),
            other_names: next(),
            scope_territory: next(),
            scope_time: next(),
            national_db: next(),
            sync_mechanism: next(),
            url: next(),
            hosting: next(),
            procedures: next(),
            funding: next(),
            operator_unit: next(),
            update_method: start_year.map(|_| UpdateMethod::Api),
            security_level: start_year.map(|_| 3),
            existence: start_year.map(|_| Existence::Planned),
            items: [a, b, c].into_iter().flatten().collect(),
        }
    })
}

/// A content in which what makes no difference is the same: the order of items, a class that has nothing.
fn plain(mut content: EntryContent) -> EntryContent {
    for item in &mut content.items {
        item.matrix.retain(|_, form| *form != SharingForm::None);
    }
    content.items.sort();
    content
}

proptest! {
    #[test]
    fn applying_every_difference_gives_the_new_content(old in content(), new in content()) {
        let mut applied = old.clone();
        for change in diff(&old, &new) {
            apply(&mut applied, &change.place, &change.new).expect("fits its place");
        }
        prop_assert_eq!(plain(applied), plain(new.clone()));
        prop_assert!(diff(&new, &new).is_empty());
    }

    #[test]
    fn a_new_entry_is_the_sum_of_its_points(new in content()) {
        let mut made = EntryContent { owner: new.owner.clone(), ..EntryContent::default() };
        for point in points_of_new(&new) {
            apply(&mut made, &point.place, &point.new).expect("fits its place");
        }
        prop_assert_eq!(plain(made), plain(new));
    }

    #[test]
    fn an_item_is_read_as_it_was_written(item in item("một")) {
        let Some(item) = item else { return Ok(()) };
        prop_assert_eq!(decode_item(&item.name, &encode_item(&item)).expect("readable"), item);
    }

    #[test]
    fn a_place_is_known_by_its_key(old in content(), new in content()) {
        for change in diff(&old, &new) {
            prop_assert_eq!(Place::parse(&change.place.key(), change.place.item()), Some(change.place));
        }
    }
}

#[test]
fn a_separator_typed_into_the_fields_of_an_item_stays_text() {
    for (typed, kept) in [("mã || tên", "mã | | tên"), ("mã|||tên", "mã| | |tên"), ("mã|", "mã|")] {
        let item = DataItem { name: "một".into(), fields: typed.into(), master: true, ..DataItem::default() };
        let read = decode_item("một", &encode_item(&item)).expect("readable");
        assert_eq!((read.fields.as_str(), read.master, read.matrix.len()), (kept, true, 0), "{typed}");
    }
}

#[test]
fn an_item_gets_another_name() {
    let has = DataItem { name: "có".into(), fields: "mã".into(), ..DataItem::default() };
    let mut content = EntryContent { items: vec![has], ..EntryContent::default() };
    let place = Place::ItemName("có".into());
    assert_eq!(Place::parse(&place.key(), place.item()).as_ref(), Some(&place));
    assert_eq!(apply(&mut content, &place, "mới"), Ok(()));
    assert_eq!((content.items[0].name.as_str(), content.items[0].fields.as_str()), ("mới", "mã"));
}

#[test]
fn values_that_do_not_fit() {
    let has = DataItem { name: "có".into(), ..DataItem::default() };
    let mut content = EntryContent { items: vec![has], ..EntryContent::default() };
    let before = content.clone();
    let bad = |place: &str, value: &str| ChangeError::BadValue(place.to_owned(), value.to_owned());
    let class = || ClassId::from("ca_nhan");
    for (place, value, error) in [
        (Place::Field(Field::StartYear), "năm ngoái", bad("start_year", "năm ngoái")),
        (Place::Field(Field::StartYear), "99999999999", bad("start_year", "99999999999")),
        (Place::Field(Field::StartYear), "20", bad("start_year", "20")),
        (Place::Field(Field::DataKind), "lạ", bad("data_kind", "lạ")),
        (Place::ItemAdd("có".into()), "", ChangeError::ItemExists("có".into())),
        (Place::ItemAdd("mới".into()), "mã || ca_nhan", bad("item.matrix", "ca_nhan")),
        (Place::ItemAdd("mới".into()), "mã || || kín", bad("item.add[mới]", "kín")),
        (Place::ItemRemove("không".into()), "", ChangeError::NoItem("không".into())),
        (Place::ItemName("không".into()), "mới", ChangeError::NoItem("không".into())),
        (Place::ItemName("có".into()), "có", ChangeError::ItemExists("có".into())),
        (Place::ItemFields("không".into()), "a", ChangeError::NoItem("không".into())),
        (Place::ItemMatrix("có".into(), class()), "mở", bad("item.matrix.ca_nhan[có]", "mở")),
        (Place::ItemMatrix("không".into(), class()), "open", ChangeError::NoItem("không".into())),
        (Place::ItemPersonal("có".into()), "có", bad("item.personal[có]", "có")),
        (Place::ItemMaster("không".into()), "true", ChangeError::NoItem("không".into())),
    ] {
        assert_eq!(apply(&mut content, &place, value), Err(error), "{place} = {value}");
        assert_eq!(content, before, "{place} = {value} left a trace");
    }
}

#[test]
fn an_appraisers_own_row_of_the_matrix_keeps_the_rest_of_a_new_item() {
    let matrix = BTreeMap::from([(ClassId::from("ca_nhan"), SharingForm::Open)]);
    let item = DataItem { name: "một".into(), fields: "mã, tên".into(), matrix, personal: true, master: false };
    let place = Place::ItemAdd("một".into());
    let proposed = encode_item(&item);
    let decided =
        decode_item("một", &substitute(&place, &proposed, "ca_nhan=none;to_chuc=specific")).expect("readable");
    assert_eq!((decided.fields.as_str(), decided.personal), ("mã, tên", true));
    assert_eq!(decided.form(&ClassId::from("ca_nhan")), SharingForm::None);
    assert_eq!(decided.form(&ClassId::from("to_chuc")), SharingForm::Specific);
    assert_eq!(substitute(&Place::Field(Field::Purpose), "cũ", "mới"), "mới");
}
