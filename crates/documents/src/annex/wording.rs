//! The wordings of headers: which field of the catalog a column says.

use domain::annex::AnnexField as F;
use domain::text::words;

use super::wordings::{BESIDE, WORDINGS};

/// The longest header, in words: what has more is a sentence.
const WORDS_MAX: usize = 24;

/// The field that a text says as a header.
pub(crate) fn wording(text: &str) -> Option<F> {
    found(text).map(|(_, field)| field)
}

/// What a header says beside a column that says its field with more certainty; `None` of one that is certain itself.
pub(crate) fn beside(text: &str) -> Option<F> {
    let (wording, _) = found(text)?;
    BESIDE.iter().find(|(other, _)| *other == wording).map(|(_, field)| *field)
}

/// The wording that a header begins with, and its field.
fn found(text: &str) -> Option<(&'static str, F)> {
    let words = words(text);
    if words.is_empty() || words.len() > WORDS_MAX {
        return None;
    }
    let folded = words.join(" ");
    let says = |wording: &str| match wording.strip_suffix('$') {
        Some(whole) => folded == whole,
        None => folded.strip_prefix(wording).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')),
    };
    let found = WORDINGS.iter().filter(|(wording, _)| says(wording));
    found.max_by_key(|(wording, _)| wording.trim_end_matches('$').len()).copied()
}

/// How a person calls a field, for what a workbook lacks.
pub(crate) fn label(field: F) -> &'static str {
    match field {
        F::Name => "Tên CSDL",
        F::Agency => "Cơ quan quản lý",
        F::Purpose => "Mục đích",
        _ => "Hạng mục dữ liệu (mở, chia sẻ mặc định, chia sẻ theo yêu cầu đặc thù)",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_of_real_annexes() {
        for (header, field) in [
            ("STT", F::Number),
            ("Số\nTT", F::Number),
            ("Tên CSDL", F::Name),
            ("Tên cơ sở dữ liệu chuyên ngành", F::Name),
            ("Tên hệ thống/CSDL", F::Name),
            ("Hệ thống thông tin/ CSDL", F::Name),
            ("Tên viết tắt", F::OtherNames),
            ("Đơn vị chủ quản", F::Agency),
            ("Cơ quan quản lý", F::Agency),
            ("Cơ quan, đơn vị chủ trì", F::Agency),
            ("ĐƠN VỊ QUẢN LÝ", F::Agency),
            ("Mục đích", F::Purpose),
            ("Mục đích sử dụng", F::Purpose),
            ("Mục đích, phạm vi, nội dung", F::Description),
            ("Mô tả mục đích, phạm vi, nội dung của CSDL", F::Description),
            ("Phạm vi dữ liệu", F::Scope),
            ("Phạm vi thời gian", F::ScopeTime),
            ("Nội dung cơ bản", F::Content),
            ("Cơ chế thu thập, cập nhật", F::Mechanism),
            ("Phương thức cập nhật", F::UpdateMethod),
            ("Nguồn dữ liệu", F::Source),
            ("Nguồn kinh phí", F::Funding),
            ("Dữ liệu mở", F::Open),
            ("Dữ liệu chia sẻ mặc định", F::Default),
            ("Dữ liệu chia sẻ theo yêu cầu đặc thù", F::Specific),
            ("Thông tin chia sẻ", F::Items),
            ("Hình thức chia sẻ", F::Form),
            ("Đối tượng khai thác, sử dụng", F::Consumers),
            ("Tần suất cập nhật", F::Frequency),
            ("Căn cứ pháp lý", F::LegalBasis),
            ("Năm triển khai", F::StartYear),
            ("CSDL quốc gia liên quan", F::NationalDb),
            ("Cấp độ an toàn", F::SecurityLevel),
            ("Địa chỉ/URL/tên miền", F::Url),
            ("Đơn vị trực thuộc", F::OperatorUnit),
            ("Đơn vị quản lý, vận hành", F::Agency),
            ("TTHC sử dụng", F::Procedures),
            ("Kinh phí", F::Funding),
            ("Hiện trạng", F::Existence),
            ("Tình trạng", F::Existence),
            ("Lĩnh vực", F::Sector),
            ("Loại dữ liệu", F::DataKind),
            ("Ghi chú", F::Note),
            ("Hình thức điều chỉnh", F::Change),
            ("Bổ sung/sửa đổi/bãi bỏ", F::Change),
            ("Kết quả rà soát", F::Change),
            ("Văn bản quy phạm pháp luật", F::LegalBasis),
            ("Quy định pháp luật", F::LegalBasis),
            ("Văn bản QPPL quy định", F::LegalBasis),
            ("Thời điểm bắt đầu", F::StartYear),
            ("Thông tin, dữ liệu chính", F::Content),
            ("Thông tin, dữ liệu chia sẻ", F::Items),
            ("Mô tả", F::Description),
            ("Mô tả dữ liệu", F::Content),
            ("Kỳ cập nhật", F::Frequency),
            ("Thời gian cập nhật", F::Frequency),
            ("Tần xuất cập nhật", F::Frequency),
            ("Hình thức cập nhật", F::UpdateMethod),
            ("Cách thức cập nhật", F::UpdateMethod),
            ("Các trường dữ liệu chính", F::ItemFields),
            ("Trường thông tin", F::ItemFields),
            ("CSDL chia sẻ mặc định", F::Default),
            ("CSDL mở", F::Open),
            ("CSDL chia sẻ theo yêu cầu đặc thù", F::Specific),
            ("Tên dữ liệu", F::Name),
            ("Tên dữ liệu chia sẻ", F::Items),
            ("Tên cơ sở dữ liệu dùng chung", F::Name),
            ("Cơ quan chủ trì", F::Agency),
            ("Đơn vị cung cấp", F::Agency),
            ("Đơn vị thực hiện", F::Agency),
            ("Đơn vị chịu trách nhiệm", F::Agency),
            ("Phạm vi chia sẻ", F::Form),
            ("Phương thức chia sẻ", F::Form),
            ("Phạm vi", F::Scope),
            ("Đơn vị được chia sẻ", F::Consumers),
            ("Loại CSDL", F::DataKind),
            ("Nền tảng công nghệ", F::Hosting),
            (domain::annex::REASON_HEADER, F::Ignore),
        ] {
            assert_eq!(wording(header), Some(field), "{header}");
        }
        for other in ["", "Tình trạng rà soát", "Cấp", "Cơ sở dữ liệu khám chữa bệnh", "Mở rộng"]
        {
            assert_eq!(wording(other), None, "{other}");
        }
    }

    #[test]
    fn headers_that_say_something_else_beside_a_better_one() {
        for (header, field) in [
            ("Tên dữ liệu", Some(F::Items)),
            ("Đơn vị cung cấp dữ liệu", Some(F::Source)),
            ("Đơn vị thực hiện", Some(F::Extra)),
            ("Tên dữ liệu chia sẻ", None),
            ("Tên CSDL", None),
            ("Cơ quan quản lý", None),
            ("Cấp", None),
        ] {
            assert_eq!(beside(header), field, "{header}");
        }
    }
}
