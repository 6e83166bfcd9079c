//! The fields of an entry in the parts of decree 47/2020, article 11(4): a) name, b) purpose, scope, content, c) how and
//! from where, d) items and forms; and a proposal's build plan. Under a changed field stands the value in force.

use std::collections::BTreeMap;

use domain::answer_form::AnswerForm;
use domain::catalog::{DataKind, EntryContent, Existence, Lists, Named, SECURITY_LEVELS, UpdateMethod};
use domain::change::Field as Place;
use domain::review::{AnswerPage as Data, BuildPlan, Priority, SecretDeclaration};
use leptos::prelude::*;
use strum::IntoEnumIterator;

use super::chooser::Chooser;
use super::items::Items;
use super::steps::{self, Step, Steps};
use crate::pages::diff_view::value_words;
use crate::pages::remarks::Remarks;
use crate::pages::review::{RemarkList, blocks, field_id};
use crate::text::{catalog, error, plan as plan_words, review as words};
use crate::ui::field::{Control, Field};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// What a part needs to draw its fields.
#[derive(Clone)]
struct Part {
    base: Option<EntryContent>,
    remarks: Remarks,
    lists: Lists,
    editable: bool,
}

impl Part {
    /// One field with its remark and, when it differs, the value in force.
    fn field(&self, place: Place, control: Control, value: String) -> AnyView {
        let key = place.to_string();
        let before = self.base.as_ref().map(|base| base.get(place)).filter(|before| *before != value);
        let before = before.map(|before| {
            let before = value_words(&domain::change::Place::Field(place), &before, &self.lists, &[]);
            view! { <div class="was"><span><b>{words::IN_FORCE_NOW} " "</b><span class="lines">{before}</span></span></div> }
        });
        let hint = self.hint(catalog::field_hint(place));
        view! {
            <Field id=field_id(&key) name=format!("form[{key}]") label=catalog::field(place) hint
                control value error=self.remarks.error_on(&key)>
                {before}
            </Field>
            {warnings_on(self.remarks, key)}
        }
        .into_any()
    }

    /// How to fill a field, told to who may.
    fn hint(&self, hint: &'static str) -> &'static str {
        if self.editable { hint } else { "" }
    }
}

/// Warnings on a field: they keep nothing from being sent, and stand under it, not at it.
fn warnings_on(remarks: Remarks, field: String) -> impl IntoView {
    move || {
        let all = remarks.all();
        let on_it = all.iter().filter(|remark| remark.field == field && remark.code.is_warning());
        let lines: Vec<_> = on_it.map(|remark| view! { <li>{error::field_message(remark)}</li> }).collect();
        (!lines.is_empty()).then(|| view! { <Notice tone=Tone::Warn><ul class="flat sm">{lines}</ul></Notice> })
    }
}

fn options(first: &str, named: impl Iterator<Item = (String, String)>) -> Control {
    Control::Select(std::iter::once((String::new(), first.to_owned())).chain(named).collect())
}

/// What the fields are of, and what it takes to draw them.
#[derive(Clone)]
pub struct Drawn {
    /// The content in force.
    pub base: Option<EntryContent>,
    pub lists: Lists,
    pub citations: Vec<Named>,
    pub is_proposal: bool,
    pub editable: bool,
    /// The page's address, up to the step.
    pub address: String,
}

impl Drawn {
    pub fn of(data: &Data) -> Self {
        Self {
            base: data.answer.base.clone(),
            lists: data.lists.clone(),
            citations: data.citations.clone(),
            is_proposal: data.answer.code.is_none(),
            editable: data.may_edit,
            address: steps::base(data),
        }
    }
}

/// Every field of the editor, a step for each part.
#[component]
pub fn Fields(drawn: Drawn, form: AnswerForm, remarks: Remarks, steps: Steps) -> impl IntoView {
    let basis = Place::LegalBasis.to_string();
    let Drawn { base, lists, citations, is_proposal, editable, address } = drawn;
    let part = Part { base, remarks, lists: lists.clone(), editable };
    let sectors = options(words::CHOOSE, lists.sectors.iter().map(|one| (one.id.clone(), one.name.clone())));
    let frequencies = options(words::CHOOSE, lists.frequencies.iter().map(|one| (one.id.clone(), one.name.clone())));
    let methods = UpdateMethod::iter().map(|one| (one.to_string(), catalog::update_method(one).to_owned()));
    let methods = options(words::CHOOSE, methods);
    let existences = Existence::iter().map(|one| (one.to_string(), catalog::existence(one).to_owned()));
    let existences = options(words::CHOOSE, existences);
    let levels =
        options(words::CHOOSE, SECURITY_LEVELS.map(|level| (level.to_string(), catalog::security_level(level))));
    let name = view! {
        <section class="sect stack" id="pa"><h2>{words::PART_A}</h2>
            {part.field(Place::Name, Control::Line, form.name)}
            {part.field(Place::OtherNames, Control::Line, form.other_names)}
            <div class="two">
                {part.field(Place::Sector, sectors, form.sector)}
                {part.field(Place::Existence, existences, form.existence)}
            </div>
        </section>
    };
    let purpose = view! {
        <section class="sect stack" id="pb"><h2>{words::PART_B}</h2>
            {part.field(Place::Purpose, Control::Text, form.purpose)}
            {part.field(Place::Scope, Control::Text, form.scope)}
            <div class="two">
                {part.field(Place::ScopeTerritory, Control::Line, form.scope_territory)}
                {part.field(Place::ScopeTime, Control::Line, form.scope_time)}
            </div>
            {part.field(Place::Content, Control::Text, form.content)}
            <Kinds chosen=form.data_kind error=remarks.on(&Place::DataKind.to_string())/>
            {part.field(Place::LegalBasis, Control::Text, form.legal_basis)}
            {editable.then(|| view! { <Chooser citations target=field_id(&basis)/> })}
        </section>
    };
    let collection = view! {
        <section class="sect stack" id="pc"><h2>{words::PART_C}</h2>
            {part.field(Place::CollectionMechanism, Control::Text, form.collection_mechanism)}
            <div class="two">
                {part.field(Place::UpdateMethod, methods, form.update_method)}
                {part.field(Place::UpdateFrequency, frequencies, form.update_frequency)}
            </div>
            {part.field(Place::Source, Control::Text, form.source)}
            {part.field(Place::NationalDb, Control::Line, form.national_db)}
            {part.field(Place::SyncMechanism, Control::Text, form.sync_mechanism)}
        </section>
    };
    let items = view! { <Items items=form.items classes=lists.classes.clone() remarks editable/> };
    let more = view! {
        <section class="sect stack" id="pe"><h2>{words::PART_MORE}</h2>
            {part.field(Place::Consumers, Control::Text, form.consumers)}
            <div class="two">
                {part.field(Place::StartYear, Control::Number, form.start_year)}
                {part.field(Place::SecurityLevel, levels, form.security_level)}
            </div>
            <div class="two">
                {part.field(Place::Url, Control::Line, form.url)}
                {part.field(Place::Hosting, Control::Line, form.hosting)}
            </div>
            {part.field(Place::OperatorUnit, Control::Line, form.operator_unit)}
            {part.field(Place::Procedures, Control::Text, form.procedures)}
            {part.field(Place::Funding, Control::Line, form.funding)}
            {part.field(Place::Note, Control::Text, form.note)}
        </section>
    };
    let plan = is_proposal.then(|| view! { <Plan plan=form.plan remarks/> }.into_any());
    let (why, of_secret) = (part.hint(words::CHANGE_REASON_HINT), part.hint(words::SECRET_HINT));
    let last = view! {
        <section class="sect stack" id="pr">
            <h2>{words::PART_REASON}</h2>
            <Field id=field_id("reason") name="form[reason]" label=words::CHANGE_REASON hint=why
                control=Control::Text value=form.reason error=remarks.on("reason")/>
        </section>
        <Secret chosen=form.secret hint=of_secret error=remarks.on("secret")/>
    };
    let parts = [name.into_any(), purpose.into_any(), collection.into_any(), items.into_any(), more.into_any()];
    let parts = parts.into_iter().chain(plan).chain([last.into_any()]).enumerate();
    parts
        .map(|(place, content)| {
            let base = address.clone();
            view! {
                <Step steps number=steps.part(place) in_form=editable base>
                    <OfPart place is_proposal remarks/>
                    {content}
                </Step>
            }
        })
        .collect_view()
}

/// What is wrong in one part, where a narrow screen shows that part alone.
#[component]
fn OfPart(place: usize, is_proposal: bool, remarks: Remarks) -> impl IntoView {
    move || {
        let mut here = remarks.all();
        // What is only warned of stands at its field.
        here.retain(|one| place_of(&one.field, is_proposal) == Some(place) && !one.code.is_warning());
        blocks(&here).then(|| view! { <div class="errors step__only"><RemarkList remarks=here/></div> })
    }
}

/// The place of the part that has a field, counted from 0; of what is in none of them, none.
fn place_of(field: &str, is_proposal: bool) -> Option<usize> {
    let plan = steps::ITEMS + 2;
    match field {
        "items" => return Some(steps::ITEMS),
        "reason" | "secret" => return Some(if is_proposal { plan + 1 } else { plan }),
        _ if field.starts_with("items.") => return Some(steps::ITEMS),
        _ if field.starts_with("plan.") => return Some(plan),
        _ => {}
    }
    match field.parse::<Place>().ok()? {
        Place::Name | Place::OtherNames | Place::Sector | Place::Existence => Some(0),
        Place::Purpose | Place::Scope | Place::ScopeTerritory | Place::ScopeTime => Some(1),
        Place::Content | Place::DataKind | Place::LegalBasis => Some(1),
        Place::CollectionMechanism | Place::UpdateMethod | Place::UpdateFrequency => Some(2),
        Place::Source | Place::NationalDb | Place::SyncMechanism => Some(2),
        Place::Consumers | Place::StartYear | Place::SecurityLevel | Place::Url | Place::Hosting => Some(4),
        Place::OperatorUnit | Place::Procedures | Place::Funding | Place::Note => Some(4),
        Place::Owner => None,
    }
}

/// The kinds of data (articles 3.4, 3.5): several may be ticked.
#[component]
fn Kinds(chosen: BTreeMap<String, String>, error: Signal<Option<String>>) -> impl IntoView {
    let ticks = DataKind::iter()
        .map(|kind| {
            let on = chosen.contains_key(&kind.to_string());
            view! {
                <label class="check">
                    <input type="checkbox" name=format!("form[data_kind][{kind}]") value="on" checked=on/>
                    <span>{catalog::data_kind(kind)}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="stack gap-2" id=field_id(&Place::DataKind.to_string())>
            <legend class="field__label">{catalog::field(Place::DataKind)}</legend>
            {move || error.get().map(|error| view! { <span class="field__error">{error}</span> })}
            <div class="row">{ticks}</div>
        </fieldset>
    }
}

/// Without the declaration nothing is sent; what holds state secrets is not stored (article 1.2).
#[component]
fn Secret(chosen: String, hint: &'static str, error: Signal<Option<String>>) -> impl IntoView {
    let choices = [(SecretDeclaration::None, words::SECRET_NONE), (SecretDeclaration::Holds, words::SECRET_HOLDS)];
    let choices = options(words::CHOOSE, choices.into_iter().map(|(code, label)| (code.to_string(), label.to_owned())));
    // Not chosen yet is the empty choice.
    let chosen = if chosen == SecretDeclaration::Undeclared.to_string() { String::new() } else { chosen };
    view! {
        <section class="sect stack" id="ps">
            <h2>{words::PART_SECRET}</h2>
            <p class="sm"><a href="/quy-che#dieu-1-khoan-2" target="_blank" rel="external">{words::BY_CLAUSE_1_2}</a></p>
            <Field id=field_id("secret") name="form[secret]" label=words::SECRET hint control=choices
                value=chosen error/>
        </section>
    }
}

/// How a proposed database is to be built (article 16.2).
#[component]
fn Plan(plan: BuildPlan, remarks: Remarks) -> impl IntoView {
    let field = |name: &'static str, label: &'static str, control: Control, value: String| {
        let key = format!("plan.{name}");
        let error = remarks.on(&key);
        view! { <Field id=field_id(&key) name=format!("form[plan][{name}]") label=label control value error/> }
    };
    let levels = Priority::iter().map(|level| (level.to_string(), plan_words::priority(level).to_owned()));
    let levels = options(words::CHOOSE, levels);
    view! {
        <section class="sect stack" id="pf">
            <h2>{plan_words::TITLE}</h2>
            <p class="sm"><a href="/quy-che#dieu-16-khoan-2" target="_blank" rel="external">{words::BY_CLAUSE_16_2}</a></p>
            {field("need", plan_words::NEED, Control::Text, plan.need)}
            {field("method", plan_words::METHOD, Control::Text, plan.method)}
            {field("time", plan_words::TIME, Control::Line, plan.time)}
            {field("cost_million_vnd", plan_words::COST, Control::Line, plan.cost_million_vnd)}
            {field("funding", plan_words::FUNDING, Control::Line, plan.funding)}
            {field("priority", plan_words::PRIORITY, levels, plan.priority)}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_in_a_part() {
        for field in Place::iter().filter(|field| *field != Place::Owner) {
            assert!(place_of(&field.to_string(), true).is_some(), "{field}");
        }
        for (field, of_proposal, of_change) in [
            ("legal_basis", Some(1), Some(1)),
            ("items", Some(3), Some(3)),
            ("items.2.matrix.ca_nhan", Some(3), Some(3)),
            ("plan.need", Some(5), Some(5)),
            ("reason", Some(6), Some(5)),
            ("secret", Some(6), Some(5)),
            ("overlap", None, None),
        ] {
            assert_eq!([true, false].map(|new| place_of(field, new)), [of_proposal, of_change], "{field}");
        }
    }
}
