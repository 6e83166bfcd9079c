//! `csdl import`: reference tables; the annex of a decision has a file of its own.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use domain::account::Actor;
use domain::catalog::Lists;
use domain::overlap::KeptField;
use serde_json::json;
use store::{Imported, NationalImported, Store};
use time::OffsetDateTime;

use super::{import_catalog, import_usage};
use crate::failure::Failure;
use crate::output::say;
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
    /// Cơ sở dữ liệu quốc gia, bộ ngành để đối chiếu trùng lặp.
    NationalDatabases { file: PathBuf },
    /// Văn bản pháp lý làm căn cứ.
    LegalDocuments { file: PathBuf },
    /// Từ viết tắt, từ đồng nghĩa của ô tìm kiếm.
    Synonyms { file: PathBuf },
    /// Lượt sử dụng cổng (CSV: time, kind, entry_code, query, agency; có thể có id).
    Usage { file: PathBuf },
    /// Danh mục từ phụ lục Excel của một quyết định.
    Catalog(Box<import_catalog::Catalog>),
}

impl Import {
    pub(super) fn json(&self) -> bool {
        self.json
    }
}

/// Runs the command. `left_out`: whose use is not counted.
///
/// # Errors
/// A file that is not there (2) or whose content is refused (1).
pub async fn run(store: &Store, left_out: &[String], args: Import) -> Result<(), Failure> {
    let actor = Actor::system(OffsetDateTime::now_utc());
    let dry_run = args.dry_run;
    let done = match args.what {
        What::Catalog(catalog) => return import_catalog::run(store, &actor, &catalog, dry_run, args.json).await,
        What::Usage { file } => return import_usage::run(store, &file, left_out, dry_run, args.json).await,
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
        What::LegalDocuments { file } => {
            let rows = tables::legal_documents(&name(&file), &read(&file)?)?;
            store.import_legal(&actor, &rows, dry_run).await?
        }
        What::NationalDatabases { file } => {
            let rows = tables::national_databases(&name(&file), &read(&file)?)?;
            let told = store.import_national(&actor, &rows, dry_run).await?;
            report_national(&told, dry_run, args.json);
            return Ok(());
        }
    };
    report(done, dry_run, args.json);
    Ok(())
}

/// What was done, and where the file says something else than what was edited on the page: that stays.
fn report_national(told: &NationalImported, dry_run: bool, as_json: bool) {
    // The first line of the file names its columns.
    let line = |kept: &KeptField| kept.row + 2;
    if as_json {
        let kept = told.kept.iter().map(|kept| {
            let (field, stands, listed) = (kept.field, &kept.stands, &kept.listed);
            json!({ "row": line(kept), "id": kept.id, "field": field, "kept": stands, "listed": listed })
        });
        let kept: Vec<serde_json::Value> = kept.collect();
        let Imported { added, changed, same } = told.done;
        say!("{}", json!({ "added": added, "changed": changed, "same": same, "written": !dry_run, "kept": kept }));
        return;
    }
    report(told.done, dry_run, false);
    for kept in &told.kept {
        say!(
            "dòng {} ({}), cột {}: giữ nội dung đã sửa trên cổng “{}”; tệp ghi “{}”.",
            line(kept),
            kept.id,
            kept.field,
            kept.stands,
            kept.listed
        );
    }
}

fn report(done: Imported, dry_run: bool, as_json: bool) {
    if as_json {
        say!("{}", json!({ "added": done.added, "changed": done.changed, "same": done.same, "written": !dry_run }));
    } else {
        let verb = if dry_run { "Sẽ" } else { "Đã" };
        say!("{verb} thêm {}, sửa {}; {} dòng không đổi.", done.added, done.changed, done.same);
    }
}

pub(super) fn name(file: &Path) -> String {
    file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

pub(super) fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(file).map_err(|error| Failure::unread(file, &error))
}

/// A file of at most so many bytes, and one byte of what is larger: whoever reads it refuses that by its length.
pub(super) fn read_at_most(file: &Path, bytes: usize) -> Result<Vec<u8>, Failure> {
    let failed = |error: std::io::Error| Failure::unread(file, &error);
    let mut read = Vec::new();
    let opened = std::fs::File::open(file).map_err(failed)?;
    opened.take(bytes as u64 + 1).read_to_end(&mut read).map_err(failed)?;
    Ok(read)
}
