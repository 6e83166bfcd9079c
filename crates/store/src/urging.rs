//! Extensions, lateness on the record, and the letters that urge (article 14.2).

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::agency::Function;
use domain::calendar::Calendar;
use domain::campaign::CampaignKey;
use domain::check::{FieldCode, FieldError};

use domain::id::AgencyId;
use domain::policy::{Act, authorize};
use domain::reminder::{
    About, Extension, ExtensionDraft, Lateness, NoticeKind, UrgingContent, UrgingDraft, UrgingLetter, UrgingPage,
    days_left,
};
use domain::workflow::ResponseMove;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder,
};
use time::Date;

use crate::dues::{dues, extensions};
use crate::duties::free_number;
use crate::entity::{campaign, due_extension, lateness, response, urging_letter};
use crate::notices::tell_people;
use crate::reference::{AgencyBook, calendar};
use crate::reminders::agency_people;
use crate::returns::{due_again, urged_return};
use crate::review_rows::{
    answers_of, campaign_of, campaign_stage, counted_campaign, key_of, response_of, takes_answers, tell,
};
use crate::{Error, Result, Store, audit};

/// Puts on record who is late on a day, or answered late before it. It only ever grows: the schema refuses less.
pub(crate) async fn keep_lateness(
    tx: &DatabaseTransaction,
    campaign: &campaign::Model,
    today: Date,
    calendar: &Calendar,
) -> Result<()> {
    let dues = dues(tx, campaign).await?;
    let clock = dues.clock(calendar);
    let known = lateness::Entity::find().filter(lateness::Column::CampaignYear.eq(campaign.year)).all(tx).await?;
    let known: BTreeMap<(String, Date), lateness::Model> =
        known.into_iter().map(|row| ((row.agency_id.clone(), row.due_on), row)).collect();
    let responses = response::Entity::find().filter(response::Column::CampaignYear.eq(campaign.year)).all(tx).await?;
    for row in &responses {
        for due in dues.every(row) {
            let days = i32::try_from(due.days_late(today, &clock)).unwrap_or(i32::MAX);
            match known.get(&(row.agency_id.clone(), due.due_on)) {
                None if days > 0 => {
                    let row = lateness::ActiveModel {
                        campaign_year: Set(campaign.year),
                        agency_id: Set(row.agency_id.clone()),
                        due_on: Set(due.due_on),
                        days_late: Set(days),
                        answered_on: Set(due.answered_on),
                        again: Set(due.again),
                    };
                    lateness::Entity::insert(row).exec_without_returning(tx).await?;
                }
                Some(before)
                    if before.answered_on.is_none() && (days > before.days_late || due.answered_on.is_some()) =>
                {
                    let days = Ord::max(days, before.days_late);
                    let mut row = before.clone().into_active_model();
                    row.days_late = Set(days);
                    row.answered_on = Set(due.answered_on);
                    row.update(tx).await?;
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn letters(rows: &[urging_letter::Model], agency: &str) -> Vec<UrgingLetter> {
    let of = rows.iter().filter(|row| row.agency_id == agency);
    of.map(|row| UrgingLetter {
        number: row.number.clone(),
        date: row.letter_date,
        recorded_by: row.recorded_by.clone(),
        recorded_at: row.recorded_at,
    })
    .collect()
}

async fn letter_rows(connection: &impl ConnectionTrait, campaign: i32) -> Result<Vec<urging_letter::Model>> {
    Ok(urging_letter::Entity::find()
        .filter(urging_letter::Column::CampaignYear.eq(campaign))
        .order_by_asc(urging_letter::Column::Id)
        .all(connection)
        .await?)
}

pub(crate) fn who(actor: &Actor) -> String {
    actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default()
}

impl Store {
    /// Who is or was late in a campaign, with the letters that were sent; extensions; who has not answered.
    ///
    /// # Errors
    /// Refused to all but the coordinator; unknown campaign.
    pub async fn urging(&self, actor: &Actor, key: CampaignKey) -> Result<UrgingPage> {
        authorize(actor, &Act::ManageCampaign)?;
        let campaign = campaign_of(self.read(), key).await?;
        let (book, calendar, today) = (self.book().await?, calendar(self.read()).await?, actor.today());
        let dues = dues(self.read(), &campaign).await?;
        let clock = dues.clock(&calendar);
        let open = campaign_stage(&campaign)?.takes_answers();
        let sent = letter_rows(self.read(), campaign.year).await?;
        let responses = response::Entity::find()
            .filter(response::Column::CampaignYear.eq(campaign.year))
            .order_by_asc(response::Column::Position)
            .all(self.read())
            .await?;
        let mut late: Vec<Lateness> = Vec::new();
        let known =
            lateness::Entity::find().filter(lateness::Column::CampaignYear.eq(campaign.year)).all(self.read()).await?;
        let mut unanswered = Vec::new();
        for row in &responses {
            let agency = book.refer(&AgencyId::from(row.agency_id.as_str()), today);
            let every = dues.every(row);
            let of_agency: Vec<&lateness::Model> =
                known.iter().filter(|kept| kept.agency_id == row.agency_id).collect();
            for kept in of_agency.iter().filter(|kept| every.iter().all(|due| due.due_on != kept.due_on)) {
                late.push(on_record(kept, &agency, &sent));
            }
            for due in every {
                let (due_on, owes) = (due.due_on, open && due.answered_on.is_none());
                // What the next tick will put on record is told already.
                let now = if owes { due.days_late(today, &clock) } else { 0 };
                match of_agency.iter().find(|kept| kept.due_on == due_on) {
                    Some(kept) => {
                        let one = on_record(kept, &agency, &sent);
                        late.push(Lateness { days_late: Ord::max(one.days_late, now), owes, ..one });
                    }
                    None if now > 0 => late.push(Lateness {
                        agency: agency.clone(),
                        due_on,
                        days_late: now,
                        answered_on: None,
                        again: due.again,
                        owes,
                        // A letter about the answers themselves is none about what came back.
                        letters: if due.again { Vec::new() } else { letters(&sent, &row.agency_id) },
                    }),
                    None => {}
                }
                if owes && now == 0 {
                    unanswered.push((agency.clone(), due_on));
                }
            }
        }
        late.sort_by_key(|one| (std::cmp::Reverse(one.owes), std::cmp::Reverse(one.days_late)));
        let given = extensions(self.read(), campaign.year).await?;
        let given = given.into_iter().rev().map(|row| Extension {
            agency: book.refer(&AgencyId(row.agency_id), today),
            due_on: row.due_on,
            reason: row.reason,
            decided_by: row.decided_by,
            decided_at: row.decided_at,
        });
        let extensions = given.collect();
        Ok(UrgingPage {
            campaign: counted_campaign(self.read(), &campaign, actor.today()).await?,
            late,
            extensions,
            unanswered,
        })
    }

    /// Gives an agency more time. What was late before stays on record.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a campaign that takes no answers, an agency that owes none; a reason that is
    /// missing, a day that is not later.
    pub async fn extend(&self, actor: &Actor, key: CampaignKey, draft: &ExtensionDraft) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let book = self.book().await?;
        let tx = self.begin().await?;
        let campaign = campaign_of(&tx, key).await?;
        takes_answers(&campaign, ResponseMove::Edit)?;
        let row = response_of(&tx, key, &draft.agency).await?;
        let dues = dues(&tx, &campaign).await?;
        let due = dues.now(&row);
        if due.answered_on.is_some() {
            return Err(Error::Invalid(vec![FieldError::new("agency", FieldCode::NoChange)]));
        }
        let (calendar, today, old) = (calendar(&tx).await?, actor.today(), due.due_on);
        let (due_on, reason) = draft.check(Some(old), Some(today)).map_err(Error::Invalid)?;
        let due_on = calendar.on_or_after(due_on);
        let taken = |one: &due_extension::Model| one.agency_id == row.agency_id && one.due_on == due_on;
        if extensions(&tx, campaign.year).await?.iter().any(taken) {
            return Err(Error::Invalid(vec![FieldError::new("due_on", FieldCode::Taken)]));
        }
        keep_lateness(&tx, &campaign, today, &calendar).await?;
        let row = give(&tx, actor, row, due.again, due_on, &reason).await?;
        let clock = dues.clock(&calendar);
        let about = About { again: due.again, ..about(&book, &draft.agency, due_on, today, &clock, "") };
        let people = agency_people(&tx, &draft.agency).await?;
        tell_people(&tx, &people, NoticeKind::Extended, key, &[about], actor.at).await?;
        let detail = serde_json::json!({ "agency": row.agency_id, "from": old, "to": due_on, "reason": reason });
        audit::append(&tx, actor, "campaign.extend", key, detail).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What a letter to a late agency says. It has no number: that comes from the document system.
    ///
    /// # Errors
    /// Refused to all but the coordinator; [`Error::NotFound`] for an agency that is not late.
    pub async fn urging_content(&self, actor: &Actor, key: CampaignKey, agency: &AgencyId) -> Result<UrgingContent> {
        let page = self.urging(actor, key).await?;
        let late = page.late.into_iter().find(|one| one.agency.id == *agency && one.owes).ok_or(Error::NotFound)?;
        let row = response_of(self.read(), key, agency).await?;
        let answers = answers_of(self.read(), vec![row.id]).await?;
        let returned = if late.again {
            let campaign = campaign_of(self.read(), key).await?;
            Some(urged_return(self.read(), &campaign, &row, &answers, late.due_on).await?)
        } else {
            None
        };
        let of_entries = answers.iter().filter(|answer| answer.entry_code.is_some());
        let answered = of_entries.clone().filter(|answer| answer.kind.is_some()).count();
        let book = self.book().await?;
        Ok(UrgingContent {
            campaign: page.campaign,
            coordinator: book.holder(Function::Coordinator, actor.today()).unwrap_or_default(),
            agency: late.agency,
            due_on: late.due_on,
            days_late: late.days_late,
            entries: u32::try_from(of_entries.count()).unwrap_or(u32::MAX),
            answered: u32::try_from(answered).unwrap_or(u32::MAX),
            returned,
            letters: late.letters,
            today: actor.today(),
        })
    }

    /// Records the number and date of a letter that was sent, and tells the agency's people. It urges for what was late last
    /// on its date, whatever became of that since.
    ///
    /// # Errors
    /// Refused to all but the coordinator; an agency that was never late; a number that is missing or taken in that year, a
    /// date out of range.
    pub async fn record_urging(&self, actor: &Actor, key: CampaignKey, draft: &UrgingDraft) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let book = self.book().await?;
        let tx = self.begin().await?;
        let campaign = campaign_of(&tx, key).await?;
        let row = response_of(&tx, key, &draft.agency).await?;
        let (calendar, today) = (calendar(&tx).await?, actor.today());
        let dues = dues(&tx, &campaign).await?;
        let clock = dues.clock(&calendar);
        if campaign_stage(&campaign)?.takes_answers() {
            keep_lateness(&tx, &campaign, today, &calendar).await?;
        }
        let known = lateness::Entity::find()
            .filter(lateness::Column::CampaignYear.eq(campaign.year))
            .filter(lateness::Column::AgencyId.eq(&row.agency_id))
            .order_by_asc(lateness::Column::DueOn)
            .all(&tx)
            .await?;
        let first = known.first().map_or_else(|| dues.now(&row).due_on, |kept| kept.due_on);
        let (number, date) = draft.check(Some(first), Some(today)).map_err(Error::Invalid)?;
        // Of what it was late with when the letter was written, the last: it may have answered since, or been given time.
        let late = known.iter().rfind(|kept| kept.due_on < date).ok_or(Error::NotFound)?;
        let (due_on, again) = (late.due_on, late.again);
        free_number(&tx, &number, date.year()).await?;
        let letter = urging_letter::ActiveModel {
            id: sea_orm::ActiveValue::NotSet,
            campaign_year: Set(campaign.year),
            agency_id: Set(row.agency_id.clone()),
            number: Set(number.clone()),
            letter_date: Set(date),
            letter_year: Set(date.year()),
            due_on: Set(due_on),
            recorded_by: Set(who(actor)),
            recorded_at: Set(actor.at),
        };
        letter.insert(&tx).await?;
        let about = About { again, ..about(&book, &draft.agency, due_on, today, &clock, &number) };
        let people = agency_people(&tx, &draft.agency).await?;
        tell_people(&tx, &people, NoticeKind::Urged, key, &[about], actor.at).await?;
        let detail = serde_json::json!({ "agency": row.agency_id, "number": number, "date": date });
        audit::append(&tx, actor, "urging.record", key_of(campaign.year)?, detail).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Moves the day of an agency's answers, or of those that came back.
async fn give(
    tx: &DatabaseTransaction,
    actor: &Actor,
    row: response::Model,
    again: bool,
    due_on: Date,
    reason: &str,
) -> Result<response::Model> {
    let given = due_extension::ActiveModel {
        id: sea_orm::ActiveValue::NotSet,
        campaign_year: Set(row.campaign_year),
        agency_id: Set(row.agency_id.clone()),
        due_on: Set(due_on),
        reason: Set(reason.to_owned()),
        decided_by: Set(who(actor)),
        decided_at: Set(actor.at),
        again: Set(again),
    };
    given.insert(tx).await?;
    let row = if again { due_again(tx, row, actor.today(), due_on).await? } else { row };
    tell(tx, actor, key_of(row.campaign_year)?, Some(&row.agency_id), &row.stage, &row.stage, reason).await?;
    Ok(row)
}

/// Gives all who owe answers time until a day, but those who have it already: the agencies whose day it moved.
///
/// # Errors
/// At `due_on`: [`FieldCode::NotLater`] where it moves nobody's day, [`FieldCode::Taken`] where one of them was given it before.
pub(crate) async fn extend_all(
    tx: &DatabaseTransaction,
    actor: &Actor,
    campaign: &campaign::Model,
    due_on: Date,
    reason: &str,
) -> Result<Vec<String>> {
    let (dues, before) = (dues(tx, campaign).await?, extensions(tx, campaign.year).await?);
    let asked = response::Entity::find()
        .filter(response::Column::CampaignYear.eq(campaign.year))
        .order_by_asc(response::Column::Position);
    let mut owing = asked.all(tx).await?;
    owing.retain(|row| {
        let due = dues.now(row);
        due.answered_on.is_none() && due.due_on < due_on
    });
    let taken = |row: &response::Model| before.iter().any(|one| one.agency_id == row.agency_id && one.due_on == due_on);
    let nobody = owing.is_empty().then_some(FieldCode::NotLater);
    if let Some(code) = nobody.or(owing.iter().any(taken).then_some(FieldCode::Taken)) {
        return Err(Error::Invalid(vec![FieldError::new("due_on", code)]));
    }
    let mut given = Vec::with_capacity(owing.len());
    for row in owing {
        let again = dues.now(&row).again;
        given.push(give(tx, actor, row, again, due_on, reason).await?.agency_id);
    }
    Ok(given)
}

fn on_record(row: &lateness::Model, agency: &domain::agency::AgencyRef, sent: &[urging_letter::Model]) -> Lateness {
    let of_that_day: Vec<urging_letter::Model> =
        sent.iter().filter(|letter| letter.due_on == row.due_on).cloned().collect();
    Lateness {
        agency: agency.clone(),
        due_on: row.due_on,
        days_late: i64::from(row.days_late),
        answered_on: row.answered_on,
        again: row.again,
        owes: false,
        letters: letters(&of_that_day, &row.agency_id),
    }
}

pub(crate) fn about(
    book: &AgencyBook,
    agency: &AgencyId,
    due_on: Date,
    today: Date,
    calendar: &Calendar,
    letter: &str,
) -> About {
    let days_left = days_left(due_on, today, calendar);
    let due_on = calendar.on_or_after(due_on);
    let agency = book.refer(agency, today);
    let (letter, note) = (letter.to_owned(), String::new());
    About {
        agency,
        due_on,
        days_left,
        letter,
        opinion: None,
        note,
        again: false,
        duties: 0,
        report: None,
        period: None,
    }
}
