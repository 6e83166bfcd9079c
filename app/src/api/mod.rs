//! Server functions, one file a noun: the actor, one call of the store, the answer. Reads are GET, so that a page's
//! data can be seen in the address; writes are POST and work as plain forms.

pub mod agency;
pub mod amendment;
pub mod appraisal;
pub mod campaign;
pub mod catalog;
pub mod clash;
pub mod duty;
pub mod duty_rule;
pub mod edition;
pub mod guide;
pub mod import;
pub mod kept;
pub mod leaders;
pub mod legal;
pub mod opinion;
pub mod overlap;
pub mod reminder;
pub mod report;
pub mod review;
pub mod session;
pub mod synonyms;
pub mod usage;
