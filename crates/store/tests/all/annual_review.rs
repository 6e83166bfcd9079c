//! One whole review, from the letter to the edition in force, by the people who do it.

use crate::common::data::{anonymous, coordinator, system};
use crate::common::review::{YEAR, answer, appraise, clerk, lay_draft, officer, open, send};
use domain::account::Actor;
use domain::campaign::{BoardRow, CampaignDraft, DecisionDraft};
use domain::catalog::EntryStatus;
use domain::edition::EditionFilter;
use domain::id::{AgencyId, EntryCode};
use domain::review::{AnswerKind, Verdict};
use domain::workflow::CampaignStage;
use store::{Error, SignedFile};
use time::Duration;
use time::macros::date;

on_both!(from_the_letter_to_the_edition_in_force, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    let board = store.board(&coordinator(), YEAR).await.expect("a board");
    let asked: Vec<&str> = board.rows.iter().map(|row| row.agency.id.as_str()).collect();
    assert_eq!(asked.len(), 4, "{asked:?}");
    answer(&bed).await;
    let early = store.accept_response(&coordinator(), YEAR, &AgencyId::from("so-yt")).await;
    assert!(matches!(early, Err(Error::Undecided(2))), "answers, however many points they have: {early:?}");
    // What closing would pass: one whose appraisal is not done, and three that did not answer.
    let rows = store.board(&coordinator(), YEAR).await.expect("a board").rows;
    let unfinished: Vec<&str> =
        rows.iter().filter(|row| row.is_unfinished()).map(|row| row.agency.id.as_str()).collect();
    assert_eq!(unfinished, ["so-yt"]);
    let early = store.close_campaign(&coordinator(), YEAR, false).await;
    assert!(matches!(early, Err(Error::Unfinished(4))), "{early:?}");
    let builders = AgencyId::from("so-xd-2025");
    assert_eq!(store.keep_all(&officer("so-xd-2025"), YEAR, &builders).await.expect("kept"), 3);
    send(&bed, "so-xd-2025").await;
    appraise(&bed).await;
    assert!(store.accept_keeps(&coordinator(), YEAR, None).await.expect("accepted") >= 3);
    let rows = store.board(&coordinator(), YEAR).await.expect("a board").rows;
    assert!(!rows.iter().any(BoardRow::is_unfinished), "{rows:?}");
    let early = store.close_campaign(&coordinator(), YEAR, false).await;
    assert!(matches!(early, Err(Error::Unfinished(2))), "two agencies did not answer: {early:?}");
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");

    let draft = store.compile(&coordinator(), YEAR).await.expect("compiled");
    assert_eq!(store.compile(&coordinator(), YEAR).await.expect("compiled again"), draft);
    assert!(
        matches!(store.edition(&anonymous(), draft, &EditionFilter::default()).await, Err(Error::NotFound)),
        "a draft is not public"
    );
    let page = store.draft(&coordinator(), YEAR).await.expect("a draft");
    assert_eq!((page.diff.balance.before, page.diff.balance.after, page.diff.balance.removed), (5, 6, 0));
    let new: Vec<&str> = page
        .diff
        .entries
        .iter()
        .filter(|entry| entry.status == EntryStatus::New)
        .map(|entry| entry.code.as_str())
        .collect();
    assert_eq!(new, ["DC-006"]);
    lay_draft(store, &coordinator(), YEAR).await.expect("submitted");

    let form = DecisionDraft {
        number: "4567/QĐ-UBND".to_owned(),
        date: "24/11/2026".to_owned(),
        effective_from: "24/11/2026".to_owned(),
        signer: "Nguyễn Văn B".to_owned(),
        signer_title: "CHỦ TỊCH".to_owned(),
    };
    let signed = |bytes: &[u8]| Some(SignedFile { name: "../qd.pdf".to_owned(), bytes: bytes.to_vec() });
    let seen = store.draft(&clerk(), YEAR).await.expect("a draft").version;
    assert!(
        store.issue(&coordinator(), YEAR, seen, &form, signed(b"%PDF-1.7")).await.is_err(),
        "the office records it"
    );
    assert!(matches!(store.issue(&clerk(), YEAR, seen, &form, signed(b"MZ")).await, Err(Error::Invalid(_))));
    assert!(matches!(store.issue(&clerk(), YEAR, seen, &form, None).await, Err(Error::Invalid(_))), "no file");
    let slip = DecisionDraft { effective_from: "24/11/2062".to_owned(), ..form.clone() };
    let slip = store.issue(&clerk(), YEAR, seen, &slip, signed(b"%PDF-1.7")).await;
    assert!(matches!(&slip, Err(Error::Invalid(remarks)) if remarks[0].field == "effective_from"), "{slip:?}");
    let unread = store.issue(&clerk(), YEAR, seen - 1, &form, signed(b"%PDF-1.7")).await;
    assert!(matches!(unread, Err(Error::Conflict { version }) if version == seen), "{unread:?}");
    let version = store.data_version();
    assert_eq!(store.issue(&clerk(), YEAR, seen, &form, signed(b"%PDF-1.7")).await.expect("issued"), draft);
    assert!(store.data_version() > version);

    let today = date!(2026 - 11 - 24);
    assert_eq!(store.edition_in_force(today).await.expect("an answer").expect("an edition").id, draft);
    assert_eq!(store.campaigns(&coordinator()).await.expect("a list")[0].stage, CampaignStage::Concluded);
    let (file, bytes) = store.signed_file(&anonymous(), draft).await.expect("the decision");
    assert_eq!((bytes.as_slice(), file.bytes), (b"%PDF-1.7".as_slice(), 8));
    let entry = store.entry(&anonymous(), &EntryCode::from("DC-005"), None).await.expect("a page");
    assert_eq!(entry.content.purpose, "Quản lý khám, chữa bệnh toàn tỉnh");
    assert_eq!(entry.content.legal_basis, "Luật chuyên ngành", "the refused point stays as it was");
    assert!(entry.in_force);
    for (code, owner) in
        [("DC-001", "so-xd-2025"), ("DC-003", "so-xd-2025"), ("DC-004", "so-nv-2025"), ("DC-006", "so-yt")]
    {
        let page = store.entry(&anonymous(), &EntryCode::from(code), None).await.expect("a page");
        assert_eq!(page.owner.id.as_str(), owner, "{code}");
    }
    // The next review shows what was said, and what became of it.
    let tomorrow = Actor { at: coordinator().at + Duration::days(1), ..coordinator() };
    let form = CampaignDraft {
        year: "2027".to_owned(),
        letter_number: "1/SKHCN".to_owned(),
        letter_date: "25/11/2026".to_owned(),
        due_on: "25/12/2026".to_owned(),
    };
    let next = store.open_campaign(&tomorrow, &form).await.expect("opened");
    for (agency, code, kind, verdicts) in [
        ("so-yt", "DC-005", AnswerKind::Modify, vec![Verdict::Accept, Verdict::Reject]),
        // It was proposed: the answer had no entry then.
        ("so-yt", "DC-006", AnswerKind::Propose, vec![Verdict::Accept]),
        ("so-xd-2025", "DC-001", AnswerKind::Keep, vec![Verdict::Accept]),
    ] {
        let page = store.response(&officer(agency), next, &AgencyId::from(agency)).await.expect("a page");
        let answer = page.answers.into_iter().find(|one| one.code == Some(EntryCode::from(code))).expect(code);
        let last = answer.last_year.expect(code);
        assert_eq!((last.year, last.kind), (YEAR, kind), "{code}");
        let given: Vec<Verdict> = last.verdicts.into_iter().map(|(verdict, _)| verdict).collect();
        assert_eq!(given, verdicts, "{code}");
    }
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});
