//! The words of indicators: the leaders' screen, the list behind a figure, targets, closing. What an indicator is called
//! and how it is computed stands in its definition (`domain::indicator`), which a closed period cites.

use domain::agency::AgencyRef;
use domain::duty::EXPORT_DUTIES_MAX;
use domain::format;
use domain::indicator::{
    Amount, Case, Definition, Figure, IndicatorPage, Period, Standing, Subject, TileState, Unit, written,
};
use domain::regulation::ClauseRef;
use domain::reminder::About;
use time::Date;

use super::{duty, owing};

pub const TITLE: &str = "Tình hình dữ liệu dùng chung";
pub const ALL_TITLE: &str = "Chỉ số theo dõi";
pub const ALL_LEAD: &str =
    "Mỗi chỉ số được định nghĩa một lần; bấm vào tên để xem công thức và danh sách đứng sau con số.";
pub const PERIOD: &str = "Kỳ";
pub const AGENCY: &str = "Cơ quan";
pub const PROVINCE: &str = "Toàn tỉnh";
pub const SHOW: &str = "Xem";
pub const MEETING: &str = "Chế độ họp";
pub const LEAVE_MEETING: &str = "Thoát chế độ họp";
pub const MEETING_TITLE: &str = "Dữ liệu dùng chung tỉnh Đắk Lắk";
pub const REFRESH: &str = "Làm mới";
pub const REFRESHES: &str = "tự làm mới mỗi phút";
pub const FULL_SCREEN: &str = "Toàn màn hình";
pub const LEAVE_FULL_SCREEN: &str = "Thu nhỏ màn hình";
pub const SESSION_ENDED: &str = "Phiên làm việc đã hết.";
pub const PRINT: &str = "In A4";
pub const BEFORE: &str = "Năm trước";
pub const TARGET: &str = "Mục tiêu";
pub const LATE_LIST: &str = "Ai chậm, bao lâu";
pub const NOBODY_LATE: &str = "Không có cơ quan nào đang chậm.";
pub const TREND: &str = "Cập nhật đúng hạn theo tháng";
pub const MONTH: &str = "Tháng";
pub const TABLE: &str = "Xem bảng số liệu";
pub const MAP: &str = "Bản đồ cơ quan hôm nay";
/// Of a period that is over, with [`year`] behind it.
pub const MAP_OF_PAST: &str = "Bản đồ cơ quan";
pub const NO_MAP: &str = "Kỳ này không có bản đồ: danh sách cơ quan chậm không được giữ khi chốt.";
pub const MAP_NOTE: &str = "Ranh giới giản lược: Vietnamese Provinces Database (MIT).";
pub const FORMS: &str = "Hạng mục theo hình thức chia sẻ";
pub const FORM: &str = "Hình thức";
pub const SHARE: &str = "Tỷ lệ";
pub const INDICATOR: &str = "Chỉ số";
pub const FIGURE: &str = "Số liệu";
pub const STATE: &str = "Tình trạng";
pub const FORMULA: &str = "Cách tính";
pub const SOURCE: &str = "Nguồn";
pub const BASIS: &str = "Căn cứ";
pub const DIRECTION: &str = "Chiều tốt";
pub const VERSION: &str = "Định nghĩa";
pub const CASES: &str = "Danh sách đứng sau con số";
pub const WHOLE_YEAR: &str = "Xem danh sách của cả năm";
pub const NO_CASES: &str = "Không có dòng nào.";
pub const SUBJECT: &str = "Đối tượng";
pub const VALUE: &str = "Giá trị";
pub const TARGET_TITLE: &str = "Đặt mục tiêu";
pub const SAVE: &str = "Lưu mục tiêu";
pub const CLOSE: &str = "Chốt kỳ";
pub const CLOSE_YES: &str = "Chốt, không tính lại";
pub const NONE: &str = "–";
/// Who closed a period that the clock closed.
pub const AUTOMATIC: &str = "Tự động";
pub const BEFORE_CLOSING: &str =
    "Đến ngày đó vẫn sửa được mục tiêu và dữ liệu nguồn; kiểm tra xong thì có thể chốt sớm hơn bằng tay.";
pub const IS_CLOSED: &str = "Mọi chỉ số và danh sách được giữ nguyên cùng định nghĩa đã áp dụng; không tính lại.";
pub const MAIL_FOOT: &str = "--\nCổng dữ liệu dùng chung tỉnh Đắk Lắk. Thư được gửi tự động khi kỳ số liệu sắp chốt và khi đã chốt (khoản 2 Điều 14 Quy chế); vui lòng không trả lời thư này.";

pub fn state(standing: Standing) -> &'static str {
    match standing {
        Standing::Met => "Đạt",
        Standing::Near => "Gần đạt",
        Standing::Missed => "Chưa đạt",
        Standing::NoTarget => "Theo dõi",
        Standing::NoFigure => "Chưa có số liệu",
    }
}

pub fn direction(definition: &Definition) -> &'static str {
    use domain::indicator::Direction as D;
    match definition.direction {
        D::Higher => "càng cao càng tốt",
        D::Lower => "càng thấp càng tốt",
        D::Neutral => "để theo dõi, không đánh giá",
    }
}

/// `over`: the period is, and what it asked is all there will be.
pub fn tile(state: TileState, over: bool) -> &'static str {
    match (state, over) {
        (TileState::Late, false) => "đang chậm",
        (TileState::Late, true) => "còn việc quá hạn",
        (TileState::DueSoon, _) => "sắp đến hạn",
        (TileState::Fine, false) => "đúng hạn",
        (TileState::Fine, true) => "không còn việc quá hạn",
        (TileState::NotAsked, false) => "chưa có việc",
        (TileState::NotAsked, true) => "không có việc",
    }
}

/// «Bản đồ cơ quan hôm nay», «Bản đồ cơ quan, năm 2025»
pub fn map_title(period: Period, over: bool) -> String {
    if over { format!("{MAP_OF_PAST}, {}", year(period).to_lowercase()) } else { MAP.to_owned() }
}

/// «102 xã, phường: 3 đang chậm, 99 đúng hạn»: what the map shows.
pub fn map_told(of: &[(TileState, usize)], over: bool) -> String {
    let whole: usize = of.iter().map(|(_, count)| count).sum();
    let parts: Vec<String> = of.iter().map(|(state, count)| format!("{count} {}", tile(*state, over))).collect();
    format!("{whole} xã, phường: {}", parts.join(", "))
}

/// «87,5 %», «12,5 ngày»; a dash of what is not known.
pub fn amount(definition: &Definition, amount: Option<Amount>) -> String {
    amount.map_or_else(|| NONE.to_owned(), |amount| scaled(definition, amount.scaled(definition.unit)))
}

/// The same of a number that is scaled, as targets are.
pub fn scaled(definition: &Definition, value: u64) -> String {
    let text = written(definition.unit, value);
    if definition.unit == Unit::Days { format!("{text} ngày") } else { text }
}

/// «7/26»: what a share is made of.
pub fn made_of(definition: &Definition, amount: Option<Amount>) -> Option<String> {
    let amount = amount.filter(|_| definition.unit == Unit::Share)?;
    let number = |value: u64| format::number(i64::try_from(value).unwrap_or(i64::MAX));
    Some(format!("{}/{}", number(amount.part), number(amount.whole)))
}

pub fn percent_axis(tenths: u64) -> String {
    written(Unit::Share, tenths)
}

pub fn goal(target: &str) -> String {
    format!("mục tiêu {target}")
}

pub fn as_at(time: &str) -> String {
    format!("Số liệu lúc {time}")
}

/// «Chưa cập nhật được từ 08:15»: the board is older than it should be.
pub fn stale(since: Option<&str>) -> String {
    let since = since.map(|since| format!(" từ {since}")).unwrap_or_default();
    format!("Chưa cập nhật được{since}")
}

/// `who`: empty where the clock did it.
pub fn closed(time: &str, who: &str) -> String {
    let who = if who.is_empty() { AUTOMATIC } else { who };
    format!("Kỳ đã chốt lúc {time}, {who}; không tính lại")
}

pub fn year(period: Period) -> String {
    format!("Năm {period}")
}

pub fn month(number: usize, period: Period) -> String {
    format!("{number:02}/{period}")
}

/// «, tháng 03/2025: 77,8 % (7/9)»
pub fn of_month(definition: &Definition, number: u8, period: Period, of: Option<Amount>) -> String {
    let made_of = made_of(definition, of).map(|parts| format!(" ({parts})")).unwrap_or_default();
    format!(", tháng {}: {}{made_of}", month(number.into(), period), amount(definition, of))
}

pub fn all_of(count: u32) -> String {
    format!("Cả {}", format::number(count))
}

/// «Tháng 11: 87,4 %; năm trước …»
pub fn trend_told(now: Option<&str>, period: Period, goal: Option<&str>) -> String {
    let now = now.map_or_else(
        || format!("Năm {period} chưa có nghĩa vụ nào đến hạn."),
        |now| format!("Tháng gần nhất có số liệu của năm {period}: {now}."),
    );
    goal.map_or_else(|| now.clone(), |goal| format!("{now} Mục tiêu {goal}."))
}

pub fn forms_told(parts: &[(String, String)]) -> String {
    parts.iter().map(|(name, share)| format!("{name}: {share}")).collect::<Vec<_>>().join("; ")
}

pub fn closes_on(day: Date) -> String {
    format!("Sẽ tự chốt ngày {}", format::date(day))
}

fn year_of(about: &About) -> String {
    about.period.map(year).unwrap_or_default().to_lowercase()
}

/// «Số liệu năm 2026 sẽ tự chốt ngày 01/03/2027»
pub fn closing(about: &About) -> String {
    format!("Số liệu {} sẽ tự chốt ngày {}", year_of(about), format::date(about.due_on))
}

/// «Số liệu năm 2026 đã tự chốt ngày 01/03/2027»
pub fn was_closed(about: &About) -> String {
    format!("Số liệu {} đã tự chốt ngày {}", year_of(about), format::date(about.due_on))
}

pub fn closing_page(about: &About) -> String {
    about.period.map_or_else(|| "/lanh-dao/chi-so".to_owned(), |period| format!("/lanh-dao/chi-so?ky={period}"))
}

pub const NOT_NOTED: &str = "chưa ghi nhận";

pub fn not_noted(first: Date) -> String {
    format!("{NOT_NOTED} trước ngày {}", format::date(first))
}

/// The figure of the period, or why there is none.
pub fn told(definition: &Definition, figure: &Figure, period: Period) -> String {
    figure.not_noted(period, figure.amount).map_or_else(|| amount(definition, figure.amount), not_noted)
}

/// The same of the period before.
pub fn told_before(definition: &Definition, figure: &Figure, period: Period) -> String {
    figure.not_noted(period.before(), figure.before).map_or_else(|| amount(definition, figure.before), not_noted)
}

/// «Năm trước 70,4 %: Cập nhật đúng hạn»
pub fn before(definition: &Definition, of: Option<Amount>) -> String {
    format!("{BEFORE} {}: {}", amount(definition, of), definition.name)
}

/// What a row is about, and where it leads; `over`: the period is.
pub fn subject(case: &Case, period: Period, over: bool) -> (String, Option<String>) {
    let agency = &case.agency.id;
    match &case.subject {
        Subject::Entry { code, name } => (format!("{code} {name}"), Some(format!("/danh-muc/{code}"))),
        Subject::Duty { id, code, name, kind, due_on } => (
            format!("{}: {code} {name}, hạn {}", duty::kind(*kind), format::date(*due_on)),
            Some(format!("/theo-doi/viec/{id}")),
        ),
        Subject::Response => (format!("Rà soát năm {period}"), Some(format!("/ra-soat/{period}/{agency}"))),
        Subject::Agency => (case.agency.name.clone(), Some(format!("/co-quan/{agency}"))),
        Subject::Consumer(consumer) => (consumer.name.clone(), Some(format!("/co-quan/{}", consumer.id))),
        Subject::Owing { .. } => {
            let longest = owing::lists(case, period, over).into_iter().next();
            (owing::line(case), longest.map(|(_, list)| list))
        }
        Subject::Campaign => (format!("Đợt rà soát năm {period}"), Some(format!("/ra-soat/{period}"))),
        Subject::Words(words) if words.is_empty() => {
            ("Các từ khóa khác, quá ít khách cùng tìm để nêu".to_owned(), None)
        }
        Subject::Words(words) => (format!("«{words}»"), Some(format!("/danh-muc?q={}", format::encoded(words)))),
        Subject::Found => ("Lượt tìm có kết quả".to_owned(), None),
        Subject::Month(start) => (
            format!("Tháng {}", month(usize::from(u8::from(start.month())), Period::of(*start))),
            Some(format!("/thong-ke?grain=month&at={}", format::iso_date(*start))),
        ),
        Subject::NoEntry => ("Không gắn với CSDL nào đang tra cứu được".to_owned(), None),
    }
}

/// What a row adds to the figure.
pub fn adds(definition: &Definition, case: &Case) -> String {
    let number = |value: u64| format::number(i64::try_from(value).unwrap_or(i64::MAX));
    if matches!(case.subject, Subject::Words(_) | Subject::Found) {
        return format!("{} lượt", number(case.whole));
    }
    match (definition.unit, case.whole) {
        (Unit::Days, _) => format!("{} ngày", number(case.part)),
        (Unit::Count, _) => number(case.part),
        (Unit::Distinct, _) => format!("{} lượt", number(case.part)),
        (Unit::Share, 1) if case.part == 1 => "Đạt, tính vào tử số".to_owned(),
        (Unit::Share, 1) => "Không đạt, chỉ tính vào mẫu số".to_owned(),
        (Unit::Share, whole) => format!("{}/{}", number(case.part), number(whole)),
    }
}

pub const EXPORT_TITLE: &str = "DANH SÁCH ĐỨNG SAU CON SỐ";
pub const SHEET: &str = "Danh sách";
pub const COLUMNS: [&str; 8] =
    ["Chỉ số", "Kỳ", "Đối tượng", "Cơ quan", "Giá trị", "Tính vào tử số, số lượng", "Tính vào mẫu số", "Số liệu lúc"];

/// The cells of a row of an export, in the order of [`COLUMNS`].
pub fn cells(definition: &Definition, page: &IndicatorPage, case: &Case) -> Vec<String> {
    let of_share = definition.unit == Unit::Share;
    let period = page.month.map_or_else(|| page.period.to_string(), |(number, _)| month(number.into(), page.period));
    vec![
        format!("{} ({})", definition.name, version(definition)),
        period,
        subject(case, page.period, page.is_over()).0,
        case.agency.name.clone(),
        adds(definition, case),
        case.part.to_string(),
        if of_share { case.whole.to_string() } else { String::new() },
        format::date_time(page.at),
    ]
}

pub fn too_many(count: u64) -> String {
    let most = i64::try_from(EXPORT_DUTIES_MAX).unwrap_or(i64::MAX);
    format!("Danh sách có {}, mỗi lần tải nhiều nhất {} dòng: hãy chọn một cơ quan.", rows(count), format::number(most))
}

pub fn basis(clause: ClauseRef) -> String {
    match clause.clause {
        Some(number) => format!("Khoản {number} Điều {} Quy chế", clause.article),
        None => format!("Điều {} Quy chế", clause.article),
    }
}

/// «phiên bản 1, áp dụng từ 22/01/2023»
pub fn version(definition: &Definition) -> String {
    let until = definition.valid_to.map(|day| format!(" đến {}", format::date(day))).unwrap_or_default();
    format!("phiên bản {}, áp dụng từ {}{until}", definition.version, format::date(definition.valid_from))
}

pub fn target_hint(unit: Unit) -> &'static str {
    match unit {
        Unit::Share => "Phần trăm, từ 0 đến 100, nhiều nhất một chữ số sau dấu phẩy. Để trống để bỏ mục tiêu.",
        Unit::Count | Unit::Distinct => "Số nguyên. Để trống để bỏ mục tiêu.",
        Unit::Days => "Số ngày, nhiều nhất một chữ số sau dấu phẩy. Để trống để bỏ mục tiêu.",
    }
}

pub fn close_text(period: Period) -> String {
    format!(
        "Mọi chỉ số và danh sách của năm {period} được giữ nguyên như lúc này, cùng định nghĩa đang áp dụng. \
         Sau khi chốt không sửa được mục tiêu và không tính lại."
    )
}

pub fn of_whom(agency: Option<&AgencyRef>) -> String {
    agency.map_or_else(|| PROVINCE.to_owned(), |agency| agency.name.clone())
}

pub fn rows(total: u64) -> String {
    format!("{} dòng", format::number(i64::try_from(total).unwrap_or(i64::MAX)))
}
