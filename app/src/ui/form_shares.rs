//! How items of data are shared: a bar with its legend.

use domain::catalog::{FormCounts, SharingForm};
use leptos::prelude::*;
use strum::IntoEnumIterator;

use super::bar::StackBar;
use super::tag::FormTag;
use crate::text::leaders as words;

/// Items by their widest form of sharing. Items that are shared with nobody are told of where there are any, so that
/// the parts add up to the whole.
#[component]
pub fn FormShares(forms: FormCounts) -> impl IntoView {
    let told = SharingForm::iter().filter(|form| *form != SharingForm::None || forms.none > 0);
    let (mut parts, mut label, mut legend) = (Vec::new(), Vec::new(), Vec::new());
    for form in told {
        let count = forms.get(form);
        parts.push((class(form), count));
        label.push(words::items_of(form, count));
        legend.push(view! { <span><FormTag form count=Some(count)/></span> });
    }
    view! { <StackBar parts label=label.join(", ")/><div class="legend">{legend}</div> }
}

/// The class that colours a form's part of a bar.
fn class(form: SharingForm) -> &'static str {
    match form {
        SharingForm::Open => "open",
        SharingForm::Default => "default",
        SharingForm::Specific => "specific",
        SharingForm::None => "none",
    }
}
