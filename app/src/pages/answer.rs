//! One answer, in full: what the agency says of an entry, or the editor of the entry or a proposal. Saved as one types;
//! nothing that was typed is lost to a closed tab, an ended session or another's save.

use domain::answer_form::{AnswerForm, Prints, TypedForm};
use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::id::AgencyId;
use domain::overlap::{Overlap, declaring};
use domain::review::{AnswerKind, AnswerPage as Data, AnswerTarget, AnswerView};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use std::str::FromStr;

use super::autosave::Autosave;
use super::named::Named;
use super::overlap::{Overlaps, Whose};
use super::review::{ActionFailure, Returns};
use super::{clash, kept, loaded};
use crate::api::overlap::SettleOverlap;
use crate::api::review::{RemoveProposal, SaveAnswer, answer};
use crate::error::{AppError, ErrorKind};
use crate::text::{answering, common, review as words};
use crate::ui::action_form::ActionForm;
use crate::ui::confirm::Confirm;
use crate::ui::crumbs::Crumbs;
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

pub mod chooser;
pub mod complete;
pub mod declare;
pub mod fields;
mod items;
mod last;
pub mod marks;
mod questions;
mod saving;
mod short;
pub mod steps;
mod summary;
pub mod verdicts;

use declare::{Declaring, Proposed};
use fields::Fields;
use last::Last;
use marks::Marks;
use saving::{SaveState, Told};
use short::ShortAnswer;
use steps::{Step, Steps};

/// An answer, as its address names it.
pub type AnswerName = (CampaignKey, AgencyId, AnswerTarget);

fn path((year, agency, target): &AnswerName) -> String {
    format!("/ra-soat/{year}/{agency}/{target}")
}

/// The page of one answer.
#[component]
pub fn AnswerPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let save = ServerAction::<SaveAnswer>::new();
    let in_address = move || {
        let get = |name| params.with(|params| params.get(name));
        let target = AnswerTarget::from_str(&get("answer")?).ok()?;
        Some((get("year")?.parse::<CampaignKey>().ok()?, AgencyId(get("agency")?), target))
    };
    let named = Named::new(in_address, path);
    // The page is read again after a press of a button, not after each automatic save: that would take the fields away
    // from under the writer.
    let pressed = RwSignal::new(0_u32);
    let data = Resource::new_blocking(
        move || (named.opened.get(), pressed.get()),
        move |(opened, _)| async move {
            let opened = opened.ok_or_else(|| AppError::from(ErrorKind::NotFound))?;
            let (year, agency, target) = named.own(opened);
            answer(year, agency, target).await
        },
    );
    let kind =
        Memo::new(move |_| query.with(|query| query.get("kieu")).and_then(|kind| AnswerKind::from_str(&kind).ok()));
    let add = asks_for_item(pressed);
    let named_in_address = Memo::new(move |_| query.with(|query| query.get("dong-bo")).unwrap_or_default());
    view! {
        {loaded(data, move |data| {
            let chosen = kind.get_untracked();
            let add = add.get_untracked() == Some(data.answer.version);
            let asked = Asked { add, in_step_with: named_in_address.get_untracked() };
            view! { <Answer data chosen asked save pressed named/> }.into_any()
        })}
    }
}

/// The version of the answer of which the address asks for one more item. It does only after the press was answered, when
/// the page may be read already: then it is read again.
pub fn asks_for_item(pressed: RwSignal<u32>) -> Memo<Option<i64>> {
    let query = use_query_map();
    let asks =
        Memo::new(move |_| query.with(|query| query.get("them")).and_then(|version| version.parse::<i64>().ok()));
    Effect::new(move |was: Option<Option<i64>>| {
        let now = asks.get();
        if was.is_some_and(|was| was < now) {
            pressed.update(|pressed| *pressed += 1);
        }
        now
    });
    asks
}

/// What the address asks of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    /// One more item.
    add: bool,
    /// A national database to be named, where its pair was settled so.
    in_step_with: String,
}

/// What an answer says as it is saved, to be known again.
fn prints(answer: &AnswerView) -> String {
    Prints::of(&AnswerForm::saved(answer.draft.as_ref(), answer.base.as_ref())).to_string()
}

/// What the page shows: what the address asks for, else the draft, else the form of a modification, or nothing to fill
/// where nothing may be.
fn kind_shown(data: &Data, chosen: Option<AnswerKind>) -> AnswerKind {
    let said = data.answer.draft.as_ref().map(|draft| draft.kind);
    let unsaid = if data.may_edit { AnswerKind::Modify } else { AnswerKind::Keep };
    match data.answer.code {
        None => AnswerKind::Propose,
        Some(_) => chosen.filter(|kind| *kind != AnswerKind::Propose).or(said).unwrap_or(unsaid),
    }
}

#[component]
fn Answer(
    data: Data,
    chosen: Option<AnswerKind>,
    asked: Asked,
    save: ServerAction<SaveAnswer>,
    pressed: RwSignal<u32>,
    named: Named<AnswerName>,
) -> impl IntoView {
    let (year, agency) = (data.campaign.key, data.agency.clone());
    let list = format!("/ra-soat/{year}/{}", agency.id);
    let proposal = data.answer.code.is_none();
    // What cannot be changed is shown as it was answered.
    let chosen = chosen.filter(|_| data.may_edit);
    let kind = kind_shown(&data, chosen);
    let title = match (proposal, data.answer.name.is_empty()) {
        (true, true) => words::NEW_PROPOSAL.to_owned(),
        _ => answering::title(&data.answer.name, proposal, data.may_edit),
    };
    let trail = vec![
        (common::REVIEWS.to_owned(), "/ra-soat".to_owned()),
        (words::campaign_title(year), format!("/ra-soat/{year}")),
        (agency.name.clone(), list),
    ];
    let frozen = (!data.may_edit).then(|| view! { <Notice tone=Tone::Info>{words::DUPLICATE_OF_STAGE}</Notice> });
    let saved = data.answer.id.is_some();
    let edits = matches!(kind, AnswerKind::Modify | AnswerKind::Propose);
    let last = data.answer.last_year.clone();
    // What could not be saved last time is made from what was shown then, not from what stands now.
    let failed: Option<AppError> = save.value().get_untracked().and_then(Result::err);
    let kept: Option<TypedForm> = failed.as_ref().and_then(AppError::kept);
    let (version, opened) = match &kept {
        Some(kept) => (kept.opened.version, kept.opened.prints.clone()),
        None => (data.answer.version, prints(&data.answer)),
    };
    // Before the first save nothing is wrong yet, nor with a short answer of another kind than the one that is saved; but the
    // form opens with a legal basis.
    let is_of_this = data.answer.draft.as_ref().is_some_and(|draft| edits || draft.kind == kind);
    let marks = Marks::new(match (is_of_this, edits) {
        (true, _) => data.answer.errors.clone(),
        (false, true) => data.legal.clone(),
        (false, false) => Vec::new(),
    });
    let told = Told::new(data.answer.target(), version, opened);
    let state = SaveState::new(save, told, marks, pressed, named);
    provide_context(state.saving);
    let steps = Steps::of(kind, chosen.is_some() || data.answer.draft.is_some(), data.may_edit);
    // Where a script runs it knows the step; without, the address' fragment does.
    let live = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    let class = move || if live.get() { "wrap stack bystep bystep--live" } else { "wrap stack bystep" };
    let alike = saved && (edits || data.may_edit && data.overlaps.iter().any(Overlap::to_declare));
    let declaring = data.may_edit.then_some(if edits { Declaring::Here } else { Declaring::InEditor });
    // A short answer has no last step to stand with.
    let end = if edits { "bystep__end" } else { "" };
    let typed = kept.map(|kept| kept.form);
    view! {
        <Title text=title.clone()/>
        <div class=class>
            <Crumbs trail here=title.clone()/>
            <div class="head">
                <div>
                    <p class="muted sm">
                        <span class="code">{data.answer.code.as_ref().map(ToString::to_string)}</span> " " {agency.name}
                    </p>
                    <h1>{title}</h1>
                </div>
            </div>
            {frozen}
            <Returns returns=data.answer.returns.clone()/>
            {last.map(|last| view! { <Last last lists=data.lists.clone() agencies=data.transfer_targets.clone()/> })}
            <clash::Waiting data=data.clone()/>
            <verdicts::Verdicts data=data.clone()/>
            <questions::Questions data=data.clone() pressed/>
            {(!proposal).then(|| view! { <ShortAnswer data=data.clone() kind steps save state kept=typed.clone()/> })}
            {edits.then(|| view! { <Editor data=data.clone() kind asked save state steps kept=typed/> })}
            <kept::KeepIt data=data.clone() version=state.told.version/>
            {alike.then(|| view! { <div class=end data-step=steps.total><Alike data=data.clone() declaring/></div> })}
        </div>
    }
}

/// The form as it is to be shown: what could not be saved last time, else the draft, else the content in force.
fn form_of(data: &Data, kind: AnswerKind, kept: Option<AnswerForm>, asked: &Asked) -> AnswerForm {
    let answer = &data.answer;
    let draft = answer.draft.as_ref();
    let content: EntryContent =
        draft.and_then(|draft| draft.content.clone()).or_else(|| answer.base.clone()).unwrap_or_default();
    let mut form = kept.unwrap_or_else(|| {
        let mut form = AnswerForm::of(kind, &content, draft);
        if let Some(settled) = proposed(data, asked).and_then(|overlap| overlap.settled.as_ref()) {
            (form.national_db, form.sync_mechanism) =
                declaring(&form.national_db, &form.sync_mechanism, &asked.in_step_with, &settled.reason);
        }
        form
    });
    if data.may_edit && (form.items.is_empty() || asked.add) {
        form.items.push(Default::default());
    }
    form
}

/// The settled pair whose national database the address proposes to name.
fn proposed<'a>(data: &'a Data, asked: &Asked) -> Option<&'a Overlap> {
    data.overlaps.iter().find(|overlap| overlap.other == asked.in_step_with && overlap.to_declare() && data.may_edit)
}

/// The editor of an entry's fields and matrix.
#[component]
fn Editor(
    data: Data,
    kind: AnswerKind,
    asked: Asked,
    save: ServerAction<SaveAnswer>,
    state: SaveState,
    steps: Steps,
    /// What could not be saved last time.
    kept: Option<AnswerForm>,
) -> impl IntoView {
    let was_kept = kept.is_some();
    let form = form_of(&data, kind, kept, &asked);
    let named = proposed(&data, &asked).filter(|_| !was_kept).map(|overlap| overlap.other.clone());
    let Told { target, version, opened, aside } = state.told;
    let said = data.answer.draft.as_ref().and_then(|draft| draft.content.clone());
    let said = said.or_else(|| data.answer.base.clone()).unwrap_or_default();
    let (in_force, owner) = (data.answer.base.clone(), data.agency.id.clone());
    let complete = move || {
        let saved = state.saved.get().and_then(|form| form.draft(in_force.as_ref(), &owner).0.content);
        let content = saved.unwrap_or_else(|| said.clone());
        view! { <complete::Complete content in_editor=true/> }
    };
    let (year, agency) = (data.campaign.key, data.agency.id.to_string());
    let editable = data.may_edit;
    let remarks = state.marks.shown;
    let (saved_at, today) = (data.answer.saved_at, data.today);
    let (first_version, first_opened) = (version.get_untracked(), opened.get_untracked());
    let first_target = target.with_untracked(ToString::to_string);
    let base = steps::base(&data);
    let (of_agency, drawn, summed) = (agency.clone(), fields::Drawn::of(&data), data.clone());
    let remove = data.answer.id.filter(|_| editable && data.answer.code.is_none() && saved_at.is_some());
    if asked.add && editable {
        steps.lead_to(steps::LAST_ITEM);
    }
    let parts = view! {
        <Fields drawn form remarks steps/>
        <Step steps number=steps.total in_form=editable base><summary::Summary data=summed/></Step>
    };
    let parts = match editable {
        true => parts.into_any(),
        false => view! { <fieldset class="stack gap-6" disabled=true>{parts}</fieldset> }.into_any(),
    };
    view! {
        {named.map(|other| view! { <Proposed other/> })}
        {was_kept.then(|| view! { <Notice tone=Tone::Warn>{words::TYPED_KEPT}</Notice> })}
        <div class="bystep__all">{remarks.summary_of_errors()}</div>
        <div class="bystep__end" data-step=steps.total>{complete}</div>
        <div on:input=move |_| state.saving.typed() on:submit:capture=move |event| state.saving.submitted(&event)
            on:focusout=move |event| state.marks.left(&event, state.saving.is_dirty_now())>
            <ActionForm action=save class="stack gap-6" id="bieu-mau" node_ref=state.saving.form>
                <input type="hidden" name="year" value=year.to_string()/>
                <input type="hidden" name="agency" value=of_agency/>
                <input type="hidden" name="target" prop:value=move || target.with(ToString::to_string) value=first_target/>
                <input type="hidden" name="opened[version]" prop:value=move || version.get() value=first_version/>
                <input type="hidden" name="opened[prints]" prop:value=move || opened.get() value=first_opened/>
                <input type="hidden" name="opened[aside]" prop:value=move || aside.get().to_string() value="0"/>
                <input type="hidden" name="form[kind]" value=kind.to_string()/>
                {parts}
                {editable.then(|| view! { <saving::SaveBar state saved_at today/> })}
            </ActionForm>
        </div>
        {remove.map(|id| view! { <Remove year agency id=id.0 version saving=state.saving/> })}
    }
}

/// What the content may duplicate. Settling a pair reads these anew, and leaves the fields to the writer.
#[component]
fn Alike(data: Data, declaring: Option<Declaring>) -> impl IntoView {
    let settle = ServerAction::<SettleOverlap>::new();
    let (year, agency, target) = (data.campaign.key, data.agency.id.clone(), data.answer.target());
    let overlaps = RwSignal::new(data.overlaps);
    let whose = Whose { year: Some(year), agency: agency.to_string(), target: target.clone() };
    Effect::new(move |seen: Option<usize>| {
        let now = settle.version().get();
        // Also where another settled the pair meanwhile: what stands is shown beside what was typed.
        let done = settle.value().get_untracked();
        let settled =
            done.is_some_and(|done| done.map_or_else(|error| matches!(error.kind, ErrorKind::Conflict(_)), |()| true));
        if seen.is_some_and(|seen| seen != now) && settled {
            let (agency, target) = (agency.clone(), target.clone());
            leptos::task::spawn_local(async move {
                if let Ok(page) = answer(year, agency, target).await {
                    overlaps.set(page.overlaps);
                }
            });
        }
        now
    });
    let failed = move || settle.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    view! {
        {failed}
        {move || {
            let overlaps = overlaps.get();
            // Each of them is asked of whoever writes.
            let awaited = overlaps.iter().map(|one| one.other.clone()).collect::<Vec<_>>();
            view! { <Overlaps whose=whose.clone() overlaps settle may=data.may_edit declaring awaited/> }
        }}
    }
}

/// Takes a proposal out, at the `version` that the form saved last.
#[component]
fn Remove(year: CampaignKey, agency: String, id: i64, version: RwSignal<i64>, saving: Autosave) -> impl IntoView {
    const FORM: &str = "bo-de-xuat";
    let remove = ServerAction::<RemoveProposal>::new();
    let first_version = version.get_untracked();
    let failed = move || remove.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    view! {
        {failed}
        <div on:submit:capture=move |event| saving.before(&event, FORM)>
            <ActionForm action=remove id=FORM>
                <input type="hidden" name="year" value=year.to_string()/>
                <input type="hidden" name="agency" value=agency/>
                <input type="hidden" name="answer" value=id/>
                <input type="hidden" name="version" prop:value=move || version.get() value=first_version/>
                <Confirm id="hoi-xoa" label=words::REMOVE_PROPOSAL title=words::REMOVE_ASK text=words::REMOVE_TOLD
                    yes=words::REMOVE_PROPOSAL class="btn btn--bad"/>
            </ActionForm>
        </div>
    }
}
