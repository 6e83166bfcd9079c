//! How much time an agency has, or when it sent its answers, and what its deadline rests on.

use domain::campaign::CampaignRow;
use domain::format;
use domain::workflow::CampaignStage;
use leptos::prelude::*;
use time::Date;

use crate::text::{amendment, course, review as words, term};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// How much time is left, or when the answers were sent, and the deadline. Of the answers themselves it is the letter's and
/// that of the clause which asks for the review; of what came back, that of the coordinator's rule.
#[component]
pub fn DueNotice(campaign: CampaignRow, days_left: i64, answered_on: Option<Date>, again: bool) -> impl IntoView {
    let open = campaign.stage == CampaignStage::Open;
    let (tone, stands) = match answered_on {
        Some(day) if days_left < 0 => (Tone::Warn, term::sent_late(&format::date(day), -days_left)),
        Some(day) => (Tone::Ok, term::sent_on(&format::date(day))),
        None if !open => (Tone::Bad, term::CLOSED_UNSENT.to_owned()),
        None => (if days_left < 0 { Tone::Bad } else { Tone::Warn }, words::days_left(days_left)),
    };
    let what = if again { term::DUE_AGAIN } else { words::DUE_ON };
    let due = format!("{what}: {}.", format::weekday_date(campaign.due_on));
    view! {
        <Notice tone>
            <b>{stands} ". "</b>
            {due} " "
            {if again { term::AGAIN_BASIS.into_any() } else { view! { <Asked campaign/> }.into_any() }}
        </Notice>
    }
}

/// The letter and the clause by which the answers are asked for.
#[component]
fn Asked(campaign: CampaignRow) -> impl IntoView {
    let letter = amendment::letter_of(&campaign);
    let (clause, clause_words) = course::clause_of(campaign.key.kind());
    view! { {words::UNDER} " " {letter} " " {words::AND} " " <a href=clause>{clause_words}</a> "." }
}
