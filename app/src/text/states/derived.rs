//! What is told from data and never written down: requests for opinions, and the states of one stage.

use std::collections::BTreeSet;
use std::fmt::Write;

use domain::agency::{AgencyRef, Tier};
use domain::campaign::{BoardRow, CampaignSigns, CampaignState, Progress};
use domain::edition::{Decision, DraftSigns, EditionRef, EditionSigns, EditionState};
use domain::id::{AgencyId, EditionId, OpinionId, StatementId};
use domain::policy::{Act, Answers};
use domain::review::opinion::{Opinion, OpinionState, Stand, Statement, Withdrawal};
use domain::workflow::{CampaignStage, EditionStage, ResponseStage};
use strum::IntoEnumIterator;
use time::Date;
use time::macros::{date, datetime};

use super::{OWN, campaign_stage, who};
use crate::text::{course, opinion, review};

const TODAY: Date = date!(2026 - 11 - 26);

/// A request of which that much was done.
fn request(withdrawn: bool, stand: Option<Stand>, silence_agrees: bool, is_past: bool) -> Opinion {
    let at = datetime!(2026-11-24 03:00 UTC);
    let nobody = String::new;
    let said = |stand| Statement { id: StatementId(0), stand, text: nobody(), who: nobody(), at, handled: Vec::new() };
    Opinion {
        id: OpinionId(0),
        asked: AgencyRef { id: AgencyId::from(OWN), name: nobody() },
        question: nobody(),
        asked_by: nobody(),
        asked_at: at,
        round: 1,
        days: 5,
        due_on: if is_past { date!(2026 - 11 - 25) } else { date!(2026 - 11 - 27) },
        silence_agrees,
        statements: stand.map(said).into_iter().collect(),
        withdrawal: withdrawn.then(|| Withdrawal { reason: nobody(), who: nobody(), at }),
        ended_on: None,
        reminded: Vec::new(),
    }
}

fn mark(marked: bool) -> &'static str {
    if marked { "có" } else { "–" }
}

/// Requests for opinions stand by what was said and by their day: every combination, and what may be done with each.
pub(super) fn opinions(text: &mut String) {
    text.push_str(
        "\n## Yêu cầu cho ý kiến về một câu trả lời\n\nTrạng thái tính từ ý kiến đã cho và ngày hẹn, không ghi tay. Ý kiến cho sau đứng \
         thay ý kiến cho trước; việc rút lại đứng trước mọi ý kiến. Mục đã kết luận xong thì trạng thái dừng ở ngày ấy: không ai \
         góp ý được nữa nên im lặng không còn tính.\n\n| Đã rút lại | Ý kiến sau cùng | Im lặng là đồng ý | Đã quá ngày \
         | Trạng thái |\n|---|---|---|---|---|\n",
    );
    let mut all = Vec::new();
    for withdrawn in [false, true] {
        for stand in std::iter::once(None).chain(Stand::iter().map(Some)) {
            for (silence, is_past) in [(false, false), (false, true), (true, false), (true, true)] {
                let one = request(withdrawn, stand, silence, is_past);
                let said = stand.map_or("–", opinion::stand);
                let stands = opinion::state(one.state(TODAY));
                let [withdrawn, silence, is_past] = [withdrawn, silence, is_past].map(mark);
                let _ = writeln!(text, "| {withdrawn} | {said} | {silence} | {is_past} | {stands} |");
                all.push(one);
            }
        }
    }
    let (own, other) = (AgencyId::from(OWN), AgencyId::from("other"));
    let [coordinator, office] =
        [false, true].map(|coordinates| who(&Act::Appraise(Answers { of: &other, coordinates })));
    let appraises = format!("{coordinator}; về câu trả lời của cơ quan chủ trì: {office}");
    let gives = who(&Act::GiveOpinion(&own));
    let when = |may: &dyn Fn(&Opinion) -> bool| {
        let states: BTreeSet<OpinionState> = all.iter().filter(|one| may(one)).map(|one| one.state(TODAY)).collect();
        states.into_iter().map(opinion::state).collect::<Vec<_>>().join("; ")
    };
    text.push_str("\n| Việc | Khi đang | Ai làm | Cần gì | Căn cứ |\n|---|---|---|---|---|\n");
    for (name, when, by, needs) in [
        (
            opinion::ASK,
            "–".to_owned(),
            &appraises,
            "câu hỏi, số ngày; mục còn điểm chưa kết luận, đợt đang nhận trả lời",
        ),
        (
            opinion::GIVE,
            when(&Opinion::may_state),
            &gives,
            "lời ý kiến khi không chỉ là đồng ý; mục còn điểm chưa kết luận",
        ),
        (
            opinion::HANDLE,
            when(&|one: &Opinion| one.to_handle().is_some()),
            &appraises,
            "nội dung; đúng ý kiến đang xem",
        ),
        (opinion::WITHDRAW, when(&|one: &Opinion| one.may_withdraw(TODAY)), &appraises, "lý do"),
    ] {
        let _ = writeln!(text, "| {name} | {when} | {by} | {needs} | khoản 2 Điều 8 |");
    }
    let blocking: BTreeSet<OpinionState> =
        all.iter().filter(|one| one.blocks(TODAY).is_some()).map(|one| one.state(TODAY)).collect();
    let blocking = blocking.into_iter().map(opinion::state).collect::<Vec<_>>().join("; ");
    let _ =
        writeln!(text, "\nChưa chấp nhận được mục khi ý kiến đang: {blocking} (chưa ghi việc tiếp thu, giải trình).");
}

/// The states that a stage comes to by signs beside it, each sign alone.
pub(super) fn states(text: &mut String) {
    text.push_str(
        "\n## Trạng thái kể ra từ dữ liệu\n\nTrang của đợt, danh sách các đợt và trang của lần ban hành cho thấy các trạng thái này thay cho \
         tên giai đoạn. Không ai đặt và không có bước riêng: tính lại mỗi lần xem. Lấy ý kiến các cơ quan diễn ra khi thẩm định, trước \
         khi tổng hợp dự thảo, nên là trạng thái của đợt. Dự thảo vừa bị trả lại mà đã ghi lại số, ngày Tờ trình thì coi là hoàn chỉnh. \
         Việc trễ hạn của bản trả lời đứng thêm bên cạnh tên giai đoạn, ở bảng theo dõi của đợt.\n\n\
         | Giai đoạn | Khi | Trạng thái | Căn cứ |\n|---|---|---|---|\n",
    );
    let draft = |returned, finalised| DraftSigns { returned, finalised };
    let returned = "Văn phòng UBND tỉnh vừa trả lại, chưa tổng hợp lại";
    let finalised = "đã ghi số, ngày Tờ trình từ lần tổng hợp hoặc trả lại sau cùng";
    let none = CampaignSigns::default();
    let signs = [
        (
            "còn chờ ý kiến của cơ quan khác về mục chưa kết luận",
            CampaignSigns { consulting: true, ..none },
            "khoản 2 Điều 8",
        ),
        (returned, CampaignSigns { draft: draft(true, false), ..none }, "khoản 3 Điều 3"),
        (finalised, CampaignSigns { draft: draft(false, true), ..none }, "khoản 2 Điều 8"),
        ("kết thúc không ban hành", CampaignSigns { abandoned: true, ..none }, "khoản 2 Điều 8"),
    ];
    for stage in CampaignStage::iter() {
        let (named, plain) = (campaign_stage(stage), CampaignState::of(stage, none));
        if stage.is_over() {
            let state = course::campaign_state(plain);
            let _ = writeln!(text, "| Đợt: {named} | đã ghi nhận quyết định | {state} | khoản 3 Điều 3 |");
        }
        for (when, signs, clause) in signs {
            let state = CampaignState::of(stage, signs);
            if state != plain {
                let state = course::campaign_state(state);
                let _ = writeln!(text, "| Đợt: {named} | {when} | {state} | {clause} |");
            }
        }
    }
    late(text);
    let none = EditionSigns::default();
    let signs = [
        (returned, EditionSigns { draft: draft(true, false), ..none }, "khoản 3 Điều 3"),
        (finalised, EditionSigns { draft: draft(false, true), ..none }, "khoản 2 Điều 8"),
        ("các lần ban hành sau chỉ sửa đổi, bổ sung", EditionSigns { amended: true, ..none }, "khoản 2 Điều 8"),
    ];
    for stage in EditionStage::iter() {
        for (when, signs, clause) in signs {
            let state = EditionState::of(stage, signs);
            if state != EditionState::of(stage, none) {
                let (stage, state) = (review::edition_stage(stage), course::edition_state(state));
                let _ = writeln!(text, "| Lần ban hành: {stage} | {when} | {state} | {clause} |");
            }
        }
    }
    let edition = |stage: EditionStage| EditionRef {
        id: EditionId(0),
        year: TODAY.year(),
        amendment: None,
        stage,
        decision: Some(Decision {
            number: String::new(),
            date: TODAY,
            effective_from: TODAY,
            signer: String::new(),
            signer_title: String::new(),
        }),
        effective_to: Some(TODAY),
    };
    let days = [("chưa đến ngày có hiệu lực", date!(2026 - 11 - 25)), ("chưa hết ngày cuối có hiệu lực", TODAY)];
    for stage in EditionStage::iter() {
        for (when, day) in days {
            let stands = EditionState::of(stage, none);
            let state = stands.on(&edition(stage), day);
            if state != stands {
                let (stage, state) = (review::edition_stage(stage), course::edition_state(state));
                let _ = writeln!(text, "| Lần ban hành: {stage} | {when} | {state} | khoản 3 Điều 3 |");
            }
        }
    }
}

/// A response that is late: beside every stage that the board counts so.
fn late(text: &mut String) {
    let row = |stage| BoardRow {
        agency: AgencyRef { id: AgencyId::from(OWN), name: String::new() },
        tier: Tier::Province,
        stage,
        entries: 0,
        answered: 0,
        proposals: 0,
        submitted_at: None,
        days_late: 1,
    };
    let stages = ResponseStage::iter().filter(|stage| row(*stage).counts_as(Progress::Late));
    let _ = writeln!(
        text,
        "| Bản trả lời: {} | quá hạn nộp (có gia hạn thì hạn mới) mà chưa gửi khi đợt nhận trả lời, hoặc gửi sau hạn; số ngày trễ đã ghi thì \
         giữ mãi | {} | khoản 2 Điều 14; khoản 2 Điều 16 |",
        stages.map(review::response_stage).collect::<Vec<_>>().join(", "),
        review::progress(Progress::Late),
    );
}
