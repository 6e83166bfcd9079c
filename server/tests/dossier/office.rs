//! LibreOffice opens every file of a dossier, and the text is whole in what it prints. One start for all files, with a
//! profile of its own. Where the programmes are missing nothing is tested, unless `CSDL_TEST_OFFICE` says that they are
//! there (`cargo xtask test` installs them and does).

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use domain::dossier::DossierFile;
use strum::IntoEnumIterator;

use crate::read::{Document, sheet, sheets};
use crate::{ENDED, Site};

fn has(program: &str) -> bool {
    Command::new("sh").args(["-c", &format!("command -v {program}")]).output().is_ok_and(|done| done.status.success())
}

fn output(program: &str, args: &[&str]) -> String {
    let done = Command::new(program).args(args).output().unwrap_or_else(|error| panic!("{program}: {error}"));
    assert!(done.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// How often each syllable stands in a text. A syllable is never broken over lines; numbers, addresses and what has a hyphen
/// are, and are not counted.
fn syllables(text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphabetic()));
    let whole = |word: &&str| (2..=7).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic);
    for word in words.filter(whole) {
        *found.entry(word.to_owned()).or_default() += 1;
    }
    found
}

/// Converts every file of a folder into PDF.
fn convert(folder: &Path, files: &[String]) {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let mut office = Command::new("soffice");
    office.args([&profile, "--headless", "--norestore", "--convert-to", "pdf", "--outdir"]).arg(folder);
    office.args(files.iter().map(|name| folder.join(name))).env("HOME", folder);
    let done = office.output().expect("soffice runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[tokio::test]
async fn an_office_programme_opens_every_file_and_prints_its_text_whole() {
    let programs = ["soffice", "pdftotext", "pdfinfo"];
    if let Some(missing) = programs.into_iter().find(|program| !has(program)) {
        assert!(std::env::var_os("CSDL_TEST_OFFICE").is_none(), "{missing} is missing");
        eprintln!("{missing} is missing: nothing is converted");
        return;
    }
    let site = Site::open().await;
    let cookie = site.sign_in("dieuphoi").await;
    let folder = tempfile::tempdir().expect("a folder");
    let (mut names, mut texts) = (Vec::new(), Vec::new());
    for file in DossierFile::iter() {
        let bytes = site.file(&cookie, ENDED, file).await;
        // Documents and workbooks of one name must not become one PDF.
        let name = file.to_string().replace('.', if file.is_workbook() { "-bang." } else { "." });
        std::fs::write(folder.path().join(&name), &bytes).expect("written");
        let text = if file.is_workbook() {
            let all = sheets(&bytes).into_iter().flat_map(|name| sheet(&bytes, &name)).flatten();
            all.collect::<Vec<_>>().join("\n")
        } else {
            Document::of(&bytes).text()
        };
        texts.push((file, name.clone(), text));
        names.push(name);
    }
    convert(folder.path(), &names);
    for (file, name, text) in texts {
        let pdf = folder.path().join(name).with_extension("pdf");
        if file.is_workbook() && !pdf.exists() {
            // LibreOffice may be there without its Calc; a document it must open.
            assert!(std::env::var_os("CSDL_TEST_OFFICE").is_none(), "{file} was not opened");
            eprintln!("{file}: no Calc to open it");
            continue;
        }
        let pdf = pdf.to_str().expect("a plain path");
        let size = output("pdfinfo", &[pdf]);
        let size = size.lines().find(|line| line.starts_with("Page size")).expect("a size");
        assert!(size.contains("A4"), "{file}: {size}");
        let printed = output("pdftotext", &["-layout", pdf, "-"]);
        // Laid out, cells that touch are one word; in reading order, what a hyphen ends is one with the next line. Neither
        // takes a syllable from the paper.
        let found = [&printed, &output("pdftotext", &[pdf, "-"])].map(|text| syllables(text));
        let expected = syllables(&text);
        assert!(expected.len() > 40, "{file} has text");
        for (syllable, count) in expected {
            let there = found.iter().filter_map(|one| one.get(&syllable)).max().copied().unwrap_or(0);
            // A workbook prints long cells over several pages; that each word is there is what can be asked of it.
            let enough = if file.is_workbook() { there > 0 } else { there >= count };
            assert!(enough, "{file}: «{syllable}» stands {count} times, printed {there} times");
        }
        if !file.is_workbook() {
            let pages: Vec<&str> = printed.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
            assert!(!pages[0].trim_start().starts_with('1'), "{file}: the first page has no number");
            for (number, page) in (2..).zip(pages.iter().skip(1)) {
                let first = page.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
                assert_eq!(first.trim(), number.to_string(), "{file}: the number stands on top");
            }
        }
    }
}
