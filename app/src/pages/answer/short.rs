//! The answers that need no editor: keep, withdraw, merge, transfer; and the way to the editor.

use domain::answer_form::AnswerForm;
use domain::check::check_answer;
use domain::review::{AnswerKind, AnswerPage as Data};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::saving::{SaveState, SaveStatus, Told};
use super::steps::{Step, Steps};
use crate::api::review::SaveAnswer;
use crate::pages::review::{AnswerTag, FromDay};
use crate::text::review as words;
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// What the button that saves and goes back to the list is called.
const DONE: &str = "done";

/// The choice, and what the chosen kind needs.
#[component]
pub fn ShortAnswer(
    data: Data,
    kind: AnswerKind,
    steps: Steps,
    save: ServerAction<SaveAnswer>,
    state: SaveState,
    /// What could not be saved last time.
    kept: Option<AnswerForm>,
) -> impl IntoView {
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
    let choice = match data.may_edit {
        true => view! {
            <nav class="chips" id="f-keep" aria-label=words::CHANGE_ANSWER>{links}</nav>
            <p class="muted sm">{words::answer_kind_hint(kind)}</p>
        }
        .into_any(),
        false => view! { <Stands data=data.clone()/> }.into_any(),
    };
    view! {
        <Step steps number=1 base=here>{choice}</Step>
        {needs_form.then(|| view! {
            <Step steps number=2 base=back><ChoiceForm data kind code save state kept/></Step>
        })}
    }
}

/// What was answered, where it cannot be changed. Fields that were modified stand in the editor, with the reason.
#[component]
fn Stands(data: Data) -> impl IntoView {
    let draft = data.answer.draft;
    let kind = draft.as_ref().map(|draft| draft.kind);
    let short = draft.filter(|draft| draft.kind != AnswerKind::Modify);
    let said = short.map(|draft| {
        let entry = data.merge_targets.iter().find(|(code, _)| code.as_str() == draft.target);
        let agency = data.transfer_targets.iter().find(|agency| agency.id.as_str() == draft.target);
        let entry = entry.map(|(code, name)| format!("{code} {name}"));
        let to = entry.or_else(|| agency.map(|agency| agency.name.clone())).unwrap_or(draft.target);
        view! {
            {(!to.is_empty()).then(|| view! { <p>"→ " {to}</p> })}
            <FromDay kind=Some(draft.kind) day=draft.effective/>
            {(!draft.reason.is_empty()).then(|| view! { <p class="lines"><b>{words::REASON} ": "</b>{draft.reason}</p> })}
        }
    });
    view! {
        <p><AnswerTag kind/></p>
        {said}
    }
}

/// What the chosen kind needs. It saves itself as the editor does, complete or not; its button asks for the whole.
#[component]
fn ChoiceForm(
    data: Data,
    kind: AnswerKind,
    code: String,
    save: ServerAction<SaveAnswer>,
    state: SaveState,
    kept: Option<AnswerForm>,
) -> impl IntoView {
    let draft = data.answer.draft.clone().filter(|draft| draft.kind == kind);
    let kept = kept.filter(|form| form.kind == kind.to_string());
    let was_kept = kept.is_some();
    let remarks = state.marks.shown;
    let typed = kept.map(|form| (form.reason, form.target, form.effective));
    let saved = draft.map(|draft| (draft.reason, draft.target, draft.effective));
    let (reason, to, day) = typed.or(saved).unwrap_or_default();
    // In a round of changes «keep» says nothing of the entry, so nothing is asked of it.
    let asked = data.campaign.key.kind().appraises(kind);
    let (base, own, agency) = (data.answer.base.clone(), code.clone(), data.agency.id.clone());
    let check = remarks.check(move |sent: SaveAnswer| {
        let (said, _) = sent.form.draft(base.as_ref(), &agency);
        check_answer(&said, base.as_ref().filter(|_| asked), Some(&own))
    });
    let submit = move |event: SubmitEvent| {
        let pressed = event.submitter().and_then(|button| button.get_attribute("value"));
        // What is compared with another's text goes along as it is.
        if pressed.as_deref() == Some(DONE) {
            check(event.clone());
        }
        if !event.default_prevented() {
            state.saving.submitted(&event);
        }
    };
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
    let (label, hint) = match kind {
        AnswerKind::Withdraw => (words::WITHDRAW_REASON, words::WITHDRAW_REASON_HINT),
        AnswerKind::Merge => (words::MERGE_REASON, ""),
        AnswerKind::Transfer => (words::TRANSFER_REASON, ""),
        AnswerKind::Keep | AnswerKind::Modify | AnswerKind::Propose => (words::REMARK, ""),
    };
    let Told { version, opened, aside, .. } = state.told;
    let (first_version, first_opened) = (version.get_untracked(), opened.get_untracked());
    let (saved_at, today) = (data.answer.saved_at, data.today);
    view! {
        {was_kept.then(|| view! { <Notice tone=Tone::Warn>{words::TYPED_KEPT}</Notice> })}
        {remarks.summary()}
        <div on:input=move |_| state.saving.typed() on:submit:capture=submit
            on:focusout=move |event| state.marks.left(&event, state.saving.is_dirty_now())>
            <ActionForm action=save class="plainform plainform--saving" novalidate=true node_ref=state.saving.form>
                <input type="hidden" name="year" value=data.campaign.key.to_string()/>
                <input type="hidden" name="agency" value=data.agency.id.to_string()/>
                <input type="hidden" name="target" value=code/>
                <input type="hidden" name="opened[version]" prop:value=move || version.get() value=first_version/>
                <input type="hidden" name="opened[prints]" prop:value=move || opened.get() value=first_opened/>
                <input type="hidden" name="opened[aside]" prop:value=move || aside.get().to_string() value="0"/>
                <input type="hidden" name="form[kind]" value=kind.to_string()/>
                {needs_target.then(|| view! {
                    <Field id="f-target" name="form[target]" label=target_label control=Control::Select(options) value=to
                        error=remarks.on("target") required=true/>
                })}
                {kind.has_day().then(|| view! {
                    <Field id="f-effective" name="form[effective]" label=words::EFFECTIVE hint=words::EFFECTIVE_HINT control=Control::Date
                        value=day error=remarks.on("effective") required=true/>
                })}
                <Field id="f-reason" name="form[reason]" label=label hint=hint control=Control::Text value=reason
                    error=remarks.on("reason") required=kind.has_day()/>
                <SaveStatus state saved_at today/>
                <div class="row">
                    <button class="btn" type="submit" name="next" value=DONE>{words::SAVE_ANSWER}</button>
                </div>
            </ActionForm>
        </div>
    }
}
