//! Files that are made to hurt: each is refused with its reason, soon and without much memory, or read with a warning;
//! never a panic. How long each takes is printed (`cargo test --release -p documents --test hostile -- --nocapture`).

mod common;

use std::time::{Duration, Instant};

use common::{CONTENT_TYPES, RELS, WORKBOOK, WORKBOOK_RELS, book_with, lists, row_xml, sheet_xml, small_rows, zip_of};
use documents::annex::read_annex;
use domain::annex::AnnexCode;

fn small() -> String {
    sheet_xml(&small_rows(), "")
}

fn with(name: &str, bytes: &[u8]) -> Vec<u8> {
    book_with(&small(), &[(name, bytes)])
}

fn relations(kind: &str, target: &str) -> String {
    format!(
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}" TargetMode="External"/></Relationships>"#
    )
}

/// Changes every place of a pattern in a file's bytes.
fn patched(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> =
        bytes.windows(from.len()).enumerate().filter(|(_, w)| *w == from).map(|(at, _)| at).collect();
    assert!(!places.is_empty(), "the pattern is there");
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

/// The same parts, each said to be packed in another way.
fn packed_as(mut bytes: Vec<u8>, method: u16) -> Vec<u8> {
    for (mark, at) in [(*b"PK\x03\x04", 8), (*b"PK\x01\x02", 10)] {
        let places: Vec<usize> = (0..bytes.len()).filter(|place| bytes[*place..].starts_with(&mark)).collect();
        places.iter().for_each(|place| bytes[place + at..][..2].copy_from_slice(&method.to_le_bytes()));
    }
    bytes
}

/// The same central directory entry for one file, under many names: each names the one large part again.
fn overlapping() -> Vec<u8> {
    let inner = zip_of(&[("xl/workbook.xml", b"<a/>"), ("xl/media/000000", &vec![b' '; 8 * 1024 * 1024])]);
    let start = inner.windows(4).position(|w| w == b"PK\x01\x02").expect("a directory");
    let directory = inner.windows(4).rposition(|w| w == b"PK\x01\x02").expect("a directory");
    let end = inner.windows(4).rposition(|w| w == b"PK\x05\x06").expect("an end");
    let entry = &inner[directory..end];
    let mut bytes = inner[..directory].to_vec();
    const TIMES: u16 = 100;
    for number in 0..TIMES {
        let mut again = entry.to_vec();
        let name = format!("xl/media/{number:06}");
        again[46..46 + name.len()].copy_from_slice(name.as_bytes());
        bytes.extend_from_slice(&again);
    }
    let size = u32::try_from(bytes.len() - start).expect("small");
    let mut tail = inner[end..].to_vec();
    let entries = (TIMES + 1).to_le_bytes();
    tail[8..10].copy_from_slice(&entries);
    tail[10..12].copy_from_slice(&entries);
    tail[12..16].copy_from_slice(&size.to_le_bytes());
    bytes.extend_from_slice(&tail);
    bytes
}

/// One byte inside the last part is not what its checksum says.
fn corrupt(bytes: &[u8]) -> Vec<u8> {
    let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").expect("a directory");
    let mut bytes = bytes.to_vec();
    bytes[directory - 20] ^= 0x55;
    bytes
}

fn merges(refs: &str) -> Vec<u8> {
    let cells: String = refs.split(' ').map(|one| format!("<mergeCell ref=\"{one}\"/>")).collect();
    book_with(&sheet_xml(&small_rows(), &format!("<mergeCells>{cells}</mergeCells>")), &[])
}

fn strings(text: &str) -> Vec<u8> {
    with("xl/sharedStrings.xml", format!("<?xml version=\"1.0\"?><sst>{text}</sst>").as_bytes())
}

fn utf16(text: &str) -> Vec<u8> {
    [vec![0xFF, 0xFE], text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat()
}

/// A long shared text that stands in very many cells.
fn one_text_everywhere() -> Vec<u8> {
    let cells: String =
        (1..=19_000).map(|row| format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"s\"><v>0</v></c></row>")).collect();
    let text = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(400_000));
    book_with(&sheet_xml(&cells, ""), &[("xl/sharedStrings.xml", text.as_bytes())])
}

fn cases() -> Vec<(&'static str, Vec<u8>, AnnexCode)> {
    use AnnexCode as C;
    let whole = book_with(&small(), &[]);
    let deep = format!("{}{}", "<a>".repeat(10_000), "</a>".repeat(10_000));
    let bomb = format!("<worksheet><sheetData>{}", " ".repeat(100 * 1024 * 1024));
    let many_parts: Vec<(String, Vec<u8>)> = (0..300).map(|n| (format!("xl/media/{n}.png"), vec![0])).collect();
    let many_parts: Vec<(&str, &[u8])> =
        many_parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let laughs = r#"<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><worksheet>&b;</worksheet>"#;
    let outside = r#"<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>"#;
    let macro_types = CONTENT_TYPES.replace("spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroEnabled.main+xml");
    let merged_many: String = "<mergeCell ref=\"A1:B1\"/>".repeat(60_000);
    let styles = format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(300_000));
    let far = small_rows() + "<row r=\"1048576\"><c r=\"XFD1048576\" t=\"inlineStr\"><is><t>a</t></is></c></row>";
    let rows: String = (4..=1_048_576).map(|row| format!("<row r=\"{row}\"/>")).collect();
    let count = "<sst count=\"4294967295\" uniqueCount=\"4294967295\"><si><t>a</t></si></sst>";
    let shared = small_rows() + "<row r=\"9\"><c r=\"A9\"><f t=\"shared\" si=\"4000000000\">1</f><v>1</v></c></row>";
    let binary_types = CONTENT_TYPES.replace(
        "openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "ms-excel.sheet.binary.macroEnabled.main",
    );
    let types = binary_types.as_bytes();
    let called = |name: &str| WORKBOOK_RELS.replace("worksheets/sheet1.xml", name);
    let (picture, data) = (called("media/image1.png"), called("worksheets/sheet1.bin"));
    let whole_names = called("/xl/worksheets/sheet1.xml");
    let package = RELS.replace("xl/workbook.xml", "xl/media/workbook.png");
    vec![
        ("no bytes", Vec::new(), C::Empty),
        ("CSV named .xlsx", "STT;Tên CSDL\n1;a".into(), C::NotAWorkbook),
        ("HTML named .xlsx", "<html><table><tr><td>STT</td></tr></table></html>".into(), C::NotAWorkbook),
        ("PDF named .xlsx", b"%PDF-1.7\n".to_vec(), C::NotAWorkbook),
        ("old or encrypted workbook", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1].to_vec(), C::Encrypted),
        ("packed in an unusual way", packed_as(whole.clone(), 14), C::Packing),
        ("cut in half", whole[..whole.len() / 2].to_vec(), C::Damaged),
        ("without its end", whole[..whole.len() - 30].to_vec(), C::Damaged),
        ("a ZIP of anything", zip_of(&[("a.txt", b"a")]), C::NotAWorkbook),
        ("a binary workbook", zip_of(&[("xl/workbook.bin", b"a")]), C::NotAWorkbook),
        (
            "a binary workbook with its types",
            zip_of(&[("[Content_Types].xml", types), ("xl/workbook.bin", b"a"), ("xl/worksheets/sheet1.bin", b"a")]),
            C::NotAWorkbook,
        ),
        (
            "a workbook of LibreOffice",
            zip_of(&[
                ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                ("content.xml", b"<office:document-content/>"),
                ("META-INF/manifest.xml", b"<!DOCTYPE manifest:manifest><manifest:manifest/>"),
            ]),
            C::NotAWorkbook,
        ),
        (
            "a sheet that is called a picture",
            book_with(
                &small(),
                &[("xl/_rels/workbook.xml.rels", picture.as_bytes()), ("xl/media/image1.png", small().as_bytes())],
            ),
            C::Damaged,
        ),
        (
            "a sheet that is called no XML",
            book_with(
                &small(),
                &[("xl/_rels/workbook.xml.rels", data.as_bytes()), ("xl/worksheets/sheet1.bin", small().as_bytes())],
            ),
            C::Damaged,
        ),
        (
            "a workbook that is called a picture",
            book_with(
                &small(),
                &[
                    ("_rels/.rels", package.as_bytes()),
                    ("xl/media/workbook.png", WORKBOOK.as_bytes()),
                    ("xl/media/_rels/workbook.png.rels", whole_names.as_bytes()),
                ],
            ),
            C::Damaged,
        ),
        (
            "bomb in XML among the pictures",
            with("xl/media/styles.xml", "<xf/>".repeat(300_000).as_bytes()),
            C::TooLarge,
        ),
        ("larger than allowed", [b"PK".to_vec(), vec![0; documents::WORKBOOK_BYTES_MAX]].concat(), C::TooLarge),
        ("bomb in a sheet", with("xl/worksheets/sheet1.xml", bomb.as_bytes()), C::TooLarge),
        ("bomb in a picture", with("xl/media/a.png", &vec![0; 180 * 1024 * 1024]), C::TooLarge),
        ("parts over one another", overlapping(), C::TooLarge),
        ("300 parts", zip_of(&many_parts), C::TooLarge),
        ("a ZIP in it", with("xl/media/a.zip", &whole), C::Embedded),
        ("another workbook in it", with("xl/embeddings/a.xlsx", b"PK"), C::Embedded),
        ("controls", with("xl/activeX/activeX1.xml", b"<a/>"), C::Embedded),
        (
            "an object in the sheet",
            book_with(&sheet_xml("", "<oleObjects><oleObject/></oleObjects>"), &[]),
            C::Embedded,
        ),
        ("macros", with("xl/vbaProject.bin", b"x"), C::Macros),
        ("macros by its type alone", with("[Content_Types].xml", macro_types.as_bytes()), C::Macros),
        ("a sheet of old macros", with("xl/macrosheets/sheet1.xml", b"<a/>"), C::Macros),
        ("links to other files", with("xl/externalLinks/externalLink1.xml", b"<a/>"), C::ExternalLinks),
        (
            "a link by relation",
            with("xl/worksheets/_rels/sheet1.xml.rels", relations("attachedTemplate", "http://x/").as_bytes()),
            C::ExternalLinks,
        ),
        ("a database behind it", with("xl/connections.xml", b"<a/>"), C::ExternalLinks),
        ("a name that climbs", with("../../etc/passwd", b"a"), C::Damaged),
        ("an absolute name", patched(with("xl/media/abc", b"a"), b"xl/media/abc", b"/l/media/abc"), C::Damaged),
        (
            "two parts of one name",
            patched(with("xl/workbook.xmm", b"<a/>"), b"xl/workbook.xmm", b"xl/workbook.xml"),
            C::Damaged,
        ),
        ("names that differ in case", with("xl/Workbook.xml", b"<a/>"), C::Damaged),
        ("a wrong checksum", corrupt(&whole), C::Damaged),
        ("entities in a sheet", with("xl/worksheets/sheet1.xml", laughs.as_bytes()), C::DocumentType),
        ("entities from outside", with("xl/sharedStrings.xml", outside.as_bytes()), C::DocumentType),
        ("a sheet in UTF-16", with("xl/worksheets/sheet1.xml", &utf16(&small())), C::WrongEncoding),
        (
            "a sheet in TCVN3 bytes",
            with("xl/worksheets/sheet1.xml", &[sheet_xml("", "").as_bytes(), b"<!-- \xB5\xA8 -->"].concat()),
            C::WrongEncoding,
        ),
        (
            "a declared encoding",
            with("xl/worksheets/sheet1.xml", small().replace("UTF-8", "windows-1258").as_bytes()),
            C::WrongEncoding,
        ),
        ("elements in one another", with("xl/worksheets/sheet1.xml", deep.as_bytes()), C::TooLarge),
        ("a million shared texts", strings(&"<si><t/></si>".repeat(1_100_000)), C::TooLarge),
        ("a count that lies", with("xl/sharedStrings.xml", count.as_bytes()), C::TooLarge),
        ("one huge shared text", strings(&format!("<si><t>{}</t></si>", "x".repeat(4 * 1024 * 1024))), C::TooLarge),
        ("one text in every cell", one_text_everywhere(), C::TooLarge),
        ("very many styles", with("xl/styles.xml", styles.as_bytes()), C::TooLarge),
        ("a huge index of a formula", book_with(&sheet_xml(&shared, ""), &[]), C::TooLarge),
        ("a million empty rows", book_with(&sheet_xml(&(small_rows() + &rows), ""), &[]), C::TooLarge),
        ("a cell in the last corner", book_with(&sheet_xml(&far, ""), &[]), C::TooManyRows),
        ("merged over the sheet", merges("A1:XFD1048576"), C::MergedSheet),
        ("merged over columns", merges("A1:A1048576"), C::MergedSheet),
        (
            "60,000 merges",
            book_with(&sheet_xml(&small_rows(), &format!("<mergeCells>{merged_many}</mergeCells>")), &[]),
            C::MergedSheet,
        ),
        (
            "a text that is not there",
            book_with(&sheet_xml("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>9</v></c></row>", ""), &[]),
            C::Damaged,
        ),
        (
            "a place that is none",
            book_with(&sheet_xml("<row r=\"1\"><c r=\"1A\"><v>9</v></c></row>", ""), &[]),
            C::Damaged,
        ),
        ("no sheet", with("xl/workbook.xml", WORKBOOK.replace("<sheet name", "<xheet name").as_bytes()), C::Empty),
        ("no relations", zip_of(&[("xl/workbook.xml", WORKBOOK.as_bytes())]), C::Damaged),
        (
            "a sheet that is not there",
            with("xl/_rels/workbook.xml.rels", WORKBOOK_RELS.replace("sheet1", "sheet9").as_bytes()),
            C::Empty,
        ),
        ("nothing in its cells", book_with(&sheet_xml("<row r=\"1\"><c r=\"A1\"/></row>", ""), &[]), C::Empty),
        ("no header", book_with(&sheet_xml(&row_xml(1, &["xin chào"]), ""), &[]), C::NoHeader),
    ]
}

/// The longest that a refusal may take. Each takes some milliseconds: what takes so long reads what it should not.
const TIME_MAX: Duration = Duration::from_secs(5);

#[test]
fn each_is_refused_with_its_reason() {
    let mut wrong = Vec::new();
    for (name, bytes, code) in cases() {
        let start = Instant::now();
        let found = read_annex(&bytes, &lists());
        let took = start.elapsed();
        println!("{:>7} ms  {name}: {found:?}", took.as_millis());
        if took > TIME_MAX {
            wrong.push(format!("{name}: {took:?}"));
        }
        match found {
            Err(issue) if issue.code == code => {}
            other => wrong.push(format!("{name}: {code:?} expected, {other:?}")),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The file that a process of its own reads ([`one_in_a_process_of_its_own`]).
const ALONE: &str = "CSDL_TEST_HOSTILE_FILE";
/// What such a process may hold at most, itself and the file included. A bomb that is inflated is beyond it, or nearly.
const MEMORY_MAX: u64 = 256 * 1024 * 1024;

/// The most memory that this process ever held.
#[cfg(target_os = "linux")]
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("what Linux tells of a process");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the peak");
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kilobytes * 1024
}

/// Run by the test below in a process for each file; without one it has nothing to do.
#[cfg(target_os = "linux")]
#[test]
fn one_in_a_process_of_its_own() {
    let Ok(path) = std::env::var(ALONE) else { return };
    let bytes = std::fs::read(path).expect("the file");
    let code = if bytes == CONTROL {
        // A reader that inflates what it is given.
        let whole = vec![1_u8; 300 * 1024 * 1024];
        whole.iter().step_by(4096).filter(|byte| **byte == 1).count().to_string()
    } else {
        read_annex(&bytes, &lists()).expect_err("refused").code.to_string()
    };
    println!("\nalone: {code} {}", peak());
}

#[cfg(target_os = "linux")]
const CONTROL: &[u8] = b"a reader without bounds";

#[cfg(target_os = "linux")]
#[test]
fn none_takes_much_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("phu-luc.xlsx");
    let alone = |bytes: &[u8]| {
        std::fs::write(&path, bytes).expect("the file");
        let mut child = std::process::Command::new(std::env::current_exe().expect("this program"));
        child.env(ALONE, &path).args(["--exact", "one_in_a_process_of_its_own", "--nocapture"]);
        let output = child.output().expect("it runs");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let told = said.lines().find_map(|line| line.strip_prefix("alone: ")?.split_once(' '));
        let (code, peak) = told.unwrap_or_else(|| panic!("{said} {}", String::from_utf8_lossy(&output.stderr)));
        (code.to_owned(), peak.parse::<u64>().expect("a number"))
    };
    assert!(alone(CONTROL).1 > MEMORY_MAX, "what is measured tells");
    let mut wrong = Vec::new();
    for (name, bytes, code) in cases() {
        let (found, peak) = alone(&bytes);
        println!("{:>5} MB  {name}: {found}", peak / 1024 / 1024);
        if found != code.to_string() || peak > MEMORY_MAX {
            wrong.push(format!("{name}: {found}, {peak} bytes"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn odd_but_harmless_ones_are_read() {
    let link = relations("hyperlink", "https://daklak.gov.vn/");
    let lies = small().replace("<sheetData>", "<dimension ref=\"A1:XFD1048576\"/><sheetData>");
    let rows: String = (4..=50_000).map(|row| format!("<row r=\"{row}\" s=\"1\" customFormat=\"1\"/>")).collect();
    for (name, bytes) in [
        ("a link to the web", with("xl/worksheets/_rels/sheet1.xml.rels", link.as_bytes())),
        ("a dimension that lies", book_with(&lies, &[])),
        ("50,000 empty rows", book_with(&sheet_xml(&(small_rows() + &rows), ""), &[])),
        ("a title merged over every column", merges("A4:XFD4")),
        ("merges over one another", merges("A4:B9 A4:B9 B5:C7")),
    ] {
        let annex = read_annex(&bytes, &lists()).unwrap_or_else(|issue| panic!("{name}: {issue:?}"));
        assert_eq!(annex.entries.len(), 1, "{name}");
        assert_eq!(annex.entries[0].content.name, "CSDL bệnh viện", "{name}");
    }
}

#[test]
fn formulas_are_never_evaluated() {
    let formula = |row: u32, name: &str, formula: &str, value: &str| {
        format!(
            r#"<row r="{row}"><c r="A{row}"><v>{}</v></c><c r="B{row}" t="str"><f>{name}</f>{value}</c><c r="C{row}" t="str"><f>{formula}</f></c></row>"#,
            row - 2
        )
    };
    let command = "cmd|' /C calc'!A0";
    let rows = row_xml(1, &["STT", "Tên CSDL", "Mục đích", "Dữ liệu mở"])
        + &row_xml(2, &["I. SỞ Y TẾ"])
        + &formula(3, "\"CSDL \"&amp;\"a\"", command, "<v>CSDL a</v>")
        + &formula(4, "WEBSERVICE(\"http://127.0.0.1/\")", command, "");
    let annex = read_annex(&book_with(&sheet_xml(&rows, ""), &[]), &lists()).expect("read");
    assert_eq!(annex.entries[0].content.name, "CSDL a", "the value that was saved");
    assert_eq!(annex.entries[0].content.purpose, "", "a formula without one is empty");
    assert_eq!(
        annex.errors.iter().map(|issue| (issue.code, issue.place.row)).collect::<Vec<_>>(),
        [(AnnexCode::NameMissing, 4)]
    );
    let told: Vec<(AnnexCode, u32, u32)> =
        annex.warnings.iter().map(|issue| (issue.code, issue.place.row, issue.place.column)).collect();
    for expected in [
        (AnnexCode::FormulaIgnored, 3, 3),
        (AnnexCode::FormulaIgnored, 4, 2),
        (AnnexCode::FormulaIgnored, 4, 3),
        (AnnexCode::FormulaValues, 3, 2),
    ] {
        assert!(told.contains(&expected), "{expected:?} in {told:?}");
    }
}
