//! Documents of the state's offices as DOCX, in the layout of decree 30/2020 (appendix I): A4, Times New Roman, the page's
//! number in the middle of the top margin from page 2 on. Written by hand over `zip`: a few parts of WordprocessingML, the
//! same bytes for the same contents, and no second zip or XML library in the tree. Numbers and dates that the document
//! system gives are left open unless they are known.

mod parts;

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The longest text of one paragraph that is written; the rest is cut.
const TEXT_CHARS_MAX: usize = 8_000;

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
}

/// A table with a rule round each cell; the first row is its head, repeated on each page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Widths in millimetres.
    pub widths: Vec<u32>,
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
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

/// The document as a file.
///
/// # Errors
/// When the archive cannot be made, which a bounded document does not cause.
pub fn write(title: &str, blocks: &[Block]) -> Result<Vec<u8>, DocxError> {
    let body: String = blocks.iter().map(parts::block).collect();
    let files = [
        ("[Content_Types].xml", parts::CONTENT_TYPES.to_owned()),
        ("_rels/.rels", parts::RELATIONS.to_owned()),
        ("docProps/core.xml", parts::core(title)),
        ("word/document.xml", parts::document(&body)),
        ("word/_rels/document.xml.rels", parts::DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", parts::STYLES.to_owned()),
        ("word/header1.xml", parts::PAGE_NUMBER.to_owned()),
    ];
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // Says nothing of the moment at which it is made.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    for (name, text) in files {
        archive.start_file(name, options)?;
        archive.write_all(text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

/// An official letter (công văn): the head with its two columns, to whom it goes, what it says, who gets it and who signs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// The body above the one that writes, and the one that writes; both in capitals.
    pub above: String,
    pub body: String,
    /// «Số:        /SKHCN»: open where the document system has not given the number.
    pub number: String,
    /// «V/v …»
    pub about: String,
    /// «Đắk Lắk, ngày      tháng 11 năm 2026»
    pub place_and_date: String,
    /// «Kính gửi: …»
    pub to: String,
    pub paragraphs: Vec<String>,
    /// The lines under «Nơi nhận:».
    pub recipients_label: String,
    pub recipients: Vec<String>,
    /// The signer's post, in capitals, and name; the name is left open where it is not known.
    pub post: String,
    pub signer: String,
    /// The two lines of the state.
    pub state: String,
    pub motto: String,
}

impl Letter {
    /// What it consists of, in the order of decree 30/2020.
    pub fn blocks(&self) -> Vec<Block> {
        let head = Block::Columns {
            widths: [66, 99],
            left: vec![
                Paragraph::centered(&self.above).sized(12),
                Paragraph::centered(&self.body).bold().sized(12).ruled(),
                Paragraph::centered(&self.number).sized(13).after_space(6),
                Paragraph::centered(&self.about).sized(12).after_space(6),
            ],
            right: vec![
                Paragraph::centered(&self.state).bold().sized(12),
                Paragraph::centered(&self.motto).bold().sized(13).ruled(),
                Paragraph::centered(&self.place_and_date).italic().sized(13).after_space(6),
            ],
        };
        let mut recipients = vec![Paragraph::new(&self.recipients_label).bold().italic().sized(12)];
        recipients.extend(self.recipients.iter().map(|line| Paragraph::new(line).sized(11)));
        let foot = Block::Columns {
            widths: [82, 83],
            left: recipients,
            right: vec![
                Paragraph::centered(&self.post).bold().sized(14),
                // Room for the signature.
                Paragraph::centered(&self.signer).bold().sized(14).after_space(72),
            ],
        };
        let mut blocks = vec![head, Block::Paragraph(Paragraph::centered(&self.to).after_space(18))];
        blocks.extend(self.paragraphs.iter().map(|text| Block::Paragraph(Paragraph::body(text))));
        blocks.push(Block::Paragraph(Paragraph::new("").sized(6)));
        blocks.push(foot);
        blocks
    }

    /// The letter as a file.
    ///
    /// # Errors
    /// As [`write()`].
    pub fn write(&self) -> Result<Vec<u8>, DocxError> {
        write(&self.about, &self.blocks())
    }
}
