//! The focal points of agencies: one is current, those before it are kept with their days. Only how the office is reached is
//! kept of a person (decree 47/2020, article 7).

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::agency::{Contact, ContactForm, ContactPeriod, ContactView};
use domain::id::AgencyId;
use domain::policy::{Act, authorize};
use sea_orm::sea_query::Condition;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Select,
};
use time::Date;

use crate::account::sign_officers_out;
use crate::entity::agency_contact::{self, Column};
use crate::owners::Successions;
use crate::reference::AgencyBook;
use crate::{Error, Result, Store, audit};

fn period(row: agency_contact::Model) -> ContactPeriod {
    ContactPeriod {
        contact: Contact {
            unit: row.unit,
            name: row.name,
            position: row.position,
            phone: row.phone,
            email: row.email,
            document: row.document,
            document_date: row.document_date,
        },
        version: row.version,
        valid_from: row.valid_from,
        valid_to: row.valid_to,
    }
}

fn of(agency: &AgencyId) -> Select<agency_contact::Entity> {
    agency_contact::Entity::find().filter(Column::AgencyId.eq(agency.as_str()))
}

/// Those that stood on a day. Two of an agency where one took over on the first day of the other: the later counts.
fn valid_on(day: Date) -> Condition {
    let open = Condition::any().add(Column::ValidTo.is_null()).add(Column::ValidTo.gte(day));
    Condition::all().add(Column::ValidFrom.lte(day)).add(open)
}

impl Store {
    /// The focal point of an agency on a day; of one that has ended, of the agency that took over all its work.
    pub(crate) async fn contact_on(
        &self,
        agency: &AgencyId,
        book: &AgencyBook,
        day: Date,
    ) -> Result<Option<ContactView>> {
        let agency = if book.is_there(agency, day) {
            agency.clone()
        } else {
            let successions = Successions::load(self.read()).await?;
            AgencyId::from(successions.last(agency.as_str(), day))
        };
        if !book.is_there(&agency, day) {
            return Ok(None);
        }
        let newest = of(&agency).filter(valid_on(day)).order_by_desc(Column::Version);
        let row = newest.one(self.read()).await?;
        Ok(row.map(|row| ContactView { agency: book.refer(&agency, day), period: period(row) }))
    }

    /// The focal point of every agency that had one on a day.
    pub(crate) async fn contacts_on(&self, day: Date) -> Result<BTreeMap<String, ContactPeriod>> {
        let rows = agency_contact::Entity::find().filter(valid_on(day)).order_by_asc(Column::Version);
        Ok(rows.all(self.read()).await?.into_iter().map(|row| (row.agency_id.clone(), period(row))).collect())
    }

    /// The focal points that an agency had before, the last first; none for those who may not name another.
    pub(crate) async fn earlier_contacts(&self, actor: &Actor, agency: &AgencyId) -> Result<Vec<ContactPeriod>> {
        if authorize(actor, &Act::EditContact(agency)).is_err() {
            return Ok(Vec::new());
        }
        let before = of(agency).filter(Column::ValidTo.is_not_null()).order_by_desc(Column::Version);
        Ok(before.all(self.read()).await?.into_iter().map(period).collect())
    }

    /// Makes a focal point the current one from today on; what stood before is kept. The same again changes nothing. Where
    /// another person takes over, the sessions of the agency's officers end; whether the actor's own did.
    ///
    /// # Errors
    /// Refused to all but the agency's officer and head and the coordinator; [`Error::NotFound`] for an agency that is not
    /// there today; remarks on fields; [`Error::Conflict`] when somebody named another since `version`.
    pub async fn save_contact(
        &self,
        actor: &Actor,
        agency: &AgencyId,
        version: i64,
        form: &ContactForm,
    ) -> Result<bool> {
        authorize(actor, &Act::EditContact(agency))?;
        let today = actor.today();
        if !self.book().await?.is_there(agency, today) {
            return Err(Error::NotFound);
        }
        let new = form.check(Some(today)).map_err(Error::Invalid)?;
        let tx = self.begin().await?;
        let current = of(agency).filter(Column::ValidTo.is_null()).one(&tx).await?;
        let stands = current.as_ref().map_or(0, |row| row.version);
        if stands != version {
            return Err(Error::Conflict { version: stands });
        }
        let before = current.clone().map(|row| period(row).contact);
        if before.as_ref() == Some(&new) {
            return Ok(false);
        }
        let takes_over = before.as_ref().is_some_and(|before| new.is_another_person(before));
        if let Some(row) = current {
            let last = today.previous_day().unwrap_or(today).max(row.valid_from);
            let mut row = row.into_active_model();
            row.valid_to = Set(Some(last));
            row.update(&tx).await?;
        }
        let detail = serde_json::json!({ "before": before, "after": new });
        let row = agency_contact::Model {
            agency_id: agency.to_string(),
            version: stands + 1,
            unit: new.unit,
            name: new.name,
            position: new.position,
            phone: new.phone,
            email: new.email,
            document: new.document,
            document_date: new.document_date,
            valid_from: today,
            valid_to: None,
        };
        agency_contact::Entity::insert(row.into_active_model()).exec_without_returning(&tx).await?;
        audit::append(&tx, actor, "agency.contact", agency, detail).await?;
        let signed_out = takes_over && sign_officers_out(&tx, actor, agency).await?;
        self.commit_public(tx).await?;
        Ok(signed_out)
    }
}
