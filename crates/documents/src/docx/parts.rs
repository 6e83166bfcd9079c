//! The parts of the archive, and blocks as WordprocessingML. Every text goes through [`escaped`].

use std::fmt::Write;

use super::{Align, Cell, Down, Head, Pages, Paragraph, Row, TEXT_CHARS_MAX};

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
/// Twentieths of a point in a millimetre.
const TWIPS_PER_MM: f64 = 56.692_9;
const BODY_SIZE: u32 = 14;

pub(super) const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;

pub(super) const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

pub(super) const DOCUMENT_RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/></Relationships>"#;

pub(super) const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="28"/><w:szCs w:val="28"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>"#;

/// The page's number in the middle of the top margin.
pub(super) const PAGE_NUMBER: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r><w:r><w:rPr><w:sz w:val="26"/></w:rPr><w:fldChar w:fldCharType="end"/></w:r></w:p></w:hdr>"#;

/// A text as XML takes it: what XML forbids is left out, what it reads as its own is spelt out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().take(TEXT_CHARS_MAX) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push(' '),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => out.push(other),
        }
    }
    out
}

pub(super) fn core(title: &str) -> String {
    format!(
        r#"{DECLARATION}
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>"#,
        escaped(title)
    )
}

pub(super) fn document_begins() -> String {
    format!(
        r#"{DECLARATION}
<w:document xmlns:w="{WORD}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>"#
    )
}

/// Margins of decree 30/2020: 20 mm above, below; 30 left, 15 right. The first page has no number.
pub(super) fn document_ends(pages: Pages) -> String {
    let size = match pages {
        Pages::Upright => r#"<w:pgSz w:w="11906" w:h="16838"/>"#,
        Pages::Across => r#"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#,
    };
    format!(
        r#"<w:sectPr><w:headerReference w:type="default" r:id="rId2"/>{size}<w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>"#
    )
}

pub(super) fn paragraph(one: &Paragraph) -> String {
    let mut properties = String::new();
    if one.kept {
        properties.push_str("<w:keepNext/>");
    }
    if one.ruled {
        // A short rule: the border of a paragraph that is set in from both sides.
        properties.push_str(r#"<w:spacing w:after="40"/>"#);
    } else if one.before > 0 {
        let _infallible = write!(properties, r#"<w:spacing w:before="{}"/>"#, one.before * 20);
    }
    match one.align {
        Align::Left => {}
        Align::Center => properties.push_str(r#"<w:jc w:val="center"/>"#),
        Align::Body => properties.push_str(r#"<w:ind w:firstLine="720"/><w:jc w:val="both"/>"#),
    }
    let size = if one.size == 0 { BODY_SIZE } else { one.size } * 2;
    let bold = if one.bold { "<w:b/>" } else { "" };
    let italic = if one.italic { "<w:i/>" } else { "" };
    let looks = |bold: &str| format!(r#"<w:rPr>{bold}{italic}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>"#);
    let look = looks(bold);
    let mut runs = String::new();
    if !one.lead.is_empty() {
        let lead = escaped(one.lead);
        let _infallible = write!(runs, r#"<w:r>{}<w:t xml:space="preserve">{lead} </w:t></w:r>"#, looks("<w:b/>"));
    }
    for (number, line) in one.text.lines().enumerate() {
        let turn = if number > 0 { "<w:br/>" } else { "" };
        let _infallible = write!(runs, r#"<w:r>{look}{turn}<w:t xml:space="preserve">{}</w:t></w:r>"#, escaped(line));
    }
    let rule = if one.ruled { RULE } else { "" };
    format!("<w:p><w:pPr>{properties}{look}</w:pPr>{runs}</w:p>{rule}")
}

/// The rule under a line of the head: a paragraph of one point, set in, with a border above.
const RULE: &str = r#"<w:p><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:pBdr><w:spacing w:line="60" w:lineRule="exact"/><w:ind w:left="1000" w:right="1000"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>"#;

fn twips(millimetres: u32) -> u32 {
    (f64::from(millimetres) * TWIPS_PER_MM).round() as u32
}

/// A table's width, and its columns.
fn grid(widths: &[u32]) -> (String, String) {
    let columns: String = widths.iter().map(|width| format!(r#"<w:gridCol w:w="{}"/>"#, twips(*width))).collect();
    let whole: u32 = widths.iter().map(|width| twips(*width)).sum();
    (format!(r#"<w:tblW w:w="{whole}" w:type="dxa"/>"#), format!("<w:tblGrid>{columns}</w:tblGrid>"))
}

fn cell(width: u32, inner: &str) -> String {
    // A cell ends with a paragraph.
    let inner = if inner.is_empty() { "<w:p/>" } else { inner };
    format!(r#"<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/></w:tcPr>{inner}</w:tc>"#, twips(width))
}

pub(super) fn columns(widths: [u32; 2], left: &[Paragraph], right: &[Paragraph]) -> String {
    let (width, grid) = grid(&widths);
    let side = |paragraphs: &[Paragraph]| paragraphs.iter().map(paragraph).collect::<String>();
    let [first, second] = widths;
    format!(
        r#"<w:tbl><w:tblPr>{width}<w:tblLayout w:type="fixed"/></w:tblPr>{grid}<w:tr>{UNBROKEN}{}{}</w:tr></w:tbl>"#,
        cell(first, &side(left)),
        cell(second, &side(right))
    )
}

/// The tallest row that stays on one page, in thousandths of a millimetre; a taller one would leave much of a page empty.
const UNBROKEN_MAX: u32 = 45_000;
/// How wide a letter of one point is, about, and how tall its line, in thousandths of a millimetre.
const LETTER_WIDTH: u32 = 176;
const LINE_HEIGHT: u32 = 406;
/// What a cell's two margins take of its width, in millimetres.
const CELL_MARGINS_MM: u32 = 2;
/// A row that stays on one page.
const UNBROKEN: &str = "<w:trPr><w:cantSplit/></w:trPr>";

const BORDERS: &str = r#"<w:tblBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:left w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:right w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="auto"/><w:insideV w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tblBorders>"#;

/// Room between a rule and the text, in twentieths of a point: less than Word's own, for narrow columns.
const CELL_MARGIN: u32 = 57;

/// A table up to its first row.
pub(super) fn table_begins(head: &Head) -> String {
    let widths: Vec<u32> = head.columns.iter().map(|column| column.width).collect();
    let (width, grid) = grid(&widths);
    let margins = format!(
        r#"<w:tblCellMar><w:left w:w="{CELL_MARGIN}" w:type="dxa"/><w:right w:w="{CELL_MARGIN}" w:type="dxa"/></w:tblCellMar>"#
    );
    let rows: String = head.rows.iter().map(|one| row(head, one, true)).collect();
    format!(r#"<w:tbl><w:tblPr>{width}{BORDERS}<w:tblLayout w:type="fixed"/>{margins}</w:tblPr>{grid}{rows}"#)
}

/// Whether a text in a cell so wide, in millimetres, is low enough to stay on one page.
fn is_low(text: &str, width: u32, size: u32) -> bool {
    let letters = (width.saturating_sub(CELL_MARGINS_MM) * 1_000 / (size * LETTER_WIDTH)).max(1);
    let lines_of = |line: &str| u32::try_from(line.chars().count()).unwrap_or(u32::MAX).div_ceil(letters).max(1);
    let lines = text.lines().map(lines_of).fold(0, u32::saturating_add);
    lines <= UNBROKEN_MAX / (size * LINE_HEIGHT)
}

/// A row of a table; columns for which it has no cell are empty.
pub(super) fn row(head: &Head, row: &Row, repeated: bool) -> String {
    let mut cells = String::new();
    let empty = Cell::default();
    let size = if head.size == 0 { BODY_SIZE } else { head.size };
    let (mut at, mut rest, mut low) = (0, row.cells.iter(), true);
    while at < head.columns.len() {
        let one = rest.next().unwrap_or(&empty);
        let span = one.span.clamp(1, head.columns.len() - at);
        let covered = &head.columns[at..at + span];
        let width: u32 = covered.iter().map(|column| twips(column.width)).sum();
        low &= is_low(&one.text, covered.iter().map(|column| column.width).sum(), size);
        let span_told = if span > 1 { format!(r#"<w:gridSpan w:val="{span}"/>"#) } else { String::new() };
        let down = match one.down {
            Down::Alone => "",
            Down::Covers => r#"<w:vMerge w:val="restart"/>"#,
            Down::Covered => "<w:vMerge/>",
        };
        let middle = if repeated { r#"<w:vAlign w:val="center"/>"# } else { "" };
        let align = match (repeated, span) {
            (true, _) => Align::Center,
            (false, 1) => covered[0].align,
            (false, _) => Align::Left,
        };
        let (bold, kept) = (repeated || row.heading, row.heading && !repeated);
        let text = paragraph(&Paragraph { align, bold, kept, ..Paragraph::new(&one.text).sized(head.size) });
        let _infallible = write!(
            cells,
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span_told}{down}{middle}</w:tcPr>{text}</w:tc>"#
        );
        at += span;
    }
    let kind = match (repeated, low) {
        (true, _) => "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>",
        (false, true) => UNBROKEN,
        (false, false) => "",
    };
    format!("<w:tr>{kind}{cells}</w:tr>")
}
