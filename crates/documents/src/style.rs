//! How the workbooks look: the manner of decree 30/2020, one face for all.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

const FONT: &str = "Times New Roman";

pub(crate) struct Formats {
    pub plain: Format,
    pub title: Format,
    pub header: Format,
    pub group: Format,
    pub cell: Format,
    pub middle: Format,
}

impl Formats {
    pub(crate) fn new() -> Self {
        let base = || Format::new().set_font_name(FONT).set_font_size(11).set_text_wrap();
        let boxed = || base().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
        Self {
            plain: base().set_align(FormatAlign::Top),
            title: base().set_font_size(13).set_bold().set_align(FormatAlign::Center),
            header: boxed().set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter),
            group: boxed().set_bold(),
            cell: boxed(),
            middle: boxed().set_align(FormatAlign::Center),
        }
    }
}

/// A new workbook that says nothing of the moment it is made: the same contents are the same bytes.
pub(crate) fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    Ok(workbook)
}
