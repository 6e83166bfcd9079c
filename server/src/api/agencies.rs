//! Agencies of a day.

use axum::Json;
use axum::extract::State;
use domain::account::Actor;
use store::Store;
use time::{Date, OffsetDateTime};
use utoipa::IntoParams;

use super::problem::Problem;
use super::query::{Asked, Pairs, ReadQuery};
use super::records::AgenciesRecord;

/// Which day.
#[derive(Clone, Copy, Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AgenciesQuery {
    /// Các cơ quan có trong ngày này. Mặc định: hôm nay.
    #[param(example = "2024-06-15")]
    pub as_of: Option<Date>,
}

impl ReadQuery for AgenciesQuery {
    fn read(pairs: &mut Pairs) -> Self {
        Self { as_of: pairs.date("as_of") }
    }
}

/// Các cơ quan
///
/// Các cơ quan có trong một ngày, với tên của ngày đó, số CSDL mỗi cơ quan chịu trách nhiệm và đầu mối.
#[utoipa::path(
    get, path = "/agencies", operation_id = "listAgencies", tag = "agencies", params(AgenciesQuery),
    responses((status = 200, description = "Các cơ quan, theo tên.", body = AgenciesRecord)),
    extensions(("x-examples" = json!(["/api/v1/agencies", "/api/v1/agencies?as_of=2024-06-15"]))),
)]
pub async fn list(
    State(store): State<Store>,
    Asked(query): Asked<AgenciesQuery>,
) -> Result<Json<AgenciesRecord>, Problem> {
    let actor = Actor::anonymous(OffsetDateTime::now_utc());
    let day = query.as_of.unwrap_or_else(|| actor.today());
    Ok(Json(AgenciesRecord::new(store.agencies(&actor, day).await?, day)))
}
