//! What outside programs rely on: paths, parameters, names of fields, pages.

use std::collections::BTreeSet;

use domain::account::Actor;
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::{Api, on_both, texts};

fn truth(metric: &str) -> u64 {
    let path = format!("{}/demo/expected_diff_2024.csv", env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(path).expect("the truth table");
    let value = table.lines().find_map(|line| line.strip_prefix(&format!("{metric},"))).expect("a metric");
    value.parse().expect("a number")
}

fn size(list: &Value) -> u64 {
    list.as_array().expect("a list").len() as u64
}

async fn the_list(api: &Api) {
    let list = api.read("/api/v1/entries").await;
    assert_eq!((list["total"].as_u64(), list["page"].as_u64()), (Some(truth("entries_2024")), Some(1)));
    assert_eq!((list["per_page"].as_u64(), size(&list["items"])), (Some(20), 20));
    assert_eq!(list["edition"]["state"], "in_force");
    let found = api.read("/api/v1/entries?q=dat+dai&sort=relevance").await;
    let first = &found["items"][0];
    assert_eq!((&first["code"], &first["name"]), (&json!("DC-016"), &json!("CSDL đất đai")));
    assert!(first["agency"]["id"].is_string() && first["agency"]["name"].is_string(), "{first}");
    assert_eq!(first["hit"]["field"], "name");
    // Every value of a facet leaves as many entries as it says.
    for (facet, parameter) in [("agencies", "agency"), ("sectors", "sector"), ("forms", "form")] {
        for value in list["facets"][facet].as_array().expect("a facet").iter().take(3) {
            let id = value["id"].as_str().expect("an id");
            let left = api.read(&format!("/api/v1/entries?{parameter}={id}&per_page=1")).await;
            assert_eq!(left["total"], value["count"], "{parameter}={id}");
        }
    }
    // An empty parameter is an absent one.
    let empty = api.read("/api/v1/entries?q=&agency=&sector=&form=&edition=&as_of=&sort=&page=&per_page=").await;
    assert_eq!((&empty["total"], &empty["items"]), (&list["total"], &list["items"]));
}

async fn pages(api: &Api) {
    let whole = texts(&api.read("/api/v1/entries?per_page=200&sort=code").await["items"], "code");
    assert_eq!(whole.len() as u64, truth("entries_2024"));
    assert!(whole.is_sorted(), "{whole:?}");
    for sort in ["relevance", "name", "agency", "code"] {
        let mut address = Some(format!("/api/v1/entries?per_page=7&sort={sort}"));
        let mut codes = Vec::new();
        while let Some(next) = address {
            let answer = api.get(&next).await;
            let page = answer.json();
            codes.extend(texts(&page["items"], "code"));
            let links = &page["links"];
            for (rel, link) in links.as_object().expect("links") {
                let header = answer.header("link");
                let told = link.as_str().map(|link| header.contains(&format!("<{link}>; rel=\"{rel}\"")));
                assert!(told.unwrap_or(!header.contains(&format!("rel=\"{rel}\""))), "{rel}: {header}");
                assert!(link.is_null() || link.as_str().is_some_and(|link| link.contains("edition=2")), "{link}");
            }
            address = links["next"].as_str().map(str::to_owned);
        }
        let all: BTreeSet<&String> = codes.iter().collect();
        assert_eq!((codes.len(), all.len()), (whole.len(), whole.len()), "{sort}: each once");
    }
    let beyond = api.read("/api/v1/entries?page=1000000&per_page=200").await;
    assert_eq!((size(&beyond["items"]), &beyond["total"]), (0, &json!(whole.len())));
    let back = beyond["links"]["prev"].as_str().expect("the way back").to_owned();
    assert_eq!(size(&api.read(&back).await["items"]), whole.len() as u64);
}

async fn by_day(api: &Api) {
    let before = api.read("/api/v1/entries?as_of=2020-01-01").await;
    assert_eq!((&before["edition"], &before["total"], &before["items"]), (&json!(null), &json!(0), &json!([])));
    for (day, edition, entries) in
        [("2024-06-15", 1, "entries_2023"), ("2024-12-31", 1, "entries_2023"), ("2025-01-01", 2, "entries_2024")]
    {
        let then = api.read(&format!("/api/v1/entries?as_of={day}")).await;
        assert_eq!((&then["edition"]["id"], then["total"].as_u64()), (&json!(edition), Some(truth(entries))), "{day}");
        // Pages go on as of the same day, and so does each entry.
        let next = then["links"]["next"].as_str().expect("a next page");
        assert!(next.contains(&format!("as_of={day}")) && !next.contains("edition="), "{next}");
        assert!(then["items"][0]["href"].as_str().is_some_and(|href| href.ends_with(&format!("?as_of={day}"))));
        let entry = api.read(&format!("/api/v1/entries/DC-016?as_of={day}")).await;
        assert_eq!(entry["edition"]["id"], json!(edition), "{day}");
        // The address that it gives of itself gives it again, whoever answered on the last day of the edition.
        let this = entry["links"]["self"].as_str().expect("its own address");
        assert_eq!(api.read(this).await, entry, "{day}: {this}");
    }
    // Of today the pages stay with the edition that is in force: one that is issued meanwhile takes effect today.
    let today = Actor::anonymous(OffsetDateTime::now_utc()).today();
    let now = api.read(&format!("/api/v1/entries?as_of={}&per_page=7", domain::format::iso_date(today))).await;
    let next = now["links"]["next"].as_str().expect("a next page");
    assert!(next.contains("edition=2") && !next.contains("as_of="), "{next}");
    assert!(now["items"][0]["href"].as_str().is_some_and(|href| href.ends_with("?edition=2")));
    assert_eq!(api.read(next).await["edition"]["id"], json!(2));
    // Who answers is told as of the day: before the departments were merged, and after, in one edition.
    for (which, agency, others) in [
        ("as_of=2024-06-15", "so-tnmt", ["so-nnmt", "so-nnptnt"]),
        ("as_of=2025-02-18", "so-tnmt", ["so-nnmt", "so-nnptnt"]),
        ("as_of=2025-02-19", "so-nnmt", ["so-tnmt", "so-nnptnt"]),
        ("edition=1", "so-tnmt", ["so-nnmt", "so-nnptnt"]),
        ("edition=2", "so-nnmt", ["so-tnmt", "so-nnptnt"]),
    ] {
        let all = api.read(&format!("/api/v1/entries?{which}&per_page=200")).await;
        let one = |item: &&Value| item["code"] == "DC-016";
        let item = all["items"].as_array().expect("items").iter().find(one).expect("DC-016");
        let entry = api.read(&format!("/api/v1/entries/DC-016?{which}")).await;
        assert_eq!((&item["agency"]["id"], &entry["agency"]), (&json!(agency), &item["agency"]), "{which}");
        assert_eq!(api.read(entry["links"]["self"].as_str().expect("its own address")).await, entry, "{which}");
        assert_eq!(entry["decided_agency"]["id"], "so-tnmt", "{which}");
        let counted = all["facets"]["agencies"].as_array().expect("a facet").iter().find(|one| one["id"] == agency);
        let counted = counted.expect("it is offered");
        assert_eq!(counted["name"], item["agency"]["name"], "{which}");
        let own = api.read(&format!("/api/v1/entries?{which}&agency={agency}&per_page=200")).await;
        assert_eq!(
            (&own["total"], size(&own["items"])),
            (&counted["count"], counted["count"].as_u64().expect("a count"))
        );
        assert!(texts(&own["items"], "code").contains(&"DC-016".to_owned()), "{which}");
        let other = api.read(&format!("/api/v1/entries?{which}&agency={}", others[0])).await;
        assert_eq!(other["total"], 0, "{which}: {}", others[0]);
        let merged = api.read(&format!("/api/v1/entries?{which}&agency={}", others[1])).await;
        assert_eq!(merged["total"].as_u64().is_some_and(|total| total > 0), agency == "so-tnmt", "{which}");
    }
    let agencies = async |day: &str| api.read(&format!("/api/v1/agencies?as_of={day}")).await;
    let (then, now) = (agencies("2024-06-15").await, agencies("2026-06-15").await);
    assert!(texts(&then["items"], "id").contains(&"so-nv".to_owned()));
    assert!(!texts(&now["items"], "id").contains(&"so-nv".to_owned()));
    assert!(texts(&now["items"], "id").contains(&"so-nv-2025".to_owned()));
    assert_eq!(agencies("1900-01-01").await["total"], 0);
    let contact = |told: &Value| {
        let mut items = told["items"].as_array().expect("items").iter();
        items.find(|one| one["id"] == "so-yt").expect("the health department")["contact"].clone()
    };
    assert_eq!(contact(&then), Value::Null);
    let told = contact(&now);
    assert_eq!((&told["phone"], &told["email"]), (&json!("0262 000 0001"), &json!("vanphong.so-yt@daklak.example")));
    assert_eq!((&told["document"], &told["valid_from"]), (&json!("12/QĐ-SYT"), &json!("2026-01-15")));
}

async fn one_entry(api: &Api) {
    let entry = api.read("/api/v1/entries/DC-016").await;
    assert_eq!((&entry["code"], &entry["in_force"]), (&json!("DC-016"), &json!(true)));
    let classes = texts(&entry["consumer_classes"], "id");
    for item in entry["data_items"].as_array().expect("items") {
        let matrix = item["matrix"].as_object().expect("a matrix");
        assert!(classes.iter().all(|class| matrix.contains_key(class)), "every class has its form: {matrix:?}");
        assert!(matrix.values().any(|form| *form == item["widest"]), "{item}");
    }
    assert!(entry["legal_basis"].as_array().is_some_and(|documents| documents.len() > 1), "{}", entry["legal_basis"]);
    let history = api.read("/api/v1/entries/DC-003/history").await;
    let statuses: Vec<&Value> =
        history["items"].as_array().expect("items").iter().map(|item| &item["status"]).collect();
    assert_eq!(statuses, ["changed", "new"]);
    assert_eq!(texts(&history["items"][0]["fields"], "field"), ["legal_basis"]);
    assert_eq!(history["owners"][0]["valid_to"], json!(null));
}

async fn editions(api: &Api) {
    let list = api.read("/api/v1/editions").await;
    let newest = &list["items"][0];
    assert_eq!(newest["effective_from"], "2025-01-01");
    assert_eq!((&newest["state"], &list["items"][1]["state"]), (&json!("in_force"), &json!("superseded")));
    assert_eq!(newest["entries"].as_u64(), Some(truth("entries_2024")));
    let one = api.read("/api/v1/editions/2").await;
    assert_eq!((&one["number"], &one["base"]["id"]), (&newest["number"], &json!(1)));
    assert_eq!((&newest["amends_id"], &one["amends_id"]), (&json!(null), &json!(null)), "a whole catalog");
    let seal = one["binding_sha256"].as_str().expect("a seal");
    let page = String::from_utf8(api.get("/ban-hanh/2").await.body).expect("text");
    assert!(seal.len() == 64 && page.contains(seal), "the page shows the same seal");
    let of_it = api.read(one["links"]["entries"].as_str().expect("a link")).await;
    assert_eq!(of_it["total"], one["entries"]);
    let diff = api.read("/api/v1/editions/1/diff/2").await;
    assert_eq!(size(&diff["added"]), truth("added"));
    assert_eq!(size(&diff["removed"]), truth("removed_total"));
    assert_eq!(json!(size(&diff["changed"])), diff["counts"]["changed"]);
    let third = diff["changed"].as_array().expect("a list").iter().find(|entry| entry["code"] == "DC-003");
    let change = &third.expect("DC-003 changed")["fields"][0];
    assert!(change["field"] == "legal_basis" && change["old"] != change["new"], "{change}");
    let same = api.read("/api/v1/editions/2/diff/2").await;
    assert_eq!((size(&same["added"]), size(&same["changed"]), size(&same["removed"])), (0, 0, 0));
}

#[tokio::test]
async fn the_contract() {
    on_both(async |api| {
        the_list(api).await;
        pages(api).await;
        by_day(api).await;
        one_entry(api).await;
        editions(api).await;
    })
    .await;
}
