//! Bringing an annex in: the upload, what was understood, and the confirmation.

use domain::annex::{AnnexCode, AnnexIssue, ImportDraft, ImportPreview};
use domain::check::FieldError;
use domain::id::ImportId;
use domain::policy::{Act, authorize};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::remarks::Remarks;
use super::review::{ActionFailure, remarks_in_address, typed_in_address};
use super::{failure, loaded};
use crate::api::import::{ConfirmImport, import_preview};
use crate::error::ErrorKind;
use crate::session::CurrentSession;
use crate::text::{annex as words, common, error as error_words, review};
use crate::ui::crumbs::Crumbs;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::{Control, Field};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// The upload form, for the coordinator.
#[component]
pub fn ImportPage() -> impl IntoView {
    let session = expect_context::<CurrentSession>().0;
    view! {
        <Title text=words::TITLE/>
        {loaded(session, |session| match authorize(&session.actor(), &Act::ImportCatalog) {
            Ok(()) => view! { <UploadForm/> }.into_any(),
            Err(domain::policy::Refusal::SignIn) => failure(ErrorKind::SignIn.into()),
            Err(_) => failure(ErrorKind::Forbidden.into()),
        })}
    }
}

/// What is wrong with the file, said by the annex's own code.
fn file_message(remarks: &[FieldError]) -> Option<String> {
    let remark = remarks.iter().find(|remark| remark.field == "file")?;
    Some(words::sentence(remark.detail.parse().ok()?, ""))
}

#[component]
fn UploadForm() -> impl IntoView {
    let told = remarks_in_address();
    let file_error = file_message(&told);
    let wrong_file = file_error.clone();
    let remarks = Remarks::new(told.into_iter().filter(|remark| remark.detail.parse::<AnnexCode>().is_err()).collect());
    let check = remarks.check(|draft: ImportDraft| draft.check().err().unwrap_or_default());
    // What is wrong inside the file only the server sees.
    let of_file = Signal::derive(move || remarks.on("file").get().or_else(|| file_error.clone()));
    let summary = wrong_file.map(|error| {
        view! {
            <ErrorSummary title=error_words::SUMMARY_TITLE>
                <p><a href="#f-file" rel="external">{words::FILE} ": " {error}</a></p>
            </ErrorSummary>
        }
    });
    let text = |name: &'static str, label: &'static str, control: Control| {
        view! {
            <Field id=format!("f-{name}") name=name label=label control value=typed_in_address(name) error=remarks.on(name) required=true/>
        }
    };
    view! {
        <div class="wrap">
            <Crumbs here=words::TITLE/>
            <div class="head"><div><h1>{words::TITLE}</h1><p>{words::LEAD}</p></div></div>
            {summary}
            {remarks.summary()}
            <form class="plainform" novalidate on:submit=check method="post" action="/quan-tri/nhap-danh-muc" enctype="multipart/form-data">
                <Field id="f-file" name="file" label=words::FILE control=Control::File(".xlsx") hint=words::FILE_HINT
                    error=of_file required=true/>
                {text("year", words::YEAR, Control::Number)}
                {text("number", review::DECISION_NUMBER, Control::Line)}
                <div class="two">
                    {text("date", review::DECISION_DATE, Control::Date)}
                    {text("effective_from", review::EFFECTIVE_FROM, Control::Date)}
                </div>
                <div class="two">
                    {text("signer", review::SIGNER, Control::Line)}
                    {text("signer_title", review::SIGNER_TITLE, Control::Line)}
                </div>
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
    let data = Resource::new_blocking(
        move || (id.get(), confirm.version().get()),
        |(id, _)| async move {
            match id {
                Some(id) => import_preview(id).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    let failed = move || confirm.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    view! {
        <Title text=words::PREVIEW/>
        <div class="wrap stack">
            <Crumbs trail=vec![(common::IMPORT.to_owned(), "/quan-tri/nhap-danh-muc".to_owned())] here=words::PREVIEW/>
            <h1>{words::PREVIEW}</h1>
            {failed}
            {loaded(data, move |preview| view! { <Preview preview confirm/> }.into_any())}
        </div>
    }
}

#[component]
fn Preview(preview: ImportPreview, confirm: ServerAction<ConfirmImport>) -> impl IntoView {
    let counts = words::counts(preview.rows.len(), preview.agencies, preview.items);
    let has_errors = !preview.errors.is_empty();
    let ends = preview.written.is_some() || preview.already.is_some();
    let edition = preview.written.as_ref().or(preview.already.as_ref()).map(|edition| edition.id);
    let outcome = edition.map(|edition| {
        let (tone, text) =
            if preview.written.is_some() { (Tone::Ok, words::WRITTEN) } else { (Tone::Info, words::ALREADY) };
        view! {
            <Notice tone>{text} " " <a href=format!("/ban-hanh/{edition}")>{words::SEE_EDITION}</a></Notice>
        }
    });
    let id = preview.id.map(|id| id.to_string()).unwrap_or_default();
    let rows = preview
        .rows
        .into_iter()
        .map(|row| {
            let code = row.code.map_or_else(|| words::NEW_CODE.to_owned(), |code| code.to_string());
            view! {
                <tr>
                    <td class="num"><span class="lbl">{words::ROW}</span>{row.place.row}</td>
                    <th scope="row">{row.name}</th>
                    <td><span class="lbl">{review::AGENCY}</span>{row.agency_name}</td>
                    <td class="num"><span class="lbl">{words::ITEMS}</span>{row.items}</td>
                    <td class="code">{code}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <p><b>{preview.file_name}</b> ": " {counts}</p>
        {outcome}
        {has_errors.then(|| view! { <Notice tone=Tone::Bad>{words::HAS_ERRORS}</Notice> })}
        <Issues title=words::ERRORS issues=preview.errors/>
        {(!has_errors && !ends).then(|| view! {
            <ActionForm action=confirm>
                <input type="hidden" name="id" value=id/>
                <button class="btn" type="submit">{words::CONFIRM}</button>
            </ActionForm>
        })}
        <Issues title=words::WARNINGS issues=preview.warnings/>
        <section class="stack gap-2">
            <h2 class="h-small">{words::ENTRIES}</h2>
            <table class="table table--stack">
                <thead><tr>
                    <th scope="col">{words::ROW}</th><th scope="col">{review::ENTRIES}</th><th scope="col">{review::AGENCY}</th>
                    <th scope="col">{words::ITEMS}</th><th scope="col">{words::CODE}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
        <p><a class="btn btn--2" href="/quan-tri/nhap-danh-muc">{words::AGAIN}</a></p>
    }
}

#[component]
fn Issues(title: &'static str, issues: Vec<AnnexIssue>) -> impl IntoView {
    let any = !issues.is_empty();
    let rows = issues
        .into_iter()
        .map(|issue| {
            view! { <tr><td>{words::place(&issue)}</td><td>{words::sentence(issue.code, &issue.detail)}</td></tr> }
        })
        .collect_view();
    any.then(|| {
        view! {
            <section class="stack gap-2">
                <h2 class="h-small">{title}</h2>
                <table class="table">
                    <thead><tr><th scope="col">{words::PLACE}</th><th scope="col">{words::WHAT}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    })
}
