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
    #[prop(optional_no_strip)] error: Option<String>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] autocomplete: String,
    /// What stands under the control: the old value, say.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let error_id = format!("{id}-error");
    let mut described = Vec::new();
    if !hint.is_empty() {
        described.push(hint_id.clone());
    }
    if error.is_some() {
        described.push(error_id.clone());
    }
    let described = (!described.is_empty()).then(|| described.join(" "));
    let invalid = error.as_ref().map(|_| "true");
    let class = if error.is_some() { "field field--error" } else { "field" };
    let input = Input { id: id.clone(), name, value, required, invalid, described, autocomplete };
    view! {
        <div class=class>
            <label class="field__label" for=id>{label}</label>
            {(!hint.is_empty()).then(|| view! { <span class="field__hint" id=hint_id>{hint}</span> })}
            {error.map(|error| view! { <span class="field__error" id=error_id>{error}</span> })}
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
    invalid: Option<&'static str>,
    described: Option<String>,
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
