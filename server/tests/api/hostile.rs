//! Nothing that one may ask is a mistake of the server: any alphabet, any length, any bytes.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};

use crate::{Api, on_both};

/// Every so many code points one is taken, so that each block of Unicode is met.
const STEP: usize = 64;
const CHARS_IN_A_REQUEST: usize = 60;

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

async fn every_alphabet(api: &Api) {
    let characters: Vec<char> = (0..=0x0010_FFFF_u32).step_by(STEP).filter_map(char::from_u32).collect();
    for text in characters.chunks(CHARS_IN_A_REQUEST).map(|chunk| chunk.iter().collect::<String>()) {
        let text = escaped(&text);
        for address in [
            format!("/api/v1/entries?q={text}"),
            format!("/api/v1/entries?agency={text}&sector={text}"),
            format!("/api/v1/entries?{text}={text}"),
            format!("/api/v1/entries/{text}"),
        ] {
            let status = api.get(&address).await.status;
            assert!(!status.is_server_error(), "{status}: {address}");
        }
    }
}

async fn odd_addresses(api: &Api) {
    for query in [
        "q=%",
        "q=%zz",
        "q=%2",
        "q=%ff%fe",
        "q=%00",
        "q=%25%25",
        "q=_",
        "q='",
        "q=%5c",
        "q=%22",
        "q=*",
        "q=(",
        "q=NEAR(a",
        "q=a%22+OR+%22b",
        "q=-a",
        "q=a:b",
        "=",
        "&",
        "&&&",
        "=&=",
        "q",
        "%00=%00",
        "q=%f0%9f%99%82",
        "q=%cc%81%cc%82",
        "q=%e2%80%8b",
        "edition=1e9",
        "page=1.0",
        "page=%D9%A1",
        "per_page=0x10",
        "as_of=0000-01-01",
        "as_of=9999-12-31",
        "as_of=-001-01-01",
        "as_of=%D9%A2%D9%A0%D9%A2%D9%A4-01-01",
        "sort=%00",
        "form=%ff",
    ] {
        for path in ["entries", "entries/DC-016", "editions", "editions/1", "editions/1/diff/2", "agencies"] {
            let address = format!("/api/v1/{path}?{query}");
            let status = api.get(&address).await.status;
            assert!(!status.is_server_error(), "{status}: {address}");
        }
    }
    for word in 1..=12_usize {
        let many = "a+".repeat(word * 80);
        let status = api.get(&format!("/api/v1/entries?q={many}")).await.status;
        assert!(!status.is_server_error(), "{status}: {word}");
    }
}

/// What is public beside the API, and its lists: pages, files, what pages ask for. Each address goes on with a parameter.
const PUBLIC: [(&str, &[&str]); 27] = [
    ("/?", &["q"]),
    ("/danh-muc?", &["q", "agency", "sector", "form", "sort", "page", "edition", "as_of"]),
    ("/danh-muc/DC-016?", &["lan", "as_of"]),
    ("/danh-muc/DC-016/lich-su?", &["q"]),
    ("/danh-muc/DC-016/su-dung?", &["at"]),
    ("/thong-ke?", &["grain", "at", "kind", "all"]),
    ("/ban-hanh?", &["tu", "den"]),
    ("/ban-hanh/2?", &["co-quan", "trang"]),
    ("/ban-hanh/1/so-sanh/2?", &["loai", "co-quan", "trang", "in"]),
    ("/co-quan?", &["q"]),
    ("/co-quan/so-yt?", &["q"]),
    ("/van-ban?", &["q"]),
    ("/tai-lieu-api?", &["q"]),
    ("/dang-nhap?", &["loi", "next", "username"]),
    ("/ban-hanh/so-sanh?", &["tu", "den"]),
    ("/thong-ke/so-lieu.csv?", &["grain", "at", "kind", "all"]),
    ("/danh-muc/DC-016/su-dung.csv?", &["at"]),
    ("/danh-muc/xuat.csv?", &["q", "agency", "sector", "form", "sort", "edition", "as_of", "per", "sep"]),
    ("/danh-muc/DC-016/ban-ghi.json?", &["edition", "as_of"]),
    ("/api/suggest?", &["typed"]),
    ("/api/suggest?typed=dat&", &["edition", "as_of"]),
    ("/api/legal-list?", &["query"]),
    ("/api/catalog?", &["filter[query]", "filter[page]", "filter[form]", "filter[as_of]"]),
    ("/api/edition?id=2&", &["filter[agency]", "filter[page]"]),
    ("/api/usage?", &["asked[grain]", "asked[at]"]),
    ("/api/v1/statistics/usage?", &["grain", "at", "kind", "all"]),
    ("/api/v1/statistics/entries/DC-016?", &["at"]),
];

async fn odd_pages(api: &Api) {
    let (long, letters) = ("a".repeat(9_000), "%C4%91".repeat(3_000));
    let (spaces, open) = ("+".repeat(9_000), "(".repeat(2_000));
    let values = [
        "%",
        "%zz",
        "%2",
        "%25%2500",
        "%ff%fe",
        "%00",
        "a%00b",
        // Half of a pair, as some write it in UTF-8.
        "%ED%A0%80",
        "%F0%9F%99%82",
        "%E2%80%AE%CC%81",
        "%22%3E%3Cscript%3E",
        "%27--",
        "%5C",
        "-1",
        "1e999",
        "0000-01-01",
        "9999-12-31",
        "99999999999999999999999",
        &long,
        &letters,
        &spaces,
        &open,
    ];
    for (address, names) in PUBLIC {
        let mut queries: Vec<String> =
            names.iter().flat_map(|name| values.map(|value| format!("{name}={value}"))).collect();
        let name = names[0];
        queries.extend([
            format!("{name}=a&{name}=b"),
            format!("{name}[]=a&{name}[0]=b&{name}[x]=c"),
            format!("{name}{}=a", "[a]".repeat(200)),
            format!("{}=a", "b".repeat(9_000)),
            "&&&=&=%00&%00=%00&[]=&]=[".to_owned(),
        ]);
        for query in queries {
            let status = api.get(&format!("{address}{query}")).await.status;
            let shown: String = query.chars().take(60).collect();
            assert!(!status.is_server_error(), "{status}: {address}{shown}");
        }
    }
    // What stands in the way itself.
    for part in ["%00", "%ff", "%ED%A0%80", "%F0%9F%99%82", "%2e%2e%2f", "-1", "99999999999999999999999", &long] {
        for address in [
            format!("/{part}"),
            format!("/danh-muc/{part}"),
            format!("/danh-muc/{part}/lich-su"),
            format!("/danh-muc/{part}/su-dung"),
            format!("/danh-muc/{part}/su-dung.csv"),
            format!("/danh-muc/{part}/ban-ghi.json"),
            format!("/ban-hanh/{part}"),
            format!("/ban-hanh/1/so-sanh/{part}"),
            format!("/ban-hanh/{part}/noi-dung.json"),
            format!("/co-quan/{part}"),
            format!("/pkg/{part}"),
            format!("/fonts/{part}"),
            format!("/ban-do/{part}"),
            format!("/api/v1/statistics/entries/{part}"),
        ] {
            let status = api.get(&address).await.status;
            let shown: String = address.chars().take(60).collect();
            assert!(status.is_client_error(), "{status}: {shown}");
        }
    }
}

/// The first line of the answer to bytes that no client of ours would send.
fn raw(server: SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(server).expect("the server");
    // The server may refuse before it has read everything.
    let sent = stream.write_all(request);
    let mut answer = [0; 64];
    let length = stream.read(&mut answer).unwrap_or_else(|error| panic!("{error} after {sent:?}"));
    String::from_utf8_lossy(&answer[..length]).lines().next().unwrap_or_default().to_owned()
}

async fn raw_bytes(api: &Api) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let server = listener.local_addr().expect("an address");
    let service = api.service.clone().into_make_service_with_connect_info::<SocketAddr>();
    let serving = tokio::spawn(async move { axum::serve(listener, service).await });
    let line = |target: &[u8]| [b"GET ", target, b" HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"].concat();
    let mut targets = vec![b"/api/v1/entries?q=\xff\xfe".to_vec(), b"/api/v1/entries?q=\x01".to_vec()];
    for bytes in [9_000, 60_000, 100_000] {
        targets.push([b"/api/v1/entries?q=".to_vec(), vec![b'a'; bytes]].concat());
    }
    for target in targets {
        let request = line(&target);
        let told = tokio::task::spawn_blocking(move || raw(server, &request)).await.expect("asked");
        assert!(told.starts_with("HTTP/1.1 4"), "{} bytes: {told}", target.len());
    }
    serving.abort();
}

#[tokio::test]
async fn never_a_mistake_of_the_server() {
    on_both(async |api| {
        odd_addresses(api).await;
        odd_pages(api).await;
        every_alphabet(api).await;
        raw_bytes(api).await;
    })
    .await;
}
