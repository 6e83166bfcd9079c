//! The words of what was answered in the rounds before.

use domain::format;
use domain::review::{AnswerKind, LastAnswer, Verdict};

use super::review::{EFFECTIVE, MERGE_TARGET, REASON, TRANSFER_TARGET, answer_kind, verdict};

pub const TITLE: &str = "Lần trước";
pub const ANSWER: &str = "Câu trả lời";
pub const SAVED: &str = "Ngày trả lời";
pub const VERDICT: &str = "Kết luận";
/// Over a long text that is folded.
pub const CHANGED: &str = "Xem nội dung đã trả lời";

/// «Lần trước (2025): Gộp vào CSDL khác → DC-006 CSDL người có công, từ 01/01/2026. Gộp theo đề án. Chấp nhận»
pub fn short(last: &LastAnswer) -> String {
    let target = if last.target.is_empty() { String::new() } else { format!(" → {}", last.target) };
    let day = if day(last).is_empty() { String::new() } else { format!(", từ {}", day(last)) };
    let head = format!("{}: {}{target}{day}", title(last), answer_kind(last.kind));
    let reason = last.reason.lines().next().map(|line| cut(line, REASON_CHARS)).unwrap_or_default();
    [head, reason, verdicts(last)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ")
}

/// The most characters of the reason in the short line.
const REASON_CHARS: usize = 80;

fn cut(line: &str, chars: usize) -> String {
    let begin: String = line.chars().take(chars).collect();
    if begin.len() < line.len() { format!("{}…", begin.trim_end()) } else { begin.trim_end_matches('.').to_owned() }
}

/// The whole of it, by its fields.
pub fn rows(last: &LastAnswer) -> Vec<(&'static str, String)> {
    let target = if last.kind == AnswerKind::Merge { MERGE_TARGET } else { TRANSFER_TARGET };
    vec![
        (ANSWER, answer_kind(last.kind).to_owned()),
        (target, last.target.clone()),
        (EFFECTIVE, day(last)),
        (REASON, last.reason.clone()),
        (SAVED, last.saved_at.map(|at| format::date(format::local_date(at))).unwrap_or_default()),
        (VERDICT, verdicts(last)),
    ]
}

/// «Lần trước (2025)», of a round of changes «Lần trước (2026-1)».
pub fn title(last: &LastAnswer) -> String {
    format!("{TITLE} ({})", last.year)
}

fn day(last: &LastAnswer) -> String {
    if !last.kind.has_day() {
        return String::new();
    }
    format::parse_date(&last.effective).map_or_else(|| last.effective.clone(), format::date)
}

/// «Chấp nhận», of several points «Chấp nhận 3, Từ chối 1».
fn verdicts(last: &LastAnswer) -> String {
    let one = |(given, times): &(Verdict, usize)| match last.verdicts.as_slice() {
        [(_, 1)] => verdict(*given).to_owned(),
        _ => format!("{} {times}", verdict(*given)),
    };
    last.verdicts.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_called_as_in_the_form_of_the_answer() {
        for (kind, label) in [(AnswerKind::Merge, MERGE_TARGET), (AnswerKind::Transfer, TRANSFER_TARGET)] {
            let last = LastAnswer {
                year: "2025".parse().expect("a year"),
                kind,
                reason: String::new(),
                target: "DC-006 CSDL người có công".to_owned(),
                effective: String::new(),
                saved_at: None,
                verdicts: Vec::new(),
                points: Vec::new(),
            };
            assert!(rows(&last).contains(&(label, last.target.clone())), "{kind}");
        }
    }
}
