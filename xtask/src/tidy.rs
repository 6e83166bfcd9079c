//! Rules of the repository that no compiler knows. A breach names its file and line.

use std::path::Path;

use crate::sh::{Failure, Outcome, command, output, root};

/// The longest source file, in lines.
const LINES_MAX: usize = 400;
/// Feature gates allowed in the pages' crate.
const GATES_MAX: usize = 3;
const VIETNAMESE: &str = "ăâđêôơưĂÂĐÊÔƠƯáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ";

struct Breach(String);

/// The tracked files of the repository with their texts.
fn files() -> Vec<(String, String)> {
    let listed =
        output(command("git").args(["ls-files", "--cached", "--others", "--exclude-standard"])).unwrap_or_default();
    let text = |name: &str| Some((name.to_owned(), std::fs::read_to_string(root().join(name)).ok()?));
    listed.lines().filter_map(text).collect()
}

/// Every rule over every file.
pub fn run() -> Outcome {
    let files = files();
    let mut breaches: Vec<Breach> = Vec::new();
    for (name, text) in &files {
        check_file(name, text, &mut breaches);
    }
    check_gates(&files, &mut breaches);
    check_leptos(&mut breaches);
    check_wasm_tree(&mut breaches);
    if breaches.is_empty() {
        return Ok(());
    }
    for Breach(line) in &breaches {
        eprintln!("{line}");
    }
    Err(Failure(format!("tidy: {} chỗ sai", breaches.len()), 1))
}

/// The part of a source file before its tests.
fn without_tests(text: &str) -> &str {
    text.find("#[cfg(test)]").map_or(text, |at| &text[..at])
}

fn is_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

/// Whether a resource is read again after whatever an action came back with, also where it was for want of a session.
fn reads_after_all(text: &str) -> bool {
    let source = |call: &str| call.split(';').next().is_some_and(|source| source.contains(".version()"));
    ["Resource::new", "= load("].iter().any(|call| text.split(call).skip(1).any(source))
}

fn check_file(name: &str, text: &str, breaches: &mut Vec<Breach>) {
    let rust = Path::new(name).extension().is_some_and(|extension| extension == "rs");
    let css = Path::new(name).extension().is_some_and(|extension| extension == "css");
    if rust && text.lines().count() > LINES_MAX {
        breaches.push(Breach(format!("{name}: dài quá {LINES_MAX} dòng")));
    }
    if name.starts_with("app/src/pages/") {
        let rules = [
            (reads_after_all(text), "trang đọc lại theo answers_of, không theo version()"),
            (text.contains("Remarks::new(Vec::new())"), "biểu mẫu giữ lỗi và chữ đã gõ"),
        ];
        breaches.extend(rules.iter().filter(|(broken, _)| *broken).map(|(_, what)| Breach(format!("{name}: {what}"))));
    }
    let data_crate = name.starts_with("crates/store/") || name.starts_with("crates/migration/");
    let own = name.starts_with("xtask/");
    for (number, line) in without_tests(text).lines().enumerate() {
        let mut breach = |what: &str| breaches.push(Breach(format!("{name}:{}: {what}", number + 1)));
        if rust && !data_crate && !own && line.contains("sea_orm") {
            breach("chỉ store và migration được dùng sea_orm");
        }
        if rust && name.starts_with("crates/domain/") && !is_comment(line) {
            for clock in ["SystemTime", "Instant::now", "now_utc", "rand::"] {
                if line.contains(clock) {
                    breach("domain không có đồng hồ hay ngẫu nhiên");
                }
            }
        }
        if css && name != "style/tokens.css" && has_literal_colour(line) {
            breach("màu chỉ nằm trong style/tokens.css");
        }
        if rust && name.starts_with("app/src/") && !name.starts_with("app/src/text/") && !is_comment(line) {
            if line.contains(" style=") {
                breach("không dùng style= trong trang");
            }
            if line.chars().any(|c| VIETNAMESE.contains(c)) {
                breach("chữ tiếng Việt chỉ nằm trong app/src/text");
            }
        }
        if !own && rust && (line.contains(concat!("TO", "DO")) || line.contains(concat!("FIX", "ME"))) {
            breach("còn việc bỏ dở");
        }
        let lock = name == "Cargo.lock";
        if !own && !lock && HOSTS.iter().any(|host| line.contains(host)) {
            breach("không ghi tên kho gói");
        }
    }
}

/// Hosts of package registries: a clone must not depend on where it was made.
const HOSTS: [&str; 4] = ["registry.npmjs.org", "index.crates.io", "files.pythonhosted.org", "deb.debian.org"];

fn has_literal_colour(line: &str) -> bool {
    let hex = line.match_indices('#').any(|(at, _)| {
        let digits = line[at + 1..].chars().take_while(char::is_ascii_hexdigit).count();
        let ends = line[at + 1 + digits..].chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '-');
        matches!(digits, 3 | 4 | 6 | 8) && ends
    });
    hex || line.contains("rgb(") || line.contains("hsl(")
}

fn check_gates(files: &[(String, String)], breaches: &mut Vec<Breach>) {
    let pages = files.iter().filter(|(name, _)| name.starts_with("app/src/"));
    let gates = pages
        .flat_map(|(_, text)| text.lines())
        .filter(|line| line.contains("cfg(") && line.contains("feature"))
        .count();
    if gates > GATES_MAX {
        breaches.push(Breach(format!("app/src: {gates} dòng cfg(feature), tối đa {GATES_MAX}")));
    }
}

/// The options that the installed program reads must be those it was built with.
fn check_leptos(breaches: &mut Vec<Breach>) {
    const HEADER: &str = "[[workspace.metadata.leptos]]";
    let read = |name: &str| std::fs::read_to_string(root().join(name)).unwrap_or_default();
    let manifest = read("Cargo.toml");
    let section = manifest.find(HEADER).map_or("", |at| &manifest[at..]);
    if section.is_empty() || section != read("Leptos.toml") {
        breaches.push(Breach(format!("Leptos.toml: khác phần {HEADER} của Cargo.toml")));
    }
}

/// What goes to the browser holds nothing of the server.
fn check_wasm_tree(breaches: &mut Vec<Breach>) {
    let tree = ["tree", "-p", "frontend", "--target", "wasm32-unknown-unknown", "-e", "normal", "--prefix", "none"];
    let Some(tree) = output(command("cargo").args(tree)) else {
        breaches.push(Breach("cargo tree -p frontend không chạy được".to_owned()));
        return;
    };
    for name in ["sqlx", "tokio", "store", "sea-orm", "axum", "argon2"] {
        if tree.lines().any(|line| line.split(' ').next() == Some(name)) {
            breaches.push(Breach(format!("frontend: kéo theo {name}")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resources_that_follow_an_action() {
        for (text, found) in [
            ("let data = Resource::new_blocking(\n    move || (id.get(), save.version().get()),\n    read);", true),
            ("let data = load(\n    move || (id.get(), save.version().get()),\n    read);", true),
            ("let saved = answers_of(save);\nlet data = Resource::new(move || saved.get(), read);", false),
            ("let data = Resource::new(|| (), read);\nlet now = save.version().get();", false),
        ] {
            assert_eq!(reads_after_all(text), found, "{text}");
        }
    }

    #[test]
    fn literal_colours() {
        for (line, found) in [
            ("color: #fff;", true),
            ("background: #13213f", true),
            ("a: rgb(1 2 3)", true),
            ("#sua > .dentry", false),
            ("color: var(--ink)", false),
        ] {
            assert_eq!(has_literal_colour(line), found, "{line}");
        }
    }
}
