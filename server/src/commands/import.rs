//! `csdl import`: reference tables, and the annex of a decision.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use domain::account::Actor;
use domain::annex::{AnnexIssue, ImportHeader, ImportPreview};
use domain::campaign::DecisionDraft;
use domain::catalog::Lists;
use serde_json::json;
use store::{Imported, Store};
use time::OffsetDateTime;

use super::{sha256_hex, words};
use crate::failure::Failure;
use crate::seed::tables;

#[derive(Args)]
pub struct Import {
    #[command(subcommand)]
    what: What,
    /// Chỉ xem trước, không ghi gì.
    #[arg(long, global = true)]
    dry_run: bool,
    /// In kết quả dạng JSON cho chương trình khác.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum What {
    /// Cơ quan, mỗi dòng một giai đoạn.
    Agencies { file: PathBuf },
    /// Sự kiện sáp nhập, chia tách, đổi tên cơ quan.
    AgencyEvents { file: PathBuf },
    /// Ngày nghỉ và ngày làm bù.
    Holidays { file: PathBuf },
    /// Lĩnh vực.
    Sectors { file: PathBuf },
    /// Tần suất cập nhật.
    Frequencies { file: PathBuf },
    /// Nhóm đối tượng khai thác.
    Classes { file: PathBuf },
    /// Từ viết tắt, từ đồng nghĩa của ô tìm kiếm.
    Synonyms { file: PathBuf },
    /// Danh mục từ phụ lục Excel của một quyết định.
    Catalog(Catalog),
}

#[derive(Args)]
struct Catalog {
    file: PathBuf,
    #[arg(long)]
    year: i32,
    /// Số, ký hiệu quyết định.
    #[arg(long)]
    number: String,
    /// Ngày ký.
    #[arg(long)]
    date: String,
    /// Ngày có hiệu lực (mặc định: ngày ký).
    #[arg(long)]
    effective_from: Option<String>,
    #[arg(long)]
    signer: String,
    #[arg(long, default_value = "CHỦ TỊCH")]
    signer_title: String,
}

/// Runs the command.
///
/// # Errors
/// A file that is not there (2) or whose content is refused (1).
pub async fn run(store: &Store, args: Import) -> Result<(), Failure> {
    let actor = Actor::system(OffsetDateTime::now_utc());
    let dry_run = args.dry_run;
    let done = match args.what {
        What::Catalog(catalog) => return import_catalog(store, &actor, &catalog, dry_run, args.json).await,
        What::Agencies { file } => {
            let rows = tables::agencies(&name(&file), &read(&file)?)?;
            store.import_agencies(&actor, &rows, dry_run).await?
        }
        What::AgencyEvents { file } => {
            let rows = tables::agency_events(&name(&file), &read(&file)?)?;
            store.import_agency_events(&actor, &rows, dry_run).await?
        }
        What::Holidays { file } => {
            let rows = tables::holidays(&name(&file), &read(&file)?)?;
            store.import_holidays(&actor, &rows, dry_run).await?
        }
        What::Sectors { file } => {
            let sectors = tables::named(&name(&file), &read(&file)?)?;
            store.import_lists(&actor, &Lists { sectors, ..Lists::default() }, dry_run).await?
        }
        What::Synonyms { file } => {
            let groups = tables::synonyms(&name(&file), &read(&file)?)?;
            store.import_synonyms(&actor, &groups, dry_run).await?
        }
        What::Frequencies { file } => {
            let frequencies = tables::named(&name(&file), &read(&file)?)?;
            store.import_lists(&actor, &Lists { frequencies, ..Lists::default() }, dry_run).await?
        }
        What::Classes { file } => {
            let classes = tables::classes(&name(&file), &read(&file)?)?;
            store.import_lists(&actor, &Lists { classes, ..Lists::default() }, dry_run).await?
        }
    };
    report(done, dry_run, args.json);
    Ok(())
}

fn report(done: Imported, dry_run: bool, as_json: bool) {
    if as_json {
        println!("{}", json!({ "added": done.added, "changed": done.changed, "same": done.same, "written": !dry_run }));
    } else {
        let verb = if dry_run { "Sẽ" } else { "Đã" };
        println!("{verb} thêm {}, sửa {}; {} dòng không đổi.", done.added, done.changed, done.same);
    }
}

fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| Failure::usage(format!("Không đọc được {}: {error}", file.display())))
}

async fn import_catalog(
    store: &Store,
    actor: &Actor,
    args: &Catalog,
    dry_run: bool,
    as_json: bool,
) -> Result<(), Failure> {
    let draft = DecisionDraft {
        number: args.number.clone(),
        date: args.date.clone(),
        effective_from: args.effective_from.clone().unwrap_or_else(|| args.date.clone()),
        signer: args.signer.clone(),
        signer_title: args.signer_title.clone(),
    };
    let decision = draft.check().map_err(|remarks| {
        let fields: Vec<String> =
            remarks.iter().map(|remark| format!("--{}", remark.field.replace('_', "-"))).collect();
        Failure::usage(format!("Thông tin quyết định chưa đúng: {}", fields.join(", ")))
    })?;
    let (file, bytes) = (name(&args.file), read(&args.file)?);
    let annex = documents::annex::read_annex(&bytes, &store.lists().await?);
    let annex = match annex {
        Ok(annex) => annex,
        Err(issue) => {
            if as_json {
                println!(
                    "{}",
                    json!({ "entries": [], "warnings": [], "errors": [issue_json(&issue)], "written": false })
                );
            }
            return Err(Failure::refused([words::line(&file, &issue)]));
        }
    };
    let header = ImportHeader { year: args.year, decision };
    let mut preview = store.preview_import(actor, &file, &sha256_hex(&bytes), annex, &header).await?;
    let refused = !preview.errors.is_empty();
    if let (Some(id), false, false) = (preview.id, dry_run, refused) {
        preview = store.confirm_import(actor, id, &[]).await?;
    }
    if as_json {
        println!("{}", preview_json(&preview));
    } else {
        for issue in &preview.warnings {
            println!("Lưu ý: {}", words::line(&file, issue));
        }
        println!("{}", words::outcome(&preview, dry_run));
    }
    if refused { Err(Failure::refused(preview.errors.iter().map(|issue| words::line(&file, issue)))) } else { Ok(()) }
}

fn issue_json(issue: &AnnexIssue) -> serde_json::Value {
    json!({
        "sheet": issue.place.sheet,
        "row": issue.place.row,
        "column": issue.place.column,
        "code": issue.code,
        "message": words::sentence(issue),
    })
}

fn preview_json(preview: &ImportPreview) -> serde_json::Value {
    let entries = preview.rows.iter().map(|row| {
        json!({
            "name": row.name, "agency": row.agency, "sheet": row.place.sheet, "row": row.place.row, "items": row.items,
        })
    });
    json!({
        "entries": entries.collect::<Vec<_>>(),
        "warnings": preview.warnings.iter().map(issue_json).collect::<Vec<_>>(),
        "errors": preview.errors.iter().map(issue_json).collect::<Vec<_>>(),
        "written": preview.written.is_some(),
    })
}
