//! Targets, and how a figure stands to one.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use super::{Amount, Definition, Direction, Unit};
use crate::check::{FieldCode, FieldError};
use crate::format;

/// The highest targets: a count, and days. Ten million uses a year are counted.
pub const TARGET_COUNT_MAX: u64 = 1_000_000_000;
pub const TARGET_DAYS_MAX: u64 = 3_650;

/// What has more digits is no number that anybody means.
const DIGITS_MAX: usize = 15;

/// A figure misses its target nearly when by no more than one part in so many.
const NEAR: u128 = 10;

/// How a figure stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    Met,
    /// Missed by a tenth of the target at most.
    Near,
    Missed,
    NoTarget,
    /// There is nothing to tell of the period.
    NoFigure,
}

/// How a figure stands to a target, which is written as [`Amount::scaled`] gives figures. The figure itself is not rounded:
/// 1999 of 2000 do not meet 100 %.
pub fn standing(definition: &Definition, amount: Option<Amount>, target: Option<u64>) -> Standing {
    let Some(amount) = amount else { return Standing::NoFigure };
    let Some(target) = target else { return Standing::NoTarget };
    // Of a share both are times its whole.
    let (figure, target) = match definition.unit {
        Unit::Share => (u128::from(amount.part) * 1_000, u128::from(target) * u128::from(amount.whole)),
        Unit::Count | Unit::Distinct | Unit::Days => (amount.part.into(), target.into()),
    };
    let short = match definition.direction {
        Direction::Higher => target.saturating_sub(figure),
        Direction::Lower => figure.saturating_sub(target),
        Direction::Neutral => return Standing::NoTarget,
    };
    match short {
        0 => Standing::Met,
        short if short * NEAR <= target => Standing::Near,
        _ => Standing::Missed,
    }
}

/// A target as it is typed: `90`, `87,5`; empty takes it away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetDraft {
    #[serde(default)]
    pub target: String,
}

impl TargetDraft {
    /// The target, scaled; `None` where there is to be none.
    ///
    /// # Errors
    /// What is to be mended, by field.
    pub fn check(&self, unit: Unit) -> Result<Option<u64>, Vec<FieldError>> {
        let wrong = |code, detail: &str| vec![FieldError::with("goal", code, detail)];
        let text: String = self.target.chars().filter(|c| !c.is_whitespace() && *c != '%').collect();
        if text.is_empty() {
            return Ok(None);
        }
        let (whole, tenth) = text.split_once(',').unwrap_or((&text, ""));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        // A dot stands between thousands only: `8.5` is not 85.
        let in_thousands = whole.split_once('.').is_none_or(|(first, rest)| {
            (1..=3).contains(&first.len()) && rest.split('.').all(|three| three.len() == 3)
        });
        let whole = whole.replace('.', "");
        let fits = in_thousands
            && digits(&whole)
            && whole.len() <= DIGITS_MAX
            && (tenth.is_empty() || (digits(tenth) && tenth.len() == 1));
        if !fits || (text.contains(',') && (tenth.is_empty() || unit.is_count())) {
            return Err(wrong(FieldCode::NotANumber, ""));
        }
        let number = |text: &str| text.parse::<u64>().unwrap_or(0);
        let (scaled, most, told) = match unit {
            Unit::Count | Unit::Distinct => (number(&whole), TARGET_COUNT_MAX, TARGET_COUNT_MAX),
            Unit::Share => (number(&whole) * 10 + number(tenth), 1_000, 100),
            Unit::Days => (number(&whole) * 10 + number(tenth), TARGET_DAYS_MAX * 10, TARGET_DAYS_MAX),
        };
        if scaled > most {
            let most = format::number(i64::try_from(told).unwrap_or(i64::MAX));
            return Err(wrong(FieldCode::OutOfRange, &format!("0–{most}")));
        }
        Ok(Some(scaled))
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::indicator::{Indicator, definition_on, written};

    #[test]
    fn a_target_is_met_by_the_figure_and_not_by_what_is_told_of_it() {
        use Standing as S;
        let on = |indicator| definition_on(indicator, date!(2026 - 12 - 31));
        let (up, down) = (on(Indicator::DutiesOnTime), on(Indicator::SearchesWithoutResult));
        for (definition, part, whole, target, told, expected) in [
            (up, 1999, 2000, 1000, "99,9 %", S::Near),
            (up, 2000, 2000, 1000, "100 %", S::Met),
            (up, 1799, 2000, 900, "90 %", S::Near),
            (up, 1, 100_000, 1, "0,1 %", S::Missed),
            (down, 1, 100_000, 0, "0,1 %", S::Missed),
            (down, 0, 100_000, 0, "0 %", S::Met),
            (down, 2001, 20_000, 100, "10 %", S::Near),
        ] {
            let amount = Amount { part, whole };
            assert_eq!(written(Unit::Share, amount.scaled(Unit::Share)), told, "{amount:?}");
            assert_eq!(standing(definition, Some(amount), Some(target)), expected, "{amount:?} {target}");
        }
    }
}
