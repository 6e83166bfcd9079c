//! DOCX: what is written is read back out of the archive.

use std::io::{Cursor, Read};

use documents::docx::{Block, Letter, Paragraph, Table, write};

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).expect("text");
    text
}

/// The paragraphs' texts.
fn texts(xml: &str) -> Vec<String> {
    let paragraphs = xml.split("<w:p>").skip(1);
    let text = |paragraph: &str| {
        let runs = paragraph.split("<w:t xml:space=\"preserve\">").skip(1);
        runs.filter_map(|run| run.split("</w:t>").next()).collect::<String>()
    };
    paragraphs.map(text).filter(|text| !text.is_empty()).collect()
}

/// Every element that opens closes, in order.
fn is_well_formed(xml: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for tag in xml.split('<').skip(1) {
        let Some((tag, _)) = tag.split_once('>') else { return false };
        let name = tag.trim_matches('/').split([' ', '/']).next().unwrap_or_default();
        if tag.starts_with('/') {
            if open.pop() != Some(name) {
                return false;
            }
        } else if !tag.ends_with('/') && !tag.starts_with('?') {
            open.push(name);
        }
    }
    open.is_empty()
}

fn letter() -> Letter {
    Letter {
        above: "UBND TỈNH ĐẮK LẮK".to_owned(),
        body: "SỞ KHOA HỌC VÀ CÔNG NGHỆ".to_owned(),
        number: "Số:            /".to_owned(),
        about: "V/v đôn đốc".to_owned(),
        place_and_date: "Đắk Lắk, ngày      tháng 11 năm 2026".to_owned(),
        to: "Kính gửi: Sở Y tế".to_owned(),
        paragraphs: vec!["Thứ nhất.".to_owned(), "Thứ hai <&> \"ba\"\u{1}.".to_owned()],
        recipients_label: "Nơi nhận:".to_owned(),
        recipients: vec!["- Như trên;".to_owned(), "- Lưu: VT.".to_owned()],
        post: "GIÁM ĐỐC".to_owned(),
        signer: String::new(),
        state: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(),
        motto: "Độc lập - Tự do - Hạnh phúc".to_owned(),
    }
}

#[test]
fn a_letter_has_its_parts_in_order() {
    let bytes = letter().write().expect("a file");
    let xml = part(&bytes, "word/document.xml");
    assert!(is_well_formed(&xml), "{xml}");
    assert_eq!(
        texts(&xml),
        [
            "UBND TỈNH ĐẮK LẮK",
            "SỞ KHOA HỌC VÀ CÔNG NGHỆ",
            "Số:            /",
            "V/v đôn đốc",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Đắk Lắk, ngày      tháng 11 năm 2026",
            "Kính gửi: Sở Y tế",
            "Thứ nhất.",
            "Thứ hai &lt;&amp;&gt; &quot;ba&quot;.",
            "Nơi nhận:",
            "- Như trên;",
            "- Lưu: VT.",
            "GIÁM ĐỐC",
        ]
    );
    // A4, margins of decree 30/2020, a number on every page but the first.
    assert!(
        xml.contains(r#"w:w="11906" w:h="16838""#) && xml.contains(r#"w:left="1701""#) && xml.contains("<w:titlePg/>")
    );
    assert!(part(&bytes, "word/styles.xml").contains("Times New Roman"));
    assert!(part(&bytes, "word/header1.xml").contains(" PAGE "));
    for name in ["[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels"] {
        assert!(is_well_formed(&part(&bytes, name)), "{name}");
    }
    assert_eq!(bytes, letter().write().expect("a file"), "the same contents are the same bytes");
}

#[test]
fn a_table_has_a_cell_for_each_column() {
    let rows = vec![vec!["1".to_owned(), "Sở Y tế\ndòng hai".to_owned()], vec!["2".to_owned()]];
    let table = Table { widths: vec![15, 150], head: vec!["TT".to_owned(), "Tên".to_owned()], rows };
    let bytes = write("Bảng", &[Block::Table(table), Block::Paragraph(Paragraph::new("hết"))]).expect("a file");
    let xml = part(&bytes, "word/document.xml");
    assert!(is_well_formed(&xml), "{xml}");
    assert_eq!((xml.matches("<w:tr>").count(), xml.matches("<w:tc>").count()), (3, 6));
    assert_eq!((xml.matches("<w:tblHeader/>").count(), xml.matches("<w:br/>").count()), (1, 1));
}
