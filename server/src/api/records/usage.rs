//! The use of the portal, as the API sends it.

use domain::catalog::FacetValue;
use domain::usage::{
    EntryUsage, EntryYear, Grain, MissedQuery, UsageKind, UsageReport, UsageSlice, UsedEntry, UserClass,
};
use serde::Serialize;
use strum::{Display, EnumIter, EnumString};
use time::Date;
use utoipa::ToSchema;

use super::AgencyName;

/// Độ dài của kỳ: `day` ngày, `month` tháng, `quarter` quý, `year` năm.
#[derive(Clone, Copy, Debug, Serialize, ToSchema, EnumIter, EnumString, Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum PeriodLength {
    Day,
    Month,
    Quarter,
    Year,
}

impl From<PeriodLength> for Grain {
    fn from(length: PeriodLength) -> Self {
        match length {
            PeriodLength::Day => Self::Day,
            PeriodLength::Month => Self::Month,
            PeriodLength::Quarter => Self::Quarter,
            PeriodLength::Year => Self::Year,
        }
    }
}

impl From<Grain> for PeriodLength {
    fn from(grain: Grain) -> Self {
        match grain {
            Grain::Day => Self::Day,
            Grain::Month => Self::Month,
            Grain::Quarter => Self::Quarter,
            Grain::Year => Self::Year,
        }
    }
}

/// Cách sử dụng: `view` xem, `search` tìm kiếm, `download` tải tệp, `export` trích xuất, `api` gọi API.
#[derive(Clone, Copy, Debug, Serialize, ToSchema, EnumIter, EnumString, Display)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Use {
    View,
    Search,
    Download,
    Export,
    Api,
}

impl From<Use> for UsageKind {
    fn from(used: Use) -> Self {
        match used {
            Use::View => Self::View,
            Use::Search => Self::Search,
            Use::Download => Self::Download,
            Use::Export => Self::Export,
            Use::Api => Self::Api,
        }
    }
}

/// Số lượt theo cách sử dụng.
#[derive(Debug, Serialize, ToSchema)]
pub struct UseCounts {
    pub view: u32,
    pub search: u32,
    pub download: u32,
    pub export: u32,
    pub api: u32,
}

impl UseCounts {
    /// In the order of [`UsageKind::PUBLIC`].
    fn new([view, search, download, export, api]: [u32; 5]) -> Self {
        Self { view, search, download, export, api }
    }
}

/// Số lượt trong một phần của kỳ.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsePart {
    /// Ngày đầu của phần đó.
    pub start: Date,
    /// Ngày cuối của phần đó.
    pub end: Date,
    /// Giờ trong ngày, khi kỳ là một ngày; nếu không là `null`.
    #[schema(minimum = 0, maximum = 23)]
    pub hour: Option<u8>,
    pub counts: UseCounts,
}

impl UsePart {
    fn new(slice: &UsageSlice, day: Date) -> Self {
        Self {
            start: slice.period.map_or(day, |period| period.start),
            end: slice.period.map_or(day, |period| period.last()),
            hour: slice.period.is_none().then_some(slice.hour),
            counts: UseCounts::new(slice.counts),
        }
    }
}

/// Một CSDL và số lượt sử dụng.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsedRecord {
    #[schema(example = "DC-016")]
    pub code: String,
    pub name: String,
    /// Cơ quan chịu trách nhiệm hôm nay.
    pub agency: AgencyName,
    pub count: u32,
}

impl From<UsedEntry> for UsedRecord {
    fn from(one: UsedEntry) -> Self {
        Self { code: one.code.0, name: one.name, agency: one.owner.into(), count: one.count }
    }
}

/// Một nhóm CSDL và số lượt sử dụng.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsedGroup {
    pub id: String,
    pub name: String,
    pub count: u32,
}

impl From<FacetValue> for UsedGroup {
    fn from(value: FacetValue) -> Self {
        Self { id: value.id, name: value.name, count: value.count }
    }
}

/// Từ đã tìm mà không có kết quả, bỏ dấu.
#[derive(Debug, Serialize, ToSchema)]
pub struct MissedRecord {
    pub query: String,
    pub count: u32,
}

impl From<MissedQuery> for MissedRecord {
    fn from(one: MissedQuery) -> Self {
        Self { query: one.query, count: one.count }
    }
}

/// Sử dụng Cổng trong một kỳ. Không tính máy quét tự động và tài khoản quản trị.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Usage)]
pub struct UsageRecord {
    pub grain: PeriodLength,
    /// Ngày đầu của kỳ.
    pub start: Date,
    /// Ngày cuối của kỳ.
    pub end: Date,
    /// Ngày đầu tiên có số liệu; `null` khi chưa có.
    pub since: Option<Date>,
    pub totals: UseCounts,
    /// Số lượt của kỳ ngay trước.
    pub before: UseCounts,
    /// Khách khác nhau của từng ngày, cộng các ngày.
    pub visitors: u32,
    /// Khách của kỳ ngay trước, đếm cùng cách.
    pub visitors_before: u32,
    /// Lượt đăng nhập của cán bộ mọi cơ quan.
    pub sign_ins: u32,
    /// Lượt đăng nhập của kỳ ngay trước.
    pub sign_ins_before: u32,
    /// Số lượt của công chúng (không đăng nhập) theo cách sử dụng được hỏi.
    pub public: u32,
    /// Số lượt của cán bộ (đăng nhập) theo cách sử dụng được hỏi.
    pub staff: u32,
    /// Số cơ quan của những cán bộ đó.
    pub staff_agencies: u32,
    /// Các phần của kỳ: giờ của ngày, ngày của tháng, tháng của quý và năm.
    pub parts: Vec<UsePart>,
    /// CSDL được dùng nhiều nhất theo cách sử dụng được hỏi, tối đa 20; với `all=1` là mọi CSDL đã được dùng.
    pub entries: Vec<UsedRecord>,
    /// Số CSDL trong Danh mục hôm nay đã được dùng theo cách đó.
    pub entries_used: u32,
    /// Số lượt theo cách đó không gắn với CSDL nào trong Danh mục hôm nay; cùng mọi CSDL cộng lại bằng tổng số lượt.
    pub no_entry: u32,
    /// Theo lĩnh vực, tối đa 20 nếu không có `all=1`; `id` rỗng là chưa xếp lĩnh vực.
    pub sectors: Vec<UsedGroup>,
    /// Số lĩnh vực có CSDL đã được dùng theo cách đó.
    pub sectors_used: u32,
    /// Theo cơ quan chịu trách nhiệm hôm nay, tối đa 20 nếu không có `all=1`.
    pub agencies: Vec<UsedGroup>,
    /// Số cơ quan có CSDL đã được dùng theo cách đó.
    pub agencies_used: u32,
    /// Số lượt tìm không có kết quả.
    pub missed: u32,
    /// Từ được đủ nhiều khách tìm trong một ngày mà không thấy.
    pub missed_queries: Vec<MissedRecord>,
}

impl From<UsageReport> for UsageRecord {
    fn from(report: UsageReport) -> Self {
        let of = |count: fn(&domain::usage::KindTotal) -> u32| {
            let count = |kind| report.totals.iter().find(|total| total.kind == kind).map_or(0, count);
            UseCounts::new(UsageKind::PUBLIC.map(count))
        };
        let start = report.period.start;
        Self {
            grain: report.period.grain.into(),
            start,
            end: report.period.last(),
            since: report.since,
            totals: of(|total| total.count),
            before: of(|total| total.before),
            visitors: report.visitors,
            visitors_before: report.visitors_before,
            sign_ins: report.sign_ins.count,
            sign_ins_before: report.sign_ins.before,
            public: report.public,
            staff: report.staff,
            staff_agencies: report.staff_agencies,
            parts: report.slices.iter().map(|slice| UsePart::new(slice, start)).collect(),
            entries: report.entries.into_iter().map(Into::into).collect(),
            entries_used: report.used,
            no_entry: report.no_entry,
            sectors: report.sectors.into_iter().map(Into::into).collect(),
            sectors_used: report.sectors_used,
            agencies: report.owners.into_iter().map(Into::into).collect(),
            agencies_used: report.owners_used,
            missed: report.missed,
            missed_queries: report.missed_queries.into_iter().map(Into::into).collect(),
        }
    }
}

/// Số lượt sử dụng một CSDL trong một năm, theo người dùng. Ba nhóm cộng lại là toàn bộ số lượt của năm.
#[derive(Debug, Serialize, ToSchema)]
pub struct UseYear {
    /// Ngày đầu của năm.
    pub start: Date,
    /// Ngày cuối của năm.
    pub end: Date,
    /// Công chúng, không đăng nhập.
    pub public: UseCounts,
    /// Cán bộ, đăng nhập.
    pub staff: UseCounts,
    /// Chương trình gọi API.
    pub program: UseCounts,
    /// Số cơ quan của những cán bộ đó.
    pub staff_agencies: u32,
}

impl From<EntryYear> for UseYear {
    fn from(year: EntryYear) -> Self {
        let of = |class| year.classes.iter().find(|one| one.class == class).map_or([0; 5], |one| one.counts);
        Self {
            start: year.period.start,
            end: year.period.last(),
            public: UseCounts::new(of(UserClass::Public)),
            staff: UseCounts::new(of(UserClass::Staff)),
            program: UseCounts::new(of(UserClass::Program)),
            staff_agencies: year.agencies,
        }
    }
}

/// Sử dụng một CSDL theo tháng, theo ngày, và theo người dùng.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = EntryUsage)]
pub struct EntryUsageRecord {
    #[schema(example = "DC-016")]
    pub code: String,
    pub name: String,
    /// 24 tháng gần nhất, mới nhất trước.
    pub months: Vec<UsePart>,
    /// Từng ngày của tháng được hỏi, nếu không thì 30 ngày gần nhất; cũ nhất trước.
    pub days: Vec<UsePart>,
    /// Năm nay và năm trước, mới nhất trước.
    pub years: Vec<UseYear>,
}

impl From<EntryUsage> for EntryUsageRecord {
    fn from(usage: EntryUsage) -> Self {
        let part = |slice: &UsageSlice| UsePart::new(slice, Date::MIN);
        Self {
            code: usage.code.0,
            name: usage.name,
            months: usage.months.iter().map(part).collect(),
            days: usage.days.iter().map(part).collect(),
            years: usage.years.into_iter().map(Into::into).collect(),
        }
    }
}
