//! The bare limit: an axum handler that returns bytes and headers that it was given, in a process of its own.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path as Named, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::client::Answer;
use crate::{Outcome, own};

/// An answer to give again: the headers in `N.json`, the body in `N.body`.
#[derive(Serialize, Deserialize)]
struct Headers(Vec<(String, String)>);

type Answers = Arc<Vec<(HeaderMap, Bytes)>>;

/// Keeps an answer as number `number` for the peer.
pub fn keep(folder: &Path, number: usize, answer: &Answer) -> Outcome {
    // What the server writes by itself for every answer is not to be doubled.
    let own = ["date", "content-length", "transfer-encoding", "connection"];
    let headers = answer.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    let headers = headers.map(|(name, value)| Ok((name.to_string(), value.to_str()?.to_owned())));
    let headers = Headers(headers.collect::<Outcome<_>>()?);
    std::fs::write(folder.join(format!("{number}.json")), serde_json::to_vec(&headers)?)?;
    std::fs::write(folder.join(format!("{number}.body")), &answer.body)?;
    Ok(())
}

/// Serves the answers of a folder at `/0`, `/1`, …, and prints the address it listens at.
pub async fn serve(folder: &Path) -> Outcome {
    let mut answers = Vec::new();
    while let Ok(body) = std::fs::read(folder.join(format!("{}.body", answers.len()))) {
        let known: Headers = serde_json::from_slice(&std::fs::read(folder.join(format!("{}.json", answers.len())))?)?;
        let mut headers = HeaderMap::new();
        for (name, value) in known.0 {
            headers.append(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        }
        answers.push((headers, Bytes::from(body)));
    }
    own::serve(Router::new().route("/{number}", get(answer)).with_state(Arc::new(answers))).await
}

async fn answer(State(answers): State<Answers>, Named(number): Named<usize>) -> Response {
    match answers.get(number) {
        Some((headers, body)) => (headers.clone(), body.clone()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
