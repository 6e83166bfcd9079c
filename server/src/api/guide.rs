//! The description as the page `/tai-lieu-api` shows it: page and code cannot disagree.

use app::api::guide::{ApiGuide, Operation, Parameter, Reply};
use serde_json::Value;
use utoipa::openapi::path::ParameterIn;
use utoipa::openapi::{OpenApi, RefOr, Required};

use super::DESCRIPTION;

/// What the page shows of the description; `base_url` stands in the lines to copy.
pub fn guide(api: &OpenApi, base_url: &str, demo: bool) -> ApiGuide {
    let operations = api.paths.paths.iter().filter_map(|(path, item)| Some(operation(path, item.get.as_ref()?)));
    ApiGuide {
        about: api.info.description.clone().unwrap_or_default(),
        version: api.info.version.clone(),
        base_url: base_url.trim_end_matches('/').to_owned(),
        description: DESCRIPTION.to_owned(),
        operations: operations.collect(),
        demo,
    }
}

fn operation(path: &str, operation: &utoipa::openapi::path::Operation) -> Operation {
    let given = operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    });
    // The header that every operation takes has a chapter of its own.
    let given = given.filter(|parameter| parameter.parameter_in != ParameterIn::Header);
    let replies = operation.responses.responses.iter().filter_map(|(status, response)| match response {
        RefOr::T(response) => Some(Reply { status: status.clone(), meaning: response.description.clone() }),
        RefOr::Ref(_) => None,
    });
    Operation {
        id: operation.operation_id.clone().unwrap_or_default(),
        path: path.to_owned(),
        title: operation.summary.clone().unwrap_or_default(),
        about: operation.description.clone().unwrap_or_default(),
        parameters: given.map(parameter).collect(),
        replies: replies.collect(),
        examples: examples(operation),
    }
}

fn examples(operation: &utoipa::openapi::path::Operation) -> Vec<String> {
    let listed = operation.extensions.as_ref().and_then(|extensions| extensions.get("x-examples"));
    let listed = listed.and_then(Value::as_array).into_iter().flatten();
    listed.filter_map(|example| example.as_str().map(str::to_owned)).collect()
}

fn parameter(parameter: &utoipa::openapi::path::Parameter) -> Parameter {
    let schema = parameter.schema.as_ref().and_then(|schema| serde_json::to_value(schema).ok()).unwrap_or_default();
    let text = |name: &str| schema.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let number = |name: &str| schema.get(name).and_then(Value::as_u64);
    Parameter {
        name: parameter.name.clone(),
        required: parameter.required == Required::True,
        about: parameter.description.clone().unwrap_or_default(),
        kind: match (schema.get("type").map(first_type).unwrap_or_default().as_str(), text("format").as_str()) {
            (_, "date") => "date".to_owned(),
            (kind, _) => kind.to_owned(),
        },
        values: codes(&schema),
        minimum: number("minimum"),
        maximum: number("maximum"),
        length: number("maxLength"),
    }
}

/// The type of a schema; that of a value that may be `null` is the other one.
fn first_type(kind: &Value) -> String {
    let several = kind.as_array().into_iter().flatten().filter_map(Value::as_str).find(|kind| *kind != "null");
    kind.as_str().or(several).unwrap_or_default().to_owned()
}

fn codes(schema: &Value) -> Vec<String> {
    let own = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
    let one_of = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    let nested = one_of.filter_map(|one| one.get("enum")?.as_array()).flatten();
    own.chain(nested).filter_map(|code| code.as_str().map(str::to_owned)).collect()
}
