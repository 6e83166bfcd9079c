//! Failures name what is wrong, in Vietnamese, as problem documents.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::schema::Schemas;
use crate::{Answer, Api, on_both, texts};

fn problem(answer: &Answer, description: &Value, instance: &str) -> Value {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{instance}");
    assert_eq!(answer.header("access-control-allow-origin"), "*", "{instance}");
    let exposed = answer.header("access-control-expose-headers");
    assert!(exposed.contains("x-request-id") && !answer.header("x-request-id").is_empty(), "{instance}: {exposed}");
    let problem = answer.json();
    let schema = &description["components"]["schemas"]["Problem"];
    assert_eq!(Schemas(description).wrong(schema, &problem), Vec::<String>::new());
    assert_eq!(problem["status"], json!(answer.status.as_u16()));
    assert_eq!(problem["instance"], json!(instance));
    problem
}

async fn parameters(api: &Api, description: &Value) {
    let long = "a".repeat(201);
    for (query, fields) in [
        ("per_page=0", &["per_page"][..]),
        ("per_page=201", &["per_page"]),
        ("per_page=abc", &["per_page"]),
        ("page=0", &["page"]),
        ("page=1000001", &["page"]),
        ("page=-1", &["page"]),
        ("page=99999999999999999999999", &["page"]),
        ("sort=moi", &["sort"]),
        ("sort=Name", &["sort"]),
        ("form=zzz", &["form"]),
        ("edition=x", &["edition"]),
        ("edition=0", &["edition"]),
        ("edition=9223372036854775808", &["edition"]),
        ("as_of=15/06/2024", &["as_of"]),
        ("as_of=2024-02-30", &["as_of"]),
        ("edition=1&as_of=2024-06-15", &["as_of", "edition"]),
        ("q=a&q=b", &["q"]),
        (&format!("q={long}"), &["q"]),
        (&format!("agency={long}"), &["agency"]),
        ("agency=a%00", &["agency"]),
        ("sector=%0a", &["sector"]),
        ("agnecy=so-yt", &["agnecy"]),
        ("page=a&per_page=b&x=1", &["page", "per_page", "x"]),
    ] {
        let answer = api.get(&format!("/api/v1/entries?{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        let problem = problem(&answer, description, "/api/v1/entries");
        let mut named = texts(&problem["errors"], "field");
        named.sort();
        assert_eq!(named, fields, "{query}");
        assert!(texts(&problem["errors"], "message").iter().all(|message| !message.is_ascii()), "{problem}");
    }
    for address in ["/api/v1/editions?x=1", "/api/v1/editions/1?x=1", "/api/v1/entries/DC-016/history?edition=1"] {
        assert_eq!(api.get(address).await.status, StatusCode::BAD_REQUEST, "{address}");
    }
}

async fn statuses(api: &Api, description: &Value) {
    for (path, query) in [
        ("/api/v1", ""),
        ("/api/v1/", ""),
        ("/api/v1/khong-co", ""),
        ("/api/v1/entries/", ""),
        ("/api/v1/entries/DC-999", ""),
        ("/api/v1/entries/DC-016/x", ""),
        ("/api/v1/entries/%00", ""),
        ("/api/v1/entries/%ff", ""),
        ("/api/v1/entries/DC-999/history", ""),
        ("/api/v1/editions/99", ""),
        ("/api/v1/editions/x", ""),
        ("/api/v1/editions/-1", ""),
        ("/api/v1/editions/9223372036854775808", ""),
        ("/api/v1/editions/1/diff/99", ""),
        ("/api/v1/editions/1/diff/x", ""),
        ("/api/v1/entries", "?edition=99"),
        ("/api/v1/entries/DC-016", "?edition=99"),
        ("/api/v1/entries/DC-016", "?as_of=2020-01-01"),
    ] {
        let answer = api.get(&format!("{path}{query}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}{query}");
        problem(&answer, description, path);
    }
    // What is missing is named where a parameter asked for it, of one entry as of the list.
    for (address, fields) in [
        ("/api/v1/entries?edition=99", &["edition"][..]),
        ("/api/v1/entries/DC-016?edition=99", &["edition"]),
        ("/api/v1/entries/DC-016?as_of=2020-01-01", &["as_of"]),
        ("/danh-muc/DC-016/ban-ghi.json?edition=99", &["edition"]),
        ("/api/v1/entries/DC-999?edition=1", &[]),
        ("/api/v1/entries/DC-999", &[]),
    ] {
        let answer = api.get(address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(texts(&answer.json()["errors"], "field"), fields, "{address}");
    }
    for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::TRACE] {
        let answer = api.ask(method.clone(), "/api/v1/entries", &[]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method}");
        assert_eq!(answer.header("allow"), "GET,HEAD");
        problem(&answer, description, "/api/v1/entries");
    }
    let html = [("accept", "text/html")];
    // Whether or not the answer is kept already.
    for _ in 0..2 {
        let answer = api.ask(Method::GET, "/api/v1/editions", &html).await;
        assert_eq!(answer.status, StatusCode::NOT_ACCEPTABLE);
        problem(&answer, description, "/api/v1/editions");
        assert_eq!(api.get("/api/v1/editions").await.status, StatusCode::OK);
    }
    let answer = api.get(&format!("/api/v1/entries?q={}", "%C4%91".repeat(2_000))).await;
    assert_eq!(answer.status, StatusCode::URI_TOO_LONG);
    problem(&answer, description, "/api/v1/entries");
}

#[tokio::test]
async fn failures_are_problems() {
    on_both(async |api| {
        let description = api.read("/api/v1/openapi.json").await;
        parameters(api, &description).await;
        statuses(api, &description).await;
        // A draft is nobody's business before it is issued: it is an edition that there is not.
        for edition in texts(&api.read("/api/v1/editions").await["items"], "state") {
            assert!(["in_force", "superseded", "upcoming"].contains(&edition.as_str()), "{edition}");
        }
    })
    .await;
}
