//! What every indicator means: the whole table of definitions, with those that no longer hold.

use domain::indicator::{DEFINITIONS, Definition, Figure, Period};
use leptos::prelude::*;

use crate::text::{definition as words, indicator as names};
use crate::ui::tag::{StateTag, Tone};

#[component]
pub fn Meanings(
    /// The period's figures: which versions it is told by, and its targets.
    figures: Vec<Figure>,
    period: Period,
) -> impl IntoView {
    let rows = DEFINITIONS.iter().map(|of| {
        let figure = figures.iter().find(|one| (one.indicator, one.version) == (of.indicator, of.version));
        view! { <Meaning of applies=figure.is_some() target=figure.and_then(|figure| figure.target) period/> }
    });
    let rows = rows.collect_view();
    view! {
        <section class="sect stack">
            <h2 id="dinh-nghia">{words::TITLE}</h2>
            <p class="muted">{words::LEAD}</p>
            <div class="tablebox" tabindex="0" role="region" aria-labelledby="dinh-nghia">
                <table class="table table--stack">
                    <thead>
                        <tr>
                            <th scope="col">{names::INDICATOR}</th>
                            <th scope="col">{names::FORMULA}</th>
                            <th scope="col">{words::UNIT}</th>
                            <th scope="col">{names::DIRECTION}</th>
                            <th scope="col" class="num">{words::target(period)}</th>
                            <th scope="col">{words::VALIDITY}</th>
                            <th scope="col">{names::BASIS}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Meaning(
    of: &'static Definition,
    /// The period is told by this version.
    applies: bool,
    target: Option<u64>,
    period: Period,
) -> impl IntoView {
    let label = |text| view! { <span class="lbl">{text}</span> };
    let other = (!applies).then(|| view! { <StateTag tone=Tone::Calm text=words::NOT_APPLIED/> });
    let target = target.map_or_else(|| names::NONE.to_owned(), |target| names::scaled(of, target));
    view! {
        <tr>
            <th scope="row"><span>{of.name} " " {other}</span></th>
            <td>{label(names::FORMULA.to_owned())} <span>{of.formula} <br/> <span class="sm muted">{names::SOURCE} ": " {of.source}</span></span></td>
            <td>{label(words::UNIT.to_owned())} <span>{words::unit(of.unit)}</span></td>
            <td>{label(names::DIRECTION.to_owned())} <span>{names::direction(of)}</span></td>
            <td class="num">{label(words::target(period))} <span>{target}</span></td>
            <td>{label(words::VALIDITY.to_owned())} <span>{names::version(of)}</span></td>
            <td>{label(names::BASIS.to_owned())} <a href=of.clause.href()>{names::basis(of.clause)}</a></td>
        </tr>
    }
}
