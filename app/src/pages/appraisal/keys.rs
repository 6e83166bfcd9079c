//! The appraiser's keys: the desk's work is done without a mouse. They can be turned off (WCAG 2.1.4), rest while one
//! types, and do nothing that a button of the page does not do. They act on the point at hand, which is marked. It is the one
//! that had the focus last, and stays so when the page is read again after a verdict or a question.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use crate::text::{queue, review as words};
use crate::ui::remembered::{remember, remembered};

/// A point that is in sight, not folded away with those of a round before.
const POINT: &str = ".fb:not(.past:not([open]) .fb)";

/// Under which name the device keeps whether they are on.
const SWITCH: &str = "phim-tat";
const ON: &str = "1";

/// They were turned off in this tab, whether or not the browser keeps it. Never so on the server, where nobody presses keys.
static OFF: AtomicBool = AtomicBool::new(false);

/// The point that had the focus last; [`NOWHERE`] before one is gone to.
static GONE_TO: AtomicI64 = AtomicI64::new(NOWHERE);
/// The id of no point.
const NOWHERE: i64 = 0;

/// Whether what had the focus last was in a point.
static WITHIN: AtomicBool = AtomicBool::new(false);

/// The keys, what they do, and the switch. Where no answer is `chosen`, they choose the first.
#[component]
pub fn Keys(chosen: bool) -> impl IntoView {
    let on = RwSignal::new(true);
    Effect::new(move || {
        on.set(are_on());
        let pressed = window_event_listener(ev::keydown, move |event| {
            if on.get_untracked() && is_free(&event) && press(&event.key()) {
                event.prevent_default();
            }
        });
        let focused = window_event_listener_untyped("focusin", |event| follow(&event));
        // Once what was read is shown.
        request_animation_frame(resume);
        on_cleanup(move || {
            pressed.remove();
            focused.remove();
        });
    });
    let switch = move |_| {
        on.update(|on| *on = !*on);
        let now = on.get_untracked();
        OFF.store(!now, Ordering::Relaxed);
        remember(SWITCH, if now { ON } else { "" });
    };
    let keys = if chosen { words::KEYS.to_vec() } else { vec![queue::TABLE_KEYS] };
    let list = keys
        .into_iter()
        .map(|(key, what)| view! { <span><kbd class="kbd">{key}</kbd> " " {what}</span> })
        .collect_view();
    view! {
        <div class="keys">
            <label class="check">
                <input type="checkbox" prop:checked=move || on.get() on:change=switch/>
                <span>{words::KEYS_ON}</span>
            </label>
            {list}
        </div>
    }
}

/// Whether they are on, as the device keeps it.
fn are_on() -> bool {
    remembered(SWITCH).map_or_else(|| !OFF.load(Ordering::Relaxed), |kept| kept == ON)
}

/// Whether a key is for the page: none of a chord, none that is typed into a field.
fn is_free(event: &KeyboardEvent) -> bool {
    let typed = event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") && !is_radio(&element)
    });
    !(typed || event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing())
}

fn is_radio(element: &Element) -> bool {
    element.dyn_ref::<HtmlInputElement>().is_some_and(|input| matches!(input.type_().as_str(), "radio" | "checkbox"))
}

/// Does what a key stands for, a capital as a small letter; tells whether it stands for anything.
fn press(key: &str) -> bool {
    match key.to_lowercase().as_str() {
        "j" => step(true).or_else(|| go("after")),
        "k" => step(false).or_else(|| go("before")).or_else(|| go("after")),
        "n" => go("after"),
        "c" => accept(),
        "t" => reject(),
        "h" => open_on("textarea[name=\"text\"]"),
        "l" => open_field(document().query_selector("#f-comment").ok().flatten()),
        _ => return false,
    }
    .is_some()
}

/// The points in sight, in their order.
fn points() -> Vec<Element> {
    let cards = document().get_elements_by_class_name("fb");
    (0..cards.length()).filter_map(|at| cards.item(at)).filter(|card| card.matches(POINT).unwrap_or_default()).collect()
}

fn id_of(point: &Element) -> i64 {
    point.get_attribute("data-point").and_then(|id| id.parse().ok()).unwrap_or(NOWHERE)
}

/// Whether a point waits for a verdict.
fn is_open(point: &Element) -> bool {
    point.has_attribute("data-open")
}

/// The points as [`at_hand`] and [`beside`] look at them.
fn seen(points: &[Element]) -> Vec<(i64, bool)> {
    points.iter().map(|point| (id_of(point), is_open(point))).collect()
}

/// Where the point at hand stands, of points with whether they wait for a verdict: the one that was gone to; before that the
/// first that waits, else the first.
fn at_hand(points: &[(i64, bool)], gone_to: i64) -> Option<usize> {
    let gone_to = points.iter().position(|(id, _)| *id == gone_to);
    gone_to.or_else(|| points.iter().position(|(_, open)| *open)).or_else(|| (!points.is_empty()).then_some(0))
}

/// Where one goes from the point that was gone to, the next or the one before; before one was gone to, to the one at hand.
/// Nowhere from the last and the first.
fn beside(points: &[(i64, bool)], gone_to: i64, forward: bool) -> Option<usize> {
    match points.iter().position(|(id, _)| *id == gone_to) {
        None => at_hand(points, gone_to),
        Some(at) if forward => Some(at + 1).filter(|next| *next < points.len()),
        Some(at) => at.checked_sub(1),
    }
}

/// The point at hand.
fn current() -> Option<Element> {
    let mut points = points();
    let at = at_hand(&seen(&points), GONE_TO.load(Ordering::Relaxed))?;
    Some(points.swap_remove(at))
}

/// Marks the point at hand, and no other.
fn mark() {
    let hand = current().map(|point| id_of(&point));
    for point in points() {
        let marked = if hand == Some(id_of(&point)) {
            point.set_attribute("aria-current", "true")
        } else {
            point.remove_attribute("aria-current")
        };
        // A browser that refuses the mark still goes where the keys lead.
        marked.ok();
    }
}

/// The point that the focus goes to is at hand from now on.
fn follow(event: &Event) {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let point = element.and_then(|element| element.closest(POINT).ok().flatten());
    WITHIN.store(point.is_some(), Ordering::Relaxed);
    if let Some(point) = point {
        GONE_TO.store(id_of(&point), Ordering::Relaxed);
        mark();
    }
}

/// Takes up where one was, once the page was read again: the elements stay, but what had the focus may be folded away or
/// have let go of it. On another answer nothing was gone to yet.
fn resume() {
    let gone_to = GONE_TO.load(Ordering::Relaxed);
    match points().into_iter().find(|point| id_of(point) == gone_to) {
        Some(point) if WITHIN.load(Ordering::Relaxed) && is_lost() => enter(&point),
        Some(_) => None,
        None => {
            GONE_TO.store(NOWHERE, Ordering::Relaxed);
            // The elements of the answer before serve this one.
            (gone_to != NOWHERE).then(leave).flatten()
        }
    };
    mark();
}

/// Whether nothing in sight has the focus.
fn is_lost() -> bool {
    let folded = "details:not([open]) > :not(summary)";
    let is_away =
        |element: Element| element.tag_name() == "BODY" || element.closest(folded).is_ok_and(|at| at.is_some());
    document().active_element().is_none_or(is_away)
}

/// Gives the focus to a point.
fn enter(point: &Element) -> Option<()> {
    focus(point.query_selector("h3").ok().flatten())
}

/// Takes the focus from a point.
fn leave() -> Option<()> {
    let focused = document().active_element().filter(|element| element.closest(POINT).is_ok_and(|at| at.is_some()))?;
    focused.dyn_into::<HtmlElement>().ok()?.blur().ok()
}

/// Follows the link to the open answer after the chosen one, or before it.
fn go(way: &str) -> Option<()> {
    click(document().query_selector(&format!("[data-go=\"{way}\"]")).ok().flatten())
}

/// Goes to the next point or the one before. Nothing where there is none.
fn step(forward: bool) -> Option<()> {
    let points = points();
    let to = beside(&seen(&points), GONE_TO.load(Ordering::Relaxed), forward)?;
    enter(points.get(to)?)
}

fn focus(element: Option<Element>) -> Option<()> {
    element?.dyn_into::<HtmlElement>().ok()?.focus().ok()
}

fn click(element: Option<Element>) -> Option<()> {
    element?.dyn_into::<HtmlElement>().ok().map(|element| element.click())
}

/// Opens what a field stands in, and goes to it.
fn open_field(field: Option<Element>) -> Option<()> {
    let field = field?;
    if let Ok(Some(folded)) = field.closest("details") {
        folded.set_attribute("open", "").ok()?;
    }
    focus(Some(field))
}

fn open_on(selector: &str) -> Option<()> {
    open_field(current()?.query_selector(selector).ok().flatten())
}

/// A verdict that may be given on a point.
fn verdict(point: &Element, verdict: &str) -> Option<Element> {
    point.query_selector(&format!("input[name=\"form[verdict]\"]{verdict}")).ok()?
}

/// Accepts the point at hand. One that has a verdict keeps it: the form that changes it is opened, no more. One whose question
/// waits for its answer is not decided by a key alone: it goes to the button, beside which that is said.
fn accept() -> Option<()> {
    let point = current()?;
    if !is_open(&point) {
        return open_field(verdict(&point, ":checked"));
    }
    let choice = verdict(&point, "[value=\"accept\"]")?;
    let form = choice.closest("form").ok()??;
    let send = form.query_selector("button[type=submit]").ok().flatten();
    if point.has_attribute("data-asked") {
        click(Some(choice))?;
        return open_field(send);
    }
    enter(&point)?;
    click(Some(choice))?;
    click(send)
}

/// Chooses to refuse the point at hand, and asks for the reason.
fn reject() -> Option<()> {
    let choice = verdict(&current()?, "[value=\"reject\"]")?;
    let form = choice.closest("form").ok()??;
    click(Some(choice))?;
    open_field(form.query_selector("textarea[name=\"form[reason]\"]").ok().flatten())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two that wait between two that are decided.
    const POINTS: [(i64, bool); 4] = [(11, false), (12, true), (13, true), (14, false)];

    #[test]
    fn the_point_at_hand_is_the_one_gone_to_else_the_first_that_waits() {
        for (points, gone_to, hand) in [
            (&POINTS[..], NOWHERE, Some(1)),
            (&POINTS[..], 13, Some(2)),
            // Decided, it stays at hand.
            (&POINTS[..], 11, Some(0)),
            // Of another answer.
            (&POINTS[..], 99, Some(1)),
            (&POINTS[3..], NOWHERE, Some(0)),
            (&POINTS[..0], 11, None),
        ] {
            assert_eq!(at_hand(points, gone_to), hand, "{points:?}, {gone_to}");
        }
    }

    #[test]
    fn one_goes_on_from_the_point_gone_to_whatever_became_of_it() {
        for (gone_to, before, after) in [
            (NOWHERE, Some(1), Some(1)),
            (11, None, Some(1)),
            (12, Some(0), Some(2)),
            (14, Some(2), None),
            (99, Some(1), Some(1)),
        ] {
            assert_eq!((beside(&POINTS, gone_to, false), beside(&POINTS, gone_to, true)), (before, after), "{gone_to}");
        }
        assert_eq!(beside(&[], 11, true), None);
    }
}
