//! DOCX: what is written is read back out of the archive.

use std::io::{Cursor, Read};

use documents::docx::{
    Align, Block, Cell, Down, Foot, Head, Letter, Masthead, Pages, Paragraph, Row, Table, Writer, write,
};

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

/// An attribute of the first element of this name, as a number.
fn figure(xml: &str, element: &str, attribute: &str) -> f64 {
    let (_, rest) = xml.split_once(&format!("<w:{element} ")).expect(element);
    let (_, value) = rest.split_once(&format!("w:{attribute}=\"")).expect(attribute);
    value.split('"').next().and_then(|value| value.parse().ok()).expect("a number")
}

/// Annex I of decree 30/2020: 20 to 25 mm above and below, 30 to 35 left, 15 to 20 right.
fn has_margins_of_the_decree(xml: &str) {
    for (side, least) in [("top", 20.0), ("bottom", 20.0), ("left", 30.0), ("right", 15.0)] {
        // In twentieths of a point.
        let millimetres = (figure(xml, "pgMar", side) / 20.0 / 72.0 * 25.4).round();
        assert!((least..=least + 5.0).contains(&millimetres), "{side}: {millimetres} mm");
    }
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
        head: Masthead {
            above: "UBND TỈNH ĐẮK LẮK".to_owned(),
            body: "SỞ KHOA HỌC VÀ CÔNG NGHỆ".to_owned(),
            number: "Số:            /".to_owned(),
            about: "V/v đôn đốc".to_owned(),
            place_and_date: "Đắk Lắk, ngày      tháng 11 năm 2026".to_owned(),
            state: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".to_owned(),
            motto: "Độc lập - Tự do - Hạnh phúc".to_owned(),
        },
        to: "Kính gửi: Sở Y tế".to_owned(),
        paragraphs: vec!["Thứ nhất.".to_owned(), "Thứ hai <&> \"ba\"\u{1}.".to_owned()],
        foot: Foot {
            recipients_label: "Nơi nhận:".to_owned(),
            recipients: vec!["- Như trên;".to_owned(), "- Lưu: VT.".to_owned()],
            post: vec!["GIÁM ĐỐC".to_owned()],
            signer: String::new(),
        },
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
            "SỞ KHOA HỌC VÀ CÔNG\u{a0}NGHỆ",
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
    // The foot takes the last paragraph along to its page.
    let (text, _) = xml.rsplit_once("<w:tbl>").expect("a foot");
    assert_eq!(text.rsplit("<w:p>").take(3).filter(|one| one.contains("<w:keepNext/>")).count(), 2, "{text}");
    // A4, margins of decree 30/2020, a number on every page but the first, in the middle of the top margin.
    assert!(xml.contains(r#"w:w="11906" w:h="16838""#) && xml.contains("<w:titlePg/>"));
    has_margins_of_the_decree(&xml);
    let styles = part(&bytes, "word/styles.xml");
    assert!(styles.contains("Times New Roman"));
    let header = part(&bytes, "word/header1.xml");
    assert!(header.contains(" PAGE ") && header.contains(r#"<w:jc w:val="center"/>"#), "{header}");
    // Sizes are half points: 13 or 14 points of the text and of the number.
    let text = xml.split("<w:p>").find(|paragraph| paragraph.contains("Thứ nhất.")).expect("the text");
    for one in [text, &styles, &header] {
        assert!((26.0..=28.0).contains(&figure(one, "sz", "val")), "{one}");
    }
    for name in ["[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/_rels/document.xml.rels"] {
        assert!(is_well_formed(&part(&bytes, name)), "{name}");
    }
    assert_eq!(bytes, letter().write().expect("a file"), "the same contents are the same bytes");
}

#[test]
fn the_longest_line_of_an_item_keeps_its_end() {
    let line = format!("- {}: {} (Nhóm 2).", "Tên".repeat(100), "ă".repeat(8_000));
    let bytes = write("Dòng", &[Block::Paragraph(Paragraph::new(line.as_str()))]).expect("a file");
    assert_eq!(texts(&part(&bytes, "word/document.xml")), [line]);
}

#[test]
fn a_table_has_a_cell_for_each_column() {
    let head = Head::new(12, &[("TT", 15, Align::Center), ("Tên", 150, Align::Left)]);
    let rows = vec![Row::of(["1", "Sở Y tế\ndòng hai"]), Row::of(["2"]), Row::across("Nhóm", 2)];
    let table = Block::Table(Table { head: head.clone(), rows: rows.clone() });
    let bytes = write("Bảng", &[table, Block::Paragraph(Paragraph::new("hết"))]).expect("a file");
    let xml = part(&bytes, "word/document.xml");
    assert!(is_well_formed(&xml), "{xml}");
    assert_eq!((xml.matches("<w:tr>").count(), xml.matches("<w:tc>").count()), (4, 7));
    assert_eq!((xml.matches("<w:tblHeader/>").count(), xml.matches("<w:br/>").count()), (1, 1));
    assert_eq!((xml.matches(r#"<w:gridSpan w:val="2"/>"#).count(), xml.matches("<w:keepNext/>").count()), (1, 1));
    // Row by row it is the same file.
    let mut writer = Writer::begin("Bảng", Pages::Upright).expect("a file");
    writer.table(head).expect("a table");
    rows.iter().for_each(|row| writer.row(row).expect("a row"));
    writer.end_table().expect("its end");
    writer.block(&Block::Paragraph(Paragraph::new("hết"))).expect("a paragraph");
    assert_eq!(writer.finish().expect("a file"), bytes);
}

#[test]
fn a_tall_row_goes_over_to_the_next_page() {
    let consumers = "+ Sở, ban, ngành; UBND cấp huyện, cấp xã\n".repeat(6);
    let lines = "Xã\n".repeat(20);
    // The same text is tall where its column is narrow.
    for (text, width, size, whole) in [
        ("Sở Y tế", 15, 8, true),
        (consumers.as_str(), 15, 8, false),
        (consumers.as_str(), 60, 8, true),
        (consumers.as_str(), 30, 14, false),
        (lines.as_str(), 150, 8, false),
        ("", 1, 8, true),
    ] {
        let head = Head::new(size, &[("Cột", width, Align::Left)]);
        let table = Block::Table(Table { head, rows: vec![Row::of([text])] });
        let xml = part(&write("Bảng", &[table]).expect("a file"), "word/document.xml");
        assert_eq!(xml.contains("<w:trPr><w:cantSplit/></w:trPr>"), whole, "{text} in {width} mm");
    }
}

#[test]
fn a_head_of_two_rows_on_pages_that_lie_across() {
    let cell = |text: &str, span, down| Cell { text: text.to_owned(), span, down };
    let head = Head {
        rows: vec![
            Row { cells: vec![cell("STT", 1, Down::Covers), cell("Mô tả", 2, Down::Alone)], heading: false },
            Row { cells: vec![cell("", 1, Down::Covered), cell("Mục đích", 1, Down::Alone)], heading: false },
        ],
        ..Head::new(9, &[("", 10, Align::Center), ("", 20, Align::Left), ("", 20, Align::Left)])
    };
    let mut writer = Writer::begin("Phụ lục", Pages::Across).expect("a file");
    writer.block(&Block::Table(Table { head, rows: vec![] })).expect("a table");
    let xml = part(&writer.finish().expect("a file"), "word/document.xml");
    assert!(is_well_formed(&xml), "{xml}");
    assert!(xml.contains(r#"w:w="16838" w:h="11906" w:orient="landscape""#));
    has_margins_of_the_decree(&xml);
    assert_eq!(xml.matches("<w:tc>").count(), 5, "two, then three with the one that nobody named");
    assert_eq!((xml.matches(r#"<w:vMerge w:val="restart"/>"#).count(), xml.matches("<w:vMerge/>").count()), (1, 1));
    assert_eq!(xml.matches("<w:tblHeader/>").count(), 2, "both rows are repeated");
}
