//! Whether the machine's clock may be believed where something is destroyed by it. A clock that is set a year ahead and back
//! again would have every event of use forgotten, and its visitors counted anew.

use std::time::{Duration, Instant};

use time::OffsetDateTime;

/// The clock may be corrected by so much without having jumped.
const CORRECTION_MAX: time::Duration = time::Duration::minutes(10);
/// After a jump the clock is believed again when it has gone so long.
const BELIEVED_AFTER: Duration = Duration::from_secs(24 * 3_600);

/// The clock beside the time that passes whatever it shows.
pub struct Clock {
    seen: (Instant, OffsetDateTime),
    jumped: Option<Instant>,
}

impl Clock {
    pub fn new(now: Instant, shows: OffsetDateTime) -> Self {
        Self { seen: (now, shows), jumped: None }
    }

    /// Whether the clock has gone for a day, or since the start, without being set.
    pub fn is_steady(&mut self, now: Instant, shows: OffsetDateTime) -> bool {
        let passed = now.saturating_duration_since(self.seen.0);
        let off = (shows - self.seen.1) - passed;
        if off.abs() > CORRECTION_MAX {
            self.jumped = Some(now);
        }
        self.seen = (now, shows);
        self.jumped.is_none_or(|jumped| now.saturating_duration_since(jumped) >= BELIEVED_AFTER)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_clock_that_was_set_is_believed_a_day_later() {
        let (start, shown) = (Instant::now(), datetime!(2026-11-27 08:00 UTC));
        let mut clock = Clock::new(start, shown);
        let hour = |hours: u64| Duration::from_secs(hours * 3_600);
        let year = time::Duration::days(365);
        for (at, off, steady) in [
            (1, time::Duration::ZERO, true),
            (2, time::Duration::minutes(9), true),
            (3, year, false),
            (4, year, false),
            (5, time::Duration::ZERO, false),
            (28, time::Duration::ZERO, false),
            (29, time::Duration::ZERO, true),
            (30, time::Duration::minutes(-11), false),
            (54, time::Duration::minutes(-11), true),
        ] {
            assert_eq!(clock.is_steady(start + hour(at), shown + hour(at) + off), steady, "after {at} hours");
        }
    }
}
