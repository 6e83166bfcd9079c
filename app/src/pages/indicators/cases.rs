//! The list behind a figure.

use domain::indicator::{Amount, Case, Definition};
use domain::page::Page;
use leptos::prelude::*;

use super::Address;
use crate::text::{duty, indicator as words};
use crate::ui::icon::{Icon, IconView};
use crate::ui::pager::Pager;

/// The rows, a page of them.
#[component]
pub fn Cases(
    of: &'static Definition,
    cases: Page<Case>,
    /// Where the rows are those of one month: which, and what they add up to.
    month: Option<(u8, Option<Amount>)>,
    here: String,
    address: Address,
    /// The period is.
    over: bool,
) -> impl IntoView {
    let (total, pages, number, shown, period) = (cases.total, cases.pages(), cases.number, cases.rows, address.period);
    let rows = cases
        .items
        .into_iter()
        .map(|case| {
            let (text, href) = words::subject(&case, period, over);
            let subject = match href {
                Some(href) => view! { <a href=href>{text}</a> }.into_any(),
                None => text.into_any(),
            };
            view! {
                <tr>
                    <th scope="row"><span>{subject}</span></th>
                    <td><span class="lbl">{words::AGENCY}</span> {case.agency.name.clone()}</td>
                    <td class="num"><span class="lbl">{words::VALUE}</span> {words::adds(of, &case)}</td>
                </tr>
            }
        })
        .collect_view();
    let of_month = month.map(|(month, amount)| words::of_month(of, month, period, amount));
    let whole = month.map(|_| address.path(&here));
    let whole = whole.map(|href| view! { <p><a class="more" href=href>{words::WHOLE_YEAR}</a></p> });
    let narrowed = month.map(|(month, _)| format!("&thang={month}")).unwrap_or_default();
    let file = |ending: &str| {
        let path = format!("/lanh-dao/chi-so/{}/xuat.{ending}", of.indicator);
        format!("{}{narrowed}", address.path(&path))
    };
    let files = (total > 0).then(|| {
        view! {
            <p class="row not-print">
                <a class="btn btn--quiet" rel="external" href=file("xlsx")><IconView icon=Icon::Download/>{duty::XLSX}</a>
                <a class="btn btn--quiet" rel="external" href=file("csv")><IconView icon=Icon::Download/>{duty::CSV}</a>
            </p>
        }
    });
    let pager = (pages > 1).then(|| {
        let href = Callback::new(move |(page,): (u32,)| format!("{}{narrowed}&trang={page}", address.path(&here)));
        view! { <Pager page=number pages total rows=shown href/> }
    });
    let table = (total > 0).then(|| {
        view! {
            <div class="tablebox" tabindex="0" role="region" aria-labelledby="danh-sach">
                <table class="table table--stack">
                    <thead>
                        <tr>
                            <th scope="col">{words::SUBJECT}</th>
                            <th scope="col">{words::AGENCY}</th>
                            <th scope="col" class="num">{words::VALUE}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    });
    view! {
        <section class="sect stack">
            <h2 id="danh-sach">{words::CASES} {of_month} " " <span class="count" role="status">{words::rows(total)}</span></h2>
            {whole}
            {(total == 0).then(|| view! { <p>{words::NO_CASES}</p> })}
            {table}
            {files}
            {pager}
        </section>
    }
}
