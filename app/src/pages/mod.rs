//! One file a route: the title, the data, the layout. What may be done is asked of the domain, never worked out here.

use domain::format;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use serde::{Serialize, de::DeserializeOwned};

use crate::error::{AppError, ErrorKind};
use crate::session::use_session;
use crate::text::error as words;

pub mod absence;
pub mod agencies;
pub mod agency;
pub mod agency_board;
pub mod amendments;
pub mod answer;
pub mod api_guide;
pub mod appraisal;
pub mod autosave;
pub mod board;
pub mod campaigns;
pub mod catalog;
pub mod check_answers;
pub mod clash;
pub mod course;
pub mod diff_view;
pub mod digest;
pub mod draft;
pub mod duties;
pub mod duty;
pub mod duty_rules;
pub mod duty_urging;
pub mod edition;
pub mod edition_diff;
pub mod editions;
pub mod entry;
pub mod entry_history;
pub mod entry_usage;
pub mod frame;
pub mod freshness;
pub mod home;
pub mod import;
pub mod indicators;
pub mod kept;
pub mod ladder;
pub mod leaders;
pub mod ledger;
pub mod legal;
pub mod legal_edit;
pub mod minutes;
pub mod named;
pub mod national;
pub mod not_found;
pub mod notices;
pub mod opinion;
pub mod opinions;
pub mod overlap;
pub mod overlaps;
pub mod register;
pub mod regulation;
pub mod remarks;
pub mod report;
pub mod reports;
pub mod response;
pub mod review;
pub mod sign_in;
pub mod succession;
pub mod synonyms;
pub mod talk;
pub mod tasks;
pub mod terms;
pub mod urging;
pub mod usage;

/// Shows what a resource holds, or the page of its failure.
pub fn loaded<T, C>(
    resource: Resource<Result<T, AppError>, C>,
    show: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
    C: Send + Sync + 'static,
{
    loaded_or(resource, show, failure)
}

/// The same with a page of its own for a failure, which gives the answer its status.
pub fn loaded_or<T, C>(
    resource: Resource<Result<T, AppError>, C>,
    show: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
    otherwise: impl Fn(AppError) -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
    C: Send + Sync + 'static,
{
    view! {
        <Transition>
            {move || {
                let (show, otherwise) = (show.clone(), otherwise.clone());
                Suspend::new(async move {
                    match resource.await {
                        Ok(value) => show(value),
                        Err(error) => otherwise(error),
                    }
                })
            }}
        </Transition>
    }
}

/// How often an action came back, for what is read again after it. What came back for want of a session, or did not reach the
/// server, does not count: the page stays as it is, with all that was typed on it, and is sent again. Every resource that is
/// read after an action asks this (`tidy`), never the action itself.
pub fn answers_of<S>(action: ServerAction<S>) -> Memo<usize>
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
{
    Memo::new(move |before: Option<&usize>| {
        let now = action.version().get();
        let lost = |done: &Option<Result<S::Output, AppError>>| matches!(done, Some(Err(error)) if matches!(error.kind, ErrorKind::SignIn | ErrorKind::Network));
        if action.value().with(lost) { before.copied().unwrap_or_default() } else { now }
    })
}

/// In place of a page that everybody reads, where a form of it came back for want of a session: the way to sign in and back to
/// the form, which the page shows to no visitor.
pub fn lost<S>(action: ServerAction<S>) -> Option<AnyView>
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
{
    let error = action.value().with_untracked(|done| done.as_ref().and_then(|done| done.as_ref().err().cloned()));
    let visits = use_session().is_some_and(|session| session.account.is_none());
    error.filter(|error| visits && error.kind == ErrorKind::SignIn).map(failure)
}

/// The way to sign in and back to here: without a script, what could not be sent stands in this very address.
fn sign_in_address() -> String {
    let location = use_location();
    let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
    let here = if search.is_empty() { path } else { format!("{path}?{search}") };
    format!("/dang-nhap?next={}", format::encoded(&here))
}

/// The page of a failure, with its status.
pub fn failure(error: AppError) -> AnyView {
    crate::session::set_status(&error);
    let kind = error.kind;
    let to_sign_in = (kind == ErrorKind::SignIn).then(sign_in_address);
    let title = words::title(&kind);
    view! {
        <Title text=title/>
        <div class="wrap">
            <div class="errpage">
                <h1>{title}</h1>
                <p>{words::explanation(&kind)}</p>
                <p class="row">
                    {to_sign_in.map(|href| view! { <a class="btn" rel="external" href=href>{words::TO_SIGN_IN}</a> })}
                    <a class="btn btn--2" href="/danh-muc">{words::TO_CATALOG}</a>
                    <a class="btn btn--quiet" href="/">{words::TO_HOME}</a>
                </p>
            </div>
        </div>
    }
    .into_any()
}
