//! What was answered in the rounds before.

use domain::review::LastAnswer;
use leptos::prelude::*;

use crate::pages::entry::Rows;
use crate::text::last as words;

/// The whole of it, closed at first.
#[component]
pub fn Last(last: LastAnswer) -> impl IntoView {
    view! {
        <details class="toggle">
            <summary>{words::title(&last)}</summary>
            <Rows rows=words::rows(&last)/>
        </details>
    }
}
