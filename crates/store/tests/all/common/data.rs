//! A small province: two departments that merge, one that splits, a coordinator that changes, and annexes by hand.

use domain::account::{Account, Actor, Role};
use domain::agency::{Agency, AgencyEvent, AgencyRef, EventKind, Function, Tier};
use domain::annex::{Annex, AnnexEntry, CellPlace, ImportHeader, ImportPreview};
use domain::catalog::{ConsumerClass, DataItem, EntryContent, Lists, Named, SharingForm};
use domain::edition::Decision;
use domain::id::{AccountId, AgencyId, ClassId, EditionId, EntryCode};
use domain::usage::{UsageEvent, UsageKind};
use store::RollUp;
use time::macros::{date, datetime};
use time::{Date, OffsetDateTime};

use super::Bed;

/// The moment at which the tests act.
pub const NOW: OffsetDateTime = datetime!(2026-11-24 03:00 UTC);
/// The day on which departments were merged.
pub const MERGED_ON: Date = date!(2025 - 02 - 19);

pub fn system() -> Actor {
    Actor::system(NOW)
}

pub fn anonymous() -> Actor {
    Actor::anonymous(NOW)
}

/// An appraiser of the agency that coordinates today.
pub fn coordinator() -> Actor {
    let agency = AgencyRef { id: AgencyId::from("so-khcn-2025"), name: "Sở Khoa học và Công nghệ".to_owned() };
    let account = Account {
        id: AccountId::from("appraiser"),
        username: "appraiser".to_owned(),
        name: "Người thẩm định".to_owned(),
        role: Role::Appraiser,
        agency: Some(agency),
    };
    Actor { account: Some(account), is_system: false, functions: vec![Function::Coordinator], at: NOW }
}

fn agency(id: &str, name: &str, functions: &[Function], from: Date, to: Option<Date>) -> Agency {
    Agency {
        id: AgencyId::from(id),
        code: String::new(),
        name: name.to_owned(),
        short_name: String::new(),
        tier: Tier::Province,
        kind: "so_ban_nganh".to_owned(),
        parent: None,
        functions: functions.to_vec(),
        valid_from: from,
        valid_to: to,
    }
}

pub fn agencies() -> Vec<Agency> {
    let start = date!(2023 - 01 - 22);
    let before = MERGED_ON.previous_day();
    let coordinator = [Function::Coordinator];
    vec![
        agency("so-tttt", "Sở Thông tin và Truyền thông", &coordinator, start, before),
        agency("so-khcn", "Sở Khoa học và Công nghệ", &[], start, before),
        agency("so-khcn-2025", "Sở Khoa học và Công nghệ", &coordinator, MERGED_ON, None),
        agency("so-xd", "Sở Xây dựng", &[], start, before),
        agency("so-gtvt", "Sở Giao thông vận tải", &[], start, before),
        agency("so-xd-2025", "Sở Xây dựng", &[], MERGED_ON, None),
        agency("so-ldtbxh", "Sở Lao động - Thương binh và Xã hội", &[], start, before),
        agency("so-nv-2025", "Sở Nội vụ", &[], MERGED_ON, None),
        agency("so-yt", "Sở Y tế", &[], start, None),
    ]
}

fn event(id: &str, kind: EventKind, from: &[&str], to: &[&str]) -> AgencyEvent {
    let ids = |ids: &[&str]| ids.iter().map(|id| AgencyId::from(*id)).collect();
    AgencyEvent {
        id: id.to_owned(),
        date: MERGED_ON,
        kind,
        legal_document: "Nghị quyết 19/02/2025".to_owned(),
        from: ids(from),
        to: ids(to),
        note: String::new(),
    }
}

/// Two mergers, and a department whose work went to two others.
pub fn events() -> Vec<AgencyEvent> {
    vec![
        event("EV-1", EventKind::Merge, &["so-xd", "so-gtvt"], &["so-xd-2025"]),
        event("EV-2", EventKind::Merge, &["so-khcn", "so-tttt"], &["so-khcn-2025"]),
        event("EV-3", EventKind::Dissolve, &["so-ldtbxh"], &["so-nv-2025", "so-yt"]),
    ]
}

pub fn lists() -> Lists {
    let named = |id: &str, name: &str| Named { id: id.to_owned(), name: name.to_owned() };
    let class = |id: &str, group_no, name: &str, valid_to| ConsumerClass {
        id: ClassId::from(id),
        group_no,
        name: name.to_owned(),
        valid_from: date!(2023 - 01 - 22),
        valid_to,
    };
    Lists {
        sectors: vec![named("xay_dung", "Xây dựng"), named("dat_dai", "Đất đai"), named("y_te", "Y tế")],
        frequencies: vec![named("M1", "Cập nhật thường xuyên"), named("M2", "Hằng năm")],
        classes: vec![
            class("so_nganh", 2, "Sở, ban, ngành", None),
            class("cap_huyen", 3, "UBND cấp huyện", Some(date!(2025 - 06 - 30))),
            class("to_chuc", 7, "Tổ chức, doanh nghiệp", None),
        ],
        national: Vec::new(),
        register: None,
    }
}

/// An entry with one item, `form` to departments and organisations alike.
pub fn content(name: &str, sector: &str, form: SharingForm) -> EntryContent {
    let matrix = [("so_nganh", form), ("to_chuc", form)];
    EntryContent {
        name: name.to_owned(),
        sector: sector.to_owned(),
        purpose: format!("Quản lý {}", name.to_lowercase()),
        scope: "Toàn tỉnh".to_owned(),
        content: "Hồ sơ, số liệu".to_owned(),
        collection_mechanism: "Nhập từ hồ sơ".to_owned(),
        source: "Hồ sơ nghiệp vụ".to_owned(),
        consumers: "Cơ quan nhà nước".to_owned(),
        update_frequency: "M1".to_owned(),
        legal_basis: "Luật chuyên ngành".to_owned(),
        start_year: Some(2020),
        items: vec![DataItem {
            name: format!("Danh sách của {name}"),
            fields: "Mã, Tên, Địa chỉ".to_owned(),
            matrix: matrix.into_iter().map(|(class, form)| (ClassId::from(class), form)).collect(),
            ..DataItem::default()
        }],
        ..EntryContent::default()
    }
}

/// An annex with entries under headings, in this order.
pub fn annex(entries: Vec<(&str, EntryContent)>) -> Annex {
    let entries = (1_u32..).zip(entries).map(|(number, (heading, content))| AnnexEntry {
        place: CellPlace { sheet: "Phụ lục".to_owned(), row: 5 + number, column: 0 },
        number,
        code: None,
        agency_written: heading.to_owned(),
        agency_column: 0,
        withdrawn: false,
        content,
    });
    Annex { title: "Phụ lục".to_owned(), entries: entries.collect(), errors: vec![], warnings: vec![] }
}

/// The entries of the first edition.
pub fn first_annex() -> Annex {
    annex(vec![
        ("I. SỞ XÂY DỰNG", content("CSDL quy hoạch xây dựng", "xay_dung", SharingForm::Open)),
        ("I. SỞ XÂY DỰNG", content("CSDL nhà ở", "xay_dung", SharingForm::Default)),
        ("II. SỞ GIAO THÔNG VẬN TẢI", content("CSDL đất đai hành lang đường bộ", "dat_dai", SharingForm::Specific)),
        ("III. SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", content("CSDL người có công", "", SharingForm::Specific)),
        ("IV. SỞ Y TẾ", content("CSDL khám chữa bệnh", "y_te", SharingForm::Default)),
    ])
}

/// A decision that takes effect on a day, signed on it, or today where the day is yet to come.
pub fn header(year: i32, number: &str, day: Date) -> ImportHeader {
    let signer = "Chủ tịch".to_owned();
    let decision = Decision {
        number: number.to_owned(),
        date: day.min(NOW.date()),
        effective_from: day,
        signer_title: signer.to_uppercase(),
        signer,
    };
    ImportHeader { year, decision, from_title: false, amends: None, withdraw: Vec::new() }
}

pub fn header_2023() -> ImportHeader {
    header(2023, "1234/QĐ-UBND", date!(2023 - 06 - 22))
}

/// Loads agencies, their events and the lists.
pub async fn load_reference(bed: &Bed) {
    let (store, actor) = (&bed.store, system());
    store.import_agencies(&actor, &agencies(), false).await.expect("agencies");
    store.import_agency_events(&actor, &events(), false).await.expect("events");
    store.import_lists(&actor, &lists(), false).await.expect("lists");
}

/// Brings an annex in and confirms it.
pub async fn import(bed: &Bed, file_sha256: &str, annex: Annex, header: &ImportHeader) -> ImportPreview {
    let (store, actor) = (&bed.store, system());
    let preview = store.preview_import(&actor, "phu-luc.xlsx", file_sha256, annex, header).await.expect("a preview");
    assert_eq!(preview.errors, vec![]);
    let id = preview.id.expect("the preview is kept");
    store.confirm_import(&actor, id, &[]).await.expect("the import is written")
}

/// The reference data and the first edition.
pub async fn load_first_edition(bed: &Bed) -> EditionId {
    load_reference(bed).await;
    import(bed, "file-1", first_annex(), &header_2023()).await.written.expect("an edition").id
}

/// So many uses of one kind on a day.
pub async fn used(bed: &Bed, day: Date, kind: UsageKind, code: Option<&str>, count: u32) {
    let event = UsageEvent {
        key: uuid::Uuid::new_v4().to_string(),
        at: day.midnight().assume_utc(),
        kind,
        code: code.map(EntryCode::from),
        agency: None,
        query: String::new(),
        results: None,
        count,
    };
    bed.store.record_events(&[event], &[], NOW, RollUp::Now).await.expect("recorded");
}
