//! Files that come in, by plain multipart forms: a signed decision here, an annex in `annex_import`. What is refused leads
//! back to the form with the reasons and what was typed.

use std::collections::BTreeMap;

use axum::Extension;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use domain::account::Actor;
use domain::campaign::{CampaignKey, DecisionDraft};
use domain::check::{FieldCode, FieldError};
use domain::policy::Refusal;
use store::{Error, SignedFile, Store};

use crate::redirect::{back, back_to_sign_in};

/// The most fields of a form, and characters of one that is no file.
pub(crate) const FIELDS_MAX: usize = 20;
const FIELD_CHARS_MAX: usize = 10_000;
/// The most bytes that are kept of a field of one who is signed out.
const FIELD_BYTES_MAX: usize = 4 * FIELD_CHARS_MAX;

pub(crate) struct Form {
    pub fields: BTreeMap<String, String>,
    pub file: Option<SignedFile>,
}

impl Form {
    pub(crate) fn field(&self, name: &str) -> String {
        self.fields.get(name).cloned().unwrap_or_default()
    }

    pub(crate) fn typed(&self) -> Vec<(&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    pub(crate) fn decision(&self) -> DecisionDraft {
        DecisionDraft {
            number: self.field("number"),
            date: self.field("date"),
            effective_from: self.field("effective_from"),
            signer: self.field("signer"),
            signer_title: self.field("signer_title"),
        }
    }
}

/// A form that is not taken: why, and what came of it, so that nobody types it again.
pub(crate) struct Unread {
    pub status: StatusCode,
    /// The fields that are too long, where it is them; else it is the file, or the whole.
    pub long: Vec<FieldError>,
    pub form: Form,
}

impl Unread {
    /// What to mend of a form that is too large: the fields that are too long, else what is told of the file.
    pub(crate) fn remarks(&self, file: FieldError) -> Vec<FieldError> {
        if self.long.is_empty() { vec![file] } else { self.long.clone() }
    }
}

/// Reads a form, bounded. A broken body is the sender's fault.
pub(crate) async fn read(multipart: Multipart, fields_max: usize) -> Result<Form, Unread> {
    let mut form = Form { fields: BTreeMap::new(), file: None };
    let read = read_into(&mut form, multipart, fields_max).await;
    let too_long = |(_, text): &(&String, &String)| text.chars().count() > FIELD_CHARS_MAX;
    let long = form.fields.iter().filter(too_long).map(|(name, _)| name);
    let remark = |name: &String| FieldError::with(name.clone(), FieldCode::TooLong, FIELD_CHARS_MAX.to_string());
    let long: Vec<FieldError> = long.map(remark).collect();
    match read {
        Ok(()) if long.is_empty() => Ok(form),
        Ok(()) => Err(Unread { status: StatusCode::PAYLOAD_TOO_LARGE, long, form }),
        Err(status) => Err(Unread { status, long, form }),
    }
}

async fn read_into(form: &mut Form, mut multipart: Multipart, fields_max: usize) -> Result<(), StatusCode> {
    let mut seen = 0;
    while let Some(field) = multipart.next_field().await.map_err(|error| error.status())? {
        seen += 1;
        if seen > fields_max {
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
            form.fields.insert(name, text);
        }
    }
    Ok(())
}

/// An answer to one who may not send a form. Whose session ended comes back to the form's page with what was typed, as from
/// a form of a server function (`AppError::keeping`); the file, where one was chosen, is asked for again as `file`.
pub(crate) async fn turn_away(
    refusal: Refusal,
    page: impl FnOnce(&Form) -> String,
    file: &str,
    multipart: Multipart,
    fields_max: usize,
) -> Response {
    if refusal != Refusal::SignIn {
        return refuse(&Error::Refused(refusal), "/");
    }
    let form = read_signed_out(multipart, fields_max).await;
    let remarks: Vec<FieldError> = form.file.iter().map(|_| FieldError::new(file, FieldCode::Required)).collect();
    back_to_sign_in(&page(&form), &remarks, &form.typed())
}

/// What was typed into a form, as far as it can be read; of its file the name alone: nobody answers for what is sent.
async fn read_signed_out(mut multipart: Multipart, fields_max: usize) -> Form {
    let mut form = Form { fields: BTreeMap::new(), file: None };
    while let Ok(Some(mut field)) = multipart.next_field().await {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file_name = field.file_name().unwrap_or_default().to_owned();
            form.file = (!file_name.is_empty()).then(|| SignedFile { name: file_name, bytes: Vec::new() });
        } else if form.fields.len() < fields_max {
            let mut text = Vec::new();
            while let Ok(Some(chunk)) = field.chunk().await {
                if text.len() + chunk.len() <= FIELD_BYTES_MAX {
                    text.extend_from_slice(&chunk);
                }
            }
            form.fields.insert(name, String::from_utf8_lossy(&text).into_owned());
        }
    }
    form
}

/// An answer to an error that no form can mend.
pub(crate) fn refuse(error: &Error, back_to: &str) -> Response {
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

/// The signed decision: the new edition comes into force.
pub async fn issue(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path(year): Path<CampaignKey>,
    multipart: Multipart,
) -> Response {
    let page = format!("/ra-soat/{year}/du-thao");
    if let Err(refusal) = domain::policy::authorize(&actor, &domain::policy::Act::IssueEdition) {
        return turn_away(refusal, |_| page, "file", multipart, FIELDS_MAX).await;
    }
    let form = match read(multipart, FIELDS_MAX).await {
        Ok(form) => form,
        Err(unread) if unread.status == StatusCode::PAYLOAD_TOO_LARGE => {
            let file = FieldError::with("file", FieldCode::FileTooLarge, "20 MB");
            return back(&page, &unread.remarks(file), &unread.form.typed());
        }
        Err(unread) => return unread.status.into_response(),
    };
    let draft = form.decision();
    let Some(file) = &form.file else {
        let mut remarks = draft.check_on(actor.today()).err().unwrap_or_default();
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
