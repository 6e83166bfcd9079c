//! The coordinator's list of what may be duplicated: entries in force and proposals that were sent (article 5.3).

use std::str::FromStr;

use domain::overlap::{Counterpart, OpenPair, OverlapFilter, OverlapsPage as Data, Strength};
use domain::review::AnswerTarget;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use strum::IntoEnumIterator;

use super::overlap::{OverlapCard, Whose};
use super::review::ActionFailure;
use super::{answers_of, loaded};
use crate::api::overlap::{SettleOverlap, overlaps};
use crate::error::ErrorKind;
use crate::text::{common, overlap as words, review};
use crate::ui::crumbs::Crumbs;
use crate::ui::notice::Notice;
use crate::ui::pager::Pager;
use crate::ui::tag::Tone;

const PATH: &str = "/tham-dinh/trung-lap";

fn filter_of(query: &ParamsMap) -> OverlapFilter {
    let get = |name| query.get(name).unwrap_or_default();
    OverlapFilter {
        agency: get("co-quan"),
        with: Counterpart::from_str(&get("voi")).ok(),
        strength: Strength::from_str(&get("muc-do")).ok(),
        all: !get("tat-ca").is_empty(),
        page: get("trang").parse().unwrap_or(1),
    }
}

/// Whether a choice is asked for that there is not: then nothing is listed, rather than all.
fn asks_for_nothing(query: &ParamsMap) -> bool {
    let given = |name| query.get(name).filter(|value| !value.is_empty());
    given("voi").is_some_and(|with| Counterpart::from_str(&with).is_err())
        || given("muc-do").is_some_and(|strength| Strength::from_str(&strength).is_err())
}

fn address(filter: &OverlapFilter) -> String {
    let mut query = ParamsMap::new();
    let strength = filter.strength.map(|strength| strength.to_string()).unwrap_or_default();
    let with = filter.with.map(|with| with.to_string()).unwrap_or_default();
    let all = if filter.all { "1" } else { "" };
    for (name, value) in [
        ("co-quan", filter.agency.as_str()),
        ("voi", &with),
        ("muc-do", &strength),
        ("tat-ca", all),
        ("trang", &filter.page.to_string()),
    ] {
        if !value.is_empty() {
            query.insert(name.to_owned(), value.to_owned());
        }
    }
    format!("{PATH}{}", query.to_query_string())
}

/// The page.
#[component]
pub fn OverlapsPage() -> impl IntoView {
    let query = use_query_map();
    let settle = ServerAction::<SettleOverlap>::new();
    let filter = Memo::new(move |_| query.with(filter_of));
    let settled = answers_of(settle);
    let data = Resource::new_blocking(
        move || (filter.get(), settled.get(), query.with(asks_for_nothing)),
        |(filter, ..)| async move { overlaps(filter).await },
    );
    let failed = move || {
        settle.value().get().and_then(Result::err).map(|error| {
            // What another settled meanwhile has left the list of what is open.
            let left = matches!(error.kind, ErrorKind::Conflict(_)) && !filter.with(|filter| filter.all);
            let href = left.then(|| address(&OverlapFilter { all: true, ..filter.get() }));
            let link = href.map(|href| view! { <p><a href=href>{words::SEE_SETTLED}</a></p> });
            view! { <ActionFailure error/> {link} }
        })
    };
    view! {
        <Title text=words::LIST_TITLE/>
        <div class="wrap stack">
            <Crumbs trail=vec![(common::APPRAISAL.to_owned(), "/tham-dinh".to_owned())] here=words::LIST_TITLE/>
            <div class="head"><div><h1>{words::LIST_TITLE}</h1><p>{words::LIST_LEAD}</p></div></div>
            {failed}
            {loaded(data, move |data| {
                if query.with_untracked(asks_for_nothing) {
                    return view! {
                        <Notice tone=Tone::Warn>{words::NO_SUCH_CHOICE}</Notice>
                        <p><a href=PATH>{words::SEE_WHOLE}</a></p>
                    }
                    .into_any();
                }
                view! { <List data filter=filter.get_untracked() settle/> }.into_any()
            })}
        </div>
    }
}

#[component]
fn List(data: Data, filter: OverlapFilter, settle: ServerAction<SettleOverlap>) -> impl IntoView {
    let (pages, page, total, rows) = (data.pairs.pages(), data.pairs.number, data.pairs.total, data.pairs.rows);
    let pairs = data.pairs.items.into_iter().map(|pair| view! { <li><Pair pair settle/></li> }).collect_view();
    let narrowed = filter.clone();
    let href = Callback::new(move |(page,): (u32,)| address(&OverlapFilter { page, ..narrowed.clone() }));
    let option = |value: String, label: String, chosen: &str| {
        let selected = value == chosen;
        view! { <option value=value selected=selected>{label}</option> }
    };
    let agency = filter.agency.clone();
    let agencies = data.agencies.into_iter().map(|one| option(one.id.to_string(), one.name, &agency)).collect_view();
    let with = filter.with.map(|with| with.to_string()).unwrap_or_default();
    let with = Counterpart::iter()
        .map(|one| option(one.to_string(), words::counterpart(one).to_owned(), &with))
        .collect_view();
    let strength = filter.strength.map(|strength| strength.to_string()).unwrap_or_default();
    let strengths =
        Strength::iter().map(|one| option(one.to_string(), words::strength(one).to_owned(), &strength)).collect_view();
    view! {
        <Form method="GET" action=PATH>
            <div class="row row--end">
                <div class="field"><label class="field__label" for="tl-cq">{review::AGENCY}</label>
                    <select class="input" id="tl-cq" name="co-quan"><option value="">{review::EVERY_AGENCY}</option>{agencies}</select></div>
                <div class="field"><label class="field__label" for="tl-voi">{words::WITH}</label>
                    <select class="input" id="tl-voi" name="voi"><option value="">{words::WITH_ALL}</option>{with}</select></div>
                <div class="field"><label class="field__label" for="tl-md">{words::STRENGTH}</label>
                    <select class="input" id="tl-md" name="muc-do"><option value="">{words::WITH_ALL}</option>{strengths}</select></div>
                <label class="check"><input type="checkbox" name="tat-ca" value="1" checked=filter.all/><span>{words::ALL_TOO}</span></label>
                <button class="btn btn--2" type="submit">{review::FILTER}</button>
            </div>
        </Form>
        {data.comparing.then(|| view! { <Notice tone=Tone::Info>{words::COMPARING}</Notice> })}
        <p class="muted" role="status">{words::pairs(total)}</p>
        {(total == 0 && !data.comparing).then(|| view! { <p>{words::NOTHING}</p> })}
        <ol class="flat stack gap-6">{pairs}</ol>
        {(pages > 1).then(|| view! { <Pager page pages total rows href/> })}
    }
}

#[component]
fn Pair(pair: OpenPair, settle: ServerAction<SettleOverlap>) -> impl IntoView {
    let agency = pair.agency.id.to_string();
    let (label, href) = match (&pair.target, pair.year) {
        (AnswerTarget::Entry(code), _) => (code.to_string(), format!("/danh-muc/{code}")),
        (target, Some(year)) => (words::PROPOSAL.to_owned(), format!("/ra-soat/{year}/{agency}/{target}")),
        (_, None) => (words::PROPOSAL.to_owned(), "/tham-dinh".to_owned()),
    };
    let set = if matches!(pair.target, AnswerTarget::Entry(_)) { "code" } else { "sm muted" };
    let whose = Whose { year: pair.year, agency, target: pair.target };
    view! {
        <section class="stack gap-2">
            <h2 class="h-small"><span class=set>{label}</span> " " <a href=href>{pair.name}</a></h2>
            <p class="sm muted">{pair.agency.name}</p>
            <OverlapCard whose overlap=pair.overlap settle may=true declaring=None asks=false/>
        </section>
    }
}
