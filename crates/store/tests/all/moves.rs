//! Who is told of each move of a review: in the portal, and by mail where there is an address.

use crate::common::Bed;
use crate::common::data::{agencies, coordinator, load_first_edition, system};
use crate::common::review::{
    YEAR, account, answer, clerk, decision, lay, lay_draft, officer, open, points, proposed, send, verdict,
};
use domain::account::{Account, Actor, Role};
use domain::agency::Function;
use domain::campaign::{AmendmentDraft, RequestDraft};
use domain::id::AgencyId;
use domain::reminder::{NoticeKind, ReopenDraft};
use domain::review::{AnswerTarget, Verdict};
use store::SignedFile;
use time::Duration;
use time::macros::date;

const COORDINATOR: &str = "so-khcn-2025";

/// The people who are told something.
struct People(Vec<(&'static str, Actor)>);

impl People {
    /// A review that is open, an executive office, and its people.
    async fn of(bed: &Bed) -> Self {
        open(bed).await;
        let mut office = agencies();
        office.retain(|agency| agency.id.as_str() == "so-nv-2025");
        office[0].functions = vec![Function::ExecutiveOffice];
        bed.store.import_agencies(&system(), &office, false).await.expect("an office");
        let mut people = Vec::new();
        for (name, role, agency) in [
            ("canbo.yte", Role::Officer, "so-yt"),
            ("lanhdao.yte", Role::Head, "so-yt"),
            ("canbo.xd", Role::Officer, "so-xd-2025"),
            ("thamdinh.1", Role::Appraiser, COORDINATOR),
            ("thamdinh.2", Role::Appraiser, COORDINATOR),
            ("canbo.khcn", Role::Officer, COORDINATOR),
            ("vanphong", Role::Clerk, "so-nv-2025"),
            // Of an agency that ended.
            ("canbo.cu", Role::Officer, "so-gtvt"),
        ] {
            people.push((name, account(bed, name, role, agency).await));
        }
        Self(people)
    }

    fn get(&self, name: &str) -> Actor {
        self.0.iter().find(|(known, _)| *known == name).expect(name).1.clone()
    }

    /// What was told since the last look, a line a person: their name, then each notice's kind, agency and note.
    async fn news(&self, bed: &Bed) -> String {
        let mut told = String::new();
        for (name, actor) in &self.0 {
            let notices = bed.store.notices(actor).await.expect("notices");
            for notice in notices.iter().filter(|notice| notice.read_at.is_none()).rev() {
                let about = &notice.about[0];
                told.push_str(format!("{name}: {} {} {}", notice.kind, about.agency.id, about.note).trim_end());
                told.push('\n');
            }
            bed.store.mark_read(actor, None).await.expect("read");
        }
        told
    }
}

async fn mails(bed: &Bed) -> usize {
    bed.store.ladder(&coordinator()).await.expect("a page").mails.len()
}

fn tomorrow(actor: Actor) -> Actor {
    Actor { at: actor.at + Duration::days(1), ..actor }
}

on_both!(an_opening_tells_each_agency_that_is_asked, async |bed| {
    load_first_edition(&bed).await;
    let store = &bed.store;
    let mut people = Vec::new();
    for (name, role, agency) in [
        ("canbo.yte", Role::Officer, "so-yt"),
        ("lanhdao.yte", Role::Head, "so-yt"),
        ("canbo.xd", Role::Officer, "so-xd-2025"),
    ] {
        people.push((name, account(&bed, name, role, agency).await));
    }
    let people = People(people);
    let form = AmendmentDraft {
        reason: "Sắp xếp tổ chức".to_owned(),
        letter_number: "12/SKHCN".to_owned(),
        letter_date: "20/11/2026".to_owned(),
        due_on: "12/12/2026".to_owned(),
        agencies: vec![AgencyId::from("so-yt")],
        codes: String::new(),
    };
    let round = store.open_amendment(&coordinator(), &form).await.expect("opened");
    let told = "canbo.yte: opened so-yt Sắp xếp tổ chức\nlanhdao.yte: opened so-yt Sắp xếp tổ chức\n";
    assert_eq!(people.news(&bed).await, told);
    let notice = &store.notices(&people.get("canbo.yte")).await.expect("notices")[0];
    assert_eq!((notice.campaign, notice.about[0].letter.as_str()), (Some(round), "12/SKHCN"));
    // 12 December is a Saturday: the next working day is the last one.
    assert_eq!(notice.about[0].due_on, date!(2026 - 12 - 14));
});

on_both!(each_move_of_the_answers_tells_whose_turn_it_is, async |bed| {
    let people = People::of(&bed).await;
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    assert_eq!(people.news(&bed).await, "");
    answer(&bed).await;
    let sent = "lanhdao.yte: laid so-yt\nthamdinh.1: submitted so-yt\nthamdinh.2: submitted so-yt\n";
    assert_eq!(people.news(&bed).await, sent);
    assert_eq!(mails(&bed).await, 3, "each by mail too");
    // Two answers come back on one day: the agency is told once; once more on the next day.
    let (change, _) = points(&bed, Some("DC-005")).await;
    let (proposal, _) = points(&bed, None).await;
    store.return_answer(&coordinator(), change, 1, "Nêu rõ căn cứ.").await.expect("returned");
    store.return_answer(&coordinator(), proposal, 1, "Nêu rõ kinh phí.").await.expect("returned");
    let back = "canbo.yte: returned so-yt Nêu rõ căn cứ.\nlanhdao.yte: returned so-yt Nêu rõ căn cứ.\n";
    assert_eq!(people.news(&bed).await, back);
    store.return_answer(&tomorrow(coordinator()), proposal, 1, "Và thời gian.").await.expect("returned");
    let again = "canbo.yte: returned so-yt Và thời gian.\nlanhdao.yte: returned so-yt Và thời gian.\n";
    assert_eq!(people.news(&bed).await, again);
    // The second round, by way of the head who gives them back once.
    lay(store, &officer("so-yt"), YEAR, &agency).await.expect("laid");
    assert_eq!(people.news(&bed).await, "lanhdao.yte: laid so-yt\n");
    store.send_back(&people.get("lanhdao.yte"), YEAR, &agency, "Rà lại số liệu.").await.expect("sent back");
    assert_eq!(people.news(&bed).await, "canbo.yte: sent_back so-yt Rà lại số liệu.\n");
    send(&bed, "so-yt").await;
    assert_eq!(people.news(&bed).await, sent);
    for code in [Some("DC-005"), None] {
        let (id, _) = points(&bed, code).await;
        store.decide_all(&coordinator(), id, 2, &verdict(Verdict::Accept, "")).await.expect("accepted");
    }
    assert_eq!(people.news(&bed).await, "canbo.yte: accepted so-yt\nlanhdao.yte: accepted so-yt\n");
    let notice = &store.notices(&people.get("thamdinh.1")).await.expect("notices")[0];
    assert!(notice.about[0].letter.starts_with("RS-2026-so-yt-2"), "the receipt is named: {notice:?}");
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(a_request_for_a_change_tells_the_coordinator_and_its_rejection_the_agency, async |bed| {
    let people = People::of(&bed).await;
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    let form = RequestDraft {
        reason: "Luật mới".to_owned(),
        letter_number: "215/SYT".to_owned(),
        letter_date: "20/11/2026".to_owned(),
        codes: Vec::new(),
    };
    let yte = people.get("canbo.yte");
    let appraiser = Actor { functions: vec![Function::Coordinator], ..people.get("thamdinh.1") };
    let bare = store.raise_change(&yte, &agency, &RequestDraft::default()).await;
    assert!(bare.is_err() && people.news(&bed).await.is_empty(), "what fails tells nobody");
    let asked = store.raise_change(&yte, &agency, &form).await.expect("raised");
    let raised = "thamdinh.1: request_raised so-yt Luật mới\nthamdinh.2: request_raised so-yt Luật mới\n";
    assert_eq!(people.news(&bed).await, raised);
    let notice = &store.notices(&appraiser).await.expect("notices")[0];
    assert_eq!((notice.campaign, notice.about[0].letter.as_str()), (None, "215/SYT"));
    assert!(store.reject_change(&appraiser, asked, 1, " ").await.is_err());
    assert_eq!(people.news(&bed).await, "");
    store.reject_change(&appraiser, asked, 1, "Chờ đợt sau.").await.expect("rejected");
    let rejected = "canbo.yte: request_rejected so-yt Chờ đợt sau.\nlanhdao.yte: request_rejected so-yt Chờ đợt sau.\n";
    assert_eq!(people.news(&bed).await, rejected);
    assert_eq!(mails(&bed).await, 4, "each by mail too");
    // Taken back: nobody has anything to do.
    let other = store.raise_change(&yte, &agency, &form).await.expect("raised");
    people.news(&bed).await;
    store.withdraw_change(&yte, other, 1).await.expect("withdrawn");
    assert_eq!(people.news(&bed).await, "");
});

on_both!(nobody_is_told_of_their_own_act_and_what_fails_tells_nobody, async |bed| {
    let people = People::of(&bed).await;
    let (store, agency) = (&bed.store, AgencyId::from("so-xd-2025"));
    // The same person was made the head since they signed in: they know what they did.
    let new_head = account(&bed, "canbo.xd.2", Role::Head, "so-xd-2025").await;
    let person = new_head.account.clone().map(|account| Account { role: Role::Officer, ..account });
    let both = Actor { account: person, ..new_head.clone() };
    store.keep_all(&both, YEAR, &agency).await.expect("kept");
    lay(store, &both, YEAR, &agency).await.expect("laid");
    assert_eq!(store.notices(&new_head).await.expect("notices"), []);
    // Refused: an answer is missing, a reason is missing, it lies before the head already.
    let (yte, health) = (people.get("canbo.yte"), AgencyId::from("so-yt"));
    assert!(lay(store, &yte, YEAR, &health).await.is_err());
    assert!(lay(store, &people.get("canbo.xd"), YEAR, &agency).await.is_err());
    assert!(store.send_back(&crate::common::review::head("so-xd-2025"), YEAR, &agency, " ").await.is_err());
    assert_eq!(people.news(&bed).await, "");
    assert_eq!(mails(&bed).await, 0);
});

on_both!(the_coordinators_own_answers_wait_for_the_office, async |bed| {
    let people = People::of(&bed).await;
    let (store, agency) = (&bed.store, AgencyId::from(COORDINATOR));
    let mut draft = proposed();
    draft.content.as_mut().expect("a content").owner = agency.clone();
    let target = AnswerTarget::NewProposal(String::new());
    store.save_answer(&officer(COORDINATOR), YEAR, &agency, &target, 0, &draft).await.expect("saved");
    send(&bed, COORDINATOR).await;
    assert_eq!(people.news(&bed).await, "vanphong: submitted so-khcn-2025\n");
    let id = store.appraisal(&clerk(), YEAR, &Default::default(), None).await.expect("a queue").queue[0].answer;
    store.decide_all(&clerk(), id, 1, &verdict(Verdict::Accept, "")).await.expect("accepted");
    assert_eq!(people.news(&bed).await, "canbo.khcn: accepted so-khcn-2025\n");
});

on_both!(the_draft_goes_to_the_office_and_back_and_the_edition_to_everyone, async |bed| {
    let people = People::of(&bed).await;
    let store = &bed.store;
    answer(&bed).await;
    crate::common::review::appraise(&bed).await;
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    people.news(&bed).await;
    store.compile(&coordinator(), YEAR).await.expect("compiled");
    lay_draft(store, &coordinator(), YEAR).await.expect("submitted");
    assert_eq!(people.news(&bed).await, "vanphong: draft_submitted so-khcn-2025\n");
    let seen = store.draft(&clerk(), YEAR).await.expect("a draft").version;
    store.return_draft(&clerk(), YEAR, seen, "Thiếu phụ lục.").await.expect("returned");
    let back =
        "thamdinh.1: draft_returned so-nv-2025 Thiếu phụ lục.\nthamdinh.2: draft_returned so-nv-2025 Thiếu phụ lục.\n";
    assert_eq!(people.news(&bed).await, back);
    store.compile(&coordinator(), YEAR).await.expect("compiled");
    lay_draft(store, &coordinator(), YEAR).await.expect("submitted");
    let form = decision("01/12/2026");
    let signed = || Some(SignedFile { name: "qd.pdf".to_owned(), bytes: b"%PDF-1.7".to_vec() });
    let seen = store.draft(&clerk(), YEAR).await.expect("a draft").version;
    people.news(&bed).await;
    assert!(store.issue(&clerk(), YEAR, seen - 1, &form, signed()).await.is_err());
    assert_eq!(people.news(&bed).await, "", "what was not issued is not told");
    store.issue(&clerk(), YEAR, seen, &form, signed()).await.expect("issued");
    let issued = "canbo.yte: issued so-yt\nlanhdao.yte: issued so-yt\ncanbo.xd: issued so-xd-2025\ncanbo.khcn: issued so-khcn-2025\n";
    assert_eq!(people.news(&bed).await, issued);
    // How many duties of one's own began, and when the first of them is due: what the list says once the edition is in force.
    for name in ["canbo.yte", "canbo.xd", "canbo.khcn"] {
        let actor = people.get(name);
        let notice = store.notices(&actor).await.expect("notices").remove(0);
        assert_eq!(notice.kind, NoticeKind::Issued);
        let about = &notice.about[0];
        let in_force = Actor { at: actor.at + Duration::days(7), ..actor };
        let duties = store.my_duties(&in_force).await.expect("duties");
        assert_eq!((about.duties as usize, about.letter.as_str()), (duties.len(), "4567/QĐ-UBND"), "{name}");
        assert!((name == "canbo.khcn") == duties.is_empty(), "{name}: {duties:?}");
        if let Some(first) = duties.iter().map(|duty| duty.days.due_on).min() {
            assert_eq!(about.due_on, first, "{name}");
        }
    }
});

on_both!(a_question_tells_the_officer_once_and_the_last_answer_the_appraisers, async |bed| {
    let people = People::of(&bed).await;
    let (store, writer) = (&bed.store, officer("so-yt"));
    answer(&bed).await;
    people.news(&bed).await;
    let (_, asked) = points(&bed, Some("DC-005")).await;
    let (first, second) = (asked[0].id, asked[1].id);
    store.say_on_point(&coordinator(), first, "Căn cứ nào?").await.expect("asked");
    store.say_on_point(&coordinator(), second, "Luật nào?").await.expect("asked");
    assert_eq!(people.news(&bed).await, "canbo.yte: asked so-yt Căn cứ nào?\n");
    store.say_on_point(&writer, first, "Điều 12.").await.expect("answered");
    assert_eq!(people.news(&bed).await, "", "the agency owes one answer yet");
    store.say_on_point(&writer, second, "Luật số 15.").await.expect("answered");
    let told = "thamdinh.1: replied so-yt Luật số 15.\nthamdinh.2: replied so-yt Luật số 15.\n";
    assert_eq!(people.news(&bed).await, told);
    store.say_on_point(&writer, second, "Xin nói thêm.").await.expect("added");
    assert_eq!(people.news(&bed).await, "", "it was the appraiser's turn already");
});

on_both!(a_reopening_tells_who_owes_answers_and_why, async |bed| {
    let people = People::of(&bed).await;
    answer(&bed).await;
    bed.store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    people.news(&bed).await;
    let again = ReopenDraft { reason: "Bão lũ".to_owned(), ..ReopenDraft::default() };
    bed.store.reopen_campaign(&coordinator(), YEAR, &again).await.expect("open again");
    // The health department has sent its answers.
    let told = "canbo.xd: reopened so-xd-2025 Bão lũ\ncanbo.khcn: reopened so-khcn-2025 Bão lũ\n";
    assert_eq!(people.news(&bed).await, told);
});
