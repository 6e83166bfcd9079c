//! How a duty stands: colour, shape and word.

use domain::duty::{DutyRow, DutyState};
use leptos::prelude::*;

use super::tag::{StateTag, Tone};
use crate::text::duty as words;

/// How a state of a duty is to be taken.
pub fn duty_tone(state: DutyState) -> Tone {
    match state {
        DutyState::Late => Tone::Bad,
        DutyState::DueSoon => Tone::Warn,
        DutyState::DoneLate => Tone::Info,
        DutyState::Done => Tone::Ok,
        DutyState::Upcoming | DutyState::Excused | DutyState::Ended => Tone::Calm,
    }
}

/// The tag of a duty, with the days by which it is late.
#[component]
pub fn DutyTag(row: DutyRow) -> impl IntoView {
    view! { <StateTag tone=duty_tone(row.state) text=words::state_of(&row)/> }
}
