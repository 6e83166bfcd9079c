//! The list behind an indicator's figure as a file.

use app::text::indicator as words;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use domain::account::Actor;
use domain::id::AgencyId;
use domain::indicator::{Indicator, Period, definition};
use store::{Error, Store};

use crate::download::{self, plain};
use crate::table_file::{Layout, TURNS, answer, failed};

const WIDTHS: [f64; 8] = [34.0, 9.0, 54.0, 34.0, 22.0, 12.0, 12.0, 17.0];

/// `GET /lanh-dao/chi-so/{code}/xuat.xlsx`, `.csv`: the list of the page of the same address, whole.
pub async fn export(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path(code): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
    uri: Uri,
) -> Response {
    let given = |name: &str| pairs.iter().find(|(key, value)| key == name && !value.is_empty()).map(|(_, value)| value);
    let period = given("ky").map_or_else(|| Ok(Period::of(actor.today())), |typed| typed.parse::<Period>());
    let (Ok(indicator), Ok(period)) = (code.parse::<Indicator>(), period) else {
        return download::refuse(&Error::NotFound);
    };
    let agency = given("co-quan").map(|id| AgencyId::from(id.as_str()));
    let month = given("thang").and_then(|month| month.parse().ok());
    let as_csv = uri.path().ends_with(".csv");
    let Ok(_turn) = TURNS.acquire().await else { return failed(&"no more exports are made") };
    let page = match store.whole_indicator(&actor, indicator, period, agency.as_ref(), month).await {
        Ok(page) => page,
        Err(Error::TooMany(count)) => return plain(StatusCode::UNPROCESSABLE_ENTITY, words::too_many(count)),
        Err(error) => return download::refuse(&error),
    };
    let Some(of) = definition(indicator, page.figure.version) else { return download::refuse(&Error::NotFound) };
    let stem = format!("chi-so-{indicator}-{period}");
    let layout = Layout { title: words::EXPORT_TITLE, sheet: words::SHEET, heads: &words::COLUMNS, widths: &WIDTHS };
    answer(layout, stem, as_csv, move || page.cases.items.iter().map(|case| words::cells(of, &page, case)).collect())
        .await
}
