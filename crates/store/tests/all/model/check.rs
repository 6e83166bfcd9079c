//! Whether the database says what the reference says.

use std::collections::{BTreeMap, BTreeSet};

use domain::catalog::EntryContent;
use domain::review::AnswerDraft;
use sea_orm::QueryResult;
use time::Date;

use super::reference::{AGENCIES, Said, Verdict};
use super::response::{Answer, Response};
use super::{Run, get};

/// What was written for others to read, and where the pages show it.
const SHOWN: &str = "select text as said from point_message
    union all select note as said from review_event
    union all select verdict_reason as said from point
    union all select text as said from answer_return
    union all select question as said from opinion_request
    union all select text as said from opinion_statement
    union all select text as said from opinion_handling
    union all select reason as said from opinion_withdrawal
    union all select reason as said from due_extension
    union all select reason as said from overlap_settlement";

impl Run<'_> {
    /// Everything that the reference knows is what the database says.
    pub async fn compare(&self, told: &str) {
        let model = &self.model;
        let found = self.rows(&format!("select stage, version from campaign where year = {}", model.year)).await;
        if let Some(row) = found.first() {
            let stands: (String, i64) = (get(row, "stage"), get(row, "version"));
            assert_eq!(stands, (model.stage.to_owned(), model.version), "the review after {told}");
        }
        let told_of = |(agency, response): (&&str, &Response)| {
            let before = before(agency, response.stage, response.version, i64::from(response.round), response.nothing);
            let line = |answer: &Answer| format!("{before} {}", self.answer_line(answer));
            let lines: Vec<String> = response.answers.iter().map(line).collect();
            if lines.is_empty() { vec![before] } else { lines }
        };
        let expected: Vec<String> = AGENCIES.iter().zip(&model.responses).flat_map(told_of).collect();
        assert_eq!(sorted(self.answer_lines().await), sorted(expected), "the answers after {told}");
        let opinion = |opinion: &super::beside::Opinion| {
            let handled: usize = opinion.said.iter().map(|(_, handled)| handled).sum();
            let (asked, due) = (AGENCIES[opinion.asked], opinion.due);
            format!("{asked} {due} {} {handled} {}", opinion.said.len(), usize::from(opinion.back))
        };
        let expected: Vec<String> = model.opinions.iter().map(opinion).collect();
        assert_eq!(self.opinion_lines().await, expected, "the opinions after {told}");
        let kept = |kept: &super::beside::Kept| {
            let (agency, (name, purpose)) = (AGENCIES[kept.agency], words(&kept.said));
            format!("{agency} {} {} {name} {purpose}", kept.version, kept.taken)
        };
        let expected: Vec<String> = model.kept.iter().map(kept).collect();
        assert_eq!(sorted(self.kept_lines().await), sorted(expected), "the kept drafts after {told}");
        let entry = |content: &EntryContent| {
            let items: BTreeSet<String> = content.items.iter().map(|item| item.name.clone()).collect();
            (content.name.clone(), content.purpose.clone(), items)
        };
        let stands: BTreeMap<&str, _> =
            self.contents.iter().map(|(code, content)| (code.as_str(), entry(content))).collect();
        let expected: BTreeMap<&str, _> = model
            .catalog
            .iter()
            .map(|(id, entry)| {
                (self.codes[id].as_str(), (entry.name.clone(), entry.purpose.clone(), entry.items.clone()))
            })
            .collect();
        assert_eq!(stands, expected, "the catalog in force after {told}");
    }

    fn answer_line(&self, answer: &Answer) -> String {
        let of = answer.entry.map(|entry| self.codes[&entry].clone());
        let of = of.unwrap_or_else(|| answer.said.as_ref().map(words).unwrap_or_default().0);
        let kind = answer.said.as_ref().map_or("", Said::kind);
        let points: BTreeSet<String> = answer
            .points
            .iter()
            .map(|point| {
                let verdict = point.verdict.as_ref().map_or("", |verdict| match verdict {
                    Verdict::Accept => "accept",
                    Verdict::Instead(..) => "accept_modified",
                    Verdict::Reject(_) => "reject",
                });
                format!("{}:{verdict}", point.place)
            })
            .collect();
        let talk: usize = answer.talk.values().map(Vec::len).sum();
        format!("{of} {kind} {} {} {talk} {points:?}", answer.version, answer.returned)
    }

    async fn answer_lines(&self) -> Vec<String> {
        let found = self
            .rows(&format!(
                "select r.agency_id as agency, r.stage as stage, r.version as version, r.round as round,
                    r.nothing_to_change as unchanged, a.id as answer, a.entry_code as code, a.content as content,
                    a.kind as kind, a.version as answer_version, a.returned as returned, p.id as point,
                    p.place_key as place, p.verdict as verdict, (select count(*) from point_message m
                        join point q on q.id = m.point_id where q.answer_id = a.id) as talk
                    from response r left join answer a on a.response_id = r.id
                    left join point p on p.answer_id = a.id and not p.superseded
                    where r.campaign_year = {} and r.agency_id <> 'so-khcn-2025' order by r.position, a.id",
                self.model.year
            ))
            .await;
        let mut lines = Vec::new();
        let mut answers: BTreeMap<i64, (String, BTreeSet<String>)> = BTreeMap::new();
        for row in &found {
            let text = |column| get::<Option<String>>(row, column).unwrap_or_default();
            let (version, round): (i64, i32) = (get(row, "version"), get(row, "round"));
            let before = before(&text("agency"), &text("stage"), version, i64::from(round), get(row, "unchanged"));
            let Some(answer) = get::<Option<i64>>(row, "answer") else {
                lines.push(before);
                continue;
            };
            let of = get::<Option<String>>(row, "code").unwrap_or_else(|| {
                let content: EntryContent = serde_json::from_str(&text("content")).expect("a content");
                content.name
            });
            let (version, returned, talk): (i64, bool, i64) =
                (get(row, "answer_version"), get(row, "returned"), get(row, "talk"));
            let line = format!("{before} {of} {} {version} {returned} {talk}", text("kind"));
            let (_, points) = answers.entry(answer).or_insert((line, BTreeSet::new()));
            if get::<Option<i64>>(row, "point").is_some() {
                points.insert(format!("{}:{}", place(&of, row), text("verdict")));
            }
        }
        lines.extend(answers.into_values().map(|(line, points)| format!("{line} {points:?}")));
        lines
    }

    async fn opinion_lines(&self) -> Vec<String> {
        let found = self
            .rows(&format!(
                "select o.agency_id as agency, o.due_on as due,
                    (select count(*) from opinion_statement s where s.request_id = o.id) as said,
                    (select count(*) from opinion_handling h join opinion_statement s on s.id = h.statement_id
                        where s.request_id = o.id) as handled,
                    (select count(*) from opinion_withdrawal w where w.request_id = o.id) as back
                    from opinion_request o where o.campaign_year = {} order by o.id",
                self.model.year
            ))
            .await;
        let line = |row: &QueryResult| {
            let (agency, due): (String, Date) = (get(row, "agency"), get(row, "due"));
            let (said, handled, back): (i64, i64, i64) = (get(row, "said"), get(row, "handled"), get(row, "back"));
            format!("{agency} {due} {said} {handled} {back}")
        };
        found.iter().map(line).collect()
    }

    async fn kept_lines(&self) -> Vec<String> {
        let found = self.rows("select agency_id as agency, version, taken_year, said from kept_proposal").await;
        let line = |row: &QueryResult| {
            let said: AnswerDraft = serde_json::from_str(&get::<String>(row, "said")).expect("a draft");
            let content = said.content.unwrap_or_default();
            let (agency, version): (String, i64) = (get(row, "agency"), get(row, "version"));
            let taken = get::<Option<i32>>(row, "taken_year").is_some();
            format!("{agency} {version} {taken} {} {}", content.name, content.purpose)
        };
        found.iter().map(line).collect()
    }

    /// Each is in the audit log of the review, and where the pages show it.
    pub async fn no_comment_is_lost(&mut self) {
        let found = self.rows(&format!("select detail from audit where seq > {}", self.audit_of_review)).await;
        let log: String = found.iter().map(|row| get::<String>(row, "detail")).collect();
        let shown: BTreeSet<String> = self.rows(SHOWN).await.iter().map(|row| get(row, "said")).collect();
        for comment in std::mem::take(&mut self.model.comments) {
            let text = &comment.text;
            assert!(log.contains(text), "not in the audit log: {text}");
            // A verdict or a settlement may be given anew, and a proposal taken out: then the log alone has it.
            let replaced = log.contains(&format!("\"reason\":\"{text}\""));
            let removed = comment.on.is_some_and(|on| self.model.removed.contains(&on));
            assert!(replaced || removed || shown.contains(text), "not where it is shown: {text}");
        }
        self.audit_of_review = self.audit;
    }
}

fn before(agency: &str, stage: &str, version: i64, round: i64, nothing: bool) -> String {
    format!("{agency} {stage} {version} {round} {nothing}")
}

/// The places of a proposal that the reference does not tell apart are one.
fn place(of: &str, row: &QueryResult) -> String {
    let place = get::<Option<String>>(row, "place").unwrap_or_default();
    let proposed = !of.starts_with("DC-");
    if proposed && place != "name" && place != "purpose" { "rest".to_owned() } else { place }
}

/// The name and the purpose that a proposal says.
fn words(said: &Said) -> (String, String) {
    match said {
        Said::Propose { name, purpose } => ((*name).to_owned(), purpose.clone()),
        _ => Default::default(),
    }
}

fn sorted(mut lines: Vec<String>) -> Vec<String> {
    lines.sort();
    lines
}
