//! Codes of the contract that are those of the domain, by the same names: one that the domain gets must be added here.

use serde::Serialize;
use utoipa::ToSchema;

macro_rules! codes {
    ($(#[$doc:meta])+ $name:ident: $($code:ident),+) => {
        $(#[$doc])+
        #[derive(Debug, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum $name {
            $($code),+
        }

        impl From<domain::catalog::$name> for $name {
            fn from(code: domain::catalog::$name) -> Self {
                match code {
                    $(domain::catalog::$name::$code => Self::$code),+
                }
            }
        }
    };
}

codes! {
    /// Trường khớp với từ cần tìm: `name` tên, `other_names` tên gọi khác, `code` mã, `items` hạng mục dữ liệu, `owner` cơ
    /// quan chịu trách nhiệm, `owner_other_names` tên cũ hoặc tên khác của cơ quan đó, `purpose` mục đích, `content` nội
    /// dung, `scope` phạm vi, `scope_territory` phạm vi lãnh thổ, `scope_time` phạm vi thời gian, `source` nguồn,
    /// `collection_mechanism` cơ chế thu thập, cập nhật, `legal_basis` căn cứ pháp lý, `procedures` thủ tục hành chính,
    /// `national_db` CSDL quốc gia được đồng bộ, `sync_mechanism` cơ chế đồng bộ, `hosting` hạ tầng vận hành,
    /// `operator_unit` đơn vị vận hành, `sector` lĩnh vực.
    HitField: Name, OtherNames, Code, Items, Owner, OwnerOtherNames, Purpose, Content, Scope, ScopeTerritory, ScopeTime,
    Source, CollectionMechanism, LegalBasis, Procedures, NationalDb, SyncMechanism, Hosting, OperatorUnit, Sector
}

codes! {
    /// Hiện trạng: `existing` đang vận hành, `being_built` đang xây dựng, `planned` sẽ xây dựng.
    Existence: Existing, BeingBuilt, Planned
}

codes! {
    /// Loại dữ liệu: `sectoral` chuyên ngành, `transactional` giao dịch, `master` dữ liệu chủ, `reference_code` danh mục
    /// dùng chung.
    DataKind: Sectoral, Transactional, Master, ReferenceCode
}

codes! {
    /// Phương thức cập nhật: `manual` nhập tay, `form` từ biểu mẫu, `api` qua kết nối, `sync` đồng bộ.
    UpdateMethod: Manual, Form, Api, Sync
}
