//! The public statistics of use: a period, its figures, and what is behind each.

use std::str::FromStr;

use domain::catalog::FacetValue;
use domain::format;
use domain::usage::{Grain, Period, UsageAsked, UsageKind, UsageReport, UsageSlice, UsedEntry};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use strum::IntoEnumIterator;

use super::loaded;
use crate::api::usage::usage;
use crate::text::{sector, usage as words};
use crate::ui::bar::ShareBar;
use crate::ui::crumbs::Crumbs;
use crate::ui::icon::{Icon, IconView};

const PAGE: &str = "/thong-ke";

/// The lists on the page: entries, sectors, agencies.
const ENTRIES: &str = "nhieu-nhat";
const SECTORS: &str = "linh-vuc";
const OWNERS: &str = "don-vi";

/// What an address asks for, and what of it could not be read.
fn asked_of(query: &ParamsMap) -> (UsageAsked, Vec<String>) {
    let mut wrong = Vec::new();
    let given = |name: &str| query.get(name).filter(|value| !value.trim().is_empty());
    let grain = given("grain").map(|text| Grain::from_str(&text));
    if matches!(grain, Some(Err(_))) {
        wrong.push(words::wrong_choice(words::PERIOD));
    }
    let kind =
        given("kind").map(|text| UsageKind::from_str(&text).ok().filter(|kind| UsageKind::PUBLIC.contains(kind)));
    if kind == Some(None) {
        wrong.push(words::wrong_choice(words::RANK_BY));
    }
    let at = given("at").map(|text| format::parse_date(&text).ok_or(text));
    if let Some(Err(text)) = &at {
        wrong.push(words::wrong_day(text));
    }
    let asked = UsageAsked {
        grain: grain.and_then(Result::ok).unwrap_or_default(),
        at: at.and_then(Result::ok),
        kind: kind.flatten().unwrap_or_default(),
        whole: given("all").is_some(),
    };
    (asked, wrong)
}

fn address(path: &str, period: Period, kind: UsageKind) -> String {
    format!("{path}?grain={}&at={}&kind={kind}", period.grain, format::iso_date(period.start))
}

/// The same with every entry, sector and agency, at the list `id`.
fn whole(period: Period, kind: UsageKind, id: &str) -> String {
    format!("{}&all=1#{id}", address(PAGE, period, kind))
}

/// The page.
#[component]
pub fn UsagePage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(asked_of));
    let data = Resource::new_blocking(move || asked.get().0, usage);
    view! {
        <Title text=words::TITLE/>
        <div class="wrap stack">
            <Crumbs here=words::TITLE/>
            {loaded(data, move |report| {
                let (UsageAsked { whole, .. }, wrong) = asked.get_untracked();
                view! { <Report report wrong all=whole/> }.into_any()
            })}
        </div>
    }
}

#[component]
fn Report(
    report: UsageReport,
    wrong: Vec<String>,
    /// Every entry, sector and agency is told: the file and the API then tell them too.
    all: bool,
) -> impl IntoView {
    let UsageReport { period, kind, .. } = report;
    let since = report.since.map(format::date);
    let at = words::as_at(&format::date_time(report.at), since.as_deref());
    let notices = wrong.into_iter().map(|text| view! { <p class="notice" role="status">{text}</p> }).collect_view();
    let all = if all { "&all=1" } else { "" };
    let data = |path| format!("{}{all}", address(path, period, kind));
    let more = |listed: usize, used: u32, id, told: String| {
        let is_whole = u32::try_from(listed).is_ok_and(|shown| shown >= used);
        (!is_whole).then(|| (whole(period, kind, id), told))
    };
    let (sectors, owners) = (report.sectors_used, report.owners_used);
    let sectors = more(report.sectors.len(), sectors, SECTORS, words::all_sectors(sectors));
    let owners = more(report.owners.len(), owners, OWNERS, words::all_owners(owners));
    let (csv, api) = (data("/thong-ke/so-lieu.csv"), data("/api/v1/statistics/usage"));
    view! {
        <div class="head"><div><h1>{words::TITLE} ": " {words::period(period)}</h1><p>{words::LEAD}</p></div></div>
        {notices}
        <Choice period kind/>
        <Figures report=report.clone()/>
        <p class="sm muted">{at}</p>
        <Course slices=report.slices kind/>
        <Entries entries=report.entries used=report.used no_entry=report.no_entry period kind/>
        <div class="usage__cols">
            <Ranked id=SECTORS title=words::BY_SECTOR head=words::SECTOR values=report.sectors filter="sector"
                more=sectors/>
            <Ranked id=OWNERS title=words::BY_OWNER head=words::OWNER values=report.owners filter="agency"
                more=owners/>
        </div>
        <section class="sect" aria-labelledby="ai">
            <h2 id="ai">{words::WHO}</h2>
            <p class="sm muted">{words::NO_LIST}</p>
            <dl class="usage__who">
                <div><dt>{words::PUBLIC}</dt><dd class="num">{format::number(report.public)}</dd></div>
                <div><dt>{words::staff(report.staff_agencies)}</dt><dd class="num">{format::number(report.staff)}</dd></div>
                <div>
                    <dt>{words::sign_ins(report.sign_ins.before)}</dt>
                    <dd class="num">{format::number(report.sign_ins.count)}</dd>
                </div>
            </dl>
        </section>
        <section class="sect">
            <h2 id="khong-thay">{words::MISSED}</h2>
            <p class="muted">{words::missed(report.missed)}</p>
            {if report.missed_queries.is_empty() {
                view! { <p>{words::NO_MISSED}</p> }.into_any()
            } else {
                let lines = report
                    .missed_queries
                    .into_iter()
                    .map(|one| {
                        let href = format!("/danh-muc{}", search(&one.query));
                        view! { <tr><td><a href=href>{one.query}</a></td><td class="num">{format::number(one.count)}</td></tr> }
                    })
                    .collect_view();
                view! {
                    <div class="tablebox" tabindex="0" role="region" aria-labelledby="khong-thay">
                        <table class="table">
                            <thead><tr><th scope="col">{words::WORDS}</th><th scope="col" class="num">{words::COUNT}</th></tr></thead>
                            <tbody>{lines}</tbody>
                        </table>
                    </div>
                }
                    .into_any()
            }}
        </section>
        <p class="row">
            <a class="btn btn--quiet" rel="external" href=csv><IconView icon=Icon::Download/>{words::CSV}</a>
            <a class="btn btn--quiet" rel="external" href=api>{words::API}</a>
        </p>
    }
}

fn search(query: &str) -> String {
    let mut map = ParamsMap::new();
    map.insert("q".to_owned(), query.to_owned());
    map.to_query_string()
}

/// The period and the ranking: a form, and links to the periods beside.
#[component]
fn Choice(period: Period, kind: UsageKind) -> impl IntoView {
    let grains = Grain::iter()
        .map(|one| view! { <option value=one.to_string() selected={one == period.grain}>{words::grain(one)}</option> })
        .collect_view();
    let kinds = UsageKind::PUBLIC
        .map(|one| view! { <option value=one.to_string() selected={one == kind}>{words::kind(one)}</option> })
        .collect_view();
    let link = |to: Option<Period>, label| {
        to.map(|to| {
            let href = address(PAGE, to, kind);
            view! { <a class="btn btn--quiet" href=href>{label}</a> }
        })
    };
    let (earlier, later) = (link(period.before(), words::EARLIER), link(period.after(), words::LATER));
    view! {
        <Form method="GET" action=PAGE>
            <div class="usage__form">
                <label>{words::PERIOD}<select class="input" name="grain">{grains}</select></label>
                <label>{words::DAY_IN}<input class="input" type="date" name="at" value=format::iso_date(period.start)/></label>
                <label>{words::RANK_BY}<select class="input" name="kind">{kinds}</select></label>
                <button class="btn btn--2" type="submit">{words::SHOW}</button>
                {earlier}
                {later}
            </div>
        </Form>
    }
}

/// How often each thing was done; each figure opens the entries that it was done with.
#[component]
fn Figures(report: UsageReport) -> impl IntoView {
    let period = report.period;
    let figures = report
        .totals
        .into_iter()
        .map(|total| {
            let href = whole(period, total.kind, ENTRIES);
            view! {
                <div class="fig">
                    <a class="fig__n" href=href>{format::number(total.count)}<span class="vh">" " {words::kind(total.kind)}</span></a>
                    <span class="fig__l">{words::kind(total.kind)}</span>
                    <span class="fig__d">{words::before(total.before)}</span>
                </div>
            }
        })
        .collect_view();
    view! {
        <section aria-labelledby="so-lieu">
            <h2 id="so-lieu" class="vh">{words::FIGURES}</h2>
            <div class="figs">
                {figures}
                <div class="fig">
                    <span class="fig__n">{format::number(report.visitors)}</span>
                    <span class="fig__l">{words::VISITORS}</span>
                    <span class="fig__d">{words::before(report.visitors_before)}</span>
                </div>
            </div>
            <p class="sm muted">{words::VISITORS} ": " {words::VISITORS_HINT}</p>
        </section>
    }
}

/// The parts of the period; each opens its own statistics.
#[component]
fn Course(slices: Vec<UsageSlice>, kind: UsageKind) -> impl IntoView {
    let head = slices.first().and_then(|slice| slice.period).map_or(words::HOUR, |part| words::grain(part.grain));
    let link = Callback::new(move |(part,): (Period,)| address(PAGE, part, kind));
    view! {
        <section class="sect">
            <h2 id="dien-bien">{words::COURSE}</h2>
            <SliceTable slices head kind link region="dien-bien"/>
        </section>
    }
}

/// A line a part: its counts, and with its name a bar of the kind that is looked at, which so is in sight on a phone.
#[component]
pub fn SliceTable(
    slices: Vec<UsageSlice>,
    head: &'static str,
    kind: UsageKind,
    /// Where the name of a part leads.
    link: Callback<(Period,), String>,
    region: &'static str,
) -> impl IntoView {
    let place = UsageKind::PUBLIC.iter().position(|one| *one == kind).unwrap_or(0);
    let most = slices.iter().map(|slice| slice.counts[place]).max().unwrap_or(0);
    let lines = slices
        .into_iter()
        .map(|slice| {
            let name = match slice.period {
                Some(part) => view! { <a href=link.run((part,))>{words::period(part)}</a> }.into_any(),
                None => words::hour(slice.hour).into_any(),
            };
            let cells = slice.counts.map(|count| view! { <td class="num">{format::number(count)}</td> }).collect_view();
            view! {
                <tr>
                    <th scope="row" class="usage__bar">{name} <ShareBar part=slice.counts[place] whole=most/></th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    let heads =
        UsageKind::PUBLIC.map(|kind| view! { <th scope="col" class="num">{words::kind(kind)}</th> }).collect_view();
    view! {
        <div class="tablebox" tabindex="0" role="region" aria-labelledby=region>
            <table class="table">
                <thead><tr><th scope="col">{head}</th>{heads}</tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Entries(entries: Vec<UsedEntry>, used: u32, no_entry: u32, period: Period, kind: UsageKind) -> impl IntoView {
    let most = entries.first().map_or(0, |one| one.count);
    let is_whole = u32::try_from(entries.len()).is_ok_and(|shown| shown >= used);
    let none = entries.is_empty() && no_entry == 0;
    // With it the list adds up to the figure.
    let rest = (is_whole && no_entry > 0).then(|| {
        view! {
            <tr><th scope="row">{words::NO_ENTRY}</th><td></td><td class="num">{format::number(no_entry)}</td></tr>
        }
    });
    let all = (!is_whole)
        .then(|| view! { <p><a class="more" href=whole(period, kind, ENTRIES)>{words::all_of(used)}</a></p> });
    let lines = entries
        .into_iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row" class="usage__bar">
                        <a href=format!("/danh-muc/{}/su-dung", one.code)>{one.name}</a>
                        <ShareBar part=one.count whole=most/>
                    </th>
                    <td>{one.owner.name}</td>
                    <td class="num">{format::number(one.count)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="sect">
            <h2 id=ENTRIES>{words::MOST_USED} ": " {words::kind(kind)}</h2>
            {all}
            {if none {
                view! { <p class="muted">{words::NO_ENTRIES}</p> }.into_any()
            } else {
                view! {
                    <div class="tablebox" tabindex="0" role="region" aria-labelledby=ENTRIES>
                        <table class="table">
                            <thead>
                                <tr>
                                    <th scope="col">{words::ENTRY}</th>
                                    <th scope="col">{words::OWNER}</th>
                                    <th scope="col" class="num">{words::COUNT}</th>
                                </tr>
                            </thead>
                            <tbody>{lines} {rest}</tbody>
                        </table>
                    </div>
                }
                    .into_any()
            }}
        </section>
    }
}

/// Sectors or agencies by the use of their entries, each with the way to those entries.
#[component]
fn Ranked(
    id: &'static str,
    title: &'static str,
    head: &'static str,
    values: Vec<FacetValue>,
    filter: &'static str,
    /// The address of all of them, and how many there are, where not all are here.
    more: Option<(String, String)>,
) -> impl IntoView {
    let most = values.first().map_or(0, |one| one.count);
    let none = values.is_empty();
    let more = more.map(|(href, told)| view! { <p><a class="more" href=href>{told}</a></p> });
    let lines = values
        .into_iter()
        .map(|one| {
            // No filter names the entries without a sector.
            let name = match one.id.as_str() {
                "" => sector::NONE.into_any(),
                id => view! { <a href=format!("/danh-muc?{filter}={id}")>{one.name}</a> }.into_any(),
            };
            view! {
                <tr>
                    <th scope="row" class="usage__bar">
                        {name}
                        <ShareBar part=one.count whole=most/>
                    </th>
                    <td class="num">{format::number(one.count)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="sect">
            <h2 id=id>{title}</h2>
            {more}
            {if none {
                view! { <p class="muted">{words::NO_ENTRIES}</p> }.into_any()
            } else {
                view! {
                    <div class="tablebox" tabindex="0" role="region" aria-labelledby=id>
                        <table class="table">
                            <thead>
                                <tr><th scope="col">{head}</th><th scope="col" class="num">{words::COUNT}</th></tr>
                            </thead>
                            <tbody>{lines}</tbody>
                        </table>
                    </div>
                }
                    .into_any()
            }}
        </section>
    }
}
