//! The minutes as a document: the figures of the page, a row a point, and what was decided why.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use domain::overlap::Counterpart;

use crate::read::Document;
use crate::{ENDED, Site, UNDER_WAY, coordinator};

#[tokio::test]
async fn the_document_says_what_the_page_says() {
    let site = Site::open().await;
    let cookie = site.sign_in("dieuphoi").await;
    let base = format!("/ra-soat/{ENDED}/bien-ban");
    let minutes = site.bed.store.whole_minutes(&coordinator(), ENDED, "").await.expect("minutes");
    let (all, points) = (minutes.answers.total, minutes.decided + minutes.open + minutes.fallen);
    assert!(all > 50 && points > 60, "{all} answers, {points} points");
    let counts = app::text::minutes::counts(all, minutes.decided, minutes.open, minutes.fallen);
    let html = site.read(&cookie, &base).await;
    let page = String::from_utf8_lossy(&html).replace("<!>", "");
    let document = Document::of(&site.read(&cookie, &format!("{base}.docx")).await);
    assert!(page.contains(&counts), "the page lacks «{counts}»");
    assert!(document.says(&counts), "{:?}", &document.paragraphs[..20]);
    let rows: usize = document.tables.iter().map(|table| table.len() - 1).sum();
    assert_eq!(rows, points as usize + minutes.pairs.len(), "a row a point, and one a settled pair");
    let text = document.text();
    let planned = format!("{} · {}", app::text::plan::TITLE, app::text::plan::NEED);
    assert!(text.contains(&planned), "the fields of a plan are points");
    // Where an answer leads stands in both: of a transfer the agency by its name.
    let points = minutes.answers.items.iter().flat_map(|one| &one.points);
    let whole = points.filter_map(|point| point.whole(&minutes.named, false)).filter(|(_, told)| !told.is_empty());
    let leads: Vec<String> =
        whole.map(|(kind, told)| format!("{}: {told}", app::text::review::answer_kind(kind))).collect();
    assert!(!leads.is_empty());
    for lead in leads {
        assert!(page.contains(&lead) && text.contains(&lead), "«{lead}»");
    }
    let decisions = minutes.answers.items.iter().flat_map(|one| &one.points).filter_map(|one| one.decision.as_ref());
    for decision in decisions {
        let at = domain::format::date_time(decision.decided_at);
        let line =
            app::text::review::decided_by(&decision.decided_by, app::text::review::verdict(decision.verdict), &at);
        let why = decision.reason.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(text.contains(&line) && text.contains(&why), "the document lacks «{line} {why}»");
    }
}

#[tokio::test]
async fn the_conclusions_on_overlaps_are_told() {
    let site = Site::open().await;
    let cookie = site.sign_in("dieuphoi").await;
    let minutes = site.bed.store.whole_minutes(&coordinator(), ENDED, "").await.expect("minutes");
    let base = format!("/ra-soat/{ENDED}/bien-ban");
    let html = site.read(&cookie, &base).await;
    let page = String::from_utf8_lossy(&html).replace("<!>", "");
    let text = Document::of(&site.read(&cookie, &format!("{base}.docx")).await).text();
    assert!(page.contains(app::text::minutes::OVERLAPS));
    assert!(text.contains(&app::text::minutes::OVERLAPS.to_uppercase()));
    assert!(minutes.pairs.iter().any(|pair| pair.with == Counterpart::National), "{:?}", minutes.pairs);
    for pair in &minutes.pairs {
        for one in &pair.concluded {
            let at = domain::format::date_time(one.at);
            let line = app::text::review::decided_by(&one.who, app::text::overlap::settlement(one.settlement), &at);
            assert!(page.contains(&line) && text.contains(&line), "«{line}»");
            assert!(text.contains(&one.reason) && text.contains(&pair.other.called()), "{pair:?}");
        }
    }
}

#[tokio::test]
async fn no_head_of_an_agency_seems_to_have_decided_on_its_answers() {
    let site = Site::open().await;
    let (group, office, desk) = ("Tổ thẩm định", "Văn phòng UBND tỉnh", "Trần Quốc Bảo");
    // The coordinator's own answers are for the executive office.
    for (key, who) in [(ENDED, BTreeSet::from([group, office])), (UNDER_WAY, BTreeSet::from([desk]))] {
        let minutes = site.bed.store.whole_minutes(&coordinator(), key, "").await.expect("minutes");
        let points = minutes.answers.items.iter().flat_map(|one| &one.points);
        let deciders: BTreeSet<&str> =
            points.filter_map(|point| point.decision.as_ref()).map(|given| given.decided_by.as_str()).collect();
        assert!(!deciders.is_empty() && deciders.is_subset(&who), "{key}: {deciders:?}");
    }
}

#[tokio::test]
async fn whoever_reads_the_page_gets_the_file_of_the_same() {
    let site = Site::open().await;
    let path = |agency: &str| format!("/ra-soat/{ENDED}/bien-ban.docx?co-quan={agency}");
    let own = site.sign_in("canbo.yte").await;
    let document = Document::of(&site.read(&own, &path("")).await);
    assert!(document.says("SỞ Y TẾ") && !document.says("SỞ TƯ PHÁP"), "{:?}", document.paragraphs);
    let (_, headers, _) = site.get(&own, &path("so-yt")).await;
    assert_eq!(headers["content-disposition"], format!("attachment; filename=\"bien-ban-{ENDED}-so-yt.docx\""));
    assert_eq!(site.get(&own, &path("so-tp")).await.0, StatusCode::NOT_FOUND);
    assert_eq!(site.get("", &path("")).await.0, StatusCode::NOT_FOUND);
    let desk = site.sign_in("dieuphoi").await;
    assert_eq!(site.get(&desk, &path("khong-co")).await.0, StatusCode::NOT_FOUND);
    assert_eq!(site.get(&desk, "/ra-soat/1999/bien-ban.docx").await.0, StatusCode::NOT_FOUND);
}
