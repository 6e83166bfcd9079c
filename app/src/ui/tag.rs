//! Tags: a colour, a shape, and a word, always all three.

use domain::catalog::SharingForm;
use leptos::prelude::*;

use super::icon::{Icon, IconView};
use crate::text::catalog::sharing_form;

/// How a state is to be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Ok,
    Warn,
    Bad,
    Info,
    Calm,
}

impl Tone {
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Info => "info",
            Self::Calm => "calm",
        }
    }

    fn icon(self) -> Icon {
        match self {
            Self::Ok => Icon::Ok,
            Self::Warn => Icon::Warning,
            Self::Bad => Icon::Bad,
            Self::Info => Icon::Half,
            Self::Calm => Icon::Empty,
        }
    }
}

/// The tag of a state.
#[component]
pub fn StateTag(tone: Tone, #[prop(into)] text: String) -> impl IntoView {
    view! { <span class=format!("tag tag--{}", tone.name())><IconView icon=tone.icon()/>{text}</span> }
}

/// The tag of a sharing form: one colour and one sign each, everywhere.
#[component]
pub fn FormTag(
    form: SharingForm,
    /// A number after the word.
    #[prop(optional_no_strip)]
    count: Option<u32>,
) -> impl IntoView {
    let icon = match form {
        SharingForm::Open => Icon::Open,
        SharingForm::Default => Icon::Default,
        SharingForm::Specific => Icon::Specific,
        SharingForm::None => Icon::None,
    };
    let count = count.map(|count| format!(" {}", domain::format::number(count)));
    view! { <span class=format!("form form--{form}")><IconView icon/>{sharing_form(form)}{count}</span> }
}
