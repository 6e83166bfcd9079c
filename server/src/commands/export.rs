//! `csdl export catalog`: an edition as the annex, or flat.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::account::Actor;
use domain::edition::EditionContent;
use domain::format::parse_date;
use domain::id::EditionId;
use store::Store;
use time::OffsetDateTime;

use crate::failure::Failure;

#[derive(Args)]
pub struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Danh mục của một lần ban hành, hoặc danh mục có hiệu lực tại một ngày (mặc định: hôm nay).
    Catalog {
        #[arg(long, conflicts_with = "as_of")]
        edition: Option<i64>,
        #[arg(long)]
        as_of: Option<String>,
        /// xlsx, csv hoặc json
        #[arg(long, default_value = "xlsx")]
        format: String,
        #[arg(short, long)]
        output: PathBuf,
    },
}

/// Runs the command.
///
/// # Errors
/// An unknown edition, date or format; a file that cannot be written.
pub async fn run(store: &Store, args: Export) -> Result<(), Failure> {
    let What::Catalog { edition, as_of, format, output } = args.what;
    let actor = Actor::anonymous(OffsetDateTime::now_utc());
    let id = match (edition, as_of) {
        (Some(id), _) => EditionId(id),
        (None, as_of) => {
            let wrong = || Failure::usage("--as-of phải là ngày, ví dụ 2024-06-15.");
            let day = as_of.map_or(Ok(actor.today()), |text| parse_date(&text).ok_or_else(wrong))?;
            let found = store.edition_in_force(day).await?;
            found.ok_or_else(|| Failure::refused(["Ngày đó chưa có danh mục nào có hiệu lực.".to_owned()]))?.id
        }
    };
    let content = store.edition_content(&actor, id).await?;
    let failed = |error: &dyn std::fmt::Display| Failure::usage(format!("Không ghi được: {error}"));
    let bytes = match format.as_str() {
        "xlsx" => documents::annex::write_annex(&content).map_err(|error| failed(&error))?,
        "json" => serde_json::to_vec_pretty(&content).map_err(|error| failed(&error))?,
        "csv" => flat(&content).map_err(|error| failed(&error))?,
        other => return Err(Failure::usage(format!("Không có định dạng “{other}”: dùng xlsx, csv hoặc json."))),
    };
    std::fs::write(&output, bytes)?;
    println!("Đã ghi {}.", output.display());
    Ok(())
}

/// One row an entry. Text that a spreadsheet would take for a formula is fenced with an apostrophe.
fn flat(content: &EditionContent) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(vec![0xEF, 0xBB, 0xBF]);
    writer.write_record([
        "code",
        "owner",
        "name",
        "sector",
        "purpose",
        "scope",
        "content",
        "collection_mechanism",
        "source",
        "update_frequency",
        "legal_basis",
        "start_year",
        "items",
    ])?;
    for group in &content.groups {
        for (code, entry) in &group.entries {
            let items: Vec<&str> = entry.items.iter().map(|item| item.name.as_str()).collect();
            let year = entry.start_year.map(|year| year.to_string()).unwrap_or_default();
            let cells = [
                code.as_str(),
                &group.agency.name,
                &entry.name,
                &entry.sector,
                &entry.purpose,
                &entry.scope,
                &entry.content,
                &entry.collection_mechanism,
                &entry.source,
                &entry.update_frequency,
                &entry.legal_basis,
                &year,
                &items.join("; "),
            ];
            writer.write_record(cells.map(fenced))?;
        }
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn fenced(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
}
