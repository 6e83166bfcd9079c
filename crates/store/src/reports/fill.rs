//! What a report is filled in with: its figures, its tables, how the agencies stand with theirs.

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::id::AgencyId;
use domain::indicator::{Amount, Period};
use domain::report::{
    Ground, Measure, ProposalFact, ReportKey, ReportKind, ReportSection, ReportTable, Standing, lines_of,
    proposals_text, sections, tables_of,
};
use domain::review::AnswerKind;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use time::OffsetDateTime;

use super::Desk;
use crate::entity::{
    answer, campaign, duty_letter, report, report_line, report_section, report_table, response, urging_letter,
};
use crate::review_rows::draft;
use crate::{Error, Result, Store};

/// The most proposals of a year that are told.
const PROPOSALS_MAX: u64 = 1_000;

/// What a report is filled in with.
pub(super) struct Filling {
    pub at: OffsetDateTime,
    lines: Vec<(Measure, u16, Option<Amount>)>,
    tables: Vec<ReportTable>,
    proposals: String,
    /// JSON; empty of an agency's report.
    pub standings: String,
}

fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Corrupt(format!("report: {error}")))
}

impl Store {
    /// The figures of a report at this moment, read before its transaction.
    pub(super) async fn filling(&self, desk: &Desk<'_>, key: &ReportKey) -> Result<Filling> {
        let (period, agency) = (key.period(), key.agency());
        let (told, at) = self.indicators_told(desk.actor, period, agency).await?;
        let proposals = self.proposed(desk.actor, period, agency).await?;
        let letters = match key.kind() {
            ReportKind::Agency => Vec::new(),
            ReportKind::Consolidated => self.urged(desk, period).await?,
        };
        let ground = Ground { told, proposals, letters };
        let lines = lines_of(key.kind(), &ground);
        Ok(match key.kind() {
            ReportKind::Agency => {
                Filling { at, lines, tables: Vec::new(), proposals: proposals_text(&ground), standings: String::new() }
            }
            ReportKind::Consolidated => Filling {
                at,
                lines,
                tables: tables_of(&ground),
                proposals: String::new(),
                standings: json(&self.standings(desk, period).await?)?,
            },
        })
    }

    async fn standings(&self, desk: &Desk<'_>, period: Period) -> Result<Vec<Standing>> {
        let rows = report::Entity::find()
            .filter(report::Column::Year.eq(period.0))
            .filter(report::Column::Kind.eq(ReportKind::Agency.to_string()))
            .all(self.read())
            .await?;
        let standing = |agency: AgencyId| {
            let row = rows.iter().find(|row| row.agency_id == agency.as_str());
            desk.standing(&ReportKey::of_agency(period, &agency), &agency, row)
        };
        desk.reporting(period).into_iter().map(standing).collect()
    }

    /// To whom the letters of a year went that urge for answers and for duties: an agency a letter.
    async fn urged(&self, desk: &Desk<'_>, period: Period) -> Result<Vec<AgencyRef>> {
        let of_answers = urging_letter::Entity::find()
            .select_only()
            .column(urging_letter::Column::AgencyId)
            .filter(urging_letter::Column::LetterYear.eq(period.0))
            .order_by_asc(urging_letter::Column::Id);
        let of_duties = duty_letter::Entity::find()
            .select_only()
            .column(duty_letter::Column::AgencyId)
            .filter(duty_letter::Column::LetterYear.eq(period.0))
            .order_by_asc(duty_letter::Column::Id);
        let mut agencies: Vec<String> = of_answers.into_tuple().all(self.read()).await?;
        agencies.extend(of_duties.into_tuple::<String>().all(self.read()).await?);
        let day = period.until(desk.today());
        Ok(agencies.into_iter().map(|id| desk.book.refer(&AgencyId(id), day)).collect())
    }

    /// What agencies proposed in the yearly review and sent; `None` where there was none.
    async fn proposed(
        &self,
        actor: &Actor,
        period: Period,
        agency: Option<&AgencyId>,
    ) -> Result<Option<Vec<ProposalFact>>> {
        if campaign::Entity::find_by_id(period.0).one(self.read()).await?.is_none() {
            return Ok(None);
        }
        let mut asked = response::Entity::find()
            .filter(response::Column::CampaignYear.eq(period.0))
            .filter(response::Column::FirstSubmittedAt.is_not_null());
        if let Some(agency) = agency {
            asked = asked.filter(response::Column::AgencyId.eq(agency.as_str()));
        }
        let asked = asked.all(self.read()).await?;
        let rows = answer::Entity::find()
            .filter(answer::Column::ResponseId.is_in(asked.iter().map(|row| row.id)))
            .filter(answer::Column::EntryCode.is_null())
            .order_by_asc(answer::Column::Id)
            .limit(PROPOSALS_MAX);
        let (book, day) = (self.book().await?, period.until(actor.today()));
        let mut found = Vec::new();
        for row in rows.all(self.read()).await? {
            let (Some(said), Some(of)) = (draft(&row)?, asked.iter().find(|one| one.id == row.response_id)) else {
                continue;
            };
            let Some(content) = said.content.filter(|_| said.kind == AnswerKind::Propose) else { continue };
            found.push(ProposalFact {
                agency: book.refer(&AgencyId::from(of.agency_id.as_str()), day),
                name: content.name,
                need: said.plan.map(|plan| plan.need).unwrap_or_default(),
            });
        }
        Ok(Some(found))
    }
}

fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

/// Writes the parts of a report that begins.
pub(super) async fn begin(tx: &DatabaseTransaction, id: &str, kind: ReportKind, filling: &Filling) -> Result<()> {
    for section in sections(kind) {
        let text = if section.section == ReportSection::Proposals { filling.proposals.clone() } else { String::new() };
        let row = report_section::ActiveModel {
            report_id: Set(id.to_owned()),
            section: Set(section.section.to_string()),
            text: Set(text),
            version: Set(1),
            saved_by: Set(String::new()),
            saved_at: Set(None),
        };
        report_section::Entity::insert(row).exec_without_returning(tx).await?;
    }
    for (measure, version, amount) in &filling.lines {
        let row = report_line::ActiveModel {
            report_id: Set(id.to_owned()),
            measure: Set(measure.to_string()),
            definition: Set(i32::from(*version)),
            part: Set(amount.map(|amount| number(amount.part))),
            whole: Set(amount.map(|amount| number(amount.whole))),
            given: Set(None),
            reason: Set(String::new()),
            given_by: Set(String::new()),
            given_at: Set(None),
        };
        report_line::Entity::insert(row).exec_without_returning(tx).await?;
    }
    for table in &filling.tables {
        let row = report_table::ActiveModel {
            report_id: Set(id.to_owned()),
            section: Set(table.section.to_string()),
            content: Set(json(table)?),
        };
        report_table::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Takes the figures of a report anew, but for those that were given otherwise: there both numbers and the reason stand
/// as they were given. Gives the number of lines that changed.
pub(super) async fn refresh(tx: &DatabaseTransaction, id: &str, filling: &Filling) -> Result<u32> {
    let rows = report_line::Entity::find().filter(report_line::Column::ReportId.eq(id)).all(tx).await?;
    let mut changed = 0;
    for row in rows.into_iter().filter(|row| row.given.is_none()) {
        let of_it = |(measure, ..): &&(Measure, u16, Option<Amount>)| measure.to_string() == row.measure;
        let Some((_, version, amount)) = filling.lines.iter().find(of_it) else { continue };
        let (part, whole) = (amount.map(|one| number(one.part)), amount.map(|one| number(one.whole)));
        if (part, whole, i32::from(*version)) == (row.part, row.whole, row.definition) {
            continue;
        }
        let mut row = row.into_active_model();
        (row.part, row.whole, row.definition) = (Set(part), Set(whole), Set(i32::from(*version)));
        row.update(tx).await?;
        changed += 1;
    }
    for table in &filling.tables {
        let stands = report_table::Entity::find_by_id((id.to_owned(), table.section.to_string())).one(tx).await?;
        let Some(stands) = stands else { continue };
        let mut row = stands.into_active_model();
        row.content = Set(json(table)?);
        row.update(tx).await?;
    }
    Ok(changed)
}
