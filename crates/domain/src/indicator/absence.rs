//! A period in which an agency was none: what is told instead of figures.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::Date;

use super::Period;
use crate::agency::AgencyRef;
use crate::id::AgencyId;

/// An agency that was none in a period, and who was there for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    pub period: Period,
    /// The periods to choose from: those in which it was one, and this.
    pub periods: Vec<Period>,
    pub agency: AgencyRef,
    /// The agencies to choose from, by name; empty for who sees their own alone.
    pub agencies: Vec<AgencyRef>,
    /// Its first day, and the last one where it ended.
    pub from: Date,
    pub to: Option<Date>,
    /// Those of the period whose work it has taken over since, or who have taken over its own.
    pub instead: Vec<AgencyRef>,
}

impl Absence {
    /// The agency ended before the period; else it was still to come.
    pub fn has_ended(&self) -> bool {
        self.to.is_some_and(|to| to < self.period.first())
    }
}

/// The nearest to an agency along steps from one to another that are there; what lies behind those is not looked for.
pub fn nearest(
    steps: &[(AgencyId, AgencyId)],
    of: &AgencyId,
    is_there: impl Fn(&AgencyId) -> bool,
) -> BTreeSet<AgencyId> {
    let (mut found, mut seen, mut next) = (BTreeSet::new(), BTreeSet::from([of]), vec![of]);
    while let Some(at) = next.pop() {
        for (_, to) in steps.iter().filter(|(from, _)| from == at) {
            if !seen.insert(to) {
                continue;
            }
            if is_there(to) {
                found.insert(to.clone());
            } else {
                next.push(to);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_that_are_there_are_found_along_the_steps() {
        let steps = [("a", "c"), ("b", "c"), ("c", "d"), ("c", "e"), ("e", "f"), ("f", "e"), ("x", "x")];
        let steps = steps.map(|(from, to)| (AgencyId::from(from), AgencyId::from(to)));
        let back: Vec<_> = steps.iter().cloned().map(|(from, to)| (to, from)).collect();
        for (steps, of, there, expected) in [
            (&steps[..], "a", &["c", "d"][..], &["c"][..]),
            (&steps[..], "a", &["d", "f"], &["d", "f"]),
            (&steps[..], "a", &["a", "b"], &[]),
            (&steps[..], "x", &["x"], &[]),
            (&back[..], "d", &["a", "b"], &["a", "b"]),
            (&back[..], "d", &["a", "c"], &["c"]),
        ] {
            let found = nearest(steps, &AgencyId::from(of), |id| there.contains(&id.as_str()));
            let found: Vec<&str> = found.iter().map(AgencyId::as_str).collect();
            assert_eq!(found, expected, "{of} {there:?}");
        }
    }
}
