//! Check your answers: everything the agency is about to send, on one page.

use std::collections::BTreeMap;

use domain::catalog::Lists;
use domain::change::diff;
use domain::review::{AnswerKind, AnswerView, ResponsePage as Data};
use leptos::prelude::*;
use leptos_meta::Title;

use super::appraisal::Plan;
use super::diff_view::Difference;
use super::entry::Rows;
use super::response::named_in_address;
use super::review::{ActionFailure, AnswerTag, FromDay, RemarkList, blocks};
use super::{answers_of, clash as clash_page, loaded};
use crate::api::catalog::lists;
use crate::api::review::{LayBeforeHead, response};
use crate::error::{AppError, ErrorKind};
use crate::text::{amendment, answering, catalog, clash, common, course, error as error_words, review as words};
use crate::ui::action_form::ActionForm;
use crate::ui::crumbs::Crumbs;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::notice::Notice;
use crate::ui::tag::{StateTag, Tone};

/// The page that stands before laying the answers before the head.
#[component]
pub fn CheckAnswersPage() -> impl IntoView {
    let named = named_in_address();
    let lay = ServerAction::<LayBeforeHead>::new();
    let laid = answers_of(lay);
    let data = Resource::new_blocking(
        move || (named.get(), laid.get()),
        |(named, _)| async move {
            let (year, agency) = named.ok_or_else(|| AppError::from(ErrorKind::NotFound))?;
            Ok((response(year, agency).await?, lists().await?))
        },
    );
    let failed = move || lay.value().get().and_then(Result::err).map(|error| view! { <NotLaid error/> });
    view! {
        <Title text=words::CHECK_TITLE/>
        <div class="wrap narrow stack">
            {failed}
            {loaded(data, move |(data, lists)| view! { <Check data lists lay/> }.into_any())}
        </div>
    }
}

/// Why the answers were not laid. Nothing is typed here that could be lost, and what changed meanwhile stands below.
#[component]
fn NotLaid(error: AppError) -> impl IntoView {
    if matches!(error.kind, ErrorKind::Conflict(_)) {
        let title = error_words::title(&error.kind);
        view! { <ErrorSummary title><p>{clash::NOT_LAID}</p></ErrorSummary> }.into_any()
    } else {
        view! { <ActionFailure error/> }.into_any()
    }
}

/// What became of the answers since the page was read that was refused, if one was: those that changed, in the order of the
/// page, and how many are there no more.
fn changed_since(lay: ServerAction<LayBeforeHead>, data: &Data) -> Option<(Vec<AnswerView>, usize)> {
    let error = lay.value().get_untracked()?.err()?;
    let seen: BTreeMap<String, i64> = error.kept().filter(|_| matches!(error.kind, ErrorKind::Conflict(_)))?;
    let (same, changed): (Vec<&AnswerView>, Vec<&AnswerView>) = data
        .answers
        .iter()
        .chain(&data.proposals)
        .partition(|answer| seen.get(&answer.target().to_string()) == Some(&answer.version));
    let known = changed.iter().filter(|answer| seen.contains_key(&answer.target().to_string())).count();
    let gone = seen.len().saturating_sub(same.len() + known);
    Some((changed.into_iter().cloned().collect(), gone))
}

#[component]
fn Check(data: Data, lists: Lists, lay: ServerAction<LayBeforeHead>) -> impl IntoView {
    let (year, agency) = (data.campaign.key, data.agency.clone());
    let list = format!("/ra-soat/{year}/{}", agency.id);
    let trail = vec![
        (common::REVIEWS.to_owned(), "/ra-soat".to_owned()),
        (words::campaign_title(year), format!("/ra-soat/{year}")),
        (agency.name.clone(), list.clone()),
    ];
    let of_all = year.kind().wants_every_answer();
    let open = if of_all { data.answers.len() - data.answered() } else { 0 };
    let no_changes = !of_all && data.changes() == 0;
    let faulty: Vec<AnswerView> =
        data.answers.iter().chain(&data.proposals).filter(|answer| blocks(&answer.errors)).cloned().collect();
    let says_nothing = of_all && data.answers.is_empty() && data.proposals.is_empty() && !data.nothing_to_change;
    let settled = data.to_settle().0.is_empty();
    let complete = open == 0 && faulty.is_empty() && settled && !says_nothing && !no_changes;
    let may_lay = data.may_propose;
    let (version, since) = (data.version, changed_since(lay, &data));
    let changed: Vec<String> =
        since.iter().flat_map(|(changed, _)| changed).map(|answer| answer.target().to_string()).collect();
    // That nothing changed says nothing where they lack something now.
    let since = since.filter(|(changed, gone)| complete || !changed.is_empty() || *gone > 0);
    let seen = data.answers.iter().chain(&data.proposals).map(|answer| {
        let name = format!("seen[{}]", answer.target());
        view! { <input type="hidden" name=name value=answer.version/> }
    });
    let seen = seen.collect_view();
    let second_round = data.again().1 > 0;
    let sent_at = data.receipts.first().map(|receipt| receipt.at);
    let (folded, open_now): (Vec<AnswerView>, Vec<AnswerView>) = data
        .answers
        .clone()
        .into_iter()
        .chain(data.proposals.clone())
        // What is not answered in a round of changes is not sent.
        .filter(|answer| of_all || answer.draft.is_some())
        // A second round is about what came back, and what was changed beside it.
        .partition(|answer| {
            let is_news = changed.contains(&answer.target().to_string()) || blocks(&answer.errors);
            second_round && sent_at.is_some_and(|at| answer.is_settled(at)) && !is_news
        });
    let size = folded.len();
    let cards = |answers: Vec<AnswerView>| {
        let card = |answer: AnswerView| {
            let is_changed = changed.contains(&answer.target().to_string());
            view! { <Said data=data.clone() answer lists=lists.clone() is_changed/> }
        };
        answers.into_iter().map(card).collect_view()
    };
    let (folded, cards) = (cards(folded), cards(open_now));
    let folded = (size > 0).then(|| {
        view! {
            <details class="toggle toggle--printed"><summary>{course::not_again(size)}</summary><div class="stack">{folded}</div></details>
        }
    });
    view! {
        <Crumbs trail here=words::CHECK_TITLE/>
        <h1>{words::CHECK_TITLE}</h1>
        <p>{words::CHECK_LEAD}</p>
        {since.map(|(changed, gone)| view! { <Since changed gone/> })}
        {(open > 0).then(|| view! { <Notice tone=Tone::Bad>{words::INCOMPLETE} ": " {words::unanswered_left(open)}</Notice> })}
        {says_nothing.then(|| view! { <Notice tone=Tone::Bad>{words::INCOMPLETE} ": " {words::NO_ENTRIES}</Notice> })}
        {no_changes.then(|| view! { <Notice tone=Tone::Bad>{words::INCOMPLETE} ": " {amendment::NO_CHANGES}</Notice> })}
        {data.nothing_to_change.then(|| view! { <Notice tone=Tone::Ok>{words::NOTHING_DONE}</Notice> })}
        {(may_lay && !faulty.is_empty()).then(|| view! { <Faulty answers=faulty/> })}
        {may_lay.then(|| view! { <clash_page::ToSettle data=data.clone()/> })}
        {cards}
        {folded}
        <div class="row">
            <a class="btn btn--2" href=list>{words::BACK_TO_LIST}</a>
            {(may_lay && complete).then(|| view! {
                <ActionForm action=lay>
                    <input type="hidden" name="year" value=year.to_string()/>
                    <input type="hidden" name="agency" value=agency.id.to_string()/>
                    <input type="hidden" name="version" value=version/>
                    {seen}
                    <button class="btn" type="submit">{words::LAY_BEFORE_HEAD}</button>
                </ActionForm>
            })}
        </div>
    }
}

/// Which answers keep the whole from being laid, with the way to what each lacks.
#[component]
fn Faulty(answers: Vec<AnswerView>) -> impl IntoView {
    let count = answers.len();
    let lines = answers
        .into_iter()
        .map(|answer| {
            let card = format!("#{}", answer.target());
            let name = if answer.name.is_empty() { words::UNNAMED.to_owned() } else { answer.name };
            view! { <li><a href=card>{name}</a></li> }
        })
        .collect_view();
    view! {
        <Notice tone=Tone::Bad>{words::INCOMPLETE} ": " {answering::faulty(count)}<ul class="flat">{lines}</ul></Notice>
    }
}

/// What changed while the page was read: it is read again before it is laid.
#[component]
fn Since(changed: Vec<AnswerView>, gone: usize) -> impl IntoView {
    let same = changed.is_empty() && gone == 0;
    let told = if same { clash::NOTHING_SINCE } else { clash::CHANGED_SINCE };
    let lines = changed
        .into_iter()
        .map(|answer| {
            let name = if answer.name.is_empty() { words::UNNAMED.to_owned() } else { answer.name };
            view! { <li>{name} " " <span class="sm muted">{clash::saved_by(&answer.saved_by)}</span></li> }
        })
        .collect_view();
    let gone = (gone > 0).then(|| view! { <li>{clash::taken_out(gone)}</li> });
    view! { <Notice tone=Tone::Warn><b>{told}</b>{(!same).then(|| view! { <ul class="flat">{lines}{gone}</ul> })}</Notice> }
}

/// One answer as it will be sent.
#[component]
fn Said(data: Data, answer: AnswerView, lists: Lists, is_changed: bool) -> impl IntoView {
    let target = answer.target().to_string();
    let may_fix = data.may_change(&answer);
    let fix = format!("/ra-soat/{}/{}/{target}", data.campaign.key, data.agency.id);
    let kind = answer.draft.as_ref().map(|draft| draft.kind);
    let reason = answer.draft.as_ref().map(|draft| draft.reason.clone()).filter(|reason| !reason.is_empty());
    let aim = answer.draft.as_ref().map(|draft| draft.target.clone()).filter(|target| !target.is_empty());
    let day = answer.draft.as_ref().map(|draft| draft.effective.clone()).unwrap_or_default();
    // A transfer names an agency, a merger an entry by its code.
    let name_of =
        |id: &String| data.agencies.iter().find(|agency| agency.id.as_str() == id).map(|agency| agency.name.clone());
    let entry = |code: &String| {
        let named = data.entries.iter().find(|(one, _)| one.as_str() == code);
        named.map(|(_, name)| view! { <span class="code">{code.clone()}</span> " " {name.clone()} }.into_any())
    };
    let aim = aim.map(|aim| entry(&aim).unwrap_or_else(|| name_of(&aim).unwrap_or(aim).into_any()));
    let base = answer.base.clone().unwrap_or_default();
    let edits = matches!(kind, Some(AnswerKind::Modify | AnswerKind::Propose));
    let secret = answer.draft.as_ref().filter(|_| edits).map(|draft| words::secret(draft.secret).to_owned());
    let plan = answer.draft.as_ref().and_then(|draft| draft.plan.clone());
    let content = answer.draft.as_ref().filter(|_| edits).and_then(|draft| draft.content.clone());
    let changes = content.map(|content| diff(&base, &content)).unwrap_or_default();
    let changes = changes
        .into_iter()
        .map(|change| {
            let label = catalog::place_label(&change.place, &lists);
            let (lists, agencies) = (lists.clone(), data.agencies.clone());
            let is_new = kind == Some(AnswerKind::Propose);
            view! { <div class="fdiff"><h3 class="sm">{label}</h3><Difference change lists agencies is_new/></div> }
        })
        .collect_view();
    // What is only warned of is told whether or not something must be mended.
    let (warned, remarks): (Vec<_>, Vec<_>) = answer.errors.into_iter().partition(|remark| remark.code.is_warning());
    let faults = blocks(&remarks).then(|| (remarks, fix.clone()));
    let warned = (!warned.is_empty()).then(|| (warned, fix.clone()));
    let name = if answer.name.is_empty() { words::UNNAMED.to_owned() } else { answer.name };
    view! {
        <section class="panel stack gap-4" id=target>
            <div class="row"><h2 class="h-small">{name.clone()}</h2><AnswerTag kind/>
                {is_changed.then(|| view! { <StateTag tone=Tone::Warn text=clash::JUST_CHANGED/> })}
                {may_fix.then(|| view! { <a class="push" href=fix>{words::FIX}<span class="vh">": " {name}</span></a> })}
            </div>
            {aim.map(|aim| view! { <p>"→ " {aim}</p> })}
            {secret.map(|secret| view! { <Rows rows=vec![(words::PART_SECRET, secret)]/> })}
            {plan.map(|plan| view! { <Plan plan/> })}
            <FromDay kind day/>
            {reason.map(|reason| view! { <p class="lines">{reason}</p> })}
            {faults.map(|(remarks, page)| view! { <div class="errors"><RemarkList remarks page/></div> })}
            {warned.map(|(remarks, page)| view! { <Notice tone=Tone::Warn><RemarkList remarks page/></Notice> })}
            {changes}
        </section>
    }
}
