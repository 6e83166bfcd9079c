//! Accounts, sessions, kept files, the audit chain, use by day.

entity!(account = "account" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    username: String,
    name: String,
    role: String,
    agency_id: Option<String>,
    password_hash: String,
    active: bool,
    created_at: time::OffsetDateTime,
    // Empty where there is none.
    email: String,
});

entity!(session = "session" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    account_id: Option<String>,
    data: String,
    expires_at: time::OffsetDateTime,
});

entity!(sign_in_attempt = "sign_in_attempt" {
    #[sea_orm(primary_key)]
    id: i64,
    username: String,
    address: String,
    at: time::OffsetDateTime,
    ok: bool,
});

entity!(stored_file = "stored_file" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    sha256: String,
    name: String,
    media_type: String,
    bytes: i64,
    created_at: time::OffsetDateTime,
});

entity!(audit = "audit" {
    #[sea_orm(primary_key, auto_increment = false)]
    seq: i64,
    at: time::OffsetDateTime,
    account_id: Option<String>,
    agency_id: Option<String>,
    action: String,
    object: String,
    detail: String,
    prev_hash: String,
    hash: String,
});
