//! The fields of an entry in the parts of decree 47/2020, article 11(4): a) name, b) purpose, scope, content, c) how and
//! from where, d) items and forms; and a proposal's build plan. Under a changed field stands the value in force.

use std::collections::BTreeMap;

use domain::answer_form::AnswerForm;
use domain::catalog::{DataKind, EntryContent, Existence, Lists, Named, SECURITY_LEVELS, UpdateMethod};
use domain::change::Field as Place;
use domain::check::FieldError;
use domain::review::{AnswerPage as Data, BuildPlan, Priority, SecretDeclaration};
use leptos::prelude::*;
use strum::IntoEnumIterator;

use super::chooser::Chooser;
use super::items::Items;
use super::steps::{self, Step, Steps};
use crate::pages::diff_view::value_words;
use crate::pages::review::{field_id, remark_on};
use crate::text::{catalog, error, plan as plan_words, review as words};
use crate::ui::field::{Control, Field};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// What a part needs to draw its fields.
#[derive(Clone)]
struct Part {
    base: Option<EntryContent>,
    remarks: Vec<FieldError>,
    lists: Lists,
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
        view! {
            <Field id=field_id(&key) name=format!("form[{key}]") label=catalog::field(place) hint=catalog::field_hint(place)
                control value error=remark_on(&self.remarks, &key)>
                {before}
            </Field>
        }
        .into_any()
    }
}

/// Warnings on a field: they keep nothing from being sent, and stand under it, not at it.
fn warnings_on(remarks: &[FieldError], field: &str) -> Option<AnyView> {
    let on_it = remarks.iter().filter(|remark| remark.field == field && remark.code.is_warning());
    let lines: Vec<_> = on_it.map(|remark| view! { <li>{error::field_message(remark)}</li> }).collect();
    (!lines.is_empty()).then(|| view! { <Notice tone=Tone::Warn><ul class="flat sm">{lines}</ul></Notice> }.into_any())
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
    /// What there is to know of the documents of the legal basis.
    pub legal: Vec<FieldError>,
    pub is_proposal: bool,
    /// Before the first save nothing is wrong yet.
    pub is_saved: bool,
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
            legal: data.legal.clone(),
            is_proposal: data.answer.code.is_none(),
            is_saved: data.answer.draft.is_some(),
            editable: data.may_edit,
            address: steps::base(data),
        }
    }
}

/// Every field of the editor, a step for each part.
#[component]
pub fn Fields(drawn: Drawn, form: AnswerForm, remarks: Vec<FieldError>, steps: Steps) -> impl IntoView {
    let remarks = if drawn.is_saved { remarks } else { Vec::new() };
    let basis = Place::LegalBasis.to_string();
    let at_fields =
        remarks.iter().filter(|remark| remark.field != basis || !remark.code.is_warning()).cloned().collect();
    let Drawn { base, lists, citations, legal, is_proposal, editable, address, .. } = drawn;
    let part = Part { base, remarks: at_fields, lists: lists.clone() };
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
            <Kinds chosen=form.data_kind error=remark_on(&remarks, &Place::DataKind.to_string())/>
            {part.field(Place::LegalBasis, Control::Text, form.legal_basis)}
            {warnings_on(&legal, &basis)}
            <Chooser citations target=field_id(&basis)/>
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
    let items = view! { <Items items=form.items classes=lists.classes.clone() remarks=remarks.clone()/> };
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
    let plan = is_proposal.then(|| view! { <Plan plan=form.plan remarks=remarks.clone()/> }.into_any());
    let last = view! {
        <section class="sect stack" id="pr">
            <h2>{words::PART_REASON}</h2>
            <Field id=field_id("reason") name="form[reason]" label=words::CHANGE_REASON hint=words::CHANGE_REASON_HINT
                control=Control::Text value=form.reason error=remark_on(&remarks, "reason")/>
        </section>
        <Secret chosen=form.secret error=remark_on(&remarks, "secret")/>
    };
    let parts = [name.into_any(), purpose.into_any(), collection.into_any(), items.into_any(), more.into_any()];
    let parts = parts.into_iter().chain(plan).chain([last.into_any()]).enumerate();
    parts
        .map(|(place, content)| {
            let base = address.clone();
            view! { <Step steps number=steps.part(place) in_form=editable base>{content}</Step> }
        })
        .collect_view()
}

/// The kinds of data (articles 3.4, 3.5): several may be ticked.
#[component]
fn Kinds(chosen: BTreeMap<String, String>, error: Option<String>) -> impl IntoView {
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
            {error.map(|error| view! { <span class="field__error">{error}</span> })}
            <div class="row">{ticks}</div>
        </fieldset>
    }
}

/// Without the declaration nothing is sent; what holds state secrets is not stored (article 1.2).
#[component]
fn Secret(chosen: String, error: Option<String>) -> impl IntoView {
    let choices = [(SecretDeclaration::None, words::SECRET_NONE), (SecretDeclaration::Holds, words::SECRET_HOLDS)];
    let choices = options(words::CHOOSE, choices.into_iter().map(|(code, label)| (code.to_string(), label.to_owned())));
    // Not chosen yet is the empty choice.
    let chosen = if chosen == SecretDeclaration::Undeclared.to_string() { String::new() } else { chosen };
    view! {
        <section class="sect stack" id="ps">
            <h2>{words::PART_SECRET}</h2>
            <p class="sm"><a href="/quy-che#dieu-1-khoan-2" target="_blank" rel="external">{words::BY_CLAUSE_1_2}</a></p>
            <Field id=field_id("secret") name="form[secret]" label=words::SECRET hint=words::SECRET_HINT control=choices
                value=chosen error/>
        </section>
    }
}

/// How a proposed database is to be built (article 16.2).
#[component]
fn Plan(plan: BuildPlan, remarks: Vec<FieldError>) -> impl IntoView {
    let field = |name: &'static str, label: &'static str, control: Control, value: String| {
        let key = format!("plan.{name}");
        let error = remark_on(&remarks, &key);
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
