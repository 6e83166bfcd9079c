//! Targets of indicators, and periods that were closed.

entity!(indicator_period = "indicator_period" {
    #[sea_orm(primary_key, auto_increment = false)]
    year: i32,
    closed_at: time::OffsetDateTime,
    closed_by: String,
});

// `cases` is the list behind the figure, JSON.
entity!(indicator_value = "indicator_value" {
    #[sea_orm(primary_key, auto_increment = false)]
    year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    indicator: String,
    definition: i32,
    part: Option<i64>,
    whole: Option<i64>,
    cases: String,
});

// As `indicator_value`, of a period that runs.
entity!(indicator_seen = "indicator_seen" {
    #[sea_orm(primary_key, auto_increment = false)]
    year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    indicator: String,
    definition: i32,
    part: i64,
    whole: i64,
    cases: String,
    seen_at: time::OffsetDateTime,
    first_on: time::Date,
});

// A period of which the coordinator was told that the clock will close it.
entity!(indicator_notice = "indicator_notice" {
    #[sea_orm(primary_key, auto_increment = false)]
    year: i32,
    told_on: time::Date,
});

entity!(indicator_target = "indicator_target" {
    #[sea_orm(primary_key, auto_increment = false)]
    year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    indicator: String,
    amount: Option<i64>,
    version: i64,
});
