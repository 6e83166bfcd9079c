//! The reports of a year: one's own, and for whoever watches the consolidated one and those of all agencies.

use domain::format;
use domain::indicator::Period;
use domain::report::{ReportKind, ReportRow, ReportRule, ReportRuleForm, ReportsPage as Data};
use domain::workflow::ReportStage;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use strum::IntoEnumIterator;

use super::remarks::Remarks;
use super::review::{ActionFailure, not_done};
use super::{answers_of, loaded};
use crate::api::report::{AddReportRule, BeginReport, reports};
use crate::error::{AppError, ErrorKind};
use crate::text::{report as words, review};
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};
use crate::ui::tag::{StateTag, Tone};

/// How a report stands, as a tag.
#[component]
pub fn ReportTag(stage: ReportStage) -> impl IntoView {
    let tone = match stage {
        ReportStage::NotStarted => Tone::Calm,
        ReportStage::Draft | ReportStage::AwaitingApproval | ReportStage::Sent => Tone::Info,
        ReportStage::Returned => Tone::Warn,
        ReportStage::Accepted | ReportStage::Signed | ReportStage::Forwarded => Tone::Ok,
    };
    view! { <StateTag tone text=words::stage(stage)/> }
}

/// The list.
#[component]
pub fn ReportsPage() -> impl IntoView {
    let begin = ServerAction::<BeginReport>::new();
    let add = ServerAction::<AddReportRule>::new();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("nam")));
    let (begun, added) = (answers_of(begin), answers_of(add));
    let data = Resource::new_blocking(
        move || (asked.get(), begun.get() + added.get()),
        |(asked, _)| async move {
            let period = asked.filter(|year| !year.is_empty()).map(|year| year.parse::<Period>()).transpose();
            match period {
                Ok(period) => reports(period).await,
                Err(()) => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    let failed = move || begin.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    view! {
        <Title text=words::TITLE/>
        <div class="wrap stack gap-5">
            {failed}
            {loaded(data, move |data| view! { <List data begin add/> }.into_any())}
        </div>
    }
}

#[component]
fn List(data: Data, begin: ServerAction<BeginReport>, add: ServerAction<AddReportRule>) -> impl IntoView {
    // A view in the last one's place keeps what was typed in it; a closure is drawn anew.
    let rules = data.rules.map(|rules| move || view! { <Rules rules=rules.clone() add/> });
    let none = data.own.is_none() && data.consolidated.is_none();
    let own = data.own.map(|row| view! { <Own row title=words::OWN begin/> });
    let consolidated = data.consolidated.map(|row| view! { <Own row title=words::CONSOLIDATED begin/> });
    let (period, periods) = (data.period, data.periods);
    let watched = !data.agencies.is_empty();
    let all = watched.then(|| view! { <All rows=data.agencies period/> });
    let options = periods
        .into_iter()
        .map(|one| view! { <option value=one.to_string() selected=one == period>{words::year(one)}</option> })
        .collect_view();
    view! {
        <div class="head">
            <div><h1>{words::TITLE}</h1><p>{words::LEAD}</p></div>
            <form class="row" method="get" action="/bao-cao">
                <label class="vh" for="nam">{words::YEAR}</label>
                <select class="input lead__ky" id="nam" name="nam">{options}</select>
                <button class="btn btn--2" type="submit">{words::SHOW}</button>
            </form>
        </div>
        {none.then(|| view! { <p>{words::NONE}</p> })}
        {own}
        {consolidated}
        {all}
        {rules}
    }
}

/// When a report is due, and how long that is.
fn due(row: &ReportRow) -> String {
    let day = format::date(row.standing.due_on);
    match row.days_left {
        Some(days) => format!("{}: {day}. {}", words::DUE, review::days_left(days)),
        None => format!("{}: {day}", words::DUE),
    }
}

/// A report with the way into it: opened, or begun.
#[component]
fn Own(row: ReportRow, title: &'static str, begin: ServerAction<BeginReport>) -> impl IntoView {
    let stage = row.standing.stage;
    let due = due(&row);
    let heading = words::title(&row.key, &row.standing.agency.name);
    let of_way = heading.clone();
    let way = if row.may_begin {
        let key = row.key.to_string();
        view! {
            <p class="sm muted">{words::BEGIN_LEAD}</p>
            <ActionForm action=begin>
                <input type="hidden" name="key" value=key/>
                <button class="btn" type="submit">{words::BEGIN}<span class="vh">": " {of_way}</span></button>
            </ActionForm>
        }
        .into_any()
    } else if stage == ReportStage::NotStarted {
        ().into_any()
    } else {
        let href = format!("/bao-cao/{}", row.key);
        view! { <p><a class="btn btn--2" href=href>{words::OPEN}<span class="vh">": " {of_way}</span></a></p> }
            .into_any()
    };
    view! {
        <section class="panel stack gap-3">
            <div class="panel__head"><h2>{title}</h2><ReportTag stage/></div>
            <p><b>{heading}</b> " · " {due}</p>
            {way}
        </section>
    }
}

/// The reports that wait for the visitor; nothing for who has none to do.
pub fn mine(rows: Vec<ReportRow>) -> impl IntoView {
    let some = !rows.is_empty();
    let cards = rows
        .into_iter()
        .map(|row| {
            let href = if row.may_begin {
                format!("/bao-cao?nam={}", row.key.period())
            } else {
                format!("/bao-cao/{}", row.key)
            };
            let (stage, due) = (row.standing.stage, due(&row));
            let title = words::title(&row.key, &row.standing.agency.name);
            view! {
                <li class="task task--open">
                    <div class="task__top"><h3><a href=href>{title}</a></h3><ReportTag stage/></div>
                    <p class="task__meta"><span>{due}</span></p>
                </li>
            }
        })
        .collect_view();
    some.then(|| {
        view! {
            <section class="wrap narrow stack agroup" aria-labelledby="bao-cao">
                <div class="panel__head"><h2 id="bao-cao">{words::TITLE}</h2><a class="more" href="/bao-cao">{words::ALL_REPORTS}</a></div>
                <ul class="tasks flat">{cards}</ul>
            </section>
        }
    })
}

/// How every agency stands, all or those of one stage.
#[component]
fn All(rows: Vec<ReportRow>, period: Period) -> impl IntoView {
    let asked = use_query_map().read_untracked().get("loc").and_then(|code| code.parse::<ReportStage>().ok());
    let of = |stage: ReportStage| rows.iter().filter(|row| row.standing.stage == stage).count();
    let present: Vec<(ReportStage, usize)> =
        ReportStage::iter().map(|stage| (stage, of(stage))).filter(|(_, count)| *count > 0).collect();
    let link = |href: String, text: String, current: bool| {
        let class = if current { "chip chip--on" } else { "chip" };
        view! { <li><a class=class href=href aria-current=current.then_some("true")>{text}</a></li> }
    };
    let everyone = link(
        format!("/bao-cao?nam={period}#cac-co-quan"),
        format!("{}: {}", words::ANY_STAGE, rows.len()),
        asked.is_none(),
    );
    let chips = present
        .into_iter()
        .map(|(stage, count)| {
            let href = format!("/bao-cao?nam={period}&loc={stage}#cac-co-quan");
            link(href, words::count_of(stage, count), asked == Some(stage))
        })
        .collect_view();
    let shown: Vec<ReportRow> =
        rows.into_iter().filter(|row| asked.is_none_or(|stage| row.standing.stage == stage)).collect();
    let none = shown.is_empty();
    let lines = shown.into_iter().map(|row| view! { <Line row/> }).collect_view();
    view! {
        <section class="sect stack gap-4">
            <h2 id="cac-co-quan">{words::ALL}</h2>
            <ul class="chips flat">{everyone}{chips}</ul>
            {none.then(|| view! { <p>{words::NO_MATCH}</p> })}
            <div class="tablebox" tabindex="0" role="region" aria-labelledby="cac-co-quan">
                <table class="table table--stack">
                    <thead>
                        <tr>
                            <th scope="col">{words::AGENCY}</th>
                            <th scope="col">{words::STAGE}</th>
                            <th scope="col">{words::DUE}</th>
                            <th scope="col">{words::SENT}</th>
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
        </section>
    }
}

/// The days on which reports are due, by dated rules, and another rule.
#[component]
fn Rules(rules: Vec<ReportRule>, add: ServerAction<AddReportRule>) -> impl IntoView {
    let failed: Option<AppError> = add.value().get().and_then(Result::err);
    let draft: ReportRuleForm = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
    let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
    let open = failed.is_some();
    let check = remarks.check(|sent: AddReportRule| sent.form.check(None).err().unwrap_or_default());
    let lines = rules.iter().map(|rule| view! { <li>{words::rule(rule)}</li> }).collect_view();
    let kinds = ReportKind::iter().map(|kind| (kind.to_string(), words::kind(kind).to_owned())).collect();
    view! {
        <details class="toggle" open=open>
            <summary>{words::RULES}</summary>
            <div class="stack">
                <p class="sm muted">{words::RULES_LEAD}</p>
                <ul>{lines}</ul>
                {not_done(add)}
                {remarks.summary()}
                <ActionForm action=add class="plainform" check>
                    <Field id="f-report_kind" name="form[kind]" label=words::RULE_KIND control=Control::Select(kinds)
                        value=draft.kind error=remarks.on("report_kind") required=true/>
                    <div class="two">
                        <Field id="f-due_day" name="form[day]" label=words::RULE_DAY hint=words::RULE_DAY_HINT value=draft.day
                            error=remarks.on("due_day") required=true/>
                        <Field id="f-valid_from" name="form[valid_from]" label=words::RULE_FROM control=Control::Date
                            value=draft.valid_from error=remarks.on("valid_from") required=true/>
                    </div>
                    <p><button class="btn" type="submit">{words::RULE_ADD}</button></p>
                </ActionForm>
            </div>
        </details>
    }
}

#[component]
fn Line(row: ReportRow) -> impl IntoView {
    let (stage, name) = (row.standing.stage, row.standing.agency.name.clone());
    let named = if stage == ReportStage::NotStarted {
        view! { <span>{name}</span> }.into_any()
    } else {
        view! { <a href=format!("/bao-cao/{}", row.key)>{name}</a> }.into_any()
    };
    let late = (row.standing.days_late > 0)
        .then(|| view! { <StateTag tone=Tone::Bad text=review::days_left(-i64::from(row.standing.days_late))/> });
    let sent = row.standing.sent_at.map_or_else(|| words::NOT_SENT.to_owned(), format::date_time);
    let label = |text: &'static str| view! { <span class="lbl">{text}</span> };
    view! {
        <tr>
            <th scope="row">{named}</th>
            <td>{label(words::STAGE)} <ReportTag stage/></td>
            <td>{label(words::DUE)} <span>{format::date(row.standing.due_on)} " " {late}</span></td>
            <td>{label(words::SENT)} {sent}</td>
        </tr>
    }
}
