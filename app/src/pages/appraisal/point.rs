//! The answer that is being appraised: each point old and new beside each other, with its verdict.

use domain::agency::AgencyRef;
use domain::campaign::CampaignKey;
use domain::change::{Change, Field as EntryField, Place};
use domain::check::check_remark;
use domain::format;
use domain::legal::names_none;
use domain::overlap::{Overlap, Settlement};
use domain::review::{AnswerKind, BuildPlan, ChosenAnswer, Point, PointDecision, Side, Verdict, target_name};
use leptos::prelude::*;

use super::opinions::Opinions;
use super::verdict::{VerdictForm, refused};
use super::{Actions, Goes, target_of};
use crate::api::appraisal::ReturnAnswer;
use crate::error::AppError;
use crate::pages::answer::verdicts::Decided;
use crate::pages::diff_view::{ChangeDiff, proposed_then, value_words};
use crate::pages::entry::Rows;
use crate::pages::legal::CitedList;
use crate::pages::overlap::{Overlaps, Whose};
use crate::pages::remarks::Remarks;
use crate::pages::review::{AnswerTag, FromDay, Returns, VerdictTag};
use crate::pages::talk::{SayForm, Talk, TurnTag};
use crate::text::error::field_message;
use crate::text::{catalog, course, legal, overlap, plan as plan_words, queue, review as words, term};
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};
use crate::ui::icon::{Icon, IconView};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// The chosen answer.
#[component]
pub fn Chosen(
    year: CampaignKey,
    chosen: ChosenAnswer,
    actions: Actions,
    before: Option<String>,
    after: Option<String>,
    back: String,
) -> impl IntoView {
    let answer = chosen.answer.clone();
    let kind = answer.draft.as_ref().map(|draft| draft.kind);
    let reason = answer.draft.as_ref().map(|draft| draft.reason.clone()).filter(|reason| !reason.is_empty());
    let day = answer.draft.as_ref().map(|draft| draft.effective.clone()).unwrap_or_default();
    // Where its fields are points, the plan is read there.
    let planned = answer.points.iter().any(|point| point.place.as_ref().is_some_and(Place::is_of_plan));
    let plan = answer.draft.as_ref().filter(|_| !planned).and_then(|draft| draft.plan.clone());
    let due_again = chosen.due_again.map(|day| format!(" {}: {}.", term::DUE_AGAIN, format::date(day)));
    let name = if answer.name.is_empty() { words::UNNAMED.to_owned() } else { answer.name.clone() };
    let going = chosen.going.clone();
    let open = answer.points.iter().filter(|point| point.decision.is_none()).count();
    let asked = answer.points.iter().filter(|point| point.waits_on() == Some(Side::Agency)).count();
    let may = chosen.may_appraise;
    // What was given back is the agency's to mend.
    let decides = may && !answer.returned;
    let rest = decides && open > 1 && open > asked;
    let barred = (!may).then(|| match &chosen.appraised_by {
        _ if chosen.is_closed => words::NOT_TO_APPRAISE.to_owned(),
        by => queue::not_yours(chosen.own, by.as_ref().map(|agency| agency.name.as_str())),
    });
    let id = answer.id.map(|id| id.0).unwrap_or_default();
    let response = format!("/ra-soat/{year}/{}", chosen.agency.id);
    let edits = matches!(kind, Some(AnswerKind::Modify | AnswerKind::Propose));
    let said = answer.draft.as_ref().and_then(|draft| draft.content.as_ref()).or(answer.base.as_ref());
    let unnamed = said.is_some_and(|content| names_none(&content.legal_basis));
    let cited = (edits && (unnamed || !chosen.cited.is_empty())).then(|| {
        let cited = chosen.cited.clone();
        view! {
            <section class="panel">
                <h3 class="h-small">{legal::CITED}</h3>
                {unnamed.then(|| view! { <Notice tone=Tone::Warn>{legal::NAMES_NONE_TOLD}</Notice> })}
                {(!unnamed).then(|| view! { <CitedList cited/> })}
            </section>
        }
    });
    let whose = Whose { year: Some(year), agency: chosen.agency.id.to_string(), target: answer.target() };
    let open_places: Vec<_> =
        answer.points.iter().filter(|point| point.decision.is_none()).map(|point| point.place.clone()).collect();
    let barred_by = kind.filter(|_| may).and_then(|kind| domain::overlap::barred(kind, &open_places, &chosen.overlaps));
    // Its points come first where none waits for a pair.
    let waits =
        |one: &&Overlap| decides && kind.is_some_and(|kind| domain::overlap::waits_for(kind, &open_places, one));
    let awaited: Vec<String> = chosen.overlaps.iter().filter(waits).map(|one| one.other.clone()).collect();
    // A proposal whose name was accepted enters the catalog, whatever was said of a pair since.
    // So does a change of what may make a duplicate.
    let is_accepted =
        |point: &&Point| point.decision.as_ref().is_some_and(|decision| decision.verdict != Verdict::Reject);
    let accepted_places: Vec<Option<Place>> =
        answer.points.iter().filter(is_accepted).map(|point| point.place.clone()).collect();
    let is_proposal = kind == Some(AnswerKind::Propose);
    let enters = !is_proposal || accepted_places.contains(&Some(Place::Field(EntryField::Name)));
    let contradicted =
        kind.filter(|_| enters && barred_by.is_none() && !answer.returned)
            .and_then(|kind| domain::overlap::contradicted(kind, &accepted_places, &chosen.overlaps))
            .map(|remark| {
                if is_proposal { overlap::accepted_before(&remark) } else { overlap::change_accepted_before(&remark) }
            });
    // What stays as it is has none to settle, but for what was settled to be a duplicate.
    let is_duplicate = |one: &Overlap| one.stands() == Some(Settlement::Duplicate);
    let alike = edits || chosen.overlaps.iter().any(is_duplicate);
    let given_back = actions.give_back.value().get_untracked();
    // Who gave back what another one had given back already may not have seen that.
    let twice = given_back.clone().and_then(Result::ok).filter(|(of, _)| Some(*of) == answer.id && answer.returned);
    let twice = twice.and_then(|(_, before)| before);
    let twice = twice.map(|before| queue::returned_before(&before.who, &format::date_time(before.at)));
    let failed: Option<AppError> = given_back.and_then(Result::err);
    let kept: Option<ReturnAnswer> = failed.as_ref().and_then(AppError::kept);
    // What failed may have been another answer.
    let kept = kept.filter(|kept| Some(kept.answer) == answer.id);
    let refused = failed.filter(|_| kept.is_some());
    let remarks = Remarks::new(refused.as_ref().map(AppError::fields).unwrap_or_default());
    let (returns, comment) = (refused.is_some(), kept.map(|kept| kept.comment).unwrap_or_default());
    let of = format!("{id}/{}/{}", chosen.round, answer.returns.len());
    let check = remarks.check(|sent: ReturnAnswer| check_remark("comment", &sent.comment));
    let accepted = actions.accept_all.value().get_untracked().and_then(Result::ok);
    let rest_told = match accepted.filter(|(of, _)| Some(*of) == answer.id) {
        Some((_, count)) => Some(queue::accepted_rest(count, asked)),
        None if rest => (asked > 0).then(|| queue::rest_passes_over(asked)),
        None => (decides && asked > 0).then(|| queue::stay_open(asked)),
    };
    let cards = |points: Vec<(usize, Point)>| {
        let card = |(number, point): (usize, Point)| {
            view! { <PointCard number=number + 1 point chosen=chosen.clone() actions/> }
        };
        points.into_iter().map(card).collect_view()
    };
    let numbered = answer.points.iter().cloned().enumerate();
    // A second round is about what is open.
    let (past, now): (Vec<_>, Vec<_>) = numbered.partition(|(_, point)| point.is_past(chosen.sent_at));
    let points = cards(now);
    let count = past.len();
    let past = (count > 0).then(|| {
        view! {
            <details class="toggle past">
                <summary>{course::past(count)}</summary>
                <div class="stack">{cards(past)}</div>
            </details>
        }
    });
    view! {
        <a class="more apage__back" href=back><IconView icon=Icon::Back/>{words::BACK_TO_QUEUE}</a>
        <div class="head ap__head">
            <div>
                <p class="sm muted">
                    <span class="code">{answer.code.as_ref().map(ToString::to_string)}</span> " "
                    <a href=response>{chosen.agency.name.clone()}</a>
                </p>
                <h2>{name}</h2>
            </div>
            <AnswerTag kind/>
        </div>
        {barred.map(|barred| view! { <Notice tone=Tone::Info>{barred}</Notice> })}
        {answer.returned.then(|| view! { <Notice tone=Tone::Warn>{words::RETURNED_NOTE} {due_again}</Notice> })}
        {twice.map(|twice| view! { <div role="status"><Notice tone=Tone::Warn>{twice}</Notice></div> })}
        <Returns returns=answer.returns.clone()/>
        <FromDay kind day/>
        {reason.map(|reason| view! { <p class="lines"><b>{words::REASON} ": "</b>{reason}</p> })}
        {plan.map(|plan| view! { <Plan plan/> })}
        {going.map(|going| view! { <Goes going=*going lists=chosen.lists.clone()/> })}
        {cited}
        {barred_by.map(|remark| view! { <Notice tone=Tone::Warn>{overlap::barred(&field_message(&remark))}</Notice> })}
        {contradicted.map(|told| view! { <Notice tone=Tone::Warn>{told}</Notice> })}
        {alike.then(|| view! {
            <Overlaps whose overlaps=chosen.overlaps.clone() settle=actions.settle may declaring=None awaited/>
        })}
        <Opinions chosen=chosen.clone() actions/>
        {points}
        {past}
        <p class="sm muted told" role="status">{rest_told}</p>
        <div class="row">
            {rest.then(|| view! {
                <ActionForm action=actions.accept_all>
                    <input type="hidden" name="answer" value=id/>
                    <input type="hidden" name="round" value=chosen.round/>
                    <button class="btn btn--2" type="submit">{words::ACCEPT_REST}</button>
                </ActionForm>
            })}
            {before.map(|href| view! {
                <a class="btn btn--2" data-go="before" href=href><IconView icon=Icon::Back/>{queue::BEFORE}</a>
            })}
            {after.map(|href| view! {
                <a class="btn push" data-go="after" href=href>{words::NEXT_ANSWER}<IconView icon=Icon::Next/></a>
            })}
        </div>
        {may.then(|| view! {
            <details class="toggle" open=returns>
                <summary>{words::RETURN_ANSWER}</summary>
                <ActionForm action=actions.give_back of class="plainform" check>
                    <input type="hidden" name="answer" value=id/>
                    <input type="hidden" name="round" value=chosen.round/>
                    <Field id="f-comment" name="comment" label=words::RETURN_COMMENT control=Control::Text
                        value=comment error=remarks.on("comment") required=true/>
                    <p><button class="btn btn--bad" type="submit">{words::RETURN_ANSWER}</button></p>
                </ActionForm>
            </details>
        })}
    }
}

/// How a proposed database is to be built; nothing where nothing is said of it.
#[component]
pub fn Plan(plan: BuildPlan) -> impl IntoView {
    let rows = plan_words::rows(plan);
    let says = rows.iter().any(|(_, value)| !value.is_empty());
    says.then(|| view! { <section class="panel"><h3 class="h-small">{plan_words::TITLE}</h3><Rows rows/></section> })
}

/// A point as a whole answer puts it: keep, withdraw with its reason, the target of a merge or transfer.
fn whole(point: &Point, chosen: &ChosenAnswer) -> String {
    let kind = chosen.answer.draft.as_ref().map(|draft| draft.kind);
    let label = kind.map(words::answer_kind).unwrap_or_default();
    let detail = target_of(chosen.going.as_deref(), &point.new).unwrap_or_else(|| point.new.clone());
    if detail.is_empty() { label.to_owned() } else { format!("{label}: {detail}") }
}

#[component]
fn PointCard(number: usize, point: Point, chosen: ChosenAnswer, actions: Actions) -> impl IntoView {
    let verdict = point.decision.as_ref().map(|decision| decision.verdict);
    let title = point
        .place
        .as_ref()
        .map_or_else(|| words::WHOLE_ANSWER.to_owned(), |place| catalog::place_label(place, &chosen.lists));
    let agencies: Vec<AgencyRef> = chosen.agencies.clone();
    let body = match &point.place {
        Some(place) => {
            let change = Change { place: place.clone(), old: point.old.clone(), new: point.new.clone() };
            view! { <ChangeDiff change lists=chosen.lists.clone() agencies/> }.into_any()
        }
        None => view! { <p class="lines">{whole(&point, &chosen)}</p> }.into_any(),
    };
    let read = |decision: &PointDecision| match &point.place {
        Some(place) => value_words(place, &decision.value, &chosen.lists, &chosen.agencies),
        None => target_name(&decision.value, &chosen.agencies).to_owned(),
    };
    let told = |decision: PointDecision| {
        let proposed = proposed_then(&point, &decision, &chosen.lists, &chosen.agencies);
        view! { <Decided value=read(&decision) decision proposed/> }
    };
    let decided = point.decision.clone().map(told);
    let earlier = (!point.earlier.is_empty()).then(|| {
        let list = point.earlier.clone().into_iter().map(told).collect_view();
        view! { <div class="talk"><b>{words::EARLIER}</b>{list}</div> }
    });
    let open = point.decision.is_none();
    let asked = point.waits_on() == Some(Side::Agency);
    let form = (chosen.may_appraise && !chosen.answer.returned).then(|| {
        let label = if open { words::DECIDE } else { words::CHANGE_VERDICT };
        // What could not be kept stays in sight.
        let shown = open || refused(actions, &point).is_some();
        view! {
            <details class="toggle" open=shown>
                <summary>{label}</summary>
                <VerdictForm point=point.clone() chosen=chosen.clone() actions/>
            </details>
        }
    });
    let talk = (!point.talk.is_empty()).then(|| view! { <Talk talk=point.talk.clone()/> });
    let ask =
        chosen.may_appraise.then(|| view! { <SayForm point=point.clone() side=Side::Appraiser say=actions.say/> });
    let heading = format!("diem-{}", point.id);
    let labelled = heading.clone();
    view! {
        <article class="fb" aria-labelledby=labelled data-point=point.id.to_string() data-open=open.then_some("true")
            data-asked=asked.then_some("true")>
            <header>
                <h3 id=heading tabindex="-1"><span class="muted">{number} ". "</span>{title}</h3>
                <TurnTag turn=point.waits_on()/>
                <VerdictTag verdict/>
            </header>
            {body}
            {earlier}
            {talk}
            {decided}
            {form}
            {ask}
        </article>
    }
}
