//! The use of one entry: day by day, by who used it, month by month.

use domain::format;
use domain::id::EntryCode;
use domain::usage::{EntryUsage, EntryYear, Period, UsageKind, UsageSlice};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use time::Date;

use super::loaded;
use super::usage::SliceTable;
use crate::api::usage::entry_usage;
use crate::text::{common, usage as words};
use crate::ui::chart::{Bar, BarChart};
use crate::ui::crumbs::Crumbs;
use crate::ui::icon::{Icon, IconView};

/// What stands by a year's chart: the ids of its heading and of its drawing.
const YEARS: [(&str, &str); 2] = [("nguoi-dung", "ve-nguoi-dung"), ("nguoi-dung-truoc", "ve-nguoi-dung-truoc")];

/// The page of an entry's use.
#[component]
pub fn EntryUsagePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let code = Memo::new(move |_| EntryCode(params.with(|params| params.get("code")).unwrap_or_default()));
    let at = Memo::new(move |_| query.with(|query| query.get("at")).filter(|text| !text.trim().is_empty()));
    let data = Resource::new_blocking(
        move || (code.get(), at.get().and_then(|text| format::parse_date(&text))),
        |(code, day)| entry_usage(code, day),
    );
    view! {
        {loaded(data, move |data| {
            let wrong = at.get_untracked().filter(|_| data.month.is_none()).map(|text| words::wrong_day(&text));
            page(data, wrong).into_any()
        })}
    }
}

fn page(data: EntryUsage, wrong: Option<String>) -> impl IntoView {
    let title = format!("{}: {}", words::OWN, data.name);
    let own = format!("/danh-muc/{}", data.code);
    // The files tell the days that the page does.
    let asked = data.month.map(|month| at(month.start)).unwrap_or_default();
    let csv = format!("{own}/su-dung.csv{asked}");
    let api = format!("/api/v1/statistics/entries/{}{asked}", data.code);
    let here = format!("{own}/su-dung");
    let trail = vec![(common::CATALOG.to_owned(), "/danh-muc".to_owned()), (data.name.clone(), own.clone())];
    // Months before the first use say nothing.
    let used = data.months.iter().rposition(|month| month.counts.iter().any(|count| *count > 0));
    let months: Vec<_> = data.months.into_iter().take(used.map_or(0, |last| last + 1)).collect();
    let notice = wrong.map(|text| view! { <p class="notice" role="status">{text}</p> });
    let years = data.years.into_iter().filter(|year| year.classes.iter().any(|one| sum(&one.counts) > 0));
    let years = years.zip(YEARS).map(|(year, (id, chart))| view! { <Users year id chart/> }).collect_view();
    let back = data.month.map(|_| here.clone());
    let link = Callback::new(move |(part,): (Period,)| format!("{here}{}", at(part.start)));
    let nothing = months.is_empty() && data.month.is_none();
    let by_month = (!months.is_empty()).then(|| {
        view! {
            <div class="sect stack">
                <h2 id="theo-thang">{words::BY_MONTH}</h2>
                <p class="muted">{words::BY_MONTH_HINT}</p>
                <SliceTable slices=months head=words::MONTH kind=UsageKind::View link region="theo-thang"/>
            </div>
        }
    });
    view! {
        <Title text=title/>
        <div class="wrap stack">
            <Crumbs trail here=words::OWN/>
            <div class="head">
                <div>
                    <p class="code">{data.code.to_string()}</p>
                    <h1 id="su-dung">{words::OWN}</h1>
                    <p><a href=own>{data.name}</a></p>
                    <p class="muted">{words::OWN_LEAD}</p>
                </div>
            </div>
            {notice}
            {if nothing {
                view! { <p>{words::NOTHING}</p> }.into_any()
            } else {
                view! {
                    <div class="usage__cols">
                        <Days days=data.days month=data.month back/>
                        {years}
                    </div>
                    <p class="sm muted">{words::HOURS_NOTE} " " <a href="/thong-ke?grain=day">{words::HOURS}</a></p>
                    {by_month}
                }
                    .into_any()
            }}
            <p class="row">
                <a class="btn btn--quiet" rel="external" href=csv><IconView icon=Icon::Download/>{words::CSV}</a>
                <a class="btn btn--quiet" rel="external" href=api>{words::API}</a>
            </p>
            <p><a class="more" href="/thong-ke">{words::ALL_STATISTICS}</a></p>
        </div>
    }
}

/// What an address says of a month.
fn at(start: Date) -> String {
    format!("?at={}", format::iso_date(start))
}

fn sum(counts: &[u32; 5]) -> u64 {
    counts.iter().copied().map(u64::from).sum()
}

fn told(value: u64) -> String {
    format::number(i64::try_from(value).unwrap_or(i64::MAX))
}

/// The columns of a chart's table that tell the kinds apart.
fn kinds<'a>(counts: impl Iterator<Item = &'a [u32; 5]> + Clone) -> Vec<(String, Vec<String>)> {
    let column = |(place, kind): (usize, UsageKind)| {
        let cells: Vec<String> = counts.clone().map(|counts| format::number(counts[place])).collect();
        (words::kind(kind).to_owned(), cells)
    };
    UsageKind::PUBLIC.into_iter().enumerate().map(column).collect()
}

/// The days of a month, or the last ones; with the way back from a month.
#[component]
fn Days(days: Vec<UsageSlice>, month: Option<Period>, back: Option<String>) -> impl IntoView {
    let sums: Vec<(Date, u64)> = days.iter().filter_map(|day| Some((day.period?.start, sum(&day.counts)))).collect();
    let more = kinds(days.iter().map(|day| &day.counts));
    let bar = |(day, sum): &(Date, u64)| Bar {
        label: words::short_day(*day),
        value: Some(*sum),
        class: "action",
        list: None,
    };
    let bars: Vec<Bar> = sums.iter().map(bar).collect();
    let (title, desc) = (words::by_day(month), words::days_told(&sums));
    let heading = title.clone();
    let lead = desc.clone();
    view! {
        <section class="sect stack">
            <h2 id="theo-ngay">{heading}</h2>
            <p class="muted">{lead} {back.map(|href| view! { " " <a href=href>{words::LAST_DAYS}</a> })}</p>
            <BarChart id="ve-theo-ngay" title desc bars head=(words::DAY, words::ALL_USES) more write=told/>
        </section>
    }
}

/// Who used it in a year, by class, and to whom it may be told by agency.
#[component]
fn Users(year: EntryYear, id: &'static str, chart: &'static str) -> impl IntoView {
    let more = kinds(year.classes.iter().map(|one| &one.counts));
    let bars: Vec<Bar> = year
        .classes
        .iter()
        .map(|one| Bar {
            label: words::class(one.class).to_owned(),
            value: Some(sum(&one.counts)),
            class: "action",
            list: None,
        })
        .collect();
    let (title, desc) = (words::who_in(year.period), words::classes_told(&year));
    let (heading, lead) = (title.clone(), desc.clone());
    let lines = year.named.iter().map(|one| {
        let href = format!("/co-quan/{}", one.id);
        view! { <tr><th scope="row"><a href=href>{one.name.clone()}</a></th><td class="num">{format::number(one.count)}</td></tr> }
    });
    let lines = lines.collect_view();
    let named = (!year.named.is_empty()).then(|| {
        view! {
            <p class="sm muted">{words::NAMED_HINT}</p>
            <div class="tablebox" tabindex="0" role="region" aria-label=words::NAMED>
                <table class="table">
                    <thead><tr><th scope="col">{words::AGENCY}</th><th scope="col" class="num">{words::COUNT}</th></tr></thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <section class="sect stack">
            <h2 id=id>{heading}</h2>
            <p class="muted">{lead}</p>
            <BarChart id=chart title desc bars head=(words::USER, words::ALL_USES) more write=told/>
            {named}
        </section>
    }
}
