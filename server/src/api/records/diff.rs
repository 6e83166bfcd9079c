//! Comparisons, as the API sends them.

use domain::catalog::EntryStatus;
use domain::change::Change;
use domain::edition::{EditionDiff, EntryDiff};
use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::edition::Counts;
use super::{AgencyName, EditionRecord, text};
use crate::api::problem::Problem;

/// Một điểm khác nhau.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldChange {
    /// Trường, như tên trong bản ghi của CSDL (`owner_id` là mã cơ quan chủ quản trong quyết định); của hạng mục dữ liệu:
    /// `item.add`, `item.remove`, `item.fields`, `item.matrix.<nhóm>`, `item.personal`, `item.master`.
    #[schema(example = "legal_basis")]
    pub field: String,
    /// Tên hạng mục dữ liệu; `null` với trường của CSDL.
    pub item: Option<String>,
    /// Giá trị trước; `null` khi không có.
    pub old: Option<String>,
    /// Giá trị sau; `null` khi không có.
    pub new: Option<String>,
}

impl From<Change> for FieldChange {
    fn from(change: Change) -> Self {
        Self {
            field: change.place.key(),
            item: change.place.item().map(str::to_owned),
            old: text(change.old),
            new: text(change.new),
        }
    }
}

/// Một CSDL được thêm.
#[derive(Debug, Serialize, ToSchema)]
pub struct AddedEntry {
    #[schema(example = "DC-064")]
    pub code: String,
    pub name: String,
    /// Đơn vị chủ quản trong quyết định.
    pub agency: AgencyName,
}

/// Một CSDL được sửa đổi.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChangedEntry {
    #[schema(example = "DC-003")]
    pub code: String,
    pub name: String,
    /// Đơn vị chủ quản trong quyết định.
    pub agency: AgencyName,
    /// Từng điểm khác nhau.
    pub fields: Vec<FieldChange>,
}

/// Một CSDL được đưa ra khỏi danh mục.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemovedEntry {
    pub code: String,
    pub name: String,
    /// Đơn vị chủ quản trong quyết định.
    pub agency: AgencyName,
    /// CSDL nhận các hạng mục của nó; `null` khi không gộp.
    pub merged_into: Option<String>,
}

/// Khác nhau giữa hai lần ban hành; CSDL theo thứ tự của phụ lục.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Diff)]
pub struct DiffRecord {
    pub old: EditionRecord,
    pub new: EditionRecord,
    pub counts: Counts,
    pub added: Vec<AddedEntry>,
    pub changed: Vec<ChangedEntry>,
    pub removed: Vec<RemovedEntry>,
}

impl DiffRecord {
    /// # Errors
    /// As [`EditionRecord::new`].
    pub fn new(diff: EditionDiff, today: Date) -> Result<Self, Problem> {
        let mut record = Self {
            old: EditionRecord::new(&diff.old, today)?,
            new: EditionRecord::new(&diff.new, today)?,
            counts: diff.balance.into(),
            added: Vec::new(),
            changed: Vec::new(),
            removed: Vec::new(),
        };
        for entry in diff.entries {
            record.push(entry);
        }
        Ok(record)
    }

    fn push(&mut self, entry: EntryDiff) {
        let (code, name, agency) = (entry.code.0, entry.name, entry.agency.into());
        match entry.status {
            EntryStatus::New => self.added.push(AddedEntry { code, name, agency }),
            EntryStatus::Removed => {
                let merged_into = entry.merged_into.map(|into| into.0);
                self.removed.push(RemovedEntry { code, name, agency, merged_into });
            }
            EntryStatus::Modified | EntryStatus::Unchanged => {
                let fields = entry.changes.into_iter().map(FieldChange::from).collect();
                self.changed.push(ChangedEntry { code, name, agency, fields });
            }
        }
    }
}
