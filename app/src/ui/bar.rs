//! Bars as SVG: sized by attributes, since inline styles are not allowed here, and told in words to those who do not see.

use leptos::prelude::*;

/// A bar of several parts, each with a class that colours it. Nothing is drawn of a whole of 0.
#[component]
pub fn StackBar(parts: Vec<(&'static str, u32)>, #[prop(into)] label: String) -> impl IntoView {
    let whole: u32 = parts.iter().map(|part| part.1).sum::<u32>().max(1);
    let mut x = 0.0;
    let rects = parts
        .into_iter()
        .map(|(class, part)| {
            let width = f64::from(part) * 100.0 / f64::from(whole);
            let at = x;
            x += width;
            view! { <rect class=format!("bar-{class}") x=format!("{at:.2}") y="0" width=format!("{width:.2}") height="10"/> }
        })
        .collect_view();
    view! {
        <svg class="stackbar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label=label>{rects}</svg>
    }
}

/// A bar of `part` in `whole`, decoration beside the number.
#[component]
pub fn ShareBar(part: u32, whole: u32, #[prop(default = "rank__bar")] class: &'static str) -> impl IntoView {
    let width = f64::from(part) * 100.0 / f64::from(whole.max(1));
    view! {
        <svg class=class viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="bar-default" x="0" y="0" width=format!("{width:.2}") height="10"/>
        </svg>
    }
}
