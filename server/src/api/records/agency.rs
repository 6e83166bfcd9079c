//! Agencies, as the API sends them.

use domain::agency::{AgencyRow, ContactPeriod, Function, Tier};
use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::text;

/// Một cơ quan, như trong ngày được hỏi.
#[derive(Debug, Serialize, ToSchema)]
pub struct Agency {
    /// Mã trên cổng, không đổi khi cơ quan đổi tên.
    #[schema(example = "so-yt")]
    pub id: String,
    /// Mã định danh điện tử (Quyết định 20/2020/QĐ-TTg); `null` khi chưa có.
    pub code: Option<String>,
    #[schema(example = "Sở Y tế")]
    pub name: String,
    pub short_name: Option<String>,
    /// Cấp: `province` tỉnh, `district` huyện, `commune` xã, `central` ngành dọc, `other` khác.
    #[schema(example = "province")]
    pub tier: String,
    /// Loại cơ quan.
    #[schema(example = "so_ban_nganh")]
    pub kind: Option<String>,
    /// Cơ quan cấp trên; `null` khi không có.
    pub parent_id: Option<String>,
    /// Chức năng theo Quy chế: `coordinator` chủ trì danh mục, `executive_office` tham mưu ban hành, `operator` vận hành
    /// kho dữ liệu, `issuer` ban hành, `finance`, `planning`.
    pub functions: Vec<String>,
    /// Ngày đầu của thời kỳ có tên và vị trí này.
    pub valid_from: Date,
    /// Ngày cuối của thời kỳ đó; `null` khi chưa kết thúc.
    pub valid_to: Option<Date>,
    /// Số CSDL cơ quan chịu trách nhiệm, trong danh mục có hiệu lực ngày được hỏi.
    pub entries: u32,
    /// Đầu mối trong ngày được hỏi; `null` khi cơ quan chưa công bố.
    pub contact: Option<AgencyContact>,
}

/// Đầu mối của cơ quan về quản lý, chia sẻ dữ liệu (Điều 7 Nghị định 47/2020/NĐ-CP): chỉ có liên hệ của cơ quan.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgencyContact {
    /// Đơn vị, bộ phận.
    #[schema(example = "Văn phòng Sở")]
    pub unit: String,
    pub name: String,
    pub position: String,
    /// Điện thoại cơ quan.
    #[schema(example = "0262 000 0001")]
    pub phone: String,
    /// Thư của cơ quan hoặc bộ phận.
    #[schema(example = "vanphong.so-yt@daklak.example")]
    pub email: String,
    /// Số văn bản cử đầu mối; `null` khi không ghi.
    pub document: Option<String>,
    /// Ngày văn bản đó; `null` khi không ghi.
    pub document_date: Option<Date>,
    /// Ngày đầu tiên là đầu mối.
    pub valid_from: Date,
    /// Ngày cuối; `null` khi vẫn là đầu mối.
    pub valid_to: Option<Date>,
}

impl From<ContactPeriod> for AgencyContact {
    fn from(ContactPeriod { contact, valid_from, valid_to, .. }: ContactPeriod) -> Self {
        Self {
            unit: contact.unit,
            name: contact.name,
            position: contact.position,
            phone: contact.phone,
            email: contact.email,
            document: text(contact.document),
            document_date: contact.document_date,
            valid_from,
            valid_to,
        }
    }
}

/// Các cơ quan của một ngày, theo tên.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Agencies)]
pub struct AgenciesRecord {
    /// Ngày được hỏi.
    pub as_of: Date,
    pub total: usize,
    pub items: Vec<Agency>,
}

impl AgenciesRecord {
    pub fn new(rows: Vec<AgencyRow>, as_of: Date) -> Self {
        let item = |row: AgencyRow| Agency {
            id: row.agency.id.0,
            code: text(row.agency.code),
            name: row.agency.name,
            short_name: text(row.agency.short_name),
            tier: Tier::to_string(&row.agency.tier),
            kind: text(row.agency.kind),
            parent_id: row.agency.parent.map(|parent| parent.0),
            functions: row.agency.functions.iter().map(Function::to_string).collect(),
            valid_from: row.agency.valid_from,
            valid_to: row.agency.valid_to,
            entries: row.entries,
            contact: row.contact.map(AgencyContact::from),
        };
        Self { as_of, total: rows.len(), items: rows.into_iter().map(item).collect() }
    }
}
