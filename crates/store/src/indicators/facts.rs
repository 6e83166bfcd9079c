//! The rows that the indicators of a period are made of, read once.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::{Actor, Role};
use domain::catalog::FormCounts;
use domain::duty::{DutyKind, SOON_WORKING_DAYS, days_late, state};
use domain::format::local_date;
use domain::id::{AgencyId, DutyId, EntryCode};
use domain::indicator::{
    AgencyFact, ConsumerFact, CountedFact, DutyFact, EntryFact, Facts, OWED_SINCE_BEFORE, Period, ResponseFact, UseFact,
};
use domain::usage::{ASKED_BY_AT_LEAST, Grain, UsageKind};
use domain::workflow::{CampaignStage, ResponseStage};
use sea_orm::sea_query::{Condition, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use time::{Date, OffsetDateTime};

use crate::duties::{days_of, kind_of};
use crate::entity::{
    account, campaign, duty, response, review_event, usage_consumer, usage_missed, usage_period, usage_user,
    usage_visitors,
};
use crate::owners::owners_on;
use crate::reference::{AgencyBook, calendar};
use crate::review_rows::response_stage;
use crate::rows::parse;
use crate::{Result, Store};

/// Words that found nothing which are told apart; the others are told in one row.
const WORDS_MAX: u64 = 500;
/// What an agency uses an entry by.
const CONSUMING: [UsageKind; 4] = [UsageKind::View, UsageKind::Download, UsageKind::Export, UsageKind::Api];

fn days(from: OffsetDateTime, to: OffsetDateTime) -> u32 {
    u32::try_from((local_date(to) - local_date(from)).whole_days()).unwrap_or(0)
}

fn small(days: i64) -> u32 {
    u32::try_from(days).unwrap_or(if days < 0 { 0 } else { u32::MAX })
}

/// What is owed of earlier years makes an agency late in the running one, by the definition that holds now.
fn owes_since_before(period: Period, today: Date) -> bool {
    !period.is_over(today) && period.until(today) >= OWED_SINCE_BEFORE
}

fn due_in(period: Period) -> Condition {
    Condition::all().add(duty::Column::DueOn.between(period.first(), period.last()))
}

/// What was due before a period and was neither done nor excused. What ended meanwhile is among it, and is not late.
fn due_before(period: Period) -> Condition {
    use duty::Column as C;
    Condition::all().add(C::DueOn.lt(period.first())).add(C::DoneOn.is_null()).add(C::ExcusedOn.is_null())
}

impl Store {
    /// What is known of a period at the actor's moment.
    pub(super) async fn facts(&self, actor: &Actor, period: Period) -> Result<Facts> {
        let today = actor.today();
        let until = period.until(today);
        let book = self.book().await?;
        let owners = owners_on(self.read(), until).await?;
        let (responses, concluding) = self.response_facts(actor, period).await?;
        Ok(Facts {
            period,
            at: actor.at,
            today,
            entries: self.entry_facts(period, until, &book, &owners).await?,
            responses,
            concluding,
            duties: self.duty_facts(due_in(period), today, until, &book, &owners).await?,
            overdue: match owes_since_before(period, today) {
                true => self.duty_facts(due_before(period), today, until, &book, &owners).await?,
                false => Vec::new(),
            },
            uses: self.use_facts(period).await?,
            consumers: self.consumer_facts(period, until, &book).await?,
            counted: self.counted_fact(period).await?,
            agencies: self.agency_facts(until, &book).await?,
        })
    }

    async fn entry_facts(
        &self,
        period: Period,
        until: Date,
        book: &AgencyBook,
        owners: &BTreeMap<String, AgencyId>,
    ) -> Result<Vec<EntryFact>> {
        let mut entries: BTreeMap<String, EntryFact> = BTreeMap::new();
        let never = self.never_loaded().await?;
        // What was there before the period comes first: at the end of it an entry may be called otherwise.
        let before = period.first().previous_day().unwrap_or(Date::MIN);
        for (day, is_end) in [(before, false), (until, true)] {
            let Some(edition) = self.current_edition(day).await? else { continue };
            let stated = if is_end { self.stated_in(edition.id).await? } else { Default::default() };
            for row in self.outlined(edition.id).await? {
                let forms = row.forms();
                let owner = owners.get(&row.entry_code).cloned().unwrap_or(AgencyId(row.owner_id));
                let entry = entries.entry(row.entry_code.clone()).or_insert_with(|| EntryFact {
                    code: EntryCode(row.entry_code.clone()),
                    name: String::new(),
                    agency: book.refer(&owner, until),
                    before: None,
                    after: None,
                    forms: FormCounts::default(),
                    loaded: !never.contains(&row.entry_code),
                    complete: true,
                });
                entry.name = row.name;
                if is_end {
                    (entry.after, entry.forms) = (Some(row.version_id), forms);
                    entry.complete = !stated.incomplete.contains(&row.version_id);
                } else {
                    entry.before = Some(row.version_id);
                }
            }
        }
        Ok(entries.into_values().collect())
    }

    /// The entries that are to be loaded and never were, nor were excused.
    async fn never_loaded(&self) -> Result<BTreeSet<String>> {
        let rows = duty::Entity::find()
            .select_only()
            .columns([duty::Column::EntryCode, duty::Column::DoneOn, duty::Column::ExcusedOn])
            .filter(duty::Column::Kind.eq(DutyKind::Load.to_string()));
        let rows: Vec<(String, Option<Date>, Option<Date>)> = rows.into_tuple().all(self.read()).await?;
        let settled: BTreeSet<String> = (rows.iter())
            .filter(|(_, done, excused)| done.is_some() || excused.is_some())
            .map(|(code, ..)| code.clone())
            .collect();
        Ok(rows.into_iter().map(|(code, ..)| code).filter(|code| !settled.contains(code)).collect())
    }

    /// The yearly review of the period: its agencies, and how long the decision took.
    async fn response_facts(&self, actor: &Actor, period: Period) -> Result<(Vec<ResponseFact>, Option<u32>)> {
        let Some(campaign) = campaign::Entity::find_by_id(period.0).one(self.read()).await? else {
            return Ok((Vec::new(), None));
        };
        let board = self.board_rows(actor, &campaign).await?;
        let late: BTreeMap<_, _> = board.into_iter().map(|row| (row.agency.id.clone(), row)).collect();
        let of_it = review_event::Column::CampaignYear.eq(campaign.year);
        let events = review_event::Entity::find().filter(of_it).order_by_asc(review_event::Column::Id);
        let events = events.all(self.read()).await?;
        let returned: BTreeSet<&str> = (events.iter())
            .filter(|event| event.to_stage == ResponseStage::Returned.to_string())
            .filter_map(|event| event.agency_id.as_deref())
            .collect();
        let last = |agency: Option<&str>, stage: String| {
            let of_it = events.iter().rev().filter(|event| event.agency_id.as_deref() == agency);
            of_it.filter(|event| event.to_stage == stage && event.from_stage != stage).map(|event| event.at).next()
        };
        let rows = response::Entity::find().filter(response::Column::CampaignYear.eq(campaign.year));
        let rows = rows.order_by_asc(response::Column::Position).all(self.read()).await?;
        let mut facts = Vec::new();
        for row in rows {
            let Some(board) = late.get(&AgencyId::from(row.agency_id.as_str())) else { continue };
            let sent = row.first_submitted_at;
            let accepted = (response_stage(&row)? == ResponseStage::Accepted)
                .then(|| last(Some(&row.agency_id), ResponseStage::Accepted.to_string()))
                .flatten();
            facts.push(ResponseFact {
                agency: board.agency.clone(),
                sent: sent.is_some(),
                days_late: small(board.days_late),
                returned: returned.contains(row.agency_id.as_str()),
                answering: sent.map(|sent| days(campaign.opened_at, sent)),
                appraising: sent.zip(accepted).map(|(sent, accepted)| days(sent, accepted)),
            });
        }
        let closed = last(None, CampaignStage::Closed.to_string());
        let concluded = last(None, CampaignStage::Concluded.to_string());
        Ok((facts, closed.zip(concluded).map(|(closed, concluded)| days(closed, concluded))))
    }

    async fn duty_facts(
        &self,
        due: Condition,
        today: Date,
        until: Date,
        book: &AgencyBook,
        owners: &BTreeMap<String, AgencyId>,
    ) -> Result<Vec<DutyFact>> {
        let soon_until = calendar(self.read()).await?.add_working_days(today, SOON_WORKING_DAYS);
        let rows = duty::Entity::find().filter(due).order_by_asc(duty::Column::DueOn).order_by_asc(duty::Column::Id);
        let rows = rows.all(self.read()).await?;
        let codes: BTreeSet<String> = rows.iter().map(|row| row.entry_code.clone()).collect();
        let names = self.entry_names(codes.into_iter().collect()).await?;
        let mut facts = Vec::new();
        for row in rows {
            // As on the board: what nobody answers for is nobody's.
            let Some(owner) = owners.get(&row.entry_code) else { continue };
            let days = days_of(&row);
            facts.push(DutyFact {
                id: DutyId(row.id),
                kind: kind_of(&row)?,
                name: names.get(&row.entry_code).cloned().unwrap_or_default(),
                code: EntryCode(row.entry_code),
                agency: book.refer(owner, until),
                due_on: row.due_on,
                state: state(&days, today, soon_until),
                days_late: small(days_late(&days, today)),
            });
        }
        Ok(facts)
    }

    async fn use_facts(&self, period: Period) -> Result<Vec<UseFact>> {
        use usage_period::Column as C;
        let sums = usage_period::Entity::find()
            .select_only()
            .columns([C::Kind, C::EntryCode])
            .column_as(C::Count.sum().cast_as("bigint"), "total")
            .filter(C::Grain.eq(Grain::Year.to_string()))
            .filter(C::Start.eq(period.first()))
            .group_by(C::Kind)
            .group_by(C::EntryCode)
            .order_by_asc(C::Kind)
            .order_by_asc(C::EntryCode);
        let sums: Vec<(String, String, i64)> = sums.into_tuple().all(self.read()).await?;
        let fact = |(kind, code, total): (String, String, i64)| {
            Ok(UseFact {
                kind: parse("usage_period", &code, &kind)?,
                code: (!code.is_empty()).then_some(EntryCode(code)),
                count: u64::try_from(total).unwrap_or(0),
            })
        };
        sums.into_iter().map(fact).collect()
    }

    /// Which agencies used which entries; `None` where no agency did anything, not even sign in: nobody told them apart then.
    async fn consumer_facts(
        &self,
        period: Period,
        until: Date,
        book: &AgencyBook,
    ) -> Result<Option<Vec<ConsumerFact>>> {
        use usage_consumer::Column as C;
        let known = usage_user::Entity::find()
            .filter(usage_user::Column::Grain.eq(Grain::Year.to_string()))
            .filter(usage_user::Column::Start.eq(period.first()))
            .filter(usage_user::Column::Agency.ne(""));
        if known.one(self.read()).await?.is_none() {
            return Ok(None);
        }
        let sums = usage_consumer::Entity::find()
            .select_only()
            .columns([C::Agency, C::EntryCode])
            .column_as(C::Count.sum().cast_as("bigint"), "total")
            .filter(C::Grain.eq(Grain::Year.to_string()))
            .filter(C::Start.eq(period.first()))
            .filter(C::Kind.is_in(CONSUMING.map(|kind| kind.to_string())))
            .group_by(C::Agency)
            .group_by(C::EntryCode)
            .order_by_asc(C::Agency)
            .order_by_asc(C::EntryCode);
        let sums: Vec<(String, String, i64)> = sums.into_tuple().all(self.read()).await?;
        let fact = |(agency, code, total): (String, String, i64)| ConsumerFact {
            consumer: book.refer(&AgencyId(agency), until),
            code: EntryCode(code),
            count: u64::try_from(total).unwrap_or(0),
        };
        Ok(Some(sums.into_iter().map(fact).collect()))
    }

    /// Searches and visitors since they are counted: the first day of which visitors are known.
    async fn counted_fact(&self, period: Period) -> Result<Option<CountedFact>> {
        use usage_visitors::Column as Visitors;
        let visitors = |grain: Grain| {
            let of_period = Visitors::Start.between(period.first(), period.last());
            let rows = usage_visitors::Entity::find().filter(Visitors::Grain.eq(grain.to_string())).filter(of_period);
            rows.order_by_asc(Visitors::Start)
        };
        let Some(since) = visitors(Grain::Day).one(self.read()).await?.map(|row| row.start) else { return Ok(None) };
        let searched = usage_period::Entity::find()
            .select_only()
            .column_as(usage_period::Column::Count.sum().cast_as("bigint"), "total")
            .filter(usage_period::Column::Grain.eq(Grain::Day.to_string()))
            .filter(usage_period::Column::Kind.eq(UsageKind::Search.to_string()))
            .filter(usage_period::Column::Start.between(since, period.last()));
        let searched: Option<Option<i64>> = searched.into_tuple().one(self.read()).await?;
        // Of the same days as the searches that it is a part of.
        let missed = usage_missed::Entity::find()
            .select_only()
            .column_as(usage_missed::Column::Count.sum().cast_as("bigint"), "total")
            .filter(usage_missed::Column::Grain.eq(Grain::Day.to_string()))
            .filter(usage_missed::Column::Start.between(since, period.last()));
        let missed: Option<Option<i64>> = missed.into_tuple().one(self.read()).await?;
        let words = usage_missed::Entity::find()
            .filter(usage_missed::Column::Grain.eq(Grain::Year.to_string()))
            .filter(usage_missed::Column::Start.eq(period.first()))
            .filter(usage_missed::Column::Visitors.gte(i64::from(ASKED_BY_AT_LEAST)))
            .filter(usage_missed::Column::Query.ne(""))
            .order_by_desc(usage_missed::Column::Count)
            .order_by_asc(usage_missed::Column::Query)
            .limit(WORDS_MAX);
        let number = |value: i64| u64::try_from(value).unwrap_or(0);
        Ok(Some(CountedFact {
            searches: number(searched.flatten().unwrap_or(0)),
            missed: number(missed.flatten().unwrap_or(0)),
            words: (words.all(self.read()).await?.into_iter()).map(|row| (row.query, number(row.count))).collect(),
            visitors: (visitors(Grain::Month).all(self.read()).await?.into_iter())
                .map(|row| (row.start, number(row.count)))
                .collect(),
        }))
    }

    async fn agency_facts(&self, until: Date, book: &AgencyBook) -> Result<Vec<AgencyFact>> {
        let officers = account::Column::Role.eq(Role::Officer.to_string());
        let mut accounts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
        for row in account::Entity::find().filter(officers).all(self.read()).await? {
            let of_agency = accounts.entry(row.agency_id.unwrap_or_default()).or_default();
            of_agency.0 += 1;
            of_agency.1 += u32::from(row.active);
        }
        let reviewed = book.valid_on(until).filter(|agency| agency.is_reviewed());
        let fact = |agency: &domain::agency::Agency| {
            let (officers, active) = accounts.get(agency.id.as_str()).copied().unwrap_or_default();
            AgencyFact { agency: book.refer(&agency.id, until), tier: agency.tier, officers, active }
        };
        Ok(reviewed.map(fact).collect())
    }
}
