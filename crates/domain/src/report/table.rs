//! The table of both reports: their sections, the lines of each, and the tables by agency. The only place that says what
//! stands in a report.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use super::measure::Owed;
use super::{Measure, ReportKind};
use crate::duty::DutyKind;
use crate::indicator::Indicator;
use crate::regulation::ClauseRef;

/// A part of a report, in the order in which they stand.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ReportSection {
    Building,
    Freshness,
    Campaign,
    Loading,
    Sharing,
    Exploiting,
    Lateness,
    Proposals,
}

/// What a report says of a section.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    pub kind: ReportKind,
    pub section: ReportSection,
    pub title: &'static str,
    /// What is to be written there.
    pub hint: &'static str,
    pub clause: ClauseRef,
    /// Whether it needs words before it goes to the head; figures speak for themselves elsewhere.
    pub needs_text: bool,
}

/// Every section of either report.
pub const SECTIONS: &[Section] = &[
    Section {
        kind: ReportKind::Agency,
        section: ReportSection::Building,
        title: "Xây dựng, cập nhật cơ sở dữ liệu",
        hint: "Đã xây dựng, nạp, cập nhật được gì; vướng mắc và nguyên nhân.",
        clause: ClauseRef::clause(18, 3),
        needs_text: true,
    },
    Section {
        kind: ReportKind::Agency,
        section: ReportSection::Sharing,
        title: "Chia sẻ dữ liệu",
        hint: "Dữ liệu đã chia sẻ, cho ai, bằng cách nào; tài liệu dịch vụ; vướng mắc.",
        clause: ClauseRef::clause(18, 3),
        needs_text: true,
    },
    Section {
        kind: ReportKind::Agency,
        section: ReportSection::Exploiting,
        title: "Khai thác, sử dụng dữ liệu",
        hint: "Đã khai thác dữ liệu nào của tỉnh vào việc gì; hiệu quả; nhu cầu chưa đáp ứng.",
        clause: ClauseRef::clause(18, 3),
        needs_text: true,
    },
    Section {
        kind: ReportKind::Agency,
        section: ReportSection::Proposals,
        title: "Đề xuất, kiến nghị",
        hint: "CSDL đề nghị bổ sung vào Danh mục, kế hoạch xây dựng, kiến nghị. Không có thì ghi “Không”.",
        clause: ClauseRef::clause(18, 3),
        needs_text: true,
    },
    Section {
        kind: ReportKind::Consolidated,
        section: ReportSection::Freshness,
        title: "Tình hình cập nhật dữ liệu",
        hint: "Nhận xét chung; cơ quan làm tốt, cơ quan chậm.",
        clause: ClauseRef::clause(14, 4),
        needs_text: true,
    },
    Section {
        kind: ReportKind::Consolidated,
        section: ReportSection::Campaign,
        title: "Rà soát danh mục hằng năm",
        hint: "Nhận xét về việc trả lời và thẩm định.",
        clause: ClauseRef::clause(16, 2),
        needs_text: false,
    },
    Section {
        kind: ReportKind::Consolidated,
        section: ReportSection::Loading,
        title: "Nạp dữ liệu và thực hiện nghĩa vụ sau ban hành",
        hint: "Nhận xét; nguyên nhân của việc chưa làm.",
        clause: ClauseRef::clause(16, 1),
        needs_text: false,
    },
    Section {
        kind: ReportKind::Consolidated,
        section: ReportSection::Sharing,
        title: "Chia sẻ dữ liệu",
        hint: "Nhận xét về hình thức chia sẻ và rà soát chia sẻ.",
        clause: ClauseRef::clause(10, 3),
        needs_text: false,
    },
    Section {
        kind: ReportKind::Consolidated,
        section: ReportSection::Exploiting,
        title: "Khai thác, sử dụng dữ liệu",
        hint: "Nhận xét về khai thác trên cổng.",
        clause: ClauseRef::clause(10, 1),
        needs_text: false,
    },
    Section {
        kind: ReportKind::Consolidated,
        section: ReportSection::Lateness,
        title: "Cơ quan, đơn vị chậm thực hiện",
        hint: "Việc đã đôn đốc; lý do các cơ quan nêu.",
        clause: ClauseRef::clause(14, 2),
        needs_text: false,
    },
    Section {
        kind: ReportKind::Consolidated,
        section: ReportSection::Proposals,
        title: "Đề xuất, kiến nghị",
        hint: "Kiến nghị với Ủy ban nhân dân tỉnh; ý kiến về đề xuất của các cơ quan.",
        clause: ClauseRef::clause(14, 4),
        needs_text: true,
    },
];

/// A figure of a section.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub kind: ReportKind,
    pub section: ReportSection,
    pub measure: Measure,
}

const fn line(kind: ReportKind, section: ReportSection, measure: Measure) -> Line {
    Line { kind, section, measure }
}

const fn own(section: ReportSection, indicator: Indicator) -> Line {
    line(ReportKind::Agency, section, Measure::Indicator(indicator))
}

const fn all(section: ReportSection, indicator: Indicator) -> Line {
    line(ReportKind::Consolidated, section, Measure::Indicator(indicator))
}

/// Every line of either report, in the order in which they stand. What is measured stands once in a report.
pub const LINES: &[Line] = &[
    own(ReportSection::Building, Indicator::EntriesInForce),
    own(ReportSection::Building, Indicator::EntriesNew),
    own(ReportSection::Building, Indicator::EntriesChanged),
    own(ReportSection::Building, Indicator::EntriesWithdrawn),
    line(ReportKind::Agency, ReportSection::Building, Measure::Duties(DutyKind::Load)),
    line(ReportKind::Agency, ReportSection::Building, Measure::Duties(DutyKind::Refresh)),
    own(ReportSection::Building, Indicator::Freshness),
    own(ReportSection::Building, Indicator::DutiesLate),
    own(ReportSection::Building, Indicator::DutiesNever),
    own(ReportSection::Sharing, Indicator::ShareOpen),
    own(ReportSection::Sharing, Indicator::ShareDefault),
    own(ReportSection::Sharing, Indicator::ShareSpecific),
    line(ReportKind::Agency, ReportSection::Sharing, Measure::Duties(DutyKind::Documents)),
    line(ReportKind::Agency, ReportSection::Sharing, Measure::Duties(DutyKind::OpenReview)),
    line(ReportKind::Agency, ReportSection::Sharing, Measure::Duties(DutyKind::SharingReview)),
    own(ReportSection::Exploiting, Indicator::Views),
    own(ReportSection::Exploiting, Indicator::Downloads),
    own(ReportSection::Exploiting, Indicator::Calls),
    own(ReportSection::Exploiting, Indicator::EntriesNeverUsed),
    line(ReportKind::Agency, ReportSection::Proposals, Measure::Proposals),
    all(ReportSection::Freshness, Indicator::EntriesInForce),
    all(ReportSection::Freshness, Indicator::EntriesNew),
    all(ReportSection::Freshness, Indicator::EntriesChanged),
    all(ReportSection::Freshness, Indicator::EntriesWithdrawn),
    all(ReportSection::Freshness, Indicator::Freshness),
    line(ReportKind::Consolidated, ReportSection::Freshness, Measure::Duties(DutyKind::Refresh)),
    all(ReportSection::Campaign, Indicator::ResponsesAnswered),
    all(ReportSection::Campaign, Indicator::ResponsesOnTime),
    all(ReportSection::Campaign, Indicator::ResponsesLate),
    all(ReportSection::Campaign, Indicator::ResponsesReturned),
    all(ReportSection::Campaign, Indicator::DaysAnswering),
    all(ReportSection::Campaign, Indicator::DaysAppraising),
    all(ReportSection::Campaign, Indicator::DaysConcluding),
    line(ReportKind::Consolidated, ReportSection::Loading, Measure::Duties(DutyKind::Load)),
    line(ReportKind::Consolidated, ReportSection::Loading, Measure::Duties(DutyKind::Documents)),
    all(ReportSection::Loading, Indicator::DutiesOnTime),
    all(ReportSection::Loading, Indicator::DutiesLate),
    all(ReportSection::Loading, Indicator::DutiesNever),
    all(ReportSection::Sharing, Indicator::ShareOpen),
    all(ReportSection::Sharing, Indicator::ShareDefault),
    all(ReportSection::Sharing, Indicator::ShareSpecific),
    line(ReportKind::Consolidated, ReportSection::Sharing, Measure::Duties(DutyKind::OpenReview)),
    line(ReportKind::Consolidated, ReportSection::Sharing, Measure::Duties(DutyKind::SharingReview)),
    all(ReportSection::Exploiting, Indicator::Views),
    all(ReportSection::Exploiting, Indicator::Downloads),
    all(ReportSection::Exploiting, Indicator::Calls),
    all(ReportSection::Exploiting, Indicator::Searches),
    all(ReportSection::Exploiting, Indicator::EntriesNeverUsed),
    all(ReportSection::Lateness, Indicator::AgenciesLate),
    line(ReportKind::Consolidated, ReportSection::Lateness, Measure::Letters),
    all(ReportSection::Lateness, Indicator::AgenciesWithoutOfficer),
    all(ReportSection::Lateness, Indicator::AgenciesLapsed),
    line(ReportKind::Consolidated, ReportSection::Proposals, Measure::Proposals),
];

/// A table by agency of a section of the consolidated report.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    pub section: ReportSection,
    pub title: &'static str,
    /// The name of its sheet in the workbook.
    pub sheet: &'static str,
    pub columns: &'static [Measure],
    /// Of late agencies alone, the longest late first, then those that were urged and are late no more; the others have every
    /// agency that has a figure, by name.
    pub late_only: bool,
}

/// Every table, in the order in which they stand; at most one a section.
pub const TABLES: &[Table] = &[
    Table {
        section: ReportSection::Freshness,
        title: "TÌNH HÌNH CẬP NHẬT DỮ LIỆU THEO CƠ QUAN",
        sheet: "Cập nhật",
        columns: &[
            Measure::Indicator(Indicator::EntriesInForce),
            Measure::Indicator(Indicator::Freshness),
            Measure::Duties(DutyKind::Refresh),
        ],
        late_only: false,
    },
    Table {
        section: ReportSection::Campaign,
        title: "TRẢ LỜI RÀ SOÁT THEO CƠ QUAN",
        sheet: "Rà soát",
        columns: &[
            Measure::Indicator(Indicator::ResponsesAnswered),
            Measure::Indicator(Indicator::ResponsesOnTime),
            Measure::Indicator(Indicator::ResponsesReturned),
            Measure::Indicator(Indicator::DaysAnswering),
        ],
        late_only: false,
    },
    Table {
        section: ReportSection::Loading,
        title: "NẠP DỮ LIỆU VÀ NGHĨA VỤ SAU BAN HÀNH THEO CƠ QUAN",
        sheet: "Nghĩa vụ",
        columns: &[
            Measure::Duties(DutyKind::Load),
            Measure::Duties(DutyKind::Documents),
            Measure::Indicator(Indicator::DutiesOnTime),
            Measure::Indicator(Indicator::DutiesLate),
            Measure::Indicator(Indicator::DutiesNever),
        ],
        late_only: false,
    },
    Table {
        section: ReportSection::Sharing,
        title: "HÌNH THỨC CHIA SẺ THEO CƠ QUAN",
        sheet: "Chia sẻ",
        columns: &[
            Measure::Indicator(Indicator::ShareOpen),
            Measure::Indicator(Indicator::ShareDefault),
            Measure::Indicator(Indicator::ShareSpecific),
        ],
        late_only: false,
    },
    Table {
        section: ReportSection::Exploiting,
        title: "KHAI THÁC TRÊN CỔNG THEO CƠ QUAN",
        sheet: "Khai thác",
        columns: &[
            Measure::Indicator(Indicator::Views),
            Measure::Indicator(Indicator::Downloads),
            Measure::Indicator(Indicator::Calls),
            Measure::Indicator(Indicator::EntriesNeverUsed),
        ],
        late_only: false,
    },
    Table {
        section: ReportSection::Lateness,
        title: "CƠ QUAN, ĐƠN VỊ CHẬM THỰC HIỆN",
        sheet: "Chậm",
        columns: &[
            Measure::Owed(Owed::ReviewDays),
            Measure::Owed(Owed::Duties),
            Measure::Owed(Owed::DutyDays),
            Measure::Letters,
        ],
        late_only: true,
    },
];

/// The sections of a report in their order.
pub fn sections(kind: ReportKind) -> impl Iterator<Item = &'static Section> {
    SECTIONS.iter().filter(move |one| one.kind == kind)
}

/// A section of a report; `None` where the report has none of that name.
pub fn section(kind: ReportKind, of: ReportSection) -> Option<&'static Section> {
    sections(kind).find(|one| one.section == of)
}

/// The lines of a section.
pub fn lines(kind: ReportKind, of: ReportSection) -> impl Iterator<Item = &'static Line> {
    LINES.iter().filter(move |line| line.kind == kind && line.section == of)
}

/// The table of a section of the consolidated report, where it has one.
pub fn table(of: ReportSection) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.section == of)
}
