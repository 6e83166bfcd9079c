//! Verdicts that may each be right and are not together.

use domain::catalog::EntryContent;
use domain::change::Place;
use domain::check::{FieldCode, FieldError};
use domain::consolidate::{SettledAnswer, SettledPoint, left_incomplete, left_open};
use domain::id::{AgencyId, EntryCode};
use domain::legal::names_law;
use domain::review::VerdictInput;

use crate::entity::{answer, point};
use crate::review_rows::{decision, draft, place};
use crate::{Error, Result};

/// Verdicts may each be right and not go together: one says that an item holds personal data, another that it stays open; one
/// takes an item out, another refuses the one that stands in for it. The appraiser is told while giving the one that does
/// it; `given` tells which points this verdict is on.
pub(crate) fn right_together(
    answer: &answer::Model,
    base: Option<&EntryContent>,
    points: &[point::Model],
    input: &VerdictInput,
    given: impl Fn(&point::Model) -> bool,
) -> Result<()> {
    let Some(said) = draft(answer)? else { return Ok(()) };
    let settled = |undecided: fn(Option<Place>, String) -> SettledPoint| -> Result<SettledAnswer> {
        let settled = |point: &point::Model| -> Result<SettledPoint> {
            let (place, proposed) = (place(point)?, point.new_value.clone());
            let before = decision(point)?.map(|given| (given.verdict, given.value));
            let now = given(point).then(|| (input.verdict, input.value.trim().to_owned()));
            Ok(match now.or(before) {
                Some((verdict, value)) => SettledPoint { place, proposed, verdict, value },
                None => undecided(place, proposed),
            })
        };
        let standing = points.iter().filter(|point| !point.superseded);
        Ok(SettledAnswer {
            kind: said.kind,
            code: answer.entry_code.as_deref().map(EntryCode::from),
            agency: AgencyId::default(),
            target: String::new(),
            by_law: names_law(&said.reason),
            points: standing.map(settled).collect::<Result<_>>()?,
        })
    };
    let refused = |code, detail: String| Err(Error::Invalid(vec![FieldError::with("verdict", code, detail)]));
    if let Some(item) = left_open(&settled(SettledPoint::closing)?, base) {
        return refused(FieldCode::PersonalLeftOpen, item);
    }
    match left_incomplete(&settled(SettledPoint::filling)?, base) {
        Some((entry, fields)) => refused(FieldCode::LeftIncomplete, format!("{fields}|{entry}")),
        None => Ok(()),
    }
}
