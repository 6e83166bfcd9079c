//! Two people, two tabs, a phone and a desk wrote one answer: what differs between what is saved and what somebody has
//! typed, part by part, who changed it since the form was opened, and one form made of what is chosen of both.
//!
//! Of the form as it was opened only a print a part is kept ([`Prints`]): it tells who changed a part, not what stood
//! there, and it is small enough to travel with every save.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AnswerForm, ItemForm};
use crate::catalog::SharingForm;
use crate::review::{AnswerKind, SecretDeclaration};
use crate::text::{clean, clean_lines};

/// The parts whose values are codes or a day: they are chosen, not written.
const CODED: [&str; 11] = [
    "kind",
    "target",
    "effective",
    "secret",
    "sector",
    "existence",
    "update_method",
    "update_frequency",
    "security_level",
    KINDS,
    "plan.priority",
];
const KINDS: &str = "data_kind";
const ITEM: &str = "items";

/// What stands in a part of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// A text, a code, or the codes of what is ticked, with `;` between.
    Text(String),
    Item(ItemForm),
    /// There is no such item.
    Nothing,
}

/// Who changed a part since the form was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhoChanged {
    Me,
    Other,
    /// Both, or nobody knows.
    Both,
}

/// One part in which what was typed is not what is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The form's field: `purpose`, `plan.need`, `data_kind`; `items.` with the name of an item.
    pub part: String,
    pub mine: Piece,
    pub theirs: Piece,
    pub by: WhoChanged,
}

/// What a person chose for a part, as a form carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    #[serde(default)]
    pub part: String,
    /// `mine` or `theirs`.
    #[serde(default)]
    pub choice: String,
    /// The text put together of both. It counts once it is neither empty nor what was typed before.
    #[serde(default)]
    pub text: String,
}

impl Difference {
    /// Whether the two can be put together by hand: texts, not codes, days or items.
    pub fn is_text(&self) -> bool {
        matches!(self.mine, Piece::Text(_)) && !CODED.contains(&self.part.as_str())
    }

    /// The name of the item that it is about.
    pub fn item(&self) -> Option<&str> {
        self.part.strip_prefix(ITEM)?.strip_prefix('.')
    }

    /// What stands when nobody chooses: what only one changed is theirs who changed it, else what was typed last.
    pub fn takes_mine(&self) -> bool {
        self.by != WhoChanged::Other
    }

    fn chosen(&self, picks: &[Pick]) -> Piece {
        let Some(pick) = picks.iter().find(|pick| pick.part == self.part) else {
            return if self.takes_mine() { self.mine.clone() } else { self.theirs.clone() };
        };
        let text = clean_lines(&pick.text);
        if self.is_text() && !text.is_empty() && Piece::Text(text.clone()) != self.mine {
            return Piece::Text(text);
        }
        match pick.choice.as_str() {
            "theirs" => self.theirs.clone(),
            _ => self.mine.clone(),
        }
    }
}

/// A print of each part of a form, to be known again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prints(BTreeMap<String, String>);

impl Prints {
    pub fn of(form: &AnswerForm) -> Self {
        Self(parts(form).into_iter().map(|(part, piece)| (part, print(&piece))).collect())
    }

    /// Reads what [`Prints`] writes; of anything else, nothing is known.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).map(Self).unwrap_or_default()
    }

    fn holds(&self, part: &str, piece: &Piece) -> bool {
        match self.0.get(part) {
            Some(known) => *known == print(piece),
            None => !self.0.is_empty() && *piece == Piece::Nothing,
        }
    }
}

impl std::fmt::Display for Prints {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&serde_json::to_string(&self.0).unwrap_or_default())
    }
}

/// FNV-1a of a piece: it need not withstand anybody, only tell one text from another.
fn print(piece: &Piece) -> String {
    let text = serde_json::to_string(piece).unwrap_or_default();
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:x}")
}

/// Whether an answer of this kind says something of the entry's content.
fn edits(form: &AnswerForm) -> bool {
    form.kind == AnswerKind::Modify.to_string() || form.kind == AnswerKind::Propose.to_string()
}

fn has_target(form: &AnswerForm) -> bool {
    form.kind == AnswerKind::Merge.to_string() || form.kind == AnswerKind::Transfer.to_string()
}

/// The texts of a form by their fields. It takes the form apart, so that no field can be forgotten.
fn texts(form: &mut AnswerForm) -> Vec<(&'static str, &mut String)> {
    let AnswerForm {
        kind,
        reason,
        target,
        effective,
        secret,
        name,
        sector,
        purpose,
        scope,
        content,
        collection_mechanism,
        source,
        consumers,
        update_frequency,
        legal_basis,
        start_year,
        data_kind: _,
        note,
        other_names,
        scope_territory,
        scope_time,
        update_method,
        national_db,
        sync_mechanism,
        security_level,
        url,
        hosting,
        procedures,
        funding,
        existence,
        operator_unit,
        items: _,
        plan,
    } = form;
    vec![
        ("kind", kind),
        ("target", target),
        ("effective", effective),
        ("name", name),
        ("other_names", other_names),
        ("sector", sector),
        ("existence", existence),
        ("purpose", purpose),
        ("scope", scope),
        ("scope_territory", scope_territory),
        ("scope_time", scope_time),
        ("content", content),
        ("legal_basis", legal_basis),
        ("collection_mechanism", collection_mechanism),
        ("update_method", update_method),
        ("update_frequency", update_frequency),
        ("source", source),
        ("national_db", national_db),
        ("sync_mechanism", sync_mechanism),
        ("consumers", consumers),
        ("start_year", start_year),
        ("security_level", security_level),
        ("url", url),
        ("hosting", hosting),
        ("operator_unit", operator_unit),
        ("procedures", procedures),
        ("funding", funding),
        ("note", note),
        ("plan.need", &mut plan.need),
        ("plan.method", &mut plan.method),
        ("plan.time", &mut plan.time),
        ("plan.cost_million_vnd", &mut plan.cost_million_vnd),
        ("plan.funding", &mut plan.funding),
        ("plan.priority", &mut plan.priority),
        ("reason", reason),
        ("secret", secret),
    ]
}

/// A form in which the same is said in the same way: what a browser sends differs from what the server wrote in line
/// ends, empty rows, and choices that stand for nothing.
fn plain(form: &AnswerForm) -> AnswerForm {
    let mut form = form.clone();
    for (_, text) in texts(&mut form) {
        *text = clean_lines(text);
    }
    if form.secret == SecretDeclaration::Undeclared.to_string() {
        form.secret.clear();
    }
    if !has_target(&form) {
        form.target.clear();
    }
    if !form.kind.parse().is_ok_and(AnswerKind::has_day) {
        form.effective.clear();
    }
    form.data_kind.retain(|_, tick| !tick.is_empty());
    form.items.retain(|item| !item.is_blank());
    for item in &mut form.items {
        item.name = clean(&item.name);
        item.fields = clean(&item.fields);
        item.matrix.retain(|_, form| !form.is_empty() && *form != SharingForm::None.to_string());
    }
    form
}

/// The items with what tells one from another: the name, and of several of one name the number.
fn named(items: &[ItemForm]) -> Vec<(String, ItemForm)> {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    items
        .iter()
        .map(|item| {
            let number = seen.entry(&item.name).or_default();
            *number += 1;
            let part = format!("{ITEM}.{}", item.name);
            (if *number == 1 { part } else { format!("{part} ({number})") }, item.clone())
        })
        .collect()
}

/// The parts of a form in the order of its fields.
fn parts(form: &AnswerForm) -> Vec<(String, Piece)> {
    let mut form = plain(form);
    let kinds: Vec<String> = form.data_kind.keys().cloned().collect();
    let items = named(&form.items);
    let mut parts: Vec<(String, Piece)> =
        texts(&mut form).into_iter().map(|(part, text)| (part.to_owned(), Piece::Text(text.clone()))).collect();
    parts.push((KINDS.to_owned(), Piece::Text(kinds.join(";"))));
    parts.extend(items.into_iter().map(|(part, item)| (part, Piece::Item(item))));
    parts
}

/// What was typed, where it says something: an answer that edits nothing says nothing of the content.
fn said(mine: &AnswerForm, theirs: &AnswerForm) -> AnswerForm {
    if edits(mine) {
        return mine.clone();
    }
    let AnswerForm { kind, reason, target, effective, .. } = mine.clone();
    AnswerForm { kind, reason, target, effective, ..theirs.clone() }
}

/// The parts in which two forms differ, in the order of the fields: the name, what stands in the one and in the other.
fn unlike(one: &AnswerForm, other: &AnswerForm) -> Vec<(String, Piece, Piece)> {
    let (one, other) = (parts(one), parts(other));
    let of = |all: &[(String, Piece)], part: &str| {
        all.iter().find(|(one, _)| one == part).map_or(Piece::Nothing, |(_, piece)| piece.clone())
    };
    let mut names: Vec<String> = one.iter().map(|(part, _)| part.clone()).collect();
    names.extend(other.iter().map(|(part, _)| part.clone()).filter(|part| of(&one, part) == Piece::Nothing));
    let told = names.into_iter().map(|part| (of(&one, &part), of(&other, &part), part));
    told.filter(|(one, other, _)| one != other).map(|(one, other, part)| (part, one, other)).collect()
}

/// Every part in which `mine` is not what `theirs` is.
pub fn differences(opened: &Prints, mine: &AnswerForm, theirs: &AnswerForm) -> Vec<Difference> {
    let differ = unlike(&said(mine, theirs), theirs).into_iter();
    differ
        .map(|(part, mine, theirs)| {
            let by = match (opened.holds(&part, &mine), opened.holds(&part, &theirs)) {
                (true, false) => WhoChanged::Other,
                (false, true) => WhoChanged::Me,
                _ => WhoChanged::Both,
            };
            Difference { part, mine, theirs, by }
        })
        .collect()
}

/// Where one of the two edits the content and the other ends or keeps the entry: what the former changes of what is in
/// force, beyond the differences `found`. It goes with the kind that is chosen, so there is nothing more to choose; the side
/// that says nothing of the content holds what is in force.
pub fn goes_with_kind(
    found: &[Difference],
    mine: &AnswerForm,
    theirs: &AnswerForm,
    in_force: &AnswerForm,
) -> Vec<Difference> {
    let is_mine = edits(mine);
    if is_mine == edits(theirs) {
        return Vec::new();
    }
    let edited = if is_mine { mine } else { theirs };
    let AnswerForm { kind, reason, target, effective, secret, .. } = edited.clone();
    let stands = AnswerForm { kind, reason, target, effective, secret, ..in_force.clone() };
    let changed = unlike(edited, &stands).into_iter();
    changed
        .filter(|(part, ..)| found.iter().all(|one| one.part != *part))
        .map(|(part, new, old)| match is_mine {
            true => Difference { part, mine: new, theirs: old, by: WhoChanged::Me },
            false => Difference { part, mine: old, theirs: new, by: WhoChanged::Other },
        })
        .collect()
}

/// One form of both: what is saved, with what was chosen in each part that differs.
pub fn merged(theirs: &AnswerForm, differences: &[Difference], picks: &[Pick]) -> AnswerForm {
    let mut form = plain(theirs);
    let mut items = named(&form.items);
    for difference in differences {
        let part = difference.part.as_str();
        match difference.chosen(picks) {
            Piece::Text(text) if part == KINDS => {
                let ticked = text.split(';').filter(|kind| !kind.is_empty());
                form.data_kind = ticked.map(|kind| (kind.to_owned(), super::tick(true))).collect();
            }
            Piece::Text(text) => {
                if let Some((_, place)) = texts(&mut form).into_iter().find(|(one, _)| *one == part) {
                    *place = text;
                }
            }
            Piece::Item(item) => match items.iter_mut().find(|(one, _)| one == part) {
                Some((_, place)) => *place = item,
                None => items.push((part.to_owned(), item)),
            },
            Piece::Nothing => items.retain(|(one, _)| one != part),
        }
    }
    form.items = items.into_iter().map(|(_, item)| item).collect();
    form
}

#[cfg(test)]
mod tests;
