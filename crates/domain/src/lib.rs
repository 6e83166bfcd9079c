//! The rules of the shared-database catalog of a province, as plain types and total functions.
//!
//! * [`id`], [`agency`], [`catalog`], [`edition`], [`account`]: the nouns and what a page shows of them;
//! * [`change`]: what differs between two contents of an entry, and applying such a difference;
//! * [`workflow`]: the stages of a campaign, a response and an edition, and every legal move;
//! * [`review`], [`consolidate`]: an agency's answers, the verdicts on them, and the edition they add up to;
//! * [`dossier`]: what is laid before the Chairman with a draft edition, as one model of five documents;
//! * [`indicator`]: what leaders are told in figures, each defined once, with targets and periods;
//! * [`report`]: the yearly reports of the agencies and the coordinator's, filled in from the indicators;
//! * [`duty`]: the dated duties that follow when the catalog is issued;
//! * [`policy`]: who may do what, all of it;
//! * [`chart`]: the geometry of charts;
//! * [`check`]: what a form or an entry still lacks, by field;
//! * [`legal`]: the register of legal documents, and how what a legal basis cites stands on a day;
//! * [`overlap`]: which databases may duplicate one another, and why (article 5.3);
//! * [`text`], [`mod@format`], [`calendar`]: Vietnamese folding and order, dates and numbers, working days;
//! * [`reminder`]: who is reminded of a review and when, lateness, letters that urge;
//! * [`regulation`]: the regulation itself, so that a screen can cite the clause it enforces.
//!
//! Nothing here knows the web, SQL, a clock or randomness: the time is always passed in.

pub mod account;
pub mod agency;
pub mod agency_match;
pub mod annex;
pub mod answer_form;
pub mod calendar;
pub mod campaign;
pub mod catalog;
pub mod change;
pub mod chart;
pub mod check;
pub mod consolidate;
pub mod dossier;
pub mod duty;
pub mod edition;
pub mod format;
pub mod id;
pub mod indicator;
pub mod legal;
pub mod overlap;
pub mod page;
pub mod policy;
pub mod regulation;
pub mod reminder;
pub mod report;
pub mod review;
pub mod synonym;
pub mod text;
pub mod usage;
pub mod workflow;
