//! The accounts of the demonstration: one a role, and those who took part in the review of 2024.

use domain::account::{Actor, Role};
use domain::check::FieldCode;
use domain::id::AgencyId;
use store::{NewAccount, Store};

use crate::failure::Failure;

/// Username, name, role, agency.
pub const DEMO_ACCOUNTS: [(&str, &str, Role, &str); 11] = [
    ("dieuphoi", "Trần Quốc Bảo", Role::Appraiser, "so-khcn-2025"),
    ("lanhdao.khcn", "Mai Thị Hòa", Role::Head, "so-khcn-2025"),
    ("canbo.yte", "Lê Thị Hạnh", Role::Officer, "so-yt"),
    ("lanhdao.yte", "Nguyễn Văn Thắng", Role::Head, "so-yt"),
    ("canbo.nnmt", "H'Linh Niê", Role::Officer, "so-nnmt"),
    ("lanhdao.nnmt", "Phạm Đức Long", Role::Head, "so-nnmt"),
    ("canbo.congthuong", "Vũ Minh Tâm", Role::Officer, "so-ct"),
    ("lanhdao.congthuong", "Đỗ Thị Lan", Role::Head, "so-ct"),
    ("vanphong", "Hoàng Anh Dũng", Role::Clerk, "vp-ubnd"),
    ("lanhdao", "Y Thanh Êban", Role::Leader, "vp-ubnd"),
    ("quantri", "Bùi Quang Huy", Role::Administrator, "ioc"),
];

/// What somebody is called of whom the demonstration keeps no account.
pub(super) fn called(role: Role) -> &'static str {
    match role {
        Role::Officer => "Cán bộ đầu mối",
        Role::Head => "Thủ trưởng đơn vị",
        Role::Appraiser => "Tổ thẩm định",
        Role::Clerk | Role::Leader | Role::Administrator => "Văn phòng UBND tỉnh",
    }
}

/// Makes the accounts of the demonstration; those that exist keep their passwords, and where an agency has another open
/// account of the role it stays the only one.
///
/// # Errors
/// When the database fails or the password is out of range.
pub async fn create(store: &Store, actor: &Actor, password: &str) -> Result<(), Failure> {
    for (username, name, role, agency) in DEMO_ACCOUNTS {
        make(store, actor, username, name, role, agency, password).await?;
    }
    Ok(())
}

pub(super) async fn make(
    store: &Store,
    actor: &Actor,
    username: &str,
    name: &str,
    role: Role,
    agency: &str,
    password: &str,
) -> Result<(), Failure> {
    let new = NewAccount {
        username: username.to_owned(),
        name: name.to_owned(),
        role,
        agency: Some(AgencyId::from(agency)),
        password: password.to_owned(),
        // A name that nobody can have (RFC 2606): nothing of the demonstration is ever delivered.
        email: format!("{username}@daklak.example"),
    };
    match store.create_account(actor, &new).await {
        Ok(_) => Ok(()),
        Err(store::Error::Invalid(remarks)) if remarks.iter().any(|remark| remark.code == FieldCode::Taken) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
