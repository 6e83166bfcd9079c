//! One agency, of today or of the past.

use domain::agency::{AgencyPage as Data, EventView};
use domain::format;
use domain::id::AgencyId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::entry::Rows;
use super::{answers_of, loaded, lost};
use crate::api::agency::{SaveContact, agency};
use crate::text::{agency as words, common};
use crate::ui::crumbs::Crumbs;
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

mod contact;

use contact::FocalPoint;

/// The page of an agency.
#[component]
pub fn AgencyPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| AgencyId(params.with(|params| params.get("id")).unwrap_or_default()));
    let save = ServerAction::<SaveContact>::new();
    let saved = answers_of(save);
    // Who is signed out by it sees all of the page as a visitor does.
    Effect::new(move |_| {
        if save.value().with(|done| matches!(done, Some(Ok(true)))) {
            location().reload().ok();
        }
    });
    let data = Resource::new_blocking(move || (id.get(), saved.get()), |(id, _)| agency(id));
    view! { {loaded(data, move |data| lost(save).unwrap_or_else(|| page(data, save).into_any()))} }
}

fn page(data: Data, save: ServerAction<SaveContact>) -> impl IntoView {
    let Data { agency, parent, is_current, contact, earlier, events, entries } = data;
    let functions: Vec<&str> = agency.functions.iter().map(|one| words::function(*one)).collect();
    let to = agency.valid_to.map(format::date);
    let rows = vec![
        (words::PARENT, parent.map(|parent| parent.name).unwrap_or_default()),
        (words::FUNCTIONS, functions.join("\n")),
        (words::VALID, words::period(&format::date(agency.valid_from), to.as_deref())),
    ];
    let none = entries.is_empty();
    let count = entries.len();
    let list = entries
        .into_iter()
        .map(|row| {
            view! {
                <li><a href=format!("/danh-muc/{}", row.code)>{row.name}</a> " " <span class="code">{row.code.to_string()}</span></li>
            }
        })
        .collect_view();
    let events: Vec<AnyView> = events.into_iter().map(|event| view! { <Event event/> }.into_any()).collect();
    let has_events = !events.is_empty();
    view! {
        <Title text=agency.name.clone()/>
        <div class="wrap">
            <Crumbs trail=vec![(common::AGENCIES.to_owned(), "/co-quan".to_owned())] here=agency.name.clone()/>
            <div class="head"><div><h1>{agency.name.clone()}</h1><p>{words::tier(agency.tier)}</p></div></div>
            {(!is_current).then(|| view! { <Notice tone=Tone::Warn>{words::ENDED}</Notice> })}
            <Rows rows/>
            <FocalPoint agency=agency.id is_current contact earlier save/>
            <section class="sect agroup" aria-labelledby="csdl">
                <h2 id="csdl">{words::ENTRIES} " " <span class="muted">{count}</span></h2>
                {none.then(|| view! { <p class="muted">{words::NO_ENTRIES}</p> })}
                <ol class="rows flat">{list}</ol>
            </section>
            {has_events.then(|| view! {
                <section class="sect agroup" aria-labelledby="su-kien">
                    <h2 id="su-kien">{words::EVENTS}</h2>
                    <ol class="timeline">{events}</ol>
                </section>
            })}
        </div>
    }
}

#[component]
fn Event(event: EventView) -> impl IntoView {
    let names = |label: &'static str, side: Vec<domain::agency::AgencyRef>| {
        let links =
            side.into_iter().map(|one| view! { <li><a href=format!("/co-quan/{}", one.id)>{one.name}</a></li> });
        view! { <div><span class="sm muted">{label}</span><ul class="flat">{links.collect_view()}</ul></div> }
    };
    view! {
        <li>
            <b>{words::event(event.kind)}</b>
            <div class="when">{format::date(event.date)} " · " {event.legal_document}</div>
            <div class="two">{names(words::FROM, event.from)}{names(words::TO, event.to)}</div>
            <p class="sm muted">{event.note}</p>
        </li>
    }
}
