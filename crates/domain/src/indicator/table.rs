//! The table of definitions: the only place that says what a figure means.
//!
//! A definition that changes gets another row, with the next version and the day from which it holds; the one before ends
//! the day before. A row that a period was closed by is never edited.

use time::Date;
use time::macros::date;

use super::{Definition, Direction, Indicator, Reach, Unit};
use crate::regulation::ClauseRef;

/// The day from which the first versions hold: that of the regulation.
const START: Date = date!(2023 - 01 - 22);
/// The day from which visitors and what they found are counted.
const COUNTING: Date = date!(2026 - 11 - 26);
/// The day from which whoever owes something of an earlier year is late in the running one.
pub const OWED_SINCE_BEFORE: Date = date!(2026 - 01 - 01);

/// What most first versions have in common; what a definition says of itself stands in its row.
const FIRST: Definition = Definition {
    indicator: Indicator::EntriesInForce,
    version: 1,
    name: "",
    formula: "",
    source: "",
    unit: Unit::Count,
    direction: Direction::Neutral,
    reach: Reach::Kept,
    clause: ClauseRef::article(1),
    valid_from: START,
    valid_to: None,
};

/// Every version of every indicator, in the order in which they are shown.
pub const DEFINITIONS: &[Definition] = &[
    Definition {
        indicator: Indicator::EntriesInForce,
        name: "CSDL đang có hiệu lực",
        formula: "Số CSDL trong danh mục có hiệu lực vào ngày cuối kỳ (kỳ đang chạy: hôm nay).",
        source: "Danh mục đã ban hành",
        direction: Direction::Higher,
        clause: ClauseRef::clause(3, 3),
        ..FIRST
    },
    Definition {
        indicator: Indicator::EntriesNew,
        name: "CSDL mới",
        formula: "Số CSDL có trong danh mục cuối kỳ mà không có trong danh mục có hiệu lực ngày trước kỳ.",
        source: "So sánh hai danh mục đã ban hành",
        clause: ClauseRef::clause(8, 2),
        ..FIRST
    },
    Definition {
        indicator: Indicator::EntriesChanged,
        name: "CSDL sửa đổi",
        formula: "Số CSDL có trong cả hai danh mục (ngày trước kỳ và cuối kỳ) với nội dung khác nhau.",
        source: "So sánh hai danh mục đã ban hành",
        clause: ClauseRef::clause(8, 2),
        ..FIRST
    },
    Definition {
        indicator: Indicator::EntriesWithdrawn,
        name: "CSDL rút khỏi danh mục",
        formula: "Số CSDL có trong danh mục ngày trước kỳ mà không có trong danh mục cuối kỳ.",
        source: "So sánh hai danh mục đã ban hành",
        clause: ClauseRef::clause(8, 2),
        ..FIRST
    },
    Definition {
        indicator: Indicator::ShareOpen,
        name: "Hạng mục có chia sẻ mở",
        formula: "Số hạng mục dữ liệu có hình thức chia sẻ rộng nhất là «mở» ÷ tổng số hạng mục của các CSDL đang có hiệu lực.",
        source: "Ma trận chia sẻ trong danh mục",
        unit: Unit::Share,
        direction: Direction::Higher,
        clause: ClauseRef::clause(11, 2),
        ..FIRST
    },
    Definition {
        indicator: Indicator::ShareDefault,
        name: "Hạng mục chia sẻ mặc định",
        formula: "Số hạng mục dữ liệu có hình thức chia sẻ rộng nhất là «mặc định» ÷ tổng số hạng mục của các CSDL đang có hiệu lực.",
        source: "Ma trận chia sẻ trong danh mục",
        unit: Unit::Share,
        direction: Direction::Neutral,
        clause: ClauseRef::clause(10, 3),
        ..FIRST
    },
    Definition {
        indicator: Indicator::ShareSpecific,
        name: "Hạng mục chia sẻ đặc thù",
        formula: "Số hạng mục dữ liệu có hình thức chia sẻ rộng nhất là «đặc thù» ÷ tổng số hạng mục của các CSDL đang có hiệu lực.",
        source: "Ma trận chia sẻ trong danh mục",
        unit: Unit::Share,
        direction: Direction::Lower,
        clause: ClauseRef::clause(10, 4),
        ..FIRST
    },
    Definition {
        indicator: Indicator::ResponsesAnswered,
        name: "Cơ quan đã nộp rà soát",
        formula: "Số cơ quan đã gửi kết quả rà soát của năm ÷ số cơ quan được yêu cầu.",
        source: "Đợt rà soát hằng năm",
        unit: Unit::Share,
        direction: Direction::Higher,
        clause: ClauseRef::clause(16, 2),
        ..FIRST
    },
    Definition {
        indicator: Indicator::ResponsesOnTime,
        name: "Rà soát nộp đúng hạn",
        formula: "Số cơ quan gửi kết quả lần đầu không muộn hơn hạn (kể cả hạn đã được gia hạn) ÷ số cơ quan đã gửi hoặc đã quá hạn.",
        source: "Đợt rà soát hằng năm; ngày làm việc theo lịch nghỉ",
        unit: Unit::Share,
        direction: Direction::Higher,
        clause: ClauseRef::clause(16, 2),
        ..FIRST
    },
    Definition {
        indicator: Indicator::ResponsesLate,
        name: "Rà soát trễ hạn",
        formula: "Số cơ quan gửi sau hạn hoặc quá hạn mà chưa gửi.",
        source: "Đợt rà soát hằng năm; sổ ghi trễ hạn",
        unit: Unit::Count,
        direction: Direction::Lower,
        clause: ClauseRef::clause(14, 2),
        ..FIRST
    },
    Definition {
        indicator: Indicator::ResponsesReturned,
        name: "Rà soát bị trả lại",
        formula: "Số cơ quan có kết quả rà soát bị trả lại ít nhất một lần.",
        source: "Nhật ký đợt rà soát",
        unit: Unit::Count,
        direction: Direction::Lower,
        clause: ClauseRef::clause(16, 2),
        ..FIRST
    },
    Definition {
        indicator: Indicator::DaysAnswering,
        name: "Số ngày trả lời",
        formula: "Trung vị số ngày lịch từ khi mở đợt rà soát đến khi cơ quan gửi lần đầu.",
        source: "Đợt rà soát hằng năm",
        unit: Unit::Days,
        direction: Direction::Lower,
        clause: ClauseRef::clause(16, 2),
        ..FIRST
    },
    Definition {
        indicator: Indicator::DaysAppraising,
        name: "Số ngày thẩm định",
        formula: "Trung vị số ngày lịch từ khi cơ quan gửi lần đầu đến khi kết quả được chấp nhận.",
        source: "Nhật ký đợt rà soát",
        unit: Unit::Days,
        direction: Direction::Lower,
        clause: ClauseRef::clause(16, 2),
        ..FIRST
    },
    Definition {
        indicator: Indicator::DaysConcluding,
        name: "Số ngày trình, ban hành",
        formula: "Số ngày lịch từ khi kết thúc nhận kết quả (lần cuối) đến khi ghi nhận quyết định ban hành.",
        source: "Nhật ký đợt rà soát",
        unit: Unit::Days,
        direction: Direction::Lower,
        clause: ClauseRef::clause(8, 2),
        ..FIRST
    },
    Definition {
        indicator: Indicator::DutiesOnTime,
        name: "Cập nhật đúng hạn",
        formula: "Số nghĩa vụ hoàn thành không muộn hơn hạn ÷ số nghĩa vụ có hạn trong kỳ đã hoàn thành hoặc đã quá hạn. Không tính việc được miễn, việc của CSDL đã rút và việc còn trong hạn.",
        source: "Nghĩa vụ sau ban hành (nạp, tài liệu, cập nhật, rà soát chia sẻ)",
        unit: Unit::Share,
        direction: Direction::Higher,
        clause: ClauseRef::clause(5, 1),
        ..FIRST
    },
    Definition {
        indicator: Indicator::DutiesLate,
        name: "Nghĩa vụ làm muộn",
        formula: "Số nghĩa vụ có hạn trong kỳ, hoàn thành sau hạn.",
        source: "Nghĩa vụ sau ban hành",
        unit: Unit::Count,
        direction: Direction::Lower,
        clause: ClauseRef::clause(14, 2),
        ..FIRST
    },
    Definition {
        indicator: Indicator::DutiesNever,
        name: "Nghĩa vụ quá hạn chưa làm",
        formula: "Số nghĩa vụ có hạn trong kỳ đã quá hạn mà chưa hoàn thành.",
        source: "Nghĩa vụ sau ban hành",
        unit: Unit::Count,
        direction: Direction::Lower,
        clause: ClauseRef::clause(14, 2),
        ..FIRST
    },
    Definition {
        indicator: Indicator::Freshness,
        name: "CSDL cập nhật kịp thời",
        formula: "Số CSDL không có lần cập nhật nào quá hạn ÷ số CSDL có hạn cập nhật trong kỳ (đã hoàn thành hoặc đã quá hạn).",
        source: "Nghĩa vụ cập nhật theo tần suất trong danh mục",
        unit: Unit::Share,
        direction: Direction::Higher,
        clause: ClauseRef::clause(5, 1),
        ..FIRST
    },
    Definition {
        indicator: Indicator::Views,
        name: "Lượt xem",
        formula: "Tổng số lượt xem trang CSDL trong kỳ.",
        source: "Thống kê theo ngày của cổng",
        unit: Unit::Count,
        direction: Direction::Higher,
        clause: ClauseRef::clause(10, 1),
        ..FIRST
    },
    Definition {
        indicator: Indicator::Downloads,
        name: "Lượt tải",
        formula: "Tổng số lượt tải tệp của danh mục trong kỳ.",
        source: "Thống kê theo ngày của cổng",
        unit: Unit::Count,
        direction: Direction::Higher,
        clause: ClauseRef::clause(10, 1),
        ..FIRST
    },
    Definition {
        indicator: Indicator::Calls,
        name: "Lượt gọi API",
        formula: "Tổng số lượt gọi API công khai trong kỳ.",
        source: "Thống kê theo ngày của cổng",
        unit: Unit::Count,
        direction: Direction::Higher,
        clause: ClauseRef::clause(10, 1),
        ..FIRST
    },
    Definition {
        indicator: Indicator::Searches,
        name: "Lượt tìm kiếm",
        formula: "Tổng số lượt tìm trong danh mục trong kỳ.",
        source: "Thống kê theo ngày của cổng",
        unit: Unit::Count,
        direction: Direction::Neutral,
        clause: ClauseRef::clause(10, 1),
        ..FIRST
    },
    Definition {
        indicator: Indicator::SearchesWithoutResult,
        version: 1,
        name: "Tìm không có kết quả",
        formula: "Số lượt tìm không có kết quả ÷ tổng số lượt tìm trong kỳ. Chưa tính: cổng chưa ghi số kết quả của mỗi lượt tìm.",
        source: "Thống kê tìm kiếm (chưa thu thập)",
        unit: Unit::Share,
        direction: Direction::Lower,
        reach: Reach::NotCollected,
        clause: ClauseRef::clause(13, 1),
        valid_from: START,
        valid_to: COUNTING.previous_day(),
    },
    Definition {
        indicator: Indicator::SearchesWithoutResult,
        version: 2,
        name: "Tìm không có kết quả",
        formula: "Số lượt tìm không có kết quả ÷ tổng số lượt tìm trong kỳ, từ ngày cổng bắt đầu đếm khách. Từ khóa chỉ được nêu khi trong một ngày có ít nhất 3 khách cùng tìm; các từ khác gộp thành một dòng.",
        source: "Thống kê tìm kiếm của cổng",
        unit: Unit::Share,
        direction: Direction::Lower,
        reach: Reach::Kept,
        clause: ClauseRef::clause(13, 1),
        valid_from: COUNTING,
        valid_to: None,
    },
    Definition {
        indicator: Indicator::Consumers,
        version: 1,
        name: "Số bên khai thác",
        formula: "Số cơ quan, tổ chức khác nhau đã khai thác trong kỳ. Chưa tính: cổng chưa ghi bên khai thác.",
        source: "Thống kê khai thác (chưa thu thập)",
        unit: Unit::Count,
        direction: Direction::Higher,
        reach: Reach::NotCollected,
        clause: ClauseRef::clause(13, 1),
        valid_from: START,
        valid_to: COUNTING.previous_day(),
    },
    Definition {
        indicator: Indicator::Consumers,
        version: 2,
        name: "Khách khai thác, tính theo ngày",
        formula: "Tổng số khách khác nhau của từng ngày trong kỳ, từ ngày cổng bắt đầu đếm khách. Khách đến trong hai ngày được tính hai lần: cổng không nhận ra ai sang ngày hôm sau. Không tính rô-bốt và tài khoản quản trị.",
        source: "Thống kê khách theo ngày của cổng (mã băm đổi mỗi ngày)",
        unit: Unit::Count,
        direction: Direction::Higher,
        reach: Reach::Kept,
        clause: ClauseRef::clause(13, 1),
        valid_from: COUNTING,
        valid_to: None,
    },
    Definition {
        indicator: Indicator::ConsumerAgencies,
        name: "Cơ quan khai thác CSDL của cơ quan khác",
        formula: "Số cơ quan khác nhau có người đã đăng nhập xem, tải, trích xuất hay gọi API trong kỳ đối với một CSDL do cơ quan khác chịu trách nhiệm vào ngày cuối kỳ (kỳ đang chạy: hôm nay). Của một cơ quan: số cơ quan khác đã khai thác CSDL của cơ quan đó. Không tính cơ quan khai thác CSDL của chính mình, lượt không gắn với CSDL nào, lượt tìm kiếm, rô-bốt và tài khoản quản trị.",
        source: "Thống kê theo năm của cổng; cơ quan của tài khoản đăng nhập",
        unit: Unit::Distinct,
        direction: Direction::Higher,
        clause: ClauseRef::clause(13, 1),
        valid_from: date!(2026 - 01 - 01),
        ..FIRST
    },
    Definition {
        indicator: Indicator::EntriesNeverUsed,
        name: "CSDL chưa được khai thác",
        formula: "Số CSDL đang có hiệu lực không có lượt xem, lượt tải hay lượt gọi API nào trong kỳ.",
        source: "Thống kê theo ngày của cổng",
        unit: Unit::Count,
        direction: Direction::Lower,
        clause: ClauseRef::clause(13, 1),
        ..FIRST
    },
    Definition {
        indicator: Indicator::EntriesNeverLoaded,
        name: "CSDL chưa nạp lần nào",
        formula: "Số CSDL đang có hiệu lực có nghĩa vụ nạp dữ liệu lên kho mà chưa lần nào được ghi nhận đã nạp hoặc được miễn, vào lúc tính.",
        source: "Nghĩa vụ sau ban hành",
        unit: Unit::Count,
        direction: Direction::Lower,
        reach: Reach::Present,
        clause: ClauseRef::clause(16, 1),
        ..FIRST
    },
    Definition {
        indicator: Indicator::EntriesIncomplete,
        name: "CSDL thiếu nội dung bắt buộc",
        formula: "Số CSDL đang có hiệu lực còn thiếu ít nhất một nội dung trong các nội dung phải có theo khoản 4 Điều 11 Nghị định số 47/2020/NĐ-CP.",
        source: "Danh mục đã ban hành",
        unit: Unit::Count,
        direction: Direction::Lower,
        clause: ClauseRef::clause(8, 3),
        ..FIRST
    },
    Definition {
        indicator: Indicator::AgenciesLate,
        name: "Cơ quan đang chậm",
        formula: "Số cơ quan quá hạn mà chưa gửi rà soát của năm, hoặc có nghĩa vụ có hạn trong kỳ đã quá hạn mà chưa làm.",
        source: "Đợt rà soát hằng năm; nghĩa vụ sau ban hành",
        direction: Direction::Lower,
        clause: ClauseRef::clause(14, 2),
        valid_to: OWED_SINCE_BEFORE.previous_day(),
        ..FIRST
    },
    Definition {
        indicator: Indicator::AgenciesLate,
        version: 2,
        name: "Cơ quan đang chậm",
        formula: "Số cơ quan quá hạn mà chưa gửi rà soát của năm, hoặc có nghĩa vụ đã quá hạn mà chưa làm. Kỳ đang chạy: tính cả nghĩa vụ có hạn từ các năm trước; kỳ đã qua: chỉ nghĩa vụ có hạn trong kỳ.",
        source: "Đợt rà soát hằng năm; nghĩa vụ sau ban hành",
        direction: Direction::Lower,
        clause: ClauseRef::clause(14, 2),
        valid_from: OWED_SINCE_BEFORE,
        ..FIRST
    },
    Definition {
        indicator: Indicator::AgenciesWithoutOfficer,
        name: "Cơ quan chưa có đầu mối",
        formula: "Số cơ quan thuộc diện rà soát chưa có tài khoản cán bộ đầu mối nào, vào lúc tính.",
        source: "Tài khoản của cổng",
        unit: Unit::Count,
        direction: Direction::Lower,
        reach: Reach::Present,
        clause: ClauseRef::clause(16, 3),
        ..FIRST
    },
    Definition {
        indicator: Indicator::AgenciesLapsed,
        name: "Cơ quan có tài khoản đầu mối đã khóa",
        formula: "Số cơ quan thuộc diện rà soát có tài khoản cán bộ đầu mối nhưng không tài khoản nào còn dùng được, vào lúc tính.",
        source: "Tài khoản của cổng",
        unit: Unit::Count,
        direction: Direction::Lower,
        reach: Reach::Present,
        clause: ClauseRef::clause(14, 2),
        ..FIRST
    },
];

/// The definition that holds on a day; before the first one, the first.
pub fn definition_on(indicator: Indicator, day: Date) -> &'static Definition {
    let of_it = || DEFINITIONS.iter().filter(|one| one.indicator == indicator);
    let holds = of_it().find(|one| one.valid_from <= day && one.valid_to.is_none_or(|end| day <= end));
    holds.or_else(|| of_it().min_by_key(|one| one.valid_from)).unwrap_or(&DEFINITIONS[0])
}

/// A version of a definition.
pub fn definition(indicator: Indicator, version: u16) -> Option<&'static Definition> {
    DEFINITIONS.iter().find(|one| one.indicator == indicator && one.version == version)
}
