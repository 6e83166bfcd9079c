//! A day on which an entry was not in the catalog: what is told instead of its page.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::id::EntryCode;

/// A first day, and the last one where it has one.
pub type Span = (Date, Option<Date>);

/// An entry that was not in the catalog on a day, and when it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryAbsence {
    pub code: EntryCode,
    /// As it had it on the nearest day.
    pub name: String,
    pub day: Date,
    /// From when to when it is in the catalog, the oldest first.
    pub spans: Vec<Span>,
    /// The nearest day on which it is.
    pub nearest: Date,
}

/// The spans that editions hold an entry over, of their first and last days, the oldest first: those that follow one
/// another are one. One that another took the place of on its first day has no day at all.
pub fn spans_held(held: impl IntoIterator<Item = Span>) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for (first, last) in held.into_iter().filter(|(first, last)| last.is_none_or(|last| last >= *first)) {
        match spans.last_mut() {
            Some((_, end)) if end.and_then(Date::next_day) == Some(first) => *end = last,
            _ => spans.push((first, last)),
        }
    }
    spans
}

/// The day of some spans that is the nearest to a day: itself, where it lies in one; `None` without any.
pub fn nearest_day(spans: &[Span], day: Date) -> Option<Date> {
    let within = |(first, last): &Span| last.map_or(day, |last| last.min(day)).max(*first);
    spans.iter().map(within).min_by_key(|one| (*one - day).abs())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn the_nearest_day_of_some_spans() {
        let (first, left, back) = (date!(2023 - 06 - 22), date!(2024 - 07 - 31), date!(2026 - 01 - 01));
        let held = [(first, Some(date!(2023 - 12 - 31))), (date!(2024 - 01 - 01), Some(left)), (back, None)];
        // One that never was in force holds nothing.
        let spans = spans_held(held.into_iter().chain([(back, back.previous_day())]));
        assert_eq!(spans, [(first, Some(left)), (back, None)]);
        for (day, nearest) in [
            (date!(2023 - 06 - 21), first),
            (first, first),
            (date!(2024 - 08 - 01), left),
            (date!(2025 - 12 - 31), back),
            (date!(2027 - 01 - 01), date!(2027 - 01 - 01)),
        ] {
            assert_eq!(nearest_day(&spans, day), Some(nearest), "{day}");
        }
        assert_eq!(nearest_day(&[], first), None);
    }
}
