//! Entries that a decision gives to an agency that begins later: what a later decision leaves so, and what it takes back.

use crate::amendment::{appraise_but, compile_and_issue, round, say};
use crate::common::Bed;
use crate::common::data::{
    MERGED_ON, agencies, annex, anonymous, content, coordinator, header, import, load_first_edition, system,
};
use crate::common::review::{YEAR, clerk, decision, lay_draft, send_in};
use domain::annex::ImportHeader;
use domain::campaign::CampaignDraft;
use domain::catalog::SharingForm;
use domain::id::{AgencyId, EditionId, EntryCode};
use domain::review::AnswerKind;
use store::SignedFile;
use time::Date;
use time::macros::date;

const BUILDERS: &str = "so-xd-2025";
const HEIR: &str = "so-ds-2027";
const MOVED: &str = "DC-002";
/// The first day of the heir.
const BEGINS: Date = date!(2027 - 01 - 01);

/// A round of changes gives an entry to an agency that is not there yet.
async fn planned(bed: &Bed) -> EditionId {
    load_first_edition(bed).await;
    let (code, owner) = (EntryCode::from("DC-004"), AgencyId::from("so-nv-2025"));
    bed.store.set_owner(&system(), &code, &owner, MERGED_ON, "Nghị quyết").await.expect("an owner");
    let mut known = agencies();
    known.retain(|agency| agency.id.as_str() == "so-nv-2025");
    (known[0].id, known[0].name, known[0].valid_from) = (AgencyId::from(HEIR), "Sở Dân số".to_owned(), BEGINS);
    bed.store.import_agencies(&system(), &known, false).await.expect("known ahead");
    let key = bed.store.open_amendment(&coordinator(), &round(&[BUILDERS], "")).await.expect("opened");
    say(bed, key, BUILDERS, MOVED, AnswerKind::Transfer, HEIR).await;
    send_in(bed, key, BUILDERS).await;
    appraise_but(bed, key, &[]).await;
    let edition = compile_and_issue(bed, key, "4000/QĐ-UBND").await;
    owned(bed, [(BEGINS.previous_day().expect("a day"), BUILDERS), (BEGINS, HEIR)]).await;
    edition
}

/// Who answers for the entry on days.
async fn owned<const N: usize>(bed: &Bed, days: [(Date, &str); N]) {
    for (day, owner) in days {
        let page = bed.store.entry_on(&anonymous(), &EntryCode::from(MOVED), day).await.expect("a page");
        assert_eq!(page.owner.id.as_str(), owner, "{day}");
    }
}

on_both!(the_yearly_draft_leaves_an_entry_to_whom_it_is_to_go, async |bed| {
    let store = &bed.store;
    planned(&bed).await;
    let form = CampaignDraft {
        year: YEAR.to_string(),
        letter_number: "99/SKHCN".to_owned(),
        letter_date: "02/11/2026".to_owned(),
        due_on: "30/11/2026".to_owned(),
    };
    store.open_campaign(&coordinator(), &form).await.expect("opened");
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    store.compile(&coordinator(), YEAR).await.expect("compiled");
    let draft = store.draft(&coordinator(), YEAR).await.expect("a draft");
    let changed: Vec<&str> = draft.diff.entries.iter().map(|entry| entry.code.as_str()).collect();
    assert!(changed.contains(&"DC-001") && !changed.contains(&MOVED), "its owner of today has ended: {changed:?}");
    lay_draft(store, &coordinator(), YEAR).await.expect("submitted");
    let seen = store.draft(&clerk(), YEAR).await.expect("a draft").version;
    let signed = SignedFile { name: "qd.pdf".to_owned(), bytes: b"%PDF-1.7".to_vec() };
    let (last, first) = (date!(2027 - 01 - 14), date!(2027 - 01 - 15));
    store.issue(&clerk(), YEAR, seen, &decision("15/01/2027"), Some(signed)).await.expect("issued");
    owned(&bed, [(date!(2026 - 12 - 31), BUILDERS), (BEGINS, HEIR), (last, HEIR), (first, HEIR)]).await;
});

on_both!(a_later_decision_takes_back_what_was_planned, async |bed| {
    let amends = Some(planned(&bed).await);
    let mut back = annex(vec![("I. SỞ XÂY DỰNG", content("CSDL nhà ở", "xay_dung", SharingForm::Default))]);
    back.entries[0].code = Some(EntryCode::from(MOVED));
    let amending = ImportHeader { amends, ..header(2026, "4001/QĐ-UBND", date!(2026 - 12 - 10)) };
    import(&bed, "lay-lai", back, &amending).await;
    owned(&bed, [(date!(2026 - 12 - 31), BUILDERS), (BEGINS, BUILDERS), (date!(2028 - 01 - 01), BUILDERS)]).await;
});

on_both!(a_decision_of_the_past_takes_nothing_from_a_later_one, async |bed| {
    load_first_edition(&bed).await;
    let moved = date!(2026 - 01 - 01);
    for (file, heading, number, day) in
        [("chuyen", "SỞ Y TẾ", "9/QĐ-UBND", moved), ("bo-sung", "SỞ XÂY DỰNG", "8/QĐ-UBND", date!(2024 - 03 - 01))]
    {
        let mut named = annex(vec![(heading, content("CSDL nhà ở", "xay_dung", SharingForm::Open))]);
        named.entries[0].code = Some(EntryCode::from(MOVED));
        import(&bed, file, named, &header(day.year(), number, day)).await;
    }
    owned(&bed, [(date!(2025 - 12 - 31), BUILDERS), (moved, "so-yt")]).await;
});
