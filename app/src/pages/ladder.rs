//! The ladder of reminders, which the coordinator edits, and the outbox with why something waits.

use domain::format;
use domain::reminder::{Audience, DayUnit, LadderPage as Data, MailRow, MailState, StepDraft, StepRow};
use leptos::prelude::*;
use leptos_meta::Title;
use strum::IntoEnumIterator;

use super::digest::DigestForm;
use super::remarks::Remarks;
use super::review::ActionFailure;
use super::terms::Terms;
use super::{answers_of, loaded};
use crate::api::reminder::{AddStep, AddTermRule, RemoveStep, RetryMail, SetDigest, ladder};
use crate::error::AppError;
use crate::text::reminder as words;
use crate::ui::action_form::ActionForm;
use crate::ui::crumbs::Crumbs;
use crate::ui::field::{Control, Field};
use crate::ui::notice::Notice;
use crate::ui::tag::{StateTag, Tone};

/// The page.
#[component]
pub fn LadderPage() -> impl IntoView {
    let (add, remove) = (ServerAction::<AddStep>::new(), ServerAction::<RemoveStep>::new());
    let (retry, letter) = (ServerAction::<RetryMail>::new(), ServerAction::<SetDigest>::new());
    let term = ServerAction::<AddTermRule>::new();
    let answered = [answers_of(add), answers_of(remove), answers_of(retry), answers_of(letter), answers_of(term)];
    let data = Resource::new_blocking(move || answered.map(|of_one| of_one.get()), |_| ladder());
    let failed = move || {
        let errors: [Option<AppError>; 2] =
            [remove.value().get().and_then(Result::err), retry.value().get().and_then(Result::err)];
        errors.into_iter().flatten().map(|error| view! { <ActionFailure error/> }).collect_view()
    };
    view! {
        <Title text=words::LADDER_TITLE/>
        <div class="wrap stack gap-5">
            <Crumbs here=words::LADDER_TITLE/>
            <div class="head"><div><h1>{words::LADDER_TITLE}</h1><p>{words::LADDER_LEAD}</p></div></div>
            {failed}
            {loaded(data, move |view| {
                let (page, mail) = (view.page, view.mail);
                let unknown = &page.without_holidays;
                let unknown = (!unknown.is_empty()).then(|| words::without_holidays(unknown));
                view! {
                    {unknown.map(|told| view! { <Notice tone=Tone::Warn>{told}</Notice> })}
                    <Steps steps=page.steps.clone() remove/>
                    <StepForm add/>
                    <Terms rules=page.terms.clone() add=term/>
                    <DigestForm rule=page.digest version=page.digest_version set=letter/>
                    <Outbox page mail retry/>
                }
                .into_any()
            })}
        </div>
    }
}

#[component]
fn Steps(steps: Vec<StepRow>, remove: ServerAction<RemoveStep>) -> impl IntoView {
    let none = steps.is_empty();
    let rows = steps
        .into_iter()
        .map(|row| {
            view! {
                <tr>
                    <th scope="row">{words::step(row.step)}</th>
                    <td><span class="lbl">{words::WHOM}</span>{words::audience(row.step.audience)}</td>
                    <td>
                        <ActionForm action=remove>
                            <input type="hidden" name="id" value=row.id/>
                            <button class="btn btn--quiet" type="submit" aria-label=words::remove_label(row.step)>
                                {words::REMOVE}
                            </button>
                        </ActionForm>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="sect stack" aria-labelledby="cac-buoc">
            <h2 id="cac-buoc">{words::LADDER}</h2>
            {none.then(|| view! { <p>{words::NO_STEPS}</p> })}
            <table class="table table--stack">
                <thead><tr>
                    <th scope="col">{words::WHEN}</th><th scope="col">{words::WHOM}</th>
                    <th scope="col"><span class="vh">{words::REMOVE}</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}

#[component]
fn StepForm(add: ServerAction<AddStep>) -> impl IntoView {
    let form = move || {
        let failed: Option<AppError> = add.value().get().and_then(Result::err);
        let draft: StepDraft = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
        let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
        let other = failed.filter(|error| error.fields().is_empty());
        let check = remarks.check(|sent: AddStep| sent.form.check().err().unwrap_or_default());
        let chosen = |value: String, first: &str| if value.is_empty() { first.to_owned() } else { value };
        let sides = [("before", words::BEFORE), ("after", words::AFTER)]
            .map(|(code, label)| (code.to_owned(), label.to_owned()));
        let units = DayUnit::iter().map(|one| (one.to_string(), words::unit(one).to_owned())).collect();
        let people = Audience::iter().map(|one| (one.to_string(), words::audience(one).to_owned())).collect();
        view! {
            {other.map(|error| view! { <ActionFailure error/> })}
            {remarks.summary()}
            <ActionForm action=add class="plainform" check>
                <div class="two">
                    <Field id="f-days" name="form[days]" label=words::DAYS hint=words::DAYS_HINT control=Control::Number
                        value=draft.days error=remarks.on("days") required=true/>
                    <Field id="f-side" name="form[side]" label=words::SIDE control=Control::Select(sides.to_vec())
                        value=chosen(draft.side, "before") error=remarks.on("side")/>
                    <Field id="f-unit" name="form[unit]" label=words::UNIT control=Control::Select(units)
                        value=chosen(draft.unit, "day") error=remarks.on("unit")/>
                    <Field id="f-audience" name="form[audience]" label=words::WHOM control=Control::Select(people)
                        value=chosen(draft.audience, "officer") error=remarks.on("audience")/>
                </div>
                <p class="row"><button class="btn" type="submit">{words::ADD_STEP}</button></p>
            </ActionForm>
        }
    };
    view! {
        <section class="sect stack" aria-labelledby="them-buoc">
            <h2 id="them-buoc">{words::ADD_STEP}</h2>
            {form}
        </section>
    }
}

#[component]
fn Outbox(page: Data, mail: bool, retry: ServerAction<RetryMail>) -> impl IntoView {
    let none = page.mails.is_empty();
    let counts = words::mail_counts(&page.counts, page.stale_mails);
    let rows = page.mails.into_iter().map(|row| view! { <MailLine row mail retry/> }).collect_view();
    let table = view! {
        <table class="table table--stack">
            <thead><tr>
                <th scope="col">{words::TO}</th><th scope="col">{words::WRITTEN}</th>
                <th scope="col">{words::CONTENT}</th><th scope="col">{words::STATE}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! {
        <section class="sect stack" aria-labelledby="thu-di">
            <h2 id="thu-di">{words::OUTBOX}</h2>
            <p>{words::OUTBOX_LEAD}</p>
            {(!mail).then(|| view! { <Notice tone=Tone::Warn>{words::NO_SERVER}</Notice> })}
            {(page.without_email > 0).then(|| view! {
                <Notice tone=Tone::Info>{words::without_email(page.without_email)}</Notice>
            })}
            <p class="sm muted">{counts.join(" · ")}</p>
            {if none { view! { <p>{words::NO_MAILS}</p> }.into_any() } else { table.into_any() }}
        </section>
    }
}

/// How the state of a message is to be taken.
pub(super) fn mail_tone(state: MailState) -> Tone {
    match state {
        MailState::Waiting => Tone::Calm,
        MailState::Sending => Tone::Info,
        MailState::Sent => Tone::Ok,
        MailState::Failed => Tone::Bad,
    }
}

#[component]
fn MailLine(row: MailRow, mail: bool, retry: ServerAction<RetryMail>) -> impl IntoView {
    let (tone, state) = match row.is_stale() {
        true => (Tone::Warn, words::STALE_MAIL),
        false => (mail_tone(row.state), words::mail_state(row.state)),
    };
    let why = words::why(mail, row.state, row.attempts, &format::date_time(row.next_attempt_at), &row.last_error);
    let (id, label) = (row.id, words::retry_label(&row.to));
    let again = row.again.then(|| {
        view! {
            <ActionForm action=retry>
                <input type="hidden" name="id" value=id/>
                <button class="btn btn--quiet" type="submit" aria-label=label>{words::RETRY}</button>
            </ActionForm>
        }
    });
    view! {
        <tr>
            <th scope="row"><span class="stack gap-1"><span>{row.recipient}</span><span class="sm muted">{row.to}</span></span></th>
            <td><span class="lbl">{words::WRITTEN}</span><span>{format::date_time(row.notice.at)}</span></td>
            <td><span class="lbl">{words::CONTENT}</span><span>{words::subject(&row.notice)}</span></td>
            <td>
                <span class="lbl">{words::STATE}</span>
                <span class="stack gap-1">
                    <span><StateTag tone text=state/></span>
                    <span class="sm">{row.sent_at.map(format::date_time)} {why}</span>
                    {again}
                </span>
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_old_to_be_sent_is_told_by_itself() {
        let counts =
            |waiting, failed| [(MailState::Waiting, waiting), (MailState::Sent, 0), (MailState::Failed, failed)];
        for (counts, stale, told) in [
            (counts(0, 0), 0, ""),
            (counts(2, 3), 0, "Chờ gửi: 2 · Không gửi được: 3"),
            (counts(2, 21), 19, "Chờ gửi: 2 · Không gửi được: 2 · Quá hạn gửi: 19"),
            (counts(0, 19), 19, "Quá hạn gửi: 19"),
        ] {
            assert_eq!(words::mail_counts(&counts, stale).join(" · "), told);
        }
    }
}
