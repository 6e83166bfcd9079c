//! Personal data is not opened (article 5.2; law 91/2025), but for what a law makes public, such as the registers of those
//! who practise medicine: then the answer names that law, which the register has ([`crate::legal::Register::opens`]).

use crate::catalog::{EntryContent, SharingForm};
use crate::id::ClassId;

/// The first item of personal data that a content opens to a class to which the decision in force has not opened it.
pub fn newly_open<'a>(in_force: Option<&EntryContent>, content: &'a EntryContent) -> Option<&'a str> {
    let was = |name: &str, class: &ClassId| {
        let item = in_force.and_then(|in_force| in_force.item(name));
        item.is_some_and(|item| item.personal && item.form(class) == SharingForm::Open)
    };
    let opened = content.items.iter().filter(|item| item.personal).find(|item| {
        let mut open = item.matrix.iter().filter(|(_, form)| **form == SharingForm::Open);
        open.any(|(class, _)| !was(&item.name, class))
    });
    opened.map(|item| item.name.as_str())
}
