//! Bringing an annex in: the upload, what was understood, and the confirmation.

mod mapping;
mod preview;

use std::time::Duration;

use domain::annex::{AnnexIssue, ImportDraft};
use domain::check::FieldError;
use domain::edition::EditionRow;
use domain::id::ImportId;
use domain::policy::{Act, authorize};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use self::preview::Preview;
use super::remarks::Remarks;
use super::review::{ActionFailure, remarks_in_address, typed_in_address};
use super::{answers_of, failure, loaded};
use crate::api::edition::editions;
use crate::api::import::{ConfirmImport, import_preview};
use crate::error::ErrorKind;
use crate::session::CurrentSession;
use crate::text::{
    annex as words, common, edition as edition_words, error as error_words, import as import_words, review,
};
use crate::ui::crumbs::Crumbs;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::{Control, Field};

/// How often the page looks how far a writing is.
const REFRESH: Duration = Duration::from_secs(2);

/// The upload form, for the coordinator.
#[component]
pub fn ImportPage() -> impl IntoView {
    let session = expect_context::<CurrentSession>().0;
    let editions = Resource::new_blocking(|| (), |()| editions());
    view! {
        <Title text=words::TITLE/>
        {loaded(session, move |session| match authorize(&session.actor(), &Act::ImportCatalog) {
            Ok(()) => loaded(editions, |rows| view! { <UploadForm editions=rows/> }.into_any()).into_any(),
            Err(domain::policy::Refusal::SignIn) => failure(ErrorKind::SignIn.into()),
            Err(_) => failure(ErrorKind::Forbidden.into()),
        })}
    }
}

/// What is wrong with the file, and at which cell, said by the annex's own code.
fn file_message(remarks: &[FieldError]) -> Option<String> {
    let remark = remarks.iter().find(|remark| remark.field == "file")?;
    Some(words::refused(&AnnexIssue::of_told(&remark.detail)?))
}

#[component]
fn UploadForm(editions: Vec<EditionRow>) -> impl IntoView {
    // The last to come into force: no other may be amended.
    let newest = editions.first().map(|row| (row.edition.id.to_string(), edition_words::choice(&row.edition)));
    let can_amend = newest.is_some();
    // Whoever chose one that is the newest no more amends what took its place, and does not bring a whole catalog in.
    let chosen = newest.clone().filter(|_| !typed_in_address("amends").is_empty());
    let chosen = chosen.map(|(id, _)| id).unwrap_or_default();
    let whole = (String::new(), import_words::WHOLE.to_owned());
    let offered: Vec<(String, String)> = std::iter::once(whole).chain(newest).collect();
    let told = remarks_in_address();
    let file_error = file_message(&told);
    let wrong_file = file_error.clone();
    let remarks =
        Remarks::new(told.into_iter().filter(|remark| AnnexIssue::of_told(&remark.detail).is_none()).collect())
            .with_file(words::FILE);
    let check = remarks.check(|draft: ImportDraft| draft.check_form());
    // What is wrong inside the file only the server sees.
    let of_file = Signal::derive(move || remarks.on("file").get().or_else(|| file_error.clone()));
    let summary = wrong_file.map(|error| {
        view! {
            <ErrorSummary title=error_words::SUMMARY_TITLE>
                <p><a href="#f-file" rel="external">{words::FILE} ": " {error}</a></p>
            </ErrorSummary>
        }
    });
    let field = |name: &'static str, label: &'static str, control: Control, hint: &'static str| {
        view! {
            <Field id=format!("f-{name}") name=name label=label control hint value=typed_in_address(name)
                error=remarks.on(name) required=hint.is_empty()/>
        }
    };
    let needed = |name, label, control| field(name, label, control, "");
    let told = |name, label, control| field(name, label, control, import_words::FROM_TITLE_HINT);
    view! {
        <div class="wrap">
            <Crumbs here=words::TITLE/>
            <div class="head"><div><h1>{words::TITLE}</h1><p>{words::LEAD}</p></div></div>
            {summary}
            {remarks.summary()}
            <form class="plainform" novalidate on:submit=check method="post" action="/quan-tri/nhap-danh-muc" enctype="multipart/form-data">
                {told("number", review::DECISION_NUMBER, Control::Line)}
                {told("date", review::DECISION_DATE, Control::Date)}
                <div class="two">
                    {field("effective_from", review::EFFECTIVE_FROM, Control::Date, import_words::SAME_DAY_HINT)}
                    {field("year", words::YEAR, Control::Number, import_words::SAME_YEAR_HINT)}
                </div>
                <div class="two">
                    {needed("signer", review::SIGNER, Control::Line)}
                    {needed("signer_title", review::SIGNER_TITLE, Control::Line)}
                </div>
                {can_amend.then(|| view! {
                    <Field id="f-amends" name="amends" label=import_words::AMENDS control=Control::Select(offered)
                        hint=import_words::AMENDS_HINT value=chosen error=remarks.on("amends")/>
                    {field("withdraw", import_words::WITHDRAW, Control::Line, import_words::WITHDRAW_HINT)}
                })}
                // The last to be sent: what was typed is read before a workbook that is too large.
                <Field id="f-file" name="file" label=words::FILE control=Control::File(".xlsx") hint=words::FILE_HINT
                    error=of_file required=true/>
                <p class="row"><button class="btn" type="submit">{words::READ}</button></p>
            </form>
        </div>
    }
}

/// What was understood of an annex.
#[component]
pub fn ImportPreviewPage() -> impl IntoView {
    let params = use_params_map();
    let confirm = ServerAction::<ConfirmImport>::new();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<ImportId>().ok()));
    let confirmed = answers_of(confirm);
    let data = Resource::new_blocking(
        move || (id.get(), confirmed.get()),
        |(id, _)| async move {
            match id {
                Some(id) => import_preview(id).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    let failed = move || {
        confirm.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error file=Some(words::FILE)/> })
    };
    view! {
        <Title text=words::PREVIEW/>
        <div class="wrap stack">
            <Crumbs trail=vec![(common::IMPORT.to_owned(), "/quan-tri/nhap-danh-muc".to_owned())] here=words::PREVIEW/>
            <h1>{words::PREVIEW}</h1>
            {failed}
            {loaded(data, move |preview| {
                let running = preview.progress.is_some();
                Effect::new(move |_| {
                    if running {
                        set_timeout(move || data.refetch(), REFRESH);
                    }
                });
                view! { <Preview preview confirm/> }.into_any()
            })}
        </div>
    }
}
