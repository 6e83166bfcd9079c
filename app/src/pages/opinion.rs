//! Opinions of other agencies: how one is shown, what an asked agency reads and answers, and the list of what it is asked.

use domain::agency::AgencyRef;
use domain::catalog::Lists;
use domain::change::{Change, Place};
use domain::format;
use domain::id::OpinionId;
use domain::review::AnswerKind;
use domain::review::opinion::{
    AskedPage as Data, Handled, Opinion, OpinionLine, OpinionState, Proposed, Reminded, Stand, Statement,
    check_statement,
};
use leptos::html;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use strum::IntoEnumIterator;
use time::Date;

use super::appraisal::{Goes, Plan, target_of};
use super::diff_view::ChangeDiff;
use super::remarks::Remarks;
use super::review::{ActionFailure, AnswerTag, FromDay};
use super::{answers_of, loaded};
use crate::api::opinion::{GiveOpinion, asked};
use crate::error::{AppError, ErrorKind};
use crate::text::{catalog, opinion as words, reminder, review};
use crate::ui::action_form::ActionForm;
use crate::ui::crumbs::Crumbs;
use crate::ui::field::{Control, Field};
use crate::ui::notice::Notice;
use crate::ui::tag::{StateTag, Tone};

/// How a request stands, as a tag.
#[component]
pub fn OpinionTag(state: OpinionState) -> impl IntoView {
    let tone = match state {
        OpinionState::Waiting | OpinionState::Remarks => Tone::Warn,
        OpinionState::SilentAgreement | OpinionState::Agree => Tone::Ok,
        OpinionState::Disagree => Tone::Bad,
        OpinionState::Withdrawn => Tone::Calm,
    };
    view! { <StateTag tone text=words::state(state)/> }
}

/// Whether it is late, as a tag.
#[component]
pub fn LateTag(is_late: bool, state: OpinionState) -> impl IntoView {
    let text = if state == OpinionState::Waiting { words::LATE } else { words::GIVEN_LATE };
    is_late.then(|| view! { <StateTag tone=Tone::Bad text/> })
}

/// A request with all that was said and written of it.
#[component]
pub fn OpinionView(opinion: Opinion, today: Date) -> impl IntoView {
    let (state, is_late) = (opinion.state(today), opinion.is_late(today));
    let due = format!("{}: {}. ", words::DUE, format::weekday_date(opinion.due_on));
    let silence = words::silence(opinion.silence_agrees, opinion.days);
    let asked = words::asked_by(&opinion.asked_by, &format::date_time(opinion.asked_at), opinion.round);
    let unhandled =
        opinion.is_unhandled().then(|| view! { <p><StateTag tone=Tone::Warn text=words::NOT_HANDLED/></p> });
    let back = opinion.withdrawal.clone().map(|back| {
        let line = words::line(words::state(OpinionState::Withdrawn), &back.who, &format::date_time(back.at));
        view! { <div><p class="sm muted">{line}</p><p class="lines">{back.reason}</p></div> }
    });
    let said = opinion.statements.clone().into_iter().map(|said| view! { <Said said/> }).collect_view();
    view! {
        <div class="row gap-2"><OpinionTag state/><LateTag is_late state/></div>
        <div><p class="sm muted">{asked}</p><p class="lines">{opinion.question}</p></div>
        <p class="sm">{due} {silence}</p>
        <RemindedLines reminded=opinion.reminded/>
        <div class="talk stack gap-2">{said}{back}</div>
        {unhandled}
    }
}

/// The reminders that were sent, a line each.
#[component]
pub fn RemindedLines(reminded: Vec<Reminded>) -> impl IntoView {
    let line = |one: Reminded| {
        let step = reminder::step(one.step);
        words::reminded(&step.to_lowercase(), &format::date_time(one.at), one.recipients)
    };
    reminded.into_iter().map(|one| view! { <p class="sm muted">{line(one)}</p> }).collect_view()
}

#[component]
fn Said(said: Statement) -> impl IntoView {
    let line = words::line(words::stand(said.stand), &said.who, &format::date_time(said.at));
    let handled = said.handled.into_iter().map(|handled| view! { <HandledLine handled/> }).collect_view();
    view! {
        <div><p class="sm"><b>{line}</b></p>{(!said.text.is_empty()).then(|| view! { <p class="lines">{said.text}</p> })}</div>
        {handled}
    }
}

#[component]
fn HandledLine(handled: Handled) -> impl IntoView {
    let line = words::line(words::handling(handled.handling), &handled.who, &format::date_time(handled.at));
    view! { <div><p class="sm muted">{line}</p><p class="lines">{handled.text}</p></div> }
}

/// What the visitor's agency is asked, what waits for it first; nothing where it is asked nothing.
pub fn mine(lines: Vec<OpinionLine>) -> impl IntoView {
    let rows = lines
        .into_iter()
        .map(|line| {
            let due = format!("{}: {}", words::DUE, format::weekday_date(line.due_on));
            let class = if line.state == OpinionState::Waiting { "task task--open" } else { "task" };
            let silence = words::silence(line.silence_agrees, line.days);
            let silence = (line.state == OpinionState::Waiting).then_some(silence);
            view! {
                <li class=class>
                    <div class="task__top">
                        <h3><a href=format!("/y-kien/{}", line.id)>{named(&line.subject.name)}</a></h3>
                        <OpinionTag state=line.state/>
                        <LateTag is_late=line.is_late state=line.state/>
                    </div>
                    <p class="task__meta"><span>{line.subject.of.name}</span><span>{due}</span><span>{silence}</span></p>
                </li>
            }
        })
        .collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="wrap narrow stack agroup" aria-labelledby="y-kien">
                <h2 id="y-kien">{words::MINE}</h2>
                <p>{words::MINE_LEAD}</p>
                <ul class="tasks flat">{rows}</ul>
            </section>
        }
    })
}

/// The name of an entry, or that it has none yet.
pub fn named(name: &str) -> String {
    if name.is_empty() { review::UNNAMED.to_owned() } else { name.to_owned() }
}

/// What an asked agency reads and answers.
#[component]
pub fn OpinionPage() -> impl IntoView {
    let params = use_params_map();
    let give = ServerAction::<GiveOpinion>::new();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<OpinionId>().ok()));
    let given = answers_of(give);
    let data = Resource::new_blocking(
        move || (id.get(), given.get()),
        |(id, _)| async move {
            match id {
                Some(id) => asked(id).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    view! {
        <div class="wrap stack">
            {loaded(data, move |data| view! { <Asked data give/> }.into_any())}
        </div>
    }
}

#[component]
fn Asked(data: Data, give: ServerAction<GiveOpinion>) -> impl IntoView {
    let name = named(&data.subject.name);
    let title = words::give(&name);
    let trail = vec![(review::MY_TASKS.to_owned(), "/viec-cua-toi".to_owned())];
    let waits = data.state == OpinionState::Waiting && !data.is_over;
    let due = format!("{}: {}. ", words::DUE, format::weekday_date(data.opinion.due_on));
    let silence = words::silence(data.opinion.silence_agrees, data.opinion.days);
    let tone = if data.days_left < 0 { Tone::Bad } else { Tone::Warn };
    let asked = words::asked_by(&data.opinion.asked_by, &format::date_time(data.opinion.asked_at), data.opinion.round);
    let said = data.opinion.statements.clone();
    let back = data.opinion.withdrawal.clone().map(|back| {
        let line = words::line(words::state(OpinionState::Withdrawn), &back.who, &format::date_time(back.at));
        view! { <Notice tone=Tone::Info><b>{line}</b> " " {back.reason}</Notice> }
    });
    let has_said = !said.is_empty();
    let said = said.into_iter().map(|said| view! { <Said said/> }).collect_view();
    view! {
        <Title text=title.clone()/>
        <Crumbs trail here=words::GIVE/>
        <div class="head">
            <div>
                <p class="sm muted">
                    <span class="code">{data.subject.code.as_ref().map(ToString::to_string)}</span> " " {data.subject.of.name.clone()}
                    " · " {review::campaign_title(data.subject.campaign)}
                </p>
                <h1>{title}</h1>
            </div>
            <OpinionTag state=data.state/>
            <LateTag is_late=data.is_late state=data.state/>
        </div>
        {waits.then(|| view! { <Notice tone><b>{review::days_left(data.days_left)} ". "</b>{due} {silence}</Notice> })}
        {back}
        {data.is_over.then(|| view! { <Notice tone=Tone::Info>{words::OVER}</Notice> })}
        <section class="panel stack gap-2" aria-labelledby="hoi">
            <h2 id="hoi" class="h-small">{words::QUESTION} ": " {data.opinion.asked.name.clone()}</h2>
            <p class="sm muted">{asked}</p>
            <p class="lines">{data.opinion.question.clone()}</p>
        </section>
        <Proposal data=data.clone()/>
        {has_said.then(|| view! {
            <section class="panel stack gap-2" aria-labelledby="da-gui"><h2 id="da-gui" class="h-small">{words::SAID}</h2>{said}</section>
        })}
        {data.may_state.then(|| view! { <GiveForm id=data.opinion.id again=has_said give/> })}
    }
}

/// The answer as it is proposed, old and new beside each other.
#[component]
fn Proposal(data: Data) -> impl IntoView {
    let kind = data.subject.kind;
    let none = data.proposed.is_empty();
    // Where its fields are points, the plan is read there.
    let planned = data.proposed.iter().any(|one| one.place.as_ref().is_some_and(Place::is_of_plan));
    let plan = data.plan.filter(|_| !planned);
    let places = data
        .proposed
        .into_iter()
        .map(|one| {
            let target = target_of(data.going.as_deref(), &one.new).filter(|_| one.place.is_none());
            view! { <Part one kind target lists=data.lists.clone() agencies=data.agencies.clone()/> }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="de-nghi">
            <div class="panel__head"><h2 id="de-nghi">{words::READ}</h2><AnswerTag kind=Some(kind)/></div>
            <p class="sm muted">{words::READ_LEAD}</p>
            {none.then(|| view! { <p>{words::NO_PROPOSAL}</p> })}
            <FromDay kind=Some(kind) day=data.effective/>
            {(!data.reason.is_empty()).then(|| view! { <p class="lines"><b>{review::REASON} ": "</b>{data.reason}</p> })}
            {plan.map(|plan| view! { <Plan plan/> })}
            {data.going.map(|going| view! { <Goes going=*going lists=data.lists/> })}
            {places}
        </section>
    }
}

#[component]
fn Part(
    one: Proposed,
    kind: AnswerKind,
    /// What the whole answer names, as people read it.
    target: Option<String>,
    lists: Lists,
    agencies: Vec<AgencyRef>,
) -> impl IntoView {
    let title =
        one.place.as_ref().map_or_else(|| review::WHOLE_ANSWER.to_owned(), |place| catalog::place_label(place, &lists));
    let body = match one.place {
        Some(place) => {
            let change = Change { place, old: one.old, new: one.new };
            view! { <ChangeDiff change lists agencies/> }.into_any()
        }
        None => {
            let detail = target.unwrap_or(one.new);
            let label = review::answer_kind(kind);
            let text = if detail.is_empty() { label.to_owned() } else { format!("{label}: {detail}") };
            view! { <p class="lines">{text}</p> }.into_any()
        }
    };
    view! { <article class="fb"><header><h3>{title}</h3></header>{body}</article> }
}

#[component]
fn GiveForm(id: OpinionId, again: bool, give: ServerAction<GiveOpinion>) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    let fields = move || {
        let failed: Option<AppError> = give.value().get().and_then(Result::err);
        let kept: Option<GiveOpinion> = failed.as_ref().and_then(AppError::kept);
        let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
        let other = failed.filter(|error| error.fields().is_empty());
        let check =
            remarks.check(|sent: GiveOpinion| check_statement(&sent.stand, &sent.text).err().unwrap_or_default());
        let picked = kept.as_ref().map(|kept| kept.stand.clone()).unwrap_or_default();
        let choices = Stand::iter()
            .map(|stand| {
                let checked = stand.to_string() == picked;
                view! {
                    <label class="choice">
                        <input type="radio" name="stand" value=stand.to_string() checked=checked/>
                        <span><b>{words::stand(stand)}</b></span>
                    </label>
                }
            })
            .collect_view();
        let error = remarks.on("stand");
        view! {
            {other.map(|error| view! { <ActionFailure error/> })}
            {remarks.summary()}
            <ActionForm action=give node_ref=form class="plainform" check>
                <input type="hidden" name="id" value=id.to_string()/>
                <fieldset class="verdict" id="f-stand">
                    <legend class="field__label">{words::STAND}</legend>
                    {move || error.get().map(|error| view! { <span class="field__error">{error}</span> })}
                    {choices}
                </fieldset>
                <Field id="f-text" name="text" label=words::TEXT hint=words::TEXT_HINT control=Control::Text
                    value=kept.map(|kept| kept.text).unwrap_or_default() error=remarks.on("text")/>
                <p class="sm muted">{words::STAYS}</p>
                <p class="row"><button class="btn" type="submit">{if again { words::SEND_AGAIN } else { words::SEND }}</button></p>
            </ActionForm>
        }
    };
    view! {
        <section class="sect stack agroup" aria-labelledby="gui">
            <h2 id="gui">{if again { words::SEND_AGAIN } else { words::GIVE }}</h2>
            {fields}
        </section>
    }
}
