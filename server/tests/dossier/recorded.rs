//! A draft leaves numbers and dates open until somebody records them; the office's return is told of.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE};
use axum::http::{Request, StatusCode};
use domain::account::Actor;
use domain::dossier::{ARCHIVE, DossierFile, DossierForm, Outcome};
use domain::policy::Refusal;
use domain::reminder::ReopenDraft;
use domain::review::{QueueFilter, Side, Verdict, VerdictInput};
use store::Error;
use strum::IntoEnumIterator;
use time::OffsetDateTime;
use tower::ServiceExt;

use crate::read::Document;
use crate::{ENDED, Site, UNDER_WAY, coordinator, file_of, page_of};

/// Appraises what was sent in the review under way and compiles the draft: one point is asked about and refused.
pub async fn compiled(site: &Site) {
    let (store, actor) = (&site.bed.store, coordinator());
    let accept = VerdictInput { verdict: Verdict::Accept, value: String::new(), reason: String::new() };
    let refuse =
        VerdictInput { verdict: Verdict::Reject, reason: "Chưa kết nối =thật".to_owned(), ..accept.clone() };
    // The coordinating department's own answers are appraised by the executive office.
    let office = store.actor_named("vanphong", OffsetDateTime::now_utc()).await.expect("the office");
    for appraiser in [&actor, &office] {
        store.accept_keeps(appraiser, UNDER_WAY, None).await.expect("accepted");
    }
    let queue = store.appraisal(&actor, UNDER_WAY, &QueueFilter::default(), None).await.expect("a queue").queue;
    assert!(!queue.is_empty());
    for (at, row) in queue.into_iter().enumerate() {
        if at == 0 {
            let page =
                store.appraisal(&actor, UNDER_WAY, &QueueFilter::default(), Some(row.answer)).await.expect("one");
            let point = page.chosen.expect("chosen").answer.points[0].id;
            store.say_on_point(&actor, point, "Đã kết nối từ ngày nào?").await.expect("asked");
            store.decide(&actor, point, None, &refuse).await.expect("refused");
        }
        let appraiser = if row.own { &office } else { &actor };
        store.decide_all(appraiser, row.answer, row.round, &accept).await.expect("accepted");
    }
    store.close_campaign(&actor, UNDER_WAY, true).await.expect("closed");
    store.compile(&actor, UNDER_WAY).await.expect("compiled");
}

async fn post(site: &Site, cookie: &str, form: &str) -> StatusCode {
    let request = Request::post("/api/dossier-record")
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(COOKIE, cookie)
        .body(Body::from(form.to_owned()))
        .expect("a request");
    site.app.clone().oneshot(request).await.expect("an answer").status()
}

#[tokio::test]
async fn numbers_are_open_until_they_are_recorded() {
    let site = Site::open().await;
    compiled(&site).await;
    let cookie = site.sign_in("dieuphoi").await;
    let submission = Document::of(&file_of(&site, &cookie, UNDER_WAY, DossierFile::Submission).await);
    let year = OffsetDateTime::now_utc().year();
    assert!(submission.says("Số:          /TTr-"), "{:?}", submission.paragraphs);
    assert!(submission.says(&format!("Đắk Lắk, ngày       tháng       năm {year}")));
    assert!(submission.says("SỞ KHOA HỌC VÀ CÔNG\u{a0}NGHỆ") && submission.says("GIÁM ĐỐC"));
    let decision = Document::of(&file_of(&site, &cookie, UNDER_WAY, DossierFile::Decision).await);
    assert!(decision.says("Số:          /QĐ-UBND") && decision.says("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH ĐẮK LẮK"));
    assert!(
        decision.says("Điều 1. Ban hành kèm theo Quyết định này")
            && decision.says("Điều 2.")
            && decision.says("Điều 3.")
    );
    assert!(
        decision.says("Căn cứ Nghị định số 278/2025/NĐ-CP") && !decision.says("47/2020/NĐ-CP"),
        "as the register stands"
    );
    assert!(decision.says("Căn cứ Quyết định số 01/2023/QĐ-UBND ngày 13 tháng 01 năm 2023 của Ủy ban nhân dân tỉnh"));
    assert_eq!(decision.paragraphs.iter().filter(|line| *line == "CHỦ TỊCH").count(), 1);
    // What was asked and refused is in the table with the question and the reason.
    let dossier = site.bed.store.dossier(&coordinator(), UNDER_WAY).await.expect("a dossier");
    let [row] = &dossier.opinions[..] else { panic!("one row: {:?}", dossier.opinions) };
    assert_eq!((&row.outcome, row.said.len(), row.said[0].side), (&Outcome::Refused, 1, Side::Appraiser));
    let opinions = Document::of(&file_of(&site, &cookie, UNDER_WAY, DossierFile::Opinions).await).text();
    assert!(opinions.contains("Đã kết nối từ ngày nào?") && opinions.contains("Chưa kết nối =thật"), "{opinions}");

    let today = domain::format::local_date(OffsetDateTime::now_utc());
    let (date, long) = (domain::format::date(today), domain::format::long_date(today));
    let good = format!(
        "year=2026&form[capacity]=committee_deputy&form[preamble]=Ngh%E1%BB%8B%20%C4%91%E1%BB%8Bnh%2030/2020/N%C4%90-CP\
                &form[submission_number]=1520/TTr-SKHCN&form[submission_date]={date}&form[version]=0"
    );
    assert_eq!(post(&site, &site.sign_in("vanphong").await, &good).await, StatusCode::FORBIDDEN);
    assert_eq!(post(&site, &cookie, &good).await, StatusCode::OK);
    let submission = Document::of(&file_of(&site, &cookie, UNDER_WAY, DossierFile::Submission).await);
    assert!(submission.says("Số: 1520/TTr-SKHCN") && submission.says(&format!("Đắk Lắk, {long}")));
    let decision = Document::of(&file_of(&site, &cookie, UNDER_WAY, DossierFile::Decision).await);
    assert!(decision.says(&format!("tại Tờ trình số 1520/TTr-SKHCN {long}.")));
    assert!(decision.says("Căn cứ Nghị định số 30/2020/NĐ-CP") && !decision.says("278/2025"), "as it was typed");
    for line in ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"] {
        assert!(decision.says(line), "{line}");
    }
    assert!(!decision.says("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"), "the people's committee decides");
    assert!(page_of(&site, &cookie, UNDER_WAY).await.contains(&format!("1520/TTr-SKHCN ngày {date}")));
    refused(&site).await;
}

/// What may not be recorded, and by whom.
async fn refused(site: &Site) {
    let (store, actor) = (&site.bed.store, coordinator());
    let form = |number: &str, version| DossierForm {
        capacity: "chairman".to_owned(),
        submission_number: number.to_owned(),
        submission_date: domain::format::date(domain::format::local_date(OffsetDateTime::now_utc())),
        version,
        ..DossierForm::default()
    };
    let stale = store.record_dossier(&actor, UNDER_WAY, &form("1/TTr", 0)).await;
    assert!(matches!(stale, Err(Error::Conflict { version: 1 })), "{stale:?}");
    let taken = store.record_dossier(&actor, ENDED, &form("1520/TTr-SKHCN", 0)).await;
    assert!(matches!(taken, Err(Error::Invalid(_))), "a number is taken once a year: {taken:?}");
    let late = store.record_dossier(&actor, ENDED, &form("7/TTr-SKHCN", 0)).await;
    assert!(matches!(late, Err(Error::IllegalMove(_))), "it was issued: {late:?}");
    let may = async |key| store.draft(&actor, key).await.expect("a draft").dossier.may_record;
    assert_eq!((may(ENDED).await, may(UNDER_WAY).await), (false, true));
    let unknown = DossierForm { preamble: "Nghị định số 1/2099/NĐ-CP".to_owned(), ..form("", 1) };
    assert!(matches!(store.record_dossier(&actor, UNDER_WAY, &unknown).await, Err(Error::Invalid(_))));
    let nobody = store.record_dossier(&Actor::anonymous(actor.at), UNDER_WAY, &form("2/TTr", 1)).await;
    assert!(matches!(nobody, Err(Error::Refused(Refusal::SignIn))), "{nobody:?}");
    let report = store.verify_audit(&Actor::system(actor.at)).await.expect("a report");
    assert_eq!(report.first_bad, None);
}

#[tokio::test]
async fn what_the_office_gave_back_is_told_of() {
    let site = Site::open().await;
    compiled(&site).await;
    let store = &site.bed.store;
    let seen = store.draft(&coordinator(), UNDER_WAY).await.expect("a draft").version;
    store.submit_draft(&coordinator(), UNDER_WAY, seen).await.expect("submitted");
    let clerk = site.sign_in("vanphong").await;
    site.lacks_reason(&clerk, "/ra-soat/2026/du-thao", "/api/draft-return", "year=2026&version=0&reason=").await;
    let version = store.draft(&coordinator(), UNDER_WAY).await.expect("a draft").version;
    let request = Request::post("/api/draft-return")
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(COOKIE, &clerk)
        .body(Body::from(format!("year=2026&version={version}&reason=L%C3%A0m%20r%C3%B5%20s%E1%BB%91%20li%E1%BB%87u")))
        .expect("a request");
    assert_eq!(site.app.clone().oneshot(request).await.expect("an answer").status(), StatusCode::OK);
    let submission = Document::of(&file_of(&site, &clerk, UNDER_WAY, DossierFile::Submission).await);
    assert!(submission.says("trả lại dự thảo với ý kiến: “Làm rõ số liệu”"), "{:?}", submission.paragraphs);
}

#[tokio::test]
async fn a_draft_that_is_overtaken_has_no_files() {
    let site = Site::open().await;
    compiled(&site).await;
    let cookie = site.sign_in("dieuphoi").await;
    let at = |name: &str| format!("/ra-soat/{UNDER_WAY}/du-thao/{name}");
    assert!(page_of(&site, &cookie, UNDER_WAY).await.contains(&at(ARCHIVE)));
    let again = ReopenDraft { reason: "Kết luận lại".to_owned(), due_on: String::new() };
    site.bed.store.reopen_campaign(&coordinator(), UNDER_WAY, &again).await.expect("open again");
    for name in DossierFile::iter().map(|file| file.to_string()).chain([ARCHIVE.to_owned()]) {
        let (status, _, bytes) = site.get(&cookie, &at(&name)).await;
        assert_eq!(status, StatusCode::CONFLICT, "{name}");
        assert_eq!(String::from_utf8_lossy(&bytes), app::text::dossier::NO_FILES, "{name}");
    }
    let page = page_of(&site, &cookie, UNDER_WAY).await;
    assert!(page.contains("Chưa trình được và chưa có hồ sơ trình: đóng đợt"), "the page says what to do");
    assert!(!page.contains(&at(ARCHIVE)), "nor does the page offer them");
}
