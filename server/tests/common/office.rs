//! What LibreOffice makes of a file. One start for all files of a test, with a profile of its own.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

fn has(program: &str) -> bool {
    Command::new("sh").args(["-c", &format!("command -v {program}")]).output().is_ok_and(|done| done.status.success())
}

/// Whether the programmes are there. Where they are missing nothing is tested, unless `CSDL_TEST_OFFICE` says that they
/// are there (`cargo xtask test` installs them and does).
pub fn is_there() -> bool {
    let missing = ["soffice", "pdftotext", "pdfinfo"].into_iter().find(|program| !has(program));
    if let Some(missing) = missing {
        assert!(std::env::var_os("CSDL_TEST_OFFICE").is_none(), "{missing} is missing");
        eprintln!("{missing} is missing: nothing is converted");
    }
    missing.is_none()
}

pub fn output(program: &str, args: &[&str]) -> String {
    let done = Command::new(program).args(args).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(done.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// How often each syllable stands in a text. A syllable is never broken over lines; numbers, addresses and what has a hyphen
/// are, and are not counted.
pub fn syllables(text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphabetic()));
    let whole = |word: &&str| (2..=7).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic);
    for word in words.filter(whole) {
        *found.entry(word.to_owned()).or_default() += 1;
    }
    found
}

/// Converts every file of a folder into PDF.
pub fn convert(folder: &Path, files: &[String]) {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir"]).arg(folder);
    office.args(files.iter().map(|name| folder.join(name))).env("HOME", folder);
    let done = office.output().expect("soffice runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}
