//! What an entry still lacks of decree 47/2020, article 11(4), by its letters; above the editor with links to the fields.

use domain::catalog::EntryContent;
use domain::check::{LETTERS, lacking};
use leptos::prelude::*;

use crate::pages::review::field_id;
use crate::text::{catalog, legal as words};
use crate::ui::tag::{StateTag, Tone};

/// The panel above the editor, and on the page of an entry for those who answer for it or appraise it.
#[component]
pub fn Complete(
    content: EntryContent,
    /// The fields are on the same page.
    #[prop(optional)]
    in_editor: bool,
) -> impl IntoView {
    let missing = lacking(&content);
    let lead = match (in_editor, missing.is_empty()) {
        (true, true) => words::COMPLETE_WHOLE,
        (true, false) => words::COMPLETE_LEAD,
        (false, true) => words::COMPLETE_ENTRY,
        (false, false) => words::COMPLETE_ENTRY_LEAD,
    };
    let rows = LETTERS
        .into_iter()
        .map(|letter| {
            let fields: Vec<&str> =
                missing.iter().filter(|(of, _)| *of == letter).map(|(_, field)| field.as_str()).collect();
            let names = fields
                .iter()
                .map(|field| {
                    let name = catalog::lacking(field);
                    match in_editor {
                        true => view! { <li><a href=format!("#{}", field_id(field))>{name}</a></li> }.into_any(),
                        false => view! { <li>{name}</li> }.into_any(),
                    }
                })
                .collect_view();
            let (tone, state) =
                if fields.is_empty() { (Tone::Ok, words::ENOUGH) } else { (Tone::Warn, words::LACKING) };
            view! { <li><b>{words::part(letter)}</b> " " <StateTag tone text=state/> <ul>{names}</ul></li> }
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="h-du">
            <h2 class="h-small" id="h-du">{words::COMPLETE_TITLE}</h2>
            <p class="sm muted">{lead}</p>
            <ul class="flat stack gap-2">{rows}</ul>
        </section>
    }
}
