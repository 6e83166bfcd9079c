//! The agencies behind a number of the map's legend, each with the list of what puts it there.

use domain::duty::{DutyFilter, DutyState};
use domain::indicator::{Dashboard, Indicator, Period, Tile, TileState};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::map::Legend;
use super::read;
use crate::pages::indicators::{Address, Asked, asked, computed};
use crate::pages::loaded;
use crate::text::{agency as agency_words, indicator as figures, standing as words};
use crate::ui::crumbs::Crumbs;

const PAGE: &str = "/lanh-dao/ban-do";

/// Where the agencies of the map stand that stand so.
pub fn list(state: TileState, period: Period) -> String {
    format!("{PAGE}?ky={period}&tinh-trang={state}")
}

/// The page; all agencies where the address names no state.
#[component]
pub fn StandingPage() -> impl IntoView {
    let (asked, query) = (asked(), use_query_map());
    let state = Memo::new(move |_| {
        let code = query.with(|query| query.get("tinh-trang"));
        code.and_then(|code| code.parse::<TileState>().ok())
    });
    // The map is the province's.
    let data = Resource::new_blocking(
        move || (asked.get(), state.get()),
        |(asked, _)| read(asked.map(|asked| Asked { agency: None, ..asked })),
    );
    view! {
        <Title text=words::TITLE/>
        <div class="wrap stack gap-4">
            {loaded(data, move |data| view! { <Standing data state=state.get_untracked()/> }.into_any())}
        </div>
    }
}

#[component]
fn Standing(data: Dashboard, state: Option<TileState>) -> impl IntoView {
    let period = data.period;
    let over = data.is_over();
    let told = computed(data.at, data.closed.as_ref());
    let title = words::title(state.map(|state| figures::tile(state, over)));
    let trail = vec![(figures::TITLE.to_owned(), Address::of(period, None).path("/lanh-dao"))];
    let all = data.tiles.clone();
    let no_map = data.tiles.is_empty().then(|| view! { <p>{figures::NO_MAP}</p> });
    let shown: Vec<Tile> =
        data.tiles.into_iter().filter(|tile| state.is_none_or(|state| tile.state == state)).collect();
    let count = words::agencies(shown.len());
    let rows = shown.into_iter().map(|tile| view! { <Row tile period over/> }).collect_view();
    view! {
        <Crumbs trail here=title.clone()/>
        <div class="head">
            <div><h1 id="co-quan">{title}</h1><p>{figures::year(period)} ". " {told} ". " {words::LEAD}</p></div>
        </div>
        <Legend tiles=all period over/>
        {no_map}
        <p class="count" role="status">{count}</p>
        <div class="tablebox" tabindex="0" role="region" aria-labelledby="co-quan">
            <table class="table table--stack">
                <thead>
                    <tr>
                        <th scope="col">{figures::AGENCY}</th>
                        <th scope="col">{words::TIER}</th>
                        <th scope="col">{figures::STATE}</th>
                        <th scope="col">{words::WHY}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(tile: Tile, period: Period, over: bool) -> impl IntoView {
    let screen = Address::of(period, Some(&tile.agency)).path("/lanh-dao");
    let why = match why(&tile, period) {
        Some((text, list)) => view! { <a href=list>{text}</a> }.into_any(),
        None => figures::NONE.into_any(),
    };
    view! {
        <tr>
            <th scope="row"><a href=screen>{tile.agency.name}</a></th>
            <td><span class="lbl">{words::TIER}</span> {agency_words::tier(tile.tier)}</td>
            <td><span class="lbl">{figures::STATE}</span> {figures::tile(tile.state, over)}</td>
            <td><span class="lbl">{words::WHY}</span> {why}</td>
        </tr>
    }
}

/// What puts an agency there, and the list that holds it; nothing of one that owes nothing.
fn why(tile: &Tile, period: Period) -> Option<(&'static str, String)> {
    match tile.state {
        TileState::Late => {
            let late = format!("/lanh-dao/chi-so/{}", Indicator::AgenciesLate);
            Some((words::OWED, Address::of(period, Some(&tile.agency)).path(&late)))
        }
        TileState::DueSoon => {
            let (agency, state, year) = (tile.agency.id.to_string(), Some(DutyState::DueSoon), Some(period.0));
            let soon = DutyFilter { agency, state, year, ..DutyFilter::default() };
            Some((words::SOON, format!("/theo-doi/danh-sach?{}", soon.query())))
        }
        TileState::Fine | TileState::NotAsked => None,
    }
}
