//! The page that keeps the figures: a run replaces the sections that it measured, and says when and where of each.

use std::path::Path;

use time::OffsetDateTime;

use crate::Outcome;
use crate::machine;
use crate::report::Section;

const TITLE: &str = "# Số đo\n\nDo `cargo xtask bench` ghi; mỗi phần nêu ngày đo, cơ sở dữ liệu, máy.\n";

/// Prints a section, and keeps it in the file where there is one.
pub fn told<S: Section>(section: &S, database: &str, file: Option<&Path>) -> Outcome {
    let (day, machine) = (OffsetDateTime::now_utc().date(), machine::describe());
    let text = format!("## {}\n\nĐo ngày {day}, {database}. {machine}.\n\n{}", S::HEADING, section.markdown());
    println!("\n{text}");
    if let Some(file) = file {
        let page = std::fs::read_to_string(file).unwrap_or_default();
        std::fs::write(file, put(&page, S::HEADING, &text))?;
    }
    Ok(())
}

/// The page with a section in the place of the one of that heading, else at its end.
fn put(page: &str, heading: &str, text: &str) -> String {
    let mut sections: Vec<&str> = page.split("\n## ").skip(1).collect();
    let new = text.trim_start_matches("## ");
    let same = |one: &&str| one.lines().next() == Some(heading);
    match sections.iter().position(same) {
        Some(at) => sections[at] = new,
        None => sections.push(new),
    }
    let sections = sections.iter().map(|one| format!("\n## {}\n", one.trim_end()));
    format!("{TITLE}{}", sections.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_takes_the_place_of_its_like() {
        let first = put("", "A", "## A\n\neins\n");
        let both = put(&first, "B", "## B\n\nzwei\n\n| x |\n");
        assert_eq!(both, format!("{TITLE}\n## A\n\neins\n\n## B\n\nzwei\n\n| x |\n"));
        assert_eq!(put(&both, "A", "## A\n\nuno\n"), both.replace("eins", "uno"));
    }
}
