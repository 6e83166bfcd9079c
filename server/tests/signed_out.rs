//! A session that ends in the middle of a form, without JavaScript: what was typed is there again after signing in.

mod common;

use axum::http::StatusCode;
use common::site::{PASSWORD, Site};
use domain::answer_form::{AnswerForm, Opened, TypedForm};
use domain::id::AgencyId;
use time::OffsetDateTime;

const USERNAME: &str = "canbo.yte";
const TYPED_KEPT: &str = "Nội dung bạn nhập lần trước chưa lưu được đã được điền lại.";

/// Sends a form without a session, signs in where that leads, at the second try, and reads the page that comes then.
async fn sent_signed_out(site: &Site, page: &str, form: &str, fields: &str) -> String {
    let address = site.leads("", page, form, fields).await;
    let (status, _, body) = site.get("", &address).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED, "{address}");
    let body = String::from_utf8_lossy(&body);
    let next =
        body.split("href=\"/dang-nhap?next=").nth(1).and_then(|rest| rest.split('"').next()).expect("a way back");
    let wrong = format!("username={USERNAME}&password=nham&next={next}");
    let again = site.leads("", "/dang-nhap", "/dang-nhap", &wrong).await;
    let kept = again.split("&next=").nth(1).expect("the way back is kept");
    assert_eq!(kept, next);
    let right = format!("username={USERNAME}&password={PASSWORD}&next={kept}");
    assert_eq!(site.leads("", "/dang-nhap", "/dang-nhap", &right).await, address);
    let cookie = site.sign_in(USERNAME).await;
    String::from_utf8_lossy(&site.read(&cookie, &address).await).into_owned()
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
