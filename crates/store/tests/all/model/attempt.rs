//! How a step of the reference is tried on the store.

use domain::account::Actor;
use domain::campaign::{CampaignDraft, CampaignKey, DecisionDraft};
use domain::catalog::EntryContent;
use domain::format;
use domain::id::{AgencyId, AnswerId, EntryCode, PointId};
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, SecretDeclaration, Verdict};
use store::{Error, Result, SignedFile};
use time::{Duration, OffsetDateTime};

use super::reference::{AGENCIES, Act, Answer, Person, Said};
use super::{Run, contents, get};
use crate::common::data::{NOW, anonymous, coordinator};
use crate::common::review::{clerk, head, officer, verdict, withdrawn};

impl Run<'_> {
    fn actor(&self, person: Person) -> Actor {
        let of = |agency: usize| AGENCIES[agency].0;
        let actor = match person {
            Person::Officer(agency) => officer(of(agency)),
            Person::Head(agency) => head(of(agency)),
            Person::Coordinator => coordinator(),
            Person::Clerk => clerk(),
            Person::Anybody => anonymous(),
        };
        Actor { at: self.at, ..actor }
    }

    pub async fn attempt(&mut self, person: Person, act: &Act) -> Result<()> {
        let (store, actor, key) = (&self.bed.store, &self.actor(person), CampaignKey::annual(self.model.year));
        let id = |agency: usize| AgencyId::from(AGENCIES[agency].0);
        match act {
            Act::Open => {
                let form = CampaignDraft {
                    year: (self.model.year + 1).to_string(),
                    letter_number: "99/SKHCN".to_owned(),
                    letter_date: format::date(actor.today()),
                    due_on: format::date(actor.today() + Duration::days(7)),
                };
                store.open_campaign(actor, &form).await.map(|_| ())
            }
            Act::Save { agency, entry, said, stale } => {
                let Some(answer) = self.answer(*agency, *entry) else { return Err(Error::NotFound) };
                let (version, target) = (answer.version, AnswerTarget::Entry(EntryCode::from(answer.code.as_str())));
                let draft = self.draft(&answer.code, said);
                store.save_answer(actor, key, &id(*agency), &target, version - i64::from(*stale), &draft).await?;
                Ok(())
            }
            Act::KeepAll { agency } => store.keep_all(actor, key, &id(*agency)).await.map(|_| ()),
            Act::Lay { agency } => store.lay_before_head(actor, key, &id(*agency)).await,
            Act::SendBack { agency, comment } => store.send_back(actor, key, &id(*agency), comment).await,
            Act::Approve { agency, stale } => {
                let version = self.model.responses.get(*agency).map_or(0, |response| response.version);
                store.approve(actor, key, &id(*agency), version - i64::from(*stale)).await.map(|_| ())
            }
            Act::Decide { agency, entry, reject, stale } => {
                let (point, seen) = self.point(*agency, *entry).await.ok_or(Error::NotFound)?;
                let seen = if *stale { Some(seen.unwrap_or(NOW) - Duration::DAY) } else { seen };
                let given = match reject {
                    Some(reason) => verdict(Verdict::Reject, reason),
                    None => verdict(Verdict::Accept, ""),
                };
                store.decide(actor, point, seen, &given).await
            }
            Act::DecideAll { agency, entry, stale } => {
                let (answer, round) = self.answer_id(*agency, *entry).await.ok_or(Error::NotFound)?;
                store.decide_all(actor, answer, round + u32::from(*stale), &verdict(Verdict::Accept, "")).await
            }
            Act::AcceptKeeps { agency } => store.accept_keeps(actor, key, agency.map(id).as_ref()).await.map(|_| ()),
            Act::Say { agency, entry, text } => {
                let (point, _) = self.point(*agency, *entry).await.ok_or(Error::NotFound)?;
                store.say_on_point(actor, point, text).await
            }
            Act::Return { agency, entry, comment, stale } => {
                let (answer, round) = self.answer_id(*agency, *entry).await.ok_or(Error::NotFound)?;
                store.return_answer(actor, answer, round + u32::from(*stale), comment).await
            }
            Act::Accept { agency } => store.accept_response(actor, key, &id(*agency)).await,
            Act::Close { force } => store.close_campaign(actor, key, *force).await,
            Act::Reopen { reason } => store.reopen_campaign(actor, key, reason).await,
            Act::Compile => store.compile(actor, key).await.map(|_| ()),
            Act::Submit => store.submit_draft(actor, key).await,
            Act::GiveBack { reason } => store.return_draft(actor, key, reason).await,
            Act::Issue { stale } => {
                let day = format::date(actor.today());
                let form = DecisionDraft {
                    number: format!("{}/QĐ-UBND", self.model.year),
                    date: day.clone(),
                    effective_from: day,
                    signer: "Nguyễn Văn B".to_owned(),
                    signer_title: "CHỦ TỊCH".to_owned(),
                };
                let file = SignedFile { name: "qd.pdf".to_owned(), bytes: b"%PDF-1.7".to_vec() };
                let edition =
                    store.issue(actor, key, self.model.version - i64::from(*stale), &form, Some(file)).await?;
                self.contents = contents(store.edition_content(&anonymous(), edition).await?);
                Ok(())
            }
        }
    }

    fn draft(&self, code: &str, said: &Said) -> AnswerDraft {
        match said {
            Said::Keep => AnswerDraft::of_kind(AnswerKind::Keep),
            Said::Withdraw(reason) => withdrawn(reason),
            Said::Modify(purpose) => {
                let content = EntryContent { purpose: purpose.clone(), ..self.contents[code].clone() };
                let secret = SecretDeclaration::None;
                AnswerDraft { content: Some(content), secret, ..AnswerDraft::of_kind(AnswerKind::Modify) }
            }
        }
    }

    fn answer(&self, agency: usize, entry: usize) -> Option<&Answer> {
        self.model.responses.get(agency)?.answers.get(entry)
    }

    /// The number of an answer, and the round that it was sent in.
    async fn answer_id(&self, agency: usize, entry: usize) -> Option<(AnswerId, u32)> {
        let code = &self.answer(agency, entry)?.code;
        let found = self
            .rows(&format!(
                "select a.id as id, r.round as round from answer a join response r on r.id = a.response_id
                    where r.campaign_year = {} and r.agency_id = '{}' and a.entry_code = '{code}'",
                self.model.year, AGENCIES[agency].0
            ))
            .await;
        let round: i32 = get(found.first()?, "round");
        Some((AnswerId(get(found.first()?, "id")), u32::try_from(round).ok()?))
    }

    /// The point of an answer that stands, and when it was decided.
    async fn point(&self, agency: usize, entry: usize) -> Option<(PointId, Option<OffsetDateTime>)> {
        let (AnswerId(answer), _) = self.answer_id(agency, entry).await?;
        let query = format!("select id, decided_at from point where answer_id = {answer} and not superseded");
        let found = self.rows(&query).await;
        let row = found.first()?;
        Some((PointId(get(row, "id")), get(row, "decided_at")))
    }
}
