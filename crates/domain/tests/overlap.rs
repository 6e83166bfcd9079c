//! The duplicate radar over the demonstration's catalog and its list of national databases: a judgement of pairs, made by
//! reading both lists, with what precision and recall the radar agrees.

use std::collections::{BTreeMap, BTreeSet};

use domain::overlap::{Described, NationalDb, Radar, Strength};

fn rows(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = format!("{}/../../server/demo/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).expect("a table of the demonstration");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn national() -> Vec<Described> {
    let listed = rows("national_databases.csv").into_iter().map(|row| NationalDb {
        id: row["id"].clone(),
        name: row["name"].clone(),
        owner_ministry: row["owner_ministry"].clone(),
        subject: row["subject"].clone(),
        key_data_items: row["key_data_items"].clone(),
        ..NationalDb::default()
    });
    listed.map(|db| Described::of_national(&db)).collect()
}

fn own() -> Vec<Described> {
    let mut items: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for row in rows("catalog_items.csv") {
        items.entry(row["entry_code"].clone()).or_default().push((row["item_name"].clone(), row["fields"].clone()));
    }
    rows("catalog_2023.csv")
        .into_iter()
        .map(|row| Described {
            items: items.remove(&row["code"]).unwrap_or_default(),
            key: row["code"].clone(),
            name: row["name"].clone(),
            subject: row["sector"].clone(),
            owner: row["owner_name"].clone(),
            ..Described::default()
        })
        .collect()
}

fn proposals() -> Vec<Described> {
    let mut proposals: BTreeMap<String, Described> = BTreeMap::new();
    for row in rows("review_2024.csv").iter().filter(|row| !row["proposal_id"].is_empty()) {
        let one = proposals.entry(row["proposal_id"].clone()).or_default();
        one.key = row["proposal_id"].clone();
        one.owner = rows("agencies.csv")
            .into_iter()
            .find(|agency| agency["id"] == row["agency_id"])
            .map(|agency| agency["name"].clone())
            .unwrap_or_default();
        match row["field"].as_str() {
            "name" => one.name = row["new_value"].clone(),
            "item.add" => {
                let fields = row["new_value"].split(" || ").next().unwrap_or_default().to_owned();
                one.items.push((row["item_name"].clone(), fields));
            }
            _ => {}
        }
    }
    proposals.into_values().collect()
}

/// Pairs that somebody has to look at: the same data, or data that should be kept in step.
const SHOULD: [(&str, &str); 71] = [
    ("DC-049", "QG-082"),
    ("DC-064", "QG-081"),
    ("DC-001", "QG-043"),
    ("DC-003", "QG-047"),
    ("DC-004", "QG-044"),
    ("DC-045", "QG-058"),
    ("DC-046", "QG-061"),
    ("DC-047", "QG-059"),
    ("DC-009", "QG-011"),
    ("DC-011", "QG-014"),
    ("DC-012", "QG-015"),
    ("DC-013", "QG-020"),
    ("DC-013", "QG-017"),
    ("DC-014", "QG-018"),
    ("DC-015", "QG-019"),
    ("DC-034", "QG-071"),
    ("DC-035", "QG-072"),
    ("DC-021", "QG-034"),
    ("DC-022", "QG-035"),
    ("DC-022", "QG-036"),
    ("DC-023", "QG-039"),
    ("DC-024", "QG-040"),
    ("DC-025", "QG-041"),
    ("DC-027", "QG-037"),
    ("DC-028", "QG-070"),
    ("DC-029", "QG-068"),
    ("DC-030", "QG-064"),
    ("DC-031", "QG-065"),
    ("DC-033", "QG-066"),
    ("DC-016", "QG-027"),
    ("DC-017", "QG-027"),
    ("DC-018", "QG-029"),
    ("DC-019", "QG-030"),
    ("DC-020", "QG-031"),
    ("DC-048", "QG-079"),
    ("DC-048", "QG-080"),
    ("DC-050", "QG-088"),
    ("DC-051", "QG-078"),
    ("DC-053", "QG-083"),
    ("DC-005", "QG-045"),
    ("DC-006", "QG-046"),
    ("DC-007", "QG-042"),
    ("DC-008", "QG-048"),
    ("DC-008", "QG-049"),
    ("DC-043", "QG-074"),
    ("DC-044", "QG-073"),
    ("DC-062", "QG-073"),
    ("DC-052", "QG-075"),
    ("DC-037", "QG-056"),
    ("DC-059", "QG-056"),
    ("DC-038", "QG-057"),
    ("DC-039", "QG-050"),
    ("DC-039", "QG-051"),
    ("DC-039", "QG-052"),
    ("DC-040", "QG-055"),
    ("DC-041", "QG-053"),
    ("DC-041", "QG-054"),
    ("DC-056", "QG-084"),
    ("DC-054", "QG-086"),
    ("DC-055", "QG-087"),
    ("DC-060", "QG-089"),
    ("DC-036", "QG-011"),
    ("DC-010", "QG-012"),
    ("DC-010", "QG-013"),
    ("DC-057", "QG-026"),
    ("PR-2024-02", "QG-029"),
    ("PR-2024-03", "QG-067"),
    ("PR-2024-05", "DC-043"),
    ("DC-059", "DC-006"),
    ("DC-044", "DC-062"),
    ("DC-058", "DC-041"),
];

/// Pairs that share a word and are different things.
const SHOULD_NOT: [(&str, &str); 30] = [
    ("DC-047", "QG-082"),
    ("DC-011", "QG-015"),
    ("DC-011", "DC-012"),
    ("DC-012", "QG-014"),
    ("DC-012", "QG-020"),
    ("DC-014", "QG-085"),
    ("DC-027", "QG-038"),
    ("DC-033", "QG-064"),
    ("DC-026", "QG-064"),
    ("DC-022", "QG-054"),
    ("DC-029", "QG-006"),
    ("DC-032", "QG-070"),
    ("DC-051", "QG-077"),
    ("DC-005", "QG-049"),
    ("DC-002", "QG-043"),
    ("DC-042", "QG-052"),
    ("DC-061", "QG-066"),
    ("DC-063", "QG-059"),
    ("DC-015", "QG-027"),
    ("DC-030", "QG-066"),
    ("DC-009", "QG-012"),
    ("DC-016", "QG-065"),
    ("DC-024", "DC-027"),
    ("DC-016", "DC-017"),
    ("DC-021", "DC-025"),
    ("DC-001", "DC-002"),
    ("DC-039", "DC-042"),
    ("PR-2024-01", "DC-025"),
    ("PR-2024-06", "QG-006"),
    ("PR-2024-08", "DC-051"),
];

/// Found, and neither: worth a look by one reader and not by another.
const EITHER: [(&str, &str); 2] = [("DC-009", "DC-036"), ("DC-048", "DC-050")];

fn found() -> BTreeMap<(String, String), Strength> {
    let radar = Radar::new(national(), own());
    let mut found = BTreeMap::new();
    for one in own().into_iter().chain(proposals()) {
        for other in radar.find(&one) {
            found.insert((one.key.clone(), other.key), other.likeness.strength);
        }
    }
    found
}

fn judged(list: &[(&str, &str)], pair: &(String, String)) -> bool {
    list.iter().any(|(one, other)| (pair.0 == *one && pair.1 == *other) || (pair.0 == *other && pair.1 == *one))
}

#[test]
fn the_radar_agrees_with_a_reader() {
    let found = found();
    let unjudged: Vec<&(String, String)> = found
        .keys()
        .filter(|pair| !judged(&SHOULD, pair) && !judged(&SHOULD_NOT, pair) && !judged(&EITHER, pair))
        .collect();
    assert!(unjudged.is_empty(), "found and never judged: {unjudged:?}");
    let is_found = |one: &str, other: &str| found.keys().any(|pair| judged(&[(one, other)], pair));
    let missed: Vec<_> = SHOULD.iter().filter(|(one, other)| !is_found(one, other)).collect();
    let wrong: Vec<_> = SHOULD_NOT.iter().filter(|(one, other)| is_found(one, other)).collect();
    let right = (SHOULD.len() - missed.len()) as f64;
    let (recall, precision) = (right / SHOULD.len() as f64, right / (right + wrong.len() as f64));
    println!("recall {recall:.3}, missed {missed:?}\nprecision {precision:.3}, wrong {wrong:?}");
    assert!(recall >= 0.9, "recall {recall:.3}: {missed:?}");
    assert!(precision >= 0.9, "precision {precision:.3}: {wrong:?}");
}

#[test]
fn the_obvious_ones_are_strong_and_nothing_wrong_is() {
    let found = found();
    for (one, other) in [
        ("DC-016", "QG-027"),
        ("DC-001", "QG-043"),
        ("DC-045", "QG-058"),
        ("DC-009", "QG-011"),
        ("DC-014", "QG-018"),
        ("DC-015", "QG-019"),
        ("DC-023", "QG-039"),
        ("DC-040", "QG-055"),
        ("PR-2024-03", "QG-067"),
        ("PR-2024-05", "DC-043"),
    ] {
        assert_eq!(found.get(&(one.to_owned(), other.to_owned())), Some(&Strength::Strong), "{one} – {other}");
    }
    let strong = found.iter().filter(|(_, strength)| **strength == Strength::Strong).map(|(pair, _)| pair);
    let wrong: Vec<_> = strong.filter(|pair| judged(&SHOULD_NOT, pair)).collect();
    assert!(wrong.len() <= 1, "what blocks should be right: {wrong:?}");
}

#[test]
fn a_contraction_and_each_subject_of_a_joined_name_are_found() {
    let proposal = Described {
        key: "de-xuat-1".to_owned(),
        name: "CSDL khám chữa bệnh và hồ sơ sức khỏe điện tử của người dân".to_owned(),
        owner: "Sở Y tế".to_owned(),
        ..Described::default()
    };
    let found = Radar::new(national(), own()).find(&proposal);
    let found: BTreeSet<&str> = found.iter().map(|one| one.key.as_str()).collect();
    assert_eq!(found, BTreeSet::from(["DC-039", "DC-040", "QG-051", "QG-055"]));
}

#[test]
fn a_pair_is_found_from_either_side() {
    let found = found();
    for (one, other) in found.keys().filter(|(one, other)| one.starts_with("DC-") && other.starts_with("DC-")) {
        assert!(found.contains_key(&(other.clone(), one.clone())), "{one} – {other}");
    }
}

#[test]
fn ten_thousand_entries_are_not_compared_with_one_another() {
    let base = own();
    let many: Vec<Described> = (0..10_000)
        .map(|n| {
            let one = &base[n % base.len()];
            Described { key: format!("X-{n}"), name: format!("{} khu vực số{n}", one.name), ..one.clone() }
        })
        .collect();
    let radar = Radar::new(national(), many);
    // Words that hundreds of entries have are not looked up: the list stays bounded.
    assert!(base.iter().all(|one| radar.find(one).len() <= 12));
}

#[test]
fn a_fingerprint_tells_what_changed_materially() {
    let one = own().into_iter().find(|one| one.key == "DC-016").expect("the land database");
    let same = Described { name: "Cơ sở dữ liệu  đất đai".to_owned(), ..one.clone() };
    let mut turned = one.clone();
    turned.items.reverse();
    let mut more = one.clone();
    more.items.push(("Hồ sơ địa chính".to_owned(), String::new()));
    let renamed = Described { name: "CSDL đất ở".to_owned(), ..one.clone() };
    let other_owner = Described { owner: "Sở khác".to_owned(), ..one.clone() };
    for (changed, is_same) in [(same, true), (turned, true), (other_owner, true), (more, false), (renamed, false)] {
        assert_eq!(changed.fingerprint() == one.fingerprint(), is_same, "{changed:?}");
    }
}
