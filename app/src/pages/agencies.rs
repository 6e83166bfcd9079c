//! The agencies of today, by tier.

use domain::agency::{AgencyRow, Tier};
use domain::text::words as folded_words;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use strum::IntoEnumIterator;

use super::loaded;
use crate::api::agency::agencies;
use crate::text::{agency as words, common};
use crate::ui::crumbs::Crumbs;
use crate::ui::icon::{Icon, IconView};

/// The list of agencies; `?q=` narrows it by name, with or without marks.
#[component]
pub fn AgenciesPage() -> impl IntoView {
    let query = use_query_map();
    let wanted = Memo::new(move |_| query.with(|query| query.get("q")).unwrap_or_default());
    let data = Resource::new_blocking(|| (), |()| agencies());
    view! {
        <Title text=words::TITLE/>
        <div class="wrap">
            <Crumbs here=words::TITLE/>
            <div class="head"><div><h1>{words::TITLE}</h1><p>{words::LEAD}</p></div></div>
            <Form method="GET" action="/co-quan">
                <div class="search catsearch" role="search">
                    <label class="vh" for="q">{words::SEARCH}</label>
                    <input class="input" id="q" name="q" type="search" value=move || wanted.get() prop:value=move || wanted.get()/>
                    <button class="btn" type="submit"><IconView icon=Icon::Search/><span>{common::SEARCH}</span></button>
                </div>
            </Form>
            {loaded(data, move |rows| view! { {move || list(rows.clone(), &wanted.get())} }.into_any())}
        </div>
    }
}

fn list(rows: Vec<AgencyRow>, wanted: &str) -> impl IntoView + use<> {
    let wanted = folded_words(wanted);
    let fits = |row: &AgencyRow| {
        let name = folded_words(&format!("{} {}", row.agency.name, row.agency.short_name));
        wanted.iter().all(|word| name.iter().any(|one| one.starts_with(word.as_str())))
    };
    let rows: Vec<AgencyRow> = rows.into_iter().filter(fits).collect();
    let none = rows.is_empty();
    let tiers = Tier::iter()
        .filter_map(|tier| {
            let group: Vec<AgencyRow> = rows.iter().filter(|row| row.agency.tier == tier).cloned().collect();
            (!group.is_empty()).then(|| view! { <TierGroup tier group/> })
        })
        .collect::<Vec<_>>();
    view! {
        {none.then(|| view! { <p>{words::NONE_FOUND}</p> })}
        {tiers}
    }
}

#[component]
fn TierGroup(tier: Tier, group: Vec<AgencyRow>) -> impl IntoView {
    let size = group.len();
    let links = group
        .into_iter()
        .map(|row| {
            let count = (row.entries > 0).then(|| view! { <span class="count">{row.entries}</span> });
            view! { <a href=format!("/co-quan/{}", row.agency.id)><span>{row.agency.name}</span>{count}</a> }
        })
        .collect_view();
    view! {
        <section class="agroup">
            <h2 class="h-small">{words::tier(tier)} " " <span class="muted">{size}</span></h2>
            <div class="sectors">{links}</div>
        </section>
    }
}
