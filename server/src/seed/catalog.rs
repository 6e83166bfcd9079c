//! The edition of 2023 from its annex, and the reorganisation of 2025.

use domain::account::Actor;
use domain::annex::{ImportHeader, Supplement};
use domain::edition::Decision;
use domain::id::{AgencyId, EntryCode};
use store::Store;
use time::macros::{date, datetime};

use super::tables;
use crate::failure::Failure;

const ANNEX: &[u8] = include_bytes!("../../demo/catalog_2023.xlsx");
const TRUTH: &[u8] = include_bytes!("../../demo/catalog_2023.csv");

/// Imports the annex of 2023 as the edition that its decision issued; codes, sectors and kinds of data, which the
/// workbook does not carry, are joined.
///
/// # Errors
/// When the database fails.
pub async fn import_2023(store: &Store) -> Result<(), Failure> {
    let actor = Actor::system(datetime!(2023-06-22 02:00 UTC));
    let lists = store.lists().await?;
    let annex =
        documents::annex::read_annex(ANNEX, &lists).map_err(|issue| Failure::refused([format!("{issue:?}")]))?;
    let header = ImportHeader {
        year: 2023,
        decision: Decision {
            number: "1168/QĐ-UBND".to_owned(),
            date: date!(2023 - 06 - 22),
            effective_from: date!(2023 - 06 - 22),
            signer: "Phạm Ngọc Nghị".to_owned(),
            signer_title: "CHỦ TỊCH".to_owned(),
        },
        from_title: false,
        amends: None,
        withdraw: Vec::new(),
    };
    let sha256 = crate::commands::sha256_hex(ANNEX);
    let preview = store.preview_import(&actor, "catalog_2023.xlsx", &sha256, annex, &header).await?;
    if !preview.errors.is_empty() {
        return Err(Failure::refused(preview.errors.iter().map(|issue| format!("{issue:?}"))));
    }
    if let Some(id) = preview.id {
        store.confirm_import(&actor, id, &supplements()?).await?;
    }
    Ok(())
}

fn supplements() -> Result<Vec<Supplement>, Failure> {
    let one = |row: &tables::Row<'_>| {
        Ok(Supplement {
            owner: AgencyId(row.needed("owner_id")?),
            name: row.needed("name")?,
            code: EntryCode(row.needed("code")?),
            sector: row.needed("sector")?,
            data_kinds: vec![row.parse("data_kind")?],
        })
    };
    tables::rows("catalog_2023.csv", TRUTH)?.iter().map(one).collect()
}

/// Departments were merged on 19/02/2025 and districts ended on 01/07/2025: entries follow the successor that the table
/// names.
///
/// # Errors
/// When the database fails.
pub async fn follow_reorganisation(store: &Store, actor: &Actor) -> Result<(), Failure> {
    for row in tables::rows("catalog_2023.csv", TRUTH)? {
        let owner = row.needed("owner_id")?;
        let Some(successor) = row.list("successor_owner_2025").into_iter().next() else { continue };
        if successor == owner {
            continue;
        }
        let of_district = owner.starts_with("ubnd-");
        let from = if of_district { date!(2025 - 07 - 01) } else { date!(2025 - 02 - 19) };
        let code = EntryCode(row.needed("code")?);
        let moved = store.set_owner(actor, &code, &AgencyId(successor), from, "Sắp xếp tổ chức bộ máy năm 2025").await;
        match moved {
            // Withdrawn, merged or transferred in the meantime.
            Ok(()) | Err(store::Error::NotFound) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
