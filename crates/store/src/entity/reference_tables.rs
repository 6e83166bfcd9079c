//! Agencies by date, the calendar, reference lists.

entity!(agency_period = "agency_period" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    valid_from: time::Date,
    valid_to: Option<time::Date>,
    code: String,
    name: String,
    name_key: String,
    short_name: String,
    tier: String,
    kind: String,
    parent_id: Option<String>,
    functions: String,
});

entity!(agency_event = "agency_event" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    date: time::Date,
    kind: String,
    legal_document: String,
    note: String,
});

entity!(agency_event_side = "agency_event_side" {
    #[sea_orm(primary_key, auto_increment = false)]
    event_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    side: String,
    #[sea_orm(primary_key, auto_increment = false)]
    agency_id: String,
    position: i32,
});

entity!(agency_contact = "agency_contact" {
    #[sea_orm(primary_key, auto_increment = false)]
    agency_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    version: i64,
    unit: String,
    name: String,
    position: String,
    phone: String,
    email: String,
    document: String,
    document_date: Option<time::Date>,
    valid_from: time::Date,
    valid_to: Option<time::Date>,
});

entity!(holiday = "holiday" {
    #[sea_orm(primary_key, auto_increment = false)]
    date: time::Date,
    name: String,
    kind: String,
});

entity!(sector = "sector" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    name: String,
    position: i32,
});

entity!(update_frequency = "update_frequency" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    name: String,
    position: i32,
});

entity!(consumer_class = "consumer_class" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    group_no: i32,
    name: String,
    valid_from: time::Date,
    valid_to: Option<time::Date>,
});

// One row: raised by each transaction that changes what the public sees.
entity!(public_version = "public_version" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: i32,
    number: i64,
});

entity!(synonym_group = "synonym_group" {
    #[sea_orm(primary_key)]
    id: i64,
    key: String,
    phrases: String,
    note: String,
    version: i64,
});
