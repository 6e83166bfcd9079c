//! Every opinion of a review in one table, to be read and printed.

use domain::campaign::CampaignKey;
use domain::format;
use domain::review::opinion::{OpinionLine, OpinionsPage as Data};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::loaded;
use super::opinion::{LateTag, OpinionTag, RemindedLines, named};
use crate::api::opinion::opinions;
use crate::error::ErrorKind;
use crate::text::{common, opinion as words, queue, review};
use crate::ui::crumbs::Crumbs;

/// The page.
#[component]
pub fn OpinionsPage() -> impl IntoView {
    let params = use_params_map();
    let year =
        Memo::new(move |_| params.with(|params| params.get("year")).and_then(|year| year.parse::<CampaignKey>().ok()));
    let data = Resource::new_blocking(
        move || year.get(),
        |year| async move {
            match year {
                Some(year) => opinions(year).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    view! { <div class="wrap stack">{loaded(data, |data| view! { <Table data/> }.into_any())}</div> }
}

#[component]
fn Table(data: Data) -> impl IntoView {
    let year = data.campaign.key;
    let campaign = review::campaign_title(year);
    let title = words::title(&campaign);
    let trail = vec![(common::REVIEWS.to_owned(), "/ra-soat".to_owned()), (campaign, format!("/ra-soat/{year}"))];
    let none = data.lines.is_empty();
    let rows = data.lines.into_iter().map(|line| view! { <Line line/> }).collect_view();
    view! {
        <Title text=title.clone()/>
        <Crumbs trail here=title.clone()/>
        <div class="head"><div>
            <h1>{title}</h1>
            <p>{words::TABLE_LEAD} " " <a href="/quy-che#dieu-8-khoan-2">{words::BY_CLAUSE}</a> "."</p>
        </div></div>
        {none.then(|| view! { <p>{words::NONE}</p> })}
        {(!none).then(|| view! {
            <div class="tablebox" tabindex="0" role="region" aria-label=words::TABLE>
                <table class="table table--stack">
                    <thead><tr>
                        <th scope="col">{words::ABOUT}</th><th scope="col">{words::ASKED}</th><th scope="col">{words::QUESTION}</th>
                        <th scope="col">{words::DUE}</th><th scope="col">{words::STAND}</th><th scope="col">{words::HANDLING_TEXT}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        })}
    }
}

#[component]
fn Line(line: OpinionLine) -> impl IntoView {
    let code = line.subject.code.as_ref().map_or_else(|| queue::NO_CODE.to_owned(), ToString::to_string);
    let asked = format!("{} {}, {}", words::ASKED_ON, format::date(line.asked_on), line.asked_by);
    let silence = words::silence(line.silence_agrees, line.days);
    let given = line.given_on.map(|day| format!("{}, {}", line.given_by, format::date(day)));
    let unhandled = line.handling.is_none().then_some("not-phone");
    let handled = line.handling.map(|handling| format!("{}: {}", words::handling(handling), line.handled_by));
    view! {
        <tr>
            <th scope="row"><span>
                <a href=format!("/y-kien/{}", line.id)>{named(&line.subject.name)}</a>
                <br/><span class="sm muted">{code} " · " {line.subject.of.name}</span>
            </span></th>
            <td><span class="lbl">{words::ASKED}</span><span>{line.asked.name}</span></td>
            <td><span class="lbl">{words::QUESTION}</span><span><span class="lines">{line.question}</span><br/><span class="sm muted">{asked}</span></span></td>
            <td><span class="lbl">{words::DUE}</span><span>{format::date(line.due_on)}<br/><span class="sm muted">{silence}</span>
                <RemindedLines reminded=line.reminded/></span></td>
            <td><span class="lbl">{words::STAND}</span><span>
                <OpinionTag state=line.state/> <LateTag is_late=line.is_late state=line.state/>
                <br/><span class="lines">{line.text}</span><br/><span class="sm muted">{given}</span>
            </span></td>
            <td class=unhandled><span class="lbl">{words::HANDLING}</span><span><span class="sm muted">{handled}</span><br/><span class="lines">{line.handling_text}</span></span></td>
        </tr>
    }
}
