//! From an annex to the catalog: importing, editions and what differs between them, searching, owners by date.

use crate::common::Bed;
use crate::common::data::{
    MERGED_ON, annex, anonymous, content, coordinator, first_annex, header, header_2023, import, load_first_edition,
    load_reference, system,
};
use domain::account::Actor;
use domain::annex::{AnnexCode, Supplement};
use domain::campaign::CampaignKey;
use domain::catalog::{EntryFilter, EntrySort, EntryStatus, FacetValue, HitField, SharingForm};
use domain::change::{Field, Place};
use domain::id::{AgencyId, EditionId, EntryCode};
use domain::workflow::EditionStage;
use store::Error;
use time::macros::{date, datetime};

async fn codes(bed: &Bed, filter: EntryFilter) -> Vec<String> {
    let page = bed.store.catalog(&anonymous(), &filter).await.expect("a page");
    page.entries.items.into_iter().map(|row| row.code.0).collect()
}

fn query(query: &str) -> EntryFilter {
    EntryFilter { query: query.to_owned(), ..EntryFilter::default() }
}

async fn owner_on(bed: &Bed, code: &str, actor: &Actor) -> String {
    bed.store.entry(actor, &EntryCode::from(code), None).await.expect("an entry").owner.id.0
}

on_both!(an_import_is_previewed_confirmed_and_never_doubled, async |bed| {
    load_reference(&bed).await;
    let store = &bed.store;
    assert!(matches!(
        store.preview_import(&anonymous(), "a.xlsx", "file-1", first_annex(), &header_2023()).await,
        Err(Error::Refused(_))
    ));
    let preview = store.preview_import(&coordinator(), "a.xlsx", "file-1", first_annex(), &header_2023()).await;
    let preview = preview.expect("a preview");
    assert_eq!((preview.rows.len(), preview.agencies, preview.items, preview.errors.len()), (5, 4, 5, 0));
    assert_eq!(preview.rows[2].agency, AgencyId::from("so-gtvt"));
    assert!(store.editions(&anonymous()).await.expect("editions").is_empty(), "a preview writes no edition");
    let version = store.data_version();
    let id = preview.id.expect("kept");
    let done = store.confirm_import(&coordinator(), id, &[]).await.expect("written");
    let edition = done.written.expect("an edition");
    assert_eq!(edition.stage, EditionStage::Issued);
    assert!(store.data_version() > version);
    let version = store.data_version();
    assert_eq!(
        store.confirm_import(&coordinator(), id, &[]).await.expect("again").written.expect("the same").id,
        edition.id
    );
    let same_file = import(&bed, "file-1", first_annex(), &header_2023()).await;
    assert_eq!((same_file.already.map(|edition| edition.id), same_file.written), (Some(edition.id), None));
    let same_decision = import(&bed, "file-2", first_annex(), &header_2023()).await;
    assert_eq!((same_decision.already.map(|edition| edition.id), same_decision.written), (Some(edition.id), None));
    assert_eq!(store.editions(&anonymous()).await.expect("editions").len(), 1);
    assert_eq!(store.data_version(), version, "nothing changed");
});

on_both!(an_annex_with_errors_writes_nothing, async |bed| {
    load_reference(&bed).await;
    let strange = annex(vec![
        ("I. SỞ XÂY DỰNG", content("CSDL nhà ở", "", SharingForm::Open)),
        ("I. SỞ XÂY DỰNG", content("CSDL Nhà Ở", "", SharingForm::Open)),
        ("II. CỤC HẢI QUAN", content("CSDL tờ khai", "", SharingForm::Open)),
    ]);
    let preview = bed.store.preview_import(&system(), "a.xlsx", "f", strange, &header_2023()).await.expect("a preview");
    let found: Vec<AnnexCode> = preview.errors.iter().map(|error| error.code).collect();
    assert_eq!(found, [AnnexCode::DuplicateName, AnnexCode::AgencyUnknown]);
    let refused = bed.store.confirm_import(&system(), preview.id.expect("kept"), &[]).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
    assert!(bed.store.editions(&anonymous()).await.expect("editions").is_empty());
});

/// The second edition: one entry changed, one gone, one new; the rest as before.
pub async fn load_second_edition(bed: &Bed) -> EditionId {
    let mut planning = content("CSDL quy hoạch xây dựng", "xay_dung", SharingForm::Open);
    planning.legal_basis = "Luật Quy hoạch".to_owned();
    let second = annex(vec![
        ("I. SỞ XÂY DỰNG", planning),
        ("II. SỞ GIAO THÔNG VẬN TẢI", content("CSDL đất đai hành lang đường bộ", "dat_dai", SharingForm::Specific)),
        ("III. SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", content("CSDL người có công", "", SharingForm::Specific)),
        ("IV. SỞ Y TẾ", content("CSDL khám chữa bệnh", "y_te", SharingForm::Default)),
        ("IV. SỞ Y TẾ", content("CSDL dược", "y_te", SharingForm::Open)),
    ]);
    let header = header(2024, "2345/QĐ-UBND", date!(2024 - 08 - 01));
    import(bed, "file-2", second, &header).await.written.expect("the second edition").id
}

on_both!(two_editions_are_compared, async |bed| {
    let first = load_first_edition(&bed).await;
    let second = load_second_edition(&bed).await;
    let diff = bed.store.edition_diff(&anonymous(), first, second).await.expect("a comparison");
    let told: Vec<(&str, EntryStatus)> = diff.entries.iter().map(|entry| (entry.code.as_str(), entry.status)).collect();
    assert_eq!(
        told,
        [("DC-001", EntryStatus::Modified), ("DC-006", EntryStatus::New), ("DC-002", EntryStatus::Removed)]
    );
    assert_eq!(diff.entries[0].changes.len(), 1);
    assert_eq!(diff.entries[0].changes[0].place, Place::Field(Field::LegalBasis));
    assert_eq!(
        (diff.entries[0].changes[0].old.as_str(), diff.entries[0].changes[0].new.as_str()),
        ("Luật chuyên ngành", "Luật Quy hoạch")
    );
    let figures = diff.balance;
    assert_eq!((figures.before, figures.after), (5, 5));
    assert_eq!((figures.added, figures.modified, figures.removed, figures.unchanged), (1, 1, 1, 3));
    let editions = bed.store.editions(&anonymous()).await.expect("editions");
    assert_eq!(editions.iter().map(|row| row.edition.id).collect::<Vec<_>>(), [second, first]);
    assert_eq!(editions[0].balance, Some(figures));
    assert_eq!(editions[1].edition.stage, EditionStage::Superseded);
    assert_eq!(editions[1].edition.effective_to, Some(date!(2024 - 07 - 31)));
});

on_both!(the_edition_in_force_on_any_day, async |bed| {
    let first = load_first_edition(&bed).await;
    let second = load_second_edition(&bed).await;
    for (day, expected) in [
        (date!(2023 - 06 - 21), None),
        (date!(2023 - 06 - 22), Some(first)),
        (date!(2024 - 07 - 31), Some(first)),
        (date!(2024 - 08 - 01), Some(second)),
        (date!(2026 - 11 - 24), Some(second)),
    ] {
        assert_eq!(
            bed.store.edition_in_force(day).await.expect("an answer").map(|edition| edition.id),
            expected,
            "{day}"
        );
    }
    let removed = EntryCode::from("DC-002");
    let page = bed.store.entry(&anonymous(), &removed, None).await.expect("its page stays");
    assert!(!page.in_force);
    assert_eq!(page.edition.id, first);
    assert!(matches!(bed.store.entry(&anonymous(), &removed, Some(second)).await, Err(Error::NotFound)));
    let page = bed.store.entry(&anonymous(), &EntryCode::from("DC-001"), None).await.expect("a page");
    let history: Vec<(EntryStatus, u32)> = page.history.iter().map(|one| (one.status, one.changes)).collect();
    assert_eq!(history, [(EntryStatus::Modified, 1), (EntryStatus::New, 0)]);
});

on_both!(an_import_of_the_past_leaves_the_present_in_force, async |bed| {
    load_reference(&bed).await;
    let second = load_second_edition(&bed).await;
    let first = import(&bed, "file-1", first_annex(), &header_2023()).await.written.expect("the first, later").id;
    let on = async |day| bed.store.edition_in_force(day).await.expect("an answer").map(|edition| edition.id);
    assert_eq!(on(date!(2023 - 12 - 01)).await, Some(first));
    assert_eq!(on(date!(2026 - 11 - 24)).await, Some(second));
    let editions = bed.store.editions(&anonymous()).await.expect("editions");
    assert_eq!(
        editions.iter().map(|row| row.edition.stage).collect::<Vec<_>>(),
        [EditionStage::Issued, EditionStage::Superseded]
    );
    assert_eq!(owner_on(&bed, "DC-001", &anonymous()).await, "so-xd-2025");
    let page = bed.store.entry(&anonymous(), &EntryCode::from("DC-001"), None).await.expect("a page");
    let periods: Vec<_> = page.owners.iter().map(|one| (one.agency.id.as_str(), one.valid_from)).collect();
    assert_eq!(periods, [("so-xd-2025", MERGED_ON), ("so-xd", date!(2023 - 06 - 22))]);
});

on_both!(no_code_is_given_twice, async |bed| {
    load_reference(&bed).await;
    let heading = "I. SỞ Y TẾ";
    let mut doubled = annex(vec![
        (heading, content("CSDL dược", "", SharingForm::Open)),
        (heading, content("CSDL dân số", "", SharingForm::Open)),
    ]);
    let supplement = Supplement {
        owner: AgencyId::from("so-yt"),
        name: "CSDL Dân số".to_owned(),
        code: EntryCode::from("DC-001"),
        sector: "y_te".to_owned(),
        data_kinds: Vec::new(),
    };
    let preview =
        bed.store.preview_import(&system(), "a.xlsx", "f-1", doubled.clone(), &header_2023()).await.expect("kept");
    bed.store.confirm_import(&system(), preview.id.expect("kept"), &[supplement]).await.expect("written");
    let page = bed.store.entry(&anonymous(), &EntryCode::from("DC-001"), None).await.expect("a page");
    assert_eq!((page.content.name.as_str(), page.content.sector.as_str()), ("CSDL dân số", "y_te"));
    assert_eq!(codes(&bed, query("dược")).await, ["DC-002"]);
    // The next workbook carries the same code twice: the second is known by its name.
    doubled.entries[0].code = Some(EntryCode::from("DC-002"));
    doubled.entries[1].code = Some(EntryCode::from("DC-002"));
    let preview = import(&bed, "f-2", doubled, &header(2024, "2/QĐ-UBND", date!(2024 - 08 - 01))).await;
    assert!(preview.written.is_some());
    assert_eq!(
        codes(&bed, EntryFilter { sort: EntrySort::Code, ..EntryFilter::default() }).await,
        ["DC-001", "DC-002"]
    );
    let page = bed.store.entry(&anonymous(), &EntryCode::from("DC-002"), None).await.expect("a page");
    assert_eq!(page.content.name, "CSDL dược");
});

on_both!(a_search_takes_words_with_and_without_marks, async |bed| {
    load_first_edition(&bed).await;
    for (text, expected) in [
        ("đất đai", vec!["DC-003"]),
        ("ĐẤT ĐAI", vec!["DC-003"]),
        ("dat dai", vec!["DC-003"]),
        ("đăt dai", vec!["DC-003"]),
        ("đu\u{31b}o\u{31b}\u{300}ng", vec!["DC-003"]),
        ("xay", vec!["DC-001", "DC-002", "DC-003"]),
        ("quy hoach xay", vec!["DC-001"]),
        ("ngườ", vec!["DC-004"]),
        ("dc-004", vec!["DC-004"]),
        ("khongcotu", vec![]),
        ("100%", vec![]),
        ("_ %", vec!["DC-001", "DC-002", "DC-003", "DC-004", "DC-005"]),
        // What asks for more than there is gives the best part.
        ("nha' or 1=1 --", vec!["DC-002"]),
    ] {
        let mut found = codes(&bed, query(text)).await;
        found.sort();
        assert_eq!(found, expected, "{text:?}");
    }
    // A sector that is called so is too little.
    assert_eq!(codes(&bed, query("kham y te")).await, ["DC-005"]);
    let page = bed.store.catalog(&anonymous(), &query("danh sach nha o")).await.expect("a page");
    assert_eq!(page.entries.items[0].hit.as_ref().map(|hit| hit.field), Some(HitField::Items));
    let long = query(&"đất ".repeat(2_000));
    assert_eq!(codes(&bed, long).await, ["DC-003"]);
});

on_both!(exact_marks_rank_above_folded_ones, async |bed| {
    load_reference(&bed).await;
    let named = |heading, name| (heading, content(name, "y_te", SharingForm::Open));
    let names = annex(vec![
        named("I. SỞ Y TẾ", "Hồ sơ cà phê"),
        named("II. SỞ XÂY DỰNG", "Hồ sơ cá phè"),
        named("II. SỞ XÂY DỰNG", "Sổ theo dõi"),
        named("II. SỞ XÂY DỰNG", "Bảng ca phe"),
    ]);
    import(&bed, "f", names, &header_2023()).await;
    assert_eq!(codes(&bed, query("cá phè")).await[0], "DC-002");
    assert_eq!(codes(&bed, query("cà phê")).await[0], "DC-001");
    assert_eq!(codes(&bed, query("ca phe")).await.len(), 3);
});

on_both!(filters_facets_and_order, async |bed| {
    load_first_edition(&bed).await;
    let store = &bed.store;
    let by_agency = EntryFilter { agency: "so-xd-2025".to_owned(), ..EntryFilter::default() };
    let page = store.catalog(&anonymous(), &by_agency).await.expect("a page");
    // Who answers today counts, not who did when it was decided: the two departments are one now.
    assert_eq!(page.entries.total, 3);
    assert!(page.entries.items.iter().all(|row| row.owner.id.as_str() == "so-xd-2025"));
    // Each filter is counted under the others, itself left out.
    assert_eq!(page.agencies.iter().map(|facet| facet.count).sum::<u32>(), 5);
    let sectors: Vec<(&str, u32)> = page.sectors.iter().map(|facet| (facet.id.as_str(), facet.count)).collect();
    assert_eq!(sectors, [("xay_dung", 2), ("dat_dai", 1)]);
    let forms: Vec<(&str, u32)> = page.forms.iter().map(|facet| (facet.id.as_str(), facet.count)).collect();
    assert_eq!(forms, [("open", 1), ("default", 1), ("specific", 1)]);
    // What is chosen stays, with its name, where the others leave nothing of it; what is nothing at all does not.
    let told = |facet: &[FacetValue]| facet.iter().map(|one| (one.name.clone(), one.count)).collect::<Vec<_>>();
    let neither = EntryFilter { agency: "so-yt".to_owned(), sector: "dat_dai".to_owned(), ..EntryFilter::default() };
    let page = store.catalog(&anonymous(), &neither).await.expect("a page");
    assert_eq!((page.entries.total, told(&page.agencies)[1..].to_vec()), (0, vec![("Sở Y tế".to_owned(), 0)]));
    assert_eq!(told(&page.sectors), [("Y tế".to_owned(), 1), ("Đất đai".to_owned(), 0)]);
    let unknown = EntryFilter { agency: "khong-co".to_owned(), ..EntryFilter::default() };
    let page = store.catalog(&anonymous(), &unknown).await.expect("a page");
    assert!(page.entries.total == 0 && page.agencies.iter().all(|one| one.count > 0), "{:?}", page.agencies);
    let both = EntryFilter { form: Some(SharingForm::Open), ..by_agency };
    assert_eq!(codes(&bed, both).await, ["DC-001"]);
    let sorted = |sort| EntryFilter { sort, ..EntryFilter::default() };
    // đ after d: «đất đai» comes first only because «k», «n» and «q» follow it.
    assert_eq!(codes(&bed, sorted(EntrySort::Name)).await, ["DC-003", "DC-005", "DC-004", "DC-002", "DC-001"]);
    assert_eq!(codes(&bed, sorted(EntrySort::Code)).await, ["DC-001", "DC-002", "DC-003", "DC-004", "DC-005"]);
    let beyond = EntryFilter { page: 99, ..EntryFilter::default() };
    let page = store.catalog(&anonymous(), &beyond).await.expect("a page beyond the last");
    assert_eq!((page.entries.items.len(), page.entries.total), (0, 5));
});

on_both!(who_answered_on_a_day_is_told_everywhere_alike, async |bed| {
    let first = load_first_edition(&bed).await;
    let second = load_second_edition(&bed).await;
    let third = annex(vec![("I. SỞ Y TẾ", content("CSDL khám chữa bệnh", "y_te", SharingForm::Default))]);
    let third = import(&bed, "file-3", third, &header(2026, "3456/QĐ-UBND", date!(2026 - 01 - 01))).await;
    let third = third.written.expect("the third edition").id;
    let day = |day| EntryFilter { as_of: Some(day), ..EntryFilter::default() };
    let edition = |id| EntryFilter { edition: Some(id), ..EntryFilter::default() };
    let (store, merged, before) = (&bed.store, MERGED_ON, MERGED_ON.previous_day().expect("a day"));
    let (apart, one) = ([("so-gtvt", 1), ("so-xd", 1)], [("so-xd-2025", 2)]);
    for (filter, counts, told_on) in [
        (day(date!(2023 - 12 - 01)), &[("so-gtvt", 1_u32), ("so-xd", 2)][..], Some(date!(2023 - 12 - 01))),
        (edition(first), &[("so-gtvt", 1), ("so-xd", 2)], Some(date!(2024 - 07 - 31))),
        (day(before), &apart, Some(before)),
        (day(merged), &one, Some(merged)),
        // The decision of 2024 names the two departments; on the last day of its effect they were one.
        (edition(second), &one, Some(date!(2025 - 12 - 31))),
        (edition(third), &[], None),
        (EntryFilter::default(), &[], None),
    ] {
        let page = store.catalog(&anonymous(), &filter).await.expect("a page");
        assert_eq!(page.told_on, told_on, "{filter:?}");
        let of_them = ["so-gtvt", "so-xd", "so-xd-2025"];
        let mut counted: Vec<(&str, u32)> = page.agencies.iter().map(|one| (one.id.as_str(), one.count)).collect();
        counted.retain(|(id, _)| of_them.contains(id));
        counted.sort_unstable();
        assert_eq!(counted, counts, "{filter:?}");
        for agency in of_them {
            let own = EntryFilter { agency: agency.to_owned(), ..filter.clone() };
            let rows = store.catalog(&anonymous(), &own).await.expect("a page").entries.items;
            let count = counts.iter().find(|(id, _)| *id == agency).map_or(0, |(_, count)| *count as usize);
            assert_eq!((rows.len(), rows.iter().all(|row| row.owner.id.as_str() == agency)), (count, true), "{own:?}");
            let files = store.selection(&anonymous(), &own).await.expect("a selection").expect("an edition").entries;
            assert!(
                files.iter().map(|one| (&one.code, &one.agency)).eq(rows.iter().map(|row| (&row.code, &row.owner)))
            );
            assert!(files.iter().all(|one| one.decided.id == one.content.owner), "the decision's own words beside it");
            for row in rows {
                let entry = match filter.as_of {
                    Some(day) => store.entry_on(&anonymous(), &row.code, day).await,
                    None => store.entry(&anonymous(), &row.code, filter.edition).await,
                };
                let entry = entry.expect("a page");
                assert_eq!((entry.owner, entry.told_on), (row.owner, told_on), "{own:?}");
            }
        }
    }
    let gone = store.entry_on(&anonymous(), &EntryCode::from("DC-002"), date!(2024 - 08 - 01)).await;
    assert!(matches!(gone, Err(Error::NotFound)));
});

on_both!(entries_follow_the_one_successor_and_wait_where_there_are_several, async |bed| {
    load_first_edition(&bed).await;
    let day_before = Actor::anonymous(datetime!(2025-02-18 03:00 UTC));
    assert_eq!(owner_on(&bed, "DC-003", &day_before).await, "so-gtvt");
    assert_eq!(owner_on(&bed, "DC-003", &anonymous()).await, "so-xd-2025");
    assert_eq!(owner_on(&bed, "DC-004", &anonymous()).await, "so-ldtbxh", "two successors: nobody is chosen");
    let (code, chosen) = (EntryCode::from("DC-004"), AgencyId::from("so-nv-2025"));
    assert!(bed.store.set_owner(&anonymous(), &code, &chosen, MERGED_ON, "Nghị quyết").await.is_err());
    bed.store.set_owner(&system(), &code, &chosen, MERGED_ON, "Nghị quyết").await.expect("chosen");
    assert_eq!(owner_on(&bed, "DC-004", &anonymous()).await, "so-nv-2025");
    let page = bed.store.entry(&anonymous(), &code, None).await.expect("a page");
    assert_eq!(page.decided_owner.id, AgencyId::from("so-ldtbxh"));
    let periods: Vec<_> =
        page.owners.iter().map(|one| (one.agency.id.as_str(), one.valid_from, one.valid_to)).collect();
    assert_eq!(
        periods,
        [("so-nv-2025", MERGED_ON, None), ("so-ldtbxh", date!(2023 - 06 - 22), MERGED_ON.previous_day())]
    );
    let agency = bed.store.agency_page(&anonymous(), &AgencyId::from("so-xd-2025")).await.expect("a page");
    assert_eq!((agency.entries.len(), agency.events.len()), (3, 1));
});

on_both!(a_later_edition_gives_no_entry_back_to_an_agency_that_ended, async |bed| {
    load_first_edition(&bed).await;
    bed.store
        .set_owner(&system(), &EntryCode::from("DC-004"), &AgencyId::from("so-nv-2025"), MERGED_ON, "Nghị quyết")
        .await
        .expect("chosen");
    // The decision of 2024 repeats the owners' names of 2023; the mergers came after, and were known before.
    load_second_edition(&bed).await;
    for (code, owner) in
        [("DC-001", "so-xd-2025"), ("DC-003", "so-xd-2025"), ("DC-004", "so-nv-2025"), ("DC-005", "so-yt")]
    {
        assert_eq!(owner_on(&bed, code, &anonymous()).await, owner, "{code}");
    }
    let day_before = Actor::anonymous(datetime!(2025-02-18 03:00 UTC));
    assert_eq!(owner_on(&bed, "DC-001", &day_before).await, "so-xd");
});

on_both!(an_address_with_a_null_character_leads_nowhere, async |bed| {
    load_reference(&bed).await;
    load_first_edition(&bed).await;
    let store = &bed.store;
    let odd = "so-xd\0";
    assert!(matches!(store.entry(&anonymous(), &EntryCode::from(odd), None).await, Err(Error::NotFound)));
    assert!(matches!(store.agency_page(&anonymous(), &AgencyId::from(odd)).await, Err(Error::NotFound)));
    assert!(matches!(
        store.response(&coordinator(), CampaignKey::annual(2026), &AgencyId::from(odd)).await,
        Err(Error::NotFound)
    ));
    for filter in [
        EntryFilter { agency: odd.to_owned(), ..EntryFilter::default() },
        EntryFilter { sector: odd.to_owned(), ..EntryFilter::default() },
    ] {
        match store.catalog(&anonymous(), &filter).await {
            Ok(page) => assert!(page.entries.items.is_empty()),
            Err(error) => assert!(matches!(error, Error::NotFound), "{error}"),
        }
    }
    assert!(!codes(&bed, query("nhà\0 ở")).await.is_empty());
});
