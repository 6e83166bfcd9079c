//! A large annex in and out, and two large editions compared.

use std::path::Path;
use std::time::{Duration, Instant};

use crate::client::{Connection, Target};
use crate::service::{Ran, SetUp};
use crate::{Outcome, full_text};

/// Rows of the annex, and entries of each of the two editions.
const ENTRIES: usize = 10_000;

/// What it took, with editions of so many entries.
pub struct Exchanged {
    pub entries: usize,
    pub export: Ran,
    /// Reading and checking the annex, nothing written: what the import is told beside.
    pub look: Ran,
    pub import: Ran,
    /// Each as answered first and as answered in the middle of several rounds.
    pub comparisons: Vec<(&'static str, Duration, Duration)>,
    /// The whole dossier of a draft edition of [`DOSSIER`]: how long it took, and the most bytes of the service.
    pub dossier: Ran,
}

/// Entries of the draft whose dossier is made, and agencies that were asked.
pub const DOSSIER: (usize, usize) = (5_000, 200);

/// Measures it in databases of its own: SQLite files in `folder`, or new ones beside the PostgreSQL database given.
pub async fn measure(
    program: &Path,
    root: &Path,
    folder: &Path,
    beside: Option<&str>,
    rounds: usize,
) -> Outcome<Exchanged> {
    let database = async |name: &'static str| match beside {
        Some(url) => full_text::new_database(url, name).await.map(Some),
        None => Ok(None),
    };
    let of = |part: &str| -> Outcome<std::path::PathBuf> {
        let own = folder.join(part);
        std::fs::create_dir_all(&own)?;
        Ok(own)
    };
    println!("Xuất, nhập và so sánh {ENTRIES} CSDL…");
    let from = SetUp::new(program, root, &of("from")?, database("csdl_bench_from").await?.as_deref())?;
    let into = SetUp::new(program, root, &of("into")?, database("csdl_bench_into").await?.as_deref())?;
    from.generate(ENTRIES, 0).await?;
    let file = folder.join("phu-luc.xlsx").display().to_string();
    let export = from.run(&["export", "catalog", "--output", &file]).await?;
    into.run(&["seed", "empty"]).await?;
    let decision = ["--number", "1/QD", "--date", "01/06/2026", "--signer", "Không có thật"];
    let look = into.run(&[&["import", "--dry-run", "catalog", &file][..], &decision].concat()).await?;
    let import = into.run(&[&["import", "catalog", &file][..], &decision].concat()).await?;
    from.generate(ENTRIES, 1).await?;
    let service = from.start().await?;
    let mut connection = Connection::open(service.addr).await?;
    let mut comparisons = Vec::new();
    for (name, path) in [
        ("Trang so sánh", "/ban-hanh/1/so-sanh/2?page="),
        ("API, toàn bộ", "/api/v1/editions/1/diff/2?"),
        ("Excel, toàn bộ", "/ban-hanh/1/so-sanh/2/so-sanh.xlsx?"),
    ] {
        let mut times = Vec::new();
        for round in 1..=rounds.max(2) {
            // Another page of the comparison each time: none is answered from what was kept.
            let path = if path.ends_with('=') { format!("{path}{round}") } else { path.to_owned() };
            let begun = Instant::now();
            let answer =
                connection.get(&Target { addr: service.addr, path, cookie: String::new(), headers: &[] }).await?;
            if !answer.status.is_success() {
                return Err(format!("{name} trả lời {}", answer.status).into());
            }
            times.push(begun.elapsed());
        }
        let first = times[0];
        times.sort_unstable();
        comparisons.push((name, first, times[times.len() / 2]));
    }
    service.stop().await?;
    let reviewed = SetUp::new(program, root, &of("reviewed")?, database("csdl_bench_dossier").await?.as_deref())?;
    let dossier = dossier(&reviewed).await?;
    Ok(Exchanged { entries: ENTRIES, export, look, import, comparisons, dossier })
}

/// The dossier as one archive, asked for by the coordinator.
async fn dossier(set_up: &SetUp) -> Outcome<Ran> {
    println!("Hồ sơ trình của {} CSDL, {} cơ quan…", DOSSIER.0, DOSSIER.1);
    set_up.reviewed(DOSSIER.0, DOSSIER.1).await?;
    let service = set_up.start().await?;
    let cookie = service.sign_in().await?;
    let year = time::OffsetDateTime::now_utc().year();
    let path = format!("/ra-soat/{year}/du-thao/ho-so-trinh.zip");
    let begun = Instant::now();
    let mut connection = Connection::open(service.addr).await?;
    let answer = connection.get(&Target { addr: service.addr, path, cookie, headers: &[] }).await?;
    let seconds = begun.elapsed().as_secs_f64();
    if !answer.status.is_success() {
        return Err(format!("hồ sơ trình trả lời {}", answer.status).into());
    }
    let peak = service.peak_bytes()?;
    service.stop().await?;
    Ok(Ran { seconds, peak })
}
