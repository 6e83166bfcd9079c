//! The board of duties, agency by kind, and the list behind each of its numbers.

use domain::agency::AgencyRef;
use domain::duty::{AgencyDuties, DutyBoard, DutyCounts, DutyFilter, DutyKind, DutyList, DutyRow, DutySort, DutyState};
use domain::format;
use domain::indicator::{Figure, definition};
use domain::reminder::LedgerFilter;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use strum::IntoEnumIterator;

use super::indicators::FigureTag;
use super::ledger::{self, LEDGER};
use super::loaded;
use crate::api::duty::{duties, duty_board};
use crate::text::{duty as words, duty_urging as urging_words, indicator as figure_words, ledger as ledger_words};
use crate::ui::crumbs::Crumbs;
use crate::ui::duty_tag::{DutyTag, duty_tone};
use crate::ui::icon::{Icon, IconView};
use crate::ui::pager::Pager;
use crate::ui::tag::StateTag;

const BOARD: &str = "/theo-doi";
const LIST: &str = "/theo-doi/danh-sach";

fn address(path: &str, filter: &DutyFilter) -> String {
    let query = filter.query();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// What an address asks of the board: the kind, the state, the order.
type Asked = (Option<DutyKind>, Option<DutyState>, String);

/// The board.
#[component]
pub fn DutyBoardPage() -> impl IntoView {
    let query = use_query_map();
    let year = Memo::new(move |_| query.with(|query| DutyFilter::of(|name| query.get(name)).year));
    let data = Resource::new_blocking(move || year.get(), |year| async move { duty_board(year).await });
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let filter = DutyFilter::of(|name| query.get(name));
            (filter.kind, filter.state, query.get("sort").unwrap_or_default())
        })
    });
    view! {
        <Title text=words::BOARD/>
        <div class="wrap stack">
            <Crumbs here=words::BOARD/>
            {loaded(data, move |board| view! { <Board board asked=asked.into()/> }.into_any())}
        </div>
    }
}

#[component]
fn Board(board: DutyBoard, asked: Signal<Asked>) -> impl IntoView {
    let lead = if board.watches { words::BOARD_LEAD } else { words::OWN_LEAD };
    let (year, years) = (board.year, board.years.clone());
    let none = board.rows.is_empty() && year.is_none();
    let counts = board.counts.clone();
    let hint = words::on_time_hint(year, counts.on_time());
    let (figures, sees_overlaps) = (board.figures.clone(), board.sees_overlaps);
    let at = format::date_time(board.at);
    let downloads = move || {
        let (kind, state, _) = asked.get();
        view! { <Downloads filter=DutyFilter { kind, state, year, ..DutyFilter::default() }/> }
    };
    let table = move || {
        let (kind, state, order) = asked.get();
        let rows = board.arranged(kind, state, &order);
        view! { <BoardTable rows kind state year/> }
    };
    view! {
        <div class="head"><div><h1>{words::BOARD}</h1><p>{lead} " (" {at} ")"</p></div></div>
        {none.then(|| view! { <p>{words::NO_BOARD}</p> })}
        <States counts year/>
        <p class="sm muted">{hint}</p>
        <p>
            <a class="more" href="/theo-doi/do-moi">{words::DESK_FRESHNESS}</a> " · "
            <a class="more" href=LEDGER>{ledger_words::TITLE}</a>
        </p>
        <Desk figures sees_overlaps/>
        <BoardFilter asked year years/>
        {downloads}
        {table}
        <p class="sm"><a href="/quy-dinh-thoi-han">{words::RULES}</a></p>
    }
}

/// What the coordinator follows beside the duties; each figure opens its list.
#[component]
fn Desk(figures: Vec<Figure>, sees_overlaps: bool) -> impl IntoView {
    let lines = figures
        .into_iter()
        .filter_map(|figure| {
            let of = definition(figure.indicator, figure.version)?;
            let href = format!("/lanh-dao/chi-so/{}", figure.indicator);
            let made_of = figure_words::made_of(of, figure.amount).map(|text| format!(" ({text})"));
            Some(view! {
                <li>
                    <a href=href>{of.name}</a>
                    <b>{figure_words::amount(of, figure.amount)} {made_of}</b>
                    <FigureTag standing=figure.standing/>
                </li>
            })
        })
        .collect::<Vec<_>>();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="panel" aria-labelledby="theo-doi-them">
                <h2 id="theo-doi-them" class="h-small">{words::DESK}</h2>
                <ul class="flat desk">{lines}</ul>
                <p class="sm">
                    <a href="/ra-soat">{words::DESK_REVIEW}</a> " · "
                    {sees_overlaps.then(|| view! { <a href="/tham-dinh/trung-lap">{words::DESK_OVERLAPS}</a> " · " })}
                    <a href="/chi-so-don-vi">{words::DESK_AGENCY}</a>
                </p>
            </section>
        }
    })
}

/// The numbers of all, each a link to its list.
#[component]
fn States(counts: DutyCounts, year: Option<i32>) -> impl IntoView {
    let of_year = DutyFilter { year, ..DutyFilter::default() };
    let numbers = DutyState::iter()
        .map(|state| {
            let filter = DutyFilter { state: Some(state), ..of_year.clone() };
            let class = if state == DutyState::Late { "states__late" } else { "" };
            let count = format::number(counts.of(state));
            view! { <li class=class><a href=address(LIST, &filter)><b>{count}</b><span>{words::state(state)}</span></a></li> }
        })
        .collect_view();
    let share = counts.on_time_share();
    let counted = address(LIST, &DutyFilter { counted: true, ..of_year });
    view! {
        <ul class="states flat">
            <li><a href=counted><b>{share}</b><span>{words::on_time(year)}</span></a></li>
            {numbers}
        </ul>
    }
}

pub(super) fn select(
    name: &'static str,
    label: &'static str,
    chosen: String,
    options: Vec<(String, String)>,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(value, label)| {
            let selected = value == chosen;
            view! { <option value=value selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <label class="field"><span class="field__label">{label}</span><select class="input" name=name>{options}</select></label>
    }
}

fn kinds() -> Vec<(String, String)> {
    let named = DutyKind::iter().map(|kind| (kind.to_string(), words::kind(kind).to_owned()));
    std::iter::once((String::new(), words::ALL.to_owned())).chain(named).collect()
}

fn states() -> Vec<(String, String)> {
    let named = DutyState::iter().map(|state| (state.to_string(), words::state(state).to_owned()));
    std::iter::once((String::new(), words::ALL.to_owned())).chain(named).collect()
}

/// The years to choose from, with the one that is chosen.
pub(super) fn years_of(of: Vec<i32>, chosen: Option<i32>) -> Vec<(String, String)> {
    let other = chosen.filter(|year| !of.contains(year));
    let named = other.into_iter().chain(of).map(|year| (year.to_string(), year.to_string()));
    std::iter::once((String::new(), words::ALL_YEARS.to_owned())).chain(named).collect()
}

fn months() -> Vec<(String, String)> {
    let named = (1..=12_u8).map(|month| (month.to_string(), words::month(month)));
    std::iter::once((String::new(), words::ALL_MONTHS.to_owned())).chain(named).collect()
}

#[component]
fn BoardFilter(asked: Signal<Asked>, year: Option<i32>, years: Vec<i32>) -> impl IntoView {
    let (kind, state, order) = asked.get_untracked();
    let told = |code: Option<String>| code.unwrap_or_default();
    let orders = words::BOARD_SORTS.map(|(code, label)| (code.to_owned(), label.to_owned())).to_vec();
    view! {
        <Form method="GET" action=BOARD><div class="dutyfilter">
            {select("kind", words::KIND, told(kind.map(|kind| kind.to_string())), kinds())}
            {select("state", words::STATE, told(state.map(|state| state.to_string())), states())}
            {select("year", words::YEAR, told(year.map(|year| year.to_string())), years_of(years, year))}
            {select("sort", words::SORT, order, orders)}
            <button class="btn btn--2" type="submit">{words::FILTER}</button>
        </div></Form>
    }
}

/// What the page's filter leaves, as a file.
#[component]
fn Downloads(filter: DutyFilter) -> impl IntoView {
    let filter = DutyFilter { page: 0, ..filter };
    view! {
        <p class="row">
            <a class="btn btn--quiet" rel="external" href=address("/theo-doi/xuat.xlsx", &filter)><IconView icon=Icon::Download/>{words::XLSX}</a>
            <a class="btn btn--quiet" rel="external" href=address("/theo-doi/xuat.csv", &filter)><IconView icon=Icon::Download/>{words::CSV}</a>
        </p>
    }
}

/// Agency by kind. Each number is a link to its list.
#[component]
fn BoardTable(
    rows: Vec<AgencyDuties>,
    kind: Option<DutyKind>,
    state: Option<DutyState>,
    year: Option<i32>,
) -> impl IntoView {
    let none = rows.is_empty();
    let shown: Vec<DutyKind> = DutyKind::iter().filter(|one| kind.is_none_or(|kind| kind == *one)).collect();
    let heads = shown.iter().map(|kind| view! { <th scope="col">{words::kind(*kind)}</th> }).collect_view();
    let lines = rows
        .into_iter()
        .map(|row| {
            let agency = row.agency.id.to_string();
            let of_agency = DutyFilter { agency, kind, state, year, ..DutyFilter::default() };
            let cells = shown
                .iter()
                .map(|kind| {
                    let cell = row.cells.iter().find(|cell| cell.kind == *kind);
                    let counts = cell.map(|cell| cell.counts.clone()).unwrap_or_default();
                    let filter = DutyFilter { kind: Some(*kind), ..of_agency.clone() };
                    let class = if counts.total() == 0 { "not-phone" } else { "" };
                    view! { <td class=class><span class="lbl">{words::kind(*kind)}</span><CellStates counts filter/></td> }
                })
                .collect_view();
            let whole = address(LIST, &of_agency);
            let share = row.counts.on_time_share();
            let share = match row.counts.on_time() {
                (_, 0) => share.into_any(),
                _ => {
                    let counted = address(LIST, &DutyFilter { counted: true, ..of_agency });
                    view! { <a href=counted>{share}</a> }.into_any()
                }
            };
            view! {
                <tr>
                    <th scope="row"><a href=whole>{row.agency.name.clone()}</a></th>
                    {cells}
                    <td class="num"><span class="lbl">{words::on_time(year)}</span>{share}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        {none.then(|| view! { <p>{words::NONE}</p> })}
        <div class="tablebox" tabindex="0" role="region" aria-label=words::BOARD>
            <table class="table table--stack dutyboard">
                <thead><tr>
                    <th scope="col">{words::AGENCY}</th>
                    {heads}
                    <th scope="col" class="num">{words::on_time(year)}</th>
                </tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}

#[component]
fn CellStates(counts: DutyCounts, filter: DutyFilter) -> impl IntoView {
    let tags = counts
        .0
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(state, count)| {
            let href = address(LIST, &DutyFilter { state: Some(state), ..filter.clone() });
            let text = words::counted(state, count);
            view! { <li><a class="taglink" href=href><StateTag tone=duty_tone(state) text/></a></li> }
        })
        .collect_view();
    view! { <ul class="flat dutycell">{tags}</ul> }
}

/// The list behind a number.
#[component]
pub fn DutyListPage() -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(|query| DutyFilter::of(|name| query.get(name))));
    let data = Resource::new_blocking(move || filter.get(), |filter| async move { duties(filter).await });
    view! {
        <Title text=words::LIST/>
        <div class="wrap stack">
            <Crumbs trail=vec![(words::BOARD.to_owned(), BOARD.to_owned())] here=words::LIST/>
            <div class="head"><div><h1>{words::LIST}</h1></div></div>
            {loaded(data, move |list| view! { <Listed list filter=filter.get_untracked()/> }.into_any())}
        </div>
    }
}

#[component]
fn Listed(list: DutyList, filter: DutyFilter) -> impl IntoView {
    let page = list.duties;
    let (number, pages, total, rows) = (page.number, page.pages(), page.total, page.rows);
    let of_page = filter.clone();
    let href = Callback::new(move |(page,): (u32,)| address(LIST, &DutyFilter { page, ..of_page.clone() }));
    let pager = (pages > 1).then(|| view! { <Pager page=number pages total rows href/> });
    let of_agency = LedgerFilter { agency: filter.agency.clone(), ..LedgerFilter::default() };
    let urging = list.urges.then(|| format!("/theo-doi/don-doc/{}", format::encoded(&filter.agency)));
    let sent = (!filter.agency.is_empty()).then(|| {
        let urging = urging.map(|href| view! { <a class="more" href=href>{urging_words::TITLE}</a> " · " });
        view! { <p>{urging}<a class="more" href=ledger::address(LEDGER, &of_agency)>{ledger_words::OF_AGENCY}</a></p> }
    });
    view! {
        <ListFilter filter=filter.clone() agencies=list.agencies years=list.years/>
        <Downloads filter/>
        {sent}
        <p class="muted" role="status">{words::total(total)}</p>
        {(total == 0).then(|| view! { <p>{words::NONE}</p> })}
        <Rows rows=page.items/>
        {pager}
    }
}

#[component]
fn ListFilter(filter: DutyFilter, agencies: Vec<AgencyRef>, years: Vec<i32>) -> impl IntoView {
    let told = |code: Option<String>| code.unwrap_or_default();
    let named = agencies.into_iter().map(|agency| (agency.id.to_string(), agency.name));
    let named: Vec<(String, String)> =
        std::iter::once((String::new(), words::ALL_AGENCIES.to_owned())).chain(named).collect();
    let orders = DutySort::iter().map(|sort| (sort.to_string(), words::sort(sort).to_owned())).collect();
    view! {
        <Form method="GET" action=LIST><div class="dutyfilter">
            {(!filter.entry.is_empty()).then(|| view! { <input type="hidden" name="entry" value=filter.entry.clone()/> })}
            {(named.len() > 1).then(|| select("agency", words::AGENCY, filter.agency, named))}
            {select("kind", words::KIND, told(filter.kind.map(|kind| kind.to_string())), kinds())}
            {select("state", words::STATE, told(filter.state.map(|state| state.to_string())), states())}
            {select("year", words::YEAR, told(filter.year.map(|year| year.to_string())), years_of(years, filter.year))}
            {filter.year.map(|_| select("month", words::MONTH, told(filter.month.map(|month| month.to_string())), months()))}
            {select("sort", words::SORT, filter.sort.to_string(), orders)}
            <label class="check"><input type="checkbox" name="counted" value="1" checked=filter.counted/><span>{words::COUNTED}</span></label>
            <button class="btn btn--2" type="submit">{words::FILTER}</button>
        </div></Form>
    }
}

#[component]
fn Rows(rows: Vec<DutyRow>) -> impl IntoView {
    let lines = rows
        .into_iter()
        .map(|row| {
            let basis = words::basis(&row.document, row.article, row.clause);
            let target = row.is_target.then_some(words::TARGET_SHORT);
            let told = row.events.first().map(words::evidence).filter(|told| !told.is_empty());
            let due = format::date(row.days.due_on);
            let quiet = told.is_none().then_some("not-phone");
            let told = told.map(|told| view! { <span class="wrapany">{told}</span> });
            view! {
                <tr>
                    <th scope="row">
                        <a href=format!("/theo-doi/viec/{}", row.id)>{words::kind(row.kind)} ": " {row.name.clone()}</a>
                    </th>
                    <td><span class="lbl">{words::AGENCY}</span>{row.agency.name.clone()}</td>
                    <td><span class="lbl">{words::DUE}</span>{due}</td>
                    <td><span class="lbl">{words::STATE}</span><DutyTag row=row.clone()/></td>
                    <td><span class="lbl">{words::BASIS}</span><span>{basis} <br/> <span class="sm muted">{target}</span></span></td>
                    <td class=quiet><span class="lbl">{words::EVIDENCE}</span>{told}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="tablebox" tabindex="0" role="region" aria-label=words::LIST>
            <table class="table table--stack dutylist">
                <thead><tr>
                    <th scope="col">{words::ENTRY}</th><th scope="col">{words::AGENCY}</th><th scope="col">{words::DUE}</th>
                    <th scope="col">{words::STATE}</th><th scope="col">{words::BASIS}</th><th scope="col">{words::EVIDENCE}</th>
                </tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}
