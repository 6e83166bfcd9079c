//! What a workbook from outside must be before it is parsed: a bounded, unencrypted ZIP without macros, without files of
//! others in it and without ways to files of others. Sizes are counted while inflating, never believed.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use domain::annex::{AnnexCode, AnnexIssue, Cause, CellPlace};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::scan::{Part, Scan, value};

/// The largest workbook that is read.
pub const WORKBOOK_BYTES_MAX: usize = 20 * 1024 * 1024;
/// The most that all its parts may inflate to.
const INFLATED_BYTES_MAX: u64 = 160 * 1024 * 1024;
/// The most that the shared texts may: the parser holds them all.
const STRINGS_BYTES_MAX: u64 = 48 * 1024 * 1024;
/// The most that a part may that is neither a sheet nor shared text nor a picture.
const OTHER_BYTES_MAX: u64 = 8 * 1024 * 1024;
/// Past this size a part may inflate to at most [`RATIO_MAX`] times its packed size.
const RATIO_FREE_BYTES: u64 = 10 * 1024 * 1024;
const RATIO_MAX: u64 = 100;
const PARTS_MAX: usize = 200;
/// Read of the parts that tell a sheet's name, and the longest name that Excel takes.
const BEGINNING_BYTES: u64 = 256 * 1024;
const NAME_CHARS_MAX: usize = 31;
/// The first bytes of an old or encrypted office file.
const OLE_MAGIC: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

pub(crate) fn refusal(code: AnnexCode, detail: impl Into<String>) -> AnnexIssue {
    AnnexIssue { place: CellPlace::default(), code, detail: detail.into() }
}

fn too_large(cause: Cause, most: u64, part: &str) -> AnnexIssue {
    refusal(AnnexCode::TooLarge, cause.detail(most, part))
}

pub(crate) fn damaged(cause: Cause, part: &str) -> AnnexIssue {
    refusal(AnnexCode::Damaged, cause.detail(0, part))
}

/// Refuses what must not be parsed.
pub(crate) fn check(bytes: &[u8]) -> Result<(), AnnexIssue> {
    if bytes.is_empty() {
        return Err(refusal(AnnexCode::Empty, ""));
    }
    if bytes.len() > WORKBOOK_BYTES_MAX {
        return Err(too_large(Cause::FileBytes, WORKBOOK_BYTES_MAX as u64, ""));
    }
    if bytes.starts_with(&OLE_MAGIC) {
        return Err(refusal(AnnexCode::Encrypted, ""));
    }
    if !bytes.starts_with(b"PK") {
        return Err(refusal(AnnexCode::NotAWorkbook, ""));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(Cause::Archive, ""))?;
    if archive.len() > PARTS_MAX {
        return Err(too_large(Cause::Parts, PARTS_MAX as u64, ""));
    }
    if archive.has_duplicate_names() {
        return Err(damaged(Cause::SameName, ""));
    }
    // Another kind of office file is told as such, whatever else is in it: every binary workbook (.xlsb) has a type that
    // speaks of macros.
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(refusal(AnnexCode::NotAWorkbook, ""));
    }
    let mut names = BTreeSet::new();
    let (mut total, mut packed_total) = (0, 0_u64);
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => refusal(AnnexCode::Encrypted, ""),
            ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
                refusal(AnnexCode::Packing, "")
            }
            _ => damaged(Cause::Archive, ""),
        })?;
        if part.encrypted() {
            return Err(refusal(AnnexCode::Encrypted, ""));
        }
        let name = part.name().map_err(|_| damaged(Cause::PartName, ""))?.into_owned();
        check_name(&name)?;
        // The ways that office files are packed in; another one would be met in the middle of its bytes.
        if !matches!(part.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(refusal(AnnexCode::Packing, name));
        }
        if !names.insert(name.to_lowercase()) {
            return Err(damaged(Cause::SameName, &name));
        }
        packed_total = packed_total.saturating_add(part.compressed_size());
        // Parts that lie over one another are how a small file holds a huge one.
        if packed_total > bytes.len() as u64 {
            return Err(too_large(Cause::Overlap, 0, ""));
        }
        let packed = part.compressed_size();
        let inflated = inflate(part, &name, packed, INFLATED_BYTES_MAX - total);
        total += inflated.map_err(|issue| in_sheet(&mut archive, &name, issue))?;
    }
    Ok(())
}

/// What is found in a sheet's part, with the name that people know the sheet by.
fn in_sheet(archive: &mut ZipArchive<Cursor<&[u8]>>, part: &str, issue: AnnexIssue) -> AnnexIssue {
    let Some(sheet) = sheet_name(archive, part) else { return issue };
    let detail = issue.detail.strip_suffix(part).unwrap_or(&issue.detail).trim_end().to_owned();
    AnnexIssue { place: CellPlace { sheet, ..CellPlace::default() }, detail, ..issue }
}

/// The name of the sheet in a part, as the workbook tells it. Nothing was looked over yet: no more is read than a bit.
fn sheet_name(archive: &mut ZipArchive<Cursor<&[u8]>>, part: &str) -> Option<String> {
    let target = part.strip_prefix("xl/")?.as_bytes();
    let relations = beginning(archive, "xl/_rels/workbook.xml.rels")?;
    let leads_there =
        |tag: &&[u8]| value(tag, b"Target").is_some_and(|to| to.strip_prefix(b"/xl/").unwrap_or(to) == target);
    let id = value(tags(&relations, b"Relationship ").find(leads_there)?, b"Id")?;
    let workbook = beginning(archive, "xl/workbook.xml")?;
    let name = value(tags(&workbook, b"sheet ").find(|tag| value(tag, b"r:id") == Some(id))?, b"name")?;
    let name = String::from_utf8_lossy(name).replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    Some(name.replace("&apos;", "'").replace("&amp;", "&").chars().take(NAME_CHARS_MAX).collect())
}

fn beginning(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.take(BEGINNING_BYTES).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The tags of an element, each with what follows it.
fn tags<'a>(xml: &'a [u8], element: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    xml.split(|byte| *byte == b'<').filter(move |tag| tag.starts_with(element))
}

/// What the name of a part alone tells.
fn check_name(name: &str) -> Result<(), AnnexIssue> {
    if name.starts_with('/') || name.contains("..") || name.contains(['\\', ':', '\0']) {
        return Err(damaged(Cause::PartName, ""));
    }
    let lower = name.to_lowercase();
    let code = if lower.contains("vbaproject") || lower.contains("vbadata") || lower.starts_with("xl/macrosheets/") {
        AnnexCode::Macros
    } else if lower.starts_with("xl/externallinks/") || lower == "xl/connections.xml" || lower.contains("querytable") {
        AnnexCode::ExternalLinks
    } else if ["xl/embeddings/", "xl/activex/", "xl/model/", "customui/"].iter().any(|at| lower.starts_with(at)) {
        AnnexCode::Embedded
    } else if lower == "xl/workbook.bin" {
        AnnexCode::NotAWorkbook
    } else {
        return Ok(());
    };
    Err(refusal(code, name))
}

/// What is looked over in a part, and how large it may be; nothing of a picture.
fn kind_of(name: &str) -> (Option<Part>, u64) {
    let lower = name.to_lowercase();
    let xml = lower.ends_with(".xml") || lower.ends_with(".rels");
    if lower == "[content_types].xml" {
        (Some(Part::ContentTypes), OTHER_BYTES_MAX)
    } else if lower.ends_with(".rels") {
        (Some(Part::Relations), OTHER_BYTES_MAX)
    } else if lower.ends_with("sharedstrings.xml") {
        (Some(Part::SharedStrings), STRINGS_BYTES_MAX)
    } else if lower.starts_with("xl/worksheets/") && xml {
        (Some(Part::Sheet), INFLATED_BYTES_MAX)
    } else if lower.starts_with("xl/media/") && !xml {
        (None, INFLATED_BYTES_MAX)
    } else {
        (xml.then_some(Part::Other), OTHER_BYTES_MAX)
    }
}

/// Inflates a part into nothing, counts it and looks it over.
fn inflate(mut part: impl Read, name: &str, packed: u64, left: u64) -> Result<u64, AnnexIssue> {
    let (kind, most) = kind_of(name);
    let mut scan = kind.map(Scan::new);
    let mut count = 0;
    let mut buffer = vec![0; 64 * 1024];
    let told = |(code, detail): (AnnexCode, String)| refusal(code, format!("{detail} {name}").trim().to_owned());
    loop {
        let read = part.read(&mut buffer).map_err(|_| damaged(Cause::Unpacking, name))?;
        if read == 0 {
            scan.map_or(Ok(()), |scan| scan.finish()).map_err(told)?;
            return Ok(count);
        }
        if count == 0 && buffer.starts_with(b"PK\x03\x04") {
            return Err(refusal(AnnexCode::Embedded, name));
        }
        count += read as u64;
        let swollen = count > RATIO_FREE_BYTES && count > packed.saturating_mul(RATIO_MAX);
        let over = [
            (swollen, Cause::Ratio, RATIO_MAX),
            (count > most, Cause::PartBytes, most),
            (count > left, Cause::AllBytes, INFLATED_BYTES_MAX),
        ];
        if let Some((_, cause, limit)) = over.into_iter().find(|(is_over, ..)| *is_over) {
            return Err(too_large(cause, limit, name));
        }
        if let Some(scan) = &mut scan {
            scan.feed(&buffer[..read]).map_err(told)?;
        }
    }
}
