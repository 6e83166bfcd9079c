//! The migrations, and the audit chain that the schema guards.

use crate::common::data::{anonymous, lists, load_reference, system};
use domain::calendar::{Holiday, HolidayKind};
use sea_orm::ConnectionTrait;
use time::Duration;
use time::macros::date;

on_both!(every_migration_goes_down_and_up_again, async |bed| {
    load_reference(&bed).await;
    bed.store.migrate_fresh().await.expect("down and up");
    assert_eq!(bed.store.lists().await.expect("empty lists").sectors, vec![]);
    load_reference(&bed).await;
    assert_eq!(bed.store.lists().await.expect("the lists").sectors, lists().sectors);
    bed.store.migrate().await.expect("a second time changes nothing");
});

on_both!(writers_at_the_same_time_take_turns, async |bed| {
    let mut writers = Vec::new();
    for number in 0..24_u8 {
        let store = bed.store.clone();
        writers.push(tokio::spawn(async move {
            let day = date!(2026 - 01 - 01) + Duration::days(number.into());
            let holiday = Holiday { date: day, name: "Nghỉ".to_owned(), kind: HolidayKind::Holiday };
            store.import_holidays(&system(), &[holiday], false).await
        }));
    }
    for writer in writers {
        assert_eq!(writer.await.expect("no panic").expect("written").added, 1);
    }
    let report = bed.store.verify_audit(&system()).await.expect("a report");
    assert_eq!((report.rows, report.first_bad), (24, None));
    assert!(!bed.store.calendar().await.expect("a calendar").is_working_day(date!(2026 - 01 - 20)));
});

on_both!(the_audit_log_takes_no_change, async |bed| {
    load_reference(&bed).await;
    let raw = bed.raw().await;
    for change in ["update audit set action = 'nothing'", "delete from audit", "delete from audit where seq = 1"] {
        let refused = raw.execute_unprepared(change).await.expect_err(change);
        assert!(refused.to_string().contains("append-only"), "{change}: {refused}");
    }
    let report = bed.store.verify_audit(&system()).await.expect("a report");
    assert_eq!((report.rows, report.first_bad), (3, None));
    assert!(bed.store.verify_audit(&anonymous()).await.is_err());
});

on_both!(the_chain_tells_where_it_was_broken, async |bed| {
    load_reference(&bed).await;
    let raw = bed.raw().await;
    let disarm: &[&str] = if bed.url.starts_with("sqlite") {
        &["drop trigger tg_audit_no_update", "drop trigger tg_audit_no_delete"]
    } else {
        &["drop trigger tg_audit_append_only on audit"]
    };
    for statement in disarm {
        raw.execute_unprepared(statement).await.expect(statement);
    }
    raw.execute_unprepared("update audit set detail = '{}' where seq = 2").await.expect("a forgery");
    assert_eq!(bed.store.verify_audit(&system()).await.expect("a report").first_bad, Some(2));
    raw.execute_unprepared("delete from audit where seq = 2").await.expect("a loss");
    assert_eq!(bed.store.verify_audit(&system()).await.expect("a report").first_bad, Some(3));
});
