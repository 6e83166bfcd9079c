//! The dated rules that duties follow, to be read by everyone who is signed in; the coordinator adds to them.

use domain::catalog::Named;
use domain::duty::{
    Applied, DeadlineCode, DutyKind, RuleDraft, RuleRow, RuleState, RuleUnit, RulesPage as Data, applied,
};
use leptos::prelude::*;
use leptos_meta::Title;
use strum::IntoEnumIterator;
use time::Date;

use super::remarks::Remarks;
use super::review::ActionFailure;
use super::{answers_of, loaded};
use crate::api::duty_rule::{AddDutyRule, duty_rules};
use crate::error::AppError;
use crate::text::{duty, duty_rule as words};
use crate::ui::action_form::ActionForm;
use crate::ui::crumbs::Crumbs;
use crate::ui::field::{Control, Field};
use crate::ui::tag::{StateTag, Tone};

/// The page.
#[component]
pub fn DutyRulesPage() -> impl IntoView {
    let add = ServerAction::<AddDutyRule>::new();
    let added = answers_of(add);
    let data = Resource::new_blocking(move || added.get(), |_| duty_rules());
    view! {
        <Title text=words::TITLE/>
        <div class="wrap stack gap-5">
            <Crumbs trail=vec![(duty::MENU.to_owned(), "/theo-doi".to_owned())] here=words::TITLE/>
            <div class="head"><div><h1>{words::TITLE}</h1><p>{words::LEAD}</p></div></div>
            {loaded(data, move |page| {
                let form = page.may_manage.then(|| view! { <RuleForm page=page.clone() add/> });
                view! { <Rules page/> {form} <Deadlines/> }.into_any()
            })}
        </div>
    }
}

#[component]
fn Rules(page: Data) -> impl IntoView {
    let (today, frequencies) = (page.today, page.frequencies);
    let rows =
        page.rules.into_iter().map(|row| view! { <Line row today frequencies=frequencies.clone()/> }).collect_view();
    view! {
        <section class="sect stack" aria-labelledby="cac-quy-dinh">
            <h2 id="cac-quy-dinh">{words::TABLE}</h2>
            <div class="tablebox" tabindex="0" role="region" aria-label=words::TABLE>
                <table class="table table--stack">
                    <thead><tr>
                        <th scope="col">{words::DUTY}</th><th scope="col">{words::TERM}</th><th scope="col">{words::BASIS}</th>
                        <th scope="col">{words::VALID}</th><th scope="col">{words::STANDS}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Line(row: RuleRow, today: Date, frequencies: Vec<Named>) -> impl IntoView {
    let rule = row.rule;
    let named =
        |id: &String| frequencies.iter().find(|one| one.id == *id).map_or_else(|| id.clone(), |one| one.name.clone());
    let frequency = rule.frequency.as_ref().map(named);
    let state = rule.state(today);
    let tone = match state {
        RuleState::InForce => Tone::Ok,
        RuleState::Ahead => Tone::Info,
        RuleState::Past => Tone::Calm,
    };
    let why = rule.ended_by().map(|(document, article, clause)| {
        let href = duty::basis_href(document, article, clause);
        view! {
            <br/>
            <span class="sm muted">
                {words::ENDED_BY} " " <a href=href>{duty::basis(document, article, clause)}</a> ". " {words::ENDED_AFTER}
            </span>
        }
    });
    let target = rule.is_target.then(|| view! { <br/><span class="sm muted">{duty::TARGET_SHORT}</span> });
    view! {
        <tr>
            <th scope="row"><span>{duty::kind(rule.kind)}
                {frequency.map(|name| view! { <br/><span class="sm muted">{name}</span> })}
            </span></th>
            <td class="td-term"><span class="lbl">{words::TERM}</span><span>{words::term(rule.amount, rule.unit)} {target}</span></td>
            <td><span class="lbl">{words::BASIS}</span><span>
                <a href=duty::basis_href(&rule.document, rule.article, rule.clause)>
                    {duty::basis(&rule.document, rule.article, rule.clause)}
                </a>
            </span></td>
            <td><span class="lbl">{words::VALID}</span><span>{words::valid(&rule)} {why}</span></td>
            <td><span class="lbl">{words::STANDS}</span><span><StateTag tone text=words::state(state)/></span></td>
        </tr>
    }
}

#[component]
fn RuleForm(page: Data, add: ServerAction<AddDutyRule>) -> impl IntoView {
    let form = move || {
        let failed: Option<AppError> = add.value().get().and_then(Result::err);
        let draft: RuleDraft = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
        let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
        let other = failed.filter(|error| error.fields().is_empty());
        let today = page.today;
        let check = remarks.check(move |sent: AddDutyRule| sent.form.check(Some(today)).err().unwrap_or_default());
        let kinds = DutyKind::iter().map(|one| (one.to_string(), duty::kind(one).to_owned())).collect();
        let units = RuleUnit::iter().map(|one| (one.to_string(), words::unit(one).to_owned())).collect();
        let named = |list: &[Named]| list.iter().map(|one| (one.id.clone(), one.name.clone())).collect::<Vec<_>>();
        let mut frequencies = vec![(String::new(), words::NO_FREQUENCY.to_owned())];
        frequencies.extend(named(&page.frequencies));
        let documents = named(&page.documents);
        let (gap, target) = (draft.gap, draft.is_target);
        // Asked for only once there is one.
        let gap_asked = move || {
            let asked = remarks.on("gap").get();
            let shown = gap || asked.is_some();
            let error = asked.map(|error| view! { <span class="field__error" id="f-gap-error">{error}</span> });
            shown.then(|| {
                view! {
                    <div class="field">
                        {error}
                        <label class="check">
                            <input type="checkbox" id="f-gap" name="form[gap]" value="true" checked=gap/>
                            <span>{words::GAP}</span>
                        </label>
                    </div>
                }
            })
        };
        view! {
            {other.map(|error| view! { <ActionFailure error/> })}
            {remarks.summary()}
            <ActionForm action=add class="plainform" check>
                <div class="two">
                    <Field id="f-duty" name="form[duty]" label=words::DUTY control=Control::Select(kinds)
                        value=draft.duty error=remarks.on("duty")/>
                    <Field id="f-frequency" name="form[frequency]" label=words::FREQUENCY hint=words::FREQUENCY_HINT
                        control=Control::Select(frequencies) value=draft.frequency error=remarks.on("frequency")/>
                    <Field id="f-amount" name="form[amount]" label=words::AMOUNT control=Control::Number
                        value=draft.amount error=remarks.on("amount") required=true/>
                    <Field id="f-unit" name="form[unit]" label=words::UNIT control=Control::Select(units)
                        value=draft.unit error=remarks.on("unit")/>
                    <Field id="f-document" name="form[document]" label=words::DOCUMENT
                        control=Control::Select(documents) value=draft.document error=remarks.on("document")/>
                    <Field id="f-article" name="form[article]" label=words::ARTICLE control=Control::Number
                        value=draft.article error=remarks.on("article") required=true/>
                    <Field id="f-clause" name="form[clause]" label=words::CLAUSE hint=words::CLAUSE_HINT control=Control::Number
                        value=draft.clause error=remarks.on("clause")/>
                    <Field id="f-valid_from" name="form[valid_from]" label=words::VALID_FROM hint=words::VALID_FROM_HINT
                        control=Control::Date value=draft.valid_from error=remarks.on("valid_from") required=true/>
                    <Field id="f-valid_to" name="form[valid_to]" label=words::VALID_TO hint=words::VALID_TO_HINT
                        control=Control::Date value=draft.valid_to error=remarks.on("valid_to")/>
                </div>
                <label class="check">
                    <input type="checkbox" name="form[is_target]" value="true" checked=target/>
                    <span>{words::IS_TARGET}</span>
                </label>
                {gap_asked}
                <p class="row"><button class="btn" type="submit">{words::ADD}</button></p>
            </ActionForm>
        }
    };
    view! {
        <section class="sect stack" aria-labelledby="them-quy-dinh">
            <h2 id="them-quy-dinh">{words::ADD}</h2>
            <p>{words::ADD_LEAD}</p>
            {form}
        </section>
    }
}

/// The deadlines of the law, and what the portal keeps each by.
#[component]
fn Deadlines() -> impl IntoView {
    let rows = DeadlineCode::iter()
        .map(|code| {
            let ((what, term), (document, article, clause)) = (words::deadline(code), words::deadline_basis(code));
            let tone = if applied(code) == Applied::NotHere { Tone::Calm } else { Tone::Ok };
            view! {
                <tr>
                    <th scope="row">{what}</th>
                    <td class="td-term"><span class="lbl">{words::TERM}</span><span>{term}</span></td>
                    <td><span class="lbl">{words::BASIS}</span><span>
                        <a href=duty::basis_href(document, article, clause)>{duty::basis(document, article, clause)}</a>
                    </span></td>
                    <td><span class="lbl">{words::HOW}</span><span><StateTag tone text=words::how(code)/></span></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="sect stack" aria-labelledby="thoi-han-ap-dung">
            <h2 id="thoi-han-ap-dung">{words::APPLIED}</h2>
            <p>{words::APPLIED_LEAD}</p>
            <div class="tablebox" tabindex="0" role="region" aria-label=words::APPLIED>
                <table class="table table--stack">
                    <thead><tr>
                        <th scope="col">{words::WHAT}</th><th scope="col">{words::TERM}</th><th scope="col">{words::BASIS}</th>
                        <th scope="col">{words::HOW}</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
