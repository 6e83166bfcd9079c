//! When an asked agency is reminded of its opinion.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::Opinion;
use crate::calendar::Calendar;
use crate::format::local_date;
use crate::reminder::{Audience, DayUnit, Owed, Step, steps_now};

/// The steps: a working day before the day that is due, and the day after it. Fixed, since a request gives its own days.
pub const OPINION_LADDER: [Step; 2] = [
    Step { days: -1, unit: DayUnit::WorkingDay, audience: Audience::Officer },
    Step { days: 1, unit: DayUnit::Day, audience: Audience::Officer },
];

/// A reminder that was sent of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminded {
    pub step: Step,
    pub at: OffsetDateTime,
    /// Officers of the agency who were told; 0: it has none.
    pub recipients: u32,
}

/// The step to take today; `None` while there is none, and once the agency spoke or the request was taken back. Nobody is
/// reminded on the day on which they are asked.
pub fn reminder_now(opinion: &Opinion, today: Date, calendar: &Calendar) -> Option<Step> {
    let owed = Owed {
        due_on: opinion.due_on,
        since: local_date(opinion.asked_at).next_day()?,
        answered: !opinion.statements.is_empty() || opinion.withdrawal.is_some(),
    };
    let sent = opinion.reminded.iter().map(|one| one.step).collect();
    steps_now(&OPINION_LADDER, &owed, today, calendar, &sent).into_iter().next()
}
