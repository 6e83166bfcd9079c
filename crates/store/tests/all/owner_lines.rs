//! Entries that go from agency to agency: by a decision, by the agency's own end, by both, and out of the catalog.

use domain::annex::ImportHeader;
use domain::catalog::{EntryFilter, EntryStatus, HitField, OwnerPeriod, SharingForm};
use domain::id::{AgencyId, EntryCode};
use time::Date;
use time::macros::date;

use crate::catalog::load_second_edition;
use crate::common::Bed;
use crate::common::data::{
    MERGED_ON, annex, anonymous, content, header, header_2023, import, load_first_edition, load_reference, system,
};

type Told = (String, Date, Option<Date>);

fn told(owners: &[OwnerPeriod]) -> Vec<Told> {
    owners.iter().map(|one| (one.agency.id.to_string(), one.valid_from, one.valid_to)).collect()
}

fn one(agency: &str, first: Date, last: Option<Date>) -> Told {
    (agency.to_owned(), first, last)
}

async fn owners(bed: &Bed, code: &str) -> Vec<Told> {
    let code = EntryCode::from(code);
    let page = bed.store.entry(&anonymous(), &code, None).await.expect("a page").owners;
    assert_eq!(bed.store.history_page(&anonymous(), &code).await.expect("a history").owners, page);
    told(&page)
}

on_both!(a_decision_moves_an_entry_between_agencies_that_are_one_later, async |bed| {
    load_first_edition(&bed).await;
    // Both were merged in 2025, which was known when the annex of 2024 came in.
    let roads = content("CSDL đất đai hành lang đường bộ", "dat_dai", SharingForm::Open);
    let mut moved = annex(vec![("SỞ XÂY DỰNG", roads)]);
    moved.entries[0].code = Some(EntryCode::from("DC-003"));
    let day = date!(2024 - 03 - 01);
    import(&bed, "chuyen", moved, &header(2024, "9/QĐ-UBND", day)).await;
    let before = day.previous_day();
    assert_eq!(
        owners(&bed, "DC-003").await,
        [
            one("so-xd-2025", MERGED_ON, None),
            one("so-xd", day, MERGED_ON.previous_day()),
            one("so-gtvt", date!(2023 - 06 - 22), before)
        ]
    );
    for (asked, agency) in [
        (date!(2024 - 02 - 29), "so-gtvt"),
        (day, "so-xd"),
        (date!(2025 - 02 - 18), "so-xd"),
        (MERGED_ON, "so-xd-2025"),
    ] {
        let page = bed.store.entry_on(&anonymous(), &EntryCode::from("DC-003"), asked).await.expect("a page");
        assert_eq!(page.owner.id.as_str(), agency, "{asked}");
        let own = EntryFilter { agency: agency.to_owned(), as_of: Some(asked), ..EntryFilter::default() };
        let rows = bed.store.catalog(&anonymous(), &own).await.expect("a list").entries.items;
        assert!(rows.iter().any(|row| row.code.as_str() == "DC-003"), "{asked}");
    }
});

on_both!(what_amends_gives_no_entry_back_to_who_had_it_before, async |bed| {
    let base = load_first_edition(&bed).await;
    // Its department went to two others: one was chosen, beside any decision.
    let (code, chosen) = (EntryCode::from("DC-004"), AgencyId::from("so-nv-2025"));
    bed.store.set_owner(&system(), &code, &chosen, MERGED_ON, "Nghị quyết").await.expect("chosen");
    let before = owners(&bed, "DC-004").await;
    assert_eq!(before[0], one("so-nv-2025", MERGED_ON, None));
    let day = date!(2026 - 03 - 01);
    let given = annex(vec![
        ("SỞ Y TẾ", content("CSDL dược", "y_te", SharingForm::Open)),
        ("SỞ Y TẾ", content("CSDL nhà ở", "xay_dung", SharingForm::Default)),
    ]);
    let amending = ImportHeader { amends: Some(base), ..header(2026, "9/QĐ-UBND", day) };
    import(&bed, "sua-doi", given, &amending).await;
    assert_eq!(owners(&bed, "DC-004").await, before, "it is not touched");
    assert_eq!(owners(&bed, "DC-002").await[0], one("so-yt", day, None), "it is moved");
    assert_eq!(owners(&bed, "DC-006").await, [one("so-yt", day, None)], "it is new");
});

on_both!(a_search_by_who_had_an_entry_says_where_it_was_found, async |bed| {
    load_first_edition(&bed).await;
    // Nothing but the decision leads from one department to the other.
    let mut moved = annex(vec![("SỞ Y TẾ", content("CSDL nhà ở", "xay_dung", SharingForm::Default))]);
    moved.entries[0].code = Some(EntryCode::from("DC-002"));
    let day = date!(2024 - 03 - 01);
    import(&bed, "chuyen", moved, &header(2024, "9/QĐ-UBND", day)).await;
    for (text, as_of, field) in [
        ("Sở Y tế", None, HitField::Owner),
        ("Sở Xây dựng", None, HitField::OwnerOtherNames),
        ("Sở Xây dựng", Some(day), HitField::OwnerOtherNames),
        ("Sở Xây dựng", day.previous_day(), HitField::Owner),
        ("Sở Y tế", day.previous_day(), HitField::OwnerOtherNames),
    ] {
        let asked = EntryFilter { query: text.to_owned(), as_of, ..EntryFilter::default() };
        let rows = bed.store.catalog(&anonymous(), &asked).await.expect("a list").entries.items;
        let row = rows.into_iter().find(|row| row.code.as_str() == "DC-002").expect(text);
        assert_eq!(row.hit.map(|hit| hit.field), Some(field), "{text} {as_of:?}");
    }
});

on_both!(nobody_answers_for_an_entry_that_left, async |bed| {
    load_first_edition(&bed).await;
    load_second_edition(&bed).await;
    let (first, last) = (date!(2023 - 06 - 22), date!(2024 - 07 - 31));
    assert_eq!(owners(&bed, "DC-002").await, [one("so-xd", first, Some(last))], "its agency ended later");
    let mut third = annex(vec![("I. SỞ XÂY DỰNG", content("CSDL nhà ở", "xay_dung", SharingForm::Open))]);
    third.entries[0].code = Some(EntryCode::from("DC-002"));
    let day = date!(2026 - 01 - 01);
    import(&bed, "file-3", third, &header(2026, "3456/QĐ-UBND", day)).await;
    assert_eq!(
        owners(&bed, "DC-002").await,
        [one("so-xd-2025", day, None), one("so-xd", first, Some(last))],
        "it came back"
    );
});

on_both!(an_annex_under_the_agencies_of_today_keeps_the_codes, async |bed| {
    load_reference(&bed).await;
    let named = |heading, name| (heading, content(name, "xay_dung", SharingForm::Open));
    let first = annex(vec![
        named("I. SỞ XÂY DỰNG", "CSDL nhà ở"),
        named("II. SỞ GIAO THÔNG VẬN TẢI", "CSDL vận tải"),
        named("III. SỞ Y TẾ", "CSDL nhà ở"),
        named("I. SỞ XÂY DỰNG", "CSDL hồ sơ"),
        named("II. SỞ GIAO THÔNG VẬN TẢI", "CSDL hồ sơ"),
    ]);
    let base = import(&bed, "file-1", first, &header_2023()).await.written.expect("an edition").id;
    // No column of codes; the heading is of the agency that the two became.
    let second = annex(vec![
        named("I. SỞ XÂY DỰNG", "CSDL vận tải"),
        named("I. SỞ XÂY DỰNG", "CSDL nhà ở"),
        named("I. SỞ XÂY DỰNG", "CSDL hồ sơ"),
        named("II. SỞ Y TẾ", "CSDL nhà ở"),
    ]);
    let done = import(&bed, "file-2", second, &header(2025, "2/QĐ-UBND", date!(2025 - 06 - 01))).await;
    let diff = bed.store.edition_diff(&anonymous(), base, done.written.expect("an edition").id).await;
    let became: Vec<(String, EntryStatus)> =
        diff.expect("a comparison").entries.into_iter().map(|one| (one.code.0, one.status)).collect();
    use EntryStatus::{Modified, New, Removed};
    // Two had one name: which of them it is nobody can tell.
    assert_eq!(
        became,
        [("DC-002", Modified), ("DC-001", Modified), ("DC-006", New), ("DC-004", Removed), ("DC-005", Removed)]
            .map(|(code, status)| (code.to_owned(), status))
    );
});
