//! The leaders' first screen (article 13.1): the figures, who is late, what is looked at, a chart with its table.

use domain::campaign::{BoardRow, CampaignKey, LeadersPage as Data, Progress};
use domain::catalog::FacetValue;
use domain::format;
use leptos::prelude::*;
use leptos_meta::Title;

use super::home::MostViewed;
use super::loaded;
use crate::api::campaign::leaders;
use crate::text::{amendment, leaders as words, review};
use crate::ui::bar::ShareBar;
use crate::ui::form_shares::FormShares;
use crate::ui::tag::{StateTag, Tone};

/// Rows of each list: what fits one screen of 1366 by 768. The rest stands in the list that the heading links to.
const ROWS: usize = 5;

/// The leaders' page.
#[component]
pub fn LeadersPage() -> impl IntoView {
    let data = Resource::new_blocking(|| (), |()| leaders());
    view! {
        <Title text=words::TITLE/>
        {loaded(data, |data| page(data).into_any())}
    }
}

fn page(data: Data) -> impl IntoView {
    let at = words::as_at(&format::date_time(data.at));
    let year = data.campaign.as_ref().map(|row| row.key);
    let viewed: Vec<_> = data.most_viewed.iter().take(ROWS).cloned().collect();
    view! {
        <div class="wrap lead stack gap-3">
            <div class="head lead__head"><div><h1>{words::TITLE}</h1><p class="sm">{at}</p></div></div>
            <Figures data=data.clone()/>
            <div class="lead__grid">
                <Late late=data.late year/>
                <section class="panel"><MostViewed viewed/></section>
                <section class="panel"><SectorChart sectors=data.sectors/></section>
            </div>
        </div>
    }
}

#[component]
fn Figure(
    label: &'static str,
    #[prop(into)] number: String,
    #[prop(into)] under: String,
    #[prop(into)] href: String,
    tone: Tone,
) -> impl IntoView {
    view! {
        <li class=format!("kpi--{}", tone.name())>
            <a href=href>
                <span class="kpi__l">{label}</span>
                <span class="kpi__row"><span class="kpi__n">{number}</span></span>
                <span class="kpi__c">{under}</span>
            </a>
        </li>
    }
}

#[component]
fn Figures(data: Data) -> impl IntoView {
    let entries = data.edition.as_ref().map_or(0, |row| row.entries);
    let growth = data.edition.as_ref().and_then(|row| row.balance).map(|b| words::growth(b.after, b.before));
    let count = |progress| data.progress.iter().find(|(one, _)| *one == progress).map_or(0, |(_, count)| *count);
    let (sent, asked) = data.campaign.as_ref().map_or((0, 0), |row| (row.submitted, row.agencies));
    let board = data.campaign.as_ref().filter(|row| row.agencies > 0);
    let board = board.map_or_else(|| "/ra-soat".to_owned(), |row| format!("/ra-soat/{}", row.key));
    let campaign = data.campaign.as_ref().map_or(words::NO_CAMPAIGN.to_owned(), |row| {
        format!("{}, {}", review::campaign_title(row.key), amendment::stage(row))
    });
    let late = count(Progress::Late);
    let late_tone = if late > 0 { Tone::Bad } else { Tone::Ok };
    let forms = data.forms;
    view! {
        <ul class="kpis flat">
            <Figure label=words::ENTRIES number=format::number(entries) under=growth.unwrap_or_default() href="/danh-muc" tone=Tone::Info/>
            <Figure label=words::OWNERS number=format::number(data.owners) under=words::of_agencies(data.agencies) href="/co-quan" tone=Tone::Info/>
            <Figure label=words::OPEN_SHARE number=format::percent(forms.open, forms.total()) under=words::items_total(forms.total()) href="/danh-muc?form=open" tone=Tone::Ok/>
            <Figure label=words::SENT number=words::of(sent, asked) under=campaign href=board.clone() tone=Tone::Info/>
            <Figure label=words::LATE number=format::number(late) under="" href=format!("{board}?loc=late") tone=late_tone/>
        </ul>
        <div class="panel">
            <h2 class="h-small">{words::FORMS}</h2>
            <FormShares forms percent=true/>
        </div>
    }
}

#[component]
fn Late(late: Vec<BoardRow>, year: Option<CampaignKey>) -> impl IntoView {
    let none = late.is_empty();
    let all = year.map(|year| format!("/ra-soat/{year}?loc=late"));
    let rows = late
        .into_iter()
        .take(ROWS)
        .map(|row| {
            let href = year.map(|year| format!("/ra-soat/{year}/{}", row.agency.id));
            view! {
                <li>
                    <a href=href>{row.agency.name}</a>
                    <span class="lateb__w">{review::response_stage(row.stage)}</span>
                    <span class="lateb__n"><b>{row.days_late}</b> " " {words::WORKING_DAYS}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="cham">
            <div class="panel__head">
                <h2 id="cham" class="h-small">{words::LATE_LIST}</h2>
                {all.map(|href| view! { <a class="more" href=href>{words::ALL}</a> })}
            </div>
            {none.then(|| view! { <StateTag tone=Tone::Ok text=words::NOBODY_LATE/> })}
            <ol class="lateb flat rows">{rows}</ol>
        </section>
    }
}

/// Entries by sector as bars, with the same figures as a table.
#[component]
fn SectorChart(sectors: Vec<FacetValue>) -> impl IntoView {
    let most = sectors.first().map_or(1, |sector| sector.count);
    let bars = sectors
        .iter()
        .take(ROWS)
        .map(|sector| {
            let part = sector.count;
            view! {
                <li>
                    <a href=format!("/danh-muc?sector={}", sector.id)>{sector.name.clone()}</a>
                    <ShareBar part whole=most/>
                    <span class="num sm">{part}</span>
                </li>
            }
        })
        .collect_view();
    let rows = sectors
        .iter()
        .map(|sector| view! { <tr><th scope="row">{sector.name.clone()}</th><td class="num">{sector.count}</td></tr> })
        .collect_view();
    view! {
        <div class="panel__head"><h2 class="h-small">{words::BY_SECTOR}</h2></div>
        <ol class="rank">{bars}</ol>
        <details class="toggle">
            <summary>{words::TABLE}</summary>
            <div class="tablebox">
                <table class="table">
                    <thead><tr><th scope="col">{words::SECTOR}</th><th scope="col" class="num">{words::COUNT}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}
