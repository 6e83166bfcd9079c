//! What binds an edition to its decision. It is sealed when the edition is issued, beside the hash of the contents.

use serde::{Deserialize, Serialize};
use strum::EnumIter;
use time::Date;

use super::EditionFault;
use crate::id::EditionId;

/// What a decision fixes of an edition; the contents stand here by their hash. As JSON it is what the seal is over. The text
/// is kept: a part that is added later must be read where it is absent, so that older seals stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    pub content_sha256: String,
    pub number: String,
    pub date: Date,
    pub effective_from: Date,
    pub signer: String,
    /// Post and capacity of the signer: the authority that issues.
    pub signer_title: String,
    pub year: i32,
    /// The number within the year of an edition that amends and came as an annex.
    pub amendment: Option<i32>,
    /// The key of the campaign that made it.
    pub campaign: Option<i32>,
    /// The edition before it, which it amends or takes the place of.
    pub base: Option<EditionId>,
    /// Of the signed decision, where it is kept.
    pub file_sha256: Option<String>,
}

/// A part of a [`Binding`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BindingPart {
    Content,
    Number,
    Date,
    EffectiveFrom,
    Signer,
    SignerTitle,
    Year,
    /// Which amendment or round of the year it is.
    Round,
    Base,
    File,
}

impl Binding {
    /// Its parts as text; empty where there is none.
    pub fn parts(&self) -> [(BindingPart, String); 10] {
        let said = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
        let rounds = [self.campaign, self.amendment].map(|number| said(number.map(i64::from)));
        [
            (BindingPart::Content, self.content_sha256.clone()),
            (BindingPart::Number, self.number.clone()),
            (BindingPart::Date, self.date.to_string()),
            (BindingPart::EffectiveFrom, self.effective_from.to_string()),
            (BindingPart::Signer, self.signer.clone()),
            (BindingPart::SignerTitle, self.signer_title.clone()),
            (BindingPart::Year, self.year.to_string()),
            (BindingPart::Round, rounds.join("/")),
            (BindingPart::Base, said(self.base.map(|base| base.0))),
            (BindingPart::File, self.file_sha256.clone().unwrap_or_default()),
        ]
    }

    /// The parts in which what stands now is not what was sealed.
    pub fn differences(&self, now: &Self) -> Vec<EditionFault> {
        let pairs = self.parts().into_iter().zip(now.parts());
        let differing = pairs.filter(|((_, stated), (_, found))| stated != found);
        differing.map(|((part, stated), (_, found))| EditionFault::Binding { part, stated, found }).collect()
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;
    use time::macros::date;

    use super::*;

    fn binding() -> Binding {
        Binding {
            content_sha256: "a".to_owned(),
            number: "3124/QĐ-UBND".to_owned(),
            date: date!(2024 - 12 - 20),
            effective_from: date!(2025 - 01 - 01),
            signer: "Nguyễn Văn A".to_owned(),
            signer_title: "CHỦ TỊCH".to_owned(),
            year: 2024,
            amendment: None,
            campaign: Some(2024),
            base: Some(EditionId(1)),
            file_sha256: Some("b".to_owned()),
        }
    }

    #[test]
    fn each_part_that_differs_is_named() {
        let other = |part| {
            let mut other = binding();
            match part {
                BindingPart::Content => other.content_sha256.clear(),
                BindingPart::Number => other.number = "3125/QĐ-UBND".to_owned(),
                BindingPart::Date => other.date = date!(2024 - 12 - 21),
                BindingPart::EffectiveFrom => other.effective_from = date!(2025 - 01 - 02),
                BindingPart::Signer => other.signer = "Nguyễn Văn B".to_owned(),
                BindingPart::SignerTitle => other.signer_title = "PHÓ CHỦ TỊCH".to_owned(),
                BindingPart::Year => other.year = 2025,
                BindingPart::Round => other.amendment = Some(1),
                BindingPart::Base => other.base = None,
                BindingPart::File => other.file_sha256 = None,
            }
            other
        };
        assert_eq!(binding().differences(&binding()), []);
        for part in BindingPart::iter() {
            let found = binding().differences(&other(part));
            assert!(matches!(&found[..], [EditionFault::Binding { part: named, .. }] if *named == part), "{found:?}");
        }
    }

    #[test]
    fn as_it_is_sealed() {
        let text = serde_json::to_string(&binding()).expect("JSON");
        let expected = concat!(
            r#"{"content_sha256":"a","number":"3124/QĐ-UBND","date":"2024-12-20","effective_from":"2025-01-01","#,
            r#""signer":"Nguyễn Văn A","signer_title":"CHỦ TỊCH","year":2024,"amendment":null,"campaign":2024,"#,
            r#""base":1,"file_sha256":"b"}"#
        );
        assert_eq!(text, expected);
        assert_eq!(serde_json::from_str::<Binding>(&text).ok(), Some(binding()));
    }
}
