//! Which ministry's line an agency of the province stands in: by the words of their names, and a table for what the
//! reorganisation of 2025 merged on either side.

use crate::text::fold;

/// Words of an agency's name, and words of the ministry's that it answers to. Folded.
const LINES: [(&str, &str); 24] = [
    ("tai nguyen va moi truong", "nong nghiep va moi truong"),
    ("nong nghiep va phat trien nong thon", "nong nghiep va moi truong"),
    ("ke hoach va dau tu", "tai chinh"),
    ("thong tin va truyen thong", "khoa hoc va cong nghe"),
    ("do thi thong minh", "khoa hoc va cong nghe"),
    ("lao dong", "noi vu"),
    ("lao dong", "y te"),
    ("lao dong", "nong nghiep va moi truong"),
    ("lao dong", "giao duc va dao tao"),
    ("giao thong van tai", "xay dung"),
    ("giao thong van tai", "cong an"),
    ("tu phap", "cong an"),
    ("ngoai vu", "ngoai giao"),
    ("van phong uy ban nhan dan", "van phong chinh phu"),
    ("thanh tra", "thanh tra chinh phu"),
    ("ban dan toc", "dan toc va ton giao"),
    ("ban ton giao", "dan toc va ton giao"),
    ("khu cong nghiep", "tai chinh"),
    ("thue ", "tai chinh"),
    ("kho bac", "tai chinh"),
    ("thong ke", "tai chinh"),
    ("bao hiem", "tai chinh"),
    ("hai quan", "tai chinh"),
    ("chi huy quan su", "quoc phong"),
];

/// Whether an agency stands in a ministry's line.
pub(super) fn same_line(agency: &str, ministry: &str) -> bool {
    let (agency, ministry) = (fold(agency), fold(ministry));
    let field = |name: &str| {
        let bare = ["so ", "bo ", "ban ", "cuc "].iter().find_map(|rank| name.strip_prefix(rank)).unwrap_or(name);
        bare.trim().to_owned()
    };
    if ministry.trim().is_empty() || agency.trim().is_empty() {
        return false;
    }
    let of = field(&ministry);
    let own = field(&agency);
    own == of
        || own.starts_with(&format!("{of} "))
        || LINES.iter().any(|(words, line)| agency.contains(words) && ministry.contains(line))
}

/// Whether an agency stands in some ministry's line: a department does, a people's committee does not.
pub(super) fn has_line(agency: &str) -> bool {
    ["so ", "thanh tra", "ban dan toc", "ban ton giao", "cong an"].iter().any(|rank| fold(agency).starts_with(rank))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        for (agency, ministry, same) in [
            ("Sở Y tế", "Bộ Y tế", true),
            ("Sở Tài chính", "Bộ Tài chính", true),
            ("Sở Nông nghiệp và Môi trường", "Bộ Nông nghiệp và Môi trường", true),
            ("Sở Tài nguyên và Môi trường", "Bộ Nông nghiệp và Môi trường", true),
            ("Sở Kế hoạch và Đầu tư", "Bộ Tài chính", true),
            ("Sở Giao thông vận tải", "Bộ Công an", true),
            ("Công an tỉnh Đắk Lắk", "Bộ Công an", true),
            ("Văn phòng Ủy ban nhân dân tỉnh", "Văn phòng Chính phủ", true),
            ("Thanh tra tỉnh", "Thanh tra Chính phủ", true),
            ("Sở Văn hóa, Thể thao và Du lịch", "Bộ Văn hóa, Thể thao và Du lịch", true),
            ("Sở Y tế", "Bộ Tài chính", false),
            ("Sở Công Thương", "Bộ Công an", false),
            ("Sở Xây dựng", "Bộ Nội vụ", false),
            ("", "Bộ Y tế", false),
            ("Sở Y tế", "", false),
        ] {
            assert_eq!(same_line(agency, ministry), same, "{agency} – {ministry}");
        }
    }
}
