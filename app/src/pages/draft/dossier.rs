//! The dossier of the draft: its figures, its files, and what people record of it.

use domain::campaign::CampaignKey;
use domain::dossier::{ARCHIVE, DossierFile, DossierForm, DossierSummary, SigningCapacity};
use domain::format;
use leptos::prelude::*;
use strum::IntoEnumIterator;

use crate::api::campaign::RecordDossier;
use crate::error::AppError;
use crate::pages::remarks::Remarks;
use crate::pages::review::{ActionFailure, not_done};
use crate::text::dossier as words;
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};
use crate::ui::icon::{Icon, IconView};

/// The section of the page.
#[component]
pub fn DossierSection(key: CampaignKey, dossier: DossierSummary, record: ServerAction<RecordDossier>) -> impl IntoView {
    let figures = dossier.figures.as_ref().map(|figures| {
        let figures = words::figures(figures)
            .into_iter()
            .map(|(count, label)| {
                view! { <li><span class="balance__end"><b>{count}</b><span>{label}</span></span></li> }
            })
            .collect_view();
        view! { <p>{words::LEAD}</p><ul class="balance flat">{figures}</ul> }
    });
    let files = dossier.figures.is_some().then(|| view! { <Files key/> });
    let recorded = dossier
        .record
        .submission
        .as_ref()
        .map(|(number, date)| view! { <p>{words::submission(number, &format::date(*date))}</p> });
    let basis = dossier.basis.iter().map(|one| view! { <li>{one.clone()}</li> }).collect_view();
    let basis = if dossier.basis.is_empty() {
        view! { <p class="sm muted">{words::NO_BASIS}</p> }.into_any()
    } else {
        view! { <div class="sm"><p>{words::BASIS}</p><ul>{basis}</ul></div> }.into_any()
    };
    // What was issued meanwhile has no form any more that would tell it.
    let late = record.value().get().and_then(Result::err).filter(|_| !dossier.may_record);
    view! {
        <section class="panel stack agroup" id="ho-so" aria-labelledby="ho-so-trinh">
            <h2 id="ho-so-trinh">{words::TITLE}</h2>
            {figures}
            {recorded}
            {files}
            {basis}
            {late.map(|error| view! { <ActionFailure error/> })}
            {dossier.may_record.then(|| view! { <RecordForm key dossier=dossier.clone() record/> })}
        </section>
    }
}

/// Each document with its files, and all of them together.
#[component]
fn Files(key: CampaignKey) -> impl IntoView {
    let address = move |name: String| format!("/ra-soat/{key}/du-thao/{name}");
    let mut named: Vec<(&'static str, Vec<DossierFile>)> = Vec::new();
    for file in DossierFile::iter() {
        match named.last_mut().filter(|(name, _)| *name == words::file(file)) {
            Some((_, files)) => files.push(file),
            None => named.push((words::file(file), vec![file])),
        }
    }
    let lines = named
        .into_iter()
        .map(|(name, files)| {
            let links = files
                .into_iter()
                .map(|file| {
                    let kind = if file.is_workbook() { words::EXCEL } else { words::WORD };
                    view! {
                        <a rel="external" href=address(file.to_string())>{kind}<span class="vh">": " {name}</span></a>
                        " "
                    }
                })
                .collect_view();
            view! { <li>{name} " · " {links}</li> }
        })
        .collect_view();
    view! {
        <ul>{lines}</ul>
        <p>
            <a class="btn btn--2" rel="external" href=address(ARCHIVE.to_owned())>
                <IconView icon=Icon::Download/>{words::ALL}
            </a>
        </p>
    }
}

#[component]
fn RecordForm(key: CampaignKey, dossier: DossierSummary, record: ServerAction<RecordDossier>) -> impl IntoView {
    let failed: Option<AppError> = record.value().get().and_then(Result::err);
    let stands = DossierForm::of(&dossier.record);
    let draft: DossierForm = failed.as_ref().and_then(AppError::kept).unwrap_or(stands);
    let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
    let open = failed.is_some();
    let check = remarks.check(|sent: RecordDossier| sent.form.check(None, None).err().unwrap_or_default());
    let capacities = SigningCapacity::iter().map(|one| (one.to_string(), words::capacity(one).to_owned())).collect();
    view! {
        <details class="toggle" open=open>
            <summary>{words::RECORD}</summary>
            {not_done(record)}
            {remarks.summary()}
            <ActionForm action=record class="plainform" check>
                <input type="hidden" name="year" value=key.to_string()/>
                <input type="hidden" name="form[version]" value=dossier.record.version/>
                <p class="sm muted">{words::RECORD_LEAD}</p>
                <Field id="f-capacity" name="form[capacity]" label=words::CAPACITY control=Control::Select(capacities)
                    value=draft.capacity error=remarks.on("capacity") required=true/>
                <Field id="f-preamble" name="form[preamble]" label=words::PREAMBLE control=Control::Text
                    hint=words::PREAMBLE_HINT value=draft.preamble error=remarks.on("preamble")/>
                <div class="two">
                    <Field id="f-submission_number" name="form[submission_number]" label=words::SUBMISSION_NUMBER
                        value=draft.submission_number error=remarks.on("submission_number")/>
                    <Field id="f-submission_date" name="form[submission_date]" label=words::SUBMISSION_DATE
                        control=Control::Date value=draft.submission_date error=remarks.on("submission_date")/>
                </div>
                <p><button class="btn" type="submit">{words::SAVE}</button></p>
            </ActionForm>
        </details>
    }
}
