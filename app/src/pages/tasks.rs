//! What waits for the person who is signed in.

use domain::campaign::{Task, TaskKind};
use domain::format;
use domain::id::AgencyId;
use domain::policy::Act;
use leptos::prelude::*;
use leptos_meta::Title;

use super::duty::mine;
use super::kept::ToKept;
use super::loaded;
use super::opinion::mine as asked_of_us;
use super::reports::mine as own_reports;
use crate::api::campaign::tasks;
use crate::api::duty::my_duties;
use crate::api::opinion::my_opinions;
use crate::api::report::my_reports;
use crate::session::use_session;
use crate::text::{agency_board as board, review as words, term};

/// My work.
#[component]
pub fn TasksPage() -> impl IntoView {
    let data = Resource::new_blocking(|| (), |()| tasks());
    let opinions = Resource::new_blocking(|| (), |()| my_opinions());
    let duties = Resource::new_blocking(|| (), |()| my_duties());
    let reports = Resource::new_blocking(|| (), |()| my_reports());
    view! {
        <Title text=words::MY_TASKS/>
        {loaded(data, |tasks| list(tasks).into_any())}
        {loaded(opinions, |lines| asked_of_us(lines).into_any())}
        {loaded(reports, |rows| own_reports(rows).into_any())}
        {loaded(duties, |rows| mine(rows).into_any())}
    }
}

fn list(tasks: Vec<Task>) -> impl IntoView {
    let none = tasks.is_empty();
    let cards =
        tasks.into_iter().map(|task| view! { <li class="task task--open"><TaskCard task/></li> }).collect_view();
    view! {
        <div class="wrap narrow">
            <div class="head"><div><h1>{words::MY_TASKS}</h1></div></div>
            {none.then(|| view! { <p>{words::NO_TASKS}</p> })}
            <ul class="tasks flat">{cards}</ul>
            {move || own_agency().map(|agency| view! { <ToKept agency/> })}
            <p><a href="/chi-so-don-vi">{board::LINK}</a></p>
        </div>
    }
}

/// The agency whose answers the person writes.
fn own_agency() -> Option<AgencyId> {
    let session = use_session()?;
    let agency = session.account.as_ref()?.agency.as_ref()?.id.clone();
    session.may(&Act::EditResponse(&agency)).then_some(agency)
}

/// Where a task is done.
fn address(task: &Task) -> String {
    let campaign = task.campaign.map(|key| format!("/ra-soat/{key}")).unwrap_or_else(|| "/ra-soat".to_owned());
    match task.kind {
        TaskKind::AnswerReview
        | TaskKind::AnswerReturned
        | TaskKind::AnswerQuestions
        | TaskKind::SettleTexts
        | TaskKind::ApproveResponse => format!("{campaign}/{}", task.agency.id),
        TaskKind::Appraise => match task.campaign {
            Some(key) => format!("/tham-dinh?nam={key}"),
            None => "/tham-dinh".to_owned(),
        },
        TaskKind::GiveOpinions => "/viec-cua-toi#y-kien".to_owned(),
        TaskKind::HandleOpinions => format!("{campaign}/y-kien"),
        TaskKind::CloseCampaign | TaskKind::CompileEdition => campaign,
        TaskKind::SubmitEdition | TaskKind::IssueEdition => format!("{campaign}/du-thao"),
        TaskKind::OpenCampaign => "/ra-soat".to_owned(),
        TaskKind::DecideRequests => "/thay-doi-dot-xuat".to_owned(),
        TaskKind::ImportCatalog => "/quan-tri/nhap-danh-muc".to_owned(),
    }
}

#[component]
fn TaskCard(task: Task) -> impl IntoView {
    let href = address(&task);
    let what = if task.due_again { term::DUE_AGAIN } else { words::DUE };
    let due = task.due_on.map(|day| format!("{what}: {}", format::weekday_date(day)));
    let left = task.days_left.map(words::days_left);
    let count = (task.count > 1).then(|| view! { <span class="count">{task.count}</span> });
    view! {
        <div class="task__top"><h2 class="h-small"><a href=href>{words::task(task.kind)}</a></h2>{count}</div>
        <p class="task__meta">
            <span>{task.campaign.map(words::campaign_title)}</span>
            <span>{task.agency.name}</span>
            <span>{due}</span>
            <b>{left}</b>
        </p>
    }
}
