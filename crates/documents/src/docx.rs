//! Documents of the state's offices as DOCX, in the layout of decree 30/2020 (appendix I): A4, Times New Roman, the page's
//! number in the middle of the top margin from page 2 on. Written by hand over `zip`: a few parts of WordprocessingML, the
//! same bytes for the same contents, and no second zip or XML library in the tree. Numbers and dates that the document
//! system gives are left open unless they are known.

mod letter;
mod parts;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub use letter::{Foot, Letter, Masthead, head_of};

/// The longest line that is written; the rest is cut. An item's line has its name and its groups beside the longest text of
/// a field, and a workbook's cell takes as much.
const TEXT_CHARS_MAX: usize = 32_766;

/// A document that was not written.
#[derive(Debug, thiserror::Error)]
#[error("the document was not written: {0}")]
pub struct DocxError(#[from] zip::result::ZipError);

impl From<std::io::Error> for DocxError {
    fn from(error: std::io::Error) -> Self {
        Self(zip::result::ZipError::Io(error))
    }
}

/// Where a paragraph stands on the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Align {
    #[default]
    Left,
    Center,
    /// Even on both sides, its first line set in: the body of a document.
    Body,
}

/// A paragraph of one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// What the text begins with, in bold: «Điều 1.»
    pub lead: &'static str,
    pub text: String,
    pub align: Align,
    pub bold: bool,
    pub italic: bool,
    /// In points; 0 for the body's 14.
    pub size: u32,
    /// A line under it, as stands under the issuing body and the motto.
    pub ruled: bool,
    /// Points before it.
    pub before: u32,
    /// It stays on the page of what follows.
    pub kept: bool,
}

impl Paragraph {
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub fn body(text: impl Into<String>) -> Self {
        Self { align: Align::Body, before: 6, ..Self::new(text) }
    }

    pub fn centered(text: impl Into<String>) -> Self {
        Self { align: Align::Center, ..Self::new(text) }
    }

    pub fn led(self, lead: &'static str) -> Self {
        Self { lead, ..self }
    }

    pub fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub fn italic(self) -> Self {
        Self { italic: true, ..self }
    }

    pub fn sized(self, size: u32) -> Self {
        Self { size, ..self }
    }

    pub fn ruled(self) -> Self {
        Self { ruled: true, ..self }
    }

    pub fn after_space(self, before: u32) -> Self {
        Self { before, ..self }
    }

    pub fn kept(self) -> Self {
        Self { kept: true, ..self }
    }
}

/// A table with a rule round each cell; its head is repeated on each page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub head: Head,
    pub rows: Vec<Row>,
}

/// How a table begins: its columns, and the rows that are repeated on each page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Of the table's text, in points.
    pub size: u32,
}

impl Head {
    /// A head of one row: the name, the width, and where the text stands.
    pub fn new(size: u32, columns: &[(&str, u32, Align)]) -> Self {
        let names: Vec<&str> = columns.iter().map(|(name, ..)| *name).collect();
        Self {
            columns: columns.iter().map(|(_, width, align)| Column { width: *width, align: *align }).collect(),
            rows: vec![Row::of(names)],
            size,
        }
    }
}

/// A column: its width in millimetres, and where its text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub width: u32,
    pub align: Align,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub cells: Vec<Cell>,
    /// What stands over others: in bold, never alone at the foot of a page.
    pub heading: bool,
}

impl Row {
    /// A row of plain cells.
    pub fn of<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        let cell = |text: T| Cell { text: text.into(), ..Cell::default() };
        Self { cells: texts.into_iter().map(cell).collect(), heading: false }
    }

    /// One text over all columns.
    pub fn across(text: impl Into<String>, columns: usize) -> Self {
        let cell = Cell { text: text.into(), span: columns, ..Cell::default() };
        Self { cells: vec![cell], heading: true }
    }

    pub fn heading(self) -> Self {
        Self { heading: true, ..self }
    }
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    pub text: String,
    /// Columns that it covers; 0 is 1.
    pub span: usize,
    pub down: Down,
}

/// Whether a cell covers rows below, or is covered by the one above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Down {
    #[default]
    Alone,
    Covers,
    Covered,
}

/// What a document consists of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    Paragraph(Paragraph),
    /// Two columns side by side without rules: the head of a document, its foot. Widths in millimetres.
    Columns {
        widths: [u32; 2],
        left: Vec<Paragraph>,
        right: Vec<Paragraph>,
    },
    Table(Table),
}

/// Which way the pages lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pages {
    #[default]
    Upright,
    /// For wide tables.
    Across,
}

/// A document that is written piece by piece: a table of any length is never held whole.
pub struct Writer {
    archive: ZipWriter<Cursor<Vec<u8>>>,
    pages: Pages,
    head: Head,
}

impl Writer {
    /// # Errors
    /// When the archive cannot be made.
    pub fn begin(title: &str, pages: Pages) -> Result<Self, DocxError> {
        let mut writer = Self { archive: ZipWriter::new(Cursor::new(Vec::new())), pages, head: Head::default() };
        for (name, text) in [
            ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
            ("_rels/.rels", parts::RELATIONS.to_owned()),
            ("docProps/core.xml", parts::core(title)),
            ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONS.to_owned()),
            ("word/styles.xml", parts::STYLES.to_owned()),
            ("word/header1.xml", parts::PAGE_NUMBER.to_owned()),
        ] {
            writer.archive.start_file(name, options())?;
            writer.put(&text)?;
        }
        writer.archive.start_file("word/document.xml", options())?;
        writer.put(&parts::document_begins())?;
        Ok(writer)
    }

    fn put(&mut self, text: &str) -> Result<(), DocxError> {
        Ok(self.archive.write_all(text.as_bytes())?)
    }

    /// Anything but a row.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn block(&mut self, block: &Block) -> Result<(), DocxError> {
        match block {
            Block::Paragraph(one) => self.put(&parts::paragraph(one)),
            Block::Columns { widths, left, right } => self.put(&parts::columns(*widths, left, right)),
            Block::Table(table) => {
                self.table(table.head.clone())?;
                table.rows.iter().try_for_each(|row| self.row(row))?;
                self.end_table()
            }
        }
    }

    /// Several of them.
    ///
    /// # Errors
    /// As [`Writer::block`].
    pub fn blocks(&mut self, blocks: &[Block]) -> Result<(), DocxError> {
        blocks.iter().try_for_each(|block| self.block(block))
    }

    /// Begins a table, whose rows follow.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn table(&mut self, head: Head) -> Result<(), DocxError> {
        let begins = parts::table_begins(&head);
        self.head = head;
        self.put(&begins)
    }

    /// A row of the table that was begun.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn row(&mut self, row: &Row) -> Result<(), DocxError> {
        let text = parts::row(&self.head, row, false);
        self.put(&text)
    }

    /// Ends the table.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn end_table(&mut self) -> Result<(), DocxError> {
        self.put("</w:tbl>")
    }

    /// The document as a file.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn finish(mut self) -> Result<Vec<u8>, DocxError> {
        let ends = parts::document_ends(self.pages);
        self.put(&ends)?;
        Ok(self.archive.finish()?.into_inner())
    }
}

/// Says nothing of the moment at which a file is made.
fn options() -> SimpleFileOptions {
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    options.last_modified_time(zip::DateTime::default())
}

/// A document of some blocks as a file, on upright pages.
///
/// # Errors
/// When the archive cannot be made, which a bounded document does not cause.
pub fn write(title: &str, blocks: &[Block]) -> Result<Vec<u8>, DocxError> {
    let mut writer = Writer::begin(title, Pages::Upright)?;
    writer.blocks(blocks)?;
    writer.finish()
}
