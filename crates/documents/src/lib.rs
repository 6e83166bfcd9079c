//! Office documents: the annex of the catalog as a workbook, read and written; comparisons as workbooks; flat files;
//! letters, the dossier of a draft edition, the minutes of an appraisal and the reports of a year as DOCX.
//! Views in, bytes out; no SQL, no HTTP.

pub mod annex;
pub mod comparison;
pub mod docx;
pub mod dossier;
pub mod flat;
mod guard;
pub mod minutes;
pub mod report;
mod scan;
mod sheet;
mod style;
pub mod table;

pub use guard::WORKBOOK_BYTES_MAX;
