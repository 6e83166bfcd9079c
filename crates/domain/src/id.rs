//! Identifiers. A bare string is never one: each noun has its own type, and the pages' addresses are built from them.

use serde::{Deserialize, Serialize};

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }
    };
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}", self.0)
            }
        }
        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

text_id!(
    /// An agency, stable over renames: `so-nv-2025`. The official code (QĐ 20/2020/QĐ-TTg) is an attribute, not this.
    AgencyId
);
text_id!(
    /// A database in the catalog: `DC-016`. Given once, never reused.
    EntryCode
);
text_id!(
    /// A class of consumers of data (decree 47/2020, article 11(4)(d)): `so_nganh`.
    ClassId
);
text_id!(
    /// A person's account.
    AccountId
);
text_id!(
    /// A kept file (a signed decision, an imported workbook).
    FileId
);
number_id!(
    /// One issue of the catalog, or the draft of one.
    EditionId
);
number_id!(
    /// One answer of an agency in a review: on an entry in force, or a proposal of a new one.
    AnswerId
);
number_id!(
    /// One point of an answer on which a verdict is given.
    PointId
);
number_id!(
    /// One request to an agency for its opinion on another one's answer.
    OpinionId
);
number_id!(
    /// What an agency said when it was asked for its opinion.
    StatementId
);
number_id!(
    /// One reading of an annex workbook that waits to be confirmed.
    ImportId
);

number_id!(
    /// A change out of the yearly cycle that an agency asks for.
    ChangeRequestId
);

number_id!(
    /// What somebody typed into an answer that another had saved meanwhile, kept beside it.
    AsideId
);

number_id!(
    /// A draft of a proposal that an agency keeps for another year.
    KeptId
);

number_id!(
    /// One dated duty of an entry's owner.
    DutyId
);
number_id!(
    /// One act on a duty, with its evidence or reason.
    DutyEventId
);
number_id!(
    /// A recorded letter that urges an agency for late duties.
    DutyLetterId
);

impl EntryCode {
    /// The code with running number `number`: `DC-007`, `DC-1234`.
    pub fn numbered(number: u32) -> Self {
        Self(format!("DC-{number:03}"))
    }

    /// The running number of a code in our own form; `None` for a code that came from elsewhere.
    pub fn number(&self) -> Option<u32> {
        self.0.strip_prefix("DC-")?.parse().ok()
    }

    /// Whether it is written in our own form.
    pub fn is_own(&self) -> bool {
        self.number().is_some_and(|number| *self == Self::numbered(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_our_own_form() {
        for (code, own) in [
            ("DC-001", true),
            ("DC-999", true),
            ("DC-1234", true),
            ("DC-0001", false),
            ("DC-1", false),
            ("DC-+01", false),
            ("dc-001", false),
            ("DD-01", false),
            ("LN-02", false),
            ("DC-", false),
            ("-", false),
            ("", false),
        ] {
            assert_eq!(EntryCode::from(code).is_own(), own, "{code}");
        }
    }
}
