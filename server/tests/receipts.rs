//! What an agency sent, taken along: of every round the file has the hash that the page shows, for who may see it. And what
//! it is about to send, read before that, with what there is to know of its legal basis; what another appraiser decided
//! meanwhile; and who may only read an answer.

mod common;

use axum::http::StatusCode;
use common::site::Site;
use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::catalog::SharingForm;
use domain::id::AgencyId;
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, QueueFilter, SecretDeclaration, Verdict, VerdictInput};
use domain::workflow::ResponseStage;
use server::commands::sha256_hex;
use time::OffsetDateTime;

const PAGE: &str = "/ra-soat/2026/so-yt";

#[tokio::test]
async fn the_file_of_a_receipt_has_its_hash() {
    let site = Site::open().await;
    let (store, key, agency) = (&site.bed.store, CampaignKey::annual(2026), AgencyId::from("so-yt"));
    let now = OffsetDateTime::now_utc();
    let officer = store.actor_named("canbo.yte", now).await.expect("the officer");
    let head = store.actor_named("lanhdao.yte", now).await.expect("the head");
    let desk = store.actor_named("dieuphoi", now).await.expect("the coordinator");
    let send = async || {
        let version = store.response(&officer, key, &agency).await.expect("a response").version;
        store.lay_before_head(&officer, key, &agency, version).await.expect("laid");
        let version = store.response(&head, key, &agency).await.expect("a response").version;
        store.approve(&head, key, &agency, version).await.expect("sent")
    };
    store.keep_all(&officer, key, &agency).await.expect("kept");
    let first = send().await;
    let filter = QueueFilter { agency: agency.to_string(), all: true, ..QueueFilter::default() };
    let queue = store.appraisal(&desk, key, &filter, None).await.expect("a queue").queue;
    store.return_answer(&desk, queue[0].answer, queue[0].round, "Nêu rõ căn cứ.").await.expect("returned");
    let second = send().await;
    assert_ne!(first.sha256, second.sha256);

    for username in ["canbo.yte", "lanhdao.yte", "dieuphoi", "vanphong"] {
        let cookie = site.sign_in(username).await;
        let page = site.read(&cookie, PAGE).await;
        let page = String::from_utf8_lossy(&page);
        for receipt in [&first, &second] {
            let file = format!("{PAGE}/bien-nhan/{}", receipt.round);
            assert!(page.contains(&format!("href=\"{file}\"")) && page.contains(&receipt.sha256), "{username}: {file}");
            let (status, headers, bytes) = site.get(&cookie, &file).await;
            assert_eq!((status, sha256_hex(&bytes)), (StatusCode::OK, receipt.sha256.clone()), "{username}: {file}");
            assert_eq!(headers["content-type"], "application/json");
            let name = format!("attachment; filename=\"{}.json\"", receipt.number);
            assert_eq!(headers["content-disposition"], name);
            let sent: serde_json::Value = serde_json::from_slice(&bytes).expect("JSON");
            assert_eq!(sent["receipt"], receipt.number.as_str());
            assert_eq!(sent["approved_by"], receipt.approved_by.as_str());
        }
    }
    // Another agency's people learn nothing, nor does who has not signed in; and what was not sent is not there.
    for username in ["canbo.nnmt", "lanhdao.congthuong", ""] {
        let cookie = if username.is_empty() { String::new() } else { site.sign_in(username).await };
        let refused = site.get(&cookie, &format!("{PAGE}/bien-nhan/1")).await.0;
        assert_eq!(refused, StatusCode::NOT_FOUND, "{username}");
    }
    let cookie = site.sign_in("canbo.yte").await;
    for odd in ["0", "3", "-1", "x", "99999999999"] {
        assert_eq!(site.get(&cookie, &format!("{PAGE}/bien-nhan/{odd}")).await.0, StatusCode::NOT_FOUND, "{odd}");
    }
    let report = store.verify_receipts(&Actor::system(now)).await.expect("a report");
    assert_eq!((report.unkept, report.faults), (0, vec![]));
}

#[tokio::test]
async fn who_approves_reads_who_gets_an_item_that_is_added() {
    let site = Site::open().await;
    let (store, key, agency) = (&site.bed.store, CampaignKey::annual(2026), AgencyId::from("so-yt"));
    let officer = store.actor_named("canbo.yte", OffsetDateTime::now_utc()).await.expect("the officer");
    let page = store.response(&officer, key, &agency).await.expect("a response");
    let answer = page.answers.first().expect("an entry");
    let mut content = answer.base.clone().expect("in force");
    let mut item = content.items.first().expect("an item").clone();
    item.name = "Hạng mục thêm thử".to_owned();
    item.personal = true;
    item.matrix.values_mut().for_each(|form| *form = SharingForm::Specific);
    content.items.push(item);
    let secret = SecretDeclaration::None;
    let draft = AnswerDraft { content: Some(content), secret, ..AnswerDraft::of_kind(AnswerKind::Modify) };
    let saved = store.save_answer(&officer, key, &agency, &answer.target(), answer.version, &draft).await;
    assert!(matches!(answer.target(), AnswerTarget::Entry(_)) && saved.is_ok(), "{saved:?}");
    let cookie = site.sign_in("lanhdao.yte").await;
    let page = site.read(&cookie, &format!("{PAGE}/kiem-tra")).await;
    let page = String::from_utf8_lossy(&page);
    for words in ["Thêm hạng mục “Hạng mục thêm thử”", ": mọi nhóm đối tượng", "Có dữ liệu cá nhân"]
    {
        assert!(page.contains(words), "{words}");
    }
}

#[tokio::test]
async fn what_a_colleague_changed_meanwhile_is_told_and_not_laid() {
    let site = Site::open().await;
    let (store, key, agency) = (&site.bed.store, CampaignKey::annual(2026), AgencyId::from("so-yt"));
    let officer = store.actor_named("canbo.yte", OffsetDateTime::now_utc()).await.expect("the officer");
    store.keep_all(&officer, key, &agency).await.expect("kept");
    let (cookie, check) = (site.sign_in("canbo.yte").await, format!("{PAGE}/kiem-tra"));
    let read = store.response(&officer, key, &agency).await.expect("a response");
    let page = site.read(&cookie, &check).await;
    let page = String::from_utf8_lossy(&page);
    let seen: Vec<String> =
        read.answers.iter().map(|answer| format!("&seen[{}]={}", answer.target(), answer.version)).collect();
    let first = read.answers.first().expect("an entry");
    assert!(page.contains(&format!("name=\"seen[{}]\"", first.target())), "the page says what it showed");
    let mut content = first.base.clone().expect("in force");
    content.note = "Ghi chú của đồng nghiệp".to_owned();
    let secret = SecretDeclaration::None;
    let draft = AnswerDraft { content: Some(content), secret, ..AnswerDraft::of_kind(AnswerKind::Modify) };
    store.save_answer(&officer, key, &agency, &first.target(), first.version, &draft).await.expect("saved");
    let fields = format!("year=2026&agency={agency}&version={}{}", read.version, seen.concat());
    let told = site.send(&cookie, &check, "/api/response-lay", &fields).await;
    let item = format!("<li>{}", first.name);
    for words in ["Người khác vừa lưu trước", "Đã thay đổi từ lúc bạn mở trang này", "Vừa thay đổi", &item]
    {
        assert!(told.contains(words), "{words}");
    }
    let stands = store.response(&officer, key, &agency).await.expect("a response");
    assert_eq!(stands.stage, ResponseStage::InProgress, "nothing is before the head");
}

#[tokio::test]
async fn a_verdict_over_another_one_is_told_of_and_what_was_typed_stays_in_sight() {
    let site = Site::open().await;
    let (store, key, filter) = (&site.bed.store, CampaignKey::annual(2026), QueueFilter::default());
    let desk = store.actor_named("dieuphoi", OffsetDateTime::now_utc()).await.expect("the coordinator");
    let queue = store.appraisal(&desk, key, &filter, None).await.expect("a queue").queue;
    let answer = queue.iter().find(|row| !row.own).expect("an answer to appraise").answer;
    let chosen = store.appraisal(&desk, key, &filter, Some(answer)).await.expect("a page").chosen.expect("chosen");
    let point = chosen.answer.points.first().expect("a point").id;
    let accept = VerdictInput { verdict: Verdict::Accept, value: String::new(), reason: String::new() };
    store.decide(&desk, point, None, &accept).await.expect("accepted");
    let cookie = site.sign_in("dieuphoi").await;
    let fields = format!("form[point]={point}&form[verdict]=reject&form[reason]=Sai+so+lieu");
    let told = site.send(&cookie, &format!("/tham-dinh?nam=2026&muc={answer}"), "/api/verdict", &fields).await;
    let by = &desk.account.as_ref().expect("an account").name;
    for words in ["Điểm này vừa được kết luận", &format!("{by}: Chấp nhận, ")] {
        assert!(told.contains(words), "{words}");
    }
    assert!(!told.contains("phiên bản"), "a number says nothing to a person");
    let heading = format!("id=\"diem-{point}\"");
    let card = told.split("<article").find(|part| part.contains(&heading)).expect("the point");
    let (before, form) = card.split_once("Đổi kết luận").expect("the form that changes it");
    let folded = before.rsplit("<details").next().and_then(|tag| tag.split('>').next()).unwrap_or_default();
    assert!(folded.contains("open") && form.contains("Sai so lieu"), "{card}");
}

#[tokio::test]
async fn what_is_odd_in_a_legal_basis_is_told_wherever_it_is_read() {
    let site = Site::open().await;
    let (store, key, agency) = (&site.bed.store, CampaignKey::annual(2026), AgencyId::from("so-yt"));
    let now = OffsetDateTime::now_utc();
    let officer = store.actor_named("canbo.yte", now).await.expect("the officer");
    let head = store.actor_named("lanhdao.yte", now).await.expect("the head");
    let tells = async |username: &str, path: &str, told: &[&str]| {
        let page = site.read(&site.sign_in(username).await, path).await;
        let page = String::from_utf8_lossy(&page);
        for words in told {
            assert!(page.contains(words), "{path}: {words}");
        }
    };
    // The form opens with the content in force: nothing is saved yet.
    let ended = "Luật Đất đai năm 2013: hết hiệu lực từ 01/08/2024, thay bằng 31/2024/QH15";
    let unknown = "chưa có trong danh mục văn bản, hãy kiểm tra lại số, ký hiệu: Luật Quy hoạch năm 2017";
    tells("canbo.nnmt", "/ra-soat/2026/so-nnmt/DC-017?kieu=modify", &[ended, unknown]).await;

    store.keep_all(&officer, key, &agency).await.expect("kept");
    let answers = store.response(&officer, key, &agency).await.expect("a response").answers;
    let mut ids = Vec::new();
    for (answer, basis) in answers.iter().zip(["Nghị định số 47/2020/NĐ-CP", "abc"]) {
        let mut content = answer.base.clone().expect("in force");
        content.legal_basis = basis.to_owned();
        let secret = SecretDeclaration::None;
        let draft = AnswerDraft { content: Some(content), secret, ..AnswerDraft::of_kind(AnswerKind::Modify) };
        let saved = store.save_answer(&officer, key, &agency, &answer.target(), answer.version, &draft).await;
        ids.push(saved.expect("saved").id.0);
    }
    let repealed = "Căn cứ pháp lý: 47/2020/NĐ-CP: hết hiệu lực từ 22/10/2025, thay bằng 278/2025/NĐ-CP";
    tells("canbo.yte", &format!("{PAGE}/kiem-tra"), &[repealed, "Căn cứ pháp lý: không nhận ra văn bản nào"]).await;
    tells("canbo.yte", &format!("{PAGE}/{}", answers[1].target()), &["không nhận ra văn bản nào"]).await;

    let version = store.response(&officer, key, &agency).await.expect("a response").version;
    store.lay_before_head(&officer, key, &agency, version).await.expect("laid: a warning keeps nothing");
    let version = store.response(&head, key, &agency).await.expect("a response").version;
    store.approve(&head, key, &agency, version).await.expect("sent");
    let chosen = format!("/tham-dinh?nam=2026&muc={}", ids[1]);
    tells("dieuphoi", &chosen, &["Hiệu lực của căn cứ pháp lý", "Không nhận ra văn bản nào trong căn cứ"]).await;
}

#[tokio::test]
async fn who_may_not_change_an_answer_is_shown_no_form_to_fill() {
    let site = Site::open().await;
    let disabled = |page: &str| {
        let tags = page.split("<fieldset").skip(1).filter_map(|rest| rest.split('>').next());
        tags.filter(|tag| tag.contains("disabled")).count()
    };
    let tells = async |username: &str, title: &str, others: bool, frozen: usize| {
        let page = site.read(&site.sign_in(username).await, &format!("{PAGE}/DC-039?kieu=modify")).await;
        let page = String::from_utf8_lossy(&page);
        assert!(page.contains(title), "{username}");
        assert_eq!(page.contains("Mở biểu mẫu, sửa từng trường"), others, "{username}: what else may be chosen");
        assert_eq!(disabled(&page), frozen, "{username}");
    };
    // Who may only read is shown what was answered: so far nothing, then a modification.
    tells("canbo.yte", "Trả lời: ", true, 0).await;
    tells("dieuphoi", "Xem câu trả lời: ", false, 0).await;
    let (store, key, agency) = (&site.bed.store, CampaignKey::annual(2026), AgencyId::from("so-yt"));
    let officer = store.actor_named("canbo.yte", OffsetDateTime::now_utc()).await.expect("the officer");
    let answers = store.response(&officer, key, &agency).await.expect("a response").answers;
    let one = answers.iter().find(|one| one.target().to_string() == "DC-039").expect("the answer");
    let draft = AnswerDraft { content: one.base.clone(), ..AnswerDraft::of_kind(AnswerKind::Modify) };
    store.save_answer(&officer, key, &agency, &one.target(), one.version, &draft).await.expect("saved");
    tells("canbo.yte", "Trả lời: ", true, 0).await;
    tells("dieuphoi", "Xem câu trả lời: ", false, 1).await;
}
