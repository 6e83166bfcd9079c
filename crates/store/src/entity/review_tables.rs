//! Campaigns, responses, answers, points, events; requests for changes out of the yearly cycle.

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
    reason: String,
    // Ended without a decision.
    abandoned: bool,
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
    // Of the round that came back last: since when, and by when it is due again.
    returned_round: Option<i32>,
    returned_on: Option<time::Date>,
    returned_due_on: Option<time::Date>,
});

// `content` is what was sent, as it was hashed; none of what was sent before it was kept.
entity!(receipt = "receipt" {
    #[sea_orm(primary_key)]
    id: i64,
    response_id: i64,
    round: i32,
    number: String,
    sha256: String,
    sent_at: time::OffsetDateTime,
    drafted_by: String,
    approved_by: String,
    content: Option<String>,
});

// `kind` is empty while an entry in scope has no answer yet; `comment` is the last of those in `answer_return`.
entity!(answer = "answer" {
    #[sea_orm(primary_key)]
    id: i64,
    response_id: i64,
    entry_code: Option<String>,
    position: i32,
    kind: Option<String>,
    reason: String,
    target: String,
    effective: String,
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

// Why the answer was given back, each time.
entity!(answer_return = "answer_return" {
    #[sea_orm(primary_key)]
    id: i64,
    answer_id: i64,
    text: String,
    who: String,
    at: time::OffsetDateTime,
});

// What could not be saved over another's save. `opened` holds the prints of the form as it was opened, `typed` the form.
entity!(answer_aside = "answer_aside" {
    #[sea_orm(primary_key)]
    id: i64,
    answer_id: i64,
    account_id: String,
    version: i64,
    opened: String,
    typed: String,
    at: time::OffsetDateTime,
});

// `said` is the draft; `campaign_year` and `answer_id` tell where it comes from, `taken_*` which review took it up. `beside`
// names the draft over whose newer version this one was typed, `opened` what its form was made from.
entity!(kept_proposal = "kept_proposal" {
    #[sea_orm(primary_key)]
    id: i64,
    agency_id: String,
    said: String,
    origin: String,
    campaign_year: Option<i32>,
    answer_id: Option<i64>,
    version: i64,
    saved_at: time::OffsetDateTime,
    saved_by: String,
    taken_year: Option<i32>,
    taken_answer: Option<i64>,
    beside: Option<i64>,
    opened: String,
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
    // When it was superseded.
    fell_at: Option<time::OffsetDateTime>,
    // When it got its first verdict; `decided_at` is of the one that stands.
    first_decided_at: Option<time::OffsetDateTime>,
});

// A proposal that was taken out after it was sent, as the minutes have it: `minuted` is JSON. It names its answer, which is
// gone.
entity!(fallen_answer = "fallen_answer" {
    #[sea_orm(primary_key)]
    id: i64,
    response_id: i64,
    answer_id: i64,
    minuted: String,
    at: time::OffsetDateTime,
});

entity!(point_message = "point_message" {
    #[sea_orm(primary_key)]
    id: i64,
    point_id: i64,
    side: String,
    text: String,
    who: String,
    at: time::OffsetDateTime,
});

// A request for an opinion. It names its answer, and what that was called, by itself: a proposal may be taken out.
entity!(opinion_request = "opinion_request" {
    #[sea_orm(primary_key)]
    id: i64,
    campaign_year: i32,
    answer_id: i64,
    owner_id: String,
    entry_code: Option<String>,
    name: String,
    kind: String,
    round: i32,
    agency_id: String,
    question: String,
    asked_by: String,
    asked_by_id: String,
    asked_at: time::OffsetDateTime,
    days: i32,
    due_on: time::Date,
    silence_agrees: bool,
});

// A step that was sent to the asked agency; `step` is its own name, as in `reminder`.
entity!(opinion_reminder = "opinion_reminder" {
    #[sea_orm(primary_key, auto_increment = false)]
    request_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    step: String,
    sent_at: time::OffsetDateTime,
    recipients: i32,
    due_on: Option<time::Date>,
});

entity!(opinion_statement = "opinion_statement" {
    #[sea_orm(primary_key)]
    id: i64,
    request_id: i64,
    stand: String,
    text: String,
    who: String,
    at: time::OffsetDateTime,
});

entity!(opinion_handling = "opinion_handling" {
    #[sea_orm(primary_key)]
    id: i64,
    statement_id: i64,
    handling: String,
    text: String,
    who: String,
    at: time::OffsetDateTime,
});

entity!(opinion_withdrawal = "opinion_withdrawal" {
    #[sea_orm(primary_key, auto_increment = false)]
    request_id: i64,
    reason: String,
    who: String,
    at: time::OffsetDateTime,
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

entity!(change_request = "change_request" {
    #[sea_orm(primary_key)]
    id: i64,
    agency_id: String,
    stage: String,
    version: i64,
    reason: String,
    letter_number: String,
    letter_date: time::Date,
    raised_by: String,
    raised_at: time::OffsetDateTime,
    decided_by: String,
    decided_at: Option<time::OffsetDateTime>,
    answer: String,
    campaign_year: Option<i32>,
});

entity!(change_request_entry = "change_request_entry" {
    #[sea_orm(primary_key, auto_increment = false)]
    request_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    entry_code: String,
    position: i32,
});

entity!(dossier = "dossier" {
    #[sea_orm(primary_key, auto_increment = false)]
    campaign_year: i32,
    capacity: String,
    basis: String,
    submission_number: Option<String>,
    submission_date: Option<time::Date>,
    submission_year: Option<i32>,
    version: i64,
    recorded_by: String,
    recorded_at: time::OffsetDateTime,
});
