//! The letter that urges an agency for its late duties (articles 14.2, 16.1). Its number and day come from the document
//! system; what it listed is kept with them.

use std::collections::BTreeSet;

use domain::account::Actor;
use domain::agency::Function;
use domain::campaign::CampaignKey;
use domain::check::{FieldCode, FieldError};
use domain::duty::{DutySort, DutyState, days_late_on};
use domain::id::{AgencyId, DutyId, DutyLetterId, EntryCode};
use domain::legal::number_key;
use domain::policy::{Act, authorize};
use domain::reminder::{About, DutyUrging, NoticeKind, UrgedDuty, UrgingDraft, UrgingLetter};
use sea_orm::sea_query::Condition;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use time::Date;

use super::list::{codes_of, ordered, owned_by};
use super::{days_of, kind_of, small, stands};
use crate::appraisal::size;
use crate::entity::{duty, duty_letter, urging_letter};
use crate::notices::tell_people;
use crate::reference::calendar;
use crate::reminders::agency_people;
use crate::urging::{about, who};
use crate::{Error, Result, Store, audit};

/// Refuses the number of a letter that urges where another has it in that year: those about answers and those about duties
/// are numbered in one row. As with decisions, what differs in its writing alone is the same number.
pub(crate) async fn free_number(tx: &DatabaseTransaction, number: &str, year: i32) -> Result<()> {
    let of_answers = urging_letter::Entity::find().filter(urging_letter::Column::LetterYear.eq(year)).select_only();
    let of_duties = duty_letter::Entity::find().filter(duty_letter::Column::LetterYear.eq(year)).select_only();
    let mut taken: Vec<String> = of_answers.column(urging_letter::Column::Number).into_tuple().all(tx).await?;
    taken.extend(of_duties.column(duty_letter::Column::Number).into_tuple::<String>().all(tx).await?);
    let key = number_key(number);
    match taken.into_iter().find(|one| number_key(one) == key) {
        Some(one) => Err(Error::Invalid(vec![FieldError::with("letter_number", FieldCode::Taken, one)])),
        None => Ok(()),
    }
}

/// What a recorded letter said.
pub(crate) fn said(row: &duty_letter::Model) -> Result<DutyUrging> {
    serde_json::from_str(&row.content).map_err(|error| Error::Corrupt(format!("duty_letter {}: {error}", row.id)))
}

impl Store {
    /// What an agency is late with today, as a letter to it says; without duties where that is nothing.
    ///
    /// # Errors
    /// Refused to all but the coordinator; [`Error::NotFound`] for an agency that is none.
    pub async fn duty_urging(&self, actor: &Actor, agency: &AgencyId) -> Result<DutyUrging> {
        authorize(actor, &Act::ManageCampaign)?;
        let today = actor.today();
        self.letter_on(agency, stands(DutyState::Late, today, today), today, today).await
    }

    /// A letter as it was recorded.
    ///
    /// # Errors
    /// Refused to all but the coordinator; [`Error::NotFound`] for one that is none.
    pub async fn duty_letter(&self, actor: &Actor, id: DutyLetterId) -> Result<DutyUrging> {
        authorize(actor, &Act::ManageCampaign)?;
        let row = duty_letter::Entity::find_by_id(id.0).one(self.read()).await?.ok_or(Error::NotFound)?;
        said(&row)
    }

    /// Records the number and date of a letter that was sent, with what was late on that day, and tells the agency's people.
    ///
    /// # Errors
    /// Refused to all but the coordinator; [`Error::NotFound`] for an agency that is none; a number that is missing or taken in
    /// that year, a date in the future, or one on which the agency was late with nothing.
    pub async fn record_duty_urging(&self, actor: &Actor, draft: &UrgingDraft) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let today = actor.today();
        let (number, date) = draft.check(None, Some(today)).map_err(Error::Invalid)?;
        let passed = Condition::all().add(duty::Column::DueOn.lt(date));
        let letter = self.letter_on(&draft.agency, passed, date, today).await?;
        let Some(first) = letter.duties.first() else {
            return Err(Error::Invalid(vec![FieldError::new("letter_date", FieldCode::NotLater)]));
        };
        let (due_on, duties) = (first.due_on, size(letter.duties.len()));
        let letter = DutyUrging { number, ..letter };
        let content =
            serde_json::to_string(&letter).map_err(|error| Error::Corrupt(format!("duty_letter: {error}")))?;
        let book = self.book().await?;
        let tx = self.begin().await?;
        free_number(&tx, &letter.number, date.year()).await?;
        let row = duty_letter::ActiveModel {
            id: NotSet,
            agency_id: Set(draft.agency.to_string()),
            number: Set(letter.number.clone()),
            letter_date: Set(date),
            letter_year: Set(date.year()),
            content: Set(content),
            recorded_by: Set(who(actor)),
            recorded_at: Set(actor.at),
        };
        let id = row.insert(&tx).await?.id;
        let about = about(&book, &draft.agency, due_on, today, &calendar(&tx).await?, &letter.number);
        let about = About { duties, due_on, days_left: (due_on - today).whole_days(), ..about };
        let people = agency_people(&tx, &draft.agency).await?;
        tell_people(&tx, &people, NoticeKind::DutyUrged, None::<CampaignKey>, &[about], actor.at).await?;
        let listed: Vec<i64> = letter.duties.iter().map(|one| one.id.0).collect();
        let detail = serde_json::json!({
            "agency": draft.agency, "number": letter.number, "date": date, "duties": listed,
        });
        audit::append(&tx, actor, "duty.urge", id, detail).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The letter to an agency about what was late on a day, of the duties that stand so and are its own today.
    async fn letter_on(&self, agency: &AgencyId, standing: Condition, day: Date, today: Date) -> Result<DutyUrging> {
        let book = self.book().await?;
        // An empty name would be every agency's.
        book.on(agency, today).ok_or(Error::NotFound)?;
        let owned = duty::Column::EntryCode.in_subquery(owned_by(agency.as_str(), today));
        let found = ordered(duty::Entity::find().filter(standing.add(owned)), DutySort::Due);
        let mut rows = found.all(self.read()).await?;
        rows.retain(|row| days_late_on(&days_of(row), day) > 0);
        let names = self.entry_names(codes_of(&rows)).await?;
        let urged = |row: &duty::Model| {
            Ok(UrgedDuty {
                id: DutyId(row.id),
                code: EntryCode(row.entry_code.clone()),
                name: names.get(&row.entry_code).cloned().unwrap_or_default(),
                kind: kind_of(row)?,
                due_on: row.due_on,
                days_late: days_late_on(&days_of(row), day),
                document: row.document.clone(),
                article: small(row.article),
                clause: small(row.clause),
                is_target: row.is_target,
            })
        };
        let duties = rows.iter().map(urged).collect::<Result<Vec<_>>>()?;
        let letters = self.letters_about(agency, &duties, day).await?;
        Ok(DutyUrging {
            coordinator: book.holder(Function::Coordinator, day).unwrap_or_default(),
            agency: book.refer(agency, day),
            duties,
            letters,
            day,
            number: String::new(),
        })
    }

    /// The letters to an agency until a day that list some of these duties.
    async fn letters_about(&self, agency: &AgencyId, duties: &[UrgedDuty], day: Date) -> Result<Vec<UrgingLetter>> {
        let ids: BTreeSet<DutyId> = duties.iter().map(|one| one.id).collect();
        let found = duty_letter::Entity::find()
            .filter(duty_letter::Column::AgencyId.eq(agency.as_str()))
            .filter(duty_letter::Column::LetterDate.lte(day))
            .order_by_asc(duty_letter::Column::Id);
        let mut letters = Vec::new();
        for row in found.all(self.read()).await? {
            if said(&row)?.duties.iter().any(|one| ids.contains(&one.id)) {
                letters.push(UrgingLetter {
                    number: row.number,
                    date: row.letter_date,
                    recorded_by: row.recorded_by,
                    recorded_at: row.recorded_at,
                });
            }
        }
        Ok(letters)
    }
}
