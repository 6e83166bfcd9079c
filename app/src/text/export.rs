//! The words of what is taken along: files of the catalog, of editions and of comparisons.

use domain::edition::EXPORT_ENTRIES_MAX;
use domain::format;

pub const DOWNLOAD: &str = "Tải về";
pub const XLSX: &str = "Excel (phụ lục)";
pub const CSV: &str = "CSV";
pub const JSON: &str = "JSON";
pub const DOWNLOAD_LABEL: &str = "Tải các cơ sở dữ liệu đang hiện";

/// What an address or a command asks for wrongly.
pub fn wrong(name: &str, value: &str) -> String {
    let value: String = value.chars().take(40).collect();
    let allowed = match name {
        "as_of" | "as-of" => "ghi ngày theo dạng 2024-06-15 hoặc 15/06/2024",
        "as_of cùng edition" => "chỉ ghi một trong hai",
        "edition" => "ghi số của lần ban hành, ví dụ 2",
        "form" => "dùng open, default, specific hoặc none",
        "sort" => "dùng relevance, name, agency hoặc code",
        "sep" => "dùng , hoặc ; hoặc tab",
        "per" => {
            "dùng entry (mỗi dòng một CSDL) hoặc item (mỗi dòng một hạng mục; CSDL chưa có hạng mục vẫn có một dòng)"
        }
        _ => "dùng xlsx, csv hoặc json",
    };
    format!("Giá trị “{value}” của {name} không đúng: {allowed}.")
}

pub fn too_many(count: u64) -> String {
    let (count, most) = (i64::try_from(count).unwrap_or(i64::MAX), EXPORT_ENTRIES_MAX);
    format!(
        "Lựa chọn này có {} cơ sở dữ liệu, mỗi lần tải nhiều nhất {}: hãy lọc hẹp hơn.",
        format::number(count),
        format::number(most)
    )
}

pub const NO_EDITION: &str = "Ngày đó chưa có danh mục nào có hiệu lực.";
pub const NOT_FOUND: &str = "Không có lần ban hành này.";
pub const FAILED: &str = "Không lập được tệp. Hãy thử lại sau.";
