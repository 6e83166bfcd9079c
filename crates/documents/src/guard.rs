//! What a workbook from outside must be before it is parsed: a bounded, unencrypted ZIP without macros, without files of
//! others in it and without ways to files of others. Sizes are counted while inflating, never believed.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

use domain::annex::{AnnexCode, AnnexIssue, CellPlace};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

use crate::scan::{Part, Scan};

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
/// The first bytes of an old or encrypted office file.
const OLE_MAGIC: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];

pub(crate) fn refusal(code: AnnexCode, detail: impl Into<String>) -> AnnexIssue {
    AnnexIssue { place: CellPlace::default(), code, detail: detail.into() }
}

/// Refuses what must not be parsed.
pub(crate) fn check(bytes: &[u8]) -> Result<(), AnnexIssue> {
    if bytes.is_empty() {
        return Err(refusal(AnnexCode::Empty, ""));
    }
    if bytes.len() > WORKBOOK_BYTES_MAX {
        return Err(refusal(AnnexCode::TooLarge, domain::format::bytes(WORKBOOK_BYTES_MAX as u64)));
    }
    if bytes.starts_with(&OLE_MAGIC) {
        return Err(refusal(AnnexCode::Encrypted, ""));
    }
    if !bytes.starts_with(b"PK") {
        return Err(refusal(AnnexCode::NotAWorkbook, ""));
    }
    let damaged = |detail: String| refusal(AnnexCode::Damaged, detail);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(error.to_string()))?;
    if archive.len() > PARTS_MAX {
        return Err(refusal(AnnexCode::TooLarge, format!("{} > {PARTS_MAX}", archive.len())));
    }
    if archive.has_duplicate_names() {
        return Err(damaged("two parts of one name".to_owned()));
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
            other => damaged(other.to_string()),
        })?;
        if part.encrypted() {
            return Err(refusal(AnnexCode::Encrypted, ""));
        }
        let name = part.name().map_err(|error| damaged(error.to_string()))?.into_owned();
        check_name(&name)?;
        // The ways that office files are packed in; another one would be met in the middle of its bytes.
        if !matches!(part.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            return Err(refusal(AnnexCode::Packing, name));
        }
        if !names.insert(name.to_lowercase()) {
            return Err(damaged(format!("two parts of one name: {name}")));
        }
        packed_total = packed_total.saturating_add(part.compressed_size());
        // Parts that lie over one another are how a small file holds a huge one.
        if packed_total > bytes.len() as u64 {
            return Err(refusal(AnnexCode::TooLarge, name));
        }
        let packed = part.compressed_size();
        total += inflate(part, &name, packed, INFLATED_BYTES_MAX - total)?;
    }
    Ok(())
}

/// What the name of a part alone tells.
fn check_name(name: &str) -> Result<(), AnnexIssue> {
    if name.starts_with('/') || name.contains("..") || name.contains(['\\', ':', '\0']) {
        return Err(refusal(AnnexCode::Damaged, name));
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
    let told = |(code, detail): (AnnexCode, String)| refusal(code, format!("{name} {detail}").trim().to_owned());
    loop {
        let read = part.read(&mut buffer).map_err(|error| refusal(AnnexCode::Damaged, error.to_string()))?;
        if read == 0 {
            scan.map_or(Ok(()), |scan| scan.finish()).map_err(told)?;
            return Ok(count);
        }
        if count == 0 && buffer.starts_with(b"PK\x03\x04") {
            return Err(refusal(AnnexCode::Embedded, name));
        }
        count += read as u64;
        let swollen = count > RATIO_FREE_BYTES && count > packed.saturating_mul(RATIO_MAX);
        if count > left || count > most || swollen {
            return Err(refusal(AnnexCode::TooLarge, name));
        }
        if let Some(scan) = &mut scan {
            scan.feed(&buffer[..read]).map_err(told)?;
        }
    }
}
