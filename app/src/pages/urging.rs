//! Who is late in a campaign: letters that urge, extensions. The address opens the form of one agency: `van-ban` to record a
//! letter's number, `gia-han` to give it more time.

use domain::agency::AgencyRef;
use domain::campaign::CampaignKey;
use domain::format;
use domain::id::AgencyId;
use domain::page::{Page, PageRequest};
use domain::reminder::{Extension, ExtensionDraft, Lateness, UrgingDraft, UrgingPage as Data};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use time::Date;

use super::remarks::Remarks;
use super::review::not_done;
use super::{answers_of, loaded};
use crate::api::reminder::{Extend, RecordUrging, urging};
use crate::error::{AppError, ErrorKind};
use crate::text::{common, reminder as words, review, term};
use crate::ui::action_form::ActionForm;
use crate::ui::crumbs::Crumbs;
use crate::ui::field::{Control, Field};
use crate::ui::pager::Pager;
use crate::ui::tag::{StateTag, Tone};

/// Rows on a page of the late.
const LATE_ROWS: u32 = 50;

/// The page.
#[component]
pub fn UrgingPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let (extend, record) = (ServerAction::<Extend>::new(), ServerAction::<RecordUrging>::new());
    let year = Memo::new(move |_| params.with(|map| map.get("year")).and_then(|year| year.parse::<CampaignKey>().ok()));
    let asked = move |name: &'static str| Memo::new(move |_| query.with(|map| map.get(name)).unwrap_or_default());
    let (letter, time, page) = (asked("van-ban"), asked("gia-han"), asked("trang"));
    let (extended, recorded) = (answers_of(extend), answers_of(record));
    let data = Resource::new_blocking(
        move || (year.get(), extended.get(), recorded.get()),
        |(year, ..)| async move {
            match year {
                Some(year) => urging(year).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    view! {
        <div class="wrap stack gap-5">
            {loaded(data, move |data| {
                let key = data.campaign.key;
                let agencies: Vec<AgencyRef> = data
                    .late
                    .iter()
                    .map(|one| one.agency.clone())
                    .chain(data.unanswered.iter().map(|(agency, _)| agency.clone()))
                    .collect();
                let form = move || {
                    let find = |id: String| agencies.iter().find(|agency| agency.id.as_str() == id).cloned();
                    let recording = find(letter.get()).map(|agency| view! { <LetterForm key agency record/> });
                    let giving = find(time.get()).map(|agency| view! { <TimeForm key agency extend/> });
                    view! { {recording} {giving} }
                };
                view! { <Head key/> {form} <Lists data page/> }.into_any()
            })}
        </div>
    }
}

#[component]
fn Head(key: CampaignKey) -> impl IntoView {
    let trail = vec![
        (common::REVIEWS.to_owned(), "/ra-soat".to_owned()),
        (review::campaign_title(key), format!("/ra-soat/{key}")),
    ];
    view! {
        <Title text=words::URGING/>
        <Crumbs trail here=words::URGING/>
        <div class="head">
            <div><h1>{words::URGING}</h1><p>{words::URGING_LEAD}</p></div>
            <a class="btn btn--2" href="/quan-tri/nhac-viec">{words::LADDER_TITLE}</a>
        </div>
    }
}

#[component]
fn LetterForm(key: CampaignKey, agency: AgencyRef, record: ServerAction<RecordUrging>) -> impl IntoView {
    let failed: Option<AppError> = record.value().get().and_then(Result::err);
    let draft: UrgingDraft = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
    let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
    let check = remarks.check(|sent: RecordUrging| sent.form.check(None, None).err().unwrap_or_default());
    view! {
        <section class="panel stack" aria-labelledby="ghi-so">
            <h2 id="ghi-so" class="h-small">{words::of_agency(words::RECORD, &agency.name)}</h2>
            {not_done(record)}
            {remarks.summary()}
            <ActionForm action=record class="plainform" check>
                <input type="hidden" name="year" value=key.to_string()/>
                <p class="sm muted">{words::RECORD_HINT}</p>
                <LetterFields agency=agency.id draft remarks/>
                <ListButtons save=words::RECORD key/>
            </ActionForm>
        </section>
    }
}

/// The number and the day of a letter to an agency.
#[component]
pub(super) fn LetterFields(agency: AgencyId, draft: UrgingDraft, remarks: Remarks) -> impl IntoView {
    view! {
        <input type="hidden" name="form[agency]" value=agency.to_string()/>
        <div class="two">
            <Field id="f-letter_number" name="form[letter_number]" label=words::LETTER_NUMBER value=draft.letter_number
                error=remarks.on("letter_number") required=true/>
            <Field id="f-letter_date" name="form[letter_date]" label=review::LETTER_DATE control=Control::Date
                value=draft.letter_date error=remarks.on("letter_date") required=true/>
        </div>
    }
}

#[component]
fn TimeForm(key: CampaignKey, agency: AgencyRef, extend: ServerAction<Extend>) -> impl IntoView {
    let failed: Option<AppError> = extend.value().get().and_then(Result::err);
    let draft: ExtensionDraft = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
    let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
    let check = remarks.check(|sent: Extend| sent.form.check(None, None).err().unwrap_or_default());
    view! {
        <section class="panel stack" aria-labelledby="gia-han">
            <h2 id="gia-han" class="h-small">{words::of_agency(words::EXTEND, &agency.name)}</h2>
            {not_done(extend)}
            {remarks.summary()}
            <ActionForm action=extend class="plainform" check>
                <input type="hidden" name="year" value=key.to_string()/>
                <input type="hidden" name="form[agency]" value=agency.id.to_string()/>
                <p class="sm muted">{words::EXTEND_HINT}</p>
                <Field id="f-due_on" name="form[due_on]" label=words::NEW_DUE control=Control::Date value=draft.due_on
                    error=remarks.on("due_on") required=true/>
                <Field id="f-reason" name="form[reason]" label=review::REASON control=Control::Text value=draft.reason
                    error=remarks.on("reason") required=true/>
                <ListButtons save=words::EXTEND key/>
            </ActionForm>
        </section>
    }
}

/// Keeps the form, or goes back to the list.
#[component]
fn ListButtons(save: &'static str, key: CampaignKey) -> impl IntoView {
    view! {
        <p class="row">
            <button class="btn" type="submit">{save}</button>
            <a class="btn btn--quiet" href=format!("/ra-soat/{key}/don-doc")>{common::CANCEL}</a>
        </p>
    }
}

#[component]
fn Lists(data: Data, page: Memo<String>) -> impl IntoView {
    let key = data.campaign.key;
    let none = data.late.is_empty();
    let late = data.late;
    let table = move || {
        let asked = PageRequest::new(page.get().parse().unwrap_or(1), LATE_ROWS);
        view! { <LateTable key late=Page::cut(late.clone(), asked)/> }
    };
    let (waiting, given) = (data.unanswered, data.extensions);
    view! {
        <section class="sect stack" aria-labelledby="tre-han">
            <h2 id="tre-han">{words::LATE_LIST}</h2>
            {if none { view! { <p>{words::NO_LATE}</p> }.into_any() } else { table.into_any() }}
        </section>
        {(!waiting.is_empty()).then(|| view! { <Waiting key waiting/> })}
        {(!given.is_empty()).then(|| view! { <Given given/> })}
    }
}

#[component]
fn LateTable(key: CampaignKey, late: Page<Lateness>) -> impl IntoView {
    let (number, pages, total, size) = (late.number, late.pages(), late.total, late.rows);
    let rows = late.items.into_iter().map(|late| view! { <LateLine key late/> }).collect_view();
    let href = Callback::new(move |(page,): (u32,)| format!("/ra-soat/{key}/don-doc?trang={page}"));
    view! {
        <table class="table table--stack">
            <thead><tr>
                <th scope="col">{review::AGENCY}</th><th scope="col">{words::DUE}</th><th scope="col">{words::LATE}</th>
                <th scope="col">{words::STANDS}</th><th scope="col">{words::LETTERS}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {(pages > 1).then(|| view! { <Pager page=number pages total rows=size href/> })}
    }
}

#[component]
fn LateLine(key: CampaignKey, late: Lateness) -> impl IntoView {
    let id = late.agency.id.clone();
    let (tone, stands) = match (late.answered_on, late.owes) {
        (Some(day), _) => (Tone::Ok, words::answered_on(&format::date(day))),
        (None, true) if late.again => (Tone::Bad, words::OWES_AGAIN.to_owned()),
        (None, true) => (Tone::Bad, words::OWES.to_owned()),
        (None, false) => (Tone::Calm, words::OVER.to_owned()),
    };
    let no_letter = late.letters.is_empty().then_some(words::NO_LETTER);
    let letters = late
        .letters
        .iter()
        .map(|one| view! { <li>{words::letter(&one.number, &format::date(one.date))}</li> })
        .collect_view();
    let label = |what: &str| words::of_agency(what, &late.agency.name);
    let again = late.again.then(|| view! { <br/><span class="sm muted">{term::DUE_AGAIN}</span> });
    let document = late.owes.then(|| {
        view! {
            <a rel="external" download=true href=format!("/ra-soat/{key}/{id}/don-doc.docx")
                aria-label=label(words::DOCX)>{words::DOCX}</a>
        }
    });
    let extend = late.owes.then(|| {
        view! {
            <a href=format!("/ra-soat/{key}/don-doc?gia-han={id}") aria-label=label(words::EXTEND)>{words::EXTEND}</a>
        }
    });
    // A letter may have left before the agency answered or was given time: its number comes when it comes.
    let work = view! {
        <span class="urge">
            {document}
            <a href=format!("/ra-soat/{key}/don-doc?van-ban={id}") aria-label=label(words::RECORD_SHORT)>
                {words::RECORD_SHORT}
            </a>
            {extend}
        </span>
    };
    view! {
        <tr>
            <th scope="row" abbr=late.agency.name.clone()>
                <a href=format!("/ra-soat/{key}/{id}")>{late.agency.name.clone()}</a>{work}
            </th>
            <td><span class="lbl">{words::DUE}</span><span>{format::date(late.due_on)}{again}</span></td>
            <td><span class="lbl">{words::LATE}</span><b class="c-bad nowrap">{words::days_late(late.days_late)}</b></td>
            <td><StateTag tone text=stands/></td>
            <td><span class="lbl">{words::LETTERS}</span><span>{no_letter}<ul class="flat">{letters}</ul></span></td>
        </tr>
    }
}

/// Who has not answered, and could be given more time.
#[component]
fn Waiting(key: CampaignKey, waiting: Vec<(AgencyRef, Date)>) -> impl IntoView {
    let count = waiting.len();
    let rows = waiting
        .into_iter()
        .map(|(agency, due_on)| {
            let label = words::of_agency(words::EXTEND, &agency.name);
            let href = format!("/ra-soat/{key}/don-doc?gia-han={}", agency.id);
            view! {
                <li>{agency.name} " · " {words::DUE} " " {format::date(due_on)} " · " <a href=href aria-label=label>{words::EXTEND}</a></li>
            }
        })
        .collect_view();
    view! {
        <details class="toggle">
            <summary>{words::UNANSWERED} " " <span class="count">{count}</span></summary>
            <ul class="toc">{rows}</ul>
        </details>
    }
}

/// The days that were moved, the last first.
#[component]
fn Given(given: Vec<Extension>) -> impl IntoView {
    let rows = given
        .into_iter()
        .map(|one| {
            view! {
                <tr>
                    <th scope="row">{one.agency.name}</th>
                    <td><span class="lbl">{words::NEW_DUE}</span>{format::date(one.due_on)}</td>
                    <td class="lines"><span class="lbl">{review::REASON}</span>{one.reason}</td>
                    <td><span class="lbl">{words::BY}</span>{one.decided_by} ", " {format::date_time(one.decided_at)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="sect stack" aria-labelledby="da-gia-han">
            <h2 id="da-gia-han">{words::EXTENSIONS}</h2>
            <table class="table table--stack">
                <thead><tr>
                    <th scope="col">{review::AGENCY}</th><th scope="col">{words::NEW_DUE}</th>
                    <th scope="col">{review::REASON}</th><th scope="col">{words::BY}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
}
