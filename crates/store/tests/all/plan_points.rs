//! The fields of a build plan are points like any other: asked about, decided, minuted, carried to the next round.

use crate::common::Bed;
use crate::common::data::coordinator;
use crate::common::review::{YEAR, answer, appraise, officer, open, points, proposed, send, verdict};
use domain::change::Place;
use domain::check::FieldCode;
use domain::id::AgencyId;
use domain::review::{AnswerTarget, MinutesFilter, PlanField, Point, Side, Verdict, VerdictInput};
use migration::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use store::Error;
use strum::IntoEnumIterator;

fn at(points: &[Point], field: PlanField) -> &Point {
    points.iter().find(|point| point.place == Some(Place::Plan(field))).expect("a point of the plan")
}

on_both!(a_field_of_the_plan_is_asked_about_and_decided_where_it_stands, async |bed| {
    let (store, agency, writer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    let (id, found) = points(&bed, None).await;
    let proposes: Vec<&str> = PlanField::iter().map(|field| at(&found, field).new.as_str()).collect();
    assert_eq!(proposes, ["Quản lý dân số", "Thuê dịch vụ", "Quý II/2027", "500", "Ngân sách tỉnh", "high"]);
    // A question, the answer to it in place, and the verdict.
    let need = at(&found, PlanField::Need).id;
    store.say_on_point(&coordinator(), need, "Cả dân số tạm trú?").await.expect("asked");
    let target = AnswerTarget::Proposal(id);
    let page = store.answer_page(&writer, YEAR, &agency, &target).await.expect("a page");
    let asked = at(&page.answer.points, PlanField::Need).waits_on();
    assert_eq!((asked, page.may_reply), (Some(Side::Agency), true));
    store.say_on_point(&writer, need, "Cả tạm trú.").await.expect("answered");
    store.decide(&coordinator(), need, None, &verdict(Verdict::Accept, "")).await.expect("accepted");
    // A value of the appraiser's own must fit as the officer's had to.
    let cost = at(&found, PlanField::CostMillionVnd).id;
    let (value, reason) = ("300".to_owned(), "Theo khả năng của ngân sách".to_owned());
    let less = VerdictInput { verdict: Verdict::AcceptModified, value, reason };
    let words = VerdictInput { value: "ba trăm".to_owned(), ..less.clone() };
    let wrong = store.decide(&coordinator(), cost, None, &words).await;
    assert!(matches!(&wrong, Err(Error::Invalid(told)) if told[0].code == FieldCode::NotANumber), "{wrong:?}");
    store.decide(&coordinator(), cost, None, &less).await.expect("accepted with another value");
    let no = verdict(Verdict::Reject, "Chưa bố trí được");
    store.decide(&coordinator(), at(&found, PlanField::Funding).id, None, &no).await.expect("refused");
    store.decide_all(&coordinator(), id, 1, &verdict(Verdict::Accept, "")).await.expect("the rest accepted");
    let minutes = store.minutes(&coordinator(), YEAR, &MinutesFilter::default()).await.expect("minutes");
    let minuted = minutes.answers.items.iter().find(|one| one.code.is_none()).expect("the proposal");
    let decided: Vec<Verdict> =
        PlanField::iter().map(|field| at(&minuted.points, field).decision.as_ref().expect("decided").verdict).collect();
    let (yes, other) = (Verdict::Accept, Verdict::AcceptModified);
    assert_eq!(decided, [yes, yes, yes, other, Verdict::Reject, yes]);
    let said: Vec<&str> = at(&minuted.points, PlanField::Need).talk.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(said, ["Cả dân số tạm trú?", "Cả tạm trú."]);
    // In the second round what changed is decided anew, with its history; all else stands.
    store.return_answer(&coordinator(), id, 1, "Nêu rõ cách làm.").await.expect("returned");
    let version = store.answer_page(&writer, YEAR, &agency, &target).await.expect("a page").answer.version;
    let mut mended = proposed();
    mended.plan.as_mut().expect("a plan").method = "Tự xây dựng".to_owned();
    store.save_answer(&writer, YEAR, &agency, &target, version, &mended).await.expect("saved");
    send(&bed, "so-yt").await;
    let (_, again) = points(&bed, None).await;
    let undecided: Vec<&Point> = again.iter().filter(|point| point.decision.is_none()).collect();
    let [method] = undecided[..] else { panic!("one point: {undecided:?}") };
    assert_eq!((&method.place, method.new.as_str()), (&Some(Place::Plan(PlanField::Method)), "Tự xây dựng"));
    assert_eq!((method.earlier.len(), at(&again, PlanField::Need).talk.len()), (1, 2));
});

/// Takes the points of plans back as their migration does, and brings them up again: between the two the database is as it
/// was before there were any.
async fn migrate_again(bed: &Bed) {
    let raw = bed.raw().await;
    let applied = Migrator::get_applied_migrations(&raw).await.expect("a list");
    let from = applied.iter().position(|one| one.name().ends_with("plan_points")).expect("it was applied");
    Migrator::down(&raw, Some(u32::try_from(applied.len() - from).expect("few"))).await.expect("down");
    // The store reads what migrations after that one brought: the tables are asked themselves.
    let touched = async |statement| raw.execute_unprepared(statement).await.expect(statement).rows_affected();
    assert!(touched("update point set position = position").await > 0, "the other points stay");
    assert_eq!(touched("delete from point where place_key like 'plan.%'").await, 0);
    Migrator::up(&raw, None).await.expect("up");
}

on_both!(a_proposal_before_the_appraiser_gets_the_points_of_its_plan, async |bed| {
    open(&bed).await;
    answer(&bed).await;
    let asks = |points: Vec<Point>| -> Vec<(Option<Place>, String)> {
        points.into_iter().filter(|point| point.decision.is_none()).map(|point| (point.place, point.new)).collect()
    };
    let expected = asks(points(&bed, None).await.1);
    migrate_again(&bed).await;
    assert_eq!(asks(points(&bed, None).await.1), expected);
});

on_both!(a_proposal_that_was_decided_stays_so_while_others_wait, async |bed| {
    open(&bed).await;
    answer(&bed).await;
    let (proposal, _) = points(&bed, None).await;
    bed.store.decide_all(&coordinator(), proposal, 1, &verdict(Verdict::Accept, "")).await.expect("accepted");
    migrate_again(&bed).await;
    let (_, stands) = points(&bed, None).await;
    assert!(stands.iter().all(|point| point.decision.is_some()), "nothing is opened again: {stands:?}");
    let (_, waits) = points(&bed, Some("DC-005")).await;
    assert!(waits.iter().all(|point| point.decision.is_none()), "the answers are before the appraiser: {waits:?}");
});

on_both!(what_was_decided_before_a_plan_had_points_stands, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    answer(&bed).await;
    appraise(&bed).await;
    migrate_again(&bed).await;
    let (_, stands) = points(&bed, None).await;
    assert!(stands.iter().all(|point| point.decision.is_some()), "nothing is opened again: {stands:?}");
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    store.compile(&coordinator(), YEAR).await.expect("compiled");
    assert_eq!(store.draft(&coordinator(), YEAR).await.expect("a draft").diff.balance.added, 1, "it enters");
});
