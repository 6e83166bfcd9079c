//! The board of a campaign: where every agency stands; each number opens its list.

use std::str::FromStr;

use domain::campaign::{BoardPage as Data, BoardRow, CampaignKey, CampaignKind, Progress, standing_return};
use domain::check::check_remark;
use domain::format;
use domain::page::{Page, PageRequest};
use domain::reminder::ReopenDraft;
use domain::workflow::{CampaignMove, campaign_moves};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use strum::IntoEnumIterator;

use super::course::{Course, OfficeReturned};
use super::remarks::Remarks;
use super::review::{ActionFailure, CampaignTag, ResponseTag};
use super::{answers_of, loaded};
use crate::api::amendment::AbandonCampaign;
use crate::api::campaign::{CloseCampaign, Compile, ReopenCampaign, board};
use crate::error::{AppError, ErrorKind};
use crate::text::error::explanation;
use crate::text::{amendment, common, course, minutes, opinion, reminder, review as words};
use crate::ui::action_form::ActionForm;
use crate::ui::confirm::Confirm;
use crate::ui::crumbs::Crumbs;
use crate::ui::field::{Control, Field};
use crate::ui::pager::Pager;

/// Agencies on a page of the board: those of a province nearly always fit on one.
const BOARD_ROWS: u32 = 100;

/// The board of a year.
#[component]
pub fn BoardPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let close = ServerAction::<CloseCampaign>::new();
    let reopen = ServerAction::<ReopenCampaign>::new();
    let compile = ServerAction::<Compile>::new();
    let year =
        Memo::new(move |_| params.with(|params| params.get("year")).and_then(|year| year.parse::<CampaignKey>().ok()));
    let answered = [answers_of(close), answers_of(reopen), answers_of(compile)];
    let data = Resource::new_blocking(
        move || (year.get(), answered.map(|of_one| of_one.get())),
        |(year, ..)| async move {
            match year {
                Some(year) => board(year).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    let page =
        Memo::new(move |_| query.with(|query| query.get("trang")).and_then(|page| page.parse().ok()).unwrap_or(1));
    let shown = Memo::new(move |_| query.with(|query| query.get("loc")).and_then(|one| Progress::from_str(&one).ok()));
    let failed = move || {
        let errors: [Option<AppError>; 3] = [
            close.value().get().and_then(Result::err),
            // Remarks on its fields stand in the form.
            reopen.value().get().and_then(Result::err).filter(|error| error.fields().is_empty()),
            compile.value().get().and_then(Result::err),
        ];
        errors.into_iter().flatten().map(|error| view! { <ActionFailure error/> }).collect_view()
    };
    view! {
        <div class="wrap">
            {failed}
            {loaded(data, move |data| {
                view! { <Board data shown=shown.into() page=page.into() close reopen compile/> }.into_any()
            })}
        </div>
    }
}

#[component]
fn Board(
    data: Data,
    shown: Signal<Option<Progress>>,
    page: Signal<u32>,
    close: ServerAction<CloseCampaign>,
    reopen: ServerAction<ReopenCampaign>,
    compile: ServerAction<Compile>,
) -> impl IntoView {
    let year = data.campaign.key;
    let title = words::campaign_title(year);
    let letter = amendment::letter_of(&data.campaign);
    let due = format!("{}: {}", words::DUE, format::weekday_date(data.campaign.due_on));
    // As the agencies' own pages cite it.
    let (clause, clause_words) = course::clause_of(year.kind());
    let rows = data.rows.clone();
    let list = move || {
        let rows: Vec<BoardRow> =
            rows.iter().filter(|row| shown.get().is_none_or(|progress| row.counts_as(progress))).cloned().collect();
        let (of, rows) = (shown.get(), Page::cut(rows, PageRequest::new(page.get(), BOARD_ROWS)));
        let (number, pages, total) = (rows.number, rows.pages(), rows.total);
        let href = Callback::new(move |(page,): (u32,)| {
            let of = of.map(|progress| format!("loc={progress}&")).unwrap_or_default();
            format!("/ra-soat/{year}?{of}trang={page}")
        });
        view! {
            <Rows year rows=rows.items/>
            {(pages > 1).then(|| view! { <Pager page=number pages total rows=BOARD_ROWS href/> })}
        }
    };
    view! {
        <Title text=title.clone()/>
        <Crumbs trail=vec![(common::REVIEWS.to_owned(), "/ra-soat".to_owned())] here=title.clone()/>
        <div class="head">
            <div><h1>{title}</h1><p>{letter} ". " {due} ". " {words::UNDER} " " <a href=clause>{clause_words}</a> "."</p></div>
            <CampaignTag state=data.campaign.state/>
        </div>
        {(!data.campaign.reason.is_empty()).then(|| view! {
            <p class="lines"><b>{amendment::REASON} ": "</b>{data.campaign.reason.clone()}</p>
        })}
        <OfficeReturned event=standing_return(&data.events).cloned()/>
        <Counts year rows=data.rows.clone() shown/>
        {data.may_manage.then(|| view! { <Manage data=data.clone() close reopen compile/> })}
        {(!data.may_manage && data.draft.is_some()).then(|| view! {
            <p><a class="btn" href=format!("/ra-soat/{year}/du-thao")>{words::SEE_DRAFT}</a></p>
        })}
        <p class="row agroup">
            <a href=format!("/ra-soat/{year}/bien-ban")>{minutes::SEE}</a>
            {data.sees_opinions.then(|| view! { <a href=format!("/ra-soat/{year}/y-kien")>{opinion::TABLE}</a> })}
        </p>
        <section class="sect agroup" aria-labelledby="ds">
            <h2 id="ds" class="h-small">{course::AGENCIES}</h2>
            {list}
        </section>
        <Course events=data.events/>
    }
}

/// The numbers, each a link to its list.
#[component]
fn Counts(year: CampaignKey, rows: Vec<BoardRow>, shown: Signal<Option<Progress>>) -> impl IntoView {
    let all = rows.len();
    let link = move |progress: Option<Progress>, count: usize, label: &'static str| {
        let href = progress.map_or_else(|| format!("/ra-soat/{year}"), |one| format!("/ra-soat/{year}?loc={one}"));
        let current = move || (shown.get() == progress).then_some("true");
        let class = if progress == Some(Progress::Late) { "states__late" } else { "" };
        view! { <li class=class><a href=href aria-current=current><b>{count}</b><span>{label}</span></a></li> }
    };
    let numbers = Progress::iter()
        .map(|progress| {
            let count = rows.iter().filter(|row| row.counts_as(progress)).count();
            link(Some(progress), count, words::progress(progress))
        })
        .collect_view();
    view! { <ul class="states flat">{link(None, all, words::ALL)}{numbers}</ul> }
}

/// What the coordinator may do now, asked of the workflow.
#[component]
fn Manage(
    data: Data,
    close: ServerAction<CloseCampaign>,
    reopen: ServerAction<ReopenCampaign>,
    compile: ServerAction<Compile>,
) -> impl IntoView {
    let year = data.campaign.key;
    let moves = campaign_moves(data.campaign.stage);
    let kind = year.kind();
    let may = |one: CampaignMove| kind.allows(one) && moves.contains(&one);
    let (manage, close_label, close_ask) = match kind {
        CampaignKind::Annual => (words::MANAGE, words::CLOSE_CAMPAIGN, words::CLOSE_ASK),
        CampaignKind::Amending => (amendment::MANAGE, amendment::CLOSE, amendment::CLOSE_ASK),
    };
    let compile_label = if data.draft.is_some() { words::COMPILE_AGAIN } else { words::COMPILE };
    let waiting = data.rows.iter().filter(|row| row.submitted_at.is_none()).count();
    let unfinished = data.rows.iter().filter(|row| row.is_unfinished()).count();
    let undecided = (data.undecided > 0).then(|| words::undecided(data.undecided));
    // What leads on then is to open the round again.
    let reopens = data.undecided > 0 && may(CampaignMove::Compile);
    let compile_class = if reopens { "btn btn--2" } else { "btn" };
    let decide_first = reopens.then(|| explanation(&ErrorKind::Undecided(data.undecided)));
    view! {
        <section class="panel stack" aria-labelledby="dh">
            <div class="panel__head"><h2 id="dh" class="h-small">{manage}</h2><span class="sm muted">{undecided}</span></div>
            <div class="row">
                <a class="btn btn--2" href=format!("/ra-soat/{year}/don-doc")>{reminder::TO_URGING}</a>
                <a class="btn btn--2" href="/quan-tri/nhac-viec">{reminder::LADDER_TITLE}</a>
                {may(CampaignMove::Close).then(|| view! {
                    <a class="btn btn--2" href=format!("/tham-dinh?nam={year}")>{words::TO_APPRAISAL}</a>
                    <ActionForm action=close class="row">
                        <input type="hidden" name="year" value=year.to_string()/>
                        <label class="check"><input type="checkbox" name="force" value="true"/><span>{words::CLOSE_ANYWAY}</span></label>
                        <Confirm id="hoi-dong" label=close_label title=close_ask text=words::close_told(waiting, unfinished)
                            yes=words::CLOSE_YES/>
                    </ActionForm>
                })}
                {may(CampaignMove::Compile).then(|| view! {
                    <ActionForm action=compile>
                        <input type="hidden" name="year" value=year.to_string()/>
                        <button class=compile_class type="submit">{compile_label}</button>
                    </ActionForm>
                })}
                {data.draft.is_some().then(|| view! {
                    <a class="btn btn--2" href=format!("/ra-soat/{year}/du-thao")>{words::SEE_DRAFT}</a>
                })}
            </div>
            {decide_first.map(|told| view! { <p>{told} " " <a href="#mo-lai" rel="external">{words::REOPEN}</a></p> })}
            {may(CampaignMove::Compile).then(|| view! { <p class="sm muted">{words::COMPILE_HINT}</p> })}
            {may(CampaignMove::Reopen).then(|| view! { <ReopenForm year reopen asked=reopens/> })}
            {may(CampaignMove::Abandon).then(|| view! { <AbandonForm year/> })}
        </section>
    }
}

/// What was closed takes answers again, with a reason; who owes them may get a new day.
#[component]
fn ReopenForm(
    year: CampaignKey,
    reopen: ServerAction<ReopenCampaign>,
    /// Whether it stands open: nothing else leads on.
    asked: bool,
) -> impl IntoView {
    let failed: Option<AppError> = reopen.value().get_untracked().and_then(Result::err);
    let draft: ReopenDraft = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
    let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
    let open = asked || failed.is_some();
    let check = remarks.check(|sent: ReopenCampaign| sent.form.check(None).err().unwrap_or_default());
    view! {
        <details class="toggle" id="mo-lai" open=open>
            <summary>{words::REOPEN}</summary>
            {remarks.summary()}
            <p class="sm muted">{words::REOPEN_HINT}</p>
            <ActionForm action=reopen class="plainform" check>
                <input type="hidden" name="year" value=year.to_string()/>
                <Field id="f-reason" name="form[reason]" label=words::REASON value=draft.reason
                    error=remarks.on("reason") required=true/>
                <Field id="f-due_on" name="form[due_on]" label=words::REOPEN_DUE control=Control::Date
                    value=draft.due_on error=remarks.on("due_on")/>
                <p><button class="btn btn--2" type="submit">{words::REOPEN}</button></p>
            </ActionForm>
        </details>
    }
}

/// A round of changes may end without a decision, with a reason.
#[component]
fn AbandonForm(year: CampaignKey) -> impl IntoView {
    let abandon = ServerAction::<AbandonCampaign>::new();
    move || {
        let failed: Option<AppError> = abandon.value().get().and_then(Result::err);
        let typed: String = failed.as_ref().and_then(AppError::kept).unwrap_or_default();
        let remarks = Remarks::new(failed.as_ref().map(AppError::fields).unwrap_or_default());
        let open = failed.is_some();
        let other = failed.filter(|error| error.fields().is_empty());
        let check = remarks.check(|sent: AbandonCampaign| check_remark("reason", &sent.reason));
        view! {
            <details class="toggle" open=open>
                <summary>{amendment::ABANDON}</summary>
                {other.map(|error| view! { <ActionFailure error/> })}
                <p class="sm muted">{amendment::ABANDON_HINT}</p>
                <ActionForm action=abandon class="plainform" check>
                    <input type="hidden" name="year" value=year.to_string()/>
                    <Field id="f-abandon-reason" name="reason" label=words::REASON value=typed error=remarks.on("reason")
                        required=true/>
                    <p><button class="btn btn--bad" type="submit">{amendment::ABANDON}</button></p>
                </ActionForm>
            </details>
        }
    }
}

#[component]
fn Rows(year: CampaignKey, rows: Vec<BoardRow>) -> impl IntoView {
    let none = rows.is_empty();
    let lines = rows
        .into_iter()
        .map(|row| {
            let late =
                row.counts_as(Progress::Late).then(|| view! { <b class="c-bad nowrap">{words::days_late(row.days_late)}</b> });
            // On a phone a cell is a line with its label: one that says nothing is left out.
            let unless = |empty: bool| empty.then_some("not-phone");
            let (no_proposals, not_sent, in_time) = (row.proposals == 0, row.submitted_at.is_none(), late.is_none());
            view! {
                <tr>
                    <th scope="row"><a href=format!("/ra-soat/{year}/{}", row.agency.id)>{row.agency.name}</a></th>
                    <td><ResponseTag stage=row.stage/></td>
                    <td class="num"><span class="lbl">{words::ANSWERED}</span>{row.answered} "/" {row.entries}</td>
                    <td class=if no_proposals { "num not-phone" } else { "num" }><span class="lbl">{words::PROPOSALS}</span>{row.proposals}</td>
                    <td class=unless(not_sent)><span class="lbl">{words::SENT_AT}</span>{row.submitted_at.map(format::date_time)}</td>
                    <td class=unless(in_time)><span class="lbl">{words::LATE}</span>{late}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        {none.then(|| view! { <p>{words::NO_ROWS}</p> })}
        <table class="table table--stack">
            <thead><tr>
                <th scope="col">{words::AGENCY}</th><th scope="col">{words::STAGE}</th>
                <th scope="col" class="num">{words::ANSWERED}</th><th scope="col" class="num">{words::PROPOSALS}</th>
                <th scope="col">{words::SENT_AT}</th><th scope="col">{words::LATE}</th>
            </tr></thead>
            <tbody>{lines}</tbody>
        </table>
    }
}
