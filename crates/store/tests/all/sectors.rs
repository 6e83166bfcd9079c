//! The entries in force by sector.

use crate::common::data::{anonymous, coordinator, load_first_edition};
use crate::common::review::officer;
use domain::account::Actor;
use domain::catalog::EntryFilter;
use domain::id::AgencyId;
use domain::indicator::{Amount, Indicator, Period};
use time::macros::datetime;

on_both!(sectors_add_up_to_the_entries_in_force_and_each_is_its_list, async |bed| {
    load_first_edition(&bed).await;
    let store = &bed.store;
    let (indicator, year) = (Indicator::EntriesInForce, Period(2026));
    let page = store.indicator(&coordinator(), indicator, year, None, 1).await.expect("a page");
    let told: Vec<(&str, u32, u64, u64)> = page
        .sectors
        .iter()
        .map(|line| (line.sector.id.as_str(), line.entries, line.open.part, line.open.whole))
        .collect();
    assert_eq!(told, [("xay_dung", 2, 1, 2), ("", 1, 0, 1), ("dat_dai", 1, 0, 1), ("y_te", 1, 0, 1)]);
    let health = AgencyId::from("so-yt");
    for (actor, agency) in [(coordinator(), None), (officer("so-yt"), Some(&health))] {
        let page = store.indicator(&actor, indicator, year, agency, 1).await.expect("a page");
        let whole: u32 = page.sectors.iter().map(|line| line.entries).sum();
        assert_eq!(page.figure.amount, Some(Amount { part: whole.into(), whole: 1 }), "{agency:?}");
        for line in page.sectors.iter().filter(|line| !line.sector.id.is_empty()) {
            let (sector, agency) = (line.sector.id.clone(), agency.map(ToString::to_string).unwrap_or_default());
            let filter = EntryFilter { sector, agency, ..EntryFilter::default() };
            let listed = store.catalog(&anonymous(), &filter).await.expect("a list").entries.total;
            assert_eq!(listed, u64::from(line.entries), "{:?}", line.sector);
        }
    }
    // A year that was closed tells its own rows; of other indicators there are no sectors.
    let after = Actor { at: datetime!(2027-02-01 03:00 UTC), ..coordinator() };
    store.close_period(&after, year).await.expect("closed");
    let closed = store.indicator(&after, indicator, year, None, 1).await.expect("a page");
    assert_eq!(closed.sectors, page.sectors);
    let other = store.indicator(&after, Indicator::ShareOpen, year, None, 1).await.expect("a page");
    assert!(other.sectors.is_empty());
});
