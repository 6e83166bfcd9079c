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
    /// The page that is asked for of a whole list; the last one where there are not so many.
    pub fn cut(all: Vec<T>, asked: PageRequest) -> Self {
        let (total, rows) = (all.len() as u64, asked.rows());
        let whole = Self { items: Vec::new(), total, number: 1, rows };
        let number = asked.number().min(whole.pages());
        let skipped = usize::try_from(PageRequest { number, rows }.offset()).unwrap_or(usize::MAX);
        let items = all.into_iter().skip(skipped).take(rows as usize).collect();
        Self { items, number, ..whole }
    }

    pub fn pages(&self) -> u32 {
        u32::try_from(self.total.div_ceil(u64::from(self.rows.max(1)))).unwrap_or(u32::MAX).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_cut_into_pages() {
        let cut = |total: u32, number| {
            let page = Page::cut((0..total).collect(), PageRequest::new(number, 10));
            let (pages, total) = (page.pages(), page.total);
            (page.items, page.number, pages, total)
        };
        assert_eq!(cut(0, 1), (vec![], 1, 1, 0));
        assert_eq!(cut(10, 1), ((0..10).collect(), 1, 1, 10));
        assert_eq!(cut(25, 2), ((10..20).collect(), 2, 3, 25));
        assert_eq!(cut(25, 3), ((20..25).collect(), 3, 3, 25));
        // Beyond the end the last page, at 0 the first.
        assert_eq!(cut(25, 9), ((20..25).collect(), 3, 3, 25));
        assert_eq!(cut(25, 0), ((0..10).collect(), 1, 3, 25));
    }
}
