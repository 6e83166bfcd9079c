//! `csdl edition verify`: whether editions still are what their decisions issued.

use app::text::edition::{binding_part, name};
use clap::{Args, Subcommand};
use domain::account::Actor;
use domain::edition::{EditionCheck, EditionFault};
use domain::id::EditionId;
use serde::Serialize;
use store::{Error, Store};
use time::OffsetDateTime;

use crate::failure::Failure;
use crate::output::say;

#[derive(Args)]
pub struct Edition {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Kiểm tra mã băm: từng CSDL, cả lần ban hành, thông tin ban hành (số, ngày, người ký, thứ tự…), tệp quyết định đã ký.
    /// Mã thoát 1 nếu có sai khác.
    Verify {
        /// Số của lần ban hành; không ghi thì kiểm tra tất cả.
        id: Option<i64>,
        /// Tất cả các lần ban hành.
        #[arg(long, conflicts_with = "id")]
        all: bool,
        /// In kết quả cho chương trình khác đọc.
        #[arg(long)]
        json: bool,
    },
}

impl Edition {
    pub(super) fn json(&self) -> bool {
        let What::Verify { json, .. } = self.what;
        json
    }
}

#[derive(Serialize)]
struct Report<'a> {
    whole: bool,
    editions: &'a [EditionCheck],
}

/// Runs the command.
///
/// # Errors
/// An unknown edition; a fault, each on a line.
pub async fn run(store: &Store, args: Edition) -> Result<(), Failure> {
    let What::Verify { id, all: _, json } = args.what;
    let actor = Actor::system(OffsetDateTime::now_utc());
    let checks = match id {
        Some(id) => match store.verify_edition(&actor, EditionId(id)).await {
            Ok(check) => vec![check],
            Err(Error::NotFound) => return Err(Failure::refused([format!("Không có lần ban hành số {id}.")])),
            Err(error) => return Err(error.into()),
        },
        None => store.verify_editions(&actor).await?,
    };
    let whole = checks.iter().all(|check| check.faults.is_empty());
    if json {
        let report = Report { whole, editions: &checks };
        let text = serde_json::to_string_pretty(&report).map_err(|error| Failure::usage(error.to_string()))?;
        say!("{text}");
    } else {
        for check in checks.iter().filter(|check| check.faults.is_empty()) {
            say!(
                "{}: nguyên vẹn, {} CSDL, SHA-256 {}, niêm phong {}.",
                said(check),
                check.entries,
                check.found,
                check.seal
            );
        }
        if checks.is_empty() {
            say!("Chưa có lần ban hành nào.");
        }
    }
    if whole {
        return Ok(());
    }
    let lines = checks.iter().flat_map(|check| check.faults.iter().map(move |one| (check, one)));
    let lines: Vec<String> = lines.map(|(check, one)| format!("{}: {}", said(check), fault(one))).collect();
    Err(Failure::refused(if json { Vec::new() } else { lines }).told())
}

fn said(check: &EditionCheck) -> String {
    let decision = check.edition.decision.as_ref().map(|decision| format!(", Quyết định {}", decision.number));
    format!("{} (số {}{})", name(&check.edition), check.edition.id, decision.unwrap_or_default())
}

fn fault(fault: &EditionFault) -> String {
    match fault {
        EditionFault::Content { stated, found } => {
            format!("mã băm của cả nội dung là {found}, không phải {stated} như đã ban hành.")
        }
        EditionFault::Entry { code, stated, found } => {
            format!("{code}: nội dung đã bị sửa, mã băm là {found}, không phải {stated}.")
        }
        EditionFault::Columns { code } => {
            format!("{code}: tên, đơn vị, lĩnh vực hoặc tần suất trong bảng khác với nội dung.")
        }
        EditionFault::OtherEntry { code, content_of } => format!("{code}: đang gắn với nội dung của {content_of}."),
        EditionFault::NoContent { code } => format!("{code}: không còn nội dung."),
        EditionFault::Binding { part, stated, found } => {
            let words = binding_part(*part);
            format!("{words} là “{found}”, không phải “{stated}” như đã niêm phong khi ban hành.")
        }
        EditionFault::Seal { stated, found } => {
            format!("bản niêm phong thông tin ban hành đã bị sửa, mã băm là {found}, không phải {stated}.")
        }
        EditionFault::NoSeal => "không còn bản niêm phong thông tin ban hành đọc được.".to_owned(),
        EditionFault::NoFile { name } => format!("tệp quyết định “{name}” không còn trong kho."),
        EditionFault::File { name, stated, found } => {
            format!("tệp quyết định “{name}” có mã băm {found}, không phải {stated}.")
        }
    }
}
