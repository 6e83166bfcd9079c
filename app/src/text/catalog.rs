//! The words of the catalog.

use std::str::FromStr;

use domain::catalog::{
    DataKind, EntrySort, EntryStatus, Existence, HitField, Lists, Matrix, SharingForm, UpdateMethod,
};
use domain::change::{Field, Place};
use domain::overlap::Settlement;
use time::Date;

use super::plan;

pub const TITLE: &str = "Danh mục cơ sở dữ liệu dùng chung";
pub const SEARCH_LABEL: &str = "Tìm cơ sở dữ liệu, hạng mục dữ liệu, cơ quan";
pub const SEARCH_EXAMPLE: &str = "Ví dụ: giá đất, dat dai, bệnh viện…";
pub const SEARCH_HINT: &str = "Gõ có dấu hay không dấu, viết tắt, tên cũ hay tên mới đều được.";
pub const FILTERS: &str = "Bộ lọc";
pub const APPLY: &str = "Áp dụng";
pub const SHOW_FILTERS: &str = "Lọc kết quả";
pub const CLOSE: &str = "Đóng";
pub const FORMS: &str = "Hình thức chia sẻ có trong CSDL";
pub const OWNERS: &str = "Đơn vị chủ quản";
pub const SECTORS: &str = "Lĩnh vực";
pub const ALL: &str = "Tất cả";
pub const SORT: &str = "Sắp xếp";
pub const CLEAR: &str = "Bỏ tất cả";
pub const NAMED: &str =
    "Từ đang tìm có trong tên của cơ quan; trang của cơ quan có đầu mối và các cơ sở dữ liệu chịu trách nhiệm:";
pub const EMPTY: &str = "Không tìm thấy cơ sở dữ liệu nào. Thử bớt từ, bỏ bộ lọc, hoặc gõ không dấu.";
pub const NO_EDITION: &str = "Chưa có danh mục nào được ban hành trên cổng.";
pub const FOUND_IN: &str = "Khớp ở";
pub const SUGGESTIONS: &str = "Gợi ý";
pub const SUGGESTED_QUERY: &str = "tìm";
pub const SUGGESTED_ENTRY: &str = "cơ sở dữ liệu";
pub const SUGGESTED_AGENCY: &str = "cơ quan";
pub const COPY_LINK: &str = "Sao chép liên kết";
pub const COPIED: &str = "Đã sao chép";
pub const MEANT: &str = "Hiển thị kết quả cho";
pub const REMOVE_FILTER: &str = "Bỏ lọc";
pub const DESCRIPTION: &str = "Mô tả";
pub const HOW: &str = "Thu thập, cập nhật và nguồn";
pub const MATRIX: &str = "Ai được khai thác hạng mục nào";
pub const MATRIX_LAW: &str = "Theo điểm d khoản 4 Điều 11 Nghị định 47/2020/NĐ-CP: mỗi hạng mục có hình thức chia sẻ riêng cho từng nhóm đối tượng.";
pub const MATRIX_LABEL: &str = "Hình thức chia sẻ theo hạng mục và nhóm đối tượng";
pub const ITEM: &str = "Hạng mục dữ liệu";
pub const PERSONAL: &str = "Có dữ liệu cá nhân";
/// Personal data among what is open: what a decision issued has it so.
pub const PERSONAL_OPEN: &str = "Để Mở theo quyết định đã ban hành";
pub const MASTER: &str = "Dữ liệu chủ, danh mục dùng chung";
pub const HISTORY: &str = "Lịch sử";
pub const RECORD_FILE: &str = "Tải bản ghi (JSON)";
pub const VIEWS: &str = "Lượt xem 30 ngày qua";
pub const IN_FORCE: &str = "Đang có hiệu lực";
pub const NOT_IN_FORCE: &str = "Không còn trong danh mục đang có hiệu lực";
pub const EARLIER: &str = "Bản cũ";
pub const ASK_CHANGE: &str = "Đề nghị thay đổi";
pub const SEE_CURRENT: &str = "Xem bản đang có hiệu lực";
pub const OWNER_CHANGES: &str = "Đơn vị chịu trách nhiệm qua các thời kỳ";
pub const DECIDED_OWNER: &str = "Tên trong quyết định";
pub const FOUR_FORMS: &str = "Bốn hình thức nghĩa là gì?";
pub const MORE: &str = "Đồng bộ, vận hành và sử dụng";
pub const CLAUSE_8_3: &str = "khoản 3 Điều 8 Quy chế";
pub const CONTENT_BY: &str = "Nội dung theo khoản 4 Điều 11 Nghị định 47/2020/NĐ-CP và";

pub fn sharing_form(form: SharingForm) -> &'static str {
    match form {
        SharingForm::Open => "Mở",
        SharingForm::Default => "Mặc định",
        SharingForm::Specific => "Đặc thù",
        SharingForm::None => "Không",
    }
}

/// What a form means, for those who meet it first.
pub fn sharing_form_hint(form: SharingForm) -> &'static str {
    match form {
        SharingForm::Open => "Công bố rộng rãi, ai cũng được dùng, không cần xin phép.",
        SharingForm::Default => "Dịch vụ có sẵn, thủ tục đơn giản, dùng chung cho nhiều cơ quan.",
        SharingForm::Specific => "Theo thỏa thuận riêng giữa các bên, khi hình thức mặc định không đáp ứng.",
        SharingForm::None => "Không chia sẻ cho nhóm đối tượng này.",
    }
}

pub fn data_kind(kind: DataKind) -> &'static str {
    match kind {
        DataKind::Sectoral => "Dữ liệu chuyên ngành",
        DataKind::Transactional => "Dữ liệu giao dịch",
        DataKind::Master => "Dữ liệu chủ",
        DataKind::ReferenceCode => "Danh mục dùng chung",
    }
}

pub fn update_method(method: UpdateMethod) -> &'static str {
    match method {
        UpdateMethod::Manual => "Cán bộ nhập tay",
        UpdateMethod::Form => "Từ biểu mẫu, tệp các đơn vị gửi",
        UpdateMethod::Api => "Qua kết nối (API) với hệ thống khác",
        UpdateMethod::Sync => "Đồng bộ từ CSDL quốc gia, CSDL của bộ",
    }
}

pub fn existence(existence: Existence) -> &'static str {
    match existence {
        Existence::Existing => "Đang vận hành",
        Existence::BeingBuilt => "Đang xây dựng",
        Existence::Planned => "Sẽ xây dựng",
    }
}

pub fn security_level(level: u8) -> String {
    format!("Cấp độ {level}")
}

/// A field's value as people read it, where the value is a code; `None` where it is text.
pub fn code_words(field: Field, value: &str, lists: &Lists) -> Option<String> {
    let several = |one: &dyn Fn(&str) -> String| {
        value.split(';').map(str::trim).filter(|code| !code.is_empty()).map(one).collect::<Vec<_>>().join("; ")
    };
    match field {
        Field::Sector => Some(lists.sector(value)),
        Field::UpdateFrequency => Some(lists.frequency(value)),
        Field::DataKind => Some(several(&|code| known(code, data_kind))),
        Field::UpdateMethod => Some(known(value, update_method)),
        Field::Existence => Some(known(value, existence)),
        Field::SecurityLevel => Some(value.parse().map_or_else(|_| value.to_owned(), security_level)),
        Field::NationalDb => Some(several(&|id| match lists.national(id) {
            name if name == id => name,
            name => format!("{id} {name}"),
        })),
        _ => None,
    }
}

/// The words of a code, or the code itself when it is none.
fn known<T: FromStr>(code: &str, words: fn(T) -> &'static str) -> String {
    code.parse().map_or_else(|_| code.to_owned(), |value| words(value).to_owned())
}

/// The label of a field of an entry.
pub fn field(field: Field) -> &'static str {
    match field {
        Field::Name => "Tên cơ sở dữ liệu",
        Field::Owner => "Đơn vị chủ quản",
        Field::Sector => "Lĩnh vực",
        Field::Purpose => "Mục đích",
        Field::Scope => "Phạm vi",
        Field::Content => "Nội dung",
        Field::CollectionMechanism => "Cơ chế thu thập, cập nhật",
        Field::Source => "Nguồn dữ liệu",
        Field::Consumers => "Đối tượng khai thác",
        Field::UpdateFrequency => "Tần suất cập nhật",
        Field::LegalBasis => "Căn cứ pháp lý",
        Field::StartYear => "Năm bắt đầu",
        Field::DataKind => "Loại dữ liệu",
        Field::Note => "Ghi chú",
        Field::OtherNames => "Tên viết tắt, tên gọi khác",
        Field::ScopeTerritory => "Phạm vi lãnh thổ",
        Field::ScopeTime => "Phạm vi thời gian",
        Field::UpdateMethod => "Phương thức cập nhật",
        Field::NationalDb => "CSDL quốc gia, CSDL của bộ có liên quan",
        Field::SyncMechanism => "Cơ chế đồng bộ, căn cứ không trùng lặp",
        Field::SecurityLevel => "Cấp độ an toàn hệ thống thông tin",
        Field::Url => "Địa chỉ truy cập",
        Field::Hosting => "Hạ tầng, nền tảng vận hành",
        Field::OperatorUnit => "Đơn vị vận hành",
        Field::Procedures => "Thủ tục hành chính sử dụng",
        Field::Funding => "Nguồn kinh phí",
        Field::Existence => "Hiện trạng",
    }
}

/// The hint under a field's label; empty where the label says enough.
pub fn field_hint(field: Field) -> &'static str {
    match field {
        Field::Scope => "Đối tượng được quản lý; lãnh thổ và thời gian ghi ở hai ô dưới.",
        Field::OtherNames => "Nhiều tên cách nhau bằng dấu chấm phẩy.",
        Field::ScopeTerritory => "Ví dụ: toàn tỉnh; 102 xã, phường.",
        Field::ScopeTime => "Ví dụ: từ năm 2019 đến nay.",
        Field::NationalDb => "Mã trong danh sách CSDL quốc gia, cách nhau bằng dấu chấm phẩy (khoản 3 Điều 5 Quy chế).",
        Field::SyncMechanism => "Bắt buộc khi có CSDL liên quan: đồng bộ thế nào, hoặc vì sao không trùng lặp.",
        Field::SecurityLevel => "Từ 1 đến 5, theo hồ sơ đề xuất cấp độ đã phê duyệt.",
        Field::Url => "Bắt đầu bằng https://",
        Field::OperatorUnit => "Phòng, trung tâm trực tiếp vận hành, nếu không phải là chính đơn vị chủ quản.",
        Field::Procedures => "Mã và tên thủ tục, cách nhau bằng dấu chấm phẩy.",
        Field::LegalBasis => "Các văn bản cách nhau bằng dấu chấm phẩy.",
        Field::Name
        | Field::Owner
        | Field::Sector
        | Field::Purpose
        | Field::Content
        | Field::CollectionMechanism
        | Field::Source
        | Field::Consumers
        | Field::UpdateFrequency
        | Field::StartYear
        | Field::DataKind
        | Field::UpdateMethod
        | Field::Hosting
        | Field::Funding
        | Field::Existence
        | Field::Note => "",
    }
}

pub fn entry_status(status: EntryStatus) -> &'static str {
    match status {
        EntryStatus::Unchanged => "giữ nguyên",
        EntryStatus::Modified => "sửa đổi",
        EntryStatus::New => "thêm mới",
        EntryStatus::Removed => "đưa ra khỏi danh mục",
    }
}

pub fn hit_field(field: HitField) -> &'static str {
    match field {
        HitField::Name => "tên",
        HitField::OtherNames => "tên viết tắt, tên gọi khác",
        HitField::Code => "mã",
        HitField::Items => "hạng mục dữ liệu",
        HitField::Owner => "đơn vị chủ quản",
        HitField::OwnerOtherNames => "tên cũ, tên khác của đơn vị chủ quản",
        HitField::Purpose => "mục đích",
        HitField::Content => "nội dung",
        HitField::Scope => "phạm vi",
        HitField::ScopeTerritory => "phạm vi lãnh thổ",
        HitField::ScopeTime => "phạm vi thời gian",
        HitField::Source => "nguồn dữ liệu",
        HitField::CollectionMechanism => "cơ chế thu thập, cập nhật",
        HitField::LegalBasis => "căn cứ pháp lý",
        HitField::Procedures => "thủ tục hành chính sử dụng",
        HitField::NationalDb => "đồng bộ với CSDL quốc gia",
        HitField::SyncMechanism => "cơ chế đồng bộ",
        HitField::Hosting => "hạ tầng, nền tảng vận hành",
        HitField::OperatorUnit => "đơn vị vận hành",
        HitField::Sector => "lĩnh vực",
    }
}

/// Beside an owner: as of which day, where it is not today.
pub fn on_day(day: Date) -> String {
    format!(" (ngày {})", domain::format::date(day))
}

pub fn sort(sort: EntrySort) -> &'static str {
    match sort {
        EntrySort::Relevance => "Phù hợp nhất",
        EntrySort::Name => "Tên A–Y",
        EntrySort::Agency => "Theo cơ quan",
        EntrySort::Code => "Theo mã",
    }
}

/// Where a change is, in words.
pub fn place_label(place: &Place, lists: &Lists) -> String {
    match place {
        Place::Field(one) => field(*one).to_owned(),
        Place::ItemAdd(item) => format!("Thêm hạng mục “{item}”"),
        Place::ItemRemove(item) => format!("Bỏ hạng mục “{item}”"),
        Place::ItemName(item) => format!("Đổi tên hạng mục “{item}”"),
        Place::ItemFields(item) => format!("Các trường của “{item}”"),
        Place::ItemMatrix(item, class) => format!("“{item}” · {}", lists.class(class)),
        Place::ItemPersonal(item) => format!("“{item}” · dữ liệu cá nhân"),
        Place::ItemMaster(item) => format!("“{item}” · dữ liệu chủ"),
        Place::Plan(one) => format!("{} · {}", plan::TITLE, plan::field(*one)),
    }
}

pub fn results(total: u64, query: &str) -> String {
    if query.is_empty() {
        format!("{total} cơ sở dữ liệu")
    } else {
        format!("{total} kết quả cho “{query}”")
    }
}

pub fn quoted(text: &str) -> String {
    format!(" “{text}”")
}

pub fn items(count: u32) -> String {
    format!("{count} hạng mục:")
}

pub fn changes(count: u32) -> String {
    format!("sửa {count} điểm")
}

pub fn all_classes(count: usize) -> String {
    format!("cho cả {count} nhóm đối tượng")
}

pub fn until(day: &str) -> String {
    format!("đến {day}")
}

/// «Mở: Sở, ban, ngành, UBND cấp xã. Không: Cá nhân», or one form for all. The classes stand as in the matrix.
pub fn matrix_words(matrix: &Matrix, lists: &Lists) -> String {
    let forms = [SharingForm::Open, SharingForm::Default, SharingForm::Specific, SharingForm::None];
    let mut cells: Vec<_> = matrix.iter().collect();
    cells.sort_by_key(|(class, _)| lists.class_place(class.as_str()));
    let parts = forms.into_iter().filter_map(|form| {
        let classes = cells.iter().filter(|(_, one)| **one == form).map(|(class, _)| lists.class(class));
        let classes: Vec<String> = classes.collect();
        (!classes.is_empty()).then(|| match classes.len() == matrix.len() {
            true => format!("{}: mọi nhóm đối tượng", sharing_form(form)),
            false => format!("{}: {}", sharing_form(form), classes.join(", ")),
        })
    });
    parts.collect::<Vec<_>>().join(". ")
}

pub fn flag(value: &str) -> &'static str {
    if value == "true" { "Có" } else { "Không" }
}

pub const RELATIONS: &str = "Quan hệ với cơ sở dữ liệu khác";
pub const MAY_DUPLICATE: &str = "Có thể trùng, chưa kết luận";

/// «Đồng bộ với QG-027 CSDL quốc gia về đất đai»
pub fn relation(settlement: Settlement, other: &str, name: &str) -> String {
    let what = match settlement {
        Settlement::Duplicate => "Trùng với",
        Settlement::Synchronised => "Đồng bộ với",
        Settlement::Different => "Khác với",
    };
    format!("{what} {other} {name}")
}

pub const COMPLETE: &str = "Đủ nội dung theo khoản 4 Điều 11 Nghị định 47/2020/NĐ-CP.";

pub fn incomplete(missing: &str) -> String {
    format!("Còn thiếu theo khoản 4 Điều 11 Nghị định 47/2020/NĐ-CP: {missing}.")
}

/// «Mục đích, Căn cứ pháp lý», of names that are joined by `;`.
pub fn lacking_all(names: &str) -> String {
    names.split(';').map(lacking).collect::<Vec<_>>().join(", ")
}

/// The label of a field that is lacking, as `lacking` names it.
pub fn lacking(name: &str) -> String {
    name.parse().map_or_else(|_| MATRIX.to_owned(), |one| field(one).to_owned())
}
