//! The search over generated catalogs of growing size: the page and the API beside one bare full-text query, turn about,
//! each request another query so that nothing is answered from what was kept.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::client::{Connection, Load, Target, load_each, median};
use crate::service::SetUp;
use crate::{Outcome, full_text};

const CONNECTIONS: [usize; 2] = [1, 32];
/// Distinct queries: more than a round asks, so that each is new.
const QUERIES: usize = 60_000;

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

/// What people type, from the words that the catalogs are generated of: a topic whole or in part, with a place or an
/// aspect, every other one without marks.
fn queries(root: &Path) -> Outcome<Vec<String>> {
    let table = std::fs::read_to_string(root.join("server/demo/generated_words.csv"))?;
    let of = |list: &str| -> Vec<String> {
        let rows = table.lines().filter_map(|line| line.strip_prefix(&format!("{list},")));
        rows.map(|text| text.trim_matches('"').to_owned()).collect()
    };
    let (topics, aspects, places) = (of("topic"), of("aspect"), of("place"));
    let mut queries = Vec::with_capacity(QUERIES);
    for number in 0..QUERIES {
        let topic = &topics[number % topics.len()];
        let other =
            if number % 3 == 0 { &places[number / 7 % places.len()] } else { &aspects[number / 5 % aspects.len()] };
        let text = format!("{topic} {other}");
        queries.push(if number % 2 == 0 { text } else { domain::text::fold(&text) });
    }
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
        set_up.generate(entries).await?;
        let seconds = begun.elapsed().as_secs_f64();
        let bare_url = set_up.bare_url(&folder.join(format!("bare-{turn}.db")));
        full_text::build(set_up.database_url(), &bare_url).await?;
        let (_peer, bare_at) = start_bare(&bare_url).await?;
        let service = set_up.start().await?;
        let targets = |addr: SocketAddr, before: &str, after: fn(usize) -> String| -> Vec<Target> {
            let path = |(n, q): (usize, &String)| format!("{before}{}{}", escaped(q), after(n));
            let target = |path| Target { addr, path, cookie: String::new() };
            queries.iter().enumerate().map(path).map(target).collect()
        };
        // The page's number makes each address new even when the words come again.
        let unique = |n: usize| format!("&page={}", 1 + n % 7);
        let page = targets(service.addr, "/danh-muc?q=", unique);
        let api = targets(service.addr, "/api/v1/entries?per_page=20&q=", unique);
        let bare = targets(bare_at, "/?q=", |_| String::new());
        // The first question builds the index.
        Connection::open(service.addr).await?.get(&api[0]).await?;
        for connections in CONNECTIONS {
            println!("Tìm trong {entries} CSDL, {connections} kết nối…");
            let (mut pages, mut apis, mut bares) = (Vec::new(), Vec::new(), Vec::new());
            for round in 0..rounds {
                let from = round * QUERIES / rounds.max(1);
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

async fn start_bare(url: &str) -> Outcome<(Child, SocketAddr)> {
    let mut child = Command::new(std::env::current_exe()?)
        .arg("bare-search")
        .arg(url)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let output = child.stdout.take().ok_or("máy chủ trần không có đầu ra")?;
    let line = BufReader::new(output).lines().next_line().await?.ok_or("máy chủ trần không chạy")?;
    Ok((child, line.trim().parse()?))
}
