//! What an entry in force may duplicate (article 5.3), for who answers for it, and for the coordinator, who settles it here.

use domain::catalog::EntryPage as Data;
use domain::policy::Act;
use domain::review::AnswerTarget;
use leptos::prelude::*;

use crate::api::overlap::SettleOverlap;
use crate::pages::overlap::{Settling, Told, Whose, standing};
use crate::pages::review::ActionFailure;
use crate::session::use_session;
use crate::text::{catalog, overlap as words};

/// Names what nobody settled yet, above the content; nothing for who may not see it.
#[component]
pub fn Open(data: Data) -> impl IntoView {
    let open = data.overlaps.iter().filter(|overlap| overlap.is_open());
    let names: Vec<String> = open.map(|overlap| format!("{} {}", overlap.other, overlap.name)).collect();
    (!names.is_empty()).then(|| {
        view! { <p class="sm"><a href="#trung-lap">{catalog::MAY_DUPLICATE}</a> ": " {names.join("; ")}</p> }
    })
}

/// Where the section stands.
const SECTION: &str = "trung-lap";

/// Ends when the section's part of the program is there, where the server has written the section: what is taken over
/// cannot wait for it then.
pub async fn preload() {
    #[cfg(target_arch = "wasm32")]
    if document().get_element_by_id(SECTION).is_some() {
        __preload_pairs().await;
    }
}

/// Every pair with its reasons and what stands of it; nothing for who may not see them.
#[component]
pub fn Alike(data: Data, settle: ServerAction<SettleOverlap>) -> impl IntoView {
    let session = use_session();
    let may = |act: &Act<'_>| session.as_ref().is_some_and(|session| session.may(act));
    let sees = data.in_force && data.told_on.is_none() && may(&Act::SeeOverlaps(&data.owner.id));
    let settles = may(&Act::WatchOverlaps);
    sees.then(|| Suspend::new(pairs(data, settle, settles)))
}

/// The section is a part of the program of its own: few who read the page see it, and its form brings along what reads
/// forms.
#[lazy]
fn pairs(data: Data, settle: ServerAction<SettleOverlap>, settles: bool) -> AnyView {
    let state = standing(&data.overlaps);
    let none = data.overlaps.is_empty().then(|| view! { <p class="muted">{words::NONE_FOUND}</p> });
    let agency = data.owner.id.to_string();
    let further = match (settles, data.overlaps.is_empty()) {
        (true, _) => {
            let href = format!("/tham-dinh/trung-lap?co-quan={agency}");
            Some(view! { <p class="sm"><a href=href>{words::OF_AGENCY}</a></p> }.into_any())
        }
        (false, false) => Some(view! { <p class="sm">{words::WHERE_SETTLED}</p> }.into_any()),
        (false, true) => None,
    };
    let whose = Whose { year: None, agency, target: AnswerTarget::Entry(data.code) };
    let cards = data
        .overlaps
        .into_iter()
        .map(|overlap| {
            let form = settles.then(|| {
                view! { <Settling whose=whose.clone() overlap=overlap.clone() settle asks=false declares=false/> }
            });
            view! { <li><Told year=None overlap>{form}</Told></li> }
        })
        .collect_view();
    let failed = move || settle.value().get().and_then(Result::err).map(|error| view! { <ActionFailure error/> });
    view! {
        <section class="sect stack" id=SECTION aria-labelledby="h-trung-lap">
            <div class="panel__head"><h2 id="h-trung-lap">{words::TITLE}</h2>{state}</div>
            <p class="sm">{words::LEAD} " " <a href="/quy-che#dieu-5-khoan-3">{words::BY_CLAUSE_5_3}</a></p>
            {failed}
            {none}
            <ul class="flat stack">{cards}</ul>
            {further}
        </section>
    }
    .into_any()
}
