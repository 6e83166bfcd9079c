//! The search over generated catalogs of growing size: the page and the API beside one bare full-text query, turn about,
//! each request another query so that nothing is answered from what was kept.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::client::{Connection, Load, Target, load_each, median};
use crate::service::SetUp;
use crate::{Outcome, full_text, own};

const CONNECTIONS: [usize; 2] = [1, 32];

/// One size of catalog over so many connections.
pub struct Searched {
    pub entries: usize,
    pub connections: usize,
    pub page: Load,
    pub api: Load,
    pub bare: Load,
}

/// What filling and serving a catalog of a size took.
pub struct Filled {
    pub entries: usize,
    pub seconds: f64,
    /// In memory with the index built.
    pub resident: u64,
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
) -> Outcome<(Vec<Searched>, Vec<Filled>)> {
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
        let service = set_up.start().await?;
        let targets = |addr: SocketAddr, before: &str| -> Vec<Target> {
            let path = |query: &String| format!("{before}{}", escaped(query));
            queries.iter().map(path).map(|path| Target { addr, path, cookie: String::new() }).collect()
        };
        let page = targets(service.addr, "/danh-muc?q=");
        let api = targets(service.addr, "/api/v1/entries?per_page=20&q=");
        let bare = targets(bare_at, "/?q=");
        // The index is being built since the start: this waits for it.
        Connection::open(service.addr).await?.get(&api[queries.len() - 1]).await?;
        for (turn, connections) in CONNECTIONS.into_iter().enumerate() {
            println!("Tìm trong {entries} CSDL, {connections} kết nối…");
            let (mut pages, mut apis, mut bares) = (Vec::new(), Vec::new(), Vec::new());
            for round in 0..rounds {
                let from = (turn * rounds + round) * queries.len() / (CONNECTIONS.len() * rounds);
                pages.push(load_each(&page, from, connections, lasting).await?);
                apis.push(load_each(&api, from, connections, lasting).await?);
                bares.push(load_each(&bare, from, connections, lasting).await?);
            }
            let (page, api, bare) = (median(&pages), median(&apis), median(&bares));
            searched.push(Searched { entries, connections, page, api, bare });
        }
        filled.push(Filled { entries, seconds, resident: service.resident_bytes()? });
        service.stop().await?;
    }
    Ok((searched, filled))
}
