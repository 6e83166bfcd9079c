//! Every Vietnamese word that the pages say, by noun: constants, small functions, and exhaustive matches over the
//! domain's codes, so that a new code needs its word to compile.

pub mod agency;
pub mod amendment;
pub mod annex;
pub mod api_guide;
pub mod catalog;
pub mod clash;
pub mod common;
pub mod dossier;
pub mod duty;
pub mod duty_rule;
pub mod edition;
pub mod error;
pub mod export;
pub mod import;
pub mod indicator;
pub mod kept;
pub mod leaders;
pub mod legal;
pub mod minutes;
pub mod moves;
pub mod opinion;
pub mod overlap;
pub mod queue;
pub mod regulation;
pub mod reminder;
pub mod report;
pub mod review;
pub mod several;
pub mod sign_in;
pub mod states;
pub mod synonyms;
pub mod talk;
pub mod urging;
pub mod usage;
