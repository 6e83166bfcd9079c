//! The register of legal documents, and what a legal basis cites of it: known or not, in force on a day or not. Only ever
//! a warning: the register is not complete, and an agency may have to cite what it worked under. What is to make personal
//! data public, though, must be a law that it has and that is in force ([`Register::opens`]).

mod choice;
mod form;

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::text::{fold, words};

pub use choice::{Choice, choose};
pub use form::{LEGAL_KINDS, LegalForm, check_legal};

/// The most documents that the register holds.
pub const LEGAL_MAX: usize = 5_000;
/// The most documents of one legal basis that are looked at.
const CITED_MAX: usize = 60;

/// A document of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalDocument {
    /// Stable: `nd-47-2020`.
    pub id: String,
    pub number: String,
    /// `NĐ`, `QĐ`, `Luật`…
    pub kind: String,
    pub title: String,
    pub issuer: String,
    pub date_issued: Option<Date>,
    pub effective_from: Option<Date>,
    /// The last day; `None` while it is in force.
    pub effective_to: Option<Date>,
    /// Identifier of what replaced it.
    pub replaced_by: Option<String>,
    pub version: i64,
}

/// The register as it is on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    pub documents: Vec<LegalDocument>,
    pub day: Date,
}

impl Register {
    /// Whether a text names a law that the register has and that is in force: only such a one makes personal data public.
    /// An empty register cannot tell: then the form of a law is enough ([`names_law`]).
    pub fn opens(&self, text: &str) -> bool {
        let opens = |one: &LegalDocument| {
            let of_law = one.is_law() || is_of_law(&number_key(&one.number));
            of_law && one.state(&self.documents, self.day) == LegalState::InForce
        };
        let named = references(text);
        let mut found = named.iter().filter_map(|one| find(one, &self.documents, self.day));
        names_law(text) && (self.documents.is_empty() || found.any(opens))
    }
}

/// How a document stands on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LegalState {
    /// The register does not have it.
    Unknown,
    InForce,
    /// In force from that day on.
    NotYet(Date),
    /// No longer in force from that day on; the number of what replaced it, where that is known.
    Ended {
        from: Date,
        by: Option<String>,
    },
}

/// One document that a legal basis cites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cited {
    /// The number, or the title and year of a law, as written.
    pub text: String,
    /// Its title in the register.
    pub title: String,
    pub state: LegalState,
}

/// A row of the register as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalRow {
    pub document: LegalDocument,
    pub state: LegalState,
    /// How many entries in force cite it.
    pub entries: u32,
}

/// How a number is compared: without marks, signs of any kind of dash, spaces, and leading zeros.
pub fn number_key(number: &str) -> String {
    let bare: String = plain(number).chars().filter(|c| !c.is_whitespace()).collect();
    bare.trim_start_matches("so").trim_start_matches('0').to_owned()
}

fn plain(text: &str) -> String {
    fold(text).chars().map(|c| if matches!(c, '–' | '—' | '‑' | '−') { '-' } else { c }).collect()
}

impl LegalDocument {
    /// How it is cited: «Nghị định số 30/2020/NĐ-CP», «Luật Giao dịch điện tử năm 2023». A remark in brackets is no number:
    /// «Nghị quyết (số chưa xác minh)».
    pub fn citation(&self) -> String {
        let word =
            LEGAL_KINDS.iter().find(|(code, _)| *code == self.kind).map_or(self.kind.as_str(), |(_, word)| *word);
        match (self.year().filter(|_| self.is_law()), self.number.strip_prefix('(')) {
            (Some(year), _) => format!("{} năm {year}", self.title),
            (None, Some(remark)) => format!("{word} (số {remark}"),
            (None, None) => format!("{word} số {}", self.number),
        }
    }

    /// The order of a list that shows the day of issue: the newest first, those without a day last.
    pub fn newest_first(&self, other: &Self) -> Ordering {
        other.date_issued.cmp(&self.date_issued).then_with(|| self.id.cmp(&other.id))
    }

    fn is_law(&self) -> bool {
        let title = fold(&self.title);
        matches!(self.kind.as_str(), "Luật" | "PL") && (title.starts_with("luat ") || title.starts_with("phap lenh "))
    }

    /// The year in its number, else of its issue.
    fn year(&self) -> Option<i32> {
        let in_number = self.number.split('/').find(|part| part.len() == 4).and_then(|part| part.parse().ok());
        in_number.or_else(|| self.date_issued.map(Date::year))
    }

    /// How it stands on a day. `register` tells the number of what replaced it.
    pub fn state(&self, register: &[Self], day: Date) -> LegalState {
        let replaced = || {
            let by = self.replaced_by.as_deref()?;
            register.iter().find(|one| one.id == by).map(|one| one.number.clone())
        };
        match (self.effective_from, self.effective_to) {
            (_, Some(last)) if last < day => {
                LegalState::Ended { from: last.next_day().unwrap_or(last), by: replaced() }
            }
            (Some(first), _) if first > day => LegalState::NotYet(first),
            _ => LegalState::InForce,
        }
    }
}

/// What a text cites: a number, or the title of a law with its year.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Reference {
    text: String,
    key: String,
    /// Words of a law's title, and the year that stands behind them.
    law: Option<(Vec<String>, Option<i32>)>,
    /// «ngày 22/4/2019», which tells two documents of one number apart.
    date: Option<Date>,
}

/// The documents that a legal basis cites, each once, in order. What names none («văn bản chuyên ngành hiện hành») is none.
pub fn cited(basis: &str, register: &[LegalDocument], day: Date) -> Vec<Cited> {
    let mut cited: Vec<Cited> = Vec::new();
    for reference in references(basis) {
        let document = find(&reference, register, day);
        let one = Cited {
            title: document.map(|document| document.title.clone()).unwrap_or_default(),
            state: document.map_or(LegalState::Unknown, |document| document.state(register, day)),
            text: reference.text,
        };
        if cited.len() < CITED_MAX && !cited.contains(&one) {
            cited.push(one);
        }
    }
    cited
}

/// Whether a legal basis says something and names no document that could be recognised: no number, no law by its title.
/// «Văn bản chuyên ngành hiện hành» may have to do, so that is a warning too.
pub fn names_none(basis: &str) -> bool {
    !basis.trim().is_empty() && references(basis).is_empty() && !names_law(basis)
}

/// Which documents of the register a legal basis cites, by identifier.
pub fn cites<'a>(basis: &str, register: &'a [LegalDocument], day: Date) -> Vec<&'a str> {
    let mut ids: Vec<&str> =
        references(basis).iter().filter_map(|one| find(one, register, day)).map(|one| one.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Whether a text names a document that can make personal data public: a law or an ordinance by its title and year, or a
/// law, an ordinance, a resolution or a decree by its number. «Theo luật chuyên ngành» and «Công văn số 12/SNV» name none.
/// The register is not asked: it is not complete.
pub fn names_law(text: &str) -> bool {
    text.split([';', '\n'])
        .any(|part| numbers(part).iter().any(|(_, key)| is_of_law(key)) || !dated_laws(part).is_empty())
}

/// Of a number as it is compared: `31/2018/qh14`, `1660/nq-ubtvqh15`, `13/2023/nd-cp`.
fn is_of_law(key: &str) -> bool {
    let sign = key.rsplit('/').next().unwrap_or_default();
    let sitting = sign.strip_prefix("ubtvqh").or_else(|| sign.strip_prefix("qh"));
    let of_assembly = sitting.is_some_and(|sitting| sitting.starts_with(|c: char| c.is_ascii_digit()));
    of_assembly || sign.starts_with("nq-") || sign == "nd-cp"
}

fn find<'a>(reference: &Reference, register: &'a [LegalDocument], day: Date) -> Option<&'a LegalDocument> {
    let Some((title, year)) = &reference.law else {
        let yearless =
            !reference.key.split('/').any(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit()));
        return register.iter().find(|one| {
            let dates = reference.date.zip(one.date_issued).filter(|_| yearless);
            number_key(&one.number) == reference.key && dates.is_none_or(|(cited, issued)| cited == issued)
        });
    };
    let named = || register.iter().filter(|one| one.is_law() && words(&one.title) == *title);
    match year {
        Some(year) => named().find(|one| one.year() == Some(*year)),
        // Without a year the one in force is meant, else the newest.
        None => named()
            .find(|one| one.state(register, day) == LegalState::InForce)
            .or_else(|| named().max_by_key(|one| one.effective_from)),
    }
}

fn references(basis: &str) -> Vec<Reference> {
    basis.split([';', '\n']).flat_map(in_part).collect()
}

/// The references of one piece between semicolons.
fn in_part(part: &str) -> Vec<Reference> {
    let part = part.trim();
    let date = date_in(part);
    let numbered = numbers(part).into_iter().map(|(text, key)| Reference { text, key, law: None, date });
    let found: Vec<Reference> = dated_laws(part).into_iter().chain(numbered).collect();
    if !found.is_empty() {
        return found;
    }
    law_in(part).into_iter().collect()
}

/// The laws that a piece names by title and year, wherever they stand in it: «Căn cứ Luật Đất đai năm 2013, Nghị định số…».
/// A number before the year ends the title: there the number tells the document.
fn dated_laws(part: &str) -> Vec<Reference> {
    let tokens: Vec<&str> = part.split_whitespace().collect();
    let plain: Vec<String> = tokens.iter().map(|token| words(token).join(" ")).collect();
    let is_year = |at: &usize| plain[*at].parse().is_ok_and(|year: u16| (1945..=2100).contains(&year));
    let begins = |at: usize| match (at.checked_sub(1).map_or("", |before| plain[before].as_str()), plain[at].as_str()) {
        // «Pháp luật», «kỷ luật» and «quy luật» begin no title.
        (before, "luat") => !matches!(before, "phap" | "ky" | "quy"),
        (_, "phap") => plain.get(at + 1).is_some_and(|next| next == "lenh"),
        _ => false,
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let unnumbered = |end: &usize| tokens[at..*end].iter().all(|token| !token.contains('/'));
        let end = if begins(at) { (at + 1..tokens.len()).find(is_year).filter(unnumbered) } else { None };
        let Some(end) = end else {
            at += 1;
            continue;
        };
        let mut title = words(&tokens[at..end].join(" "));
        if title.last().is_some_and(|word| word == "nam") {
            title.pop();
        }
        let head = if plain[at] == "luat" { 1 } else { 2 };
        if title.len() > head {
            let text = tokens[at..=end].join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
            found.push(Reference { text, key: String::new(), law: Some((title, plain[end].parse().ok())), date: None });
        }
        at = end + 1;
    }
    found
}

/// «Luật Đất đai năm 2013», «Luật Thi đua, khen thưởng năm 2003 (sửa đổi năm 2013)», «Luật Công nghệ thông tin».
fn law_in(part: &str) -> Option<Reference> {
    let all = words(part);
    let law = all.first().is_some_and(|word| word == "luat") || all.starts_with(&["phap".into(), "lenh".into()]);
    if !law || all.len() < 2 {
        return None;
    }
    let is_year = |word: &String| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let at = all.iter().position(is_year);
    let mut title = all[..at.unwrap_or(all.len())].to_vec();
    if title.last().is_some_and(|word| word == "nam") {
        title.pop();
    }
    let year = at.and_then(|at| all[at].parse().ok());
    let text = match at {
        Some(at) => upto_year(part, &all[at]),
        None => part.to_owned(),
    };
    Some(Reference { text, key: String::new(), law: Some((title, year)), date: None })
}

fn upto_year(part: &str, year: &str) -> String {
    part.find(year).map_or(part, |at| &part[..at + year.len()]).to_owned()
}

/// The numbers in a text as written, and as they are compared: `30/2020/NĐ-CP`, spaces within forgiven.
fn numbers(part: &str) -> Vec<(String, String)> {
    let tight = tightened(part);
    let is_of_number = |c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '.' | '&');
    let runs = tight.split(|c: char| !is_of_number(c)).map(|run| run.trim_matches(|c: char| !c.is_alphanumeric()));
    runs.filter(|run| {
        let starts = run.chars().next().is_some_and(|c| c.is_ascii_digit());
        let behind = run.rsplit('/').next().unwrap_or_default();
        starts && run.contains('/') && behind.chars().next().is_some_and(char::is_alphabetic)
    })
    .map(|run| (run.to_owned(), number_key(run)))
    .collect()
}

/// Without the spaces inside a number: «30 / 2020 / NĐ - CP».
fn tightened(part: &str) -> String {
    let dashed: String = part.chars().map(|c| if matches!(c, '–' | '—' | '‑' | '−') { '-' } else { c }).collect();
    let mut tight = String::with_capacity(dashed.len());
    let mut words = dashed.split_whitespace().peekable();
    while let Some(word) = words.next() {
        tight.push_str(word);
        let next = words.peek().copied().unwrap_or_default();
        let issuer = |text: &str| ["cp", "ttg", "ubnd", "hdnd", "ubtvqh"].iter().any(|one| fold(text).starts_with(one));
        let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let slash = word.ends_with('/') || (next.starts_with('/') && digits(tight.chars().next_back()));
        // «NĐ - CP»: the dash stands alone, glued to what is before it or to what comes.
        let dash = (next == "-" && tight.rsplit(' ').next().is_some_and(|run| run.contains('/')))
            || (word.ends_with('-') && issuer(next))
            || next.strip_prefix('-').is_some_and(issuer);
        if !(slash || dash) {
            tight.push(' ');
        }
    }
    tight
}

/// The date that stands behind «ngày».
fn date_in(part: &str) -> Option<Date> {
    let plain = plain(part);
    let (_, rest) = plain.split_once("ngay ")?;
    let text: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '/').collect();
    crate::format::parse_date(&text)
}

#[cfg(test)]
mod tests;
