//! Notices: something to know before going on.

use leptos::prelude::*;

use super::icon::{Icon, IconView};
use super::tag::Tone;

/// A notice with a sign for its tone.
#[component]
pub fn Notice(tone: Tone, children: Children) -> impl IntoView {
    let icon = match tone {
        Tone::Ok => Icon::Check,
        Tone::Warn | Tone::Bad => Icon::Clock,
        Tone::Info | Tone::Calm => Icon::Info,
    };
    view! {
        <div class=format!("notice notice--{}", tone.name())>
            <IconView icon/>
            <div>{children()}</div>
        </div>
    }
}
