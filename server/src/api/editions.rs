//! Editions: the list, one, what differs between two.

use axum::Json;
use axum::extract::State;
use domain::account::Actor;
use domain::edition::EditionFilter;
use domain::id::EditionId;
use store::Store;
use time::OffsetDateTime;

use super::problem::Problem;
use super::query::{Asked, Nothing, Place};
use super::records::{DiffRecord, EditionDetail, EditionsRecord};

/// Các lần ban hành
///
/// Mọi lần ban hành danh mục, mới nhất trước.
#[utoipa::path(
    get, path = "/editions", operation_id = "listEditions", tag = "editions",
    responses((status = 200, description = "Các lần ban hành.", body = EditionsRecord)),
    extensions(("x-examples" = json!(["/api/v1/editions"]))),
)]
pub async fn list(State(store): State<Store>, _: Asked<Nothing>) -> Result<Json<EditionsRecord>, Problem> {
    let actor = Actor::anonymous(OffsetDateTime::now_utc());
    Ok(Json(EditionsRecord::new(store.editions(&actor).await?, actor.today())?))
}

/// Một lần ban hành
///
/// Quyết định, số liệu, mã băm của nội dung, và các địa chỉ liên quan.
#[utoipa::path(
    get, path = "/editions/{id}", operation_id = "getEdition", tag = "editions",
    params(("id" = i64, Path, description = "Lần ban hành.", example = 2, minimum = 1)),
    responses(
        (status = 200, description = "Lần ban hành.", body = EditionDetail),
        (status = 404, description = "Không có lần ban hành này."),
    ),
    extensions(("x-examples" = json!(["/api/v1/editions/2"]))),
)]
pub async fn one(
    State(store): State<Store>,
    Place(id): Place<i64>,
    _: Asked<Nothing>,
) -> Result<Json<EditionDetail>, Problem> {
    let actor = Actor::anonymous(OffsetDateTime::now_utc());
    let page = store.edition(&actor, EditionId(id), &EditionFilter::default()).await?;
    Ok(Json(EditionDetail::new(page, actor.today())?))
}

/// So sánh hai lần ban hành
///
/// Các CSDL thêm, sửa đổi (từng điểm) và đưa ra, từ lần `old` đến lần `new`.
#[utoipa::path(
    get, path = "/editions/{old}/diff/{new}", operation_id = "diffEditions", tag = "editions",
    params(
        ("old" = i64, Path, description = "Lần ban hành trước.", example = 1, minimum = 1),
        ("new" = i64, Path, description = "Lần ban hành sau.", example = 2, minimum = 1),
    ),
    responses(
        (status = 200, description = "Điều khác nhau.", body = DiffRecord),
        (status = 404, description = "Không có một trong hai lần ban hành."),
    ),
    extensions(("x-examples" = json!(["/api/v1/editions/1/diff/2"]))),
)]
pub async fn diff(
    State(store): State<Store>,
    Place((old, new)): Place<(i64, i64)>,
    _: Asked<Nothing>,
) -> Result<Json<DiffRecord>, Problem> {
    let actor = Actor::anonymous(OffsetDateTime::now_utc());
    let diff = store.edition_diff(&actor, EditionId(old), EditionId(new)).await?;
    Ok(Json(DiffRecord::new(diff, actor.today())?))
}
