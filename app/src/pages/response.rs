//! An agency's review: its entries to answer on, its proposals, and the way to the head and the coordinator.

use domain::campaign::CampaignKey;
use domain::check::check_keep;
use domain::format;
use domain::id::AgencyId;
use domain::review::{AnswerKind, AnswerView, ResponsePage as Data, Side, refused, turn_of};
use domain::workflow::ResponseStage;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::review::{ActionFailure, AnswerTag, ResponseTag, Returns, blocks, faults};
use super::{answers_of, clash, kept, loaded};
use crate::api::kept::TakeUp;
use crate::api::review::{AnswerSeveral, Approve, KeepAll, NothingToChange, response};
use crate::error::{AppError, ErrorKind};
use crate::text::{
    amendment, answering, common, course, error as error_words, kept as kept_words, last, review as words, talk,
};
use crate::ui::action_form::ActionForm;
use crate::ui::bar::StackBar;
use crate::ui::crumbs::Crumbs;
use crate::ui::icon::{Icon, IconView};
use crate::ui::notice::Notice;
use crate::ui::tag::{StateTag, Tone};

mod decide;
mod due;
mod several;
mod side;

use decide::{HeadPanel, NotApproved};
use due::DueNotice;
use several::{Tick, Ticked, Together};
use side::{Receipts, Side};

/// The year and the agency that an address names.
pub(super) fn named_in_address() -> Memo<Option<(CampaignKey, AgencyId)>> {
    let params = use_params_map();
    Memo::new(move |_| {
        let get = |name| params.with(|params| params.get(name));
        Some((get("year")?.parse().ok()?, AgencyId(get("agency")?)))
    })
}

/// The page of a response.
#[component]
pub fn ResponsePage() -> impl IntoView {
    let named = named_in_address();
    let keep_all = ServerAction::<KeepAll>::new();
    let nothing = ServerAction::<NothingToChange>::new();
    let together = ServerAction::<AnswerSeveral>::new();
    let approve = ServerAction::<Approve>::new();
    let refresh = Refresh(RwSignal::new(0));
    provide_context(refresh);
    let answers = [answers_of(keep_all), answers_of(nothing), answers_of(together), answers_of(approve)];
    let data = Resource::new_blocking(
        move || (named.get(), answers.map(|of_one| of_one.get()), refresh.0.get()),
        |(named, ..)| async move {
            match named {
                Some((year, agency)) => response(year, agency).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    // Once something was sent, what could not be sent for want of a session is told of no more.
    Effect::new(move |_| {
        let lost = |error: AppError| error.kind == ErrorKind::SignIn;
        let kept_all = || keep_all.value().get_untracked().and_then(Result::err);
        if matches!(together.value().get(), Some(Ok(_))) && kept_all().is_some_and(lost) {
            keep_all.clear();
        }
    });
    let failed = move || {
        let errors: [Option<AppError>; 2] =
            [keep_all.value().get().and_then(Result::err), nothing.value().get().and_then(Result::err)];
        errors.into_iter().flatten().map(|error| view! { <ActionFailure error/> }).collect_view()
    };
    let not_approved = move || approve.value().get().and_then(Result::err).map(|error| view! { <NotApproved error/> });
    view! {
        <div class="wrap review">
            {failed}
            {not_approved}
            {loaded(data, move |data| view! { <Response data keep_all nothing together approve/> }.into_any())}
        </div>
    }
}

/// Counts what was done within the page, which makes it read anew.
#[derive(Clone, Copy)]
struct Refresh(RwSignal<u32>);

/// Reads the page anew when an action of one of its parts succeeds.
fn refresh_after<S>(action: ServerAction<S>)
where
    S: leptos::server_fn::ServerFn<Output = (), Error = AppError> + Send + Sync + Clone + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: Send + Sync + 'static,
{
    let refresh = expect_context::<Refresh>();
    Effect::new(move |_| {
        if matches!(action.value().get(), Some(Ok(()))) {
            refresh.0.update(|done| *done += 1);
        }
    });
}

/// Whether an answer waits: none yet, or given back.
fn waits(answer: &AnswerView, returned_only: bool) -> bool {
    if returned_only { answer.returned } else { answer.draft.is_none() }
}

#[component]
fn Response(
    data: Data,
    keep_all: ServerAction<KeepAll>,
    nothing: ServerAction<NothingToChange>,
    together: ServerAction<AnswerSeveral>,
    approve: ServerAction<Approve>,
) -> impl IntoView {
    let mut data = data;
    // What was sent has its receipt on top: on a phone the column beside stands after all the answers.
    let sent = matches!(data.stage, ResponseStage::Submitted | ResponseStage::Accepted);
    let receipts = if sent { std::mem::take(&mut data.receipts) } else { Vec::new() };
    let cols = if receipts.is_empty() { "review__cols" } else { "review__cols review__cols--sent" };
    let year = data.campaign.key;
    let title = words::campaign_title(year);
    let trail = vec![(common::REVIEWS.to_owned(), "/ra-soat".to_owned()), (title.clone(), format!("/ra-soat/{year}"))];
    let again = data.again();
    let second_round = again.1 > 0;
    let (open, done): (Vec<AnswerView>, Vec<AnswerView>) =
        data.answers.clone().into_iter().partition(|answer| waits(answer, second_round));
    let comment = (!data.comment.is_empty()).then(|| data.comment.clone());
    let (answered, all) = if second_round { again } else { (data.answered(), data.answers.len()) };
    let parts = vec![("action", count(answered)), ("rest", count(all - answered))];
    let of_all = year.kind().wants_every_answer();
    let progress = match (second_round, of_all) {
        (true, _) => answering::again(answered, all),
        (false, true) => words::answered_of(answered, all),
        (false, false) => amendment::changes(data.changes()),
    };
    let reason = (!data.campaign.reason.is_empty()).then(|| data.campaign.reason.clone());
    view! {
        <Title text=format!("{title} · {}", data.agency.name)/>
        <Crumbs trail here=data.agency.name.clone()/>
        <div class="head">
            <div><p class="muted sm">{data.agency.name.clone()}</p><h1>{title}</h1></div>
            <ResponseTag stage=data.stage/>
        </div>
        <div class="due"><DueNotice campaign=data.campaign.clone() days_left=data.days_left answered_on=data.answered_on again=data.due_again/></div>
        {reason.map(|reason| view! { <p class="lines"><b>{amendment::REASON} ": "</b>{reason}</p> })}
        {comment.map(|comment| view! { <Notice tone=Tone::Warn><b>{words::COMMENT} ": "</b>{comment}</Notice> })}
        <div class=cols>
            <Receipts receipts key=year agency=data.agency.id.clone()/>
            <div class="stack gap-5">
                <section class="progress">
                    <h2>{progress.clone()}</h2>
                    {(of_all || second_round).then(|| view! { <StackBar parts label=progress/> })}
                </section>
                {(of_all && all == 0).then(|| view! { <p>{words::NO_ENTRIES}</p> })}
                <HeadPanel data=data.clone() approve/>
                <OpenAnswers data=data.clone() open second_round keep_all together/>
                <DoneAnswers data=data.clone() done second_round=second_round && !data.may_add/>
                <Proposals data=data.clone()/>
                <Nothing data=data.clone() nothing/>
            </div>
            <Side data=data.clone()/>
        </div>
        <Dock data/>
    }
}

fn count(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

#[component]
fn OpenAnswers(
    data: Data,
    open: Vec<AnswerView>,
    second_round: bool,
    keep_all: ServerAction<KeepAll>,
    together: ServerAction<AnswerSeveral>,
) -> impl IntoView {
    let size = open.len();
    if size == 0 {
        return ().into_any();
    }
    let of_all = data.campaign.key.kind().wants_every_answer();
    let title = match (second_round, of_all) {
        (true, _) => words::CAME_BACK,
        (false, true) => words::TO_ANSWER,
        (false, false) => amendment::MAY_CHANGE,
    };
    let (year, agency) = (data.campaign.key, data.agency.id.to_string());
    let keep = (data.may_edit && !second_round && of_all).then(|| {
        view! {
            <ActionForm action=keep_all>
                <input type="hidden" name="year" value=year.to_string()/>
                <input type="hidden" name="agency" value=agency/>
                <button class="btn btn--quiet" type="submit"><IconView icon=Icon::Check/>{words::keep_rest(size)}</button>
            </ActionForm>
        }
    });
    let ticked = Ticked::now(together);
    let several = (data.may_edit && open.iter().filter(|answer| answer.code.is_some()).count() > 1).then_some(ticked);
    let cards = open
        .into_iter()
        .map(|answer| {
            view! { <li class="task task--open"><AnswerCard data=data.clone() answer several=several.clone()/></li> }
        })
        .collect_view();
    let form = several.map(|ticked| view! { <Together data=data.clone() ticked action=together/> });
    view! {
        <section aria-labelledby="can">
            <div class="panel__head"><h2 id="can">{title} " " <span class="muted">{size}</span></h2>{keep}</div>
            {(!of_all && !second_round).then(|| view! { <p class="muted">{amendment::MAY_CHANGE_HINT}</p> })}
            <ul class="tasks flat">{cards}</ul>
            {form}
        </section>
    }
    .into_any()
}

/// The answers that are given. In a second round, which is about what came back, they are folded away.
#[component]
fn DoneAnswers(data: Data, done: Vec<AnswerView>, second_round: bool) -> impl IntoView {
    let size = done.len();
    let cards = done
        .into_iter()
        .map(|answer| view! { <li class="task"><AnswerCard data=data.clone() answer/></li> })
        .collect_view();
    let cards = view! { <ul class="tasks flat">{cards}</ul> };
    match (size, second_round) {
        (0, _) => ().into_any(),
        (_, true) => {
            view! { <details class="toggle toggle--printed"><summary>{course::not_again(size)}</summary>{cards}</details> }.into_any()
        }
        (_, false) => view! {
            <section aria-labelledby="xong">
                <h2 id="xong">{words::DONE} " " <span class="muted">{size}</span></h2>
                {cards}
            </section>
        }
        .into_any(),
    }
}

/// One entry or proposal of the list, with the way into it.
#[component]
fn AnswerCard(
    data: Data,
    answer: AnswerView,
    /// Where several are answered at once: what is ticked.
    #[prop(optional_no_strip)]
    several: Option<Ticked>,
) -> impl IntoView {
    let target = answer.target();
    let href = format!("/ra-soat/{}/{}/{target}", data.campaign.key, data.agency.id);
    let kind = answer.draft.as_ref().map(|draft| draft.kind);
    let editable = data.may_change(&answer);
    let label = match (editable, kind) {
        (false, _) => words::VIEW_ANSWER,
        (true, Some(AnswerKind::Modify | AnswerKind::Propose)) => words::OPEN_EDITOR,
        (true, _) => words::CHANGE_ANSWER,
    };
    // What waits for its first answer has a way for each.
    let has_link = !editable || kind.is_some();
    let items = answer.base.as_ref().map(|base| words::items(base.items.len()));
    let errors = blocks(&answer.errors).then(|| words::errors_left(faults(&answer.errors)));
    let may_keep = data.campaign.key.kind().appraises(AnswerKind::Keep);
    let in_force = answer.base.as_ref().filter(|_| may_keep && matches!(kind, None | Some(AnswerKind::Keep)));
    let lacks = in_force.and_then(check_keep).map(|remark| error_words::field_message(&remark));
    let waits_beside = data.beside(&answer).next().is_some();
    let asked = turn_of(&answer.points) == Some(Side::Agency);
    let returns = if answer.returned { answer.returns.clone() } else { Vec::new() };
    let refused = refused(&answer.points);
    let refused = (answer.returned && refused > 0).then(|| talk::points_refused(refused));
    let name = if answer.name.is_empty() { words::UNNAMED.to_owned() } else { answer.name.clone() };
    let code = answer.code.as_ref().map(ToString::to_string);
    let saved = answer.saved_at.map(|at| words::saved(&format::date_time(at), answer.version));
    view! {
        <div class="task__top" id=target.to_string()>
            <h3>{name.clone()}</h3>
            <AnswerTag kind/>
        </div>
        <p class="task__meta">
            <span class="code">{code}</span>
            <span>{items}</span>
            <span>{answer.last_year.as_ref().map(last::short)}</span>
            <span>{saved}</span>
        </p>
        <Returns returns/>
        {refused.map(|refused| view! { <p class="task__note"><IconView icon=Icon::Warning/>{refused}</p> })}
        {waits_beside.then(|| view! { <clash::WaitingInList data=data.clone() answer=answer.clone()/> })}
        {asked.then(|| view! { <p class="task__note"><IconView icon=Icon::Warning/>{talk::HAS_QUESTIONS}</p> })}
        {errors.map(|errors| view! { <p class="task__note"><IconView icon=Icon::Warning/>{errors}</p> })}
        {lacks.map(|lacks| view! {
            <p class="task__note"><IconView icon=Icon::Warning/>{words::answer_kind(AnswerKind::Keep)} ": " {lacks}</p>
        })}
        {several.map(|ticked| view! { <Tick answer=answer.clone() name=name.clone() ticked/> })}
        {(editable && kind.is_none()).then(|| view! {
            <decide::QuickChoice year=data.campaign.key agency=data.agency.id.clone() target=target.clone() version=answer.version name=name.clone()/>
        })}
        {has_link.then(|| view! {
            <div class="task__act">
                <a class="btn btn--quiet" href=href>
                    {editable.then(|| view! { <IconView icon=Icon::Pencil/> })}{label}<span class="vh">": " {name}</span>
                </a>
            </div>
        })}
    }
}

#[component]
fn Proposals(data: Data) -> impl IntoView {
    let size = data.proposals.len();
    let add = format!("/ra-soat/{}/{}/de-xuat-moi", data.campaign.key, data.agency.id);
    let may_add = data.may_add;
    if size == 0 && data.kept.is_empty() && !may_add {
        return ().into_any();
    }
    let take = ServerAction::<TakeUp>::new();
    refresh_after(take);
    let failed = move || take.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    let (year, agency) = (data.campaign.key, data.agency.id.clone());
    let of_agency = agency.clone();
    let kept = data.kept.clone().into_iter().map(move |kept| {
        let agency = agency.clone();
        view! { <li class="task"><kept::Card kept agency campaign=Some(year) take editable=true/></li> }
    });
    let kept = kept.collect_view();
    let keeps = !data.kept.is_empty();
    let cards = data
        .proposals
        .clone()
        .into_iter()
        .map(|answer| view! { <li class="task"><AnswerCard data=data.clone() answer/></li> })
        .collect_view();
    view! {
        <section aria-labelledby="dx">
            <h2 id="dx">{words::NEW_PROPOSALS} " " <span class="muted">{size}</span></h2>
            <ul class="tasks flat">{cards}</ul>
            {failed}
            {keeps.then(|| view! { <h3 class="h-small">{kept_words::TITLE}</h3><ul class="tasks flat">{kept}</ul> })}
            {may_add.then(|| view! { <kept::ToKept agency=of_agency/> })}
            {may_add.then(|| view! {
                <p class="agroup"><a class="btn btn--2" href=add><IconView icon=Icon::Plus/>{words::ADD_PROPOSAL}</a></p>
            })}
        </section>
    }
    .into_any()
}

/// «Nothing to change» is an answer of its own.
#[component]
fn Nothing(data: Data, nothing: ServerAction<NothingToChange>) -> impl IntoView {
    let keep = |answer: &AnswerView| answer.draft.as_ref().is_none_or(|draft| draft.kind == AnswerKind::Keep);
    let of_all = data.campaign.key.kind().wants_every_answer();
    let possible = of_all && data.may_edit && data.proposals.is_empty() && data.answers.iter().all(keep);
    let said = data.nothing_to_change;
    let label = if said { words::NOTHING_UNSET } else { words::NOTHING_SET };
    view! {
        {said.then(|| view! { <p><StateTag tone=Tone::Ok text=words::NOTHING_DONE/></p> })}
        {possible.then(|| view! {
            <section class="panel stack gap-2" aria-labelledby="khong">
                <h2 id="khong" class="h-small">{words::NOTHING_TITLE}</h2>
                <p class="sm muted">{words::NOTHING_HINT}</p>
                <ActionForm action=nothing>
                    <input type="hidden" name="year" value=data.campaign.key.to_string()/>
                    <input type="hidden" name="agency" value=data.agency.id.to_string()/>
                    <input type="hidden" name="nothing" value=(!said).to_string()/>
                    <button class="btn btn--2" type="submit">{label}</button>
                </ActionForm>
            </section>
        })}
    }
}

/// The step that comes next, at the foot of the screen.
#[component]
fn Dock(data: Data) -> impl IntoView {
    let href = format!("/ra-soat/{}/{}/kiem-tra", data.campaign.key, data.agency.id);
    data.may_propose.then(|| {
        view! {
            <div class="dock" role="region" aria-label=words::CHECK_BEFORE>
                <div class="wrap"><a class="btn push" href=href>{words::CHECK_BEFORE}<IconView icon=Icon::Next/></a></div>
            </div>
        }
    })
}
