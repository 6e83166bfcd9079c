//! Components that know no domain verb: fields, tags, notices, pagers, bars. Each is one thing.

pub mod action_form;
pub mod bar;
pub mod chart;
pub mod confirm;
pub mod copy_link;
pub mod crumbs;
pub mod duty_tag;
pub mod error_summary;
pub mod field;
pub mod form_shares;
pub mod icon;
pub mod notice;
pub mod pager;
pub mod remembered;
pub mod search_box;
pub mod tag;
