//! What an entry lacks of decree 47/2020, article 11(4), by the letters of the clause.

use crate::catalog::EntryContent;
use crate::check::REQUIRED;

/// The letters of article 11(4).
pub const LETTERS: [char; 4] = ['a', 'b', 'c', 'd'];

/// The fields that a content lacks, each with its letter, in the clause's order; `items` is the field of letter d).
pub fn lacking(content: &EntryContent) -> Vec<(char, String)> {
    let fields = REQUIRED.iter().filter(|(field, _)| content.get(*field).trim().is_empty());
    let mut lacking: Vec<(char, String)> = fields.map(|(field, letter)| (*letter, field.to_string())).collect();
    let unnamed = content.items.iter().any(|item| item.name.trim().is_empty());
    if content.items.is_empty() || unnamed {
        lacking.push(('d', "items".to_owned()));
    }
    lacking
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::DataItem;
    use crate::change::{Place, apply};

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
            items: vec![DataItem { name: text(), ..DataItem::default() }],
            ..EntryContent::default()
        };
        assert_eq!(lacking(&whole), vec![]);
        for (field, letter) in REQUIRED {
            let mut without = whole.clone();
            if field == crate::change::Field::Name {
                without.name = " ".to_owned();
            } else {
                apply(&mut without, &Place::Field(field), "").expect("emptied");
            }
            assert_eq!(lacking(&without), [(letter, field.to_string())]);
        }
        let no_items = EntryContent { items: Vec::new(), ..whole.clone() };
        let unnamed = EntryContent { items: vec![DataItem::default()], ..whole };
        for content in [no_items, unnamed] {
            assert_eq!(lacking(&content), [('d', "items".to_owned())]);
        }
        let letters: Vec<char> = lacking(&EntryContent::default()).into_iter().map(|(letter, _)| letter).collect();
        assert_eq!(letters.first().zip(letters.last()), Some((&'a', &'d')));
        assert!(letters.iter().all(|letter| LETTERS.contains(letter)) && letters.is_sorted());
    }
}
