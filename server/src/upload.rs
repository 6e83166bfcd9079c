//! Files that come in, by plain multipart forms: an annex to import, a signed decision. What is refused leads back to
//! the form with the reasons and what was typed.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::account::Actor;
use domain::annex::{AnnexCode, AnnexIssue, ImportDraft};
use domain::campaign::DecisionDraft;
use domain::check::{FieldCode, FieldError};
use domain::policy::Refusal;
use store::{Error, SignedFile, Store};

use crate::commands::sha256_hex;
use crate::redirect::back;

/// The most fields of a form, and bytes of one that is no file.
const FIELDS_MAX: usize = 20;
const FIELD_BYTES_MAX: usize = 10_000;

struct Form {
    fields: BTreeMap<String, String>,
    file: Option<SignedFile>,
}

impl Form {
    fn field(&self, name: &str) -> String {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    fn typed(&self) -> Vec<(&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    fn decision(&self) -> DecisionDraft {
        DecisionDraft {
            number: self.field("number"),
            date: self.field("date"),
            effective_from: self.field("effective_from"),
            signer: self.field("signer"),
            signer_title: self.field("signer_title"),
        }
    }
}

/// Reads a form, bounded. A broken body is the sender's fault.
async fn read(mut multipart: Multipart) -> Result<Form, StatusCode> {
    let mut form = Form { fields: BTreeMap::new(), file: None };
    let mut seen = 0;
    while let Some(field) = multipart.next_field().await.map_err(|error| error.status())? {
        seen += 1;
        if seen > FIELDS_MAX {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file_name = field.file_name().unwrap_or_default().to_owned();
            let bytes = field.bytes().await.map_err(|error| error.status())?;
            if !bytes.is_empty() || !file_name.is_empty() {
                form.file = Some(SignedFile { name: file_name, bytes: bytes.to_vec() });
            }
        } else {
            let text = field.text().await.map_err(|error| error.status())?;
            if text.len() > FIELD_BYTES_MAX {
                return Err(StatusCode::PAYLOAD_TOO_LARGE);
            }
            form.fields.insert(name, text);
        }
    }
    Ok(form)
}

/// An answer to an error that no form can mend.
fn refuse(error: &Error, back_to: &str) -> Response {
    match error {
        Error::Refused(Refusal::SignIn) => Redirect::to(&format!("/dang-nhap?next={back_to}")).into_response(),
        Error::Refused(Refusal::Forbidden) => StatusCode::FORBIDDEN.into_response(),
        Error::NotFound | Error::Refused(Refusal::Hidden) => StatusCode::NOT_FOUND.into_response(),
        // The page shows where the draft stands now.
        Error::IllegalMove(_) => Redirect::to(back_to).into_response(),
        other => {
            tracing::error!(error = %other, "an upload failed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// How a refusal of a workbook shows at the form: at the file, with the reason's code.
fn at_file(issue: &AnnexIssue) -> FieldError {
    let code = if issue.code == AnnexCode::TooLarge { FieldCode::FileTooLarge } else { FieldCode::WrongFileKind };
    FieldError::with("file", code, issue.code.to_string())
}

/// An annex to import: read, kept, shown for confirmation.
pub async fn import(State(store): State<Store>, Extension(actor): Extension<Actor>, multipart: Multipart) -> Response {
    const PAGE: &str = "/quan-tri/nhap-danh-muc";
    if let Err(refusal) = domain::policy::authorize(&actor, &domain::policy::Act::ImportCatalog) {
        return refuse(&Error::Refused(refusal), PAGE);
    }
    let form = match read(multipart).await {
        Ok(form) => form,
        Err(StatusCode::PAYLOAD_TOO_LARGE) => {
            return back(
                PAGE,
                &[FieldError::with("file", FieldCode::FileTooLarge, AnnexCode::TooLarge.to_string())],
                &[],
            );
        }
        Err(status) => return status.into_response(),
    };
    let draft = ImportDraft { year: form.field("year"), decision: form.decision() };
    let (header, mut remarks) = match draft.check() {
        Ok(header) => (Some(header), Vec::new()),
        Err(remarks) => (None, remarks),
    };
    if form.file.is_none() {
        remarks.push(FieldError::new("file", FieldCode::Required));
    }
    let (Some(header), Some(file)) = (header, &form.file) else {
        return back(PAGE, &remarks, &form.typed());
    };
    let lists = match store.lists().await {
        Ok(lists) => lists,
        Err(error) => return refuse(&error, PAGE),
    };
    let (bytes, sha256) = (file.bytes.clone(), sha256_hex(&file.bytes));
    let read = tokio::task::spawn_blocking(move || documents::annex::read_annex(&bytes, &lists)).await;
    let annex = match read {
        Ok(Ok(annex)) => annex,
        Ok(Err(issue)) => return back(PAGE, &[at_file(&issue)], &form.typed()),
        Err(_) => return back(PAGE, &[FieldError::new("file", FieldCode::WrongFileKind)], &form.typed()),
    };
    match store.preview_import(&actor, &file.name, &sha256, annex, &header).await {
        Ok(preview) => {
            let id = preview.id.map(|id| id.to_string()).unwrap_or_default();
            Redirect::to(&format!("{PAGE}/{id}")).into_response()
        }
        Err(Error::Invalid(remarks)) => back(PAGE, &remarks, &form.typed()),
        Err(error) => refuse(&error, PAGE),
    }
}

/// The signed decision: the new edition comes into force.
pub async fn issue(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path(year): Path<i32>,
    multipart: Multipart,
) -> Response {
    let page = format!("/ra-soat/{year}/du-thao");
    if let Err(refusal) = domain::policy::authorize(&actor, &domain::policy::Act::IssueEdition) {
        return refuse(&Error::Refused(refusal), &page);
    }
    let form = match read(multipart).await {
        Ok(form) => form,
        Err(StatusCode::PAYLOAD_TOO_LARGE) => {
            return back(&page, &[FieldError::with("file", FieldCode::FileTooLarge, "20 MB")], &[]);
        }
        Err(status) => return status.into_response(),
    };
    let draft = form.decision();
    let Some(file) = &form.file else {
        let mut remarks = draft.check().err().unwrap_or_default();
        remarks.push(FieldError::new("file", FieldCode::Required));
        return back(&page, &remarks, &form.typed());
    };
    let file = SignedFile { name: file.name.clone(), bytes: file.bytes.clone() };
    let version = form.field("version").parse().unwrap_or_default();
    match store.issue(&actor, year, version, &draft, Some(file)).await {
        Ok(id) => Redirect::to(&format!("/ban-hanh/{id}")).into_response(),
        Err(Error::Invalid(remarks)) => back(&page, &remarks, &form.typed()),
        Err(Error::Conflict { .. }) => back(&page, &[FieldError::new("draft", FieldCode::Changed)], &form.typed()),
        Err(Error::Outdated(number)) => {
            back(&page, &[FieldError::with("draft", FieldCode::Outdated, number)], &form.typed())
        }
        Err(error) => refuse(&error, &page),
    }
}
