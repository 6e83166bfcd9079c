//! The ledger: what was sent to whom, reminders and urging letters, with what became of the messages.

use domain::agency::AgencyRef;
use domain::format;
use domain::reminder::{LedgerFilter, LedgerKind, LedgerPage as Data, LedgerRow, LedgerSort, MailState, Sent};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use strum::IntoEnumIterator;

use super::duties::{select, years_of};
use super::ladder::mail_tone;
use super::loaded;
use crate::api::reminder::{LedgerView, ledger};
use crate::text::{duty, ledger as words, reminder};
use crate::ui::crumbs::Crumbs;
use crate::ui::icon::{Icon, IconView};
use crate::ui::pager::Pager;
use crate::ui::tag::StateTag;

pub const LEDGER: &str = "/theo-doi/so-nhac";

/// The address of what a filter leaves.
pub fn address(path: &str, filter: &LedgerFilter) -> String {
    let query = filter.query();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The page.
#[component]
pub fn LedgerPage() -> impl IntoView {
    let query = use_query_map();
    let filter = Memo::new(move |_| query.with(|query| LedgerFilter::of(|name| query.get(name))));
    let data = Resource::new_blocking(move || filter.get(), |filter| async move { ledger(filter).await });
    view! {
        <Title text=words::TITLE/>
        <div class="wrap stack">
            <Crumbs trail=vec![(duty::BOARD.to_owned(), "/theo-doi".to_owned())] here=words::TITLE/>
            {loaded(data, move |view| view! { <Listed view filter=filter.get_untracked()/> }.into_any())}
        </div>
    }
}

#[component]
fn Listed(view: LedgerView, filter: LedgerFilter) -> impl IntoView {
    let LedgerView { page: Data { rows, agencies, years, watches, urges }, mail } = view;
    let lead = if watches { words::LEAD } else { words::OWN_LEAD };
    let (number, pages, total, size) = (rows.number, rows.pages(), rows.total, rows.rows);
    let of_page = filter.clone();
    let href = Callback::new(move |(page,): (u32,)| address(LEDGER, &LedgerFilter { page, ..of_page.clone() }));
    let pager = (pages > 1).then(|| view! { <Pager page=number pages total rows=size href/> });
    let whole = LedgerFilter { page: 0, ..filter.clone() };
    let (xlsx, csv) = (address("/theo-doi/so-nhac/xuat.xlsx", &whole), address("/theo-doi/so-nhac/xuat.csv", &whole));
    view! {
        <div class="head"><div><h1>{words::TITLE}</h1><p>{lead}</p></div></div>
        <LedgerForm filter agencies years/>
        <p class="row">
            <a class="btn btn--quiet" rel="external" href=xlsx><IconView icon=Icon::Download/>{duty::XLSX}</a>
            <a class="btn btn--quiet" rel="external" href=csv><IconView icon=Icon::Download/>{duty::CSV}</a>
        </p>
        <p class="muted" role="status">{words::total(total)}</p>
        {if total == 0 {
            view! { <p>{words::NONE}</p> }.into_any()
        } else {
            view! { <Rows rows=rows.items mail urges/> }.into_any()
        }}
        {pager}
    }
}

#[component]
fn LedgerForm(filter: LedgerFilter, agencies: Vec<AgencyRef>, years: Vec<i32>) -> impl IntoView {
    let told = |code: Option<String>| code.unwrap_or_default();
    let all = |label: &str| std::iter::once((String::new(), label.to_owned()));
    let named = agencies.into_iter().map(|agency| (agency.id.to_string(), agency.name));
    let named: Vec<(String, String)> = all(duty::ALL_AGENCIES).chain(named).collect();
    let kinds = LedgerKind::iter().map(|kind| (kind.to_string(), words::kind(kind).to_owned()));
    let kinds: Vec<(String, String)> = all(duty::ALL).chain(kinds).collect();
    let mails = MailState::iter().map(|state| (state.to_string(), reminder::mail_state(state).to_owned()));
    let mails: Vec<(String, String)> = all(duty::ALL).chain(mails).collect();
    let orders = LedgerSort::iter().map(|sort| (sort.to_string(), words::sort(sort).to_owned())).collect();
    view! {
        <Form method="GET" action=LEDGER><div class="dutyfilter">
            {(named.len() > 1).then(|| select("agency", duty::AGENCY, filter.agency, named))}
            {select("year", words::YEAR, told(filter.year.map(|year| year.to_string())), years_of(years, filter.year))}
            {select("kind", words::KIND, told(filter.kind.map(|kind| kind.to_string())), kinds)}
            {select("mail", words::MAIL, told(filter.mail.map(|mail| mail.to_string())), mails)}
            {select("sort", duty::SORT, filter.sort.to_string(), orders)}
            <button class="btn btn--2" type="submit">{duty::FILTER}</button>
        </div></Form>
    }
}

#[component]
fn Rows(rows: Vec<LedgerRow>, mail: bool, urges: bool) -> impl IntoView {
    let lines = rows.into_iter().map(|row| view! { <Line row mail urges/> }).collect_view();
    view! {
        <div class="tablebox" tabindex="0" role="region" aria-label=words::TITLE>
            <table class="table table--stack dutylist">
                <thead><tr>
                    <th scope="col">{words::WHAT}</th><th scope="col">{duty::AGENCY}</th><th scope="col">{words::ABOUT}</th>
                    <th scope="col">{words::DAY}</th><th scope="col">{words::PEOPLE}</th><th scope="col">{words::MAILS}</th>
                </tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}

/// The addresses of a letter's file, where there is one, and of the page that it came from.
fn urging(row: &LedgerRow) -> Option<(Option<String>, String)> {
    let agency = &row.agency.id;
    match &row.sent {
        Sent::Letter { file, .. } => {
            let key = row.campaign?;
            let href = file.then(|| format!("/ra-soat/{key}/{agency}/don-doc.docx"));
            Some((href, format!("/ra-soat/{key}/don-doc")))
        }
        Sent::DutyLetter { id, .. } => {
            Some((Some(format!("/theo-doi/cong-van/{id}")), format!("/theo-doi/don-doc/{agency}")))
        }
        Sent::Step(_) | Sent::Opinion { .. } | Sent::DutyReminder { .. } => None,
    }
}

#[component]
fn Line(row: LedgerRow, mail: bool, urges: bool) -> impl IntoView {
    let recorded = words::recorded(&row).map(|text| view! { <br/><span class="sm muted">{text}</span> });
    let urging = urging(&row).filter(|_| urges).map(|(file, page)| {
        let file = file.map(|href| {
            let label = words::file_label(&row.agency.name);
            view! { <a rel="external" download=true href=href aria-label=label>{words::FILE}</a> " · " }
        });
        view! { <br/><span class="sm">{file}<a href=page>{words::TO_URGING}</a></span> }
    });
    let (counts, reasons) = words::mails(&row, mail);
    let none = counts.is_empty().then_some(words::NO_MAIL);
    let tags = counts
        .into_iter()
        .map(|(state, count)| {
            view! { <li><StateTag tone=mail_tone(state) text=reminder::mail_count(state, count)/></li> }
        })
        .collect_view();
    let reasons = reasons.into_iter().map(|why| view! { <li class="sm">{why}</li> }).collect_view();
    view! {
        <tr>
            <th scope="row">{words::what(&row)}</th>
            <td><span class="lbl">{duty::AGENCY}</span>
                <a href=address(LEDGER, &LedgerFilter { agency: row.agency.id.to_string(), ..LedgerFilter::default() })>
                    {row.agency.name.clone()}
                </a>
            </td>
            <td><span class="lbl">{words::ABOUT}</span><span><a href=words::address(&row)>{words::about(&row)}</a>{urging}</span></td>
            <td><span class="lbl">{words::DAY}</span><span>{format::date(row.day)}{recorded}</span></td>
            <td><span class="lbl">{words::PEOPLE}</span>{words::people(row.people)}</td>
            <td><span class="lbl">{words::MAILS}</span><span>{none}<ul class="flat dutycell">{tags}{reasons}</ul></span></td>
        </tr>
    }
}
