//! The regulation itself (decision 01/2023/QĐ-UBND), article by article, so that a screen can cite the clause that it
//! enforces. The wording is the official one; slips of the pen in the published copy are mended («cơ sơ sữ liệu» in
//! article 7.2, «vận thành» in 7.2, «các nhiệm quản lý» and «cùa tỉnh» in 15.2).

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
    fn the_text_is_clean() {
        assert!(!TEXT.contains("  ") && !TEXT.contains('\u{a0}'));
        assert_eq!(TEXT, crate::text::nfc(TEXT));
        let clause = &chapters()[2].articles[3].clauses[1];
        assert!(clause.text.starts_with("Hằng năm các cơ quan"), "article 16.2: {clause:?}");
    }
}
