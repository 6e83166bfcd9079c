//! Parameters of an address, read strictly: what is unknown, repeated, unreadable or out of range is refused with the
//! parameter's name. An empty parameter counts as absent.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use domain::format::parse_date;
use domain::text::clean;
use serde::de::DeserializeOwned;
use strum::IntoEnumIterator;
use time::Date;

use super::problem::{FieldProblem, Problem};
use super::words;

/// The most characters of an unknown parameter's name that are told back.
const NAME_CHARS_MAX: usize = 60;

/// The pairs of a query, taken one by one by who knows their names.
pub struct Pairs {
    values: BTreeMap<String, Vec<String>>,
    errors: Vec<FieldProblem>,
}

impl Pairs {
    /// Reads `a=1&b=2`; what is no proper percent encoding stands for itself.
    pub fn parse(query: &str) -> Self {
        let mut values: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            values.entry(name.into_owned()).or_default().push(value.into_owned());
        }
        Self { values, errors: Vec::new() }
    }

    /// Notes what is wrong with a parameter.
    pub fn refuse(&mut self, field: &str, message: impl Into<String>) {
        self.errors.push(FieldProblem { field: field.to_owned(), message: message.into() });
    }

    fn take(&mut self, name: &str) -> Option<String> {
        let mut values = self.values.remove(name)?;
        if values.len() > 1 {
            self.refuse(name, words::REPEATED);
        }
        values.pop().filter(|value| !value.is_empty())
    }

    /// A text of at most so many characters.
    pub fn text(&mut self, name: &str, characters: usize) -> Option<String> {
        let value = self.take(name)?;
        if value.chars().count() > characters {
            self.refuse(name, words::too_long(characters));
        }
        Some(value)
    }

    /// An identifier: a text that has nothing invisible in it.
    pub fn id(&mut self, name: &str, characters: usize) -> Option<String> {
        let value = self.text(name, characters)?;
        if value.chars().any(char::is_control) {
            self.refuse(name, words::CONTROL_CHARACTER);
        }
        Some(value)
    }

    /// A whole number of a range.
    pub fn number<T>(&mut self, name: &str, range: &RangeInclusive<T>) -> Option<T>
    where
        T: FromStr + PartialOrd + Display,
    {
        let value = self.take(name)?;
        let digits = value.strip_prefix('-').unwrap_or(&value);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            self.refuse(name, words::NOT_A_NUMBER);
            return None;
        }
        // A number that its type does not hold is out of the range, too.
        let number = value.parse().ok().filter(|number| range.contains(number));
        if number.is_none() {
            self.refuse(name, words::out_of_range(range.start(), range.end()));
        }
        number
    }

    /// A day, as ISO 8601 writes it.
    pub fn date(&mut self, name: &str) -> Option<Date> {
        let value = self.take(name)?;
        let is_iso =
            value.len() == 10 && value.bytes().enumerate().all(|(at, byte)| (byte == b'-') == (at == 4 || at == 7));
        let day = parse_date(&value).filter(|_| is_iso);
        if day.is_none() {
            self.refuse(name, words::NOT_A_DATE);
        }
        day
    }

    /// One of a list of codes.
    pub fn code<T: FromStr + IntoEnumIterator + Display>(&mut self, name: &str) -> Option<T> {
        let value = self.take(name)?;
        let code = value.parse().ok();
        if code.is_none() {
            self.refuse(name, words::not_one_of(&T::iter().map(|one| one.to_string()).collect::<Vec<_>>()));
        }
        code
    }

    /// Ends the reading: what nobody took is unknown.
    fn finish(mut self) -> Result<(), Problem> {
        for name in std::mem::take(&mut self.values).into_keys() {
            let shown: String = clean(&name).chars().take(NAME_CHARS_MAX).collect();
            self.refuse(&shown, words::UNKNOWN_PARAMETER);
        }
        if self.errors.is_empty() { Ok(()) } else { Err(Problem::parameters(self.errors)) }
    }
}

/// What an operation is asked with.
pub trait ReadQuery: Sized {
    fn read(pairs: &mut Pairs) -> Self;
}

/// No parameters at all.
pub struct Nothing;

impl ReadQuery for Nothing {
    fn read(_: &mut Pairs) -> Self {
        Self
    }
}

/// The parameters of a request, read and found right.
pub struct Asked<T>(pub T);

impl<S: Sync, T: ReadQuery> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let mut pairs = Pairs::parse(parts.uri.query().unwrap_or_default());
        let asked = T::read(&mut pairs);
        pairs.finish()?;
        Ok(Self(asked))
    }
}

/// The parts of the path. What they cannot be is not there.
pub struct Place<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Place<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let found: Result<Path<T>, PathRejection> = Path::from_request_parts(parts, state).await;
        found.map(|Path(place)| Self(place)).map_err(|_| Problem::not_found())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Eq)]
    struct Every {
        q: Option<String>,
        id: Option<String>,
        number: Option<u32>,
        day: Option<Date>,
    }

    fn read(query: &str) -> Result<Every, Vec<String>> {
        let mut pairs = Pairs::parse(query);
        let every = Every {
            q: pairs.text("q", 5),
            id: pairs.id("id", 5),
            number: pairs.number("number", &(1..=200)),
            day: pairs.date("day"),
        };
        let errors: Vec<String> = match pairs.finish() {
            Ok(()) => return Ok(every),
            Err(problem) => format!("{problem:?}").split("field: \"").skip(1).map(str::to_owned).collect(),
        };
        Err(errors.iter().filter_map(|text| text.split('"').next()).map(str::to_owned).collect())
    }

    #[test]
    fn what_is_right() {
        let every = read("q=%C4%91%E1%BA%A5t&id=so-yt&number=200&day=2024-02-29").expect("right");
        assert_eq!((every.q.as_deref(), every.id.as_deref(), every.number), (Some("đất"), Some("so-yt"), Some(200)));
        assert_eq!(every.day, Some(time::macros::date!(2024 - 02 - 29)));
        let none = Every { q: None, id: None, number: None, day: None };
        assert_eq!(read(""), Ok(none));
        assert_eq!(read("q=&id=&number=&day=").expect("empty is absent").number, None);
        assert_eq!(read("q=%zz").expect("stands for itself").q.as_deref(), Some("%zz"));
    }

    #[test]
    fn what_is_refused_is_named() {
        for (query, names) in [
            ("q=abcdef", &["q"][..]),
            ("id=a%00b", &["id"]),
            ("number=0", &["number"]),
            ("number=201", &["number"]),
            ("number=99999999999999999999", &["number"]),
            ("number=-1", &["number"]),
            ("number=%2B1", &["number"]),
            ("number=1.5", &["number"]),
            ("number=mot", &["number"]),
            ("day=29/02/2024", &["day"]),
            ("day=2023-02-29", &["day"]),
            ("day=2024-2-1", &["day"]),
            ("day=2024-12-31T00:00:00Z", &["day"]),
            ("q=a&q=a", &["q"]),
            ("x=1&number=a", &["number", "x"]),
        ] {
            assert_eq!(read(query).expect_err(query), names, "{query}");
        }
    }
}
