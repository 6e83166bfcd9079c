//! The dossier of a draft edition: what its files say is what the model, the page and an independent count say; numbers
//! stand only once they were recorded; an office programme opens every file and finds the text whole.

mod amending;
#[path = "../common/mod.rs"]
mod common;
mod figures;
mod minutes;
mod office;
#[path = "../common/office.rs"]
mod printed;
mod read;
mod recorded;

use axum::body::Bytes;
use axum::http::StatusCode;
use common::site::Site;
use domain::account::{Account, Actor, Role};
use domain::agency::{AgencyRef, Function};
use domain::campaign::CampaignKey;
use domain::dossier::{ARCHIVE, DossierFile};
use domain::id::{AccountId, AgencyId};
use strum::IntoEnumIterator;
use time::OffsetDateTime;

/// The review of the demonstration that has ended, and the one under way.
const ENDED: CampaignKey = CampaignKey::annual(2024);
const UNDER_WAY: CampaignKey = CampaignKey::annual(2026);

async fn file_of(site: &Site, cookie: &str, key: CampaignKey, file: DossierFile) -> Bytes {
    site.read(cookie, &format!("/ra-soat/{key}/du-thao/{file}")).await
}

async fn page_of(site: &Site, cookie: &str, key: CampaignKey) -> String {
    let html = site.read(cookie, &format!("/ra-soat/{key}/du-thao")).await;
    String::from_utf8_lossy(&html).into_owned()
}

/// The coordinator, for what the test does past the pages.
fn coordinator() -> Actor {
    let agency = AgencyRef { id: AgencyId::from("so-khcn-2025"), name: String::new() };
    let account = Account {
        id: AccountId::from("thu"),
        username: String::new(),
        name: "Người thẩm định".to_owned(),
        role: Role::Appraiser,
        agency: Some(agency),
    };
    let at = OffsetDateTime::now_utc();
    Actor { account: Some(account), is_system: false, functions: vec![Function::Coordinator], at }
}

#[tokio::test]
async fn who_sees_drafts_gets_the_files_and_nobody_else() {
    let site = Site::open().await;
    let names: Vec<String> = DossierFile::iter().map(|file| file.to_string()).chain([ARCHIVE.to_owned()]).collect();
    for (username, sees) in [
        ("dieuphoi", true),
        ("vanphong", true),
        ("lanhdao", true),
        ("canbo.yte", false),
        ("lanhdao.yte", false),
        ("quantri", false),
        ("", false),
    ] {
        let cookie = if username.is_empty() { String::new() } else { site.sign_in(username).await };
        for name in &names {
            let (status, headers, bytes) = site.get(&cookie, &format!("/ra-soat/{ENDED}/du-thao/{name}")).await;
            assert_eq!(status == StatusCode::OK, sees, "{username}: {name}: {status}");
            assert_eq!(bytes.starts_with(b"PK"), sees, "{username}: {name}");
            if !sees {
                assert_eq!(status, StatusCode::NOT_FOUND, "{username}: {name}");
                continue;
            }
            let saved = headers["content-disposition"].to_str().expect("a name").to_owned();
            let expected = if name == ARCHIVE { format!("ho-so-trinh-{ENDED}.zip") } else { name.clone() };
            assert_eq!(saved, format!("attachment; filename=\"{expected}\""));
        }
    }
    let cookie = site.sign_in("dieuphoi").await;
    for odd in [
        format!("/ra-soat/{ENDED}/du-thao/khong-co.docx"),
        format!("/ra-soat/{UNDER_WAY}/du-thao/{ARCHIVE}"),
        format!("/ra-soat/1999/du-thao/{ARCHIVE}"),
        format!("/ra-soat/x/du-thao/{ARCHIVE}"),
    ] {
        assert_eq!(site.get(&cookie, &odd).await.0, StatusCode::NOT_FOUND, "{odd}");
    }
}

#[tokio::test]
async fn the_archive_holds_every_file_and_is_the_same_each_time() {
    let site = Site::open().await;
    let cookie = site.sign_in("vanphong").await;
    let address = format!("/ra-soat/{ENDED}/du-thao/{ARCHIVE}");
    let (_, headers, first) = site.get(&cookie, &address).await;
    assert_eq!(headers["content-type"], "application/zip");
    // A zip keeps time to two seconds: bytes that tell of the moment would differ.
    tokio::time::sleep(std::time::Duration::from_millis(2_100)).await;
    let (_, _, second) = site.get(&cookie, &address).await;
    assert!(first == second, "the same dossier is the same bytes");
    let files = read::archive(&first);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let expected: Vec<String> = DossierFile::iter().map(|file| format!("ho-so-trinh-{ENDED}/{file}")).collect();
    assert_eq!(names, expected);
    for (file, (name, bytes)) in DossierFile::iter().zip(&files) {
        assert!(file_of(&site, &cookie, ENDED, file).await == bytes.as_slice(), "{name} alone is the same");
    }
}
