//! The search over generated catalogs of growing size: the search by itself, with its rows, beside one bare full-text
//! query; the API and the page, which draw what it found. Turn about, each request another query so that nothing is
//! answered from what was kept.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::client::{Connection, Load, Target, load_each, median};
use crate::full_text::Asking;
use crate::service::SetUp;
use crate::{Outcome, full_text, own};

const CONNECTIONS: [usize; 2] = [1, 32];
/// One query of so many is counted: how many entries it finds.
const COUNTED_OF: usize = 97;

/// One size of catalog over so many connections.
pub struct Searched {
    pub entries: usize,
    pub connections: usize,
    pub page: Load,
    pub api: Load,
    /// The service's search and its rows, nothing drawn.
    pub own: Load,
    /// A bare query for every word, and one close to the service's.
    pub bare: [Load; 2],
}

/// The searches in catalogs of several sizes.
pub struct Searches {
    pub searched: Vec<Searched>,
    pub filled: Vec<Filled>,
}

/// What filling and serving a catalog of a size took.
pub struct Filled {
    pub entries: usize,
    pub seconds: f64,
    /// In memory with the index built, before and after the load.
    pub resident: [u64; 2],
    /// How many entries a query finds, in the middle: the service, every word, close to the service.
    pub found: [usize; 3],
}

/// What people type, from the words that the catalogs are generated of: a topic with a place or an aspect, every other one
/// without marks, and the same typed in other ways. Topics turn fastest, so that each stretch of queries has them all; no two
/// are the same, so that nothing is answered from what was kept.
fn queries(root: &Path) -> Outcome<Vec<String>> {
    let table = std::fs::read_to_string(root.join("server/demo/generated_words.csv"))?;
    let of = |list: &str| -> Vec<String> {
        let rows = table.lines().filter_map(|line| line.strip_prefix(&format!("{list},")));
        rows.map(|text| text.trim_matches('"').to_owned()).collect()
    };
    let (topics, others) = (of("topic"), [of("aspect"), of("place")].concat());
    let both = others.iter().enumerate().flat_map(|(at, other)| {
        topics.iter().enumerate().map(move |(n, topic)| {
            let text = format!("{topic} {other}");
            if (at + n) % 2 == 0 { text } else { domain::text::fold(&text) }
        })
    });
    let mut queries: Vec<String> = both.collect();
    let ways: [fn(&String) -> String; 3] =
        [|text| text.to_uppercase(), |text| format!("{text},"), |text| text.replace(' ', "  ")];
    queries.extend(ways.into_iter().flat_map(|way| queries.iter().map(way).collect::<Vec<_>>()).collect::<Vec<_>>());
    Ok(queries)
}

/// The text as a part of an address.
fn escaped(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric();
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Measures every size, the smallest first, in one database.
pub async fn measure(
    set_up: &SetUp,
    root: &Path,
    folder: &Path,
    sizes: &[usize],
    rounds: usize,
    lasting: Duration,
) -> Outcome<Searches> {
    let queries = queries(root)?;
    let (mut searched, mut filled) = (Vec::new(), Vec::new());
    for (turn, entries) in sizes.iter().copied().enumerate() {
        println!("Sinh danh mục {entries} CSDL…");
        let begun = Instant::now();
        set_up.generate(entries, 0).await?;
        let seconds = begun.elapsed().as_secs_f64();
        let bare_url = set_up.bare_url(&folder.join(format!("bare-{turn}.db")));
        full_text::build(set_up.database_url(), &bare_url).await?;
        let (_peer, bare_at) = own::start(&["bare-search".as_ref(), bare_url.as_ref()]).await?;
        let files = folder.join("own-search");
        let (_own, own_at) =
            own::start(&["own-search".as_ref(), set_up.database_url().as_ref(), files.as_os_str()]).await?;
        let service = set_up.start().await?;
        let targets = |addr: SocketAddr, before: &str| -> Vec<Target> {
            let path = |query: &String| format!("{before}{}", escaped(query));
            queries.iter().map(path).map(|path| Target { addr, path, cookie: String::new(), headers: &[] }).collect()
        };
        let page = targets(service.addr, "/danh-muc?q=");
        let api = targets(service.addr, "/api/v1/entries?per_page=20&q=");
        let alone = targets(own_at, "/?q=");
        let bare = Asking::ALL.map(|asking| targets(bare_at, &format!("{}?q=", asking.path())));
        // The index is being built since the start: this waits for it.
        Connection::open(service.addr).await?.get(&api[queries.len() - 1]).await?;
        let before = service.resident_bytes()?;
        for (turn, connections) in CONNECTIONS.into_iter().enumerate() {
            println!("Tìm trong {entries} CSDL, {connections} kết nối…");
            let mut loads: [Vec<Load>; 5] = Default::default();
            for round in 0..rounds {
                let from = (turn * rounds + round) * queries.len() / (CONNECTIONS.len() * rounds);
                for (targets, loads) in [&page, &api, &alone, &bare[0], &bare[1]].into_iter().zip(&mut loads) {
                    loads.push(load_each(targets, from, connections, lasting).await?);
                }
            }
            let [page, api, own, every, close] = loads.map(|loads| median(&loads));
            searched.push(Searched { entries, connections, page, api, own, bare: [every, close] });
        }
        let resident = [before, service.resident_bytes()?];
        let counts = Asking::ALL.map(|asking| targets(bare_at, &format!("/count{}?q=", asking.path())));
        let found = [found(&api, "/total").await?, found(&counts[0], "").await?, found(&counts[1], "").await?];
        filled.push(Filled { entries, seconds, resident, found });
        service.stop().await?;
    }
    Ok(Searches { searched, filled })
}

/// What answers count, in the middle of some of the queries: the number at a place of their JSON.
async fn found(targets: &[Target], at: &str) -> Outcome<usize> {
    let mut counts = Vec::new();
    let mut connection = match targets.first() {
        Some(target) => Connection::open(target.addr).await?,
        None => return Ok(0),
    };
    for target in targets.iter().step_by(COUNTED_OF) {
        let answer: serde_json::Value = serde_json::from_slice(&connection.get_plain(target).await?.body)?;
        let count = answer.pointer(at).and_then(serde_json::Value::as_u64).ok_or("câu trả lời không có số đếm")?;
        counts.push(usize::try_from(count)?);
    }
    counts.sort_unstable();
    Ok(counts.get(counts.len() / 2).copied().unwrap_or(0))
}
