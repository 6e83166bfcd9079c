//! The reports of a year as documents in the layout of decree 30/2020 (appendix I), and the workbooks of their tables. Both
//! are made of the [`ReportPage`] that the screen shows, each table once, so that the figures are equal; number and date
//! stand where they were recorded and are left open otherwise.

use domain::format;
use domain::report::{ReportKind, ReportPage, ReportPart, section, table};
use domain::workflow::ReportStage;
use rust_xlsxwriter::XlsxError;

use crate::docx::{Block, DocxError, Foot, Paragraph, head_of, write as write_blocks};
use crate::dossier::tables::{Texts, workbook};
use crate::dossier::words::{COMMITTEE, masthead, place_and_date, regulation_named, title};

/// Of the tables within the text, in points.
const TABLE_SIZE: u32 = 11;
const NUMERALS: [&str; 8] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII"];
const PROVINCE: &str = "Toàn tỉnh";

/// How what is a code is said.
#[derive(Clone, Copy)]
pub struct ReportWording {
    pub stage: fn(ReportStage) -> &'static str,
}

fn number(at: usize) -> String {
    format::number(i64::try_from(at).unwrap_or(i64::MAX))
}

fn titled(report: &ReportPage, part: &ReportPart) -> &'static str {
    section(report.key.kind(), part.section).map_or("", |section| section.title)
}

/// The lines of some sections, in the document without the section's name and the clause.
fn lines(report: &ReportPage, parts: &[ReportPart], whole: bool) -> Texts {
    let mut rows = Vec::new();
    for part in parts {
        for line in &part.lines {
            let reason = line.given.as_ref().map(|given| given.reason.clone()).unwrap_or_default();
            let mut cells = vec![number(rows.len() + 1)];
            cells.extend(whole.then(|| titled(report, part).to_owned()));
            cells.extend([line.name().to_owned(), line.told(), line.reported(), reason]);
            cells.extend(whole.then(|| {
                let clause = line.clause();
                let of = clause.clause.map(|number| format!("Khoản {number} ")).unwrap_or_default();
                format!("{of}Điều {} Quy chế", clause.article)
            }));
            rows.push(cells);
        }
    }
    let (section, clause) = (whole.then_some(("Mục", 50)), whole.then_some(("Căn cứ", 40)));
    let mut heads = vec![("TT", 10)];
    heads.extend(section);
    heads.extend([("Chỉ tiêu", 67), ("Số của hệ thống", 24), ("Số báo cáo", 24), ("Lý do báo số khác", 40)]);
    heads.extend(clause);
    let first = if whole { 3 } else { 2 };
    Texts { title: "SỐ LIỆU BÁO CÁO", sheet: "Số liệu", heads, figures: first..first + 2, sums: 0, rows }
}

/// The table of a section by agency.
fn by_agency(part: &ReportPart) -> Option<Texts> {
    let (of, table) = (table(part.section)?, part.table.as_ref()?);
    let columns = table.heads();
    let width = 100 / u32::try_from(columns.len()).ok()?.max(1);
    let mut heads = vec![("TT", 10), ("Cơ quan, đơn vị", 55)];
    heads.extend(columns.iter().map(|name| (*name, width)));
    let rows = table.texts(PROVINCE).into_iter().enumerate().map(|(at, cells)| {
        let first = if at == 0 { String::new() } else { number(at) };
        std::iter::once(first).chain(cells).collect()
    });
    let figures = 2..heads.len();
    Some(Texts { title: of.title, sheet: of.sheet, heads, figures, sums: 1, rows: rows.collect() })
}

/// How the agencies stood with their reports.
fn standings(report: &ReportPage, wording: ReportWording) -> Texts {
    let row = |(at, one): (usize, &domain::report::Standing)| {
        let sent = one.sent_at.map(|at| format::date(format::local_date(at))).unwrap_or_default();
        vec![
            number(at),
            one.agency.name.clone(),
            (wording.stage)(one.stage).to_owned(),
            format::date(one.due_on),
            sent,
            format::number(one.days_late),
        ]
    };
    Texts {
        title: "BÁO CÁO CỦA CÁC CƠ QUAN, ĐƠN VỊ",
        sheet: "Báo cáo cơ quan",
        heads: vec![
            ("TT", 10),
            ("Cơ quan, đơn vị", 60),
            ("Tình trạng", 30),
            ("Hạn", 23),
            ("Gửi lần đầu", 23),
            ("Trễ (ngày làm việc)", 19),
        ],
        figures: 5..6,
        sums: 0,
        rows: (1..).zip(&report.standings).map(row).collect(),
    }
}

/// The numbers that agencies tell otherwise than the system.
fn deviations(report: &ReportPage) -> Texts {
    let row = |(at, one): (usize, &domain::report::Deviation)| {
        let reason = one.line.given.as_ref().map(|given| given.reason.clone()).unwrap_or_default();
        vec![
            number(at),
            one.agency.name.clone(),
            one.line.name().to_owned(),
            one.line.told(),
            one.line.reported(),
            reason,
        ]
    };
    Texts {
        title: "SỐ LIỆU CƠ QUAN BÁO KHÁC SỐ CỦA HỆ THỐNG",
        sheet: "Số khác",
        heads: vec![
            ("TT", 10),
            ("Cơ quan, đơn vị", 40),
            ("Chỉ tiêu", 40),
            ("Số của hệ thống", 20),
            ("Số báo cáo", 20),
            ("Lý do", 35),
        ],
        figures: 3..5,
        sums: 0,
        rows: (1..).zip(&report.deviations).map(row).collect(),
    }
}

/// The text of a report as it grows.
struct Body(Vec<Block>);

impl Body {
    fn heading(&mut self, text: &str) {
        self.0.push(Block::Paragraph(Paragraph { bold: true, before: 10, kept: true, ..Paragraph::body(text) }));
    }

    /// A paragraph a line.
    fn text(&mut self, text: &str) {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        self.0.extend(lines.map(|line| Block::Paragraph(Paragraph::body(line))));
    }

    fn table(&mut self, table: &Texts) {
        if !table.rows.is_empty() {
            self.0.push(Block::Paragraph(Paragraph::new("").sized(4)));
            self.0.push(Block::Table(table.in_document(TABLE_SIZE)));
            self.0.push(Block::Paragraph(Paragraph::new("").sized(4)));
        }
    }
}

fn subject(report: &ReportPage) -> String {
    let year = report.key.period();
    match report.key.kind() {
        ReportKind::Agency => format!("Kết quả xây dựng, chia sẻ, khai thác cơ sở dữ liệu dùng chung năm {year}"),
        ReportKind::Consolidated => {
            format!("Tổng hợp tình hình cập nhật, chia sẻ, khai thác cơ sở dữ liệu dùng chung của tỉnh năm {year}")
        }
    }
}

fn opening(report: &ReportPage) -> String {
    let clause = match report.key.kind() {
        ReportKind::Agency => "khoản 3 Điều 18",
        ReportKind::Consolidated => "khoản 4 Điều 14",
    };
    format!(
        "Thực hiện {clause} {} (sau đây gọi là Quy chế), {} báo cáo như sau. Số liệu lấy từ Cổng dữ liệu dùng chung của tỉnh lúc \
         {}; chỉ tiêu báo khác số của hệ thống có ghi lý do.",
        regulation_named(),
        report.agency.name,
        format::date_time(report.figures_at),
    )
}

/// To whom it goes: an agency's through the coordinator, but for the coordinator's own.
fn to(report: &ReportPage) -> String {
    let through = report.key.kind() == ReportKind::Agency && report.agency.id != report.coordinator.id;
    let through = if through { format!(" (qua {})", report.coordinator.name) } else { String::new() };
    format!("Kính gửi: {COMMITTEE}{through}")
}

fn taken(body: &mut Body, report: &ReportPage, wording: ReportWording) {
    let accepted = report.standings.len() - report.missing().count();
    body.text(&format!(
        "Tại thời điểm lấy số liệu, {}/{} cơ quan, đơn vị có báo cáo được chấp nhận.",
        number(accepted),
        number(report.standings.len()),
    ));
    for one in &report.taken {
        body.0.push(Block::Paragraph(Paragraph { bold: true, kept: true, ..Paragraph::body(&one.agency.name) }));
        body.text(&one.proposals);
    }
    if !report.deviations.is_empty() {
        body.text("Số liệu các cơ quan, đơn vị báo khác số của hệ thống:");
        body.table(&deviations(report));
    }
    body.text("Tình hình gửi báo cáo của các cơ quan, đơn vị:");
    body.table(&standings(report, wording));
}

/// The report as a document.
///
/// # Errors
/// When the archive cannot be made, which a bounded report does not cause.
pub fn write_document(report: &ReportPage, wording: ReportWording) -> Result<Vec<u8>, DocxError> {
    let number = match &report.paper {
        Some((number, _)) => format!("Số: {number}"),
        None => "Số:          /BC-          ".to_owned(),
    };
    let year = format::local_date(report.figures_at).year();
    let is_committee = report.agency.name.starts_with("UBND") || report.agency.name.starts_with("Ủy ban");
    let head = masthead(
        if is_committee { "" } else { "UBND TỈNH ĐẮK LẮK" },
        &report.agency.name.to_uppercase(),
        number,
        place_and_date(report.paper.as_ref().map(|(_, date)| *date), year),
    );
    let mut body = Body(vec![head.block()]);
    body.0.extend(title("BÁO CÁO", &subject(report)).map(Block::Paragraph));
    if report.key.kind() == ReportKind::Agency {
        let within = "(Phần nội dung trong báo cáo ứng dụng công nghệ thông tin, chuyển đổi số hằng năm)";
        body.0.push(Block::Paragraph(Paragraph::centered(within).italic().sized(13)));
    }
    body.0.push(Block::Paragraph(Paragraph::centered(to(report)).after_space(12)));
    body.text(&opening(report));
    for (numeral, part) in NUMERALS.iter().zip(&report.parts) {
        body.heading(&format!("{numeral}. {}", titled(report, part).to_uppercase()));
        body.text(&part.text);
        body.table(&lines(report, std::slice::from_ref(part), false));
        if let Some(table) = by_agency(part) {
            body.table(&table);
        }
    }
    if report.key.kind() == ReportKind::Consolidated {
        body.heading(&format!("{}. BÁO CÁO CỦA CÁC CƠ QUAN, ĐƠN VỊ", NUMERALS[report.parts.len().min(7)]));
        taken(&mut body, report, wording);
    }
    body.0.push(Block::Paragraph(Paragraph::body(format!("Trên đây là báo cáo của {}./.", report.agency.name))));
    let foot = Foot {
        recipients_label: "Nơi nhận:".to_owned(),
        recipients: ["- Như trên;", "- Lưu: VT."].map(str::to_owned).to_vec(),
        post: vec![if is_committee { "CHỦ TỊCH".to_owned() } else { head_of(&report.agency.name).to_uppercase() }],
        signer: String::new(),
    };
    foot.close(&mut body.0);
    write_blocks(&subject(report), &body.0)
}

/// The tables of the report as a workbook.
///
/// # Errors
/// When the workbook cannot be made, which a bounded report does not cause.
pub fn write_workbook(report: &ReportPage, wording: ReportWording) -> Result<Vec<u8>, XlsxError> {
    let mut tables = vec![lines(report, &report.parts, true)];
    tables.extend(report.parts.iter().filter_map(by_agency));
    if report.key.kind() == ReportKind::Consolidated {
        tables.extend([standings(report, wording), deviations(report)]);
    }
    workbook(&tables)
}
