//! What a form or an entry still lacks, field by field. The same functions run in the browser, for speed, and in the
//! store, for truth. They give codes; the words stand in the application's `text`.

mod address;
mod complete;
mod forms;
mod personal;
mod remark;

pub use address::is_web_address;
pub use complete::{LETTERS, check_keep, lacking, newly_lacking};
pub use forms::{check_due, check_remark};
pub(crate) use forms::{typed_date, typed_line};
pub use personal::newly_open;
pub use remark::{FieldCode, FieldError};

use std::collections::BTreeSet;

use strum::IntoEnumIterator;

use crate::catalog::{EntryContent, Lists, SECURITY_LEVELS, SharingForm};
use crate::change::{Field, Place, START_YEARS, apply, diff, substitute};
use crate::format::date;
use crate::legal::{Register, names_law};
use crate::regulation::DECISION;
use crate::review::{AnswerDraft, AnswerKind, PlanField, Priority, SecretDeclaration, Verdict, VerdictInput};

/// The most characters of a name of an entry, an item or a document number.
pub const NAME_CHARS_MAX: usize = 300;
/// The most characters of a text field.
pub const TEXT_CHARS_MAX: usize = 8_000;
/// The most items of data that one entry may have.
pub const ITEMS_MAX: usize = 100;

/// Whether any remark is more than a warning.
pub fn has_errors(errors: &[FieldError]) -> bool {
    errors.iter().any(|error| !error.code.is_warning())
}

/// Fields that decree 47/2020, article 11(4)(a)-(c) demands of every entry, with the clause's letter. The legal basis
/// stands with the scope: only what is shared under the law belongs in the catalog (regulation, article 8.1).
pub const REQUIRED: [(Field, char); 8] = [
    (Field::Name, 'a'),
    (Field::Purpose, 'b'),
    (Field::Scope, 'b'),
    (Field::Content, 'b'),
    (Field::LegalBasis, 'b'),
    (Field::CollectionMechanism, 'c'),
    (Field::UpdateFrequency, 'c'),
    (Field::Source, 'c'),
];

/// What an entry lacks of decree 47/2020, article 11(4), and what is odd about it (regulation, article 8.3).
pub fn check_content(content: &EntryContent) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (field, _) in REQUIRED {
        if content.get(field).trim().is_empty() {
            errors.push(FieldError::new(field.to_string(), FieldCode::Required));
        }
    }
    for (field, max) in [
        (Field::Name, NAME_CHARS_MAX),
        (Field::Sector, NAME_CHARS_MAX),
        (Field::UpdateFrequency, NAME_CHARS_MAX),
        (Field::Purpose, TEXT_CHARS_MAX),
        (Field::Scope, TEXT_CHARS_MAX),
        (Field::Content, TEXT_CHARS_MAX),
        (Field::CollectionMechanism, TEXT_CHARS_MAX),
        (Field::Source, TEXT_CHARS_MAX),
        (Field::Consumers, TEXT_CHARS_MAX),
        (Field::LegalBasis, TEXT_CHARS_MAX),
        (Field::Note, TEXT_CHARS_MAX),
        (Field::OtherNames, NAME_CHARS_MAX),
        (Field::ScopeTerritory, TEXT_CHARS_MAX),
        (Field::ScopeTime, TEXT_CHARS_MAX),
        (Field::NationalDb, NAME_CHARS_MAX),
        (Field::SyncMechanism, TEXT_CHARS_MAX),
        (Field::Url, NAME_CHARS_MAX),
        (Field::Hosting, TEXT_CHARS_MAX),
        (Field::Procedures, TEXT_CHARS_MAX),
        (Field::Funding, TEXT_CHARS_MAX),
        (Field::OperatorUnit, TEXT_CHARS_MAX),
    ] {
        if content.get(field).chars().count() > max {
            errors.push(FieldError::with(field.to_string(), FieldCode::TooLong, max.to_string()));
        }
    }
    if content.start_year.is_some_and(|year| !START_YEARS.contains(&year)) {
        errors.push(FieldError::new(Field::StartYear.to_string(), FieldCode::OutOfRange));
    }
    if content.security_level.is_some_and(|level| !SECURITY_LEVELS.contains(&level)) {
        errors.push(FieldError::new(Field::SecurityLevel.to_string(), FieldCode::OutOfRange));
    }
    if !content.url.is_empty() && !is_web_address(&content.url) {
        errors.push(FieldError::new(Field::Url.to_string(), FieldCode::NotAnAddress));
    }
    if !content.national_db.is_empty() && content.sync_mechanism.trim().is_empty() {
        errors.push(FieldError::new(Field::SyncMechanism.to_string(), FieldCode::Required));
    }
    errors.extend(check_items(content));
    errors
}

/// Codes of a content that the reference lists do not have: its sector, its frequency, the classes of its matrix. Empty
/// ones are [`check_content`]'s matter.
pub fn check_lists(content: &EntryContent, lists: &Lists) -> Vec<FieldError> {
    let mut errors = Vec::new();
    for (field, known) in [(Field::Sector, &lists.sectors), (Field::UpdateFrequency, &lists.frequencies)] {
        let code = content.get(field);
        if !code.is_empty() && !known.iter().any(|one| one.id == code) {
            errors.push(FieldError::new(field.to_string(), FieldCode::Unknown));
        }
    }
    let listed = |id: &str| lists.national.iter().any(|one| one.id == id);
    let named = content.national_db.split(';').map(str::trim).filter(|id| !id.is_empty());
    if let Some(unknown) = named.into_iter().find(|id| !lists.national.is_empty() && !listed(id)) {
        errors.push(FieldError::with(Field::NationalDb.to_string(), FieldCode::Unknown, unknown));
    }
    for (n, item) in content.items.iter().enumerate() {
        if item.matrix.keys().any(|class| !lists.classes.iter().any(|one| one.id == *class)) {
            errors.push(FieldError::new(format!("items.{n}.matrix"), FieldCode::Unknown));
        }
    }
    errors
}

fn check_items(content: &EntryContent) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if content.items.is_empty() {
        errors.push(FieldError::new("items", FieldCode::Required));
    }
    if content.items.len() > ITEMS_MAX {
        errors.push(FieldError::with("items", FieldCode::TooMany, ITEMS_MAX.to_string()));
    }
    let mut names = BTreeSet::new();
    for (n, item) in content.items.iter().enumerate() {
        let field = |part: &str| format!("items.{n}.{part}");
        if item.name.trim().is_empty() {
            errors.push(FieldError::with(field("name"), FieldCode::Required, (n + 1).to_string()));
        } else if !names.insert(item.name.as_str()) {
            errors.push(FieldError::with(field("name"), FieldCode::Taken, item.name.clone()));
        }
        if item.name.chars().count() > NAME_CHARS_MAX {
            errors.push(FieldError::with(field("name"), FieldCode::TooLong, NAME_CHARS_MAX.to_string()));
        }
        if item.fields.chars().count() > TEXT_CHARS_MAX {
            errors.push(FieldError::with(field("fields"), FieldCode::TooLong, TEXT_CHARS_MAX.to_string()));
        }
        if item.personal
            && let Some((class, _)) = item.matrix.iter().find(|(_, form)| **form == SharingForm::Open)
        {
            errors.push(FieldError::with(
                field(&format!("matrix.{class}")),
                FieldCode::PersonalOpen,
                item.name.clone(),
            ));
        }
        if item.widest() == SharingForm::None {
            errors.push(FieldError::with(field("matrix"), FieldCode::SharedWithNobody, item.name.clone()));
        }
    }
    if complete::shares_nothing(content) {
        errors.push(FieldError::new("items", FieldCode::NothingShared));
    }
    errors
}

/// What keeps an answer from being sent. `base` is the content in force, `code` the entry's own code. What is kept is
/// asked for the same as what is changed (regulation, article 8.3).
pub fn check_answer(draft: &AnswerDraft, base: Option<&EntryContent>, code: Option<&str>) -> Vec<FieldError> {
    check_answer_under(draft, base, code, None)
}

/// The same, with the register of legal documents: the law that is to make personal data public is looked up in it.
pub fn check_answer_under(
    draft: &AnswerDraft,
    base: Option<&EntryContent>,
    code: Option<&str>,
    register: Option<&Register>,
) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut required = |field: &str, value: &str| {
        if value.trim().is_empty() {
            errors.push(FieldError::new(field, FieldCode::Required));
        } else if value.chars().count() > TEXT_CHARS_MAX {
            errors.push(FieldError::with(field, FieldCode::TooLong, TEXT_CHARS_MAX.to_string()));
        }
    };
    match draft.kind {
        AnswerKind::Keep => errors.extend(base.and_then(check_keep)),
        AnswerKind::Modify => {}
        AnswerKind::Withdraw => required("reason", &draft.reason),
        AnswerKind::Merge | AnswerKind::Transfer => {
            required("target", &draft.target);
            required("reason", &draft.reason);
        }
        AnswerKind::Propose => {
            let plan = draft.plan.clone().unwrap_or_default();
            for field in PlanField::iter() {
                required(&Place::Plan(field).key(), plan.get(field));
            }
            let filled = PlanField::iter().filter(|field| !plan.get(*field).trim().is_empty());
            let fault = |field| Some(FieldError::new(Place::Plan(field).key(), unfit(field, plan.get(field))?));
            errors.extend(filled.filter_map(fault));
        }
    }
    if draft.kind.has_day()
        && let Some(day) = typed_date("effective", &draft.effective, &mut errors)
    {
        // Nothing left a catalog, or changed hands in one, before there could be any.
        let first = DECISION.effective_from;
        if day < first && day.year() >= 2000 {
            errors.push(FieldError::with("effective", FieldCode::TooEarly, date(first)));
        }
    }
    if !draft.kind.has_day() && draft.reason.chars().count() > TEXT_CHARS_MAX {
        errors.push(FieldError::with("reason", FieldCode::TooLong, TEXT_CHARS_MAX.to_string()));
    }
    let itself = match draft.kind {
        AnswerKind::Merge => code.is_some_and(|code| code == draft.target),
        AnswerKind::Transfer => base.is_some_and(|base| base.owner.as_str() == draft.target),
        _ => false,
    };
    if itself {
        errors.push(FieldError::new("target", FieldCode::Itself));
    }
    if matches!(draft.kind, AnswerKind::Modify | AnswerKind::Propose) {
        match (&draft.content, base) {
            (None, _) => errors.push(FieldError::new("content", FieldCode::NoChange)),
            (Some(content), Some(base)) if diff(base, content).is_empty() => {
                errors.push(FieldError::new("content", FieldCode::NoChange));
            }
            (Some(content), base) => errors
                .extend(check_content(content).into_iter().map(|error| weighed(error, draft, content, base, register))),
        }
        match draft.secret {
            SecretDeclaration::None => {}
            SecretDeclaration::Undeclared => errors.push(FieldError::new("secret", FieldCode::SecretUndeclared)),
            SecretDeclaration::Holds => errors.push(FieldError::new("secret", FieldCode::StateSecret)),
        }
    }
    errors
}

/// Personal data is not opened, but for what a law makes public: the decision in force has it so already, or the answer's
/// reason names the law, not just anything. Then it is told of, and does not block.
fn weighed(
    error: FieldError,
    draft: &AnswerDraft,
    content: &EntryContent,
    base: Option<&EntryContent>,
    register: Option<&Register>,
) -> FieldError {
    let was_open = || {
        let (n, class) = error.field.strip_prefix("items.")?.split_once(".matrix.")?;
        let item = content.items.get(n.parse::<usize>().ok()?)?;
        let before = base?.item(&item.name)?;
        Some(before.personal && before.form(&class.into()) == SharingForm::Open)
    };
    let names = || names_law(&draft.reason) && register.is_none_or(|register| register.opens(&draft.reason));
    let by_law = error.code == FieldCode::PersonalOpen && (names() || was_open() == Some(true));
    if by_law { FieldError { code: FieldCode::PersonalOpenByLaw, ..error } } else { error }
}

/// What is wrong with a value for a field of the plan.
fn unfit(field: PlanField, value: &str) -> Option<FieldCode> {
    match field {
        PlanField::CostMillionVnd => parse_million(value.trim()).is_none().then_some(FieldCode::NotANumber),
        PlanField::Priority => value.trim().parse::<Priority>().is_err().then_some(FieldCode::Unknown),
        PlanField::Need | PlanField::Method | PlanField::Time | PlanField::Funding => None,
    }
}

/// A sum in million đồng as people type it: `1800`, `1.800`, `1.800,5`. What could mean two sums is none: `1.5`.
pub fn parse_million(text: &str) -> Option<f64> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let (whole, fraction) = text.split_once(',').unwrap_or((text, "0"));
    let (first, groups) = match whole.split_once(['.', ' ', '\u{a0}']) {
        Some((first, rest)) => (first, rest.split(['.', ' ', '\u{a0}']).collect()),
        None => (whole, Vec::new()),
    };
    let grouped = groups.is_empty() || first.len() <= 3;
    if !grouped || !digits(first) || !digits(fraction) || groups.iter().any(|group| group.len() != 3 || !digits(group))
    {
        return None;
    }
    let value: f64 = format!("{first}{}.{fraction}", groups.concat()).parse().ok()?;
    (value <= 1e9).then_some(value)
}

/// What is missing from a verdict.
pub fn check_verdict(input: &VerdictInput) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let reason_missing = input.reason.trim().is_empty();
    match input.verdict {
        Verdict::Accept => {}
        Verdict::Reject if reason_missing => errors.push(FieldError::new("reason", FieldCode::Required)),
        Verdict::Reject => {}
        Verdict::AcceptModified => {
            if input.value.trim().is_empty() {
                errors.push(FieldError::new("value", FieldCode::Required));
            }
            if reason_missing {
                errors.push(FieldError::new("reason", FieldCode::Required));
            }
        }
    }
    for (field, text) in [("reason", &input.reason), ("value", &input.value)] {
        if text.chars().count() > TEXT_CHARS_MAX {
            errors.push(FieldError::with(field, FieldCode::TooLong, TEXT_CHARS_MAX.to_string()));
        }
    }
    errors
}

/// What is wrong with the value that an appraiser accepts instead of the one proposed for a place: it does not fit there,
/// or it makes the entry faulty where it was not before.
pub fn check_own_value(
    before: &EntryContent,
    place: &Place,
    proposed: &str,
    value: &str,
    lists: &Lists,
) -> Option<FieldError> {
    if let Place::Plan(field) = place {
        return unfit(*field, value).map(|code| FieldError::new("value", code));
    }
    let mut after = before.clone();
    if apply(&mut after, place, &substitute(place, proposed, value)).is_err() {
        return Some(FieldError::new("value", FieldCode::Unknown));
    }
    let faults = |content: &EntryContent| [check_content(content), check_lists(content, lists)].concat();
    let of_old = faults(before);
    let brought = faults(&after).into_iter().find(|fault| !fault.code.is_warning() && !of_old.contains(fault))?;
    Some(FieldError { field: "value".to_owned(), ..brought })
}
