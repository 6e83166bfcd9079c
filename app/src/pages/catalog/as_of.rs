//! Which catalog is shown: the one in force today, or on another day, or of an edition; and the way to each.

use domain::catalog::EntryFilter;
use domain::edition::EditionRef;
use domain::format;
use domain::id::EditionId;
use leptos::prelude::*;
use leptos_router::location::Url;
use time::Date;

use super::address;
use crate::error::AppError;
use crate::session::set_status;
use crate::text::{edition as words, export};
use crate::ui::field::{Control, Field};
use crate::ui::icon::{Icon, IconView};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// What an address gives as a day and is none.
pub fn wrong_day(typed: Option<String>) -> Option<String> {
    typed.filter(|typed| !typed.is_empty() && format::parse_date(typed).is_none())
}

/// What an address gives as an edition and can be none.
pub fn wrong_edition(typed: Option<String>) -> Option<String> {
    typed.filter(|typed| !typed.is_empty() && typed.parse::<EditionId>().is_err())
}

/// In the catalog's place, where an edition was asked for that is not there.
pub fn no_edition(error: &AppError, typed: &str, filter: EntryFilter) -> AnyView {
    set_status(error);
    let to_today = address(&EntryFilter { as_of: None, edition: None, page: 1, ..filter });
    let told = words::no_such(typed);
    view! {
        <Notice tone=Tone::Warn>
            <p>{told} <a href="/ban-hanh">{words::SEE_ALL}</a></p>
            <p><a href=to_today>{words::TO_TODAY}</a></p>
        </Notice>
    }
    .into_any()
}

/// The catalog that is shown, and the form that chooses a day. `wrong` is what was typed and is no day.
#[component]
pub fn AsOf(
    filter: EntryFilter,
    edition: Option<EditionRef>,
    told_on: Option<Date>,
    wrong: Option<String>,
) -> impl IntoView {
    let chosen = filter.as_of.is_some() || filter.edition.is_some();
    let today = EntryFilter { as_of: None, edition: None, page: 1, ..filter.clone() };
    let to_today = address(&today);
    let open = chosen || wrong.is_some();
    let day = filter.as_of.map(format::date);
    let shown = match (edition, chosen) {
        (Some(edition), false) => {
            view! { <p class="muted">{format!("{}, {}", words::name(&edition), words::period(&edition))}</p> }
                .into_any()
        }
        (Some(edition), true) => {
            let lead = day.as_deref().map_or_else(|| words::OF_EDITION.to_owned(), words::in_force_on);
            view! {
                <Notice tone=Tone::Info>
                    <p>
                        {lead} <a href=format!("/ban-hanh/{}", edition.id)>{words::name(&edition)}</a> ". "
                        {words::held(&edition)}
                    </p>
                    {told_on.map(|day| view! { <p>{words::owners_on(&format::date(day))}</p> })}
                    <p><a href=to_today>{words::TO_TODAY}</a></p>
                </Notice>
            }
            .into_any()
        }
        (None, true) => view! {
            <Notice tone=Tone::Warn>
                <p>{day.as_deref().map(words::none_on)} <a href="/ban-hanh">{words::SEE_ALL}</a></p>
                <p><a href=to_today>{words::TO_TODAY}</a></p>
            </Notice>
        }
        .into_any(),
        (None, false) => ().into_any(),
    };
    let kept = pairs(&today)
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    view! {
        {shown}
        <details class="toggle asof__box not-print" open=open>
            <summary>{words::AS_OF_TITLE}</summary>
            <DayForm day=filter.as_of.map(|day| day.to_string()).unwrap_or_default() wrong>{kept}</DayForm>
        </details>
    }
}

/// The form that asks for the catalog of a day; the children are what else the address says.
#[component]
pub fn DayForm(
    #[prop(optional, into)] day: String,
    #[prop(optional_no_strip)] wrong: Option<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let error = wrong.as_deref().map(words::wrong_day);
    view! {
        <form class="asof not-print" method="get" action="/danh-muc">
            {children.map(|children| children())}
            <Field id="as_of" name="as_of" label=words::AS_OF control=Control::Date value=day required=true error=Signal::stored(error)/>
            <button class="btn btn--2" type="submit">{words::SEE_DAY}</button>
        </form>
    }
}

/// What keeps the day or the edition while the filters are sent.
#[component]
pub fn KeptDay(filter: EntryFilter) -> impl IntoView {
    let only = EntryFilter { as_of: filter.as_of, edition: filter.edition, ..EntryFilter::default() };
    pairs(&only).into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()
}

/// The files that the entries shown can be taken along in.
#[component]
pub fn Downloads(filter: EntryFilter) -> impl IntoView {
    let whole = address(&EntryFilter { page: 1, ..filter });
    let query = whole.split_once('?').map(|(_, query)| format!("?{query}")).unwrap_or_default();
    let links = [("xlsx", export::XLSX), ("csv", export::CSV), ("json", export::JSON)]
        .map(|(kind, label)| {
            let href = format!("/danh-muc/xuat.{kind}{query}");
            view! { <a rel="external" download="" href=href>{label}</a> }
        })
        .collect_view();
    view! {
        <p class="downloads sm not-print" role="group" aria-label=export::DOWNLOAD_LABEL>
            <IconView icon=Icon::Download/> <span>{export::DOWNLOAD} ":"</span> {links}
        </p>
    }
}

/// The edition or the day to name in links to entries, where it is not the catalog in force today.
pub fn of_links(filter: &EntryFilter) -> String {
    match (filter.edition, filter.as_of) {
        (Some(edition), _) => format!("?lan={edition}"),
        (None, Some(day)) => format!("?as_of={day}"),
        (None, None) => String::new(),
    }
}

/// A filter as the pairs of its address.
fn pairs(filter: &EntryFilter) -> Vec<(String, String)> {
    let address = address(filter);
    let Some((_, query)) = address.split_once('?') else { return Vec::new() };
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (Url::unescape(name), Url::unescape(value)));
    query.split('&').filter_map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::super::filter_of;
    use super::*;

    #[test]
    fn a_filter_goes_through_hidden_fields() {
        let filter = EntryFilter {
            query: "dat & nha=1 \u{111}".to_owned(),
            agency: "so-xd".to_owned(),
            as_of: format::parse_date("15/06/2024"),
            ..EntryFilter::default()
        };
        let told = pairs(&filter);
        let value = |name: &str| told.iter().find(|pair| pair.0 == name).map(|pair| pair.1.clone());
        assert_eq!(value("q").as_deref(), Some("dat & nha=1 \u{111}"));
        assert_eq!(value("agency").as_deref(), Some("so-xd"));
        assert_eq!(value("as_of").as_deref(), Some("2024-06-15"));
        assert_eq!(pairs(&EntryFilter::default()), []);
    }

    #[test]
    fn an_edition_that_is_named_is_not_called_a_days() {
        let read = |pairs: &[(&str, &str)]| {
            let get = |name: &str| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned());
            let filter = filter_of(get);
            (filter.edition, filter.as_of)
        };
        let day = ("as_of", "2024-06-15");
        assert_eq!(read(&[day]), (None, format::parse_date("2024-06-15")));
        assert_eq!(read(&[("edition", "2"), day]), (Some(EditionId(2)), None));
    }

    #[test]
    fn days_that_are_none() {
        assert_eq!(wrong_day(None), None);
        assert_eq!(wrong_day(Some(String::new())), None);
        assert_eq!(wrong_day(Some("2024-06-15".to_owned())), None);
        assert_eq!(wrong_day(Some("2024-02-30".to_owned())).as_deref(), Some("2024-02-30"));
        assert_eq!(wrong_day(Some("x".to_owned())).as_deref(), Some("x"));
    }

    #[test]
    fn editions_that_can_be_none() {
        assert_eq!(wrong_edition(None), None);
        assert_eq!(wrong_edition(Some(String::new())), None);
        assert_eq!(wrong_edition(Some("2".to_owned())), None);
        for typed in ["abc", "2024-1", "99999999999999999999"] {
            assert_eq!(wrong_edition(Some(typed.to_owned())).as_deref(), Some(typed));
        }
    }
}
