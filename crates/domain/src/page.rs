//! Pages of a list. Every list is bounded: a page's size has an upper limit by construction.

use serde::{Deserialize, Serialize};

/// The largest number of rows that one page may hold.
pub const PAGE_ROWS_MAX: u32 = 200;
/// Rows on a page that is read through or printed: an edition, a whole comparison. More than that comes in parts.
pub const LONG_PAGE_ROWS: u32 = 500;
/// The highest number that a page may have.
pub const PAGE_NUMBER_MAX: u32 = 1_000_000;
/// Rows on a page of the public catalog.
pub const PAGE_ROWS: u32 = 20;

/// Which page of a list is wanted. Pages count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    number: u32,
    rows: u32,
}

impl PageRequest {
    /// Page `number` of `rows` rows; both are brought into their ranges.
    pub fn new(number: u32, rows: u32) -> Self {
        Self { number: number.clamp(1, PAGE_NUMBER_MAX), rows: rows.clamp(1, PAGE_ROWS_MAX) }
    }

    /// Part `number` of a list that is read through, [`LONG_PAGE_ROWS`] rows each.
    pub fn long(number: u32) -> Self {
        Self { number: number.clamp(1, PAGE_NUMBER_MAX), rows: LONG_PAGE_ROWS }
    }

    pub fn number(self) -> u32 {
        self.number
    }
    pub fn rows(self) -> u32 {
        self.rows
    }
    pub fn offset(self) -> u64 {
        u64::from(self.number - 1) * u64::from(self.rows)
    }
}

impl Default for PageRequest {
    fn default() -> Self {
        Self::new(1, PAGE_ROWS)
    }
}

/// One page of a list and the size of the whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub total: u64,
    pub number: u32,
    pub rows: u32,
}

impl<T> Page<T> {
    pub fn pages(&self) -> u32 {
        u32::try_from(self.total.div_ceil(u64::from(self.rows.max(1)))).unwrap_or(u32::MAX).max(1)
    }
}
