//! The list of agencies and the page of one.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::agency::{AgencyPage, AgencyRow, EventView};
use domain::catalog::{EntryFilter, EntryRow};
use domain::id::AgencyId;
use domain::page::PAGE_ROWS_MAX;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use time::Date;

use crate::entity::{agency_event, agency_event_side};
use crate::reference::AgencyBook;
use crate::rows::parse;
use crate::search::RowParts;
use crate::{Error, Result, Store};

impl Store {
    /// The agencies that exist on a day, by name, with the entries that each answers for and its focal point.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn agencies(&self, _actor: &Actor, day: Date) -> Result<Vec<AgencyRow>> {
        let parts = RowParts::load(self, day).await?;
        let mut entries: BTreeMap<String, u32> = BTreeMap::new();
        if let Some(edition) = self.current_edition(day).await? {
            let counted = self.counts(edition.id, &parts).await?.agencies;
            entries.extend(counted.into_iter().map(|(id, total)| (id, u32::try_from(total).unwrap_or(u32::MAX))));
        }
        let contacts = self.contacts_on(day).await?;
        let row = |agency: &domain::agency::Agency| AgencyRow {
            entries: entries.get(agency.id.as_str()).copied().unwrap_or(0),
            contact: contacts.get(agency.id.as_str()).cloned(),
            agency: agency.clone(),
        };
        Ok(parts.book.valid_on(day).map(row).collect())
    }

    /// One agency, of today or of the past, with its events, its focal point and the entries it answers for today.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown one.
    pub async fn agency_page(&self, actor: &Actor, id: &AgencyId) -> Result<AgencyPage> {
        let today = actor.today();
        let parts = RowParts::load(self, today).await?;
        let agency = parts.book.on(id, today).cloned().ok_or(Error::NotFound)?;
        let mut entries: Vec<EntryRow> = Vec::new();
        if let Some(edition) = self.current_edition(today).await? {
            let filter = EntryFilter { agency: id.to_string(), ..EntryFilter::default() };
            let found = self.search(edition.id, &filter, &parts, (0, PAGE_ROWS_MAX)).await?.found;
            let ids: Vec<i64> = found.iter().map(|one| one.id).collect();
            entries = self.shown(&ids).await?.iter().map(|shown| parts.row(shown)).collect();
        }
        Ok(AgencyPage {
            parent: agency.parent.as_ref().map(|parent| parts.book.refer(parent, today)),
            is_current: agency.is_valid_on(today),
            contact: self.contact_on(id, &parts.book, today).await?,
            earlier: self.earlier_contacts(actor, id).await?,
            events: self.events_of(id, &parts.book).await?,
            entries,
            agency,
        })
    }

    async fn events_of(&self, id: &AgencyId, book: &AgencyBook) -> Result<Vec<EventView>> {
        let mine = agency_event_side::Entity::find().filter(agency_event_side::Column::AgencyId.eq(id.as_str()));
        let ids: Vec<String> = mine.all(self.read()).await?.into_iter().map(|row| row.event_id).collect();
        let sides = agency_event_side::Entity::find()
            .filter(agency_event_side::Column::EventId.is_in(ids.clone()))
            .order_by_asc(agency_event_side::Column::Position)
            .all(self.read())
            .await?;
        let events = agency_event::Entity::find()
            .filter(agency_event::Column::Id.is_in(ids))
            .order_by_desc(agency_event::Column::Date)
            .all(self.read())
            .await?;
        events
            .into_iter()
            .map(|event| {
                let side = |name: &str| {
                    let rows = sides.iter().filter(|row| row.event_id == event.id && row.side == name);
                    rows.map(|row| book.refer(&AgencyId::from(row.agency_id.as_str()), event.date)).collect()
                };
                Ok(EventView {
                    date: event.date,
                    kind: parse("agency_event", &event.id, &event.kind)?,
                    from: side("from"),
                    to: side("to"),
                    legal_document: event.legal_document,
                    note: event.note,
                })
            })
            .collect()
    }
}
