//! The reviews of the years, and opening a new one.

use domain::campaign::{CampaignDraft, CampaignKey, CampaignRow, ScopeRow};
use domain::format;
use leptos::prelude::*;
use leptos_meta::Title;
use time::Date;

use super::remarks::Remarks;
use super::review::{ActionFailure, CampaignTag};
use super::{answers_of, loaded};
use crate::api::campaign::{OpenCampaign, campaigns};
use crate::error::AppError;
use crate::text::{amendment, review as words, term};
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// The list of campaigns; the coordinator opens the next one here.
#[component]
pub fn CampaignsPage() -> impl IntoView {
    let open = ServerAction::<OpenCampaign>::new();
    let opened = answers_of(open);
    let data = Resource::new_blocking(move || opened.get(), |_| campaigns());
    view! {
        <Title text=words::CAMPAIGNS/>
        <div class="wrap">
            <div class="head"><div><h1>{words::CAMPAIGNS}</h1><p>{words::CAMPAIGNS_LEAD}</p></div></div>
            <p><a href="/thay-doi-dot-xuat">{crate::text::amendment::TO_PAGE}</a></p>
            {loaded(data, move |data| {
                let unfinished = data.campaigns.iter().find(|row| !row.stage.is_over()).map(|row| row.key);
                let form = data.may_open.then(|| {
                    view! { <OpenForm open scope=data.scope.clone() unfinished due=data.due_by_rule/> }
                });
                view! { <List campaigns=data.campaigns/> {form} }.into_any()
            })}
        </div>
    }
}

#[component]
fn List(campaigns: Vec<CampaignRow>) -> impl IntoView {
    let none = campaigns.is_empty();
    let cards = campaigns
        .into_iter()
        .map(|row| {
            let letter = amendment::letter_of(&row);
            view! {
                <li class="task">
                    <div class="task__top">
                        <h2 class="h-small"><a href=format!("/ra-soat/{}", row.key)>{words::campaign_title(row.key)}</a></h2>
                        <CampaignTag state=row.state/>
                    </div>
                    {(!row.reason.is_empty()).then(|| view! { <p class="lines">{row.reason.clone()}</p> })}
                    <p class="task__meta">
                        <span>{letter}</span>
                        <span>{words::DUE} ": " {format::date(row.due_on)}</span>
                        <span>{crate::text::leaders::SENT} ": " {crate::text::leaders::of(row.submitted, row.agencies)}</span>
                    </p>
                </li>
            }
        })
        .collect_view();
    view! {
        {none.then(|| view! { <p>{words::NO_CAMPAIGNS}</p> })}
        <ul class="tasks flat">{cards}</ul>
    }
}

#[component]
fn OpenForm(
    open: ServerAction<OpenCampaign>,
    scope: Vec<ScopeRow>,
    unfinished: Option<CampaignKey>,
    due: Option<Date>,
) -> impl IntoView {
    let asked = scope.len();
    let with_entries = scope.iter().filter(|row| row.entries > 0).count();
    let names = scope
        .into_iter()
        .map(|row| {
            let count = (row.entries > 0).then(|| view! { <span class="count">{row.entries}</span> });
            view! { <li>{row.agency.name} " " {count}</li> }
        })
        .collect_view();
    let form = move || {
        let failed: Option<AppError> = open.value().get().and_then(Result::err);
        let draft: CampaignDraft = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
        let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
        let other = failed.filter(|error| error.fields().is_empty());
        let check = remarks.check(|sent: OpenCampaign| sent.form.check().err().unwrap_or_default());
        view! {
            {other.map(|error| view! { <ActionFailure error/> })}
            {remarks.summary()}
            <ActionForm action=open class="plainform" check>
                <Fields draft remarks due/>
                <p class="row"><button class="btn" type="submit">{words::OPEN_CAMPAIGN}</button></p>
            </ActionForm>
        }
    };
    view! {
        <section class="sect stack agroup" aria-labelledby="mo">
            <h2 id="mo">{words::OPEN_CAMPAIGN}</h2>
            {unfinished.map(|year| view! { <Notice tone=Tone::Info>{words::unfinished(year)}</Notice> })}
            {form}
            <details class="toggle">
                <summary>{words::SCOPE} ": " {words::scope_summary(asked, with_entries)}</summary>
                <ul class="toc">{names}</ul>
            </details>
        </section>
    }
}

#[component]
fn Fields(draft: CampaignDraft, remarks: Remarks, due: Option<Date>) -> impl IntoView {
    let message = |field| remarks.on(field);
    let hint = due.map_or_else(|| term::NO_DUE.to_owned(), |day| term::due_hint(&format::date(day)));
    view! {
        <Field id="f-year" name="form[year]" label=words::YEAR control=Control::Number value=draft.year error=message("year") required=true/>
        <Field id="f-letter_number" name="form[letter_number]" label=words::LETTER_NUMBER hint=words::LETTER_NUMBER_HINT
            value=draft.letter_number error=message("letter_number") required=true/>
        <div class="two">
            <Field id="f-letter_date" name="form[letter_date]" label=words::LETTER_DATE control=Control::Date
                value=draft.letter_date error=message("letter_date") required=true/>
            <Field id="f-due_on" name="form[due_on]" label=words::DUE_ON hint=hint control=Control::Date value=draft.due_on
                error=message("due_on") required=due.is_none()/>
        </div>
    }
}
