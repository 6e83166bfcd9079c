//! The stylesheet within the page. Who comes from another site, or types the address, has as a rule nothing of this one
//! yet: with the stylesheet in the page itself, and without its fonts, a slow network is asked once before anything is
//! painted. Then the file follows, with the fonts (`hydration.js`). Who goes on from page to page has all of it already.

use std::path::Path;
use std::sync::Arc;

use app::site_files;
use axum::http::HeaderMap;
use base64::Engine;
use leptos::config::LeptosOptions;
use sha2::{Digest, Sha256};

/// The stylesheet as the site's build left it.
#[derive(Debug, PartialEq, Eq)]
pub struct Stylesheet {
    pub href: Arc<str>,
    /// All of it but the fonts.
    pub text: Arc<str>,
    /// By which the content security policy knows the text: `sha256-...`.
    pub hash: String,
}

impl Stylesheet {
    /// `None` for a text that cannot stand within a page.
    pub fn new(href: &str, text: &str) -> Option<Self> {
        let text = without_fonts(text);
        let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(&text));
        let safe = !text.to_ascii_lowercase().contains("</style");
        safe.then(|| Self { href: href.into(), text: text.as_str().into(), hash: format!("sha256-{digest}") })
    }

    /// Reads the file that pages link to, whose name holds a hash of `hashes`. `None` where there is none: pages then link
    /// to it, as they do for everyone else.
    pub fn read(options: &LeptosOptions, hashes: &Path) -> Option<Self> {
        let hashes = std::fs::read_to_string(hashes).ok()?;
        let address = site_files::address(options, &hashes, "css");
        let text = std::fs::read_to_string(format!("{}{address}", options.site_root)).ok()?;
        Self::new(&address, &text)
    }
}

/// A stylesheet without its rules `@font-face`, which hold no braces.
fn without_fonts(text: &str) -> String {
    let mut parts = text.split("@font-face");
    let first = parts.next().unwrap_or_default();
    let rest = parts.map(|part| part.split_once('}').map_or("", |(_, after)| after));
    std::iter::once(first).chain(rest).collect()
}

/// Whether the one who asks comes from elsewhere. Browsers that do not say so are given the file: it is never wrong.
pub fn comes_from_elsewhere(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|from| from == "none" || from == "cross-site")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"@font-face{font-family:a;src:url("/a.woff2")}p{color:red}@font-face { font-family: b; }"#;

    #[test]
    fn the_file_is_found_by_the_name_that_the_build_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let hashes = folder.path().join("hash.txt");
        let site = folder.path().display().to_string();
        let options = LeptosOptions::builder().output_name("csdl").site_root(site).build();
        assert_eq!(Stylesheet::read(&options, &hashes), None, "nothing is built");
        std::fs::create_dir(folder.path().join("pkg")).expect("a folder");
        std::fs::write(folder.path().join("pkg/csdl.abc.css"), FILE).expect("written");
        std::fs::write(&hashes, "js: xyz\nwasm: xyz\ncss: abc\n").expect("written");
        let read = Stylesheet::read(&options, &hashes).expect("read");
        assert_eq!((read.href.as_ref(), read.text.as_ref()), ("/pkg/csdl.abc.css", "p{color:red}"));
        assert_eq!(read.hash, "sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64=");
    }

    #[test]
    fn a_text_that_would_end_its_element_stays_outside() {
        assert_eq!(Stylesheet::new("/a.css", "p::after{content:'</STYLE>'}"), None);
    }
}
