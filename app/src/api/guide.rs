//! The public API, described for the page that documents it.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What the page says of the API; the server makes it from the API's own description.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiGuide {
    pub about: String,
    pub version: String,
    /// Where the server is reached, without a slash at the end.
    pub base_url: String,
    /// Where the description itself is found.
    pub description: String,
    pub operations: Vec<Operation>,
    /// The data is illustrative.
    pub demo: bool,
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    pub id: String,
    pub path: String,
    pub title: String,
    pub about: String,
    pub parameters: Vec<Parameter>,
    pub replies: Vec<Reply>,
    /// Addresses that answer with the demonstration's data.
    pub examples: Vec<String>,
}

/// One parameter, with what it takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    pub name: String,
    pub required: bool,
    pub about: String,
    /// `string`, `integer` or `date`.
    pub kind: String,
    /// The codes that it takes, where it takes no others.
    pub values: Vec<String>,
    pub minimum: Option<u64>,
    pub maximum: Option<u64>,
    /// The most characters.
    pub length: Option<u64>,
}

/// An answer that an operation may give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    pub status: String,
    pub meaning: String,
}

/// What the page says of the API.
#[server(GetApiGuide, endpoint = "api-guide", input = GetUrl)]
pub async fn api_guide() -> Result<ApiGuide, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.api.as_ref().clone())
}
