//! The table of pages, which is the site map, and the document round them. What most visitors come for, the catalog, is
//! in the first load; the rest comes in bundles of its own.

use std::sync::Arc;

use leptos::either::Either;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::hooks::use_location;
use leptos_router::{Lazy, SsrMode, StaticSegment, path};

use crate::hydration::Hydration;
use crate::pages;
use crate::session::provide_session;
use crate::text::common as words;

/// Pages that are used together and load together. Every further bundle multiplies the chunks that bundles share, so
/// there are three: what is read about the catalog, what an agency uses, and what the coordinating department, the
/// executive office and leaders use.
macro_rules! bundle {
    ($(#[$doc:meta])* $load:ident, $preload:ident: $($route:ident => $page:path;)*) => {
        $(#[$doc])*
        mod $load {
            use leptos::prelude::*;
            use leptos_router::LazyRoute;

            use crate::pages;

            #[derive(Clone, Copy)]
            enum Page {
                $($route,)*
            }

            #[lazy]
            fn $load(page: Page) -> AnyView {
                match page {
                    $(Page::$route => view! { <$page/> }.into_any(),)*
                }
            }

            $(
                pub struct $route;

                impl LazyRoute for $route {
                    fn data() -> Self {
                        Self
                    }

                    async fn view(_this: Self) -> AnyView {
                        $load(Page::$route).await
                    }

                    async fn preload() {
                        #[cfg(target_arch = "wasm32")]
                        $preload().await;
                    }
                }
            )*
        }
    };
}

bundle! {
    /// What is read about the catalog: its editions, the agencies, the regulation; and the way in for staff.
    about, __preload_about:
    Editions => pages::editions::EditionsPage;
    Edition => pages::edition::EditionPage;
    EditionDiff => pages::edition_diff::EditionDiffPage;
    EntryHistory => pages::entry_history::EntryHistoryPage;
    EntryUsage => pages::entry_usage::EntryUsagePage;
    Usage => pages::usage::UsagePage;
    Agencies => pages::agencies::AgenciesPage;
    Agency => pages::agency::AgencyPage;
    Regulation => pages::regulation::RegulationPage;
    ApiGuide => pages::api_guide::ApiGuidePage;
    Legal => pages::legal::LegalPage;
    SignIn => pages::sign_in::SignInPage;
}

bundle! {
    /// What an agency's officer and head use.
    agency, __preload_agency:
    Tasks => pages::tasks::TasksPage;
    Opinion => pages::opinion::OpinionPage;
    Amendments => pages::amendments::AmendmentsPage;
    Response => pages::response::ResponsePage;
    CheckAnswers => pages::check_answers::CheckAnswersPage;
    Answer => pages::answer::AnswerPage;
    Clash => pages::clash::ClashPage;
    Kept => pages::kept::KeptPage;
    KeptEditor => pages::kept::KeptEditorPage;
    KeptClash => pages::kept::KeptClashPage;
    Notices => pages::notices::NoticesPage;
    AgencyBoard => pages::agency_board::AgencyBoardPage;
    BoardFigure => pages::agency_board::BoardFigurePage;
    DutyBoard => pages::duties::DutyBoardPage;
    DutyList => pages::duties::DutyListPage;
    Duty => pages::duty::DutyPage;
    DutyRules => pages::duty_rules::DutyRulesPage;
    FreshnessMatrix => pages::freshness::FreshnessMatrixPage;
    Ledger => pages::ledger::LedgerPage;
    Reports => pages::reports::ReportsPage;
    Report => pages::report::ReportPage;
}

bundle! {
    /// What the coordinating department, the executive office and leaders use.
    desk, __preload_desk:
    Campaigns => pages::campaigns::CampaignsPage;
    Board => pages::board::BoardPage;
    Draft => pages::draft::DraftPage;
    Minutes => pages::minutes::MinutesPage;
    Opinions => pages::opinions::OpinionsPage;
    Succession => pages::succession::SuccessionPage;
    Appraisal => pages::appraisal::AppraisalPage;
    Leaders => pages::leaders::LeadersPage;
    Meeting => pages::leaders::MeetingPage;
    Standing => pages::leaders::StandingPage;
    Digest => pages::digest::DigestPage;
    Indicators => pages::indicators::IndicatorsPage;
    Indicator => pages::indicators::IndicatorPage;
    Import => pages::import::ImportPage;
    ImportPreview => pages::import::ImportPreviewPage;
    Overlaps => pages::overlaps::OverlapsPage;
    National => pages::national::NationalPage;
    LegalEdit => pages::legal_edit::LegalEditPage;
    Synonyms => pages::synonyms::SynonymsPage;
    Ladder => pages::ladder::LadderPage;
    Urging => pages::urging::UrgingPage;
    DutyUrging => pages::duty_urging::DutyUrgingPage;
}

/// The stylesheet, for a page that is to carry it itself. The server provides it for who comes from elsewhere.
#[derive(Clone)]
pub struct StyleWithin {
    /// The file, which follows once the page is painted.
    pub href: Arc<str>,
    /// What of it the page is painted with.
    pub text: Arc<str>,
}

/// The stylesheet: within the page, where the server says so, else the file.
#[component]
fn Style(options: LeptosOptions) -> impl IntoView {
    match use_context::<StyleWithin>() {
        Some(StyleWithin { href, text }) => Either::Left(view! {
            <style id="style" data-file=href.to_string() inner_html=text.to_string()></style>
        }),
        None => Either::Right(view! { <HashedStylesheet options id="style"/> }),
    }
}

/// The HTML document that the server sends.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="vi">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                // No page changes these: the browser needs no program for them.
                <meta name="description" content=words::SITE_DESCRIPTION/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                // Before the style: a script within the page waits for the file of a style before it.
                <Hydration options=options.clone()/>
                <Style options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The title that the server wrote, until the page's own takes its place in the browser: the page's part of the program
/// may be on its way for seconds. A title is never empty.
#[component]
fn FirstTitle() -> impl IntoView {
    let path = use_location().pathname;
    let here = path.get_untracked();
    let written = if cfg!(feature = "ssr") { String::new() } else { document().title() };
    let first = words::title_of(&written).to_owned();
    view! { <Title text=move || if path.get() == here { first.clone() } else { String::new() }/> }
}

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_session();
    view! {
        <Title formatter=words::page_title/>
        <Router>
            <FirstTitle/>
            <pages::frame::Frame>
                <Routes fallback=pages::not_found::NotFoundPage>
                    <Route path=StaticSegment("") view=pages::home::HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/danh-muc") view=pages::catalog::CatalogPage ssr=SsrMode::Async/>
                    <Route path=path!("/danh-muc/:code") view=pages::entry::EntryPage ssr=SsrMode::Async/>
                    <Route path=path!("/danh-muc/:code/lich-su") view={Lazy::<about::EntryHistory>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/danh-muc/:code/su-dung") view={Lazy::<about::EntryUsage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/thong-ke") view={Lazy::<about::Usage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ban-hanh") view={Lazy::<about::Editions>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ban-hanh/:id") view={Lazy::<about::Edition>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ban-hanh/:old/so-sanh/:new") view={Lazy::<about::EditionDiff>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/co-quan") view={Lazy::<about::Agencies>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/co-quan/:id") view={Lazy::<about::Agency>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/quy-che") view={Lazy::<about::Regulation>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/tai-lieu-api") view={Lazy::<about::ApiGuide>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/van-ban") view={Lazy::<about::Legal>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dang-nhap") view={Lazy::<about::SignIn>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/viec-cua-toi") view={Lazy::<agency::Tasks>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/y-kien/:id") view={Lazy::<agency::Opinion>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/thong-bao") view={Lazy::<agency::Notices>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat") view={Lazy::<desk::Campaigns>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year") view={Lazy::<desk::Board>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year/bien-ban") view={Lazy::<desk::Minutes>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year/y-kien") view={Lazy::<desk::Opinions>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year/du-thao") view={Lazy::<desk::Draft>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year/don-doc") view={Lazy::<desk::Urging>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year/:agency") view={Lazy::<agency::Response>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year/:agency/kiem-tra") view={Lazy::<agency::CheckAnswers>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year/:agency/:answer") view={Lazy::<agency::Answer>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year/:agency/:answer/doi-chieu/:aside") view={Lazy::<agency::Clash>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/de-xuat-de-danh/:agency") view={Lazy::<agency::Kept>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/de-xuat-de-danh/:agency/:kept") view={Lazy::<agency::KeptEditor>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/de-xuat-de-danh/:agency/:kept/doi-chieu") view={Lazy::<agency::KeptClash>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/thay-doi-dot-xuat") view={Lazy::<agency::Amendments>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/thay-doi-dot-xuat/:event") view={Lazy::<desk::Succession>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/tham-dinh") view={Lazy::<desk::Appraisal>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/tham-dinh/trung-lap") view={Lazy::<desk::Overlaps>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/quan-tri/van-ban") view={Lazy::<desk::LegalEdit>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/quan-tri/csdl-quoc-gia") view={Lazy::<desk::National>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/chi-so-don-vi") view={Lazy::<agency::AgencyBoard>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/chi-so-don-vi/:code") view={Lazy::<agency::BoardFigure>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/theo-doi") view={Lazy::<agency::DutyBoard>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/theo-doi/danh-sach") view={Lazy::<agency::DutyList>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/theo-doi/do-moi") view={Lazy::<agency::FreshnessMatrix>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/theo-doi/don-doc/:agency") view={Lazy::<desk::DutyUrging>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/theo-doi/so-nhac") view={Lazy::<agency::Ledger>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/theo-doi/viec/:id") view={Lazy::<agency::Duty>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/quy-dinh-thoi-han") view={Lazy::<agency::DutyRules>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/bao-cao") view={Lazy::<agency::Reports>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/bao-cao/:id") view={Lazy::<agency::Report>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/lanh-dao") view={Lazy::<desk::Leaders>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/lanh-dao/hop") view={Lazy::<desk::Meeting>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/lanh-dao/ban-do") view={Lazy::<desk::Standing>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/lanh-dao/tuan") view={Lazy::<desk::Digest>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/lanh-dao/chi-so") view={Lazy::<desk::Indicators>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/lanh-dao/chi-so/:code") view={Lazy::<desk::Indicator>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/quan-tri/nhap-danh-muc") view={Lazy::<desk::Import>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/quan-tri/nhap-danh-muc/:id") view={Lazy::<desk::ImportPreview>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/quan-tri/nhac-viec") view={Lazy::<desk::Ladder>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/quan-tri/tu-dong-nghia") view={Lazy::<desk::Synonyms>::new()} ssr=SsrMode::Async/>
                </Routes>
            </pages::frame::Frame>
        </Router>
    }
}
