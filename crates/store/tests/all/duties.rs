//! The duties that follow when the catalog is issued: begun by decisions and the round, done, excused, opened again.

use crate::common::Bed;
use crate::common::data::{
    NOW, anonymous, content, coordinator, first_annex, header, import, load_first_edition, system,
};
use crate::common::review::{YEAR, answer, appraise, clerk, decision, head, lay_draft, officer, open, send};
use domain::account::Actor;
use domain::annex::Annex;
use domain::catalog::SharingForm;
use domain::check::FieldCode;
use domain::duty::{AgencyFreshness, DutyAction, DutyFilter, DutyKind, DutyRow, DutyState, EvidenceDraft, Freshness};
use domain::format::local_date;
use domain::id::{AgencyId, DutyId, EntryCode};
use domain::policy::Refusal;
use store::{Error, SignedFile};
use strum::IntoEnumIterator;
use time::macros::{date, datetime};
use time::{Date, Duration, OffsetDateTime};

pub fn at(actor: Actor, moment: OffsetDateTime) -> Actor {
    Actor { at: moment, ..actor }
}

fn noted(note: &str) -> EvidenceDraft {
    EvidenceDraft { note: note.to_owned(), ..EvidenceDraft::default() }
}

async fn all(bed: &Bed, actor: &Actor, filter: DutyFilter) -> Vec<DutyRow> {
    bed.store.all_duties(actor, &filter).await.expect("duties")
}

/// What the first annex says of the agencies that are there in 2026: DC-001, DC-002, DC-005.
pub fn remaining() -> Annex {
    let mut annex = first_annex();
    annex.entries.retain(|entry| ["I. SỞ XÂY DỰNG", "IV. SỞ Y TẾ"].contains(&entry.agency_written.as_str()));
    // Their owners have other names now: the codes tell which they are.
    for (entry, code) in annex.entries.iter_mut().zip(["DC-001", "DC-002", "DC-005"]) {
        entry.code = Some(EntryCode::from(code));
    }
    annex
}

/// The duties of an entry: kind, first day, last day, state.
pub async fn of_entry(bed: &Bed, actor: &Actor, code: &str) -> Vec<(DutyKind, Date, Date, DutyState)> {
    let filter = DutyFilter { entry: code.to_owned(), ..DutyFilter::default() };
    let rows = all(bed, actor, filter).await;
    let mut rows: Vec<_> = rows.into_iter().map(|row| (row.kind, row.starts_on, row.days.due_on, row.state)).collect();
    rows.sort();
    rows
}

async fn one(bed: &Bed, actor: &Actor, code: &str, kind: DutyKind) -> DutyRow {
    let filter = DutyFilter { entry: code.to_owned(), kind: Some(kind), ..DutyFilter::default() };
    all(bed, actor, filter).await.into_iter().next().expect("a duty")
}

on_both!(the_round_begins_what_nobody_looked_after_and_the_next_periods, async |bed| {
    let store = &bed.store;
    load_first_edition(&bed).await;
    // A decision that is only recorded here begins nothing by itself.
    assert_eq!(all(&bed, &coordinator(), DutyFilter::default()).await, vec![]);
    assert_eq!(store.follow_duties(NOW).await.expect("a round"), 15);
    assert_eq!(store.follow_duties(NOW).await.expect("a round"), 0, "again changes nothing");
    // Counted from the day of the round; decree 47/2020 ended before: no reviews of six months.
    let today = local_date(NOW);
    use DutyKind as K;
    let begun = of_entry(&bed, &coordinator(), "DC-005").await;
    let expected = [
        (K::Load, today, date!(2027 - 01 - 05), DutyState::Upcoming),
        (K::Documents, today, date!(2027 - 01 - 05), DutyState::Upcoming),
        (K::Refresh, today, date!(2026 - 12 - 24), DutyState::Upcoming),
    ];
    assert_eq!(begun, expected);
    // Two periods passed: the next ones are there, and what passed stays late.
    let later = datetime!(2027-01-25 03:00 UTC);
    assert_eq!(store.follow_duties(later).await.expect("a round"), 10);
    let refresh = DutyFilter { kind: Some(K::Refresh), entry: "DC-005".to_owned(), ..DutyFilter::default() };
    let rows = all(&bed, &at(coordinator(), later), refresh).await;
    let found: Vec<_> = rows.iter().map(|row| (row.days.due_on, row.state, row.days_late)).collect();
    let expected = [
        (date!(2026 - 12 - 24), DutyState::Late, 32),
        // 24/01/2027 is a Sunday.
        (date!(2027 - 01 - 25), DutyState::DueSoon, 0),
        (date!(2027 - 02 - 24), DutyState::Upcoming, 0),
    ];
    assert_eq!(found, expected);
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(issuing_begins_duties_and_a_change_of_the_purpose_loads_nothing_again, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    assert_eq!(store.follow_duties(NOW - Duration::days(10)).await.expect("a round"), 15);
    answer(&bed).await;
    store.keep_all(&officer("so-xd-2025"), YEAR, &AgencyId::from("so-xd-2025")).await.expect("kept");
    send(&bed, "so-xd-2025").await;
    appraise(&bed).await;
    store.accept_keeps(&coordinator(), YEAR, None).await.expect("accepted");
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    store.compile(&coordinator(), YEAR).await.expect("compiled");
    lay_draft(store, &coordinator(), YEAR).await.expect("submitted");
    let form = decision("01/12/2026");
    let seen = store.draft(&clerk(), YEAR).await.expect("a draft").version;
    let file = SignedFile { name: "qd.pdf".to_owned(), bytes: b"%PDF-1.7".to_vec() };
    store.issue(&clerk(), YEAR, seen, &form, Some(file)).await.expect("issued");
    // The new entry's duties begin with the decision; a purpose that changed begins none.
    use DutyKind as K;
    assert_eq!(of_entry(&bed, &coordinator(), "DC-006").await, vec![], "nobody answers for it yet");
    let new = of_entry(&bed, &at(coordinator(), datetime!(2026-12-02 03:00 UTC)), "DC-006").await;
    let from = date!(2026 - 12 - 01);
    let expected = [
        (K::Load, from, date!(2027 - 01 - 12), DutyState::Upcoming),
        (K::Documents, from, date!(2027 - 01 - 12), DutyState::Upcoming),
        (K::Refresh, from, date!(2027 - 01 - 01), DutyState::Upcoming),
    ];
    assert_eq!(new, expected);
    assert_eq!(of_entry(&bed, &coordinator(), "DC-005").await.len(), 3);
    assert_eq!(store.follow_duties(NOW).await.expect("a round"), 0);
});

on_both!(an_amended_annex_ends_begins_and_loads_again, async |bed| {
    let store = &bed.store;
    load_first_edition(&bed).await;
    store.follow_duties(NOW).await.expect("a round");
    // DC-002 leaves; DC-005 gets another item, and is refreshed when something changes; one is new.
    let mut annex = remaining();
    annex.entries.retain(|entry| entry.content.name != "CSDL nhà ở");
    let health = annex.entries.last_mut().expect("an entry");
    health.content.items[0].fields = "Mã, Tên, Địa chỉ, Ngày sinh".to_owned();
    health.content.update_frequency = "ONC".to_owned();
    let mut new = annex.entries[0].clone();
    new.content = content("CSDL cấp phép xây dựng", "xay_dung", SharingForm::Open);
    new.place.row = 90;
    new.code = None;
    annex.entries.push(new);
    let from = date!(2026 - 12 - 10);
    import(&bed, "file-2", annex, &header(2026, "99/QĐ-UBND", from)).await;
    use DutyKind as K;
    let later = datetime!(2026-12-11 03:00 UTC);
    let desk = at(coordinator(), later);
    let left = of_entry(&bed, &desk, "DC-002").await;
    assert!(left.iter().all(|(.., state)| *state == DutyState::Ended), "{left:?}");
    assert!(of_entry(&bed, &coordinator(), "DC-002").await.iter().all(|(.., state)| state.is_open()), "not before");
    let loads: Vec<_> = of_entry(&bed, &desk, "DC-005").await.into_iter().filter(|one| one.0 == K::Load).collect();
    assert_eq!(loads.iter().map(|one| one.1).collect::<Vec<_>>(), [local_date(NOW), from]);
    assert_eq!(of_entry(&bed, &desk, "DC-001").await.len(), 3, "what did not change begins nothing");
    // The round takes the new one up, and makes no period of what is refreshed on change; nor of what left.
    let after = datetime!(2026-12-25 03:00 UTC);
    let begun = store.follow_duties(after).await.expect("a round");
    let refreshed = |code: &'static str| {
        let (bed, after) = (&bed, at(coordinator(), after));
        async move { of_entry(bed, &after, code).await.into_iter().filter(|one| one.0 == K::Refresh).count() }
    };
    assert_eq!(begun, 4, "three of the new entry, the next period of DC-001");
    assert_eq!((refreshed("DC-001").await, refreshed("DC-002").await, refreshed("DC-005").await), (2, 1, 1));
});

on_both!(the_matrix_says_what_the_duties_to_refresh_say, async |bed| {
    let store = &bed.store;
    load_first_edition(&bed).await;
    let none = store.freshness(&coordinator(), None, 1).await.expect("the matrix");
    assert!(none.counts.iter().all(|(how, count)| *how == Freshness::NotAsked || *count == 0), "nothing has begun");
    store.follow_duties(NOW).await.expect("a round");
    let later = datetime!(2027-01-25 03:00 UTC);
    store.follow_duties(later).await.expect("a round");
    let (mine, desk) = (at(officer("so-yt"), later), at(coordinator(), later));
    let refresh = DutyFilter { kind: Some(DutyKind::Refresh), ..DutyFilter::default() };
    let of_dc_005 = DutyFilter { entry: "DC-005".to_owned(), ..refresh.clone() };
    let before = store.freshness(&desk, None, 1).await.expect("the matrix");
    let first = |row: &AgencyFreshness| row.entries[0].freshness;
    assert!(before.agencies.items.iter().map(first).is_sorted(), "who is late comes first");
    let health = before.agencies.items.iter().find(|row| row.agency.id.as_str() == "so-yt").expect("the agency");
    let late = &health.entries[0];
    assert_eq!((late.code.as_str(), late.days_late, late.last), ("DC-005", 32, None));
    let soon = all(&bed, &desk, of_dc_005).await[1].id;
    store.complete_duties(&mine, &[soon], &noted("Đã cập nhật"), None).await.expect("done");
    // The other way round: the duties one by one.
    let rows = all(&bed, &desk, refresh).await;
    let page = store.freshness(&desk, None, 1).await.expect("the matrix");
    let entries: Vec<_> = page.agencies.items.iter().flat_map(|row| &row.entries).collect();
    assert!(entries.len() >= 5, "{entries:?}");
    for entry in &entries {
        let of_it: Vec<&DutyRow> = rows.iter().filter(|row| row.code == entry.code).collect();
        let late = of_it.iter().filter(|row| row.state == DutyState::Late).map(|row| row.days.due_on).min();
        assert_eq!(entry.freshness == Freshness::Late, late.is_some(), "{entry:?}");
        assert_eq!(entry.freshness == Freshness::NotAsked, of_it.is_empty(), "{entry:?}");
        assert_eq!(entry.last, of_it.iter().filter_map(|row| row.days.done_on).max(), "{entry:?}");
        let next = of_it.iter().filter(|row| row.state.is_open()).map(|row| row.days.due_on).min();
        assert_eq!(entry.due_on, late.or(next), "{entry:?}");
    }
    let refreshed = entries.iter().find(|entry| entry.code.as_str() == "DC-005").expect("the entry");
    assert_eq!((refreshed.freshness, refreshed.last), (Freshness::Current, Some(local_date(later))));
    for (how, count) in &page.counts {
        let only = store.freshness(&desk, Some(*how), 1).await.expect("the matrix").agencies.items;
        let shown: Vec<_> = only.iter().flat_map(|row| &row.entries).collect();
        assert!(
            shown.iter().all(|entry| entry.freshness == *how) && shown.len() == *count as usize,
            "{how}: {shown:?}"
        );
    }
    let own = store.freshness(&mine, None, 1).await.expect("their own");
    assert!(
        !own.watches
            && own.agencies.items.iter().all(|row| row.agency.id.as_str() == "so-yt")
            && own.agencies.total == 1
    );
    let refused = store.freshness(&anonymous(), None, 1).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::SignIn))), "{refused:?}");
});

on_both!(what_is_done_excused_and_opened_again_is_kept, async |bed| {
    let store = &bed.store;
    load_first_edition(&bed).await;
    store.follow_duties(NOW).await.expect("a round");
    let later = datetime!(2027-02-01 03:00 UTC);
    store.follow_duties(later).await.expect("a round");
    let (mine, desk) = (at(officer("so-yt"), later), at(coordinator(), later));
    let rows = store.my_duties(&mine).await.expect("duties");
    let told: Vec<_> = rows.iter().map(|row| (row.kind, row.state)).collect();
    use DutyKind as K;
    let expected = [
        (K::Refresh, DutyState::Late),
        (K::Load, DutyState::Late),
        (K::Documents, DutyState::Late),
        (K::Refresh, DutyState::Late),
        (K::Refresh, DutyState::Upcoming),
    ];
    assert_eq!(told, expected, "the most pressing first");
    let load = rows[1].clone();

    // Who may not, and what is not enough.
    for other in [at(officer("so-xd-2025"), later), at(head("so-yt"), later), desk.clone(), anonymous()] {
        let refused = store.complete_duties(&other, &[load.id], &noted("x"), None).await;
        assert!(matches!(refused, Err(Error::Refused(_))), "{:?}: {refused:?}", other.account);
    }
    let unknown = store.complete_duties(&mine, &[DutyId(0)], &noted("x"), None).await;
    assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
    for (ids, draft, field) in [(vec![], noted("x"), "duty"), (vec![load.id], noted(" "), "note")] {
        let refused = store.complete_duties(&mine, &ids, &draft, None).await;
        assert!(matches!(refused, Err(Error::Invalid(ref remarks)) if remarks[0].field == field), "{refused:?}");
    }
    let program = SignedFile { name: "x.exe".to_owned(), bytes: b"MZ".to_vec() };
    assert!(store.complete_duties(&mine, &[load.id], &noted("x"), Some(program)).await.is_err());

    // Done late, with a file; the third period closes the two before, each with its own lateness.
    let file = || Some(SignedFile { name: "../bb.pdf".to_owned(), bytes: b"%PDF-1.7 bb".to_vec() });
    store.complete_duties(&mine, &[load.id, rows[4].id], &noted("Đã nạp"), file()).await.expect("done");
    let done = store.duty(&mine, load.id).await.expect("a duty");
    assert_eq!((done.state, done.days_late, done.may_do), (DutyState::DoneLate, 27, false));
    assert_eq!(done.events.len(), 1);
    let event = &done.events[0];
    assert_eq!((event.action, event.note.as_str(), event.by.as_str()), (DutyAction::Done, "Đã nạp", "cb-so-yt"));
    let refresh = DutyFilter { entry: "DC-005".to_owned(), kind: Some(K::Refresh), ..DutyFilter::default() };
    let states: Vec<_> = all(&bed, &desk, refresh).await.iter().map(|row| (row.state, row.days_late)).collect();
    use DutyState as S;
    assert_eq!(states, [(S::DoneLate, 39), (S::DoneLate, 7), (S::Done, 0), (S::Upcoming, 0)]);
    // A period that is yet to begin is not done ahead.
    let ahead = all(&bed, &mine, DutyFilter { state: Some(S::Upcoming), ..DutyFilter::default() }).await;
    let early = store.complete_duties(&mine, &[ahead[0].id], &noted("x"), None).await;
    assert!(!ahead[0].may_do);
    assert!(matches!(early, Err(Error::Invalid(ref remarks)) if remarks[0].code == FieldCode::OutOfRange), "{early:?}");
    let again = store.complete_duties(&mine, &[load.id], &noted("x"), None).await;
    assert!(matches!(again, Err(Error::Invalid(ref remarks)) if remarks[0].code == FieldCode::Changed), "{again:?}");

    // The file is for those who see the duty.
    let kept = store.duty_evidence(&desk, event.id).await.expect("a file");
    assert_eq!((kept.bytes.as_slice(), kept.media_type.as_str()), (b"%PDF-1.7 bb".as_slice(), "application/pdf"));
    let stranger = at(officer("so-xd-2025"), later);
    assert!(matches!(store.duty_evidence(&stranger, event.id).await, Err(Error::NotFound)));
    assert!(matches!(store.duty(&stranger, load.id).await, Err(Error::NotFound)));
    assert_eq!(store.entry_duties(&stranger, &EntryCode::from("DC-005")).await.expect("none"), vec![]);
    assert_eq!(store.entry_duties(&anonymous(), &EntryCode::from("DC-005")).await.expect("none"), vec![]);

    // The coordinator opens it again: it is late again, and what was done stays told.
    assert!(matches!(
        store.reopen_duty(&mine, load.id, done.version, "x").await,
        Err(Error::Refused(Refusal::Forbidden))
    ));
    assert!(matches!(store.reopen_duty(&desk, load.id, done.version, " ").await, Err(Error::Invalid(_))));
    assert!(matches!(store.reopen_duty(&desk, load.id, 1, "x").await, Err(Error::Conflict { version: 2 })));
    store.reopen_duty(&desk, load.id, done.version, "Thiếu bản ghi").await.expect("opened");
    let opened = store.duty(&mine, load.id).await.expect("a duty");
    assert_eq!((opened.state, opened.may_do, opened.events.len()), (DutyState::Late, true, 2));

    // Excused, once.
    let papers = rows[2].clone();
    assert!(matches!(store.excuse_duty(&mine, papers.id, 1, "x").await, Err(Error::Refused(Refusal::Forbidden))));
    store.excuse_duty(&desk, papers.id, 1, "Bộ chưa mở dịch vụ").await.expect("excused");
    assert!(matches!(store.excuse_duty(&desk, papers.id, 2, "x").await, Err(Error::Conflict { version: 2 })));
    let excused = store.duty(&desk, papers.id).await.expect("a duty");
    assert_eq!((excused.state, excused.days_late, excused.may_reopen), (DutyState::Excused, 27, true));
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(duties_follow_the_owner_of_the_day, async |bed| {
    let store = &bed.store;
    load_first_edition(&bed).await;
    store.follow_duties(NOW).await.expect("a round");
    // The department was merged: its entries' duties are the successor's.
    let names = |actor: Actor| async move {
        let mut codes: Vec<String> =
            store.my_duties(&actor).await.expect("duties").into_iter().map(|row| row.code.0).collect();
        codes.dedup();
        codes.sort();
        codes.dedup();
        codes
    };
    assert_eq!(names(officer("so-xd-2025")).await, ["DC-001", "DC-002", "DC-003"]);
    assert_eq!(names(officer("so-xd")).await, Vec::<String>::new());
    // An entry goes to another agency.
    let (code, to) = (EntryCode::from("DC-003"), AgencyId::from("so-yt"));
    let moved = date!(2026 - 12 - 01);
    store.set_owner(&system(), &code, &to, moved, "Quyết định").await.expect("moved");
    let row = one(&bed, &coordinator(), "DC-003", DutyKind::Load).await;
    let then = datetime!(2026-12-02 03:00 UTC);
    let refused = store.complete_duties(&at(officer("so-xd-2025"), then), &[row.id], &noted("x"), None).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Hidden))), "{refused:?}");
    store.complete_duties(&at(officer("so-yt"), then), &[row.id], &noted("Đã nạp"), None).await.expect("done");
    let board = store.duty_board(&at(coordinator(), then), None).await.expect("a board");
    let of = |id: &str| board.rows.iter().find(|row| row.agency.id.as_str() == id).map(|row| row.counts.total());
    assert_eq!((of("so-xd-2025"), of("so-yt")), (Some(6), Some(6)));
    let own = store.duty_board(&at(officer("so-yt"), then), None).await.expect("a board");
    assert_eq!((own.rows.len(), own.watches, own.counts.total()), (1, false, 6));
    assert!(matches!(store.duty_board(&anonymous(), None).await, Err(Error::Refused(Refusal::SignIn))));
    // Nobody asks for another agency's by the filter.
    let asked = DutyFilter { agency: "so-xd-2025".to_owned(), ..DutyFilter::default() };
    let got = store.duties(&at(officer("so-yt"), then), &asked).await.expect("a list");
    assert!(got.duties.items.iter().all(|row| row.agency.id.as_str() == "so-yt"), "{got:?}");
});

on_both!(the_numbers_are_those_of_the_rule_on_every_day, async |bed| {
    let store = &bed.store;
    load_first_edition(&bed).await;
    store.follow_duties(NOW).await.expect("a round");
    let after = datetime!(2027-01-20 03:00 UTC);
    store.follow_duties(after).await.expect("a round");
    let row = one(&bed, &coordinator(), "DC-001", DutyKind::Refresh).await;
    let mine = at(officer("so-xd-2025"), after);
    store.complete_duties(&mine, &[row.id], &noted("muộn"), None).await.expect("done");
    let row = one(&bed, &coordinator(), "DC-002", DutyKind::Load).await;
    let early = at(officer("so-xd-2025"), NOW);
    store.complete_duties(&early, &[row.id], &noted("đúng hạn"), None).await.expect("done");
    let row = one(&bed, &coordinator(), "DC-003", DutyKind::Load).await;
    store.excuse_duty(&at(coordinator(), after), row.id, 1, "miễn").await.expect("excused");
    let mut annex = remaining();
    annex.entries.pop();
    import(&bed, "file-2", annex, &header(2027, "9/QĐ-UBND", date!(2027 - 01 - 15))).await;
    let mut seen = std::collections::BTreeSet::new();
    for days in [0, 10, 29, 30, 31, 42, 45, 57, 60, 90, 200] {
        let desk = at(coordinator(), NOW + Duration::days(days));
        let everything = all(&bed, &desk, DutyFilter::default()).await;
        let board = store.duty_board(&desk, None).await.expect("a board");
        for state in DutyState::iter() {
            let wanted: Vec<DutyId> = everything.iter().filter(|row| row.state == state).map(|row| row.id).collect();
            let filter = DutyFilter { state: Some(state), ..DutyFilter::default() };
            let found: Vec<DutyId> = all(&bed, &desk, filter).await.iter().map(|row| row.id).collect();
            assert_eq!(found, wanted, "{state} after {days} days");
            assert_eq!(usize::try_from(board.counts.of(state)), Ok(wanted.len()), "{state} after {days} days");
            if !wanted.is_empty() {
                seen.insert(state);
            }
        }
        let open = DutyFilter { open: true, ..DutyFilter::default() };
        let open = all(&bed, &desk, open).await.len();
        assert_eq!(open, everything.iter().filter(|row| row.state.is_open()).count());
    }
    assert_eq!(seen.len(), DutyState::iter().count(), "every state came to be: {seen:?}");
});
