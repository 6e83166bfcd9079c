//! The catalog: search, filters, sort and pages, all of them in the address.

use std::str::FromStr;

use domain::agency::AgencyRef;
use domain::catalog::{
    CatalogPage as Data, EntryFilter, EntryRow, EntrySort, FacetValue, FormCounts, HitField, SharingForm,
};
use domain::id::EditionId;
use domain::text::highlight_marks;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use strum::IntoEnumIterator;

use super::{failure, loaded_or};
use crate::api::catalog::catalog;
use crate::data::load;
use crate::error::{AppError, ErrorKind};
use crate::text::{catalog as words, common};
use crate::ui::copy_link::CopyLink;
use crate::ui::crumbs::Crumbs;
use crate::ui::icon::{Icon, IconView};
use crate::ui::pager::Pager;
use crate::ui::search_box::SearchBox as Suggesting;
use crate::ui::tag::FormTag;

mod as_of;
mod form;

use as_of::{AsOf, Downloads, KeptDay, no_edition, wrong_day, wrong_edition};
use form::{FilterForm, SEARCH_ID};

pub use as_of::{DayForm, of_links};

/// The filter that an address says. What is no value of a filter does not narrow.
fn filter_of(get: impl Fn(&str) -> Option<String>) -> EntryFilter {
    let edition: Option<EditionId> = get("edition").and_then(|id| id.parse().ok());
    EntryFilter {
        query: get("q").unwrap_or_default(),
        agency: get("agency").unwrap_or_default(),
        sector: get("sector").unwrap_or_default(),
        form: get("form").and_then(|form| SharingForm::from_str(&form).ok()),
        sort: get("sort").and_then(|sort| EntrySort::from_str(&sort).ok()).unwrap_or_default(),
        page: get("page").and_then(|page| page.parse().ok()).unwrap_or(1),
        rows: 0,
        edition,
        // An edition that is named is shown whatever the day: it must not be called that day's.
        as_of: get("as_of").filter(|_| edition.is_none()).and_then(|day| domain::format::parse_date(&day)),
    }
}

/// The address of a filter: only what narrows stands in it.
pub fn address(filter: &EntryFilter) -> String {
    let mut pairs: Vec<(&str, String)> = Vec::new();
    let mut push = |name, value: String| {
        if !value.is_empty() {
            pairs.push((name, value));
        }
    };
    push("q", filter.query.clone());
    push("agency", filter.agency.clone());
    push("sector", filter.sector.clone());
    push("form", filter.form.map(|form| form.to_string()).unwrap_or_default());
    push("edition", filter.edition.map(|id| id.to_string()).unwrap_or_default());
    push("as_of", filter.as_of.map(|day| day.to_string()).unwrap_or_default());
    push("sort", if filter.sort == EntrySort::default() { String::new() } else { filter.sort.to_string() });
    push("page", if filter.page > 1 { filter.page.to_string() } else { String::new() });
    if pairs.is_empty() {
        return "/danh-muc".to_owned();
    }
    let mut query = leptos_router::params::ParamsMap::new();
    for (name, value) in pairs {
        query.insert(name.to_owned(), value);
    }
    format!("/danh-muc{}", query.to_query_string())
}

/// The catalog.
#[component]
pub fn CatalogPage() -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(|query| filter_of(|name| query.get(name))));
    let edition = Memo::new(move |_| query.with(|query| query.get("edition")).unwrap_or_default());
    let data = load(
        move || (filter.get(), edition.get()),
        |(filter, edition)| async move {
            // An edition that is no number is not there: today's catalog must not stand in its place.
            match wrong_edition(Some(edition)) {
                None => catalog(filter).await,
                Some(_) => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    let otherwise = move |error: AppError| {
        let typed = edition.get_untracked();
        if error.kind == ErrorKind::NotFound && !typed.is_empty() {
            no_edition(&error, &typed, filter.get_untracked())
        } else {
            failure(error)
        }
    };
    view! {
        <Title text=words::TITLE/>
        <div class="wrap">
            <Crumbs here=words::TITLE/>
            <div class="head"><div><h1>{words::TITLE}</h1></div></div>
            {loaded_or(data, move |data| {
                let wrong = wrong_day(query.with_untracked(|query| query.get("as_of")));
                page(filter.get_untracked(), data, wrong).into_any()
            }, otherwise)}
        </div>
    }
}

fn page(filter: EntryFilter, data: Data, wrong: Option<String>) -> impl IntoView {
    let Data { entries, agencies, sectors, forms, edition: current, corrected, told_on, named } = data;
    let empty = match (&current, filter.as_of) {
        (Some(_), _) => words::EMPTY,
        // The notice above says so of the day that was asked for.
        (None, Some(_)) => "",
        (None, None) => words::NO_EDITION,
    };
    let pages = entries.pages();
    let (number, total, rows) = (entries.number, entries.total, entries.rows);
    let lan = of_links(&filter);
    let hits = entries
        .items
        .into_iter()
        .map(|row| view! { <li class="hit"><HitCard row lan=lan.clone()/></li> })
        .collect_view();
    let to_page = {
        let filter = filter.clone();
        Callback::new(move |(page,): (u32,)| address(&EntryFilter { page, ..filter.clone() }))
    };
    view! {
        <AsOf filter=filter.clone() edition=current told_on wrong/>
        <FilterForm>
            <KeptDay filter=filter.clone()/>
            <SearchBox filter=filter.clone()/>
            <div class="cat">
                <Filters filter=filter.clone() agencies=agencies.clone() sectors=sectors.clone() forms/>
                <section class="cat__main" aria-live="polite">
                    <div class="cat__bar">
                        <h2 class="cat__n">{words::results(total, &filter.query)}</h2>
                        <a class="btn btn--2 only-phone" href="#loc" rel="external">{words::SHOW_FILTERS}</a>
                        <SortBox sort=filter.sort/>
                    </div>
                    {(total > 0).then(|| view! { <Downloads filter=filter.clone()/> })}
                    {corrected.map(|query| view! { <p class="cat__meant">{words::MEANT} <b>{words::quoted(&query)}</b></p> })}
                    <Chips filter agencies sectors/>
                    {(total == 0).then(|| view! { <p class="cat__none">{empty}</p> })}
                    {(!named.is_empty()).then(|| view! { <Named agencies=named/> })}
                    <ol class="hits flat">{hits}</ol>
                    {(pages > 1).then(|| view! { <Pager page=number pages total rows href=to_page/> })}
                </section>
            </div>
        </FilterForm>
    }
}

/// The agencies that a query names which finds no entry.
#[component]
fn Named(agencies: Vec<AgencyRef>) -> impl IntoView {
    let list = agencies
        .into_iter()
        .map(|one| view! { <li><a href=format!("/co-quan/{}", one.id)>{one.name}</a></li> })
        .collect_view();
    view! { <p>{words::NAMED}</p> <ul>{list}</ul> }
}

#[component]
fn SearchBox(filter: EntryFilter) -> impl IntoView {
    view! {
        <div class="search catsearch" role="search">
            <label class="vh" for=SEARCH_ID>{words::SEARCH_LABEL}</label>
            <Suggesting id=SEARCH_ID filter/>
            <button class="btn" type="submit"><IconView icon=Icon::Search/><span>{common::SEARCH}</span></button>
        </div>
        <div class="row gap-2 catsearch__under"><p class="sm muted">{words::SEARCH_HINT}</p><CopyLink/></div>
    }
}

#[component]
fn SortBox(sort: EntrySort) -> impl IntoView {
    let options = EntrySort::iter()
        .map(|one| {
            let chosen = one == sort;
            view! { <option value=one.to_string() selected=chosen prop:selected=chosen>{words::sort(one)}</option> }
        })
        .collect_view();
    view! {
        <div class="cat__sort">
            <label for="sort" class="sm">{words::SORT}</label>
            <select class="input" id="sort" name="sort">{options}</select>
            <button class="btn btn--2" type="submit">{words::APPLY}</button>
        </div>
    }
}

#[component]
fn Filters(
    filter: EntryFilter,
    agencies: Vec<FacetValue>,
    sectors: Vec<FacetValue>,
    forms: Vec<FacetValue>,
) -> impl IntoView {
    let forms = forms
        .into_iter()
        .map(|mut value| {
            value.name = SharingForm::from_str(&value.id).map(words::sharing_form).unwrap_or_default().to_owned();
            value
        })
        .collect::<Vec<_>>();
    let chosen_form = filter.form.map(|form| form.to_string()).unwrap_or_default();
    view! {
        <aside class="cat__facets" id="loc" aria-label=words::FILTERS>
            <p class="sheet__head only-phone"><b>{words::FILTERS}</b><a href="#noi-dung" rel="external">{words::CLOSE}</a></p>
            <Facet name="form" legend=words::FORMS values=forms chosen=chosen_form/>
            <Facet name="agency" legend=words::OWNERS values=agencies chosen=filter.agency/>
            <Facet name="sector" legend=words::SECTORS values=sectors chosen=filter.sector/>
            <p class="row"><button class="btn btn--2" type="submit">{words::APPLY}</button></p>
        </aside>
    }
}

/// One filter: one value of it, or all. A control that was touched follows its property, no longer its attribute: both
/// are given, so that it tells the truth after a filter was taken off or the browser went back.
#[component]
fn Facet(name: &'static str, legend: &'static str, values: Vec<FacetValue>, chosen: String) -> impl IntoView {
    let all = chosen.is_empty();
    let rows = values
        .into_iter()
        .map(|value| {
            let checked = value.id == chosen;
            view! {
                <label class="check">
                    <input type="radio" name=name value=value.id checked=checked prop:checked=checked/>
                    <span>{value.name}</span>
                    <span class="count">{value.count}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="facet">
            <legend>{legend}</legend>
            <label class="check"><input type="radio" name=name value="" checked=all prop:checked=all/><span>{words::ALL}</span></label>
            {rows}
        </fieldset>
    }
}

/// What narrows the list, each with the way to take it off.
#[component]
fn Chips(filter: EntryFilter, agencies: Vec<FacetValue>, sectors: Vec<FacetValue>) -> impl IntoView {
    let named = |values: &[FacetValue], id: &str| {
        values.iter().find(|value| value.id == id).map_or_else(|| id.to_owned(), |value| value.name.clone())
    };
    let base = EntryFilter { page: 1, ..filter.clone() };
    let mut chips: Vec<(String, EntryFilter)> = Vec::new();
    if let Some(form) = filter.form {
        chips.push((words::sharing_form(form).to_owned(), EntryFilter { form: None, ..base.clone() }));
    }
    if !filter.agency.is_empty() {
        chips.push((named(&agencies, &filter.agency), EntryFilter { agency: String::new(), ..base.clone() }));
    }
    if !filter.sector.is_empty() {
        chips.push((named(&sectors, &filter.sector), EntryFilter { sector: String::new(), ..base.clone() }));
    }
    let any = !chips.is_empty();
    let cleared =
        EntryFilter { query: filter.query, as_of: filter.as_of, edition: filter.edition, ..EntryFilter::default() };
    let cleared = address(&cleared);
    let links = chips
        .into_iter()
        .map(|(label, without)| {
            view! {
                <a class="chip chip--on" href=address(&without)>
                    <span class="vh">{words::REMOVE_FILTER} " "</span>{label}<IconView icon=Icon::Close/>
                </a>
            }
        })
        .collect_view();
    any.then(|| view! { <div class="chips">{links}<a href=cleared>{words::CLEAR}</a></div> })
}

/// A text with the words marked that a search found.
fn marked(text: &str, marks: &[String]) -> Vec<AnyView> {
    highlight_marks(text, marks)
        .into_iter()
        .map(|(hit, piece)| {
            let piece = piece.to_owned();
            if hit { view! { <mark>{piece}</mark> }.into_any() } else { piece.into_any() }
        })
        .collect()
}

#[component]
fn HitCard(row: EntryRow, lan: String) -> impl IntoView {
    let name = marked(&row.name, row.hit.as_ref().map_or(&[], |hit| &hit.marks));
    let found = row.hit.map(|hit| {
        let text = marked(&hit.excerpt, &hit.marks);
        // A hit in the name shows in the heading; the text beside it is the purpose, where nothing need be found.
        let place = (hit.field != HitField::Name).then(|| {
            view! { <span class="hit__where">{words::FOUND_IN} " " {words::hit_field(hit.field)} ": "</span> }
        });
        view! { <p class="hit__text">{place}{text}</p> }
    });
    view! {
        <article>
            <h3><a href=format!("/danh-muc/{}{lan}", row.code)>{name}</a></h3>
            <p class="hit__meta">
                <span class="code">{row.code.to_string()}</span>
                <span>{row.owner.name.clone()}</span>
                <span>{row.sector.name.clone()}</span>
            </p>
            {found}
            <FormsLine forms=row.forms items=row.items frequency=row.frequency.name/>
        </article>
    }
}

#[component]
fn FormsLine(forms: FormCounts, items: u32, frequency: String) -> impl IntoView {
    let tags = [SharingForm::Open, SharingForm::Default, SharingForm::Specific]
        .into_iter()
        .filter(|form| forms.get(*form) > 0)
        .map(|form| view! { <FormTag form count=Some(forms.get(form))/> })
        .collect_view();
    view! {
        <p class="hit__forms">
            <span class="sm muted">{words::items(items)}</span>
            {tags}
            <span class="hit__freq sm muted"><IconView icon=Icon::History/>{frequency}</span>
        </p>
    }
}
