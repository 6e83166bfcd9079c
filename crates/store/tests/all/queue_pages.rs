//! A queue of some hundred answers comes in pages.

use std::collections::BTreeSet;

use crate::common::data::{annex, content, coordinator, header_2023, import, load_reference};
use crate::common::review::{YEAR, officer, send};
use domain::campaign::CampaignDraft;
use domain::catalog::SharingForm;
use domain::id::AgencyId;
use domain::review::{AppraisalPage, QUEUE_ROWS, QueueFilter, QueueSort, Verdict};
use store::Store;

/// More than two pages.
const ENTRIES: usize = 230;

async fn page(store: &Store, number: u32, sort: QueueSort) -> AppraisalPage {
    let filter = QueueFilter { all: true, sort, page: number, ..QueueFilter::default() };
    store.appraisal(&coordinator(), YEAR, &filter, None).await.expect("a queue")
}

on_both!(every_answer_stands_on_one_page, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    load_reference(&bed).await;
    let names: Vec<String> = (0..ENTRIES).map(|number| format!("CSDL số {number}")).collect();
    let entries = names.iter().map(|name| ("SỞ Y TẾ", content(name, "y_te", SharingForm::Default))).collect();
    import(&bed, "file-1", annex(entries), &header_2023()).await;
    let form = CampaignDraft {
        year: YEAR.to_string(),
        letter_number: "99/SKHCN".to_owned(),
        letter_date: "02/11/2026".to_owned(),
        due_on: "30/11/2026".to_owned(),
    };
    store.open_campaign(&coordinator(), &form).await.expect("opened");
    store.keep_all(&officer("so-yt"), YEAR, &agency).await.expect("kept");
    send(&bed, "so-yt").await;
    for sort in [QueueSort::Waiting, QueueSort::Code] {
        let mut seen = BTreeSet::new();
        for (number, rows) in [(1, QUEUE_ROWS as usize), (2, QUEUE_ROWS as usize), (3, 30)] {
            let page = page(store, number, sort).await;
            assert_eq!((page.queue.len(), page.page, page.total), (rows, number, ENTRIES as u64), "{sort} {number}");
            seen.extend(page.queue.iter().map(|row| row.answer));
        }
        assert_eq!(seen.len(), ENTRIES, "each once: {sort}");
    }
    // In the order that was asked for, over the pages.
    let codes = |page: &AppraisalPage| -> Vec<u32> {
        page.queue.iter().filter_map(|row| row.code.as_ref().and_then(|code| code.number())).collect()
    };
    let (first, second) = (page(store, 1, QueueSort::Code).await, page(store, 2, QueueSort::Code).await);
    assert!(codes(&first).last() < codes(&second).first(), "{:?}", codes(&second));
    // No page, and one beyond the end, are the first and the last.
    assert_eq!(page(store, 0, QueueSort::Code).await.page, 1);
    assert_eq!(page(store, 4_000_000_000, QueueSort::Code).await.page, 3);
    // What is decided leaves the queue; its pages follow.
    let one = first.queue[0].answer;
    store
        .decide_all(&coordinator(), one, 1, &crate::common::review::verdict(Verdict::Accept, ""))
        .await
        .expect("decided");
    let open = store.appraisal(&coordinator(), YEAR, &QueueFilter::default(), None).await.expect("a queue");
    assert_eq!((open.total, open.page, open.keeps.waiting as usize), (0, 1, ENTRIES - 1), "unchanged ones wait apart");
});
