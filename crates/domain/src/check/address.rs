//! Which texts are shown as links.

/// An address that a browser opens: nothing but `http` and `https`, so that no page ever shows a link that runs a script;
/// no name before the host, which may look like another host; nothing that turns the direction of what is read.
pub fn is_web_address(text: &str) -> bool {
    let turns = |c| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\') || turns(c);
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        !host.is_empty() && !host.contains('@') && !text.chars().any(odd)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_as_a_link() {
        for address in [
            "https://dat.daklak.gov.vn",
            "http://10.0.0.1:8080/ban-do?lop=1#a",
            "https://đất.vn/giá",
            "https://a.vn/@ten",
            "https://a.vn/?gui=b@c.vn",
        ] {
            assert!(is_web_address(address), "{address}");
        }
        for text in [
            "",
            "dat.daklak.gov.vn",
            "//a.vn",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "javascript://a.vn/%0aalert(1)",
            "data:text/html,<script>",
            "vbscript:a",
            "ftp://a.vn",
            "file:///etc/passwd",
            "https:",
            "https://",
            "https:///a",
            "https://?a",
            "https://a.vn b",
            "https://a.vn; https://b.vn",
            "https://a.vn\u{0}",
            "https://a.vn\" onclick=\"a",
            "https://a.vn\\@b.vn",
            "https://a.vn@b.vn",
            "https://a.vn/\u{202e}gnp",
        ] {
            assert!(!is_web_address(text), "{text:?}");
        }
    }
}
