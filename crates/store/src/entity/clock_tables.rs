//! Reminders, notices, the outbox, extensions, lateness, urging letters.

entity!(reminder_step = "reminder_step" {
    #[sea_orm(primary_key)]
    id: i64,
    days: i32,
    unit: String,
    audience: String,
});

// `step` is a step's own name, so that a changed ladder does not send anew.
entity!(reminder = "reminder" {
    #[sea_orm(primary_key, auto_increment = false)]
    campaign_year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    agency_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    due_on: time::Date,
    #[sea_orm(primary_key, auto_increment = false)]
    step: String,
    sent_at: time::OffsetDateTime,
    recipients: i32,
});

// `about` is JSON: how the agencies stood when the notice was made; so is `digest`: what the weekly letter told. What is told
// of duties, reports and the closing of a year belongs to no campaign, nor does the letter.
entity!(notice = "notice" {
    #[sea_orm(primary_key)]
    id: i64,
    account_id: String,
    kind: String,
    campaign_year: Option<i32>,
    about: String,
    digest: Option<String>,
    at: time::OffsetDateTime,
    read_at: Option<time::OffsetDateTime>,
});

entity!(outbox = "outbox" {
    #[sea_orm(primary_key)]
    id: i64,
    notice_id: i64,
    recipient: String,
    message_id: String,
    state: String,
    attempts: i32,
    next_attempt_at: time::OffsetDateTime,
    lease_until: Option<time::OffsetDateTime>,
    last_error: String,
    created_at: time::OffsetDateTime,
    sent_at: Option<time::OffsetDateTime>,
});

entity!(due_extension = "due_extension" {
    #[sea_orm(primary_key)]
    id: i64,
    campaign_year: i32,
    agency_id: String,
    due_on: time::Date,
    reason: String,
    decided_by: String,
    decided_at: time::OffsetDateTime,
    // Of answers that came back.
    again: bool,
});

entity!(lateness = "lateness" {
    #[sea_orm(primary_key, auto_increment = false)]
    campaign_year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    agency_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    due_on: time::Date,
    days_late: i32,
    answered_on: Option<time::Date>,
    // With answers that came back.
    again: bool,
});

entity!(urging_letter = "urging_letter" {
    #[sea_orm(primary_key)]
    id: i64,
    campaign_year: i32,
    agency_id: String,
    number: String,
    letter_date: time::Date,
    letter_year: i32,
    due_on: time::Date,
    recorded_by: String,
    recorded_at: time::OffsetDateTime,
});

// One row: whether the weekly letter to the leaders goes, and on which day.
entity!(digest_rule = "digest_rule" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: i32,
    active: bool,
    weekday: i32,
    version: i64,
});

// The weeks whose letter went, by their Monday.
entity!(digest_sent = "digest_sent" {
    #[sea_orm(primary_key, auto_increment = false)]
    week: time::Date,
    sent_at: time::OffsetDateTime,
    recipients: i32,
});

// A term of a review from a day on: working days, or a day of the year.
entity!(term_rule = "term_rule" {
    #[sea_orm(primary_key, auto_increment = false)]
    kind: String,
    days: Option<i32>,
    month: Option<i32>,
    day: Option<i32>,
    #[sea_orm(primary_key, auto_increment = false)]
    valid_from: time::Date,
});
