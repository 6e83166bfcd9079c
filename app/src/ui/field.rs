//! Fields of forms: label, hint, message, control, tied together for those who listen.

use leptos::prelude::*;

/// What a control is.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub enum Control {
    #[default]
    Line,
    Text,
    Date,
    Number,
    Password,
    File(&'static str),
    /// Values with their labels, the first empty.
    Select(Vec<(String, String)>),
}

/// One field. `id` is its HTML id; the message, if there is one, is told with it.
#[component]
pub fn Field(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] control: Control,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    /// The message, which may come after the form was shown.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] autocomplete: String,
    /// What stands under the control: the old value, say.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let wrong = Signal::derive(move || error.with(Option::is_some));
    let described = {
        let (hint, error) = ((!hint.is_empty()).then(|| hint_id.clone()), error_id.clone());
        Signal::derive(move || match (hint.as_ref(), wrong.get()) {
            (None, false) => None,
            (None, true) => Some(error.clone()),
            (Some(hint), false) => Some(hint.clone()),
            (Some(hint), true) => Some(format!("{hint} {error}")),
        })
    };
    let invalid = Signal::derive(move || wrong.get().then_some("true"));
    let class = move || if wrong.get() { "field field--error" } else { "field" };
    let message = move || {
        let id = error_id.clone();
        error.get().map(|error| view! { <span class="field__error" id=id>{error}</span> })
    };
    let input = Input { id: id.clone(), name, value, required, invalid, described, autocomplete };
    view! {
        <div class=class>
            <label class="field__label" for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <span class="field__hint" id=hint_id>{hint}</span> })}
            {message}
            {input.view(control)}
            {children.map(|children| children())}
        </div>
    }
}

struct Input {
    id: String,
    name: String,
    value: String,
    required: bool,
    invalid: Signal<Option<&'static str>>,
    described: Signal<Option<String>>,
    autocomplete: String,
}

impl Input {
    fn view(self, control: Control) -> AnyView {
        let Self { id, name, value, required, invalid, described, autocomplete } = self;
        let kind = match &control {
            Control::Date => "date",
            Control::Number => "number",
            Control::Password => "password",
            Control::File(_) => "file",
            Control::Line | Control::Text | Control::Select(_) => "text",
        };
        let autocomplete = (!autocomplete.is_empty()).then_some(autocomplete);
        match control {
            Control::Text => view! {
                <textarea class="input" id=id name=name required=required aria-invalid=invalid aria-describedby=described>
                    {value}
                </textarea>
            }
            .into_any(),
            Control::Select(options) => {
                let options = options
                    .into_iter()
                    .map(|(code, label)| {
                        let selected = code == value;
                        view! { <option value=code selected=selected>{label}</option> }
                    })
                    .collect_view();
                view! {
                    <select class="input" id=id name=name required=required aria-invalid=invalid aria-describedby=described>
                        {options}
                    </select>
                }
                .into_any()
            }
            Control::File(accept) => view! {
                <input class="input" type="file" id=id name=name accept=accept required=required aria-invalid=invalid
                    aria-describedby=described/>
            }
            .into_any(),
            Control::Line | Control::Date | Control::Number | Control::Password => view! {
                <input class="input" type=kind id=id name=name value=value required=required aria-invalid=invalid
                    aria-describedby=described autocomplete=autocomplete/>
            }
            .into_any(),
        }
    }
}
