//! The fences: who may send what from where, and what browsers are told.

pub mod client;
pub mod headers;
pub mod origin;
