//! Bringing an annex into the catalog: the preview and its confirmation. The upload itself is a plain route.

use domain::annex::ImportPreview;
use domain::id::ImportId;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// What was understood of an uploaded annex.
#[server(GetImportPreview, endpoint = "import-preview", input = GetUrl)]
pub async fn import_preview(id: ImportId) -> Result<ImportPreview, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.import_preview(&cx.actor, id).await?.shortened())
}

/// Writes the edition that the annex describes, without the `skip` rows that fail; `decision` says that the decision read
/// from its title is the right one.
#[server(endpoint = "import-confirm")]
pub async fn confirm_import(
    id: ImportId,
    #[server(default)] skip: u32,
    #[server(default)] decision: bool,
) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.start_import(&cx.actor, id, skip, decision).await?;
    crate::context::go_to(&format!("/quan-tri/nhap-danh-muc/{id}"));
    Ok(())
}
