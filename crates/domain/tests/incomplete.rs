//! What article 11(4) asks for is not taken from an entry by verdicts that may each be right, and no proposal enters without it.

mod common;

use common::whole;
use domain::catalog::{DataItem, EntryContent, SharingForm};
use domain::change::{Change, Field, Place, encode_item, points_of_new};
use domain::check::REQUIRED;
use domain::consolidate::{ConsolidationError, SettledAnswer, SettledPoint, consolidate, left_incomplete};
use domain::id::{AgencyId, ClassId, EntryCode};
use domain::review::{AnswerKind, Verdict};

const CLASS: &str = "ca_nhan";
const YES: Option<Verdict> = Some(Verdict::Accept);
const NO: Option<Verdict> = Some(Verdict::Reject);

fn item(name: &str, form: SharingForm) -> DataItem {
    DataItem { name: name.to_owned(), matrix: [(ClassId::from(CLASS), form)].into(), ..DataItem::default() }
}

fn form(name: &str, form: SharingForm) -> (Place, String) {
    (Place::ItemMatrix(name.to_owned(), ClassId::from(CLASS)), form.to_string())
}

fn field(field: Field) -> (Place, String) {
    (Place::Field(field), "mới".to_owned())
}

fn settled(kind: AnswerKind, points: Vec<SettledPoint>) -> SettledAnswer {
    let code = (kind != AnswerKind::Propose).then(|| EntryCode::from("DC-001"));
    SettledAnswer { kind, code, agency: AgencyId::from("so-yt"), target: String::new(), by_law: false, points }
}

/// A point with its verdict, `None` while nobody decided it.
fn point((place, proposed): (Place, String), verdict: Option<Verdict>) -> SettledPoint {
    match verdict {
        Some(verdict) => SettledPoint { place: Some(place), proposed, verdict, value: String::new() },
        None => SettledPoint::filling(Some(place), proposed),
    }
}

#[test]
fn verdicts_do_not_take_it_away_between_them() {
    let shared = |name| item(name, SharingForm::Default);
    let hidden = |name| item(name, SharingForm::None);
    let out = || (Place::ItemRemove("một".to_owned()), String::new());
    let instead = || (Place::ItemAdd("hai".to_owned()), encode_item(&shared("hai")));
    let one = || whole(vec![shared("một")]);
    let two = || whole(vec![shared("một"), hidden("hai")]);
    let sourceless = || EntryContent { source: String::new(), ..one() };
    let hide = || form("một", SharingForm::None);
    let share = || form("hai", SharingForm::Default);
    for (before, points, lacks) in [
        // An item under another name: one goes, one comes.
        (one(), vec![(out(), YES), (instead(), YES)], None),
        (one(), vec![(out(), YES), (instead(), NO)], Some("items")),
        (one(), vec![(out(), NO), (instead(), YES)], None),
        (one(), vec![(out(), NO), (instead(), NO)], None),
        // While the one or the other is open, it may still come out well.
        (one(), vec![(out(), YES), (instead(), None)], None),
        (one(), vec![(out(), None), (instead(), NO)], None),
        // Another item is shared instead.
        (two(), vec![(hide(), YES), (share(), YES)], None),
        (two(), vec![(hide(), YES), (share(), NO)], Some("items")),
        (two(), vec![(hide(), NO), (share(), NO)], None),
        (two(), vec![(hide(), YES), (share(), None)], None),
        (two(), vec![(hide(), None), (share(), NO)], None),
        // What the entry lacked before, it may lack still; no more than that.
        (sourceless(), vec![(field(Field::Source), NO), (field(Field::Purpose), YES)], None),
        (sourceless(), vec![(field(Field::Source), NO), (out(), YES), (instead(), NO)], Some("items")),
        (whole(vec![hidden("hai")]), vec![(share(), NO), (field(Field::Purpose), YES)], None),
    ] {
        let told = format!("{before:?} {points:?}");
        let decided = points.iter().all(|(_, verdict)| verdict.is_some());
        let points = points.into_iter().map(|(change, verdict)| point(change, verdict)).collect();
        let answer = settled(AnswerKind::Modify, points);
        let lacks = lacks.map(|fields| ("DC-001 có".to_owned(), fields.to_owned()));
        assert_eq!(left_incomplete(&answer, Some(&before)), lacks, "{told}");
        if decided {
            let next = consolidate(&[(EntryCode::from("DC-001"), before)], &[answer], 2);
            let refused = lacks.map(|(entry, fields)| ConsolidationError::Incomplete(entry, fields));
            assert_eq!(next.err(), refused, "{told}");
        }
    }
}

#[test]
fn a_proposal_enters_whole_or_not_at_all() {
    let proposed = EntryContent { note: "có".to_owned(), ..whole(vec![item("một", SharingForm::Default)]) };
    let name = Place::Field(Field::Name);
    let with = |of_name: Option<Verdict>, of_others: &dyn Fn(&Place) -> Option<Verdict>| {
        let points = points_of_new(&proposed).into_iter().map(|Change { place, new, .. }| {
            let verdict = if place == name { of_name } else { of_others(&place) };
            point((place, new), verdict)
        });
        settled(AnswerKind::Propose, points.collect())
    };
    assert_eq!(left_incomplete(&with(YES, &|_| None), None), None, "the rest may still be accepted");
    let others = points_of_new(&proposed).into_iter().map(|change| change.place).filter(|place| *place != name);
    for place in others {
        let lacks = match &place {
            Place::Field(field) => REQUIRED.iter().find(|(one, _)| one == field).map(|_| field.to_string()),
            _ => Some("items".to_owned()),
        };
        assert_eq!(lacks.is_none(), place == Place::Field(Field::Note));
        for (of_name, enters) in [(YES, true), (NO, false), (None, false)] {
            let answer = with(of_name, &|one| if *one == place { NO } else { YES });
            let lacks = lacks.clone().filter(|_| enters).map(|fields| ("có".to_owned(), fields));
            assert_eq!(left_incomplete(&answer, None), lacks, "{place} {of_name:?}");
            let refused = lacks.map(|(entry, fields)| ConsolidationError::Incomplete(entry, fields));
            assert_eq!(consolidate(&[], &[answer], 1).err(), refused, "{place} {of_name:?}");
        }
    }
}

#[test]
fn what_lacked_before_and_is_not_answered_on_stays() {
    let old = EntryContent { source: String::new(), ..whole(Vec::new()) };
    let next = consolidate(&[(EntryCode::from("DC-001"), old.clone())], &[], 2).expect("adds up");
    assert_eq!(next.entries[0].content, old);
}
