//! The minutes of an appraisal, to be read and printed.

use domain::campaign::CampaignKey;
use domain::change::{Change, Place};
use domain::format;
use domain::review::{
    FallenPoint, MinutedAnswer, MinutedPair, MinutesFilter, MinutesPage as Data, Point, PointDecision, target_name,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::appraisal::Plan;
use super::diff_view::{ChangeDiff, proposed_then, value_words};
use super::loaded;
use super::opinion::OpinionView;
use super::review::{AnswerTag, FromDay, Returns, VerdictTag};
use super::talk::Talk;
use crate::api::appraisal::minutes;
use crate::error::ErrorKind;
use crate::text::{catalog, common, course, minutes as words, opinion, overlap, review};
use crate::ui::crumbs::Crumbs;
use crate::ui::pager::Pager;
use crate::ui::tag::{StateTag, Tone};

/// The page: `?co-quan=so-yt` for one agency, `?phan=2` for the second part.
#[component]
pub fn MinutesPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let year = params.with(|params| params.get("year")).and_then(|year| year.parse::<CampaignKey>().ok());
        let filter = query.with(|query| MinutesFilter {
            agency: query.get("co-quan").unwrap_or_default(),
            part: query.get("phan").and_then(|part| part.parse().ok()).unwrap_or(1),
        });
        (year, filter)
    });
    let data = Resource::new_blocking(
        move || asked.get(),
        |(year, filter)| async move {
            match year {
                Some(year) => minutes(year, filter).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    view! {
        <div class="wrap stack">
            {loaded(data, move |data| view! { <Minutes data filter=asked.get_untracked().1/> }.into_any())}
        </div>
    }
}

#[component]
fn Minutes(data: Data, filter: MinutesFilter) -> impl IntoView {
    let year = data.campaign.key;
    let campaign = review::campaign_title(year);
    let title = words::title(&campaign);
    let trail = vec![(common::REVIEWS.to_owned(), "/ra-soat".to_owned()), (campaign, format!("/ra-soat/{year}"))];
    let chosen = filter.agency.clone();
    let options = data
        .agencies
        .iter()
        .map(|one| {
            let selected = one.id.as_str() == chosen;
            view! { <option value=one.id.to_string() selected=selected>{one.name.clone()}</option> }
        })
        .collect_view();
    let several = data.agencies.len() > 1;
    let (clause, clause_words) = course::clause_of(year.kind());
    let (pages, page) = (data.answers.pages(), data.answers.clone());
    let file = format!("/ra-soat/{year}/bien-ban.docx?co-quan={}", filter.agency);
    let href =
        Callback::new(move |(part,): (u32,)| format!("/ra-soat/{year}/bien-ban?co-quan={}&phan={part}", filter.agency));
    let counts = words::counts(data.answers.total, data.decided, data.open, data.fallen);
    let empty = data.answers.items.is_empty();
    let pairs = data.pairs.clone();
    view! {
        <Title text=title.clone()/>
        <Crumbs trail here=title.clone()/>
        <div class="head">
            <div>
                <h1>{title}</h1>
                <p>{words::LEAD} " " <a href=clause>{clause_words}</a> "."</p>
            </div>
            {(!empty).then(|| view! {
                <a class="btn btn--2 not-print" rel="external" download=true href=file>{words::DOCUMENT}</a>
            })}
        </div>
        <p>{counts}</p>
        {several.then(|| view! {
            <div class="not-print">
                <Form method="GET" action=format!("/ra-soat/{year}/bien-ban")>
                    <div class="queuebar">
                        <label class="vh" for="bb-cq">{review::AGENCY}</label>
                        <select class="input" id="bb-cq" name="co-quan"><option value="">{review::EVERY_AGENCY}</option>{options}</select>
                        <button class="btn btn--2" type="submit">{review::FILTER}</button>
                    </div>
                </Form>
            </div>
        })}
        {empty.then(|| view! { <p>{words::NONE}</p> })}
        <Agencies data/>
        {(!pairs.is_empty()).then(|| view! { <Pairs pairs/> })}
        {(pages > 1).then(|| view! { <Pager page=page.number pages total=page.total rows=page.rows href/> })}
    }
}

/// The answers of the part, agency by agency.
#[component]
fn Agencies(data: Data) -> impl IntoView {
    let mut groups: Vec<(String, String, Vec<MinutedAnswer>)> = Vec::new();
    for one in data.answers.items.clone() {
        match groups.last_mut() {
            Some((id, _, group)) if *id == one.agency.id.to_string() => group.push(one),
            _ => groups.push((one.agency.id.to_string(), one.agency.name.clone(), vec![one])),
        }
    }
    groups
        .into_iter()
        .map(|(id, name, answers)| {
            let labelled = id.clone();
            let cards = answers
                .into_iter()
                .map(|answer| view! { <li class="stack gap-2"><Answer answer data=data.clone()/></li> })
                .collect_view();
            view! {
                <section class="sect agroup" aria-labelledby=labelled>
                    <h2 id=id>{name}</h2>
                    <ol class="flat stack">{cards}</ol>
                </section>
            }
        })
        .collect_view()
}

#[component]
fn Answer(answer: MinutedAnswer, data: Data) -> impl IntoView {
    let name = if answer.name.is_empty() { review::UNNAMED.to_owned() } else { answer.name };
    let today = data.today;
    // Where its fields are points, the plan is read there.
    let mut points = answer.points.iter().chain(answer.fallen.iter().map(|fallen| &fallen.point));
    let planned = points.any(|point| point.place.as_ref().is_some_and(Place::is_of_plan));
    let plan = answer.plan.filter(|_| !planned);
    let opinions = answer
        .opinions
        .into_iter()
        .map(|opinion| {
            view! {
                <section class="panel stack gap-2">
                    <h4 class="h-small">{opinion::TITLE} ": " {opinion.asked.name.clone()}</h4>
                    <OpinionView opinion today/>
                </section>
            }
        })
        .collect_view();
    let fallen = answer
        .fallen
        .into_iter()
        .map(|one| view! { <li class="stack gap-2"><Fallen one data=data.clone()/></li> })
        .collect_view();
    let removed = answer.removed.map(|removed| {
        let line = words::removed(&removed.who, &format::date_time(removed.at));
        view! { <p><StateTag tone=Tone::Calm text=line/></p> }
    });
    let points = answer
        .points
        .into_iter()
        .map(|point| view! { <li class="stack gap-2"><MinutedPoint point data=data.clone()/></li> })
        .collect_view();
    view! {
        <div class="task__top">
            <h3><span class="code">{answer.code.map(|code| code.to_string())}</span> " " {name}</h3>
            <AnswerTag kind=Some(answer.kind)/>
        </div>
        <FromDay kind=Some(answer.kind) day=answer.effective/>
        {(!answer.reason.is_empty()).then(|| view! { <p class="lines sm"><b>{review::REASON} ": "</b>{answer.reason}</p> })}
        {plan.map(|plan| view! { <Plan plan/> })}
        {removed}
        <Returns returns=answer.returns/>
        {opinions}
        <ul class="flat stack">{points}{fallen}</ul>
    }
}

/// A point that the agency gave up, with all that was decided and said about it.
#[component]
fn Fallen(one: FallenPoint, data: Data) -> impl IntoView {
    let line = words::fell(one.at.map(format::date_time).as_deref());
    view! {
        <MinutedPoint point=one.point data fallen=true/>
        <p><StateTag tone=Tone::Calm text=line/></p>
    }
}

/// A point with all that was decided and said about it, the newest verdict last.
#[component]
fn MinutedPoint(
    point: Point,
    data: Data,
    /// The agency gave it up.
    #[prop(optional)]
    fallen: bool,
) -> impl IntoView {
    let title = point.place.as_ref().map(|place| catalog::place_label(place, &data.lists));
    // Which answer it is stands above all of its points, but for one that it gave up.
    let whole = point.whole(&data.named, fallen).filter(|(_, told)| fallen || !told.is_empty());
    let whole = whole.map(|(kind, told)| {
        let kind = review::answer_kind(kind);
        let text = if told.is_empty() { kind.to_owned() } else { format!("{kind}: {told}") };
        view! { <p class="lines">{text}</p> }
    });
    let change = point.place.clone().map(|place| {
        let change = Change { place, old: point.old.clone(), new: point.new.clone() };
        view! { <ChangeDiff change lists=data.lists.clone() agencies=data.named.clone()/> }
    });
    let read = |decision: &PointDecision| match &point.place {
        Some(place) => value_words(place, &decision.value, &data.lists, &data.named),
        None => target_name(&decision.value, &data.named).to_owned(),
    };
    let verdicts = point
        .earlier
        .iter()
        .chain(&point.decision)
        .map(|decision| {
            let proposed = proposed_then(&point, decision, &data.lists, &data.named);
            view! { <Verdict decision=decision.clone() value=read(decision) proposed/> }
        })
        .collect_view();
    let open = point.decision.is_none().then(|| view! { <p><VerdictTag verdict=None/></p> });
    let talk = (!point.talk.is_empty()).then(|| view! { <Talk talk=point.talk.clone()/> });
    view! {
        {title.map(|title| view! { <h4>{title}</h4> })}
        {change}
        {whole}
        {talk}
        {verdicts}
        {open}
    }
}

/// What was concluded of the overlaps of these answers, the newest conclusion on a pair last.
#[component]
fn Pairs(pairs: Vec<MinutedPair>) -> impl IntoView {
    let cards = pairs
        .into_iter()
        .map(|pair| {
            let concluded = pair
                .concluded
                .into_iter()
                .map(|one| {
                    let what = overlap::settlement(one.settlement);
                    let line = review::decided_by(&one.who, what, &format::date_time(one.at));
                    view! {
                        <div class="sm">
                            <p>{line}</p>
                            <p class="lines">{words::WHY} ": " {one.reason}</p>
                        </div>
                    }
                })
                .collect_view();
            view! {
                <li class="stack gap-2">
                    <h3>{pair.one.called()}</h3>
                    <p>{overlap::WITH} " " {overlap::counterpart(pair.with)} ": " {pair.other.called()}</p>
                    {concluded}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="sect agroup" aria-labelledby="trung-lap">
            <h2 id="trung-lap">{words::OVERLAPS}</h2>
            <ol class="flat stack">{cards}</ol>
        </section>
    }
}

#[component]
fn Verdict(decision: PointDecision, value: String, proposed: Option<String>) -> impl IntoView {
    let line = review::decided_by(
        &decision.decided_by,
        review::verdict(decision.verdict),
        &format::date_time(decision.decided_at),
    );
    view! {
        <div class="sm">
            <p>{line}</p>
            {(!value.is_empty()).then(|| view! { <p>{review::OTHER_VALUE} ": " {value}</p> })}
            {(!decision.reason.is_empty()).then(|| view! { <p class="lines">{words::WHY} ": " {decision.reason}</p> })}
            {proposed.map(|proposed| view! { <p class="lines">{proposed}</p> })}
        </div>
    }
}
