//! Proposals kept for another year: the list, and the page on which one is written outside of any review.

mod clash;
mod editor;
mod saving;

use domain::format;
use domain::id::{AgencyId, KeptId};
use domain::review::{AnswerPage, KeptPage as Data, KeptProposal, SavedKept};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

pub use clash::KeptClashPage;
pub use editor::KeptEditorPage;

use super::answer::steps;
use super::autosave::Autosave;
use super::review::{ActionFailure, blocks, faults};
use super::{answers_of, loaded};
use crate::api::kept::{KeepProposal, TakeUp, kept_list};
use crate::error::{AppError, ErrorKind};
use crate::text::{clash as clash_words, kept as words, review};
use crate::ui::action_form::ActionForm;
use crate::ui::confirm::Confirm;
use crate::ui::icon::{Icon, IconView};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// Where one goes after the draft `named` is saved: to both texts, where somebody else had saved since; nowhere when the
/// editor saved by itself, nor when it only saved a draft that has its address already.
pub fn after_saving(agency: &AgencyId, named: Option<KeptId>, saved: &SavedKept, next: &str) -> Option<String> {
    let list = format!("/de-xuat-de-danh/{agency}");
    let own = format!("{list}/{}", saved.id);
    let is_aside = saved.beside.is_some() && named != Some(saved.id);
    match next {
        "" => None,
        _ if is_aside || next == "compare" => Some(format!("{own}/doi-chieu")),
        "done" => Some(list),
        "stay" if named == Some(saved.id) => None,
        "add" => Some(format!("{own}{}", steps::one_more(true, saved.version))),
        _ => Some(match steps::asked(next) {
            Some(step) => format!("{own}?buoc={step}#{next}"),
            None => own,
        }),
    }
}

/// The list of an agency's kept drafts.
#[component]
pub fn KeptPage() -> impl IntoView {
    let params = use_params_map();
    let named = Memo::new(move |_| params.with(|params| params.get("agency")).map(AgencyId));
    let take = ServerAction::<TakeUp>::new();
    let taken = answers_of(take);
    let data = Resource::new_blocking(
        move || (named.get(), taken.get()),
        |(named, _)| async move { kept_list(named.ok_or_else(|| AppError::from(ErrorKind::NotFound))?).await },
    );
    let failed = move || take.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    view! {
        <Title text=words::TITLE/>
        <div class="wrap narrow stack">
            {failed}
            {loaded(data, move |data| view! { <List data take/> }.into_any())}
        </div>
    }
}

#[component]
fn List(data: Data, take: ServerAction<TakeUp>) -> impl IntoView {
    let (agency, editable) = (data.agency.clone(), data.may_edit);
    let (none, was_taken) = (data.open.is_empty(), !data.taken.is_empty());
    let campaign = data.campaign;
    let cards = |kept: Vec<KeptProposal>| {
        let agency = agency.id.clone();
        let card =
            move |kept| view! { <li class="task"><Card kept agency=agency.clone() campaign take editable/></li> };
        kept.into_iter().map(card).collect_view()
    };
    let (open, taken) = (cards(data.open), cards(data.taken));
    let new = format!("/de-xuat-de-danh/{}/moi", agency.id);
    view! {
        <div class="head"><div><p class="muted sm">{agency.name}</p><h1>{words::TITLE}</h1></div></div>
        <p class="muted">{words::LEAD}</p>
        <h2 class="h-small">{words::WAITING}</h2>
        {none.then(|| view! { <p>{words::NONE}</p> })}
        <ul class="tasks flat">{open}</ul>
        {editable.then(|| view! {
            <p class="agroup"><a class="btn btn--2" href=new><IconView icon=Icon::Plus/>{words::WRITE}</a></p>
        })}
        {was_taken.then(|| view! {
            <section aria-labelledby="da-dua">
                <h2 id="da-dua" class="h-small">{words::HISTORY}</h2>
                <ul class="tasks flat">{taken}</ul>
            </section>
        })}
    }
}

/// One draft, with the ways on.
#[component]
pub fn Card(
    kept: KeptProposal,
    agency: AgencyId,
    /// The review that takes proposals now.
    campaign: Option<domain::campaign::CampaignKey>,
    take: ServerAction<TakeUp>,
    editable: bool,
) -> impl IntoView {
    let waits = kept.taken.is_none() && editable;
    let name = if kept.name().is_empty() { review::UNNAMED.to_owned() } else { kept.name().to_owned() };
    let href = format!("/de-xuat-de-danh/{agency}/{}", kept.id);
    let lacks = (waits && blocks(&kept.errors)).then(|| words::lacks(faults(&kept.errors)));
    let (titled, of_link) = (name.clone(), name.clone());
    let beside = waits.then(|| view! { <Beside kept=kept.clone() agency=agency.clone()/> });
    let up = campaign.filter(|_| waits).map(|year| {
        view! {
            <ActionForm action=take>
                <input type="hidden" name="year" value=year.to_string()/>
                <input type="hidden" name="agency" value=agency.to_string()/>
                <input type="hidden" name="id" value=kept.id.to_string()/>
                <button class="btn btn--2" type="submit">{words::TAKE_UP}<span class="vh">": " {name}</span></button>
            </ActionForm>
        }
    });
    view! {
        <div class="task__top"><h3>{titled}</h3></div>
        <p class="task__meta">
            <span>{words::from(&kept)}</span>
            {kept.kept_by.as_ref().map(|by| view! { <span>{words::kept_by(&by.name)}</span> })}
            <span>{review::LAST_SAVE} " " {format::date_time(kept.saved_at)} " · " {kept.saved_by.clone()}</span>
            <b>{words::taken(&kept)}</b>
        </p>
        {beside}
        {lacks.map(|lacks| view! { <p class="task__note task__note--calm">{lacks}</p> })}
        {waits.then(|| view! {
            <div class="row">
                {up}
                <a class="btn btn--quiet" href=href><IconView icon=Icon::Pencil/>{words::OPEN}<span class="vh">": " {of_link}</span></a>
            </div>
        })}
    }
}

/// What was typed over another's save waits beside it, with the way to both.
#[component]
pub fn Beside(kept: KeptProposal, agency: AgencyId) -> impl IntoView {
    let href = format!("/de-xuat-de-danh/{agency}/{}/doi-chieu", kept.id);
    kept.beside.map(|_| {
        view! {
            <Notice tone=Tone::Warn>
                {clash_words::waiting(&format::date_time(kept.saved_at))} " " <a href=href>{clash_words::COMPARE}</a>
            </Notice>
        }
    })
}

/// Keeps a proposal of a review: one that is not sent, or one that was refused.
#[component]
pub fn KeepIt(
    data: AnswerPage,
    /// The one that the form beside it saved last.
    version: RwSignal<i64>,
) -> impl IntoView {
    const FORM: &str = "de-danh";
    let keep = ServerAction::<KeepProposal>::new();
    let failed = move || keep.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    let refused = data.answer.is_refused();
    // Whoever may answer questions is the agency's officer.
    let may = data.answer.code.is_none() && (data.may_edit || refused && data.may_keep);
    let id = data.answer.id.filter(|_| may && data.answer.draft.is_some());
    let first_version = version.get_untracked();
    let agency = data.agency.id.to_string();
    let saving = use_context::<Autosave>();
    let save_first = move |event: SubmitEvent| {
        if let Some(saving) = saving {
            saving.before(&event, FORM);
        }
    };
    id.map(|id| {
        view! {
            {failed}
            {refused.then(|| view! { <Notice tone=Tone::Info>{words::KEEP_REFUSED}</Notice> })}
            <div on:submit:capture=save_first>
                <ActionForm action=keep id=FORM>
                    <input type="hidden" name="agency" value=agency/>
                    <input type="hidden" name="answer" value=id.to_string()/>
                    <input type="hidden" name="version" prop:value=move || version.get() value=first_version/>
                    {if refused {
                        view! { <button class="btn btn--2" type="submit">{words::KEEP}</button> }.into_any()
                    } else {
                        view! { <Confirm id="hoi-de-danh" label=words::KEEP title=words::KEEP_ASK text=words::KEEP_TOLD yes=words::KEEP class="btn btn--2"/> }.into_any()
                    }}
                </ActionForm>
            </div>
        }
    })
}

/// The way to an agency's kept drafts.
#[component]
pub fn ToKept(agency: AgencyId) -> impl IntoView {
    view! { <p><a href=format!("/de-xuat-de-danh/{agency}")>{words::TITLE}</a></p> }
}
