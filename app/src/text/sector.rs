//! The words of the entries in force by sector.

use domain::format;
use domain::indicator::{SectorLine, Unit, written};
use time::Date;

pub const TITLE: &str = "CSDL đang có hiệu lực theo lĩnh vực";
pub const SECTOR: &str = "Lĩnh vực";
pub const ENTRIES: &str = "Số CSDL";
pub const OPEN: &str = "Hạng mục mở";
pub const OPEN_SHARE: &str = "Tỷ lệ mở";
pub const OPEN_PART: &str = "Phần mở, theo hạng mục";
pub const OTHER_PART: &str = "Phần còn lại; cả thanh là số CSDL";
/// Of the entries of which no sector is known.
pub const NONE: &str = "Chưa xếp lĩnh vực";

/// The name of a line.
pub fn name(line: &SectorLine) -> String {
    if line.sector.id.is_empty() { NONE.to_owned() } else { line.sector.name.clone() }
}

/// «25 %»; a dash where there are no items.
pub fn open_share(line: &SectorLine) -> String {
    if line.open.whole == 0 { "–".to_owned() } else { written(Unit::Share, line.open.scaled(Unit::Share)) }
}

/// «3/12»
pub fn open_items(line: &SectorLine) -> String {
    format!("{}/{}", line.open.part, line.open.whole)
}

/// «12 CSDL, mở 25 %»
pub fn told(line: &SectorLine) -> String {
    format!("{} CSDL, mở {}", format::number(line.entries), open_share(line))
}

/// What the chart shows.
pub fn desc(lines: &[SectorLine], day: Option<Date>) -> String {
    let all: u32 = lines.iter().map(|line| line.entries).sum();
    let day = day.map(|day| format!(" ngày {}", format::date(day))).unwrap_or_default();
    let most = lines.first().map(|line| format!("; nhiều nhất: {}, {}", name(line), told(line))).unwrap_or_default();
    format!("{} CSDL có hiệu lực{day} thuộc {} nhóm lĩnh vực{most}.", format::number(all), lines.len())
}
