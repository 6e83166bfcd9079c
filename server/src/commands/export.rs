//! `csdl export catalog`: what the catalog's page gives to take along, without a browser.

use std::path::{Path, PathBuf};

use app::text::export as words;
use clap::{Args, Subcommand};
use domain::account::Actor;
use store::{Error, Store};
use time::OffsetDateTime;

use crate::export::{Asked, Kind, Wrong, make};
use crate::failure::Failure;
use crate::output::{complain, print, say};

#[derive(Args)]
pub struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Danh mục của một lần ban hành, hoặc danh mục có hiệu lực tại một ngày (mặc định: hôm nay), cả hay một phần.
    Catalog(Catalog),
}

#[derive(Args)]
struct Catalog {
    /// Số của lần ban hành.
    #[arg(long, conflicts_with = "as_of")]
    edition: Option<String>,
    /// Ngày, ví dụ 2024-06-15.
    #[arg(long)]
    as_of: Option<String>,
    /// Từ cần tìm, như ô tìm của trang danh mục.
    #[arg(long)]
    q: Option<String>,
    /// Mã đơn vị chủ quản.
    #[arg(long)]
    agency: Option<String>,
    /// Mã lĩnh vực.
    #[arg(long)]
    sector: Option<String>,
    /// open, default, specific, none
    #[arg(long)]
    form: Option<String>,
    /// relevance, name, agency, code
    #[arg(long)]
    sort: Option<String>,
    /// xlsx, csv hoặc json
    #[arg(long, default_value = "xlsx")]
    format: String,
    /// Dấu ngăn ô của csv: , hoặc ; hoặc tab
    #[arg(long)]
    sep: Option<String>,
    /// Mỗi dòng của csv là một CSDL (entry) hay một hạng mục (item; CSDL chưa có hạng mục vẫn có một dòng)
    #[arg(long)]
    per: Option<String>,
    /// Tệp để ghi; không có, hoặc là -, thì in ra đầu ra chuẩn
    #[arg(short, long)]
    output: Option<PathBuf>,
}

/// What asks for the standard output, as a file of that name does not.
const STANDARD_OUTPUT: &str = "-";

/// Runs the command.
///
/// # Errors
/// An unknown edition, date or format; a file that cannot be written.
pub async fn run(store: &Store, args: Export) -> Result<(), Failure> {
    let What::Catalog(args) = args.what;
    let wrong = |Wrong(name, value): Wrong| Failure::usage(words::wrong(&name.replace("as_of", "as-of"), &value));
    let kind: Kind = args.format.parse().map_err(|_| wrong(Wrong("format".to_owned(), args.format.clone())))?;
    let pairs = [
        ("edition", args.edition),
        ("as_of", args.as_of),
        ("q", args.q),
        ("agency", args.agency),
        ("sector", args.sector),
        ("form", args.form),
        ("sort", args.sort),
        ("sep", args.sep),
        ("per", args.per),
    ];
    let pairs: Vec<(String, String)> =
        pairs.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    let asked = Asked::read(&pairs).map_err(wrong)?;
    let actor = Actor::anonymous(OffsetDateTime::now_utc());
    let selection = match store.selection(&actor, &asked.filter).await {
        Ok(Some(selection)) => selection,
        Ok(None) => return Err(Failure::refused([words::NO_EDITION.to_owned()])),
        Err(Error::NotFound) => return Err(Failure::refused([words::NOT_FOUND.to_owned()])),
        Err(Error::TooMany(count)) => return Err(Failure::refused([words::too_many(count)])),
        Err(error) => return Err(error.into()),
    };
    let count = selection.entries.len();
    let bytes = make(selection, kind, &asked).map_err(|error| Failure::usage(format!("Không ghi được: {error}")))?;
    match args.output.filter(|path| path != Path::new(STANDARD_OUTPUT)) {
        Some(path) => {
            std::fs::write(&path, bytes).map_err(|error| Failure::unwritten(&path, &error))?;
            say!("Đã ghi {count} CSDL vào {}.", path.display());
        }
        None => {
            print(&bytes)?;
            complain!("Đã ghi {count} CSDL.");
        }
    }
    Ok(())
}
