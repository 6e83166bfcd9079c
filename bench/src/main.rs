//! The benchmarks: pages beside a bare handler that returns the same bytes, the first load in a browser, start-up and
//! memory. Everything is measured in one run on one machine and told as ratios: these machines differ, and are noisy.

mod client;
mod exchange;
mod first_load;
mod full_text;
mod machine;
mod own;
mod pages;
mod peer;
mod record;
mod report;
mod review;
mod search;
mod searching;
mod service;
mod usage;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};
use mimalloc::MiMalloc;

/// Anything that stops a measurement.
pub type Outcome<T = ()> = Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Đo dịch vụ bên cạnh giới hạn trần, trong cùng một lượt chạy.
#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Đo tất cả.
    Run(Run),
    /// Máy chủ trần trả lại đúng những byte đã cho; tự chạy trong lúc đo.
    Peer { folder: PathBuf },
    /// Máy chủ trần tìm toàn văn bằng chính cơ sở dữ liệu; tự chạy trong lúc đo.
    BareSearch { database_url: String },
    /// Máy chủ trần tìm bằng `Store::catalog` của dịch vụ, không vẽ; tự chạy trong lúc đo.
    OwnSearch { database_url: String, files: PathBuf },
}

/// What is measured, in its order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    Pages,
    Search,
    Exchange,
    Review,
    Usage,
}

#[derive(clap::Args)]
struct Run {
    /// Chương trình `csdl`.
    #[arg(long)]
    program: PathBuf,
    /// Thư mục gốc của kho mã.
    #[arg(long)]
    root: PathBuf,
    /// Cơ sở dữ liệu trống để đo trên đó (mặc định: một tệp SQLite tạm).
    #[arg(long)]
    database_url: Option<String>,
    /// Chỉ đo những phần này; để trống thì đo tất cả.
    #[arg(long, value_delimiter = ',')]
    parts: Vec<Part>,
    /// Số lượt của mỗi phép đo.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Số mili giây của mỗi lượt.
    #[arg(long, default_value_t = 1_000)]
    millis: u64,
    /// Cỡ của các danh mục được sinh để đo tìm kiếm, từ nhỏ đến lớn.
    #[arg(long, value_delimiter = ',', default_value = "10000,100000")]
    entries: Vec<usize>,
    /// Số sự kiện khai thác được sinh trong năm năm.
    #[arg(long, default_value_t = 50_000_000)]
    events: u64,
    /// Ghi kết quả vào tệp này (Markdown): phần đã đo thay phần cùng tên.
    #[arg(long)]
    record: Option<PathBuf>,
}

/// The same as the program's, for the bare handlers too.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> Outcome {
    match Cli::parse().command {
        Command::Run(args) => run(args).await,
        Command::Peer { folder } => peer::serve(&folder).await,
        Command::BareSearch { database_url } => full_text::serve(&database_url).await,
        Command::OwnSearch { database_url, files } => searching::serve(&database_url, &files).await,
    }
}

async fn run(args: Run) -> Outcome {
    let parts = [Part::Pages, Part::Search, Part::Exchange, Part::Review, Part::Usage];
    for part in parts.into_iter().filter(|part| args.parts.is_empty() || args.parts.contains(part)) {
        measure(part, &args).await?;
    }
    Ok(())
}

/// Measures a part in databases of its own, and tells it at once: what comes later may fail.
async fn measure(part: Part, args: &Run) -> Outcome {
    let lasting = Duration::from_millis(args.millis);
    let (program, root, beside, rounds) = (&args.program, &args.root, args.database_url.as_deref(), args.rounds);
    let database = beside.map_or("SQLite", |_| "PostgreSQL");
    let file = args.record.as_deref();
    let folder = tempfile::tempdir()?;
    match part {
        Part::Pages => record::told(&shown(args, folder.path()).await?, database, file),
        Part::Search => {
            let other = match beside {
                Some(url) => Some(full_text::new_database(url, "csdl_bench_search").await?),
                None => None,
            };
            let set_up = service::SetUp::new(program, root, folder.path(), other.as_deref())?;
            let searches = search::measure(&set_up, root, folder.path(), &args.entries, rounds, lasting).await?;
            record::told(&searches, database, file)
        }
        Part::Exchange => {
            record::told(&exchange::measure(program, root, folder.path(), beside, rounds).await?, database, file)
        }
        Part::Review => {
            record::told(&review::measure(program, root, folder.path(), beside, rounds).await?, database, file)
        }
        Part::Usage => {
            let sizes = (args.events, rounds, lasting);
            record::told(&usage::measure(program, root, folder.path(), beside, sizes).await?, database, file)
        }
    }
}

async fn shown(args: &Run, folder: &Path) -> Outcome<report::Shown> {
    let set_up = service::SetUp::new(&args.program, &args.root, folder, args.database_url.as_deref())?;
    println!("Nạp dữ liệu minh họa…");
    set_up.seed().await?;
    let starts = set_up.start_times(args.rounds).await?;
    let running = set_up.start().await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let idle = running.resident_bytes()?;
    let pages = pages::measure(&running, folder, args.rounds, Duration::from_millis(args.millis)).await?;
    let busy = running.resident_bytes()?;
    println!("Tải lần đầu trong trình duyệt…");
    let loads = first_load::measure(&args.root, &running.url).await?;
    running.stop().await?;
    Ok(report::Shown { pages, loads, starts, idle, busy })
}
