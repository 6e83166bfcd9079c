//! What an agency is late with of its duties: the letter that urges it, and the form that records the letter's number.

use domain::agency::AgencyRef;
use domain::duty::DutyFilter;
use domain::format;
use domain::id::AgencyId;
use domain::reminder::{DutyUrging, LedgerFilter, UrgedDuty, UrgingDraft};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::ledger::{LEDGER, address};
use super::remarks::Remarks;
use super::review::not_done;
use super::urging::LetterFields;
use super::{answers_of, loaded};
use crate::api::duty::{RecordDutyUrging, duty_urging};
use crate::error::AppError;
use crate::text::{duty, duty_urging as words, ledger, reminder};
use crate::ui::action_form::ActionForm;
use crate::ui::crumbs::Crumbs;
use crate::ui::icon::{Icon, IconView};

/// The page.
#[component]
pub fn DutyUrgingPage() -> impl IntoView {
    let params = use_params_map();
    let record = ServerAction::<RecordDutyUrging>::new();
    let agency = Memo::new(move |_| AgencyId(params.with(|map| map.get("agency")).unwrap_or_default()));
    let recorded = answers_of(record);
    let data = Resource::new_blocking(
        move || (agency.get(), recorded.get()),
        |(agency, _)| async move { duty_urging(agency).await },
    );
    view! {
        <div class="wrap stack gap-5">
            {loaded(data, move |data| view! { <Shown data record/> }.into_any())}
        </div>
    }
}

#[component]
fn Shown(data: DutyUrging, record: ServerAction<RecordDutyUrging>) -> impl IntoView {
    let DutyUrging { agency, duties, letters, .. } = data;
    let of_agency = DutyFilter { agency: agency.id.to_string(), ..DutyFilter::default() };
    let trail = vec![
        (duty::BOARD.to_owned(), "/theo-doi".to_owned()),
        (duty::LIST.to_owned(), format!("/theo-doi/danh-sach?{}", of_agency.query())),
    ];
    let sent = address(LEDGER, &LedgerFilter { agency: agency.id.to_string(), ..LedgerFilter::default() });
    let docx = format!("/theo-doi/don-doc/{}/cong-van.docx", agency.id);
    let late = if duties.is_empty() {
        view! { <p>{words::NONE}</p> }.into_any()
    } else {
        view! {
            <p><a class="btn btn--2" rel="external" download=true href=docx><IconView icon=Icon::Download/>{words::DOCX}</a></p>
            <Late duties/>
        }
        .into_any()
    };
    let earlier = letters
        .iter()
        .map(|one| view! { <li>{reminder::letter(&one.number, &format::date(one.date))}</li> })
        .collect_view();
    let title = reminder::of_agency(words::TITLE, &agency.name);
    let form = move || view! { <LetterForm agency=agency.clone() record/> };
    view! {
        <Title text=words::TITLE/>
        <Crumbs trail here=words::TITLE/>
        <div class="head">
            <div><h1>{title}</h1><p>{words::LEAD}</p></div>
        </div>
        <section class="sect stack" aria-labelledby="qua-han">
            <h2 id="qua-han">{words::LATE_LIST}</h2>
            {late}
        </section>
        {(!letters.is_empty()).then(|| view! {
            <section class="sect" aria-labelledby="da-gui">
                <h2 id="da-gui" class="h-small">{words::LETTERS}</h2>
                <ul class="flat">{earlier}</ul>
            </section>
        })}
        {form}
        <p><a class="more" href=sent>{ledger::OF_AGENCY}</a></p>
    }
}

#[component]
fn Late(duties: Vec<UrgedDuty>) -> impl IntoView {
    let rows = duties
        .into_iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row"><a href=format!("/theo-doi/viec/{}", one.id)>{words::what(&one)}</a></th>
                    <td><span class="lbl">{duty::DUE}</span>{format::date(one.due_on)}</td>
                    <td><span class="lbl">{reminder::LATE}</span><b class="c-bad">{words::days(&one)}</b></td>
                    <td><span class="lbl">{duty::BASIS}</span>{duty::basis(&one.document, one.article, one.clause)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="table table--stack">
            <thead><tr>
                <th scope="col">{duty::ENTRY}</th><th scope="col">{duty::DUE}</th>
                <th scope="col">{reminder::LATE}</th><th scope="col">{duty::BASIS}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

#[component]
fn LetterForm(agency: AgencyRef, record: ServerAction<RecordDutyUrging>) -> impl IntoView {
    let failed: Option<AppError> = record.value().get().and_then(Result::err);
    let draft: UrgingDraft = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
    let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
    let check = remarks.check(|sent: RecordDutyUrging| sent.form.check(None, None).err().unwrap_or_default());
    view! {
        <section class="panel stack" aria-labelledby="ghi-so">
            <h2 id="ghi-so" class="h-small">{reminder::of_agency(reminder::RECORD, &agency.name)}</h2>
            {not_done(record)}
            {remarks.summary()}
            <ActionForm action=record class="plainform" check>
                <p class="sm muted">{words::RECORD_HINT}</p>
                <LetterFields agency=agency.id draft remarks/>
                <p><button class="btn" type="submit">{reminder::RECORD}</button></p>
            </ActionForm>
        </section>
    }
}
