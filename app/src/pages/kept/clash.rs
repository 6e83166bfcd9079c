//! A kept draft, and what was typed over another's save of it: put together as two texts of an answer are.

use domain::answer_form::Pick;
use domain::id::{AgencyId, KeptId};
use domain::review::KeptClash as Data;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::kept::{DropKept, SettleKept, kept_clash};
use crate::error::{AppError, ErrorKind};
use crate::pages::clash::Differences;
use crate::pages::review::ActionFailure;
use crate::pages::{answers_of, failure, loaded};
use crate::text::{clash as words, kept};
use crate::ui::action_form::ActionForm;
use crate::ui::confirm::Confirm;
use crate::ui::crumbs::Crumbs;

/// The page of two texts.
#[component]
pub fn KeptClashPage() -> impl IntoView {
    let params = use_params_map();
    let settle = ServerAction::<SettleKept>::new();
    let discard = ServerAction::<DropKept>::new();
    let named = Memo::new(move |_| {
        let get = |name| params.with(|params| params.get(name));
        // What is no number names no draft.
        Some((AgencyId(get("agency")?), get("kept")?.parse::<KeptId>().unwrap_or_default()))
    });
    // Read again after each try: somebody may have saved once more.
    let settled = answers_of(settle);
    let data = Resource::new_blocking(
        move || (named.get(), settled.get()),
        |(named, _)| async move {
            let (agency, id) = named.ok_or_else(|| AppError::from(ErrorKind::NotFound))?;
            kept_clash(agency, id).await
        },
    );
    let failed = move || {
        let errors = [settle.value().get().and_then(Result::err), discard.value().get().and_then(Result::err)];
        errors.into_iter().flatten().map(|error| view! { <ActionFailure error/> }).collect_view()
    };
    view! {
        <Title text=words::TITLE/>
        <div class="wrap stack gap-5 conflict">
            {failed}
            {loaded(data, move |data| match data {
                Some(data) => {
                    let picks = settle.value().get_untracked().and_then(Result::err).and_then(|error| error.kept());
                    view! { <Clash data settle discard picks=picks.unwrap_or_default()/> }.into_any()
                }
                // What was settled just now leads away from here.
                None if matches!(settle.value().get_untracked(), Some(Ok(()))) => ().into_any(),
                None => failure(ErrorKind::NotFound.into()),
            })}
        </div>
    }
}

#[component]
fn Clash(
    data: Data,
    settle: ServerAction<SettleKept>,
    discard: ServerAction<DropKept>,
    /// What was chosen before something went wrong.
    picks: Vec<Pick>,
) -> impl IntoView {
    let (agency, id) = (data.agency.id.to_string(), data.id.to_string());
    let (second, dropped) = (agency.clone(), id.clone());
    let list = format!("/de-xuat-de-danh/{agency}");
    let own = format!("{list}/{id}");
    let trail = vec![(kept::TITLE.to_owned(), list)];
    let both = data.both;
    view! {
        <Crumbs trail here=words::TITLE/>
        <div>
            <p class="muted sm">{data.agency.name} " · " {both.name.clone()}</p>
            <h1>{words::TITLE}</h1>
            <p class="muted">{words::lead(&both)} " " {words::NOTHING_LOST}</p>
        </div>
        <ActionForm action=settle class="stack gap-6">
            <input type="hidden" name="agency" value=agency/>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="version" value=both.version/>
            <Differences both=both.clone() kept=picks/>
            <p class="row">
                <button class="btn" type="submit">{words::SAVE}</button>
                <a class="btn btn--quiet" href=own>{words::LATER}</a>
            </p>
        </ActionForm>
        <ActionForm action=discard>
            <input type="hidden" name="agency" value=second/>
            <input type="hidden" name="id" value=dropped/>
            <input type="hidden" name="version" value=data.version/>
            <Confirm id="hoi-bo" label=words::DROP title=words::DROP_ASK text=words::DROP_TOLD yes=words::DROP class="btn btn--bad"/>
        </ActionForm>
    }
}
