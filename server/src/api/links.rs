//! Addresses that answers name, all relative to the server; and the pages of a list.

use axum::http::header::{HeaderMap, HeaderValue, LINK};
use domain::format::iso_date;
use domain::id::{EditionId, EntryCode};
use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

/// Where the API begins.
pub const ROOT: &str = "/api/v1";

/// One segment of a path, escaped.
pub fn segment(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

pub fn entry(code: &EntryCode, edition: Option<EditionId>) -> String {
    let query = edition.map(|edition| format!("?edition={edition}")).unwrap_or_default();
    format!("{ROOT}/entries/{}{query}", segment(code.as_str()))
}

/// An entry as it was on a day.
pub fn entry_on(code: &EntryCode, day: Date) -> String {
    format!("{ROOT}/entries/{}?as_of={}", segment(code.as_str()), iso_date(day))
}

pub fn history(code: &EntryCode) -> String {
    format!("{ROOT}/entries/{}/history", segment(code.as_str()))
}

pub fn edition(id: EditionId) -> String {
    format!("{ROOT}/editions/{id}")
}

pub fn entries_of(edition: EditionId) -> String {
    format!("{ROOT}/entries?edition={edition}")
}

pub fn diff(old: EditionId, new: EditionId) -> String {
    format!("{ROOT}/editions/{old}/diff/{new}")
}

/// Các trang của danh sách. Địa chỉ ghi sẵn lần ban hành, hoặc ngày được hỏi: danh mục mới ban hành giữa chừng không
/// làm xáo trộn các trang.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageLinks {
    /// Trang này.
    #[serde(rename = "self")]
    #[schema(format = "uri-reference")]
    pub this: String,
    /// Trang đầu.
    #[schema(format = "uri-reference")]
    pub first: String,
    /// Trang trước; `null` ở trang đầu.
    #[schema(format = "uri-reference")]
    pub prev: Option<String>,
    /// Trang sau; `null` ở trang cuối.
    #[schema(format = "uri-reference")]
    pub next: Option<String>,
    /// Trang cuối.
    #[schema(format = "uri-reference")]
    pub last: String,
}

impl PageLinks {
    /// The pages round `page`, of which the last is `last`.
    pub fn new(page: u32, last: u32, address: impl Fn(u32) -> String) -> Self {
        Self {
            this: address(page),
            first: address(1),
            prev: (page > 1).then(|| address((page - 1).min(last))),
            next: (page < last).then(|| address(page + 1)),
            last: address(last),
        }
    }

    /// The same as a header (RFC 8288).
    pub fn header(&self) -> HeaderMap {
        let all = [
            ("self", Some(&self.this)),
            ("first", Some(&self.first)),
            ("prev", self.prev.as_ref()),
            ("next", self.next.as_ref()),
            ("last", Some(&self.last)),
        ];
        let links = all.into_iter().filter_map(|(rel, address)| Some(format!("<{}>; rel=\"{rel}\"", address?)));
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_str(&links.collect::<Vec<_>>().join(", ")) {
            headers.insert(LINK, value);
        }
        headers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_round_a_page() {
        let links = |page, last| {
            let links = PageLinks::new(page, last, |number| number.to_string());
            (links.prev, links.next)
        };
        let page = |number: &str| Some(number.to_owned());
        assert_eq!(links(1, 1), (None, None));
        assert_eq!(links(1, 3), (None, page("2")));
        assert_eq!(links(2, 3), (page("1"), page("3")));
        assert_eq!(links(3, 3), (page("2"), None));
        assert_eq!(links(9, 3), (page("3"), None));
    }

    #[test]
    fn segments_are_escaped() {
        assert_eq!(segment("DC-016"), "DC-016");
        assert_eq!(segment("a/b?c đ"), "a%2Fb%3Fc%20%C4%91");
    }
}
