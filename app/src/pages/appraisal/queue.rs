//! The queue: a table that can be sorted while nothing is chosen, a list beside the chosen answer.

use std::sync::Arc;

use domain::campaign::CampaignKey;
use domain::format;
use domain::id::{AgencyId, AnswerId};
use domain::review::{
    AnswerKind, AppraisalPage as Data, Keeps, QUEUE_ROWS, QueueFilter, QueueRow, QueueSort, QueueWait,
};
use leptos::prelude::*;
use leptos::web_sys::FormData;
use leptos_router::components::Form;
use leptos_router::location::Url;
use leptos_router::params::ParamsMap;
use strum::IntoEnumIterator;

use super::Actions;
use super::keeps::KeepsTogether;
use crate::pages::opinion::named;
use crate::pages::review::AnswerTag;
use crate::pages::talk::TurnTag;
use crate::text::{opinion, queue as words, review};
use crate::ui::pager::Pager;
use crate::ui::tag::{StateTag, Tone};

/// The filter that an address says. What is no value of a filter does not narrow.
pub fn filter_of(query: &ParamsMap) -> QueueFilter {
    let get = |name| query.get(name).unwrap_or_default();
    QueueFilter {
        agency: get("co-quan"),
        all: !get("tat-ca").is_empty(),
        kind: get("loai").parse().ok(),
        waits: get("cho").parse().ok(),
        second: !get("vong").is_empty(),
        text: get("q"),
        sort: get("sap-xep").parse().unwrap_or_default(),
        page: get("trang").parse().unwrap_or(1),
    }
}

/// The address of an answer in the queue: only what narrows stands in it.
pub fn address(year: CampaignKey, filter: &QueueFilter, answer: Option<AnswerId>) -> String {
    let unless = |usual: bool, value: String| if usual { String::new() } else { value };
    let pairs = [
        ("nam", year.to_string()),
        ("co-quan", filter.agency.clone()),
        ("tat-ca", unless(!filter.all, "1".to_owned())),
        ("loai", filter.kind.map(|kind| kind.to_string()).unwrap_or_default()),
        ("cho", filter.waits.map(|waits| waits.to_string()).unwrap_or_default()),
        ("vong", unless(!filter.second, "2".to_owned())),
        ("q", filter.text.clone()),
        ("sap-xep", unless(filter.sort == QueueSort::default(), filter.sort.to_string())),
        ("trang", unless(filter.page <= 1, filter.page.to_string())),
        ("muc", answer.map(|id| id.to_string()).unwrap_or_default()),
    ];
    let said = pairs.iter().filter(|(_, value)| !value.is_empty());
    let query: Vec<String> = said.map(|(name, value)| format!("{name}={}", Url::escape(value))).collect();
    format!("/tham-dinh?{}", query.join("&"))
}

/// The queue with its narrowing, its order, and what is accepted at once.
#[component]
pub fn Queue(data: Data, filter: QueueFilter, chosen_id: Option<AnswerId>, actions: Actions) -> impl IntoView {
    let year = data.campaign.key;
    let (size, page, total) = (data.queue.len(), data.page, data.total);
    let pages = u32::try_from(total.div_ceil(QUEUE_ROWS.into())).unwrap_or(u32::MAX);
    let narrowed = filter.clone();
    let href = move |(page,): (u32,)| address(year, &QueueFilter { page, ..narrowed.clone() }, chosen_id);
    // All of an agency's are accepted together: not where some of them are out of sight.
    let narrows = filter.narrows();
    let keeps = if narrows { Keeps::default() } else { data.keeps.clone() };
    let passed = words::passed_over(keeps.own, keeps.asked, keeps.duplicate);
    let accepted = actions.keeps.value().get_untracked().and_then(Result::ok).map(words::accepted_keeps);
    let told: Vec<String> = accepted.into_iter().chain((!passed.is_empty()).then_some(passed)).collect();
    let told = (!told.is_empty()).then(|| told.join(" "));
    let rows = data.queue.clone();
    let empty = match (narrows, keeps.waiting) {
        (true, _) => words::NONE_LEFT,
        (false, 0) => review::QUEUE_EMPTY,
        (false, _) => words::ONLY_KEEPS,
    };
    let list = match chosen_id {
        _ if size == 0 => view! { <p>{empty}</p> }.into_any(),
        Some(chosen) => view! { <List year rows filter=filter.clone() chosen/> }.into_any(),
        None => view! { <Table year rows filter=filter.clone()/> }.into_any(),
    };
    view! {
        <div class="panel__head"><h2 id="hq" class="h-small">{review::QUEUE}</h2><span class="sm muted">{review::queue_size(total)}</span></div>
        <Narrowing data filter=filter.clone()/>
        <KeepsTogether year filter keeps actions/>
        <p class="sm muted told" role="status">{told}</p>
        {list}
        {(pages > 1).then(|| view! { <Pager page pages total rows=QUEUE_ROWS href=Callback::new(href)/> })}
    }
}

/// What narrows nothing stays out of the address, as does the button, which has no name.
fn only_said(data: &FormData) {
    data.delete("");
    for name in ["co-quan", "q", "loai", "cho"] {
        if data.get(name).as_string().is_some_and(|value| value.is_empty()) {
            data.delete(name);
        }
    }
}

#[component]
fn Narrowing(data: Data, filter: QueueFilter) -> impl IntoView {
    let agencies = data
        .agencies
        .into_iter()
        .map(|one| {
            let selected = one.id == AgencyId(filter.agency.clone());
            view! { <option value=one.id.to_string() selected=selected>{one.name}</option> }
        })
        .collect_view();
    let orders = QueueSort::iter()
        .map(|sort| {
            let selected = sort == filter.sort;
            view! { <option value=sort.to_string() selected=selected>{words::sort(sort)}</option> }
        })
        .collect_view();
    let kinds = AnswerKind::iter()
        .map(|kind| {
            let selected = filter.kind == Some(kind);
            view! { <option value=kind.to_string() selected=selected>{review::answer_kind(kind)}</option> }
        })
        .collect_view();
    let waits = QueueWait::iter()
        .map(|waits| {
            let selected = filter.waits == Some(waits);
            view! { <option value=waits.to_string() selected=selected>{words::waits(waits)}</option> }
        })
        .collect_view();
    let narrows = filter.narrows();
    let on_form_data: Arc<dyn Fn(&FormData)> = Arc::new(only_said);
    view! {
        <Form method="GET" action="/tham-dinh" on_form_data>
            <input type="hidden" name="nam" value=data.campaign.key.to_string()/>
            <div class="queuebar">
                <label class="vh" for="ap-cq">{review::AGENCY}</label>
                <select class="input" id="ap-cq" name="co-quan"><option value="">{review::EVERY_AGENCY}</option>{agencies}</select>
                <label class="vh" for="ap-sx">{words::SORT}</label>
                <select class="input" id="ap-sx" name="sap-xep">{orders}</select>
                <label class="check"><input type="checkbox" name="tat-ca" value="1" checked=filter.all/><span>{review::EVERYTHING}</span></label>
                <details class="toggle" open=narrows>
                    <summary>{words::MORE}</summary>
                    <div class="queuebar">
                        <label class="vh" for="ap-q">{words::TEXT}</label>
                        <input class="input" type="search" id="ap-q" name="q" value=filter.text placeholder=words::TEXT maxlength="200"/>
                        <label class="vh" for="ap-loai">{words::KIND}</label>
                        <select class="input" id="ap-loai" name="loai"><option value="">{words::EVERY_KIND}</option>{kinds}</select>
                        <label class="vh" for="ap-cho">{words::WAITS_ON}</label>
                        <select class="input" id="ap-cho" name="cho"><option value="">{words::ANYTHING}</option>{waits}</select>
                        <label class="check"><input type="checkbox" name="vong" value="2" checked=filter.second/><span>{words::SECOND}</span></label>
                    </div>
                </details>
                <button class="btn btn--2" type="submit">{review::FILTER}</button>
            </div>
        </Form>
    }
}

/// What waits beside a row's name: whose turn it is, which opinions, whether it came anew.
#[component]
fn Waits(row: QueueRow) -> impl IntoView {
    let opinions = opinion::counts(row.opinions);
    view! {
        <TurnTag turn=row.waits_on/>
        {(!opinions.is_empty()).then(|| view! { <StateTag tone=Tone::Warn text=opinions/> })}
        {row.is_renewed.then(|| view! { <StateTag tone=Tone::Info text=words::RENEWED/> })}
        {row.own.then(|| view! { <StateTag tone=Tone::Calm text=review::OWN_AGENCY/> })}
    }
}

#[component]
fn List(year: CampaignKey, rows: Vec<QueueRow>, filter: QueueFilter, chosen: AnswerId) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let href = address(year, &filter, Some(row.answer));
            let current = (row.answer == chosen).then_some("true");
            view! {
                <li>
                    <a href=href aria-current=current>
                        <b>{named(&row.name)}</b>
                        <span class="sm">{row.agency.name.clone()}</span>
                        <span class="queue__m">
                            <AnswerTag kind=Some(row.kind)/><Waits row=row.clone()/>
                            <span class="sm muted push">{review::points(row.decided, row.points)}</span>
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="queue flat panel panel--flush">{rows}</ol> }
}

/// A heading that sorts by its column.
#[component]
fn Sorted(year: CampaignKey, filter: QueueFilter, sort: QueueSort, label: &'static str) -> impl IntoView {
    let order = (filter.sort == sort).then_some(if sort.is_descending() { "descending" } else { "ascending" });
    let href = address(year, &QueueFilter { sort, page: 1, ..filter }, None);
    view! { <th scope="col" aria-sort=order><a href=href title=words::sort(sort)>{label}</a></th> }
}

#[component]
fn Table(year: CampaignKey, rows: Vec<QueueRow>, filter: QueueFilter) -> impl IntoView {
    let lines = rows
        .into_iter()
        .map(|row| {
            let href = address(year, &filter, Some(row.answer));
            let waits = row.waits_on.is_some() || row.opinions.blocks() || row.is_renewed || row.own;
            let quiet = (!waits).then_some("not-phone");
            // What stands for a code that is not given yet is words, and is set as words.
            let set = if row.code.is_some() { "code" } else { "sm muted" };
            let code = row.code.as_ref().map_or_else(|| words::NO_CODE.to_owned(), ToString::to_string);
            view! {
                <tr>
                    <th scope="row"><a href=href>{named(&row.name)}</a></th>
                    <td><span class="lbl">{words::CODE}</span><span class=set>{code}</span></td>
                    <td><span class="lbl">{review::AGENCY}</span>{row.agency.name.clone()}</td>
                    <td><span class="lbl">{words::ANSWER}</span><AnswerTag kind=Some(row.kind)/></td>
                    <td><span class="lbl">{words::SENT}</span>{row.submitted_on.map(format::date)}</td>
                    <td class="num"><span class="lbl">{words::OPEN}</span>{format!("{} / {}", row.open(), row.points)}</td>
                    <td class=quiet><span class="lbl">{words::WAITS}</span><span class="row gap-2"><Waits row/></span></td>
                </tr>
            }
        })
        .collect_view();
    let head = |sort, label| view! { <Sorted year filter=filter.clone() sort label/> };
    view! {
        <div class="tablebox" tabindex="0" role="region" aria-label=words::TABLE>
            <table class="table table--stack queuetable">
                <thead><tr>
                    <th scope="col">{words::NAME}</th>
                    {head(QueueSort::Code, words::CODE)}
                    {head(QueueSort::Agency, review::AGENCY)}
                    {head(QueueSort::Changed, words::ANSWER)}
                    {head(QueueSort::Waiting, words::SENT)}
                    {head(QueueSort::Open, words::OPEN)}
                    <th scope="col">{words::WAITS}</th>
                </tr></thead>
                <tbody class="queue">{lines}</tbody>
            </table>
        </div>
    }
}
