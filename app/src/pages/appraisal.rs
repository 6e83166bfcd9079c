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

    /// Which one came back last; `None` before one did on this page, which may tell of one that was sent without a script.
    fn last(self) -> RwSignal<Option<Which>> {
        let last = RwSignal::new(None);
        let Self { decide, accept_all, keeps, give_back, settle, say, ask, handle, withdraw } = self;
        let count = move || {
            [
                (Which::Decide, decide.version().get()),
                (Which::AcceptAll, accept_all.version().get()),
                (Which::Keeps, keeps.version().get()),
                (Which::GiveBack, give_back.version().get()),
                (Which::Settle, settle.version().get()),
                (Which::Say, say.version().get()),
                (Which::Ask, ask.version().get()),
                (Which::Handle, handle.version().get()),
                (Which::Withdraw, withdraw.version().get()),
            ]
        };
        Effect::new(move |before: Option<[(Which, usize); 9]>| {
            let now = count();
            if let Some(came) = before.and_then(|before| now.into_iter().find(|one| !before.contains(one))) {
                last.set(Some(came.0));
            }
            now
        });
        last
    }

    /// The failures of those whose form tells nothing itself.
    fn failures(self) -> Vec<(Which, AppError)> {
        let errors = [
            (Which::AcceptAll, self.accept_all.value().get().and_then(Result::err)),
            (Which::Keeps, self.keeps.value().get().and_then(Result::err)),
            (Which::GiveBack, self.give_back.value().get().and_then(Result::err)),
            (Which::Settle, self.settle.value().get().and_then(Result::err)),
            (Which::Ask, self.ask.value().get().and_then(Result::err)),
            (Which::Handle, self.handle.value().get().and_then(Result::err)),
            (Which::Withdraw, self.withdraw.value().get().and_then(Result::err)),
        ];
        errors.into_iter().filter_map(|(which, error)| Some((which, error?))).collect()
    }
}

/// One of the page's actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Decide,
    AcceptAll,
    Keeps,
    GiveBack,
    Settle,
    Say,
    Ask,
    Handle,
    Withdraw,
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
    // What failed before is told no more once something else was tried.
    let last = actions.last();
    let is_last = move |which: Which| last.get().is_none_or(|last| last == which);
    let failed = move || {
        let told = actions.failures().into_iter().filter(|(which, _)| is_last(*which));
        told.map(|(_, error)| view! { <ActionFailure error/> }).collect_view()
    };
    let undecided = move || {
        let error = actions.decide.value().get().and_then(Result::err).filter(|_| is_last(Which::Decide));
        error.map(|error| view! { <NotDecided error/> })
    };
    let unsaid = move || is_last(Which::Say).then(|| say_failure(actions.say));
    view! {
        <Title text=common::APPRAISAL/>
        <div class="wrap stack">
            {undecided}
            {failed}
            {unsaid}
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
