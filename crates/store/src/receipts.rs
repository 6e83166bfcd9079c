//! Receipts: each sending keeps its own beside those before, with what was sent as it was hashed. None is ever changed.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::id::{AgencyId, EditionId};
use domain::policy::{Act, authorize};
use domain::review::{Receipt, Sent, SentAnswer};
use domain::workflow::ResponseStage;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::audit::sha256_hex;
use crate::connect::snapshot;
use crate::edition_write::canonical;
use crate::entity::{audit, campaign, receipt, response, review_event};
use crate::review_rows::{key_of, response_of};
use crate::rows::count;
use crate::{Error, Result, Store};

/// What checking the receipts found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReceiptReport {
    pub receipts: u32,
    /// Those of before what was sent was kept: their hashes cannot be taken anew.
    pub unkept: u32,
    pub faults: Vec<ReceiptFault>,
}

/// In what a receipt is not what was given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceiptFault {
    /// What is kept hashes to something else.
    Content { number: String, stated: String, found: String },
    /// The audit log knows no such number with such a hash.
    NotLogged { number: String },
    /// The audit log tells of a sending whose receipt is gone.
    Lost { number: String },
}

/// A receipt's columns but what was sent.
type Stated = (i32, String, String, OffsetDateTime, String, String);

/// Keeps the receipt of a round that is sent now, with what is sent.
pub(crate) async fn keep_receipt(
    tx: &DatabaseTransaction,
    actor: &Actor,
    campaign: &campaign::Model,
    row: &response::Model,
    round: i32,
    answers: &[SentAnswer],
) -> Result<Receipt> {
    let laid = review_event::Entity::find()
        .filter(review_event::Column::CampaignYear.eq(row.campaign_year))
        .filter(review_event::Column::AgencyId.eq(row.agency_id.as_str()))
        .filter(review_event::Column::ToStage.eq(ResponseStage::AwaitingApproval.to_string()))
        .order_by_desc(review_event::Column::Id);
    let drafted_by = laid.one(tx).await?.map(|event| event.who).unwrap_or_default();
    let approved_by = actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default();
    let (key, agency) = (key_of(campaign.year)?, AgencyId::from(row.agency_id.as_str()));
    let number = format!("RS-{key}-{agency}-{round}");
    let sent_at = actor.at.format(&Rfc3339).map_err(|error| Error::Corrupt(format!("not canonical: {error}")))?;
    let content = canonical(&Sent {
        receipt: &number,
        campaign: key,
        edition: EditionId(campaign.base_edition_id),
        agency: &agency,
        round: count(round.into()),
        sent_at: &sent_at,
        drafted_by: &drafted_by,
        approved_by: &approved_by,
        nothing_to_change: row.nothing_to_change,
        answers,
    })?;
    let sha256 = sha256_hex(&content);
    receipt::Entity::insert(receipt::ActiveModel {
        id: NotSet,
        response_id: Set(row.id),
        round: Set(round),
        number: Set(number.clone()),
        sha256: Set(sha256.clone()),
        sent_at: Set(actor.at),
        drafted_by: Set(drafted_by.clone()),
        approved_by: Set(approved_by.clone()),
        content: Set(Some(content)),
    })
    .exec_without_returning(tx)
    .await?;
    Ok(Receipt { number, round: count(round.into()), sha256, at: actor.at, drafted_by, approved_by, kept: true })
}

/// The receipts of a response, the newest first. What was sent is not read.
pub(crate) async fn receipts_of(connection: &impl ConnectionTrait, response: i64) -> Result<Vec<Receipt>> {
    use receipt::Column as C;
    let of = receipt::Entity::find().filter(C::ResponseId.eq(response)).select_only();
    let kept = of.clone().filter(C::Content.is_not_null()).column(C::Round).into_tuple::<i32>();
    let kept: BTreeSet<i32> = kept.all(connection).await?.into_iter().collect();
    let columns = [C::Round, C::Number, C::Sha256, C::SentAt, C::DraftedBy, C::ApprovedBy];
    let rows = of.columns(columns).order_by_desc(C::Round).into_tuple::<Stated>().all(connection).await?;
    let told = |(round, number, sha256, at, drafted_by, approved_by): Stated| Receipt {
        number,
        round: count(round.into()),
        sha256,
        at,
        drafted_by,
        approved_by,
        kept: kept.contains(&round),
    };
    Ok(rows.into_iter().map(told).collect())
}

impl Store {
    /// What was sent in a round, byte for byte what the hash on its receipt is over; the receipt's number before it.
    ///
    /// # Errors
    /// As [`Store::response`]; [`Error::NotFound`] also for a round that was not sent, or before what was sent was kept.
    pub async fn sent_content(
        &self,
        actor: &Actor,
        key: CampaignKey,
        agency: &AgencyId,
        round: u32,
    ) -> Result<(String, String)> {
        authorize(actor, &Act::SeeResponse(agency))?;
        let response = response_of(self.read(), key, agency).await?;
        let found = receipt::Entity::find()
            .filter(receipt::Column::ResponseId.eq(response.id))
            .filter(receipt::Column::Round.eq(i64::from(round)));
        let found = found.one(self.read()).await?.ok_or(Error::NotFound)?;
        Ok((found.number, found.content.ok_or(Error::NotFound)?))
    }

    /// Checks every receipt: what is kept against its hash, its number and hash against the audit log.
    ///
    /// # Errors
    /// Refused to all but the administrator and the system.
    pub async fn verify_receipts(&self, actor: &Actor) -> Result<ReceiptReport> {
        use receipt::Column as C;
        authorize(actor, &Act::SeeAudit)?;
        let tx = snapshot(self.read()).await?;
        let mut logged = logged_receipts(&tx).await?;
        let rows = receipt::Entity::find().select_only().columns([C::Id, C::Number, C::Sha256]).order_by_asc(C::Id);
        let mut report = ReceiptReport::default();
        for (id, number, stated) in rows.into_tuple::<(i64, String, String)>().all(&tx).await? {
            report.receipts += 1;
            if logged.remove(&number).as_ref() != Some(&stated) {
                report.faults.push(ReceiptFault::NotLogged { number: number.clone() });
            }
            // One at a time: a response may be large.
            let content = receipt::Entity::find_by_id(id).select_only().column(C::Content);
            match content.into_tuple::<Option<String>>().one(&tx).await?.flatten().map(sha256_hex) {
                None => report.unkept += 1,
                Some(found) if found != stated => {
                    report.faults.push(ReceiptFault::Content { number, stated, found });
                }
                Some(_) => {}
            }
        }
        tx.commit().await?;
        report.faults.extend(logged.into_keys().map(|number| ReceiptFault::Lost { number }));
        Ok(report)
    }
}

/// The hashes of all that was sent, by the numbers of their receipts, as the audit log has them.
async fn logged_receipts(connection: &impl ConnectionTrait) -> Result<BTreeMap<String, String>> {
    let rows = audit::Entity::find().filter(audit::Column::Action.eq("response.approve")).select_only();
    let rows = rows.columns([audit::Column::Seq, audit::Column::Detail]).into_tuple::<(i64, String)>();
    let mut logged = BTreeMap::new();
    for (seq, detail) in rows.all(connection).await? {
        let detail: serde_json::Value =
            serde_json::from_str(&detail).map_err(|error| Error::Corrupt(format!("audit {seq}: {error}")))?;
        if let (Some(number), Some(sha256)) = (detail["receipt"].as_str(), detail["sha256"].as_str()) {
            logged.insert(number.to_owned(), sha256.to_owned());
        }
    }
    Ok(logged)
}
