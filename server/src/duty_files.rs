//! Duties by plain requests: the form that records that some are done, with its file; files of evidence; exports.

use app::text::{duty as words, export as export_words};
use axum::Extension;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use domain::account::Actor;
use domain::check::{FieldCode, FieldError};
use domain::duty::{DUTIES_AT_ONCE, DutyFilter, EvidenceDraft};
use domain::format::iso_date;
use domain::id::{AgencyId, DutyEventId, DutyId};
use domain::policy::{Act, authorize};
use store::{Error, SignedFile, Store};

use crate::download::{self, Attachment, plain};
use crate::redirect::back;
use crate::table_file::{Layout, TURNS, answer, failed};
use crate::upload::{Form, read, refuse, turn_away};

/// The fields of the form beside the duties.
const OTHER_FIELDS: usize = 6;
const WIDTHS: [f64; 14] = [9.0, 40.0, 30.0, 24.0, 11.0, 11.0, 11.0, 14.0, 9.0, 26.0, 14.0, 11.0, 40.0, 22.0];

/// The duties that a form marks.
fn marked(form: &Form) -> Vec<DutyId> {
    form.fields.keys().filter_map(|name| name.strip_prefix("duty-")?.parse().ok()).collect()
}

fn typed(form: &Form) -> EvidenceDraft {
    EvidenceDraft { note: form.field("note"), link: form.field("link") }
}

/// The page that the form stood on: one of two, never an address from outside.
fn page_of(form: &Form, marked: &[DutyId]) -> String {
    match marked {
        [one] if form.field("back") == format!("/theo-doi/viec/{one}") => form.field("back"),
        _ => "/viec-cua-toi".to_owned(),
    }
}

/// `POST /viec-cua-toi/xong`: duties are done, all by the same evidence.
pub async fn done(State(store): State<Store>, Extension(actor): Extension<Actor>, multipart: Multipart) -> Response {
    let own = actor.account.as_ref().and_then(|account| account.agency.as_ref());
    let own = own.map_or_else(AgencyId::default, |agency| agency.id.clone());
    if let Err(refusal) = authorize(&actor, &Act::FulfilDuty(&own)) {
        let page = |form: &Form| page_of(form, &marked(form));
        return turn_away(refusal, page, "evidence", multipart, DUTIES_AT_ONCE + OTHER_FIELDS).await;
    }
    let form = match read(multipart, DUTIES_AT_ONCE + OTHER_FIELDS).await {
        Ok(form) => form,
        Err(unread) if unread.status == StatusCode::PAYLOAD_TOO_LARGE => {
            let form = &unread.form;
            let page = page_of(form, &marked(form));
            let mut remarks = unread.remarks(FieldError::with("evidence", FieldCode::FileTooLarge, "20 MB"));
            // A note and a link have limits of their own.
            if let (false, Err(own)) = (unread.long.is_empty(), typed(form).check(true)) {
                remarks = own;
            }
            return back(&page, &remarks, &form.typed());
        }
        Err(unread) => return unread.status.into_response(),
    };
    let marked = marked(&form);
    let page = page_of(&form, &marked);
    let draft = typed(&form);
    let file = form.file.as_ref().map(|file| SignedFile { name: file.name.clone(), bytes: file.bytes.clone() });
    match store.complete_duties(&actor, &marked, &draft, file).await {
        Ok(()) => Redirect::to(&page).into_response(),
        Err(Error::Invalid(remarks)) => back(&page, &remarks, &form.typed()),
        Err(error) => refuse(&error, &page),
    }
}

/// A file of evidence, for those who may see the duty.
pub async fn evidence(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path(event): Path<String>,
) -> Response {
    let Ok(event) = event.parse::<DutyEventId>() else { return download::refuse(&Error::NotFound) };
    match store.duty_evidence(&actor, event).await {
        Ok(file) => {
            let (kind, end) = match file.media_type.as_str() {
                "application/pdf" => ("application/pdf", "pdf"),
                "image/png" => ("image/png", "png"),
                "image/jpeg" => ("image/jpeg", "jpg"),
                // Office documents are such archives: the name that was given tells which.
                _ => ("application/octet-stream", archive_end(&file.name)),
            };
            let name = format!("minh-chung-{event}.{end}");
            Attachment { bytes: file.bytes, kind, name, etag: None }.into_response()
        }
        Err(error) => download::refuse(&error),
    }
}

fn archive_end(name: &str) -> &'static str {
    let end = name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    ["docx", "xlsx", "pptx"].into_iter().find(|known| *known == end).unwrap_or("zip")
}

/// `GET /theo-doi/xuat.xlsx`, `.csv`: the list of the page, whole.
pub async fn export(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Query(pairs): Query<Vec<(String, String)>>,
    uri: Uri,
) -> Response {
    let filter = DutyFilter::of(|name| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()));
    let as_csv = uri.path().ends_with(".csv");
    let stem = format!("nghia-vu-{}", iso_date(actor.today()));
    let Ok(_turn) = TURNS.acquire().await else { return failed(&"no more exports are made") };
    let rows = match store.all_duties(&actor, &filter).await {
        Ok(rows) => rows,
        Err(Error::TooMany(count)) => {
            return plain(StatusCode::UNPROCESSABLE_ENTITY, export_words::too_many(count));
        }
        Err(error) => return download::refuse(&error),
    };
    let layout = Layout { title: words::EXPORT_TITLE, sheet: words::DUTIES, heads: &words::COLUMNS, widths: &WIDTHS };
    answer(layout, stem, as_csv, move || rows.iter().map(words::cells).collect()).await
}
