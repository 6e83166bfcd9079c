//! The appraiser's page: the queue, and one answer with its points to decide.

use domain::campaign::CampaignKey;
use domain::format;
use domain::id::AnswerId;
use domain::policy::{Act, authorize};
use domain::review::{AppraisalPage as Data, DueAgain, QueueFilter, QueuePlace};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::review::ActionFailure;
use super::talk::say_failure;
use super::{answers_of, loaded};
use crate::api::appraisal::{AcceptAll, AcceptKeeps, Decide, ReturnAnswer, Say, VerdictForm, appraisal};
use crate::api::opinion::{AskOpinions, HandleOpinion, WithdrawOpinion};
use crate::api::overlap::SettleOverlap;
use crate::error::{AppError, ErrorKind};
use crate::session::CurrentSession;
use crate::text::{common, error as error_words, opinion, overlap, queue as queue_words, review as words, term};
use crate::ui::icon::{Icon, IconView};
use crate::ui::tag::{StateTag, Tone};

mod going;
mod keeps;
mod keys;
mod opinions;
mod point;
mod queue;
mod verdict;

pub use going::{Goes, target_of};
use keys::Keys;
use point::Chosen;
pub use point::Plan;
use queue::{Queue, address, filter_of};

/// The actions of the page, which all make it read anew.
#[derive(Clone, Copy)]
pub struct Actions {
    pub decide: ServerAction<Decide>,
    pub accept_all: ServerAction<AcceptAll>,
    pub keeps: ServerAction<AcceptKeeps>,
    pub give_back: ServerAction<ReturnAnswer>,
    pub settle: ServerAction<SettleOverlap>,
    pub say: ServerAction<Say>,
    pub ask: ServerAction<AskOpinions>,
    pub handle: ServerAction<HandleOpinion>,
    pub withdraw: ServerAction<WithdrawOpinion>,
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
            ask: ServerAction::new(),
            handle: ServerAction::new(),
            withdraw: ServerAction::new(),
        }
    }

    fn answers(self) -> [Memo<usize>; 9] {
        let Self { decide, accept_all, keeps, give_back, settle, say, ask, handle, withdraw } = self;
        [
            answers_of(decide),
            answers_of(accept_all),
            answers_of(keeps),
            answers_of(give_back),
            answers_of(settle),
            answers_of(say),
            answers_of(ask),
            answers_of(handle),
            answers_of(withdraw),
        ]
    }

    fn failures(self) -> Vec<AppError> {
        let errors = [
            self.accept_all.value().get().and_then(Result::err),
            self.keeps.value().get().and_then(Result::err),
            self.give_back.value().get().and_then(Result::err),
            self.settle.value().get().and_then(Result::err),
            self.ask.value().get().and_then(Result::err),
            self.handle.value().get().and_then(Result::err),
            self.withdraw.value().get().and_then(Result::err),
        ];
        errors.into_iter().flatten().collect()
    }
}

/// What the address asks for: the year, the narrowing, the answer.
type Asked = (Option<CampaignKey>, QueueFilter, Option<AnswerId>);

fn asked() -> Memo<Asked> {
    let query = use_query_map();
    Memo::new(move |_| {
        query.with(|query| {
            let year = query.get("nam").and_then(|year| year.parse().ok());
            (year, filter_of(query), query.get("muc").and_then(|id| id.parse().ok()))
        })
    })
}

/// The appraiser's page.
#[component]
pub fn AppraisalPage() -> impl IntoView {
    let session = expect_context::<CurrentSession>().0;
    let asked = asked();
    let actions = Actions::new();
    let answers = actions.answers();
    let data = Resource::new_blocking(
        move || (asked.get(), answers.map(|of_one| of_one.get())),
        move |((year, filter, chosen), _)| async move {
            let session = session.await?;
            authorize(&session.actor(), &Act::SeeQueue).map_err(|refusal| match refusal {
                domain::policy::Refusal::SignIn => ErrorKind::SignIn,
                _ => ErrorKind::Forbidden,
            })?;
            let year = year.or(session.campaign).ok_or(ErrorKind::NotFound)?;
            appraisal(year, filter, chosen).await
        },
    );
    // What was accepted together is told of until one goes on.
    Effect::new(move |before: Option<Asked>| {
        let now = asked.get();
        if before.is_some_and(|before| before != now) {
            actions.keeps.clear();
            actions.accept_all.clear();
        }
        now
    });
    let failed = move || actions.failures().into_iter().map(|error| view! { <ActionFailure error/> }).collect_view();
    let undecided =
        move || actions.decide.value().get().and_then(Result::err).map(|error| view! { <NotDecided error/> });
    view! {
        <Title text=common::APPRAISAL/>
        <div class="wrap stack">
            {undecided}
            {failed}
            {move || say_failure(actions.say)}
            {loaded(data, move |data| {
                let (_, filter, _) = asked.get_untracked();
                view! { <Page data filter actions/> }.into_any()
            })}
        </div>
    }
}

/// Why a verdict was not given. Where the answer was given back or sent anew meanwhile, its form is there no more: what was
/// typed is shown here.
#[component]
fn NotDecided(error: AppError) -> impl IntoView {
    let typed: Option<VerdictForm> = error.kept();
    let of = typed.as_ref().map(|form| form.point.to_string()).unwrap_or_default();
    let typed = typed.filter(|_| matches!(error.kind, ErrorKind::Conflict(_)));
    let reason = typed.map(|form| form.reason).filter(|reason| !reason.is_empty());
    view! {
        <ActionFailure error of/>
        {reason.map(|reason| view! { <p class="lines">{error_words::TYPED} ": " {reason}</p> })}
    }
}

#[component]
fn Page(data: Data, filter: QueueFilter, actions: Actions) -> impl IntoView {
    let year = data.campaign.key;
    let chosen_id = data.chosen.as_ref().and_then(|chosen| chosen.answer.id);
    let way =
        |place: QueuePlace| address(year, &QueueFilter { page: place.page, ..filter.clone() }, Some(place.answer));
    let (before, after) = (data.beside.before.map(way), data.beside.after.map(way));
    let back = address(year, &filter, None);
    let sees_overlaps = data.sees_overlaps;
    let due_again = data.due_again.clone();
    let panes = match data.chosen.clone() {
        Some(chosen) => view! {
            <Keys chosen=true/>
            <div class="apage">
                <section class="apage__queue" aria-labelledby="hq"><Queue data filter chosen_id actions/></section>
                <section class="stack"><Chosen year chosen actions before after back/></section>
            </div>
        }
        .into_any(),
        None => view! {
            <Keys chosen=false/>
            <div class="row">
                <p class="muted">{words::CHOOSE_ANSWER}</p>
                {after.map(|href| view! {
                    <a class="btn btn--2 push" data-go="after" href=href>{queue_words::FIRST_OPEN}<IconView icon=Icon::Next/></a>
                })}
            </div>
            <section class="stack gap-3" aria-labelledby="hq"><Queue data filter chosen_id actions/></section>
        }
        .into_any(),
    };
    view! {
        <div class="panel__head">
            <h1>{common::APPRAISAL} " · " {words::campaign_title(year)}</h1>
            <span class="row">
                <a class="more" href=format!("/ra-soat/{year}/y-kien")>{opinion::TABLE}</a>
                {sees_overlaps.then(|| view! { <a class="more" href="/tham-dinh/trung-lap">{overlap::LIST_TITLE}</a> })}
            </span>
        </div>
        <Waiting rows=due_again/>
        {panes}
    }
}

/// Whose answers came back, and by when they are due again.
#[component]
fn Waiting(rows: Vec<DueAgain>) -> impl IntoView {
    let none = rows.is_empty();
    let lines = rows
        .into_iter()
        .map(|one| {
            let tone = if one.days_left < 0 { Tone::Bad } else { Tone::Warn };
            let line = term::of_agency(&one.agency.name, &format::date(one.due_on));
            view! { <li class="row gap-2"><span>{line}</span><StateTag tone text=words::days_left(one.days_left)/></li> }
        })
        .collect_view();
    (!none).then(|| {
        view! {
            <section class="panel stack gap-2" aria-labelledby="cho-gui-lai">
                <h2 id="cho-gui-lai" class="h-small">{term::WAITING}</h2>
                <ul class="flat stack gap-1">{lines}</ul>
            </section>
        }
    })
}
