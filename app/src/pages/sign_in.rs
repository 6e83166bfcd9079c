//! Signing in: a plain form, the same with and without JavaScript.

use leptos::prelude::*;
use leptos_meta::Title;

use super::review::{remark_on, remarks_in_address, typed_in_address};
use crate::session::use_session;
use crate::text::{error as error_words, sign_in as words};
use crate::ui::error_summary::ErrorSummary;
use crate::ui::field::{Control, Field};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let remarks = remarks_in_address();
    let message = remark_on(&remarks, "password");
    let summary = message.clone().map(|message| {
        view! {
            <ErrorSummary title=error_words::SUMMARY_TITLE>
                <ul class="flat"><li><a href="#username" rel="external">{words::PASSWORD} ": " {message}</a></li></ul>
            </ErrorSummary>
        }
    });
    let demo = move || use_session().is_some_and(|session| session.demo);
    view! {
        <Title text=words::TITLE/>
        <div class="wrap login">
            <form class="login__box" method="post" action="/dang-nhap">
                <h1>{words::TITLE}</h1>
                {summary}
                <input type="hidden" name="next" value=typed_in_address("next")/>
                <Field id="username" name="username" label=words::USERNAME value=typed_in_address("username") required=true
                    autocomplete="username"/>
                <Field id="password" name="password" label=words::PASSWORD control=Control::Password required=true
                    error=message autocomplete="current-password"/>
                <button class="btn btn--wide" type="submit">{words::SUBMIT}</button>
            </form>
            <div class="login__side stack">
                <p>{words::LEAD}</p>
                <p class="muted">{words::HELP}</p>
                <Transition>
                    {move || demo().then(|| view! { <Notice tone=Tone::Info>{words::DEMO}</Notice> })}
                </Transition>
            </div>
        </div>
    }
}
