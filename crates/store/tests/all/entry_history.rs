//! One entry through the editions.

use crate::common::data::{annex, anonymous, content, header, import, load_first_edition};
use domain::catalog::{EntryStatus, SharingForm};
use domain::change::{Field, Place};
use domain::id::EntryCode;
use store::Error;
use time::Date;
use time::macros::date;

on_both!(an_entry_through_the_editions, async |bed| {
    load_first_edition(&bed).await;
    let planning = content("CSDL quy hoạch xây dựng", "xay_dung", SharingForm::Open);
    let mut changed = planning.clone();
    changed.legal_basis = "Luật Quy hoạch".to_owned();
    // Changed, then as it was left, then gone.
    let other = content("CSDL nhà ở", "xay_dung", SharingForm::Open);
    for (number, day, entry) in [
        ("2", date!(2024 - 03 - 01), changed.clone()),
        ("3", date!(2024 - 06 - 01), changed),
        ("4", date!(2024 - 09 - 01), other),
    ] {
        let annex = annex(vec![("I. SỞ XÂY DỰNG", entry)]);
        let done = import(&bed, &format!("file-{number}"), annex, &header(2024, number, day)).await;
        assert!(done.written.is_some(), "{:?}", done.errors);
    }
    let history = bed.store.entry_history(&anonymous(), &EntryCode::from("DC-001")).await.expect("a history");
    let told: Vec<(Option<Date>, EntryStatus, usize)> =
        history.appearances.iter().map(|one| (one.edition.effective_to, one.status, one.changes.len())).collect();
    assert_eq!(
        told,
        [
            (Some(date!(2024 - 08 - 31)), EntryStatus::Unchanged, 0),
            (Some(date!(2024 - 05 - 31)), EntryStatus::Modified, 1),
            (Some(date!(2024 - 02 - 29)), EntryStatus::New, 0),
        ]
    );
    let change = &history.appearances[1].changes[0];
    assert_eq!(change.place, Place::Field(Field::LegalBasis));
    assert_eq!((change.old.as_str(), change.new.as_str()), (planning.legal_basis.as_str(), "Luật Quy hoạch"));
    assert_eq!(history.owners.last().map(|period| period.agency.id.as_str()), Some("so-xd"));
    let unknown = bed.store.entry_history(&anonymous(), &EntryCode::from("DC-099")).await;
    assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
});
