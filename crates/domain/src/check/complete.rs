//! What an entry lacks of decree 47/2020, article 11(4), by the letters of the clause.

use crate::catalog::{EntryContent, SharingForm};
use crate::check::{FieldCode, FieldError, REQUIRED};

/// The letters of article 11(4).
pub const LETTERS: [char; 4] = ['a', 'b', 'c', 'd'];

/// The fields that a content lacks, each with its letter, in the clause's order; `items` is the field of letter d), which
/// asks for items that are open, by default or specific to some class: those that nobody gets are none of these.
pub fn lacking(content: &EntryContent) -> Vec<(char, String)> {
    let fields = REQUIRED.iter().filter(|(field, _)| content.get(*field).trim().is_empty());
    let mut lacking: Vec<(char, String)> = fields.map(|(field, letter)| (*letter, field.to_string())).collect();
    let unnamed = content.items.iter().any(|item| item.name.trim().is_empty());
    if content.items.is_empty() || unnamed || shares_nothing(content) {
        lacking.push(('d', "items".to_owned()));
    }
    lacking
}

/// Whether there are items, and no class may have any of them.
pub(super) fn shares_nothing(content: &EntryContent) -> bool {
    !content.items.is_empty() && content.items.iter().all(|item| item.widest() == SharingForm::None)
}

/// The fields that a content lacks and the decision in force does not, joined by `;`: what makes an entry less complete than
/// it was; of a new one all that it lacks.
pub fn newly_lacking(in_force: Option<&EntryContent>, content: &EntryContent) -> Option<String> {
    let before = in_force.map(lacking).unwrap_or_default();
    let new = lacking(content).into_iter().filter(|field| !before.contains(field));
    let fields: Vec<String> = new.map(|(_, field)| field).collect();
    (!fields.is_empty()).then(|| fields.join(";"))
}

/// Why an entry in force cannot be kept as it is: the fields that it lacks.
pub fn check_keep(in_force: &EntryContent) -> Option<FieldError> {
    let fields: Vec<String> = lacking(in_force).into_iter().map(|(_, field)| field).collect();
    (!fields.is_empty()).then(|| FieldError::with("keep", FieldCode::KeepsIncomplete, fields.join(";")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::DataItem;
    use crate::change::{Place, apply};
    use crate::check::{check_content, has_errors};
    use crate::id::ClassId;

    fn item(name: &str, form: SharingForm) -> DataItem {
        DataItem { name: name.to_owned(), matrix: [(ClassId::from("to_chuc"), form)].into(), ..DataItem::default() }
    }

    #[test]
    fn each_field_lacks_at_its_letter() {
        let text = || "có".to_owned();
        let whole = EntryContent {
            name: text(),
            purpose: text(),
            scope: text(),
            content: text(),
            legal_basis: text(),
            collection_mechanism: text(),
            update_frequency: text(),
            source: text(),
            items: vec![item("một", SharingForm::Specific), item("hai", SharingForm::None)],
            ..EntryContent::default()
        };
        assert_eq!((lacking(&whole), check_keep(&whole)), (vec![], None));
        for (field, letter) in REQUIRED {
            let mut without = whole.clone();
            if field == crate::change::Field::Name {
                without.name = " ".to_owned();
            } else {
                apply(&mut without, &Place::Field(field), "").expect("emptied");
            }
            assert_eq!(lacking(&without), [(letter, field.to_string())]);
            let kept = FieldError::with("keep", FieldCode::KeepsIncomplete, field.to_string());
            assert_eq!(check_keep(&without), Some(kept));
        }
        let no_items = EntryContent { items: Vec::new(), ..whole.clone() };
        let unnamed = EntryContent { items: vec![item("", SharingForm::Open)], ..whole.clone() };
        let without_cells = DataItem { name: "một".to_owned(), ..DataItem::default() };
        let for_nobody = EntryContent { items: vec![without_cells, item("hai", SharingForm::None)], ..whole };
        for content in [no_items, unnamed, for_nobody] {
            assert_eq!(lacking(&content), [('d', "items".to_owned())]);
            assert!(has_errors(&check_content(&content)), "what is lacking is not sent");
        }
        let letters: Vec<char> = lacking(&EntryContent::default()).into_iter().map(|(letter, _)| letter).collect();
        assert_eq!(letters.first().zip(letters.last()), Some((&'a', &'d')));
        assert!(letters.iter().all(|letter| LETTERS.contains(letter)) && letters.is_sorted());
    }
}
