//! What was understood of an annex, and the confirmation.

use std::collections::BTreeSet;

use domain::annex::{AnnexIssue, CellPlace, ImportPreview, Mapping};
use domain::id::ImportId;
use leptos::prelude::*;

use super::mapping::MappingForm;
use crate::api::import::ConfirmImport;
use crate::pages::review::remarks_in_address;
use crate::text::{amendment, annex as words, import as import_words, review};
use crate::ui::action_form::ActionForm;
use crate::ui::notice::Notice;
use crate::ui::tag::{StateTag, Tone};

/// Asks the browser to look again, where no script does.
const REFRESH: &str = "<meta http-equiv=\"refresh\" content=\"3\">";

#[component]
pub(super) fn Preview(preview: ImportPreview, confirm: ServerAction<ConfirmImport>) -> impl IntoView {
    let counts = words::counts(preview.taken(), preview.agencies, preview.items);
    let (written, already) = (preview.written.is_some(), preview.already.is_some());
    let ends = written || already;
    let edition = preview.written.as_ref().or(preview.already.as_ref()).map(|edition| edition.id);
    let outcome = edition.map(|edition| {
        let (tone, text) = if written { (Tone::Ok, words::WRITTEN) } else { (Tone::Info, words::ALREADY) };
        view! {
            <Notice tone>{text} " " <a href=format!("/ban-hanh/{edition}")>{words::SEE_EDITION}</a></Notice>
        }
    });
    let progress = preview.progress.map(|progress| {
        let (done, total) = (progress.done.to_string(), progress.total.max(1).to_string());
        view! {
            <section class="panel stack gap-2" aria-live="polite">
                <h2 class="h-small">{import_words::WRITING}</h2>
                <progress aria-label=import_words::WRITING value=done max=total></progress>
                <p>{import_words::progress(progress)} " " {import_words::REFRESH}</p>
                <noscript inner_html=REFRESH></noscript>
            </section>
        }
    });
    let open = !ends && preview.progress.is_none();
    let has_errors = preview.error_count > 0 && !ends;
    // What is in the catalog already is neither left out nor to be mended.
    let failing = preview.id.filter(|_| preview.mapping.is_some() && preview.failing > 0 && !already);
    let in_part = (open && preview.failing > 0 && !preview.fails_whole)
        .then(|| import_words::in_part(preview.entries.saturating_sub(preview.failing), preview.failing));
    let wrong_mapping = remarks_in_address().into_iter().any(|remark| remark.field == "mapping");
    let rows = preview.rows.clone();
    let errors = if already { Vec::new() } else { preview.errors.clone() };
    let failed: BTreeSet<(String, u32)> =
        errors.iter().map(|issue| (issue.place.sheet.clone(), issue.place.row)).collect();
    let (shown, warnings) = (preview.rows.len(), preview.warnings.clone());
    let mapping = preview.mapping.clone().filter(|_| open);
    let alone = open && preview.amending.is_none() && preview.mapping.as_ref().is_some_and(Mapping::has_reasons);
    let other = preview.other_decision.as_ref().filter(|_| open).map(import_words::other_decision);
    let moves = (open && preview.moved > 0).then(|| import_words::moves(preview.moved));
    let waits = preview.waits_for.filter(|_| open).map(import_words::waits_for);
    let confirms = open && waits.is_none();
    view! {
        <p><b>{preview.file_name.clone()}</b> ": " {counts} {in_part.map(|text| format!(" {text}"))}</p>
        <p>{import_words::decision(&preview.header)}</p>
        {preview.amending.clone().map(|amending| view! {
            <p>
                {import_words::AMENDS} " "
                <a href=format!("/ban-hanh/{}", amending.base.id)>{amendment::decision_of(&amending.base)}</a>
                ": " <b>{import_words::amending(&amending)}</b> "."
            </p>
        })}
        {alone.then(|| view! { <Notice tone=Tone::Warn>{import_words::FAILED_ROWS_ALONE}</Notice> })}
        {moves.map(|text| view! { <Notice tone=Tone::Warn>{text}</Notice> })}
        {other.map(|text| view! { <Notice tone=Tone::Warn>{text}</Notice> })}
        {waits.map(|text| view! { <Notice tone=Tone::Warn>{text}</Notice> })}
        {outcome}
        {progress}
        {(preview.interrupted && open).then(|| view! { <Notice tone=Tone::Warn>{import_words::INTERRUPTED}</Notice> })}
        {wrong_mapping.then(|| view! { <Notice tone=Tone::Bad>{import_words::WRONG_MAPPING}</Notice> })}
        {has_errors.then(|| view! { <Notice tone=Tone::Bad>{words::HAS_ERRORS}</Notice> })}
        <Issues title=if written { words::LEFT_OUT } else { words::ERRORS } issues=errors all=preview.error_count/>
        {failing.map(|id| view! { <FailingRows id written/> })}
        {confirms.then(|| view! { <Confirm preview=preview.clone() confirm/> })}
        {mapping.map(|mapping| view! {
            <MappingForm id=preview.id mapping sheets=preview.sheets.clone() remembered=preview.remembered/>
        })}
        <Issues title=words::WARNINGS issues=warnings all=preview.warning_count/>
        <section class="stack gap-2">
            <h2 class="h-small">{words::ENTRIES}</h2>
            <table class="table table--stack">
                <thead><tr>
                    <th scope="col">{words::ROW}</th><th scope="col">{review::ENTRIES}</th><th scope="col">{review::AGENCY}</th>
                    <th scope="col">{words::ITEMS}</th><th scope="col">{words::CODE}</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|row| {
                    let fails = failed.contains(&(row.place.sheet.clone(), row.place.row));
                    let other = if fails { words::NOT_WRITTEN } else { words::NEW_CODE };
                    let moved = row.moved_from.map(|from| {
                        view! { " " <StateTag tone=Tone::Warn text=import_words::moved_from(&from)/> }
                    });
                    let set = if row.code.is_some() { "code" } else { "sm muted" };
                    let code = row.code.map_or_else(|| other.to_owned(), |code| code.to_string());
                    view! {
                        <tr>
                            <td class="num"><span class="lbl">{words::ROW}</span>{row.place.row}</td>
                            <th scope="row">{row.name}</th>
                            <td><span class="lbl">{review::AGENCY}</span>{row.agency_name} {moved}</td>
                            <td class="num"><span class="lbl">{words::ITEMS}</span>{row.items}</td>
                            <td><span class=set>{code}</span> {row.effect.map(|effect| format!(" · {}", import_words::effect(effect)))}</td>
                        </tr>
                    }
                }).collect_view()}</tbody>
            </table>
            <More shown all=preview.entries/>
        </section>
        <p><a class="btn btn--2" href="/quan-tri/nhap-danh-muc">{words::AGAIN}</a></p>
    }
}

/// The rows that fail, to be mended; once the rest is written, for an annex that amends it.
#[component]
fn FailingRows(id: ImportId, written: bool) -> impl IntoView {
    let download = format!("/quan-tri/nhap-danh-muc/{id}/dong-loi.xlsx");
    let hint = if written { import_words::LEFT_OUT_HINT } else { import_words::FAILING_HINT };
    view! {
        <p><a class="btn btn--2" href=download rel="external" download>{import_words::FAILING_DOWNLOAD}</a></p>
        <p class="muted">{hint}</p>
    }
}

/// The button that writes; with rows that fail only after the person said to leave them out.
#[component]
fn Confirm(preview: ImportPreview, confirm: ServerAction<ConfirmImport>) -> impl IntoView {
    let id = preview.id.map(|id| id.to_string()).unwrap_or_default();
    let failing = preview.failing;
    let from_title = preview.header.from_title;
    // The answer waits a moment for the writing: pressed again meanwhile, nothing more is to be had.
    let sends = confirm.pending();
    let label = move || if sends.get() { import_words::SENDS } else { words::CONFIRM };
    // What is wrong with the whole cannot be left out, nor can all that there is.
    let may = preview.error_count == 0 || (!preview.fails_whole && failing < preview.entries);
    may.then(|| {
        view! {
            <ActionForm action=confirm class="stack gap-2">
                <input type="hidden" name="id" value=id/>
                {(failing > 0).then(|| view! {
                    <p>
                        <label class="choice" for="f-skip">
                            <input type="checkbox" id="f-skip" name="skip" value=failing.to_string() required
                                aria-describedby="f-skip-hint"/>
                            <span>{import_words::skip(failing)}</span>
                        </label>
                    </p>
                    <p class="muted" id="f-skip-hint">{import_words::SKIP_HINT}</p>
                })}
                {from_title.then(|| view! {
                    <p>
                        <label class="choice" for="f-decision">
                            <input type="checkbox" id="f-decision" name="decision" value="true" required
                                aria-describedby="f-decision-hint"/>
                            <span>{import_words::IS_DECISION}</span>
                        </label>
                    </p>
                    <p class="muted" id="f-decision-hint">{import_words::FROM_TITLE}</p>
                })}
                <p class="row"><button class="btn" type="submit" disabled=move || sends.get()>{label}</button></p>
                <p class="muted" role="status">{move || sends.get().then_some(import_words::SENDS_TOLD)}</p>
            </ActionForm>
        }
    })
}

#[component]
fn Issues(title: &'static str, issues: Vec<AnnexIssue>, all: u32) -> impl IntoView {
    let any = !issues.is_empty();
    let shown = issues.len();
    let rows = by_sentence(issues)
        .into_iter()
        .map(|(sentence, places)| view! { <tr><td>{words::places(&places)}</td><td>{sentence}</td></tr> })
        .collect_view();
    any.then(|| {
        view! {
            <section class="stack gap-2">
                <h2 class="h-small">{title}</h2>
                <table class="table">
                    <thead><tr><th scope="col">{words::PLACE}</th><th scope="col">{words::WHAT}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
                <More shown all/>
            </section>
        }
    })
}

/// Remarks of a sheet that say the same are one, with all its places: a heading that no agency bears is wrong on each row.
fn by_sentence(issues: Vec<AnnexIssue>) -> Vec<(String, Vec<CellPlace>)> {
    let mut told: Vec<(String, Vec<CellPlace>)> = Vec::new();
    for issue in issues {
        let sentence = words::sentence(issue.code, &issue.detail);
        let same = told.iter_mut().find(|(other, places)| {
            *other == sentence && places.first().is_some_and(|place| place.sheet == issue.place.sheet)
        });
        match same {
            Some((_, places)) => places.push(issue.place),
            None => told.push((sentence, vec![issue.place])),
        }
    }
    told
}

/// Tells that a list shows only its first rows.
#[component]
fn More(shown: usize, all: u32) -> impl IntoView {
    let cut = u32::try_from(shown).is_ok_and(|shown| shown < all);
    cut.then(|| view! { <p class="muted">{import_words::more(shown, all)}</p> })
}
