//! The focal point of an agency, as everybody may see it (decree 47/2020, article 7; regulation, article 16.3): who it is,
//! and how to reach the office. Nothing private is asked.

use serde::{Deserialize, Serialize};
use time::Date;

use super::AgencyRef;
use crate::check::{FieldCode, FieldError, typed_date, typed_line};
use crate::format;
use crate::reminder::is_email;

/// The most characters of a telephone number, with what stands between its digits.
const PHONE_CHARS_MAX: usize = 40;

/// Who speaks for an agency, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// The office or division.
    pub unit: String,
    pub name: String,
    pub position: String,
    /// Of the office.
    pub phone: String,
    /// Of the office.
    pub email: String,
    /// The number of the document that named the person; empty where none was told.
    pub document: String,
    /// The day of that document; there exactly when its number is.
    pub document_date: Option<Date>,
}

impl Contact {
    /// Whether another person speaks for the agency than `before`; the same name in other letters is the same person.
    pub fn is_another_person(&self, before: &Self) -> bool {
        self.name.to_lowercase() != before.name.to_lowercase()
    }
}

/// A focal point with the days on which it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactPeriod {
    pub contact: Contact,
    /// The how manieth of its agency, from 1.
    pub version: i64,
    pub valid_from: Date,
    /// The last day; `None` for the one that is current.
    pub valid_to: Option<Date>,
}

/// The focal point that the page of an agency shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactView {
    /// Whose it is: the agency's own, or that of the one which took over all its work.
    pub agency: AgencyRef,
    pub period: ContactPeriod,
}

/// A focal point as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactForm {
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub position: String,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub email: String,
    #[serde(default)]
    pub document: String,
    #[serde(default)]
    pub document_date: String,
}

impl ContactForm {
    /// What stands, to be changed.
    pub fn of(contact: &Contact) -> Self {
        Self {
            unit: contact.unit.clone(),
            name: contact.name.clone(),
            position: contact.position.clone(),
            phone: contact.phone.clone(),
            email: contact.email.clone(),
            document: contact.document.clone(),
            document_date: contact.document_date.map(format::iso_date).unwrap_or_default(),
        }
    }

    /// `today`: where it is known. The document may be left out, not one half of it.
    ///
    /// # Errors
    /// Every field that is missing or too long; what is no telephone of an office or no e-mail address; a document of no day
    /// or of a day to come.
    pub fn check(&self, today: Option<Date>) -> Result<Contact, Vec<FieldError>> {
        let mut errors = Vec::new();
        let unit = typed_line("contact_unit", &self.unit, &mut errors);
        let name = typed_line("contact_name", &self.name, &mut errors);
        let position = typed_line("contact_position", &self.position, &mut errors);
        let phone = typed_line("contact_phone", &self.phone, &mut errors);
        if !phone.is_empty() && !is_office_phone(&phone) {
            errors.push(FieldError::new("contact_phone", FieldCode::NotAnOfficePhone));
        }
        let email = typed_line("contact_email", &self.email, &mut errors);
        if !email.is_empty() && !is_email(&email) {
            errors.push(FieldError::new("contact_email", FieldCode::NotAnEmail));
        }
        let (mut document, mut document_date) = (String::new(), None);
        if !self.document.trim().is_empty() || !self.document_date.trim().is_empty() {
            document = typed_line("contact_document", &self.document, &mut errors);
            document_date = typed_date("contact_document_date", &self.document_date, &mut errors);
        }
        if document_date.zip(today).is_some_and(|(day, today)| day > today) {
            errors.push(FieldError::new("contact_document_date", FieldCode::OutOfRange));
        }
        if errors.is_empty() {
            Ok(Contact { unit, name, position, phone, email, document, document_date })
        } else {
            Err(errors)
        }
    }
}

/// Whether a text is a telephone number that an office has: a fixed line (`02…`, ten or eleven digits) or a service number
/// (`1800…`, `1900…`), with blanks, dots, hyphens and brackets as one likes. A mobile one is a person's: it is not published.
pub fn is_office_phone(text: &str) -> bool {
    let local = text.strip_prefix("+84").map_or_else(|| text.to_owned(), |rest| format!("0{rest}"));
    let digits: String = local.chars().filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')')).collect();
    let fixed = digits.starts_with("02") && (10..=11).contains(&digits.len());
    let service = ["1800", "1900"].iter().any(|first| digits.starts_with(first)) && (8..=10).contains(&digits.len());
    text.chars().count() <= PHONE_CHARS_MAX && (fixed || service) && digits.bytes().all(|digit| digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn form() -> ContactForm {
        ContactForm {
            unit: " Văn  phòng Sở".to_owned(),
            name: "Lê Thị Hạnh".to_owned(),
            position: "Chuyên viên".to_owned(),
            phone: "(0262) 000.0001".to_owned(),
            email: "vanphong@so.example".to_owned(),
            document: "12/QĐ-SYT".to_owned(),
            document_date: "15/01/2026".to_owned(),
        }
    }

    #[test]
    fn telephones_of_offices() {
        for phone in ["0262 3812 345", "0243-812-3456", "+84 262 381 2345", "(0262) 3.812.345", "1800 1234", "19001234"]
        {
            assert!(is_office_phone(phone), "{phone}");
        }
        let blanks = format!("0262{}3812345", " ".repeat(40));
        for phone in [
            "",
            "3812345",
            "0905 123 456",
            "+84 905 123 456",
            "0262 381",
            "0262 3812 3456",
            "0262 38l2 345",
            "0262; 0263",
            blanks.as_str(),
        ] {
            assert!(!is_office_phone(phone), "{phone}");
        }
    }

    #[test]
    fn what_a_form_lacks() {
        let today = date!(2026 - 01 - 15);
        let whole = form().check(Some(today)).expect("it is whole");
        assert_eq!((whole.unit.as_str(), whole.document_date), ("Văn phòng Sở", Some(today)));
        assert_eq!(ContactForm::of(&whole).check(Some(today)), Ok(whole));
        type Change = fn(&mut ContactForm);
        let cases: [(Change, &str, FieldCode); 11] = [
            (|form| form.unit.clear(), "contact_unit", FieldCode::Required),
            (|form| form.name = "\u{200b} ".to_owned(), "contact_name", FieldCode::Required),
            (|form| form.position = "a".repeat(301), "contact_position", FieldCode::TooLong),
            (|form| form.phone.clear(), "contact_phone", FieldCode::Required),
            (|form| form.phone = "0905 123 456".to_owned(), "contact_phone", FieldCode::NotAnOfficePhone),
            (|form| form.email.clear(), "contact_email", FieldCode::Required),
            (|form| form.email = "vanphong@so".to_owned(), "contact_email", FieldCode::NotAnEmail),
            (|form| form.document.clear(), "contact_document", FieldCode::Required),
            (|form| form.document_date.clear(), "contact_document_date", FieldCode::Required),
            (|form| form.document_date = "31/02/2026".to_owned(), "contact_document_date", FieldCode::NotADate),
            (|form| form.document_date = "2026-01-16".to_owned(), "contact_document_date", FieldCode::OutOfRange),
        ];
        for (change, field, code) in cases {
            let mut form = form();
            change(&mut form);
            let told = form.check(Some(today)).expect_err(field);
            assert_eq!(told.iter().map(|one| (one.field.as_str(), one.code)).collect::<Vec<_>>(), [(field, code)]);
        }
        let without = ContactForm { document: String::new(), document_date: " ".to_owned(), ..form() };
        assert_eq!(without.check(Some(today)).expect("no document is told").document_date, None);
    }

    #[test]
    fn another_person_is_one_of_another_name() {
        let stands = form().check(None).expect("it is whole");
        type Change = fn(&mut ContactForm);
        let cases: [(Change, bool); 5] = [
            (|_| {}, false),
            (|form| form.name = " LÊ  Thị Hạnh".to_owned(), false),
            (|form| form.phone = "0262 3812 345".to_owned(), false),
            (|form| form.position = "Phó Chánh Văn phòng".to_owned(), false),
            (|form| form.name = "Lê Thị Hạnh Nhi".to_owned(), true),
        ];
        for (change, expected) in cases {
            let mut form = form();
            change(&mut form);
            let new = form.check(None).expect("it is whole");
            assert_eq!(new.is_another_person(&stands), expected, "{new:?}");
        }
    }
}
