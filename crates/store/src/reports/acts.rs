//! Beginning a report, writing it, taking its figures anew, and its way to the head, the coordinator and the committee.

use domain::account::Actor;
use domain::check::{FieldCode, FieldError};
use domain::format::date;
use domain::id::AgencyId;
use domain::indicator::Period;
use domain::policy::{Act, authorize};
use domain::reminder::NoticeKind;
use domain::report::{
    MoveForm, REPORT_RULES_MAX, ReportKey, ReportKind, ReportRuleForm, ReportSection, SectionForm, lacking,
};
use domain::workflow::{IllegalMove, ReportMove, next_report};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
};

use super::rows::{laid_by, rules, stage_of};
use super::{Desk, fill, open, page};
use crate::entity::{report, report_event, report_line, report_rule, report_section};
use crate::moves::tell_of_report;
use crate::review_rows::same_version;
use crate::{Error, Result, Store, audit};

fn who(actor: &Actor) -> String {
    actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default()
}

/// Who may not know of a report is told that there is none; whoever may not make the move is refused.
fn allowed(
    desk: &Desk<'_>,
    key: &ReportKey,
    agency: &AgencyId,
    laid: Option<&str>,
    attempted: ReportMove,
) -> Result<()> {
    authorize(desk.actor, &Act::SeeReport(agency))?;
    let drafted_by = laid.map(|id| domain::id::AccountId(id.to_owned()));
    let taken = desk.book.answers_by(agency, desk.today());
    Ok(authorize(desk.actor, &attempted.act(key.kind(), agency, taken, drafted_by.as_ref()))?)
}

async fn tell(
    tx: &DatabaseTransaction,
    actor: &Actor,
    row: &report::Model,
    attempted: ReportMove,
    note: &str,
) -> Result<()> {
    let event = report_event::ActiveModel {
        id: NotSet,
        report_id: Set(row.id.clone()),
        attempted: Set(attempted.to_string()),
        to_stage: Set(row.stage.clone()),
        note: Set(note.to_owned()),
        who: Set(who(actor)),
        at: Set(actor.at),
    };
    report_event::Entity::insert(event).exec_without_returning(tx).await?;
    Ok(())
}

/// Who is told of a move, as a kind of notice.
fn notice(kind: ReportKind, attempted: ReportMove) -> Option<NoticeKind> {
    match (kind, attempted) {
        (ReportKind::Agency, ReportMove::Propose) => Some(NoticeKind::ReportLaid),
        (ReportKind::Agency, ReportMove::SendBack) => Some(NoticeKind::ReportSentBack),
        (ReportKind::Agency, ReportMove::Approve) => Some(NoticeKind::ReportSent),
        (_, ReportMove::Return) => Some(NoticeKind::ReportReturned),
        (_, ReportMove::Accept) => Some(NoticeKind::ReportAccepted),
        (ReportKind::Consolidated, ReportMove::Propose) => Some(NoticeKind::ConsolidatedLaid),
        (ReportKind::Consolidated, ReportMove::SendBack) => Some(NoticeKind::ConsolidatedSentBack),
        (ReportKind::Consolidated, ReportMove::Approve) => Some(NoticeKind::ConsolidatedSigned),
        (_, ReportMove::Begin | ReportMove::Edit | ReportMove::Forward) => None,
    }
}

impl Store {
    /// Begins a report, filled in from the data.
    ///
    /// # Errors
    /// Refused to all but those who write it; [`Error::NotFound`] of a year to come, and of an agency that does not report;
    /// [`Error::IllegalMove`] where it was begun.
    pub async fn begin_report(&self, actor: &Actor, key: &ReportKey) -> Result<()> {
        authorize(actor, &Act::SeeCampaign)?;
        let book = self.book().await?;
        let desk = Desk::load(self, actor, &book).await?;
        let agency = desk.who(key).ok_or(Error::NotFound)?;
        allowed(&desk, key, &agency, None, ReportMove::Begin)?;
        let reports = key.agency().is_none_or(|agency| desk.reporting(key.period()).contains(agency));
        if !Period::all(actor.today()).contains(&key.period()) || !reports {
            return Err(Error::NotFound);
        }
        let filling = self.filling(&desk, key).await?;
        let tx = self.begin().await?;
        let before = report::Entity::find_by_id(key.to_string()).one(&tx).await?;
        let stage = before.as_ref().map_or(Ok(domain::workflow::ReportStage::NotStarted), stage_of)?;
        let to = next_report(key.kind(), stage, ReportMove::Begin)?;
        let row = report::ActiveModel {
            id: Set(key.to_string()),
            kind: Set(key.kind().to_string()),
            year: Set(key.period().0),
            agency_id: Set(agency.to_string()),
            stage: Set(to.to_string()),
            due_on: Set(desk.due(key.kind(), key.period())),
            figures_at: Set(filling.at),
            standings: Set(filling.standings.clone()),
            laid_by: Set(None),
            comment: Set(String::new()),
            number: Set(None),
            number_date: Set(None),
            first_sent_at: Set(None),
            version: Set(1),
        };
        report::Entity::insert(row).exec_without_returning(&tx).await?;
        fill::begin(&tx, &key.to_string(), key.kind(), &filling).await?;
        let row = open(&tx, key).await?;
        tell(&tx, actor, &row, ReportMove::Begin, "").await?;
        audit::append(&tx, actor, "report.begin", key, serde_json::json!({ "due_on": row.due_on })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Keeps a section: its words, and the numbers that are reported instead of the system's. `seen`: the version of the
    /// section that the person saw.
    ///
    /// # Errors
    /// Refused to all but those who write the report; a form that lacks something; [`Error::Conflict`] when somebody kept
    /// the section meanwhile; [`Error::IllegalMove`] once it lies before the head.
    pub async fn save_report_section(
        &self,
        actor: &Actor,
        key: &ReportKey,
        section: ReportSection,
        seen: i64,
        form: &SectionForm,
    ) -> Result<()> {
        authorize(actor, &Act::SeeCampaign)?;
        let book = self.book().await?;
        let desk = Desk::load(self, actor, &book).await?;
        let tx = self.begin().await?;
        let row = open(&tx, key).await?;
        allowed(&desk, key, &desk.whose(key, &row), laid_by(&row), ReportMove::Edit)?;
        next_report(key.kind(), stage_of(&row)?, ReportMove::Edit)?;
        let new = form.check(key.kind(), section).map_err(Error::Invalid)?;
        let stands = report_section::Entity::find_by_id((key.to_string(), section.to_string())).one(&tx).await?;
        let stands = stands.ok_or(Error::NotFound)?;
        same_version(stands.version, seen)?;
        let mut detail = serde_json::json!({ "section": section, "text": new.text, "numbers": {} });
        let of_report = report_line::Column::ReportId.eq(key.to_string());
        for line in report_line::Entity::find().filter(of_report).all(&tx).await? {
            if domain::report::lines(key.kind(), section).all(|one| one.measure.to_string() != line.measure) {
                continue;
            }
            let given = new.given.iter().find(|one| one.measure.to_string() == line.measure);
            let scaled = given.map(|one| i64::try_from(one.scaled).unwrap_or(i64::MAX));
            let reason = given.map(|one| one.reason.clone()).unwrap_or_default();
            if (scaled, reason.as_str()) == (line.given, line.reason.as_str()) {
                continue;
            }
            detail["numbers"][&line.measure] = serde_json::json!({
                "system": line.part, "whole": line.whole, "before": line.given, "given": scaled, "reason": reason,
            });
            let mut line = line.into_active_model();
            (line.given, line.reason) = (Set(scaled), Set(reason));
            line.given_by = Set(scaled.map(|_| who(actor)).unwrap_or_default());
            line.given_at = Set(scaled.map(|_| actor.at));
            line.update(&tx).await?;
        }
        let version = stands.version + 1;
        let mut changed = stands.into_active_model();
        (changed.text, changed.version) = (Set(new.text), Set(version));
        (changed.saved_by, changed.saved_at) = (Set(who(actor)), Set(Some(actor.at)));
        changed.update(&tx).await?;
        touch(&tx, row).await?;
        audit::append(&tx, actor, "report.section", key, detail).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes the figures of a report anew, but for those that were given otherwise. `seen`: the version of the report that
    /// the person saw.
    ///
    /// # Errors
    /// As [`Store::save_report_section`].
    pub async fn refresh_report(&self, actor: &Actor, key: &ReportKey, seen: i64) -> Result<()> {
        authorize(actor, &Act::SeeCampaign)?;
        let book = self.book().await?;
        let desk = Desk::load(self, actor, &book).await?;
        let before = report::Entity::find_by_id(key.to_string()).one(self.read()).await?.ok_or(Error::NotFound)?;
        allowed(&desk, key, &desk.whose(key, &before), laid_by(&before), ReportMove::Edit)?;
        let filling = self.filling(&desk, key).await?;
        let tx = self.begin().await?;
        let row = open(&tx, key).await?;
        next_report(key.kind(), stage_of(&row)?, ReportMove::Edit)?;
        same_version(row.version, seen)?;
        let changed = fill::refresh(&tx, &row.id, &filling).await?;
        let row = touch(&tx, row).await?;
        let mut row = row.into_active_model();
        (row.figures_at, row.standings) = (Set(filling.at), Set(filling.standings.clone()));
        row.update(&tx).await?;
        audit::append(&tx, actor, "report.refresh", key, serde_json::json!({ "lines": changed })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Moves a report on or back, and tells those whose turn it is.
    ///
    /// # Errors
    /// Refused to all but those whose move it is, and to the head of what they laid themselves; sections without words, a
    /// missing comment or number; [`Error::Conflict`] when it changed since the person saw it; [`Error::IllegalMove`].
    pub async fn move_report(
        &self,
        actor: &Actor,
        key: &ReportKey,
        attempted: ReportMove,
        form: &MoveForm,
    ) -> Result<()> {
        authorize(actor, &Act::SeeCampaign)?;
        let book = self.book().await?;
        let desk = Desk::load(self, actor, &book).await?;
        let tx = self.begin().await?;
        let row = open(&tx, key).await?;
        allowed(&desk, key, &desk.whose(key, &row), laid_by(&row), attempted)?;
        let from = stage_of(&row)?;
        let to = next_report(key.kind(), from, attempted)?;
        if matches!(attempted, ReportMove::Begin | ReportMove::Edit) {
            return Err(IllegalMove { stage: from.to_string(), attempted: attempted.to_string() }.into());
        }
        let input = form.check(attempted, Some(actor.today())).map_err(Error::Invalid)?;
        same_version(row.version, form.version)?;
        if attempted == ReportMove::Propose {
            let lacks = lacking(&page(&tx, &desk, key).await?);
            if !lacks.is_empty() {
                return Err(Error::Invalid(lacks));
            }
        }
        let (version, sent) = (row.version, row.first_sent_at);
        let mut changed = row.into_active_model();
        changed.stage = Set(to.to_string());
        changed.version = Set(version + 1);
        changed.comment = Set(input.comment.clone());
        match attempted {
            ReportMove::Propose => {
                changed.laid_by = Set(actor.account.as_ref().map(|account| account.id.to_string()));
            }
            ReportMove::Approve => changed.first_sent_at = Set(sent.or(Some(actor.at))),
            ReportMove::Forward => {
                let (number, date) = input.paper.clone().unzip();
                (changed.number, changed.number_date) = (Set(number), Set(date));
            }
            _ => {}
        }
        let row = changed.update(&tx).await?;
        tell(&tx, actor, &row, attempted, &input.comment).await?;
        if let Some(kind) = notice(key.kind(), attempted) {
            tell_of_report(&tx, actor, &book, (key, &desk.whose(key, &row)), &row, kind).await?;
        }
        let detail = serde_json::json!({ "from": from, "to": to, "comment": input.comment,
            "number": input.paper.as_ref().map(|(number, _)| number) });
        audit::append(&tx, actor, &format!("report.{attempted}"), key, detail).await?;
        tx.commit().await?;
        Ok(())
    }
}

impl Store {
    /// Adds a rule of the day on which reports are due: it takes over from its day on, and says nothing of reports that
    /// were begun.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a form that lacks something; a rule of the same report from that day or later
    /// on; too many rules.
    pub async fn add_report_rule(&self, actor: &Actor, form: &ReportRuleForm) -> Result<()> {
        authorize(actor, &Act::Consolidate)?;
        let new = form.check(Some(actor.today())).map_err(Error::Invalid)?;
        let tx = self.begin().await?;
        let stand = rules(&tx).await?;
        if stand.len() >= REPORT_RULES_MAX {
            let most = REPORT_RULES_MAX.to_string();
            return Err(Error::Invalid(vec![FieldError::with("due_day", FieldCode::TooMany, most)]));
        }
        let last = stand.iter().filter(|rule| rule.kind == new.kind).map(|rule| rule.valid_from).max();
        if let Some(last) = last.filter(|last| *last >= new.valid_from) {
            return Err(Error::Invalid(vec![FieldError::with("valid_from", FieldCode::RuleLater, date(last))]));
        }
        let row = report_rule::ActiveModel {
            kind: Set(new.kind.to_string()),
            month: Set(new.month.into()),
            day: Set(new.day.into()),
            valid_from: Set(new.valid_from),
        };
        report_rule::Entity::insert(row).exec_without_returning(&tx).await?;
        audit::append(&tx, actor, "report_rule.add", new.kind, serde_json::json!({ "rule": new })).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// A report that was written to is another than the one that was seen.
async fn touch(tx: &DatabaseTransaction, row: report::Model) -> Result<report::Model> {
    let version = row.version + 1;
    let mut row = row.into_active_model();
    row.version = Set(version);
    Ok(row.update(tx).await?)
}
