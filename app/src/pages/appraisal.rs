//! The appraiser's page: the queue, and one answer with its points to decide.

use domain::campaign::CampaignKey;
use domain::id::{AgencyId, AnswerId};
use domain::policy::{Act, authorize};
use domain::review::{AppraisalPage as Data, QueueFilter, QueueRow};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;

use super::loaded;
use super::review::{ActionFailure, AnswerTag};
use super::talk::{TurnTag, say_failure};
use crate::api::appraisal::{AcceptAll, AcceptKeeps, Decide, ReturnAnswer, Say, appraisal};
use crate::api::overlap::SettleOverlap;
use crate::error::{AppError, ErrorKind};
use crate::session::CurrentSession;
use crate::text::{common, overlap, review as words};

mod keys;
mod point;
mod verdict;

use keys::Keys;
use point::Chosen;

/// The actions of the page, which all make it read anew.
#[derive(Clone, Copy)]
pub struct Actions {
    pub decide: ServerAction<Decide>,
    pub accept_all: ServerAction<AcceptAll>,
    pub keeps: ServerAction<AcceptKeeps>,
    pub give_back: ServerAction<ReturnAnswer>,
    pub settle: ServerAction<SettleOverlap>,
    pub say: ServerAction<Say>,
}

impl Actions {
    fn new() -> Self {
        Self {
            decide: ServerAction::new(),
            accept_all: ServerAction::new(),
            keeps: ServerAction::new(),
            give_back: ServerAction::new(),
            settle: ServerAction::new(),
            say: ServerAction::new(),
        }
    }

    fn versions(self) -> [usize; 6] {
        let Self { decide, accept_all, keeps, give_back, settle, say } = self;
        let (decide, accept_all) = (decide.version().get(), accept_all.version().get());
        [
            decide,
            accept_all,
            keeps.version().get(),
            give_back.version().get(),
            settle.version().get(),
            say.version().get(),
        ]
    }

    fn failures(self) -> Vec<AppError> {
        let errors = [
            self.decide.value().get().and_then(Result::err),
            self.accept_all.value().get().and_then(Result::err),
            self.keeps.value().get().and_then(Result::err),
            self.give_back.value().get().and_then(Result::err),
            self.settle.value().get().and_then(Result::err),
        ];
        errors.into_iter().flatten().collect()
    }
}

/// What the address asks for: the year, the narrowing, the answer.
fn asked() -> Memo<(Option<CampaignKey>, QueueFilter, Option<AnswerId>)> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let filter = QueueFilter {
                agency: query.get("co-quan").unwrap_or_default(),
                all: query.get("tat-ca").is_some_and(|all| !all.is_empty()),
            };
            let year = query.get("nam").and_then(|year| year.parse().ok());
            (year, filter, query.get("muc").and_then(|id| id.parse().ok()))
        })
    })
}

/// The appraiser's page.
#[component]
pub fn AppraisalPage() -> impl IntoView {
    let session = expect_context::<CurrentSession>().0;
    let asked = asked();
    let actions = Actions::new();
    let data = Resource::new_blocking(
        move || (asked.get(), actions.versions()),
        move |((year, filter, chosen), _)| async move {
            let session = session.await?;
            authorize(&session.actor(), &Act::Appraise).map_err(|refusal| match refusal {
                domain::policy::Refusal::SignIn => ErrorKind::SignIn,
                _ => ErrorKind::Forbidden,
            })?;
            let year = year.or(session.campaign).ok_or(ErrorKind::NotFound)?;
            appraisal(year, filter, chosen).await
        },
    );
    let failed = move || actions.failures().into_iter().map(|error| view! { <ActionFailure error/> }).collect_view();
    view! {
        <Title text=common::APPRAISAL/>
        <div class="wrap stack">
            {failed}
            {move || say_failure(actions.say)}
            {loaded(data, move |data| {
                let (_, filter, _) = asked.get_untracked();
                view! { <Page data filter actions/> }.into_any()
            })}
        </div>
    }
}

/// The address of an answer in the queue.
fn address(year: CampaignKey, filter: &QueueFilter, answer: Option<AnswerId>) -> String {
    let all = if filter.all { "&tat-ca=1" } else { "" };
    let answer = answer.map(|id| format!("&muc={id}")).unwrap_or_default();
    format!("/tham-dinh?nam={year}&co-quan={}{all}{answer}", filter.agency)
}

#[component]
fn Page(data: Data, filter: QueueFilter, actions: Actions) -> impl IntoView {
    let year = data.campaign.key;
    let chosen_id = data.chosen.as_ref().and_then(|chosen| chosen.answer.id);
    let next =
        data.queue.iter().find(|row| Some(row.answer) != chosen_id).map(|row| address(year, &filter, Some(row.answer)));
    let back = address(year, &filter, None);
    let main = match data.chosen.clone() {
        Some(chosen) => view! { <Chosen year chosen actions next back/> }.into_any(),
        None => view! { <p class="muted">{words::CHOOSE_ANSWER}</p> }.into_any(),
    };
    let class = if data.chosen.is_some() { "apage__queue not-phone" } else { "apage__queue" };
    view! {
        <div class="panel__head">
            <h1>{common::APPRAISAL} " · " {words::campaign_title(year)}</h1>
            <a class="more" href="/tham-dinh/trung-lap">{overlap::LIST_TITLE}</a>
        </div>
        {chosen_id.is_some().then(|| view! { <Keys/> })}
        <div class="apage">
            <section class=class aria-labelledby="hq"><Queue data filter chosen_id actions/></section>
            <section class="stack">{main}</section>
        </div>
    }
}

#[component]
fn Queue(data: Data, filter: QueueFilter, chosen_id: Option<AnswerId>, actions: Actions) -> impl IntoView {
    let year = data.campaign.key;
    let size = data.queue.len();
    let keeps = data.keeps_waiting;
    let agency = filter.agency.clone();
    let rows = data
        .queue
        .into_iter()
        .map(|row| {
            let current = chosen_id == Some(row.answer);
            view! { <li><QueueLink href=address(year, &filter, Some(row.answer)) row current/></li> }
        })
        .collect_view();
    let agencies = data
        .agencies
        .into_iter()
        .map(|one| {
            let selected = one.id == AgencyId(agency.clone());
            view! { <option value=one.id.to_string() selected=selected>{one.name}</option> }
        })
        .collect_view();
    view! {
        <div class="panel__head"><h2 id="hq" class="h-small">{words::QUEUE}</h2><span class="sm muted">{words::queue_size(size)}</span></div>
        <Form method="GET" action="/tham-dinh">
            <input type="hidden" name="nam" value=year.to_string()/>
            <div class="stack gap-2">
                <label class="vh" for="ap-cq">{words::AGENCY}</label>
                <select class="input" id="ap-cq" name="co-quan"><option value="">{words::EVERY_AGENCY}</option>{agencies}</select>
                <label class="check"><input type="checkbox" name="tat-ca" value="1" checked=filter.all/><span>{words::EVERYTHING}</span></label>
                <button class="btn btn--2" type="submit">{words::FILTER}</button>
            </div>
        </Form>
        {(keeps > 0).then(|| view! {
            <ActionForm action=actions.keeps>
                <input type="hidden" name="year" value=year.to_string()/>
                <input type="hidden" name="agency" value=filter.agency.clone()/>
                <button class="btn btn--quiet" type="submit">{words::accept_keeps(keeps)}</button>
            </ActionForm>
        })}
        {(size == 0).then(|| view! { <p>{words::QUEUE_EMPTY}</p> })}
        <ol class="queue flat panel panel--flush">{rows}</ol>
    }
}

#[component]
fn QueueLink(row: QueueRow, href: String, current: bool) -> impl IntoView {
    let name = if row.name.is_empty() { words::UNNAMED.to_owned() } else { row.name };
    let own = row.own.then_some(words::OWN_AGENCY);
    view! {
        <a href=href aria-current=current.then_some("true")>
            <b>{name}</b>
            <span class="sm">{row.agency.name} " " {own}</span>
            <span class="queue__m"><AnswerTag kind=Some(row.kind)/><TurnTag turn=row.waits_on/><span class="sm muted push">{words::points(row.decided, row.points)}</span></span>
        </a>
    }
}
