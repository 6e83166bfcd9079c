//! National databases, settled overlaps, legal documents.

entity!(national_database = "national_database" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    name: String,
    name_key: String,
    owner_ministry: String,
    subject: String,
    key_data_items: String,
    legal_basis: String,
    active: bool,
    version: i64,
});

// What the last list that was imported said of a national database.
entity!(national_listed = "national_listed" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    name: String,
    owner_ministry: String,
    subject: String,
    key_data_items: String,
    legal_basis: String,
});

// `subject` is an entry's code or `de-xuat-12`; `other` an entry's code or a national database's identifier.
entity!(overlap_settlement = "overlap_settlement" {
    #[sea_orm(primary_key)]
    id: i64,
    subject: String,
    other: String,
    settlement: String,
    reason: String,
    fingerprint: String,
    settled_by: String,
    settled_at: time::OffsetDateTime,
    version: i64,
});

entity!(legal_document = "legal_document" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    number: String,
    number_key: String,
    kind: String,
    title: String,
    issuer: String,
    date_issued: Option<time::Date>,
    effective_from: Option<time::Date>,
    effective_to: Option<time::Date>,
    replaced_by: Option<String>,
    version: i64,
});
