//! The answers that need no editor: keep, withdraw, merge, transfer; and the way to the editor.

use domain::check::check_answer;
use domain::review::{AnswerKind, AnswerPage as Data};
use leptos::prelude::*;

use super::steps::{Step, Steps};
use crate::api::review::ChooseAnswer;
use crate::error::AppError;
use crate::pages::remarks::Remarks;
use crate::pages::review::ActionFailure;
use crate::text::review as words;
use crate::ui::field::{Control, Field};

/// The choice, and what the chosen kind needs.
#[component]
pub fn ShortAnswer(data: Data, kind: AnswerKind, steps: Steps) -> impl IntoView {
    let base = format!("/ra-soat/{}/{}", data.campaign.key, data.agency.id);
    let code = data.answer.code.as_ref().map(ToString::to_string).unwrap_or_default();
    let kinds = [AnswerKind::Keep, AnswerKind::Modify, AnswerKind::Withdraw, AnswerKind::Merge, AnswerKind::Transfer];
    let links = kinds
        .map(|one| {
            let current = (one == kind).then_some("true");
            let class = if one == kind { "chip chip--on" } else { "chip" };
            view! {
                <a class=class href=format!("{base}/{code}?kieu={one}") aria-current=current rel="external">
                    {words::answer_kind(one)}
                </a>
            }
        })
        .collect_view();
    let needs_form = data.may_edit && kind != AnswerKind::Modify;
    let here = format!("{base}/{code}?kieu={kind}&");
    let back = here.clone();
    view! {
        <Step steps number=1 base=here>
            <nav class="chips" id="f-keep" aria-label=words::CHANGE_ANSWER>{links}</nav>
            <p class="muted sm">{words::answer_kind_hint(kind)}</p>
        </Step>
        {needs_form.then(|| view! { <Step steps number=2 base=back><ChoiceForm data kind code/></Step> })}
    }
}

#[component]
fn ChoiceForm(data: Data, kind: AnswerKind, code: String) -> impl IntoView {
    let choose = ServerAction::<ChooseAnswer>::new();
    let opened = super::prints(&data.answer);
    let draft = data.answer.draft.clone().filter(|draft| draft.kind == kind);
    let (reason, to, day) = draft.map(|draft| (draft.reason, draft.target, draft.effective)).unwrap_or_default();
    let remarks = if data.answer.draft.as_ref().is_some_and(|draft| draft.kind == kind) {
        data.answer.errors.clone()
    } else {
        Vec::new()
    };
    let remarks = Remarks::new(remarks);
    // In a round of changes «keep» says nothing of the entry, so nothing is asked of it.
    let asked = data.campaign.key.kind().appraises(kind);
    let (base, own) = (data.answer.base.clone().filter(|_| asked), code.clone());
    let check = remarks.check(move |sent: ChooseAnswer| check_answer(&sent.said.draft(), base.as_ref(), Some(&own)));
    let failed =
        move || choose.value().get().and_then(Result::err).map(|error: AppError| view! { <ActionFailure error/> });
    let first = vec![(String::new(), words::CHOOSE.to_owned())];
    let options = match kind {
        AnswerKind::Merge => {
            let targets =
                data.merge_targets.into_iter().map(|(code, name)| (code.to_string(), format!("{code} {name}")));
            first.into_iter().chain(targets).collect()
        }
        AnswerKind::Transfer => {
            let targets = data.transfer_targets.into_iter().map(|agency| (agency.id.to_string(), agency.name));
            first.into_iter().chain(targets).collect()
        }
        AnswerKind::Keep | AnswerKind::Modify | AnswerKind::Withdraw | AnswerKind::Propose => first,
    };
    let target_label = if kind == AnswerKind::Merge { words::MERGE_TARGET } else { words::TRANSFER_TARGET };
    let needs_target = options.len() > 1;
    let withdraw = kind == AnswerKind::Withdraw;
    let (label, hint) =
        if withdraw { (words::WITHDRAW_REASON, words::WITHDRAW_REASON_HINT) } else { (words::REMARK, "") };
    view! {
        {failed}
        {remarks.summary()}
        <ActionForm action=choose attr:class="plainform" attr:novalidate=true on:submit:capture=check>
            <input type="hidden" name="year" value=data.campaign.key.to_string()/>
            <input type="hidden" name="agency" value=data.agency.id.to_string()/>
            <input type="hidden" name="target" value=code/>
            <input type="hidden" name="opened[version]" value=data.answer.version/>
            <input type="hidden" name="opened[prints]" value=opened/>
            <input type="hidden" name="said[kind]" value=kind.to_string()/>
            {needs_target.then(|| view! {
                <Field id="f-target" name="said[target]" label=target_label control=Control::Select(options) value=to
                    error=remarks.on("target") required=true/>
            })}
            {kind.has_day().then(|| view! {
                <Field id="f-effective" name="said[effective]" label=words::EFFECTIVE hint=words::EFFECTIVE_HINT control=Control::Date
                    value=day error=remarks.on("effective") required=true/>
            })}
            <Field id="f-reason" name="said[reason]" label=label hint=hint control=Control::Text value=reason
                error=remarks.on("reason") required=withdraw/>
            <p class="row"><button class="btn" type="submit">{words::SAVE_ANSWER}</button></p>
        </ActionForm>
    }
}
