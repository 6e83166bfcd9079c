//! How the workbooks look: the manner of decree 30/2020, one face for all.

use std::borrow::Cow;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Workbook, Worksheet,
    XlsxError,
};

const FONT: &str = "Times New Roman";
const SIZE: f64 = 11.0;

pub(crate) struct Formats {
    pub plain: Format,
    pub title: Format,
    pub header: Format,
    pub group: Format,
    pub cell: Format,
    pub middle: Format,
    /// A share, as percents.
    pub share: Format,
    /// Words that are gone, and words that are new: told apart without their colours too.
    pub removed: Format,
    pub added: Format,
}

impl Formats {
    pub(crate) fn new() -> Self {
        let base = || Format::new().set_font_name(FONT).set_font_size(SIZE).set_text_wrap();
        let boxed = || base().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
        Self {
            plain: base().set_align(FormatAlign::Top),
            title: base().set_font_size(13).set_bold().set_align(FormatAlign::Center),
            header: boxed().set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter),
            group: boxed().set_bold(),
            cell: boxed(),
            middle: boxed().set_align(FormatAlign::Center),
            share: boxed().set_align(FormatAlign::Center).set_num_format("0.0%"),
            removed: boxed().set_font_strikethrough().set_font_color(Color::Red),
            added: boxed().set_bold().set_underline(FormatUnderline::Single).set_font_color(Color::Green),
        }
    }
}

/// A line, and a column that no width was given, of an empty sheet in the workbooks' face, in pixels.
const LINE_PIXELS: u32 = 20;
const COLUMN_PIXELS: u32 = 64;

/// A new workbook that says nothing of the moment it is made: the same contents are the same bytes. Its widths are counted in
/// letters of its face. The library's own is not on every machine: columns come out wider there, and fewer go on a page.
pub(crate) fn workbook() -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let face = Format::new().set_font_name(FONT).set_font_size(SIZE);
    workbook.set_default_format(&face, LINE_PIXELS, COLUMN_PIXELS)?;
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?));
    Ok(workbook)
}

/// Lays a sheet out for paper as annex I of decree 30/2020 has it: A4 lying, the page's number in the middle above, and the
/// heads (their first and last row) on every page. A sheet's first page has its number too: the library knows no other
/// header for it.
pub(crate) fn on_paper(sheet: &mut Worksheet, heads: (u32, u32)) -> Result<(), XlsxError> {
    let [left, right, above, below, number] = [30.0, 15.0, 20.0, 20.0, 10.0].map(|mm| mm / MM_OF_INCH);
    sheet
        .set_landscape()
        .set_paper_size(A4)
        .set_print_fit_to_pages(1, 0)
        .set_margins(left, right, above, below, number, number)
        // A wide sheet is printed smaller; the number is not.
        .set_header_footer_scale_with_doc(false)
        .set_header(format!("&C&\"{FONT},Regular\"&13&P"))
        .set_repeat_rows(heads.0, heads.1)?;
    Ok(())
}

/// Lays out a sheet that nobody could read on one page's width, as [`on_paper`] does but on pages side by side, each with the
/// first two columns, which tell whose row it is. These columns begin a page; else the programme goes to the next one where a
/// page is full.
pub(crate) fn on_pages_beside(sheet: &mut Worksheet, heads: (u32, u32), breaks: &[u32]) -> Result<(), XlsxError> {
    on_paper(sheet, heads)?;
    sheet
        .set_print_scale(WIDE_PERCENT)
        // What stands side by side is printed one after the other.
        .set_page_order(false)
        .set_repeat_columns(0, 1)?
        .set_vertical_page_breaks(breaks)?;
    Ok(())
}

/// How large a wide sheet is printed: its letters of 11 points 7 points high.
const WIDE_PERCENT: u16 = 65;

/// The paper's number in the format, and the millimetres of an inch, in which it counts margins.
const A4: u8 = 9;
const MM_OF_INCH: f64 = 25.4;

/// The most UTF-16 units that a cell is given: one less than Excel's own limit, for the space of [`cell_text`].
const CELL_UNITS_MAX: usize = 32_766;

/// A text in pieces that a cell takes each: cut between lines, and within one only where it is too long by itself.
pub(crate) fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut left = text;
    while let Some(end) = cut(left) {
        pieces.push(&left[..end]);
        left = left[end..].strip_prefix('\n').unwrap_or(&left[end..]);
    }
    pieces.push(left);
    pieces
}

/// Where a text that no cell takes is cut; `None` where one does.
fn cut(text: &str) -> Option<usize> {
    let mut units = 0;
    let beyond = |(_, c): &(usize, char)| {
        units += c.len_utf16();
        units > CELL_UNITS_MAX
    };
    let (end, _) = text.char_indices().find(beyond)?;
    if text[end..].starts_with('\n') {
        return Some(end);
    }
    Some(text[..end].rfind('\n').filter(|at| *at > 0).unwrap_or(end))
}

/// As much of a text as a cell takes. A space behind «<r>…</r>» keeps the library from taking it for a rich text that it
/// made itself, which it writes as it stands.
pub(crate) fn cell_text(text: &str) -> Cow<'_, str> {
    let text = cut(text).map_or(text, |end| &text[..end]);
    let is_markup = text.starts_with("<r>") && text.ends_with("</r>");
    if is_markup { Cow::Owned(format!("{text} ")) } else { Cow::Borrowed(text) }
}

/// Writes a text cell: what begins with = is never a formula, and what looks like a number stays a text.
pub(crate) fn write_text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, column, cell_text(text), &quoted(text, format))?;
    Ok(())
}

/// The format of a cell with a text. What begins like a formula is marked as typed behind an apostrophe: it stays a text when
/// somebody edits the cell and presses Enter.
pub(crate) fn quoted<'a>(text: &str, format: &'a Format) -> Cow<'a, Format> {
    if text.starts_with(['=', '+', '-', '@']) {
        Cow::Owned(format.clone().set_quote_prefix())
    } else {
        Cow::Borrowed(format)
    }
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
    fn pieces_that_a_cell_takes() {
        let line = "ă".repeat(20_000);
        let text = format!("{line}\n{line}\n\n{line}");
        assert_eq!(pieces(&text), [line.as_str(), format!("{line}\n").as_str(), line.as_str()]);
        assert_eq!(pieces("một\nhai"), ["một\nhai"]);
        assert_eq!(pieces(""), [""]);
        let full = "a".repeat(CELL_UNITS_MAX);
        assert_eq!(pieces(&full).len(), 1);
        assert_eq!(pieces(&format!("{full}\nb")), [full.as_str(), "b"]);
        // A letter beyond the first plane counts twice, and is not cut in two.
        let long = "😀".repeat(CELL_UNITS_MAX);
        let cut = pieces(&long);
        assert_eq!((cut.len(), cut.concat()), (2, long.clone()));
        assert!(cut.iter().all(|piece| piece.encode_utf16().count() <= CELL_UNITS_MAX));
        assert_eq!(cell_text(&long), cut[0]);
        assert_eq!(cell_text("<r>a</r>"), "<r>a</r> ");
    }

    #[test]
    fn lines_that_a_text_needs() {
        for (text, width, wanted) in
            [("", 10.0, 1), ("ngắn", 10.0, 1), ("mười hai chữ", 10.0, 2), ("một\nhai\n\nba", 30.0, 4), ("hẹp", 1.0, 2)]
        {
            assert_eq!(lines(text, width), wanted, "{text:?} in {width}");
        }
    }
}
