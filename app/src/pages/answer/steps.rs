//! One thing a page on a narrow screen, all at once on a wide one. There is one form: each part of it is a step, the
//! stylesheet shows the step at hand on narrow screens and every one on wide ones. The step stands in the address;
//! without JavaScript the buttons save and lead to the next one, with it the fields stay as they are.

use domain::campaign::CampaignKey;
use domain::id::AgencyId;
use domain::review::{AnswerKind, AnswerPage, AnswerTarget};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlElement;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};

use crate::pages::autosave::Autosave;
use crate::text::review as words;
use crate::ui::icon::{Icon, IconView};

/// The parts of the editor: name, purpose, collection, items, the rest, reason with the declaration, summary.
const PARTS: usize = 7;
/// The place of the items among them, counted from 0.
pub const ITEMS: usize = 3;
/// The id of the form's last item, which a new one is.
pub const LAST_ITEM: &str = "hang-muc-moi";

/// Where the writer is.
#[derive(Clone, Copy)]
pub struct Steps {
    here: RwSignal<usize>,
    pub total: usize,
    /// The step before the first part: the choice, which a proposal does not have.
    before: usize,
}

impl Steps {
    /// The steps of a proposal that is kept for another year: its parts, without a summary.
    pub fn of_kept() -> Self {
        Self::over(0, PARTS, 1)
    }

    /// The steps of an answer of this kind. Where the address names none, the choice is the first of an answer that says
    /// nothing yet; else it is made.
    pub fn of(kind: AnswerKind, chosen: bool, editable: bool) -> Self {
        let (before, total) = match kind {
            // The plan is a part of its own.
            AnswerKind::Propose => (0, PARTS + 1),
            AnswerKind::Modify => (1, PARTS + 1),
            AnswerKind::Keep | AnswerKind::Withdraw | AnswerKind::Merge | AnswerKind::Transfer => {
                (1, if editable { 2 } else { 1 })
            }
        };
        Self::over(before, total, if before > 0 && chosen { 2 } else { 1 })
    }

    fn over(before: usize, total: usize, first: usize) -> Self {
        let query = use_query_map();
        let named = Memo::new(move |_| {
            let named = query.with(|query| query.get("buoc")).and_then(|number| number.parse().ok());
            named.unwrap_or(first).clamp(1, total)
        });
        let steps = Self { here: RwSignal::new(named.get_untracked()), total, before };
        let hash = use_location().hash;
        Effect::new(move |seen: Option<usize>| {
            let now = named.get();
            let led_here = hash.get_untracked() == format!("#{}", heading(now));
            if seen.map_or(led_here, |seen| seen != now) {
                steps.here.set(now);
                // Once it is shown.
                request_animation_frame(move || focus(&heading(now)));
            }
            now
        });
        steps.follow_links();
        steps
    }

    /// A link to a field leads to the step that the field is in: from the summary of errors, from what is lacking.
    fn follow_links(self) {
        let hash = use_location().hash;
        Effect::new(move |seen: Option<()>| {
            let id = hash.get().trim_start_matches('#').to_owned();
            // Once the page that the link led to is shown. Drawn anew, a page stays where it is in its step.
            request_animation_frame(move || self.go_to(&id, seen.is_some()));
        });
    }

    /// To an element of what is being drawn, whatever else takes the focus as it appears.
    pub fn lead_to(self, id: &'static str) {
        Effect::new(move |_| request_animation_frame(move || self.go_to(id, true)));
    }

    /// To the step that has the element of this id; nowhere where none has. Where one is there already, the element is
    /// only gone to if `anyway`.
    fn go_to(self, id: &str, anyway: bool) {
        let Some(field) = document().get_element_by_id(id) else { return };
        let step = field.closest("[data-step]").ok().flatten().and_then(|step| step.get_attribute("data-step"));
        let Some(step) = step.and_then(|step| step.parse::<usize>().ok()) else { return };
        // The form may be another one by now.
        let Some(here) = self.here.try_get_untracked() else { return };
        let is_there = here == step;
        if !is_there {
            self.here.set(step);
        }
        if anyway || !is_there {
            let id = id.to_owned();
            // Once it is shown.
            request_animation_frame(move || focus(&id));
        }
    }

    /// The number of the editor's part at this place, counted from 0.
    pub fn part(self, place: usize) -> usize {
        self.before + 1 + place
    }
}

fn heading(number: usize) -> String {
    format!("buoc-{number}")
}

/// Brings the focus, and what is shown, to the element of this id, or to the first field in it.
fn focus(id: &str) {
    let Some(found) = document().get_element_by_id(id) else { return };
    let field = found.query_selector("input:not([type=hidden]), select, textarea").ok().flatten().unwrap_or(found);
    // A browser that refuses the focus still shows the step.
    field.dyn_into::<HtmlElement>().ok().and_then(|one| one.focus().ok());
}

/// The step that a press of a button asks for, as the form sends it.
pub fn asked(next: &str) -> Option<usize> {
    next.strip_prefix("buoc-")?.parse().ok()
}

/// The editor's address, up to the step.
pub fn base(data: &AnswerPage) -> String {
    let kind = if data.answer.code.is_some() { "kieu=modify&" } else { "" };
    format!("/ra-soat/{}/{}/{}?{kind}", data.campaign.key, data.agency.id, data.answer.target())
}

/// The address of a step.
pub fn address(
    year: CampaignKey,
    agency: &AgencyId,
    target: &AnswerTarget,
    kind: Option<AnswerKind>,
    step: usize,
) -> String {
    let kind = kind.filter(|_| matches!(target, AnswerTarget::Entry(_)));
    let kind = kind.map(|kind| format!("kieu={kind}&")).unwrap_or_default();
    format!("/ra-soat/{year}/{agency}/{target}?{kind}buoc={step}#{}", heading(step))
}

/// What asks for one more item, after the address of an answer that was saved as this version. Nothing is asked of a later
/// one any more.
pub fn one_more(is_proposal: bool, version: i64) -> String {
    let choice = usize::from(!is_proposal);
    format!("?them={version}&buoc={}#{LAST_ITEM}", choice + 1 + ITEMS)
}

/// One step. Wide screens show its content alone.
#[component]
pub fn Step(
    steps: Steps,
    number: usize,
    /// Its buttons send the form. Other steps have links.
    #[prop(optional)]
    in_form: bool,
    /// Where links lead: the address without the step.
    #[prop(into)]
    base: String,
    children: Children,
) -> impl IntoView {
    let class = move || if steps.here.get() == number { "step step--here stack gap-6" } else { "step stack gap-6" };
    let back = (number > 1).then_some(number - 1);
    let next = (number < steps.total).then_some(number + 1);
    let way = |to: Option<usize>, forward: bool| {
        let to = to?;
        Some(if in_form && (forward || to > steps.before) {
            view! { <StepButton steps to forward/> }.into_any()
        } else {
            let (label, class) = label(forward);
            view! { <a class=class href=format!("{base}buoc={to}#{}", heading(to))>{label}</a> }.into_any()
        })
    };
    view! {
        <div class=class data-step=number>
            <h2 class="step__head" id=heading(number) tabindex="-1">{words::step(number, steps.total)}</h2>
            {children()}
            <p class="step__way row">{way(back, false)} {way(next, true)}</p>
        </div>
    }
}

fn label(forward: bool) -> (&'static str, &'static str) {
    if forward { (words::STEP_NEXT, "btn push") } else { (words::STEP_BACK, "btn btn--2") }
}

/// A button that goes on or back. With JavaScript nothing is read anew, but before the summary, which is of what is saved:
/// where something was typed.
#[component]
fn StepButton(steps: Steps, to: usize, forward: bool) -> impl IntoView {
    let navigate = use_navigate();
    let location = use_location();
    let query = use_query_map();
    let saving = use_context::<Autosave>();
    let click = move |event: MouseEvent| {
        if to == steps.total && !saving.is_some_and(Autosave::is_untouched) {
            return;
        }
        event.prevent_default();
        let mut query = query.get_untracked();
        query.replace("buoc", to.to_string());
        let address = format!("{}{}", location.pathname.get_untracked(), query.to_query_string());
        navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    let (label, class) = label(forward);
    let icon = forward.then(|| view! { <IconView icon=Icon::Next/> });
    view! { <button class=class type="submit" name="next" value=heading(to) on:click=click>{label}{icon}</button> }
}
