//! The focal points of some agencies: the numbers and addresses are invented, and nobody has them.

use domain::account::Role;
use domain::agency::ContactForm;
use domain::id::AgencyId;
use store::Store;
use time::macros::datetime;

use super::current::person;
use crate::failure::Failure;

/// Agency, unit, name, position, the number of the document that named the person.
const CONTACTS: [(&str, &str, &str, &str, &str); 4] = [
    ("so-yt", "Văn phòng Sở", "Lê Thị Hạnh", "Phó Chánh Văn phòng", "12/QĐ-SYT"),
    ("so-nnmt", "Trung tâm Thông tin", "H'Linh Niê", "Phó Giám đốc Trung tâm", "15/QĐ-SNNMT"),
    ("so-ct", "Phòng Kế hoạch - Tổng hợp", "Vũ Minh Tâm", "Trưởng phòng", ""),
    ("so-khcn-2025", "Phòng Chuyển đổi số", "Trần Quốc Bảo", "Trưởng phòng", "21/QĐ-SKHCN"),
];

/// Tells of the focal points, as the officers do.
///
/// # Errors
/// When a call is refused.
pub async fn set(store: &Store) -> Result<(), Failure> {
    for ((agency, unit, name, position, document), number) in CONTACTS.into_iter().zip(1..) {
        let form = ContactForm {
            unit: unit.to_owned(),
            name: name.to_owned(),
            position: position.to_owned(),
            phone: format!("0262 000 000{number}"),
            // A name that nobody can have (RFC 2606).
            email: format!("vanphong.{agency}@daklak.example"),
            document: document.to_owned(),
            document_date: if document.is_empty() { String::new() } else { "12/01/2026".to_owned() },
        };
        let officer = person(Role::Officer, agency, datetime!(2026-01-15 02:00 UTC));
        store.save_contact(&officer, &AgencyId::from(agency), 0, &form).await?;
    }
    Ok(())
}
