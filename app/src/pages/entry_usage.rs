//! The use of one entry, month by month.

use domain::id::EntryCode;
use domain::usage::{EntryUsage, UsageKind};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::loaded;
use super::usage::SliceTable;
use crate::api::usage::entry_usage;
use crate::text::{common, usage as words};
use crate::ui::crumbs::Crumbs;
use crate::ui::icon::{Icon, IconView};

/// The page of an entry's use.
#[component]
pub fn EntryUsagePage() -> impl IntoView {
    let params = use_params_map();
    let code = Memo::new(move |_| EntryCode(params.with(|params| params.get("code")).unwrap_or_default()));
    let data = Resource::new_blocking(move || code.get(), entry_usage);
    view! { {loaded(data, |data| page(data).into_any())} }
}

fn page(data: EntryUsage) -> impl IntoView {
    let title = format!("{}: {}", words::OWN, data.name);
    let own = format!("/danh-muc/{}", data.code);
    let (csv, api) = (format!("{own}/su-dung.csv"), format!("/api/v1/statistics/entries/{}", data.code));
    let trail = vec![(common::CATALOG.to_owned(), "/danh-muc".to_owned()), (data.name.clone(), own.clone())];
    // Months before the first use say nothing.
    let used = data.months.iter().rposition(|month| month.counts.iter().any(|count| *count > 0));
    let months: Vec<_> = data.months.into_iter().take(used.map_or(0, |last| last + 1)).collect();
    view! {
        <Title text=title/>
        <div class="wrap stack">
            <Crumbs trail here=words::OWN/>
            <div class="head">
                <div>
                    <p class="code">{data.code.to_string()}</p>
                    <h1 id="su-dung">{words::OWN}</h1>
                    <p><a href=own>{data.name}</a></p>
                    <p class="muted">{words::OWN_LEAD}</p>
                </div>
            </div>
            {if months.is_empty() {
                view! { <p>{words::NOTHING}</p> }.into_any()
            } else {
                view! { <SliceTable slices=months head=words::MONTH kind=UsageKind::View links=true region="su-dung"/> }.into_any()
            }}
            <p class="row">
                <a class="btn btn--quiet" rel="external" href=csv><IconView icon=Icon::Download/>{words::CSV}</a>
                <a class="btn btn--quiet" rel="external" href=api>{words::API}</a>
            </p>
            <p><a class="more" href="/thong-ke">{words::ALL_STATISTICS}</a></p>
        </div>
    }
}
