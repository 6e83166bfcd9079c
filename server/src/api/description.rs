//! The description of the whole API: what the operations say of themselves, and what all have in common.

use serde_json::json;
use utoipa::OpenApi as _;
use utoipa::ToSchema;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{ContentBuilder, HeaderBuilder, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder};

use super::links::ROOT;
use super::problem::{PROBLEM_JSON, ProblemRecord};

const ABOUT: &str = "Đọc danh mục cơ sở dữ liệu dùng chung của tỉnh Đắk Lắk: không cần tài khoản, không cần khóa. \
    Khi dùng lại, ghi rõ nguồn “Cổng dữ liệu dùng chung tỉnh Đắk Lắk”.\n\n\
    Điều chưa có là `null`, không bị lược bỏ; trường mới có thể được thêm, trường cũ không đổi nghĩa. Ngày viết dạng \
    `2024-12-31`. Tham số rỗng coi như không ghi; tham số lạ, lặp lại hoặc không đọc được bị từ chối với mã 400.";

/// With lines that run on any operation: a tag that was written out here would be that of no answer.
const IF_NONE_MATCH: &str = "Mã ETag của câu trả lời trước, cả dấu ngoặc kép: nếu không đổi, trả về 304 không kèm nội \
    dung. Thử trên dòng lệnh, với `url` là địa chỉ đầy đủ của lệnh đọc: \
    `tag=$(curl -sI \"$url\" | tr -d '\\r' | awk 'tolower($1) == \"etag:\" {print $2}')`, rồi \
    `curl -i -H \"If-None-Match: $tag\" \"$url\"`.";

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "API Cổng dữ liệu dùng chung tỉnh Đắk Lắk",
        version = "1.0.0",
        description = ABOUT,
        license(name = "EUPL-1.2", identifier = "EUPL-1.2"),
    ),
    servers((url = "/", description = "Máy chủ này")),
    tags(
        (name = "entries", description = "Cơ sở dữ liệu trong danh mục"),
        (name = "editions", description = "Các lần ban hành danh mục"),
        (name = "agencies", description = "Cơ quan"),
        (name = "statistics", description = "Thống kê sử dụng"),
    ),
    components(schemas(ProblemRecord)),
    external_docs(url = "/tai-lieu-api", description = "Tài liệu, với ví dụ chạy được"),
)]
struct Description;

/// Failures that every operation may have: the router and the layers make them.
const FAILURES: [(&str, &str); 5] = [
    ("400", "Tham số không đúng; `errors` nêu từng tham số."),
    ("406", "Tiêu đề `Accept` không nhận application/json."),
    ("414", "Phần truy vấn của địa chỉ quá dài."),
    ("500", "Hệ thống gặp lỗi."),
    ("503", "Máy chủ đang bận; thử lại sau."),
];

/// The operations' description with everything round it.
pub fn whole(operations: OpenApi) -> OpenApi {
    let mut whole = Description::openapi().nest(ROOT, operations);
    for item in whole.paths.paths.values_mut() {
        if let Some(operation) = &mut item.get {
            complete(operation);
        }
    }
    whole
}

fn complete(operation: &mut Operation) {
    operation.parameters.get_or_insert_default().push(RefOr::T(if_none_match()));
    let responses = &mut operation.responses.responses;
    for (status, response) in responses.iter_mut() {
        let RefOr::T(response) = response else { continue };
        match status.as_str() {
            "200" => tell_tag(response),
            _ => *response = problem(&response.description),
        }
    }
    for (status, description) in FAILURES {
        responses.insert(status.to_owned(), RefOr::T(problem(description)));
    }
    let mut unchanged = ResponseBuilder::new().description("Không thay đổi so với bản mà bên hỏi đang có.").build();
    tell_tag(&mut unchanged);
    responses.insert("304".to_owned(), RefOr::T(unchanged));
}

fn if_none_match() -> Parameter {
    ParameterBuilder::new()
        .name("If-None-Match")
        .parameter_in(ParameterIn::Header)
        .required(Required::False)
        .description(Some(IF_NONE_MATCH))
        .schema(Some(text()))
        .build()
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

/// The headers of an answer that can be asked for again.
fn tell_tag(response: &mut Response) {
    for (name, description, example) in [
        (
            "etag",
            "Mã của nội dung, để hỏi lại với If-None-Match; bản gửi nén có W/ đứng trước. Ví dụ chỉ cho thấy dạng của mã.",
            json!("\"2b66fd261ee5c6cfc8de7fa466bab600\""),
        ),
        ("cache-control", "Được lưu, nhưng phải hỏi lại trước khi dùng.", json!("public, no-cache")),
    ] {
        let header =
            HeaderBuilder::new().schema(Some(text())).description(Some(description)).example(Some(example)).build();
        response.headers.insert(name.to_owned(), RefOr::T(header));
    }
}

fn problem(description: &str) -> Response {
    let schema = Ref::from_schema_name(ProblemRecord::name());
    let content = ContentBuilder::new().schema(Some(RefOr::Ref(schema))).build();
    ResponseBuilder::new().description(description).content(PROBLEM_JSON, content).build()
}
