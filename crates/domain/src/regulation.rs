//! The regulation itself (decision 01/2023/QĐ-UBND), article by article, so that a screen can cite the clause that it
//! enforces. The wording is the official one; slips of the pen in the published copy are mended («cơ sơ sữ liệu» in
//! article 7.2, «vận thành» in 7.2, «các nhiệm quản lý» and «cùa tỉnh» in 15.2). The published heading of the regulation
//! gives 12/01/2023 as the decision's date; the decision itself is dated 13/01/2023, and that is what stands here.

use time::Date;
use time::macros::date;

/// The decision that issues the regulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    pub number: &'static str,
    pub title: &'static str,
    pub date: Date,
    pub effective_from: Date,
    pub signer: &'static str,
    pub signer_title: &'static str,
    /// Its own articles 1, 2 and 3, which are not those of the regulation.
    pub articles: [&'static str; 3],
}

pub const DECISION: Decision = Decision {
    number: "01/2023/QĐ-UBND",
    title: "Ban hành Quy chế khai thác, sử dụng dữ liệu của cơ sở dữ liệu dùng chung trên địa bàn tỉnh Đắk Lắk",
    date: date!(2023 - 01 - 13),
    effective_from: date!(2023 - 01 - 22),
    signer: "Phạm Ngọc Nghị",
    signer_title: "Chủ tịch Ủy ban nhân dân tỉnh",
    articles: [
        "Ban hành kèm theo Quyết định này Quy chế khai thác, sử dụng dữ liệu của cơ sở dữ liệu dùng chung trên địa bàn tỉnh Đắk Lắk.",
        "Quyết định này có hiệu lực kể từ ngày 22 tháng 01 năm 2023.",
        "Chánh Văn phòng UBND tỉnh; Giám đốc Sở Thông tin và Truyền thông; Thủ trưởng các sở, ban, ngành tỉnh; Chủ tịch UBND các huyện, thị xã, thành phố và các tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
    ],
};

/// `# chapter | title`, `## article | title`, `n. clause`, or a paragraph without a number; one a line.
const TEXT: &str = include_str!("regulation/quy-che.txt");

/// A chapter with its articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    pub name: &'static str,
    pub title: &'static str,
    pub articles: Vec<Article>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    pub number: u8,
    pub title: &'static str,
    pub clauses: Vec<Clause>,
}

/// A clause, or a paragraph of an article that has no numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    pub number: Option<u8>,
    pub text: &'static str,
}

/// The chapters in order.
pub fn chapters() -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    for line in TEXT.lines() {
        if let Some((number, title)) = heading(line, "## ") {
            let article = Article { number: number.parse().unwrap_or_default(), title, clauses: Vec::new() };
            if let Some(chapter) = chapters.last_mut() {
                chapter.articles.push(article);
            }
        } else if let Some((name, title)) = heading(line, "# ") {
            chapters.push(Chapter { name, title, articles: Vec::new() });
        } else if let Some(article) = chapters.last_mut().and_then(|chapter| chapter.articles.last_mut()) {
            article.clauses.push(clause(line));
        }
    }
    chapters
}

fn heading(line: &'static str, mark: &str) -> Option<(&'static str, &'static str)> {
    let (name, title) = line.strip_prefix(mark)?.split_once('|')?;
    Some((name.trim(), title.trim()))
}

fn clause(line: &'static str) -> Clause {
    match line.split_once(". ") {
        Some((number, text)) if number.parse::<u8>().is_ok() => Clause { number: number.parse().ok(), text },
        _ => Clause { number: None, text: line },
    }
}

/// The anchor of an article, or of one of its clauses: `dieu-16-khoan-2`.
pub fn anchor(article: u8, clause: Option<u8>) -> String {
    match clause {
        None => format!("dieu-{article}"),
        Some(clause) => format!("dieu-{article}-khoan-{clause}"),
    }
}

/// An article of the regulation, or one of its clauses, as a screen cites it. Naming one does not draw in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClauseRef {
    pub article: u8,
    pub clause: Option<u8>,
}

impl ClauseRef {
    pub const fn article(article: u8) -> Self {
        Self { article, clause: None }
    }

    pub const fn clause(article: u8, clause: u8) -> Self {
        Self { article, clause: Some(clause) }
    }

    /// `dieu-8-khoan-2`
    pub fn anchor(self) -> String {
        anchor(self.article, self.clause)
    }

    /// `/quy-che#dieu-8-khoan-2`
    pub fn href(self) -> String {
        format!("/quy-che#{}", self.anchor())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_article_once_and_in_order() {
        let chapters = chapters();
        assert_eq!(chapters.len(), 4);
        let numbers: Vec<u8> = chapters.iter().flat_map(|c| &c.articles).map(|article| article.number).collect();
        assert_eq!(numbers, (1..=18).collect::<Vec<u8>>());
    }

    #[test]
    fn clauses_count_from_one_and_anchors_differ() {
        let mut anchors = BTreeSet::new();
        for article in chapters().iter().flat_map(|chapter| &chapter.articles) {
            assert!(!article.clauses.is_empty(), "article {}", article.number);
            let numbered: Vec<u8> = article.clauses.iter().filter_map(|clause| clause.number).collect();
            assert_eq!(numbered, (1..).take(numbered.len()).collect::<Vec<u8>>(), "article {}", article.number);
            assert!(anchors.insert(anchor(article.number, None)));
            assert!(numbered.iter().all(|clause| anchors.insert(anchor(article.number, Some(*clause)))));
        }
    }

    #[test]
    fn citing() {
        assert_eq!(ClauseRef::clause(8, 2).href(), "/quy-che#dieu-8-khoan-2");
        assert_eq!(ClauseRef::article(6).anchor(), "dieu-6");
    }

    #[test]
    fn the_text_is_clean() {
        assert!(!TEXT.contains("  ") && !TEXT.contains('\u{a0}'));
        assert_eq!(TEXT, crate::text::nfc(TEXT));
        for article in chapters().iter().flat_map(|chapter| &chapter.articles) {
            let texts = article.clauses.iter().map(|clause| clause.text).chain([article.title]);
            for text in texts.chain(DECISION.articles) {
                assert_eq!(text, crate::text::clean(text));
                assert!(text.starts_with(char::is_uppercase), "a broken line: {text}");
            }
            // Article 8.2 lacks its full stop in the official text as well.
            let open = |clause: &&Clause| !clause.text.ends_with(['.', ':']);
            let open: Vec<_> =
                article.clauses.iter().filter(open).map(|clause| (article.number, clause.number)).collect();
            assert!(open.is_empty() || open == [(8, Some(2))], "{open:?}");
        }
        let clause = &chapters()[2].articles[3].clauses[1];
        assert!(clause.text.starts_with("Hằng năm các cơ quan"), "article 16.2: {clause:?}");
    }
}
