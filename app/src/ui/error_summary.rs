//! What is to be mended before a form can go on, said once above it.

use leptos::html;
use leptos::prelude::*;

/// The summary of a form's errors. The children are its lines, each a link to the field it speaks of.
///
/// It takes the focus when it appears, so that it is read out and the keyboard goes on from there; without JavaScript
/// its role says it.
#[component]
pub fn ErrorSummary(
    #[prop(into)] title: String,
    /// It came unasked: it neither takes the focus nor is read out.
    #[prop(optional)]
    quiet: bool,
    children: Children,
) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    let role = (!quiet).then_some("alert");
    Effect::new(move |_| {
        if quiet {
            return;
        }
        // A browser that refuses the focus still shows the summary.
        summary.get().and_then(|summary| summary.focus().ok());
    });
    view! {
        <div class="errors" role=role tabindex="-1" node_ref=summary>
            <h2>{title}</h2>
            {children()}
        </div>
    }
}
