//! `csdl import catalog`: the annex of a decision, without a browser.

use std::collections::BTreeSet;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use app::text::error::field_message;
use app::text::import::FAILED_ROWS_ALONE;
use clap::Args;
use documents::WORKBOOK_BYTES_MAX;
use documents::annex::AnnexBook;
use domain::account::Actor;
use domain::annex::{Annex, AnnexIssue, ImportHeader, ImportPreview, Mapping, named_decision};
use domain::campaign::{DecisionDraft, codes_of};
use domain::edition::Decision;
use domain::id::EditionId;
use serde_json::json;
use store::{Error, Progress, Store};

use super::import::{name, read_at_most};
use super::skipped::{self, Skipped};
use super::{mapping_file, sha256_hex, words};
use crate::failure::Failure;
use crate::output::{complain, say};

#[derive(Args)]
pub struct Catalog {
    file: PathBuf,
    /// Năm của danh mục (mặc định: năm của quyết định).
    #[arg(long, value_parser = clap::value_parser!(i32).range(2000..=2100))]
    year: Option<i32>,
    /// Số, ký hiệu quyết định; bắt buộc khi ghi.
    #[arg(long)]
    number: Option<String>,
    /// Ngày ký; bắt buộc khi ghi.
    #[arg(long)]
    date: Option<String>,
    /// Ngày có hiệu lực (mặc định: ngày ký).
    #[arg(long)]
    effective_from: Option<String>,
    /// Người ký; bắt buộc khi ghi.
    #[arg(long)]
    signer: Option<String>,
    #[arg(long, default_value = "CHỦ TỊCH")]
    signer_title: String,
    /// Phụ lục sửa đổi, bổ sung lần ban hành có số này, là lần mới nhất: dòng nào có thì thêm hoặc sửa, còn lại giữ nguyên.
    #[arg(long)]
    amends: Option<i64>,
    /// Mã các CSDL rút khỏi danh mục, ngoài những dòng phụ lục ghi bãi bỏ; dùng cùng --amends.
    #[arg(long, requires = "amends")]
    withdraw: Option<String>,
    /// Tệp JSON nói cột nào là gì (lấy mẫu bằng --show-mapping). Không ghi thì dùng cách ghép cột đã ghi nhớ của phụ lục có
    /// cùng tiêu đề, chưa có thì nhận theo tiêu đề.
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// Chỉ in cách ghép cột nhận được, dạng JSON.
    #[arg(long)]
    show_mapping: bool,
    /// Ghi các dòng lỗi, kèm lý do, ra tệp Excel này.
    #[arg(long)]
    failing: Option<PathBuf>,
    /// Bỏ qua các dòng lỗi, chỉ ghi các dòng còn lại.
    #[arg(long)]
    skip_failing: bool,
}

impl Catalog {
    /// The decision as given. A dry run needs none: the agencies are then those of the day of signing, or of today.
    fn header(&self, actor: &Actor, dry_run: bool) -> Result<ImportHeader, Failure> {
        if dry_run && (self.number.is_none() || self.date.is_none() || self.signer.is_none()) {
            let wrong = || Failure::usage("Thông tin quyết định chưa đúng: --date");
            let date = match &self.date {
                Some(date) => domain::format::parse_date(date).ok_or_else(wrong)?,
                None => domain::format::local_date(actor.at),
            };
            let number = self.number.clone().unwrap_or_default();
            let decision =
                Decision { number, date, effective_from: date, signer: String::new(), signer_title: String::new() };
            return Ok(ImportHeader {
                year: self.year.unwrap_or(date.year()),
                decision,
                from_title: false,
                amends: self.amends.map(EditionId),
                withdraw: codes_of(self.withdraw.as_deref().unwrap_or_default()),
            });
        }
        let draft = DecisionDraft {
            number: self.number.clone().unwrap_or_default(),
            date: self.date.clone().unwrap_or_default(),
            effective_from: self.effective_from.clone().or_else(|| self.date.clone()).unwrap_or_default(),
            signer: self.signer.clone().unwrap_or_default(),
            signer_title: self.signer_title.clone(),
        };
        let decision = draft.check().map_err(|remarks| {
            let fields: Vec<String> =
                remarks.iter().map(|remark| format!("--{}", remark.field.replace('_', "-"))).collect();
            Failure::usage(format!("Thông tin quyết định chưa đúng: {}", fields.join(", ")))
        })?;
        Ok(ImportHeader {
            year: self.year.unwrap_or(decision.date.year()),
            decision,
            from_title: false,
            amends: self.amends.map(EditionId),
            withdraw: codes_of(self.withdraw.as_deref().unwrap_or_default()),
        })
    }

    /// What was not given of the decision, as the annex's own title tells it.
    fn titled(&self, mut header: ImportHeader, title: &str) -> ImportHeader {
        let named = named_decision(title);
        if let (None, Some(number)) = (&self.number, named.number) {
            header.decision.number = number;
            header.from_title = true;
        }
        if let (None, Some(date)) = (&self.date, named.date) {
            header.decision.date = date;
            header.decision.effective_from = date;
            header.year = self.year.unwrap_or(date.year());
            header.from_title = true;
        }
        header
    }

    /// The mapping of the file that was named, with the columns of this workbook; else what a person once said of a
    /// workbook with the same header; else what the header says.
    async fn mapping(
        &self,
        store: &Store,
        actor: &Actor,
        book: &AnnexBook,
    ) -> Result<(Result<Mapping, AnnexIssue>, MappedBy), Failure> {
        if let Some(path) = &self.mapping {
            let given = mapping_file::read(path)?;
            mapping_file::within(path, &given, book)?;
            return Ok((book.complete(given), MappedBy::File));
        }
        match store.remembered_mapping(actor, &book.headers()).await? {
            Some(known) => Ok((Ok(known), MappedBy::Remembered)),
            None => Ok((book.detect(), MappedBy::Header)),
        }
    }
}

/// What said which column is what.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MappedBy {
    File,
    Remembered,
    Header,
}

impl MappedBy {
    fn code(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Remembered => "remembered",
            Self::Header => "header",
        }
    }
}

const REMEMBERED: &str = "Ghép cột như đã ghi nhớ của phụ lục có cùng tiêu đề; muốn khác thì dùng --mapping TỆP.";

/// Runs the command.
///
/// # Errors
/// Wrong usage (2), a file that is not there (2) or whose content is refused (1).
pub async fn run(store: &Store, actor: &Actor, args: &Catalog, dry_run: bool, as_json: bool) -> Result<(), Failure> {
    let header = args.header(actor, dry_run || args.show_mapping)?;
    let (file, bytes) = (name(&args.file), read_at_most(&args.file, WORKBOOK_BYTES_MAX)?);
    let told = Told::new();
    told.stage("Đang đọc tệp…");
    let refused = |issue: AnnexIssue| {
        if as_json {
            let none: [(); 0] = [];
            say!("{}", json!({ "entries": none, "warnings": none, "errors": [issue_json(&issue)], "written": false }));
        }
        Failure::refused([words::line(&file, &issue)]).told()
    };
    let unwritten = |error: Error| {
        if as_json {
            say!("{}", error_json(&error));
        }
        Failure::from(error).told()
    };
    let book = AnnexBook::open(&bytes).map_err(refused)?;
    let (mapping, mapped_by) = args.mapping(store, actor, &book).await?;
    if args.show_mapping {
        let mapping = mapping.or_else(|issue| book.guess().ok_or(issue)).map_err(refused)?;
        if mapped_by == MappedBy::Remembered {
            complain!("{REMEMBERED}");
        }
        say!("{}", serde_json::to_string_pretty(&mapping).unwrap_or_default());
        return Ok(());
    }
    let mapping = mapping.map_err(refused)?;
    let annex = book.read(&mapping, &store.lists().await.map_err(unwritten)?).map_err(refused)?;
    let header = args.titled(header, &annex.title);
    let sha256 = sha256_hex(&bytes);
    let bytes = args.failing.as_ref().map(|_| bytes);
    let mut preview = if dry_run {
        store.look_at_import(actor, &file, &sha256, annex, &header).await
    } else {
        store.preview_import(actor, &file, &sha256, annex, &header).await
    }
    .map_err(unwritten)?;
    if let (Some(path), Some(bytes), false) = (&args.failing, &bytes, preview.errors.is_empty()) {
        write_failing(&AnnexBook::open(bytes).map_err(refused)?, &mapping, &preview, path)?;
    }
    drop(bytes);
    let skip = if args.skip_failing { preview.failing } else { 0 };
    let fails = preview.fails_whole || preview.failing > skip;
    let mut left_out = if skip > 0 && !fails { skipped::of(&preview) } else { Vec::new() };
    if let (Some(id), false) = (preview.id, fails) {
        let progress = Arc::new(Progress::default());
        let ticker = told.follow(progress.clone());
        let done = store.confirm_import_told(actor, id, &[], skip, &progress).await;
        ticker.abort();
        let before = std::mem::replace(&mut preview, done.map_err(unwritten)?);
        // Once it is written nothing tells any more from whom an entry came.
        let moved = before.rows.into_iter().map(|row| row.moved_from);
        preview.rows.iter_mut().zip(moved).for_each(|(row, moved)| row.moved_from = moved);
    }
    if preview.written.is_none() && preview.already.is_some() {
        left_out.clear();
    }
    let skipped: BTreeSet<u32> = left_out.iter().map(|row| row.row).collect();
    preview.rows.retain(|row| !skipped.contains(&row.place.row));
    told.clear();
    if as_json {
        say!("{}", preview_json(&preview, &left_out, mapped_by));
    } else {
        if mapped_by == MappedBy::Remembered {
            say!("{REMEMBERED}");
        }
        if mapping.has_reasons() && args.amends.is_none() {
            say!("Lưu ý: {FAILED_ROWS_ALONE}");
        }
        for issue in &preview.warnings {
            say!("Lưu ý: {}", words::line(&file, issue));
        }
        for line in preview.rows.iter().filter_map(|row| words::moved(&file, row)) {
            say!("Lưu ý: {line}");
        }
        for line in words::decision(&preview) {
            say!("{line}");
        }
        say!("{}", words::outcome(&preview, dry_run, fails));
        for row in &left_out {
            say!("Bỏ qua: {}", row.line(&file));
        }
    }
    if fails {
        return Err(Failure::refused(preview.errors.iter().map(|issue| words::line(&file, issue))).told());
    }
    Ok(())
}

fn write_failing(book: &AnnexBook, mapping: &Mapping, preview: &ImportPreview, path: &Path) -> Result<(), Failure> {
    let annex = Annex { errors: preview.errors.clone(), ..Annex::default() };
    let reasons = crate::annex_import::reasons(&annex, mapping);
    let written = book.failing_rows(mapping, &reasons);
    let bytes = written.map_err(|issue| Failure::refused([words::line(&name(path), &issue)]))?;
    std::fs::write(path, bytes).map_err(|error| Failure::unwritten(path, &error))
}

/// A line on the terminal that says how far the work is; nothing where the output goes into a file.
struct Told {
    shown: bool,
}

impl Told {
    fn new() -> Self {
        Self { shown: std::io::stderr().is_terminal() }
    }

    fn stage(&self, text: &str) {
        if self.shown {
            eprint!("\r\x1b[K{text}");
        }
    }

    fn clear(&self) {
        self.stage("");
    }

    fn follow(&self, progress: Arc<Progress>) -> tokio::task::JoinHandle<()> {
        let shown = self.shown;
        tokio::spawn(async move {
            let told = Self { shown };
            loop {
                let now = progress.now();
                told.stage(&format!("Đang ghi {}/{}…", now.done, now.total));
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        })
    }
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

/// What the store refuses, in the shape of what the annex is refused for: a remark names the `field` of the decision.
fn error_json(error: &Error) -> serde_json::Value {
    let one = |field: &str, code: serde_json::Value, message: String| json!({ "sheet": "", "row": 0, "column": 0, "field": field, "code": code, "message": message });
    let errors: Vec<serde_json::Value> = match error {
        Error::Invalid(remarks) => {
            remarks.iter().map(|remark| one(&remark.field, json!(remark.code), field_message(remark))).collect()
        }
        Error::Database(_) | Error::Files(_) | Error::Corrupt(_) => vec![one("", json!("failed"), error.to_string())],
        _ => vec![one("", json!("refused"), error.to_string())],
    };
    let none: [(); 0] = [];
    json!({ "entries": none, "warnings": none, "errors": errors, "written": false })
}

fn preview_json(preview: &ImportPreview, left_out: &[Skipped], mapped_by: MappedBy) -> serde_json::Value {
    let entries = preview.rows.iter().map(|row| {
        json!({
            "name": row.name, "agency": row.agency, "sheet": row.place.sheet, "row": row.place.row, "items": row.items,
            "code": row.code, "effect": row.effect, "moved_from": row.moved_from,
        })
    });
    json!({
        "entries": entries.collect::<Vec<_>>(),
        "warnings": preview.warnings.iter().map(issue_json).collect::<Vec<_>>(),
        "errors": preview.errors.iter().map(issue_json).collect::<Vec<_>>(),
        "skipped": left_out.iter().map(Skipped::json).collect::<Vec<_>>(),
        "mapping": mapped_by.code(),
        "decision": {
            "number": preview.header.decision.number,
            "date": preview.header.decision.date.to_string(),
            "from_title": preview.header.from_title,
        },
        "amending": preview.amending.as_ref().map(|amending| json!({
            "base": amending.base.id, "added": amending.added, "changed": amending.changed,
            "withdrawn": amending.withdrawn, "kept": amending.kept,
        })),
        "written": preview.written.is_some(),
        "already": preview.written.is_none() && preview.already.is_some(),
        "edition": preview.written.as_ref().or(preview.already.as_ref()).map(|edition| edition.id),
    })
}
