//! What is told in place of figures where the agency that was asked for was none in the period.

use domain::format;
use domain::id::AgencyId;
use domain::indicator::{Absence, Period};
use leptos::prelude::*;
use leptos_meta::Title;
use serde::{Deserialize, Serialize};

use super::indicators::{Address, Chooser};
use crate::api::leaders::agency_absence;
use crate::error::{AppError, ErrorKind};
use crate::text::absence as words;

/// What an address asks for, or that there was none then: of an agency, unless it says otherwise.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Found<T, A = Absence> {
    There(T),
    Absent(A),
}

impl<T> Found<T> {
    /// What was found; of what is not there, whether that is since its agency was none in the period.
    ///
    /// # Errors
    /// The failure that it was, where it is another.
    pub async fn of(
        found: Result<T, AppError>,
        period: Option<Period>,
        agency: Option<AgencyId>,
    ) -> Result<Self, AppError> {
        match (found, agency) {
            (Err(error), Some(agency)) if error.kind == ErrorKind::NotFound => {
                agency_absence(period, agency).await.map(Self::Absent).map_err(|_| error)
            }
            (found, _) => found.map(Self::There),
        }
    }
}

/// The page, with the status of what is not there. It chooses as the page of `action` does, which it stands for.
#[component]
pub fn Absent(
    absence: Absence,
    #[prop(into)] action: String,
    /// The whole province can be chosen.
    #[prop(default = true)]
    province: bool,
) -> impl IntoView {
    let status: AppError = ErrorKind::NotFound.into();
    crate::session::set_status(&status);
    let title = words::title(&absence);
    let life = words::life(&format::date(absence.from), absence.to.map(format::date).as_deref());
    let address = Address::of(absence.period, Some(&absence.agency));
    // Who sees their own agency alone has no page of another.
    let watches = !absence.agencies.is_empty();
    let instead = (!absence.instead.is_empty()).then(|| {
        let rows = absence.instead.iter().map(|one| {
            let (name, href) = (one.name.clone(), Address::of(absence.period, Some(one)).path(&action));
            let named = if watches { view! { <a href=href>{name}</a> }.into_any() } else { name.into_any() };
            view! { <li>{named}</li> }
        });
        let rows = rows.collect_view();
        view! {
            <section class="sect stack" aria-labelledby="thay">
                <h2 id="thay" class="h-small">{words::instead(&absence)}</h2>
                <ul>{rows}</ul>
            </section>
        }
    });
    view! {
        <Title text=title.clone()/>
        <div class="head">
            <div><h1>{title}</h1><p>{life}</p></div>
            <Chooser action periods=absence.periods agencies=absence.agencies province address/>
        </div>
        <div class="stack">
            {instead}
            <p><a href=format!("/co-quan/{}", absence.agency.id)>{words::HISTORY}</a></p>
        </div>
    }
}
