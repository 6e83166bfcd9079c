//! What a workbook from outside must be before it is parsed: a bounded, unencrypted ZIP without macros. Sizes are
//! counted while inflating, never believed.

use std::io::{Cursor, Read};

use domain::annex::{AnnexCode, AnnexIssue, CellPlace};
use zip::ZipArchive;

/// The largest workbook that is read.
pub const WORKBOOK_BYTES_MAX: usize = 20 * 1024 * 1024;
/// The most that all its parts may inflate to.
const INFLATED_BYTES_MAX: u64 = 200 * 1024 * 1024;
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
    let mut total = 0;
    let mut is_workbook = false;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|error| damaged(error.to_string()))?;
        let name = part.name().map_err(|error| damaged(error.to_string()))?.into_owned();
        if name.starts_with('/') || name.contains("..") || name.contains('\\') {
            return Err(refusal(AnnexCode::Damaged, name));
        }
        if name.to_lowercase().ends_with("vbaproject.bin") {
            return Err(refusal(AnnexCode::Macros, name));
        }
        is_workbook |= name == "xl/workbook.xml";
        let packed = part.compressed_size();
        total += inflate(part, &name, packed, INFLATED_BYTES_MAX - total)?;
    }
    if is_workbook { Ok(()) } else { Err(refusal(AnnexCode::NotAWorkbook, "")) }
}

/// Inflates a part into nothing and counts it.
fn inflate(mut part: impl Read, name: &str, packed: u64, left: u64) -> Result<u64, AnnexIssue> {
    let mut count = 0;
    let mut buffer = [0; 64 * 1024];
    loop {
        let read = part.read(&mut buffer).map_err(|error| refusal(AnnexCode::Damaged, error.to_string()))?;
        if read == 0 {
            return Ok(count);
        }
        count += read as u64;
        if count > left || (count > RATIO_FREE_BYTES && count > packed.saturating_mul(RATIO_MAX)) {
            return Err(refusal(AnnexCode::TooLarge, name));
        }
    }
}
