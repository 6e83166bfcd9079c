//! The table of pages, which is the site map, and the document round them. Every page is a bundle of its own in the
//! browser, so that a public page loads little.

use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, Link, Meta, MetaTags, Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{Lazy, LazyRoute, SsrMode, StaticSegment, lazy_route, path};

use crate::pages;
use crate::session::provide_session;
use crate::text::common as words;

/// A page whose code the browser loads when the page is first opened.
macro_rules! lazy_pages {
    ($($route:ident => $page:path;)*) => {$(
        struct $route;
        #[lazy_route]
        impl LazyRoute for $route {
            fn data() -> Self {
                Self
            }
            fn view(_this: Self) -> AnyView {
                view! { <$page/> }.into_any()
            }
        }
    )*};
}

lazy_pages! {
    Home => pages::home::HomePage;
    Catalog => pages::catalog::CatalogPage;
    Entry => pages::entry::EntryPage;
    Editions => pages::editions::EditionsPage;
    Edition => pages::edition::EditionPage;
    EditionDiff => pages::edition_diff::EditionDiffPage;
    Agencies => pages::agencies::AgenciesPage;
    Agency => pages::agency::AgencyPage;
    Regulation => pages::regulation::RegulationPage;
    SignIn => pages::sign_in::SignInPage;
    Tasks => pages::tasks::TasksPage;
    Campaigns => pages::campaigns::CampaignsPage;
    Board => pages::board::BoardPage;
    Draft => pages::draft::DraftPage;
    Response => pages::response::ResponsePage;
    CheckAnswers => pages::check_answers::CheckAnswersPage;
    Answer => pages::answer::AnswerPage;
    Appraisal => pages::appraisal::AppraisalPage;
    Leaders => pages::leaders::LeadersPage;
    Import => pages::import::ImportPage;
    ImportPreview => pages::import::ImportPreviewPage;
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
                <HashedStylesheet options=options.clone() id="style"/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}

/// The whole application.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_session();
    view! {
        <Title formatter=words::page_title/>
        <Meta name="description" content=words::SITE_DESCRIPTION/>
        <Link rel="icon" href="/favicon.svg" type_="image/svg+xml"/>
        <Router>
            <pages::frame::Frame>
                <Routes fallback=pages::not_found::NotFoundPage>
                    <Route path=StaticSegment("") view={Lazy::<Home>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/danh-muc") view={Lazy::<Catalog>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/danh-muc/:code") view={Lazy::<Entry>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ban-hanh") view={Lazy::<Editions>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ban-hanh/:id") view={Lazy::<Edition>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ban-hanh/:old/so-sanh/:new") view={Lazy::<EditionDiff>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/co-quan") view={Lazy::<Agencies>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/co-quan/:id") view={Lazy::<Agency>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/quy-che") view={Lazy::<Regulation>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/dang-nhap") view={Lazy::<SignIn>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/viec-cua-toi") view={Lazy::<Tasks>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat") view={Lazy::<Campaigns>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year") view={Lazy::<Board>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year/du-thao") view={Lazy::<Draft>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year/:agency") view={Lazy::<Response>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year/:agency/kiem-tra") view={Lazy::<CheckAnswers>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/ra-soat/:year/:agency/:answer") view={Lazy::<Answer>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/tham-dinh") view={Lazy::<Appraisal>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/lanh-dao") view={Lazy::<Leaders>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/quan-tri/nhap-danh-muc") view={Lazy::<Import>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/quan-tri/nhap-danh-muc/:id") view={Lazy::<ImportPreview>::new()} ssr=SsrMode::Async/>
                </Routes>
            </pages::frame::Frame>
        </Router>
    }
}
