//! A section of a report: its words, its figures, and the table by agency.

use domain::format;
use domain::indicator::written;
use domain::report::{ReportKey, ReportKind, ReportLine, ReportPart, ReportSection, ReportTable, SectionForm, section};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::report::SaveReportSection;
use crate::error::{AppError, ErrorKind};
use crate::pages::remarks::Remarks;
use crate::pages::review::{ActionFailure, field_id};
use crate::text::{common, indicator, report as words};
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};
use crate::ui::icon::{Icon, IconView};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// Where a section is written: one at a time, so that saving it takes nothing from what is typed elsewhere.
pub fn editing(report: &ReportKey, of: ReportSection) -> String {
    format!("/bao-cao/{report}?muc={of}#muc-{of}")
}

/// One section: read, or written where the address asks for it.
#[component]
pub fn Part(
    report: ReportKey,
    number: usize,
    part: ReportPart,
    editable: bool,
    save: ServerAction<SaveReportSection>,
) -> impl IntoView {
    let (kind, of) = (report.kind(), part.section);
    let query = use_query_map();
    let written = Memo::new(move |_| editable && query.with(|query| query.get("muc")) == Some(of.to_string()));
    let id = format!("muc-{of}");
    let clause = section(kind, of).map(|section| section.clause);
    let basis = clause.map(|clause| view! { <a class="sm" href=clause.href()>{indicator::basis(clause)}</a> });
    let saved = part.saved.as_ref().map(|(by, at)| words::saved(by, &format::date_time(*at)));
    let table = part.table.clone().map(|table| view! { <ByAgency table kind/> });
    let body = move || {
        let (report, part) = (report.clone(), part.clone());
        if written.get() {
            return view! { <Editor report part save/> }.into_any();
        }
        let way = editable.then(|| {
            let (href, title) = (editing(&report, of), section(kind, of).map(|one| one.title));
            view! {
                <p><a class="btn btn--2" href=href><IconView icon=Icon::Pencil/>{words::WRITE}<span class="vh">": " {title}</span></a></p>
            }
        });
        view! { <Reading part kind/> {way} }.into_any()
    };
    view! {
        <section class="sect stack gap-4" aria-labelledby=id.clone()>
            <div class="panel__head"><h2 id=id.clone()>{words::part(kind, of, number)}</h2>{basis}</div>
            {body}
            {saved.map(|saved| view! { <p class="sm muted">{saved}</p> })}
            {table}
        </section>
    }
}

#[component]
fn Reading(part: ReportPart, kind: ReportKind) -> impl IntoView {
    let of = part.section;
    let text = if part.text.is_empty() {
        view! { <p class="muted">{words::NOTHING}</p> }.into_any()
    } else {
        view! { <p class="lines">{part.text}</p> }.into_any()
    };
    let rows = part.lines.into_iter().map(|line| view! { <tr><Figures line/></tr> }).collect_view();
    view! { {text} <Lines kind of>{rows}</Lines> }
}

/// The table of the lines.
#[component]
fn Lines(kind: ReportKind, of: ReportSection, children: Children) -> impl IntoView {
    let label = words::table_of(words::INDICATOR, kind, of);
    view! {
        <div class="tablebox" tabindex="0" role="region" aria-label=label>
            <table class="table table--stack reportlines">
                <thead>
                    <tr>
                        <th scope="col">{words::INDICATOR}</th>
                        <th scope="col" class="num">{words::SYSTEM}</th>
                        <th scope="col" class="num">{words::REPORTED}</th>
                        <th scope="col">{words::REASON}</th>
                    </tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// The cells of a line: both numbers, and why they differ.
#[component]
fn Figures(
    line: ReportLine,
    /// What gives another number.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let reason = line.given.as_ref().map(|given| {
        let who = words::given_by(&given.by, &format::date_time(given.at));
        view! { <span><span class="lines">{given.reason.clone()}</span> <span class="sm muted">" (" {who} ")"</span></span> }
    });
    let label = |text: &'static str| view! { <span class="lbl">{text}</span> };
    let clause = line.clause();
    view! {
        <th scope="row">
            <span>{line.name()} " " <a class="sm muted" href=clause.href()>{indicator::basis(clause)}</a></span>
        </th>
        <td class="num">{label(words::SYSTEM)} {line.told()}</td>
        <td class="num">{label(words::REPORTED)} <b>{line.reported()}</b></td>
        <td>{reason} {children.map(|children| children())}</td>
    }
}

/// What was typed, of this section; else what stands.
fn typed(part: &ReportPart, failed: Option<&AppError>) -> Option<SectionForm> {
    let (of, form): (ReportSection, SectionForm) = failed?.kept()?;
    (of == part.section).then_some(form)
}

fn standing(part: &ReportPart) -> SectionForm {
    let given = |line: &ReportLine| Some((line.measure.to_string(), line.given.clone()?, line.unit()));
    let given: Vec<_> = part.lines.iter().filter_map(given).collect();
    SectionForm {
        text: part.text.clone(),
        given: given.iter().map(|(name, given, unit)| (name.clone(), written(*unit, given.scaled))).collect(),
        reason: given.iter().map(|(name, given, _)| (name.clone(), given.reason.clone())).collect(),
    }
}

#[component]
fn Editor(report: ReportKey, part: ReportPart, save: ServerAction<SaveReportSection>) -> impl IntoView {
    let (kind, of) = (report.kind(), part.section);
    let failed: Option<AppError> = save.value().get_untracked().and_then(Result::err);
    let typed = typed(&part, failed.as_ref());
    let failed = failed.filter(|_| typed.is_some());
    let both = failed.as_ref().is_some_and(|error| matches!(error.kind, ErrorKind::Conflict(_)));
    let stands = both.then(|| view! { <Stands part=part.clone()/> });
    let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
    let other = failed.filter(|error| error.fields().is_empty());
    let form = typed.unwrap_or_else(|| standing(&part));
    let check = remarks.check(move |sent: SaveReportSection| sent.form.check(kind, of).err().unwrap_or_default());
    let rows = part
        .lines
        .clone()
        .into_iter()
        .map(|line| view! { <tr><EditedLine line form=form.clone() remarks/></tr> })
        .collect_view();
    let hint = hint(kind, of);
    view! {
        {other.map(|error| view! { <ActionFailure error/> })}
        {stands}
        {remarks.summary()}
        <ActionForm action=save class="stack gap-4" check>
            <input type="hidden" name="key" value=report.to_string()/>
            <input type="hidden" name="section" value=of.to_string()/>
            <input type="hidden" name="version" value=part.version/>
            <Field id=field_id(&format!("text-{of}")) name="form[text]" label=words::TEXT hint control=Control::Text
                value=form.text.clone() error=remarks.on("text")/>
            <Lines kind of>{rows}</Lines>
            <p class="row">
                <button class="btn" type="submit">{words::SAVE}<span class="vh">": " {section(kind, of).map(|one| one.title)}</span></button>
                <a class="btn btn--quiet" href=format!("/bao-cao/{report}#muc-{of}")>{common::CANCEL}</a>
            </p>
        </ActionForm>
    }
}

fn hint(kind: ReportKind, of: ReportSection) -> &'static str {
    section(kind, of).map_or("", |section| section.hint)
}

/// What another person kept meanwhile, beside what is typed.
#[component]
fn Stands(part: ReportPart) -> impl IntoView {
    let numbers = part
        .lines
        .iter()
        .filter(|line| line.given.is_some())
        .map(|line| {
            let reason = line.given.as_ref().map(|given| given.reason.clone());
            view! { <li>{line.name()} ": " {line.reported()} " – " {reason}</li> }
        })
        .collect_view();
    let text = if part.text.is_empty() { words::NOTHING.to_owned() } else { part.text.clone() };
    view! {
        <Notice tone=Tone::Warn>
            <p>{words::BOTH}</p>
            <p><b>{words::STANDS}</b></p>
            <p class="lines">{text}</p>
            <ul>{numbers}</ul>
        </Notice>
    }
}

/// A line of which another number may be given.
#[component]
fn EditedLine(line: ReportLine, form: SectionForm, remarks: Remarks) -> impl IntoView {
    let (name, unit) = (line.measure.to_string(), line.unit());
    let value = |map: &std::collections::BTreeMap<String, String>| map.get(&name).cloned().unwrap_or_default();
    let (number, reason) = (value(&form.given), value(&form.reason));
    let (of_number, of_reason) = (format!("given.{name}"), format!("reason.{name}"));
    let (number_error, reason_error) = (remarks.on(&of_number), remarks.on(&of_reason));
    let typed = !number.is_empty() || !reason.is_empty();
    let open = move || typed || number_error.with(Option::is_some) || reason_error.with(Option::is_some);
    let label = line.name();
    view! {
        <Figures line>
            <details class="toggle" open=open>
                <summary>{words::OTHER}<span class="vh">": " {label}</span></summary>
                <div class="stack gap-2">
                    <Field id=field_id(&of_number) name=format!("form[given][{name}]") label=words::REPORTED
                        hint=words::number_hint(unit) value=number error=number_error/>
                    <Field id=field_id(&of_reason) name=format!("form[reason][{name}]") label=words::REASON value=reason
                        error=reason_error/>
                </div>
            </details>
        </Figures>
    }
}

/// The table by agency.
#[component]
fn ByAgency(table: ReportTable, kind: ReportKind) -> impl IntoView {
    let label = words::table_of(words::ALL_FIGURES, kind, table.section);
    let heads = table.heads();
    let columns = heads.iter().map(|head| view! { <th scope="col" class="num">{*head}</th> }).collect_view();
    let rows = table
        .texts(words::PROVINCE)
        .into_iter()
        .map(|cells| {
            let mut cells = cells.into_iter();
            let first = cells.next();
            let cells = heads
                .iter()
                .zip(cells)
                .map(|(head, cell)| view! { <td class="num"><span class="lbl">{*head}</span> {cell}</td> })
                .collect_view();
            view! { <tr><th scope="row">{first}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <details class="toggle">
            <summary>{words::ALL_FIGURES}</summary>
            <div class="tablebox" tabindex="0" role="region" aria-label=label>
                <table class="table table--stack">
                    <thead><tr><th scope="col">{words::AGENCY}</th>{columns}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
}
