//! What the API sends, in types of its own: a change of the domain does not change the contract by itself. What is not
//! there is `null`, never left out. The documentation comments are the description that developers read.

mod agency;
mod codes;
mod diff;
mod edition;
mod entry;
mod list;
mod usage;

use domain::agency::AgencyRef;
use domain::catalog::{EntryStatus, FormCounts, Named, SharingForm};
use serde::Serialize;
use strum::{Display, EnumIter, EnumString};
use utoipa::ToSchema;

pub use agency::AgenciesRecord;
pub use diff::DiffRecord;
pub use edition::{EditionDetail, EditionRecord, EditionsRecord};
pub use entry::{EntryRecord, HistoryRecord};
pub use list::EntriesRecord;
pub use usage::{EntryUsageRecord, PeriodLength, UsageRecord, Use};

/// Một cơ quan: mã định danh trên cổng và tên.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AgencyRef)]
pub struct AgencyName {
    /// Mã trên cổng, không đổi khi cơ quan đổi tên.
    #[schema(example = "so-yt")]
    pub id: String,
    #[schema(example = "Sở Y tế")]
    pub name: String,
}

impl From<AgencyRef> for AgencyName {
    fn from(agency: AgencyRef) -> Self {
        Self { id: agency.id.0, name: agency.name }
    }
}

/// Một mã của danh mục tham chiếu (lĩnh vực, tần suất, CSDL quốc gia) và tên của nó.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedCode {
    pub id: String,
    pub name: String,
}

impl NamedCode {
    /// A code with its name; `None` for an empty code.
    pub fn new(id: &str, name: String) -> Option<Self> {
        (!id.is_empty()).then(|| Self { id: id.to_owned(), name })
    }
}

impl From<Named> for NamedCode {
    fn from(named: Named) -> Self {
        Self { id: named.id, name: named.name }
    }
}

/// Hình thức chia sẻ với một nhóm đối tượng: `open` mở, `default` mặc định, `specific` đặc thù, `none` không chia sẻ
/// (điểm d khoản 4 Điều 11 Nghị định 47/2020/NĐ-CP).
#[derive(Clone, Copy, Debug, Serialize, ToSchema, EnumIter, EnumString, Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Form {
    Open,
    Default,
    Specific,
    None,
}

impl From<SharingForm> for Form {
    fn from(form: SharingForm) -> Self {
        match form {
            SharingForm::Open => Self::Open,
            SharingForm::Default => Self::Default,
            SharingForm::Specific => Self::Specific,
            SharingForm::None => Self::None,
        }
    }
}

impl From<Form> for SharingForm {
    fn from(form: Form) -> Self {
        match form {
            Form::Open => Self::Open,
            Form::Default => Self::Default,
            Form::Specific => Self::Specific,
            Form::None => Self::None,
        }
    }
}

/// Số hạng mục dữ liệu theo hình thức chia sẻ rộng nhất của hạng mục.
#[derive(Debug, Serialize, ToSchema)]
pub struct Forms {
    pub open: u32,
    pub default: u32,
    pub specific: u32,
    pub none: u32,
}

impl From<FormCounts> for Forms {
    fn from(counts: FormCounts) -> Self {
        Self { open: counts.open, default: counts.default, specific: counts.specific, none: counts.none }
    }
}

/// Một CSDL thế nào so với lần ban hành trước: `new` mới, `changed` sửa đổi, `unchanged` giữ nguyên, `removed` đưa ra.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    New,
    Changed,
    Unchanged,
    Removed,
}

impl From<EntryStatus> for Status {
    fn from(status: EntryStatus) -> Self {
        match status {
            EntryStatus::New => Self::New,
            EntryStatus::Modified => Self::Changed,
            EntryStatus::Unchanged => Self::Unchanged,
            EntryStatus::Removed => Self::Removed,
        }
    }
}

/// A text, or nothing where it is empty.
fn text(value: String) -> Option<String> {
    (!value.is_empty()).then_some(value)
}

/// The parts of a list that is kept as one text.
fn parts(value: &str) -> Vec<String> {
    value.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
