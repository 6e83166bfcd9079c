//! The entries of a group: where some alternative of it is. Most groups have one alternative of one word, whose sets the
//! index has: they are borrowed. The others are added up, all at once.

use std::borrow::Cow;

use roaring::{MultiOps, RoaringBitmap};

use crate::document::Class;
use crate::index::Index;
use crate::matching::in_all;
use crate::overlay::OwnerHits;
use crate::pairs::{Pairs, any_of};
use crate::query::Alternative;
use crate::rank::pairs_of;
use crate::term::{Marks, OTHER_MARKS, Term};

type Set<'a> = Cow<'a, RoaringBitmap>;

/// Where some alternative is: anywhere, where it counts, in the name.
pub(crate) struct Sets<'a> {
    pub any: Set<'a>,
    pub strong: Set<'a>,
    pub name: Set<'a>,
}

impl<'a> Sets<'a> {
    /// The words of a phrase must be in one kind of field, and in long texts one behind another: scattered there, they are
    /// other words. So are those of a synonym, which nobody typed, wherever they are scattered: «nhà tình thương» is no
    /// «nhà thương».
    pub(crate) fn of(index: &'a Index, alternatives: &[Alternative<'a>], marks: Marks) -> Self {
        let (mut any, mut strong, mut name): (Vec<Set<'a>>, Vec<Set<'a>>, Vec<Set<'a>>) = Default::default();
        for one in alternatives {
            if marks != Marks::Any && one.worth <= OTHER_MARKS && one.own {
                continue;
            }
            // Synonyms are written as they are meant.
            let marks = if one.own { marks } else { Marks::AsTyped };
            if let [term] = &one.terms[..] {
                name.push(term.set(marks, |postings| postings.of(Class::Name)));
                strong.push(term.set(marks, |postings| &postings.strong));
                any.push(term.set(marks, |postings| &postings.any));
                owners(&term.owners, &mut any, &mut strong);
            } else {
                // Where the words must stand in a row, the few entries that have them so are looked at first.
                let every = |class: Class, row: Option<&Set<'a>>| {
                    let sets: Vec<Set<'a>> =
                        one.terms.iter().map(|term| term.set(marks, |postings| postings.of(class))).collect();
                    in_all(row.into_iter().chain(&sets).map(AsRef::as_ref).collect()).unwrap_or_default()
                };
                let row = index.keeps_text_pairs().then(|| in_a_row(&index.text_pairs, &one.terms));
                let long = every(Class::Field, row.as_ref()) | every(Class::Text, row.as_ref());
                let short = |class: Class| {
                    let row = (!one.own).then(|| in_a_row(pairs_of(index, class), &one.terms));
                    every(class, row.as_ref())
                };
                let in_names = short(Class::Name);
                let counts = &in_names | short(Class::Item);
                any.push(Cow::Owned(&counts | long));
                strong.push(Cow::Owned(counts));
                name.push(Cow::Owned(in_names));
            }
            owners(&one.owners, &mut any, &mut strong);
        }
        Self { any: sum(any), strong: sum(strong), name: sum(name) }
    }
}

/// The owner's name counts, those that it had are looked at too.
#[expect(clippy::ptr_arg, reason = "what the index has is borrowed from it, not from the alternative")]
fn owners<'a>(hits: &Cow<'a, OwnerHits>, any: &mut Vec<Set<'a>>, strong: &mut Vec<Set<'a>>) {
    strong.push(OwnerHits::set(hits, |hits| &hits.owns));
    any.push(OwnerHits::set(hits, |hits| &hits.owns));
    any.push(OwnerHits::set(hits, |hits| &hits.lineage));
}

fn sum(mut sets: Vec<Set<'_>>) -> Set<'_> {
    sets.retain(|set| !set.is_empty());
    match sets.len() {
        0 | 1 => sets.pop().unwrap_or_default(),
        _ => Cow::Owned(sets.iter().map(AsRef::as_ref).union()),
    }
}

/// Entries that have these words one behind another.
fn in_a_row<'a>(pairs: &'a Pairs, terms: &[Term<'_>]) -> Set<'a> {
    let beside = |pair: &[Term<'_>]| {
        let both = pair[0].folds.iter().flat_map(|first| pair[1].folds.iter().map(move |one| (*first, *one)));
        any_of(both.filter_map(|(first, second)| pairs.get(first, second)))
    };
    terms.windows(2).map(beside).reduce(|all, one| Cow::Owned(&*all & &*one)).unwrap_or_default()
}
