//! Moving entries to their new owners in bulk, after agencies were merged, split, renamed or dissolved: the entries that
//! the decision in force still lists under an agency that ended are transferred by a round of changes, whose answers
//! are filled in for the successors to approve.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::agency::EventKind;
use domain::campaign::{CampaignKey, NewSuccession, OpenSuccession, SuccessionDraft, SuccessionEntry, SuccessionPage};
use domain::check::{FieldCode, FieldError};
use domain::format::iso_date;
use domain::id::{AgencyId, EntryCode};
use domain::policy::{Act, authorize};
use domain::review::{AnswerDraft, AnswerKind};
use domain::workflow::ResponseMove;
use sea_orm::{ActiveModelTrait, DatabaseTransaction, EntityTrait, QueryOrder};
use time::Date;

use crate::amendment::{named, open_round};
use crate::answers::write;
use crate::campaign::{open_answer, unfinished};
use crate::entity::{agency_event, agency_event_side, response};
use crate::reference::AgencyBook;
use crate::review_rows::{answers_of, key_of, move_response};
use crate::rows::parse;
use crate::search::RowParts;
use crate::{Error, Result, Store, audit};

/// A reorganisation that left entries under an agency that ended, with these.
pub(crate) struct Succession {
    pub succession: OpenSuccession,
    pub entries: Vec<SuccessionEntry>,
}

impl Store {
    /// The reorganisations after which entries in force still stand under an agency that ended, the newest first.
    pub(crate) async fn successions(&self, actor: &Actor) -> Result<Vec<Succession>> {
        let today = actor.today();
        let Some(edition) = self.current_edition(today).await? else { return Ok(Vec::new()) };
        let parts = RowParts::load(self, today).await?;
        let listed = self.outlined(edition.id).await?;
        let names = listed.iter().map(|one| (one.entry_code.clone(), one.name.clone())).collect();
        let events = Events::load(self).await?;
        let mut found = Vec::new();
        for event in events.rows.iter().filter(|event| event.date <= today) {
            let gone: Vec<&AgencyId> = event.from.iter().filter(|id| has_ended(&parts.book, id, today)).collect();
            let heirs = events.heirs(event, &parts.book, today);
            let left = listed.iter().filter(|one| gone.iter().any(|id| id.as_str() == one.owner_id));
            let entries: Vec<SuccessionEntry> = left
                .map(|one| {
                    let answering = parts.owner(&one.entry_code, &one.owner_id).id;
                    SuccessionEntry {
                        entry: named(&names, &one.entry_code),
                        stands_under: parts.book.refer(&AgencyId::from(one.owner_id.as_str()), event.date),
                        suggested: heirs.contains(&answering).then_some(answering),
                    }
                })
                .collect();
            if entries.is_empty() || heirs.is_empty() {
                continue;
            }
            found.push(Succession {
                succession: OpenSuccession {
                    event: event.id.clone(),
                    date: event.date,
                    kind: event.kind,
                    legal_document: event.legal_document.clone(),
                    from: gone.iter().map(|id| parts.book.refer(id, event.date)).collect(),
                    to: heirs.iter().map(|id| parts.book.refer(id, today)).collect(),
                    entries: u32::try_from(entries.len()).unwrap_or(u32::MAX),
                },
                entries,
            });
        }
        Ok(found)
    }

    /// The entries that a reorganisation left under an agency that ended.
    ///
    /// # Errors
    /// Refused to all but the coordinator; [`Error::NotFound`] for an event that is unknown or left nothing.
    pub async fn succession(&self, actor: &Actor, event: &str) -> Result<SuccessionPage> {
        authorize(actor, &Act::ManageCampaign)?;
        let found = self.successions(actor).await?.into_iter().find(|one| one.succession.event == event);
        let Succession { succession, entries } = found.ok_or(Error::NotFound)?;
        let unfinished = unfinished(self.read()).await?.map(|row| key_of(row.year)).transpose()?;
        Ok(SuccessionPage { succession, entries, unfinished })
    }

    /// Opens a round of changes in which each successor that was chosen is asked to take over its entries: the answers
    /// are filled in, and go the way of all others, from the officer to the head and to the appraisal.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a form that lacks something; an entry that the event left to nobody, or a
    /// successor that is none of it; a campaign that has not ended.
    pub async fn open_succession(&self, actor: &Actor, event: &str, form: &SuccessionDraft) -> Result<CampaignKey> {
        authorize(actor, &Act::ManageCampaign)?;
        let NewSuccession { round: new, to: chosen } = form.check().map_err(Error::Invalid)?;
        let page = self.succession(actor, event).await?;
        for (code, agency) in &chosen {
            let left = page.entries.iter().any(|one| one.entry.code == *code);
            let heir = page.succession.to.iter().any(|one| one.id == *agency);
            if !left || !heir {
                return Err(Error::Invalid(vec![FieldError::with("to", FieldCode::Unknown, code.to_string())]));
            }
        }
        let (ground, book) = (self.ground(actor).await?, self.book().await?);
        let tx = self.begin().await?;
        let (key, responses) = open_round(&tx, actor, &ground, &new).await?;
        for response in responses {
            let mine = chosen.iter().filter(|(_, agency)| agency.as_str() == response.agency_id);
            let codes: Vec<&EntryCode> = mine.map(|(code, _)| code).collect();
            // An heir's heir may have begun after the event.
            let began = book.life(&AgencyId::from(response.agency_id.as_str())).map(|(first, _)| first);
            let day = began.map_or(page.succession.date, |first| first.max(page.succession.date));
            fill(&tx, actor, response, &codes, day, &new.reason).await?;
        }
        let detail = serde_json::json!({ "event": event, "entries": chosen.len() });
        audit::append(&tx, actor, "amendment.succession", key, detail).await?;
        tx.commit().await?;
        Ok(key)
    }
}

/// Answers «transfer to ourselves, from the day of the event» on each of these entries, for the successor's officer to check.
async fn fill(
    tx: &DatabaseTransaction,
    actor: &Actor,
    response: response::Model,
    codes: &[&EntryCode],
    day: Date,
    reason: &str,
) -> Result<()> {
    let agency = response.agency_id.clone();
    let said = AnswerDraft {
        reason: reason.to_owned(),
        target: agency,
        effective: iso_date(day),
        ..AnswerDraft::of_kind(AnswerKind::Transfer)
    };
    let response = move_response(tx, actor, response, ResponseMove::Edit, reason).await?;
    let there = answers_of(tx, vec![response.id]).await?;
    let mut position = there.iter().map(|row| row.position).max().unwrap_or(-1);
    for code in codes {
        let row = match there.iter().find(|row| row.entry_code.as_deref() == Some(code.as_str())) {
            Some(row) => row.clone(),
            // Where a split left a choice, nobody answers for the entry yet.
            None => {
                position += 1;
                open_answer(response.id, Some(code.to_string()), position).insert(tx).await?
            }
        };
        write(tx, actor, row, &said).await?;
    }
    Ok(())
}

fn has_ended(book: &AgencyBook, id: &AgencyId, today: Date) -> bool {
    book.on(id, today).is_none_or(|agency| !agency.is_valid_on(today))
}

struct Event {
    id: String,
    date: Date,
    kind: EventKind,
    legal_document: String,
    from: Vec<AgencyId>,
    to: Vec<AgencyId>,
}

/// The events that end agencies, the newest first.
struct Events {
    rows: Vec<Event>,
}

impl Events {
    async fn load(store: &Store) -> Result<Self> {
        let events = agency_event::Entity::find()
            .order_by_desc(agency_event::Column::Date)
            .order_by_desc(agency_event::Column::Id)
            .all(store.read())
            .await?;
        let sides = agency_event_side::Entity::find()
            .order_by_asc(agency_event_side::Column::Position)
            .all(store.read())
            .await?;
        let mut by_side: BTreeMap<(String, String), Vec<AgencyId>> = BTreeMap::new();
        for side in sides {
            by_side.entry((side.event_id, side.side)).or_default().push(AgencyId(side.agency_id));
        }
        let mut rows = Vec::new();
        for event in events {
            let kind = parse("agency_event", &event.id, &event.kind)?;
            if matches!(kind, EventKind::Create | EventKind::TransferFunction) {
                continue;
            }
            let mut side = |name: &str| by_side.remove(&(event.id.clone(), name.to_owned())).unwrap_or_default();
            let (from, to) = (side("from"), side("to"));
            rows.push(Event { date: event.date, kind, legal_document: event.legal_document, from, to, id: event.id });
        }
        Ok(Self { rows })
    }

    /// The agencies of today that came of an event: its successors, and theirs where they ended as well.
    fn heirs(&self, event: &Event, book: &AgencyBook, today: Date) -> Vec<AgencyId> {
        let (mut heirs, mut seen) = (Vec::new(), BTreeSet::new());
        let mut open: Vec<&AgencyId> = event.to.iter().rev().collect();
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            if has_ended(book, id, today) {
                let later = self.rows.iter().filter(|later| later.date >= event.date && later.from.contains(id));
                open.extend(later.flat_map(|later| later.to.iter().rev()));
            } else {
                heirs.push(id.clone());
            }
        }
        heirs
    }
}
