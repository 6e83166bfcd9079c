//! The states of the documentation (docs/trang-thai.md), written from the rules: every stage, every move, where it leads,
//! and who may make it come from the functions that the store asks; only what a move is called, what it needs and which
//! clause gives it are words, by exhaustive matches.

use std::fmt::Write;

use domain::account::{Account, Actor, Role};
use domain::agency::{AgencyRef, Function};
use domain::campaign::{CampaignKey, CampaignKind};
use domain::duty::{Days, DutyAction, DutyState, state};
use domain::id::{AccountId, AgencyId};
use domain::policy::{Act, Answers, authorize};
use domain::report::ReportKind;
use domain::workflow::{
    CampaignMove, CampaignStage, EditionMove, EditionStage, IllegalMove, ReportMove, RequestMove, ResponseMove,
    next_campaign, next_edition, next_report, next_request, next_response,
};
use strum::IntoEnumIterator;
use time::macros::{date, datetime};

use super::{amendment, duty, report, review};

mod derived;

const HEAD: &str = "\
# Trạng thái và bước chuyển

<!-- Sinh từ mã nguồn bằng `cargo xtask states`; không sửa tay. Kiểm thử báo lỗi khi tệp này khác với mã nguồn. -->

Bước không có trong bảng thì không ai làm được; riêng nhập phụ lục của quyết định đã có thì không qua đợt (cuối mục *Một lần ban
hành danh mục*). Người làm là vai trò được phép; cổng kiểm tra lại trên dữ liệu ở mỗi lần ghi.
Điều, khoản không ghi văn bản là của Quy chế ban hành kèm theo Quyết định số 01/2023/QĐ-UBND.
";

/// What the words say of a move: its name, what it needs, the clause.
type Told = (&'static str, &'static str, &'static str);

fn campaign_move(attempted: CampaignMove) -> Told {
    match attempted {
        CampaignMove::Open => {
            ("Mở đợt", "số, ngày công văn, hạn nộp; không có đợt nào đang mở", "khoản 2 Điều 8; khoản 2 Điều 16")
        }
        CampaignMove::Close => (
            "Đóng đợt",
            "mọi bản trả lời đã thẩm định xong, hoặc xác nhận đóng khi còn bản chưa gửi hay chưa thẩm định xong",
            "khoản 2 Điều 16",
        ),
        CampaignMove::Reopen => ("Mở lại", "lý do; hạn mới cho cơ quan còn nợ câu trả lời, nếu cho", "khoản 2 Điều 16"),
        CampaignMove::Compile => (
            "Tổng hợp dự thảo",
            "không còn điểm chưa kết luận; chưa có bản danh mục mới hơn",
            "khoản 2 Điều 8; khoản 2 Điều 16",
        ),
        CampaignMove::Submit => ("Trình Văn phòng UBND tỉnh", "bản dự thảo", "khoản 2 Điều 8"),
        CampaignMove::Return => ("Trả lại", "lý do", "khoản 3 Điều 3"),
        CampaignMove::Conclude => {
            ("Ghi nhận quyết định", "số, ngày, ngày có hiệu lực, người ký, tệp PDF đã ký", "khoản 3 Điều 3")
        }
        CampaignMove::Abandon => ("Kết thúc không ban hành", "lý do; chỉ đợt sửa đổi, bổ sung", "khoản 2 Điều 8"),
    }
}

fn response_move(attempted: ResponseMove) -> Told {
    match attempted {
        ResponseMove::Edit => {
            ("Ghi câu trả lời", "đợt đang nhận trả lời; đúng phiên bản đang xem", "khoản 2, khoản 3 Điều 16")
        }
        ResponseMove::Propose => (
            "Trình lãnh đạo",
            "mọi CSDL đã trả lời đủ nội dung (khoản 3 Điều 8), cam kết về bí mật nhà nước (khoản 2 Điều 1); người trình không \
             còn nội dung đã nhập mà chưa được lưu",
            "khoản 2 Điều 16",
        ),
        ResponseMove::SendBack => ("Trả lại để sửa", "ý kiến", "khoản 1 Điều 18"),
        ResponseMove::Approve => {
            ("Duyệt và gửi", "người duyệt khác người trình; đúng phiên bản đang xem", "khoản 1 Điều 18")
        }
        ResponseMove::Appraise => (
            "Kết luận một điểm",
            "lý do khi từ chối hoặc chấp nhận giá trị khác; cặp trùng lặp đã có kết luận (khoản 3 Điều 5)",
            "khoản 2 Điều 16",
        ),
        ResponseMove::Return => ("Trả lại cả mục", "ý kiến", "khoản 2 Điều 16"),
        ResponseMove::Accept => ("Chấp nhận bản trả lời", "mọi điểm đã kết luận", "khoản 2 Điều 16"),
    }
}

fn edition_move(attempted: EditionMove) -> Told {
    match attempted {
        EditionMove::Submit => ("Trình Văn phòng UBND tỉnh", "cùng với đợt", "khoản 2 Điều 8"),
        EditionMove::Return => ("Trả lại", "lý do; cùng với đợt", "khoản 3 Điều 3"),
        EditionMove::Issue => ("Ban hành", "quyết định được ghi nhận; cùng với đợt", "khoản 3 Điều 3"),
        EditionMove::Supersede => {
            ("Bị thay thế hoặc sửa đổi", "bản sau được ban hành, trong cùng một lần ghi", "khoản 2 Điều 8")
        }
    }
}

fn request_move(attempted: RequestMove) -> Told {
    match attempted {
        RequestMove::Accept => ("Chấp nhận", "hạn nộp; mở một đợt hoặc vào đợt đang nhận trả lời", "khoản 2 Điều 8"),
        RequestMove::Reject => ("Từ chối", "lý do", "khoản 2 Điều 8"),
        RequestMove::Withdraw => ("Rút đề nghị", "cơ quan chủ trì chưa xử lý", "khoản 2 Điều 8"),
    }
}

fn duty_action(action: DutyAction) -> Told {
    match action {
        DutyAction::Done => (
            "Ghi nhận đã xong",
            "ghi chú, đường dẫn hoặc tệp minh chứng; kỳ đã bắt đầu",
            "khoản 1 Điều 5; Điều 9; khoản 1 Điều 16",
        ),
        DutyAction::Excused => ("Miễn", "lý do", "khoản 2 Điều 14"),
        DutyAction::Reopened => ("Mở lại", "lý do", "khoản 2 Điều 14"),
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Officer => "Cán bộ đầu mối của cơ quan",
        Role::Head => "Thủ trưởng cơ quan",
        Role::Appraiser => "Cơ quan chủ trì",
        Role::Clerk => "Văn phòng UBND tỉnh",
        Role::Leader => "Lãnh đạo tỉnh",
        Role::Administrator => "Quản trị",
    }
}

/// The roles that may do something: of a person of the agency that it is about, who is not its drafter, and whose agency
/// holds the function that the role works for.
fn who(act: &Act<'_>) -> String {
    let may = |one: &Role| {
        let functions = match one {
            Role::Appraiser => vec![Function::Coordinator],
            Role::Clerk => vec![Function::ExecutiveOffice],
            Role::Officer | Role::Head | Role::Leader | Role::Administrator => Vec::new(),
        };
        let agency = Some(AgencyRef { id: AgencyId::from(OWN), name: String::new() });
        let account =
            Account { id: AccountId::from("me"), username: String::new(), name: String::new(), role: *one, agency };
        let at = datetime!(2026-11-26 00:00 UTC);
        authorize(&Actor { account: Some(account), is_system: false, functions, at }, act).is_ok()
    };
    Role::iter().filter(may).map(role).collect::<Vec<_>>().join(", ")
}

const OWN: &str = "own";

/// One machine: its stages and moves with their words, the rule, and the act that a move needs.
struct Machine<S, M> {
    title: &'static str,
    lead: &'static str,
    next: fn(S, M) -> Result<S, IllegalMove>,
    stage: fn(S) -> &'static str,
    told: fn(M) -> Told,
    who: fn(M) -> String,
}

impl<S, M> Machine<S, M>
where
    S: IntoEnumIterator + Copy + PartialEq + ToString,
    M: IntoEnumIterator + Copy + ToString,
{
    fn write(&self, text: &mut String) {
        let moves: Vec<(S, M, S)> = S::iter()
            .flat_map(|stage| M::iter().filter_map(move |one| Some((stage, one, (self.next)(stage, one).ok()?))))
            .collect();
        // What no move leaves or reaches is a stage of another machine.
        let stages: Vec<S> =
            S::iter().filter(|stage| moves.iter().any(|(from, _, to)| from == stage || to == stage)).collect();
        let _ = write!(text, "\n## {}\n\n{}\n\n```mermaid\nstateDiagram-v2\n", self.title, self.lead);
        for stage in &stages {
            let _ = writeln!(text, "    state \"{}\" as {}", (self.stage)(*stage), stage.to_string());
        }
        if let Some(first) = stages.first() {
            let _ = writeln!(text, "    [*] --> {}", first.to_string());
        }
        for (from, one, to) in &moves {
            let _ = writeln!(text, "    {} --> {}: {}", from.to_string(), to.to_string(), (self.told)(*one).0);
        }
        for last in stages.iter().filter(|stage| moves.iter().all(|(from, ..)| from != *stage)) {
            let _ = writeln!(text, "    {} --> [*]", last.to_string());
        }
        text.push_str("```\n\n| Trạng thái | Bước | Đến | Ai làm | Cần gì | Căn cứ |\n|---|---|---|---|---|---|\n");
        for (from, one, to) in &moves {
            let (name, needs, clause) = (self.told)(*one);
            let (from, to, who) = ((self.stage)(*from), (self.stage)(*to), (self.who)(*one));
            let _ = writeln!(text, "| {from} | {name} | {to} | {who} | {needs} | {clause} |");
        }
        self.matrix(text, &stages, &moves);
    }

    /// Every stage with every move: where it leads, or that nobody may.
    fn matrix(&self, text: &mut String, stages: &[S], moves: &[(S, M, S)]) {
        let made: Vec<M> =
            M::iter().filter(|one| moves.iter().any(|(_, made, _)| made.to_string() == one.to_string())).collect();
        let names: Vec<&str> = made.iter().map(|one| (self.told)(*one).0).collect();
        let _ = write!(text, "\nMọi trạng thái với mọi bước (– : không được):\n\n| | {} |\n|---|", names.join(" | "));
        let _ = writeln!(text, "{}", "---|".repeat(names.len()));
        for stage in stages {
            let cells = made.iter().map(|one| (self.next)(*stage, *one).map_or("–", self.stage));
            let _ = writeln!(text, "| **{}** | {} |", (self.stage)(*stage), cells.collect::<Vec<_>>().join(" | "));
        }
    }
}

/// How a campaign's stage is called: what is over may have ended with a decision or without.
fn campaign_stage(stage: CampaignStage) -> &'static str {
    if stage.is_over() { "Đã kết thúc" } else { review::campaign_stage(stage) }
}

/// The document.
pub fn document() -> String {
    let mut text = HEAD.to_owned();
    let amending = CampaignMove::iter()
        .filter(|one| CampaignKind::Amending.allows(*one) && !CampaignKey::annual(2026).kind().allows(*one));
    let amending: Vec<&str> = amending.map(|one| campaign_move(one).0).collect();
    Machine {
        title: "Đợt rà soát, đợt sửa đổi, bổ sung",
        lead: "Mỗi lúc chỉ có một đợt chưa kết thúc.",
        next: next_campaign,
        stage: campaign_stage,
        told: campaign_move,
        who: |one| who(&one.act()),
    }
    .write(&mut text);
    let _ = writeln!(text, "\nChỉ đợt sửa đổi, bổ sung có bước: {}.", amending.join(", "));
    let taking = CampaignStage::iter().filter(|stage| stage.takes_answers()).map(review::campaign_stage);
    let _ =
        writeln!(text, "Nhận câu trả lời và kết luận khi đợt ở trạng thái: {}.", taking.collect::<Vec<_>>().join(", "));
    Machine {
        title: "Bản trả lời của một cơ quan",
        lead: "Các bước này chỉ làm được khi đợt đang nhận trả lời. Không ai thẩm định câu trả lời của cơ quan mình: của cơ quan chủ trì \
               thì Văn phòng UBND tỉnh kết luận, trả lại và chấp nhận.",
        next: next_response,
        stage: review::response_stage,
        told: response_move,
        who: |one| {
            let appraised = Answers { of: &AgencyId::from("other"), coordinates: false };
            who(&one.act(&AgencyId::from(OWN), appraised, &AccountId::from("drafter")))
        },
    }
    .write(&mut text);
    Machine {
        title: "Một lần ban hành danh mục",
        lead: "Mỗi bước đi cùng bước của đợt, trong một lần ghi; ban hành rồi thì không sửa.",
        next: next_edition,
        stage: review::edition_stage,
        told: edition_move,
        who: |one| who(&one.act()),
    }
    .write(&mut text);
    let public = EditionStage::iter().filter(|stage| stage.is_public()).map(review::edition_stage);
    let _ = writeln!(text, "\nMọi người xem được khi: {}.", public.collect::<Vec<_>>().join(", "));
    let [issued, superseded] = [EditionStage::Issued, EditionStage::Superseded].map(review::edition_stage);
    let _ = writeln!(
        text,
        "\nNhập phụ lục của quyết định đã có ({}, hoặc lệnh `csdl import catalog`): lần ban hành được lập, trình và ban hành trong một lần \
         ghi, không qua đợt và Văn phòng UBND tỉnh. Nó đứng theo ngày có hiệu lực: {issued}, hoặc {superseded} khi đã có quyết định có hiệu \
         lực sau nó; lần ban hành đứng ngay trước nó thì bị thay thế.",
        who(&Act::ImportCatalog),
    );
    Machine {
        title: "Đề nghị thay đổi đột xuất",
        lead: "Được chấp nhận thì đi tiếp như một đợt sửa đổi, bổ sung.",
        next: next_request,
        stage: amendment::request_stage,
        told: request_move,
        who: |one| who(&one.act(&AgencyId::from(OWN))),
    }
    .write(&mut text);
    reports(&mut text);
    duties(&mut text);
    derived::opinions(&mut text);
    derived::states(&mut text);
    text
}

fn report_move(kind: ReportKind, attempted: ReportMove) -> Told {
    let needs = match (kind, attempted) {
        (_, ReportMove::Begin) => "số liệu điền sẵn; mỗi năm một báo cáo",
        (_, ReportMove::Edit) => "số báo khác phải có lý do",
        (_, ReportMove::Propose) => "đủ nội dung các mục bắt buộc; số liệu khóa từ đây",
        (_, ReportMove::SendBack) => "ý kiến",
        (ReportKind::Agency, ReportMove::Approve) => "người duyệt khác người trình; đúng phiên bản đang xem",
        (ReportKind::Consolidated, ReportMove::Approve) => {
            "người duyệt khác người trình; đúng phiên bản đang xem; không sửa được nữa"
        }
        (_, ReportMove::Return) => "lý do; không ai trả lại báo cáo của cơ quan mình",
        (_, ReportMove::Accept) => "không ai chấp nhận báo cáo của cơ quan mình; không sửa được nữa",
        (_, ReportMove::Forward) => "số, ngày của báo cáo đã phát hành",
    };
    let clause = match (kind, attempted) {
        (_, ReportMove::SendBack | ReportMove::Approve) => "khoản 1 Điều 18",
        (ReportKind::Agency, ReportMove::Begin | ReportMove::Edit | ReportMove::Propose) => "khoản 3 Điều 18",
        (_, ReportMove::Begin | ReportMove::Edit | ReportMove::Propose) => "khoản 4 Điều 14",
        (_, ReportMove::Return | ReportMove::Accept | ReportMove::Forward) => "khoản 4 Điều 14",
    };
    (report::attempted(kind, attempted), needs, clause)
}

fn report_who(kind: ReportKind, one: ReportMove) -> String {
    let taken = Answers { of: &AgencyId::from("other"), coordinates: false };
    who(&one.act(kind, &AgencyId::from(OWN), taken, Some(&AccountId::from("drafter"))))
}

fn reports(text: &mut String) {
    Machine {
        title: "Báo cáo hằng năm của một cơ quan",
        lead: "Của cơ quan chủ trì thì Văn phòng UBND tỉnh trả lại và chấp nhận.",
        next: |stage, one| next_report(ReportKind::Agency, stage, one),
        stage: report::stage,
        told: |one| report_move(ReportKind::Agency, one),
        who: |one| report_who(ReportKind::Agency, one),
    }
    .write(text);
    Machine {
        title: "Báo cáo tổng hợp",
        lead: "Lãnh đạo duyệt là thủ trưởng cơ quan chủ trì.",
        next: |stage, one| next_report(ReportKind::Consolidated, stage, one),
        stage: report::stage,
        told: |one| report_move(ReportKind::Consolidated, one),
        who: |one| report_who(ReportKind::Consolidated, one),
    }
    .write(text);
}

/// Duties stand by their days, not by moves: every combination of days, and what may be done with each.
fn duties(text: &mut String) {
    let today = date!(2026 - 11 - 26);
    let (past, future) = (date!(2026 - 11 - 20), date!(2027 - 03 - 31));
    let soon_until = date!(2026 - 12 - 10);
    text.push_str(
        "\n## Nghĩa vụ dữ liệu\n\nTrạng thái tính từ các ngày của nghĩa vụ, không ghi tay. Ngày xong đứng trước ngày miễn, ngày miễn \
         đứng trước ngày CSDL ra khỏi Danh mục.\n\n| Hạn | Xong | Miễn | CSDL ra khỏi Danh mục | Trạng thái |\n|---|---|---|---|---|\n",
    );
    let day = |marked: bool| if marked { "có" } else { "–" };
    for (due_on, due) in [(past, "đã qua"), (soon_until, "sắp đến"), (future, "còn xa")] {
        for marks in 0..8_u8 {
            let [done, excused, ended] = [marks & 4 > 0, marks & 2 > 0, marks & 1 > 0];
            let at = |marked: bool| marked.then_some(today);
            let days = Days { due_on, done_on: at(done), excused_on: at(excused), ended_on: at(ended) };
            let stands = duty::state(state(&days, today, soon_until));
            let _ = writeln!(text, "| {due} | {} | {} | {} | {stands} |", day(done), day(excused), day(ended));
        }
    }
    text.push_str("\n| Việc | Khi đang | Ai làm | Cần gì | Căn cứ |\n|---|---|---|---|---|\n");
    for action in DutyAction::iter() {
        let (name, needs, clause) = duty_action(action);
        let when: Vec<&str> = DutyState::iter().filter(|state| state.allows(action)).map(duty::state).collect();
        let who = who(&action.act(&AgencyId::from(OWN)));
        let _ = writeln!(text, "| {name} | {} | {who} | {needs} | {clause} |", when.join(", "));
    }
}
