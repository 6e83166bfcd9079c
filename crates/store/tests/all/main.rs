//! The store's tests, as one program: it links once.

#[macro_use]
mod common;

mod account;
mod agency_boards;
mod amendment;
mod annual_review;
mod catalog;
mod clocks;
mod comparisons;
mod digest;
mod dossier;
mod duties;
mod duty_rules;
mod editions;
mod exchange;
mod gates;
mod import;
mod import_amending;
mod indicators;
mod model;
mod moves;
mod national_list;
mod next_year;
mod opinion_reminders;
mod opinions;
mod overlap_bars;
mod own_answers;
mod personal;
mod proposals;
mod queue_filters;
mod queue_pages;
mod reference;
mod registers;
mod reports;
mod returned;
mod schema;
mod search;
mod session;
mod states;
mod talk;
mod targets;
mod together;
mod urging;
mod usage;
