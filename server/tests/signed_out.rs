//! A session that ends in the middle of a form, without JavaScript: what was typed is there again after signing in. And a form
//! that is larger than the portal takes.

mod common;

use axum::body::Body;
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request, StatusCode};
use common::site::{PASSWORD, Site};
use domain::answer_form::{AnswerForm, Opened, TypedForm};
use domain::campaign::RequestDraft;
use domain::id::AgencyId;
use http_body_util::BodyExt;
use time::OffsetDateTime;
use tower::ServiceExt;

const USERNAME: &str = "canbo.yte";
const TYPED_KEPT: &str = "Nội dung bạn nhập lần trước chưa lưu được đã được điền lại.";

/// Sends a form without a session, signs in where that leads, and reads the page that comes then.
async fn sent_signed_out(site: &Site, page: &str, form: &str, fields: &str) -> String {
    let address = site.leads("", page, form, fields).await;
    signed_in_again(site, USERNAME, &address).await
}

/// Signs in where an address asks for it, at the second try, and reads the page that comes then.
async fn signed_in_again(site: &Site, username: &str, address: &str) -> String {
    let (status, _, body) = site.get("", address).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "{address}");
    let body = String::from_utf8_lossy(&body);
    let next =
        body.split("href=\"/dang-nhap?next=").nth(1).and_then(|rest| rest.split('"').next()).expect("a way back");
    let wrong = format!("username={username}&password=nham&next={next}");
    let again = site.leads("", "/dang-nhap", "/dang-nhap", &wrong).await;
    let kept = again.split("&next=").nth(1).expect("the way back is kept");
    assert_eq!(kept, next);
    let right = format!("username={username}&password={PASSWORD}&next={kept}");
    assert_eq!(site.leads("", "/dang-nhap", "/dang-nhap", &right).await, address);
    let cookie = site.sign_in(username).await;
    String::from_utf8_lossy(&site.read(&cookie, address).await).into_owned()
}

/// Whether a page has a field of the name with what was typed there.
fn holds(page: &str, name: &str, typed: &str) -> bool {
    let near = |rest: &str| rest.chars().take(400).collect::<String>().contains(typed);
    page.split(&format!("name=\"{name}\"")).skip(1).any(near)
}

/// Who sends a form from which page; the form, what its hidden fields and choices say, and what is typed.
type Sent = (&'static str, &'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Forms of the pages beside those of answers and verdicts.
const FORMS: [Sent; 13] = [
    (
        "dieuphoi",
        "/ra-soat",
        "campaign-open",
        "",
        &[
            ("form[year]", "2031"),
            ("form[letter_number]", "12/SKHCN"),
            ("form[letter_date]", "2031-10-01"),
            ("form[due_on]", "2031-11-20"),
        ],
    ),
    (
        "dieuphoi",
        "/quan-tri/nhac-viec",
        "step-add",
        "form[side]=after&form[unit]=day&form[audience]=officer",
        &[("form[days]", "97")],
    ),
    (
        "dieuphoi",
        "/quan-tri/nhac-viec",
        "term-add",
        "form[kind]=answers",
        &[("form[term]", "13/10"), ("form[valid_from]", "2031-01-01")],
    ),
    (
        "dieuphoi",
        "/ra-soat/2026/don-doc?gia-han=so-yt",
        "urging-extend",
        "year=2026&form[agency]=so-yt",
        &[("form[due_on]", "2031-01-05"), ("form[reason]", "Bao lu keo dai")],
    ),
    (
        "dieuphoi",
        "/ra-soat/2026/don-doc?van-ban=so-yt",
        "urging-record",
        "year=2026&form[agency]=so-yt",
        &[("form[letter_number]", "98/SKHCN"), ("form[letter_date]", "2026-11-24")],
    ),
    (
        "dieuphoi",
        "/thay-doi-dot-xuat",
        "amendment-open",
        "form[agencies][]=so-yt&form[codes]=",
        &[
            ("form[reason]", "Sap xep lai bo may"),
            ("form[letter_number]", "77/SKHCN"),
            ("form[letter_date]", "2031-01-02"),
            ("form[due_on]", "2031-02-02"),
        ],
    ),
    (
        "canbo.yte",
        "/thay-doi-dot-xuat",
        "change-raise",
        "agency=so-yt",
        &[("form[reason]", "Them truong moi"), ("form[letter_number]", "78/SYT"), ("form[letter_date]", "2026-11-24")],
    ),
    ("quantri", "/quan-tri/tu-dong-nghia", "synonyms-save", "id=0&version=0", &[("form[phrases]", "QZXKV mot hai")]),
    (
        "dieuphoi",
        "/quan-tri/csdl-quoc-gia?them=1",
        "national-save",
        "form[version]=0&form[active]=on",
        &[("form[id]", "QG-991"), ("form[name]", "CSDL quoc gia thu")],
    ),
    (
        "dieuphoi",
        "/quan-tri/van-ban?them=1",
        "legal-save",
        "form[version]=0",
        &[("form[number]", "991/2031/QH15"), ("form[title]", "Luat thu nghiem")],
    ),
    (
        "dieuphoi",
        "/quy-dinh-thoi-han",
        "duty-rule-add",
        "form[duty]=load&form[unit]=day",
        &[("form[amount]", "97"), ("form[valid_from]", "2031-01-01")],
    ),
    (
        "dieuphoi",
        "/lanh-dao/chi-so/duties_late?ky=2026",
        "indicator-target",
        "code=duties_late&period=2026&version=0",
        &[("form[target]", "97")],
    ),
    // A page that everybody reads.
    (
        "canbo.yte",
        "/co-quan/so-yt",
        "contact-save",
        "agency=so-yt&version=1",
        &[("form[name]", "Nguyen Van Thu"), ("form[phone]", "0262 000 0098")],
    ),
];

#[tokio::test]
async fn what_is_typed_on_any_page_survives() {
    let site = Site::open().await;
    for (username, page, form, others, typed) in FORMS {
        let pairs = typed.iter().map(|(name, value)| format!("{name}={}", value.replace(' ', "+")));
        let fields: Vec<String> =
            std::iter::once(others.to_owned()).filter(|one| !one.is_empty()).chain(pairs).collect();
        let address = site.leads("", page, &format!("/api/{form}"), &fields.join("&")).await;
        let told = signed_in_again(&site, username, &address).await;
        for (name, value) in typed {
            assert!(holds(&told, name, value), "{form}: {name}");
        }
    }
}

#[tokio::test]
async fn a_form_with_a_file_survives_but_for_the_file() {
    let site = Site::open().await;
    let officer = site.bed.store.actor_named(USERNAME, OffsetDateTime::now_utc()).await.expect("the officer");
    let duties = site.bed.store.my_duties(&officer).await.expect("duties");
    let duty = duties.iter().find(|duty| duty.may_do).expect("one to be done").id;
    let (back, chosen) = (format!("/theo-doi/viec/{duty}"), format!("duty-{duty}"));
    let decision = [("number", "1234/QD-UBND"), ("signer", "Nguyen Van Ky")];
    let done = [("back", back.as_str()), (chosen.as_str(), "1"), ("note", "Da nap xong dot nay")];
    for (username, form, remark, fields, typed) in [
        ("dieuphoi", "/quan-tri/nhap-danh-muc", "f-file-error", &decision[..], &decision[..]),
        (USERNAME, "/viec-cua-toi/xong", "f-evidence-error", &done[..], &done[2..]),
    ] {
        let part = |(name, value): &(&str, &str)| {
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file =
            "--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"tep.pdf\"\r\n\r\n%PDF\r\n--x--\r\n";
        let request = Request::post(form)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "multipart/form-data; boundary=x")
            .body(Body::from(fields.iter().map(part).collect::<String>() + file))
            .expect("a request");
        let response = site.app.clone().oneshot(request).await.expect("an answer");
        let address = response.headers()[LOCATION].to_str().expect("an address");
        assert!(!address.contains("%PDF") && !address.contains("tep.pdf"), "{address}");
        let told = signed_in_again(&site, username, address).await;
        for (name, value) in typed {
            assert!(holds(&told, name, value), "{form}: {name}");
        }
        assert!(told.contains(&format!("id=\"{remark}\"")), "{form} asks for the file again");
    }
}

#[tokio::test]
async fn a_refused_decision_on_a_request_keeps_its_reason() {
    let site = Site::open().await;
    let store = &site.bed.store;
    let officer = store.actor_named(USERNAME, OffsetDateTime::now_utc()).await.expect("the officer");
    let draft = RequestDraft {
        reason: "Them truong moi".to_owned(),
        letter_number: "78/SYT".to_owned(),
        letter_date: "2026-11-20".to_owned(),
        codes: Vec::new(),
    };
    let id = store.raise_change(&officer, &AgencyId::from("so-yt"), &draft).await.expect("a request");
    let cookie = site.sign_in("dieuphoi").await;
    // Another version than the one that stands: somebody else was there.
    let fields = format!("request={id}&version=99&reason=Chua+du+can+cu");
    let told = site.send(&cookie, "/thay-doi-dot-xuat", "/api/change-reject", &fields).await;
    assert!(holds(&told, "reason", "Chua du can cu"), "{told}");
    let fields = format!("request={id}&version=1&reason=");
    let told = site.send(&cookie, "/thay-doi-dot-xuat", "/api/change-reject", &fields).await;
    assert!(told.contains(&format!("id=\"f-reason-{id}-error\"")), "{told}");
}

#[tokio::test]
async fn an_answer_survives_signing_in_again() {
    let site = Site::open().await;
    let page = "/ra-soat/2026/so-yt/DC-039?kieu=withdraw";
    for reason in ["Da chuyen ve Bo Y te".to_owned(), "Da chuyen ve Bo. ".repeat(1_800)] {
        let reason = reason.trim();
        let fields = format!(
            "year=2026&agency=so-yt&target=DC-039&opened[version]=0&form[kind]=withdraw&form[effective]=2027-01-01\
             &form[reason]={}&next=done",
            reason.replace(' ', "+")
        );
        let told = sent_signed_out(&site, page, "/api/answer-save", &fields).await;
        assert!(told.contains(reason) && told.contains("2027-01-01") && told.contains(TYPED_KEPT), "{told}");
        // Nobody is asked to sign in once more.
        assert!(!told.contains("Đừng đóng trang này"), "{told}");
    }
}

#[tokio::test]
async fn a_kept_draft_survives_too_and_is_not_saved_over_anothers() {
    let site = Site::open().await;
    let (store, agency) = (&site.bed.store, AgencyId::from("so-yt"));
    let officer = store.actor_named(USERNAME, OffsetDateTime::now_utc()).await.expect("the officer");
    let named = |version: i64, name: &str| TypedForm {
        opened: Opened { version, ..Opened::default() },
        form: AnswerForm { name: name.to_owned(), ..AnswerForm::default() },
    };
    let first = store.save_kept(&officer, &agency, None, &named(0, "CSDL mot")).await.expect("saved");
    let page = format!("/de-xuat-de-danh/so-yt/{}", first.id);
    let fields = format!(
        "agency=so-yt&id={}&opened[version]={}&form[kind]=propose&form[name]=CSDL+cua+toi&next=stay",
        first.id, first.version
    );
    store.save_kept(&officer, &agency, Some(first.id), &named(first.version, "CSDL hai")).await.expect("saved");
    let told = sent_signed_out(&site, &page, "/api/kept-save", &fields).await;
    assert!(told.contains("CSDL cua toi"), "{told}");
    let opened = told.split("name=\"opened[version]\"").nth(1).and_then(|rest| rest.split('>').next());
    assert!(opened.is_some_and(|field| field.contains(&format!("value=\"{}\"", first.version))), "{opened:?}");
}

#[tokio::test]
async fn a_form_comes_back_to_its_page_where_the_browser_tells_only_the_site() {
    let site = Site::open().await;
    let cookie = site.sign_in(USERNAME).await;
    let page = "/de-xuat-de-danh/so-yt/moi";
    let purpose = "Quan ly benh vien. ".repeat(400);
    let fields = |page: &str, secret: &str| {
        format!(
            "_page={page}&agency=so-yt&id=0&opened[version]=0&form[kind]=propose&form[secret]={secret}&form[purpose]={}",
            purpose.trim().replace(' ', "+")
        )
    };
    // The second time the page's address holds the text: the browser tells no more than the origin.
    let place = format!("{page}?buoc=2");
    let mut address = place.clone();
    for _ in 0..2 {
        let shown = site.read(&cookie, &address).await;
        let shown = String::from_utf8_lossy(&shown).into_owned();
        let field = shown.split("name=\"_page\"").nth(1).and_then(|rest| rest.split('>').next()).expect("the field");
        assert!(field.contains(&format!("value=\"{place}\"")), "{field}");
        address = site.leads(&cookie, "/", "/api/kept-save", &fields(&place, "holds")).await;
        assert!(address.starts_with(&format!("{place}&")), "{address}");
        assert_eq!(address.matches("__err=").count(), 1);
    }
    assert!(address.len() > 4_096, "longer than a Referer");
    let told = site.read(&cookie, &address).await;
    assert!(String::from_utf8_lossy(&told).contains(purpose.trim()));
    // What is saved leads back there too, and nothing leads away from the site.
    assert_eq!(site.leads(&cookie, "/", "/api/kept-save", &fields(&place, "none")).await, place);
    for foreign in ["//evil.example", "https://evil.example/", "/%5Cevil.example"] {
        let address = site.leads(&cookie, "/thong-bao", "/api/kept-save", &fields(foreign, "holds")).await;
        assert!(address.starts_with("/thong-bao?"), "{address}");
    }
}

#[tokio::test]
async fn what_is_new_is_led_to_its_own_address_only_where_no_script_does_it() {
    let site = Site::open().await;
    let cookie = site.sign_in("canbo.nnmt").await;
    for (form, of, led) in [
        ("/api/answer-save", "agency=so-nnmt&year=2026", "/ra-soat/2026/so-nnmt/de-xuat-"),
        ("/api/kept-save", "agency=so-nnmt&id=0", "/de-xuat-de-danh/so-nnmt/"),
    ] {
        for (key, next, accept, is_led) in [
            ("a1", "stay", "text/html", true),
            ("a2", "stay", "application/json", false),
            ("a3", "done", "application/json", true),
        ] {
            let fields = format!(
                "{of}&target=de-xuat-moi-{key}&opened[version]=0&form[kind]=propose&form[name]=CSDL+trai+giong\
                 &next={next}"
            );
            let request = Request::post(form)
                .header("sec-fetch-site", "same-origin")
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(ACCEPT, accept)
                .header(COOKIE, &cookie)
                .body(Body::from(fields))
                .expect("a request");
            let response = site.app.clone().oneshot(request).await.expect("an answer");
            let address = response.headers().get(LOCATION).map(|address| address.to_str().expect("an address"));
            assert!(response.status().is_success() || response.status().is_redirection(), "{form} {next} {accept}");
            assert_eq!(address.is_some(), is_led, "{form} {next} {accept}: {address:?}");
            if next == "stay" {
                assert!(address.is_none_or(|address| address.starts_with(led)), "{form}: {address:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_form_that_is_too_large_is_told_what_to_do() {
    let site = Site::open().await;
    let cookie = site.sign_in(USERNAME).await;
    let fields = format!("_page=/de-xuat-de-danh/so-yt/moi&agency=so-yt&form[purpose]={}", "x".repeat(3 << 20));
    for (form, accept, is_page) in [
        ("/api/kept-save", "text/html", true),
        ("/dang-nhap", "text/html,application/xhtml+xml", true),
        ("/dang-nhap", "application/json", false),
    ] {
        let request = Request::post(form)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, accept)
            .header(COOKIE, &cookie)
            .body(Body::from(fields.clone()))
            .expect("a request");
        let (parts, body) = site.app.clone().oneshot(request).await.expect("an answer").into_parts();
        let told = body.collect().await.expect("a body").to_bytes();
        let told = String::from_utf8_lossy(&told);
        assert_eq!(parts.status, StatusCode::PAYLOAD_TOO_LARGE, "{form}");
        let says = told.contains("<h1>Biểu mẫu quá lớn</h1>") && told.contains("Quay lại của trình duyệt");
        let is_html = parts.headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "text/html; charset=utf-8");
        assert_eq!((says, is_html), (is_page, is_page), "{form} {accept}: {told}");
    }
}
