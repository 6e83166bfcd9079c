//! One entry, and its history, as the API sends them.

use std::collections::BTreeMap;

use domain::catalog::{ConsumerClass, DataItem, EntryPage, EntryStatus, FormCounts, OwnerPeriod};
use domain::edition::{HistoryPage, HistoryStep};
use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::codes::{DataKind, Existence, UpdateMethod};
use super::diff::FieldChange;
use super::{AgencyName, EditionRecord, Form, Forms, NamedCode, Status, parts, text};
use crate::api::links;
use crate::api::problem::Problem;

/// Một nhóm đối tượng khai thác.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ConsumerClass)]
pub struct ClassRecord {
    /// Mã nhóm: khóa trong `data_items[].matrix`.
    #[schema(example = "to_chuc")]
    pub id: String,
    /// Số thứ tự nhóm trong phụ lục.
    pub group_no: u8,
    pub name: String,
}

impl From<ConsumerClass> for ClassRecord {
    fn from(class: ConsumerClass) -> Self {
        Self { id: class.id.0, group_no: class.group_no, name: class.name }
    }
}

/// Một hạng mục dữ liệu, với hình thức chia sẻ cho từng nhóm đối tượng.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DataItem)]
pub struct ItemRecord {
    pub name: String,
    /// Các trường của một bản ghi, như phụ lục viết.
    pub fields: Option<String>,
    /// Hình thức chia sẻ theo mã nhóm đối tượng.
    pub matrix: BTreeMap<String, Form>,
    /// Hình thức rộng nhất trong các nhóm.
    pub widest: Form,
    /// Có dữ liệu cá nhân.
    pub personal: bool,
    /// Là dữ liệu chủ hoặc danh mục dùng chung.
    pub master: bool,
}

impl ItemRecord {
    fn new(item: DataItem, classes: &[ClassRecord]) -> Self {
        let widest = item.widest().into();
        let mut matrix: BTreeMap<String, Form> = classes.iter().map(|class| (class.id.clone(), Form::None)).collect();
        matrix.extend(item.matrix.into_iter().map(|(class, form)| (class.0, form.into())));
        Self {
            name: item.name,
            fields: text(item.fields),
            matrix,
            widest,
            personal: item.personal,
            master: item.master,
        }
    }
}

/// Bản ghi đầy đủ của một CSDL: nội dung theo khoản 4 Điều 11 Nghị định 47/2020/NĐ-CP. Điều chưa có là `null`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Entry)]
pub struct EntryRecord {
    /// Mã CSDL: cấp một lần, không dùng lại.
    #[schema(example = "DC-016")]
    pub code: String,
    #[schema(example = "CSDL đất đai")]
    pub name: String,
    /// Tên viết tắt, tên gọi khác.
    pub other_names: Vec<String>,
    /// Cơ quan chịu trách nhiệm: hiện nay, hoặc trong ngày được hỏi; với lần ban hành cũ, trong ngày cuối cùng nó có
    /// hiệu lực.
    pub agency: AgencyName,
    /// Đơn vị chủ quản ghi trong quyết định.
    pub decided_agency: AgencyName,
    /// Lần ban hành mà bản ghi này thuộc về.
    pub edition: EditionRecord,
    /// Lần ban hành đó đang có hiệu lực.
    pub in_force: bool,
    pub existence: Option<Existence>,
    /// Lĩnh vực.
    pub sector: Option<NamedCode>,
    /// Mục đích.
    pub purpose: Option<String>,
    /// Phạm vi: đối tượng được quản lý.
    pub scope: Option<String>,
    /// Phạm vi lãnh thổ.
    pub scope_territory: Option<String>,
    /// Phạm vi thời gian.
    pub scope_time: Option<String>,
    /// Nội dung dữ liệu.
    pub content: Option<String>,
    /// Loại dữ liệu; có thể nhiều loại.
    pub data_kind: Vec<DataKind>,
    /// Căn cứ pháp lý, mỗi văn bản một phần tử.
    pub legal_basis: Vec<String>,
    /// Cơ chế thu thập, cập nhật.
    pub collection_mechanism: Option<String>,
    pub update_method: Option<UpdateMethod>,
    /// Tần suất cập nhật.
    pub update_frequency: Option<NamedCode>,
    /// Nguồn dữ liệu.
    pub source: Option<String>,
    /// Đối tượng khai thác, như phụ lục viết.
    pub consumers: Option<String>,
    /// Năm bắt đầu.
    pub start_year: Option<i32>,
    /// CSDL quốc gia, CSDL của bộ có liên quan.
    pub national_db: Vec<NamedCode>,
    /// Cơ chế đồng bộ, hoặc vì sao không trùng lặp.
    pub sync_mechanism: Option<String>,
    /// Cấp độ an toàn hệ thống thông tin.
    #[schema(minimum = 1, maximum = 5)]
    pub security_level: Option<u8>,
    /// Địa chỉ truy cập.
    pub url: Option<String>,
    /// Hạ tầng, nền tảng vận hành.
    pub hosting: Option<String>,
    /// Đơn vị trực tiếp vận hành, nếu không phải là chính cơ quan chịu trách nhiệm.
    pub operator_unit: Option<String>,
    /// Thủ tục hành chính sử dụng.
    pub procedures: Vec<String>,
    /// Nguồn kinh phí.
    pub funding: Option<String>,
    /// Ghi chú.
    pub note: Option<String>,
    /// Số hạng mục theo hình thức chia sẻ rộng nhất.
    pub forms: Forms,
    /// Các hạng mục dữ liệu, theo thứ tự của phụ lục.
    pub data_items: Vec<ItemRecord>,
    /// Các nhóm đối tượng khai thác.
    pub consumer_classes: Vec<ClassRecord>,
    pub links: EntryLinks,
}

/// Các địa chỉ liên quan đến một CSDL.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryLinks {
    /// Bản ghi này, trong đúng lần ban hành này hoặc ngày được hỏi.
    #[serde(rename = "self")]
    #[schema(format = "uri-reference")]
    pub this: String,
    /// Lịch sử qua các lần ban hành.
    #[schema(format = "uri-reference")]
    pub history: String,
    /// Trang trên cổng.
    #[schema(format = "uri-reference")]
    pub page: String,
}

impl EntryRecord {
    /// # Errors
    /// As [`EditionRecord::new`].
    pub fn new(page: EntryPage, today: Date) -> Result<Self, Problem> {
        let (content, lists, code) = (page.content, page.lists, page.code);
        let national = |id: String| NamedCode { name: lists.national(&id), id };
        let national_db = parts(&content.national_db).into_iter().map(national).collect();
        let sector = NamedCode::new(&content.sector, lists.sector(&content.sector));
        let frequency = NamedCode::new(&content.update_frequency, lists.frequency(&content.update_frequency));
        let classes: Vec<ClassRecord> = lists.classes.into_iter().map(ClassRecord::from).collect();
        // An edition does not tell who answered on a day.
        let this = match page.edition.asked_on(page.told_on) {
            Some(day) => links::entry_on(&code, day),
            None => links::entry(&code, Some(page.edition.id)),
        };
        Ok(Self {
            links: EntryLinks {
                this,
                history: links::history(&code),
                page: format!("/danh-muc/{}", links::segment(code.as_str())),
            },
            code: code.0,
            name: content.name,
            other_names: parts(&content.other_names),
            agency: page.owner.into(),
            decided_agency: page.decided_owner.into(),
            edition: EditionRecord::new(&page.edition, today)?,
            in_force: page.in_force,
            existence: content.existence.map(Into::into),
            sector,
            purpose: text(content.purpose),
            scope: text(content.scope),
            scope_territory: text(content.scope_territory),
            scope_time: text(content.scope_time),
            content: text(content.content),
            data_kind: content.data_kinds.into_iter().map(Into::into).collect(),
            legal_basis: parts(&content.legal_basis),
            collection_mechanism: text(content.collection_mechanism),
            update_method: content.update_method.map(Into::into),
            update_frequency: frequency,
            source: text(content.source),
            consumers: text(content.consumers),
            start_year: content.start_year,
            national_db,
            sync_mechanism: text(content.sync_mechanism),
            security_level: content.security_level,
            url: text(content.url),
            hosting: text(content.hosting),
            operator_unit: text(content.operator_unit),
            procedures: parts(&content.procedures),
            funding: text(content.funding),
            note: text(content.note),
            forms: FormCounts::of(&content.items).into(),
            data_items: content.items.into_iter().map(|item| ItemRecord::new(item, &classes)).collect(),
            consumer_classes: classes,
        })
    }
}

/// Một CSDL trong một lần ban hành, so với lần trước; `removed`: lần ban hành đầu tiên không còn nó.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryItem {
    pub edition: EditionRecord,
    pub status: Status,
    /// Đơn vị chủ quản ghi trong quyết định; của CSDL đưa ra thì là đơn vị cuối cùng.
    pub agency: AgencyName,
    /// Từng điểm khác với lần trước có nó; rỗng khi không khác.
    pub fields: Vec<FieldChange>,
    /// Địa chỉ API của bản ghi trong lần ban hành đó; `null` khi đưa ra.
    #[schema(format = "uri-reference")]
    pub href: Option<String>,
}

/// Một thời kỳ chịu trách nhiệm của một cơ quan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnerPeriod)]
pub struct OwnerRecord {
    pub agency: AgencyName,
    pub valid_from: Date,
    /// Ngày cuối, muộn nhất là ngày cuối CSDL còn trong danh mục; `null` khi chưa có ngày cuối.
    pub valid_to: Option<Date>,
    /// Văn bản hoặc sự kiện làm căn cứ.
    pub basis: Option<String>,
}

impl From<OwnerPeriod> for OwnerRecord {
    fn from(period: OwnerPeriod) -> Self {
        Self {
            agency: period.agency.into(),
            valid_from: period.valid_from,
            valid_to: period.valid_to,
            basis: text(period.basis),
        }
    }
}

/// Lịch sử của một CSDL: qua mọi lần ban hành có nó, và qua các cơ quan chịu trách nhiệm; mới nhất trước.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = History)]
pub struct HistoryRecord {
    #[schema(example = "DC-003")]
    pub code: String,
    /// Tên trong lần ban hành cuối cùng có nó.
    pub name: String,
    pub items: Vec<HistoryItem>,
    pub owners: Vec<OwnerRecord>,
}

impl HistoryRecord {
    /// # Errors
    /// As [`EditionRecord::new`].
    pub fn new(history: HistoryPage, today: Date) -> Result<Self, Problem> {
        let code = history.code;
        let item = |one: HistoryStep| {
            Ok(HistoryItem {
                href: (one.status != EntryStatus::Removed).then(|| links::entry(&code, Some(one.edition.id))),
                edition: EditionRecord::new(&one.edition, today)?,
                agency: one.owner.into(),
                status: one.status.into(),
                fields: one.changes.into_iter().map(FieldChange::from).collect(),
            })
        };
        Ok(Self {
            items: history.steps.into_iter().map(item).collect::<Result<_, Problem>>()?,
            name: history.name,
            owners: history.owners.into_iter().map(OwnerRecord::from).collect(),
            code: code.0,
        })
    }
}
