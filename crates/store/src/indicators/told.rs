//! The indicators of a period with the cases behind them, as reports are filled in.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::id::AgencyId;
use domain::indicator::{Indicator, Period};
use domain::report::Told;
use time::OffsetDateTime;

use crate::{Result, Store};

impl Store {
    /// Every indicator of a period, of the province or of one agency, and when they were computed. Whoever calls it has
    /// asked the policy.
    ///
    /// # Errors
    /// [`NotFound`](crate::Error::NotFound) of a period to come.
    pub(crate) async fn indicators_told(
        &self,
        actor: &Actor,
        period: Period,
        agency: Option<&AgencyId>,
    ) -> Result<(BTreeMap<Indicator, Told>, OffsetDateTime)> {
        let source = self.source(actor, period).await?;
        let (figures, _) = self.told(&source, period, agency).await?;
        let mut told = BTreeMap::new();
        for (indicator, (version, amount)) in figures {
            let cases = match amount {
                Some(_) => self.listed_cases(&source, indicator, agency).await?,
                None => Vec::new(),
            };
            told.insert(indicator, Told { version, amount, cases });
        }
        Ok((told, source.at()))
    }
}
