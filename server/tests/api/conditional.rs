//! Conditional requests, other origins, and answers that are kept.

use axum::http::{Method, StatusCode};
use domain::account::Actor;
use domain::id::{AgencyId, EntryCode};
use time::OffsetDateTime;

use crate::{Api, on_both};

/// One answer that is kept before the router, one that is made each time.
const ADDRESSES: [&str; 2] = ["/api/v1/entries/DC-016", "/api/v1/openapi.json"];

async fn unchanged(api: &Api) {
    for address in ADDRESSES {
        let first = api.get(address).await;
        let etag = first.header("etag").to_owned();
        assert!(etag.starts_with('"') && etag.len() == 34, "{etag}");
        for known in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}"), "*".to_owned()] {
            for method in [Method::GET, Method::HEAD] {
                let again = api.ask(method, address, &[("if-none-match", &known)]).await;
                assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{address} {known}");
                for name in ["etag", "cache-control", "access-control-allow-origin"] {
                    assert_eq!(again.header(name), first.header(name), "{address}: {name}");
                }
                assert_eq!(again.header("content-type"), "");
            }
        }
        let other = api.ask(Method::GET, address, &[("if-none-match", "\"x\"")]).await;
        assert_eq!((other.status, &other.body), (StatusCode::OK, &first.body));
        let head = api.ask(Method::HEAD, address, &[]).await;
        assert_eq!((head.status, head.body.len(), head.header("etag")), (StatusCode::OK, 0, etag.as_str()));
        assert_eq!(head.header("content-length"), first.body.len().to_string());
    }
}

async fn headers(api: &Api) {
    for address in ADDRESSES {
        let (first, again) = (api.get(address).await, api.get(address).await);
        for answer in [&first, &again] {
            for (name, value) in [
                ("content-type", "application/json"),
                ("cache-control", "public, no-cache"),
                ("access-control-allow-origin", "*"),
                ("access-control-expose-headers", "etag,link,x-request-id"),
                ("cross-origin-resource-policy", "cross-origin"),
                ("x-content-type-options", "nosniff"),
                ("set-cookie", ""),
                ("access-control-allow-credentials", ""),
            ] {
                assert_eq!(answer.header(name), value, "{address}: {name}");
            }
            assert_eq!(answer.header("x-request-id").len(), 32);
        }
        assert_ne!(first.header("x-request-id"), again.header("x-request-id"));
        for encoding in ["br", "gzip"] {
            let packed = api.ask(Method::GET, address, &[("accept-encoding", encoding)]).await;
            assert_eq!(packed.header("content-encoding"), encoding, "{address}");
            assert!(packed.body.len() < first.body.len() / 2, "{address}: {} bytes", packed.body.len());
            // Other bytes, another tag; who has either has the whole.
            let weak = format!("W/{}", first.header("etag"));
            assert_eq!(packed.header("etag"), weak, "{address}: {encoding}");
            let asked = [("accept-encoding", encoding), ("if-none-match", weak.as_str())];
            let again = api.ask(Method::GET, address, &asked).await;
            assert_eq!((again.status, again.header("etag")), (StatusCode::NOT_MODIFIED, weak.as_str()), "{address}");
        }
        // A cookie changes nothing, whatever it says.
        let signed_in = api.ask(Method::GET, address, &[("cookie", "csdl=AAAAAAAAAAAAAAAAAAAAAA")]).await;
        assert_eq!(signed_in.body, first.body);
    }
}

async fn other_origins(api: &Api) {
    let asked = [("origin", "https://example.org"), ("access-control-request-method", "GET")];
    let preflight = api.ask(Method::OPTIONS, "/api/v1/entries", &asked).await;
    assert!(preflight.status.is_success());
    assert_eq!(preflight.header("access-control-allow-origin"), "*");
    assert_eq!(preflight.header("access-control-allow-methods"), "GET,HEAD,OPTIONS");
    assert!(preflight.header("access-control-allow-headers").contains("if-none-match"));
    // Nothing else opens itself to other origins.
    for address in ["/api/entry?code=DC-016", "/danh-muc", "/readyz"] {
        let answer = api.ask(Method::GET, address, &[("origin", "https://example.org")]).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{address}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{address}");
    }
}

async fn a_change_is_seen(api: &Api) {
    let address = "/api/v1/entries/DC-016";
    let before = api.get(address).await;
    let system = Actor::system(OffsetDateTime::now_utc());
    let (code, agency) = (EntryCode::from("DC-016"), AgencyId::from("ubnd-tinh"));
    let owner = api.bed.store.set_owner(&system, &code, &agency, system.today(), "kiểm thử").await;
    owner.expect("a new owner");
    let after = api.ask(Method::GET, address, &[("if-none-match", before.header("etag"))]).await;
    assert_eq!(after.status, StatusCode::OK);
    assert_eq!(after.json()["agency"]["id"], "ubnd-tinh");
    assert_ne!(after.header("etag"), before.header("etag"));
}

#[tokio::test]
async fn asked_again() {
    on_both(async |api| {
        headers(api).await;
        unchanged(api).await;
        other_origins(api).await;
        a_change_is_seen(api).await;
    })
    .await;
}
