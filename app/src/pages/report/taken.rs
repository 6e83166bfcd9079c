//! What the consolidated report takes in from those of the agencies: who is missing, what they propose, the numbers that
//! they tell otherwise than the system.

use domain::report::ReportPage as Data;
use leptos::prelude::*;

use crate::text::report as words;

/// The three lists.
#[component]
pub fn Taken(data: Data) -> impl IntoView {
    let missing: Vec<String> = data.missing().map(words::missing).collect();
    let none_missing = missing.is_empty();
    let count = missing.len();
    let missing = missing.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let none_taken = data.taken.is_empty();
    let taken = data
        .taken
        .into_iter()
        .map(|one| view! { <li><b>{one.agency.name}</b><p class="lines">{one.proposals}</p></li> })
        .collect_view();
    let deviates = !data.deviations.is_empty();
    let deviations = data
        .deviations
        .into_iter()
        .map(|one| {
            let reason = one.line.given.as_ref().map(|given| given.reason.clone());
            view! {
                <li>
                    <b>{one.agency.name}</b> ": " {one.line.name()} " – " {words::both_numbers(&one.line)} ". " {words::REASON} ": " {reason}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="sect stack gap-4" aria-labelledby="bao-cao-co-quan">
            <h2 id="bao-cao-co-quan">{words::STANDINGS}</h2>
            <h3>{words::PROPOSALS_OF}</h3>
            {none_taken.then(|| view! { <p>{words::NO_PROPOSALS}</p> })}
            <ul class="flat rows">{taken}</ul>
            {deviates.then(|| view! { <h3>{words::DEVIATIONS}</h3><ul class="flat rows">{deviations}</ul> })}
            {none_missing.then(|| view! { <p>{words::ALL_THERE}</p> })}
            {(!none_missing).then(|| view! {
                <details class="toggle">
                    <summary>{words::MISSING} ": " {count}</summary>
                    <ul>{missing}</ul>
                </details>
            })}
        </section>
    }
}
