//! Use: events, and what is rolled up from them.

entity!(usage_event = "usage_event" {
    #[sea_orm(primary_key)]
    id: i64,
    event_key: String,
    happened_at: time::OffsetDateTime,
    day: time::Date,
    hour: i32,
    kind: String,
    entry_code: String,
    agency: String,
    query: String,
    results: Option<i32>,
    count: i64,
    recorded: time::Date,
});

entity!(usage_calendar = "usage_calendar" {
    #[sea_orm(primary_key, auto_increment = false)]
    day: time::Date,
    #[sea_orm(primary_key, auto_increment = false)]
    grain: String,
    start: time::Date,
});

entity!(usage_period = "usage_period" {
    #[sea_orm(primary_key, auto_increment = false)]
    grain: String,
    #[sea_orm(primary_key, auto_increment = false)]
    start: time::Date,
    #[sea_orm(primary_key, auto_increment = false)]
    kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    entry_code: String,
    count: i64,
});

entity!(usage_user = "usage_user" {
    #[sea_orm(primary_key, auto_increment = false)]
    grain: String,
    #[sea_orm(primary_key, auto_increment = false)]
    start: time::Date,
    #[sea_orm(primary_key, auto_increment = false)]
    kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    agency: String,
    count: i64,
});

entity!(usage_consumer = "usage_consumer" {
    #[sea_orm(primary_key, auto_increment = false)]
    grain: String,
    #[sea_orm(primary_key, auto_increment = false)]
    start: time::Date,
    #[sea_orm(primary_key, auto_increment = false)]
    kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    entry_code: String,
    #[sea_orm(primary_key, auto_increment = false)]
    agency: String,
    count: i64,
});

entity!(usage_hour = "usage_hour" {
    #[sea_orm(primary_key, auto_increment = false)]
    grain: String,
    #[sea_orm(primary_key, auto_increment = false)]
    start: time::Date,
    #[sea_orm(primary_key, auto_increment = false)]
    kind: String,
    #[sea_orm(primary_key, auto_increment = false)]
    hour: i32,
    count: i64,
});

entity!(usage_visit = "usage_visit" {
    #[sea_orm(primary_key, auto_increment = false)]
    day: time::Date,
    #[sea_orm(primary_key, auto_increment = false)]
    query: String,
    #[sea_orm(primary_key, auto_increment = false)]
    visitor: String,
});

entity!(usage_visitors = "usage_visitors" {
    #[sea_orm(primary_key, auto_increment = false)]
    grain: String,
    #[sea_orm(primary_key, auto_increment = false)]
    start: time::Date,
    count: i64,
});

entity!(usage_missed = "usage_missed" {
    #[sea_orm(primary_key, auto_increment = false)]
    grain: String,
    #[sea_orm(primary_key, auto_increment = false)]
    start: time::Date,
    #[sea_orm(primary_key, auto_increment = false)]
    query: String,
    count: i64,
    visitors: i64,
});

entity!(usage_salt = "usage_salt" {
    #[sea_orm(primary_key, auto_increment = false)]
    day: time::Date,
    salt: String,
});

entity!(usage_closed = "usage_closed" {
    #[sea_orm(primary_key, auto_increment = false)]
    day: time::Date,
});
