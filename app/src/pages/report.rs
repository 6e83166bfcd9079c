//! One report: its sections with their figures, read or written; what happens next; its files.

use domain::format;
use domain::report::{ReportKey, ReportKind, ReportPage as Data, ReportSection};
use domain::workflow::ReportMove;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::reports::ReportTag;
use super::review::ActionFailure;
use super::{answers_of, loaded};
use crate::api::report::{MoveReport, RefreshReport, SaveReportSection, report};
use crate::error::{AppError, ErrorKind};
use crate::text::{report as words, review};
use crate::ui::action_form::ActionForm;
use crate::ui::crumbs::Crumbs;
use crate::ui::icon::{Icon, IconView};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

mod moves;
mod section;
mod taken;

use moves::Moves;
use section::Part;
use taken::Taken;

/// The page.
#[component]
pub fn ReportPage() -> impl IntoView {
    let params = use_params_map();
    let save = ServerAction::<SaveReportSection>::new();
    let refresh = ServerAction::<RefreshReport>::new();
    let moved = ServerAction::<MoveReport>::new();
    let named = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<ReportKey>().ok()));
    let answered = [answers_of(save), answers_of(refresh), answers_of(moved)];
    let data = Resource::new_blocking(
        move || (named.get(), answered.map(|of_one| of_one.get())),
        |(named, _)| async move {
            match named {
                Some(key) => report(key).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    let failed = move || {
        let errors = [refresh.value().get().and_then(Result::err), moved.value().get().and_then(Result::err)];
        // What is wrong with a section is told at the section, which is not drawn anew for want of a session.
        let stays = |error: &AppError| error.kind == ErrorKind::SignIn && save.version().get() > 0;
        let unplaced = save.value().get().and_then(Result::err);
        let unplaced = unplaced.filter(|error| error.typed.is_empty() || stays(error));
        errors.into_iter().chain([unplaced]).flatten().map(|error| view! { <ActionFailure error/> }).collect_view()
    };
    view! {
        <div class="wrap stack gap-5">
            {failed}
            {loaded(data, move |data| view! { <Report data save refresh moved/> }.into_any())}
        </div>
    }
}

#[component]
fn Report(
    data: Data,
    save: ServerAction<SaveReportSection>,
    refresh: ServerAction<RefreshReport>,
    moved: ServerAction<MoveReport>,
) -> impl IntoView {
    let (key, kind) = (data.key.clone(), data.key.kind());
    let title = words::title(&key, &data.agency.name);
    let trail = vec![(words::TITLE.to_owned(), format!("/bao-cao?nam={}", key.period()))];
    let editable = data.may(ReportMove::Edit);
    let parts = (1..)
        .zip(data.parts.clone())
        .map(|(number, part)| view! { <Part report=key.clone() number part editable save/> })
        .collect_view();
    let comment = (!data.comment.is_empty()).then(|| data.comment.clone());
    let taken = (kind == ReportKind::Consolidated).then(|| view! { <Taken data=data.clone()/> });
    view! {
        <Title text=title.clone()/>
        <Crumbs trail here=title.clone()/>
        <div class="head"><div><h1>{title}</h1></div><ReportTag stage=data.stage/></div>
        <Standing data=data.clone() refresh/>
        {comment.map(|comment| view! {
            <Notice tone=Tone::Warn><b>{words::RETURNED} ": "</b><span class="lines">{comment}</span></Notice>
        })}
        <Files report=key/>
        {parts}
        {taken}
        <Moves data=data.clone() moved/>
        <History data/>
    }
}

/// Until when, as of when, and the figures taken anew.
#[component]
fn Standing(data: Data, refresh: ServerAction<RefreshReport>) -> impl IntoView {
    let due = format!("{}: {}.", words::DUE, format::weekday_date(data.due_on));
    let left = data.days_left.map(|days| format!("{}.", review::days_left(days)));
    let paper = data.paper.as_ref().map(|(number, date)| words::paper(number, &format::date(*date)));
    let lines = data.lacks.iter().filter_map(|lack| {
        let of = lack.field.strip_prefix("text-")?.parse::<ReportSection>().ok()?;
        let title = words::field(&lack.field)?;
        Some(view! { <li><a href=section::editing(&data.key, of)>{title}</a></li> })
    });
    let lines = lines.collect_view();
    let lacking = !data.lacks.is_empty();
    let lacks = lacking.then(|| view! { <Notice tone=Tone::Info>{words::LACKS} <ul>{lines}</ul></Notice> });
    let key = data.key.to_string();
    let again = data.may(ReportMove::Edit).then(|| {
        view! {
            <ActionForm action=refresh>
                <input type="hidden" name="key" value=key/>
                <input type="hidden" name="version" value=data.version/>
                <button class="btn btn--2" type="submit">{words::REFRESH}</button>
                <span class="sm muted">" " {words::REFRESH_HINT}</span>
            </ActionForm>
        }
    });
    view! {
        <p>{due} " " <b>{left}</b> " " {words::figures_at(&format::date_time(data.figures_at))} " " {paper}</p>
        {lacks}
        {again}
    }
}

#[component]
fn Files(report: ReportKey) -> impl IntoView {
    let file = |name: &str| format!("/bao-cao/{report}/{name}");
    view! {
        <p class="row">
            <a class="btn btn--2" rel="external" href=file("bao-cao.docx")><IconView icon=Icon::Download/>{words::DOCX}</a>
            <a class="btn btn--2" rel="external" href=file("so-lieu.xlsx")><IconView icon=Icon::Download/>{words::XLSX}</a>
        </p>
    }
}

/// What happened to it.
#[component]
fn History(data: Data) -> impl IntoView {
    let kind = data.key.kind();
    let lines = data
        .events
        .into_iter()
        .rev()
        .map(|event| {
            let what = words::attempted(kind, event.attempted);
            let note = (!event.note.is_empty()).then(|| view! { <span class="lines">": " {event.note.clone()}</span> });
            view! {
                <li>
                    <b>{what}</b> {note} <br/>
                    <span class="sm muted">{format::date_time(event.at)} " · " {event.by.clone()} " · " {words::stage(event.to)}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="sect stack" aria-labelledby="qua-trinh">
            <h2 id="qua-trinh">{words::HISTORY}</h2>
            <ol class="flat rows">{lines}</ol>
        </section>
    }
}
