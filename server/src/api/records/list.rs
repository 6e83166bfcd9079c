//! The list of entries, as the API sends it.

use app::text::catalog::sharing_form;
use domain::catalog::{CatalogPage, EntryRow, FacetValue};
use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::codes::HitField;
use super::{AgencyName, EditionRecord, Forms, NamedCode};
use crate::api::entries::EntriesQuery;
use crate::api::links::{self, PageLinks};
use crate::api::problem::Problem;

/// Chỗ khớp với từ cần tìm.
#[derive(Debug, Serialize, ToSchema)]
pub struct HitRecord {
    pub field: HitField,
    /// Một đoạn quanh chỗ khớp.
    pub excerpt: String,
}

/// Một CSDL trong danh sách.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryItem {
    /// Mã CSDL: cấp một lần, không dùng lại.
    #[schema(example = "DC-016")]
    pub code: String,
    #[schema(example = "CSDL đất đai")]
    pub name: String,
    /// Cơ quan chịu trách nhiệm: hiện nay, hoặc trong ngày được hỏi; với lần ban hành cũ, trong ngày cuối cùng nó có
    /// hiệu lực.
    pub agency: AgencyName,
    /// Lĩnh vực; `null` khi chưa xác định.
    pub sector: Option<NamedCode>,
    /// Tần suất cập nhật; `null` khi chưa xác định.
    pub update_frequency: Option<NamedCode>,
    /// Số hạng mục dữ liệu.
    pub items: u32,
    pub forms: Forms,
    /// Chỗ khớp với từ cần tìm; `null` khi không tìm.
    pub hit: Option<HitRecord>,
    /// Địa chỉ API của bản ghi đầy đủ, trong đúng lần ban hành này hoặc ngày được hỏi.
    #[schema(format = "uri-reference")]
    pub href: String,
}

/// Một giá trị của bộ lọc, và số CSDL còn lại nếu chọn nó (các bộ lọc khác giữ nguyên). Giá trị đang chọn luôn có mặt, kể
/// cả khi là 0.
#[derive(Debug, Serialize, ToSchema)]
pub struct Facet {
    /// Giá trị để ghi vào tham số.
    pub id: String,
    pub name: String,
    pub count: u32,
}

impl From<FacetValue> for Facet {
    fn from(value: FacetValue) -> Self {
        // A sharing form is a code of ours: its name is a word, not data.
        let form = value.id.parse().ok().filter(|_| value.name.is_empty()).map(sharing_form);
        Self { name: form.map_or(value.name, str::to_owned), id: value.id, count: value.count }
    }
}

/// Các giá trị của từng bộ lọc.
#[derive(Debug, Serialize, ToSchema)]
pub struct Facets {
    /// Cho tham số `agency`.
    pub agencies: Vec<Facet>,
    /// Cho tham số `sector`.
    pub sectors: Vec<Facet>,
    /// Cho tham số `form`.
    pub forms: Vec<Facet>,
}

/// Một trang các CSDL của danh mục.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Entries)]
pub struct EntriesRecord {
    /// Số CSDL tìm được, trên mọi trang.
    pub total: u64,
    /// Trang này, đếm từ 1.
    #[schema(minimum = 1)]
    pub page: u32,
    /// Số CSDL tối đa trên một trang.
    #[schema(minimum = 1, maximum = 200)]
    pub per_page: u32,
    /// Lần ban hành của danh sách này; `null` khi ngày được hỏi chưa có danh mục nào có hiệu lực.
    pub edition: Option<EditionRecord>,
    pub facets: Facets,
    pub items: Vec<EntryItem>,
    pub links: PageLinks,
}

impl EntriesRecord {
    /// # Errors
    /// As [`EditionRecord::new`].
    pub fn new(query: &EntriesQuery, found: CatalogPage, today: Date) -> Result<Self, Problem> {
        let id = found.edition.as_ref().map(|edition| edition.id);
        let last = found.entries.pages();
        let day = query.kept_day(today);
        let item = |row: EntryRow| EntryItem {
            href: match day {
                Some(day) => links::entry_on(&row.code, day),
                None => links::entry(&row.code, id),
            },
            code: row.code.0,
            name: row.name,
            agency: row.owner.into(),
            sector: NamedCode::new(&row.sector.id, row.sector.name),
            update_frequency: NamedCode::new(&row.frequency.id, row.frequency.name),
            items: row.items,
            forms: row.forms.into(),
            hit: row.hit.map(|hit| HitRecord { field: hit.field.into(), excerpt: hit.excerpt }),
        };
        let facets = |values: Vec<FacetValue>| values.into_iter().map(Facet::from).collect();
        Ok(Self {
            total: found.entries.total,
            page: found.entries.number,
            per_page: found.entries.rows,
            edition: found.edition.as_ref().map(|edition| EditionRecord::new(edition, today)).transpose()?,
            facets: Facets {
                agencies: facets(found.agencies),
                sectors: facets(found.sectors),
                forms: facets(found.forms),
            },
            items: found.entries.items.into_iter().map(item).collect(),
            links: query.links(id, day, last),
        })
    }
}
