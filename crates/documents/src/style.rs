//! How the workbooks look: the manner of decree 30/2020, one face for all.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

const FONT: &str = "Times New Roman";

pub(crate) struct Formats {
    pub plain: Format,
    pub title: Format,
    pub header: Format,
    pub group: Format,
    pub cell: Format,
    pub middle: Format,
    /// A share, as percents.
    pub share: Format,
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
            share: boxed().set_align(FormatAlign::Center).set_num_format("0.0%"),
        }
    }
}

/// A new workbook that says nothing of the moment it is made: the same contents are the same bytes.
pub(crate) fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    Ok(workbook)
}

/// A line of the workbooks' face, the room above and below, and the highest row there may be, in points.
const LINE: f64 = 15.0;
const MARGIN: f64 = 3.0;
const ROW_MAX: f64 = 409.0;
/// Characters that wrapping at words leaves empty at the end of a line.
const RAGGED: f64 = 2.0;

/// Makes a row as high as its texts need in columns of these widths, in characters: not every office programme does it on
/// opening.
pub(crate) fn fit<'a>(
    sheet: &mut Worksheet,
    row: u32,
    texts: impl IntoIterator<Item = (&'a str, f64)>,
) -> Result<(), XlsxError> {
    let lines = texts.into_iter().map(|(text, width)| lines(text, width)).max().unwrap_or(1);
    if lines > 1 {
        sheet.set_row_height(row, (f64::from(lines) * LINE + MARGIN).min(ROW_MAX))?;
    }
    Ok(())
}

fn lines(text: &str, width: f64) -> u32 {
    let room = (width - RAGGED).max(RAGGED);
    let of_line = |line: &str| (line.chars().count() as f64 / room).ceil().max(1.0) as u32;
    text.lines().map(of_line).sum::<u32>().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_a_text_needs() {
        for (text, width, wanted) in
            [("", 10.0, 1), ("ngắn", 10.0, 1), ("mười hai chữ", 10.0, 2), ("một\nhai\n\nba", 30.0, 4), ("hẹp", 1.0, 2)]
        {
            assert_eq!(lines(text, width), wanted, "{text:?} in {width}");
        }
    }
}
