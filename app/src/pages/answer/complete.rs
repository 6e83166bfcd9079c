//! What the entry still lacks of decree 47/2020, article 11(4), by its letters, with links to the fields.

use domain::catalog::EntryContent;
use domain::check::{LETTERS, lacking};
use leptos::prelude::*;

use crate::pages::review::{field_id, field_label};
use crate::text::legal as words;
use crate::ui::tag::{StateTag, Tone};

/// The panel above the editor.
#[component]
pub fn Complete(content: EntryContent) -> impl IntoView {
    let missing = lacking(&content);
    let whole = missing.is_empty();
    let rows = LETTERS
        .into_iter()
        .map(|letter| {
            let fields: Vec<&str> =
                missing.iter().filter(|(of, _)| *of == letter).map(|(_, field)| field.as_str()).collect();
            let links = fields
                .iter()
                .map(|field| {
                    view! { <li><a href=format!("#{}", field_id(field))>{field_label(field)}</a></li> }
                })
                .collect_view();
            let (tone, state) =
                if fields.is_empty() { (Tone::Ok, words::ENOUGH) } else { (Tone::Warn, words::LACKING) };
            view! { <li><b>{words::part(letter)}</b> " " <StateTag tone text=state/> <ul>{links}</ul></li> }
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="h-du">
            <h2 class="h-small" id="h-du">{words::COMPLETE_TITLE}</h2>
            <p class="sm muted">{if whole { words::COMPLETE_WHOLE } else { words::COMPLETE_LEAD }}</p>
            <ul class="flat stack gap-2">{rows}</ul>
        </section>
    }
}
