//! The use of the portal.

use axum::Json;
use axum::extract::State;
use domain::account::Actor;
use domain::id::EntryCode;
use domain::usage::UsageAsked;
use store::Store;
use time::{Date, OffsetDateTime};
use utoipa::IntoParams;

use super::problem::Problem;
use super::query::{Asked, Pairs, Place, ReadQuery};
use super::records::{EntryUsageRecord, PeriodLength, UsageRecord, Use};

/// Which period, ranked by what.
#[derive(Clone, Copy, Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UsageQuery {
    /// Độ dài của kỳ. Mặc định: `month`.
    #[param(inline)]
    pub grain: Option<PeriodLength>,
    /// Một ngày thuộc kỳ. Mặc định: hôm nay.
    #[param(example = "2026-11-24")]
    pub at: Option<Date>,
    /// Cách sử dụng để xếp hạng CSDL, lĩnh vực, cơ quan. Mặc định: `view`.
    #[param(inline)]
    pub kind: Option<Use>,
    /// `1`: mọi CSDL, lĩnh vực, cơ quan đã được dùng, không chỉ 20 mục đầu. Mặc định: `0`.
    #[param(minimum = 0, maximum = 1)]
    pub all: Option<u8>,
}

impl ReadQuery for UsageQuery {
    fn read(pairs: &mut Pairs) -> Self {
        Self {
            grain: pairs.code("grain"),
            at: pairs.date("at"),
            kind: pairs.code("kind"),
            all: pairs.number("all", &(0..=1)),
        }
    }
}

/// Thống kê sử dụng
///
/// Số lượt sử dụng Cổng trong một kỳ và kỳ trước, của công chúng và của cán bộ, diễn biến, CSDL được dùng nhiều nhất,
/// từ tìm không thấy.
#[utoipa::path(
    get, path = "/statistics/usage", operation_id = "getUsage", tag = "statistics", params(UsageQuery),
    responses((status = 200, description = "Số liệu của kỳ.", body = UsageRecord)),
    extensions(("x-examples" = json!([
        "/api/v1/statistics/usage", "/api/v1/statistics/usage?grain=year&kind=api", "/api/v1/statistics/usage?all=1"
    ]))),
)]
pub async fn usage(State(store): State<Store>, Asked(query): Asked<UsageQuery>) -> Result<Json<UsageRecord>, Problem> {
    let actor = Actor::anonymous(OffsetDateTime::now_utc());
    let asked = UsageAsked {
        grain: query.grain.map(Into::into).unwrap_or_default(),
        at: query.at,
        kind: query.kind.map(Into::into).unwrap_or_default(),
        whole: query.all == Some(1),
    };
    Ok(Json(store.usage_report(&actor, &asked).await?.into()))
}

/// Of which month the days are told.
#[derive(Clone, Copy, Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EntryUsageQuery {
    /// Một ngày thuộc tháng cần số liệu từng ngày. Mặc định: 30 ngày gần nhất.
    #[param(example = "2026-11-24")]
    pub at: Option<Date>,
}

impl ReadQuery for EntryUsageQuery {
    fn read(pairs: &mut Pairs) -> Self {
        Self { at: pairs.date("at") }
    }
}

/// Sử dụng một CSDL
///
/// Số lượt sử dụng một CSDL theo tháng, theo ngày, và theo người dùng: công chúng, cán bộ, chương trình.
#[utoipa::path(
    get, path = "/statistics/entries/{code}", operation_id = "getEntryUsage", tag = "statistics",
    params(("code" = String, Path, description = "Mã CSDL.", example = "DC-016"), EntryUsageQuery),
    responses(
        (status = 200, description = "Số liệu của CSDL.", body = EntryUsageRecord),
        (status = 404, description = "Không có CSDL này."),
    ),
    extensions(("x-examples" = json!([
        "/api/v1/statistics/entries/DC-016", "/api/v1/statistics/entries/DC-016?at=2026-11-24"
    ]))),
)]
pub async fn entry(
    State(store): State<Store>,
    Place(code): Place<String>,
    Asked(query): Asked<EntryUsageQuery>,
) -> Result<Json<EntryUsageRecord>, Problem> {
    let actor = Actor::anonymous(OffsetDateTime::now_utc());
    Ok(Json(store.entry_usage(&actor, &EntryCode(code), query.at).await?.into()))
}
