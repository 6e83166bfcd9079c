//! The duplicate radar (article 5.3): which national, ministerial or provincial databases one may duplicate, how likely,
//! and why. Names, items and the owner's line are compared; rare words weigh more than common ones, and words that stand
//! side by side in both («đất đai») more than the same words apart.
//!
//! Nothing is decided here: an officer or an appraiser settles each pair.

mod bar;
mod import;
mod index;
mod line;
mod settle;
mod shares;
mod words;

use std::collections::HashMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

pub use bar::{bar, barred, blocks_places, contradicted, waits_for, warning};
pub use import::{KeptField, brought_in};
use index::Index;
pub use settle::{
    NATIONAL_MAX, NATIONAL_TEXT_CHARS_MAX, NationalDb, NationalForm, NationalRow, OpenPair, Overlap, OverlapFilter,
    OverlapsPage, Settled, SettledRelation, Settlement, SettlementInput, check_national, check_settlement, declaring,
};

use crate::catalog::EntryContent;

/// A database as it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    /// `DC-016`, `QG-027`, `de-xuat-12`.
    pub key: String,
    pub name: String,
    pub other_names: String,
    /// The sector or subject, in words.
    pub subject: String,
    /// The agency or ministry that owns it, in words.
    pub owner: String,
    /// Names of its items with their fields.
    pub items: Vec<(String, String)>,
}

impl Described {
    /// An entry's content; `sector` and `owner` in words.
    pub fn of_entry(key: &str, content: &EntryContent, sector: &str, owner: &str) -> Self {
        Self {
            key: key.to_owned(),
            name: content.name.clone(),
            other_names: content.other_names.clone(),
            subject: sector.to_owned(),
            owner: owner.to_owned(),
            items: content.items.iter().map(|item| (item.name.clone(), item.fields.clone())).collect(),
        }
    }

    pub fn of_national(db: &NationalDb) -> Self {
        let items = db.key_data_items.split([';', ',']).map(str::trim).filter(|item| !item.is_empty());
        Self {
            key: db.id.clone(),
            name: db.name.clone(),
            other_names: String::new(),
            subject: db.subject.clone(),
            owner: db.owner_ministry.clone(),
            items: items.map(|item| (item.to_owned(), String::new())).collect(),
        }
    }

    /// Whether all of it was typed without marks: then marks do not count.
    fn is_plain(&self) -> bool {
        std::iter::once(&self.name).chain(self.items.iter().map(|(name, _)| name)).all(|text| words::is_plain(text))
    }

    /// What a settlement was about: the telling words of the name and of the items' names, in an order of their own. A
    /// comma more, or «CSDL» written out, is the same text; another name or another item is not.
    pub fn fingerprint(&self) -> String {
        let told = |text: &str| {
            let pieces = words::pieces(text, false).into_iter();
            pieces.flatten().map(|word| word.key).collect::<Vec<_>>().join(" ")
        };
        let mut items: Vec<String> = self.items.iter().map(|(name, _)| told(name)).collect();
        items.sort();
        items.dedup();
        format!("{}|{}", told(&self.name), items.join(";"))
    }
}

/// How likely it is that two are one.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Somebody has to look, and to say what it is before anything is accepted.
    Likely,
    /// So alike that it is one more likely than not.
    Strong,
}

/// What two databases have in common.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ReasonKind {
    /// Words of the names.
    Name,
    /// Items of data.
    Items,
    /// The agency stands in the ministry's line, or owns both.
    Owner,
}

/// One reason, with what matched and how much of the likeness it makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    pub kind: ReasonKind,
    /// The words, items or the owner that both have, as the compared one writes them.
    pub words: Vec<String>,
    /// Hundredths of the likeness, which the reasons of a pair add up to.
    pub share: u8,
}

/// How alike two databases are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Likeness {
    pub strength: Strength,
    /// Hundredths.
    pub score: u8,
    /// The weightiest first.
    pub reasons: Vec<Reason>,
}

/// What a database is compared with.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Counterpart {
    /// A national or ministerial database.
    National,
    /// An entry of the province in force.
    Own,
    /// Another proposal of the same review.
    Proposal,
}

/// One that another may duplicate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub key: String,
    pub with: Counterpart,
    pub likeness: Likeness,
}

/// The databases that others are compared with.
pub struct Radar {
    national: Vec<Described>,
    own: Vec<Described>,
    /// Where each stands, by key.
    places: HashMap<String, (Counterpart, usize)>,
    marked: Index,
    /// The same without marks, for what was typed without any; made when it is first needed.
    plain: OnceLock<Index>,
}

impl Radar {
    pub fn new(national: Vec<Described>, own: Vec<Described>) -> Self {
        let place = |with| move |(at, one): (usize, &Described)| (one.key.clone(), (with, at));
        let mut places: HashMap<_, _> = own.iter().enumerate().map(place(Counterpart::Own)).collect();
        places.extend(national.iter().enumerate().map(place(Counterpart::National)));
        Self { marked: Index::new(&national, &own, false), national, own, places, plain: OnceLock::new() }
    }

    /// What databases may duplicate among others that are compared with nothing yet, as proposals of one review are: for
    /// each the likeliest first; itself (by key) left out.
    pub fn among(&self, subjects: &[&Described], others: &[&Described]) -> Vec<Vec<Found>> {
        let mut found = vec![Vec::new(); subjects.len()];
        for plain in [false, true] {
            let of_kind: Vec<usize> = (0..subjects.len()).filter(|at| subjects[*at].is_plain() == plain).collect();
            if of_kind.is_empty() {
                continue;
            }
            let some: Vec<&Described> = of_kind.iter().map(|at| subjects[*at]).collect();
            let index = if plain { self.plain() } else { &self.marked };
            for (at, of_one) in of_kind.into_iter().zip(index.among(&some, others)) {
                found[at] = of_one;
            }
        }
        found
    }

    fn plain(&self) -> &Index {
        self.plain.get_or_init(|| Index::new(&self.national, &self.own, true))
    }

    /// What one may duplicate, the likeliest first; itself (by key) left out.
    pub fn find(&self, described: &Described) -> Vec<Found> {
        if described.is_plain() { self.plain().find(described) } else { self.marked.find(described) }
    }

    /// The province's own entries.
    pub fn own(&self) -> &[Described] {
        &self.own
    }

    /// One of those that others are compared with.
    pub fn get(&self, key: &str) -> Option<&Described> {
        let (with, at) = *self.places.get(key)?;
        match with {
            Counterpart::National => self.national.get(at),
            Counterpart::Own => self.own.get(at),
            Counterpart::Proposal => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn a_reason_names_what_matched() {
        let item = |name: &str| (name.to_owned(), String::new());
        let land = Described {
            key: "QG-027".to_owned(),
            name: "CSDL quốc gia về đất đai".to_owned(),
            subject: "Đất đai".to_owned(),
            owner: "Bộ Nông nghiệp và Môi trường".to_owned(),
            items: vec![item("thửa đất"), item("giá đất")],
            ..Described::default()
        };
        let radar = Radar::new(vec![land], Vec::new());
        let own = Described {
            key: "DC-016".to_owned(),
            name: "CSDL đất đai".to_owned(),
            owner: "Sở Tài nguyên và Môi trường".to_owned(),
            items: vec![item("Thông tin thửa đất")],
            ..Described::default()
        };
        let found = radar.find(&own);
        let reasons: BTreeMap<ReasonKind, String> =
            found[0].likeness.reasons.iter().map(|reason| (reason.kind, reason.words.join(", "))).collect();
        assert_eq!(found[0].likeness.strength, Strength::Strong);
        assert_eq!(reasons[&ReasonKind::Name], "đất đai");
        assert_eq!(reasons[&ReasonKind::Items], "thửa đất");
        assert_eq!(reasons[&ReasonKind::Owner], "Bộ Nông nghiệp và Môi trường");
        let shares: u32 = found[0].likeness.reasons.iter().map(|reason| u32::from(reason.share)).sum();
        assert_eq!(shares, 100);
        // Typed without marks, it is found all the same; what has no name is found nowhere.
        let plain = Described { name: "csdl dat dai".to_owned(), items: Vec::new(), ..own.clone() };
        assert_eq!(radar.find(&plain)[0].key, "QG-027");
        assert!(radar.find(&Described { name: String::new(), items: Vec::new(), ..own }).is_empty());
    }

    #[test]
    fn a_reason_tells_each_phrase_once() {
        let named = |key: &str, name: &str| Described {
            key: key.to_owned(),
            name: name.to_owned(),
            owner: "Ban Dân tộc".to_owned(),
            ..Described::default()
        };
        let own = named("DC-054", "CSDL công tác dân tộc, buôn đồng bào dân tộc thiểu số");
        let radar = Radar::new(vec![named("QG-086", "CSDL công tác dân tộc")], Vec::new());
        let found = radar.find(&own);
        let reasons = &found[0].likeness.reasons;
        let of_name = reasons.iter().find(|reason| reason.kind == ReasonKind::Name).expect("a reason");
        assert_eq!(of_name.words, ["dân tộc"]);
    }

    #[test]
    fn proposals_are_compared_with_one_another() {
        let radar = Radar::new(Vec::new(), Vec::new());
        let proposal = |key: &str, name: &str, items: &[&str]| Described {
            key: key.to_owned(),
            name: name.to_owned(),
            items: items.iter().map(|item| ((*item).to_owned(), String::new())).collect(),
            ..Described::default()
        };
        let one = proposal("de-xuat-1", "CSDL cơ sở lưu trú du lịch", &["Cơ sở lưu trú", "Hạng sao"]);
        let same = proposal("de-xuat-2", "CSDL cơ sở lưu trú", &["Danh sách cơ sở lưu trú"]);
        let plain = proposal("de-xuat-3", "csdl co so luu tru du lich", &[]);
        let other = proposal("de-xuat-4", "CSDL vùng trồng sầu riêng", &["Mã số vùng trồng"]);
        let all = [&one, &same, &plain, &other];
        let found = radar.among(&all, &all);
        let keys = |at: usize| found[at].iter().map(|one| one.key.as_str()).collect::<Vec<_>>();
        assert_eq!(keys(0), ["de-xuat-2"], "marks count where both have them");
        assert_eq!(keys(1), ["de-xuat-1"]);
        assert_eq!(keys(2), ["de-xuat-1", "de-xuat-2"], "what was typed without any is found without");
        assert_eq!(keys(3), Vec::<&str>::new());
        assert!(found.iter().flatten().all(|one| one.with == Counterpart::Proposal));
        assert_eq!(found[0][0].likeness.strength, Strength::Strong);
    }
}
