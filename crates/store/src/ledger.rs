//! The ledger of what was sent to whom (article 14.2). The steps that were taken and the letters are rows of their own; the
//! notices that went with them are found by their moment, for one transaction wrote both.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::format::local_date;
use domain::id::{AgencyId, DutyLetterId, OpinionId};
use domain::page::{Page, PageRequest};
use domain::policy::{Act, authorize};
use domain::reminder::{
    About, Audience, EXPORT_LEDGER_MAX, LEDGER_ROWS, LedgerFilter, LedgerKind, LedgerMail, LedgerPage, LedgerRow,
    NoticeKind, Sent, Step,
};
use domain::text::sort_key;
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use time::{Date, OffsetDateTime};

use crate::appraisal::size;
use crate::campaign::newest;
use crate::duties::{Scope, said, scope};
use crate::entity::{
    duty_letter, lateness, notice, opinion_reminder, opinion_request, outbox, reminder, urging_letter,
};
use crate::notices::notice_of;
use crate::review_rows::key_of;
use crate::rows::{count, parse};
use crate::{Error, Result, Store};

/// Moments or ids asked for in one statement.
const AT_ONCE: usize = 500;

/// A notice as the ledger needs it: what it is about, and its message.
type Told = (Vec<About>, Option<LedgerMail>);

impl Store {
    /// A page of what was sent to agencies: reminders, and urging letters, of reviews and of duties. An agency's people see what
    /// was sent to it; that the executive office was told of it is not.
    ///
    /// # Errors
    /// Refused to anonymous visitors.
    pub async fn ledger(&self, actor: &Actor, filter: &LedgerFilter) -> Result<LedgerPage> {
        let scope = scope(actor)?;
        let all = self.sent_rows(actor, &scope).await?;
        let watches = matches!(scope, Scope::All);
        let years: BTreeSet<i32> = all.iter().map(|row| row.day.year()).collect();
        let named: BTreeMap<&AgencyId, &AgencyRef> = all.iter().map(|row| (&row.agency.id, &row.agency)).collect();
        let mut agencies: Vec<AgencyRef> = named.into_values().filter(|_| watches).cloned().collect();
        agencies.sort_by_cached_key(|agency| sort_key(&agency.name));
        let left = self.narrowed(all, &scope, filter).await?;
        let mut rows = Page::cut(left, PageRequest::new(filter.page, LEDGER_ROWS));
        // Where the state of messages narrows the list they are known already.
        if filter.mail.is_none() {
            self.add_told(&mut rows.items).await?;
        }
        let urges = authorize(actor, &Act::ManageCampaign).is_ok();
        if urges {
            self.add_files(actor, &mut rows.items).await?;
        }
        Ok(LedgerPage { rows, agencies, years: years.into_iter().rev().collect(), watches, urges })
    }

    /// The same, whole, for an export.
    ///
    /// # Errors
    /// As [`Store::ledger`]; [`Error::TooMany`] above [`EXPORT_LEDGER_MAX`].
    pub async fn whole_ledger(&self, actor: &Actor, filter: &LedgerFilter) -> Result<Vec<LedgerRow>> {
        let scope = scope(actor)?;
        let all = self.sent_rows(actor, &scope).await?;
        let mut rows = self.narrowed(all, &scope, filter).await?;
        if rows.len() as u64 > EXPORT_LEDGER_MAX {
            return Err(Error::TooMany(rows.len() as u64));
        }
        if filter.mail.is_none() {
            self.add_told(&mut rows).await?;
        }
        Ok(rows)
    }

    /// What a filter leaves of rows, in its order.
    async fn narrowed(&self, rows: Vec<LedgerRow>, scope: &Scope, filter: &LedgerFilter) -> Result<Vec<LedgerRow>> {
        let mut filter = filter.clone();
        if matches!(scope, Scope::Own(_)) {
            filter.agency.clear();
        }
        let mut left: Vec<LedgerRow> = rows.into_iter().filter(|row| filter.takes(row)).collect();
        if let Some(state) = filter.mail {
            self.add_told(&mut left).await?;
            left.retain(|row| row.mailed(state) > 0);
        }
        filter.arrange(&mut left);
        Ok(left)
    }

    /// Everything that was sent, as far as the actor may see it, without its messages.
    async fn sent_rows(&self, actor: &Actor, scope: &Scope) -> Result<Vec<LedgerRow>> {
        let (book, today) = (self.book().await?, actor.today());
        let own = match scope {
            Scope::All => None,
            Scope::Own(own) => Some(own.as_str()),
        };
        let mut rows = self.steps_sent(own).await?;
        rows.extend(self.opinion_steps_sent(own).await?);
        rows.extend(self.letters_sent(own).await?);
        rows.extend(self.duty_reminders_sent(own).await?);
        rows.extend(self.duty_letters_sent(own).await?);
        for row in &mut rows {
            row.agency = book.refer(&row.agency.id, today);
        }
        Ok(rows)
    }

    async fn steps_sent(&self, own: Option<&str>) -> Result<Vec<LedgerRow>> {
        use reminder::Column as C;
        let found = reminder::Entity::find()
            .apply_if(own, |query, own| query.filter(C::AgencyId.eq(own)))
            .order_by_asc(C::CampaignYear)
            .order_by_asc(C::AgencyId)
            .order_by_asc(C::DueOn)
            .order_by_asc(C::Step);
        let mut rows = Vec::new();
        for row in found.all(self.read()).await? {
            let step: Step = parse("reminder", &row.agency_id, &row.step)?;
            if own.is_some() && step.audience == Audience::Office {
                continue;
            }
            rows.push(LedgerRow {
                sent: Sent::Step(step),
                agency: unnamed(row.agency_id),
                campaign: Some(key_of(row.campaign_year)?),
                due_on: row.due_on,
                day: local_date(row.sent_at),
                at: row.sent_at,
                people: count(row.recipients.into()),
                mails: Vec::new(),
            });
        }
        Ok(rows)
    }

    async fn opinion_steps_sent(&self, own: Option<&str>) -> Result<Vec<LedgerRow>> {
        use opinion_request::Column as C;
        let reminded =
            Query::select().column(opinion_reminder::Column::RequestId).from(opinion_reminder::Entity).to_owned();
        let requests = opinion_request::Entity::find()
            .filter(C::Id.in_subquery(reminded))
            .apply_if(own, |query, own| query.filter(C::AgencyId.eq(own)));
        let requests: BTreeMap<i64, opinion_request::Model> =
            requests.all(self.read()).await?.into_iter().map(|row| (row.id, row)).collect();
        let found = opinion_reminder::Entity::find()
            .order_by_asc(opinion_reminder::Column::RequestId)
            .order_by_asc(opinion_reminder::Column::Step);
        let mut rows = Vec::new();
        for row in found.all(self.read()).await? {
            let Some(request) = requests.get(&row.request_id) else { continue };
            let step: Step = parse("opinion_reminder", row.request_id, &row.step)?;
            rows.push(LedgerRow {
                sent: Sent::Opinion { step, id: OpinionId(request.id), name: request.name.clone() },
                agency: unnamed(request.agency_id.clone()),
                campaign: Some(key_of(request.campaign_year)?),
                due_on: row.due_on.unwrap_or(request.due_on),
                day: local_date(row.sent_at),
                at: row.sent_at,
                people: count(row.recipients.into()),
                mails: Vec::new(),
            });
        }
        Ok(rows)
    }

    /// What a letter is about stands with the lateness that it urges for: that is never deleted.
    async fn letters_sent(&self, own: Option<&str>) -> Result<Vec<LedgerRow>> {
        use urging_letter::Column as C;
        let late = lateness::Entity::find()
            .filter(lateness::Column::Again.eq(true))
            .apply_if(own, |query, own| query.filter(lateness::Column::AgencyId.eq(own)));
        let late = late.all(self.read()).await?.into_iter();
        let late: BTreeSet<(i32, String, Date)> =
            late.map(|row| (row.campaign_year, row.agency_id, row.due_on)).collect();
        let found = urging_letter::Entity::find()
            .apply_if(own, |query, own| query.filter(C::AgencyId.eq(own)))
            .order_by_asc(C::Id);
        let row = |row: urging_letter::Model| {
            let again = late.contains(&(row.campaign_year, row.agency_id.clone(), row.due_on));
            Ok(LedgerRow {
                sent: Sent::Letter { number: row.number, by: row.recorded_by, again, file: false },
                agency: unnamed(row.agency_id),
                campaign: Some(key_of(row.campaign_year)?),
                due_on: row.due_on,
                day: row.letter_date,
                at: row.recorded_at,
                people: 0,
                mails: Vec::new(),
            })
        };
        found.all(self.read()).await?.into_iter().map(row).collect()
    }

    /// The week's word on duties. It has no rows but its notices: all people of an agency were told the same.
    async fn duty_reminders_sent(&self, own: Option<&str>) -> Result<Vec<LedgerRow>> {
        use notice::Column as C;
        let found = notice::Entity::find()
            .select_only()
            .columns([C::At, C::About])
            .expr(Expr::col(C::Id).count())
            .filter(C::Kind.eq(NoticeKind::DutyRemind.to_string()))
            .group_by(C::At)
            .group_by(C::About)
            .order_by_asc(C::At)
            .order_by_asc(C::About);
        let found: Vec<(OffsetDateTime, String, i64)> = found.into_tuple().all(self.read()).await?;
        let mut rows = Vec::new();
        for (at, about, people) in found {
            let lines: Vec<About> =
                serde_json::from_str(&about).map_err(|error| Error::Corrupt(format!("notice of {at}: {error}")))?;
            let Some(first) = lines.iter().min_by_key(|line| line.due_on) else { continue };
            if own.is_some_and(|own| own != first.agency.id.as_str()) {
                continue;
            }
            let (late, soon): (Vec<&About>, Vec<&About>) = lines.iter().partition(|line| line.days_left < 0);
            let sum = |lines: Vec<&About>| lines.into_iter().map(|line| line.duties).sum::<u32>();
            rows.push(LedgerRow {
                sent: Sent::DutyReminder { late: sum(late), soon: sum(soon) },
                agency: first.agency.clone(),
                campaign: None,
                due_on: first.due_on,
                day: local_date(at),
                at,
                people: count(people),
                mails: Vec::new(),
            });
        }
        Ok(rows)
    }

    async fn duty_letters_sent(&self, own: Option<&str>) -> Result<Vec<LedgerRow>> {
        use duty_letter::Column as C;
        let found = duty_letter::Entity::find()
            .apply_if(own, |query, own| query.filter(C::AgencyId.eq(own)))
            .order_by_asc(C::Id);
        let row = |row: duty_letter::Model| {
            let duties = said(&row)?.duties;
            Ok(LedgerRow {
                due_on: duties.first().map_or(row.letter_date, |first| first.due_on),
                sent: Sent::DutyLetter {
                    id: DutyLetterId(row.id),
                    number: row.number,
                    by: row.recorded_by,
                    duties: size(duties.len()),
                },
                agency: unnamed(row.agency_id),
                campaign: None,
                day: row.letter_date,
                at: row.recorded_at,
                people: 0,
                mails: Vec::new(),
            })
        };
        found.all(self.read()).await?.into_iter().map(row).collect()
    }

    /// Adds the messages of rows, and to letters how many people were told.
    async fn add_told(&self, rows: &mut [LedgerRow]) -> Result<()> {
        let told = self.told_at(rows).await?;
        for row in rows {
            let of_moment = told.get(&(row.at, row.notice())).map(Vec::as_slice).unwrap_or_default();
            let own = of_moment.iter().filter(|(about, _)| about.iter().any(|about| row.is_told(about)));
            let (mut people, mut mails) = (0, Vec::new());
            for (_, mail) in own {
                people += 1;
                mails.extend(mail.clone());
            }
            // What reminded has the number itself.
            if row.kind() == LedgerKind::Letter {
                row.people = people;
            }
            row.mails = mails;
        }
        Ok(())
    }

    /// The notices of the moments of rows, by moment and kind.
    async fn told_at(&self, rows: &[LedgerRow]) -> Result<BTreeMap<(OffsetDateTime, NoticeKind), Vec<Told>>> {
        let moments: Vec<OffsetDateTime> = rows.iter().map(|row| row.at).collect::<BTreeSet<_>>().into_iter().collect();
        let kinds: BTreeSet<String> = rows.iter().map(|row| row.notice().to_string()).collect();
        let mut notices = Vec::new();
        for chunk in moments.chunks(AT_ONCE) {
            let found = notice::Entity::find()
                .filter(notice::Column::At.is_in(chunk.to_vec()))
                .filter(notice::Column::Kind.is_in(kinds.clone()))
                .order_by_asc(notice::Column::Id);
            notices.extend(found.all(self.read()).await?);
        }
        let mut mails: BTreeMap<i64, LedgerMail> = BTreeMap::new();
        for chunk in notices.chunks(AT_ONCE) {
            let ids: Vec<i64> = chunk.iter().map(|row| row.id).collect();
            let found = outbox::Entity::find().filter(outbox::Column::NoticeId.is_in(ids));
            for row in found.all(self.read()).await? {
                let mail = LedgerMail {
                    state: parse("outbox", row.id, &row.state)?,
                    attempts: count(row.attempts.into()),
                    next_attempt_at: row.next_attempt_at,
                    last_error: row.last_error,
                };
                mails.insert(row.notice_id, mail);
            }
        }
        let mut told: BTreeMap<(OffsetDateTime, NoticeKind), Vec<Told>> = BTreeMap::new();
        for row in notices {
            let one = notice_of(row)?;
            told.entry((one.at, one.kind)).or_default().push((one.about, mails.remove(&one.id)));
        }
        Ok(told)
    }

    /// Marks the letters to agencies that the urging page writes one now about the same: the answers, or what came back.
    async fn add_files(&self, actor: &Actor, rows: &mut [LedgerRow]) -> Result<()> {
        // Only the newest review can have somebody who still owes.
        let Some(row) = newest().one(self.read()).await? else { return Ok(()) };
        let key = key_of(row.year)?;
        let is_letter = |row: &LedgerRow| row.campaign == Some(key) && matches!(row.sent, Sent::Letter { .. });
        if !rows.iter().any(is_letter) {
            return Ok(());
        }
        let late = self.urging(actor, key).await?.late;
        let owing = late.into_iter().filter(|one| one.owes).map(|one| (one.agency.id, one.again));
        let owing: BTreeSet<(AgencyId, bool)> = owing.collect();
        for row in rows.iter_mut().filter(|row| row.campaign == Some(key)) {
            if let Sent::Letter { again, file, .. } = &mut row.sent {
                *file = owing.contains(&(row.agency.id.clone(), *again));
            }
        }
        Ok(())
    }
}

/// An agency whose name is looked up when all rows are there.
fn unnamed(id: String) -> AgencyRef {
    AgencyRef { id: AgencyId(id), name: String::new() }
}
