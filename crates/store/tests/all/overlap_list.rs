//! The coordinator's list of overlaps among the province's own entries: each pair that either side's page shows stands there
//! once, under the agency of either (article 5.3).

use crate::common::data::{annex, content, coordinator, header_2023, import, load_reference};
use domain::catalog::{EntryContent, SharingForm};
use domain::id::EntryCode;
use domain::overlap::{Counterpart, OverlapFilter, Settlement, SettlementInput};

on_both!(a_pair_that_one_side_alone_finds_is_listed_under_either_agency, async |bed| {
    load_reference(&bed).await;
    // What was typed without marks finds what has them, and not the other way round.
    let plain = EntryContent { items: vec![], ..content("csdl nha o xa hoi", "", SharingForm::Default) };
    let entries = vec![
        ("I. SỞ XÂY DỰNG", content("CSDL nhà ở xã hội", "xay_dung", SharingForm::Default)),
        ("IV. SỞ Y TẾ", plain),
    ];
    import(&bed, "file-1", annex(entries), &header_2023()).await;
    let (store, later, earlier) = (&bed.store, EntryCode::from("DC-002"), EntryCode::from("DC-001"));
    for (code, count) in [(&later, 1), (&earlier, 0)] {
        let page = store.entry(&coordinator(), code, None).await.expect("an entry");
        assert_eq!(page.overlaps.len(), count, "{code}");
    }
    let list = async |filter: OverlapFilter| {
        let page = store.overlaps_page(&coordinator(), &filter).await.expect("a list");
        let agencies: Vec<String> = page.agencies.iter().map(|agency| agency.id.to_string()).collect();
        let pairs = page.pairs.items.iter().map(|pair| format!("{} {}", pair.target, pair.overlap.other));
        (agencies, pairs.collect::<Vec<_>>())
    };
    let both = vec!["so-xd-2025".to_owned(), "so-yt".to_owned()];
    let pair = vec!["DC-002 DC-001".to_owned()];
    let of_agency = |agency: &str| OverlapFilter { agency: agency.to_owned(), ..OverlapFilter::default() };
    for filter in [
        OverlapFilter::default(),
        OverlapFilter { with: Some(Counterpart::Own), ..OverlapFilter::default() },
        of_agency("so-yt"),
        of_agency("so-xd-2025"),
    ] {
        assert_eq!(list(filter.clone()).await, (both.clone(), pair.clone()), "{filter:?}");
    }
    assert_eq!(list(of_agency("so-nv-2025")).await.1, Vec::<String>::new());
    // Settled from the side that does not find it, it is settled.
    let input =
        SettlementInput {
            settlement: Some(Settlement::Different), reason: "Đã đối chiếu hai bên".to_owned(), seen: 0
        };
    store.settle_entry_overlap(&coordinator(), &earlier, "DC-002", &input).await.expect("settled");
    assert_eq!(list(OverlapFilter::default()).await, (vec![], vec![]));
});
