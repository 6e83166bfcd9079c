//! The terms of a review, by dated rules, and another rule: a part of the coordinator's page of reminders.

use domain::reminder::{TermForm, TermKind, TermRule};
use leptos::prelude::*;
use strum::IntoEnumIterator;

use super::remarks::Remarks;
use super::review::ActionFailure;
use crate::api::reminder::AddTermRule;
use crate::error::AppError;
use crate::text::term as words;
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};

/// The rules with the form of another.
#[component]
pub fn Terms(rules: Vec<TermRule>, add: ServerAction<AddTermRule>) -> impl IntoView {
    let lines = rules.iter().map(|rule| view! { <li>{words::rule(rule)}</li> }).collect_view();
    let form = move || {
        let failed: Option<AppError> = add.value().get().and_then(Result::err);
        let draft: TermForm = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
        let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
        let other = failed.filter(|error| error.fields().is_empty());
        let check = remarks.check(|sent: AddTermRule| sent.form.check(None).err().unwrap_or_default());
        let kinds = TermKind::iter().map(|kind| (kind.to_string(), words::kind(kind).to_owned())).collect();
        let chosen = if draft.kind.is_empty() { TermKind::Answers.to_string() } else { draft.kind };
        view! {
            {other.map(|error| view! { <ActionFailure error/> })}
            {remarks.summary()}
            <ActionForm action=add class="plainform" check>
                <Field id="f-term_kind" name="form[kind]" label=words::KIND control=Control::Select(kinds)
                    value=chosen error=remarks.on("term_kind")/>
                <div class="two">
                    <Field id="f-term" name="form[term]" label=words::TERM hint=words::TERM_HINT value=draft.term
                        error=remarks.on("term") required=true/>
                    <Field id="f-valid_from" name="form[valid_from]" label=words::FROM control=Control::Date
                        value=draft.valid_from error=remarks.on("valid_from") required=true/>
                </div>
                <p class="row"><button class="btn" type="submit">{words::ADD}</button></p>
            </ActionForm>
        }
    };
    view! {
        <section class="sect stack" aria-labelledby="thoi-han">
            <h2 id="thoi-han">{words::TITLE}</h2>
            <p>{words::LEAD}</p>
            <ul>{lines}</ul>
            {form}
        </section>
    }
}
