//! The reports of a year, and the days on which they are due.

entity!(report_rule = "report_rule" {
    #[sea_orm(primary_key, auto_increment = false)]
    kind: String,
    month: i32,
    day: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    valid_from: time::Date,
});

// `id` is the report's key; `standings` is how the agencies stood with theirs, JSON, of the consolidated report.
entity!(report = "report" {
    #[sea_orm(primary_key, auto_increment = false)]
    id: String,
    kind: String,
    year: i32,
    agency_id: String,
    stage: String,
    due_on: time::Date,
    figures_at: time::OffsetDateTime,
    standings: String,
    laid_by: Option<String>,
    comment: String,
    number: Option<String>,
    number_date: Option<time::Date>,
    first_sent_at: Option<time::OffsetDateTime>,
    version: i64,
});

entity!(report_section = "report_section" {
    #[sea_orm(primary_key, auto_increment = false)]
    report_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    section: String,
    text: String,
    version: i64,
    saved_by: String,
    saved_at: Option<time::OffsetDateTime>,
});

entity!(report_line = "report_line" {
    #[sea_orm(primary_key, auto_increment = false)]
    report_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    measure: String,
    definition: i32,
    part: Option<i64>,
    whole: Option<i64>,
    given: Option<i64>,
    reason: String,
    given_by: String,
    given_at: Option<time::OffsetDateTime>,
});

// `content` is a table by agency, JSON.
entity!(report_table = "report_table" {
    #[sea_orm(primary_key, auto_increment = false)]
    report_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    section: String,
    content: String,
});

entity!(report_event = "report_event" {
    #[sea_orm(primary_key)]
    id: i64,
    report_id: String,
    attempted: String,
    to_stage: String,
    note: String,
    who: String,
    at: time::OffsetDateTime,
});
