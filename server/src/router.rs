//! Every route that is not a page, then the pages, then the layers round them, the outermost last.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use app::api::guide::ApiGuide;
use app::context::AppContext;
use app::{App, StyleWithin, shell};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::http::{StatusCode, request::Parts};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use domain::account::Actor;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes, file_and_error_handler_with_context, generate_route_list};
use store::SessionRows;
use time::OffsetDateTime;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::fences::{headers, origin};
use crate::page_cache::KeptPages;
use crate::state::AppState;
use crate::stylesheet::comes_from_elsewhere;
use crate::{
    annex_import, api, api_status, dossier, download, duty_files, etag, export, health, indicator_file, ledger_file,
    minutes_file, receipt_file, redirect, report_files, session, sign_in, telemetry, too_large, upload, urging_letter,
    usage, usage_file,
};

/// The largest body of a form.
pub(crate) const FORM_BYTES_MAX: usize = 1024 * 1024;
/// The largest upload: a workbook or a signed file, and the form's other fields.
const UPLOAD_BYTES_MAX: usize = 21 * 1024 * 1024;
const REQUEST_SECONDS_MAX: u64 = 60;
/// The longest name of a file of the site, with its folders.
const FILE_NAME_BYTES_MAX: usize = 250;

/// The routes that are neither pages nor server functions: method and path.
pub const PLAIN_ROUTES: [(&str, &str); 45] = [
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("POST", "/dang-nhap"),
    ("POST", "/dang-xuat"),
    ("POST", "/quan-tri/nhap-danh-muc"),
    ("POST", "/quan-tri/nhap-danh-muc/{id}/ghep-cot"),
    ("GET", "/quan-tri/nhap-danh-muc/{id}/dong-loi.xlsx"),
    ("POST", "/ra-soat/{year}/ban-hanh"),
    ("GET", "/ra-soat/{year}/{agency}/don-doc.docx"),
    ("GET", "/ra-soat/{year}/{agency}/bien-nhan/{round}"),
    ("GET", "/ra-soat/{year}/bien-ban.docx"),
    ("GET", "/ra-soat/{year}/du-thao/{file}"),
    ("GET", "/bao-cao/{id}/bao-cao.docx"),
    ("GET", "/bao-cao/{id}/so-lieu.xlsx"),
    ("GET", "/ban-hanh/{id}/phu-luc.xlsx"),
    ("GET", "/ban-hanh/{id}/quyet-dinh.pdf"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/api/v1/entries"),
    ("GET", "/api/v1/entries/{code}"),
    ("GET", "/api/v1/entries/{code}/history"),
    ("GET", "/api/v1/editions"),
    ("GET", "/api/v1/editions/{id}"),
    ("GET", "/api/v1/editions/{old}/diff/{new}"),
    ("GET", "/api/v1/agencies"),
    ("GET", "/api/v1/statistics/usage"),
    ("GET", "/api/v1/statistics/entries/{code}"),
    ("GET", "/thong-ke/so-lieu.csv"),
    ("GET", "/danh-muc/{code}/su-dung.csv"),
    ("GET", "/danh-muc/{code}/ban-ghi.json"),
    ("GET", "/ban-hanh/{id}/noi-dung.json"),
    ("GET", "/ban-hanh/so-sanh"),
    ("GET", "/ban-hanh/{old}/so-sanh/{new}/so-sanh.xlsx"),
    ("GET", "/danh-muc/xuat.xlsx"),
    ("GET", "/danh-muc/xuat.csv"),
    ("GET", "/danh-muc/xuat.json"),
    ("POST", "/viec-cua-toi/xong"),
    ("GET", "/theo-doi/minh-chung/{event}"),
    ("GET", "/theo-doi/don-doc/{agency}/cong-van.docx"),
    ("GET", "/theo-doi/cong-van/{letter}"),
    ("GET", "/theo-doi/xuat.xlsx"),
    ("GET", "/theo-doi/xuat.csv"),
    ("GET", "/theo-doi/so-nhac/xuat.xlsx"),
    ("GET", "/theo-doi/so-nhac/xuat.csv"),
    ("GET", "/lanh-dao/chi-so/{code}/xuat.xlsx"),
    ("GET", "/lanh-dao/chi-so/{code}/xuat.csv"),
];

/// The pages. Leptos finds them by running the app once with every resource of the process held back, and a page that is
/// rendered at that moment would wait for ever (leptos-rs/leptos#4773): the list is made once, before the first service.
pub static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// The whole service.
pub fn router(state: AppState) -> Router {
    let context = {
        let state = state.clone();
        let guide = Arc::new(api::guide::guide(&api::description(), &state.config.base_url, state.demo.0));
        move || provide(&state, &guide)
    };
    let site = state.leptos.site_root.to_string();
    let pkg = ServeDir::new(format!("{site}/{}", state.leptos.site_pkg_dir)).precompressed_br().precompressed_gzip();
    let lasting = || {
        let forever = HeaderValue::from_static("public, max-age=31536000, immutable");
        SetResponseHeaderLayer::overriding(CACHE_CONTROL, forever)
    };
    let folder = |name: &str| ServeDir::new(format!("{site}/{name}"));
    let pkg = Router::new().fallback_service(pkg).layer(lasting()).layer(from_fn(of_a_file));
    let fonts = Router::new().fallback_service(folder("fonts")).layer(lasting()).layer(from_fn(of_a_file));
    let maps = Router::new().fallback_service(folder("ban-do")).layer(lasting()).layer(CompressionLayer::new());
    let maps = maps.layer(from_fn(of_a_file));
    let uploads = Router::new()
        .route("/quan-tri/nhap-danh-muc", post(annex_import::import))
        .route("/quan-tri/nhap-danh-muc/{id}/ghep-cot", post(annex_import::map_columns))
        .route("/ra-soat/{year}/ban-hanh", post(upload::issue))
        .route("/viec-cua-toi/xong", post(duty_files::done))
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES_MAX));
    let fallback = file_and_error_handler_with_context::<AppState, _>(context.clone(), shell);
    let service = Router::new()
        .route("/dang-nhap", post(sign_in::sign_in))
        .route("/dang-xuat", post(sign_in::sign_out))
        .route("/ban-hanh/{id}/phu-luc.xlsx", get(download::annex))
        .route("/ban-hanh/{id}/quyet-dinh.pdf", get(download::decision))
        .route("/ban-hanh/{id}/noi-dung.json", get(download::content))
        .route("/ban-hanh/so-sanh", get(download::choose))
        .route("/ban-hanh/{old}/so-sanh/{new}/so-sanh.xlsx", get(download::comparison))
        .route("/danh-muc/xuat.xlsx", get(export::catalog))
        .route("/danh-muc/xuat.csv", get(export::catalog))
        .route("/danh-muc/xuat.json", get(export::catalog))
        .route("/ra-soat/{year}/{agency}/don-doc.docx", get(urging_letter::download))
        .route("/ra-soat/{year}/{agency}/bien-nhan/{round}", get(receipt_file::download))
        .route("/ra-soat/{year}/bien-ban.docx", get(minutes_file::download))
        .route("/ra-soat/{year}/du-thao/{file}", get(dossier::download))
        .route("/bao-cao/{id}/bao-cao.docx", get(report_files::document))
        .route("/bao-cao/{id}/so-lieu.xlsx", get(report_files::workbook))
        .route("/quan-tri/nhap-danh-muc/{id}/dong-loi.xlsx", get(annex_import::failing_rows))
        .route("/theo-doi/minh-chung/{event}", get(duty_files::evidence))
        .route("/theo-doi/don-doc/{agency}/cong-van.docx", get(urging_letter::of_duties))
        .route("/theo-doi/cong-van/{letter}", get(urging_letter::recorded))
        .route("/theo-doi/xuat.xlsx", get(duty_files::export))
        .route("/theo-doi/xuat.csv", get(duty_files::export))
        .route("/theo-doi/so-nhac/xuat.xlsx", get(ledger_file::export))
        .route("/theo-doi/so-nhac/xuat.csv", get(ledger_file::export))
        .route("/lanh-dao/chi-so/{code}/xuat.xlsx", get(indicator_file::export))
        .route("/lanh-dao/chi-so/{code}/xuat.csv", get(indicator_file::export))
        .route("/thong-ke/so-lieu.csv", get(usage_file::csv))
        .route("/danh-muc/{code}/su-dung.csv", get(usage_file::entry_csv))
        .route("/danh-muc/{code}/ban-ghi.json", api::entry_file())
        .merge(uploads)
        .leptos_routes_with_context(&state, PAGES.clone(), context, {
            let options = state.leptos.clone();
            move || shell(options.clone())
        })
        .fallback(fallback)
        .layer(from_fn_with_state(state.clone(), redirect::to_own_page))
        .layer(DefaultBodyLimit::max(FORM_BYTES_MAX))
        .layer(from_fn_with_state(state.clone(), too_large::tell))
        .layer(from_fn(api_status::mend))
        .layer(from_fn_with_state(state.clone(), session::who_asks))
        .layer(session::layer(&state.config, SessionRows(state.store.clone())))
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(state.clone(), origin::same_origin))
        .merge(api::router())
        .nest("/pkg", pkg)
        .nest("/fonts", fonts)
        .nest("/ban-do", maps)
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            Duration::from_secs(REQUEST_SECONDS_MAX),
        ))
        .layer(from_fn_with_state(state.clone(), usage::count))
        .layer(from_fn_with_state(state.clone(), headers::tell))
        .layer(from_fn(etag::of_packed))
        .layer(from_fn(telemetry::trace))
        .with_state(state.clone());
    Router::new().fallback_service(KeptPages::new(service, state))
}

/// A name that is too long for a file is none's: opening it would be a failure of the disk, not a file that is not there.
async fn of_a_file(request: Request, next: Next) -> Response {
    if request.uri().path().len() > FILE_NAME_BYTES_MAX {
        return StatusCode::NOT_FOUND.into_response();
    }
    next.run(request).await
}

/// Gives a page or a server function the store, the person who asks, and the nonce of the answer.
fn provide(state: &AppState, guide: &Arc<ApiGuide>) {
    let parts = use_context::<Parts>();
    let actor = parts.as_ref().and_then(|parts| parts.extensions.get::<Actor>().cloned());
    if let Some(nonce) = parts.as_ref().and_then(|parts| parts.extensions.get::<Nonce>().cloned()) {
        provide_context(nonce);
    }
    if let Some(style) = &state.style
        && parts.as_ref().is_some_and(|parts| comes_from_elsewhere(&parts.headers))
    {
        provide_context(StyleWithin { href: Arc::clone(&style.href), text: Arc::clone(&style.text) });
    }
    provide_context(AppContext {
        store: state.store.clone(),
        actor: actor.unwrap_or_else(|| Actor::anonymous(OffsetDateTime::now_utc())),
        demo: state.demo.0,
        mail: state.config.smtp_url.is_some(),
        api: Arc::clone(guide),
    });
}
