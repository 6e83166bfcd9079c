//! Dated duties, their rules, and what was done of them.

entity!(duty_rule = "duty_rule" {
    #[sea_orm(primary_key)]
    id: i64,
    kind: String,
    frequency: Option<String>,
    amount: i32,
    unit: String,
    document: String,
    article: i32,
    clause: i32,
    valid_from: time::Date,
    valid_to: Option<time::Date>,
    is_target: bool,
});

entity!(duty = "duty" {
    #[sea_orm(primary_key)]
    id: i64,
    entry_code: String,
    kind: String,
    starts_on: time::Date,
    ends_on: time::Date,
    due_on: time::Date,
    anchor_day: i32,
    document: String,
    article: i32,
    clause: i32,
    is_target: bool,
    done_on: Option<time::Date>,
    excused_on: Option<time::Date>,
    ended_on: Option<time::Date>,
    created_at: time::OffsetDateTime,
    version: i64,
});

entity!(duty_event = "duty_event" {
    #[sea_orm(primary_key)]
    id: i64,
    duty_id: i64,
    action: String,
    note: String,
    link: String,
    file_id: Option<String>,
    account_id: Option<String>,
    account_name: String,
    at: time::OffsetDateTime,
});

// A letter about late duties; `content` is JSON: what it said.
entity!(duty_letter = "duty_letter" {
    #[sea_orm(primary_key)]
    id: i64,
    agency_id: String,
    number: String,
    letter_date: time::Date,
    letter_year: i32,
    content: String,
    recorded_by: String,
    recorded_at: time::OffsetDateTime,
});
