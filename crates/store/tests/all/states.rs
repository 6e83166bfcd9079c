//! How campaigns and editions stand, closer than their stages tell it.

use crate::common::data::{annex, anonymous, content, coordinator, first_annex, header, import, load_first_edition};
use crate::common::review::{YEAR, answer, appraise, clerk, lay_draft, officer, open, points, send};
use domain::account::Actor;
use domain::annex::ImportHeader;
use domain::campaign::CampaignState;
use domain::catalog::SharingForm;
use domain::dossier::DossierForm;
use domain::edition::{EditionFilter, EditionState};
use domain::id::AgencyId;
use domain::review::opinion::AskDraft;
use time::Duration;
use time::macros::date;

const BUILDERS: &str = "so-xd-2025";
const HOME: &str = "so-nv-2025";

fn later(actor: Actor, hours: i64) -> Actor {
    Actor { at: actor.at + Duration::hours(hours), ..actor }
}

on_both!(a_campaign_stands_as_its_data_say, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    let stands = async |hours: i64| {
        let actor = later(coordinator(), hours);
        let listed = store.campaigns(&actor).await.expect("a list").remove(0).state;
        assert_eq!(store.board(&actor, YEAR).await.expect("a board").campaign.state, listed);
        listed
    };
    assert_eq!(stands(0).await, CampaignState::Open);
    answer(&bed).await;
    let (id, _) = points(&bed, Some("DC-005")).await;
    let ask = |agency: &str, silence: bool| AskDraft {
        agencies: vec![AgencyId::from(agency)],
        question: "Có trùng không?".to_owned(),
        days: "3".to_owned(),
        silence,
    };
    // Silence that agrees is waited for until its day, other silence for good.
    store.ask_opinions(&coordinator(), id, 1, &ask(BUILDERS, true)).await.expect("asked");
    assert_eq!((stands(0).await, stands(30 * 24).await), (CampaignState::Consulting, CampaignState::Open));
    store.ask_opinions(&coordinator(), id, 1, &ask(HOME, false)).await.expect("asked");
    assert_eq!(stands(30 * 24).await, CampaignState::Consulting);
    let lines = store.opinions(&coordinator(), YEAR).await.expect("a table").lines;
    let asked = |agency: &str| lines.iter().find(|line| line.asked.id.as_str() == agency).expect("asked").id;
    store.withdraw_opinion(&coordinator(), asked(HOME), "Không cần nữa").await.expect("taken back");
    store.give_opinion(&officer(BUILDERS), asked(BUILDERS), "agree", "").await.expect("given");
    assert_eq!(stands(0).await, CampaignState::Open);
    store.keep_all(&officer(BUILDERS), YEAR, &AgencyId::from(BUILDERS)).await.expect("kept");
    send(&bed, BUILDERS).await;
    appraise(&bed).await;
    store.accept_keeps(&coordinator(), YEAR, None).await.expect("accepted");
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    assert_eq!(stands(0).await, CampaignState::Closed);
    let draft = store.compile(&coordinator(), YEAR).await.expect("compiled");
    let edition =
        async || store.edition(&coordinator(), draft, &EditionFilter::default()).await.expect("the draft").state;
    assert_eq!((stands(0).await, edition().await), (CampaignState::Consolidated, EditionState::Compiling));
    let form = |number: &str, version: i64| DossierForm {
        capacity: "chairman".to_owned(),
        submission_number: number.to_owned(),
        submission_date: if number.is_empty() { String::new() } else { "23/11/2026".to_owned() },
        version,
        ..DossierForm::default()
    };
    store.record_dossier(&later(coordinator(), 1), YEAR, &form("", 0)).await.expect("without a submission");
    assert_eq!(stands(1).await, CampaignState::Consolidated);
    store.record_dossier(&later(coordinator(), 1), YEAR, &form("1520/TTr-SKHCN", 1)).await.expect("recorded");
    assert_eq!((stands(1).await, edition().await), (CampaignState::Finalised, EditionState::Finalised));
    lay_draft(store, &later(coordinator(), 2), YEAR).await.expect("submitted");
    assert_eq!((stands(2).await, edition().await), (CampaignState::Submitted, EditionState::Submitted));
    let seen = store.draft(&clerk(), YEAR).await.expect("a draft").version;
    store.return_draft(&later(clerk(), 3), YEAR, seen, "Làm rõ").await.expect("given back");
    assert_eq!((stands(3).await, edition().await), (CampaignState::Returned, EditionState::Returned));
    store.compile(&later(coordinator(), 4), YEAR).await.expect("compiled");
    assert_eq!((stands(4).await, edition().await), (CampaignState::Consolidated, EditionState::Compiling));
});

on_both!(an_edition_is_amended_until_a_whole_catalog_follows, async |bed| {
    let first = load_first_edition(&bed).await;
    let stands = async || {
        let listed = bed.store.editions(&anonymous()).await.expect("a list");
        for row in &listed {
            let page =
                bed.store.edition(&anonymous(), row.edition.id, &EditionFilter::default()).await.expect("a page");
            assert_eq!(page.state, row.state, "{}", row.edition.label());
        }
        listed.into_iter().map(|row| row.state).collect::<Vec<_>>()
    };
    assert_eq!(stands().await, [EditionState::Issued]);
    let decided = header(2024, "9/QĐ-UBND", date!(2024 - 03 - 01));
    let decided = ImportHeader { amends: Some(first), ..decided };
    let added = annex(vec![("I. SỞ Y TẾ", content("CSDL tiêm chủng", "y_te", SharingForm::Default))]);
    import(&bed, "file-2", added, &decided).await;
    assert_eq!(stands().await, [EditionState::Issued, EditionState::Amended]);
    import(&bed, "file-3", first_annex(), &header(2024, "2345/QĐ-UBND", date!(2024 - 08 - 01))).await;
    assert_eq!(stands().await, [EditionState::Issued, EditionState::Superseded, EditionState::Superseded]);
});
