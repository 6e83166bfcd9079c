//! The communes of the province since 1 July 2025, as the map draws them.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use time::Date;
use time::macros::date;

use crate::text::words;

/// Where a commune is on the map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The unit's code in the national list; names its shape in the drawing.
    pub code: u32,
    /// Where a mark stands within the shape, in units of the drawing: from the left, from the top.
    pub x: u16,
    pub y: u16,
}

/// The size of the drawing, in its units.
pub const MAP_SIZE: (u16, u16) = (1000, 796);
/// The day since which the communes are those of the drawing.
pub const DRAWN_SINCE: Date = date!(2025 - 07 - 01);

/// What tools/map draws: code, name, mark.
static PLACES: LazyLock<HashMap<String, Place>> = LazyLock::new(|| {
    let rows = include_str!("communes.tsv").lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (code, name) = (cells.next()?.parse().ok()?, cells.next()?);
        let (x, y) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
        Some((words(name).join(" "), Place { code, x, y }))
    });
    rows.collect()
});

/// The place of a people's committee of a commune, found by its name: spellings that differ in marks and signs alone
/// («Hoà», «Hòa»; «M'Drắk», «M’Drắk») are one. `None` of every other agency, and of a commune that the map does not have.
pub fn place_of(agency: &str) -> Option<Place> {
    let name = words(agency).join(" ");
    let commune = ["uy ban nhan dan ", "ubnd "].iter().find_map(|prefix| name.strip_prefix(prefix))?;
    PLACES.get(commune).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_commune_has_one_shape_and_a_mark_within_the_drawing() {
        let drawn = include_str!("../../../../public/ban-do/dak-lak-2025.svg");
        let shapes: BTreeSet<&str> = drawn.split("id=\"x").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let codes: BTreeSet<String> = PLACES.values().map(|place| place.code.to_string()).collect();
        assert_eq!(PLACES.len(), 102);
        assert_eq!(codes.iter().map(String::as_str).collect::<BTreeSet<_>>(), shapes);
        assert!(PLACES.values().all(|place| place.x < MAP_SIZE.0 && place.y < MAP_SIZE.1));
        assert!(drawn.contains(&format!("viewBox=\"0 0 {} {}\"", MAP_SIZE.0, MAP_SIZE.1)));
    }

    #[test]
    fn a_commune_is_found_by_name_and_no_other_agency_is() {
        let code = |name: &str| place_of(name).map(|place| place.code);
        assert_eq!(code("Ủy ban nhân dân phường Tuy Hòa"), Some(22015));
        assert_eq!(code("UỶ BAN NHÂN DÂN PHƯỜNG TUY HOÀ"), Some(22015));
        assert_eq!(code("UBND phường Tuy Hòa"), Some(22015));
        assert_eq!(code("Ủy ban nhân dân xã Cư M’gar"), code("Ủy ban nhân dân xã Cư M'Gar"));
        assert!(code("Ủy ban nhân dân xã Cư M’gar").is_some());
        for other in ["Sở Y tế", "Ủy ban nhân dân tỉnh Đắk Lắk", "Ủy ban nhân dân huyện Tuy An", "phường Tuy Hòa", ""]
        {
            assert_eq!(code(other), None, "{other}");
        }
    }
}
