//! The tables of the submission: what was answered, what becomes of the catalog, what was not accepted. Each is made once,
//! for the document and for the workbook.

use domain::dossier::{AnswerFigures, Dossier};
use domain::edition::Balance;
use domain::format;
use domain::review::AnswerKind;
use rust_xlsxwriter::XlsxError;

use super::words::{outcome, priority, proposal};
use crate::comparison::{FIGURES, Wording, moved};
use crate::docx::{Align, Head, Row, Table};
use crate::table::{Table as Sheet, write_tables};

/// A table as texts.
pub(crate) struct Texts {
    pub title: &'static str,
    pub sheet: &'static str,
    /// Heads with the widths of their columns, in millimetres.
    pub heads: Vec<(&'static str, u32)>,
    /// Which columns hold figures or numbers.
    pub figures: std::ops::Range<usize>,
    /// The first rows that are the sums.
    pub sums: usize,
    pub rows: Vec<Vec<String>>,
}

impl Texts {
    /// The table in a document.
    pub(crate) fn in_document(&self, size: u32) -> Table {
        let align = |at: usize| if at == 0 || self.figures.contains(&at) { Align::Center } else { Align::Left };
        let columns: Vec<(&str, u32, Align)> =
            self.heads.iter().enumerate().map(|(at, (name, width))| (*name, *width, align(at))).collect();
        let row = |(at, cells): (usize, &Vec<String>)| {
            let row = Row::of(cells.iter().map(String::as_str));
            if at < self.sums { row.heading() } else { row }
        };
        Table { head: Head::new(size, &columns), rows: self.rows.iter().enumerate().map(row).collect() }
    }
}

fn number(value: u32) -> String {
    format::number(value)
}

/// The figures of a yearly review, which asks for an answer on every entry; and of a round of changes, in which what is not
/// written of stays as it is, and nobody owes an answer on it.
fn answer_cells(first: &str, name: &str, figures: AnswerFigures, asks_of_all: bool) -> Vec<String> {
    let moved = [figures.modify, figures.withdraw, figures.merge, figures.transfer];
    let (before, after) = if asks_of_all {
        (vec![figures.entries, figures.keep], vec![figures.unanswered(), figures.propose])
    } else {
        (vec![figures.entries], vec![figures.keep + figures.unanswered(), figures.propose])
    };
    let counts = before.into_iter().chain(moved).chain(after);
    [first.to_owned(), name.to_owned()].into_iter().chain(counts.map(number)).collect()
}

/// What each agency answered. Agencies without entries and proposals are told of in words.
pub(super) fn answers(dossier: &Dossier) -> Texts {
    let asks_of_all = dossier.campaign.key.kind().appraises(AnswerKind::Keep);
    let mut rows = vec![answer_cells("", "Tổng cộng", dossier.figures().answers, asks_of_all)];
    let listed = dossier.agencies.iter().filter(|one| one.has_rows());
    let listed = (1..).zip(listed);
    rows.extend(listed.map(|(at, one)| answer_cells(&number(at), &one.agency.name, one.answers, asks_of_all)));
    let heads: Vec<(&str, u32)> = if asks_of_all {
        vec![
            ("TT", 9),
            ("Cơ quan, đơn vị", 40),
            ("CSDL rà soát", 14),
            ("Giữ nguyên", 17),
            ("Sửa đổi", 12),
            ("Bãi bỏ", 12),
            ("Gộp", 12),
            ("Chuyển", 17),
            ("Không trả lời", 16),
            ("Đề xuất mới", 15),
        ]
    } else {
        vec![
            ("TT", 9),
            ("Cơ quan, đơn vị", 42),
            ("CSDL được hỏi", 16),
            ("Sửa đổi", 14),
            ("Bãi bỏ", 13),
            ("Gộp", 13),
            ("Chuyển", 17),
            ("Không đề nghị thay đổi", 24),
            ("Đề xuất mới", 16),
        ]
    };
    Texts {
        title: "KẾT QUẢ TRẢ LỜI CỦA CÁC CƠ QUAN, ĐƠN VỊ",
        sheet: "Kết quả trả lời",
        figures: 2..heads.len(),
        heads,
        sums: 1,
        rows,
    }
}

fn balance_cells(first: &str, name: &str, balance: Balance, moved: String) -> Vec<String> {
    let counts = [balance.before, balance.added, balance.modified, balance.removed, balance.unchanged].map(number);
    let ends = [moved, number(balance.after)];
    [first.to_owned(), name.to_owned()].into_iter().chain(counts).chain(ends).collect()
}

/// What becomes of the catalog, by agency.
pub(super) fn balance(dossier: &Dossier) -> Texts {
    let mut rows = vec![balance_cells("", "Toàn tỉnh", dossier.comparison.balance, String::new())];
    rows.extend(
        (1..)
            .zip(&dossier.comparison.agencies)
            .map(|(at, one)| balance_cells(&number(at), &one.agency.name, one.balance, moved(one))),
    );
    let widths = [12, 43, 15, 15, 14, 14, 17, 18, 16];
    Texts {
        title: "BIẾN ĐỘNG CỦA DANH MỤC THEO CƠ QUAN",
        sheet: "Biến động",
        heads: FIGURES.into_iter().zip(widths).collect(),
        figures: 2..9,
        sums: 1,
        rows,
    }
}

/// How the databases that enter by proposals are to be built.
pub(super) fn plans(dossier: &Dossier) -> Texts {
    let row = |(at, row): (u32, &domain::dossier::PlanRow)| {
        let plan = &row.plan;
        vec![
            number(at),
            row.agency.name.clone(),
            named(row.code.as_ref().map(ToString::to_string), &row.name),
            format!("Nhu cầu: {}\nCách làm: {}\nThời gian: {}", plan.need, plan.method, plan.time),
            format!("{}\n{}", format::million(&plan.cost_million_vnd), plan.funding),
            priority(plan.level()).to_owned(),
        ]
    };
    Texts {
        title: "PHƯƠNG ÁN XÂY DỰNG CÁC CƠ SỞ DỮ LIỆU ĐỀ XUẤT MỚI",
        sheet: "Phương án xây dựng",
        heads: vec![
            ("TT", 9),
            ("Cơ quan, đơn vị", 28),
            ("Cơ sở dữ liệu", 34),
            ("Phương án", 50),
            ("Kinh phí (triệu đồng), nguồn", 26),
            ("Mức độ ưu tiên", 18),
        ],
        figures: 0..0,
        sums: 0,
        rows: (1..).zip(&dossier.plans).map(row).collect(),
    }
}

/// What was not accepted as it was proposed, and why.
pub(super) fn refused(dossier: &Dossier, wording: &Wording<'_>) -> Texts {
    let row = |(at, row): (u32, &domain::dossier::OpinionRow)| {
        vec![
            number(at),
            row.agency.name.clone(),
            named(row.code.as_ref().map(ToString::to_string), &row.name),
            proposal(row, wording),
            outcome(&row.outcome),
            row.reason.clone(),
        ]
    };
    Texts {
        title: "NỘI DUNG KHÔNG CHẤP NHẬN HOẶC CHẤP NHẬN KHÁC ĐỀ NGHỊ",
        sheet: "Không chấp nhận",
        heads: vec![
            ("TT", 9),
            ("Cơ quan, đơn vị", 28),
            ("Cơ sở dữ liệu", 34),
            ("Nội dung đề nghị", 38),
            ("Kết luận", 24),
            ("Lý do", 32),
        ],
        figures: 0..0,
        sums: 0,
        rows: (1..).zip(dossier.refused()).map(row).collect(),
    }
}

/// «DC-016. CSDL khám chữa bệnh»
pub(super) fn named(code: Option<String>, name: &str) -> String {
    code.map_or_else(|| name.to_owned(), |code| format!("{code}. {name}"))
}

/// Several tables as one workbook, a sheet each.
pub(crate) fn workbook(tables: &[Texts]) -> Result<Vec<u8>, XlsxError> {
    let parts = tables.iter().map(|table| {
        let heads: Vec<&str> = table.heads.iter().map(|(name, _)| *name).collect();
        // A millimetre is about half a character of this face.
        let widths: Vec<f64> = table.heads.iter().map(|(_, width)| f64::from(*width) * 0.7).collect();
        (table, heads, widths)
    });
    let parts: Vec<_> = parts.collect();
    let sheets = parts.iter().map(|(table, heads, widths)| {
        let sheet = Sheet { title: table.title, sheet: table.sheet, heads, widths, rows: &table.rows };
        (sheet, table.figures.clone())
    });
    write_tables(&sheets.collect::<Vec<_>>())
}

/// The workbook of the submission's tables.
pub(super) fn write_workbook(dossier: &Dossier, wording: &Wording<'_>) -> Result<Vec<u8>, XlsxError> {
    workbook(&[answers(dossier), balance(dossier), plans(dossier), refused(dossier, wording)])
}
