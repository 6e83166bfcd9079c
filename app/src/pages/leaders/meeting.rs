//! The leaders' screen in a meeting room: larger, nothing round it, read anew by itself. A reading that fails leaves the last
//! board where it is and says since when.

use std::time::Duration;

use domain::format;
use domain::indicator::Dashboard;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_meta::Title;
use time::OffsetDateTime;

use super::{Board, found};
use crate::error::ErrorKind;
use crate::pages::absence::{Absent, Found};
use crate::pages::failure;
use crate::pages::indicators::{Address, SCREEN, asked};
use crate::text::{error as error_words, indicator as words};
use crate::ui::icon::{Icon, IconView};

pub(super) const PATH: &str = "/lanh-dao/hop";

/// How often the screen is read anew.
const REFRESH: Duration = Duration::from_secs(60);

/// The same where no script does it.
const REFRESH_PAGE: &str = "<meta http-equiv=\"refresh\" content=\"60\">";

/// What the board has in a meeting room besides.
#[derive(Clone)]
pub(super) struct Meeting {
    /// How often the screen was read anew.
    pub times: RwSignal<u32>,
    /// The browser can fill the screen with a page.
    pub may_fill: RwSignal<bool>,
    /// Why the last reading failed, where it did: then the board is the one before.
    pub missed: Option<ErrorKind>,
}

/// The page.
#[component]
pub fn MeetingPage() -> impl IntoView {
    let asked = asked();
    let (times, may_fill) = (RwSignal::new(0_u32), RwSignal::new(false));
    run(times, may_fill);
    let data = Resource::new_blocking(move || (asked.get(), times.get()), |(asked, _)| found(asked));
    let last = StoredValue::new(None::<Dashboard>);
    let board = move || {
        Suspend::new(async move {
            let (data, missed) = match data.await {
                Ok(Found::Absent(absence)) => return view! { <Absent absence action=SCREEN/> }.into_any(),
                Ok(Found::There(data)) => {
                    last.set_value(Some(data.clone()));
                    (data, None)
                }
                Err(error) => match last.try_get_value().flatten().filter(|_| passes(&error.kind)) {
                    Some(data) => (data, Some(error.kind)),
                    None => return failure(error),
                },
            };
            view! { <Board data meeting=Some(Meeting { times, may_fill, missed })/> }.into_any()
        })
    };
    view! {
        <Title text=words::MEETING/>
        <noscript inner_html=REFRESH_PAGE></noscript>
        <div class="wrap lead meet"><Transition>{board}</Transition></div>
    }
}

/// Whether the figures may be shown on: the failure is of the way or of the session, not of what was asked for.
fn passes(kind: &ErrorKind) -> bool {
    matches!(kind, ErrorKind::Network | ErrorKind::Internal | ErrorKind::SignIn)
}

/// Reads the screen anew every minute, while it is shown: an effect runs in the browser alone.
fn run(times: RwSignal<u32>, may_fill: RwSignal<bool>) {
    Effect::new(move |_| {
        may_fill.set(document().fullscreen_enabled());
        if let Ok(handle) = set_interval_with_handle(move || again(times), REFRESH) {
            on_cleanup(move || handle.clear());
        }
        // Other pages have no button that gives the screen back.
        on_cleanup(|| {
            give_back();
        });
    });
}

fn again(times: RwSignal<u32>) {
    times.update(|times| *times = times.wrapping_add(1));
}

/// Fills the screen with the page. A browser that refuses says so itself.
fn fill() {
    let root = document().document_element();
    let _ = root.map(|root| root.request_fullscreen());
}

/// Gives the screen back; whether the page had it.
fn give_back() -> bool {
    let fills = document().fullscreen_element().is_some();
    if fills {
        document().exit_fullscreen();
    }
    fills
}

/// The buttons over the board.
#[component]
pub(super) fn Tools(
    meeting: Meeting,
    address: Address,
    /// The period is.
    over: bool,
) -> impl IntoView {
    let Meeting { times, may_fill, .. } = meeting;
    let refresh = move |event: MouseEvent| {
        // The address is the same already: the router would read nothing.
        event.prevent_default();
        again(times);
    };
    let turn = move |_| {
        if !give_back() {
            fill();
        }
    };
    let button = move || {
        may_fill.get().then(|| {
            view! {
                <button class="btn btn--2" type="button" on:click=turn>
                    <span class="lead__fill">{words::FULL_SCREEN}</span>
                    <span class="lead__give">{words::LEAVE_FULL_SCREEN}</span>
                </button>
            }
        })
    };
    view! {
        {button}
        <a class="btn btn--2" href=address.going_on(PATH, over) on:click=refresh>{words::REFRESH}</a>
        <a class="btn btn--2" href=address.going_on(SCREEN, over)><IconView icon=Icon::Close/>{words::LEAVE_MEETING}</a>
    }
}

/// Whether the board is read anew, and what to do where it is not. `at`: of when its figures are; `None` of a closed period,
/// whose figures do not change. It is there from the start, so that a change is told aloud.
#[component]
pub(super) fn Freshness(missed: Option<ErrorKind>, at: Option<OffsetDateTime>, here: String) -> impl IntoView {
    let told = match &missed {
        Some(_) => Some(words::stale(at.map(format::time_of_day).as_deref())),
        None => at.map(|_| words::REFRESHES.to_owned()),
    };
    let class = if missed.is_some() { "lead__stale" } else { "" };
    let to_sign_in = (missed == Some(ErrorKind::SignIn)).then(|| {
        let href = format!("/dang-nhap?next={}", format::encoded(&here));
        view! { ". " {words::SESSION_ENDED} " " <a rel="external" href=href>{error_words::TO_SIGN_IN}</a> }
    });
    let told = told.map(|told| view! { " · " <span class=class>{told} {to_sign_in}</span> });
    view! { <span role="status">{told}</span> }
}
