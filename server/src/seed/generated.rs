//! A catalog of any size with realistic Vietnamese text, for measuring: the same number gives the same entries.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::annex::{Annex, AnnexEntry, CellPlace, ImportHeader};
use domain::catalog::{DataItem, DataKind, EntryContent, Lists, SharingForm};
use domain::edition::Decision;
use store::Store;
use time::OffsetDateTime;

use super::tables::rows;
use crate::failure::Failure;

/// Of how many entries a revision replaces one, and changes one.
const ENTRIES_FOR_ONE_NEW: u32 = 100;
const ENTRIES_FOR_ONE_CHANGED: u32 = 10;

/// The lists of words that entries are made of.
struct Words(BTreeMap<String, Vec<String>>);

impl Words {
    fn load() -> Result<Self, Failure> {
        let mut lists: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for row in rows("generated_words.csv", include_bytes!("../../demo/generated_words.csv"))?.iter() {
            lists.entry(row.needed("list")?).or_default().push(row.needed("text")?);
        }
        Ok(Self(lists))
    }

    /// The word of a list that a number falls on.
    fn pick(&self, list: &str, number: u64) -> &str {
        let words = self.0.get(list).map(Vec::as_slice).unwrap_or_default();
        usize::try_from(number).ok().and_then(|n| words.get(n % words.len().max(1))).map_or("", String::as_str)
    }
}

/// Numbers that look like chance and are always the same (a linear congruential generator).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
}

/// Makes a catalog of so many entries the one in force today, issued by a decision that does not exist. From its revision
/// 1 on, one entry in ten says something else than in the revision before, and one in a hundred is another.
///
/// # Errors
/// When the database fails, or a review is under way.
pub async fn make(store: &Store, count: u32, revision: u32, now: OffsetDateTime) -> Result<(), Failure> {
    let actor = Actor::system(now);
    let lists = store.lists().await?;
    let agencies: Vec<String> =
        store.agencies(&actor, actor.today()).await?.into_iter().map(|row| row.agency.name).collect();
    let words = Words::load()?;
    let first = revision * (count / ENTRIES_FOR_ONE_NEW);
    // In the order of the owners; each entry is made when it is its turn, so that they are never there all at once.
    let mut order: Vec<(usize, u32)> =
        (first..first + count).map(|number| (entry(number, agencies.len(), &lists, &words).0, number)).collect();
    order.sort_unstable();
    let revised = |number: u32| {
        let mut content = entry(number, agencies.len(), &lists, &words).1;
        if revision > 0 && number.is_multiple_of(ENTRIES_FOR_ONE_CHANGED) {
            let other = words.pick("content", u64::from(number + revision));
            content.content = format!("{} {other}, rà soát lần {revision}.", content.content);
        }
        content
    };
    let place = |row: u32| CellPlace { sheet: String::new(), row, column: 1 };
    let entries = (1..).zip(order).map(|(row, (agency, number))| AnnexEntry {
        place: place(row),
        number: row,
        code: None,
        agency_written: agencies.get(agency).cloned().unwrap_or_default(),
        agency_column: 0,
        withdrawn: false,
        content: revised(number),
    });
    let head = Annex { title: "Danh mục được sinh để đo".to_owned(), ..Annex::default() };
    let today = actor.today();
    let decision = Decision {
        number: format!("{count}-{revision}/SINH"),
        date: today,
        effective_from: today,
        signer: "Không có thật".to_owned(),
        signer_title: "CHỦ TỊCH".to_owned(),
    };
    let header = ImportHeader { year: today.year(), decision, from_title: false, amends: None, withdraw: Vec::new() };
    let name = format!("sinh-{count}-{revision}");
    let preview = store.preview_entries(&actor, (&name, &name), head, entries, &header).await?;
    if !preview.errors.is_empty() {
        return Err(Failure::refused(preview.errors.iter().map(|issue| format!("{issue:?}"))));
    }
    if let Some(id) = preview.id {
        store.confirm_import(&actor, id, &[]).await?;
    }
    Ok(())
}

/// An entry, and which of the agencies owns it.
fn entry(number: u32, agencies: usize, lists: &Lists, words: &Words) -> (usize, EntryContent) {
    let mut chance = Chance(u64::from(number) + 1);
    chance.next();
    let topic = words.pick("topic", chance.next()).to_owned();
    let aspect = words.pick("aspect", chance.next()).to_owned();
    let place = words.pick("place", chance.next()).to_owned();
    let of = |list: &[domain::catalog::Named], n: u64| {
        let at = usize::try_from(n).unwrap_or(0) % list.len().max(1);
        list.get(at).map(|one| one.id.clone()).unwrap_or_default()
    };
    let owner = usize::try_from(chance.next()).unwrap_or(0) % agencies.max(1);
    let items = (0..3 + chance.next() % 3).map(|n| item(n, &topic, lists, words, &mut chance)).collect();
    let content = EntryContent {
        // The number tells apart entries of one topic, aspect and place, as real lists do with phases and parts.
        name: format!("CSDL {aspect} {topic} {place} {}", number + 1),
        sector: of(&lists.sectors, chance.next()),
        purpose: format!("{} {topic}.", words.pick("purpose", chance.next())),
        scope: format!("{topic}, {place}, từ năm {}.", 2005 + chance.next() % 20),
        content: format!("{} về {topic} phục vụ {aspect}.", words.pick("content", chance.next())),
        collection_mechanism: words.pick("mechanism", chance.next()).to_owned(),
        source: words.pick("source", chance.next()).to_owned(),
        update_frequency: of(&lists.frequencies, chance.next()),
        legal_basis: format!("{}; {}", words.pick("law", chance.next()), words.pick("law", chance.next())),
        start_year: i32::try_from(2005 + chance.next() % 20).ok(),
        data_kinds: vec![DataKind::Sectoral],
        items,
        ..EntryContent::default()
    };
    (owner, content)
}

fn item(number: u64, topic: &str, lists: &Lists, words: &Words, chance: &mut Chance) -> DataItem {
    let forms = [SharingForm::Open, SharingForm::Default, SharingForm::Specific, SharingForm::None];
    let widest = chance.next() % 3;
    let form = |class: usize| {
        let narrowed = widest + u64::try_from(class).unwrap_or(0) / 3;
        forms[usize::try_from(narrowed).unwrap_or(0).min(forms.len() - 1)]
    };
    let start = chance.next();
    let fields: Vec<&str> = (0..4 + number).map(|n| words.pick("field", start + n)).collect();
    DataItem {
        name: format!("{} {topic} {}", words.pick("item", start + number), number + 1),
        fields: fields.join(", "),
        matrix: lists.classes.iter().enumerate().map(|(at, class)| (class.id.clone(), form(at))).collect(),
        personal: false,
        master: number == 0,
    }
}
