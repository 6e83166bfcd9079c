//! The quick answer on an entry, and the head's decision.

use domain::campaign::CampaignKey;
use domain::check::check_remark;
use domain::id::AgencyId;
use domain::review::{AnswerKind, AnswerTarget, ResponsePage as Data};
use leptos::prelude::*;

use super::refresh_after;
use crate::api::review::{Approve, ChooseAnswer, SendBack};
use crate::error::{AppError, ErrorKind};
use crate::pages::remarks::Remarks;
use crate::pages::review::ActionFailure;
use crate::text::{error as error_words, review as words};
use crate::ui::action_form::ActionForm;
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::{Control, Field};

/// «Keep», at a press: most entries need no more.
#[component]
pub fn QuickChoice(
    year: CampaignKey,
    agency: AgencyId,
    target: AnswerTarget,
    version: i64,
    name: String,
) -> impl IntoView {
    let choose = ServerAction::<ChooseAnswer>::new();
    refresh_after(choose);
    let failed = move || choose.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    let href = format!("/ra-soat/{year}/{agency}/{target}");
    view! {
        {failed}
        <ActionForm action=choose class="row">
            <input type="hidden" name="year" value=year.to_string()/>
            <input type="hidden" name="agency" value=agency.to_string()/>
            <input type="hidden" name="target" value=target.to_string()/>
            <input type="hidden" name="opened[version]" value=version/>
            <input type="hidden" name="said[kind]" value=AnswerKind::Keep.to_string()/>
            {year.kind().appraises(AnswerKind::Keep).then(|| view! {
                <button class="btn btn--2" type="submit">
                    {words::answer_kind(AnswerKind::Keep)}<span class="vh">": " {name}</span>
                </button>
            })}
            <a class="btn btn--2" href=format!("{href}?kieu={}", AnswerKind::Modify)>{words::answer_kind(AnswerKind::Modify)}</a>
            <a class="btn btn--2" href=format!("{href}?kieu={}", AnswerKind::Withdraw)>{words::answer_kind(AnswerKind::Withdraw)}</a>
            <a class="btn btn--2" href=format!("{href}?kieu={}", AnswerKind::Merge)>{words::answer_kind(AnswerKind::Merge)}</a>
            <a class="btn btn--2" href=format!("{href}?kieu={}", AnswerKind::Transfer)>{words::answer_kind(AnswerKind::Transfer)}</a>
        </ActionForm>
    }
}

/// Why the answers were not sent. The head typed nothing: of what changed meanwhile the page already shows what stands.
#[component]
pub fn NotApproved(error: AppError) -> impl IntoView {
    if matches!(error.kind, ErrorKind::Conflict(_)) {
        return view! {
            <ErrorSummary title=error_words::title(&error.kind)><p>{words::APPROVE_CHANGED}</p></ErrorSummary>
        }
        .into_any();
    }
    view! { <ActionFailure error/> }.into_any()
}

/// The head approves and sends, or gives the answers back. The page is read again after each approval that came back.
#[component]
pub fn HeadPanel(data: Data, approve: ServerAction<Approve>) -> impl IntoView {
    let send_back = ServerAction::<SendBack>::new();
    refresh_after(send_back);
    let failed = move || send_back.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    let (year, agency) = (data.campaign.key, data.agency.id.to_string());
    let check = format!("/ra-soat/{year}/{agency}/kiem-tra");
    let refused: Option<AppError> = send_back.value().get_untracked().and_then(Result::err);
    let typed: String = refused.as_ref().and_then(AppError::kept).unwrap_or_default();
    let remarks = Remarks::new(refused.as_ref().map(AppError::fields).unwrap_or_default());
    let open = refused.is_some();
    let check_comment = remarks.check(|sent: SendBack| check_remark("comment", &sent.comment));
    let second = agency.clone();
    data.may_approve.then(move || {
        view! {
            <section class="panel stack" aria-labelledby="duyet">
                <h2 id="duyet">{words::APPROVE}</h2>
                <p>{words::APPROVE_LEAD} " " <a href="/quy-che#dieu-18-khoan-1">{words::BY_CLAUSE_18_1}</a> "."</p>
                {failed}
                <div class="row">
                    <a class="btn btn--2" href=check>{words::CHECK_TITLE}</a>
                    <ActionForm action=approve>
                        <input type="hidden" name="year" value=year.to_string()/>
                        <input type="hidden" name="agency" value=agency/>
                        <input type="hidden" name="version" value=data.version/>
                        <button class="btn" type="submit">{words::APPROVE}</button>
                    </ActionForm>
                </div>
                <details class="toggle" open=open>
                    <summary>{words::SEND_BACK}</summary>
                    <ActionForm action=send_back class="plainform" check=check_comment>
                        <input type="hidden" name="year" value=year.to_string()/>
                        <input type="hidden" name="agency" value=second/>
                        <Field id="f-comment" name="comment" label=words::COMMENT control=Control::Text value=typed
                            error=remarks.on("comment") required=true/>
                        <p><button class="btn btn--bad" type="submit">{words::SEND_BACK}</button></p>
                    </ActionForm>
                </details>
            </section>
        }
    })
}
