//! The draft edition beside the one that it was made of, its way to the executive office, and the decision.

use domain::campaign::DraftPage as Data;
use domain::campaign::{CampaignKey, DecisionDraft};
use domain::check::check_remark;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::course::OfficeReturned;
use super::edition_diff::DiffView;
use super::remarks::Remarks;
use super::review::{ActionFailure, CampaignTag, remarks_in_address, typed_in_address};
use super::{answers_of, loaded};
use crate::api::campaign::{RecordDossier, ReturnDraft, SubmitDraft, draft};
use crate::error::{AppError, ErrorKind};
use crate::text::{common, dossier as dossier_words, review as words};
use crate::ui::action_form::ActionForm;
use crate::ui::crumbs::Crumbs;
use crate::ui::field::{Control, Field};
use crate::ui::icon::{Icon, IconView};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

mod dossier;

use dossier::DossierSection;

/// The draft of a year.
#[component]
pub fn DraftPage() -> impl IntoView {
    let params = use_params_map();
    let submit = ServerAction::<SubmitDraft>::new();
    let give_back = ServerAction::<ReturnDraft>::new();
    let record = ServerAction::<RecordDossier>::new();
    let year =
        Memo::new(move |_| params.with(|params| params.get("year")).and_then(|year| year.parse::<CampaignKey>().ok()));
    let (submitted, given_back, recorded) = (answers_of(submit), answers_of(give_back), answers_of(record));
    let data = Resource::new_blocking(
        move || (year.get(), submitted.get(), given_back.get(), recorded.get()),
        |(year, ..)| async move {
            match year {
                Some(year) => draft(year).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    let failed = move || {
        let errors: [Option<AppError>; 2] =
            [submit.value().get().and_then(Result::err), give_back.value().get().and_then(Result::err)];
        errors.into_iter().flatten().map(|error| view! { <ActionFailure error/> }).collect_view()
    };
    view! {
        <div class="wrap">
            {failed}
            {loaded(data, move |data| view! { <Draft data submit give_back record/> }.into_any())}
        </div>
    }
}

#[component]
fn Draft(
    data: Data,
    submit: ServerAction<SubmitDraft>,
    give_back: ServerAction<ReturnDraft>,
    record: ServerAction<RecordDossier>,
) -> impl IntoView {
    let (year, version) = (data.campaign.key, data.version);
    let title = words::draft_title(year);
    let lead = dossier_words::compared_with(&data.diff.old);
    let over = data.campaign.stage.is_over();
    let overtaken = data.dossier.overtaken.map(|overtaken| {
        view! { <Notice tone=Tone::Warn>{dossier_words::overtaken(overtaken, over)}</Notice> }
    });
    let annex = format!("/ban-hanh/{}/phu-luc.xlsx", data.diff.new.id);
    let trail = vec![
        (common::REVIEWS.to_owned(), "/ra-soat".to_owned()),
        (words::campaign_title(year), format!("/ra-soat/{year}")),
    ];
    view! {
        <Title text=title.clone()/>
        <Crumbs trail here=title.clone()/>
        <div class="head">
            <div><h1>{title}</h1><p>{lead}</p></div>
            <CampaignTag state=data.campaign.state/>
        </div>
        <OfficeReturned event=data.returned/>
        {overtaken}
        <div class="row">
            <a class="btn btn--2" rel="external" href=annex><IconView icon=Icon::Download/>{words::DOWNLOAD_ANNEX}</a>
            {data.may_submit.then(|| view! {
                <ActionForm action=submit>
                    <input type="hidden" name="year" value=year.to_string()/>
                    <input type="hidden" name="version" value=version/>
                    <button class="btn" type="submit">{words::SUBMIT_DRAFT}</button>
                </ActionForm>
            })}
        </div>
        <DossierSection key=year dossier=data.dossier record/>
        {data.may_issue.then(|| view! { <Issue year version give_back/> })}
        <DiffView diff=data.diff/>
    }
}

/// Recording the decision: a plain form, since it carries the signed file.
#[component]
fn Issue(year: CampaignKey, version: i64, give_back: ServerAction<ReturnDraft>) -> impl IntoView {
    let remarks = Remarks::new(remarks_in_address());
    let check = remarks.check(|decision: DecisionDraft| decision.check().err().unwrap_or_default());
    let failed: Option<AppError> = give_back.value().get_untracked().and_then(Result::err);
    let reason = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
    // What was written for the draft before stays, for whoever reads the one that lies here now.
    let typed: String = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
    let open = failed.is_some();
    let check_reason = reason.check(|sent: ReturnDraft| check_remark("reason", &sent.reason));
    view! {
        <section class="panel stack agroup" aria-labelledby="qd">
            <h2 id="qd">{words::RECORD_DECISION}</h2>
            <p>{words::RECORD_LEAD}</p>
            {remarks.summary()}
            <form class="plainform" novalidate on:submit=check method="post" action=format!("/ra-soat/{year}/ban-hanh") enctype="multipart/form-data">
                <input type="hidden" name="version" value=version/>
                <DecisionFields remarks/>
                <p class="row"><button class="btn" type="submit">{words::ISSUE}</button></p>
            </form>
            <details class="toggle" open=open>
                <summary>{words::RETURN_DRAFT}</summary>
                <ActionForm action=give_back class="plainform" check=check_reason>
                    <input type="hidden" name="year" value=year.to_string()/>
                    <input type="hidden" name="version" value=version/>
                    <Field id="f-reason" name="reason" label=words::REASON control=Control::Text value=typed
                        error=reason.on("reason") required=true/>
                    <p><button class="btn btn--bad" type="submit">{words::RETURN_DRAFT}</button></p>
                </ActionForm>
            </details>
        </section>
    }
}

#[component]
fn DecisionFields(remarks: Remarks) -> impl IntoView {
    let field = |name: &'static str, label: &'static str, control: Control| {
        let error = remarks.on(name);
        view! { <Field id=format!("f-{name}") name=name label=label control value=typed_in_address(name) error required=true/> }
    };
    view! {
        {field("number", words::DECISION_NUMBER, Control::Line)}
        <div class="two">
            {field("date", words::DECISION_DATE, Control::Date)}
            {field("effective_from", words::EFFECTIVE_FROM, Control::Date)}
        </div>
        <div class="two">
            {field("signer", words::SIGNER, Control::Line)}
            {field("signer_title", words::SIGNER_TITLE, Control::Line)}
        </div>
        <Field id="f-file" name="file" label=words::SIGNED_FILE control=Control::File("application/pdf,.pdf")
            hint=words::SIGNED_FILE_HINT error=remarks.on("file") required=true/>
    }
}
