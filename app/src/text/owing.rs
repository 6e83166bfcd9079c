//! What an agency owes past its day, in words.

use domain::duty::{DutyFilter, DutyState};
use domain::indicator::{Case, Indicator, Period, Subject};

/// What an agency owes past its day, what it has owed longest first, each with whether it is the answer in the review and for
/// how long where that is duties.
fn owed(case: &Case) -> Vec<(bool, String, String)> {
    let Subject::Owing { review_days, duties, earlier, duty_days } = &case.subject else { return Vec::new() };
    let review_first = case.subject.owes_the_review_longest();
    let unsent = if review_first { "Chưa" } else { "chưa" };
    let of_before = match earlier {
        0 => String::new(),
        all if all == duties => " từ năm trước".to_owned(),
        some => format!(" ({some} từ năm trước)"),
    };
    let review = format!("{unsent} nộp rà soát, quá {review_days} ngày làm việc");
    let review = (*review_days > 0).then_some((true, review, String::new()));
    let late = (false, format!("{duties} nghĩa vụ quá hạn{of_before}"), format!(", lâu nhất {duty_days} ngày"));
    let duties = (*duties > 0).then_some(late);
    let both = if review_first { [review, duties] } else { [duties, review] };
    both.into_iter().flatten().collect()
}

/// The same in one line.
pub fn line(case: &Case) -> String {
    owed(case).into_iter().map(|(_, text, days)| text + &days).collect::<Vec<_>>().join("; ")
}

/// The same beside [`longest`], each with the list that holds it. Of a period that is `over` the duties are those of its own
/// figure: whose they have become since, and how they stand once it was closed, is another list.
pub fn lists(case: &Case, period: Period, over: bool) -> Vec<(String, String)> {
    let agency = &case.agency.id;
    let list = |of_review: bool| match (of_review, over) {
        (true, _) => format!("/ra-soat/{period}/{agency}"),
        (false, true) => format!("/lanh-dao/chi-so/{}?ky={period}&co-quan={agency}", Indicator::DutiesNever),
        (false, false) => {
            // Of the running period those of earlier years count too: then these are all that are late.
            let all = matches!(case.subject, Subject::Owing { earlier, .. } if earlier > 0);
            let (agency, state, year) = (agency.to_string(), Some(DutyState::Late), (!all).then_some(period.0));
            let late = DutyFilter { agency, state, year, ..DutyFilter::default() };
            format!("/theo-doi/danh-sach?{}", late.query())
        }
    };
    // The number beside them is that of the first.
    let days = |at: usize, days: String| if at == 0 { String::new() } else { days };
    owed(case)
        .into_iter()
        .enumerate()
        .map(|(at, (of_review, text, of_days))| (text + &days(at, of_days), list(of_review)))
        .collect()
}

/// The number beside it, of what it has owed longest, and which days these are.
pub fn longest(case: &Case) -> (u32, &'static str) {
    match &case.subject {
        Subject::Owing { review_days, .. } if case.subject.owes_the_review_longest() => (*review_days, WORKING_DAYS),
        Subject::Owing { duty_days, .. } => (*duty_days, DUTY_DAYS),
        _ => (0, ""),
    }
}

/// Only the review is late by working days.
const WORKING_DAYS: &str = "ngày làm việc";
const DUTY_DAYS: &str = "ngày (nghĩa vụ)";
