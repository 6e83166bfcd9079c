//! The consolidated report, what the database refuses, the days on which reports are due, and who is told.

use std::collections::BTreeMap;

use super::{YEAR, a_year, accepted, at, go, instead, key, line, refused, save, seen, text, write_all};
use crate::common::Bed;
use crate::common::data::{NOW, agencies, coordinator, load_first_edition, system};
use crate::common::review::{YEAR as REVIEW, account, clerk, head, officer, open as open_review, person};
use domain::account::{Actor, Role};
use domain::agency::Function;
use domain::id::AgencyId;
use domain::indicator::{Amount, Indicator, Period};
use domain::policy::Refusal;
use domain::reminder::{NoticeKind, UrgingDraft};
use domain::report::{Measure, MoveForm, ReportKey, ReportRuleForm, ReportSection};
use domain::workflow::{ReportMove, ReportStage};
use sea_orm::ConnectionTrait;
use store::Error;
use time::macros::{date, datetime};

on_both!(the_consolidated_report_takes_in_what_was_accepted, async |bed| {
    let (store, desk, all) = (&bed.store, coordinator(), ReportKey::consolidated(YEAR));
    load_first_edition(&bed).await;
    a_year(&bed).await;
    accepted(&bed, "so-xd-2025", &coordinator()).await;
    let own = key("so-yt");
    store.begin_report(&officer("so-yt"), &own).await.expect("begun");
    for (actor, refusal) in [(officer("so-yt"), Refusal::Hidden), (clerk(), Refusal::Forbidden)] {
        assert_eq!(refused(&store.begin_report(&actor, &all).await), refusal);
    }
    store.begin_report(&desk, &all).await.expect("begun");
    let page = seen(&bed, &desk, &all).await;
    assert_eq!((page.agency.id.as_str(), page.due_on), ("so-khcn-2025", date!(2026 - 12 - 31)));
    let stages: Vec<(&str, ReportStage)> =
        page.standings.iter().map(|one| (one.agency.id.as_str(), one.stage)).collect();
    let expected = [
        ("so-khcn-2025", ReportStage::NotStarted),
        ("so-nv-2025", ReportStage::NotStarted),
        ("so-xd-2025", ReportStage::Accepted),
        ("so-yt", ReportStage::Draft),
    ];
    assert_eq!(stages, expected);
    assert_eq!(page.missing().count(), 3);
    let taken: Vec<(&str, &str)> =
        page.taken.iter().map(|one| (one.agency.id.as_str(), one.proposals.as_str())).collect();
    assert_eq!(taken, [("so-xd-2025", "Đã thực hiện theo kế hoạch")]);
    assert_eq!(page.deviations, vec![]);
    // Its figures are those of the screen; its tables add up to them.
    let screen = store.dashboard(&desk, YEAR, None).await.expect("the screen");
    for (_, line) in page.lines() {
        if let Measure::Indicator(indicator) = line.measure {
            assert_eq!(line.amount, screen.figure(indicator).expect("a figure").amount, "{indicator}");
        }
    }
    let tables: Vec<_> = page.parts.iter().filter_map(|part| part.table.as_ref()).collect();
    assert_eq!(tables.len(), 6);
    let in_force = tables[0].rows.iter().filter_map(|row| row.cells[0]).map(|amount| amount.part).sum::<u64>();
    let province = screen.figure(Indicator::EntriesInForce).and_then(|figure| figure.amount).expect("a figure");
    assert_eq!((in_force, tables[0].total[0]), (province.part, Some(province)));

    // What is accepted later comes with the figures taken anew, with the numbers that it tells otherwise.
    save(&bed, &officer("so-yt"), &own, ReportSection::Exploiting, &instead("Có", "views", "9", "Bỏ lượt thử")).await;
    write_all(&bed, &officer("so-yt"), &own).await;
    go(&bed, &officer("so-yt"), &own, ReportMove::Propose, "").await.expect("laid");
    go(&bed, &head("so-yt"), &own, ReportMove::Approve, "").await.expect("sent");
    go(&bed, &desk, &own, ReportMove::Accept, "").await.expect("accepted");
    assert_eq!(seen(&bed, &desk, &all).await.taken.len(), 1, "as of its figures");
    store.refresh_report(&desk, &all, page.version).await.expect("taken anew");
    let page = seen(&bed, &desk, &all).await;
    assert_eq!(page.taken.len(), 2);
    let [deviation] = &page.deviations[..] else { panic!("one number: {:?}", page.deviations) };
    assert_eq!((deviation.line.told(), deviation.line.reported()), ("7".to_owned(), "9".to_owned()));

    // The coordinator's head approves; then only number and date are added.
    assert_eq!(page.lacks.len(), 2);
    save(&bed, &desk, &all, ReportSection::Freshness, &text("Nhìn chung kịp thời")).await;
    save(&bed, &desk, &all, ReportSection::Proposals, &text("Kính trình")).await;
    go(&bed, &desk, &all, ReportMove::Propose, "").await.expect("laid");
    assert_eq!(refused(&go(&bed, &desk, &all, ReportMove::Approve, "").await), Refusal::Forbidden);
    let stranger = store.move_report(&head("so-yt"), &all, ReportMove::Approve, &MoveForm::default()).await;
    assert_eq!(refused(&stranger), Refusal::Hidden);
    go(&bed, &head("so-khcn-2025"), &all, ReportMove::Approve, "").await.expect("signed");
    let late = store.save_report_section(&desk, &all, ReportSection::Sharing, 1, &text("Sửa")).await;
    assert!(matches!(late, Err(Error::IllegalMove(_))), "{late:?}");
    let nothing = go(&bed, &desk, &all, ReportMove::Forward, "").await;
    assert!(matches!(&nothing, Err(Error::Invalid(errors)) if errors.len() == 2), "{nothing:?}");
    let version = seen(&bed, &desk, &all).await.version;
    let form =
        MoveForm { version, number: "15/BC-SKHCN".to_owned(), date: "24/11/2026".to_owned(), ..MoveForm::default() };
    // What is recorded stays for good: a day that has not come yet is a slip.
    let early = MoveForm { date: "25/11/2026".to_owned(), ..form.clone() };
    let early = store.move_report(&desk, &all, ReportMove::Forward, &early).await;
    assert!(matches!(&early, Err(Error::Invalid(errors)) if errors[0].field == "letter_date"), "{early:?}");
    store.move_report(&desk, &all, ReportMove::Forward, &form).await.expect("forwarded");
    let page = seen(&bed, &clerk(), &all).await;
    assert_eq!(page.paper, Some(("15/BC-SKHCN".to_owned(), date!(2026 - 11 - 24))));
    assert_eq!((page.stage, page.days_left), (ReportStage::Forwarded, None));
    assert!(matches!(store.report(&officer("so-yt"), &all).await, Err(Error::Refused(Refusal::Hidden))));
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(letters_that_urged_stand_in_the_consolidated_report, async |bed| {
    let (store, all) = (&bed.store, ReportKey::consolidated(YEAR));
    open_review(&bed).await;
    store.follow_duties(NOW).await.expect("a round");
    let desk = at(coordinator(), datetime!(2026-12-28 03:00 UTC));
    let letter = |agency: &str, number: &str, day: &str| UrgingDraft {
        agency: AgencyId::from(agency),
        letter_number: number.to_owned(),
        letter_date: day.to_owned(),
    };
    store.record_urging(&desk, REVIEW, &letter("so-xd-2025", "17/SKHCN", "2026-12-10")).await.expect("for answers");
    store.record_duty_urging(&desk, &letter("so-yt", "18/SKHCN", "2026-12-28")).await.expect("for duties");
    // One of the next year is not told of in this one.
    let next = at(coordinator(), datetime!(2027-01-06 03:00 UTC));
    store.record_duty_urging(&next, &letter("so-yt", "1/SKHCN", "2027-01-06")).await.expect("for duties");
    store.begin_report(&desk, &all).await.expect("begun");
    let page = seen(&bed, &desk, &all).await;
    assert_eq!(line(&page, "letters").amount, Some(Amount { part: 2, whole: 1 }));
    let late = page.parts.iter().find(|part| part.section == ReportSection::Lateness);
    let table = late.and_then(|part| part.table.as_ref()).expect("a table");
    let letters = |cells: &[Option<Amount>]| cells.last().copied().flatten().map(|amount| amount.part);
    let of: BTreeMap<&str, Option<u64>> =
        table.rows.iter().map(|row| (row.agency.id.as_str(), letters(&row.cells))).collect();
    assert_eq!((of["so-xd-2025"], of["so-yt"], letters(&table.total)), (Some(1), Some(1), Some(2)));
});

on_both!(the_database_refuses_to_change_what_was_laid_or_accepted, async |bed| {
    load_first_edition(&bed).await;
    a_year(&bed).await;
    accepted(&bed, "so-yt", &coordinator()).await;
    bed.store.begin_report(&coordinator(), &ReportKey::consolidated(YEAR)).await.expect("begun");
    let (mine, laid) = (officer("so-xd-2025"), key("so-xd-2025"));
    bed.store.begin_report(&mine, &laid).await.expect("begun");
    write_all(&bed, &mine, &laid).await;
    go(&bed, &mine, &laid, ReportMove::Propose, "").await.expect("laid");
    let raw = bed.raw().await;
    for id in ["2026-so-yt", "2026-so-xd-2025"] {
        for change in [
            format!("update report_section set text = 'x' where report_id = '{id}'"),
            format!("delete from report_section where report_id = '{id}'"),
            format!(
                "insert into report_section (report_id, section, text, version, saved_by) values ('{id}', 'x', '', 1, '')"
            ),
            format!("update report_line set part = 1, whole = 1 where report_id = '{id}'"),
            format!("delete from report_line where report_id = '{id}'"),
            format!(
                "update report_line set report_id = '2026-tong-hop' where report_id = '{id}' and measure = 'of_load'"
            ),
            format!("insert into report_table (report_id, section, content) values ('{id}', 'x', '')"),
            format!("update report set standings = 'x' where id = '{id}'"),
            format!("update report set due_on = '2027-01-01' where id = '{id}'"),
            format!("delete from report where id = '{id}'"),
            format!("update report_event set note = 'x' where report_id = '{id}'"),
            format!("delete from report_event where report_id = '{id}'"),
        ] {
            let refused = raw.execute_unprepared(&change).await.expect_err(&change);
            assert!(refused.to_string().contains("never changes"), "{change}: {refused}");
        }
    }
    for change in ["stage = 'draft'", "comment = 'x'", "first_sent_at = null", "version = 99"] {
        let change = format!("update report set {change} where id = '2026-so-yt'");
        let refused = raw.execute_unprepared(&change).await.expect_err(&change);
        assert!(refused.to_string().contains("never changes"), "{change}: {refused}");
    }
    // A draft is its writers'.
    let free = "update report_section set text = 'x' where report_id = '2026-tong-hop'";
    raw.execute_unprepared(free).await.expect("a draft");
    // A number without a reason is none, whoever writes it.
    let bare = "update report_line set given = 1 where report_id = '2026-tong-hop'";
    assert!(raw.execute_unprepared(bare).await.is_err());
});

on_both!(a_report_is_due_by_the_rule_of_its_day, async |bed| {
    load_first_edition(&bed).await;
    let (mine, own) = (officer("so-yt"), key("so-yt"));
    let raw = bed.raw().await;
    let rule = |day: &str| {
        format!("insert into report_rule (kind, month, day, valid_from) values ('agency', 11, 18, '{day}')")
    };
    raw.execute_unprepared(&rule("2026-11-01")).await.expect("a rule");
    bed.store.begin_report(&mine, &own).await.expect("begun");
    let page = seen(&bed, &mine, &own).await;
    assert_eq!((page.due_on, page.days_left), (date!(2026 - 11 - 18), Some(-4)));
    // Another rule says nothing of what was begun.
    let next = "insert into report_rule (kind, month, day, valid_from) values ('agency', 12, 20, '2026-11-20')";
    raw.execute_unprepared(next).await.expect("a rule");
    let list = bed.store.reports(&coordinator(), YEAR).await.expect("a list");
    let of = |agency: &str| {
        let row = list.agencies.iter().find(|row| row.key == key(agency)).expect("a row");
        (row.standing.due_on, row.standing.days_late)
    };
    assert_eq!(of("so-yt"), (date!(2026 - 11 - 18), 4));
    // 20 December 2026 is a Sunday.
    assert_eq!(of("so-xd-2025"), (date!(2026 - 12 - 21), 0));
    // The coordinator adds one, which takes over from its day on.
    let form =
        |from: &str| ReportRuleForm { kind: "agency".to_owned(), day: "10/12".to_owned(), valid_from: from.to_owned() };
    assert_eq!(refused(&bed.store.add_report_rule(&mine, &form("24/11/2026")).await), Refusal::Hidden);
    assert_eq!(refused(&bed.store.add_report_rule(&clerk(), &form("24/11/2026")).await), Refusal::Forbidden);
    bed.store.add_report_rule(&coordinator(), &form("24/11/2026")).await.expect("added");
    for from in ["24/11/2026", "20/11/2026", ""] {
        let wrong = bed.store.add_report_rule(&coordinator(), &form(from)).await;
        assert!(matches!(wrong, Err(Error::Invalid(_))), "{from}: {wrong:?}");
    }
    let list = bed.store.reports(&coordinator(), YEAR).await.expect("a list");
    let due = |agency: &str| list.agencies.iter().find(|row| row.key == key(agency)).map(|row| row.standing.due_on);
    assert_eq!((due("so-yt"), due("so-xd-2025")), (Some(date!(2026 - 11 - 18)), Some(date!(2026 - 12 - 10))));
    assert_eq!(list.rules.map(|rules| rules.len()), Some(5));
    assert!(bed.store.reports(&clerk(), YEAR).await.expect("a list").rules.is_none());
});

on_both!(those_whose_turn_it_is_are_told, async |bed| {
    // There was no review yet, and need not be.
    load_first_edition(&bed).await;
    let mine = account(&bed, "canbo", Role::Officer, "so-yt").await;
    let boss = account(&bed, "lanhdao", Role::Head, "so-yt").await;
    let desk = account(&bed, "dieuphoi", Role::Appraiser, "so-khcn-2025").await;
    let desk = Actor { functions: coordinator().functions, ..desk };
    let own = key("so-yt");
    bed.store.begin_report(&mine, &own).await.expect("begun");
    write_all(&bed, &mine, &own).await;
    go(&bed, &mine, &own, ReportMove::Propose, "").await.expect("laid");
    go(&bed, &boss, &own, ReportMove::Approve, "").await.expect("sent");
    go(&bed, &desk, &own, ReportMove::Return, "Bổ sung").await.expect("returned");
    let told = async |actor: &Actor| {
        let notices = bed.store.notices(actor).await.expect("notices");
        notices
            .into_iter()
            .map(|one| (one.kind, one.about[0].report.clone(), one.about[0].note.clone()))
            .collect::<Vec<_>>()
    };
    let about = |kind, note: &str| (kind, Some(own.clone()), note.to_owned());
    assert_eq!(told(&boss).await, [about(NoticeKind::ReportReturned, "Bổ sung"), about(NoticeKind::ReportLaid, "")]);
    assert_eq!(told(&mine).await, [about(NoticeKind::ReportReturned, "Bổ sung")]);
    assert_eq!(told(&desk).await, [about(NoticeKind::ReportSent, "")]);
});

/// Who coordinates from 2027 on.
const HEIR: &str = "so-cds-2027";

async fn hand_over(bed: &Bed) {
    let mut agencies = agencies();
    agencies.retain(|agency| agency.id.as_str() == "so-khcn-2025");
    let mut heir = agencies[0].clone();
    (heir.id, heir.name, heir.valid_from) =
        (AgencyId::from(HEIR), "Sở Chuyển đổi số".to_owned(), date!(2027 - 01 - 01));
    agencies[0].valid_to = Some(date!(2026 - 12 - 31));
    agencies.push(heir);
    bed.store.import_agencies(&system(), &agencies, false).await.expect("another coordinator");
}

on_both!(who_takes_the_function_over_goes_on_with_what_is_not_signed, async |bed| {
    let (store, desk, before) = (&bed.store, coordinator(), head("so-khcn-2025"));
    load_first_edition(&bed).await;
    let (signed, open) = (ReportKey::consolidated(Period(2025)), ReportKey::consolidated(YEAR));
    for key in [&signed, &open] {
        store.begin_report(&desk, key).await.expect("begun");
        write_all(&bed, &desk, key).await;
        go(&bed, &desk, key, ReportMove::Propose, "").await.expect("laid");
    }
    go(&bed, &before, &signed, ReportMove::Approve, "").await.expect("signed");
    hand_over(&bed).await;
    let day = datetime!(2027-01-05 03:00 UTC);
    let (before, next) = (at(before, day), at(head(HEIR), day));
    let desk = at(person("tham-dinh", Role::Appraiser, HEIR, &[Function::Coordinator]), day);
    let waits = async |actor: &Actor| {
        let rows = store.my_reports(actor).await.expect("what waits");
        rows.into_iter().map(|row| row.key.to_string()).filter(|key| key.ends_with("tong-hop")).collect::<Vec<_>>()
    };
    assert_eq!((waits(&before).await, waits(&next).await), (vec![], vec!["2026-tong-hop".to_owned()]));
    let late = store.move_report(&before, &open, ReportMove::Approve, &MoveForm::default()).await;
    assert_eq!(refused(&late), Refusal::Hidden);
    go(&bed, &next, &open, ReportMove::SendBack, "Nêu rõ nguyên nhân").await.expect("sent back");
    save(&bed, &desk, &open, ReportSection::Proposals, &text("Đã nêu")).await;
    let version = seen(&bed, &desk, &open).await.version;
    store.refresh_report(&desk, &open, version).await.expect("taken anew");
    go(&bed, &desk, &open, ReportMove::Propose, "").await.expect("laid");
    go(&bed, &next, &open, ReportMove::Approve, "").await.expect("signed");
    // What was signed is of who signed it, whoever sends it on.
    let (new, old) = (seen(&bed, &desk, &open).await, seen(&bed, &desk, &signed).await);
    assert_eq!((new.agency.id.as_str(), new.agency.name.as_str()), (HEIR, "Sở Chuyển đổi số"));
    assert_eq!((old.agency.id.as_str(), old.moves), ("so-khcn-2025", vec![ReportMove::Forward]));
});
