//! Values of lists, as officials word them.

use domain::catalog::{DataKind, Existence, SECURITY_LEVELS, SharingForm, UpdateMethod};
use domain::text::{clean, words};

use super::items::bullets;

/// The parts of a cell: its lines, and what `;` separates in them. A dash is none.
pub(crate) fn parts(cell: &str) -> Vec<String> {
    let lines = bullets(cell);
    let parts = lines.iter().flat_map(|line| line.split(';')).map(clean);
    parts.filter(|part| !part.is_empty() && part != "-").collect()
}

/// The first value one of whose wordings the text has, as whole words.
fn worded<T: Copy>(text: &str, table: &[(&str, T)]) -> Option<T> {
    let folded = format!(" {} ", words(text).join(" "));
    table.iter().find(|(wording, _)| folded.contains(&format!(" {wording} "))).map(|(_, value)| *value)
}

pub(crate) fn data_kind(text: &str) -> Option<DataKind> {
    worded(
        text,
        &[
            ("chuyen nganh", DataKind::Sectoral),
            ("giao dich", DataKind::Transactional),
            ("danh muc", DataKind::ReferenceCode),
            ("ma dung chung", DataKind::ReferenceCode),
            ("du lieu chu", DataKind::Master),
            ("chu", DataKind::Master),
        ],
    )
}

pub(crate) fn update_method(text: &str) -> Option<UpdateMethod> {
    worded(
        text,
        &[
            ("dong bo", UpdateMethod::Sync),
            ("api", UpdateMethod::Api),
            ("giao dien lap trinh", UpdateMethod::Api),
            ("ket noi", UpdateMethod::Api),
            ("tich hop", UpdateMethod::Api),
            ("lgsp", UpdateMethod::Api),
            ("bieu mau", UpdateMethod::Form),
            ("tep", UpdateMethod::Form),
            ("excel", UpdateMethod::Form),
            ("thu cong", UpdateMethod::Manual),
            ("nhap", UpdateMethod::Manual),
            ("truc tiep", UpdateMethod::Manual),
        ],
    )
}

pub(crate) fn existence(text: &str) -> Option<Existence> {
    worded(
        text,
        &[
            ("dang xay dung", Existence::BeingBuilt),
            ("dang trien khai", Existence::BeingBuilt),
            ("dang thuc hien", Existence::BeingBuilt),
            ("chua", Existence::Planned),
            ("du kien", Existence::Planned),
            ("ke hoach", Existence::Planned),
            ("da", Existence::Existing),
            ("dang su dung", Existence::Existing),
            ("dang hoat dong", Existence::Existing),
            ("dang van hanh", Existence::Existing),
            ("dang khai thac", Existence::Existing),
            ("dang dung", Existence::Existing),
            ("hoat dong", Existence::Existing),
            ("van hanh", Existence::Existing),
        ],
    )
}

pub(crate) fn security_level(text: &str) -> Option<u8> {
    let digit = text.chars().filter(char::is_ascii_digit).collect::<String>();
    digit.parse().ok().filter(|level| SECURITY_LEVELS.contains(level))
}

/// The forms of sharing that a text names.
pub(crate) fn forms(text: &str) -> Vec<SharingForm> {
    let folded = format!(" {} ", words(text).join(" "));
    let has = |wording: &str| folded.contains(&format!(" {wording} "));
    if has("khong chia se") || folded.trim() == "khong" {
        return vec![SharingForm::None];
    }
    let mut forms = Vec::new();
    if has("mo") || has("cong khai") {
        forms.push(SharingForm::Open);
    }
    if has("mac dinh") {
        forms.push(SharingForm::Default);
    }
    if has("dac thu") || has("theo yeu cau") || has("thoa thuan") {
        forms.push(SharingForm::Specific);
    }
    forms
}

/// Whether a cell only marks its column: «x», «✓», «Có»; so may each of the rows that an entry has.
pub(crate) fn is_mark(text: &str) -> bool {
    let marks = |line: &str| {
        let folded = words(line).join(" ");
        matches!(folded.as_str(), "x" | "co" | "v") || matches!(line.trim(), "✓" | "✔" | "√" | "●" | "1" | "+")
    };
    !text.is_empty() && text.lines().all(marks)
}

const LABELS: [(&str, usize); 3] = [("mục đích", 0), ("phạm vi", 1), ("nội dung", 2)];
/// The most characters between a label and its colon.
const LABEL_REST_MAX: usize = 24;

/// Purpose, scope and content of one cell, by their labels («Mục đích: ...»). Without any, all of it is the purpose.
pub(crate) fn description(cell: &str) -> (String, String, String) {
    let mut parts = [String::new(), String::new(), String::new()];
    let mut at = 0;
    for line in cell.split(['\n', ';']) {
        let line = clean(line);
        let bare = line.trim_start_matches(['-', '+', '•', '*', '–', '—']).trim();
        let lower = bare.to_lowercase();
        let label = LABELS.iter().find(|(label, _)| lower.starts_with(label));
        let labelled = label.and_then(|(label, part)| {
            let (head, rest) = bare.split_once(':')?;
            (head.chars().count() <= label.chars().count() + LABEL_REST_MAX).then_some((*part, rest.trim()))
        });
        let text = match labelled {
            Some((part, rest)) => {
                at = part;
                rest
            }
            None => bare,
        };
        let text = if labelled.is_some() || at > 0 { text.trim_end_matches(['.', ' ']) } else { text };
        if !text.is_empty() {
            let part = &mut parts[at];
            part.push_str(if part.is_empty() { "" } else { "; " });
            part.push_str(text);
        }
    }
    let [purpose, scope, content] = parts;
    (purpose, scope, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_of_values() {
        assert_eq!(data_kind("Dữ liệu chuyên ngành"), Some(DataKind::Sectoral));
        assert_eq!(data_kind("Dữ liệu chủ"), Some(DataKind::Master));
        assert_eq!(data_kind("Danh mục dùng chung"), Some(DataKind::ReferenceCode));
        assert_eq!(update_method("Nhập thủ công"), Some(UpdateMethod::Manual));
        assert_eq!(update_method("Qua API"), Some(UpdateMethod::Api));
        assert_eq!(existence("Đang xây dựng"), Some(Existence::BeingBuilt));
        assert_eq!(existence("Chưa xây dựng"), Some(Existence::Planned));
        assert_eq!(existence("Đã vận hành"), Some(Existence::Existing));
        assert_eq!(existence("Không rõ"), None);
        assert_eq!(security_level("Cấp độ 3"), Some(3));
        assert_eq!(security_level("Cấp độ 9"), None);
        assert_eq!(forms("Chia sẻ mặc định"), [SharingForm::Default]);
        assert_eq!(forms("Mở; đặc thù"), [SharingForm::Open, SharingForm::Specific]);
        assert_eq!(forms("Không chia sẻ"), [SharingForm::None]);
        assert!(is_mark("x") && is_mark("Có") && is_mark("x\nX") && !is_mark("xã") && !is_mark(""));
    }

    #[test]
    fn one_cell_for_purpose_scope_and_content() {
        let told = |cell| {
            let (purpose, scope, content) = description(cell);
            [purpose, scope, content]
        };
        assert_eq!(
            told("- Mục đích: quản lý.\n- Phạm vi: toàn tỉnh.\n- Nội dung: hồ sơ; bản đồ."),
            ["quản lý", "toàn tỉnh", "hồ sơ; bản đồ"]
        );
        assert_eq!(told("Mục đích sử dụng: a; Phạm vi dữ liệu: b"), ["a", "b", ""]);
        assert_eq!(told("Quản lý hồ sơ."), ["Quản lý hồ sơ.", "", ""]);
    }
}
