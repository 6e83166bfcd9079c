//! Campaigns, responses, answers, points, events.

entity!(campaign = "campaign" {
    #[sea_orm(primary_key, auto_increment = false)]
    year: i32,
    stage: String,
    letter_number: String,
    letter_date: time::Date,
    due_on: time::Date,
    opened_at: time::OffsetDateTime,
    opened_by: Option<String>,
    base_edition_id: i64,
    draft_edition_id: Option<i64>,
    version: i64,
});

entity!(response = "response" {
    #[sea_orm(primary_key)]
    id: i64,
    campaign_year: i32,
    agency_id: String,
    position: i32,
    stage: String,
    version: i64,
    nothing_to_change: bool,
    laid_by: Option<String>,
    comment: String,
    round: i32,
    submitted_at: Option<time::OffsetDateTime>,
    first_submitted_at: Option<time::OffsetDateTime>,
    approved_by: Option<String>,
    receipt_number: Option<String>,
    receipt_sha256: Option<String>,
});

// `kind` is empty while an entry in scope has no answer yet.
entity!(answer = "answer" {
    #[sea_orm(primary_key)]
    id: i64,
    response_id: i64,
    entry_code: Option<String>,
    position: i32,
    kind: Option<String>,
    reason: String,
    target: String,
    content: Option<String>,
    plan: Option<String>,
    secret: String,
    version: i64,
    saved_at: Option<time::OffsetDateTime>,
    saved_by: String,
    returned: bool,
    comment: String,
    given_code: Option<String>,
    form_key: Option<String>,
});

entity!(point = "point" {
    #[sea_orm(primary_key)]
    id: i64,
    answer_id: i64,
    position: i32,
    place_key: Option<String>,
    place_item: Option<String>,
    old_value: String,
    new_value: String,
    round: i32,
    superseded: bool,
    verdict: Option<String>,
    verdict_value: String,
    verdict_reason: String,
    decided_by: String,
    decided_at: Option<time::OffsetDateTime>,
});

entity!(review_event = "review_event" {
    #[sea_orm(primary_key)]
    id: i64,
    campaign_year: i32,
    agency_id: Option<String>,
    at: time::OffsetDateTime,
    who: String,
    from_stage: String,
    to_stage: String,
    note: String,
});
