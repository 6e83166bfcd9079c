//! What a campaign is called: the yearly review of 2026 is `2026`, the first round of changes out of the yearly cycle in
//! that year `2026-1`. Addresses, receipts and the audit log write it so; the database keeps one number.

use serde::{Deserialize, Serialize};

/// The yearly reviews and the rounds of changes between them (article 8.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CampaignKind {
    /// Asks every agency of every entry it answers for.
    Annual,
    /// Asks some agencies; what is not answered stays as it is, to the letter.
    Amending,
}

/// The name of one campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CampaignKey {
    year: i32,
    /// 0: the yearly review.
    amendment: u8,
}

/// Rounds of changes in one year.
pub const AMENDMENTS_MAX: u8 = 99;

/// A text or a number that names no campaign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no campaign is named by this")]
pub struct NoCampaignKey;

impl CampaignKey {
    /// From here on numbers are those of rounds of changes; below, of years.
    pub const FIRST_AMENDING_NUMBER: i32 = 100_000;

    /// The yearly review.
    pub const fn annual(year: i32) -> Self {
        Self { year, amendment: 0 }
    }

    /// The round of changes with this number in a year; `None` past the last number of a year.
    pub fn amending(year: i32, number: u8) -> Option<Self> {
        (1..=AMENDMENTS_MAX).contains(&number).then_some(Self { year, amendment: number })
    }

    pub fn year(self) -> i32 {
        self.year
    }

    /// The number of the round of changes within its year; `None` of a yearly review.
    pub fn amendment(self) -> Option<u8> {
        (self.amendment > 0).then_some(self.amendment)
    }

    pub fn kind(self) -> CampaignKind {
        if self.amendment > 0 { CampaignKind::Amending } else { CampaignKind::Annual }
    }

    pub fn is_amending(self) -> bool {
        self.kind() == CampaignKind::Amending
    }

    /// The number that the database keeps: the year, or the year and two digits.
    pub fn number(self) -> i32 {
        match self.amendment() {
            None => self.year,
            Some(amendment) => self.year * 100 + i32::from(amendment),
        }
    }

    /// # Errors
    /// [`NoCampaignKey`] for a number that no key has.
    pub fn from_number(number: i32) -> Result<Self, NoCampaignKey> {
        match number {
            1000..=9999 => Ok(Self::annual(number)),
            Self::FIRST_AMENDING_NUMBER..=999_999 => {
                let amendment = u8::try_from(number % 100).unwrap_or_default();
                Self::amending(number / 100, amendment).ok_or(NoCampaignKey)
            }
            _ => Err(NoCampaignKey),
        }
    }

    /// The first round of changes of a year that is free, where `taken` are the keys there are.
    pub fn next_amending(year: i32, taken: impl IntoIterator<Item = Self>) -> Option<Self> {
        let last = taken.into_iter().filter(|key| key.year == year).map(|key| key.amendment).max().unwrap_or(0);
        Self::amending(year, last.checked_add(1)?)
    }
}

impl std::fmt::Display for CampaignKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.amendment() {
            None => write!(f, "{}", self.year),
            Some(amendment) => write!(f, "{}-{amendment}", self.year),
        }
    }
}

impl std::str::FromStr for CampaignKey {
    type Err = NoCampaignKey;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str, longest: usize| {
            let plain = text.len() <= longest && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
            text.parse::<i32>().ok().filter(|_| plain).ok_or(NoCampaignKey)
        };
        let (year, amendment) = match text.split_once('-') {
            None => (text, None),
            Some((year, amendment)) => (year, Some(amendment)),
        };
        let year = number(year, 4)?;
        match amendment {
            None => Self::from_number(year),
            Some(amendment) => Self::from_number(year * 100 + number(amendment, 2)?),
        }
    }
}

impl TryFrom<String> for CampaignKey {
    type Error = NoCampaignKey;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<CampaignKey> for String {
    fn from(key: CampaignKey) -> Self {
        key.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_read_as_it_is_written_and_kept() {
        let mut numbers = std::collections::BTreeSet::new();
        for year in 1000..=9999 {
            let amending = (1..=AMENDMENTS_MAX).filter_map(|number| CampaignKey::amending(year, number));
            let keys: Vec<CampaignKey> = std::iter::once(CampaignKey::annual(year)).chain(amending).collect();
            assert_eq!(keys.len(), 100);
            for key in keys {
                assert_eq!(key.to_string().parse(), Ok(key));
                assert_eq!(CampaignKey::from_number(key.number()), Ok(key));
                assert_eq!(key.year(), year);
                assert_eq!(key.is_amending(), key.amendment().is_some());
                assert!(numbers.insert(key.number()), "{key}: a number of two");
            }
        }
    }

    #[test]
    fn what_names_no_campaign() {
        for text in [
            "",
            "-",
            "2026-",
            "-1",
            "2026-0",
            "2026-01",
            "2026-100",
            "2026-1-1",
            "02026",
            "202601",
            "26",
            "2026 ",
            "+2026",
            "-2026",
            "2026-+1",
            "hai",
            "２０２６",
        ] {
            assert_eq!(text.parse::<CampaignKey>(), Err(NoCampaignKey), "{text}");
        }
        for number in [i32::MIN, -2026, 0, 999, 10_000, 99_999, 202_600, 1_000_000, i32::MAX] {
            assert_eq!(CampaignKey::from_number(number), Err(NoCampaignKey), "{number}");
        }
    }

    #[test]
    fn a_round_takes_the_next_number_of_its_year() {
        let key = |text: &str| text.parse::<CampaignKey>().expect("a key");
        for (taken, next) in [
            (vec![], Some("2026-1")),
            (vec!["2026"], Some("2026-1")),
            (vec!["2025-7", "2026", "2026-2"], Some("2026-3")),
            (vec!["2026-98"], Some("2026-99")),
            (vec!["2026-99"], None),
        ] {
            let found = CampaignKey::next_amending(2026, taken.iter().map(|text| key(text)));
            assert_eq!(found.map(|key| key.to_string()).as_deref(), next, "{taken:?}");
        }
    }
}
