//! The dossier of a draft: of a yearly review and of a round of changes, and what is recorded of it.

use crate::common::Bed;
use crate::common::data::{anonymous, coordinator, load_first_edition, system};
use crate::common::review::{
    DAY, YEAR, answer, appraise, clerk, officer, open, points, proposed, send, send_in, verdict,
};
use domain::account::Actor;
use domain::campaign::{AmendmentDraft, CampaignKey};
use domain::catalog::EntryStatus;
use domain::change::{Field, Place};
use domain::check::FieldCode;
use domain::dossier::{AnswerFigures, DossierForm, Outcome, Subject, VerdictFigures};
use domain::id::{AgencyId, EntryCode};
use domain::legal::LegalDocument;
use domain::policy::Refusal;
use domain::review::opinion::{AskDraft, Handling, OpinionState};
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, QueueFilter, Verdict};
use store::Error;
use time::Duration;
use time::macros::date;

fn regulation() -> LegalDocument {
    LegalDocument {
        id: "qd-01-2023".to_owned(),
        number: "01/2023/QĐ-UBND".to_owned(),
        kind: "QĐ".to_owned(),
        title: "Ban hành Quy chế".to_owned(),
        issuer: "UBND tỉnh".to_owned(),
        date_issued: Some(date!(2023 - 01 - 13)),
        effective_from: Some(date!(2023 - 01 - 22)),
        effective_to: None,
        replaced_by: None,
        version: 0,
    }
}

fn form(number: &str, day: &str, version: i64) -> DossierForm {
    DossierForm {
        capacity: "deputy".to_owned(),
        submission_number: number.to_owned(),
        submission_date: day.to_owned(),
        version,
        ..DossierForm::default()
    }
}

fn remark<T: std::fmt::Debug>(found: Result<T, Error>) -> (String, FieldCode) {
    match found {
        Err(Error::Invalid(remarks)) => (remarks[0].field.clone(), remarks[0].code),
        other => panic!("no remarks: {other:?}"),
    }
}

on_both!(of_a_yearly_review, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    store.import_legal(&system(), &[regulation()], false).await.expect("a register");
    assert!(matches!(store.dossier(&coordinator(), YEAR).await, Err(Error::NotFound)), "no draft yet");
    answer(&bed).await;
    store.keep_all(&officer("so-xd-2025"), YEAR, &AgencyId::from("so-xd-2025")).await.expect("kept");
    send(&bed, "so-xd-2025").await;
    appraise(&bed).await;
    store.accept_keeps(&coordinator(), YEAR, None).await.expect("accepted");
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    store.compile(&coordinator(), YEAR).await.expect("compiled");

    let found = store.dossier(&clerk(), YEAR).await.expect("a dossier");
    let all = found.figures();
    let silent: Vec<&str> = all.silent.iter().map(|one| one.id.as_str()).collect();
    assert_eq!((all.asked, all.sent, all.late, silent.len()), (4, 2, 0, 2), "{silent:?}");
    let answers = AnswerFigures { entries: 5, keep: 3, modify: 1, propose: 1, ..AnswerFigures::default() };
    assert_eq!((all.answers, all.answers.unanswered()), (answers, 1));
    let (content, plan) = (proposed().content.expect("a content"), proposed().plan.expect("a plan"));
    let proposal = domain::change::points_of_new(&content).len() + plan.points().len();
    let accepted = 3 + 1 + u32::try_from(proposal).expect("small");
    assert_eq!(all.verdicts, VerdictFigures { accepted, other_value: 0, refused: 1 });
    let [row] = &found.opinions[..] else { panic!("one row: {:?}", found.opinions) };
    assert_eq!(row.subject, Subject::Place(Place::Field(Field::LegalBasis)));
    assert_eq!((row.code.as_ref().map(EntryCode::as_str), row.agency.id.as_str()), (Some("DC-005"), "so-yt"));
    assert_eq!((&row.outcome, row.reason.as_str()), (&Outcome::Refused, "Không có luật này"));
    assert_eq!(row.proposed, "Luật không có thật");
    let balance = found.comparison.balance;
    assert_eq!((balance.before, balance.added, balance.after, found.is_amending()), (5, 1, 6, false));
    let [part] = &found.annex()[..] else { panic!("the whole list") };
    assert_eq!((part.status, part.entries()), (None, 6));
    assert_eq!(found.closed_on, Some(date!(2026 - 11 - 24)));
    assert_eq!(found.basis.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["qd-01-2023"]);
    assert_eq!(found.coordinator.id.as_str(), "so-khcn-2025");
    // The page of the draft shows the same.
    let page = store.draft(&clerk(), YEAR).await.expect("a draft");
    assert_eq!((page.dossier.figures.as_ref(), page.dossier.may_record), (Some(&all), false));
    assert_eq!(page.diff.balance, balance);
    record(&bed).await;
    for nobody in [anonymous(), officer("so-yt")] {
        assert!(matches!(store.dossier(&nobody, YEAR).await, Err(Error::Refused(_))));
    }
});

/// What is recorded stands; what is stale, wrong or not for the person is refused.
async fn record(bed: &Bed) {
    let store = &bed.store;
    let good = form("1520/TTr-SKHCN", "23/11/2026", 0);
    assert!(matches!(store.record_dossier(&clerk(), YEAR, &good).await, Err(Error::Refused(Refusal::Forbidden))));
    store.record_dossier(&coordinator(), YEAR, &good).await.expect("recorded");
    let again = store.record_dossier(&coordinator(), YEAR, &good).await;
    assert!(matches!(again, Err(Error::Conflict { version: 1 })), "{again:?}");
    let record = store.dossier(&coordinator(), YEAR).await.expect("a dossier").record;
    assert_eq!(record.submission, Some(("1520/TTr-SKHCN".to_owned(), date!(2026 - 11 - 23))));
    assert_eq!((record.capacity.to_string().as_str(), record.version), ("deputy", 1));
    let ahead = store.record_dossier(&coordinator(), YEAR, &form("1/TTr", "25/11/2026", 1)).await;
    assert_eq!(remark(ahead), ("submission_date".to_owned(), FieldCode::OutOfRange));
    let unknown = DossierForm { preamble: "Nghị định số 9/2099/NĐ-CP".to_owned(), ..form("", "", 1) };
    let unknown = store.record_dossier(&coordinator(), YEAR, &unknown).await;
    assert_eq!(remark(unknown), ("preamble".to_owned(), FieldCode::LegalUnknown));
    // It is mended: the number goes again.
    store.record_dossier(&coordinator(), YEAR, &form("", "", 1)).await.expect("mended");
    assert_eq!(store.dossier(&coordinator(), YEAR).await.expect("a dossier").record.submission, None);
    let stays: CampaignKey = "1999".parse().expect("a key");
    assert!(matches!(store.record_dossier(&coordinator(), stays, &good).await, Err(Error::NotFound)));
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
}

async fn say(bed: &Bed, round: CampaignKey, entry: &str, said: &AnswerDraft) {
    let (id, target) = (AgencyId::from("so-xd-2025"), AnswerTarget::Entry(EntryCode::from(entry)));
    let officer = officer("so-xd-2025");
    let version = bed.store.answer_page(&officer, round, &id, &target).await.expect("a page").answer.version;
    let saved = bed.store.save_answer(&officer, round, &id, &target, version, said).await.expect("saved");
    assert_eq!(saved.errors, vec![], "{entry}");
}

/// Asks two agencies on an answer; one has a remark that is taken up, the other is silent until its silence counts.
async fn ask(bed: &Bed) {
    let store = &bed.store;
    let (id, _) = points(bed, Some("DC-005")).await;
    let asked = AskDraft {
        agencies: ["so-xd-2025", "so-nv-2025"].map(AgencyId::from).to_vec(),
        question: "Có trùng dữ liệu không?".to_owned(),
        days: "1".to_owned(),
        silence: true,
    };
    store.ask_opinions(&coordinator(), id, 1, &asked).await.expect("asked");
    let lines = store.opinions(&coordinator(), YEAR).await.expect("a table").lines;
    let of_builders = lines.iter().find(|line| line.asked.id.as_str() == "so-xd-2025").expect("a line").id;
    store.give_opinion(&officer("so-xd-2025"), of_builders, "remarks", "Nêu rõ phạm vi.").await.expect("given");
    let said = store.asked(&coordinator(), of_builders).await.expect("a page").opinion.statements[0].id;
    let taken_up = store.handle_opinion(&coordinator(), of_builders, said, "taken_up", "Đã nêu.").await;
    taken_up.expect("taken up");
}

on_both!(what_asked_agencies_said_is_in_the_table, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    answer(&bed).await;
    ask(&bed).await;
    // Asked on a Tuesday for one working day: on Friday silence has counted.
    let friday = Actor { at: coordinator().at + Duration::days(3), ..coordinator() };
    for row in store.appraisal(&friday, YEAR, &QueueFilter::default(), None).await.expect("a queue").queue {
        let accepted = store.decide_all(&friday, row.answer, row.round, &verdict(Verdict::Accept, "")).await;
        accepted.expect("accepted");
    }
    store.close_campaign(&friday, YEAR, true).await.expect("closed");
    store.compile(&friday, YEAR).await.expect("compiled");
    let found = store.dossier(&friday, YEAR).await.expect("a dossier");
    let rows: Vec<_> = found
        .opinions
        .iter()
        .map(|row| {
            assert_eq!(row.code.as_ref().map(EntryCode::as_str), Some("DC-005"));
            assert_eq!(row.subject, Subject::Question("Có trùng dữ liệu không?".to_owned()));
            let said: Vec<&str> = row.said.iter().map(|said| said.text.as_str()).collect();
            (row.agency.id.as_str(), said, row.outcome.clone(), row.reason.as_str())
        })
        .collect();
    let silent = Outcome::Opinion(OpinionState::SilentAgreement, None);
    let taken_up = Outcome::Opinion(OpinionState::Remarks, Some(Handling::TakenUp));
    assert_eq!(rows.len(), 2);
    assert!(rows.contains(&("so-nv-2025", vec![], silent, "")), "{rows:?}");
    assert!(rows.contains(&("so-xd-2025", vec!["Nêu rõ phạm vi."], taken_up, "Đã nêu.")), "{rows:?}");
    assert_eq!((found.figures().opinions, found.figures().refused), (2, 0));
});

on_both!(of_a_round_of_changes, async |bed| {
    let store = &bed.store;
    load_first_edition(&bed).await;
    let draft = AmendmentDraft {
        reason: "Đính chính".to_owned(),
        letter_number: "300/SKHCN".to_owned(),
        letter_date: "20/11/2026".to_owned(),
        due_on: "30/11/2026".to_owned(),
        agencies: ["so-yt", "so-xd-2025"].map(AgencyId::from).to_vec(),
        codes: String::new(),
    };
    let round = store.open_amendment(&coordinator(), &draft).await.expect("opened");
    let new = AnswerTarget::NewProposal(String::new());
    store.save_answer(&officer("so-yt"), round, &AgencyId::from("so-yt"), &new, 0, &proposed()).await.expect("saved");
    send_in(&bed, round, "so-yt").await;
    let of_kind = |kind, target: &str| AnswerDraft {
        reason: "Theo đề nghị".to_owned(),
        target: target.to_owned(),
        effective: DAY.to_owned(),
        ..AnswerDraft::of_kind(kind)
    };
    say(&bed, round, "DC-001", &of_kind(AnswerKind::Transfer, "so-yt")).await;
    say(&bed, round, "DC-002", &of_kind(AnswerKind::Withdraw, "")).await;
    say(&bed, round, "DC-003", &of_kind(AnswerKind::Withdraw, "")).await;
    send_in(&bed, round, "so-xd-2025").await;
    let filter = QueueFilter { agency: String::new(), all: true, ..QueueFilter::default() };
    for row in store.appraisal(&coordinator(), round, &filter, None).await.expect("a queue").queue {
        let no = row.code.as_ref().is_some_and(|code| code.as_str() == "DC-003");
        let input = if no { verdict(Verdict::Reject, "Còn dùng") } else { verdict(Verdict::Accept, "") };
        store.decide_all(&coordinator(), row.answer, row.round, &input).await.expect("decided");
    }
    store.close_campaign(&coordinator(), round, false).await.expect("closed");
    store.compile(&coordinator(), round).await.expect("compiled");
    let found = store.dossier(&coordinator(), round).await.expect("a dossier");
    let whole = found.amends.as_ref().and_then(|whole| whole.decision.as_ref()).expect("what it amends");
    assert_eq!((found.is_amending(), whole.number.as_str()), (true, "1234/QĐ-UBND"));
    let parts: Vec<(Option<EntryStatus>, Vec<String>)> = found
        .annex()
        .iter()
        .map(|part| {
            let codes = part.groups.iter().flat_map(|group| &group.entries).map(|(code, _)| code.to_string());
            (part.status, codes.collect())
        })
        .collect();
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        parts,
        [
            (Some(EntryStatus::New), codes(&["DC-006"])),
            (Some(EntryStatus::Modified), codes(&["DC-001"])),
            (Some(EntryStatus::Removed), codes(&["DC-002"])),
        ]
    );
    let said = found.figures().answers;
    assert_eq!((said.transfer, said.withdraw, said.propose), (1, 2, 1));
    let [row] = &found.opinions[..] else { panic!("one row: {:?}", found.opinions) };
    assert_eq!((&row.subject, &row.outcome), (&Subject::Answer(AnswerKind::Withdraw), &Outcome::Refused));
    assert_eq!(found.campaign.reason, "Đính chính");
    // A number is taken once a year: no other campaign's submission may have it.
    store.record_dossier(&coordinator(), round, &form("1/TTr-SKHCN", "23/11/2026", 0)).await.expect("recorded");
});
