//! The benchmarks: pages beside a bare handler that returns the same bytes, the first load in a browser, start-up and
//! memory. Everything is measured in one run on one machine and told as ratios: these machines differ, and are noisy.

mod client;
mod first_load;
mod machine;
mod pages;
mod peer;
mod report;
mod service;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, Subcommand};

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
    /// Số lượt của mỗi phép đo.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Số mili giây của mỗi lượt.
    #[arg(long, default_value_t = 1_000)]
    millis: u64,
    /// Ghi kết quả vào tệp này (Markdown).
    #[arg(long)]
    record: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Outcome {
    match Cli::parse().command {
        Command::Run(args) => run(args).await,
        Command::Peer { folder } => peer::serve(&folder).await,
    }
}

async fn run(args: Run) -> Outcome {
    let folder = tempfile::tempdir()?;
    let set_up = service::SetUp::new(&args.program, &args.root, folder.path(), args.database_url.as_deref())?;
    println!("Nạp dữ liệu minh họa…");
    set_up.seed().await?;
    let starts = set_up.start_times(args.rounds).await?;
    let running = set_up.start().await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    let idle = running.resident_bytes()?;
    let pages = pages::measure(&running, folder.path(), args.rounds, Duration::from_millis(args.millis)).await?;
    let busy = running.resident_bytes()?;
    println!("Tải lần đầu trong trình duyệt…");
    let loads = first_load::measure(&args.root, &running.url).await?;
    running.stop().await?;
    let database = args.database_url.as_deref().map_or("SQLite", |_| "PostgreSQL");
    let report = report::Report { database, machine: machine::describe(), pages, loads, starts, idle, busy };
    let text = report.markdown();
    println!("\n{text}");
    if let Some(file) = args.record {
        std::fs::write(file, text)?;
    }
    Ok(())
}
