//! Answers as they are begun, and whether anything was written in one.

use super::{AnswerDraft, AnswerKind, SecretDeclaration};
use crate::catalog::EntryContent;

impl AnswerDraft {
    pub fn of_kind(kind: AnswerKind) -> Self {
        Self {
            kind,
            reason: String::new(),
            target: String::new(),
            effective: String::new(),
            content: None,
            plan: None,
            secret: SecretDeclaration::Undeclared,
        }
    }

    /// Whether it is the form of a change in which nothing was written: all as in force, no reason, nothing declared.
    pub fn says_nothing(&self, in_force: Option<&EntryContent>) -> bool {
        let (Some(content), Some(in_force)) = (&self.content, in_force) else { return false };
        // Whoever answers states the entry under its own name.
        let is_same = *content == EntryContent { owner: content.owner.clone(), ..in_force.clone() };
        let undeclared = self.secret == SecretDeclaration::Undeclared;
        self.kind == AnswerKind::Modify && is_same && undeclared && self.reason.trim().is_empty()
    }
}
