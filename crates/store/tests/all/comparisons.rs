//! Editions beside each other, an entry's way through them, and what is taken along.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::Instant;

use crate::amendment::{appraise_but, compile_and_issue, round, say};
use crate::catalog::load_second_edition;
use crate::common::Bed;
use crate::common::data::{
    MERGED_ON, annex, anonymous, content, coordinator, header, import, load_first_edition, load_reference,
};
use crate::common::review::{YEAR, send_in};
use crate::editions::{compiled, sha256};
use domain::agency::AgencyRef;
use domain::catalog::{EntryFilter, EntrySort, EntryStatus, SharingForm};
use domain::change::{Change, Field, Place};
use domain::edition::{AgencyBalance, Balance, ComparisonFilter, EditionFilter, EntryDiff};
use domain::id::{EditionId, EntryCode};
use domain::review::AnswerKind;
use sea_orm::ConnectionTrait;
use store::Error;
use time::macros::date;

on_both!(the_history_tells_why_an_entry_was_taken_out, async |bed| {
    const BUILDERS: &str = "so-xd-2025";
    load_first_edition(&bed).await;
    let key = bed.store.open_amendment(&coordinator(), &round(&[BUILDERS], "")).await.expect("opened");
    say(&bed, key, BUILDERS, "DC-002", AnswerKind::Withdraw, "").await;
    say(&bed, key, BUILDERS, "DC-003", AnswerKind::Withdraw, "").await;
    send_in(&bed, key, BUILDERS).await;
    appraise_but(&bed, key, &["DC-002"]).await;
    compile_and_issue(&bed, key, "4000/QĐ-UBND").await;
    for (code, expected) in [
        ("DC-002", vec![(EntryStatus::Unchanged, ""), (EntryStatus::New, "")]),
        ("DC-003", vec![(EntryStatus::Removed, "Theo đề nghị"), (EntryStatus::New, "")]),
    ] {
        let steps = bed.store.history_page(&anonymous(), &EntryCode::from(code)).await.expect("a history").steps;
        let told: Vec<(EntryStatus, &str)> = steps.iter().map(|step| (step.status, step.reason.as_str())).collect();
        assert_eq!(told, expected, "{code}");
    }
});

on_both!(a_comparison_has_pages_figures_by_agency_and_one_direction, async |bed| {
    let first = load_first_edition(&bed).await;
    let mut moved = content("CSDL nhà ở", "xay_dung", SharingForm::Default);
    moved.purpose = "Quản lý nhà".to_owned();
    moved.items[0].name = "Danh sách nhà".to_owned();
    let mut taker = content("CSDL khám chữa bệnh", "y_te", SharingForm::Default);
    taker.items.extend(content("CSDL người có công", "", SharingForm::Specific).items);
    let mut second = annex(vec![
        ("I. SỞ XÂY DỰNG", content("CSDL quy hoạch xây dựng", "xay_dung", SharingForm::Open)),
        ("II. SỞ Y TẾ", moved),
        ("II. SỞ Y TẾ", taker),
        ("II. SỞ Y TẾ", content("CSDL dược", "y_te", SharingForm::Open)),
    ]);
    second.entries[1].code = Some(EntryCode::from("DC-002"));
    let second = import(&bed, "file-2", second, &header(2024, "2345/QĐ-UBND", date!(2024 - 08 - 01))).await;
    let second = second.written.expect("the second edition").id;
    let all = ComparisonFilter::default();
    let store = &bed.store;
    let found = store.comparison(&anonymous(), first, second, &all).await.expect("a comparison");
    let told: Vec<(&str, &str, EntryStatus)> =
        found.entries.items.iter().map(|entry| (entry.agency.id.as_str(), entry.code.as_str(), entry.status)).collect();
    assert_eq!(
        told,
        [
            ("so-yt", "DC-002", EntryStatus::Modified),
            ("so-yt", "DC-005", EntryStatus::Modified),
            ("so-yt", "DC-006", EntryStatus::New),
            ("so-gtvt", "DC-003", EntryStatus::Removed),
            ("so-ldtbxh", "DC-004", EntryStatus::Removed),
        ]
    );
    assert_eq!(found.balance, Balance { before: 5, added: 1, modified: 2, removed: 2, unchanged: 1, after: 4 });
    let AgencyBalance { balance, received, given, .. } = &found.agencies[1];
    assert_eq!((balance.before, balance.after, *received, *given), (1, 3, 1, 0));
    assert_eq!(found.agencies.iter().map(|one| one.given).sum::<u32>(), 1);
    let owner = &found.entries.items[0].changes[0];
    assert_eq!((&owner.place, owner.old.as_str(), owner.new.as_str()), (&Place::Field(Field::Owner), "so-xd", "so-yt"));
    assert_eq!(found.mentioned.len(), 2);
    // A program applies points, which know no item that is renamed.
    let keys = |changes: &[Change]| changes.iter().map(|change| change.place.key()).collect::<Vec<_>>();
    assert_eq!(keys(&found.entries.items[0].changes), ["owner_id", "purpose", "item.name"]);
    let points = store.edition_diff(&anonymous(), first, second).await.expect("points").entries;
    let points = points.iter().find(|one| one.code.as_str() == "DC-002").expect("it changed");
    assert_eq!(keys(&points.changes), ["owner_id", "purpose", "item.remove", "item.add"]);
    // Its history tells it so, too, and its own page counts what that tells.
    let renamed = EntryCode::from("DC-002");
    let told = store.history_page(&anonymous(), &renamed).await.expect("a history").steps;
    assert_eq!(keys(&told[0].changes), ["owner_id", "purpose", "item.name"]);
    let points = store.history_points(&anonymous(), &renamed).await.expect("points").steps;
    assert_eq!(keys(&points[0].changes), ["owner_id", "purpose", "item.remove", "item.add"]);
    let page = store.entry(&anonymous(), &renamed, None).await.expect("its page");
    assert_eq!(page.history[0].changes, 3);
    let gone = &found.entries.items[4];
    assert_eq!(gone.merged_into, Some(EntryCode::from("DC-005")));
    let history = store.history_page(&anonymous(), &gone.code).await.expect("a history").steps;
    let told: Vec<Option<&str>> = history.iter().map(|step| step.merged_into.as_ref().map(EntryCode::as_str)).collect();
    assert_eq!(told, [Some("DC-005"), None], "where its items went, and before that nowhere");
    assert!(gone.changes.iter().any(|change| change.place == Place::Field(Field::Purpose) && !change.old.is_empty()));
    assert!(gone.changes.iter().any(|change| matches!(&change.place, Place::ItemRemove(_))));
    let new = &found.entries.items[2];
    assert!(new.changes.iter().any(|change| change.place == Place::Field(Field::Purpose) && !change.new.is_empty()));
    let turned = store.comparison(&anonymous(), second, first, &all).await.expect("whichever is named first");
    assert_eq!(turned, found);
    assert_eq!(store.by_time(&anonymous(), second, first).await.expect("in order"), (first, second));
    let whole = store.whole_comparison(&anonymous(), first, second).await.expect("all of it");
    assert_eq!((whole.entries.items.len(), whole.balance), (5, found.balance));
    let part = |kind, agency: &str, page| ComparisonFilter { kind, agency: agency.to_owned(), page, whole: false };
    for (filter, codes) in [
        (part(Some(EntryStatus::New), "", 1), vec!["DC-006"]),
        (part(Some(EntryStatus::Unchanged), "", 1), vec!["DC-001"]),
        (part(None, "so-ldtbxh", 0), vec!["DC-004"]),
        (part(Some(EntryStatus::Modified), "so-xd", 1), vec![]),
        (part(None, "", 7), vec![]),
        (part(None, "khong-co'\0", 1), vec![]),
    ] {
        let page = store.comparison(&anonymous(), first, second, &filter).await.expect("a part");
        let found: Vec<&str> = page.entries.items.iter().map(|entry| entry.code.as_str()).collect();
        assert_eq!(found, codes, "{filter:?}");
    }
    let same = store.comparison(&anonymous(), first, first, &all).await.expect("itself");
    assert_eq!((same.entries.total, same.balance.unchanged), (0, 5));
    assert!(matches!(store.comparison(&anonymous(), first, EditionId(99), &all).await, Err(Error::NotFound)));
});

on_both!(a_draft_is_compared_by_those_who_may_see_it, async |bed| {
    let draft = compiled(&bed).await;
    let all = ComparisonFilter::default();
    let seen = bed.store.comparison(&coordinator(), draft, EditionId(1), &all).await.expect("a comparison");
    assert_eq!((seen.old.id, seen.new.id), (EditionId(1), draft));
    // Who decides reads on the draft's page all that the comparison tells, of what is new as well.
    let page = bed.store.draft(&coordinator(), YEAR).await.expect("a draft").diff;
    let told = |entries: &[EntryDiff]| -> BTreeMap<String, Vec<Change>> {
        entries.iter().map(|one| (one.code.to_string(), one.changes.clone())).collect()
    };
    assert_eq!(told(&page.entries), told(&seen.entries.items));
    let new = page.entries.iter().find(|one| one.status == EntryStatus::New).expect("a new entry");
    assert!(new.changes.iter().any(|change| change.place == Place::Field(Field::Purpose)), "{:?}", new.changes);
    assert!(matches!(bed.store.comparison(&anonymous(), EditionId(1), draft, &all).await, Err(Error::NotFound)));
    assert!(matches!(bed.store.canonical_content(&anonymous(), draft).await, Err(Error::NotFound)));
});

on_both!(agencies_of_one_name_are_told_apart, async |bed| {
    let draft = compiled(&bed).await;
    let all = ComparisonFilter::default();
    let found = bed.store.comparison(&coordinator(), EditionId(1), draft, &all).await.expect("a comparison");
    let page = bed.store.draft(&coordinator(), YEAR).await.expect("a draft").diff;
    let by_agency: Vec<AgencyRef> = found.agencies.iter().map(|one| one.agency.clone()).collect();
    for listed in [&by_agency, &found.mentioned, &page.agencies] {
        let name = |id: &str| listed.iter().find(|one| one.id.as_str() == id).map(|one| one.name.as_str());
        assert_eq!(name("so-xd"), Some("Sở Xây dựng (đến 18/02/2025)"), "{listed:?}");
        assert_eq!(name("so-xd-2025"), Some("Sở Xây dựng (từ 19/02/2025)"), "{listed:?}");
    }
    assert!(by_agency.iter().any(|one| one.name == "Sở Y tế"), "who has its name alone keeps it: {by_agency:?}");
    for entries in [&found.entries.items, &page.entries] {
        let moved = entries.iter().find(|entry| entry.code.as_str() == "DC-001").expect("it moved");
        assert_eq!(moved.agency.name, "Sở Xây dựng (từ 19/02/2025)");
    }
});

on_both!(one_entry_through_all_editions, async |bed| {
    load_first_edition(&bed).await;
    load_second_edition(&bed).await;
    let mut third = annex(vec![
        ("I. SỞ XÂY DỰNG", content("CSDL nhà ở", "xay_dung", SharingForm::Open)),
        ("II. SỞ Y TẾ", content("CSDL khám chữa bệnh", "y_te", SharingForm::Default)),
    ]);
    third.entries[0].code = Some(EntryCode::from("DC-002"));
    import(&bed, "file-3", third, &header(2026, "3456/QĐ-UBND", date!(2026 - 01 - 01))).await;
    let history = async |code: &str| {
        let found = bed.store.history_page(&anonymous(), &EntryCode::from(code)).await.expect("a history");
        let steps: Vec<(i32, EntryStatus, usize)> =
            found.steps.iter().map(|step| (step.edition.year, step.status, step.changes.len())).collect();
        let page = bed.store.entry(&anonymous(), &EntryCode::from(code), None).await.expect("its page");
        let short: Vec<(i32, EntryStatus, usize)> =
            page.history.iter().map(|one| (one.edition.year, one.status, one.changes as usize)).collect();
        assert_eq!(short, steps, "{code}: its own page tells the same");
        (found, steps)
    };
    // It left with the second, and came back changed with the third, under its old code.
    let (back, steps) = history("DC-002").await;
    assert_eq!(steps, [(2026, EntryStatus::New, 3), (2024, EntryStatus::Removed, 0), (2023, EntryStatus::New, 0)]);
    assert_eq!((back.name.as_str(), back.steps[1].owner.id.as_str()), ("CSDL nhà ở", "so-xd"));
    let (_, steps) = history("DC-005").await;
    assert_eq!(
        steps,
        [(2026, EntryStatus::Unchanged, 0), (2024, EntryStatus::Unchanged, 0), (2023, EntryStatus::New, 0)]
    );
    let (gone, steps) = history("DC-001").await;
    assert_eq!(steps, [(2026, EntryStatus::Removed, 0), (2024, EntryStatus::Modified, 1), (2023, EntryStatus::New, 0)]);
    assert!(gone.owners.iter().any(|period| period.valid_from == MERGED_ON));
    for unknown in ["DC-999", "", "DC-001\0"] {
        let found = bed.store.history_page(&anonymous(), &EntryCode::from(unknown)).await;
        assert!(matches!(found, Err(Error::NotFound)), "{unknown:?}");
    }
});

on_both!(a_selection_is_what_the_catalog_shows, async |bed| {
    let first = load_first_edition(&bed).await;
    load_second_edition(&bed).await;
    let store = &bed.store;
    let selected = async |filter: EntryFilter| {
        let found = store.selection(&anonymous(), &filter).await.expect("a selection").expect("an edition");
        let codes: Vec<String> = found.entries.iter().map(|one| one.code.to_string()).collect();
        (found.edition.id, found.whole, codes)
    };
    let of_first = EntryFilter { edition: Some(first), ..EntryFilter::default() };
    assert_eq!(
        selected(of_first.clone()).await,
        (first, true, ["DC-001", "DC-002", "DC-003", "DC-004", "DC-005"].map(str::to_owned).to_vec())
    );
    let day = EntryFilter { as_of: Some(date!(2024 - 07 - 31)), ..EntryFilter::default() };
    assert_eq!(selected(day).await.0, first);
    let by_name = EntryFilter { sort: EntrySort::Name, ..of_first.clone() };
    let (_, whole, names) = selected(by_name.clone()).await;
    assert!(!whole);
    assert_eq!(names, ["DC-003", "DC-005", "DC-004", "DC-002", "DC-001"]);
    for filter in [
        EntryFilter { query: "xây".to_owned(), ..EntryFilter::default() },
        EntryFilter { agency: "so-xd".to_owned(), page: 5, rows: 3, ..of_first.clone() },
        EntryFilter { form: Some(SharingForm::Open), sort: EntrySort::Code, ..of_first.clone() },
        EntryFilter { sector: "khong-co".to_owned(), ..EntryFilter::default() },
    ] {
        let shown = EntryFilter { page: 1, rows: 200, ..filter.clone() };
        let page = store.catalog(&anonymous(), &shown).await.expect("a page");
        let shown: Vec<String> = page.entries.items.iter().map(|row| row.code.to_string()).collect();
        assert_eq!(selected(filter.clone()).await.2, shown, "{filter:?}");
    }
    let before_all = EntryFilter { as_of: Some(date!(2020 - 01 - 01)), ..EntryFilter::default() };
    assert_eq!(store.selection(&anonymous(), &before_all).await.expect("an answer"), None);
    let unknown = EntryFilter { edition: Some(EditionId(99)), ..EntryFilter::default() };
    assert!(matches!(store.selection(&anonymous(), &unknown).await, Err(Error::NotFound)));
});

/// Entries of each of the two large editions.
const MANY: i64 = 10_000;

/// Two editions of ten thousand entries: in the second, each tenth is changed, each hundredth gone, and as many new.
async fn load_many(bed: &Bed) -> (EditionId, EditionId) {
    load_reference(bed).await;
    let raw = bed.raw().await;
    let said = "Quản lý, theo dõi, thống kê hồ sơ và cung cấp số liệu phục vụ chỉ đạo điều hành. ".repeat(8);
    let json = |number: i64, purpose: &str| {
        let mut entry = content(&format!("CSDL thử nghiệm số {number}"), "y_te", SharingForm::Default);
        entry.owner = domain::id::AgencyId::from(if number % 2 == 0 { "so-yt" } else { "so-xd" });
        entry.purpose = purpose.to_owned();
        let item = entry.items[0].clone();
        entry
            .items
            .extend((1..4).map(|at| domain::catalog::DataItem { name: format!("{} {at}", item.name), ..item.clone() }));
        serde_json::to_string(&entry).expect("JSON")
    };
    let insert = async |table: &str, rows: &[String]| {
        for some in rows.chunks(500) {
            let statement = format!("insert into {table} values {}", some.join(","));
            raw.execute_unprepared(&statement).await.expect("rows");
        }
    };
    let gone = |number: i64| number % 100 == 7;
    let changed = |number: i64| number % 10 == 0;
    let last = MANY + MANY / 100;
    let codes: Vec<String> = (1..=last).map(|at| format!("('N-{at}', {at}, '2026-11-24T03:00:00Z')")).collect();
    insert("entry (code, number, created_at)", &codes).await;
    let (mut versions, mut places) = (Vec::new(), Vec::new());
    let mut version = |id: i64, number: i64, text: String, owner: &str| {
        let hash = sha256(&text);
        versions.push(format!(
            "({id}, 'N-{number}', '{text}', '{hash}', 'CSDL thử nghiệm số {number}', '{number:06}', '{owner}', 'y_te', 'M1', 0, 4, 0, 0)"
        ));
    };
    for number in 1..=last {
        let owner = if number % 2 == 0 { "so-yt" } else { "so-xd" };
        let group = number % 2;
        version(number, number, json(number, &said), owner);
        if number <= MANY {
            places.push(format!("(1, 'N-{number}', {number}, {group}, {number})"));
        }
        if changed(number) && number <= MANY {
            version(100_000 + number, number, json(number, &said.replace("số liệu", "dữ liệu")), owner);
            places.push(format!("(2, 'N-{number}', {}, {group}, {number})", 100_000 + number));
        } else if !gone(number) || number > MANY {
            places.push(format!("(2, 'N-{number}', {number}, {group}, {number})"));
        }
    }
    let columns = "entry_version (id, entry_code, content, content_sha256, name, name_key, owner_id, sector, update_frequency, open_items, default_items, specific_items, none_items)";
    insert(columns, &versions).await;
    for (id, day) in [(1, "2024-01-01"), (2, "2025-01-01")] {
        let mut statement = String::new();
        write!(
            statement,
            "insert into edition (id, year, stage, number, decision_date, effective_from, signer, signer_title, content_sha256, created_at, version) values ({id}, 2024, 'compiling', '{id}/QĐ', '{day}', '{day}', 'a', 'a', 'a', '2026-11-24T03:00:00Z', 1)"
        )
        .expect("text");
        raw.execute_unprepared(&statement).await.expect("an edition");
    }
    insert("edition_entry (edition_id, entry_code, version_id, group_position, position)", &places).await;
    raw.execute_unprepared("update edition set stage = 'issued'").await.expect("issued");
    (EditionId(1), EditionId(2))
}

on_both!(two_editions_of_ten_thousand_are_compared, async |bed| {
    let (first, second) = load_many(&bed).await;
    let all = ComparisonFilter::default();
    let removed = ComparisonFilter { kind: Some(EntryStatus::Removed), ..ComparisonFilter::default() };
    let kind = if bed.url.starts_with("sqlite") { "SQLite" } else { "PostgreSQL" };
    for round in 1..=3 {
        let start = Instant::now();
        let page = bed.store.comparison(&anonymous(), first, second, &all).await.expect("a page");
        let of_page = start.elapsed();
        let start = Instant::now();
        let gone = bed.store.comparison(&anonymous(), first, second, &removed).await.expect("a part");
        let of_gone = start.elapsed();
        let start = Instant::now();
        let whole = bed.store.whole_comparison(&anonymous(), first, second).await.expect("all of it");
        let of_whole = start.elapsed();
        // Told, never asserted: the machine is shared.
        println!("{kind}, round {round}: page {of_page:?}, withdrawn {of_gone:?}, whole {of_whole:?}");
        let expected =
            Balance { before: 10_000, added: 100, modified: 1_000, removed: 100, unchanged: 8_900, after: 10_000 };
        assert_eq!((page.balance, whole.balance), (expected, expected));
        assert_eq!((page.entries.total, page.entries.items.len(), page.entries.pages()), (1_200, 50, 24));
        assert_eq!((gone.entries.total, whole.entries.items.len()), (100, 1_200));
        let printed = ComparisonFilter { page: 3, whole: true, ..ComparisonFilter::default() };
        let last = bed.store.comparison(&anonymous(), first, second, &printed).await.expect("the last part");
        assert_eq!((last.entries.items.len(), last.entries.pages()), (200, 3));
    }
    let start = Instant::now();
    let list = bed.store.edition(&anonymous(), second, &EditionFilter::default()).await.expect("an edition");
    println!("{kind}: the edition's page {:?}", start.elapsed());
    assert_eq!(list.groups.iter().map(|group| group.entries).sum::<u32>(), 10_000);
    assert_eq!((list.entries.items.len(), list.entries.total, list.entries.pages()), (500, 10_000, 20));
});
