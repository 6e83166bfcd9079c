//! The words of what was answered in the rounds before.

use domain::change::Place;
use domain::format;
use domain::review::{AnswerKind, LastAnswer, Verdict};

use super::catalog::field;
use super::plan;
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
    [head, changed(last), reason, verdicts(last)]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(". ")
}

/// The most characters of the reason in the short line.
const REASON_CHARS: usize = 80;
/// The most places that the short line names, and the most characters of an item's name there.
const PLACES: usize = 3;
const ITEM_CHARS: usize = 40;

/// «Đổi: Mục đích, Căn cứ pháp lý», of many places «Đổi: Mục đích, Nội dung, Nguồn và 2 chỗ khác».
fn changed(last: &LastAnswer) -> String {
    if last.kind != AnswerKind::Modify {
        return String::new();
    }
    let mut names: Vec<String> = Vec::new();
    for place in last.points.iter().filter_map(|point| point.place.as_ref()) {
        let name = place_name(place);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let more = names.len().saturating_sub(PLACES);
    names.truncate(PLACES);
    match (names.is_empty(), more) {
        (true, _) => String::new(),
        (false, 0) => format!("Đổi: {}", names.join(", ")),
        (false, more) => format!("Đổi: {} và {more} chỗ khác", names.join(", ")),
    }
}

/// The field, or the item whatever of it was changed.
fn place_name(place: &Place) -> String {
    match place {
        Place::Field(one) => field(*one).to_owned(),
        Place::ItemAdd(item)
        | Place::ItemRemove(item)
        | Place::ItemName(item)
        | Place::ItemFields(item)
        | Place::ItemMatrix(item, _)
        | Place::ItemPersonal(item)
        | Place::ItemMaster(item) => format!("“{}”", cut(item, ITEM_CHARS)),
        Place::Plan(_) => plan::TITLE.to_owned(),
    }
}

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
    use domain::change::Field;
    use domain::review::LastPoint;

    use super::*;

    #[test]
    fn a_change_names_what_it_changed() {
        let item = "Hồ sơ".to_owned();
        let fields = |all: &[Field]| all.iter().copied().map(Place::Field).collect::<Vec<_>>();
        let purpose = field(Field::Purpose);
        let [law, note] = [field(Field::LegalBasis), field(Field::Note)];
        for (kind, places, expected) in [
            (AnswerKind::Modify, vec![], String::new()),
            (AnswerKind::Modify, fields(&[Field::Purpose]), format!("Đổi: {purpose}")),
            (
                AnswerKind::Modify,
                vec![Place::ItemFields(item.clone()), Place::ItemRemove(item)],
                "Đổi: “Hồ sơ”".to_owned(),
            ),
            (
                AnswerKind::Modify,
                fields(&[Field::Purpose, Field::LegalBasis, Field::Note, Field::Scope, Field::Source]),
                format!("Đổi: {purpose}, {law}, {note} và 2 chỗ khác"),
            ),
            (AnswerKind::Propose, fields(&[Field::Purpose]), String::new()),
        ] {
            let points = places.into_iter().map(|place| LastPoint { place: Some(place), ..LastPoint::default() });
            let last = LastAnswer {
                year: "2025".parse().expect("a year"),
                kind,
                reason: String::new(),
                target: String::new(),
                effective: String::new(),
                saved_at: None,
                verdicts: Vec::new(),
                points: points.collect(),
            };
            assert_eq!(changed(&last), expected, "{kind}");
        }
    }

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
