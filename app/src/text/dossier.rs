//! The words of the dossier on the page of the draft edition. What its documents say stands with the documents.

use domain::campaign::Overtaken;
use domain::dossier::{DossierFile, Figures, SigningCapacity};
use domain::edition::EditionRef;
use domain::format::{date_time, number};

use super::{amendment, review};

pub const TITLE: &str = "Hồ sơ trình";
pub const LEAD: &str = "Tờ trình, dự thảo quyết định, phụ lục, bảng so sánh và bảng tiếp thu ý kiến lập từ cùng một số liệu. Số, ngày văn bản để trống cho đến khi được ghi nhận.";
pub const ALL: &str = "Tải cả hồ sơ (ZIP)";
pub const WORD: &str = "Word";
pub const EXCEL: &str = "Excel";
pub const RECORD: &str = "Người ký, căn cứ, số tờ trình";
pub const RECORD_LEAD: &str =
    "Số và ngày do hệ thống văn bản cấp sau khi phát hành; cổng chỉ ghi lại và điền vào các văn bản của hồ sơ.";
pub const CAPACITY: &str = "Thẩm quyền ký quyết định";
pub const PREAMBLE: &str = "Căn cứ ban hành (mỗi dòng một văn bản)";
pub const PREAMBLE_HINT: &str = "Để trống: dùng các căn cứ nêu trên, theo hiệu lực trong Danh mục văn bản pháp lý. Mỗi dòng ghi số hoặc tên văn bản có trong danh mục đó.";
pub const BASIS: &str = "Căn cứ trong dự thảo quyết định:";
pub const NO_BASIS: &str = "Danh mục văn bản pháp lý chưa có văn bản nào dùng làm căn cứ.";
pub const SUBMISSION_NUMBER: &str = "Số, ký hiệu tờ trình";
pub const SUBMISSION_DATE: &str = "Ngày tờ trình";
pub const SAVE: &str = "Ghi nhận";
pub const ASKED: &str = "Cơ quan được hỏi";
pub const SENT: &str = "Đã gửi kết quả";
pub const SILENT: &str = "Không gửi";
pub const POINTS: &str = "Nội dung thẩm định";
pub const REFUSED: &str = "Không chấp nhận hoặc chấp nhận khác";
pub const RETURNED: &str = "Trả lại, chưa gửi lại";
pub const OPINIONS: &str = "Dòng tiếp thu, giải trình";

/// In the place of a file of a draft that is overtaken.
pub const NO_FILES: &str = "Đợt đã mở lại sau khi tổng hợp bản dự thảo nên chưa có hồ sơ trình: các kết luận từ đó chưa có trong dự thảo. Tổng hợp lại bản dự thảo rồi tải lại.";

/// That the draft is older than what may have been decided since, and what to do; `over`: nothing is to be done any more.
pub fn overtaken(overtaken: Overtaken, over: bool) -> String {
    let (compiled, reopened) = (date_time(overtaken.compiled_at), date_time(overtaken.reopened_at));
    let told = format!(
        "Bản dự thảo này tổng hợp lúc {compiled}, trước khi đợt mở lại lúc {reopened}; các kết luận từ đó chưa có trong dự thảo."
    );
    if over {
        return format!("{told} Đợt đã kết thúc nên không có hồ sơ trình.");
    }
    format!(
        "{told} Chưa trình được và chưa có hồ sơ trình: đóng đợt, bấm “{}” ở trang của đợt, rồi xem lại bản dự thảo.",
        review::COMPILE_AGAIN
    )
}

pub fn capacity(capacity: SigningCapacity) -> &'static str {
    match capacity {
        SigningCapacity::Chairman => "Chủ tịch UBND tỉnh",
        SigningCapacity::Deputy => "KT. Chủ tịch (Phó Chủ tịch ký)",
        SigningCapacity::Committee => "TM. Ủy ban nhân dân (Chủ tịch ký)",
        SigningCapacity::CommitteeDeputy => "TM. Ủy ban nhân dân, KT. Chủ tịch (Phó Chủ tịch ký)",
    }
}

/// What a file is called; a document and its workbook alike.
pub fn file(file: DossierFile) -> &'static str {
    match file {
        DossierFile::Submission => "Tờ trình của cơ quan chủ trì",
        DossierFile::Decision => "Dự thảo quyết định của Chủ tịch UBND tỉnh",
        DossierFile::Annex | DossierFile::AnnexWorkbook => "Phụ lục danh mục",
        DossierFile::Comparison | DossierFile::ComparisonWorkbook => "Bảng so sánh cũ, mới",
        DossierFile::Opinions | DossierFile::OpinionsWorkbook => "Bảng tổng hợp, tiếp thu, giải trình ý kiến",
        DossierFile::FiguresWorkbook => "Số liệu của tờ trình",
    }
}

/// «1520/TTr-SKHCN ngày 25/11/2026»
pub fn submission(number: &str, date: &str) -> String {
    format!("Tờ trình số {number} ngày {date}.")
}

/// The figures with their labels; answers that came back only where there are any.
pub fn figures(figures: &Figures) -> Vec<(String, &'static str)> {
    let mut told = vec![
        (number(figures.asked), ASKED),
        (number(figures.sent), SENT),
        (number(figures.asked - figures.sent), SILENT),
        (number(figures.verdicts.total()), POINTS),
        (number(figures.verdicts.not_as_proposed()), REFUSED),
    ];
    if figures.returned > 0 {
        told.push((number(figures.returned), RETURNED));
    }
    told.push((number(figures.opinions), OPINIONS));
    told
}

/// What the draft is compared with: the edition that it was made of, whichever is in force by now.
/// «So với danh mục theo Quyết định số 3124/QĐ-UBND ngày 20/12/2024.»
pub fn compared_with(base: &EditionRef) -> String {
    format!("So với danh mục theo {}.", amendment::decision_of(base))
}

#[cfg(test)]
mod tests {
    use domain::edition::Decision;
    use domain::id::EditionId;
    use domain::workflow::EditionStage;
    use time::macros::date;

    use super::*;

    #[test]
    fn a_draft_names_the_edition_that_it_is_compared_with() {
        let decision = Decision {
            number: "3124/QĐ-UBND".to_owned(),
            date: date!(2024 - 12 - 20),
            effective_from: date!(2025 - 01 - 01),
            signer: "Nguyễn Văn A".to_owned(),
            signer_title: "CHỦ TỊCH".to_owned(),
        };
        let base = EditionRef {
            id: EditionId(1),
            year: 2024,
            amendment: None,
            stage: EditionStage::Issued,
            decision: Some(decision),
            effective_to: Some(date!(2026 - 12 - 31)),
        };
        assert_eq!(compared_with(&base), "So với danh mục theo Quyết định số 3124/QĐ-UBND ngày 20/12/2024.");
    }
}
