//! Changes out of the yearly cycle: the requests of agencies, and for the coordinator the opening of a round of changes.

use domain::campaign::{AmendmentsPage as Data, OpenSuccession};
use domain::format;
use leptos::prelude::*;
use leptos_meta::Title;

use super::review::ActionFailure;
use super::{answers_of, loaded};
use crate::api::amendment::{AcceptChange, OpenAmendment, RaiseChange, RejectChange, WithdrawChange, amendments};
use crate::error::AppError;
use crate::text::{agency, amendment as words, common, review};
use crate::ui::crumbs::Crumbs;
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

pub mod forms;
mod requests;

use forms::{OpenForm, RaiseForm};
use requests::Requests;

/// What is done to a request.
#[derive(Clone, Copy)]
struct Actions {
    withdraw: ServerAction<WithdrawChange>,
    accept: ServerAction<AcceptChange>,
    reject: ServerAction<RejectChange>,
}

impl Actions {
    /// Those that failed, each once.
    fn failures(self) -> Vec<AppError> {
        let errors = [
            self.withdraw.value().get().and_then(Result::err),
            self.accept.value().get().and_then(Result::err),
            self.reject.value().get().and_then(Result::err),
        ];
        errors.into_iter().flatten().collect()
    }
}

/// The page of the changes out of the yearly cycle.
#[component]
pub fn AmendmentsPage() -> impl IntoView {
    let raise = ServerAction::<RaiseChange>::new();
    let open = ServerAction::<OpenAmendment>::new();
    let actions = Actions { withdraw: ServerAction::new(), accept: ServerAction::new(), reject: ServerAction::new() };
    let decided = [answers_of(actions.withdraw), answers_of(actions.accept), answers_of(actions.reject)];
    let written = [answers_of(raise), answers_of(open)];
    let data = Resource::new_blocking(
        move || (written.map(|of_one| of_one.get()), decided.map(|of_one| of_one.get())),
        |_| amendments(),
    );
    let failed = move || actions.failures().into_iter().map(|error| view! { <ActionFailure error/> }).collect_view();
    view! {
        <Title text=words::TITLE/>
        <div class="wrap">
            <Crumbs trail=vec![(common::REVIEWS.to_owned(), "/ra-soat".to_owned())] here=words::TITLE/>
            <div class="head">
                <div>
                    <h1>{words::TITLE}</h1>
                    <p>{words::LEAD} " " {review::UNDER} " " <a href="/quy-che#dieu-8-khoan-2">{review::BY_CLAUSE_8_2}</a> "."</p>
                </div>
            </div>
            {failed}
            {loaded(data, move |data| view! { <Amendments data raise open actions/> }.into_any())}
        </div>
    }
}

#[component]
fn Amendments(
    data: Data,
    raise: ServerAction<RaiseChange>,
    open: ServerAction<OpenAmendment>,
    actions: Actions,
) -> impl IntoView {
    let unfinished = data.unfinished.map(|key| {
        let href = format!("/ra-soat/{key}");
        view! { <Notice tone=Tone::Info>{review::unfinished(key)} " " <a href=href>{review::campaign_title(key)}</a></Notice> }
    });
    let may_manage = data.may_manage;
    view! {
        {unfinished}
        <Requests requests=data.requests may_manage actions/>
        {data.own.map(|own| view! { <RaiseForm own raise/> })}
        {may_manage.then(|| view! {
            <Successions successions=data.successions/>
            <OpenForm scope=data.scope open/>
        })}
    }
}

/// The reorganisations that left entries under agencies that ended.
#[component]
fn Successions(successions: Vec<OpenSuccession>) -> impl IntoView {
    let none = successions.is_empty();
    let cards = successions
        .into_iter()
        .map(|one| {
            let href = format!("/thay-doi-dot-xuat/{}", one.event);
            let names = |side: Vec<domain::agency::AgencyRef>| {
                side.into_iter().map(|agency| agency.name).collect::<Vec<_>>().join(", ")
            };
            view! {
                <li class="task">
                    <div class="task__top">
                        <h3><a href=href>{agency::event(one.kind)} ": " {names(one.from)}</a></h3>
                        <span class="count">{words::entries_left(one.entries)}</span>
                    </div>
                    <p class="task__meta">
                        <span>{format::date(one.date)}</span><span>{one.legal_document}</span><span>"→ " {names(one.to)}</span>
                    </p>
                </li>
            }
        })
        .collect_view();
    (!none).then(|| {
        view! {
            <section class="sect agroup" aria-labelledby="hang-loat">
                <h2 id="hang-loat">{words::SUCCESSIONS}</h2>
                <p>{words::SUCCESSIONS_LEAD}</p>
                <ul class="tasks flat">{cards}</ul>
            </section>
        }
    })
}
