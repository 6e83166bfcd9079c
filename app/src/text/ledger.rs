//! The words of the ledger of reminders and urging letters.

use domain::duty::DutyFilter;
use domain::format;
use domain::reminder::{EXPORT_LEDGER_MAX, LedgerKind, LedgerRow, LedgerSort, MailState, Sent};
use strum::IntoEnumIterator;

use super::duty::DUTIES;
use super::reminder;
use super::review::campaign_title;

pub const TITLE: &str = "Sổ nhắc việc và đôn đốc";
pub const LEAD: &str = "Ai đã được nhắc, về việc gì, ngày nào: từng bước nhắc của đợt rà soát và của ý kiến, nhắc nghĩa vụ dữ liệu hằng tuần, từng công văn đôn đốc (khoản 2 Điều 14 Quy chế).";
pub const OWN_LEAD: &str = "Những lần cơ quan bạn được nhắc và các công văn đôn đốc gửi cơ quan bạn.";
pub const NONE: &str = "Không có dòng nào phù hợp với bộ lọc.";
pub const WHAT: &str = "Nhắc việc, công văn";
pub const ABOUT: &str = "Việc";
pub const DAY: &str = "Ngày";
pub const PEOPLE: &str = "Báo trên cổng";
pub const MAILS: &str = "Thư điện tử";
pub const YEAR: &str = "Năm";
pub const KIND: &str = "Loại";
pub const MAIL: &str = "Tình trạng thư";
pub const FILE: &str = "Công văn soạn sẵn";
pub const TO_URGING: &str = "Trang đôn đốc";
pub const OF_AGENCY: &str = "Đã nhắc và đôn đốc cơ quan này";
pub const NO_MAIL: &str = "Không có thư";
pub const WEEKLY: &str = "hằng tuần, nghĩa vụ dữ liệu";
pub const EXPORT_TITLE: &str = "SỔ NHẮC VIỆC VÀ ĐÔN ĐỐC";
pub const SHEET: &str = "Sổ nhắc việc";

pub fn kind(kind: LedgerKind) -> &'static str {
    match kind {
        LedgerKind::Reminder => "Nhắc việc",
        LedgerKind::Letter => "Công văn đôn đốc",
    }
}

pub fn sort(sort: LedgerSort) -> &'static str {
    match sort {
        LedgerSort::Latest => "Mới nhất trước",
        LedgerSort::Earliest => "Cũ nhất trước",
        LedgerSort::Agency => "Theo cơ quan",
    }
}

/// «Nhắc việc: 7 ngày trước hạn, Cán bộ đầu mối»
pub fn what(row: &LedgerRow) -> String {
    let told = match &row.sent {
        Sent::Step(step) | Sent::Opinion { step, .. } => {
            format!("{}, {}", reminder::step(*step), reminder::audience(step.audience))
        }
        Sent::Letter { number, .. } | Sent::DutyLetter { number, .. } => format!("số {number}"),
        Sent::DutyReminder { .. } => WEEKLY.to_owned(),
    };
    format!("{}: {told}", kind(row.kind()))
}

/// «Rà soát năm 2026, hạn 20/11/2026», «Nghĩa vụ dữ liệu: 2 việc quá hạn, hạn sớm nhất 20/11/2026»
pub fn about(row: &LedgerRow) -> String {
    let title = row.campaign.map_or_else(|| DUTIES.to_owned(), campaign_title);
    let due = format::date(row.due_on);
    match &row.sent {
        Sent::DutyReminder { late, soon } => {
            let counts = [(late, "quá hạn"), (soon, "sắp đến hạn")].into_iter().filter(|(count, _)| **count > 0);
            let counts: Vec<String> =
                counts.map(|(count, stands)| format!("{} việc {stands}", format::number(*count))).collect();
            format!("{title}: {}, hạn sớm nhất {due}", counts.join(", "))
        }
        Sent::DutyLetter { duties, .. } => {
            format!("{title}: {} việc quá hạn, hạn sớm nhất {due}", format::number(*duties))
        }
        Sent::Opinion { name, .. } => format!("{title}: cho ý kiến về {name}, hạn {due}"),
        Sent::Letter { again: true, .. } => format!("{title}, hạn gửi lại {due}"),
        Sent::Step(_) | Sent::Letter { .. } => format!("{title}, hạn {due}"),
    }
}

/// Where what it is about is found.
pub fn address(row: &LedgerRow) -> String {
    match &row.sent {
        Sent::Opinion { id, .. } => format!("/y-kien/{id}"),
        Sent::Step(_) | Sent::Letter { .. } => {
            row.campaign.map(|key| format!("/ra-soat/{key}/{}", row.agency.id)).unwrap_or_default()
        }
        Sent::DutyReminder { .. } | Sent::DutyLetter { .. } => {
            let of_agency = DutyFilter { agency: row.agency.id.to_string(), ..DutyFilter::default() };
            format!("/theo-doi/danh-sach?{}", of_agency.query())
        }
    }
}

/// Who recorded a letter's number, and when.
pub fn recorded(row: &LedgerRow) -> Option<String> {
    match &row.sent {
        Sent::Letter { by, .. } | Sent::DutyLetter { by, .. } => {
            Some(format!("{by} ghi số, {}", format::date_time(row.at)))
        }
        Sent::Step(_) | Sent::Opinion { .. } | Sent::DutyReminder { .. } => None,
    }
}

pub const NOBODY: &str = "Không báo được ai: chưa có tài khoản";

/// «2 người»
pub fn people(count: u32) -> String {
    if count == 0 { NOBODY.to_owned() } else { format!("{} người", format::number(count)) }
}

/// How many messages stand how, and why those that were not sent wait or were given up; each reason once.
pub fn mails(row: &LedgerRow, configured: bool) -> (Vec<(MailState, u32)>, Vec<String>) {
    let counts = MailState::iter().map(|state| (state, row.mailed(state))).filter(|(_, count)| *count > 0).collect();
    let mut reasons: Vec<String> = Vec::new();
    for mail in &row.mails {
        let next = format::date_time(mail.next_attempt_at);
        let why = reminder::why(configured, mail.state, mail.attempts, &next, &mail.last_error);
        if !why.is_empty() && !reasons.contains(&why) {
            reasons.push(why);
        }
    }
    (counts, reasons)
}

/// «1.234 dòng»
pub fn total(total: u64) -> String {
    format!("{} dòng", format::number(i64::try_from(total).unwrap_or(i64::MAX)))
}

pub fn file_label(agency: &str) -> String {
    reminder::of_agency(FILE, agency)
}

pub fn too_many(count: u64) -> String {
    let most = i64::try_from(EXPORT_LEDGER_MAX).unwrap_or(i64::MAX);
    format!("Sổ có {}, mỗi lần tải nhiều nhất {} dòng: hãy lọc hẹp hơn.", total(count), format::number(most))
}

/// The heads of an export's columns.
pub const COLUMNS: [&str; 13] = [
    "Loại",
    "Bước nhắc, số công văn",
    "Cơ quan",
    "Việc",
    "Ngày",
    "Lúc gửi, lúc ghi số",
    "Người ghi số",
    "Số người báo trên cổng",
    "Thư đã gửi",
    "Thư đang gửi",
    "Thư chờ gửi",
    "Thư không gửi được",
    "Lý do",
];

/// The cells of a row of an export, in the order of [`COLUMNS`].
pub fn cells(row: &LedgerRow, configured: bool) -> Vec<String> {
    let (told, by) = match &row.sent {
        Sent::Step(_) | Sent::Opinion { .. } | Sent::DutyReminder { .. } => (what(row), String::new()),
        Sent::Letter { number, by, .. } | Sent::DutyLetter { number, by, .. } => (number.clone(), by.clone()),
    };
    let (_, mut reasons) = mails(row, configured);
    if row.people == 0 {
        reasons.push(NOBODY.to_owned());
    }
    vec![
        kind(row.kind()).to_owned(),
        told,
        row.agency.name.clone(),
        about(row),
        format::date(row.day),
        format::date_time(row.at),
        by,
        row.people.to_string(),
        row.mailed(MailState::Sent).to_string(),
        row.mailed(MailState::Sending).to_string(),
        row.mailed(MailState::Waiting).to_string(),
        row.mailed(MailState::Failed).to_string(),
        reasons.join("; "),
    ]
}

#[cfg(test)]
mod tests {
    use domain::agency::AgencyRef;
    use domain::campaign::CampaignKey;
    use domain::id::AgencyId;
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn a_step_that_reached_nobody_says_so() {
        for (count, told, why) in [(0, NOBODY, NOBODY), (2, "2 người", "")] {
            let row = LedgerRow {
                sent: Sent::Step("10 day head".parse().expect("a step")),
                agency: AgencyRef { id: AgencyId::from("so-yt"), name: "Sở Y tế".to_owned() },
                campaign: Some(CampaignKey::annual(2026)),
                due_on: date!(2026 - 11 - 30),
                day: date!(2026 - 12 - 10),
                at: datetime!(2026-12-10 03:00 UTC),
                people: count,
                mails: Vec::new(),
            };
            let cells = cells(&row, true);
            assert_eq!(
                (people(row.people).as_str(), cells[7].clone(), cells[12].as_str()),
                (told, count.to_string(), why)
            );
        }
    }
}
