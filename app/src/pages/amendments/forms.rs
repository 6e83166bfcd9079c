//! The forms of a request and of a round of changes.

use domain::campaign::{AmendmentDraft, AmendmentScope, RequestDraft, ScopeRow};
use domain::id::EntryCode;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::amendment::{OpenAmendment, RaiseChange};
use crate::error::AppError;
use crate::pages::remarks::Remarks;
use crate::pages::review::ActionFailure;
use crate::text::{amendment as words, review};
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};

/// The form in which an agency asks for a change; `?ma=DC-012` ticks the entry from whose page the person comes.
#[component]
pub fn RaiseForm(own: AmendmentScope, raise: ServerAction<RaiseChange>) -> impl IntoView {
    let asked = use_query_map().with_untracked(|query| query.get("ma")).map(EntryCode);
    let form = move || {
        let agency = own.agency.id.to_string();
        let failed: Option<AppError> = raise.value().get().and_then(Result::err);
        let fresh = || RequestDraft { codes: asked.clone().into_iter().collect(), ..RequestDraft::default() };
        let draft: RequestDraft = failed.as_ref().and_then(AppError::kept).unwrap_or_else(fresh);
        let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
        let other = failed.filter(|error| error.fields().is_empty());
        let check = remarks.check(|sent: RaiseChange| sent.form.check().err().unwrap_or_default());
        let entries = own
            .entries
            .iter()
            .map(|entry| {
                let checked = draft.codes.contains(&entry.code);
                view! {
                    <label class="check">
                        <input type="checkbox" name="form[codes][]" value=entry.code.to_string() checked=checked/>
                        <span>{entry.code.to_string()} " " {entry.name.clone()}</span>
                    </label>
                }
            })
            .collect_view();
        let has_entries = !own.entries.is_empty();
        view! {
            {other.map(|error| view! { <ActionFailure error/> })}
            {remarks.summary()}
            <ActionForm action=raise class="plainform" check>
                <input type="hidden" name="agency" value=agency/>
                <Field id="f-reason" name="form[reason]" label=words::WHY hint=words::WHY_HINT control=Control::Text
                    value=draft.reason error=remarks.on("reason") required=true/>
                <div class="two">
                    <Field id="f-letter_number" name="form[letter_number]" label=words::LETTER hint=words::LETTER_HINT
                        value=draft.letter_number error=remarks.on("letter_number") required=true/>
                    <Field id="f-letter_date" name="form[letter_date]" label=words::LETTER_DATE control=Control::Date
                        value=draft.letter_date error=remarks.on("letter_date") required=true/>
                </div>
                {has_entries.then(|| view! {
                    <fieldset class="stack gap-2" id="f-codes">
                        <legend class="field__label">{words::ABOUT}</legend>
                        <p class="field__hint">{words::ABOUT_HINT}</p>
                        {entries}
                    </fieldset>
                })}
                <p class="row"><button class="btn" type="submit">{words::RAISE_SEND}</button></p>
            </ActionForm>
        }
    };
    view! {
        <section class="sect stack agroup" aria-labelledby="gui">
            <h2 id="gui">{words::RAISE}</h2>
            <p>{words::RAISE_LEAD}</p>
            {form}
        </section>
    }
}

/// The form in which the coordinator opens a round.
#[component]
pub fn OpenForm(scope: Vec<ScopeRow>, open: ServerAction<OpenAmendment>) -> impl IntoView {
    let form = move || {
        let failed: Option<AppError> = open.value().get().and_then(Result::err);
        let draft: AmendmentDraft = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
        let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
        let other = failed.filter(|error| error.fields().is_empty());
        let check = remarks.check(|sent: OpenAmendment| sent.form.check().err().unwrap_or_default());
        let (with, without): (Vec<ScopeRow>, Vec<ScopeRow>) =
            scope.clone().into_iter().partition(|row| row.entries > 0);
        let boxes = |rows: Vec<ScopeRow>| {
            rows.into_iter()
                .map(|row| {
                    let checked = draft.agencies.contains(&row.agency.id);
                    let count = (row.entries > 0).then(|| view! { <span class="count">{row.entries}</span> });
                    view! {
                        <label class="check">
                            <input type="checkbox" name="form[agencies][]" value=row.agency.id.to_string() checked=checked/>
                            <span>{row.agency.name} " " {count}</span>
                        </label>
                    }
                })
                .collect_view()
        };
        let (with, without) = (boxes(with), boxes(without));
        view! {
            {other.map(|error| view! { <ActionFailure error/> })}
            {remarks.summary()}
            <ActionForm action=open class="plainform" check>
                <Field id="f-reason" name="form[reason]" label=words::WHY hint=words::WHY_HINT control=Control::Text
                    value=draft.reason error=remarks.on("reason") required=true/>
                <RoundFields letter_number=draft.letter_number letter_date=draft.letter_date due_on=draft.due_on remarks/>
                <fieldset class="stack gap-2" id="f-agencies">
                    <legend class="field__label">{words::AGENCIES}</legend>
                    {with}
                    <details class="toggle"><summary>{words::OTHER_AGENCIES}</summary><div class="stack gap-2">{without}</div></details>
                </fieldset>
                <Field id="f-codes" name="form[codes]" label=words::CODES hint=words::CODES_HINT value=draft.codes
                    error=remarks.on("codes")/>
                <p class="row"><button class="btn" type="submit">{words::OPEN}</button></p>
            </ActionForm>
        }
    };
    view! {
        <section class="sect stack agroup" aria-labelledby="f-round">
            <h2 id="f-round">{words::OPEN}</h2>
            <p>{words::OPEN_LEAD}</p>
            {form}
        </section>
    }
}

/// What a round is opened by and until when it takes answers.
#[component]
pub fn RoundFields(letter_number: String, letter_date: String, due_on: String, remarks: Remarks) -> impl IntoView {
    view! {
        <Field id="f-letter_number" name="form[letter_number]" label=words::ROUND_LETTER hint=words::ROUND_LETTER_HINT
            value=letter_number error=remarks.on("letter_number") required=true/>
        <div class="two">
            <Field id="f-letter_date" name="form[letter_date]" label=words::LETTER_DATE control=Control::Date
                value=letter_date error=remarks.on("letter_date") required=true/>
            <Field id="f-due_on" name="form[due_on]" label=review::DUE_ON control=Control::Date value=due_on
                error=remarks.on("due_on") required=true/>
        </div>
    }
}
