//! The words of failures and of remarks on fields.

use domain::check::{FieldCode, FieldError};
use domain::format::date_time;

use super::{catalog, legal, opinion, overlap, review};
use crate::error::ErrorKind;

pub const SUMMARY_TITLE: &str = "Có nội dung cần sửa";
pub const TO_HOME: &str = "Về trang chủ";
pub const TO_CATALOG: &str = "Tìm trong danh mục";
pub const TO_SIGN_IN: &str = "Đăng nhập";
/// Before what was typed where its form is there no more.
pub const TYPED: &str = "Bạn đã nhập";
/// Of what was sent after the session had ended.
pub const NOT_SENT: &str = "Chưa gửi được";
pub const SEND_AGAIN: &str = "Phiên làm việc đã hết trước khi gửi. Nếu chưa đăng nhập lại, hãy đăng nhập ở thẻ mới; rồi xem lại nội \
                              dung đã nhập trong biểu mẫu và gửi lại.";
pub const NOT_FOUND_TITLE: &str = "Không tìm thấy trang";

pub const TOO_LARGE_TITLE: &str = "Biểu mẫu quá lớn";
pub const TOO_LARGE: &str = "Nội dung vừa gửi vượt quá 1 MB nên cổng không nhận, chưa có gì được lưu. Bấm nút Quay lại của trình \
                             duyệt để trở về biểu mẫu, nội dung đã nhập thường vẫn còn ở đó; rút gọn các ô dài hoặc chia thành \
                             nhiều lần gửi, rồi gửi lại.";

/// The heading of a page that failed.
pub fn title(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => NOT_FOUND_TITLE,
        ErrorKind::BadRequest => "Yêu cầu không hợp lệ",
        ErrorKind::SignIn => "Cần đăng nhập",
        ErrorKind::Forbidden => "Tài khoản này không được làm việc đó",
        ErrorKind::IllegalMove => "Bước này không còn thực hiện được",
        ErrorKind::Invalid(_) => SUMMARY_TITLE,
        ErrorKind::Conflict(_) => "Người khác vừa lưu trước",
        ErrorKind::Decided { .. } => "Điểm này vừa được kết luận",
        ErrorKind::Undecided(_) | ErrorKind::Unfinished(_) => "Còn nội dung chưa thẩm định xong",
        ErrorKind::Outdated(_) => "Đã có bản danh mục mới hơn",
        ErrorKind::Consolidation(_)
        | ErrorKind::PersonalOpen(..)
        | ErrorKind::Incomplete(..)
        | ErrorKind::Overlaps(..)
        | ErrorKind::ChangeOverlaps(..) => "Chưa tổng hợp được bản dự thảo",
        ErrorKind::Network => "Chưa kết nối được với máy chủ",
        ErrorKind::Internal => "Hệ thống gặp lỗi",
    }
}

/// What happened, and what to do.
pub fn explanation(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::NotFound => "Địa chỉ không đúng, hoặc nội dung không có trong phạm vi tài khoản của bạn.".to_owned(),
        ErrorKind::BadRequest => {
            "Địa chỉ hoặc biểu mẫu có giá trị không đọc được. Tải lại trang rồi thử lại.".to_owned()
        }
        ErrorKind::SignIn => "Phiên làm việc đã hết hoặc bạn chưa đăng nhập. Nội dung đã lưu nháp vẫn còn.".to_owned(),
        ErrorKind::Forbidden => "Việc này dành cho vai trò khác. Nếu cần, hãy liên hệ cơ quan chủ trì.".to_owned(),
        ErrorKind::IllegalMove => {
            "Hồ sơ đã sang bước khác, có thể do bạn hoặc người khác đã gửi trước đó. Tải lại trang để xem tình trạng \
             hiện tại; nội dung đã lưu không mất."
                .to_owned()
        }
        ErrorKind::Invalid(_) => "Xem từng mục được nêu dưới đây.".to_owned(),
        ErrorKind::Conflict(_) => {
            "Bản đang lưu trên máy chủ không còn là bản lúc bạn mở trang. Nội dung bạn vừa nhập vẫn còn trên trang này."
                .to_owned()
        }
        ErrorKind::Decided { by, verdict, at } => format!(
            "{} Kết luận của bạn chưa được ghi; nội dung bạn vừa nhập vẫn còn ở điểm đó, dưới “{}”. Xem lại, rồi ghi nếu vẫn \
             muốn thay.",
            review::decided_by(by, review::verdict(*verdict), &date_time(*at)),
            review::CHANGE_VERDICT
        ),
        ErrorKind::Undecided(count) => {
            format!(
                "Còn {count} mục có điểm chưa kết luận nên chưa tổng hợp được. Đợt đã đóng thì mở lại, kết luận nốt, đóng đợt, \
                 rồi tổng hợp."
            )
        }
        ErrorKind::Unfinished(count) => format!(
            "Còn {count} cơ quan chưa trả lời hoặc có câu trả lời chưa thẩm định xong. Muốn đóng đợt ngay, đánh dấu ô “{}” rồi \
             bấm lại nút đóng đợt.",
            review::CLOSE_ANYWAY
        ),
        ErrorKind::Outdated(number) => {
            format!(
                "Quyết định số {number} đã ban hành một bản danh mục sau khi mở đợt rà soát này; bản dự thảo sẽ làm mất \
                 nội dung của bản đó."
            )
        }
        ErrorKind::Consolidation(detail) => format!("Các kết luận mâu thuẫn với nhau: {detail}."),
        ErrorKind::PersonalOpen(entry, item) => format!(
            "Theo các kết luận, hạng mục “{item}” của {entry} vừa có dữ liệu cá nhân vừa để Mở, mà câu trả lời không nêu văn \
             bản luật buộc công khai. Mở lại đợt, đổi một trong hai kết luận đó hoặc trả lại cả mục, rồi tổng hợp lại."
        ),
        ErrorKind::Incomplete(entry, fields) => format!(
            "Theo các kết luận, {entry} sẽ thiếu {} (khoản 4 Điều 11 Nghị định 47/2020/NĐ-CP). Mở lại đợt, đổi một trong các \
             kết luận của mục đó hoặc trả lại cả mục, rồi tổng hợp lại.",
            catalog::lacking_all(fields)
        ),
        ErrorKind::Overlaps(proposal, remark) => format!(
            "Đề xuất {proposal} {}. Mở lại đợt, đổi kết luận về tên của đề xuất này (hoặc của đề xuất kia) thành từ chối, hay \
             kết luận lại cặp trùng lặp, rồi tổng hợp lại.",
            overlap::contradicted(remark)
        ),
        ErrorKind::ChangeOverlaps(entry, remark) => format!(
            "Sửa đổi của {entry} {}. Mở lại đợt, đổi kết luận về tên, nội dung, hạng mục, quan hệ đồng bộ của mục này thành từ \
             chối, hay kết luận lại cặp trùng lặp, rồi tổng hợp lại.",
            overlap::contradicted(remark)
        ),
        ErrorKind::Network => "Kiểm tra kết nối mạng rồi thử lại. Nội dung trên trang vẫn còn.".to_owned(),
        ErrorKind::Internal => "Lỗi đã được ghi lại. Hãy thử lại sau ít phút.".to_owned(),
    }
}

/// The message that stands at a field and, with the field's name before it, in the summary.
pub fn field_message(error: &FieldError) -> String {
    let detail = &error.detail;
    match error.code {
        FieldCode::Required if detail.is_empty() => "chưa nhập".to_owned(),
        FieldCode::Required => format!("chưa nhập (mục thứ {detail})"),
        FieldCode::TooLong => format!("dài quá {detail} ký tự"),
        FieldCode::TooMany => format!("nhiều quá {detail} mục"),
        FieldCode::NotADate => "không phải là ngày; viết dạng 24/11/2026".to_owned(),
        FieldCode::NotANumber => "không phải là số".to_owned(),
        FieldCode::Incomplete => "chưa đủ nội dung, xem phiếu này để biết còn thiếu gì".to_owned(),
        FieldCode::Unsettled => {
            "còn nội dung bạn nhập chưa được lưu vì người khác đã lưu trước; so sánh hai bản, hoặc bỏ bản của bạn"
                .to_owned()
        }
        FieldCode::OutOfRange if detail.is_empty() => "ngoài khoảng cho phép".to_owned(),
        FieldCode::OutOfRange => format!("ngoài khoảng cho phép ({detail})"),
        FieldCode::NotLater => "phải sau hạn đang áp dụng và không ở trong quá khứ".to_owned(),
        FieldCode::TooEarly if detail.is_empty() => "sớm hơn ngày của văn bản".to_owned(),
        FieldCode::TooEarly => format!("sớm hơn {detail}, ngày Quy chế có hiệu lực"),
        FieldCode::Unknown => "không có trong danh sách".to_owned(),
        FieldCode::Taken if detail.is_empty() => "đã có".to_owned(),
        FieldCode::Taken => format!("“{detail}” đã có"),
        FieldCode::NumberTaken => {
            let (number, day) = detail.split_once(';').unwrap_or((detail.as_str(), ""));
            let year = day.rsplit('/').next().unwrap_or_default();
            format!(
                "đã có Quyết định số {number} ngày {day} ban hành một bản danh mục; trong năm {year} mỗi số chỉ cấp cho một \
                 quyết định"
            )
        }
        FieldCode::NoChange => "chưa sửa gì so với bản đang có hiệu lực; nếu không đổi, chọn “Giữ nguyên”".to_owned(),
        FieldCode::Itself => "không thể chọn chính nó".to_owned(),
        FieldCode::TargetUnknown => {
            format!("{detail} không có trong danh mục đang rà soát, hoặc không phải một cơ quan")
        }
        FieldCode::TargetBegins => format!(
            "cơ quan nhận chỉ hoạt động từ ngày {detail}; chọn “{}” từ ngày đó trở đi, hoặc cơ quan khác",
            review::EFFECTIVE
        ),
        FieldCode::TargetEnds => format!(
            "cơ quan nhận chỉ hoạt động đến hết ngày {detail}; chọn cơ quan đang hoạt động vào “{}”",
            review::EFFECTIVE
        ),
        FieldCode::TargetLeaves => {
            format!("{detail} cũng được đề nghị đưa ra khỏi danh mục trong đợt này nên không nhận gộp được")
        }
        FieldCode::MergedInto => {
            format!(
                "{detail} được đề nghị gộp vào CSDL này nên không đưa ra khỏi danh mục được; đổi một trong hai câu trả lời"
            )
        }
        FieldCode::TakesOver => {
            format!(
                "đã chấp nhận gộp {detail} vào CSDL này nên không đưa ra khỏi danh mục được; đổi kết luận kia trước"
            )
        }
        FieldCode::PersonalOpen => format!(
            "“{detail}” có dữ liệu cá nhân nên không được để Mở; nếu luật buộc công khai, ghi văn bản đó kèm số hoặc năm \
             ở ô “Lý do, căn cứ”, ví dụ “Luật Trồng trọt năm 2018”: phải là luật, nghị định còn hiệu lực và có trong danh \
             mục văn bản pháp lý"
        ),
        FieldCode::PersonalOpenByLaw => {
            format!("“{detail}” có dữ liệu cá nhân mà để Mở theo căn cứ đã nêu hoặc quyết định đang có hiệu lực")
        }
        FieldCode::PersonalLeftOpen => format!(
            "cùng các kết luận đã ghi thì “{detail}” vừa có dữ liệu cá nhân vừa để Mở; đổi kết luận ở điểm kia trước, hoặc \
             trả lại cả mục để đơn vị nêu văn bản luật buộc công khai"
        ),
        FieldCode::LeftIncomplete => {
            let (fields, entry) = detail.split_once('|').unwrap_or((detail.as_str(), "cơ sở dữ liệu này"));
            format!(
                "cùng các kết luận đã ghi thì {entry} sẽ thiếu {} (khoản 4 Điều 11 Nghị định 47/2020/NĐ-CP); đổi kết luận ở \
                 điểm kia trước (đề xuất mới: từ chối tên là từ chối cả đề xuất), hoặc trả lại cả mục để đơn vị bổ sung",
                catalog::lacking_all(fields)
            )
        }
        FieldCode::SecretUndeclared => "chưa cam kết về bí mật nhà nước".to_owned(),
        FieldCode::StateSecret => {
            "dữ liệu chứa bí mật nhà nước không được nhập vào cổng (khoản 2 Điều 1 Quy chế); nội dung chưa được lưu"
                .to_owned()
        }
        FieldCode::NotAnAddress => "không phải địa chỉ web; viết dạng https://ten-mien.gov.vn".to_owned(),
        FieldCode::NotAnOfficePhone => {
            "không phải số điện thoại cơ quan; ghi số cố định dạng 0262 3812 345, không ghi số di động".to_owned()
        }
        FieldCode::NotAnEmail => "không phải địa chỉ thư; viết dạng vanphong@ten-mien.gov.vn".to_owned(),
        FieldCode::SharedWithNobody => format!("“{detail}” không chia sẻ cho nhóm nào"),
        FieldCode::NothingShared => "chưa hạng mục nào được chia sẻ cho nhóm đối tượng nào".to_owned(),
        FieldCode::KeepsIncomplete => format!(
            "bản đang có hiệu lực còn thiếu {} (khoản 4 Điều 11 Nghị định 47/2020/NĐ-CP); chọn “Sửa đổi” để bổ sung",
            catalog::lacking_all(detail)
        ),
        FieldCode::WrongCredentials => "tên đăng nhập hoặc mật khẩu không đúng".to_owned(),
        FieldCode::TooManyAttempts => "sai quá nhiều lần; chờ 15 phút rồi thử lại".to_owned(),
        FieldCode::Unavailable => "hệ thống đang bận; hãy thử lại sau ít phút".to_owned(),
        FieldCode::WrongFileKind => "không đúng loại tệp yêu cầu".to_owned(),
        FieldCode::Changed => "người khác vừa thay đổi; xem lại rồi thực hiện lại".to_owned(),
        FieldCode::Outdated => format!("quyết định số {detail} đã ban hành một bản mới hơn bản được rà soát"),
        FieldCode::NotNewest => {
            format!("chỉ sửa đổi, bổ sung được danh mục mới nhất, ban hành theo Quyết định số {detail}")
        }
        FieldCode::BeforeAmended => {
            let (number, day) = detail.split_once(';').unwrap_or((detail.as_str(), ""));
            format!(
                "danh mục theo Quyết định số {number} có hiệu lực từ {day}; quyết định sửa đổi, bổ sung không thể có hiệu lực \
                 trước ngày đó"
            )
        }
        FieldCode::DayTaken => {
            let (number, day) = detail.split_once(';').unwrap_or((detail.as_str(), ""));
            format!(
                "Quyết định số {number} đã ban hành danh mục có hiệu lực từ chính ngày {day}; mỗi ngày chỉ một danh mục bắt \
                 đầu có hiệu lực"
            )
        }
        FieldCode::WithinAmended => {
            let (number, day) = detail.split_once(';').unwrap_or((detail.as_str(), ""));
            format!(
                "Quyết định số {number} (hiệu lực từ {day}) sửa đổi, bổ sung chính danh mục đang có hiệu lực vào ngày này; \
                 không danh mục nào khác bắt đầu ở giữa được"
            )
        }
        FieldCode::NotYetInForce => {
            let (number, day) = detail.split_once(';').unwrap_or((detail.as_str(), ""));
            format!(
                "Quyết định số {number} đã ban hành, có hiệu lực từ {day}; mở đợt từ ngày đó để rà soát trên danh mục mới"
            )
        }
        FieldCode::NotACode => "chỉ dùng chữ cái không dấu, chữ số, dấu chấm và gạch nối".to_owned(),
        FieldCode::OverlapOpen => {
            let detail = overlap::told(detail);
            format!(
                "có thể trùng với {detail}; hãy chọn trùng, đồng bộ hay khác ở mục “Có thể trùng lặp” (khoản 3 Điều 5)"
            )
        }
        FieldCode::PointRefused => format!("thẩm định đã từ chối: {detail}"),
        FieldCode::OverlapUnsettled => {
            let detail = overlap::told(detail);
            format!("chưa chấp nhận được vì chưa ai kết luận có trùng với {detail} hay không (khoản 3 Điều 5)")
        }
        FieldCode::OverlapDuplicate => {
            let detail = overlap::told(detail);
            format!("đã kết luận trùng với {detail} nên không thể chấp nhận (khoản 3 Điều 5)")
        }
        FieldCode::OpinionWaiting => opinion::waiting_for(detail),
        FieldCode::OpinionUnhandled => opinion::unhandled(detail),
        FieldCode::LegalRepealed => legal::repealed(detail),
        FieldCode::LegalNotYet => legal::not_yet(detail),
        FieldCode::LegalUnknown => legal::unknown(detail),
        FieldCode::LegalNamesNone => legal::NAMES_NONE.to_owned(),
        FieldCode::Unfinished => {
            let title = detail.parse().map_or_else(|_| detail.clone(), super::review::campaign_title);
            format!("chưa làm được khi đợt “{title}” chưa kết thúc")
        }
        FieldCode::NotTheirs => format!("{detail} không thuộc các cơ quan được chọn, hoặc không có trong danh mục"),
        FieldCode::RuleLater => format!("đã có quy định bắt đầu từ {detail}; quy định mới phải bắt đầu sau ngày đó"),
        FieldCode::RuleGap => format!("trong khoảng {detail} sẽ không có quy định nào; đánh dấu nếu đúng như vậy"),
        FieldCode::SameRule => "giống hệt quy định đang có, không cần thêm".to_owned(),
        FieldCode::BothFunctions => format!(
            "{detail} không thể vừa chủ trì vừa làm Văn phòng: không còn ai thẩm định câu trả lời của chính cơ quan đó"
        ),
        FieldCode::FileTooLarge => format!("tệp lớn quá {detail}"),
    }
}
