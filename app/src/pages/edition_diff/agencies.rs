//! The figures of a comparison by agency, each a link to what it counts.

use domain::catalog::EntryStatus;
use domain::edition::{AgencyBalance, ComparisonFilter, EditionFilter};
use domain::id::EditionId;
use leptos::prelude::*;

use super::part;
use crate::pages::edition;
use crate::text::edition as words;

/// A table with a row for each agency.
#[component]
pub fn ByAgency(agencies: Vec<AgencyBalance>, old: EditionId, new: EditionId) -> impl IntoView {
    let rows = agencies.into_iter().map(|one| view! { <Row one old new/> }).collect_view();
    view! {
        <section class="agroup" aria-labelledby="theo-co-quan">
            <h2 id="theo-co-quan" class="h-small">{words::BY_AGENCY_TABLE}</h2>
            <div class="tablebox">
                <table class="table table--stack compare__table">
                    <thead>
                        <tr>
                            <th scope="col">{words::AGENCY}</th>
                            {[
                                words::T_BEFORE,
                                words::T_ADDED,
                                words::T_MODIFIED,
                                words::T_REMOVED,
                                words::T_UNCHANGED,
                                words::T_MOVED,
                                words::T_AFTER,
                            ]
                                .map(|title| view! { <th scope="col" class="num">{title}</th> })
                                .collect_view()}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Row(one: AgencyBalance, old: EditionId, new: EditionId) -> impl IntoView {
    let AgencyBalance { agency, balance, received, given } = one;
    let list = |of| edition::part(of, &EditionFilter { agency: agency.id.to_string(), page: 1 });
    let of =
        |kind| part(old, new, &ComparisonFilter { kind, agency: agency.id.to_string(), ..ComparisonFilter::default() });
    let of_kind = |kind: EntryStatus| of(Some(kind));
    let name = view! { <a href=of(None)>{agency.name.clone()}</a> };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <Figure label=words::T_BEFORE count=balance.before href=list(old)/>
            <Figure label=words::T_ADDED count=balance.added href=of_kind(EntryStatus::New)/>
            <Figure label=words::T_MODIFIED count=balance.modified href=of_kind(EntryStatus::Modified)/>
            <Figure label=words::T_REMOVED count=balance.removed href=of_kind(EntryStatus::Removed)/>
            <Figure label=words::T_UNCHANGED count=balance.unchanged href=of_kind(EntryStatus::Unchanged)/>
            <td class=if received + given == 0 { "num zero" } else { "num" }><span class="lbl">{words::T_MOVED}</span>{words::moved(received, given)}</td>
            <Figure label=words::T_AFTER count=balance.after href=list(new)/>
        </tr>
    }
}

#[component]
fn Figure(label: &'static str, count: u32, href: String) -> impl IntoView {
    let shown = if count == 0 {
        view! { <span class="muted">"0"</span> }.into_any()
    } else {
        view! { <a href=href>{count}</a> }.into_any()
    };
    let class = if count == 0 { "num zero" } else { "num" };
    view! { <td class=class><span class="lbl">{label}</span>{shown}</td> }
}
