//! Two writers at one answer lose nothing; one answer is given on several entries at once.

use crate::common::Bed;
use crate::common::data::{coordinator, system};
use crate::common::review::{DAY, YEAR, account, head, lay, modified, officer, open, person, proposed};
use domain::account::{Actor, Role};
use domain::answer_form::{AnswerForm, Opened, Pick, Piece, Prints, TypedForm, WhoChanged};
use domain::campaign::TaskKind;
use domain::check::{FieldCode, FieldError};
use domain::id::{AgencyId, AsideId, EntryCode};
use domain::legal::LegalDocument;
use domain::policy::Refusal;
use domain::review::{AnswerDraft, AnswerKind, AnswerPage, AnswerTarget, Kept, Left, SeveralForm};
use sea_orm::{FromQueryResult, Statement};
use store::{AnswerAt, Error};

const CODE: &str = "DC-005";

fn entry() -> AnswerTarget {
    AnswerTarget::Entry(EntryCode::from(CODE))
}

/// A second officer of the health department.
fn second() -> Actor {
    person("cb-2", Role::Officer, "so-yt", &[])
}

async fn page(bed: &Bed, who: &Actor) -> AnswerPage {
    bed.store.answer_page(who, YEAR, &AgencyId::from("so-yt"), &entry()).await.expect("a page")
}

/// The form as a person opens it, to be typed into.
async fn opened(bed: &Bed, who: &Actor) -> TypedForm {
    let answer = page(bed, who).await.answer;
    let saved = AnswerForm::saved(answer.draft.as_ref(), answer.base.as_ref());
    let prints = Prints::of(&saved).to_string();
    let base = modified().content.expect("a content");
    let form = match answer.draft {
        Some(_) => saved,
        None => AnswerForm::of(AnswerKind::Modify, answer.base.as_ref().unwrap_or(&base), None),
    };
    let form = AnswerForm { secret: "none".to_owned(), ..form };
    TypedForm { opened: Opened { version: answer.version, prints, aside: AsideId(0) }, form }
}

async fn save(bed: &Bed, who: &Actor, form: &TypedForm) -> Kept {
    let (agency, target) = (AgencyId::from("so-yt"), entry());
    bed.store.save_form(who, AnswerAt { key: YEAR, agency: &agency, target: &target }, form).await.expect("kept")
}

fn pick(part: &str, choice: &str, text: &str) -> Pick {
    Pick { part: part.to_owned(), choice: choice.to_owned(), text: text.to_owned() }
}

#[derive(FromQueryResult)]
struct Told {
    action: String,
    detail: String,
}

/// What the audit log says of answers.
async fn audit(bed: &Bed) -> Vec<Told> {
    let raw = bed.raw().await;
    let text = "select action, detail from audit where action like 'answer.%' order by seq";
    let statement = Statement::from_string(sea_orm::ConnectionTrait::get_database_backend(&raw), text);
    Told::find_by_statement(statement).all(&raw).await.expect("the audit log")
}

on_both!(a_form_that_was_only_looked_through_is_no_answer, async |bed| {
    open(&bed).await;
    let (store, agency, target, mine) = (&bed.store, AgencyId::from("so-yt"), entry(), officer("so-yt"));
    let at = AnswerAt { key: YEAR, agency: &agency, target: &target };
    let mut typed = opened(&bed, &mine).await;
    typed.form = AnswerForm { secret: String::new(), ..typed.form };
    assert!(store.says_nothing(&mine, at, &typed).await.expect("looked at"));
    let other = store.says_nothing(&officer("so-xd-2025"), at, &typed).await;
    assert!(matches!(other, Err(Error::Refused(_))), "{other:?}");
    // Said once, it is what was said.
    save(&bed, &mine, &typed).await;
    assert!(!store.says_nothing(&mine, at, &typed).await.expect("looked at"));
});

on_both!(two_writers_lose_nothing, async |bed| {
    open(&bed).await;
    let (store, agency, target) = (&bed.store, AgencyId::from("so-yt"), entry());
    let at = AnswerAt { key: YEAR, agency: &agency, target: &target };
    let (mine, theirs) = (officer("so-yt"), second());
    save(&bed, &mine, &opened(&bed, &mine).await).await;
    // Both open the same version.
    let (mut phone, mut desk) = (opened(&bed, &mine).await, opened(&bed, &theirs).await);
    desk.form.purpose = "Mục đích của người kia".to_owned();
    desk.form.source = "Nguồn của người kia".to_owned();
    let Kept::Saved(saved) = save(&bed, &theirs, &desk).await else { panic!("nobody saved before") };
    phone.form.purpose = "Mục đích của tôi\r\ndòng hai".to_owned();
    phone.form.note = "Ghi chú của tôi".to_owned();
    phone.form.start_year = "hai nghìn".to_owned();
    let Kept::Aside(aside) = save(&bed, &mine, &phone).await else { panic!("somebody saved before") };
    // What is saved stands; what was typed is shown to its writer alone.
    let content = page(&bed, &mine).await.answer.draft.and_then(|draft| draft.content).expect("a content");
    assert_eq!(content.purpose, "Mục đích của người kia");
    let waiting = |page: AnswerPage| page.asides.iter().map(|one| (one.id, one.version)).collect::<Vec<_>>();
    assert_eq!(waiting(page(&bed, &mine).await), [(aside, 1)]);
    assert_eq!(waiting(page(&bed, &theirs).await), []);
    for stranger in [&theirs, &head("so-yt"), &coordinator()] {
        assert!(!matches!(store.clash(stranger, at, aside).await, Ok(Some(_))));
    }
    // Typed on in the same form, it is kept once.
    phone.opened.aside = aside;
    phone.form.note = "Ghi chú dài hơn của tôi".to_owned();
    assert_eq!(save(&bed, &mine, &phone).await, Kept::Aside(aside));
    let clash = store.clash(&mine, at, aside).await.expect("read").expect("both texts").both;
    assert_eq!((clash.version, clash.made_from, clash.saved_by.as_str()), (saved.version, 1, "cb-2"));
    let found: Vec<_> = clash.differences.iter().map(|one| (one.part.as_str(), one.by)).collect();
    let expected = [
        ("purpose", WhoChanged::Both),
        ("source", WhoChanged::Other),
        ("start_year", WhoChanged::Me),
        ("note", WhoChanged::Me),
    ];
    assert_eq!(found, expected);
    assert_eq!(clash.differences[0].mine, Piece::Text("Mục đích của tôi\ndòng hai".to_owned()));
    // Meanwhile they save once more: the choices are kept, and the newest is shown.
    let mut again = opened(&bed, &theirs).await;
    again.form.url = "https://moi.example.vn".to_owned();
    let Kept::Saved(newest) = save(&bed, &theirs, &again).await else { panic!("theirs stands") };
    let picks = [pick("purpose", "theirs", "Mục đích của cả hai"), pick("start_year", "theirs", "")];
    let kept = store.settle_clash(&mine, at, aside, saved.version, &picks).await.expect("kept");
    assert_eq!(kept, Kept::Aside(aside));
    let clash = store.clash(&mine, at, aside).await.expect("read").expect("both texts").both;
    assert_eq!(clash.version, newest.version);
    assert_eq!(clash.differences[0].mine, Piece::Text("Mục đích của cả hai".to_owned()));
    let parts: Vec<&str> = clash.differences.iter().map(|one| one.part.as_str()).collect();
    assert_eq!(parts, ["purpose", "note"], "what was chosen of theirs differs no more");
    let kept = store.settle_clash(&mine, at, aside, newest.version, &[]).await.expect("saved");
    assert!(matches!(&kept, Kept::Saved(saved) if saved.version == newest.version + 1), "{kept:?}");
    let answer = page(&bed, &theirs).await;
    let content = answer.answer.draft.and_then(|draft| draft.content).expect("a content");
    let texts = [&*content.purpose, &content.source, &content.note, &content.url];
    let merged = ["Mục đích của cả hai", "Nguồn của người kia", "Ghi chú dài hơn của tôi", "https://moi.example.vn"];
    assert_eq!(texts, merged);
    assert_eq!(waiting(page(&bed, &mine).await), []);
    assert_eq!(store.clash(&mine, at, aside).await.expect("read"), None, "it is settled");
    let told = audit(&bed).await;
    let settled = told.iter().find(|one| one.action == "answer.settle").expect("it is on record");
    assert!(settled.detail.contains("Mục đích của cả hai") && settled.detail.contains("Mục đích của người kia"));
    assert_eq!(told.iter().filter(|one| one.action == "answer.set_aside").count(), 1, "once a text");
});

on_both!(a_save_tells_what_its_page_would_tell, async |bed| {
    open(&bed).await;
    let document = LegalDocument {
        id: "nd-278-2025".to_owned(),
        number: "278/2025/NĐ-CP".to_owned(),
        kind: "NĐ".to_owned(),
        title: "Kết nối, chia sẻ dữ liệu".to_owned(),
        issuer: "Chính phủ".to_owned(),
        date_issued: None,
        effective_from: None,
        effective_to: None,
        replaced_by: None,
        version: 0,
    };
    bed.store.import_legal(&system(), &[document], false).await.expect("a register");
    let mine = officer("so-yt");
    let mut typed = opened(&bed, &mine).await;
    typed.form.purpose = String::new();
    typed.form.legal_basis = "Nghị định số 1/2030/NĐ-CP".to_owned();
    let Kept::Saved(saved) = save(&bed, &mine, &typed).await else { panic!("nobody saved before") };
    // What may be a duplicate is looked for when the page is read.
    let told = |mut errors: Vec<FieldError>| {
        errors.retain(|one| one.code != FieldCode::OverlapOpen);
        errors.sort();
        errors
    };
    let told_by_page = told(page(&bed, &mine).await.answer.errors);
    assert_eq!(told(saved.errors), told_by_page);
    let code = |field: &str| told_by_page.iter().find(|one| one.field == field).map(|one| one.code);
    assert_eq!([code("purpose"), code("legal_basis")], [FieldCode::Required, FieldCode::LegalUnknown].map(Some));
});

on_both!(a_short_answer_and_secrets_over_anothers_save, async |bed| {
    open(&bed).await;
    let (store, agency, target) = (&bed.store, AgencyId::from("so-yt"), entry());
    let at = AnswerAt { key: YEAR, agency: &agency, target: &target };
    let (mine, theirs) = (officer("so-yt"), second());
    let old = opened(&bed, &mine).await;
    let mut desk = opened(&bed, &theirs).await;
    desk.form.purpose = "Mục đích của người kia".to_owned();
    save(&bed, &theirs, &desk).await;
    let mut withdraw = old.clone();
    withdraw.form = AnswerForm {
        kind: "withdraw".into(),
        reason: "Thôi dùng".into(),
        effective: DAY.into(),
        ..AnswerForm::default()
    };
    let Kept::Aside(aside) = save(&bed, &mine, &withdraw).await else { panic!("somebody saved before") };
    assert_eq!(save(&bed, &mine, &withdraw).await, Kept::Aside(aside), "sent twice, kept once");
    let clash = store.clash(&mine, at, aside).await.expect("read").expect("both texts").both;
    let parts: Vec<&str> = clash.differences.iter().map(|one| one.part.as_str()).collect();
    assert_eq!(parts, ["kind", "effective", "reason"]);
    // What theirs changes is shown too, beside what is in force.
    let changed: Vec<_> = clash.with_kind.iter().map(|one| (one.part.as_str(), &one.theirs)).collect();
    assert_eq!(changed, [("purpose", &Piece::Text("Mục đích của người kia".to_owned()))]);
    let picks = [pick("kind", "theirs", "")];
    store.settle_clash(&mine, at, aside, clash.version, &picks).await.expect("saved");
    let draft = page(&bed, &mine).await.answer.draft.expect("an answer");
    assert_eq!((draft.kind, &*draft.reason), (AnswerKind::Modify, "Thôi dùng"));
    assert_eq!(draft.content.expect("a content").purpose, "Mục đích của người kia");
    // State secrets are stored nowhere.
    let mut secret = old.clone();
    secret.form.secret = "holds".to_owned();
    let refused = store.save_form(&mine, at, &secret).await;
    assert!(matches!(&refused, Err(Error::Invalid(told)) if told[0].code == FieldCode::StateSecret), "{refused:?}");
    // One's own text can be let go; it stays in the audit log.
    let Kept::Aside(aside) = save(&bed, &mine, &old).await else { panic!("somebody saved before") };
    assert!(matches!(store.drop_aside(&theirs, at, aside).await, Err(Error::NotFound)));
    store.drop_aside(&mine, at, aside).await.expect("dropped");
    assert!(matches!(store.drop_aside(&mine, at, aside).await, Err(Error::NotFound)));
    assert!(audit(&bed).await.iter().any(|one| one.action == "answer.drop_aside"));
    // There is an end to what waits.
    let mut last = Ok(Kept::Aside(AsideId(0)));
    for number in 0..=20 {
        let mut more = old.clone();
        more.form.note = format!("Ghi chú {number}");
        last = store.save_form(&mine, at, &more).await;
    }
    assert!(matches!(&last, Err(Error::Invalid(told)) if told[0].code == FieldCode::TooMany), "{last:?}");
});

/// How many texts the person is asked to settle.
async fn owed(bed: &Bed, who: &Actor) -> Option<u32> {
    let tasks = bed.store.tasks(who).await.expect("tasks");
    tasks.iter().find(|task| task.kind == TaskKind::SettleTexts).map(|task| task.count)
}

on_both!(what_was_typed_over_anothers_save_is_settled_before_laying, async |bed| {
    open(&bed).await;
    let (store, agency, target) = (&bed.store, AgencyId::from("so-yt"), entry());
    let at = AnswerAt { key: YEAR, agency: &agency, target: &target };
    let (mine, theirs) = (officer("so-yt"), account(&bed, "cb-hai", Role::Officer, "so-yt").await);
    let (mut phone, mut desk) = (opened(&bed, &mine).await, opened(&bed, &theirs).await);
    let said = modified();
    desk.form = AnswerForm::of(AnswerKind::Modify, said.content.as_ref().expect("a content"), Some(&said));
    phone.form = AnswerForm { note: "Ghi chú của tôi".to_owned(), ..desk.form.clone() };
    let Kept::Saved(_) = save(&bed, &theirs, &desk).await else { panic!("nobody saved before") };
    let Kept::Aside(aside) = save(&bed, &mine, &phone).await else { panic!("somebody saved before") };
    desk.form.note = "Ghi chú của người kia".to_owned();
    let Kept::Aside(_) = save(&bed, &theirs, &desk).await else { panic!("made from what is no more") };
    let listed = store.response(&mine, YEAR, &agency).await.expect("a page");
    let (own, others) = listed.to_settle();
    assert_eq!(own.iter().map(|(_, one)| one.aside).collect::<Vec<_>>(), [aside]);
    assert_eq!(others.iter().map(|(_, one)| one.other.as_deref()).collect::<Vec<_>>(), [Some("cb-hai")]);
    let of_head = store.response(&head("so-yt"), YEAR, &agency).await.expect("a page");
    assert_eq!(of_head.unsettled, []);
    assert_eq!((owed(&bed, &mine).await, owed(&bed, &head("so-yt")).await), (Some(1), None));
    let laid = lay(store, &mine, YEAR, &agency).await;
    let Err(Error::Invalid(remarks)) = laid else { panic!("{laid:?}") };
    assert_eq!(remarks, [FieldError::new(CODE, FieldCode::Unsettled)]);
    store.drop_aside(&mine, at, aside).await.expect("dropped");
    assert_eq!((owed(&bed, &mine).await, owed(&bed, &theirs).await), (None, Some(1)));
    // Another's is for them to settle: it holds nobody up.
    lay(store, &mine, YEAR, &agency).await.expect("laid");
    // What lies before the head is changed by nobody, so there is nothing to settle; the text is still there.
    let listed = store.response(&theirs, YEAR, &agency).await.expect("a page");
    assert_eq!((listed.unsettled.len(), listed.to_settle().0.len(), owed(&bed, &theirs).await), (1, 0, None));
});

on_both!(what_waits_goes_with_its_proposal, async |bed| {
    open(&bed).await;
    let (store, agency, mine) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    let new = AnswerTarget::NewProposal("khoa1".to_owned());
    let saved = store.save_answer(&mine, YEAR, &agency, &new, 0, &proposed()).await.expect("saved");
    let form = AnswerForm { kind: "propose".into(), name: "CSDL khác".into(), ..AnswerForm::default() };
    let sent = TypedForm { opened: Opened::default(), form };
    // The same form open twice: its first save is over a newer one.
    let at = AnswerAt { key: YEAR, agency: &agency, target: &new };
    let kept = store.save_form(&mine, at, &sent).await.expect("kept");
    assert!(matches!(kept, Kept::Aside(_)), "{kept:?}");
    store.remove_proposal(&mine, saved.id, saved.version).await.expect("removed");
    let told = audit(&bed).await;
    let removed = told.iter().find(|one| one.action == "answer.remove").expect("it is on record");
    assert!(removed.detail.contains("CSDL khác"), "{}", removed.detail);
});

fn several(kind: &str, entries: &[(&str, i64)]) -> SeveralForm {
    SeveralForm {
        entries: entries.iter().map(|(code, version)| ((*code).to_owned(), version.to_string())).collect(),
        kind: kind.to_owned(),
        effective: DAY.into(),
        ..SeveralForm::default()
    }
}

on_both!(several_entries_are_answered_at_once, async |bed| {
    open(&bed).await;
    let (store, agency, mine) = (&bed.store, AgencyId::from("so-xd-2025"), officer("so-xd-2025"));
    let give = async |form: SeveralForm| store.answer_several(&mine, YEAR, &agency, &form).await;
    let listed = store.response(&mine, YEAR, &agency).await.expect("a page");
    let codes: Vec<&str> = listed.answers.iter().filter_map(|one| one.code.as_ref()).map(EntryCode::as_str).collect();
    assert_eq!(codes, ["DC-001", "DC-002", "DC-003"]);
    assert!(!listed.merge_targets.is_empty() && listed.transfer_targets.iter().all(|one| one.id != agency));
    let told = |left: &Left| {
        let unsaved = left.unsaved.iter();
        let unsaved = unsaved.map(|one| format!("{} {} {}", one.code, one.errors[0].field, one.errors[0].code));
        (left.saved, unsaved.collect::<Vec<_>>(), left.form.entries.keys().cloned().collect::<Vec<_>>())
    };
    let names = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    // A reason is missing for all: nothing is saved, all stay ticked.
    let left = give(several("withdraw", &[("DC-001", 0), ("DC-002", 0)])).await.expect("told");
    let missing = names(&["DC-001 reason required", "DC-002 reason required"]);
    assert_eq!(told(&left), (0, missing, names(&["DC-001", "DC-002"])));
    assert_eq!(
        store.response(&mine, YEAR, &agency).await.expect("a page").version,
        listed.version,
        "nothing was written"
    );
    // One saved since is not overwritten; one is merged into itself; one is another's. The fourth is saved.
    let target = AnswerTarget::Entry(EntryCode::from("DC-001"));
    let keep = AnswerDraft::of_kind(AnswerKind::Keep);
    store.save_answer(&mine, YEAR, &agency, &target, 0, &keep).await.expect("saved");
    let asked = [("DC-001", 0), ("DC-002", 0), ("DC-003", 0), ("DC-005", 0)];
    let merge = SeveralForm { merge_into: "DC-003".into(), reason: "Gộp".into(), ..several("merge", &asked) };
    let left = give(merge).await.expect("told");
    let unsaved = names(&["DC-001 entries changed", "DC-003 target itself", "DC-005 entries unknown"]);
    assert_eq!(told(&left), (1, unsaved, names(&["DC-001", "DC-003", "DC-005"])));
    let to = |agency: &str, entries: &[(&str, i64)]| SeveralForm {
        transfer_to: agency.to_owned(),
        reason: "Chuyển".into(),
        ..several("transfer", entries)
    };
    let lost = to("so-lạ", &[("DC-003", 0)]);
    assert_eq!(told(&give(lost).await.expect("told")).1, names(&["DC-003 target target_unknown"]));
    let bare = SeveralForm { reason: String::new(), ..to("so-yt", &[("DC-003", 0)]) };
    assert_eq!(told(&give(bare).await.expect("told")).1, names(&["DC-003 reason required"]));
    let whole = to("so-yt", &[("DC-001", 1), ("DC-003", 0)]);
    assert_eq!(told(&give(whole).await.expect("told")), (2, vec![], vec![]));
    let page = store.response(&mine, YEAR, &agency).await.expect("a page");
    let said: Vec<_> =
        page.answers.iter().map(|one| one.draft.as_ref().map(|draft| (draft.kind, &*draft.target))).collect();
    let (merged, moved) = (Some((AnswerKind::Merge, "DC-003")), Some((AnswerKind::Transfer, "so-yt")));
    assert_eq!(said, [moved, merged, moved]);
    // Each has a row of its own.
    let rows = audit(&bed).await;
    let of = |code: &str| rows.iter().filter(|row| row.action == "answer.save" && row.detail.contains(code)).count();
    assert_eq!((of("\"target\":\"DC-001\""), of("\"target\":\"DC-002\""), of("\"target\":\"DC-003\"")), (2, 1, 1));
    // Who may not, and what cannot be given at once.
    let form = several("keep", &[("DC-001", 2)]);
    let refused = store.answer_several(&head("so-xd-2025"), YEAR, &agency, &form).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Forbidden))), "{refused:?}");
    let change = give(several("modify", &[("DC-001", 2)])).await;
    assert!(matches!(&change, Err(Error::Invalid(told)) if told[0].field == "answer"), "{change:?}");
    // «Nothing to change» is taken back by what changes something.
    store.set_nothing_to_change(&officer("so-yt"), YEAR, &AgencyId::from("so-yt"), true).await.expect("said");
    let form = SeveralForm { reason: "Thôi dùng".into(), ..several("withdraw", &[(CODE, 1)]) };
    let left = store.answer_several(&officer("so-yt"), YEAR, &AgencyId::from("so-yt"), &form).await.expect("saved");
    let page = store.response(&officer("so-yt"), YEAR, &AgencyId::from("so-yt")).await.expect("a page");
    assert_eq!((left.saved, page.nothing_to_change), (1, false));
});
