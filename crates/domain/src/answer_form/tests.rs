use strum::IntoEnumIterator;

use super::*;
use crate::catalog::{DataKind, Existence, UpdateMethod};

/// A content with something in every field.
fn content() -> EntryContent {
    let item = |name: &str, form, personal| DataItem {
        name: name.into(),
        fields: "mã, giá".into(),
        matrix: [(ClassId::from("ca_nhan"), form), (ClassId::from("to_chuc"), SharingForm::None)].into(),
        personal,
        master: !personal,
    };
    EntryContent {
        name: "CSDL giá".into(),
        owner: AgencyId::from("so-tc"),
        sector: "tai-chinh".into(),
        purpose: "Dòng một\nDòng hai".into(),
        scope: "Toàn tỉnh".into(),
        content: "Giá\n\nđất".into(),
        collection_mechanism: "Nhập tay".into(),
        source: "Hồ sơ".into(),
        consumers: "Sở, ngành".into(),
        update_frequency: "M1".into(),
        legal_basis: "Luật Giá; NĐ 85".into(),
        start_year: Some(2019),
        note: "Không".into(),
        data_kinds: vec![DataKind::Sectoral, DataKind::Master],
        other_names: "CSDL G".into(),
        scope_territory: "Toàn tỉnh".into(),
        scope_time: "Từ 2019".into(),
        update_method: Some(UpdateMethod::Api),
        national_db: "QG-001".into(),
        sync_mechanism: "Hằng ngày".into(),
        security_level: Some(3),
        url: "https://gia.example.vn".into(),
        hosting: "Kho dùng chung".into(),
        procedures: "1.001".into(),
        funding: "Ngân sách tỉnh".into(),
        existence: Some(Existence::Existing),
        operator_unit: "Trung tâm Tin học".into(),
        items: vec![item("Giá đất", SharingForm::Open, false), item("Chủ đất", SharingForm::Specific, true)],
    }
}

fn form() -> AnswerForm {
    AnswerForm::of(AnswerKind::Modify, &content(), None)
}

/// The content that a form gives, on top of [`content`], and the remarks as `field: code`.
fn read(form: &AnswerForm) -> (EntryContent, Vec<String>) {
    let (draft, errors) = form.draft(Some(&content()), &AgencyId::from("so-khac"));
    let told = errors.iter().map(|error| format!("{}: {}", error.field, error.code)).collect();
    (draft.content.expect("a change has a content"), told)
}

#[test]
fn a_form_untouched_changes_nothing() {
    assert_eq!(read(&form()), (content(), Vec::new()));
}

#[test]
fn what_each_kind_of_answer_takes_from_the_form() {
    let plan = BuildPlan { time: " 2027 ".into(), need: "một\r\nhai".into(), ..BuildPlan::default() };
    for kind in AnswerKind::iter() {
        let form =
            AnswerForm { reason: " vì\r\nthế ".into(), target: " DC-002 ".into(), plan: plan.clone(), ..form() };
        let form = AnswerForm { kind: kind.to_string(), ..form };
        let base = content();
        let (draft, errors) = form.draft((kind != AnswerKind::Propose).then_some(&base), &AgencyId::from("so-khac"));
        assert_eq!(errors, []);
        assert_eq!((draft.kind, &*draft.reason, &*draft.target), (kind, "vì\nthế", "DC-002"));
        let owner = draft.content.map(|content| content.owner.to_string());
        let (whose, planned) = match kind {
            AnswerKind::Keep | AnswerKind::Withdraw | AnswerKind::Merge | AnswerKind::Transfer => (None, None),
            AnswerKind::Modify => (Some("so-tc"), None),
            AnswerKind::Propose => (Some("so-khac"), Some(("một\nhai", "2027"))),
        };
        assert_eq!(owner.as_deref(), whose, "{kind}");
        assert_eq!(draft.plan.as_ref().map(|plan| (&*plan.need, &*plan.time)), planned, "{kind}");
    }
}

#[test]
fn a_kind_that_is_none_is_the_usual_one() {
    let base = content();
    for (base, kind) in [(Some(&base), AnswerKind::Modify), (None, AnswerKind::Propose)] {
        let (draft, _) = AnswerForm { kind: "lạ".into(), ..form() }.draft(base, &AgencyId::from("so-tc"));
        assert_eq!(draft.kind, kind);
    }
}

#[test]
fn values_that_no_field_can_hold_are_named_and_the_rest_kept() {
    let cell = |class: &str, form: &str| {
        let mut changed = self::form();
        changed.items[1].matrix.insert(class.to_owned(), form.to_owned());
        changed
    };
    let without = |class: &str| {
        let mut left = content();
        left.items[1].matrix.remove(&ClassId::from(class));
        left
    };
    for (form, left, expected) in [
        (
            AnswerForm { start_year: "hai nghìn".into(), ..form() },
            EntryContent { start_year: None, ..content() },
            "start_year: not_a_number",
        ),
        (
            AnswerForm { data_kind: [("lạ".into(), "on".into())].into(), ..form() },
            EntryContent { data_kinds: Vec::new(), ..content() },
            "data_kind: unknown",
        ),
        (
            AnswerForm { security_level: "6".into(), ..form() },
            EntryContent { security_level: None, ..content() },
            "security_level: unknown",
        ),
        (
            AnswerForm { update_method: "lạ".into(), ..form() },
            EntryContent { update_method: None, ..content() },
            "update_method: unknown",
        ),
        (
            AnswerForm { existence: "lạ".into(), ..form() },
            EntryContent { existence: None, ..content() },
            "existence: unknown",
        ),
        (cell("ca_nhan", "mở"), without("ca_nhan"), "items.1.matrix: unknown"),
        (cell("a=open;b", "open"), content(), "items.1.matrix: unknown"),
        (cell("", "open"), content(), "items.1.matrix: unknown"),
    ] {
        assert_eq!(read(&form), (left, vec![expected.to_owned()]));
    }
    let empty = AnswerForm { start_year: " ".into(), data_kind: BTreeMap::new(), ..cell("to_chuc", "") };
    let left = EntryContent { start_year: None, data_kinds: Vec::new(), ..without("to_chuc") };
    assert_eq!(read(&empty), (left, Vec::new()));
}

#[test]
fn what_word_processors_leave_is_cleaned() {
    let mut dirty = form();
    dirty.name = " CSDL\u{a0}gia\u{301}\r\n\r\n".into();
    dirty.content = "Giá\r\n\r\n\r\nđất\0".into();
    dirty.sector = "tai-chinh\0".into();
    dirty.items[0].fields = "mã,\n\n giá".into();
    assert_eq!(read(&dirty), (content(), Vec::new()));
}

#[test]
fn blank_rows_are_no_items() {
    let mut form = form();
    let ticked = ItemForm { personal: "on".into(), name: " ".into(), ..ItemForm::default() };
    form.items.insert(0, ticked);
    form.items.push(ItemForm::default());
    assert_eq!(read(&form), (content(), Vec::new()));
    form.items.push(ItemForm { fields: "mã".into(), ..ItemForm::default() });
    assert_eq!(read(&form).0.items.len(), 3);
}

#[test]
fn remarks_on_items_stand_where_the_items_were_typed() {
    let item = |name: &str| ItemForm { name: name.into(), ..ItemForm::default() };
    let form = AnswerForm { items: vec![item("giá"), item(""), item("giá")], ..AnswerForm::default() };
    for (said, placed) in [
        ("items.0.name", "items.0.name"),
        ("items.1.name", "items.2.name"),
        ("items.1.matrix.ca_nhan", "items.2.matrix.ca_nhan"),
        ("items.2.name", "items.2.name"),
        ("items", "items"),
        ("purpose", "purpose"),
    ] {
        let remark = |field: &str| FieldError::with(field, FieldCode::Taken, "giá");
        assert_eq!(form.placed(vec![remark(said)]), [remark(placed)]);
    }
}

#[test]
fn a_form_that_was_only_looked_through_says_nothing() {
    let base = content();
    let owner = AgencyId::from("so-khac");
    let opened = AnswerForm::of(AnswerKind::Modify, &base, None);
    let says_nothing = |form: &AnswerForm| form.draft(Some(&base), &owner).0.says_nothing(Some(&base));
    assert!(says_nothing(&opened), "stated under the name of who answers");
    for (what, form) in [
        ("a field", AnswerForm { note: "Ghi chú khác".into(), ..opened.clone() }),
        ("an item", AnswerForm { items: Vec::new(), ..opened.clone() }),
        ("a reason", AnswerForm { reason: "Luật mới".into(), ..opened.clone() }),
        ("a declaration", AnswerForm { secret: "none".into(), ..opened.clone() }),
        ("another kind", AnswerForm { kind: "keep".into(), ..opened.clone() }),
    ] {
        assert!(!says_nothing(&form), "{what}");
    }
    let proposal = AnswerForm { kind: "propose".into(), ..opened };
    assert!(!proposal.draft(None, &owner).0.says_nothing(None));
}
