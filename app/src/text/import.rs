//! The words of mapping the columns of a workbook, of rows that fail, and of the writing.

use domain::annex::{AgencyAt, Amending, AnnexField, ImportHeader, ImportProgress, NamedDecision, RowEffect};
use domain::campaign::CampaignKey;
use domain::format;

pub const MAPPING: &str = "Cách ghép cột";
pub const MAPPING_LEAD: &str = "Cổng nhận ra các cột theo tiêu đề. Cột nào chưa đúng thì chọn lại rồi bấm đọc lại; cách ghép đọc được tệp thì được nhớ cho các tệp có cùng tiêu đề.";
pub const REMEMBERED: &str = "Đang dùng cách ghép cột đã nhớ từ tệp trước có cùng tiêu đề.";
pub const FORGET: &str = "Quên cách ghép này và nhận lại theo tiêu đề";
pub const REREAD: &str = "Đọc lại theo cách ghép cột này";
pub const SHEET: &str = "Trang tính";
pub const HEADER_ROW: &str = "Dòng đầu của tiêu đề";
pub const HEADER_ROWS: &str = "Số dòng tiêu đề (1–3)";
pub const FIRST_ROW: &str = "Dòng dữ liệu đầu tiên";
pub const AGENCY_AT: &str = "Cơ quan ghi ở";
pub const COLUMN: &str = "Cột";
pub const HEADER: &str = "Tiêu đề trong tệp";
pub const SAMPLE: &str = "Ví dụ";
pub const FIELD: &str = "Ghép vào";
pub const NO_HEADER: &str = "(không có tiêu đề)";
pub const WRONG_MAPPING: &str = "Chưa đọc lại được: trang tính hoặc dòng tiêu đề không có trong tệp.";
pub const FAILING_DOWNLOAD: &str = "Tải các dòng lỗi (Excel) để sửa";
pub const FAILING_HINT: &str = "Tệp gồm phần đầu trang tính, tiêu đề và các dòng lỗi, cột cuối “Lý do chưa nhập được”. Sửa các dòng ấy trong tệp gốc rồi đọc thử lại cả tệp. Nếu bỏ qua chúng: tải tệp đã sửa lên sau, kèm quyết định sửa đổi, bổ sung danh mục này khi nó còn là danh mục mới nhất; không cần xóa cột đó.";
pub const LEFT_OUT_HINT: &str = "Tệp gồm phần đầu trang tính, tiêu đề và các dòng chưa ghi, cột cuối “Lý do chưa nhập được”. Sửa xong thì tải lên kèm quyết định sửa đổi, bổ sung danh mục này, khi nó còn là danh mục mới nhất; không cần xóa cột đó.";
pub const FAILED_ROWS_ALONE: &str = "Tệp này chỉ có các dòng lỗi của một lần nhập trước. Xác nhận thì đó là toàn bộ danh mục: mọi CSDL khác không còn trong danh mục. Hãy đọc lại tệp gốc đã sửa, hoặc chọn danh mục mà tệp này sửa đổi, bổ sung.";
pub const SKIP_HINT: &str =
    "Danh mục phải đầy đủ; chỉ bỏ qua khi các dòng này sẽ được bổ sung sau. Việc bỏ qua được ghi vào nhật ký.";
pub const SKIP: &str = "Số dòng lỗi bỏ qua";
pub const INTERRUPTED: &str =
    "Lần ghi trước chưa xong (bị ngắt hoặc đang chạy ở tiến trình khác). Chưa có gì được ghi dở; có thể xác nhận lại.";
pub const WRITING: &str = "Đang ghi danh mục";
pub const SENDS: &str = "Đang ghi danh mục…";
pub const SENDS_TOLD: &str = "Cổng đang ghi, chỉ cần bấm một lần. Danh mục lớn thì trang sẽ hiện đã ghi đến đâu.";
pub const REFRESH: &str = "Trang tự cập nhật sau vài giây.";

pub const FROM_TITLE_HINT: &str = "Để trống nếu phụ lục có ghi “Kèm theo Quyết định số … ngày …”.";
pub const SAME_DAY_HINT: &str = "Để trống nếu là ngày ký.";
pub const SAME_YEAR_HINT: &str = "Để trống nếu là năm của quyết định.";
pub const FROM_TITLE: &str = "Số hoặc ngày của quyết định được đọc từ tiêu đề phụ lục. Hãy đối chiếu với quyết định đã ký; nếu chưa đúng thì chọn lại tệp và nhập tay.";
pub const IS_DECISION: &str = "Đúng là quyết định này";

/// «Năm 2024, Quyết định số 1234/QĐ-UBND ngày 15/7/2024, có hiệu lực từ ngày 15/7/2024, người ký Nguyễn Văn A.»
pub fn decision(header: &ImportHeader) -> String {
    let decision = &header.decision;
    let (day, from) = (format::date(decision.date), format::date(decision.effective_from));
    let (year, number, signer) = (header.year, &decision.number, &decision.signer);
    format!("Danh mục năm {year}, Quyết định số {number} ngày {day}, có hiệu lực từ ngày {from}, người ký {signer}.")
}

/// Why an annex that is understood is not written yet.
pub fn waits_for(campaign: CampaignKey) -> String {
    let title = super::review::campaign_title(campaign);
    format!(
        "Chưa ghi được khi đợt “{title}” chưa kết thúc: đợt đang rà soát danh mục mà bản này sẽ thay. Kết thúc đợt rồi mở lại \
         trang này để xác nhận."
    )
}

pub const AMENDS: &str = "Phụ lục này sửa đổi, bổ sung";
pub const WHOLE: &str = "Không, đây là toàn bộ danh mục";
pub const AMENDS_HINT: &str = "Nếu phụ lục kèm quyết định sửa đổi, bổ sung: chọn danh mục được sửa đổi, chỉ có thể là danh mục mới nhất; dòng nào có trong phụ lục thì thêm hoặc sửa (ô trống giữ nội dung cũ), CSDL không nhắc đến giữ nguyên.";
pub const WITHDRAW: &str = "Mã CSDL rút khỏi danh mục";
pub const WITHDRAW_HINT: &str = "Chỉ khi sửa đổi, và phụ lục không có mục “Bãi bỏ”. Ví dụ: DC-012, DC-040.";

/// «thêm 2, sửa đổi 3, rút khỏi danh mục 1, giữ nguyên 40»
pub fn amending(amending: &Amending) -> String {
    let Amending { added, changed, withdrawn, kept, .. } = amending;
    format!("thêm {added}, sửa đổi {changed}, rút khỏi danh mục {withdrawn}, giữ nguyên {kept}")
}

pub fn effect(effect: RowEffect) -> &'static str {
    match effect {
        RowEffect::Added => "Thêm",
        RowEffect::Changed => "Sửa đổi",
        RowEffect::Withdrawn => "Rút khỏi danh mục",
    }
}

/// «chuyển từ cơ quan Sở Xây dựng», of an entry that goes over from another agency.
pub fn moved_from(agency: &str) -> String {
    format!("chuyển từ cơ quan {agency}")
}

/// How many entries go over from another agency, before it is confirmed.
pub fn moves(count: u32) -> String {
    format!(
        "{count} CSDL chuyển từ cơ quan khác sang: xem các dòng ghi “chuyển từ cơ quan …” trong bảng bên dưới trước khi xác nhận. Dòng nào không phải là chuyển thì ghi mã CSDL đúng, hoặc tên khác, trong tệp rồi đọc lại."
    )
}

/// That the annex's title names another decision than was typed.
pub fn other_decision(named: &NamedDecision) -> String {
    let number = named.number.as_ref().map(|number| format!(" số {number}")).unwrap_or_default();
    let day = named.date.map(|date| format!(" ngày {}", format::date(date))).unwrap_or_default();
    format!("Tiêu đề phụ lục ghi Quyết định{number}{day}, khác với thông tin đã nhập. Hãy kiểm tra trước khi xác nhận.")
}

/// How much of what was read may be written while some rows fail.
pub fn in_part(good: u32, failing: u32) -> String {
    format!("Nếu bỏ qua {failing} dòng lỗi thì ghi được {good} cơ sở dữ liệu.")
}

pub fn skip(rows: u32) -> String {
    format!("Bỏ qua {rows} dòng lỗi, chỉ ghi các dòng còn lại")
}

pub fn more(shown: usize, all: u32) -> String {
    format!("Hiện {shown} trong {all} dòng.")
}

pub fn progress(progress: ImportProgress) -> String {
    match progress.total {
        0 => "Đang chuẩn bị…".to_owned(),
        total if progress.done >= total => "Đã ghi các dòng, đang hoàn tất…".to_owned(),
        total => format!("Đã ghi {} trong {total} cơ sở dữ liệu.", progress.done),
    }
}

pub fn agency_at(at: AgencyAt) -> &'static str {
    match at {
        AgencyAt::Groups => "Dòng riêng phía trên các cơ sở dữ liệu",
        AgencyAt::Column => "Một cột (ô trống: như dòng trên)",
    }
}

pub fn field(field: AnnexField) -> &'static str {
    match field {
        AnnexField::Number => "Số thứ tự",
        AnnexField::Code => "Mã CSDL",
        AnnexField::Name => "Tên CSDL",
        AnnexField::OtherNames => "Tên viết tắt, tên khác",
        AnnexField::Agency => "Cơ quan quản lý",
        AnnexField::Sector => "Lĩnh vực",
        AnnexField::DataKind => "Loại dữ liệu",
        AnnexField::Purpose => "Mục đích",
        AnnexField::Scope => "Phạm vi",
        AnnexField::ScopeTerritory => "Phạm vi lãnh thổ",
        AnnexField::ScopeTime => "Phạm vi thời gian",
        AnnexField::Content => "Nội dung",
        AnnexField::Description => "Mục đích, phạm vi, nội dung chung một cột",
        AnnexField::Mechanism => "Cơ chế thu thập, cập nhật",
        AnnexField::UpdateMethod => "Phương thức cập nhật",
        AnnexField::Source => "Nguồn dữ liệu",
        AnnexField::Open => "Hạng mục: dữ liệu mở",
        AnnexField::Default => "Hạng mục: chia sẻ mặc định",
        AnnexField::Specific => "Hạng mục: chia sẻ theo yêu cầu đặc thù",
        AnnexField::NotShared => "Hạng mục: không chia sẻ",
        AnnexField::Items => "Hạng mục dữ liệu (hình thức ở cột khác)",
        AnnexField::ItemFields => "Các trường của hạng mục",
        AnnexField::Form => "Hình thức chia sẻ",
        AnnexField::ItemOrder => "Thứ tự hạng mục",
        AnnexField::Consumers => "Đối tượng khai thác",
        AnnexField::Frequency => "Tần suất cập nhật",
        AnnexField::LegalBasis => "Căn cứ pháp lý",
        AnnexField::StartYear => "Năm bắt đầu",
        AnnexField::NationalDb => "CSDL quốc gia, bộ ngành liên quan",
        AnnexField::SyncMechanism => "Cơ chế đồng bộ",
        AnnexField::SecurityLevel => "Cấp độ an toàn",
        AnnexField::Url => "Địa chỉ truy cập",
        AnnexField::Hosting => "Hạ tầng, công nghệ",
        AnnexField::OperatorUnit => "Đơn vị vận hành",
        AnnexField::Procedures => "Thủ tục hành chính",
        AnnexField::Funding => "Kinh phí",
        AnnexField::Existence => "Hiện trạng",
        AnnexField::Note => "Ghi chú",
        AnnexField::Change => "Bổ sung, sửa đổi hay bãi bỏ",
        AnnexField::Extra => "Giữ trong ghi chú (tiêu đề: giá trị)",
        AnnexField::Ignore => "Bỏ qua cột này",
    }
}
