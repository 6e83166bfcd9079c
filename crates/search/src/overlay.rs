//! What changes while an edition does not: who answers for its entries, what agencies are called, the synonyms.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;

use domain::text::sort_key;
use roaring::{MultiOps, RoaringBitmap};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::column::Column;
use crate::document::Owned;
use crate::index::Index;
use crate::thesaurus::{Kind, Thesaurus};
use crate::word::{letters, words};

/// What a synonym is worth in place of what was asked.
const SYNONYM: f32 = 0.85;
/// Another name of the same agency or place, in the texts.
const SAME_AGENCY: f32 = 0.7;
/// The name of the one agency that it became or came from.
const RELATED_AGENCY: f32 = 0.45;
/// With more relatives than this an agency is not looked for by their names: each is a phrase more for whoever names
/// it, and of many none is what is meant.
const RELATIVES_MAX: usize = 3;
/// A relative that has more of its own than this is not what any of them is: six wards that became one are that ward,
/// the districts that went up in the province are not the province. Who names one of the six looks for one phrase more.
const RELATIVES_OF_ONE_MAX: usize = 8;
/// «Ủy ban nhân dân», which people leave out or write short.
const COMMITTEE: [&str; 4] = ["uy", "ban", "nhan", "dan"];

/// An agency of any time, by all its names.
#[derive(Clone, Debug, Default)]
pub struct AgencyNames {
    pub id: String,
    /// As it is and was called, in full and short.
    pub names: Vec<String>,
    /// Agencies that it came from or became, by the events, near and far.
    pub lineage: Vec<String>,
    /// Of these, those one event away.
    pub near: Vec<String>,
    /// It governs the whole place that the catalog is about, whose name says nothing.
    pub is_home: bool,
}

struct AgencyEntries {
    id: String,
    /// Its names as words.
    names: Vec<Vec<String>>,
    owns: RoaringBitmap,
    lineage: RoaringBitmap,
}

/// What lies over an [`Index`] on one day.
#[derive(Default)]
pub struct Overlay {
    agencies: Vec<AgencyEntries>,
    /// Entries by who answers for them on its day.
    pub(crate) today: Column,
    pub(crate) thesaurus: Thesaurus,
    /// The folded words of their names.
    words: BTreeMap<String, NameWord>,
    /// The words that stand behind a word in some name.
    followers: FxHashMap<String, FxHashSet<String>>,
    home: Vec<Vec<String>>,
    /// Names of agencies with entries, for suggestions.
    pub(crate) shown: Vec<(String, String)>,
}

/// The entries of agencies whose name has certain words.
#[derive(Clone, Default)]
pub(crate) struct OwnerHits {
    pub owns: RoaringBitmap,
    pub lineage: RoaringBitmap,
}

impl OwnerHits {
    fn of<'a>(agencies: impl Iterator<Item = &'a AgencyEntries> + Clone) -> Self {
        Self {
            owns: agencies.clone().map(|agency| &agency.owns).union(),
            lineage: agencies.map(|agency| &agency.lineage).union(),
        }
    }

    /// One of the two, borrowed where the index has it.
    pub(crate) fn set<'a>(hits: &Cow<'a, Self>, which: fn(&Self) -> &RoaringBitmap) -> Cow<'a, RoaringBitmap> {
        match hits {
            Cow::Borrowed(hits) => Cow::Borrowed(which(hits)),
            Cow::Owned(hits) => Cow::Owned(which(hits).clone()),
        }
    }
}

/// A word that is in the name of some agency: of which, and their entries.
#[derive(Default)]
struct NameWord {
    agencies: Vec<usize>,
    hits: OwnerHits,
}

/// The folded words of a text.
pub(crate) fn folds(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.fold).collect()
}

/// The ways one may write the name of an agency.
fn spellings(name: &str) -> Vec<Vec<String>> {
    let full = folds(name);
    let mut out = vec![full.clone()];
    // «Sở TN&MT» as «Sở TNMT».
    let joined: Vec<String> = name.split_whitespace().map(letters).filter(|word| !word.is_empty()).collect();
    out.push(joined);
    // «Sở Tài nguyên và Môi trường» as «Sở TNMT».
    if let [first, rest @ ..] = &full[..]
        && rest.len() >= 2
    {
        let initials =
            rest.iter().filter(|word| !matches!(word.as_str(), "va" | "cac")).filter_map(|w| w.chars().next());
        out.push(vec![first.clone(), initials.collect()]);
    }
    if full.starts_with(&COMMITTEE.map(str::to_owned)) {
        let rest = &full[COMMITTEE.len()..];
        out.push(["ubnd".to_owned()].into_iter().chain(rest.iter().cloned()).collect());
    }
    out.dedup();
    out
}

/// Whether an agency governs a place, by its name.
fn is_of_a_place(name: &str) -> bool {
    let folds: Vec<String> = name.split_whitespace().map(letters).collect();
    folds.starts_with(&COMMITTEE.map(str::to_owned)) || folds.first().is_some_and(|first| first == "ubnd")
}

/// A name without the committee before it, and without the kind of unit: «huyện Buôn Đôn», «Buôn Đôn».
fn places(name: &str) -> Vec<String> {
    let mut out = vec![name.to_owned()];
    let pieces: Vec<&str> = name.split_whitespace().collect();
    let folds: Vec<String> = pieces.iter().map(|piece| letters(piece)).collect();
    let skip = if folds.starts_with(&COMMITTEE.map(str::to_owned)) {
        COMMITTEE.len()
    } else if folds.first().is_some_and(|first| first == "ubnd") {
        1
    } else {
        return out;
    };
    out.push(pieces[skip..].join(" "));
    let kind = match folds.get(skip).map(String::as_str) {
        Some("thanh" | "thi") => 2,
        _ => 1,
    };
    if pieces.len() > skip + kind + 1 || (pieces.len() > skip + kind && folds[skip + kind].len() > 3) {
        out.push(pieces[skip + kind..].join(" "));
    }
    out
}

/// A name as texts write it: a place mostly without the committee that governs it. «UBND cấp xã» is no one place.
fn in_texts(name: &str) -> impl Iterator<Item = String> + use<> {
    let is_one = |name: &String| !["cấp ", "các "].iter().any(|several| name.starts_with(several));
    places(name).into_iter().take(2).filter(is_one)
}

impl Overlay {
    /// `owned` tells whose each entry is, in the order of the index.
    pub fn build(index: &Index, owned: &[Owned], agencies: &[AgencyNames], synonyms: &[Vec<String>]) -> Self {
        let mut overlay = Self::default();
        let mut today: FxHashMap<String, RoaringBitmap> = FxHashMap::default();
        let mut before: FxHashMap<&str, RoaringBitmap> = FxHashMap::default();
        for (entry, owned) in (0..).zip(owned).take(index.len()) {
            today.entry(owned.today.clone()).or_default().insert(entry);
            for agency in &owned.before {
                before.entry(agency).or_default().insert(entry);
            }
        }
        let at: FxHashMap<&str, usize> = agencies.iter().enumerate().map(|(at, one)| (one.id.as_str(), at)).collect();
        for agency in agencies {
            let mut owns = today.get(&agency.id).cloned().unwrap_or_default();
            if let Some(before) = before.get(agency.id.as_str()) {
                owns |= before;
            }
            let names: Vec<Vec<String>> = agency.names.iter().flat_map(|name| spellings(name)).collect();
            overlay.agencies.push(AgencyEntries { id: agency.id.clone(), names, owns, lineage: RoaringBitmap::new() });
        }
        for agency in agencies {
            let Some(entries) = today.get(&agency.id) else { continue };
            if let Some(name) = agency.names.first() {
                overlay.shown.push((agency.id.clone(), name.clone()));
            }
            for relative in &agency.lineage {
                if let Some(at) = at.get(relative.as_str()) {
                    overlay.agencies[*at].lineage |= entries;
                }
            }
        }
        // By their names of today, as lists of agencies are read.
        let name = |id: &str| at.get(id).and_then(|at| agencies[*at].names.first()).map_or("", String::as_str);
        overlay.today = Column::new(today, |id| (sort_key(name(id)), id.to_owned()));
        overlay.know_words();
        for agency in agencies.iter().filter(|agency| agency.is_home) {
            let names = agency.names.iter().flat_map(|name| places(name)).map(|name| folds(&name));
            overlay.home.extend(
                names.filter(|name| name.first().is_some_and(|first| first != COMMITTEE[0] && first != "ubnd")),
            );
        }
        for group in synonyms {
            overlay.thesaurus.add(group, SYNONYM, Kind::Words);
            // What the whole place is called beside its name.
            let phrases: Vec<Vec<String>> = group.iter().map(|phrase| folds(phrase)).collect();
            if phrases.iter().any(|phrase| overlay.home.contains(phrase)) {
                overlay.home.extend(phrases);
            }
        }
        for agency in agencies.iter().filter(|agency| !agency.is_home) {
            let mut names: Vec<String> = agency.names.iter().flat_map(|name| places(name)).collect();
            let spelt = agency.names.iter().flat_map(|name| spellings(name)).map(|words| words.join(" "));
            // «M'Đrắk» as «Mdrak».
            let joined = names.iter().map(|name| {
                let pieces = name.split_whitespace().map(letters).filter(|piece| !piece.is_empty());
                pieces.collect::<Vec<_>>().join(" ")
            });
            names = names.iter().cloned().chain(spelt).chain(joined).collect();
            let governs = agency.names.iter().any(|name| is_of_a_place(name));
            let kind = if governs { Kind::Place } else { Kind::Agency };
            overlay.thesaurus.add(&names, SAME_AGENCY, kind);
            if agency.near.len() <= RELATIVES_MAX {
                let near = agency.near.iter().filter_map(|id| Some(&agencies[*at.get(id.as_str())?]));
                let near = near.filter(|other| other.near.len() <= RELATIVES_OF_ONE_MAX).flat_map(|other| &other.names);
                overlay.thesaurus.add(
                    names.into_iter().chain(near.flat_map(|name| in_texts(name))),
                    RELATED_AGENCY,
                    kind,
                );
            }
        }
        overlay
    }

    fn know_words(&mut self) {
        for (at, agency) in self.agencies.iter().enumerate() {
            for word in agency.names.iter().flatten() {
                let known = self.words.entry(word.clone()).or_default();
                if known.agencies.last() != Some(&at) {
                    known.agencies.push(at);
                }
            }
        }
        for pair in self.agencies.iter().flat_map(|agency| &agency.names).flat_map(|name| name.windows(2)) {
            self.followers.entry(pair[0].clone()).or_default().insert(pair[1].clone());
        }
        for word in self.words.values_mut() {
            word.hits = OwnerHits::of(word.agencies.iter().map(|at| &self.agencies[*at]));
        }
    }

    /// Whether a folded word is in the name of an agency or in a phrase of the thesaurus.
    pub(crate) fn knows(&self, fold: &str) -> bool {
        self.words.contains_key(fold) || self.thesaurus.knows(fold)
    }

    /// How many of these words name the whole place that the catalog is about.
    pub(crate) fn home_at(&self, words: &[&str]) -> usize {
        let begins = |name: &&Vec<String>| name.len() <= words.len() && name.iter().zip(words).all(|(a, b)| a == b);
        self.home.iter().filter(begins).map(Vec::len).max().unwrap_or(0)
    }

    /// Whether two words stand side by side in the name of an agency.
    pub(crate) fn are_neighbours(&self, first: &str, second: &str) -> bool {
        self.followers.get(first).is_some_and(|after| after.contains(second))
    }

    /// The entries of agencies whose name has these words side by side; the last may be the beginning of a word.
    pub(crate) fn owners(&self, phrase: &[&str], last_begins: bool) -> Cow<'_, OwnerHits> {
        match phrase {
            [] => Cow::default(),
            [begin] if last_begins => {
                let from = (Bound::Included(*begin), Bound::Unbounded);
                let words = self.words.range::<str, _>(from).take_while(|(word, _)| word.starts_with(begin));
                Cow::Owned(OwnerHits {
                    owns: words.clone().map(|(_, word)| &word.hits.owns).union(),
                    lineage: words.map(|(_, word)| &word.hits.lineage).union(),
                })
            }
            [word] => self.words.get(*word).map_or_else(Cow::default, |word| Cow::Borrowed(&word.hits)),
            [..] => {
                // Of the agencies with the rarest of the whole words, those with all of them side by side.
                let whole = &phrase[..phrase.len() - usize::from(last_begins)];
                let having: Option<Vec<&NameWord>> = whole.iter().map(|word| self.words.get(*word)).collect();
                let rarest = having.into_iter().flatten().min_by_key(|word| word.agencies.len());
                let having = rarest.into_iter().flat_map(|word| &word.agencies).map(|at| &self.agencies[*at]);
                let with_all =
                    |agency: &&AgencyEntries| agency.names.iter().any(|name| has_phrase(name, phrase, last_begins));
                Cow::Owned(OwnerHits::of(having.filter(with_all)))
            }
        }
    }

    /// The agencies in use whose name has all these words, each the beginning of one.
    pub(crate) fn suggested(&self, begins: &[String]) -> Vec<(String, String)> {
        let has_all = |id: &String| {
            self.agencies.iter().find(|agency| agency.id == *id).is_some_and(|agency| {
                let all =
                    |name: &Vec<String>| begins.iter().all(|begin| name.iter().any(|word| word.starts_with(begin)));
                agency.names.iter().any(all)
            })
        };
        self.shown.iter().filter(|(id, _)| has_all(id)).cloned().collect()
    }

    /// Whether a name of the agency has these words in a row, of the last maybe only the beginning.
    pub(crate) fn is_named(&self, id: &str, phrase: &[&str]) -> bool {
        let agency = self.agencies.iter().find(|agency| agency.id == id);
        agency.is_some_and(|agency| agency.names.iter().any(|name| has_phrase(name, phrase, true)))
    }
}

/// Whether the words of a phrase stand in a row in a name, of the last maybe only the beginning.
pub(crate) fn has_phrase(name: &[String], phrase: &[&str], last_begins: bool) -> bool {
    let Some((last, first)) = phrase.split_last() else { return false };
    name.windows(phrase.len()).any(|part| {
        let end = &part[first.len()];
        (end == last || (last_begins && end.starts_with(last))) && part.iter().zip(first).all(|(a, b)| a == b)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_agencies_as_people_write_them() {
        let spelt: Vec<String> = spellings("Sở Tài nguyên và Môi trường").iter().map(|name| name.join(" ")).collect();
        assert_eq!(spelt, ["so tai nguyen va moi truong", "so tnmt"]);
        let spelt: Vec<String> = spellings("Sở LĐ-TB&XH").iter().map(|name| name.join(" ")).collect();
        assert!(spelt.contains(&"so ldtbxh".to_owned()), "{spelt:?}");
        assert_eq!(
            places("Ủy ban nhân dân thành phố Buôn Ma Thuột"),
            ["Ủy ban nhân dân thành phố Buôn Ma Thuột", "thành phố Buôn Ma Thuột", "Buôn Ma Thuột"]
        );
        assert_eq!(places("UBND H. Lắk"), ["UBND H. Lắk", "H. Lắk"], "one short syllable is no name by itself");
        assert_eq!(places("Sở Y tế"), ["Sở Y tế"]);
    }
}
