//! The minutes of an appraisal as a document in the layout of decree 30/2020 (appendix I), made of the [`MinutesPage`] that
//! the screen shows: every point and every settled overlap, who decided, when and why, and what the agencies gave up. Their
//! number is left open: the document system gives it.

use domain::agency::AgencyRef;
use domain::change::Place;
use domain::format;
use domain::overlap::{Counterpart, Settlement};
use domain::review::opinion::{Handling, Opinion, OpinionState, Stand};
use domain::review::{
    AnswerKind, FallenPoint, MinutedAnswer, MinutedPair, MinutesPage, Point, PointDecision, Side, Verdict, target_name,
};

use crate::comparison::Wording;
use crate::docx::{Align, Block, DocxError, Head, Pages, Paragraph, Row, Writer};
use crate::dossier::words::{masthead, place_and_date, regulation_named, title};

/// Of the tables within the text, in points.
const TABLE_SIZE: u32 = 11;
const COLUMNS: [(&str, u32, Align); 4] = [
    ("Điểm", 34, Align::Left),
    ("Hiện hành", 38, Align::Left),
    ("Đề nghị", 38, Align::Left),
    ("Kết luận, người kết luận, lúc, lý do", 55, Align::Left),
];

const PAIR_COLUMNS: [(&str, u32, Align); 3] = [
    ("Cơ sở dữ liệu", 45, Align::Left),
    ("So với", 50, Align::Left),
    ("Kết luận, người kết luận, lúc, lý do", 70, Align::Left),
];

/// How the page says what is a code: the document says the same.
pub struct MinutesWording<'a> {
    pub places: Wording<'a>,
    pub kind: fn(AnswerKind) -> &'static str,
    pub verdict: fn(Verdict) -> &'static str,
    pub undecided: &'static str,
    pub decided_by: fn(&str, &str, &str) -> String,
    pub counts: fn(u64, u32, u32, u32) -> String,
    pub proposed_then: fn(&str) -> String,
    pub fell: fn(Option<&str>) -> String,
    pub removed: fn(&str, &str) -> String,
    pub overlaps: &'static str,
    pub settlement: fn(Settlement) -> &'static str,
    pub counterpart: fn(Counterpart) -> &'static str,
    pub opinion: fn(OpinionState) -> &'static str,
    pub stand: fn(Stand) -> &'static str,
    pub handling: fn(Handling) -> &'static str,
    /// «Rà soát năm 2026»
    pub campaign: String,
    pub unnamed: &'static str,
}

/// A text within a sentence: on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn body(text: impl Into<String>) -> Block {
    Block::Paragraph(Paragraph::body(text))
}

/// «Trần Quốc Bảo: Từ chối, 09:00 20/11/2026. Lý do: …»
fn decided(
    decision: &PointDecision,
    place: Option<&Place>,
    named: &[AgencyRef],
    wording: &MinutesWording<'_>,
) -> String {
    let at = format::date_time(decision.decided_at);
    let mut told = (wording.decided_by)(&decision.decided_by, (wording.verdict)(decision.verdict), &at);
    if !decision.value.is_empty() {
        let value = match place {
            Some(place) => (wording.places.value)(place, &decision.value),
            None => target_name(&decision.value, named).to_owned(),
        };
        told.push_str(&format!(" Giá trị được chấp nhận: {}.", line(&value)));
    }
    if !decision.reason.is_empty() {
        told.push_str(&format!(" Lý do: {}", line(&decision.reason)));
    }
    told
}

/// What is proposed of an answer as a whole: its kind, and into what or to whom.
fn whole(point: &Point, fallen: bool, named: &[AgencyRef], wording: &MinutesWording<'_>) -> String {
    match point.whole(named, fallen) {
        None => point.new.clone(),
        Some((kind, "")) => (wording.kind)(kind).to_owned(),
        Some((kind, told)) => format!("{}: {}", (wording.kind)(kind), line(told)),
    }
}

/// A point, where a given-up one with when it was.
fn row(point: &Point, fallen: Option<&FallenPoint>, named: &[AgencyRef], wording: &MinutesWording<'_>) -> Row {
    let place = point.place.as_ref();
    let value = |value: &str| place.map(|place| (wording.places.value)(place, value)).unwrap_or_default();
    let (what, before, after) = match place {
        Some(place) => ((wording.places.place)(place), value(&point.old), value(&point.new)),
        None => ("Cả mục".to_owned(), String::new(), whole(point, fallen.is_some(), named, wording)),
    };
    let said = point.talk.iter().map(|one| {
        let side = match one.side {
            Side::Appraiser => "Hỏi",
            Side::Agency => "Trả lời",
        };
        format!("{side} ({}, {}): {}", one.who, format::date_time(one.at), line(&one.text))
    });
    let verdicts = point.earlier.iter().chain(&point.decision).map(|one| {
        let told = decided(one, place, named, wording);
        let Some(then) = point.as_decided(one) else { return told };
        let proposed = place.map_or_else(|| whole(&then, true, named, wording), |_| value(&then.new));
        format!("{told}\n{}", (wording.proposed_then)(&line(&proposed)))
    });
    let open = point.decision.is_none().then(|| wording.undecided.to_owned());
    let gone = fallen.map(|fallen| (wording.fell)(fallen.at.map(format::date_time).as_deref()));
    let last = said.chain(verdicts).chain(open).chain(gone).collect::<Vec<_>>().join("\n");
    Row::of([what, before, after, last])
}

/// What another agency was asked, what it said, and how that was taken up.
fn opinion(one: &Opinion, page: &MinutesPage, wording: &MinutesWording<'_>) -> Vec<Block> {
    let state = (wording.opinion)(one.state(page.today));
    let day = format::date(format::local_date(one.asked_at));
    let mut lines = vec![format!("Hỏi ý kiến {} ngày {day}: {} ({state})", one.asked.name, line(&one.question))];
    for said in &one.statements {
        let (stand, at) = ((wording.stand)(said.stand), format::date_time(said.at));
        lines.push(format!("{}: {stand}, {at}. {}", said.who, line(&said.text)));
        lines.extend(said.handled.iter().map(|handled| {
            let (how, at) = ((wording.handling)(handled.handling), format::date_time(handled.at));
            format!("{}: {how}, {at}. {}", handled.who, line(&handled.text))
        }));
    }
    if let Some(back) = &one.withdrawal {
        lines.push(format!("{}: rút lời hỏi, {}. {}", back.who, format::date_time(back.at), line(&back.reason)));
    }
    lines.into_iter().map(body).collect()
}

fn answer(
    writer: &mut Writer,
    number: usize,
    one: &MinutedAnswer,
    page: &MinutesPage,
    wording: &MinutesWording<'_>,
) -> Result<(), DocxError> {
    let name = if one.name.is_empty() { wording.unnamed } else { one.name.as_str() };
    let code = one.code.as_ref().map(|code| format!("{code} ")).unwrap_or_default();
    let heading = format!("{number}. {code}{name}: {}", (wording.kind)(one.kind));
    writer.block(&Block::Paragraph(Paragraph { bold: true, kept: true, ..Paragraph::body(heading) }))?;
    let mut told = Vec::new();
    if one.kind.has_day() && !one.effective.is_empty() {
        told.push(format!(
            "Từ ngày: {}",
            format::parse_date(&one.effective).map_or(one.effective.clone(), format::date)
        ));
    }
    if !one.reason.is_empty() {
        told.push(format!("Lý do cơ quan nêu: {}", line(&one.reason)));
    }
    told.extend(one.removed.as_ref().map(|removed| (wording.removed)(&removed.who, &format::date_time(removed.at))));
    told.extend(one.returns.iter().map(|note| {
        format!("Trả lại để bổ sung ({}, {}): {}", note.who, format::date_time(note.at), line(&note.text))
    }));
    writer.blocks(&told.into_iter().map(body).collect::<Vec<_>>())?;
    for asked in &one.opinions {
        writer.blocks(&opinion(asked, page, wording))?;
    }
    if one.points.is_empty() && one.fallen.is_empty() {
        return Ok(());
    }
    writer.block(&Block::Paragraph(Paragraph::new("").sized(4)))?;
    writer.table(Head::new(TABLE_SIZE, &COLUMNS))?;
    for point in &one.points {
        writer.row(&row(point, None, &page.named, wording))?;
    }
    for fallen in &one.fallen {
        writer.row(&row(&fallen.point, Some(fallen), &page.named, wording))?;
    }
    writer.end_table()?;
    writer.block(&Block::Paragraph(Paragraph::new("").sized(4)))
}

/// What was concluded of overlaps, under its heading: a row a pair.
fn overlaps(writer: &mut Writer, pairs: &[MinutedPair], wording: &MinutesWording<'_>) -> Result<(), DocxError> {
    if pairs.is_empty() {
        return Ok(());
    }
    let heading = Paragraph::body(wording.overlaps.to_uppercase());
    writer.block(&Block::Paragraph(Paragraph { bold: true, before: 10, kept: true, ..heading }))?;
    writer.table(Head::new(TABLE_SIZE, &PAIR_COLUMNS))?;
    for pair in pairs {
        let told = pair.concluded.iter().map(|one| {
            let what = (wording.settlement)(one.settlement);
            let by = (wording.decided_by)(&one.who, what, &format::date_time(one.at));
            format!("{by} Lý do: {}", line(&one.reason))
        });
        let other = format!("{}: {}", (wording.counterpart)(pair.with), pair.other.called());
        writer.row(&Row::of([pair.one.called(), other, told.collect::<Vec<_>>().join("\n")]))?;
    }
    writer.end_table()?;
    writer.block(&Block::Paragraph(Paragraph::new("").sized(4)))
}

/// The secretary's and the chair's signatures, and who gets the minutes.
fn signatures() -> [Block; 4] {
    let signs = |post: &str| vec![Paragraph::centered(post).bold(), Paragraph::centered("").after_space(72)];
    [
        Block::Paragraph(Paragraph::new("").sized(6).kept()),
        Block::Columns { widths: [82, 83], left: signs("THƯ KÝ"), right: signs("CHỦ TỌA") },
        Block::Paragraph(Paragraph::new("Nơi nhận:").bold().italic().sized(12)),
        Block::Paragraph(Paragraph::new("- Lưu: VT, hồ sơ đợt rà soát.").sized(11)),
    ]
}

/// The minutes as a document.
///
/// # Errors
/// When the archive cannot be made, which bounded minutes do not cause.
pub fn write_minutes(page: &MinutesPage, wording: &MinutesWording<'_>) -> Result<Vec<u8>, DocxError> {
    let subject = format!("Thẩm định kết quả trả lời, {}", wording.campaign);
    let mut writer = Writer::begin(&subject, Pages::Upright)?;
    let head = masthead(
        "UBND TỈNH ĐẮK LẮK",
        &page.coordinator.name.to_uppercase(),
        "Số:          /BB-          ".to_owned(),
        place_and_date(None, page.today.year()),
    );
    writer.block(&head.block())?;
    writer.blocks(&title("BIÊN BẢN", &subject).map(Block::Paragraph))?;
    let day = format::long_date(page.today);
    writer.blocks(&[
        body(format!(
            "Thực hiện khoản 2 Điều 16 {}, {} lập biên bản thẩm định câu trả lời của các cơ quan, đơn vị theo số liệu trên Cổng \
             dữ liệu dùng chung của tỉnh, {day}.",
            regulation_named(),
            page.coordinator.name,
        )),
        body((wording.counts)(page.answers.total, page.decided, page.open, page.fallen)),
    ])?;
    let mut before = None;
    for (number, one) in (1..).zip(&page.answers.items) {
        if before != Some(&one.agency.id) {
            let name = one.agency.name.to_uppercase();
            writer.block(&Block::Paragraph(Paragraph {
                bold: true,
                before: 10,
                kept: true,
                ..Paragraph::body(name)
            }))?;
            before = Some(&one.agency.id);
        }
        answer(&mut writer, number, one, page, wording)?;
    }
    overlaps(&mut writer, &page.pairs, wording)?;
    writer.block(&Block::Paragraph(Paragraph::body("Biên bản được lập để lưu hồ sơ đợt rà soát./.").kept()))?;
    writer.blocks(&signatures())?;
    writer.finish()
}
