//! What is indexed of an entry.

/// One entry of an edition. Entries are added in the order of their names: ties are by name.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// What the caller knows it by: the row of its version.
    pub id: i64,
    pub code: String,
    pub name: String,
    pub other_names: String,
    /// Names of the items with their fields.
    pub items: Vec<(String, String)>,
    /// Purpose, content, scope, source and the like.
    pub texts: Vec<String>,
    /// The codes of the national and ministerial databases that it is kept in step with.
    pub national: Vec<String>,
    pub sector: String,
    pub sector_name: String,
    /// The forms that some item has.
    pub forms: Vec<String>,
    /// Its place in the edition: agencies in the order of the annex, entries in theirs.
    pub place: (i32, i32),
}

/// Whose an entry is and was. The first is who answers on the day of the overlay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Owned {
    pub today: String,
    /// Of the decision, and of its history.
    pub before: Vec<String>,
}

/// Where a word is found, the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    Name,
    Item,
    Field,
    Text,
}

impl Class {
    pub(crate) const ALL: [Self; 4] = [Self::Name, Self::Item, Self::Field, Self::Text];

    /// What a word found there is worth.
    pub(crate) fn weight(self) -> f32 {
        match self {
            Self::Name => 10.0,
            Self::Item => 5.5,
            Self::Field => 2.6,
            Self::Text => 1.6,
        }
    }
}

/// What a word in the name of an owner is worth, and in that of an agency before or after it.
pub(crate) const OWNER_WEIGHT: f32 = 5.0;
pub(crate) const LINEAGE_WEIGHT: f32 = 2.0;
