//! Whether a value is what a schema of the description says: the part of JSON Schema that the description uses. What it
//! does not know it refuses, and so does it a field that the schema does not name.

use std::collections::BTreeSet;

use serde_json::{Value, json};

/// Says something to people, nothing of values.
const REMARKS: [&str; 5] = ["description", "example", "examples", "title", "default"];

pub struct Schemas<'a>(pub &'a Value);

impl<'a> Schemas<'a> {
    /// What is wrong with a value; nothing when it fits.
    pub fn wrong(&self, schema: &'a Value, value: &Value) -> Vec<String> {
        self.check(schema, value, "$", true)
    }

    fn at(&self, reference: &Value) -> &'a Value {
        let pointer = reference.as_str().and_then(|text| text.strip_prefix('#')).expect("a reference of this document");
        self.0.pointer(pointer).unwrap_or_else(|| panic!("no schema at {pointer}"))
    }

    fn check(&self, schema: &'a Value, value: &Value, at: &str, closed: bool) -> Vec<String> {
        let mut wrong = Vec::new();
        let keywords = schema.as_object().unwrap_or_else(|| panic!("{at}: {schema} is no schema"));
        for (keyword, rule) in keywords {
            match keyword.as_str() {
                "$ref" => wrong.extend(self.check(self.at(rule), value, at, closed)),
                "allOf" => {
                    for part in rule.as_array().expect("schemas") {
                        wrong.extend(self.check(part, value, at, false));
                    }
                }
                "oneOf" => {
                    let options = rule.as_array().expect("schemas");
                    let fits = options.iter().filter(|one| self.check(one, value, at, closed).is_empty()).count();
                    if fits != 1 {
                        wrong.push(format!("{at}: {fits} of {} fit {value}", options.len()));
                    }
                }
                "properties" => {
                    for (name, property) in rule.as_object().expect("properties") {
                        if let Some(value) = value.get(name) {
                            wrong.extend(self.check(property, value, &format!("{at}.{name}"), true));
                        }
                    }
                }
                "items" => {
                    for (number, item) in value.as_array().into_iter().flatten().enumerate() {
                        wrong.extend(self.check(rule, item, &format!("{at}[{number}]"), true));
                    }
                }
                "additionalProperties" => {
                    for (name, value) in value.as_object().into_iter().flatten() {
                        wrong.extend(self.check(rule, value, &format!("{at}.{name}"), true));
                    }
                }
                other => wrong.extend(simple(other, rule, value, at)),
            }
        }
        if closed && value.is_object() && !keywords.contains_key("$ref") && !keywords.contains_key("oneOf") {
            let named = self.named(schema);
            for name in value.as_object().into_iter().flatten().map(|(name, _)| name) {
                if !named.contains(name.as_str()) && !keywords.contains_key("additionalProperties") {
                    wrong.push(format!("{at}.{name}: not in the schema"));
                }
            }
        }
        wrong
    }

    /// The fields that a schema names, with those of its parts.
    fn named(&self, schema: &'a Value) -> BTreeSet<&'a str> {
        let own = schema["properties"].as_object().into_iter().flatten().map(|(name, _)| name.as_str());
        let mut named: BTreeSet<&str> = own.collect();
        if let Some(reference) = schema.get("$ref") {
            named.extend(self.named(self.at(reference)));
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            named.extend(self.named(part));
        }
        named
    }
}

fn simple(keyword: &str, rule: &Value, value: &Value, at: &str) -> Option<String> {
    let number = || rule.as_f64().expect("a number");
    let fits = match keyword {
        "type" => rule.as_array().map_or_else(|| is(value, rule), |kinds| kinds.iter().any(|kind| is(value, kind))),
        "enum" => rule.as_array().expect("values").contains(value),
        "required" => {
            let names = rule.as_array().expect("names").iter().filter_map(Value::as_str);
            return names
                .filter(|name| value.as_object().is_some_and(|fields| !fields.contains_key(*name)))
                .map(|name| format!("{at}.{name}: missing"))
                .next();
        }
        "minimum" => value.as_f64().is_none_or(|value| value >= number()),
        "maximum" => value.as_f64().is_none_or(|value| value <= number()),
        "format" => value.as_str().is_none_or(|text| has_format(text, rule.as_str().expect("a format"))),
        "propertyNames" => true,
        remark if REMARKS.contains(&remark) => true,
        unknown => panic!("{at}: the test does not know the keyword {unknown}"),
    };
    (!fits).then(|| format!("{at}: {value} breaks {keyword} {rule}"))
}

fn is(value: &Value, kind: &Value) -> bool {
    match kind.as_str().expect("a type") {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("no type {other}"),
    }
}

fn has_format(text: &str, format: &str) -> bool {
    match format {
        "date" => text.len() == 10 && text.as_bytes()[4] == b'-' && domain::format::parse_date(text).is_some(),
        "uri-reference" => text.starts_with('/') && text.parse::<axum::http::Uri>().is_ok(),
        other => panic!("the test does not know the format {other}"),
    }
}

#[test]
fn what_fits_and_what_does_not() {
    let document = json!({ "components": { "schemas": {
        "Name": { "type": "object", "required": ["id"], "properties": { "id": { "type": "string" } } },
    } } });
    let name = json!({ "$ref": "#/components/schemas/Name" });
    let both = json!({ "allOf": [name, { "type": "object", "required": ["count"], "properties": {
        "count": { "type": "integer", "minimum": 0 },
        "day": { "type": ["string", "null"], "format": "date" },
    } }] });
    let maybe = json!({ "oneOf": [{ "type": "null" }, name] });
    for (schema, value, wrong) in [
        (&name, json!({ "id": "a" }), 0),
        (&name, json!({ "id": 1 }), 1),
        (&name, json!({}), 1),
        (&name, json!({ "id": "a", "x": 1 }), 1),
        (&both, json!({ "id": "a", "count": 1, "day": "2024-02-29" }), 0),
        (&both, json!({ "id": "a", "count": 1, "day": null }), 0),
        (&both, json!({ "id": "a", "count": -1, "day": "2024-02-30", "x": 1 }), 3),
        (&maybe, json!(null), 0),
        (&maybe, json!({ "id": "a" }), 0),
        (&maybe, json!({ "x": "a" }), 1),
    ] {
        let found = Schemas(&document).wrong(schema, &value);
        assert_eq!(found.len(), wrong, "{value}: {found:?}");
    }
}
