//! An annex comes in: read and kept for a look, read again with a person's mapping of its columns, and its rows that fail
//! given back.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use app::text::annex as words;
use axum::Extension;
use axum::extract::{Multipart, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use documents::WORKBOOK_BYTES_MAX;
use documents::annex::AnnexBook;
use domain::account::Actor;
use domain::annex::{
    AgencyAt, Annex, AnnexCode, AnnexIssue, COLUMNS_MAX, Cause, CellPlace, HEADER_ROWS_MAX, ImportDraft, MappedColumn,
    Mapping, SHEET_ROWS_MAX, named_decision, typed_row,
};
use domain::catalog::Lists;
use domain::check::{FieldCode, FieldError};
use domain::id::ImportId;
use domain::policy::{Act, authorize};
use store::{Error, ImportSource, SignedFile, Store, Workbook};
use tokio::task::spawn_blocking;

use crate::download::{self, Attachment, XLSX};
use crate::redirect::back;
use crate::upload::{FIELDS_MAX, Form, read, refuse, turn_away};

const PAGE: &str = "/quan-tri/nhap-danh-muc";

/// What keeps an upload from becoming an import.
enum Failed {
    Store(Error),
    /// The workbook is refused.
    Workbook(AnnexIssue),
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// Reading a workbook takes a while: it happens beside the other requests. A reader that broke down is the file's fault.
async fn reading<T: Send + 'static>(
    read: impl FnOnce() -> Result<T, AnnexIssue> + Send + 'static,
) -> Result<T, Failed> {
    let broken = |_| Failed::Workbook(whole(AnnexCode::Damaged));
    spawn_blocking(read).await.map_err(broken)?.map_err(Failed::Workbook)
}

fn whole(code: AnnexCode) -> AnnexIssue {
    AnnexIssue { place: CellPlace::default(), code, detail: String::new() }
}

/// How a refusal of a workbook shows at the form: at the file, with the reason and its place.
fn at_file(issue: &AnnexIssue) -> FieldError {
    let code = if issue.code == AnnexCode::TooLarge { FieldCode::FileTooLarge } else { FieldCode::WrongFileKind };
    FieldError::with("file", code, issue.told())
}

/// An annex to import: read, kept, shown for confirmation.
pub async fn import(State(store): State<Store>, Extension(actor): Extension<Actor>, multipart: Multipart) -> Response {
    if let Err(refusal) = authorize(&actor, &Act::ImportCatalog) {
        return turn_away(refusal, |_| PAGE.to_owned(), "file", multipart, FIELDS_MAX).await;
    }
    let form = match read(multipart, FIELDS_MAX).await {
        Ok(form) => form,
        Err(unread) if unread.status == StatusCode::PAYLOAD_TOO_LARGE => {
            let detail = Cause::FileBytes.detail(WORKBOOK_BYTES_MAX as u64, "");
            let large = AnnexIssue { detail, ..whole(AnnexCode::TooLarge) };
            return back(PAGE, &unread.remarks(at_file(&large)), &unread.form.typed());
        }
        Err(unread) => return unread.status.into_response(),
    };
    let (draft, file) = match checked(&form) {
        Ok(checked) => checked,
        Err(remarks) => return back(PAGE, &remarks, &form.typed()),
    };
    match keep(&store, &actor, file, draft).await {
        Ok(id) => Redirect::to(&format!("{PAGE}/{id}")).into_response(),
        Err(Failed::Workbook(issue)) => back(PAGE, &[at_file(&issue)], &form.typed()),
        Err(Failed::Store(Error::Invalid(remarks))) => back(PAGE, &remarks, &form.typed()),
        Err(Failed::Store(error)) => refuse(&error, PAGE),
    }
}

fn checked(form: &Form) -> Result<(ImportDraft, SignedFile), Vec<FieldError>> {
    let draft = ImportDraft {
        year: form.field("year"),
        amends: form.field("amends"),
        withdraw: form.field("withdraw"),
        decision: form.decision(),
    };
    let mut remarks = draft.check_form();
    if form.file.is_none() {
        remarks.push(FieldError::new("file", FieldCode::Required));
    }
    match &form.file {
        Some(file) if remarks.is_empty() => {
            Ok((draft, SignedFile { name: file.name.clone(), bytes: file.bytes.clone() }))
        }
        _ => Err(remarks),
    }
}

/// Reads and keeps an annex. What the form leaves open of the decision, the annex's title tells.
async fn keep(store: &Store, actor: &Actor, file: SignedFile, draft: ImportDraft) -> Result<ImportId, Failed> {
    let lists = store.lists().await?;
    let SignedFile { name, bytes } = file;
    let (bytes, book, found, headers) = reading(move || {
        let book = AnnexBook::open(&bytes)?;
        let (found, headers) = (found(&book)?, book.headers());
        Ok((bytes, book, found, headers))
    })
    .await?;
    let known = store.remembered_mapping(actor, &headers).await?;
    let remembered = known.is_some();
    let mapping = known.unwrap_or(found);
    let sheets = book.sheets();
    let (annex, mapping) = reading(move || annex_of(book, &mapping, &lists).map(|annex| (annex, mapping))).await?;
    let header = draft.with_title(&named_decision(&annex.title)).map_err(Error::Invalid)?;
    let workbook = Workbook { name, bytes, mapping, sheets, remembered };
    let preview = store.keep_import(actor, workbook, annex, &header).await?;
    preview.id.ok_or(Failed::Store(Error::NotFound))
}

/// The mapping by the header; of a workbook whose header is not understood a guess, for the person to mend.
fn found(book: &AnnexBook) -> Result<Mapping, AnnexIssue> {
    book.detect().or_else(|issue| book.guess().ok_or(issue))
}

/// What the workbook says; what its mapping lacks is an error on the whole, to be mended on the page.
fn annex_of(book: AnnexBook, mapping: &Mapping, lists: &Lists) -> Result<Annex, AnnexIssue> {
    match book.read(mapping, lists) {
        Err(issue) if matches!(issue.code, AnnexCode::MissingColumn | AnnexCode::Empty) => {
            let place = CellPlace { row: 0, column: 0, ..issue.place };
            Ok(Annex { errors: vec![AnnexIssue { place, ..issue }], ..Annex::default() })
        }
        read => read,
    }
}

/// The kept workbook read again, with the columns as the person mapped them.
pub async fn map_columns(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    multipart: Multipart,
) -> Response {
    let page = format!("{PAGE}/{id}");
    let Ok(id) = id.parse::<ImportId>() else { return refuse(&Error::NotFound, PAGE) };
    let source = match store.import_source(&actor, id).await {
        Ok(source) => source,
        Err(error) => return refuse(&error, &page),
    };
    let form = match read(multipart, FIELDS_MAX + COLUMNS_MAX as usize).await {
        Ok(form) => form,
        Err(unread) => return unread.status.into_response(),
    };
    match read_again(&store, &actor, id, source, &form).await {
        Ok(()) => Redirect::to(&page).into_response(),
        Err(Failed::Workbook(issue)) => {
            back(&page, &[FieldError::with("mapping", FieldCode::Unknown, issue.detail)], &[])
        }
        Err(Failed::Store(Error::Invalid(remarks))) => back(&page, &remarks, &form.typed()),
        Err(Failed::Store(error)) => refuse(&error, &page),
    }
}

async fn read_again(
    store: &Store,
    actor: &Actor,
    id: ImportId,
    source: ImportSource,
    form: &Form,
) -> Result<(), Failed> {
    let lists = store.lists().await?;
    let ImportSource { bytes, mapping: before, .. } = source;
    let forget = form.field("act") == "forget";
    let given = if forget { before } else { given(form, &before).map_err(Error::Invalid)? };
    let read = reading(move || {
        let book = AnnexBook::open(&bytes)?;
        let beyond = if forget { None } else { given.beyond(book.rows(&given)?) };
        if let Some(remark) = beyond {
            return Ok(Err(vec![remark]));
        }
        let mapping = if forget { found(&book)? } else { book.complete(given)? };
        // All that would be found again in this workbook, not only what is in use.
        let forgotten = if forget { book.headers() } else { Vec::new() };
        Ok(Ok((annex_of(book, &mapping, &lists)?, mapping, forgotten)))
    });
    let (annex, mapping, forgotten) = read.await?.map_err(Error::Invalid)?;
    Ok(store.reread_import(actor, id, annex, &mapping, &forgotten).await?)
}

/// The mapping that the form says. A header in another place has other columns: they are understood anew.
///
/// # Errors
/// Numbers that are none of a row that is read.
fn given(form: &Form, before: &Mapping) -> Result<Mapping, Vec<FieldError>> {
    let mut wrong = Vec::new();
    let mut row = |name: &str, before: u32, allowed: RangeInclusive<u32>| {
        typed_row(name, &form.field(name), before, allowed).unwrap_or_else(|error| {
            wrong.push(error);
            before
        })
    };
    let mut mapping = Mapping {
        sheet: form.fields.get("sheet").cloned().unwrap_or_else(|| before.sheet.clone()),
        header_row: row("header_row", before.header_row, 1..=SHEET_ROWS_MAX),
        header_rows: row("header_rows", before.header_rows, 1..=HEADER_ROWS_MAX),
        first_row: before.first_row,
        agency: form.field("agency").parse::<AgencyAt>().unwrap_or(before.agency),
        columns: before.columns.clone(),
    };
    let place = |mapping: &Mapping| (mapping.sheet.clone(), mapping.header_row, mapping.header_rows);
    if place(&mapping) != place(before) {
        mapping.columns.clear();
        mapping.first_row = 0;
        // So is where the agency stands, unless the person said it too.
        if mapping.agency == before.agency {
            mapping.agency = AgencyAt::default();
        }
    } else {
        let below = mapping.header_row + mapping.header_rows;
        mapping.first_row = row("first_row", before.first_row, below..=below.max(SHEET_ROWS_MAX));
        let field = |column: &MappedColumn| form.field(&format!("c{}", column.column)).parse().unwrap_or(column.field);
        mapping.columns.iter_mut().for_each(|column| column.field = field(column));
    }
    if wrong.is_empty() { Ok(mapping) } else { Err(wrong) }
}

/// The rows that fail, as a workbook that says why.
pub async fn failing_rows(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Response {
    let Ok(id) = id.parse::<ImportId>() else { return download::refuse(&Error::NotFound) };
    let source = match store.import_source(&actor, id).await {
        Ok(source) => source,
        Err(error) => return refuse(&error, &format!("{PAGE}/{id}")),
    };
    let reasons = reasons(&source.annex, &source.mapping);
    if reasons.is_empty() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let written = reading(move || AnnexBook::open(&source.bytes)?.failing_rows(&source.mapping, &reasons)).await;
    match written {
        Ok(bytes) => Attachment { bytes, kind: XLSX, name: format!("dong-loi-{id}.xlsx"), etag: None }.into_response(),
        Err(_) => download::refuse(&Error::Corrupt(format!("the workbook of import {id} is not readable"))),
    }
}

/// For each row that fails its reasons, each with the header of its column.
pub fn reasons(annex: &Annex, mapping: &Mapping) -> BTreeMap<u32, String> {
    let mut reasons: BTreeMap<u32, String> = BTreeMap::new();
    for issue in annex.errors.iter().filter(|issue| issue.place.row > 0) {
        let header = mapping.columns.iter().find(|column| column.column == issue.place.column);
        let header = header.map(|column| column.header.as_str()).filter(|header| !header.is_empty());
        let sentence = words::sentence(issue.code, &issue.detail);
        let line = header.map_or_else(|| sentence.clone(), |header| format!("{header}: {sentence}"));
        let text = reasons.entry(issue.place.row).or_default();
        text.push_str(if text.is_empty() { "" } else { "\n" });
        text.push_str(&line);
    }
    reasons
}
