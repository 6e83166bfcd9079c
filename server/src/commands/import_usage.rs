//! `csdl import usage`: events of use from a CSV file, read line by line. A bad line is refused with its reason, the rest is
//! loaded; the same line a second time counts nothing.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use domain::account::Actor;
use domain::id::{AgencyId, EntryCode};
use domain::usage::{UsageEvent, UsageKind, kept_query};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{KnownNames, Recorded, Store};
use time::format_description::well_known::Rfc3339;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use super::import::name;
use super::sha256_hex;
use crate::failure::Failure;
use crate::output::say;

/// Events of one transaction.
const GROUP: usize = 5_000;
/// The longest line.
const LINE_BYTES_MAX: u64 = 16 * 1024;
/// Bad lines that are told of one by one.
const TOLD_MAX: usize = 1_000;
/// Clocks differ; later than so it has not happened.
const AHEAD: Duration = Duration::minutes(10);
const OLDEST: OffsetDateTime = datetime!(2000-01-01 00:00 UTC);
const ID_CHARS_MAX: usize = 100;
const COLUMNS: [&str; 4] = ["time", "kind", "entry_code", "agency"];
/// Who did not sign in.
const ANONYMOUS: &str = "anonymous";

/// What is wrong with a line.
#[derive(Debug, PartialEq, Eq)]
struct BadLine {
    line: u64,
    column: &'static str,
    code: &'static str,
    message: String,
}

/// What became of a file.
#[derive(Debug, Default)]
struct Done {
    added: u64,
    same: u64,
    refused: u64,
    /// Of agencies whose use is not counted.
    passed_over: u64,
    told: Vec<BadLine>,
    /// Of a file that is only looked at: what would be added, by [`short`] keys.
    seen: HashSet<u128>,
}

/// Runs the command. Exit code 1 when a line was refused; the others are loaded then, too. Agencies that are `left_out` are
/// not counted here either.
///
/// # Errors
/// A file that is not there (2), that has no such columns or a bad line (1).
pub async fn run(store: &Store, file: &Path, left_out: &[String], dry_run: bool, as_json: bool) -> Result<(), Failure> {
    let now = OffsetDateTime::now_utc();
    let opened = File::open(file).map_err(|error| Failure::unread(file, &error))?;
    let known = store.known_names().await?;
    let mut lines = Lines { reader: BufReader::new(opened), number: 0 };
    let header = lines.next()?.and_then(Result::ok).unwrap_or_default();
    let columns = columns_of(&header)
        .map_err(|missing| Failure::refused([format!("{}: dòng 1: thiếu cột {missing}", name(file))]))?;
    let mut done = Done::default();
    let mut group = Vec::with_capacity(GROUP);
    while let Some(line) = lines.next()? {
        let number = lines.number;
        match line.and_then(|line| event(&line, &columns, &known, now)) {
            Ok(None) => {}
            Ok(Some(event)) if is_of(left_out, &event) => done.passed_over += 1,
            Ok(Some(event)) => group.push((number, event)),
            Err((column, code, message)) => done.refuse(BadLine { line: number, column, code, message }),
        }
        if group.len() == GROUP {
            write(store, &name(file), &mut group, &mut done, now, dry_run).await?;
        }
    }
    write(store, &name(file), &mut group, &mut done, now, dry_run).await?;
    if !dry_run {
        store.roll_up_usage().await?;
    }
    tell(&name(file), done, dry_run, as_json)
}

fn is_of(left_out: &[String], event: &UsageEvent) -> bool {
    event.agency.as_ref().is_some_and(|agency| left_out.iter().any(|one| one == agency.as_str()))
}

async fn write(
    store: &Store,
    file: &str,
    group: &mut Vec<(u64, UsageEvent)>,
    done: &mut Done,
    now: OffsetDateTime,
    dry_run: bool,
) -> Result<(), Failure> {
    let closed = store.closed_usage_days().await?;
    let (open, late): (Vec<_>, Vec<_>) =
        group.drain(..).partition(|(_, event)| !closed.contains(&domain::format::local_date(event.at)));
    for (line, _) in late {
        let message = "ngày này đã chốt số liệu, sự kiện gốc đã được xóa".to_owned();
        done.refuse(BadLine { line, column: "time", code: "closed", message });
    }
    let events: Vec<UsageEvent> = open.into_iter().map(|(_, event)| event).collect();
    let recorded = if dry_run {
        done.foresee(&events, &store.known_events(&events).await?)
    } else {
        store.import_events(&Actor::system(now), file, &events).await?
    };
    done.added += recorded.added;
    done.same += recorded.same;
    Ok(())
}

impl Done {
    fn refuse(&mut self, bad: BadLine) {
        self.refused += 1;
        if self.told.len() < TOLD_MAX {
            self.told.push(bad);
        }
    }

    /// What a writing would record of events, some of whose keys the database knows.
    fn foresee(&mut self, events: &[UsageEvent], known: &BTreeSet<String>) -> Recorded {
        let new = events.iter().filter(|event| !known.contains(&event.key) && self.seen.insert(short(&event.key)));
        let added = new.count() as u64;
        Recorded { added, same: events.len() as u64 - added, closed: 0 }
    }
}

/// A key as a number: those of a long file are held all at once.
fn short(key: &str) -> u128 {
    Sha256::digest(key).iter().take(size_of::<u128>()).fold(0, |hash, byte| (hash << 8) | u128::from(*byte))
}

fn tell(file: &str, done: Done, dry_run: bool, as_json: bool) -> Result<(), Failure> {
    let Done { added, same, refused, passed_over, mut told, .. } = done;
    // Days that are closed are found a group at a time, after what is wrong by itself.
    told.sort_by_key(|bad| bad.line);
    if as_json {
        let error = |bad: &BadLine| json!({ "sheet": null, "row": bad.line, "column": bad.column, "code": bad.code, "message": bad.message });
        let errors: Vec<_> = told.iter().map(error).collect();
        say!(
            "{}",
            json!({
                "added": added, "changed": 0, "same": same, "refused": refused, "left_out": passed_over,
                "warnings": [], "errors": errors, "written": !dry_run
            })
        );
    } else {
        let verb = if dry_run { "Sẽ" } else { "Đã" };
        let of_tests = match passed_over {
            0 => String::new(),
            count => format!("; {count} dòng của cơ quan không tính (usage_left_out)"),
        };
        say!("{verb} thêm {added} lượt sử dụng; {same} dòng đã có; {refused} dòng bị từ chối{of_tests}.");
    }
    if refused == 0 {
        return Ok(());
    }
    let left_out = refused.saturating_sub(told.len() as u64);
    let told = told.into_iter().filter(|_| !as_json);
    let lines = told.map(|bad| format!("{file}: dòng {}, cột {}: {}", bad.line, bad.column, bad.message));
    let rest = (left_out > 0 && !as_json).then(|| format!("{file}: còn {left_out} dòng khác bị từ chối"));
    Err(Failure::refused(lines.chain(rest)).told())
}

/// Lines of a file, none held that is longer than [`LINE_BYTES_MAX`].
struct Lines<R> {
    reader: BufReader<R>,
    number: u64,
}

type Bad = (&'static str, &'static str, String);

impl<R: Read> Lines<R> {
    /// The next line without its end; `None` after the last.
    fn next(&mut self) -> Result<Option<Result<String, Bad>>, Failure> {
        let mut bytes = Vec::new();
        let read = (&mut self.reader).take(LINE_BYTES_MAX).read_until(b'\n', &mut bytes)?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        if read as u64 == LINE_BYTES_MAX && bytes.last() != Some(&b'\n') {
            self.skip()?;
            return Ok(Some(Err(("", "too_long", format!("dòng dài quá {LINE_BYTES_MAX} byte")))));
        }
        let text = String::from_utf8(bytes).map_err(|_| ("", "encoding", "không phải văn bản UTF-8".to_owned()));
        Ok(Some(text.map(|line| line.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']).to_owned())))
    }

    /// Passes over the rest of a line.
    fn skip(&mut self) -> Result<(), Failure> {
        loop {
            let mut bytes = Vec::new();
            let read = (&mut self.reader).take(LINE_BYTES_MAX).read_until(b'\n', &mut bytes)?;
            if read == 0 || bytes.last() == Some(&b'\n') {
                return Ok(());
            }
        }
    }
}

fn cells(line: &str) -> Vec<String> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(512).from_reader(line.as_bytes());
    let record = reader.records().next().and_then(Result::ok);
    record.map(|record| record.iter().map(|cell| cell.trim().to_owned()).collect()).unwrap_or_default()
}

/// Where each column stands, or the first that is missing.
fn columns_of(header: &str) -> Result<BTreeMap<String, usize>, &'static str> {
    let places: BTreeMap<String, usize> = cells(header).into_iter().enumerate().map(|(at, cell)| (cell, at)).collect();
    match COLUMNS.into_iter().find(|column| !places.contains_key(*column)) {
        Some(missing) => Err(missing),
        None => Ok(places),
    }
}

/// The event of a line; `None` for an empty one.
fn event(
    line: &str,
    columns: &BTreeMap<String, usize>,
    known: &KnownNames,
    now: OffsetDateTime,
) -> Result<Option<UsageEvent>, Bad> {
    if line.trim().is_empty() {
        return Ok(None);
    }
    let cells = cells(line);
    if cells.len() != columns.len() {
        let message = format!("có {} ô, tiêu đề có {} cột", cells.len(), columns.len());
        return Err(("", "ragged", message));
    }
    let cell = |column: &str| columns.get(column).and_then(|at| cells.get(*at)).map_or("", String::as_str);
    let shown = |column: &str| -> String { cell(column).chars().take(60).collect() };
    let at = OffsetDateTime::parse(cell("time"), &Rfc3339).map_err(|_| {
        ("time", "time", format!("không phải thời điểm (2024-05-31T08:30:00+07:00): “{}”", shown("time")))
    })?;
    if at > now + AHEAD || at < OLDEST {
        return Err(("time", "out_of_range", format!("thời điểm ở tương lai hoặc quá xa: “{}”", shown("time"))));
    }
    let kind: UsageKind = cell("kind")
        .parse()
        .map_err(|_| ("kind", "kind", format!("không có loại sử dụng này: “{}”", shown("kind"))))?;
    let code = cell("entry_code");
    if !code.is_empty() && !known.codes.contains(code) {
        return Err(("entry_code", "entry", format!("không có CSDL này: “{}”", shown("entry_code"))));
    }
    if kind == UsageKind::View && code.is_empty() {
        return Err(("entry_code", "entry", "lượt xem phải ghi mã CSDL".to_owned()));
    }
    let agency = cell("agency");
    let is_public = agency.is_empty() || agency == ANONYMOUS;
    if !is_public && !known.agencies.contains(agency) {
        return Err(("agency", "agency", format!("không có cơ quan này: “{}”", shown("agency"))));
    }
    let id = cell("id");
    if id.chars().count() > ID_CHARS_MAX {
        return Err(("id", "too_long", format!("mã dài quá {ID_CHARS_MAX} ký tự")));
    }
    // Without an id, a line is itself: two that are the same to the letter are one event.
    let key =
        if id.is_empty() { format!("h:{}", &sha256_hex(line.trim().as_bytes())[..40]) } else { format!("i:{id}") };
    Ok(Some(UsageEvent {
        key,
        at,
        kind,
        code: (!code.is_empty()).then(|| EntryCode::from(code)),
        agency: (!is_public).then(|| AgencyId::from(agency)),
        query: if kind == UsageKind::Search { kept_query(cell("query")) } else { String::new() },
        results: None,
        count: 1,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-24 03:00 UTC);

    fn read(line: &str) -> Result<Option<UsageEvent>, (&'static str, &'static str)> {
        let columns = columns_of("time,kind,entry_code,query,agency,bytes").expect("columns");
        let one = |text: &str| std::iter::once(text.to_owned()).collect();
        let known = KnownNames { codes: one("DC-001"), agencies: one("so-yt") };
        event(line, &columns, &known, NOW).map_err(|(column, code, _)| (column, code))
    }

    #[test]
    fn lines() {
        let good = read("2024-05-31T23:30:00+07:00,view,DC-001,,so-yt,10").expect("good").expect("an event");
        assert_eq!((good.at, good.kind), (datetime!(2024-05-31 16:30 UTC), UsageKind::View));
        assert_eq!((good.code, good.agency), (Some(EntryCode::from("DC-001")), Some(AgencyId::from("so-yt"))));
        let hostile = "2024-05-31T23:30:00+07:00,search,,\"<script>'; drop table--, =1+1\",anonymous,10";
        let hostile = read(hostile).expect("good").expect("an event");
        assert_eq!((hostile.query.as_str(), hostile.agency), ("script drop table 1 1", None));
        assert_eq!(read("  "), Ok(None));
        for (line, wrong) in [
            ("31/05/2024,view,DC-001,,so-yt,10", ("time", "time")),
            ("2999-01-01T00:00:00Z,view,DC-001,,so-yt,10", ("time", "out_of_range")),
            ("1970-01-01T00:00:00Z,view,DC-001,,so-yt,10", ("time", "out_of_range")),
            ("2024-05-31T23:30:00+07:00,look,DC-001,,so-yt,10", ("kind", "kind")),
            ("2024-05-31T23:30:00+07:00,view,DC-999,,so-yt,10", ("entry_code", "entry")),
            ("2024-05-31T23:30:00+07:00,view,,,so-yt,10", ("entry_code", "entry")),
            ("2024-05-31T23:30:00+07:00,view,DC-001,,so-la,10", ("agency", "agency")),
            ("2024-05-31T23:30:00+07:00,view,DC-001", ("", "ragged")),
            ("\"2024-05-31T23:30:00+07:00,view,DC-001,,so-yt,10", ("", "ragged")),
        ] {
            assert_eq!(read(line), Err(wrong), "{line}");
        }
        assert_eq!(columns_of("time,kind,agency"), Err("entry_code"));
    }

    #[test]
    fn long_and_foreign_lines_are_passed_over() {
        let mut bytes = b"\xef\xbb\xbfa,b\r\n".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', 100_000));
        bytes.extend(b"\n\xff\xfe\nlast");
        let mut lines = Lines { reader: BufReader::new(&bytes[..]), number: 0 };
        let mut read = Vec::new();
        while let Some(line) = lines.next().expect("read") {
            read.push(line.map_err(|bad| bad.1));
        }
        assert_eq!(read, [Ok("a,b".to_owned()), Err("too_long"), Err("encoding"), Ok("last".to_owned())]);
    }
}
