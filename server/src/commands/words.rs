//! The Vietnamese sentences of imports on the command line.

use app::text::annex::misread_from;
use app::text::cause::cause;
use domain::agency_match::parted;
use domain::annex::{AnnexCode, AnnexIssue, ImportPreview, ImportRow};

/// A sentence with its cause; with what else is told where that is none.
fn because(what: &str, detail: &str) -> String {
    match cause(detail) {
        Some(cause) => format!("{what}: {cause}"),
        None => format!("{what}{}", in_part(detail)),
    }
}

/// « (xl/vbaProject.bin)»
fn in_part(part: &str) -> String {
    if part.is_empty() { String::new() } else { format!(" ({part})") }
}

/// What is wrong, or odd.
pub fn sentence(issue: &AnnexIssue) -> String {
    let detail = &issue.detail;
    match issue.code {
        AnnexCode::NotAWorkbook => {
            "không phải tệp Excel dạng .xlsx; tệp .xls, .xlsb, .ods hãy lưu lại dạng .xlsx".to_owned()
        }
        AnnexCode::Damaged => because("tệp bị hỏng", detail),
        AnnexCode::Encrypted => {
            "tệp được đặt mật khẩu hoặc là định dạng .xls cũ; hãy lưu lại dạng .xlsx không mật khẩu".to_owned()
        }
        AnnexCode::Packing => format!(
            "tệp được nén theo cách không đọc được{}; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại dạng .xlsx",
            in_part(detail)
        ),
        AnnexCode::TooLarge => because("tệp quá lớn", detail),
        AnnexCode::Macros => "tệp có macro; hãy lưu lại dạng .xlsx".to_owned(),
        AnnexCode::Empty => "tệp không có dữ liệu".to_owned(),
        AnnexCode::NoHeader => "không tìm thấy dòng tiêu đề của phụ lục".to_owned(),
        AnnexCode::MissingColumn => format!("thiếu cột “{detail}”"),
        AnnexCode::TooManyRows => because("bảng quá lớn", detail),
        AnnexCode::NameMissing => "thiếu tên cơ sở dữ liệu".to_owned(),
        AnnexCode::AgencyMissing => format!("“{detail}” không nằm dưới cơ quan nào"),
        AnnexCode::AgencyUnknown => match parted(detail) {
            (written, None) => format!("không có cơ quan “{written}” tại ngày của quyết định"),
            (written, Some(near)) => {
                format!("không có cơ quan “{written}” tại ngày của quyết định; gần nhất: {near}")
            }
        },
        AnnexCode::AgencyAmbiguous => format!("tên cơ quan chỉ nhiều cơ quan: {detail}"),
        AnnexCode::DuplicateName => format!("“{detail}” có hai lần"),
        AnnexCode::NotInBase => format!("“{detail}” không có trong danh mục được sửa đổi nên không bãi bỏ được"),
        AnnexCode::WithdrawnOfWhole => {
            format!("“{detail}” được ghi là bãi bỏ, nhưng đây không phải phụ lục sửa đổi (dùng --amends)")
        }
        AnnexCode::ItemUnreadable => format!("không đọc được hạng mục: “{detail}”"),
        AnnexCode::GroupUnknown => format!("không có nhóm đối tượng: “{detail}”"),
        AnnexCode::TextTooLong => format!("nội dung quá dài: “{detail}…”"),
        AnnexCode::NumberMissing => format!("thiếu số thứ tự, hiểu là {detail}"),
        AnnexCode::NumberOutOfOrder => format!("số thứ tự “{detail}” không liên tục"),
        AnnexCode::NameNormalised => format!("tên viết thành dạng “CSDL …”: “{detail}”"),
        AnnexCode::FrequencyUnknown if matches!(detail.as_str(), "" | "-") => "thiếu tần suất cập nhật".to_owned(),
        AnnexCode::FrequencyUnknown => format!("không có tần suất “{detail}” trong danh sách, chuyển vào ghi chú"),
        AnnexCode::YearUnreadable => format!("năm bắt đầu “{detail}” không phải là năm, chuyển vào ghi chú"),
        AnnexCode::ItemFormConflict => format!("“{detail}” có hai hình thức cho một nhóm, lấy hình thức rộng hơn"),
        AnnexCode::NoItems => "không có hạng mục dữ liệu nào".to_owned(),
        AnnexCode::FormulaIgnored => "ô công thức không có giá trị, bỏ qua".to_owned(),
        AnnexCode::CodeUnknown => {
            format!("mã “{detail}” chưa có trong danh mục hoặc đã dùng cho dòng khác, không dùng")
        }
        AnnexCode::Renamed => {
            let (code, name) = detail.split_once(' ').unwrap_or((detail.as_str(), ""));
            format!("{code} đang có tên “{name}”, nhập thì được đổi tên; nếu là CSDL khác thì bỏ mã ở dòng này")
        }
        AnnexCode::CodeForeign => format!("mã “{detail}” không phải mã của cổng (dạng DC-001), chuyển vào ghi chú"),
        AnnexCode::PurposeMissing => format!("“{detail}” chưa có mục đích"),
        AnnexCode::ExternalLinks => format!("tệp liên kết tới tệp hoặc nguồn dữ liệu bên ngoài{}", in_part(detail)),
        AnnexCode::Embedded => format!("trong tệp có tệp nhúng hoặc điều khiển ActiveX{}", in_part(detail)),
        AnnexCode::DocumentType => format!("tệp có khai báo kiểu tài liệu XML không được phép{}", in_part(detail)),
        AnnexCode::WrongEncoding => format!("nội dung tệp không phải UTF-8{}", in_part(detail)),
        AnnexCode::MergedSheet => because("gộp ô quá nhiều", detail),
        AnnexCode::FormulaValues => format!("{detail} ô công thức trong cột: lấy giá trị đã lưu, không tính lại"),
        AnnexCode::ValueUnknown => format!("“{detail}” không có trong danh sách, chuyển vào ghi chú"),
        AnnexCode::FormMissing => format!("hạng mục của “{detail}” chưa có hình thức chia sẻ"),
        AnnexCode::FormUnclear => format!("“{detail}” có nhiều hình thức chia sẻ, lấy hình thức hẹp nhất"),
        AnnexCode::ConsumersUnclear => {
            format!(
                "cột đối tượng khai thác ghi “{detail}”, không rõ nhóm nào, hạng mục không ghi nhóm là cho mọi nhóm"
            )
        }
        AnnexCode::PersonalOpen => {
            format!("“{detail}” có dấu (*) dữ liệu cá nhân mà ở cột dữ liệu mở, ghi như quyết định")
        }
        AnnexCode::ColumnAbsent => format!("tệp không có cột “{detail}”"),
        AnnexCode::ColumnKept if detail.is_empty() => "cột không có tiêu đề, giữ trong ghi chú".to_owned(),
        AnnexCode::ColumnKept => format!("cột “{detail}” được giữ trong ghi chú"),
        AnnexCode::FieldsUnclear => {
            format!("không rõ các trường “{detail}” là của hạng mục nào, chuyển vào ghi chú")
        }
        AnnexCode::Misread => {
            let from = misread_from(detail);
            format!("“{detail}” không đọc được thành tiếng Việt ({from}), hãy chuyển sang Unicode")
        }
        AnnexCode::RowAfterEnd => {
            format!("“{detail}” nằm dưới phần ghi chú hoặc phần ký nên không được đọc")
        }
        AnnexCode::MoreWarnings => format!("còn {detail} lưu ý khác không liệt kê"),
    }
}

/// A line with the place.
pub fn line(file: &str, issue: &AnnexIssue) -> String {
    let place = &issue.place;
    let what = match (place.row, place.column) {
        (0, _) if place.sheet.is_empty() => return format!("{file}: {}", sentence(issue)),
        (0, 0) => return format!("{file}: trang “{}”: {}", place.sheet, sentence(issue)),
        (0, _) => "cột",
        (_, 0) => "dòng",
        _ => "ô",
    };
    format!("{file}: trang “{}”, {what} {}: {}", place.sheet, place.cell(), sentence(issue))
}

/// Which entry goes over from which agency to which; `None` of one that does not.
pub fn moved(file: &str, row: &ImportRow) -> Option<String> {
    let from = app::text::import::moved_from(row.moved_from.as_ref()?);
    let (place, name, to) = (&row.place, &row.name, &row.agency_name);
    Some(format!("{file}: trang “{}”, dòng {}: “{name}” {from} sang {to}", place.sheet, place.row))
}

/// The decision that the annex's title names, where it was taken from there or is another than was given; and the campaign
/// that must end before it is written.
pub fn decision(preview: &ImportPreview) -> Vec<String> {
    let decision = &preview.header.decision;
    let read = preview.header.from_title.then(|| {
        let day = domain::format::date(decision.date);
        format!("Quyết định theo tiêu đề phụ lục: số {}, ngày {day}.", if_known(&decision.number))
    });
    let other = preview.other_decision.as_ref().map(|named| {
        let day = named.date.map(domain::format::date).unwrap_or_default();
        let number = named.number.as_deref().unwrap_or_default();
        format!("Lưu ý: tiêu đề phụ lục ghi Quyết định số {}, ngày {}.", if_known(number), if_known(&day))
    });
    let waits = preview.waits_for.map(app::text::import::waits_for);
    read.into_iter().chain(other).chain(waits).collect()
}

fn if_known(text: &str) -> &str {
    if text.is_empty() { "(không ghi)" } else { text }
}

/// How an import ended; `fails` where something keeps it from being written.
pub fn outcome(preview: &ImportPreview, dry_run: bool, fails: bool) -> String {
    let mut counts =
        format!("{} cơ sở dữ liệu của {} cơ quan, {} hạng mục", preview.taken(), preview.agencies, preview.items);
    if let Some(amending) = &preview.amending {
        let (base, figures) = (amending.base.id, app::text::import::amending(amending));
        counts = format!("{counts}; sửa đổi lần ban hành số {base}: {figures}");
    }
    if fails {
        return format!("Không ghi gì: {} lỗi trong {counts}.", preview.errors.len());
    }
    let skipped = preview.failing;
    match (&preview.written, &preview.already) {
        (Some(edition), _) if skipped > 0 => {
            format!("Đã nhập {counts}, lần ban hành số {}; bỏ qua {skipped} dòng lỗi.", edition.id)
        }
        (Some(edition), _) => format!("Đã nhập {counts}, lần ban hành số {}.", edition.id),
        (None, Some(edition)) => format!("Không thay đổi: danh mục này đã có ở lần ban hành số {}.", edition.id),
        (None, None) if dry_run && skipped > 0 => format!("Đọc được {counts}; sẽ bỏ qua {skipped} dòng lỗi."),
        (None, None) if dry_run => format!("Sẽ nhập {counts}."),
        (None, None) => format!("Chưa nhập: {counts}."),
    }
}

#[cfg(test)]
mod tests {
    use domain::annex::CellPlace;

    use super::*;

    #[test]
    fn a_refusal_names_where_and_how_much() {
        let place = |row, column| CellPlace { sheet: "Phụ lục".to_owned(), row, column };
        for (place, code, detail, told) in [
            (
                place(0, 0),
                AnnexCode::TooLarge,
                "rows 200000",
                "a.xlsx: trang “Phụ lục”: tệp quá lớn: trang tính có hơn 200.000 dòng",
            ),
            (
                place(5, 201),
                AnnexCode::TooManyRows,
                "filled_columns 200",
                "a.xlsx: trang “Phụ lục”, ô GS5: bảng quá lớn: trang tính có quá 200 cột",
            ),
            (place(0, 2), AnnexCode::FormulaValues, "3", "a.xlsx: trang “Phụ lục”, cột B: 3 ô công thức"),
            (
                CellPlace::default(),
                AnnexCode::Damaged,
                "content 0 Xml: x",
                "a.xlsx: tệp bị hỏng: không đọc được nội dung bên trong tệp Excel (Xml: x)",
            ),
            (CellPlace::default(), AnnexCode::Packing, "", "a.xlsx: tệp được nén theo cách không đọc được; hãy"),
            (CellPlace::default(), AnnexCode::Macros, "xl/vbaProject.bin", "a.xlsx: tệp có macro"),
        ] {
            let line = line("a.xlsx", &AnnexIssue { place, code, detail: detail.to_owned() });
            assert!(line.starts_with(told), "{line}");
        }
    }
}
