//! The dossier of a draft edition as files: DOCX in the layout of decree 30/2020 (appendix I), and the workbooks of its
//! tables. All is read from one [`Dossier`], so that the figures are equal; number and date stand where they were recorded
//! and are left open otherwise.

mod annex;
mod comparison;
mod decision;
mod opinions;
mod submission;
pub(crate) mod tables;
pub(crate) mod words;

use std::io::{Cursor, Write};

use domain::dossier::{Dossier, DossierFile};
use rust_xlsxwriter::XlsxError;
use strum::IntoEnumIterator;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::annex::write_draft_annex;
use crate::comparison::{Wording, write_comparison};
use crate::docx::DocxError;

/// A file of a dossier that was not written.
#[derive(Debug, thiserror::Error)]
pub enum DossierError {
    #[error(transparent)]
    Document(#[from] DocxError),
    #[error("the workbook was not written: {0}")]
    Workbook(#[from] XlsxError),
    #[error("the archive was not written: {0}")]
    Archive(#[from] zip::result::ZipError),
    #[error("the archive was not written: {0}")]
    Bytes(#[from] std::io::Error),
}

/// One file of the dossier.
///
/// # Errors
/// When it cannot be written, which a bounded dossier does not cause.
pub fn write_file(file: DossierFile, dossier: &Dossier, wording: &Wording<'_>) -> Result<Vec<u8>, DossierError> {
    Ok(match file {
        DossierFile::Submission => submission::write(dossier, wording)?,
        DossierFile::Decision => decision::write(dossier)?,
        DossierFile::Annex => annex::write(dossier)?,
        DossierFile::AnnexWorkbook => write_draft_annex(dossier)?,
        DossierFile::Comparison => comparison::write(dossier, wording)?,
        DossierFile::ComparisonWorkbook => write_comparison(&dossier.comparison, wording)?,
        DossierFile::Opinions => opinions::write(dossier, wording)?,
        DossierFile::OpinionsWorkbook => opinions::write_workbook(dossier, wording)?,
        DossierFile::FiguresWorkbook => tables::write_workbook(dossier, wording)?,
    })
}

/// The whole dossier as one archive. The same dossier gives the same bytes.
///
/// # Errors
/// As [`write_file`].
pub fn write_archive(dossier: &Dossier, wording: &Wording<'_>) -> Result<Vec<u8>, DossierError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // The files are packed already.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Stored)
        .last_modified_time(zip::DateTime::default());
    for file in DossierFile::iter() {
        archive.start_file(format!("ho-so-trinh-{}/{file}", dossier.campaign.key), options)?;
        archive.write_all(&write_file(file, dossier, wording)?)?;
    }
    Ok(archive.finish()?.into_inner())
}
