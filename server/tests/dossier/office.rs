//! LibreOffice opens every file of a dossier, of a yearly review and of a round of changes, the minutes and a letter that urges,
//! and the text is whole in what it prints.

use domain::dossier::DossierFile;
use strum::IntoEnumIterator;

use crate::amending::round;
use crate::printed::{convert, is_there, output, syllables};
use crate::read::{Document, sheet, sheets};
use crate::{ENDED, Site, UNDER_WAY, file_of};

/// The row of the sheet of further fields that has the keys, which are for the portal alone.
const KEY_ROW: usize = 2;

/// What a reader sees of a sheet: that of further fields hides its keys, and the columns that no entry fills.
fn shown(name: &str, rows: Vec<Vec<String>>) -> Vec<String> {
    let hides = name == "Thông tin khác";
    let is_filled = |column: usize| rows.iter().skip(KEY_ROW + 1).any(|row| !row[column].is_empty());
    let columns = rows.first().map_or(0, Vec::len);
    let seen: Vec<bool> = (0..columns).map(|column| !hides || is_filled(column)).collect();
    let rows = rows.into_iter().enumerate().filter(|(at, _)| !hides || *at != KEY_ROW);
    rows.flat_map(|(_, row)| {
        row.into_iter().zip(&seen).filter(|(_, seen)| **seen).map(|(text, _)| text).collect::<Vec<_>>()
    })
    .collect()
}

#[tokio::test]
async fn an_office_programme_opens_every_file_and_prints_its_text_whole() {
    if !is_there() {
        return;
    }
    let site = Site::open().await;
    let cookie = site.sign_in("dieuphoi").await;
    let folder = tempfile::tempdir().expect("a folder");
    let (mut files, mut names, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    // Of the review under way, which ends before the round: nobody is urged then.
    let letter = site.read(&cookie, &format!("/ra-soat/{UNDER_WAY}/so-yt/don-doc.docx")).await;
    files.push(("don-doc.docx".to_owned(), false, letter));
    let amending = round(&site).await;
    for (key, file) in [ENDED, amending].into_iter().flat_map(|key| DossierFile::iter().map(move |file| (key, file))) {
        // Documents and workbooks of one name must not become one PDF.
        let name = format!("{key}-{file}").replace('.', if file.is_workbook() { "-bang." } else { "." });
        files.push((name, file.is_workbook(), file_of(&site, &cookie, key, file).await));
    }
    let minutes = site.read(&cookie, &format!("/ra-soat/{ENDED}/bien-ban.docx")).await;
    files.push(("bien-ban.docx".to_owned(), false, minutes));
    for (name, is_workbook, bytes) in files {
        std::fs::write(folder.path().join(&name), &bytes).expect("written");
        let text = if is_workbook {
            let all = sheets(&bytes).into_iter().flat_map(|name| shown(&name, sheet(&bytes, &name)));
            all.collect::<Vec<_>>().join("\n")
        } else {
            Document::of(&bytes).text()
        };
        texts.push((is_workbook, name.clone(), text));
        names.push(name);
    }
    convert(folder.path(), &names);
    for (is_workbook, file, text) in texts {
        let pdf = folder.path().join(&file).with_extension("pdf");
        if is_workbook && !pdf.exists() {
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
            let enough = if is_workbook { there > 0 } else { there >= count };
            assert!(enough, "{file}: «{syllable}» stands {count} times, printed {there} times");
        }
        if !is_workbook {
            let pages: Vec<&str> = printed.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
            assert!(!pages[0].trim_start().starts_with('1'), "{file}: the first page has no number");
            for (number, page) in (2..).zip(pages.iter().skip(1)) {
                let first = page.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
                assert_eq!(first.trim(), number.to_string(), "{file}: the number stands on top");
            }
        }
    }
}
