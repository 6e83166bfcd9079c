//! Notices to the person who is signed in.

use domain::format;
use domain::reminder::Notice;
use leptos::prelude::*;
use leptos_meta::Title;

use super::review::ActionFailure;
use super::{answers_of, loaded};
use crate::api::reminder::{ReadNotice, notices};
use crate::text::reminder as words;
use crate::ui::action_form::ActionForm;
use crate::ui::tag::{StateTag, Tone};

/// The page.
#[component]
pub fn NoticesPage() -> impl IntoView {
    let read = ServerAction::<ReadNotice>::new();
    let answered = answers_of(read);
    let data = Resource::new_blocking(move || answered.get(), |_| notices());
    let failed = move || read.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    view! {
        <Title text=words::NOTICES/>
        <div class="wrap narrow">
            {failed}
            {loaded(data, move |notices| view! { <List notices read/> }.into_any())}
        </div>
    }
}

#[component]
fn List(notices: Vec<Notice>, read: ServerAction<ReadNotice>) -> impl IntoView {
    let none = notices.is_empty();
    let unread = notices.iter().any(|notice| notice.read_at.is_none());
    let all = unread.then(|| {
        view! {
            <ActionForm action=read>
                <input type="hidden" name="id" value="0"/>
                <button class="btn btn--2" type="submit">{words::MARK_ALL}</button>
            </ActionForm>
        }
    });
    let cards = notices.into_iter().map(|notice| view! { <Card notice read/> }).collect_view();
    view! {
        <div class="head"><div><h1>{words::NOTICES}</h1></div>{all}</div>
        {none.then(|| view! { <p>{words::NO_NOTICES}</p> })}
        <ul class="tasks flat">{cards}</ul>
    }
}

#[component]
fn Card(notice: Notice, read: ServerAction<ReadNotice>) -> impl IntoView {
    let (id, unread) = (notice.id, notice.read_at.is_none());
    let class = if unread { "task task--open" } else { "task" };
    let lines = words::lines(&notice).into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let subject = words::subject(&notice);
    let label = format!("{}: {subject}", words::MARK_READ);
    let button = unread.then(|| {
        view! {
            <ActionForm action=read>
                <input type="hidden" name="id" value=id/>
                <button class="btn btn--quiet" type="submit" aria-label=label>{words::MARK_READ}</button>
            </ActionForm>
        }
    });
    view! {
        <li class=class>
            <div class="task__top">
                <h2 class="h-small"><a href=words::address(&notice)>{subject}</a></h2>
                {unread.then(|| view! { <StateTag tone=Tone::Info text=words::UNREAD/> })}
            </div>
            <ul class="flat sm">{lines}</ul>
            <p class="task__meta"><span>{format::date_time(notice.at)}</span></p>
            {button}
        </li>
    }
}
