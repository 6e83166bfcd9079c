//! What is to be mended before a form can go on, said once above it.

use leptos::html;
use leptos::prelude::*;

/// The summary of a form's errors. The children are its lines, each a link to the field it speaks of.
///
/// It takes the focus when it appears, so that it is read out and the keyboard goes on from there; without JavaScript
/// its role says it.
#[component]
pub fn ErrorSummary(#[prop(into)] title: String, children: Children) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        // A browser that refuses the focus still shows the summary.
        summary.get().and_then(|summary| summary.focus().ok());
    });
    view! {
        <div class="errors" role="alert" tabindex="-1" node_ref=summary>
            <h2>{title}</h2>
            {children()}
        </div>
    }
}
