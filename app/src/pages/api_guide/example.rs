//! An address to press, a line to copy and, with JavaScript, a button that shows the answer in the page.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ask::{Answer, ask};
use crate::text::api_guide as words;

/// What a try came to.
#[derive(Clone)]
enum Tried {
    NotYet,
    Asking,
    Answered(Answer),
    NotReached,
}

/// One example.
#[component]
pub fn Example(address: String, base: String) -> impl IntoView {
    let tried = RwSignal::new(Tried::NotYet);
    // Only a browser with JavaScript comes here.
    let runs = RwSignal::new(false);
    Effect::new(move |_| runs.set(true));
    let line = format!("curl '{base}{address}'");
    let (shown, asked) = (address.clone(), address.clone());
    let button = move || {
        let asked = asked.clone();
        let press = move |_| {
            let address = asked.clone();
            tried.set(Tried::Asking);
            spawn_local(async move {
                let answer = ask(&address).await;
                tried.set(answer.map_or(Tried::NotReached, Tried::Answered));
            });
        };
        runs.get().then(|| view! { <button class="btn btn--2" type="button" on:click=press>{words::TRY}</button> })
    };
    let status = move || match tried.get() {
        Tried::NotYet => String::new(),
        Tried::Asking => crate::text::common::LOADING.to_owned(),
        Tried::Answered(answer) => words::tried(answer.status, answer.etag.as_deref()),
        Tried::NotReached => words::NOT_REACHED.to_owned(),
    };
    let body = move || match tried.get() {
        Tried::Answered(answer) => Some(view! {
            <pre class="apidoc__answer" tabindex="0" role="region" aria-label=words::ANSWER>
                <code>{answer.body}</code>
            </pre>
        }),
        _ => None,
    };
    view! {
        <div class="stack gap-2">
            <p class="apidoc__path"><a rel="external" href=address>{shown}</a></p>
            <div class="row">{button}<span class="sm" role="status">{status}</span></div>
            <pre class="apidoc__line"><code>{line}</code></pre>
            {body}
        </div>
    }
}
