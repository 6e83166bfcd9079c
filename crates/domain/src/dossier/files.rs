//! The files of a dossier, by the names under which they are taken along.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

/// One file. Its text is its name: in addresses, in the archive, on the disk of who saves it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
pub enum DossierFile {
    #[strum(serialize = "1-to-trinh.docx")]
    Submission,
    #[strum(serialize = "2-du-thao-quyet-dinh.docx")]
    Decision,
    #[strum(serialize = "3-phu-luc-danh-muc.docx")]
    Annex,
    #[strum(serialize = "3-phu-luc-danh-muc.xlsx")]
    AnnexWorkbook,
    #[strum(serialize = "4-bang-so-sanh.docx")]
    Comparison,
    #[strum(serialize = "4-bang-so-sanh.xlsx")]
    ComparisonWorkbook,
    #[strum(serialize = "5-bang-tiep-thu-y-kien.docx")]
    Opinions,
    #[strum(serialize = "5-bang-tiep-thu-y-kien.xlsx")]
    OpinionsWorkbook,
    #[strum(serialize = "6-so-lieu-to-trinh.xlsx")]
    FiguresWorkbook,
}

/// All of them in one archive.
pub const ARCHIVE: &str = "ho-so-trinh.zip";

impl DossierFile {
    pub fn is_workbook(self) -> bool {
        match self {
            Self::Submission | Self::Decision | Self::Annex | Self::Comparison | Self::Opinions => false,
            Self::AnnexWorkbook | Self::ComparisonWorkbook | Self::OpinionsWorkbook | Self::FiguresWorkbook => true,
        }
    }
}
