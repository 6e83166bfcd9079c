//! What a request is the use of.

use axum::http::Method;
use domain::id::EntryCode;
use domain::usage::UsageKind;

/// The longest query of an address in which words are looked for.
const QUERY_BYTES_MAX: usize = 4_096;

type Use = (UsageKind, Option<EntryCode>, Option<String>);

/// The kind, the entry and the words of a search; `None` for what is not counted.
pub(super) fn counted(method: &Method, path: &str, query: &str) -> Option<Use> {
    if *method != Method::GET {
        return None;
    }
    let of = |kind, code: Option<&str>| Some((kind, code.map(EntryCode::from), None));
    match path.trim_end_matches('/').strip_prefix('/')?.split('/').collect::<Vec<_>>()[..] {
        ["danh-muc", "xuat.xlsx" | "xuat.csv" | "xuat.json"] => of(UsageKind::Export, None),
        // Who looks at how much an entry is used does not use the entry.
        ["thong-ke", "so-lieu.csv"] | ["danh-muc", _, "su-dung.csv"] => of(UsageKind::Export, None),
        ["danh-muc", entry, "ban-ghi.json"] => of(UsageKind::Download, Some(&read(entry))),
        ["danh-muc", entry] | ["danh-muc", entry, "lich-su"] => of(UsageKind::View, Some(&read(entry))),
        ["danh-muc"] => search(query, "q", "page"),
        ["api", "entry" | "entry-history"] => of(UsageKind::View, Some(&argument(query, "code")?)),
        ["api", "catalog"] => search(query, "filter[query]", "filter[page]"),
        ["api", "v1", "openapi.json"] => None,
        ["api", "v1", "entries", entry] | ["api", "v1", "entries", entry, "history"] => {
            of(UsageKind::Api, Some(&read(entry)))
        }
        ["api", "v1", ..] => of(UsageKind::Api, None),
        ["ban-hanh", _, "phu-luc.xlsx" | "noi-dung.json" | "quyet-dinh.pdf"] => of(UsageKind::Download, None),
        ["ban-hanh", _, "so-sanh", _, "so-sanh.xlsx"] => of(UsageKind::Export, None),
        _ => None,
    }
}

/// A part of a path as the pages read it: `DC%2D016` is asked for, and counted, as `DC-016`.
fn read(part: &str) -> String {
    // In a path a plus is itself.
    let part = part.replace('+', "%2B");
    form_urlencoded::parse(part.as_bytes()).next().map(|(name, _)| name.into_owned()).unwrap_or_default()
}

/// A search counts once, not with each page of what it found.
fn search(query: &str, words: &str, page: &str) -> Option<Use> {
    let typed = argument(query, words).filter(|typed| !typed.trim().is_empty())?;
    let is_first = argument(query, page).is_none_or(|page| page == "1");
    is_first.then_some((UsageKind::Search, None, Some(typed)))
}

fn argument(query: &str, name: &str) -> Option<String> {
    if query.len() > QUERY_BYTES_MAX {
        return None;
    }
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts() {
        let long = format!("q={}", "a".repeat(QUERY_BYTES_MAX));
        let get = |path, query| counted(&Method::GET, path, query);
        let of = |kind, code: Option<&str>| Some((kind, code.map(EntryCode::from), None));
        for page in ["/danh-muc/DC-016", "/danh-muc/DC-016/lich-su"] {
            assert_eq!(get(page, ""), of(UsageKind::View, Some("DC-016")), "{page}");
        }
        for read in ["/api/entry", "/api/entry-history"] {
            assert_eq!(get(read, "code=DC-016"), of(UsageKind::View, Some("DC-016")), "{read}");
        }
        for record in ["/api/v1/entries/DC-016", "/api/v1/entries/DC-016/history"] {
            assert_eq!(get(record, ""), of(UsageKind::Api, Some("DC-016")), "{record}");
        }
        assert_eq!(get("/danh-muc/DC-016/ban-ghi.json", "edition=2"), of(UsageKind::Download, Some("DC-016")));
        // However the address is written, it is the same entry.
        assert_eq!(get("/danh-muc/DC%2D016", ""), of(UsageKind::View, Some("DC-016")));
        assert_eq!(get("/danh-muc/%44C-016/ban-ghi.json", ""), of(UsageKind::Download, Some("DC-016")));
        assert_eq!(get("/api/v1/entries/DC%2d016/history", ""), of(UsageKind::Api, Some("DC-016")));
        assert_eq!(get("/danh-muc/DC+016", ""), of(UsageKind::View, Some("DC+016")));
        assert_eq!(get("/api/v1/statistics/entries/DC-016", ""), of(UsageKind::Api, None));
        assert_eq!(get("/api/v1/entries", "q=dat"), of(UsageKind::Api, None));
        assert_eq!(get("/api/v1/openapi.json", ""), None);
        for file in ["/ban-hanh/2/phu-luc.xlsx", "/ban-hanh/2/noi-dung.json", "/ban-hanh/2/quyet-dinh.pdf"] {
            assert_eq!(get(file, ""), of(UsageKind::Download, None), "{file}");
        }
        for file in [
            "/danh-muc/xuat.xlsx",
            "/danh-muc/xuat.csv",
            "/danh-muc/DC-016/su-dung.csv",
            "/thong-ke/so-lieu.csv",
            "/ban-hanh/1/so-sanh/2/so-sanh.xlsx",
        ] {
            assert_eq!(get(file, "q=a"), of(UsageKind::Export, None), "{file}");
        }
        let words = |typed: &str| Some((UsageKind::Search, None, Some(typed.to_owned())));
        assert_eq!(get("/danh-muc", "q=%C4%91%E1%BA%A5t+%C4%91ai"), words("đất đai"));
        assert_eq!(get("/danh-muc", "q=dat&page=1"), words("dat"));
        assert_eq!(get("/api/catalog", "filter%5Bquery%5D=dat"), words("dat"));
        for query in ["q=", "q=+", "agency=so-yt", "q=dat&page=2"] {
            assert_eq!(get("/danh-muc", query), None, "{query}");
        }
        assert_eq!(get("/danh-muc", &long), None);
        assert_eq!(get("/", ""), None);
        assert_eq!(get("/danh-muc/DC-016/su-dung", ""), None);
        assert_eq!(counted(&Method::POST, "/danh-muc/DC-016", ""), None);
    }
}
