//! The catalog's entries: the list, one, its history.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::account::Actor;
use domain::catalog::{EntryFilter, EntrySort, QUERY_CHARS_MAX};
use domain::id::{EditionId, EntryCode};
use domain::page::{PAGE_NUMBER_MAX, PAGE_ROWS, PAGE_ROWS_MAX};
use serde::Serialize;
use store::Store;
use strum::{Display, EnumIter, EnumString};
use time::{Date, OffsetDateTime};
use utoipa::{IntoParams, ToSchema};

use super::links::{PageLinks, ROOT};
use super::problem::Problem;
use super::query::{Asked, Nothing, Pairs, Place, ReadQuery};
use super::records::{EntriesRecord, EntryRecord, Form, HistoryRecord};
use super::words;
use crate::download::{Attachment, unchanged};
use crate::etag::{etag_of, has};

/// The most characters of an identifier in a parameter.
const ID_CHARS_MAX: usize = 100;

/// Thứ tự của danh sách. Thứ tự luôn đầy đủ: bằng nhau thì theo mã CSDL.
#[derive(Clone, Copy, Debug, Serialize, ToSchema, EnumIter, EnumString, Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Sort {
    Relevance,
    Name,
    Agency,
    Code,
}

impl From<Sort> for EntrySort {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Relevance => Self::Relevance,
            Sort::Name => Self::Name,
            Sort::Agency => Self::Agency,
            Sort::Code => Self::Code,
        }
    }
}

/// Which catalog: an edition, or the one in force on a day.
#[derive(Clone, Copy, Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichQuery {
    /// Lần ban hành. Mặc định: danh mục đang có hiệu lực. Không dùng cùng `as_of`.
    #[param(minimum = 1)]
    pub edition: Option<i64>,
    /// Danh mục có hiệu lực trong ngày này, với cơ quan chịu trách nhiệm trong ngày đó. Không dùng cùng `edition`.
    #[param(example = "2024-06-15")]
    pub as_of: Option<Date>,
}

impl ReadQuery for WhichQuery {
    fn read(pairs: &mut Pairs) -> Self {
        let which = Self { edition: pairs.number("edition", &(1..=i64::MAX)), as_of: pairs.date("as_of") };
        if which.edition.is_some() && which.as_of.is_some() {
            for field in ["edition", "as_of"] {
                pairs.refuse(field, words::EDITION_OR_DAY);
            }
        }
        which
    }
}

impl WhichQuery {
    /// The edition that is meant; `None` for the one in force today.
    async fn edition(self, store: &Store) -> Result<Option<EditionId>, Problem> {
        let Some(day) = self.as_of else { return Ok(self.edition.map(EditionId)) };
        let found = store.edition_in_force(day).await?;
        let found = found.ok_or_else(|| Problem::not_found().where_missing("as_of", words::NO_CATALOG_THEN))?;
        Ok(Some(found.id))
    }

    /// Names the edition where there is none: an entry that is not found may also be missing in one that there is.
    async fn check_edition(self, store: &Store, actor: &Actor) -> Result<(), Problem> {
        let Some(id) = self.edition.map(EditionId) else { return Ok(()) };
        if store.editions(actor).await?.iter().any(|row| row.edition.id == id) {
            return Ok(());
        }
        Err(Problem::not_found().where_missing("edition", words::UNKNOWN_EDITION))
    }
}

/// What is looked for.
#[derive(Clone, Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EntriesQuery {
    /// Từ cần tìm, có dấu hoặc không dấu: trong mọi trường mà `items[].hit.field` nêu.
    #[param(max_length = 200, example = "đất đai")]
    pub q: Option<String>,
    /// Mã cơ quan chịu trách nhiệm, như `items[].agency`: hiện nay, hoặc trong ngày được hỏi.
    #[param(max_length = 100)]
    pub agency: Option<String>,
    /// Mã lĩnh vực, như trong `facets.sectors`.
    #[param(max_length = 100)]
    pub sector: Option<String>,
    /// Chỉ CSDL có hạng mục mà hình thức chia sẻ rộng nhất là hình thức này.
    #[param(inline, example = "open")]
    pub form: Option<Form>,
    /// Lần ban hành. Mặc định: danh mục đang có hiệu lực. Không dùng cùng `as_of`.
    #[param(minimum = 1)]
    pub edition: Option<i64>,
    /// Danh mục có hiệu lực trong ngày này, với cơ quan chịu trách nhiệm trong ngày đó. Không dùng cùng `edition`.
    pub as_of: Option<Date>,
    /// Thứ tự: `relevance` phù hợp nhất (mặc định; không có `q` thì theo tên), `name` tên, `agency` cơ quan, `code` mã.
    #[param(inline)]
    pub sort: Option<Sort>,
    /// Trang, đếm từ 1.
    #[param(minimum = 1, maximum = 1_000_000)]
    pub page: Option<u32>,
    /// Số CSDL trên một trang; mặc định 20.
    #[param(minimum = 1, maximum = 200)]
    pub per_page: Option<u32>,
}

impl ReadQuery for EntriesQuery {
    fn read(pairs: &mut Pairs) -> Self {
        let which = WhichQuery::read(pairs);
        Self {
            q: pairs.text("q", QUERY_CHARS_MAX),
            agency: pairs.id("agency", ID_CHARS_MAX),
            sector: pairs.id("sector", ID_CHARS_MAX),
            form: pairs.code("form"),
            edition: which.edition,
            as_of: which.as_of,
            sort: pairs.code("sort"),
            page: pairs.number("page", &(1..=PAGE_NUMBER_MAX)),
            per_page: pairs.number("per_page", &(1..=PAGE_ROWS_MAX)),
        }
    }
}

impl EntriesQuery {
    fn filter(&self) -> EntryFilter {
        EntryFilter {
            query: self.q.clone().unwrap_or_default(),
            agency: self.agency.clone().unwrap_or_default(),
            sector: self.sector.clone().unwrap_or_default(),
            form: self.form.map(Into::into),
            sort: self.sort.map(Into::into).unwrap_or_default(),
            page: self.page.unwrap_or(1),
            rows: self.per_page.unwrap_or(PAGE_ROWS),
            edition: self.edition.map(EditionId),
            as_of: self.as_of,
        }
    }

    /// The day that links go on with: an edition does not tell who answered on it. Not today, of which the edition in
    /// force tells the same: one that is issued meanwhile would come between the pages.
    pub fn kept_day(&self, today: Date) -> Option<Date> {
        self.as_of.filter(|day| *day != today)
    }

    /// The pages of the answer, each of the edition that it was made from, or of the day that was asked for.
    pub fn links(&self, edition: Option<EditionId>, day: Option<Date>, last: u32) -> PageLinks {
        PageLinks::new(self.page.unwrap_or(1), last, |number| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            let mut add = |name: &str, value: Option<String>| {
                if let Some(value) = value {
                    query.append_pair(name, &value);
                }
            };
            add("q", self.q.clone());
            add("agency", self.agency.clone());
            add("sector", self.sector.clone());
            add("form", self.form.map(|form| form.to_string()));
            add("edition", edition.filter(|_| day.is_none()).map(|edition| edition.to_string()));
            add("as_of", day.map(domain::format::iso_date));
            add("sort", self.sort.map(|sort| sort.to_string()));
            add("page", Some(number.to_string()));
            add("per_page", self.per_page.map(|rows| rows.to_string()));
            format!("{ROOT}/entries?{}", query.finish())
        })
    }
}

/// Tìm trong danh mục
///
/// Các CSDL của danh mục đang có hiệu lực, của một lần ban hành, hoặc của ngày được hỏi; tìm, lọc, xếp và chia trang. Ngày
/// chưa có danh mục nào: `edition` là `null`, danh sách rỗng. Giá trị `agency`, `sector` không có thật: danh sách rỗng.
/// `agency` là cơ quan chịu trách nhiệm trong ngày được hỏi; hỏi một lần ban hành cũ: trong ngày cuối cùng nó có hiệu
/// lực.
#[utoipa::path(
    get, path = "/entries", operation_id = "listEntries", tag = "entries", params(EntriesQuery),
    responses(
        (status = 200, description = "Một trang của danh sách.", body = EntriesRecord,
            headers(("link" = String, description = "Các trang của danh sách (RFC 8288)."))),
        (status = 404, description = "Không có lần ban hành được hỏi."),
    ),
    extensions(("x-examples" = json!([
        "/api/v1/entries",
        "/api/v1/entries?q=%C4%91%E1%BA%A5t+%C4%91ai&form=open",
        "/api/v1/entries?as_of=2024-06-15&sort=code&per_page=50",
        "/api/v1/entries?agency=so-yt"
    ]))),
)]
pub async fn list(
    State(store): State<Store>,
    Asked(query): Asked<EntriesQuery>,
) -> Result<(HeaderMap, Json<EntriesRecord>), Problem> {
    let actor = Actor::anonymous(OffsetDateTime::now_utc());
    let found = store.catalog(&actor, &query.filter()).await;
    let found = found.map_err(|error| Problem::from(error).where_missing("edition", words::UNKNOWN_EDITION))?;
    let record = EntriesRecord::new(&query, found, actor.today())?;
    Ok((record.links.header(), Json(record)))
}

/// Một CSDL
///
/// Bản ghi đầy đủ, với ma trận hạng mục × nhóm đối tượng. Mặc định: trong danh mục đang có hiệu lực, hoặc trong lần ban hành
/// cuối cùng có nó. `agency` như trong danh sách.
#[utoipa::path(
    get, path = "/entries/{code}", operation_id = "getEntry", tag = "entries",
    params(("code" = String, Path, description = "Mã CSDL.", example = "DC-016"), WhichQuery),
    responses(
        (status = 200, description = "Bản ghi của CSDL.", body = EntryRecord),
        (status = 404, description = "Không có CSDL này trong lần ban hành, hoặc ngày, được hỏi."),
    ),
    extensions(("x-examples" = json!([
        "/api/v1/entries/DC-016", "/api/v1/entries/DC-016?edition=1", "/api/v1/entries/DC-016?as_of=2024-06-15"
    ]))),
)]
pub async fn one(
    State(store): State<Store>,
    Place(code): Place<String>,
    Asked(which): Asked<WhichQuery>,
) -> Result<Json<EntryRecord>, Problem> {
    Ok(Json(record(&store, &EntryCode(code), which).await?))
}

/// The record of an entry in the catalog that is meant.
async fn record(store: &Store, code: &EntryCode, which: WhichQuery) -> Result<EntryRecord, Problem> {
    let actor = Actor::anonymous(OffsetDateTime::now_utc());
    let edition = which.edition(store).await?;
    let page = match which.as_of {
        Some(day) => store.entry_on(&actor, code, day).await?,
        None => match store.entry(&actor, code, edition).await {
            Err(store::Error::NotFound) => {
                which.check_edition(store, &actor).await?;
                return Err(Problem::not_found());
            }
            found => found?,
        },
    };
    EntryRecord::new(page, actor.today())
}

/// `GET /danh-muc/{code}/ban-ghi.json`: the same record as a file to save. Who takes it along downloads the entry; who asks
/// the API calls it.
pub async fn file(
    State(store): State<Store>,
    Place(code): Place<String>,
    Asked(which): Asked<WhichQuery>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let code = EntryCode(code);
    let record = record(&store, &code, which).await?;
    let bytes = serde_json::to_vec_pretty(&record).map_err(|error| {
        tracing::error!(%error, "a record was not written");
        Problem::of(StatusCode::INTERNAL_SERVER_ERROR)
    })?;
    let etag = etag_of(&bytes);
    Ok(match etag {
        Some(etag) if has(&headers, &etag) => unchanged(etag),
        etag => Attachment { bytes, kind: "application/json", name: format!("{code}.json"), etag }.into_response(),
    })
}

/// Lịch sử của một CSDL
///
/// Mọi lần ban hành có CSDL này, với từng điểm khác so với lần trước; lần ban hành đầu tiên không còn nó; và các cơ quan đã
/// chịu trách nhiệm.
#[utoipa::path(
    get, path = "/entries/{code}/history", operation_id = "getEntryHistory", tag = "entries",
    params(("code" = String, Path, description = "Mã CSDL.", example = "DC-003")),
    responses(
        (status = 200, description = "Lịch sử, mới nhất trước.", body = HistoryRecord),
        (status = 404, description = "Không lần ban hành nào có CSDL này."),
    ),
    extensions(("x-examples" = json!(["/api/v1/entries/DC-003/history"]))),
)]
pub async fn history(
    State(store): State<Store>,
    Place(code): Place<String>,
    _: Asked<Nothing>,
) -> Result<Json<HistoryRecord>, Problem> {
    let actor = Actor::anonymous(OffsetDateTime::now_utc());
    let history = store.history_points(&actor, &EntryCode(code)).await?;
    Ok(Json(HistoryRecord::new(history, actor.today())?))
}
