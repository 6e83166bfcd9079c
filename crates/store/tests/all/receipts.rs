//! Receipts: each sending keeps its own, with what was sent as it was hashed, and none is changed.

use crate::common::Bed;
use crate::common::data::{coordinator, system};
use crate::common::review::{YEAR, answer, officer, open, points, send, withdrawn};
use domain::id::{AgencyId, EntryCode};
use domain::policy::Refusal;
use domain::review::{AnswerTarget, Receipt};
use migration::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};
use store::{Error, ReceiptFault, ReceiptReport};

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The health department sends a change, which comes back, and then a withdrawal in its place.
async fn send_twice(bed: &Bed) {
    let (store, agency, writer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(bed).await;
    answer(bed).await;
    let (change, _) = points(bed, Some("DC-005")).await;
    store.return_answer(&coordinator(), change, 1, "Nêu rõ căn cứ.").await.expect("returned");
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&writer, YEAR, &agency, &target).await.expect("a page").answer.version;
    let instead = withdrawn("Không còn dùng");
    store.save_answer(&writer, YEAR, &agency, &target, version, &instead).await.expect("saved");
    send(bed, "so-yt").await;
}

async fn receipts(bed: &Bed) -> Vec<Receipt> {
    let page = bed.store.response(&officer("so-yt"), YEAR, &AgencyId::from("so-yt")).await;
    page.expect("a page").receipts
}

async fn verified(bed: &Bed) -> ReceiptReport {
    bed.store.verify_receipts(&system()).await.expect("a report")
}

on_both!(every_sending_keeps_its_receipt_with_what_was_sent, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    send_twice(&bed).await;
    let given = receipts(&bed).await;
    let numbers: Vec<&str> = given.iter().map(|receipt| receipt.number.as_str()).collect();
    assert_eq!(numbers, ["RS-2026-so-yt-2", "RS-2026-so-yt-1"], "the newest first");
    for (receipt, said) in given.iter().zip(["withdraw", "modify"]) {
        assert_eq!((receipt.drafted_by.as_str(), receipt.approved_by.as_str()), ("cb-so-yt", "ld-so-yt"));
        let (number, text) = store.sent_content(&coordinator(), YEAR, &agency, receipt.round).await.expect("kept");
        assert_eq!((&number, hash(&text), receipt.kept), (&receipt.number, receipt.sha256.clone(), true));
        let sent: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let answers = sent["answers"].as_array().expect("answers");
        let change = answers.iter().find(|answer| answer["entry"] == "DC-005").expect("the entry");
        assert_eq!((&sent["receipt"], &change["kind"]), (&number.into(), &said.into()));
        assert!(answers.iter().any(|answer| answer["entry"].is_null() && answer["kind"] == "propose"), "{text}");
    }
    let stranger = store.sent_content(&officer("so-xd-2025"), YEAR, &agency, 1).await;
    assert!(matches!(stranger, Err(Error::Refused(Refusal::Hidden))), "{stranger:?}");
    let never = store.sent_content(&officer("so-yt"), YEAR, &agency, 3).await;
    assert!(matches!(never, Err(Error::NotFound)), "{never:?}");
    let raw = bed.raw().await;
    for change in ["update receipt set content = '{}'", "update receipt set sha256 = ''", "delete from receipt"] {
        let refused = raw.execute_unprepared(change).await.expect_err(change);
        assert!(refused.to_string().contains("a receipt is kept"), "{change}: {refused}");
    }
    assert_eq!(receipts(&bed).await, given);
    assert_eq!(verified(&bed).await, ReceiptReport { receipts: 2, unkept: 0, faults: Vec::new() });
    assert!(store.verify_receipts(&coordinator()).await.is_err());
});

on_both!(what_was_forged_or_lost_past_the_guards_is_told, async |bed| {
    send_twice(&bed).await;
    let raw = bed.raw().await;
    let disarm: &[&str] = if bed.url.starts_with("sqlite") {
        &["drop trigger tg_receipt_update", "drop trigger tg_receipt_delete"]
    } else {
        &["drop trigger tg_receipt_kept on receipt"]
    };
    for statement in disarm {
        raw.execute_unprepared(statement).await.expect(statement);
    }
    let first = receipts(&bed).await.remove(1);
    let (number, stated, found) = (first.number, first.sha256, hash("{}"));
    raw.execute_unprepared("update receipt set content = '{}' where round = 1").await.expect("a forgery");
    let forged = ReceiptFault::Content { number: number.clone(), stated, found: found.clone() };
    assert_eq!(verified(&bed).await.faults, [forged]);
    // Made to fit, it still is not what the log tells of.
    let fitting = format!("update receipt set sha256 = '{found}' where round = 1");
    raw.execute_unprepared(&fitting).await.expect("a better forgery");
    raw.execute_unprepared("delete from receipt where round = 2").await.expect("a loss");
    let lost = ReceiptFault::Lost { number: "RS-2026-so-yt-2".to_owned() };
    assert_eq!(verified(&bed).await.faults, [ReceiptFault::NotLogged { number }, lost]);
});

on_both!(what_was_sent_before_is_shown_without_its_content, async |bed| {
    send_twice(&bed).await;
    let given = receipts(&bed).await;
    let raw = bed.raw().await;
    let applied = Migrator::get_applied_migrations(&raw).await.expect("a list");
    let from = applied.iter().position(|one| one.name().ends_with("_receipts")).expect("it was applied");
    Migrator::down(&raw, Some(u32::try_from(applied.len() - from).expect("few"))).await.expect("down");
    Migrator::up(&raw, None).await.expect("up");
    let expected: Vec<Receipt> = given.into_iter().map(|receipt| Receipt { kept: false, ..receipt }).collect();
    assert_eq!(receipts(&bed).await, expected, "both rounds, out of the audit log");
    let content = bed.store.sent_content(&officer("so-yt"), YEAR, &AgencyId::from("so-yt"), 1).await;
    assert!(matches!(content, Err(Error::NotFound)), "{content:?}");
    assert_eq!(verified(&bed).await, ReceiptReport { receipts: 2, unkept: 2, faults: Vec::new() });
});
