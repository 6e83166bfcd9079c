//! What is told in place of an entry's page as of a day on which it was not in the catalog.

use domain::catalog::EntryPage;
use domain::edition::EntryAbsence;
use domain::format;
use domain::id::{EditionId, EntryCode};
use leptos::prelude::*;
use leptos_meta::Title;
use time::Date;

use crate::api::catalog::{entry, entry_absence};
use crate::error::{AppError, ErrorKind};
use crate::pages::absence::Found;
use crate::text::{absence as words, common};
use crate::ui::crumbs::Crumbs;

/// The entry as it is asked for; of one that is not there on the day, since when and until when it is.
pub(super) async fn found(
    code: EntryCode,
    edition: Option<EditionId>,
    as_of: Option<Date>,
) -> Result<Found<EntryPage, EntryAbsence>, AppError> {
    let day = as_of.filter(|_| edition.is_none());
    match (entry(code.clone(), edition, as_of).await, day) {
        (Err(error), Some(day)) if error.kind == ErrorKind::NotFound => {
            entry_absence(code, day).await.map(Found::Absent).map_err(|_| error)
        }
        (found, _) => found.map(Found::There),
    }
}

/// The page, with the status of what is not there.
#[component]
pub(super) fn Absent(absence: EntryAbsence) -> impl IntoView {
    let status: AppError = ErrorKind::NotFound.into();
    crate::session::set_status(&status);
    let title = words::entry_title(&absence.name, absence.day);
    let page = format!("/danh-muc/{}", absence.code);
    view! {
        <Title text=title.clone()/>
        <div class="wrap">
            <Crumbs trail=vec![(common::CATALOG.to_owned(), "/danh-muc".to_owned())] here=absence.name.clone()/>
            <div class="head">
                <div>
                    <p class="code">{absence.code.to_string()}</p>
                    <h1>{title}</h1>
                    <p>{words::entry_life(&absence.spans)}</p>
                </div>
            </div>
            <ul>
                <li>
                    <a href=format!("{page}?as_of={}", format::iso_date(absence.nearest))>
                        {words::nearest(absence.nearest)}
                    </a>
                </li>
                <li><a href=page.clone()>{words::ENTRY_TODAY}</a></li>
                <li><a href=format!("{page}/lich-su")>{words::ENTRY_HISTORY}</a></li>
            </ul>
        </div>
    }
}
