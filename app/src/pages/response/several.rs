//! One answer on several entries at once: boxes at the entries, one form under them. The boxes belong to the form by its
//! id, so that it works as plain HTML.

use domain::review::{AnswerKind, AnswerView, Left, ResponsePage as Data};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::review::AnswerSeveral;
use crate::error::{AppError, ErrorKind};
use crate::pages::review::{ActionFailure, RemarkList, remark_on};
use crate::text::{error as error_words, review, several as words};
use crate::ui::action_form::ActionForm;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::{Control, Field};

/// The id of the form that the boxes belong to.
const FORM: &str = "nhieu-muc";

/// What became of the last try, and what is ticked.
#[derive(Clone, Default)]
pub struct Ticked {
    left: Option<Left>,
    error: Option<AppError>,
    all: bool,
}

impl Ticked {
    /// As the last try left it; or all, where the address asks so.
    pub fn now(action: ServerAction<AnswerSeveral>) -> Self {
        let error: Option<AppError> = action.value().get_untracked().and_then(Result::err);
        let left = error.as_ref().and_then(AppError::kept::<Left>);
        let all = use_query_map().read_untracked().get("chon").is_some();
        Self { left, error, all }
    }

    fn holds(&self, code: &str) -> bool {
        match &self.left {
            Some(left) => left.form.entries.contains_key(code),
            None => self.all,
        }
    }
}

/// The box at an entry.
#[component]
pub fn Tick(answer: AnswerView, name: String, ticked: Ticked) -> impl IntoView {
    answer.code.map(|code| {
        let on = ticked.holds(code.as_str());
        view! {
            <label class="check task__tick">
                <input type="checkbox" form=FORM name=format!("form[entries][{code}]") value=answer.version checked=on/>
                <span>{words::TICK}<span class="vh">": " {name}</span></span>
            </label>
        }
    })
}

/// The form under the entries.
#[component]
pub fn Together(data: Data, ticked: Ticked, action: ServerAction<AnswerSeveral>) -> impl IntoView {
    let base = format!("/ra-soat/{}/{}", data.campaign.key, data.agency.id);
    let form = ticked.left.as_ref().map(|left| left.form.clone()).unwrap_or_default();
    let remarks = ticked.error.as_ref().map(AppError::fields).unwrap_or_default();
    let kinds = [AnswerKind::Keep, AnswerKind::Withdraw, AnswerKind::Merge, AnswerKind::Transfer];
    let kinds = kinds.into_iter().filter(|kind| data.campaign.key.kind().appraises(*kind));
    let choices = kinds
        .map(|kind| {
            let chosen = form.kind == kind.to_string();
            view! {
                <label class="choice">
                    <input type="radio" name="form[kind]" value=kind.to_string() checked=chosen/>
                    <span><b>{review::answer_kind(kind)}</b><small>{review::answer_kind_hint(kind)}</small></span>
                </label>
            }
        })
        .collect_view();
    let first = || (String::new(), review::CHOOSE.to_owned());
    let entries = data.merge_targets.iter().map(|(code, name)| (code.to_string(), format!("{code} {name}")));
    let entries = std::iter::once(first()).chain(entries).collect();
    let agencies = data.transfer_targets.iter().map(|agency| (agency.id.to_string(), agency.name.clone()));
    let agencies = std::iter::once(first()).chain(agencies).collect();
    let answer_error = remark_on(&remarks, "answer");
    let (target_error, reason_error) = (remark_on(&remarks, "target"), remark_on(&remarks, "reason"));
    let day_error = remark_on(&remarks, "effective");
    let wrong = Wrong { data: data.clone(), ticked: ticked.clone() }.view();
    // Without a session the page is not read again: it is said here, over what is still typed.
    let lost = move || {
        let error: Option<AppError> = action.value().get().and_then(Result::err);
        error.filter(|error| error.kind == ErrorKind::SignIn).map(|error| view! { <ActionFailure error/> })
    };
    view! {
        <section class="panel stack" aria-labelledby="h-nhieu">
            <h2 class="h-small" id="h-nhieu">{words::TITLE}</h2>
            <p class="sm muted">{words::HINT}</p>
            <p class="sm"><a href=format!("{base}?chon=tat-ca#{FORM}") rel="external">{words::TICK_ALL}</a></p>
            {wrong}
            {lost}
            <ActionForm action id=FORM class="stack several">
                <input type="hidden" name="year" value=data.campaign.key.to_string()/>
                <input type="hidden" name="agency" value=data.agency.id.to_string()/>
                <fieldset class="stack gap-2" id="f-answer">
                    <legend class="field__label">{words::ANSWER}</legend>
                    {answer_error.map(|error| view! { <span class="field__error">{error}</span> })}
                    <div class="choices">{choices}</div>
                </fieldset>
                <div class="several__merge">
                    <Field id="f-merge" name="form[merge_into]" label=review::MERGE_TARGET control=Control::Select(entries)
                        value=form.merge_into error=target_error.clone()/>
                </div>
                <div class="several__transfer">
                    <Field id="f-target" name="form[transfer_to]" label=review::TRANSFER_TARGET control=Control::Select(agencies)
                        value=form.transfer_to error=target_error/>
                </div>
                <div class="several__day">
                    <Field id="f-effective" name="form[effective]" label=review::EFFECTIVE hint=review::EFFECTIVE_HINT
                        control=Control::Date value=form.effective error=day_error/>
                </div>
                <Field id="f-reason" name="form[reason]" label=words::REASON hint=words::REASON_HINT control=Control::Text
                    value=form.reason error=reason_error/>
                <p><button class="btn" type="submit">{words::SAVE}</button></p>
            </ActionForm>
        </section>
    }
}

/// What went wrong: with the form, or with single entries, each by its name.
struct Wrong {
    data: Data,
    ticked: Ticked,
}

impl Wrong {
    fn view(self) -> Option<AnyView> {
        let Self { data, ticked } = self;
        let error = ticked.error.filter(|error| error.kind != ErrorKind::SignIn)?;
        let left = ticked.left.unwrap_or_default();
        if left.unsaved.is_empty() {
            let remarks = error.fields();
            return Some(
                view! {
                    <ErrorSummary title=error_words::title(&error.kind)>
                        <p>{error_words::explanation(&error.kind)}</p>
                        <RemarkList remarks/>
                    </ErrorSummary>
                }
                .into_any(),
            );
        }
        let name = |code: &domain::id::EntryCode| {
            let found = data.answers.iter().find(|answer| answer.code.as_ref() == Some(code));
            found.map(|answer| answer.name.clone()).unwrap_or_default()
        };
        let lines = left
            .unsaved
            .iter()
            .map(|one| {
                let why: Vec<String> = one.errors.iter().map(words::why).collect();
                let line = format!("{} {}: {}", one.code, name(&one.code), why.join("; "));
                view! { <li><a href=format!("#{}", one.code)>{line}</a></li> }
            })
            .collect_view();
        Some(
            view! {
                <ErrorSummary title=words::unsaved(left.unsaved.len())>
                    <p>{words::saved(left.saved)} " " {words::STAY_TICKED}</p>
                    <ul class="flat">{lines}</ul>
                </ErrorSummary>
            }
            .into_any(),
        )
    }
}
