//! The reports of a year: filled in from the indicators, written, approved by another person, returned, accepted; the
//! consolidated one takes in what was accepted. What was accepted or signed never changes.

mod consolidated;

use std::collections::BTreeMap;

use crate::common::Bed;
use crate::common::data::{NOW, anonymous, coordinator, load_first_edition, system, used};
use crate::common::review::{clerk, head, officer};
use domain::account::Actor;
use domain::check::FieldCode;
use domain::duty::{DutyFilter, EvidenceDraft};
use domain::id::AgencyId;
use domain::indicator::{Amount, Period};
use domain::policy::Refusal;
use domain::report::{
    Measure, MoveForm, ReportKey, ReportLine, ReportPage, ReportRow, ReportSection, SectionForm, sections,
};
use domain::usage::UsageKind;
use domain::workflow::{ReportMove, ReportStage};
use store::Error;
use time::macros::date;
use time::{Duration, OffsetDateTime};

const YEAR: Period = Period(2026);

fn key(agency: &str) -> ReportKey {
    ReportKey::of_agency(YEAR, &AgencyId::from(agency))
}

fn at(actor: Actor, moment: OffsetDateTime) -> Actor {
    Actor { at: moment, ..actor }
}

async fn seen(bed: &Bed, actor: &Actor, key: &ReportKey) -> ReportPage {
    bed.store.report(actor, key).await.expect("a report")
}

fn text(words: &str) -> SectionForm {
    SectionForm { text: words.to_owned(), ..SectionForm::default() }
}

fn instead(words: &str, measure: &str, number: &str, reason: &str) -> SectionForm {
    let pair = |value: &str| BTreeMap::from([(measure.to_owned(), value.to_owned())]);
    SectionForm { text: words.to_owned(), given: pair(number), reason: pair(reason) }
}

fn part(page: &ReportPage, section: ReportSection) -> (i64, String) {
    let part = page.parts.iter().find(|part| part.section == section).expect("a section");
    (part.version, part.text.clone())
}

fn line(page: &ReportPage, measure: &str) -> ReportLine {
    page.lines().find(|(_, line)| line.measure.to_string() == measure).expect("a line").1.clone()
}

async fn save(bed: &Bed, actor: &Actor, key: &ReportKey, section: ReportSection, form: &SectionForm) {
    let (version, _) = part(&seen(bed, actor, key).await, section);
    bed.store.save_report_section(actor, key, section, version, form).await.expect("kept");
}

async fn go(bed: &Bed, actor: &Actor, key: &ReportKey, attempted: ReportMove, comment: &str) -> Result<(), Error> {
    let version = seen(bed, actor, key).await.version;
    let form = MoveForm { version, comment: comment.to_owned(), ..MoveForm::default() };
    bed.store.move_report(actor, key, attempted, &form).await
}

fn refused(outcome: &Result<(), Error>) -> Refusal {
    match outcome {
        Err(Error::Refused(refusal)) => *refusal,
        other => panic!("refused: {other:?}"),
    }
}

/// Duties that began with the first edition, and some uses.
async fn a_year(bed: &Bed) {
    bed.store.follow_duties(NOW).await.expect("a round");
    use_it(bed, 7).await;
}

async fn use_it(bed: &Bed, count: u32) {
    used(bed, date!(2026 - 11 - 24), UsageKind::View, Some("DC-005"), count).await;
}

/// Every section of a report has words.
async fn write_all(bed: &Bed, actor: &Actor, key: &ReportKey) {
    for section in sections(key.kind()) {
        let (version, words) = part(&seen(bed, actor, key).await, section.section);
        if words.is_empty() {
            let form = text("Đã thực hiện theo kế hoạch");
            bed.store.save_report_section(actor, key, section.section, version, &form).await.expect("kept");
        }
    }
}

/// An agency's report, accepted.
async fn accepted(bed: &Bed, agency: &str, taken_by: &Actor) {
    let key = key(agency);
    bed.store.begin_report(&officer(agency), &key).await.expect("begun");
    write_all(bed, &officer(agency), &key).await;
    go(bed, &officer(agency), &key, ReportMove::Propose, "").await.expect("laid");
    go(bed, &head(agency), &key, ReportMove::Approve, "").await.expect("sent");
    go(bed, taken_by, &key, ReportMove::Accept, "").await.expect("accepted");
}

on_both!(a_report_is_filled_in_from_the_indicators_and_only_its_agency_writes_it, async |bed| {
    let (store, mine) = (&bed.store, officer("so-yt"));
    load_first_edition(&bed).await;
    a_year(&bed).await;
    let own = key("so-yt");
    for (actor, refusal) in [
        (anonymous(), Refusal::SignIn),
        (officer("so-xd-2025"), Refusal::Hidden),
        (head("so-yt"), Refusal::Forbidden),
        (coordinator(), Refusal::Forbidden),
    ] {
        assert_eq!(refused(&store.begin_report(&actor, &own).await), refusal);
    }
    assert!(matches!(store.report(&mine, &own).await, Err(Error::NotFound)), "not begun");
    let list = store.reports(&mine, YEAR).await.expect("a list");
    let row = list.own.expect("one's own");
    assert!(row.may_begin && row.standing.stage == ReportStage::NotStarted && list.agencies.is_empty());
    let waiting = |rows: Vec<ReportRow>| rows.into_iter().map(|row| row.key.to_string()).collect::<Vec<_>>();
    assert_eq!(waiting(store.my_reports(&mine).await.expect("mine")), ["2026-so-yt"], "its day is near");
    assert_eq!(waiting(store.my_reports(&head("so-yt")).await.expect("the head's")), [""; 0]);
    assert!(list.consolidated.is_none(), "of who watches alone");
    store.begin_report(&mine, &own).await.expect("begun");
    assert!(matches!(store.begin_report(&mine, &own).await, Err(Error::IllegalMove(_))), "once a year");
    // Years to come, agencies that are none or do not report.
    let next = ReportKey::of_agency(Period(2027), &AgencyId::from("so-yt"));
    assert!(matches!(store.begin_report(&mine, &next).await, Err(Error::NotFound)));
    assert!(matches!(store.reports(&mine, Period(2027)).await, Err(Error::NotFound)));
    let past = officer("so-xd");
    assert!(matches!(store.begin_report(&past, &key("so-xd")).await, Err(Error::NotFound)), "it ended in 2025");

    // Every line that is an indicator stands as on the leaders' screen of the same agency and moment.
    let page = seen(&bed, &mine, &own).await;
    let agency = AgencyId::from("so-yt");
    let screen = store.dashboard(&coordinator(), YEAR, Some(&agency)).await.expect("the screen");
    let mut compared = 0;
    for (_, line) in page.lines() {
        if let Measure::Indicator(indicator) = line.measure {
            let figure = screen.figure(indicator).expect("a figure");
            assert_eq!((line.amount, line.version), (figure.amount, figure.version), "{indicator}");
            compared += 1;
        }
    }
    assert_eq!((compared, page.figures_at), (14, screen.at));
    assert_eq!(line(&page, "views").amount, Some(Amount { part: 7, whole: 1 }));
    assert_eq!(line(&page, "of_load").amount, None, "what was to be loaded was due in other years");
    assert_eq!(line(&page, "proposals").amount, None, "no review, no figure");
    assert_eq!((page.due_on, page.stage), (date!(2026 - 12 - 14), ReportStage::Draft));
    for (actor, refusal) in [(officer("so-xd-2025"), Refusal::Hidden), (anonymous(), Refusal::SignIn)] {
        assert!(matches!(store.report(&actor, &own).await, Err(Error::Refused(found)) if found == refusal));
    }
    // Whoever watches reads it and writes nothing.
    let watched = seen(&bed, &coordinator(), &own).await;
    assert_eq!((watched.moves, watched.parts), (vec![], page.parts));
});

on_both!(a_section_is_kept_once_and_both_numbers_stay, async |bed| {
    let (store, mine, own) = (&bed.store, officer("so-yt"), key("so-yt"));
    load_first_edition(&bed).await;
    a_year(&bed).await;
    store.begin_report(&mine, &own).await.expect("begun");
    let of = ReportSection::Exploiting;
    let form = instead("Đã khai thác", "views", "12", "Tính cả hệ thống cũ");
    store.save_report_section(&mine, &own, of, 1, &form).await.expect("kept");
    // Another window that was opened before: nothing of the first is lost.
    let stale = store.save_report_section(&mine, &own, of, 1, &text("Bản khác")).await;
    assert!(matches!(stale, Err(Error::Conflict { version: 2 })), "{stale:?}");
    let page = seen(&bed, &mine, &own).await;
    assert_eq!(part(&page, of), (2, "Đã khai thác".to_owned()));
    let views = line(&page, "views");
    assert_eq!((views.told(), views.reported()), ("7".to_owned(), "12".to_owned()));
    let given = views.given.expect("given");
    assert_eq!((given.reason.as_str(), given.by.as_str(), given.at), ("Tính cả hệ thống cũ", "cb-so-yt", NOW));
    // Other sections were not touched by it.
    assert_eq!(part(&page, ReportSection::Sharing).0, 1);
    let wrong = store.save_report_section(&mine, &own, of, 2, &instead("", "views", "12", "")).await;
    assert!(matches!(&wrong, Err(Error::Invalid(errors)) if errors[0].code == FieldCode::Required), "{wrong:?}");
    let foreign = store.save_report_section(&mine, &own, ReportSection::Lateness, 1, &text("a")).await;
    assert!(matches!(foreign, Err(Error::Invalid(_))), "{foreign:?}");

    // More is viewed and a duty is done: what was given otherwise stands, the rest is taken anew.
    let later = at(officer("so-yt"), NOW + Duration::minutes(2));
    use_it(&bed, 3).await;
    let due = DutyFilter { entry: "DC-005".to_owned(), ..DutyFilter::default() };
    let rows = store.all_duties(&later, &due).await.expect("duties");
    let late = rows.iter().find(|row| row.days.due_on == date!(2026 - 12 - 24)).expect("due in the year");
    let note = EvidenceDraft { note: "Đã xong".to_owned(), ..EvidenceDraft::default() };
    store.complete_duties(&later, &[late.id], &note, None).await.expect("done");
    let before = line(&page, "of_refresh").amount;
    let stale = store.refresh_report(&later, &own, page.version - 1).await;
    assert!(matches!(stale, Err(Error::Conflict { .. })), "{stale:?}");
    assert_eq!(refused(&store.refresh_report(&head("so-yt"), &own, page.version).await), Refusal::Forbidden);
    store.refresh_report(&later, &own, page.version).await.expect("taken anew");
    let after = seen(&bed, &later, &own).await;
    assert_eq!(line(&after, "views").told(), "7", "both numbers stand as they were given");
    assert_ne!(line(&after, "of_refresh").amount, before);
    assert!(after.figures_at > page.figures_at);
    assert_eq!(part(&after, of), (2, "Đã khai thác".to_owned()), "words stay");
    // The other number is taken back, and then the system's is taken anew.
    save(&bed, &later, &own, of, &text("Đã khai thác")).await;
    let version = seen(&bed, &later, &own).await.version;
    store.refresh_report(&later, &own, version).await.expect("taken anew");
    assert_eq!(line(&seen(&bed, &later, &own).await, "views").reported(), "10");
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(a_report_goes_to_the_head_and_the_coordinator_and_back, async |bed| {
    let (store, mine, own) = (&bed.store, officer("so-yt"), key("so-yt"));
    load_first_edition(&bed).await;
    a_year(&bed).await;
    store.begin_report(&mine, &own).await.expect("begun");
    let lacking = go(&bed, &mine, &own, ReportMove::Propose, "").await;
    assert!(matches!(&lacking, Err(Error::Invalid(errors)) if errors.len() == 4), "{lacking:?}");
    assert_eq!(seen(&bed, &mine, &own).await.lacks.len(), 4);
    write_all(&bed, &mine, &own).await;
    assert_eq!(refused(&go(&bed, &head("so-yt"), &own, ReportMove::Propose, "").await), Refusal::Forbidden);
    for attempted in [ReportMove::Begin, ReportMove::Edit] {
        let odd = go(&bed, &mine, &own, attempted, "").await;
        assert!(matches!(odd, Err(Error::IllegalMove(_))), "no move of its own: {odd:?}");
    }
    go(&bed, &mine, &own, ReportMove::Propose, "").await.expect("laid");
    // From here on nothing is written, by nobody.
    let late = store.save_report_section(&mine, &own, ReportSection::Sharing, 2, &text("Sửa")).await;
    assert!(matches!(late, Err(Error::IllegalMove(_))), "{late:?}");
    let late = store.refresh_report(&mine, &own, seen(&bed, &mine, &own).await.version).await;
    assert!(matches!(late, Err(Error::IllegalMove(_))), "{late:?}");
    // The head gives it back with a reason, and approves what was mended; nobody approves what is their own.
    let silent = go(&bed, &head("so-yt"), &own, ReportMove::SendBack, " ").await;
    assert!(matches!(silent, Err(Error::Invalid(_))), "{silent:?}");
    go(&bed, &head("so-yt"), &own, ReportMove::SendBack, "Nêu rõ nguyên nhân").await.expect("sent back");
    assert_eq!(seen(&bed, &mine, &own).await.comment, "Nêu rõ nguyên nhân");
    save(&bed, &mine, &own, ReportSection::Sharing, &text("Đã nêu")).await;
    go(&bed, &mine, &own, ReportMove::Propose, "").await.expect("laid");
    assert_eq!(refused(&go(&bed, &mine, &own, ReportMove::Approve, "").await), Refusal::Forbidden);
    let stale = MoveForm { version: 1, ..MoveForm::default() };
    let stale = store.move_report(&head("so-yt"), &own, ReportMove::Approve, &stale).await;
    assert!(matches!(stale, Err(Error::Conflict { .. })), "what was not read is not approved: {stale:?}");
    go(&bed, &head("so-yt"), &own, ReportMove::Approve, "").await.expect("sent");
    let sent = store.reports(&coordinator(), YEAR).await.expect("a list");
    let row = sent.agencies.iter().find(|row| row.key == own).expect("a row");
    assert_eq!((row.standing.stage, row.standing.sent_at, row.days_left), (ReportStage::Sent, Some(NOW), None));
    assert_eq!(sent.agencies.len(), 4, "every agency that reports");
    let waits = async |actor: &Actor| {
        let rows = store.my_reports(actor).await.expect("what waits");
        rows.into_iter().map(|row| row.key.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(waits(&mine).await, [""; 0], "it is out of the officer's hands");
    assert_eq!(waits(&coordinator()).await, ["2026-tong-hop", "2026-so-yt"]);

    // The coordinator returns it, the officer mends a number, the head sends it again, the coordinator accepts.
    assert_eq!(refused(&go(&bed, &head("so-yt"), &own, ReportMove::Accept, "").await), Refusal::Forbidden);
    assert_eq!(refused(&go(&bed, &clerk(), &own, ReportMove::Accept, "").await), Refusal::Forbidden);
    go(&bed, &coordinator(), &own, ReportMove::Return, "Xem lại lượt xem").await.expect("returned");
    let page = seen(&bed, &mine, &own).await;
    assert_eq!((page.stage, page.comment.as_str()), (ReportStage::Returned, "Xem lại lượt xem"));
    save(&bed, &mine, &own, ReportSection::Exploiting, &instead("Đã xem lại", "views", "9", "Bỏ lượt thử")).await;
    go(&bed, &mine, &own, ReportMove::Propose, "").await.expect("laid");
    let later = at(head("so-yt"), NOW + Duration::days(30));
    go(&bed, &later, &own, ReportMove::Approve, "").await.expect("sent");
    go(&bed, &coordinator(), &own, ReportMove::Accept, "").await.expect("accepted");
    let page = seen(&bed, &mine, &own).await;
    assert_eq!((page.stage, page.moves, page.comment.as_str()), (ReportStage::Accepted, vec![], ""));
    let steps: Vec<ReportMove> = page.events.iter().map(|event| event.attempted).collect();
    use ReportMove as M;
    let expected =
        [M::Begin, M::Propose, M::SendBack, M::Propose, M::Approve, M::Return, M::Propose, M::Approve, M::Accept];
    assert_eq!(steps, expected);
    let row = store.reports(&coordinator(), YEAR).await.expect("a list").agencies;
    let row = row.iter().find(|row| row.key == own).expect("a row");
    assert_eq!((row.standing.sent_at, row.standing.days_late), (Some(NOW), 0), "it was first sent in time");
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(nobody_accepts_the_report_of_their_own_agency, async |bed| {
    load_first_edition(&bed).await;
    let own = key("so-khcn-2025");
    bed.store.begin_report(&officer("so-khcn-2025"), &own).await.expect("begun");
    write_all(&bed, &officer("so-khcn-2025"), &own).await;
    go(&bed, &officer("so-khcn-2025"), &own, ReportMove::Propose, "").await.expect("laid");
    go(&bed, &head("so-khcn-2025"), &own, ReportMove::Approve, "").await.expect("sent");
    assert_eq!(refused(&go(&bed, &coordinator(), &own, ReportMove::Accept, "").await), Refusal::Forbidden);
    assert_eq!(seen(&bed, &coordinator(), &own).await.moves, vec![]);
    go(&bed, &clerk(), &own, ReportMove::Accept, "").await.expect("the executive office accepts it");
});
