//! The register of legal documents, which the coordinator and the administrator keep and everyone may read.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::catalog::{Lists, Named};
use domain::check::{FieldCode, FieldError};
use domain::legal::{
    LEGAL_MAX, LegalDocument, LegalForm, LegalRow, LegalState, Register, check_legal, cites, names_none, number_key,
};
use domain::policy::{Act, authorize};
use domain::review::{AnswerDraft, AnswerKind};
use domain::text::fold;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait};
use time::Date;

use crate::entity::legal_document;
use crate::national::lists_with_national;
use crate::reference::Imported;
use crate::{Error, Result, Store, audit};

fn document(row: legal_document::Model) -> LegalDocument {
    LegalDocument {
        id: row.id,
        number: row.number,
        kind: row.kind,
        title: row.title,
        issuer: row.issuer,
        date_issued: row.date_issued,
        effective_from: row.effective_from,
        effective_to: row.effective_to,
        replaced_by: row.replaced_by,
        version: row.version,
    }
}

fn row(document: &LegalDocument, version: i64) -> legal_document::Model {
    legal_document::Model {
        id: document.id.clone(),
        number: document.number.clone(),
        number_key: number_key(&document.number),
        kind: document.kind.clone(),
        title: document.title.clone(),
        issuer: document.issuer.clone(),
        date_issued: document.date_issued,
        effective_from: document.effective_from,
        effective_to: document.effective_to,
        replaced_by: document.replaced_by.clone(),
        version,
    }
}

/// The whole register, what came into force last first: that is the one that a citation without a year means.
pub(crate) async fn register(connection: &impl ConnectionTrait) -> Result<Vec<LegalDocument>> {
    let rows = legal_document::Entity::find().all(connection).await?;
    let mut documents: Vec<LegalDocument> = rows.into_iter().map(document).collect();
    documents.sort_by(|a, b| {
        let day = |one: &LegalDocument| one.effective_from.or(one.date_issued);
        day(b).cmp(&day(a)).then_with(|| a.id.cmp(&b.id))
    });
    Ok(documents)
}

/// What an answer is checked by: the reference lists, the national databases, and the register as it is on a day.
pub(crate) async fn lists_to_check(connection: &impl ConnectionTrait, day: Date) -> Result<Lists> {
    let register = Some(Register { documents: register(connection).await?, day });
    Ok(Lists { register, ..lists_with_national(connection).await? })
}

/// What the officer is warned of in a legal basis: documents that ended or are not in force yet, unknown ones, and that it
/// names none. An empty register knows nothing to say.
pub(crate) fn legal_warnings(basis: &str, register: &[LegalDocument], day: Date) -> Vec<FieldError> {
    if register.is_empty() {
        return Vec::new();
    }
    let mut warnings = Vec::new();
    let mut unknown = Vec::new();
    for cited in domain::legal::cited(basis, register, day) {
        let detail = |rest: &[String]| [std::slice::from_ref(&cited.text), rest].concat().join("|");
        match &cited.state {
            LegalState::InForce => {}
            LegalState::Unknown => unknown.push(cited.text.clone()),
            LegalState::NotYet(from) => {
                warnings.push(FieldError::with("legal_basis", FieldCode::LegalNotYet, detail(&[from.to_string()])));
            }
            LegalState::Ended { from, by } => {
                let rest = [from.to_string(), by.clone().unwrap_or_default()];
                warnings.push(FieldError::with("legal_basis", FieldCode::LegalRepealed, detail(&rest)));
            }
        }
    }
    if !unknown.is_empty() {
        warnings.push(FieldError::with("legal_basis", FieldCode::LegalUnknown, unknown.join("; ")));
    }
    if names_none(basis) {
        warnings.push(FieldError::new("legal_basis", FieldCode::LegalNamesNone));
    }
    warnings
}

/// The same of an answer. Only what edits the content says anything of its legal basis.
pub(crate) fn draft_warnings(said: &AnswerDraft, register: &[LegalDocument], day: Date) -> Vec<FieldError> {
    let content = said.content.as_ref().filter(|_| matches!(said.kind, AnswerKind::Modify | AnswerKind::Propose));
    content.map(|content| legal_warnings(&content.legal_basis, register, day)).unwrap_or_default()
}

/// The documents in force on a day, as they are cited, with their titles: what a form offers. A law, which is cited by its
/// title, is found by its number too.
pub(crate) fn citations(register: &[LegalDocument], day: Date) -> Vec<Named> {
    let in_force = register.iter().filter(|one| one.state(register, day) == LegalState::InForce);
    let named = in_force.map(|one| {
        let id = one.citation();
        let name = if id.contains(&one.number) { one.title.clone() } else { format!("{} ({})", one.title, one.number) };
        Named { id, name }
    });
    named.collect()
}

impl Store {
    /// Brings legal documents in, by identifier.
    ///
    /// # Errors
    /// Refused to all but the coordinator, the administrator and the system; [`Error::Invalid`] with the remarks on the
    /// first one that is wrong.
    pub async fn import_legal(&self, actor: &Actor, listed: &[LegalDocument], dry_run: bool) -> Result<Imported> {
        authorize(actor, &Act::ManageRegisters)?;
        let tx = self.begin().await?;
        let before: BTreeMap<String, LegalDocument> =
            register(&tx).await?.into_iter().map(|one| (one.id.clone(), one)).collect();
        let mut done = Imported::default();
        for one in listed {
            let remarks = check_legal(one);
            if !remarks.is_empty() {
                return Err(Error::Invalid(remarks));
            }
            let old = before.get(&one.id);
            let new = LegalDocument { version: old.map_or(0, |old| old.version), ..one.clone() };
            let tally = Imported::tally(old, &new);
            if tally.writes() {
                put(&tx, &new, old.is_some()).await?;
            }
            done = done.plus(tally);
        }
        self.finish_import(tx, actor, "legal_documents", done, dry_run).await
    }

    /// Whether there are any yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_legal(&self) -> Result<bool> {
        Ok(legal_document::Entity::find().count(self.read()).await? > 0)
    }

    /// The documents that a query leaves, the last issued first, each as it stands today and with how many entries in force
    /// cite it. For everyone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn legal_list(&self, actor: &Actor, query: &str) -> Result<Vec<LegalRow>> {
        let today = actor.today();
        let register = register(self.read()).await?;
        let mut citing: BTreeMap<String, u32> = BTreeMap::new();
        for (basis, entries) in &self.stated(today).await?.legal_bases {
            for id in cites(basis, &register, today) {
                *citing.entry(id.to_owned()).or_default() += entries;
            }
        }
        let wanted: Vec<String> = fold(query).split_whitespace().map(str::to_owned).collect();
        let found = register.iter().filter(|one| {
            let text = fold(&[&*one.id, &one.number, &one.title, &one.issuer].join(" "));
            wanted.iter().all(|word| text.contains(word.as_str()))
        });
        let mut found: Vec<&LegalDocument> = found.collect();
        found.sort_by(|a, b| a.newest_first(b));
        Ok(found
            .into_iter()
            .map(|one| LegalRow {
                state: one.state(&register, today),
                entries: citing.get(&one.id).copied().unwrap_or(0),
                document: one.clone(),
            })
            .collect())
    }

    /// Adds a document (version 0) or changes one.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the administrator; remarks on fields; [`Error::Conflict`] when somebody
    /// changed it since.
    pub async fn save_legal(&self, actor: &Actor, form: &LegalForm) -> Result<()> {
        authorize(actor, &Act::ManageRegisters)?;
        let new = form.document().map_err(Error::Invalid)?;
        let tx = self.begin().await?;
        let old = legal_document::Entity::find_by_id(&new.id).one(&tx).await?;
        let mut remarks = Vec::new();
        match &old {
            Some(old) if form.version == 0 => {
                remarks.push(FieldError::with("id", FieldCode::Taken, old.id.clone()));
            }
            Some(old) if old.version != form.version => return Err(Error::Conflict { version: old.version }),
            None if form.version != 0 => return Err(Error::NotFound),
            None if legal_document::Entity::find().count(&tx).await? >= LEGAL_MAX as u64 => {
                remarks.push(FieldError::with("id", FieldCode::TooMany, LEGAL_MAX.to_string()));
            }
            Some(_) | None => {}
        }
        if let Some(by) = &new.replaced_by
            && legal_document::Entity::find_by_id(by).one(&tx).await?.is_none()
        {
            remarks.push(FieldError::with("replaced_by", FieldCode::Unknown, by.clone()));
        }
        if !remarks.is_empty() {
            return Err(Error::Invalid(remarks));
        }
        put(&tx, &new, old.is_some()).await?;
        let action = if old.is_some() { "legal.change" } else { "legal.add" };
        let before = old.map(document);
        audit::append(&tx, actor, action, &new.id, serde_json::json!({ "before": before, "after": new })).await?;
        self.commit_public(tx).await
    }
}

async fn put(tx: &DatabaseTransaction, document: &LegalDocument, is_there: bool) -> Result<()> {
    let row = row(document, document.version + 1).into_active_model();
    if is_there {
        row.reset_all().update(tx).await?;
    } else {
        legal_document::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}
