//! Editions, as the API sends them.

use domain::edition::{Balance, EditionPage, EditionRef, EditionRow, FileRef};
use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::{AgencyName, Forms, text};
use crate::api::links;
use crate::api::problem::Problem;

/// Tình trạng hiệu lực: `upcoming` đã ban hành nhưng chưa có hiệu lực, `in_force` đang có hiệu lực, `superseded` đã có
/// lần ban hành sau thay thế hoặc sửa đổi, bổ sung.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EditionState {
    Upcoming,
    InForce,
    Superseded,
}

/// Một lần ban hành danh mục, gắn với một quyết định; không thay đổi về sau.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Edition)]
pub struct EditionRecord {
    #[schema(example = 2)]
    pub id: i64,
    /// Năm của đợt rà soát, hoặc của quyết định.
    #[schema(example = 2024)]
    pub year: i32,
    /// Số thứ tự trong năm của lần sửa đổi, bổ sung danh mục; `null` với danh mục ban hành toàn bộ. Lần sửa đổi vẫn cho
    /// đọc cả danh mục sau khi sửa; điều thay đổi là so với lần trước đó (`base_id`).
    #[schema(example = json!(null), minimum = 1)]
    pub amendment: Option<u8>,
    /// Số và ký hiệu quyết định.
    #[schema(example = "3124/QĐ-UBND")]
    pub number: String,
    /// Ngày ký quyết định.
    pub decision_date: Date,
    /// Ngày đầu tiên có hiệu lực.
    pub effective_from: Date,
    /// Ngày cuối cùng có hiệu lực; `null` khi chưa có lần ban hành thay thế. Là ngày liền trước `effective_from` khi lần
    /// ban hành khác thay thế ngay từ ngày đó: khi ấy lần này không có hiệu lực ngày nào.
    pub effective_to: Option<Date>,
    pub state: EditionState,
    /// Địa chỉ API của lần ban hành.
    #[schema(format = "uri-reference", example = "/api/v1/editions/2")]
    pub href: String,
}

impl EditionRecord {
    /// An edition as it stands on a day.
    ///
    /// # Errors
    /// For one without a decision: the public never sees such.
    pub fn new(edition: &EditionRef, today: Date) -> Result<Self, Problem> {
        let Some(decision) = &edition.decision else { return Err(Problem::not_found()) };
        let state = if !edition.is_ever_in_force() {
            EditionState::Superseded
        } else if decision.effective_from > today {
            EditionState::Upcoming
        } else if edition.effective_to.is_some_and(|last| last < today) {
            EditionState::Superseded
        } else {
            EditionState::InForce
        };
        Ok(Self {
            id: edition.id.0,
            year: edition.year,
            amendment: edition.amendment,
            number: decision.number.clone(),
            decision_date: decision.date,
            effective_from: decision.effective_from,
            effective_to: edition.effective_to,
            state,
            href: links::edition(edition.id),
        })
    }
}

/// So với lần ban hành trước.
#[derive(Debug, Serialize, ToSchema)]
pub struct Counts {
    /// Số CSDL của lần trước.
    pub before: u32,
    pub added: u32,
    pub changed: u32,
    pub removed: u32,
    pub unchanged: u32,
    /// Số CSDL của lần này.
    pub after: u32,
}

impl From<Balance> for Counts {
    fn from(balance: Balance) -> Self {
        Self {
            before: balance.before,
            added: balance.added,
            changed: balance.modified,
            removed: balance.removed,
            unchanged: balance.unchanged,
            after: balance.after,
        }
    }
}

/// Một lần ban hành trong danh sách.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionItem {
    #[serde(flatten)]
    pub edition: EditionRecord,
    /// Số CSDL.
    pub entries: u32,
    /// Số cơ quan có CSDL.
    pub agencies: u32,
    /// Lần ban hành trước đó, để so sánh; `null` với lần đầu.
    pub base_id: Option<i64>,
    /// Danh mục ban hành toàn bộ mà lần này sửa đổi, bổ sung; `null` khi chính nó là danh mục ban hành toàn bộ.
    pub amends_id: Option<i64>,
    /// So với lần trước đó; `null` với lần đầu.
    pub changes: Option<Counts>,
}

/// Các lần ban hành, mới nhất trước.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Editions)]
pub struct EditionsRecord {
    pub items: Vec<EditionItem>,
}

impl EditionsRecord {
    /// # Errors
    /// As [`EditionRecord::new`].
    pub fn new(rows: Vec<EditionRow>, today: Date) -> Result<Self, Problem> {
        let item = |row: EditionRow| {
            Ok(EditionItem {
                edition: EditionRecord::new(&row.edition, today)?,
                entries: row.entries,
                agencies: row.agencies,
                base_id: row.base.map(|id| id.0),
                amends_id: row.amends.map(|whole| whole.id.0),
                changes: row.balance.map(Counts::from),
            })
        };
        Ok(Self { items: rows.into_iter().map(item).collect::<Result<_, Problem>>()? })
    }
}

/// Một tệp kèm theo.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileRecord {
    pub name: String,
    pub bytes: u64,
    /// SHA-256 của tệp, viết dạng thập lục phân.
    pub sha256: String,
    #[schema(format = "uri-reference")]
    pub href: String,
}

impl FileRecord {
    fn new(file: FileRef, href: String) -> Self {
        Self { name: file.name, bytes: file.bytes, sha256: file.sha256, href }
    }
}

/// Số CSDL của một cơ quan trong một lần ban hành.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyShare {
    /// Tên cơ quan như trong quyết định.
    pub agency: AgencyName,
    pub entries: usize,
}

/// Một lần ban hành, đầy đủ.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionDetail {
    #[serde(flatten)]
    pub edition: EditionRecord,
    /// Người ký quyết định.
    pub signer: Option<String>,
    /// Chức vụ của người ký.
    pub signer_title: Option<String>,
    /// Số CSDL.
    pub entries: usize,
    /// Số hạng mục dữ liệu theo hình thức chia sẻ rộng nhất.
    pub forms: Forms,
    /// Số CSDL của từng cơ quan, theo thứ tự của phụ lục.
    pub agencies: Vec<AgencyShare>,
    /// Mã băm SHA-256 của toàn bộ nội dung; không đổi khi nội dung không đổi.
    pub content_sha256: String,
    /// Mã băm SHA-256 của thông tin ban hành (mã băm nội dung, quyết định, lần đứng trước, tệp đã ký), niêm phong khi ban
    /// hành: như trên trang của lần ban hành.
    pub binding_sha256: Option<String>,
    /// Danh mục ban hành toàn bộ mà lần này sửa đổi, bổ sung; `null` khi chính nó là danh mục ban hành toàn bộ.
    pub amends_id: Option<i64>,
    /// Lần ban hành trước đó; `null` với lần đầu.
    pub base: Option<EditionRecord>,
    /// So với lần trước đó; `null` với lần đầu.
    pub changes: Option<Counts>,
    /// Quyết định đã ký (PDF); `null` khi không có trên cổng.
    pub decision_file: Option<FileRecord>,
    pub links: EditionLinks,
}

/// Các địa chỉ liên quan đến một lần ban hành.
#[derive(Debug, Serialize, ToSchema)]
pub struct EditionLinks {
    /// Các CSDL của lần ban hành này.
    #[schema(format = "uri-reference")]
    pub entries: String,
    /// So sánh với lần trước; `null` với lần đầu.
    #[schema(format = "uri-reference")]
    pub diff: Option<String>,
    /// Phụ lục dạng Excel.
    #[schema(format = "uri-reference")]
    pub annex: String,
    /// Trang trên cổng.
    #[schema(format = "uri-reference")]
    pub page: String,
}

impl EditionDetail {
    /// # Errors
    /// As [`EditionRecord::new`].
    pub fn new(page: EditionPage, today: Date) -> Result<Self, Problem> {
        let id = page.edition.id;
        let decision = page.edition.decision.clone();
        let base = page.base.as_ref();
        let share = |group: domain::edition::EditionGroup| AgencyShare {
            entries: group.entries as usize,
            agency: group.agency.into(),
        };
        Ok(Self {
            edition: EditionRecord::new(&page.edition, today)?,
            signer: decision.as_ref().and_then(|decision| text(decision.signer.clone())),
            signer_title: decision.and_then(|decision| text(decision.signer_title)),
            entries: page.groups.iter().map(|group| group.entries as usize).sum(),
            forms: page.forms.into(),
            content_sha256: page.content_sha256,
            binding_sha256: text(page.binding_sha256),
            amends_id: page.amends.map(|amends| amends.whole.id.0),
            links: EditionLinks {
                entries: links::entries_of(id),
                diff: base.map(|base| links::diff(base.id, id)),
                annex: format!("/ban-hanh/{id}/phu-luc.xlsx"),
                page: format!("/ban-hanh/{id}"),
            },
            base: base.map(|base| EditionRecord::new(base, today)).transpose()?,
            changes: page.balance.map(Counts::from),
            decision_file: page.signed_file.map(|file| FileRecord::new(file, format!("/ban-hanh/{id}/quyet-dinh.pdf"))),
            agencies: page.groups.into_iter().map(share).collect(),
        })
    }
}
