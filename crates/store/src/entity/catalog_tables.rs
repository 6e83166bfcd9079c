//! Entries, their versions, editions, imports.

entity!(entry = "entry" {
    #[sea_orm(primary_key, auto_increment = false)]
    code: String,
    number: Option<i32>,
    created_at: time::OffsetDateTime,
});

entity!(entry_owner = "entry_owner" {
    #[sea_orm(primary_key, auto_increment = false)]
    entry_code: String,
    agency_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    valid_from: time::Date,
    valid_to: Option<time::Date>,
    basis: String,
});

entity!(entry_version = "entry_version" {
    #[sea_orm(primary_key)]
    id: i64,
    entry_code: String,
    content: String,
    content_sha256: String,
    name: String,
    name_key: String,
    owner_id: String,
    sector: String,
    update_frequency: String,
    open_items: i32,
    default_items: i32,
    specific_items: i32,
    none_items: i32,
});

entity!(edition = "edition" {
    #[sea_orm(primary_key)]
    id: i64,
    year: i32,
    stage: String,
    base_id: Option<i64>,
    campaign_year: Option<i32>,
    number: Option<String>,
    decision_date: Option<time::Date>,
    effective_from: Option<time::Date>,
    effective_to: Option<time::Date>,
    signer: Option<String>,
    signer_title: Option<String>,
    file_id: Option<String>,
    content_sha256: String,
    created_at: time::OffsetDateTime,
    version: i64,
    amendment: Option<i32>,
    binding: String,
    binding_sha256: String,
});

entity!(edition_entry = "edition_entry" {
    #[sea_orm(primary_key, auto_increment = false)]
    edition_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    entry_code: String,
    version_id: i64,
    group_position: i32,
    position: i32,
});

entity!(catalog_import = "catalog_import" {
    #[sea_orm(primary_key)]
    id: i64,
    file_name: String,
    file_sha256: String,
    annex: String,
    header: String,
    edition_id: Option<i64>,
    created_by: Option<String>,
    created_at: time::OffsetDateTime,
    file_id: Option<String>,
    mapping: Option<String>,
    sheets: Option<String>,
    remembered: bool,
    writing_since: Option<time::OffsetDateTime>,
    touched_at: Option<time::OffsetDateTime>,
});

entity!(catalog_import_part = "catalog_import_part" {
    #[sea_orm(primary_key, auto_increment = false)]
    import_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    position: i32,
    size: i32,
    entries: String,
});

entity!(import_mapping = "import_mapping" {
    #[sea_orm(primary_key, auto_increment = false)]
    header_sha256: String,
    mapping: String,
    saved_by: Option<String>,
    saved_at: time::OffsetDateTime,
});
