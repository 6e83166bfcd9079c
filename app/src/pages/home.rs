//! The home page: a search box, the figures, the newest edition and what changed in it.

use domain::catalog::{EntryFilter, FacetValue, FormCounts, Lists, SharingForm};
use domain::edition::{EditionRow, EntryDiff, HomePage as Data};
use domain::format;
use domain::usage::Viewed;
use leptos::prelude::*;
use leptos_meta::Title;

use super::edition_diff::{address, counted};
use super::loaded;
use crate::api::catalog::home;
use crate::data::load;
use crate::session::use_session;
use crate::text::{agency_board, catalog, common, edition as edition_words, leaders as words};
use crate::ui::bar::ShareBar;
use crate::ui::form_shares::FormShares;
use crate::ui::icon::{Icon, IconView};
use crate::ui::search_box::SearchBox;
use crate::ui::tag::FormTag;

/// The home page.
#[component]
pub fn HomePage() -> impl IntoView {
    let data = load(|| (), |()| home());
    view! {
        <Title text=""/>
        {loaded(data, |data| page(data).into_any())}
    }
}

fn page(data: Data) -> impl IntoView {
    let entries = data.edition.as_ref().map_or(0, |row| row.entries);
    let Data { edition, forms, owners, agencies, added, modified, most_viewed, sectors, lists } = data;
    let newest = edition.clone().map(|row| view! { <Newest row added modified lists/> });
    view! {
        <Hero entries/>
        <div class="wrap stack home">
            <Figures edition forms owners agencies/>
            {own_board}
            <div class="home__cols">
                {newest}
                <div class="stack gap-6">
                    <MostViewed viewed=most_viewed/>
                    <Forms/>
                </div>
            </div>
            <Sectors sectors/>
        </div>
    }
}

/// Who is signed in for an agency finds its own figures here.
fn own_board() -> impl IntoView {
    let own = use_session()?.account?.agency?;
    Some(view! { <p><a href="/chi-so-don-vi">{agency_board::LINK}</a> " (" {own.name} ")"</p> })
}

#[component]
fn Hero(entries: u32) -> impl IntoView {
    let examples = words::EXAMPLES
        .into_iter()
        .map(|example| {
            let filter = EntryFilter { query: example.to_owned(), ..EntryFilter::default() };
            view! { <a href=super::catalog::address(&filter)>{example}</a> }
        })
        .collect_view();
    view! {
        <section class="hero">
            <div class="wrap hero__in">
                <h1>{words::HERO}</h1>
                <p>{words::hero_lead(entries)}</p>
                <form class="search hero__search" role="search" action="/danh-muc">
                    <label class="vh" for="q">{catalog::SEARCH_LABEL}</label>
                    <SearchBox id="q" placeholder=catalog::SEARCH_EXAMPLE/>
                    <button class="btn btn--gold" type="submit"><IconView icon=Icon::Search/><span>{common::SEARCH}</span></button>
                </form>
                <p class="hero__try"><span>{words::TRY}</span>{examples}</p>
            </div>
        </section>
    }
}

#[component]
fn Figures(edition: Option<EditionRow>, forms: FormCounts, owners: u32, agencies: u32) -> impl IntoView {
    let entries = edition.as_ref().map_or(0, |row| row.entries);
    let growth = edition.and_then(|row| row.balance).map(|balance| words::growth(balance.after, balance.before));
    view! {
        <section aria-labelledby="so-lieu">
            <h2 id="so-lieu" class="vh">{words::FIGURES}</h2>
            <div class="figs">
                <div class="fig">
                    <span class="fig__n">{format::number(entries)}</span>
                    <span class="fig__l">{words::ENTRIES}</span>
                    <span class="fig__d">{growth}</span>
                </div>
                <div class="fig">
                    <span class="fig__n">{format::number(owners)}</span>
                    <span class="fig__l">{words::OWNERS}</span>
                    <span class="fig__d">{words::of_agencies(agencies)}</span>
                </div>
                <div class="fig fig--wide">
                    <span class="fig__n">{format::number(forms.total())}</span>
                    <span class="fig__l">{words::ITEMS_BY_FORM}</span>
                    <FormShares forms/>
                </div>
            </div>
        </section>
    }
}

#[component]
fn Newest(row: EditionRow, added: Vec<EntryDiff>, modified: Vec<EntryDiff>, lists: Lists) -> impl IntoView {
    let id = row.edition.id;
    let decision = row.edition.decision.as_ref().map(edition_words::decision);
    let balance = row.balance.zip(row.base).map(|(balance, base)| {
        counted(balance, base, id)
            .map(|one| view! { <li><a href=one.href><b>{one.count}</b> {one.label}</a></li> })
            .collect_view()
    });
    // The first edition has nothing to be compared with.
    let (whole, whole_label) = match row.base {
        Some(base) => (address(base, id, None), edition_words::WHOLE),
        None => (format!("/ban-hanh/{id}"), edition_words::SEE),
    };
    view! {
        <section class="sect stack gap-3" aria-labelledby="moi">
            <div class="panel__head"><h2 id="moi">{words::NEWEST} ": " {edition_words::name(&row.edition)}</h2></div>
            <p class="muted">{decision} "."</p>
            {balance.map(|quad| view! { <ul class="quad flat">{quad}</ul> })}
            <ChangedList title=words::NEW_ENTRIES entries=added lists=lists.clone()/>
            <ChangedList title=words::NOTABLE entries=modified lists/>
            <div class="row">
                <a class="btn" href=whole>{whole_label}</a>
                <a class="btn btn--2" rel="external" href=format!("/ban-hanh/{id}/phu-luc.xlsx")>
                    <IconView icon=Icon::Download/>{edition_words::ANNEX}
                </a>
            </div>
        </section>
    }
}

#[component]
fn ChangedList(title: &'static str, entries: Vec<EntryDiff>, lists: Lists) -> impl IntoView {
    let rows = entries
        .into_iter()
        .map(|entry| {
            let first = entry.changes.first().map(|change| catalog::place_label(&change.place, &lists));
            let under = first.unwrap_or(entry.agency.name);
            view! {
                <li><a href=format!("/danh-muc/{}", entry.code)>{entry.name}</a><span class="muted sm">{under}</span></li>
            }
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <h3 class="h-small">{title}</h3>
            <ul class="rows newlist flat">{rows}</ul>
        }
    })
}

#[component]
pub fn MostViewed(viewed: Vec<Viewed>) -> impl IntoView {
    let most = viewed.first().map_or(1, |one| one.views);
    let none = viewed.is_empty();
    let rows = viewed
        .into_iter()
        .map(|one| {
            view! {
                <li>
                    <a href=format!("/danh-muc/{}", one.code)>{one.name}</a>
                    <ShareBar part=one.views whole=most/>
                    <span class="num sm">{format::number(one.views)}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="sect" aria-labelledby="xem">
            <div class="panel__head">
                <h2 id="xem">{words::MOST_VIEWED}</h2>
                <span class="sm muted">{words::LAST_30_DAYS}</span>
            </div>
            {none.then(|| view! { <p class="muted">{words::NO_VIEWS}</p> })}
            <ol class="rank">{rows}</ol>
        </section>
    }
}

#[component]
fn Forms() -> impl IntoView {
    let rows = [SharingForm::Open, SharingForm::Default, SharingForm::Specific, SharingForm::None]
        .map(|form| view! { <div><dt><FormTag form/></dt><dd>{catalog::sharing_form_hint(form)}</dd></div> })
        .collect_view();
    view! {
        <section class="sect" aria-labelledby="hinh-thuc">
            <h2 id="hinh-thuc">{catalog::FOUR_FORMS}</h2>
            <dl class="formdl">{rows}</dl>
        </section>
    }
}

#[component]
fn Sectors(sectors: Vec<FacetValue>) -> impl IntoView {
    let links = sectors
        .into_iter()
        .map(|sector| {
            view! {
                <a href=format!("/danh-muc?sector={}", sector.id)>
                    <span>{sector.name}</span><span class="muted">{sector.count}</span>
                </a>
            }
        })
        .collect_view();
    view! {
        <section class="sect" aria-labelledby="linh-vuc">
            <h2 id="linh-vuc">{words::BY_SECTOR}</h2>
            <div class="sectors">{links}</div>
        </section>
    }
}
