//! A year in which an agency was none: no figures, but since when it is one and who was there for it. A day on which an
//! entry was not in the catalog: when it is.

use crate::catalog::load_second_edition;
use crate::common::data::{
    MERGED_ON, annex, anonymous, content, coordinator, first_annex, header, import, load_first_edition,
};
use crate::common::review::officer;
use domain::annex::ImportHeader;
use domain::catalog::SharingForm;
use domain::id::{AgencyId, EntryCode};
use domain::indicator::{Indicator, Period};
use domain::policy::Refusal;
use store::Error;
use time::macros::date;

on_both!(a_year_in_which_an_agency_was_none_tells_who_was_there, async |bed| {
    load_first_edition(&bed).await;
    let (store, desk, indicator) = (&bed.store, coordinator(), Indicator::Views);
    for (agency, year, instead) in [
        ("so-xd-2025", 2024, Some(vec!["so-gtvt", "so-xd"])),
        ("so-gtvt", 2026, Some(vec!["so-xd-2025"])),
        ("so-tttt", 2026, Some(vec!["so-khcn-2025"])),
        // In the year of the merger both were.
        ("so-xd-2025", 2025, None),
        ("so-gtvt", 2025, None),
        // It ended with two successors, and its entry waits for one of them.
        ("so-ldtbxh", 2026, None),
    ] {
        let (id, period) = (AgencyId::from(agency), Period(year));
        let screen = store.dashboard(&desk, period, Some(&id)).await;
        let list = store.indicator(&desk, indicator, period, Some(&id), 1).await;
        let board = store.agency_board(&desk, period, Some(&id)).await;
        let found = store.absence(&desk, period, &id).await;
        let Some(instead) = instead else {
            assert!(screen.is_ok() && list.is_ok() && board.is_ok(), "{agency} {year}");
            assert!(matches!(found, Err(Error::NotFound)), "{agency} {year}: {found:?}");
            continue;
        };
        assert!(matches!(screen, Err(Error::NotFound)), "{agency} {year}");
        assert!(matches!(list, Err(Error::NotFound)) && matches!(board, Err(Error::NotFound)), "{agency} {year}");
        let found = found.expect("it is told");
        let told: Vec<&str> = found.instead.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(told, instead, "{agency} {year}");
        // What is asked for can be chosen, and what may be asked for instead.
        assert!(found.periods.contains(&period) && found.periods.contains(&Period(2025)), "{:?}", found.periods);
        assert!(found.agencies.contains(&found.agency) && found.agencies.len() > 1, "{:?}", found.agencies);
        let (began, ended) = (found.from == MERGED_ON, found.to == MERGED_ON.previous_day());
        assert_eq!((began, ended, found.has_ended()), (year == 2024, year == 2026, year == 2026), "{agency}");
    }
    // Of the year before there is nothing to open.
    let (building, year) = (AgencyId::from("so-xd-2025"), Period(2025));
    let screen = store.dashboard(&desk, year, Some(&building)).await.expect("the screen");
    assert!(screen.figures.iter().all(|figure| figure.before.is_none()), "{:?}", screen.figures);
    let hidden = store.absence(&officer("so-yt"), Period(2024), &building).await;
    assert!(matches!(hidden, Err(Error::Refused(Refusal::Hidden))), "{hidden:?}");
    for (agency, year) in [("khong-co", 2026), ("so-gtvt", 2027)] {
        let found = store.absence(&desk, Period(year), &AgencyId::from(agency)).await;
        assert!(matches!(found, Err(Error::NotFound)), "{agency} {year}: {found:?}");
    }
});

on_both!(a_day_without_an_entry_tells_when_it_is_in_the_catalog, async |bed| {
    load_first_edition(&bed).await;
    load_second_edition(&bed).await;
    let (store, code) = (&bed.store, EntryCode::from("DC-002"));
    let (first, last, left) = (date!(2023 - 06 - 22), date!(2024 - 07 - 31), date!(2024 - 08 - 01));
    for (day, nearest) in [(date!(2020 - 01 - 01), first), (left, last), (date!(2027 - 01 - 01), last)] {
        assert!(matches!(store.entry_on(&anonymous(), &code, day).await, Err(Error::NotFound)), "{day}");
        let found = store.entry_absence(&anonymous(), &code, day).await.expect("it is told");
        assert_eq!((found.name.as_str(), found.day, found.nearest), ("CSDL nhà ở", day, nearest));
        assert_eq!(found.spans, [(first, Some(last))], "{day}");
        assert!(store.entry_on(&anonymous(), &code, found.nearest).await.is_ok(), "{day}");
    }
    for (code, day) in [("DC-002", first), ("DC-002", last), ("DC-999", left)] {
        let found = store.entry_absence(&anonymous(), &EntryCode::from(code), day).await;
        assert!(matches!(found, Err(Error::NotFound)), "{code} {day}: {found:?}");
    }
});

on_both!(what_left_is_shown_as_it_was_in_force, async |bed| {
    let (first, day) = (load_first_edition(&bed).await, date!(2024 - 08 - 01));
    // Two decisions of one day: the first of them, which has it too, never was in force.
    let mut again = first_annex();
    again.entries[1].content.purpose = "Mục đích mới".to_owned();
    let never = import(&bed, "2", again, &header(2024, "2/QĐ-UBND", day)).await.written.expect("an edition");
    let other = annex(vec![("IV. SỞ Y TẾ", content("CSDL khám chữa bệnh", "y_te", SharingForm::Open))]);
    let code = EntryCode::from("DC-002");
    let (amends, withdraw) = (Some(never.id), vec![code.clone()]);
    import(&bed, "3", other, &ImportHeader { amends, withdraw, ..header(2024, "3/QĐ-UBND", day) }).await;
    let page = bed.store.entry(&anonymous(), &code, None).await.expect("its page stays");
    assert_eq!((page.edition.id, page.told_on), (first, Some(date!(2024 - 07 - 31))));
    assert_ne!(page.content.purpose, "Mục đích mới");
    let page = bed.store.entry(&anonymous(), &code, Some(never.id)).await.expect("who asks for it sees it");
    assert_eq!(page.content.purpose, "Mục đích mới");
});
