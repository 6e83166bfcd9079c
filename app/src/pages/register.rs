//! What the pages of the registers have in common: the address opens the form of one row, or an empty one; each field
//! stands with its remark; the buttons keep the row or leave it.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::remarks::Remarks;
use crate::text::common;
use crate::ui::field::{Control, Field};

/// What the address asks for: `q`, the words of the search; and the row whose form is open, empty for a new one.
pub fn asked() -> (Memo<String>, Memo<Option<String>>) {
    let query = use_query_map();
    let words = Memo::new(move |_| query.with(|query| query.get("q")).unwrap_or_default());
    let opened =
        Memo::new(move |_| query.with(|query| query.get("sua").or_else(|| query.get("them").map(|_| String::new()))));
    (words, opened)
}

/// One field of a row's form.
pub fn field(
    remarks: Remarks,
    name: &'static str,
    label: &'static str,
    control: Control,
    value: String,
    hint: &'static str,
) -> AnyView {
    view! { <Field id=format!("f-{name}") name=format!("form[{name}]") label control value hint error=remarks.on(name)/> }
        .into_any()
}

/// The identifier: asked of a new row, kept of one that is there.
pub fn identifier(remarks: Remarks, is_new: bool, label: &'static str, id: String, hint: &'static str) -> AnyView {
    if is_new {
        field(remarks, "id", label, Control::Line, id, hint)
    } else {
        view! { <input type="hidden" name="form[id]" value=id/> }.into_any()
    }
}

/// Keeps the row, or goes back to the list.
#[component]
pub fn Buttons(save: &'static str, list: &'static str) -> impl IntoView {
    view! {
        <p class="row">
            <button class="btn" type="submit">{save}</button>
            <a class="btn btn--quiet" href=list>{common::CANCEL}</a>
        </p>
    }
}
