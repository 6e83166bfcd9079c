//! Targets of the last years, and the figures of 2024, closed: the numbers are invented.

use domain::account::{Account, Actor, Role};
use domain::agency::{AgencyRef, Function};
use domain::id::{AccountId, AgencyId};
use domain::indicator::{Indicator, Period, TargetDraft};
use store::Store;
use time::OffsetDateTime;

use crate::failure::Failure;

const TARGETS: [(i32, Indicator, &str); 11] = [
    (2024, Indicator::EntriesInForce, "65"),
    (2024, Indicator::ShareOpen, "45"),
    (2025, Indicator::EntriesInForce, "68"),
    (2025, Indicator::DutiesOnTime, "80"),
    (2025, Indicator::ShareOpen, "50"),
    (2026, Indicator::EntriesInForce, "70"),
    (2026, Indicator::DutiesOnTime, "90"),
    (2026, Indicator::ShareOpen, "50"),
    (2026, Indicator::ResponsesAnswered, "100"),
    (2026, Indicator::DutiesNever, "0"),
    (2026, Indicator::AgenciesWithoutOfficer, "0"),
];

/// Sets the targets of years that have come, and closes 2024.
///
/// # Errors
/// When a call is refused.
pub async fn set(store: &Store, now: OffsetDateTime) -> Result<(), Failure> {
    let account = Account {
        id: AccountId::from("muc-tieu"),
        username: String::new(),
        name: "Trần Quốc Bảo".to_owned(),
        role: Role::Appraiser,
        agency: Some(AgencyRef { id: AgencyId::from("so-khcn-2025"), name: String::new() }),
    };
    let desk = Actor { account: Some(account), is_system: false, functions: vec![Function::Coordinator], at: now };
    for (year, indicator, target) in TARGETS {
        let draft = TargetDraft { target: target.to_owned() };
        store.set_target(&desk, indicator, Period(year), 0, &draft).await?;
    }
    store.close_period(&desk, Period(2024)).await?;
    Ok(())
}
