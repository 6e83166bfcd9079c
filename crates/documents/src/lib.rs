//! Office documents: the annex of the catalog as a workbook, read and written. Views in, bytes out; no SQL, no HTTP.

pub mod annex;
mod guard;
mod scan;
mod sheet;

pub use guard::WORKBOOK_BYTES_MAX;
