//! What a database may duplicate, with the reasons, and the form that settles each pair (article 5.3).

use domain::campaign::CampaignKey;
use domain::format;
use domain::overlap::{Counterpart, Overlap, Reason, Settlement, Strength, check_settlement};
use domain::review::AnswerTarget;
use leptos::prelude::*;
use strum::IntoEnumIterator;

use crate::api::overlap::{SettleForm, SettleOverlap};
use crate::error::AppError;
use crate::pages::answer::declare::{Declare, Declaring};
use crate::pages::remarks::Remarks;
use crate::text::overlap as words;
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};
use crate::ui::tag::{StateTag, Tone};

/// Whose overlaps are settled: an answer in a review, or an entry in force, in no campaign.
#[derive(Clone, Debug, PartialEq)]
pub struct Whose {
    pub year: Option<CampaignKey>,
    pub agency: String,
    pub target: AnswerTarget,
}

/// The section of an answer: every likely overlap with its reasons and its settlement.
#[component]
pub fn Overlaps(
    whose: Whose,
    overlaps: Vec<Overlap>,
    settle: ServerAction<SettleOverlap>,
    /// Whether the person may settle them.
    may: bool,
    /// Where the officer names a national database that the pair is in step with.
    declaring: Option<Declaring>,
    /// The others of the pairs whose form stands open, while nobody settled them: something waits for that.
    awaited: Vec<String>,
) -> impl IntoView {
    let state = standing(&overlaps);
    let none = overlaps.is_empty().then(|| view! { <p class="muted">{words::NONE_FOUND}</p> });
    let cards = overlaps
        .into_iter()
        .map(|overlap| {
            let asks = awaited.contains(&overlap.other);
            view! { <li><OverlapCard whose=whose.clone() overlap settle may declaring asks/></li> }
        })
        .collect_view();
    view! {
        <section class="sect stack" id="f-overlap" aria-labelledby="h-overlap">
            <div class="panel__head"><h2 id="h-overlap">{words::TITLE}</h2>{state}</div>
            <p class="sm">
                {words::LEAD} " " <a href="/quy-che#dieu-5-khoan-3" target="_blank" rel="external">{words::BY_CLAUSE_5_3}</a>
            </p>
            {none}
            <ul class="flat stack">{cards}</ul>
        </section>
    }
}

/// How many of them are open, where there are any.
pub fn standing(overlaps: &[Overlap]) -> Option<AnyView> {
    let (tone, text) = match overlaps.iter().filter(|overlap| overlap.is_open()).count() {
        0 => (Tone::Ok, words::SETTLED_ALL.to_owned()),
        open => (Tone::Warn, words::open_count(open)),
    };
    (!overlaps.is_empty()).then(|| view! { <StateTag tone text/> }.into_any())
}

/// One pair: what the other is, why it may be the same, what was settled, and the form.
#[component]
pub fn OverlapCard(
    whose: Whose,
    overlap: Overlap,
    settle: ServerAction<SettleOverlap>,
    may: bool,
    declaring: Option<Declaring>,
    /// Whether the form stands open where something waits for it; in a long list it does not.
    asks: bool,
) -> impl IntoView {
    let year = whose.year;
    let declare = declaring.filter(|_| overlap.to_declare()).map(|declaring| {
        let reason = overlap.settled.as_ref().map(|settled| settled.reason.clone()).unwrap_or_default();
        view! { <Declare declaring other=overlap.other.clone() reason/> }
    });
    let declares = declaring.is_some();
    let form = may.then(|| view! { <Settling whose overlap=overlap.clone() settle asks declares/> });
    view! { <Told year overlap>{declare} {form}</Told> }
}

/// One pair as it is told: what the other is, why it may be the same, and what was settled; what may be done stands under
/// it. Apart from the card: the page of an entry, in the first load, brings no part of the editor along.
#[component]
pub fn Told(
    /// The review whose proposals are compared.
    year: Option<CampaignKey>,
    overlap: Overlap,
    children: Children,
) -> impl IntoView {
    let name = format!("{} {}", overlap.other, overlap.name);
    let name = match (overlap.with, year, &overlap.proposed_by) {
        (Counterpart::Own, ..) => view! { <b><a href=format!("/danh-muc/{}", overlap.other)>{name}</a></b> }.into_any(),
        (Counterpart::Proposal, Some(year), Some(agency)) => {
            let href = format!("/ra-soat/{year}/{agency}/{}", overlap.other);
            view! { <b><a href=href>{overlap.name.clone()}</a></b> }.into_any()
        }
        (Counterpart::National | Counterpart::Proposal, ..) => view! { <b>{name}</b> }.into_any(),
    };
    let kind = words::counterpart(overlap.with);
    let tone = if overlap.likeness.strength == Strength::Strong { Tone::Warn } else { Tone::Calm };
    let likeness = words::likeness(overlap.likeness.strength, overlap.likeness.score);
    let reasons = overlap.likeness.reasons.iter().map(|one| view! { <li>{reason(one)}</li> }).collect_view();
    let holds = (!overlap.holds.is_empty())
        .then(|| view! { <p class="sm muted">{words::HOLDS} ": " {overlap.holds.clone()}</p> });
    view! {
        <article class="panel stack gap-2">
            <div class="panel__head">
                <div>{name} <p class="sm muted">{kind} " · " {overlap.owner.clone()}</p></div>
                <StateTag tone text=likeness/>
            </div>
            <ul class="sm">{reasons}</ul>
            {holds}
            <State overlap=overlap.clone()/>
            {children()}
        </article>
    }
}

/// The form that settles a pair, to be folded.
#[component]
pub fn Settling(
    whose: Whose,
    overlap: Overlap,
    settle: ServerAction<SettleOverlap>,
    /// Whether it stands open where something waits for it; in a long list it does not.
    asks: bool,
    /// Whether a national database that the pair is in step with is named in a form beside it.
    declares: bool,
) -> impl IntoView {
    let label = if overlap.is_open() { words::SETTLE_TOGGLE } else { words::SETTLE_AGAIN };
    // What could not be kept stays in sight.
    let open = (asks && overlap.is_open()) || refused(settle, &whose, &overlap.other).is_some();
    view! {
        <details class="toggle" open=open>
            <summary>{label}</summary>
            <Form whose overlap settle declares/>
        </details>
    }
}

fn reason(reason: &Reason) -> impl IntoView {
    view! { {words::reason(reason)} " " <span class="muted">"(" {words::share(reason.share)} ")"</span> }
}

/// What was settled, by whom and why; or that nobody did.
#[component]
fn State(overlap: Overlap) -> impl IntoView {
    let stands = overlap.stands();
    let tone = match stands {
        None => Tone::Warn,
        Some(Settlement::Duplicate) => Tone::Bad,
        Some(Settlement::Synchronised | Settlement::Different) => Tone::Ok,
    };
    let stale = overlap.settled.as_ref().is_some_and(|settled| settled.stale);
    let text = match stands {
        Some(settlement) => words::settlement(settlement),
        None if stale => words::STALE,
        None => words::OPEN,
    };
    let before = overlap.settled.map(|settled| {
        let lead = settled.stale.then(|| format!("{}: {}. ", words::BEFORE, words::settlement(settled.settlement)));
        let by = words::settled_by(&settled.by, &format::date_time(settled.at));
        view! { <p class="sm lines">{lead} {settled.reason} " " <span class="muted">"(" {by} ")"</span></p> }
    });
    let declared =
        overlap.declared.map(|mechanism| view! { <p class="sm lines">{words::DECLARED} ": " {mechanism}</p> });
    view! { <p><StateTag tone text/></p> {before} {declared} }
}

/// What could not be kept last time, where it was about this pair.
fn refused(settle: ServerAction<SettleOverlap>, whose: &Whose, other: &str) -> Option<(SettleForm, AppError)> {
    let error: AppError = settle.value().get_untracked()?.err()?;
    let form: SettleForm = error.kept()?;
    (form.other == other && form.target == whose.target).then_some((form, error))
}

#[component]
fn Form(whose: Whose, overlap: Overlap, settle: ServerAction<SettleOverlap>, declares: bool) -> impl IntoView {
    let other = overlap.other.clone();
    let (kept, error) = refused(settle, &whose, &other).unzip();
    let remarks = Remarks::new(error.map(|error| error.fields()).unwrap_or_default());
    let check = remarks.check(|sent: SettleOverlap| check_settlement(&sent.form.input()));
    let picked = match &kept {
        Some(form) => form.settlement,
        None => overlap.settled.as_ref().map(|settled| settled.settlement),
    };
    // Somebody else's settlement is shown above: what is sent now is said knowing it.
    let seen = overlap.seen();
    let reason = kept.map(|form| form.reason);
    let reason = reason.or_else(|| overlap.settled.map(|settled| settled.reason)).unwrap_or_default();
    let choices = Settlement::iter()
        .map(|one| {
            view! {
                <label class="choice">
                    <input type="radio" name="form[settlement]" value=one.to_string() checked=picked == Some(one)/>
                    <span><b>{words::settlement(one)}</b> <small>{words::settlement_hint(one)}</small></span>
                </label>
            }
        })
        .collect_view();
    let id = format!("f-settle-{}-{other}", whose.target);
    let of = format!("{id}/{seen}");
    let point = declares && overlap.with == Counterpart::National;
    let point = point.then(|| view! { <p class="sm muted">{words::DECLARE_HINT}</p> });
    view! {
        <ActionForm action=settle of class="stack gap-3" check>
            {whose.year.map(|key| view! { <input type="hidden" name="form[year]" value=key.to_string()/> })}
            <input type="hidden" name="form[agency]" value=whose.agency/>
            <input type="hidden" name="form[target]" value=whose.target.to_string()/>
            <input type="hidden" name="form[other]" value=other/>
            <input type="hidden" name="form[seen]" value=seen/>
            <What id=format!("{id}-what") wrong=remarks.on("settlement")>{choices}</What>
            {point}
            <Field id name="form[reason]" label=words::REASON hint=words::REASON_HINT control=Control::Text value=reason
                error=remarks.on("reason")/>
            <p><button class="btn" type="submit">{words::SETTLE}</button></p>
        </ActionForm>
    }
}

/// The choice of what the pair is; the one message that it has says that nothing was chosen.
#[component]
fn What(id: String, wrong: Signal<Option<String>>, children: Children) -> impl IntoView {
    let wrong = Signal::derive(move || wrong.with(Option::is_some));
    let described = {
        let id = id.clone();
        Signal::derive(move || wrong.get().then(|| id.clone()))
    };
    let invalid = Signal::derive(move || wrong.get().then_some("true"));
    let class = move || if wrong.get() { "stack gap-2 field--error" } else { "stack gap-2" };
    let message = move || {
        let id = id.clone();
        wrong.get().then(|| view! { <p class="field__error" id=id>{words::NOT_CHOSEN}</p> })
    };
    view! {
        <fieldset class=class role="radiogroup" aria-invalid=invalid aria-describedby=described>
            <legend class="field__label">{words::WHAT}</legend>
            {message}
            {children()}
        </fieldset>
    }
}
