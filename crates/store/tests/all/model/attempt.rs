//! How a step of the reference is tried on the store.

use domain::account::{Actor, Role};
use domain::answer_form::{AnswerForm, Opened, TypedForm};
use domain::campaign::{CampaignDraft, CampaignKey, DecisionDraft};
use domain::catalog::{EntryContent, SharingForm};
use domain::format;
use domain::id::{AgencyId, AnswerId, EntryCode, KeptId, OpinionId, PointId, StatementId};
use domain::overlap::{Settlement, SettlementInput};
use domain::reminder::{ExtensionDraft, ReopenDraft};
use domain::review::opinion::AskDraft;
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, SecretDeclaration, SeveralForm, Verdict, VerdictInput};
use store::{Error, Result, SignedFile};
use time::{Duration, OffsetDateTime};

use super::beside::Kept;
use super::overlaps::Party;
use super::reference::{AGENCIES, Act, Id, Person, Said, Verdict as Given};
use super::response::Answer;
use super::{Run, contents, get};
use crate::common::data::{NOW, anonymous, content, coordinator};
use crate::common::review::{DAY, clerk, head, officer, person as somebody, proposed, verdict, withdrawn};

/// The reason of answers that need one and are not told apart by it.
const BECAUSE: &str = "Sắp xếp lại";

fn agency_id(agency: usize) -> AgencyId {
    AgencyId::from(AGENCIES.get(agency).copied().unwrap_or("so-khong-co"))
}

fn given(given: &Given) -> VerdictInput {
    match given {
        Given::Accept => verdict(Verdict::Accept, ""),
        Given::Reject(reason) => verdict(Verdict::Reject, reason),
        Given::Instead(value, reason) => {
            VerdictInput { value: value.clone(), ..verdict(Verdict::AcceptModified, reason) }
        }
    }
}

fn settlement(duplicate: bool, reason: &str, seen: i64) -> SettlementInput {
    let settlement = if duplicate { Settlement::Duplicate } else { Settlement::Different };
    SettlementInput { settlement: Some(settlement), reason: reason.to_owned(), seen }
}

impl Run<'_> {
    fn actor(&self, person: Person) -> Actor {
        let of = |agency: usize| AGENCIES[agency];
        let actor = match person {
            Person::Officer(agency) => officer(of(agency)),
            Person::Head(agency) => head(of(agency)),
            Person::Coordinator => coordinator(),
            Person::Clerk => clerk(),
            Person::Leader => somebody("lanh-dao", Role::Leader, "so-nv-2025", &[]),
            Person::Administrator => somebody("quan-tri", Role::Administrator, "so-khcn-2025", &[]),
            Person::Lapsed => somebody("tham-dinh-cu", Role::Appraiser, "so-tttt", &[]),
            Person::Anybody => anonymous(),
        };
        Actor { at: self.at, ..actor }
    }

    pub async fn attempt(&mut self, person: Person, act: &Act) -> Result<()> {
        let (bed, actor, key) = (self.bed, &self.actor(person), CampaignKey::annual(self.model.year));
        let store = &bed.store;
        match act {
            Act::Open => {
                let form = CampaignDraft {
                    year: (self.model.year + 1).to_string(),
                    letter_number: "99/SKHCN".to_owned(),
                    letter_date: format::date(actor.today()),
                    due_on: format::date(actor.today() + Duration::days(7)),
                };
                store.open_campaign(actor, &form).await?;
                self.opinions.clear();
                Ok(())
            }
            Act::Save { agency, entry, said, stale } => {
                let answer = self.answer(*agency, *entry)?;
                let (version, target) = (answer.version, self.target(answer));
                let draft = self.draft(answer.entry, said);
                let seen = version - i64::from(*stale);
                store.save_answer(actor, key, &agency_id(*agency), &target, seen, &draft).await.map(|_| ())
            }
            Act::Several { agency, entries, said, stale } => {
                let form = self.several(*agency, entries, said, *stale);
                let left = store.answer_several(actor, key, &agency_id(*agency), &form).await?;
                // What saves nothing is told as such, and is no error.
                if left.saved == 0 { Err(Error::Invalid(Vec::new())) } else { Ok(()) }
            }
            Act::KeepAll { agency } => store.keep_all(actor, key, &agency_id(*agency)).await.map(|_| ()),
            Act::Nothing { agency, nothing } => {
                store.set_nothing_to_change(actor, key, &agency_id(*agency), *nothing).await
            }
            Act::Propose { agency, said } => {
                let (new, draft) = (AnswerTarget::NewProposal(String::new()), self.draft(None, said));
                let saved = store.save_answer(actor, key, &agency_id(*agency), &new, 0, &draft).await?;
                self.ids.insert(self.model.next, saved.id.0);
                Ok(())
            }
            Act::Remove { agency, entry, stale } => {
                let seen = self.answer(*agency, *entry)?.version - i64::from(*stale);
                store.remove_proposal(actor, self.answer_id(*agency, *entry).await?, seen).await
            }
            Act::Lay { agency, stale } => {
                let version = self.model.responses.get(*agency).map_or(0, |response| response.version);
                store.lay_before_head(actor, key, &agency_id(*agency), version - i64::from(*stale)).await
            }
            Act::SendBack { agency, comment } => store.send_back(actor, key, &agency_id(*agency), comment).await,
            Act::Approve { agency, stale } => {
                let version = self.model.responses.get(*agency).map_or(0, |response| response.version);
                store.approve(actor, key, &agency_id(*agency), version - i64::from(*stale)).await.map(|_| ())
            }
            Act::Decide { agency, entry, place, verdict, stale } => {
                let (point, seen) = self.point(*agency, *entry, place).await?;
                let seen = if *stale { Some(seen.unwrap_or(NOW) - Duration::DAY) } else { seen };
                store.decide(actor, point, seen, &given(verdict)).await
            }
            Act::DecideAll { agency, entry, verdict, stale } => {
                let (answer, round) = (self.answer_id(*agency, *entry).await?, self.round(*agency, *stale));
                store.decide_all(actor, answer, round, &given(verdict)).await.map(|_| ())
            }
            Act::AcceptKeeps { agency } => {
                store.accept_keeps(actor, key, agency.map(agency_id).as_ref()).await.map(|_| ())
            }
            Act::Say { agency, entry, place, text } => {
                let (point, _) = self.point(*agency, *entry, place).await?;
                store.say_on_point(actor, point, text).await
            }
            Act::Return { agency, entry, comment, stale } => {
                let (answer, round) = (self.answer_id(*agency, *entry).await?, self.round(*agency, *stale));
                store.return_answer(actor, answer, round, comment).await.map(|_| ())
            }
            Act::Accept { agency } => store.accept_response(actor, key, &agency_id(*agency)).await,
            Act::Extend { agency, days, reason } => {
                let due_on = format::date(actor.today() + Duration::days(*days));
                let draft = ExtensionDraft { agency: agency_id(*agency), due_on, reason: reason.clone() };
                store.extend(actor, key, &draft).await
            }
            Act::Close { force } => store.close_campaign(actor, key, *force).await,
            Act::Reopen { reason, days } => {
                let due_on = days.map(|days| format::date(actor.today() + Duration::days(days))).unwrap_or_default();
                store.reopen_campaign(actor, key, &ReopenDraft { reason: reason.clone(), due_on }).await
            }
            Act::Compile => store.compile(actor, key).await.map(|_| ()),
            Act::Submit { stale } => {
                let seen = self.model.version - i64::from(*stale);
                store.submit_draft(actor, key, seen).await
            }
            Act::GiveBack { reason, stale } => {
                let seen = self.model.version - i64::from(*stale);
                store.return_draft(actor, key, seen, reason).await
            }
            Act::Issue { stale } => self.issue(actor, key, *stale).await,
            _ => self.attempt_beside(actor, key, act).await,
        }
    }

    /// What goes on beside the answers: opinions, overlaps, kept drafts.
    async fn attempt_beside(&mut self, actor: &Actor, key: CampaignKey, act: &Act) -> Result<()> {
        let bed = self.bed;
        let store = &bed.store;
        let opinion = |at: usize| self.opinions.get(at).copied().map(OpinionId).ok_or(Error::NotFound);
        match act {
            Act::Ask { agency, entry, asked, days, silence, question, stale } => {
                let (answer, round) = (self.answer_id(*agency, *entry).await?, self.round(*agency, *stale));
                let ask = AskDraft {
                    agencies: vec![agency_id(*asked)],
                    question: question.clone(),
                    days: days.to_string(),
                    silence: *silence,
                };
                store.ask_opinions(actor, answer, round, &ask).await?;
                let asked = self.newest("opinion_request", "id").await;
                self.opinions.push(asked);
                Ok(())
            }
            Act::Give { opinion: at, agrees, text } => {
                let stand = if *agrees { "agree" } else { "remarks" };
                store.give_opinion(actor, opinion(*at)?, stand, text).await
            }
            Act::Handle { opinion: at, text } => {
                let id = opinion(*at)?;
                let last =
                    format!("select coalesce(max(id), 0) as newest from opinion_statement where request_id = {id}");
                let statement = StatementId(get(&self.rows(&last).await[0], "newest"));
                store.handle_opinion(actor, id, statement, "taken_up", text).await
            }
            Act::TakeBack { opinion: at, reason } => store.withdraw_opinion(actor, opinion(*at)?, reason).await,
            Act::Settle { agency, entry, other, duplicate, reason, stale } => {
                let answer = self.answer(*agency, *entry)?;
                if answer.entry.is_some() || answer.id == *other {
                    return Err(Error::NotFound);
                }
                let there = match self.codes.get(other) {
                    Some(code) => code.clone(),
                    None => format!("de-xuat-{}", self.id(*other)),
                };
                let seen = self.model.settled_version(Party::Proposal(answer.id), *other) + i64::from(*stale);
                let (target, input) = (self.target(answer), settlement(*duplicate, reason, seen));
                store.settle_overlap(actor, key, &agency_id(*agency), &target, &there, &input).await
            }
            Act::SettleEntries { entry, other, duplicate, reason, stale } => {
                let seen = self.model.settled_version(Party::Entry(*entry), *other) + i64::from(*stale);
                let (code, there) = (EntryCode::from(self.code(*entry)), self.code(*other));
                store.settle_entry_overlap(actor, &code, &there, &settlement(*duplicate, reason, seen)).await
            }
            Act::WriteKept { agency, said } => {
                let saved = store.save_kept(actor, &agency_id(*agency), None, &self.typed(said, 0)).await?;
                self.ids.insert(self.model.next, saved.id.0);
                Ok(())
            }
            Act::RewriteKept { kept, said } => {
                let Kept { id, agency, version, .. } = self.kept(*kept)?;
                let typed = self.typed(said, *version);
                let id = Some(KeptId(self.id(*id)));
                store.save_kept(actor, &agency_id(*agency), id, &typed).await.map(|_| ())
            }
            Act::DropKept { kept, stale } => {
                let Kept { id, agency, version, .. } = self.kept(*kept)?;
                let seen = version - i64::from(*stale);
                store.drop_kept(actor, &agency_id(*agency), KeptId(self.id(*id)), seen).await
            }
            Act::TakeUp { kept } => {
                let Kept { id, agency, .. } = self.kept(*kept)?;
                let taken = store.take_up(actor, key, &agency_id(*agency), KeptId(self.id(*id))).await?;
                self.ids.insert(self.model.next, taken.0);
                Ok(())
            }
            Act::KeepForLater { agency, entry, stale } => {
                let seen = self.answer(*agency, *entry)?.version - i64::from(*stale);
                let kept = store.keep_proposal(actor, self.answer_id(*agency, *entry).await?, seen).await?;
                self.ids.insert(self.model.next, kept.0);
                Ok(())
            }
            _ => unreachable!("{act:?} is tried above"),
        }
    }

    async fn issue(&mut self, actor: &Actor, key: CampaignKey, stale: bool) -> Result<()> {
        let day = format::date(actor.today());
        let form = DecisionDraft {
            number: format!("{}/QĐ-UBND", self.model.year),
            date: day.clone(),
            effective_from: day,
            signer: "Nguyễn Văn B".to_owned(),
            signer_title: "CHỦ TỊCH".to_owned(),
        };
        let file = SignedFile { name: "qd.pdf".to_owned(), bytes: b"%PDF-1.7".to_vec() };
        let (store, seen) = (&self.bed.store, self.model.version - i64::from(stale));
        let edition = store.issue(actor, key, seen, &form, Some(file)).await?;
        self.contents = contents(store.edition_content(&anonymous(), edition).await?);
        let entries = self.model.draft.iter().flat_map(|draft| draft.keys().copied());
        let new: Vec<Id> = entries.filter(|id| !self.codes.contains_key(id)).collect();
        for id in new {
            let found = self.rows(&format!("select given_code as code from answer where id = {}", self.id(id))).await;
            self.codes.insert(id, get(&found[0], "code"));
        }
        Ok(())
    }

    fn draft(&self, entry: Option<Id>, said: &Said) -> AnswerDraft {
        let named = |kind, target| AnswerDraft { kind, target, ..withdrawn(BECAUSE) };
        match said {
            Said::Keep => AnswerDraft::of_kind(AnswerKind::Keep),
            Said::Withdraw(reason) => withdrawn(reason),
            Said::Modify(purpose) => {
                let in_force = entry.and_then(|entry| self.contents.get(&self.code(entry)));
                let content = EntryContent { purpose: purpose.clone(), ..in_force.cloned().unwrap_or_default() };
                let secret = SecretDeclaration::None;
                AnswerDraft { content: Some(content), secret, ..AnswerDraft::of_kind(AnswerKind::Modify) }
            }
            Said::Merge(into) => named(AnswerKind::Merge, self.code(*into)),
            Said::Transfer(to) => named(AnswerKind::Transfer, agency_id(*to).to_string()),
            Said::Propose { name, purpose } => {
                let content = EntryContent { purpose: purpose.clone(), ..content(name, "y_te", SharingForm::Default) };
                AnswerDraft { content: Some(content), ..proposed() }
            }
        }
    }

    fn typed(&self, said: &Said, version: i64) -> TypedForm {
        let draft = self.draft(None, said);
        let content = draft.content.clone().unwrap_or_default();
        let form = AnswerForm::of(AnswerKind::Propose, &content, Some(&draft));
        TypedForm { opened: Opened { version, ..Opened::default() }, form }
    }

    fn several(&self, agency: usize, entries: &[usize], said: &Said, stale: bool) -> SeveralForm {
        let ticked = entries.iter().filter_map(|at| {
            let answer = self.answer(agency, *at).ok()?;
            Some((self.code(answer.entry?), (answer.version - i64::from(stale)).to_string()))
        });
        let AnswerDraft { kind, reason, target, .. } = self.draft(None, said);
        SeveralForm {
            entries: ticked.collect(),
            kind: kind.to_string(),
            reason,
            merge_into: target.clone(),
            transfer_to: target,
            effective: DAY.to_owned(),
        }
    }

    /// The number that the store gave.
    fn id(&self, id: Id) -> i64 {
        self.ids.get(&id).copied().unwrap_or_default()
    }

    fn code(&self, entry: Id) -> String {
        self.codes.get(&entry).cloned().unwrap_or_else(|| "DC-999".to_owned())
    }

    fn kept(&self, at: usize) -> Result<&Kept> {
        self.model.kept.get(at).ok_or(Error::NotFound)
    }

    fn answer(&self, agency: usize, entry: usize) -> Result<&Answer> {
        let response = self.model.responses.get(agency);
        response.and_then(|response| response.answers.get(entry)).ok_or(Error::NotFound)
    }

    fn target(&self, answer: &Answer) -> AnswerTarget {
        match answer.entry {
            Some(entry) => AnswerTarget::Entry(EntryCode::from(self.code(entry))),
            None => AnswerTarget::Proposal(AnswerId(self.id(answer.id))),
        }
    }

    /// The round that an agency's answers were sent in; another one than it is where what was seen is stale.
    fn round(&self, agency: usize, stale: bool) -> u32 {
        self.model.responses.get(agency).map_or(0, |response| response.round) + u32::from(stale)
    }

    async fn answer_id(&self, agency: usize, entry: usize) -> Result<AnswerId> {
        let answer = self.answer(agency, entry)?;
        let Some(of) = answer.entry else { return Ok(AnswerId(self.id(answer.id))) };
        let found = self
            .rows(&format!(
                "select a.id as id from answer a join response r on r.id = a.response_id
                    where r.campaign_year = {} and r.agency_id = '{}' and a.entry_code = '{}'",
                self.model.year,
                AGENCIES[agency],
                self.code(of)
            ))
            .await;
        Ok(AnswerId(get(found.first().ok_or(Error::NotFound)?, "id")))
    }

    /// The point of an answer that stands at a place, and when it was decided.
    async fn point(&self, agency: usize, entry: usize, place: &str) -> Result<(PointId, Option<OffsetDateTime>)> {
        let AnswerId(answer) = self.answer_id(agency, entry).await?;
        let query = format!(
            "select id, decided_at from point
                where answer_id = {answer} and not superseded and coalesce(place_key, '') = '{place}'"
        );
        let found = self.rows(&query).await;
        let row = found.first().ok_or(Error::NotFound)?;
        Ok((PointId(get(row, "id")), get(row, "decided_at")))
    }
}
