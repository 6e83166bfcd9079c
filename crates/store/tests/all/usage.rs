//! Counting of views.

use crate::common::data::{NOW, anonymous, load_first_edition};
use domain::id::EntryCode;
use domain::usage::UsageKind;
use store::UsageCount;
use time::macros::date;

fn views(day: time::Date, code: &str, count: u32) -> UsageCount {
    UsageCount { day, kind: UsageKind::View, code: Some(EntryCode::from(code)), count }
}

on_both!(views_are_added_and_ranked, async |bed| {
    load_first_edition(&bed).await;
    let (today, yesterday, long_ago) = (date!(2026 - 11 - 24), date!(2026 - 11 - 23), date!(2026 - 01 - 01));
    let search = UsageCount { day: today, kind: UsageKind::Search, code: None, count: 9 };
    bed.store.record_usage(&[views(today, "DC-001", 2), views(today, "DC-002", 3), search]).await.expect("counted");
    bed.store.record_usage(&[views(today, "DC-001", 2), views(yesterday, "DC-001", 1)]).await.expect("counted");
    bed.store.record_usage(&[views(long_ago, "DC-002", 100), views(today, "DC-001", 1)]).await.expect("counted");
    let most = bed.store.most_viewed(today, 30, 5).await.expect("a list");
    let most: Vec<(&str, u32)> = most.iter().map(|one| (one.code.as_str(), one.views)).collect();
    assert_eq!(most, [("DC-001", 6), ("DC-002", 3)]);
    assert_eq!(domain::format::local_date(NOW), today);
    let page = bed.store.entry(&anonymous(), &EntryCode::from("DC-001"), None).await.expect("a page");
    assert_eq!(page.views_30_days, 6);
});
