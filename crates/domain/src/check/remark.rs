//! What is said of a field of a form, in codes.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Display, EnumString, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum FieldCode {
    Required,
    TooLong,
    TooMany,
    NotADate,
    NotANumber,
    OutOfRange,
    /// A date that must not come before another.
    TooEarly,
    /// A day that must come after the one that is due, or not lie in the past.
    NotLater,
    /// A value that is none of the list.
    Unknown,
    /// There is another of that name or number.
    Taken,
    /// The number is that of another decision of its year: its number and its day, joined by `;`.
    NumberTaken,
    /// A change that changes nothing.
    NoChange,
    /// Merging an entry into itself, transferring to its own owner.
    Itself,
    /// There is no such entry under review, no such agency.
    TargetUnknown,
    /// The agency named begins on this day, after that of the transfer.
    TargetBegins,
    /// The agency named ends on this day, before that of the transfer.
    TargetEnds,
    /// The entry that a merger names leaves the catalog itself, by an answer of the same review.
    TargetLeaves,
    /// A merger of the entry named, by an answer of the same agency, goes into this one, which leaves the catalog.
    MergedInto,
    /// A merger of the entry named goes into this one, and was accepted.
    TakesOver,
    /// Personal data is open to a class, and no law is named that makes it public.
    PersonalOpen,
    /// The same, as the decision in force has it or by the law that the answer names. A warning for the appraiser.
    PersonalOpenByLaw,
    /// The verdicts given on an answer would open personal data, and the answer names no law that makes it public.
    PersonalLeftOpen,
    /// The verdicts given on an answer would leave an entry without what it had or was proposed with: the fields, joined by
    /// `;`, then `|` and the entry.
    LeftIncomplete,
    /// An answer that may not be sent as it is: its own page tells why.
    Incomplete,
    /// Beside the answer there is still what the person typed over another's save: it is to be put together with it, or
    /// dropped.
    Unsettled,
    /// Nobody said yet that there is no state secret in it (article 1.2).
    SecretUndeclared,
    /// It holds state secrets: it may not be entered at all (article 1.2).
    StateSecret,
    /// No address of the web.
    NotAnAddress,
    /// No telephone number of an office.
    NotAnOfficePhone,
    /// No e-mail address.
    NotAnEmail,
    /// An item that no class may have. A warning.
    SharedWithNobody,
    /// No item is shared with any class: nothing of article 11(4)(d) is there.
    NothingShared,
    /// The entry in force lacks the fields named, joined by `;`: it cannot be kept as it is.
    KeepsIncomplete,
    /// The username or the password is wrong.
    WrongCredentials,
    /// Too many attempts to sign in.
    TooManyAttempts,
    /// The service cannot look now.
    Unavailable,
    /// Not a PDF, or not the kind of file that is wanted.
    WrongFileKind,
    /// An agency that was asked for its opinion has not given it yet.
    OpinionWaiting,
    /// Nobody wrote yet how an agency's remarks were taken up.
    OpinionUnhandled,
    /// A file beyond the limit.
    FileTooLarge,
    /// Somebody changed what the form is about since it was shown.
    Changed,
    /// A newer edition, by the decision named, came into force since the review was opened.
    Outdated,
    /// Only the newest edition may be amended by an annex: that of the decision named.
    NotNewest,
    /// What amends an edition takes effect before it: the number of its decision and its first day, joined by `;`.
    BeforeAmended,
    /// A whole catalog begins on the day from which the decision named issued another: its number and that day, joined by `;`.
    DayTaken,
    /// The decision named amends the catalog in force on the day from which another is to begin: its number and its first
    /// day, joined by `;`.
    WithinAmended,
    /// The decision named was made and is not in force yet: its number and its first day, joined by `;`.
    NotYetInForce,
    /// The campaign named by its key must end first.
    Unfinished,
    /// A code that has other signs than letters, digits and hyphens.
    NotACode,
    /// It may duplicate the databases named, and nobody said yet whether it does (article 5.3). A warning to the officer.
    OverlapOpen,
    /// The appraiser refused the point, for this reason.
    PointRefused,
    /// The same, where it keeps a point from being accepted.
    OverlapUnsettled,
    /// A document of the legal basis ended, is not in force yet, or is none of the register; or the basis names none that
    /// could be recognised. Warnings.
    LegalRepealed,
    LegalNotYet,
    LegalUnknown,
    LegalNamesNone,
    /// It was settled to duplicate the databases named (article 5.3).
    OverlapDuplicate,
    /// Entries, by their codes, that the agency does not answer for.
    NotTheirs,
    /// A rule of the same duty begins on that day or later.
    RuleLater,
    /// The days named would have no rule, and nobody said so.
    RuleGap,
    /// The rule says what the one before it says.
    SameRule,
    /// The agency named would coordinate and be the executive office: its own answers would have no appraiser.
    BothFunctions,
}

impl FieldCode {
    /// Warnings are shown, and do not keep an answer from being sent.
    pub fn is_warning(self) -> bool {
        matches!(self, Self::PersonalOpenByLaw | Self::SharedWithNobody | Self::OverlapOpen | Self::PointRefused)
            || self.is_of_legal_basis()
    }

    /// What is said of the documents that a legal basis cites.
    pub fn is_of_legal_basis(self) -> bool {
        matches!(self, Self::LegalRepealed | Self::LegalNotYet | Self::LegalUnknown | Self::LegalNamesNone)
    }
}

/// One remark on one field of a form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FieldError {
    /// The name of the form's field, also the end of its HTML id: `purpose`, `items.2.name`, `items.2.matrix.ca_nhan`.
    pub field: String,
    pub code: FieldCode,
    /// What the message names: an item, a limit.
    pub detail: String,
}

impl FieldError {
    pub fn new(field: impl Into<String>, code: FieldCode) -> Self {
        Self { field: field.into(), code, detail: String::new() }
    }
    pub fn with(field: impl Into<String>, code: FieldCode, detail: impl Into<String>) -> Self {
        Self { field: field.into(), code, detail: detail.into() }
    }
}
