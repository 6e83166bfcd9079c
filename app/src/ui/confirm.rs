//! A button that asks once more before it sends its form.

use leptos::ev::MouseEvent;
use leptos::html;
use leptos::prelude::*;

use crate::text::common as words;

/// Opens a dialog that says what will happen; the dialog's own button sends the form that both stand in.
///
/// The browser opens and closes it by `command`, without a script; older browsers by the script.
#[component]
pub fn Confirm(
    /// The dialog's HTML id.
    id: &'static str,
    /// The words of the button that opens it.
    label: &'static str,
    /// The question, and the words of the button that answers yes.
    title: &'static str,
    #[prop(into)] text: String,
    yes: &'static str,
    #[prop(default = "btn")] class: &'static str,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let open = move |event: MouseEvent| {
        // Where the script opens it the command is not to open it again.
        let opened = dialog.get().is_some_and(|dialog| dialog.show_modal().is_ok());
        if opened {
            event.prevent_default();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get() {
            dialog.close();
        }
    };
    let cancel = move |event: MouseEvent| {
        event.prevent_default();
        close();
    };
    let heading = format!("{id}-hoi");
    let labelled = heading.clone();
    view! {
        <button class=class type="button" commandfor=id command="show-modal" on:click=open>{label}</button>
        <dialog id=id class="dialog" aria-labelledby=labelled node_ref=dialog>
            <div class="dialog__body">
                <h2 id=heading>{title}</h2>
                <p>{text}</p>
            </div>
            <div class="dialog__foot">
                <button class=class type="submit" on:click=move |_| close()>{yes}</button>
                <button class="btn btn--2" type="button" commandfor=id command="close" on:click=cancel>
                    {words::CANCEL}
                </button>
            </div>
        </dialog>
    }
}
