//! The register of legal documents, for everyone; and how what an entry cites of it stands.

use domain::legal::{Cited, LegalRow, LegalState};
use domain::policy::Act;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;

use super::loaded;
use crate::api::legal::legal_list;
use crate::session::use_session;
use crate::text::{common, legal as words};
use crate::ui::crumbs::Crumbs;
use crate::ui::tag::{StateTag, Tone};

/// The tag of a document's state.
#[component]
pub fn LegalTag(state: LegalState) -> impl IntoView {
    let tone = match state {
        LegalState::InForce => Tone::Ok,
        LegalState::Unknown => Tone::Calm,
        LegalState::NotYet(_) | LegalState::Ended { .. } => Tone::Warn,
    };
    view! { <StateTag tone text=words::state(&state)/> }
}

/// What a legal basis cites, each document with its state.
#[component]
pub fn CitedList(cited: Vec<Cited>) -> impl IntoView {
    let list = cited
        .into_iter()
        .map(|one| {
            let title = (!one.title.is_empty()).then(|| view! { <span class="sm muted">{one.title}</span> });
            view! { <li><b>{one.text}</b> " " <LegalTag state=one.state/> " " {title}</li> }
        })
        .collect_view();
    view! { <ul class="flat stack gap-2">{list}</ul> }
}

/// The page: `q` searches.
#[component]
pub fn LegalPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("q")).unwrap_or_default());
    let data = Resource::new_blocking(move || asked.get(), legal_list);
    view! {
        <Title text=words::TITLE/>
        <div class="wrap stack">
            <Crumbs here=words::TITLE/>
            <div class="head"><div><h1>{words::TITLE}</h1><p>{words::LEAD}</p></div></div>
            {loaded(data, move |rows| {
                let manages = use_session().is_some_and(|session| session.may(&Act::ManageRegisters));
                let manage = manages.then(|| view! { <p><a class="more" href="/quan-tri/van-ban">{words::MANAGE}</a></p> });
                view! { {manage} <Search action="/van-ban" asked=asked.get_untracked()/> <Documents rows edit=""/> }.into_any()
            })}
        </div>
    }
}

/// The search of either list.
#[component]
pub fn Search(action: &'static str, asked: String) -> impl IntoView {
    view! {
        <Form method="GET" action=action>
            <div class="row row--end">
                <div class="field">
                    <label class="field__label" for="vb-q">{words::SEARCH}</label>
                    <input class="input" type="search" id="vb-q" name="q" value=asked maxlength="200"/>
                </div>
                <button class="btn btn--2" type="submit">{common::SEARCH}</button>
            </div>
        </Form>
    }
}

/// The documents; `edit` is the address of the page that changes them, empty for the public's list.
#[component]
pub fn Documents(rows: Vec<LegalRow>, edit: &'static str) -> impl IntoView {
    let count = rows.len();
    let list = rows
        .into_iter()
        .map(|row| {
            let document = row.document;
            let (citation, heading, id) = (document.citation(), words::heading(&document), document.id);
            let law = citation.starts_with(&document.title);
            let title = (!law).then(|| view! { <p>{document.title}</p> });
            let number = law.then(|| view! { <span class="code">{document.number.clone()}</span> });
            let cited = (row.entries > 0).then(|| {
                let mut query = leptos_router::params::ParamsMap::new();
                query.insert("q".to_owned(), document.number);
                let href = format!("/danh-muc{}", query.to_query_string());
                view! { <p class="sm"><a href=href>{words::cited_by(row.entries)}</a></p> }
            });
            let change = (!edit.is_empty()).then(|| {
                let label = format!("{} {citation}", words::CHANGE);
                view! { <a class="more" href=format!("{edit}?sua={id}") aria-label=label>{words::CHANGE}</a> }
            });
            view! {
                <li id=id.clone()>
                    <div class="panel__head"><div><b>{citation.clone()}</b> " " {number}</div><LegalTag state=row.state/>{change}</div>
                    {title}
                    <p class="sm muted">{heading}</p>
                    {cited}
                </li>
            }
        })
        .collect_view();
    view! {
        <p class="muted" role="status">{words::documents(count)}</p>
        {(count == 0).then(|| view! { <p>{words::NONE}</p> })}
        <ul class="flat rows">{list}</ul>
    }
}
