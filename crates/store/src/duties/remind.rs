//! The week's word to each agency on its duties that press: what is late, and what is due soon (articles 14.2, 16.1).

use std::collections::BTreeMap;

use domain::account::{Actor, Role};
use domain::campaign::CampaignKey;
use domain::duty::{DutyState, SOON_WORKING_DAYS};
use domain::format::local_date;
use domain::id::AgencyId;
use domain::reminder::{About, NoticeKind};
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use time::{Date, Duration, OffsetDateTime};

use super::list::{codes_of, owners_of};
use super::stands;
use crate::appraisal::size;
use crate::entity::{duty, notice};
use crate::notices::tell_people;
use crate::reminders::{agency_people, people};
use crate::urging::about;
use crate::{Result, Store, audit};

/// Whether the agencies were told in the week of a day.
async fn is_told(connection: &impl ConnectionTrait, today: Date) -> Result<bool> {
    let monday = today - Duration::days(i64::from(today.weekday().number_days_from_monday()));
    let last = notice::Entity::find()
        .filter(notice::Column::Kind.eq(NoticeKind::DutyRemind.to_string()))
        .order_by_desc(notice::Column::Id);
    Ok(last.one(connection).await?.is_some_and(|row| local_date(row.at) >= monday))
}

impl Store {
    /// Tells the officers of each agency, on the first working day of a week, of its duties that are late or due soon; where
    /// some are late its heads too. Gives the number of notices.
    ///
    /// Any number of servers may do it at once: writers take turns, and what one told is there for the next.
    ///
    /// # Errors
    /// When the database fails; then nobody was told.
    pub async fn remind_duties(&self, at: OffsetDateTime) -> Result<u32> {
        let (today, calendar) = (local_date(at), self.calendar().await?);
        if !calendar.is_working_day(today) || is_told(self.read(), today).await? {
            return Ok(0);
        }
        let book = self.book().await?;
        let tx = self.begin().await?;
        if is_told(&tx, today).await? {
            return Ok(0);
        }
        let soon_until = calendar.add_working_days(today, SOON_WORKING_DAYS);
        let is = |state| stands(state, today, soon_until);
        let pressing = Condition::any().add(is(DutyState::Late)).add(is(DutyState::DueSoon));
        // A period that has not begun cannot be recorded as done yet.
        let rows = duty::Entity::find().filter(pressing).filter(duty::Column::StartsOn.lte(today)).all(&tx).await?;
        let owners = owners_of(&tx, codes_of(&rows), today).await?;
        let mut of: BTreeMap<&AgencyId, [Vec<Date>; 2]> = BTreeMap::new();
        for row in &rows {
            let Some(owner) = owners.get(&row.entry_code) else { continue };
            let [late, soon] = of.entry(owner).or_default();
            let days = if row.due_on < today { late } else { soon };
            days.push(row.due_on);
        }
        let mut told = 0;
        for (agency, days) in of {
            let is_late = !days[0].is_empty();
            let lines: Vec<About> = days
                .iter()
                .filter_map(|days| {
                    let due_on = *days.iter().min()?;
                    // By the duty's own day, as every page has it: the round moves it off a day that became one off.
                    let days_left = (due_on - today).whole_days();
                    let about = about(&book, agency, due_on, today, &calendar, "");
                    Some(About { duties: size(days.len()), due_on, days_left, ..about })
                })
                .collect();
            let people =
                if is_late { agency_people(&tx, agency).await? } else { people(&tx, Role::Officer, agency).await? };
            told += tell_people(&tx, &people, NoticeKind::DutyRemind, None::<CampaignKey>, &lines, at).await?;
        }
        if told > 0 {
            let detail = serde_json::json!({ "notices": told });
            audit::append(&tx, &Actor::system(at), "duty.remind", today, detail).await?;
        }
        tx.commit().await?;
        Ok(told)
    }
}
