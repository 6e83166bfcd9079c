//! One database: all that decree 47/2020, article 11(4) asks, who may have which item, and by which decision.

use domain::catalog::{EntryContent, EntryPage as Data, EntryStatus, OwnerPeriod, SharingForm};
use domain::change::Field;
use domain::check::{is_web_address, lacking};
use domain::format;
use domain::id::{EditionId, EntryCode};
use domain::legal::{Cited, LegalState};
use domain::overlap::SettledRelation;
use domain::policy::Act;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::absence::Found;
use super::answer::complete::Complete;
use super::legal::CitedList;
use super::{answers_of, loaded, lost};
use crate::api::duty::entry_duties;
use crate::api::overlap::SettleOverlap;
use crate::data::load;
use crate::error::ErrorKind;
use crate::session::use_session;
use crate::text::{
    catalog as words, common, contact as contact_words, edition as edition_words, legal as legal_words,
    usage as usage_words,
};
use crate::ui::crumbs::Crumbs;
use crate::ui::icon::{Icon, IconView};
use crate::ui::tag::{StateTag, Tone};

mod absent;
mod described;
mod duties;
mod matrix;
mod overlaps;

use absent::{Absent, found};
pub use described::Described;
use duties::of_entry;
pub use matrix::Matrix;
pub use overlaps::preload;
use overlaps::{Alike, Open};

/// The page of an entry; `?lan=3` shows it as edition 3 has it, `?as_of=2024-06-15` as it was on that day.
#[component]
pub fn EntryPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let key = Memo::new(move |_| {
        let code = params.with(|params| params.get("code")).unwrap_or_default();
        let wanted = |name: &str| query.with(|query| query.get(name)).filter(|value| !value.is_empty());
        // An edition that is no number is not there, nor is a day that is none; it must not show another in its place.
        let edition = wanted("lan").map(|id| id.parse::<EditionId>()).transpose().ok()?;
        let as_of = wanted("as_of").map(|day| format::parse_date(&day).ok_or(())).transpose().ok()?;
        Some((EntryCode(code), edition, as_of))
    });
    let settle = ServerAction::<SettleOverlap>::new();
    let settled = answers_of(settle);
    let data = load(
        move || (key.get(), settled.get()),
        |(key, _)| async move {
            match key {
                Some((code, edition, as_of)) => found(code, edition, as_of).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    let duties = load(
        move || key.get(),
        |key| async move {
            match key {
                Some((code, None, None)) => entry_duties(code).await,
                _ => Ok(Vec::new()),
            }
        },
    );
    view! {
        {loaded(data, move |found| match found {
            Found::There(data) => lost(settle).unwrap_or_else(|| page(data, settle).into_any()),
            Found::Absent(absence) => view! { <Absent absence/> }.into_any(),
        })}
        {loaded(duties, |rows| of_entry(rows).into_any())}
    }
}

fn page(data: Data, settle: ServerAction<SettleOverlap>) -> impl IntoView {
    let name = data.content.name.clone();
    let sector = data.lists.sector(&data.content.sector);
    let owner = data.owner.clone();
    view! {
        <Title text=name.clone()/>
        <div class="wrap">
            <Crumbs trail=vec![(common::CATALOG.to_owned(), "/danh-muc".to_owned())] here=name.clone()/>
            <div class="head">
                <div>
                    <p class="code">{data.code.to_string()}</p>
                    <h1>{name}</h1>
                    <p>
                        {words::field(Field::Owner)} {data.told_on.map(words::on_day)} ": "
                        <a href=format!("/co-quan/{}", owner.id)>{owner.name}</a>
                        {(!sector.is_empty()).then(|| view! {
                            " · " {words::field(Field::Sector)} ": "
                            <a href=format!("/danh-muc?sector={}", data.content.sector)>{sector}</a>
                        })}
                    </p>
                    {data.contact.as_ref().map(|contact| view! {
                        <p class="sm">
                            <a href=format!("/co-quan/{}#dau-moi", data.owner.id)>{contact_words::TITLE}</a> ": "
                            {contact_words::line(contact)}
                        </p>
                    })}
                </div>
            </div>
            <InForce data=data.clone()/>
            <Open data=data.clone()/>
            <div class="entry">
                <div class="entry__main stack gap-6">
                    <Text data=data.clone()/>
                    <Alike data=data.clone() settle/>
                </div>
                <aside class="entry__side stack gap-5">
                    <Side data=data.clone()/>
                </aside>
            </div>
            <section class="sect matrixsec" aria-labelledby="m">
                <h2 id="m">{words::MATRIX}</h2>
                <p class="muted sm">{words::MATRIX_LAW}</p>
                <Matrix items=data.content.items classes=data.lists.classes/>
            </section>
        </div>
    }
}

/// By which decision the entry is in force, or which old version this is.
#[component]
fn InForce(data: Data) -> impl IntoView {
    let decision = data.edition.decision.as_ref().map(edition_words::decision);
    let edition = edition_words::name(&data.edition);
    let held = data.history.iter().filter(|one| one.status != EntryStatus::Removed);
    // What never was in force is shown only where nothing else is.
    let was = held.clone().any(|one| one.edition.is_ever_in_force());
    let mut held = held.filter(|one| !was || one.edition.is_ever_in_force());
    let newest = held.next().is_some_and(|one| one.edition.id == data.edition.id);
    let (tone, state) = match (data.in_force, newest) {
        (true, _) => (Tone::Ok, words::IN_FORCE),
        (false, _) if data.upcoming => (Tone::Info, edition_words::UPCOMING),
        (false, true) => (Tone::Calm, words::NOT_IN_FORCE),
        (false, false) => (Tone::Warn, words::EARLIER),
    };
    // Of an entry that a decision made ahead changes, the edition before still is the one in force.
    let another = !newest || (data.upcoming && held.next().is_some());
    let current = (!data.in_force && another)
        .then(|| view! { <a class="btn btn--quiet" href=format!("/danh-muc/{}", data.code)>{words::SEE_CURRENT}</a> });
    // Who answers for it may ask for a change out of the yearly cycle (article 8.2), as after a pair was settled.
    let may_ask = data.in_force && use_session().is_some_and(|session| session.may(&Act::RaiseChange(&data.owner.id)));
    let ask = may_ask.then(|| {
        view! { <a class="btn btn--quiet" href=format!("/thay-doi-dot-xuat?ma={}#gui", data.code)>{words::ASK_CHANGE}</a> }
    });
    let which = match data.edition.asked_on(data.told_on) {
        Some(day) => format!("as_of={day}"),
        None => format!("edition={}", data.edition.id),
    };
    view! {
        <div class="edition">
            <StateTag tone text=state/>
            <div>
                <b><a href=format!("/ban-hanh/{}", data.edition.id)>{edition}</a> ". "</b>
                {decision} "."
            </div>
            <div class="row">
                {current}
                {ask}
                <a class="btn btn--quiet" rel="external" href=format!("/danh-muc/{}/ban-ghi.json?{which}", data.code)>
                    <IconView icon=Icon::Download/>{words::RECORD_FILE}
                </a>
                <a class="btn btn--quiet" rel="external" href=format!("/api/v1/entries/{}?{which}", data.code)>
                    {common::BY_API}
                </a>
            </div>
        </div>
    }
}

#[component]
fn Text(data: Data) -> impl IntoView {
    let content = &data.content;
    let Described { mut what, how, more } = Described::of(content, &data.lists);
    if data.decided_owner.id != data.owner.id {
        what.push((words::DECIDED_OWNER, data.decided_owner.name.clone()));
    }
    let more = more.iter().any(|(_, value)| !value.is_empty()).then(|| {
        view! {
            <section class="sect" aria-labelledby="c"><h2 id="c">{words::MORE}</h2><Rows rows=more/></section>
        }
    });
    let relations = (!data.relations.is_empty()).then(|| {
        let list = data.relations.iter().map(|one| view! { <li>{relation(one)}</li> }).collect_view();
        view! {
            <section class="sect" aria-labelledby="r"><h2 id="r">{words::RELATIONS}</h2><ul class="flat rows">{list}</ul></section>
        }
    });
    // Only what is odd is told beside the text: what ended, is not in force yet, or the register does not have.
    let odd = |cited: &&Cited| cited.state != LegalState::InForce;
    let odd: Vec<Cited> = data.cited.iter().filter(odd).cloned().collect();
    let legal = (!odd.is_empty()).then(|| {
        view! {
            <section class="sect" aria-labelledby="l">
                <h2 id="l">{legal_words::CITED}</h2>
                <CitedList cited=odd/>
                <p class="sm"><a href="/van-ban">{legal_words::SEE_REGISTER}</a></p>
            </section>
        }
    });
    // Who answers for it or appraises it sees what lacks by the letters of the clause.
    let by_letters = use_session().is_some_and(|session| session.may(&Act::SeeResponse(&data.owner.id)));
    let whole = match by_letters {
        true => view! { <Complete content=content.clone()/> }.into_any(),
        false => view! { <p class="sm">{complete(content)}</p> }.into_any(),
    };
    view! {
        <section class="sect" aria-labelledby="a"><h2 id="a">{words::DESCRIPTION}</h2><Rows rows=what/></section>
        <section class="sect" aria-labelledby="b"><h2 id="b">{words::HOW}</h2><Rows rows=how/></section>
        {more}
        {relations}
        {legal}
        {whole}
        <p class="sm muted">
            {words::CONTENT_BY} " " <a href="/quy-che#dieu-8-khoan-3">{words::CLAUSE_8_3}</a> "."
        </p>
    }
}

/// Whether the content has all that article 11(4) asks, or what it lacks.
fn complete(content: &EntryContent) -> String {
    let missing: Vec<String> = lacking(content).into_iter().map(|(_, field)| words::lacking(&field)).collect();
    if missing.is_empty() { words::COMPLETE.to_owned() } else { words::incomplete(&missing.join(", ")) }
}

/// A settled pair (article 5.3).
fn relation(one: &SettledRelation) -> impl IntoView {
    let text = words::relation(one.settlement, &one.other, &one.name);
    let text = if one.national {
        view! { {text} }.into_any()
    } else {
        view! { <a href=format!("/danh-muc/{}", one.other)>{text}</a> }.into_any()
    };
    view! { {text} <p class="sm muted lines">{one.reason.clone()}</p> }
}

/// Definition rows; what is empty is left out, what is an address is a link.
#[component]
pub fn Rows(rows: Vec<(&'static str, String)>) -> impl IntoView {
    let rows = rows
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| view! { <div><dt>{label}</dt><dd class="lines">{text_or_link(value)}</dd></div> })
        .collect_view();
    view! { <dl class="dl">{rows}</dl> }
}

/// An annex may bring any text for an address: only what [`is_web_address`] takes is followed.
fn text_or_link(value: String) -> AnyView {
    if !is_web_address(&value) {
        return value.into_any();
    }
    let shown = value.clone();
    view! { <a href=value rel="noopener noreferrer">{shown}</a> }.into_any()
}

#[component]
fn Side(data: Data) -> impl IntoView {
    let code = data.code.clone();
    let shown = data.edition.id;
    let history = data
        .history
        .into_iter()
        .map(|one| {
            let here = one.edition.id == shown;
            let what = match one.status {
                EntryStatus::Modified => words::changes(one.changes),
                other => words::entry_status(other).to_owned(),
            };
            let name = edition_words::name(&one.edition);
            let link = match one.status {
                EntryStatus::Removed => format!("/ban-hanh/{}", one.edition.id),
                _ => format!("/danh-muc/{code}?lan={}", one.edition.id),
            };
            view! {
                <li aria-current=here.then_some("true")>
                    <a href=link>{name}</a>
                    <div class="when">{edition_words::period(&one.edition)} " · " {what}</div>
                </li>
            }
        })
        .collect_view();
    let several = data.owners.len() > 1;
    let owners = several.then(|| view! { <Owners owners=data.owners/> });
    view! {
        <section class="panel not-print">
            <h2 class="h-small">{words::VIEWS}</h2>
            <p><span class="fig__n">{format::number(data.views_30_days)}</span></p>
            <p><a href=format!("/danh-muc/{}/su-dung", data.code)>{usage_words::OWN}</a></p>
        </section>
        <section class="panel" id="lich-su">
            <h2 class="h-small">{words::HISTORY}</h2>
            <ol class="timeline">{history}</ol>
            <p class="not-print"><a href=format!("/danh-muc/{}/lich-su", data.code)>{edition_words::HISTORY_SEE}</a></p>
        </section>
        {owners.map(|owners| view! {
            <section class="panel"><h2 class="h-small">{words::OWNER_CHANGES}</h2>{owners}</section>
        })}
        <section class="panel">
            <h2 class="h-small"><IconView icon=Icon::Info/> " " {words::FOUR_FORMS}</h2>
            <dl class="formdl">
                {[SharingForm::Open, SharingForm::Default, SharingForm::Specific, SharingForm::None]
                    .map(|form| view! {
                        <div><dt><crate::ui::tag::FormTag form/></dt><dd>{words::sharing_form_hint(form)}</dd></div>
                    })
                    .collect_view()}
            </dl>
        </section>
    }
}

/// Who answered for an entry, in which time and on what ground.
#[component]
pub fn Owners(owners: Vec<OwnerPeriod>) -> impl IntoView {
    let periods = owners
        .into_iter()
        .map(|period| {
            let from = format::date(period.valid_from);
            let to = period.valid_to.map(format::date);
            view! {
                <li>
                    <b>{period.agency.name}</b>
                    <div class="when">{crate::text::agency::period(&from, to.as_deref())} " · " {period.basis}</div>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{periods}</ol> }
}
