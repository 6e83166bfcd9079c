//! The words of what exactly a workbook is refused for.

use domain::annex::{Cause, column_letters};
use domain::format;

/// «trang tính có hơn 200.000 dòng, kể cả dòng trống»; nothing of a detail that is no cause.
pub fn cause(detail: &str) -> Option<String> {
    let (cause, most, part) = Cause::of(detail)?;
    let number = format::number(i64::try_from(most).unwrap_or(i64::MAX));
    let size = || format::bytes(most);
    let what = if part.is_empty() { "nội dung bên trong".to_owned() } else { format!("phần {part}") };
    Some(match cause {
        Cause::FileBytes => format!("tệp lớn hơn {}", size()),
        Cause::Parts => format!("bên trong tệp có hơn {number} phần"),
        Cause::PartBytes => format!("{what} giải nén ra lớn hơn {}", size()),
        Cause::AllBytes => format!("cả tệp giải nén ra lớn hơn {}", size()),
        Cause::Ratio => format!("{what} giải nén ra lớn gấp hơn {number} lần"),
        Cause::Overlap => "các phần bên trong tệp nằm chồng lên nhau".to_owned(),
        Cause::Rows => {
            format!("trang tính có hơn {number} dòng, kể cả dòng trống; hãy xóa các dòng trống cuối trang tính")
        }
        Cause::Cells => {
            format!("trang tính có hơn {number} ô và nội dung ô, kể cả ô trống; hãy xóa các ô trống có định dạng")
        }
        Cause::SharedTexts => format!("tệp có hơn {number} đoạn chữ trong các ô"),
        Cause::Elements => format!("{what} có hơn {number} thành phần"),
        Cause::TextBytes => format!("{what} có một đoạn chữ dài hơn {}", size()),
        Cause::TagBytes => format!("{what} có một thẻ XML dài hơn {}", size()),
        Cause::Depth => format!("{what} có thẻ XML lồng nhau quá {number} cấp"),
        Cause::FormulaIndex => format!("trang tính có công thức dùng chung mang số lớn hơn {number}"),
        Cause::FilledRows => format!("trang tính có nội dung ở dưới dòng {number}"),
        Cause::FilledColumns => {
            let last = column_letters(u32::try_from(most).unwrap_or(u32::MAX));
            format!("trang tính có quá {number} cột, còn nội dung ở bên phải cột {last}")
        }
        Cause::FilledCells => format!("cả tệp có hơn {number} ô có nội dung"),
        Cause::AllTextBytes => format!("chữ trong cả tệp nhiều hơn {}", size()),
        Cause::Merges => format!("trang tính có hơn {number} vùng gộp ô"),
        Cause::MergeRows => format!("một vùng gộp ô cao hơn {number} dòng"),
        Cause::MergeCells => format!("một vùng gộp có hơn {number} ô"),
        Cause::MergeColumns => format!("các vùng gộp ô của tệp phủ hơn {number} cột"),
        Cause::Archive => "không phải tệp nén trọn vẹn, có thể do tải về hoặc sao chép dở dang".to_owned(),
        Cause::SameName => "có hai phần bên trong cùng tên".to_owned(),
        Cause::PartName => "tên một phần bên trong không đúng quy cách".to_owned(),
        Cause::Unpacking => format!("{what} không giải nén được"),
        Cause::SheetTarget => format!("{what} dẫn tới một trang tính không phải XML"),
        Cause::CellPlace => "trang tính có địa chỉ ô hoặc vùng ô viết sai".to_owned(),
        Cause::CellValue => "trang tính có ô mang giá trị viết sai".to_owned(),
        Cause::MissingPart => "thiếu một phần bên trong mà tệp có nhắc đến".to_owned(),
        Cause::WrongXml => "nội dung XML bên trong viết sai hoặc bị cắt ngang".to_owned(),
        Cause::Content => of_reader(part),
    })
}

/// What the reader says in its own words, behind ours.
fn of_reader(text: &str) -> String {
    let told = if text.is_empty() { String::new() } else { format!(" ({text})") };
    format!("không đọc được nội dung bên trong tệp Excel{told}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_names_its_limit() {
        for (detail, words) in [
            ("file_bytes 20971520", "tệp lớn hơn 20 MB"),
            ("filled_columns 200", "trang tính có quá 200 cột, còn nội dung ở bên phải cột GR"),
            ("filled_rows 20000", "trang tính có nội dung ở dưới dòng 20.000"),
            ("ratio 100", "nội dung bên trong giải nén ra lớn gấp hơn 100 lần"),
            ("unpacking 0 xl/media/a.png", "phần xl/media/a.png không giải nén được"),
            ("content 0 Xml error: x", "không đọc được nội dung bên trong tệp Excel (Xml error: x)"),
            ("content 0", "không đọc được nội dung bên trong tệp Excel"),
        ] {
            assert_eq!(cause(detail).as_deref(), Some(words));
        }
        assert_eq!(cause("CSDL đất đai"), None);
    }
}
