//! Loading agencies, the calendar and the lists.

use crate::common::data::{MERGED_ON, agencies, anonymous, events, lists, system};
use domain::agency::Function;
use domain::calendar::{Holiday, HolidayKind};
use domain::check::FieldCode;
use domain::id::AgencyId;
use domain::policy::Refusal;
use store::{Error, Imported};
use time::macros::date;

on_both!(loading_again_changes_what_differs_and_nothing_else, async |bed| {
    let (store, actor) = (&bed.store, system());
    let all = agencies().len();
    let dry = store.import_agencies(&actor, &agencies(), true).await.expect("a dry run");
    assert_eq!(dry, Imported { added: all, changed: 0, same: 0 });
    assert!(store.agencies(&anonymous(), MERGED_ON).await.expect("a list").is_empty(), "a dry run writes nothing");
    assert_eq!(store.import_agencies(&actor, &agencies(), false).await.expect("loaded").added, all);
    let version = store.data_version();
    let mut renamed = agencies();
    renamed[8].name = "Sở Y tế tỉnh".to_owned();
    let again = store.import_agencies(&actor, &renamed, false).await.expect("loaded");
    assert_eq!(again, Imported { added: 0, changed: 1, same: all - 1 });
    assert!(store.data_version() > version);
    for _ in 0..2 {
        store.import_agency_events(&actor, &events(), false).await.expect("events");
        store.import_lists(&actor, &lists(), false).await.expect("lists");
    }
    let same = store.import_lists(&actor, &lists(), false).await.expect("lists");
    assert_eq!((same.added, same.changed), (0, 0));
    assert_eq!(store.lists().await.expect("the lists"), lists());
    let mut both = agencies();
    both[8].functions = vec![Function::Coordinator, Function::ExecutiveOffice];
    let refused = store.import_agencies(&actor, &both, true).await;
    assert!(matches!(&refused, Err(Error::Invalid(told)) if told[0].code == FieldCode::BothFunctions), "{refused:?}");
    assert!(matches!(
        store.import_agencies(&anonymous(), &agencies(), true).await,
        Err(Error::Refused(Refusal::SignIn))
    ));
});

on_both!(functions_and_agencies_are_those_of_the_day, async |bed| {
    let (store, actor) = (&bed.store, system());
    store.import_agencies(&actor, &agencies(), false).await.expect("agencies");
    for (day, holder, there) in [
        (date!(2022 - 01 - 01), None, 0),
        (date!(2025 - 02 - 18), Some("so-tttt"), 6),
        (MERGED_ON, Some("so-khcn-2025"), 4),
    ] {
        let found = store.function_holder(Function::Coordinator, day).await.expect("an answer");
        assert_eq!(found.map(|agency| agency.id), holder.map(AgencyId::from), "{day}");
        assert_eq!(store.agencies(&anonymous(), day).await.expect("a list").len(), there, "{day}");
    }
    let ended = store.agency_page(&anonymous(), &AgencyId::from("so-tttt")).await.expect("its page stays");
    assert!(!ended.is_current);
    assert!(matches!(store.agency_page(&anonymous(), &AgencyId::from("khong-co")).await, Err(Error::NotFound)));
});

on_both!(the_calendar_knows_days_off, async |bed| {
    let day = |date, kind| Holiday { date, name: "Nghỉ".to_owned(), kind };
    let days = [day(date!(2026 - 09 - 02), HolidayKind::Holiday), day(date!(2026 - 09 - 05), HolidayKind::SwapWork)];
    bed.store.import_holidays(&system(), &days, false).await.expect("days");
    let calendar = bed.store.calendar().await.expect("a calendar");
    assert!(!calendar.is_working_day(date!(2026 - 09 - 02)));
    assert!(calendar.is_working_day(date!(2026 - 09 - 05)));
});
