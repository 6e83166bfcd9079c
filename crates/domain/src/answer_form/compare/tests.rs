use super::*;
use crate::review::BuildPlan;

fn item(name: &str, fields: &str) -> ItemForm {
    ItemForm { name: name.into(), fields: fields.into(), ..ItemForm::default() }
}

fn opened() -> AnswerForm {
    AnswerForm {
        kind: "modify".into(),
        purpose: "Quản lý giá".into(),
        source: "Hồ sơ".into(),
        sector: "tai-chinh".into(),
        items: vec![item("Giá đất", "mã, giá"), item("Chủ đất", "tên")],
        plan: BuildPlan { need: "Cần".into(), ..BuildPlan::default() },
        ..AnswerForm::default()
    }
}

/// `part: who` of each difference, with the two texts where they are texts.
fn told(mine: &AnswerForm, theirs: &AnswerForm) -> Vec<String> {
    let words = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Item(item) => format!("[{}]", item.fields),
        Piece::Nothing => "-".to_owned(),
    };
    differences(&Prints::of(&opened()), mine, theirs)
        .iter()
        .map(|one| format!("{} {:?}: {} | {}", one.part, one.by, words(&one.mine), words(&one.theirs)))
        .collect()
}

#[test]
fn what_says_the_same_is_no_difference() {
    let mut sent = opened();
    sent.purpose = " Quản  lý giá\r\n\r\n".into();
    sent.secret = "undeclared".into();
    sent.target = "DC-001".into();
    sent.items.push(ItemForm { personal: "on".into(), ..ItemForm::default() });
    sent.items[0].matrix.insert("to_chuc".into(), "none".into());
    assert_eq!(told(&sent, &opened()), Vec::<String>::new());
    assert_eq!(Prints::of(&sent), Prints::of(&opened()));
    assert_eq!(Prints::read(&Prints::of(&sent).to_string()), Prints::of(&opened()));
}

#[test]
fn who_changed_what() {
    let mut mine = opened();
    mine.purpose = "Của tôi".into();
    mine.source = "Hồ sơ mới".into();
    mine.items[0].fields = "mã".into();
    mine.items.push(item("Vị trí", "tọa độ"));
    let mut theirs = opened();
    theirs.purpose = "Của người kia".into();
    theirs.sector = "dat-dai".into();
    theirs.plan.need = "Rất cần".into();
    theirs.plan.priority = "high".into();
    theirs.items.remove(1);
    let expected = [
        "sector Other: tai-chinh | dat-dai",
        "purpose Both: Của tôi | Của người kia",
        "source Me: Hồ sơ mới | Hồ sơ",
        "plan.need Other: Cần | Rất cần",
        "plan.priority Other:  | high",
        "items.Giá đất Me: [mã] | [mã, giá]",
        "items.Chủ đất Other: [tên] | -",
        "items.Vị trí Me: [tọa độ] | -",
    ];
    assert_eq!(told(&mine, &theirs), expected);
    // Of an unknown beginning nobody knows who changed what.
    let unknown = differences(&Prints::read("{"), &mine, &theirs);
    assert!(unknown.len() == expected.len() && unknown.iter().all(|one| one.by == WhoChanged::Both));
}

#[test]
fn an_answer_that_edits_nothing_says_nothing_of_the_content() {
    let mut theirs = opened();
    theirs.purpose = "Của người kia".into();
    let mine = AnswerForm { kind: "withdraw".into(), reason: "Thôi dùng".into(), ..AnswerForm::default() };
    assert_eq!(told(&mine, &theirs), ["kind Me: withdraw | modify", "reason Me: Thôi dùng | "]);
    let form = merged(&theirs, &differences(&Prints::of(&opened()), &mine, &theirs), &[]);
    assert_eq!((&*form.kind, &*form.reason, &*form.purpose), ("withdraw", "Thôi dùng", "Của người kia"));
}

#[test]
fn what_a_text_changes_is_shown_where_the_other_edits_nothing() {
    let in_force = AnswerForm { kind: String::new(), ..opened() };
    let mut edited = opened();
    (edited.purpose, edited.reason) = ("Quản lý giá đất".into(), "Đổi tên".into());
    edited.items[1].fields = "tên, năm sinh".into();
    edited.items.push(item("Vị trí", "tọa độ"));
    let withdraw = AnswerForm { kind: "withdraw".into(), reason: "Thôi dùng".into(), ..AnswerForm::default() };
    let told = |mine: &AnswerForm, theirs: &AnswerForm| {
        let found = differences(&Prints::of(&in_force), mine, theirs);
        let more = goes_with_kind(&found, mine, theirs, &in_force);
        more.into_iter().map(|one| (one.part, one.by, one.mine, one.theirs)).collect::<Vec<_>>()
    };
    let text = |text: &str| Piece::Text(text.to_owned());
    let (owner, wider) = (item("Chủ đất", "tên"), item("Chủ đất", "tên, năm sinh"));
    let expected = [
        ("purpose", text("Quản lý giá"), text("Quản lý giá đất")),
        ("items.Chủ đất", Piece::Item(owner), Piece::Item(wider)),
        ("items.Vị trí", Piece::Nothing, Piece::Item(item("Vị trí", "tọa độ"))),
    ];
    let theirs = expected.clone().map(|(part, old, new)| (part.to_owned(), WhoChanged::Other, old, new));
    assert_eq!(told(&withdraw, &edited), theirs);
    // A withdrawal keeps the content that was edited before: what is no difference is shown all the same.
    let kept = AnswerForm { kind: "withdraw".into(), ..edited.clone() };
    let mine = expected.map(|(part, old, new)| (part.to_owned(), WhoChanged::Me, new, old));
    assert_eq!(told(&edited, &kept), mine);
    // Where the content in force stands beside, each change is a difference already; of one kind there is nothing more.
    let stands = AnswerForm { kind: "keep".into(), ..in_force.clone() };
    assert_eq!((told(&edited, &stands), told(&edited, &opened())), (Vec::new(), Vec::new()));
}

#[test]
fn a_day_is_chosen_and_never_written() {
    let on = |day: &str| AnswerForm { kind: "withdraw".into(), effective: day.into(), ..AnswerForm::default() };
    let (mine, theirs) = (on("2027-02-01"), on("2027-03-01"));
    let found = differences(&Prints::default(), &mine, &theirs);
    assert!(matches!(found.as_slice(), [one] if one.part == "effective" && !one.is_text()), "{found:?}");
    // As a page shows it, it is no day of a form.
    let shown = Pick { part: "effective".into(), choice: "theirs".into(), text: "01/02/2027".into() };
    assert_eq!(merged(&theirs, &found, &[shown]).effective, "2027-03-01");
}

#[test]
fn one_form_of_both() {
    let mut mine = opened();
    (mine.purpose, mine.source) = ("Của tôi".into(), "Hồ sơ mới".into());
    mine.data_kind.insert("master".into(), "on".into());
    mine.items = vec![item("Giá đất", "mã"), item("Vị trí", "tọa độ")];
    let mut theirs = opened();
    (theirs.purpose, theirs.sector) = ("Của người kia".into(), "dat-dai".into());
    theirs.items[0].fields = "giá".into();
    let found = differences(&Prints::of(&opened()), &mine, &theirs);
    // Nobody chose: what only one changed is kept, and of what both changed, what was typed.
    let form = merged(&theirs, &found, &[]);
    assert_eq!((&*form.purpose, &*form.source, &*form.sector), ("Của tôi", "Hồ sơ mới", "dat-dai"));
    assert_eq!(form.items, vec![item("Giá đất", "mã"), item("Vị trí", "tọa độ")]);
    assert!(form.data_kind.contains_key("master"));
    let pick =
        |part: &str, choice: &str, text: &str| Pick { part: part.into(), choice: choice.into(), text: text.into() };
    for (picks, purpose, first) in [
        (vec![pick("purpose", "theirs", "Của tôi"), pick("items.Giá đất", "theirs", "")], "Của người kia", "giá"),
        (vec![pick("purpose", "mine", "")], "Của tôi", "mã"),
        // What was put together counts, whatever is ticked; codes and items are not written.
        (vec![pick("purpose", "theirs", "Của cả hai\r\n"), pick("items.Giá đất", "mine", "x")], "Của cả hai", "mã"),
    ] {
        let form = merged(&theirs, &found, &picks);
        assert_eq!((&*form.purpose, &*form.items[0].fields), (purpose, first), "{picks:?}");
    }
    let coded = merged(&theirs, &found, &[pick("sector", "mine", "y-te")]);
    assert_eq!(coded.sector, "tai-chinh");
}

#[test]
fn items_of_one_name_are_told_apart() {
    let mut mine = opened();
    mine.items.push(item("Giá đất", "lần hai"));
    let found = differences(&Prints::of(&opened()), &mine, &opened());
    assert_eq!(found.iter().map(|one| one.part.as_str()).collect::<Vec<_>>(), ["items.Giá đất (2)"]);
    assert_eq!((found[0].item(), found[0].is_text()), (Some("Giá đất (2)"), false));
    assert_eq!(merged(&opened(), &found, &[]).items.len(), 3);
}

#[test]
fn of_an_answer_that_says_nothing_yet_the_content_in_force_was_opened() {
    let base = crate::catalog::EntryContent { purpose: "Đang có hiệu lực".into(), ..Default::default() };
    let prints = Prints::of(&AnswerForm::saved(None, Some(&base)));
    let typed = |purpose: &str, source: &str| AnswerForm {
        purpose: purpose.into(),
        source: source.into(),
        ..AnswerForm::of(AnswerKind::Modify, &base, None)
    };
    let found = differences(&prints, &typed("Của tôi", ""), &typed("Đang có hiệu lực", "Của người kia"));
    let who: Vec<_> = found.iter().map(|one| (one.part.as_str(), one.by)).collect();
    assert_eq!(who, [("purpose", WhoChanged::Me), ("source", WhoChanged::Other)]);
}
