//! How every agency stands today, or with what a period that is over asked of it: the communes on the map of the province,
//! the others as tiles. Borders come from one drawing that browsers keep (tools/map), so that the page carries a reference
//! for each commune and no border.

use domain::agency::{MAP_SIZE, Place, Tier};
use domain::indicator::{Period, Tile, TileState};
use leptos::prelude::*;
use strum::IntoEnumIterator;

use super::standing;
use crate::pages::indicators::Address;
use crate::text::{agency as agency_words, indicator as words};
use crate::ui::icon::{Icon, IconView};

fn icon(state: TileState) -> Option<Icon> {
    match state {
        TileState::Late => Some(Icon::Bad),
        TileState::DueSoon => Some(Icon::Warning),
        TileState::Fine => None,
        TileState::NotAsked => Some(Icon::None),
    }
}

/// The state's mark within a commune, about the point where it stands: a state is told by shape as well as by colour.
fn mark(state: TileState) -> Option<&'static str> {
    match state {
        TileState::Late => Some("m-6-6h12v12h-12z"),
        TileState::DueSoon => Some("m0-9 10 17h-20z"),
        TileState::Fine | TileState::NotAsked => None,
    }
}

fn counts(tiles: &[Tile]) -> Vec<(TileState, usize)> {
    let of = |state| tiles.iter().filter(|tile| tile.state == state).count();
    TileState::iter().map(|state| (state, of(state))).filter(|(_, count)| *count > 0).collect()
}

fn href(tile: &Tile, period: Period) -> String {
    Address::of(period, Some(&tile.agency)).path("/lanh-dao")
}

fn told(tile: &Tile, over: bool) -> String {
    format!("{}: {}", tile.agency.name, words::tile(tile.state, over))
}

#[component]
pub fn Map(
    tiles: Vec<Tile>,
    period: Period,
    /// The period is.
    over: bool,
) -> impl IntoView {
    let title = words::map_title(period, over);
    let legend = tiles.clone();
    let mut sorted = tiles.clone();
    sorted.sort_by_key(|tile| tile.state);
    let (placed, others): (Vec<Tile>, Vec<Tile>) = tiles.into_iter().partition(|tile| tile.place.is_some());
    let groups = Tier::iter().filter(|tier| others.iter().any(|tile| tile.tier == *tier)).map(|tier| {
        let of_it = others.iter().filter(|tile| tile.tier == tier).cloned().collect();
        view! { <div class="tiles__g"><h3 class="tiles__h">{agency_words::tier(tier)}</h3> <Tiles tiles=of_it period over/></div> }
    });
    let groups = groups.collect_view();
    let is_drawn = !placed.is_empty();
    let drawing = is_drawn.then(|| view! { <Drawing tiles=placed period over title=title.clone()/> });
    view! {
        <section class="panel lead__map" aria-labelledby="so-do">
            <div class="panel__head"><h2 id="so-do" class="h-small">{title}</h2></div>
            {groups}
            {drawing}
            <Legend tiles=legend period over/>
            <Table tiles=sorted period over/>
            {is_drawn.then(|| view! { <p class="lead__note muted">{words::MAP_NOTE}</p> })}
        </section>
    }
}

/// How many stand how; each number opens those that it counts.
#[component]
pub fn Legend(tiles: Vec<Tile>, period: Period, over: bool) -> impl IntoView {
    let numbers = counts(&tiles).into_iter().map(|(state, count)| {
        let icon = icon(state).map(|icon| view! { <IconView icon/> });
        view! {
            <a href=standing::list(state, period)>
                <i class=format!("tile tile--{state}")>{icon}</i>{words::tile(state, over)} " " <b>{count}</b>
            </a>
        }
    });
    view! { <p class="legend">{numbers.collect_view()}</p> }
}

#[component]
fn Tiles(tiles: Vec<Tile>, period: Period, over: bool) -> impl IntoView {
    let list = tiles.into_iter().map(|tile| {
        let icon = icon(tile.state).map(|icon| view! { <IconView icon/> });
        view! {
            <li>
                <a class=format!("tile tile--{}", tile.state) href=href(&tile, period) title=told(&tile, over)>
                    <span class="vh">{told(&tile, over)}</span>
                    {icon}
                </a>
            </li>
        }
    });
    view! { <ul class="tiles flat">{list.collect_view()}</ul> }
}

/// The communes. Their links are for pointers; the table under it has the same ones for the keyboard.
#[component]
fn Drawing(tiles: Vec<Tile>, period: Period, over: bool, title: String) -> impl IntoView {
    let desc = words::map_told(&counts(&tiles), over);
    let shapes = tiles.into_iter().filter_map(|tile| Some((tile.place?, tile))).map(|(place, tile)| {
        let Place { code, x, y } = place;
        let mark = mark(tile.state).map(|mark| view! { <path d=format!("M{x} {y}{mark}")/> });
        // Within a `g`, so that the link is one of SVG wherever it is drawn.
        view! {
            <g class=format!("map__c--{}", tile.state)>
                <a href=href(&tile, period) tabindex="-1" aria-label=told(&tile, over)>
                    <title>{told(&tile, over)}</title>
                    <use_ href=format!("/ban-do/dak-lak-2025.svg#x{code}")/>
                    {mark}
                </a>
            </g>
        }
    });
    let shapes = shapes.collect_view();
    let (width, height) = MAP_SIZE;
    view! {
        <svg class="map" viewBox=format!("-4 -4 {} {}", width + 8, height + 8) role="group" aria-labelledby="ban-do-t ban-do-d">
            <title id="ban-do-t">{title}</title>
            <desc id="ban-do-d">{desc}</desc>
            {shapes}
        </svg>
    }
}

/// The same as a table, those that need something first.
#[component]
fn Table(tiles: Vec<Tile>, period: Period, over: bool) -> impl IntoView {
    let rows = tiles.into_iter().map(|tile| {
        view! {
            <tr>
                <th scope="row"><a href=href(&tile, period)>{tile.agency.name.clone()}</a></th>
                <td>{words::tile(tile.state, over)}</td>
            </tr>
        }
    });
    view! {
        <details class="toggle not-print">
            <summary>{words::TABLE}</summary>
            <div class="tablebox" tabindex="0" role="region" aria-label=words::AGENCY>
                <table class="table">
                    <thead><tr><th scope="col">{words::AGENCY}</th><th scope="col">{words::STATE}</th></tr></thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
}
