//! What differs between two editions.

use std::str::FromStr;

use domain::catalog::EntryStatus;
use domain::edition::{
    AgencyBalance, Balance, Comparison, ComparisonFilter, EditionDiff, EditionRef, EntryDiff, owner_alone,
};
use domain::format;
use domain::id::EditionId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::location::Url;

use super::loaded;
use crate::api::edition::comparison;
use crate::error::ErrorKind;
use crate::text::{catalog, common, edition as words};
use crate::ui::crumbs::Crumbs;
use crate::ui::icon::{Icon, IconView};
use crate::ui::pager::Pager;

mod agencies;
mod entries;

use agencies::ByAgency;
use entries::Changes;

pub use entries::{ChangeList, transfer_line};

/// The address of a comparison: of one kind of change, or of all.
pub fn address(old: EditionId, new: EditionId, only: Option<EntryStatus>) -> String {
    let query = only.map(|only| format!("?loai={only}")).unwrap_or_default();
    format!("/ban-hanh/{old}/so-sanh/{new}{query}")
}

/// A figure of a balance: how many, the word for it, the class of its colour, and the list that it counts.
pub struct Counted {
    pub count: u32,
    pub label: &'static str,
    pub class: &'static str,
    pub href: String,
}

/// The four figures of what became of the entries, each with its list.
pub fn counted(balance: Balance, old: EditionId, new: EditionId) -> [Counted; 4] {
    let changed = |count, label, class, status| Counted { count, label, class, href: address(old, new, Some(status)) };
    [
        changed(balance.added, words::ADDED, "c-ok", EntryStatus::New),
        changed(balance.modified, words::MODIFIED, "c-info", EntryStatus::Modified),
        changed(balance.removed, words::REMOVED, "c-bad", EntryStatus::Removed),
        changed(balance.unchanged, words::UNCHANGED, "", EntryStatus::Unchanged),
    ]
}

/// The address of a part of a comparison.
pub fn part(old: EditionId, new: EditionId, filter: &ComparisonFilter) -> String {
    let kind = filter.kind.map(|kind| format!("loai={kind}"));
    let agency = (!filter.agency.is_empty()).then(|| format!("co-quan={}", Url::escape(&filter.agency)));
    let page = (filter.page > 1).then(|| format!("trang={}", filter.page));
    let whole = filter.whole.then(|| "in=1".to_owned());
    let query: Vec<String> = [kind, agency, whole, page].into_iter().flatten().collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    format!("/ban-hanh/{old}/so-sanh/{new}{query}")
}

/// What leads a link to an entry as an edition has it; nothing for a draft, whose entries have no pages yet.
pub fn as_it_had(edition: &EditionRef) -> String {
    edition.decision.as_ref().map(|_| format!("?lan={}", edition.id)).unwrap_or_default()
}

/// The address of an entry that differs, as the edition that has it says it. `None` where a draft alone has it: such an entry
/// has no page yet.
pub fn entry_address(entry: &EntryDiff, old: &EditionRef, new: &EditionRef) -> Option<String> {
    let has = if entry.status == EntryStatus::Removed { old } else { new };
    let is_issued = entry.status != EntryStatus::New || new.decision.is_some();
    is_issued.then(|| format!("/danh-muc/{}{}", entry.code, as_it_had(has)))
}

/// The page of a comparison; `?loai=new` leaves one kind of change, `?co-quan=so-yt` one agency; `?in=1` shows it in long
/// parts, to be printed.
#[component]
pub fn EditionDiffPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let id = |name| params.with(|params| params.get(name)).and_then(|id| id.parse::<EditionId>().ok());
        let get = |name| query.with(|query| query.get(name));
        let filter = ComparisonFilter {
            kind: get("loai").and_then(|kind| EntryStatus::from_str(&kind).ok()),
            agency: get("co-quan").unwrap_or_default(),
            page: get("trang").and_then(|page| page.parse().ok()).unwrap_or(1),
            whole: get("in").is_some(),
        };
        Some((id("old")?, id("new")?, filter))
    });
    let data = Resource::new_blocking(
        move || asked.get(),
        |asked| async move {
            match asked {
                Some((old, new, filter)) => comparison(old, new, filter).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    let filter = move || asked.get_untracked().map(|asked| asked.2).unwrap_or_default();
    view! {
        <Title text=words::COMPARE_TITLE/>
        <div class="wrap compare">
            <Crumbs trail=vec![(common::EDITIONS.to_owned(), "/ban-hanh".to_owned())] here=words::COMPARE_TITLE/>
            {loaded(data, move |found| compared(found, filter()).into_any())}
        </div>
    }
}

fn compared(found: Comparison, filter: ComparisonFilter) -> impl IntoView {
    let title = format!("{} → {}", words::name(&found.old), words::name(&found.new));
    let decisions = [&found.old, &found.new]
        .map(|one| one.decision.as_ref().map(|decision| words::year_of_decision(one.year, decision)))
        .map(|line| view! { <p>{line}</p> })
        .collect_view();
    let Comparison { old: before, new: after, balance, agencies, entries, lists, mentioned } = found;
    let issued = after.decision.is_some();
    let (old, new) = (before.id, after.id);
    let (number, pages, total, rows) = (entries.number, entries.pages(), entries.total, entries.rows);
    let only = filter.kind.is_some() || !filter.agency.is_empty();
    let printed = printed(&filter, &agencies, (number, pages));
    // The figures are of the whole: one part has them.
    let figures = !filter.whole || number == 1;
    let other = ComparisonFilter { whole: !filter.whole, page: 1, ..filter.clone() };
    let other = (filter.whole || pages > 1).then(|| {
        let label = if filter.whole { words::BY_PAGES } else { words::PRINT_ALL };
        view! { <a class="btn btn--2" href=part(old, new, &other)>{label}</a> }
    });
    let to_page = {
        let filter = filter.clone();
        Callback::new(move |(page,): (u32,)| part(old, new, &ComparisonFilter { page, ..filter.clone() }))
    };
    view! {
        <div class="head"><div><h1>{title}</h1>{decisions}{printed}</div></div>
        <div class="row tools">
            <a class="btn btn--2" rel="external" href=format!("/ban-hanh/{old}/so-sanh/{new}/so-sanh.xlsx")>
                <IconView icon=Icon::Download/>{words::COMPARE_XLSX}
            </a>
            {other}
            {issued.then(|| view! {
                <a class="btn btn--quiet" rel="external" href=format!("/api/v1/editions/{old}/diff/{new}")>
                    {common::BY_API}
                </a>
            })}
        </div>
        {figures.then(|| view! {
            <LinkedFigures balance old new only=filter.kind/>
            <ByAgency agencies=agencies.clone() old new/>
        })}
        <Chosen filter agencies old new/>
        <Changes entries=entries.items lists agencies=mentioned only old=before new=after/>
        {(pages > 1).then(|| view! { <Pager page=number pages total rows href=to_page/> })}
    }
}

/// On paper there are no chips and no pager: which part this is.
fn printed(filter: &ComparisonFilter, agencies: &[AgencyBalance], (number, pages): (u32, u32)) -> Option<AnyView> {
    let agency = agencies.iter().find(|one| one.agency.id.as_str() == filter.agency).map(|one| one.agency.name.clone());
    let kind = filter.kind.map(|kind| catalog::entry_status(kind).to_owned());
    let only: Vec<String> = [kind, agency].into_iter().flatten().collect();
    let only = (!only.is_empty()).then(|| words::only(&only));
    let part = (pages > 1).then(|| words::part_of(number, pages));
    let told: Vec<String> = [only, part].into_iter().flatten().collect();
    (!told.is_empty()).then(|| view! { <p class="only-print">{told.join(" ")}</p> }.into_any())
}

/// The figures of a comparison, each a link to what it counts.
#[component]
fn LinkedFigures(balance: Balance, old: EditionId, new: EditionId, only: Option<EntryStatus>) -> impl IntoView {
    let here = only.map(|only| address(old, new, Some(only)));
    let changes = counted(balance, old, new)
        .map(|Counted { count, label, class, href }| {
            let current = here.as_ref().is_some_and(|here| *here == href).then_some("true");
            view! { <li><a href=href aria-current=current><b class=class>{format::number(count)}</b><span>{label}</span></a></li> }
        })
        .collect_view();
    view! {
        <ul class="balance flat">
            <End count=balance.before label=words::BEFORE href=format!("/ban-hanh/{old}")/>
            {changes}
            <End count=balance.after label=words::AFTER href=format!("/ban-hanh/{new}")/>
        </ul>
    }
}

#[component]
fn End(count: u32, label: &'static str, href: String) -> impl IntoView {
    view! { <li><a class="balance__end" href=href><b>{format::number(count)}</b><span>{label}</span></a></li> }
}

/// The part that is shown, with the way back to all.
#[component]
fn Chosen(filter: ComparisonFilter, agencies: Vec<AgencyBalance>, old: EditionId, new: EditionId) -> impl IntoView {
    let chip = |label: String, without: ComparisonFilter| {
        view! {
            <a class="chip chip--on" href=part(old, new, &without)>
                <span class="vh">{catalog::REMOVE_FILTER} " "</span>{label}<IconView icon=Icon::Close/>
            </a>
        }
    };
    let base = ComparisonFilter { page: 1, ..filter.clone() };
    let kind = filter
        .kind
        .map(|kind| chip(catalog::entry_status(kind).to_owned(), ComparisonFilter { kind: None, ..base.clone() }));
    let agency = (!filter.agency.is_empty()).then(|| {
        let named = agencies.iter().find(|one| one.agency.id.as_str() == filter.agency);
        let name = named.map_or_else(|| filter.agency.clone(), |one| one.agency.name.clone());
        chip(name, ComparisonFilter { agency: String::new(), ..base.clone() })
    });
    let any = kind.is_some() || agency.is_some();
    any.then(|| view! { <div class="chips not-print">{kind}{agency}</div> })
}

/// What a draft changes: the figures, then every entry that differs.
#[component]
pub fn DiffView(diff: EditionDiff) -> impl IntoView {
    let balance = diff.balance;
    let figures = [
        (balance.before, words::BEFORE, ""),
        (balance.added, words::ADDED, "c-ok"),
        (balance.modified, words::MODIFIED, "c-info"),
        (balance.removed, words::REMOVED, "c-bad"),
        (balance.unchanged, words::UNCHANGED, ""),
        (balance.after, words::AFTER, ""),
    ];
    let figures = figures
        .map(|(count, label, class)| {
            view! { <li><span class="balance__end"><b class=class>{format::number(count)}</b><span>{label}</span></span></li> }
        })
        .collect_view();
    let alone = owner_alone(&diff.entries);
    let alone = (alone > 0).then(|| view! { <p class="sm muted">{words::owner_alone(alone)}</p> });
    view! {
        <ul class="balance flat agroup">{figures}</ul>
        {alone}
        <Changes entries=diff.entries lists=diff.lists agencies=diff.agencies only=false old=diff.old new=diff.new folded=true/>
    }
}

#[cfg(test)]
mod tests {
    use domain::agency::AgencyRef;
    use domain::edition::Decision;
    use domain::id::EntryCode;
    use domain::workflow::EditionStage;
    use time::macros::date;

    use super::*;

    #[test]
    fn an_entry_is_linked_as_an_issued_edition_has_it() {
        let day = date!(2026 - 11 - 24);
        let decision = Decision {
            number: "1/QĐ-UBND".to_owned(),
            date: day,
            effective_from: day,
            signer: String::new(),
            signer_title: String::new(),
        };
        let edition = |id: i64, stage, decision: Option<&Decision>| EditionRef {
            id: EditionId(id),
            year: 2026,
            amendment: None,
            stage,
            decision: decision.cloned(),
            effective_to: None,
        };
        let in_force = edition(1, EditionStage::Issued, Some(&decision));
        let next = edition(2, EditionStage::Issued, Some(&decision));
        let draft = edition(2, EditionStage::Compiling, None);
        for (status, in_next, in_draft) in [
            (EntryStatus::New, Some("/danh-muc/DC-007?lan=2"), None),
            (EntryStatus::Modified, Some("/danh-muc/DC-007?lan=2"), Some("/danh-muc/DC-007")),
            (EntryStatus::Removed, Some("/danh-muc/DC-007?lan=1"), Some("/danh-muc/DC-007?lan=1")),
        ] {
            let entry = EntryDiff {
                code: EntryCode::from("DC-007"),
                name: String::new(),
                agency: AgencyRef::default(),
                status,
                changes: Vec::new(),
                merged_into: None,
            };
            assert_eq!(entry_address(&entry, &in_force, &next).as_deref(), in_next, "{status}");
            assert_eq!(entry_address(&entry, &in_force, &draft).as_deref(), in_draft, "{status}");
        }
    }
}
