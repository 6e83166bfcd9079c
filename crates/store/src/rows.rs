//! From rows to domain types. A stored value that its type does not take is an error that names the row; nothing is
//! ever invented in its place.

use std::str::FromStr;

use domain::campaign::CampaignKey;
use domain::catalog::{EntryContent, FormCounts};
use domain::check::check_remark;
use domain::edition::{Decision, EditionRef};
use domain::id::EditionId;
use domain::text::clean_lines;

use crate::entity::{edition, entry_version};
use crate::{Error, Result};

/// A code that was stored as text.
pub(crate) fn parse<T: FromStr>(table: &str, row: impl std::fmt::Display, text: &str) -> Result<T> {
    text.parse().map_err(|_| Error::Corrupt(format!("{table} {row}: {text}")))
}

pub(crate) fn count(value: i64) -> u32 {
    u32::try_from(value).unwrap_or(0)
}

pub(crate) fn bytes_of(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
}

pub(crate) fn edition_ref(row: &edition::Model) -> Result<EditionRef> {
    let decision = match (&row.number, row.decision_date, row.effective_from, &row.signer) {
        (Some(number), Some(date), Some(effective_from), Some(signer)) => Some(Decision {
            number: number.clone(),
            date,
            effective_from,
            signer: signer.clone(),
            signer_title: row.signer_title.clone().unwrap_or_default(),
        }),
        _ => None,
    };
    let of_campaign = row.campaign_year.and_then(|number| CampaignKey::from_number(number).ok()?.amendment());
    Ok(EditionRef {
        id: EditionId(row.id),
        year: row.year,
        amendment: row.amendment.and_then(|number| u8::try_from(number).ok()).or(of_campaign),
        stage: parse("edition", row.id, &row.stage)?,
        decision,
        effective_to: row.effective_to,
    })
}

pub(crate) fn content(row: &entry_version::Model) -> Result<EntryContent> {
    serde_json::from_str(&row.content).map_err(|error| Error::Corrupt(format!("entry_version {}: {error}", row.id)))
}

/// A remark that has to be made, cleaned.
pub(crate) fn remark(field: &str, text: &str) -> Result<String> {
    match check_remark(field, text) {
        remarks if remarks.is_empty() => Ok(clean_lines(text)),
        remarks => Err(Error::Invalid(remarks)),
    }
}

/// Items by their widest form: open, default, specific, none.
pub(crate) fn form_counts(items: [i32; 4]) -> FormCounts {
    let [open, default, specific, none] = items.map(|value| u32::try_from(value).unwrap_or(0));
    FormCounts { open, default, specific, none }
}
