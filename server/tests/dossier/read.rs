//! Reading the files back: archives, documents as paragraphs and tables, workbooks as rows of texts.

use std::io::{Cursor, Read};

use calamine::{Reader, Xlsx, open_workbook_from_rs};

/// The parts of an archive in their order.
pub fn archive(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..archive.len())
        .map(|at| {
            let mut part = archive.by_index(at).expect("a part");
            let mut bytes = Vec::new();
            part.read_to_end(&mut bytes).expect("its bytes");
            (part.name().expect("a name").into_owned(), bytes)
        })
        .collect()
}

/// A document: the paragraphs that stand outside tables with rules, and those tables as rows of cells.
#[derive(Debug, Default)]
pub struct Document {
    pub paragraphs: Vec<String>,
    pub tables: Vec<Vec<Vec<String>>>,
}

impl Document {
    pub fn of(bytes: &[u8]) -> Self {
        let parts = archive(bytes);
        let (_, xml) = parts.iter().find(|(name, _)| name == "word/document.xml").expect("a document");
        let xml = std::str::from_utf8(xml).expect("UTF-8");
        let (mut document, mut rest) = (Self::default(), xml);
        while let Some(at) = rest.find("<w:tbl>") {
            let end = rest[at..].find("</w:tbl>").expect("its end") + at;
            document.paragraphs.extend(paragraphs(&rest[..at]));
            let table = &rest[at..end];
            if table.contains("<w:tblBorders>") {
                let cells = |row: &str| row.split("<w:tc>").skip(1).map(|cell| paragraphs(cell).join("\n")).collect();
                document.tables.push(table.split("<w:tr>").skip(1).map(cells).collect());
            } else {
                document.paragraphs.extend(paragraphs(table));
            }
            rest = &rest[end..];
        }
        document.paragraphs.extend(paragraphs(rest));
        document
    }

    /// All of it as one text.
    pub fn text(&self) -> String {
        let cells = self.tables.iter().flatten().flatten();
        self.paragraphs.iter().chain(cells).map(String::as_str).collect::<Vec<_>>().join("\n")
    }

    /// Whether some paragraph holds these words.
    pub fn says(&self, words: &str) -> bool {
        self.paragraphs.iter().any(|paragraph| paragraph.contains(words))
    }
}

fn paragraphs(xml: &str) -> Vec<String> {
    let text = |paragraph: &str| {
        let line_breaks = paragraph.replace("<w:br/>", "<w:t xml:space=\"preserve\">\n</w:t>");
        let runs = line_breaks.split("<w:t xml:space=\"preserve\">").skip(1);
        runs.filter_map(|run| run.split("</w:t>").next()).collect::<String>()
    };
    let plain =
        |text: String| text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    xml.split("<w:p>").skip(1).map(text).map(plain).filter(|text| !text.is_empty()).collect()
}

/// The rows of a sheet as texts.
pub fn sheet(bytes: &[u8], name: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("a workbook");
    let formulas = book.worksheet_formula(name).expect("formulas");
    assert!(formulas.used_cells().next().is_none(), "{name}: nothing is a formula");
    let range = book.worksheet_range(name).expect("the sheet");
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// The names of a workbook's sheets.
pub fn sheets(bytes: &[u8]) -> Vec<String> {
    let book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("a workbook");
    book.sheet_names()
}
