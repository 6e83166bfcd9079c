//! The dossier of an edition that amends: its files say what the round of changes came to, and read back.

use documents::annex::read_annex;
use domain::account::{Account, Actor, Role};
use domain::agency::AgencyRef;
use domain::campaign::{CampaignKey, DecisionDraft, RequestDraft};
use domain::catalog::EntryStatus;
use domain::check::has_errors;
use domain::dossier::DossierFile;
use domain::format;
use domain::id::{AccountId, AgencyId, EntryCode};
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, QueueFilter, SecretDeclaration, Verdict, VerdictInput};
use store::SignedFile;
use time::{Duration, OffsetDateTime};

use crate::read::{Document, sheet};
use crate::recorded::compiled;
use crate::{Site, UNDER_WAY, coordinator, file_of};

/// The agency that changes something, with three entries at least.
const SCHOOLS: &str = "so-gddt";
/// The letter by which it asks for that.
const LETTER: &str = "300/SGDĐT-VP";
const KEPT: &str = "Cơ sở dữ liệu còn được các trường sử dụng hằng ngày, chưa có hệ thống nào khác nhận số liệu";

fn person(role: Role) -> Actor {
    let account = Account {
        id: AccountId(format!("doi:{role}")),
        username: String::new(),
        name: "Người của sở".to_owned(),
        role,
        agency: Some(AgencyRef { id: AgencyId::from(SCHOOLS), name: String::new() }),
    };
    Actor { account: Some(account), is_system: false, functions: Vec::new(), at: OffsetDateTime::now_utc() }
}

/// Ends the review under way with a decision, and brings a round of changes to its draft: an entry is changed, one leaves,
/// and one that was to leave stays.
pub async fn round(site: &Site) -> CampaignKey {
    compiled(site).await;
    let (store, actor, agency) = (&site.bed.store, coordinator(), AgencyId::from(SCHOOLS));
    let office = store.actor_named("vanphong", OffsetDateTime::now_utc()).await.expect("the office");
    let seen = store.draft(&actor, UNDER_WAY).await.expect("a draft").version;
    store.submit_draft(&actor, UNDER_WAY, seen).await.expect("submitted");
    let today = format::local_date(OffsetDateTime::now_utc());
    let decision = DecisionDraft {
        number: "4000/QĐ-UBND".to_owned(),
        date: format::date(today),
        effective_from: format::date(today),
        signer: "Nguyễn Văn B".to_owned(),
        signer_title: "CHỦ TỊCH".to_owned(),
    };
    let file = SignedFile { name: "qd.pdf".to_owned(), bytes: b"%PDF-1.7".to_vec() };
    let seen = store.draft(&office, UNDER_WAY).await.expect("a draft").version;
    store.issue(&office, UNDER_WAY, seen, &decision, Some(file)).await.expect("issued");
    let (officer, head) = (person(Role::Officer), person(Role::Head));
    let form = RequestDraft {
        reason: "Đính chính theo đề nghị của ngành".to_owned(),
        letter_number: LETTER.to_owned(),
        letter_date: format::date(today),
        codes: Vec::new(),
    };
    let request = store.raise_change(&officer, &agency, &form).await.expect("raised");
    let due = format::date(today + Duration::days(10));
    let round = store.accept_change(&actor, request, 1, &due).await.expect("opened");
    let answers = store.response(&officer, round, &agency).await.expect("a response").answers;
    let leaves = AnswerDraft {
        reason: "Theo đề nghị".to_owned(),
        effective: format::iso_date(today + Duration::days(30)),
        ..AnswerDraft::of_kind(AnswerKind::Withdraw)
    };
    let mut content = answers[0].base.clone().expect("a content");
    content.note = "Đính chính ghi chú theo văn bản của ngành".to_owned();
    let changed = AnswerDraft {
        content: Some(content),
        secret: SecretDeclaration::None,
        ..AnswerDraft::of_kind(AnswerKind::Modify)
    };
    for (answer, said) in answers.iter().zip([&changed, &leaves, &leaves]) {
        let target = AnswerTarget::Entry(answer.code.clone().expect("a code"));
        let saved = store.save_answer(&officer, round, &agency, &target, answer.version, said).await;
        assert!(!has_errors(&saved.expect("saved").errors), "{target:?}");
    }
    let seen = store.response(&officer, round, &agency).await.expect("a response").version;
    store.lay_before_head(&officer, round, &agency, seen).await.expect("laid");
    let seen = store.response(&head, round, &agency).await.expect("a response").version;
    store.approve(&head, round, &agency, seen).await.expect("approved");
    let queue = store.appraisal(&actor, round, &QueueFilter::default(), None).await.expect("a queue").queue;
    assert_eq!(queue.len(), 3);
    for row in queue {
        let stays = row.code == answers[2].code;
        let (verdict, reason) = if stays { (Verdict::Reject, KEPT) } else { (Verdict::Accept, "") };
        let input = VerdictInput { verdict, value: String::new(), reason: reason.to_owned() };
        store.decide_all(&actor, row.answer, row.round, &input).await.expect("decided");
    }
    store.close_campaign(&actor, round, false).await.expect("closed");
    store.compile(&actor, round).await.expect("compiled");
    round
}

#[tokio::test]
async fn the_files_of_an_edition_that_amends_read_back() {
    let site = Site::open().await;
    let round = round(&site).await;
    let cookie = site.sign_in("dieuphoi").await;
    let dossier = site.bed.store.dossier(&coordinator(), round).await.expect("a dossier");
    let document = async |file| Document::of(&file_of(&site, &cookie, round, file).await);
    let submission = document(DossierFile::Submission).await;
    assert!(submission.says("Đính chính theo đề nghị của ngành"), "{:?}", submission.paragraphs);
    // The letter is the agency's, and of what it did not write of nobody asked for an answer.
    let asked = &dossier.campaign.requested_by.as_ref().expect("who asked").name;
    assert!(
        submission.says(&format!("Theo đề nghị của {asked} tại Công văn số {LETTER} ")),
        "{:?}",
        submission.paragraphs
    );
    assert!(submission.text().contains("Không đề nghị thay đổi") && !submission.text().contains("Không trả lời"));
    assert!(!submission.text().contains("giữ nguyên 0 CSDL"), "{:?}", submission.paragraphs);
    let decision = document(DossierFile::Decision).await;
    for words in ["ban hành kèm theo Quyết định số 4000/QĐ-UBND", "Sửa đổi 1 cơ sở dữ liệu", "Đưa ra khỏi Danh mục 1"]
    {
        assert!(decision.says(words), "{words}: {:?}", decision.paragraphs);
    }
    // The annex names what changes and what leaves, each under its heading, and the workbook reads back as it.
    let annex = document(DossierFile::Annex).await;
    let rows = &annex.tables[0];
    let codes: Vec<&str> =
        rows.iter().filter(|row| row.len() == 16 && row[1].contains('-')).map(|row| &*row[1]).collect();
    let entries = &dossier.comparison.entries.items;
    let of = |status| entries.iter().find(|one| one.status == status).map(|one| one.code.as_str()).expect("one");
    assert_eq!(codes, [of(EntryStatus::Modified), of(EntryStatus::Removed)]);
    let headings: Vec<&str> = rows.iter().filter(|row| row.len() == 1).map(|row| &*row[0]).collect();
    assert!(headings[0].starts_with("B. ") && headings[2].starts_with("C. "), "{headings:?}");
    let book = file_of(&site, &cookie, round, DossierFile::AnnexWorkbook).await;
    let read = read_annex(&book, dossier.lists()).expect("the workbook reads back");
    assert_eq!(read.errors, vec![]);
    let told: Vec<(&str, bool)> =
        read.entries.iter().map(|one| (one.code.as_ref().map_or("", EntryCode::as_str), one.withdrawn)).collect();
    assert_eq!(told, [(of(EntryStatus::Modified), false), (of(EntryStatus::Removed), true)]);
    // The comparison and the table of opinions say in the document what they say in the workbook.
    let comparison = document(DossierFile::Comparison).await;
    let book = file_of(&site, &cookie, round, DossierFile::ComparisonWorkbook).await;
    let [_, changed, removed] = &comparison.tables[..] else { panic!("three tables: nothing is added") };
    for (table, name) in [(changed, "Sửa đổi"), (removed, "Đưa ra")] {
        assert_eq!(table[1..], sheet(&book, name)[3..], "{name}");
    }
    let opinions = document(DossierFile::Opinions).await;
    assert_eq!(
        opinions.tables[0][1..],
        sheet(&file_of(&site, &cookie, round, DossierFile::OpinionsWorkbook).await, "Ý kiến")[3..]
    );
    assert!(opinions.text().contains(KEPT));
}
