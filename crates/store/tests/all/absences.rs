//! A year in which an agency was none: no figures, but since when it is one and who was there for it.

use crate::common::data::{MERGED_ON, coordinator, load_first_edition};
use crate::common::review::officer;
use domain::id::AgencyId;
use domain::indicator::{Indicator, Period};
use domain::policy::Refusal;
use store::Error;

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
