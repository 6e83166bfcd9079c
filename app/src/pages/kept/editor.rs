//! The page on which a draft for another year is written.

use domain::answer_form::{AnswerForm, Prints, TypedForm};
use domain::id::{AgencyId, KeptId};
use domain::review::{AnswerKind, KeptEditor, KeptProposal};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::Beside;
use super::saving::{KeptState, SaveBar};
use crate::api::kept::{DropKept, SaveKept, kept};
use crate::error::{AppError, ErrorKind};
use crate::pages::answer::asks_for_item;
use crate::pages::answer::fields::{Drawn, Fields};
use crate::pages::answer::marks::Marks;
use crate::pages::answer::steps::{LAST_ITEM, Steps};
use crate::pages::loaded;
use crate::pages::named::Named;
use crate::pages::review::ActionFailure;
use crate::text::kept as words;
use crate::ui::action_form::ActionForm;
use crate::ui::confirm::Confirm;
use crate::ui::crumbs::Crumbs;

/// A kept draft, as its address names it; 0 for a new one.
pub type KeptName = (AgencyId, KeptId);

fn path((agency, id): &KeptName) -> String {
    let id = if id.0 == 0 { "moi".to_owned() } else { id.to_string() };
    format!("/de-xuat-de-danh/{agency}/{id}")
}

#[component]
pub fn KeptEditorPage() -> impl IntoView {
    let params = use_params_map();
    let save = ServerAction::<SaveKept>::new();
    let in_address = move || {
        let get = |name| params.with(|params| params.get(name));
        let id = get("kept")?;
        let id = if id == "moi" { KeptId(0) } else { id.parse().ok().filter(|id: &KeptId| id.0 != 0)? };
        Some((AgencyId(get("agency")?), id))
    };
    let named = Named::new(in_address, path);
    let pressed = RwSignal::new(0);
    let add = asks_for_item(pressed);
    let data = Resource::new_blocking(
        move || (named.opened.get(), pressed.get()),
        move |(opened, _)| async move {
            let opened = opened.ok_or_else(|| AppError::from(ErrorKind::NotFound))?;
            let (agency, id) = named.own(opened);
            kept(agency, id).await
        },
    );
    loaded(data, move |data: KeptEditor| {
        let add = data.kept.as_ref().is_some_and(|kept| add.get_untracked() == Some(kept.version));
        view! { <Editor data add save pressed named/> }.into_any()
    })
}

#[component]
fn Editor(
    data: KeptEditor,
    add: bool,
    save: ServerAction<SaveKept>,
    pressed: RwSignal<u32>,
    named: Named<KeptName>,
) -> impl IntoView {
    let list = format!("/de-xuat-de-danh/{}", data.agency.id);
    let said = data.kept.as_ref().map(|kept| kept.draft.clone());
    let failure: Option<AppError> = save.value().get_untracked().and_then(Result::err);
    let content = said.as_ref().and_then(|said| said.content.clone()).unwrap_or_default();
    let saved = AnswerForm::of(AnswerKind::Propose, &content, said.as_ref());
    // What could not be saved last time is made from what was shown then, not from what stands now.
    let typed: Option<TypedForm> = failure.as_ref().and_then(AppError::kept);
    let stands = data.kept.as_ref().map_or(0, |kept| kept.version);
    let (version, opened, mut form) = match typed {
        Some(typed) => (typed.opened.version, typed.opened.prints, typed.form),
        None => (stands, Prints::of(&saved).to_string(), saved),
    };
    if form.items.is_empty() || add {
        form.items.push(Default::default());
    }
    let kept = data.kept.clone();
    let id = kept.as_ref().map_or(KeptId(0), |kept| kept.id);
    let saved_at = kept.as_ref().map(|kept| kept.saved_at);
    let remarks = kept.as_ref().map(|kept| kept.errors.clone()).unwrap_or_default();
    let name = kept.as_ref().map(|kept| kept.name().to_owned()).filter(|name| !name.is_empty());
    let by = kept.as_ref().and_then(|kept| kept.kept_by.as_ref()).map(|by| words::kept_by(&by.name));
    let title = name.unwrap_or_else(|| words::NEW.to_owned());
    let drawn = Drawn {
        base: None,
        lists: data.lists,
        citations: data.citations,
        is_proposal: true,
        editable: true,
        address: format!("{}?", path(&(data.agency.id.clone(), id))),
    };
    let steps = Steps::of_kept();
    if add {
        steps.lead_to(LAST_ITEM);
    }
    let state = KeptState::new(save, (id, version, opened.clone()), Marks::new(remarks), pressed, named);
    let remarks = state.marks.shown;
    provide_context(state.saving);
    let agency = data.agency.id.to_string();
    let beside = kept.clone().map(|kept| view! { <Beside kept agency=data.agency.id.clone()/> });
    let today = data.today;
    let of_form = agency.clone();
    let trail = vec![(words::TITLE.to_owned(), list)];
    // Where a script runs it knows the step; without, the address' fragment does.
    let live = RwSignal::new(false);
    Effect::new(move |_| live.set(true));
    let class = move || if live.get() { "wrap stack bystep bystep--live" } else { "wrap stack bystep" };
    view! {
        <Title text=title.clone()/>
        <div class=class>
            {failure.map(|error| view! { <ActionFailure error/> })}
            <Crumbs trail here=title.clone()/>
            <div class="head"><div><p class="muted sm">{data.agency.name}</p><h1>{title}</h1></div></div>
            {by.map(|by| view! { <p class="muted sm">{by}</p> })}
            {beside}
            <div class="bystep__all">{remarks.summary_of_errors()}</div>
            <div on:input=move |_| state.saving.typed() on:submit:capture=move |event| state.saving.submitted(&event)
                on:focusout=move |event| state.marks.left(&event, state.saving.is_dirty_now())>
                <ActionForm action=save class="stack gap-6" node_ref=state.saving.form>
                    <input type="hidden" name="agency" value=of_form/>
                    <input type="hidden" name="id" prop:value=move || state.id.get().to_string() value=id.to_string()/>
                    <input type="hidden" name="opened[version]" prop:value=move || state.version.get() value=version/>
                    <input type="hidden" name="opened[prints]" prop:value=move || state.opened.get() value=opened/>
                    <input type="hidden" name="form[kind]" value=AnswerKind::Propose.to_string()/>
                    <Fields drawn form remarks steps/>
                    <SaveBar state saved_at today/>
                </ActionForm>
            </div>
            {kept.map(|kept| view! { <Discard agency kept state/> })}
        </div>
    }
}

#[component]
fn Discard(agency: String, kept: KeptProposal, state: KeptState) -> impl IntoView {
    let (id, shown) = (kept.id, kept.version);
    // What was typed over another's save has an address, and versions, of its own.
    let version = move || if state.id.get() == id { state.version.get() } else { shown };
    let discard = ServerAction::<DropKept>::new();
    let failed = move || discard.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    view! {
        {failed}
        <ActionForm action=discard>
            <input type="hidden" name="agency" value=agency/>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="version" prop:value=version value=shown/>
            <Confirm id="hoi-bo-nhap" label=words::DROP title=words::DROP_ASK text=words::DROP_TOLD yes=words::DROP class="btn btn--bad"/>
        </ActionForm>
    }
}
