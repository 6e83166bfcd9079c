//! Failures of the API, as problem documents (RFC 9457).

use axum::Json;
use axum::extract::{OriginalUri, Request};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::words;

pub const PROBLEM_JSON: &str = "application/problem+json";

/// Điều không đúng ở một tham số.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Tên tham số, như đã viết trong địa chỉ.
    #[schema(example = "per_page")]
    pub field: String,
    /// Điều không đúng, bằng tiếng Việt.
    #[schema(example = "phải từ 1 đến 200")]
    pub message: String,
}

/// Một lỗi, theo RFC 9457.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemRecord {
    /// Địa chỉ của phần giải thích loại lỗi.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference", example = "/tai-lieu-api#loi-400")]
    kind: String,
    /// Tên loại lỗi; như nhau với mọi lỗi cùng loại.
    title: String,
    /// Mã trạng thái HTTP.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// Điều đã xảy ra.
    detail: String,
    /// Địa chỉ đã hỏi.
    #[schema(format = "uri-reference")]
    instance: String,
    /// Các tham số không đúng; rỗng khi lỗi không do tham số.
    errors: Vec<FieldProblem>,
}

/// Why an operation did not answer. [`tell`] writes it out.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    detail: String,
    errors: Vec<FieldProblem>,
}

impl Problem {
    /// What the status alone says.
    pub fn of(status: StatusCode) -> Self {
        Self { status, detail: words::detail(status).to_owned(), errors: Vec::new() }
    }

    pub fn not_found() -> Self {
        Self::of(StatusCode::NOT_FOUND)
    }

    /// Parameters that cannot be read.
    pub fn parameters(errors: Vec<FieldProblem>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, detail: words::SOME_PARAMETERS.to_owned(), errors }
    }

    /// Names the parameter that leads to nothing; any other failure stays as it is.
    #[must_use]
    pub fn where_missing(mut self, field: &str, message: &str) -> Self {
        if self.status == StatusCode::NOT_FOUND {
            self.errors.push(FieldProblem { field: field.to_owned(), message: message.to_owned() });
        }
        self
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::NotFound | store::Error::Refused(_) => Self::not_found(),
            other => {
                tracing::error!(error = %other, "the store failed");
                Self::of(StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// What no route takes.
pub async fn no_such_address() -> Problem {
    Problem::not_found()
}

/// Writes out every failure, those of the router and of the layers too, with the address that was asked.
pub async fn tell(OriginalUri(uri): OriginalUri, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let status = response.status();
    if !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let problem = response.extensions_mut().remove::<Problem>().unwrap_or_else(|| Problem::of(status));
    let record = ProblemRecord {
        kind: format!("{}-{}", words::TYPES, status.as_u16()),
        title: words::title(status).to_owned(),
        status: status.as_u16(),
        detail: problem.detail,
        instance: uri.path().to_owned(),
        errors: problem.errors,
    };
    let written = Json(record).into_response();
    *response.body_mut() = written.into_body();
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
