//! The commands of `csdl`. Exit code 0: done; 1: input refused, a line each; 2: wrong usage or configuration. Whatever
//! has `--json` tells it so, too, however it ends ([`Failure::tell`]).

mod account;
mod edition;
mod export;
mod import;
mod import_catalog;
mod import_usage;
mod mapping_file;
mod serve;
mod skipped;
mod usage;
mod words;

use clap::{Parser, Subcommand};
use domain::account::Actor;
use sha2::{Digest, Sha256};
use store::{ReceiptFault, Store};
use time::OffsetDateTime;

use crate::config::Config;
use crate::failure::Failure;
use crate::output::say;
use crate::seed::{Scenario, generated, generated_review, seed};

/// Cổng dữ liệu dùng chung của tỉnh.
#[derive(Parser)]
#[command(name = "csdl", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Chạy máy chủ.
    Serve(serve::Serve),
    /// Đưa cơ sở dữ liệu về cấu trúc mới nhất.
    Migrate,
    /// Nhập dữ liệu từ tệp.
    Import(import::Import),
    /// Xuất danh mục ra tệp.
    Export(export::Export),
    /// Kiểm tra các lần ban hành.
    Edition(edition::Edition),
    /// Quản lý tài khoản.
    Account(account::Account),
    /// Nạp dữ liệu minh họa.
    Seed {
        /// `demo`: toàn bộ; `empty`: bảng tra cứu và tài khoản, chưa có danh mục; `generated`: danh mục được sinh để đo.
        what: String,
        /// Số CSDL của danh mục được sinh.
        #[arg(long, default_value_t = 10_000)]
        entries: u32,
        /// Lần sửa đổi của danh mục được sinh: từ 1, mười CSDL thì sửa một, trăm CSDL thì thay một.
        #[arg(long, default_value_t = 0)]
        revision: u32,
        /// Cho chừng này cơ quan rà soát danh mục được sinh, thẩm định, tổng hợp dự thảo.
        #[arg(long)]
        review_by: Option<usize>,
    },
    /// Biên nhận của các phiếu đã gửi.
    Receipt {
        /// `verify`: kiểm tra mã băm của nội dung đã gửi, đối chiếu với nhật ký kiểm toán.
        what: String,
    },
    /// Nhật ký kiểm toán.
    Audit {
        /// `verify`: kiểm tra chuỗi băm.
        what: String,
    },
}

impl Cli {
    /// What the arguments say. Where they say nothing that can be done, the program ends here with the reason; to who asked
    /// for JSON it is told so, too. Help and the version are no failure.
    pub fn read() -> Self {
        Self::try_parse().unwrap_or_else(|error| {
            if !error.use_stderr() {
                say!("{}", usage::help(&error));
                std::process::exit(error.exit_code());
            }
            let failure = Failure::usage(usage::words(&error));
            failure.tell(std::env::args_os().any(|argument| argument == "--json"));
            std::process::exit(failure.code.into())
        })
    }

    /// Whether a program is told how it ends.
    pub fn as_json(&self) -> bool {
        match &self.command {
            Command::Import(args) => args.json(),
            Command::Edition(args) => args.json(),
            _ => false,
        }
    }
}

/// Runs a command.
///
/// # Errors
/// The failure to print, with its exit code.
pub async fn run(cli: Cli) -> Result<(), Failure> {
    let config = Config::load()?;
    match cli.command {
        Command::Serve(args) => serve::run(config, args).await,
        Command::Migrate => open(&config).await.map(|_| say!("Cấu trúc cơ sở dữ liệu đã mới nhất.")),
        Command::Import(args) => import::run(&open(&config).await?, &config.usage_left_out, args).await,
        Command::Export(args) => export::run(&open(&config).await?, args).await,
        Command::Edition(args) => edition::run(&open(&config).await?, args).await,
        Command::Account(args) => account::run(&open(&config).await?, args).await,
        Command::Seed { what, entries, revision, review_by } => {
            let scenario = match what.as_str() {
                "demo" => Scenario::Demo,
                "empty" | "generated" => Scenario::Empty,
                other => {
                    let known = "dùng demo, empty hoặc generated";
                    return Err(Failure::usage(format!("Không có bộ dữ liệu “{other}”: {known}.")));
                }
            };
            let (password, drawn) = demo_password();
            let store = open(&config).await?;
            seed(&store, scenario, &password, OffsetDateTime::now_utc()).await?;
            if what == "generated" {
                let now = OffsetDateTime::now_utc();
                if let Some(agencies) = review_by {
                    generated_review::agencies(&store, agencies, now).await?;
                }
                generated::make(&store, entries, revision, now).await?;
                if review_by.is_some() {
                    generated_review::make(&store, now).await?;
                }
            }
            say!("Đã nạp dữ liệu minh họa.{}", if drawn { format!(" Mật khẩu: {password}") } else { String::new() });
            Ok(())
        }
        Command::Receipt { what } if what == "verify" => verify_receipts(&open(&config).await?).await,
        Command::Receipt { what } => Err(Failure::usage(format!("Không có lệnh receipt “{what}”: dùng verify."))),
        Command::Audit { what } if what == "verify" => verify(&open(&config).await?).await,
        Command::Audit { what } => Err(Failure::usage(format!("Không có lệnh audit “{what}”: dùng verify."))),
    }
}

/// The database, brought up to date.
pub(crate) async fn open(config: &Config) -> Result<Store, Failure> {
    if let Some(path) = config.database_url.strip_prefix("sqlite://")
        && let Some(folder) = std::path::Path::new(path.split('?').next().unwrap_or(path)).parent()
    {
        std::fs::create_dir_all(folder)?;
    }
    let store = Store::connect(&config.database_url, &config.storage_url).await;
    let store = store.map_err(|error| Failure::usage(format!("Không mở được cơ sở dữ liệu: {error}")))?;
    store.migrate().await.map_err(|error| Failure::usage(format!("Không cập nhật được cấu trúc: {error}")))?;
    store.allow_accounts_per_role(config.accounts_per_role);
    Ok(store)
}

/// The password of the demonstration's accounts: from `CSDL_DEMO_PASSWORD`, else drawn. Whether it was drawn.
pub(crate) fn demo_password() -> (String, bool) {
    match std::env::var("CSDL_DEMO_PASSWORD") {
        Ok(password) if !password.is_empty() => (password, false),
        _ => (uuid::Uuid::new_v4().simple().to_string()[..12].to_owned(), true),
    }
}

async fn verify(store: &Store) -> Result<(), Failure> {
    let report = store.verify_audit(&Actor::system(OffsetDateTime::now_utc())).await?;
    match report.first_bad {
        None => {
            say!("Nhật ký nguyên vẹn: {} dòng.", report.rows);
            Ok(())
        }
        Some(seq) => Err(Failure::refused([format!("Nhật ký sai từ dòng {seq} (trong {} dòng).", report.rows)])),
    }
}

async fn verify_receipts(store: &Store) -> Result<(), Failure> {
    let report = store.verify_receipts(&Actor::system(OffsetDateTime::now_utc())).await?;
    if report.faults.is_empty() {
        let unkept = report.unkept;
        say!("{} biên nhận nguyên vẹn, trong đó {unkept} biên nhận cũ chưa giữ nội dung đã gửi.", report.receipts);
        return Ok(());
    }
    Err(Failure::refused(report.faults.into_iter().map(|fault| match fault {
        ReceiptFault::Content { number, stated, found } => {
            format!("{number}: nội dung đã gửi có mã băm {found}, không phải {stated} như trên biên nhận.")
        }
        ReceiptFault::NotLogged { number } => format!("{number}: nhật ký kiểm toán không ghi biên nhận có mã băm này."),
        ReceiptFault::Lost { number } => format!("{number}: nhật ký kiểm toán có ghi, nhưng biên nhận không còn."),
    })))
}

/// SHA-256 in hexadecimal.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
