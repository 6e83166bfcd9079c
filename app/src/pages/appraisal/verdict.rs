//! The form of a verdict on one point: accept, accept another value, refuse.

use domain::catalog::{DataKind, Existence, SECURITY_LEVELS, SharingForm, UpdateMethod};
use domain::change::{Field as Place, Place as PointPlace, decode_item};
use domain::check::{FieldError, check_verdict};
use domain::review::{AnswerKind, ChosenAnswer, PlanField, Point, Priority, Side, Verdict};
use leptos::prelude::*;
use strum::IntoEnumIterator;

use super::Actions;
use crate::api::appraisal::{self, Decide};
use crate::error::AppError;
use crate::pages::remarks::Remarks;
use crate::text::{catalog, plan, queue, review as words};
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// What a value of one's own is given in.
enum Own {
    /// One control.
    One(Control),
    /// A row of the matrix: the rest of a new item stays as proposed.
    Row,
}

/// The control for a value of the appraiser's own, where another value than the proposed one makes sense.
fn own(point: &Point, chosen: &ChosenAnswer) -> Option<Own> {
    let named = |list: &[domain::catalog::Named]| list.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
    let agencies = || chosen.agencies.iter().map(|one| (one.id.to_string(), one.name.clone())).collect();
    let control = match &point.place {
        Some(PointPlace::Field(Place::Sector)) => Control::Select(named(&chosen.lists.sectors)),
        Some(PointPlace::Field(Place::UpdateFrequency)) => Control::Select(named(&chosen.lists.frequencies)),
        Some(PointPlace::Field(Place::Owner)) => Control::Select(agencies()),
        Some(PointPlace::Field(Place::DataKind)) => Control::Select(
            DataKind::iter().map(|kind| (kind.to_string(), catalog::data_kind(kind).to_owned())).collect(),
        ),
        Some(PointPlace::Field(Place::UpdateMethod)) => Control::Select(
            UpdateMethod::iter().map(|one| (one.to_string(), catalog::update_method(one).to_owned())).collect(),
        ),
        Some(PointPlace::Field(Place::Existence)) => Control::Select(
            Existence::iter().map(|one| (one.to_string(), catalog::existence(one).to_owned())).collect(),
        ),
        Some(PointPlace::Field(Place::SecurityLevel)) => {
            Control::Select(SECURITY_LEVELS.map(|level| (level.to_string(), catalog::security_level(level))).collect())
        }
        Some(PointPlace::Field(Place::StartYear)) => Control::Number,
        Some(
            PointPlace::Field(Place::Name | Place::Url | Place::OtherNames | Place::NationalDb)
            | PointPlace::ItemName(_),
        ) => Control::Line,
        Some(PointPlace::Field(_) | PointPlace::ItemFields(_)) => Control::Text,
        Some(PointPlace::ItemMatrix(..)) => Control::Select(forms()),
        Some(PointPlace::ItemPersonal(_) | PointPlace::ItemMaster(_)) => {
            Control::Select(["true", "false"].map(|flag| (flag.to_owned(), catalog::flag(flag).to_owned())).into())
        }
        Some(PointPlace::Plan(PlanField::Priority)) => Control::Select(
            Priority::iter().map(|level| (level.to_string(), plan::priority(level).to_owned())).collect(),
        ),
        Some(PointPlace::Plan(PlanField::Time | PlanField::CostMillionVnd)) => Control::Line,
        Some(PointPlace::Plan(PlanField::Need | PlanField::Method | PlanField::Funding)) => Control::Text,
        Some(PointPlace::ItemAdd(_)) => return Some(Own::Row),
        Some(PointPlace::ItemRemove(_)) => return None,
        None => match chosen.answer.draft.as_ref().map(|draft| draft.kind) {
            Some(AnswerKind::Transfer) => Control::Select(agencies()),
            Some(AnswerKind::Merge) => Control::Line,
            _ => return None,
        },
    };
    Some(Own::One(control))
}

fn forms() -> Vec<(String, String)> {
    SharingForm::iter().map(|form| (form.to_string(), catalog::sharing_form(form).to_owned())).collect()
}

/// What was typed and could not be kept, with what is wrong with it, where it was about this point.
pub fn refused(actions: Actions, point: &Point) -> Option<(appraisal::VerdictForm, Vec<FieldError>)> {
    let error: AppError = actions.decide.value().get_untracked()?.err()?;
    let form: appraisal::VerdictForm = error.kept()?;
    (form.point == point.id).then(|| (form, error.fields()))
}

/// Accept, accept another value, refuse: one press for the first, a reason for the others.
#[component]
pub fn VerdictForm(point: Point, chosen: ChosenAnswer, actions: Actions) -> impl IntoView {
    let id = point.id;
    let seen = point.decision.as_ref().map(|decision| decision.decided_at.unix_timestamp_nanos().to_string());
    let of = format!("{id}/{}", seen.as_deref().unwrap_or_default());
    let (kept, remarks) = refused(actions, &point).unzip();
    let remarks = Remarks::new(remarks.unwrap_or_default());
    let check = remarks.check(|sent: Decide| check_verdict(&sent.form.input()));
    let given = point.decision.as_ref().map(|decision| decision.verdict);
    let picked = kept.as_ref().map(|form| form.verdict).or(given).unwrap_or(Verdict::Accept);
    let own = own(&point, &chosen);
    let choices = Verdict::iter()
        .filter(|verdict| own.is_some() || *verdict != Verdict::AcceptModified)
        .map(|verdict| {
            let checked = verdict == picked;
            view! {
                <label class="choice">
                    <input type="radio" name="form[verdict]" value=verdict.to_string() checked=checked/>
                    <span><b>{words::verdict(verdict)}</b></span>
                </label>
            }
        })
        .collect_view();
    let decided = point.decision.as_ref().filter(|decision| !decision.value.is_empty());
    let value = decided.map_or_else(|| point.new.clone(), |decision| decision.value.clone());
    let own = own.map(|own| match own {
        Own::One(control) => {
            let value = kept.as_ref().map_or(value, |form| form.value.clone());
            let error = remarks.on("value");
            view! { <Field id=format!("f-value-{id}") name="form[value]" label=words::OTHER_VALUE control value error/> }
                .into_any()
        }
        Own::Row => view! { <MatrixRow point=point.clone() chosen=chosen.clone()/> }.into_any(),
    });
    let reason = kept.map(|form| form.reason).unwrap_or_default();
    let error = remarks.on("reason");
    let asked = point.waits_on() == Some(Side::Agency);
    let send = if asked { queue::DECIDE_ASKED } else { words::DECIDE };
    let contrary = remarks.on("verdict");
    view! {
        <ActionForm action=actions.decide of class="stack gap-3" check>
            <input type="hidden" name="form[point]" value=id.to_string()/>
            <input type="hidden" name="form[seen]" value=seen.unwrap_or_default()/>
            <fieldset class="verdict" id=format!("f-verdict-{id}")><legend class="vh">{words::DECIDE}</legend>
                {move || contrary.get().map(|error| view! { <span class="field__error">{error}</span> })}
                {choices}
            </fieldset>
            <div class="fb__own">{own}</div>
            <Field id=format!("f-reason-{id}") name="form[reason]" label=words::REASON_TO_AGENCY
                hint=words::REASON_TO_AGENCY_HINT control=Control::Text value=reason error/>
            {asked.then(|| view! { <Notice tone=Tone::Warn>{queue::STILL_ASKED}</Notice> })}
            <p><button class="btn" type="submit">{send}</button></p>
        </ActionForm>
    }
}

/// Who may have a new item, class by class.
#[component]
fn MatrixRow(point: Point, chosen: ChosenAnswer) -> impl IntoView {
    let proposed = decode_item("", &point.new).map(|item| item.matrix).unwrap_or_default();
    let id = point.id;
    let cells = chosen
        .lists
        .classes
        .into_iter()
        .map(|class| {
            let form = proposed.get(&class.id).copied().unwrap_or(SharingForm::None);
            view! {
                <Field id=format!("f-value-{id}-{}", class.id) name=format!("form[matrix][{}]", class.id) label=class.name
                    control=Control::Select(forms()) value=form.to_string()/>
            }
        })
        .collect_view();
    view! { <p class="sm"><b>{words::OTHER_MATRIX}</b></p><div class="itemform__matrix">{cells}</div> }
}
