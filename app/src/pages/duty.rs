//! The officer's duties with the one form that records them, and the page of one duty.

use domain::check::check_remark;
use domain::duty::{DutyEvent, DutyRow};
use domain::format;
use domain::id::DutyId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::remarks::Remarks;
use super::review::{ActionFailure, remarks_in_address, typed_in_address};
use super::{answers_of, loaded};
use crate::api::duty::{ExcuseDuty, ReopenDuty, duty};
use crate::error::{AppError, ErrorKind};
use crate::text::duty as words;
use crate::ui::action_form::ActionForm;
use crate::ui::crumbs::Crumbs;
use crate::ui::duty_tag::DutyTag;
use crate::ui::field::{Control, Field};

/// Where the form goes.
const DONE: &str = "/viec-cua-toi/xong";

/// The duties of the visitor's agency, most pressing first; nothing for who has none to do.
pub fn mine(rows: Vec<DutyRow>) -> impl IntoView {
    let form = rows.iter().any(|row| row.may_do);
    (!rows.is_empty()).then(|| view! {
        <section class="wrap narrow stack agroup" aria-labelledby="nghia-vu">
            <div class="panel__head">
                <h2 id="nghia-vu">{words::MINE}</h2>
                <a class="more" href="/theo-doi">{words::BOARD}</a>
            </div>
            {if form { view! { <Marking rows/> }.into_any() } else { view! { <ul class="flat rows">{lines(rows, false)}</ul> }.into_any() }}
        </section>
    })
}

fn lines(rows: Vec<DutyRow>, choose: bool) -> impl IntoView {
    rows.into_iter().map(|row| view! { <li><Line row choose/></li> }).collect_view()
}

/// A duty in the list: its tag, what it is, until when, and by which clause.
#[component]
fn Line(row: DutyRow, choose: bool) -> impl IntoView {
    let id = format!("viec-{}", row.id);
    let name = format!("duty-{}", row.id);
    let chosen = choose && !typed_in_address(&name).is_empty();
    let label = format!("{}: {}", words::kind(row.kind), row.name);
    let due = format!("{}: {}", words::DUE, format::weekday_date(row.days.due_on));
    let target = row.is_target.then(|| format!(" · {}", words::TARGET_SHORT));
    let waits = (choose && !row.may_do).then(|| view! { <span class="sm muted">{words::NOT_BEGUN}</span> });
    view! {
        <div class="dutyrow">
            {(choose && row.may_do).then(|| view! {
                <input class="dutyrow__box" type="checkbox" id=id name=name value="1" checked=chosen aria-label=format!("{} {label}", words::CHOOSE)/>
            })}
            <div class="dutyrow__text">
                <a href=format!("/theo-doi/viec/{}", row.id)>{label.clone()}</a>
                <span class="sm muted">{due} {target} " · " {row.code.to_string()}</span>
                {waits}
            </div>
            <DutyTag row/>
        </div>
    }
}

/// The form that records many at once, with one evidence.
#[component]
fn Marking(rows: Vec<DutyRow>) -> impl IntoView {
    let remarks = Remarks::new(remarks_in_address());
    view! {
        <p>{words::MINE_LEAD}</p>
        {remarks.summary()}
        <form class="stack" novalidate method="post" action=DONE enctype="multipart/form-data">
            <input type="hidden" name="back" value="/viec-cua-toi"/>
            <fieldset class="bare" id="f-duty">
                <legend class="vh">{words::DUTIES}</legend>
                <ul class="flat rows">{lines(rows, true)}</ul>
            </fieldset>
            <EvidenceFields remarks/>
        </form>
    }
}

/// What shows that it was done, and the button.
#[component]
fn EvidenceFields(remarks: Remarks) -> impl IntoView {
    view! {
        <div class="plainform">
            <Field id="f-note" name="note" label=words::NOTE control=Control::Text hint=words::NOTE_HINT
                value=typed_in_address("note") error=remarks.on("note")/>
            <Field id="f-link" name="link" label=words::LINK hint=words::LINK_HINT value=typed_in_address("link")
                error=remarks.on("link")/>
            <Field id="f-evidence" name="file" label=words::FILE control=Control::File(".pdf,.png,.jpg,.jpeg,.docx,.xlsx,.zip")
                hint=words::FILE_HINT error=remarks.on("evidence")/>
            <p class="sm muted">{words::EARLIER_TOO}</p>
            <p class="row"><button class="btn" type="submit">{words::MARK_DONE}</button></p>
        </div>
    }
}

/// One duty: what, until when, by which clause, what happened; and what the visitor may do with it.
#[component]
pub fn DutyPage() -> impl IntoView {
    let params = use_params_map();
    let excuse = ServerAction::<ExcuseDuty>::new();
    let reopen = ServerAction::<ReopenDuty>::new();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<DutyId>().ok()));
    let (excused, reopened) = (answers_of(excuse), answers_of(reopen));
    let data = Resource::new_blocking(
        move || (id.get(), excused.get(), reopened.get()),
        |(id, ..)| async move {
            match id {
                Some(id) => duty(id).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    let failed = move || {
        let errors = [excuse.value().get().and_then(Result::err), reopen.value().get().and_then(Result::err)];
        errors.into_iter().flatten().map(|error| view! { <ActionFailure error/> }).collect_view()
    };
    view! {
        <div class="wrap narrow stack">
            {failed}
            {loaded(data, move |row| view! { <One row excuse reopen/> }.into_any())}
        </div>
    }
}

#[component]
fn One(row: DutyRow, excuse: ServerAction<ExcuseDuty>, reopen: ServerAction<ReopenDuty>) -> impl IntoView {
    let title = words::kind(row.kind);
    let trail = vec![(words::BOARD.to_owned(), "/theo-doi".to_owned())];
    let here = format!("{title}, {}", row.code);
    let basis = words::basis(&row.document, row.article, row.clause);
    let href = words::basis_href(&row.document, row.article, row.clause);
    let period = row.kind.recurs().then(|| view! { <div><dt>{words::PERIOD}</dt><dd>{words::period(&row)}</dd></div> });
    let target = row.is_target.then(|| view! { <p class="sm muted">{words::TARGET}</p> });
    let events = row.events.clone();
    let mark = row.may_do.then(|| view! { <MarkOne id=row.id/> });
    let (id, version) = (row.id, row.version);
    let acts = view! {
        {row.may_excuse.then(|| view! { <Excuse id version excuse/> })}
        {row.may_reopen.then(|| view! { <Reopen id version reopen/> })}
    };
    view! {
        <Title text=here.clone()/>
        <Crumbs trail here/>
        <div class="head">
            <div>
                <p class="code">{row.code.to_string()}</p>
                <h1>{title}</h1>
                <p><a href=format!("/danh-muc/{}", row.code)>{row.name.clone()}</a></p>
            </div>
            <DutyTag row=row.clone()/>
        </div>
        <dl class="dl">
            <div><dt>{words::AGENCY}</dt><dd><a href=format!("/co-quan/{}", row.agency.id)>{row.agency.name.clone()}</a></dd></div>
            <div><dt>{words::DUE}</dt><dd>{format::weekday_date(row.days.due_on)}</dd></div>
            {period}
            <div><dt>{words::BASIS}</dt><dd><a href=href>{basis}</a></dd></div>
        </dl>
        {target}
        {mark}
        {acts}
        <History events/>
    }
}

#[component]
fn MarkOne(id: DutyId) -> impl IntoView {
    let remarks = Remarks::new(remarks_in_address());
    view! {
        <section class="panel stack" aria-labelledby="xong">
            <h2 id="xong" class="h-small">{words::MARK_DONE}</h2>
            {remarks.summary()}
            <form novalidate method="post" action=DONE enctype="multipart/form-data">
                <input type="hidden" name="back" value=format!("/theo-doi/viec/{id}")/>
                <input type="hidden" name=format!("duty-{id}") value="1"/>
                <EvidenceFields remarks/>
            </form>
        </section>
    }
}

#[component]
fn Excuse(id: DutyId, version: i64, excuse: ServerAction<ExcuseDuty>) -> impl IntoView {
    let failed: Option<AppError> = excuse.value().get_untracked().and_then(Result::err);
    let typed: String = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
    let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
    let open = failed.is_some();
    let check = remarks.check(|sent: ExcuseDuty| check_remark("reason", &sent.reason));
    view! {
        <details class="toggle" open=open>
            <summary>{words::EXCUSE}</summary>
            <p class="sm muted">{words::EXCUSE_HINT}</p>
            <ActionForm action=excuse class="plainform" check>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=version/>
                <Field id="f-reason" name="reason" label=words::REASON control=Control::Text value=typed
                    error=remarks.on("reason") required=true/>
                <p><button class="btn btn--2" type="submit">{words::EXCUSE}</button></p>
            </ActionForm>
        </details>
    }
}

#[component]
fn Reopen(id: DutyId, version: i64, reopen: ServerAction<ReopenDuty>) -> impl IntoView {
    let failed: Option<AppError> = reopen.value().get_untracked().and_then(Result::err);
    let typed: String = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
    let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
    let open = failed.is_some();
    let check = remarks.check(|sent: ReopenDuty| check_remark("reason", &sent.reason));
    view! {
        <details class="toggle" open=open>
            <summary>{words::REOPEN}</summary>
            <p class="sm muted">{words::REOPEN_HINT}</p>
            <ActionForm action=reopen class="plainform" check>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=version/>
                <Field id="f-reason" name="reason" label=words::REASON control=Control::Text value=typed
                    error=remarks.on("reason") required=true/>
                <p><button class="btn btn--2" type="submit">{words::REOPEN}</button></p>
            </ActionForm>
        </details>
    }
}

#[component]
fn History(events: Vec<DutyEvent>) -> impl IntoView {
    let none = events.is_empty();
    let lines = events
        .into_iter()
        .map(|event| {
            let by = format!("{}, {}", event.by, format::date_time(event.at));
            let href = format!("/theo-doi/minh-chung/{}", event.id);
            view! {
                <li class="stack gap-1">
                    <b>{words::action(event.action)}</b>
                    <span class="sm muted">{by}</span>
                    {(!event.note.is_empty()).then(|| view! { <p class="lines">{event.note.clone()}</p> })}
                    {(!event.link.is_empty()).then(|| view! { <a class="wrapany" rel="external nofollow noopener" href=event.link.clone()>{event.link.clone()}</a> })}
                    {event.file.as_ref().map(|file| view! {
                        <a rel="external" href=href.clone()>{words::file(file)}</a>
                        <span class="sm muted wrapany">{words::HASH} ": " <code>{file.sha256.clone()}</code></span>
                    })}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="sect" aria-labelledby="dien-bien">
            <h2 id="dien-bien" class="h-small">{words::HISTORY}</h2>
            {none.then(|| view! { <p>{words::NO_HISTORY}</p> })}
            <ol class="flat rows">{lines}</ol>
        </section>
    }
}
