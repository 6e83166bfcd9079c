//! The lists of duties: in each order that may be chosen, and behind each number of the board.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::common::Bed;
use crate::common::data::{NOW, coordinator, load_first_edition};
use crate::duties::at;
use domain::account::Actor;
use domain::duty::{DutyFilter, DutySort};
use domain::id::DutyId;
use strum::IntoEnumIterator;
use time::macros::datetime;

/// Five entries with duties of three months, some of them late; who looks at them.
async fn begun(bed: &Bed) -> Actor {
    load_first_edition(bed).await;
    let later = datetime!(2027-01-25 03:00 UTC);
    for moment in [NOW, later] {
        bed.store.follow_duties(moment).await.expect("a round");
    }
    at(coordinator(), later)
}

on_both!(a_list_has_the_order_that_was_chosen, async |bed| {
    let desk = begun(&bed).await;
    let mut orders: BTreeSet<Vec<DutyId>> = BTreeSet::new();
    for sort in DutySort::iter() {
        let filter = DutyFilter { sort, ..DutyFilter::default() };
        let rows = bed.store.all_duties(&desk, &filter).await.expect("duties");
        assert_eq!(rows.len(), 25, "{sort}");
        let in_order = match sort {
            DutySort::Due => rows.is_sorted_by_key(|row| (row.days.due_on, row.code.as_str(), row.id)),
            DutySort::Latest => rows.is_sorted_by_key(|row| (Reverse(row.days.due_on), row.code.as_str(), row.id)),
            DutySort::Entry => rows.is_sorted_by_key(|row| (row.code.as_str(), row.days.due_on, row.id)),
        };
        assert!(in_order, "{sort}: {rows:?}");
        let page = bed.store.duties(&desk, &filter).await.expect("a list").duties;
        assert_eq!(page.items, rows, "{sort}: the page and the whole list");
        orders.insert(rows.iter().map(|row| row.id).collect());
    }
    assert_eq!(orders.len(), DutySort::iter().count(), "each is another order");
});

on_both!(each_number_of_the_board_is_its_list, async |bed| {
    let desk = begun(&bed).await;
    for (year, duties) in [(None, 25), (Some(2026), 5), (Some(2027), 20), (Some(2025), 0)] {
        let board = bed.store.duty_board(&desk, year).await.expect("a board");
        let mut total = 0;
        for (agency, cell) in board.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (&row.agency, cell))) {
            for (state, count) in &cell.counts.0 {
                let (of_agency, kind, state) = (agency.id.to_string(), Some(cell.kind), Some(*state));
                let filter = DutyFilter { agency: of_agency, kind, state, year, ..DutyFilter::default() };
                let list = bed.store.duties(&desk, &filter).await.expect("a list").duties;
                assert_eq!(list.total, u64::from(*count), "{filter:?}");
                for row in &list.items {
                    assert_eq!((&row.agency.id, Some(row.kind), Some(row.state)), (&agency.id, kind, state));
                    assert!(year.is_none_or(|year| row.days.due_on.year() == year), "{row:?}");
                }
                total += count;
            }
        }
        assert_eq!((total, board.counts.total()), (duties, duties), "{year:?}");
    }
});
