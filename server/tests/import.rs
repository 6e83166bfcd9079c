//! A workbook in another layout, through the routes: uploaded, its columns mapped by a person, its failing rows given
//! back and left out, its mapping remembered and forgotten; a hostile one is refused at the form.

mod common;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use axum::http::{Request, StatusCode};
use documents::annex::AnnexBook;
use domain::account::Actor;
use domain::annex::{AnnexCode, AnnexField, ImportPreview};
use domain::id::ImportId;
use rust_xlsxwriter::Workbook;
use server::seed::{Scenario, seed};
use time::OffsetDateTime;
use tower::ServiceExt;

const PASSWORD: &str = "mat-khau-thu";
const PAGE: &str = "/quan-tri/nhap-danh-muc";

struct Site {
    app: Router,
    cookie: String,
}

impl Site {
    async fn open(bed: &common::Bed) -> Self {
        seed(&bed.store, Scenario::Empty, PASSWORD, OffsetDateTime::now_utc()).await.expect("the reference tables");
        let mut site = Self { app: bed.service(), cookie: String::new() };
        let form = format!("username=dieuphoi&password={PASSWORD}");
        let (_, headers, _) = site.post("/dang-nhap", "application/x-www-form-urlencoded", form.into_bytes()).await;
        let cookie = headers[SET_COOKIE].to_str().expect("a cookie");
        site.cookie = cookie.split(';').next().expect("a pair").to_owned();
        site
    }

    async fn send(&self, request: Request<Body>) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
        let response = self.app.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, to_bytes(body, usize::MAX).await.expect("its body").to_vec())
    }

    async fn post(&self, path: &str, kind: &str, body: Vec<u8>) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
        let request = Request::post(path).header("sec-fetch-site", "same-origin").header(CONTENT_TYPE, kind);
        self.send(request.header(COOKIE, &self.cookie).body(Body::from(body)).expect("a request")).await
    }

    async fn get(&self, path: &str) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
        self.send(Request::get(path).header(COOKIE, &self.cookie).body(Body::empty()).expect("a request")).await
    }

    /// Posts a plain form with a file; where it leads.
    async fn form(&self, path: &str, fields: &[(&str, &str)], file: Option<&[u8]>) -> String {
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        if let Some(bytes) = file {
            body.extend_from_slice(
                b"--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"phu-luc.xlsx\"\r\n\r\n",
            );
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--x--\r\n");
        let (status, headers, _) = self.post(path, "multipart/form-data; boundary=x", body).await;
        assert_eq!(status, StatusCode::SEE_OTHER);
        headers[LOCATION].to_str().expect("an address").to_owned()
    }

    /// Each decision has a day of its own, from 22 June on: no two catalogs begin on one.
    async fn upload(&self, bytes: &[u8], number: &str) -> String {
        let place: u32 = number.split('/').next().and_then(|place| place.parse().ok()).expect("a number");
        let day = format!("2023-06-{}", 21 + place);
        let decision = [
            ("year", "2023"),
            ("number", number),
            ("date", &day),
            ("effective_from", &day),
            ("signer", "Nguyễn Văn A"),
            ("signer_title", "CHỦ TỊCH"),
        ];
        self.form(PAGE, &decision, Some(bytes)).await
    }
}

/// A header that no wording tells, and a row that fails.
fn strange(name: &str) -> Vec<u8> {
    under(&["Danh sách nội bộ"], name)
}

/// The same below a first row.
fn under(first: &[&str], name: &str) -> Vec<u8> {
    let rows: [&[&str]; 4] = [
        first,
        &["Số", "Nhãn A", "Nhãn B", "Nhãn C", "Nhãn D"],
        &["1", name, "Sở Y tế", "- Danh sách", "p"],
        &["2", "CSDL b", "Sở Không Có", "- Hồ sơ", "p"],
    ];
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Danh mục").expect("a name");
    for (row, texts) in (0..).zip(rows) {
        for (column, text) in (0..).zip(texts) {
            sheet.write_string(row, column, *text).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

async fn preview(bed: &common::Bed, page: &str) -> ImportPreview {
    let id: ImportId = page.rsplit('/').next().and_then(|id| id.parse().ok()).expect("an import");
    bed.store.import_preview(&Actor::system(OffsetDateTime::now_utc()), id).await.expect("kept")
}

/// What a person says of each column.
const MAPPED: [(&str, &str); 6] =
    [("agency", "column"), ("c1", "number"), ("c2", "name"), ("c3", "agency"), ("c4", "open"), ("c5", "purpose")];

/// A header that stands where none is looked for first is known again, as is that of the rows that came back.
async fn header_in_another_place(bed: common::Bed) {
    let site = Site::open(&bed).await;
    // A row with more texts than the header has.
    let above = ["Sổ tay", "của phòng", "lưu hành", "nội bộ", "bản một", "tạm"];
    let page = site.upload(&under(&above, "CSDL a"), "1/QĐ-UBND").await;
    assert_eq!(preview(&bed, &page).await.mapping.expect("kept").header_row, 1, "it is guessed");
    site.form(&format!("{page}/ghep-cot"), &[("header_row", "2")], None).await;
    site.form(&format!("{page}/ghep-cot"), &MAPPED, None).await;
    let mapped = preview(&bed, &page).await;
    assert_eq!((mapped.entries, mapped.failing, mapped.fails_whole), (2, 1, false));
    let (_, _, failing) = site.get(&format!("{page}/dong-loi.xlsx")).await;

    let again = site.upload(&under(&above, "CSDL c"), "2/QĐ-UBND").await;
    let known = preview(&bed, &again).await;
    assert!(known.remembered && known.entries == 2, "{known:?}");
    assert_eq!(known.mapping.expect("kept").header_row, 2);
    let alone = "Tệp này chỉ có các dòng lỗi";
    let html = async |page: &str| String::from_utf8(site.get(page).await.2).expect("text");
    assert!(!html(&again).await.contains(alone));

    // The rows that failed have a column more; they are no whole catalog.
    let returned = site.upload(&failing, "3/QĐ-UBND").await;
    let known = preview(&bed, &returned).await;
    assert!(known.remembered && known.entries == 1, "{known:?}");
    assert!(html(&returned).await.contains(alone));
    bed.drop_database().await;
}

/// Only what was issued last is offered to be amended, and taken; a form that names another comes back with it chosen.
async fn the_newest_is_amended(bed: common::Bed) {
    let site = Site::open(&bed).await;
    let page = site.upload(&strange("CSDL a"), "1/QĐ-UBND").await;
    site.form(&format!("{page}/ghep-cot"), &MAPPED, None).await;
    let id = preview(&bed, &page).await.id.expect("kept");
    let form = format!("id={id}&skip=1").into_bytes();
    site.post("/api/import-confirm", "application/x-www-form-urlencoded", form).await;
    let edition = preview(&bed, &page).await.written.expect("an edition").id;
    let html = async |page: &str| String::from_utf8(site.get(page).await.2).expect("text");
    assert!(html(PAGE).await.contains("2023: 1/QĐ-UBND, từ 22/06/2023"), "by its decision");
    let signed = [("signer", "Nguyễn Văn A"), ("signer_title", "CHỦ TỊCH"), ("number", "2/QĐ-UBND")];
    let amends = async |base: &str, date: &str| {
        let fields = [&signed[..], &[("date", date), ("amends", base)]].concat();
        let back = site.form(PAGE, &fields, Some(&strange("CSDL b"))).await;
        html(&back).await
    };
    let other = amends("77", "2023-07-01").await;
    let field = "Phụ lục này sửa đổi, bổ sung: ";
    let newest = "chỉ sửa đổi, bổ sung được danh mục mới nhất, ban hành theo Quyết định số 1/QĐ-UBND";
    assert!(other.contains(&format!("{field}{newest}")), "{other}");
    assert!(other.contains(&format!("<option value=\"{edition}\" selected")), "{other}");
    let early = amends(&edition.to_string(), "2023-06-21").await;
    let before = "danh mục theo Quyết định số 1/QĐ-UBND có hiệu lực từ 22/06/2023";
    assert!(early.contains(&format!("{field}{before}")), "{early}");
    bed.drop_database().await;
}

async fn journey(bed: common::Bed) {
    let site = Site::open(&bed).await;
    let empty = site.form(PAGE, &[("year", "2023")], None).await;
    let html = String::from_utf8(site.get(&empty).await.2).expect("text");
    assert!(html.contains("Tệp phụ lục (.xlsx): chưa nhập"), "{html}");
    assert!(!html.contains("Tệp quyết định đã ký"), "{html}");

    let page = site.upload(&strange("CSDL a"), "1/QĐ-UBND").await;
    let first = preview(&bed, &page).await;
    assert!(first.fails_whole, "no header is understood: {:?}", first.errors);
    let (status, _, html) = site.get(&page).await;
    let html = String::from_utf8(html).expect("text");
    assert_eq!(status, StatusCode::OK);
    assert!(html.contains("name=\"c2\"") && html.contains("Nhãn A"), "the columns are there to be mapped");

    assert_eq!(site.form(&format!("{page}/ghep-cot"), &MAPPED, None).await, page);
    let mapped = preview(&bed, &page).await;
    assert_eq!((mapped.entries, mapped.failing, mapped.fails_whole), (2, 1, false));
    assert_eq!(mapped.errors[0].code, AnnexCode::AgencyUnknown);

    let (status, headers, bytes) = site.get(&format!("{page}/dong-loi.xlsx")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(headers["content-disposition"].to_str().is_ok_and(|text| text.starts_with("attachment")));
    let returned = AnnexBook::open(&bytes).expect("a workbook").guess().expect("its header");
    assert_eq!(returned.columns.last().map(|column| column.header.as_str()), Some("Lý do chưa nhập được"));
    let reason = &returned.columns.last().expect("the reasons").sample;
    assert!(reason.contains("Nhãn B") && reason.contains("Sở Không Có"), "{reason}");

    let html = String::from_utf8(site.get(&page).await.2).expect("text");
    assert!(html.contains("Nếu bỏ qua 1 dòng lỗi thì ghi được 1 cơ sở dữ liệu."), "{html}");

    // Whole, or with what the person said: nothing else is written.
    let confirm = async |form: String| {
        site.post("/api/import-confirm", "application/x-www-form-urlencoded", form.into_bytes()).await.0
    };
    let id = mapped.id.expect("kept");
    assert_eq!(confirm(format!("id={id}")).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(confirm(format!("id={id}&skip=2")).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(preview(&bed, &page).await.written.is_none());
    assert!(!confirm(format!("id={id}&skip=1")).await.is_client_error());
    let written = preview(&bed, &page).await;
    assert!(written.written.is_some() && written.progress.is_none() && !written.interrupted);
    let (_, _, html) = site.get(&page).await;
    let html = String::from_utf8(html).expect("text");
    assert!(!html.contains("name=\"c2\""), "nothing is left to map");
    // What was left out is still there to be mended, and is none of what was written.
    assert!(html.contains(&format!("{page}/dong-loi.xlsx")), "{html}");
    assert!(html.contains("1 cơ sở dữ liệu của 1 cơ quan, 1 hạng mục."), "{html}");
    assert_eq!(site.get(&format!("{page}/dong-loi.xlsx")).await.0, StatusCode::OK);

    // The same file once more changes nothing: nothing of it is left out, nor to be mended.
    let same = site.upload(&strange("CSDL a"), "1/QĐ-UBND").await;
    assert!(preview(&bed, &same).await.already.is_some());
    let html = String::from_utf8(site.get(&same).await.2).expect("text");
    assert!(html.contains("đã có trong cổng"), "{html}");
    for told in ["Dòng lỗi đã bỏ qua", "thì ghi được", "dong-loi.xlsx"] {
        assert!(!html.contains(told), "{told}: {html}");
    }

    // The next workbook with that header is understood, until it is forgotten.
    let again = site.upload(&strange("CSDL c"), "2/QĐ-UBND").await;
    let known = preview(&bed, &again).await;
    assert!(known.remembered && known.entries == 2, "{known:?}");
    assert_eq!(known.mapping.expect("kept").columns[1].field, AnnexField::Name);
    site.form(&format!("{again}/ghep-cot"), &[("act", "forget")], None).await;
    assert!(!preview(&bed, &again).await.remembered);
    let third = site.upload(&strange("CSDL d"), "3/QĐ-UBND").await;
    assert!(!preview(&bed, &third).await.remembered);

    // Numbers out of range and a sheet that is not there are told, not failed on.
    let wild = [("header_row", "99999999"), ("first_row", "0"), ("header_rows", "-1")];
    let told = site.form(&format!("{third}/ghep-cot"), &wild, None).await;
    assert!(told.starts_with(&third), "{told}");
    let html = String::from_utf8(site.get(&told).await.2).expect("text");
    for (field, typed, allowed) in
        [("header_row", "99999999", "1–20000"), ("header_rows", "-1", "1–3"), ("first_row", "0", "–20000")]
    {
        assert!(html.contains(&format!("id=\"f-{field}-error\"")), "{field}: {html}");
        assert!(html.contains(&format!("value=\"{typed}\"")) && html.contains(allowed), "{field}: {html}");
    }
    // So is a row beyond the sheet, at its box with what the sheet has.
    let beyond = site.form(&format!("{third}/ghep-cot"), &[("header_row", "999")], None).await;
    let html = String::from_utf8(site.get(&beyond).await.2).expect("text");
    assert!(html.contains("id=\"f-header_row-error\"") && html.contains("value=\"999\""), "{html}");
    assert!(!html.contains("1–20000") && html.contains("ngoài khoảng cho phép (1–"), "{html}");
    assert_eq!(preview(&bed, &third).await.mapping.expect("kept").header_row, 2, "nothing was read again");
    let lost = site.form(&format!("{third}/ghep-cot"), &[("sheet", "Không có")], None).await;
    assert!(lost.contains("loi="), "{lost}");

    let mut macros = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["xl/workbook.xml", "xl/externalLinks/externalLink1.xml"] {
        macros.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        std::io::Write::write_all(&mut macros, b"<a/>").expect("its bytes");
    }
    let hostile = macros.finish().expect("a zip").into_inner();
    let refused = site.upload(&hostile, "4/QĐ-UBND").await;
    assert!(refused.starts_with(&format!("{PAGE}?loi=")) && refused.contains("external_links"), "{refused}");
    // A refusal that is about a cell names it.
    let mut wide = Workbook::new();
    wide.add_worksheet().write_string(2, 16_383, "a").expect("a cell");
    let refused = site.upload(&wide.save_to_buffer().expect("a workbook"), "4/QĐ-UBND").await;
    let html = String::from_utf8(site.get(&refused).await.2).expect("text");
    assert!(html.contains("quá 200 cột, còn nội dung ở bên phải cột GR. (Sheet1, ô XFD3)"), "{refused}");
    // What was typed comes back with a field that is too long, which is named with its limit.
    let long = "DC-001 ".repeat(2_000);
    let typed = [("number", "5/QĐ-UBND"), ("withdraw", long.as_str())];
    let large = site.form(PAGE, &typed, None).await;
    assert!(large.contains("%22withdraw%22") && !large.contains("file_too_large"), "{large}");
    assert!(large.contains("&number=5%2FQ"), "{large}");
    let html = String::from_utf8(site.get(&large).await.2).expect("text");
    assert!(html.contains("dài quá 10000 ký tự"), "{html}");
    // So does a long list of codes, whole, with what else is wrong; the form shows it again.
    let codes = "DC-0001, ".repeat(1_000);
    let long = site.form(PAGE, &[("withdraw", codes.as_str()), ("year", "2023")], None).await;
    assert_eq!((long.matches("DC-0001%2C").count(), long.contains("&year=2023")), (1_000, true));
    let (status, _, html) = site.get(&long).await;
    assert_eq!(status, StatusCode::OK);
    assert!(String::from_utf8(html).expect("text").contains(codes.trim_end()), "nobody types it again");
    bed.drop_database().await;
}

#[tokio::test]
async fn a_workbook_in_another_layout_on_sqlite() {
    journey(common::sqlite().await).await;
}

#[tokio::test]
async fn the_newest_is_amended_on_sqlite() {
    the_newest_is_amended(common::sqlite().await).await;
}

#[tokio::test]
async fn the_newest_is_amended_on_postgres() {
    if let Some(bed) = common::postgres().await {
        the_newest_is_amended(bed).await;
    }
}

#[tokio::test]
async fn a_header_in_another_place_on_sqlite() {
    header_in_another_place(common::sqlite().await).await;
}

#[tokio::test]
async fn a_header_in_another_place_on_postgres() {
    if let Some(bed) = common::postgres().await {
        header_in_another_place(bed).await;
    }
}

#[tokio::test]
async fn a_workbook_in_another_layout_on_postgres() {
    if let Some(bed) = common::postgres().await {
        journey(bed).await;
    }
}
