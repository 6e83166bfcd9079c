//! A look over the XML of a workbook while it inflates, before any parser sees it: what is counted here bounds what the
//! parser will hold. Nothing is kept but counts and the tag at hand.

use domain::annex::{AnnexCode, Cause};

/// Rows that a sheet's XML may have, the empty ones with nothing but a style among them.
const ROWS_MAX: u32 = 200_000;
/// Cells and the elements in them, the empty ones among them.
const CELLS_MAX: u32 = 3_000_000;
const SHARED_STRINGS_MAX: u32 = 1_000_000;
pub(crate) const MERGES_MAX: u32 = 50_000;
/// Elements of any other kind, in parts whose elements the parser keeps.
const OTHERS_MAX: u32 = 200_000;
/// The longest tag with its attributes.
const TAG_BYTES_MAX: usize = 64 * 1024;
/// The longest text between two tags: a cell has at most 32,767 characters, of up to four bytes or an escape each.
const TEXT_BYTES_MAX: usize = 512 * 1024;
/// Elements in one another. An office document has some ten.
const DEPTH_MAX: i32 = 64;
/// The index of a shared formula: the parser keeps a place for each index below it.
const FORMULA_INDEX_MAX: u64 = 100_000;
/// What the parser opens by the name that a relation gives, which may be any: the last words of the relations' types, alone
/// or behind a slash.
const OPENED: [&[u8]; 4] = [b"officedocument", b"worksheet", b"chartsheet", b"dialogsheet"];

/// What kind of part is looked over: other things are counted in each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    ContentTypes,
    Relations,
    Sheet,
    SharedStrings,
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Text,
    Tag,
    Comment,
    Data,
}

pub(crate) struct Scan {
    part: Part,
    at: At,
    tag: Vec<u8>,
    /// The mark that opened the value of an attribute: `>` ends no tag inside it.
    quote: Option<u8>,
    text: usize,
    rows: u32,
    cells: u32,
    strings: u32,
    merges: u32,
    others: u32,
    depth: i32,
    /// The bytes of a character that a chunk cut in two.
    cut: Vec<u8>,
    started: bool,
}

type Found = Result<(), (AnnexCode, String)>;

fn too_large(cause: Cause, most: u64) -> Found {
    Err((AnnexCode::TooLarge, cause.detail(most, "")))
}

impl Scan {
    pub(crate) fn new(part: Part) -> Self {
        Self {
            part,
            at: At::Text,
            tag: Vec::new(),
            quote: None,
            text: 0,
            rows: 0,
            cells: 0,
            strings: 0,
            merges: 0,
            others: 0,
            depth: 0,
            cut: Vec::new(),
            started: false,
        }
    }

    /// Looks over the next bytes of the part.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Found {
        if !self.started && !bytes.is_empty() {
            self.started = true;
            let bare = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
            let first = bare.iter().find(|byte| !byte.is_ascii_whitespace());
            if first.is_some_and(|byte| *byte != b'<') || bare.get(1) == Some(&0) {
                return Err((AnnexCode::WrongEncoding, String::new()));
            }
        }
        self.utf8(bytes)?;
        let mut rest = bytes;
        while !rest.is_empty() {
            rest = match self.at {
                At::Text => self.text(rest)?,
                At::Tag => self.tag(rest)?,
                At::Comment => self.skip(rest, b"-->"),
                At::Data => self.skip(rest, b"]]>"),
            };
        }
        Ok(())
    }

    /// The part ended.
    pub(crate) fn finish(&self) -> Found {
        if !self.cut.is_empty() {
            return Err((AnnexCode::WrongEncoding, String::new()));
        }
        Ok(())
    }

    fn utf8(&mut self, bytes: &[u8]) -> Found {
        let joined;
        let mut bytes = bytes;
        if !self.cut.is_empty() {
            joined = [self.cut.as_slice(), bytes].concat();
            bytes = &joined;
        }
        match std::str::from_utf8(bytes) {
            Ok(_) => self.cut = Vec::new(),
            Err(error) if error.error_len().is_none() => self.cut = bytes[error.valid_up_to()..].to_vec(),
            Err(_) => return Err((AnnexCode::WrongEncoding, String::new())),
        }
        Ok(())
    }

    fn text<'a>(&mut self, bytes: &'a [u8]) -> Result<&'a [u8], (AnnexCode, String)> {
        let end = bytes.iter().position(|byte| *byte == b'<');
        self.text += end.unwrap_or(bytes.len());
        if self.text > TEXT_BYTES_MAX {
            too_large(Cause::TextBytes, TEXT_BYTES_MAX as u64)?;
        }
        let Some(end) = end else { return Ok(&[]) };
        (self.at, self.text) = (At::Tag, 0);
        self.tag.clear();
        Ok(&bytes[end + 1..])
    }

    fn tag<'a>(&mut self, bytes: &'a [u8]) -> Result<&'a [u8], (AnnexCode, String)> {
        for (index, byte) in bytes.iter().enumerate() {
            if self.tag == b"!--" || self.tag == b"![CDATA[" {
                self.at = if self.tag == b"!--" { At::Comment } else { At::Data };
                self.tag.clear();
                return Ok(&bytes[index..]);
            }
            match self.quote {
                Some(quote) if quote == *byte => self.quote = None,
                None if matches!(byte, b'"' | b'\'') && !self.tag.starts_with(b"!") => self.quote = Some(*byte),
                _ => {}
            }
            if *byte == b'>' && self.quote.is_none() {
                self.element()?;
                self.at = At::Text;
                return Ok(&bytes[index + 1..]);
            }
            self.tag.push(*byte);
            if self.tag.len() > TAG_BYTES_MAX {
                too_large(Cause::TagBytes, TAG_BYTES_MAX as u64)?;
            }
        }
        Ok(&[])
    }

    /// Goes on behind the end of a comment or of character data, which may be cut between two chunks.
    fn skip<'a>(&mut self, bytes: &'a [u8], end: &[u8]) -> &'a [u8] {
        for (index, byte) in bytes.iter().enumerate() {
            self.tag.push(*byte);
            if self.tag.len() > end.len() {
                self.tag.remove(0);
            }
            if self.tag == end {
                self.at = At::Text;
                return &bytes[index + 1..];
            }
        }
        &[]
    }

    fn element(&mut self) -> Found {
        if self.tag.starts_with(b"!") {
            return Err((AnnexCode::DocumentType, String::new()));
        }
        if self.tag.starts_with(b"?") {
            return self.declaration();
        }
        if self.tag.starts_with(b"/") {
            self.depth -= 1;
            return Ok(());
        }
        if !self.tag.ends_with(b"/") {
            self.depth += 1;
            if self.depth > DEPTH_MAX {
                return too_large(Cause::Depth, u64::from(DEPTH_MAX.unsigned_abs()));
            }
        }
        let end =
            self.tag.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/').unwrap_or(self.tag.len());
        let name = &self.tag[..end];
        let local = name.iter().rposition(|byte| *byte == b':').map_or(name, |colon| &name[colon + 1..]);
        let (count, most, cause) = match (self.part, local) {
            (Part::Sheet, b"row") => (&mut self.rows, ROWS_MAX, Cause::Rows),
            (Part::Sheet, b"c" | b"v" | b"is" | b"t" | b"r" | b"f") => (&mut self.cells, CELLS_MAX, Cause::Cells),
            (Part::SharedStrings, b"si") => (&mut self.strings, SHARED_STRINGS_MAX, Cause::SharedTexts),
            (Part::SharedStrings, _) => (&mut self.cells, CELLS_MAX, Cause::Elements),
            (Part::Sheet, b"mergeCell") => (&mut self.merges, MERGES_MAX, Cause::Merges),
            (Part::Sheet, b"oleObject" | b"control") => {
                return Err((AnnexCode::Embedded, String::from_utf8_lossy(local).into_owned()));
            }
            _ => (&mut self.others, OTHERS_MAX, Cause::Elements),
        };
        *count += 1;
        if *count > most {
            let code = if cause == Cause::Merges { AnnexCode::MergedSheet } else { AnnexCode::TooLarge };
            return Err((code, cause.detail(most.into(), "")));
        }
        match (self.part, local) {
            (Part::Sheet, b"f") if largest_number(&self.tag) > FORMULA_INDEX_MAX => {
                too_large(Cause::FormulaIndex, FORMULA_INDEX_MAX)
            }
            // The parser makes room for as many as are announced.
            (Part::SharedStrings, b"sst") if largest_number(&self.tag) > u64::from(SHARED_STRINGS_MAX) => {
                too_large(Cause::SharedTexts, SHARED_STRINGS_MAX.into())
            }
            (Part::ContentTypes, _) => self.content_type(),
            (Part::Relations, b"Relationship") => self.relation(),
            _ => Ok(()),
        }
    }

    /// `<?xml ... encoding="..."?>`: UTF-8, or nothing.
    fn declaration(&self) -> Found {
        let text = String::from_utf8_lossy(&self.tag).to_lowercase();
        match text.split_once("encoding") {
            Some((_, rest)) if text.starts_with("?xml") && !rest.contains("utf-8") && !rest.contains("us-ascii") => {
                Err((AnnexCode::WrongEncoding, rest.trim_matches(['=', '"', '\'', '?', ' ']).to_owned()))
            }
            _ => Ok(()),
        }
    }

    fn content_type(&self) -> Found {
        let text = String::from_utf8_lossy(&self.tag).to_lowercase();
        if text.contains("macroenabled") || text.contains("vbaproject") {
            return Err((AnnexCode::Macros, String::new()));
        }
        Ok(())
    }

    /// A link from a cell to the web is no link that the workbook draws on; every other way out is. What is opened is XML
    /// by its name: a sheet that is called a picture would not have been looked over.
    fn relation(&self) -> Found {
        let tag = self.tag.to_ascii_lowercase();
        let outward = has(&tag, b"targetmode", |mode| mode.trim_ascii() == b"external");
        if outward && !has(&tag, b"type", |kind| kind.ends_with(b"/relationships/hyperlink")) {
            return Err((AnnexCode::ExternalLinks, String::new()));
        }
        let last = |kind: &[u8]| kind.rsplit(|byte| *byte == b'/').next().is_some_and(|word| OPENED.contains(&word));
        let opened = has(&tag, b"type", last);
        if opened && has(&tag, b"target", |target| !target.ends_with(b".xml")) {
            return Err((AnnexCode::Damaged, Cause::SheetTarget.detail(0, "")));
        }
        Ok(())
    }
}

/// The value of an attribute.
pub(crate) fn value<'a>(tag: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    attributes(tag).find(|(one, _)| *one == name).map(|(_, value)| value)
}

/// The attributes of a tag with their values, as they stand: what opens a value ends it.
fn attributes(tag: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut left = tag;
    std::iter::from_fn(move || {
        let open = left.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
        let (before, quoted) = left.split_at(open);
        let (mark, inside) = quoted.split_first()?;
        let close = inside.iter().position(|byte| byte == mark)?;
        left = &inside[close + 1..];
        let before = before.trim_ascii_end();
        let name = before.strip_suffix(b"=").unwrap_or(before).trim_ascii_end();
        Some((name.rsplit(u8::is_ascii_whitespace).next()?, &inside[..close]))
    })
}

/// Whether a tag has an attribute of a name whose value is so.
fn has(tag: &[u8], name: &[u8], is_so: impl Fn(&[u8]) -> bool) -> bool {
    attributes(tag).any(|(one, value)| one == name && is_so(value))
}

/// The largest number among the values of a tag's attributes.
fn largest_number(tag: &[u8]) -> u64 {
    let values = attributes(tag).map(|(_, value)| value.trim_ascii());
    let numbers = values.filter(|value| !value.is_empty() && value.iter().all(u8::is_ascii_digit));
    numbers.map(|value| String::from_utf8_lossy(value).parse().unwrap_or(u64::MAX)).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same answer however the bytes are cut.
    fn scanned(part: Part, text: &[u8]) -> Result<(), AnnexCode> {
        let whole = |size: usize| {
            let mut scan = Scan::new(part);
            text.chunks(size).try_for_each(|chunk| scan.feed(chunk)).and_then(|()| scan.finish())
        };
        let found = whole(text.len());
        assert_eq!(whole(1), found);
        assert_eq!(whole(7), found);
        found.map_err(|(code, _)| code)
    }

    #[test]
    fn what_is_told_of_a_part() {
        for (part, text, found) in [
            (Part::Sheet, &b"<?xml version=\"1.0\" encoding=\"UTF-8\"?><a><c r=\"A1\"/></a>"[..], Ok(())),
            (Part::Sheet, b"<a><!-- <!DOCTYPE x> --><![CDATA[<!DOCTYPE]]></a>", Ok(())),
            (Part::Sheet, b"<!DOCTYPE x><a/>", Err(AnnexCode::DocumentType)),
            (Part::Sheet, b"<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>", Err(AnnexCode::WrongEncoding)),
            (Part::Sheet, b"\xFF\xFE<\0a\0", Err(AnnexCode::WrongEncoding)),
            (Part::Sheet, b"<a>\xC3</a>", Err(AnnexCode::WrongEncoding)),
            (Part::Sheet, b"<a>\xC3\xAA</a>", Ok(())),
            (Part::Sheet, b"<a>\xC3", Err(AnnexCode::WrongEncoding)),
            (Part::Sheet, b"<x:f t=\"shared\" si=\"4000000000\"/>", Err(AnnexCode::TooLarge)),
            (Part::SharedStrings, b"<sst uniqueCount = '4294967295'>", Err(AnnexCode::TooLarge)),
            (Part::SharedStrings, b"<sst a=\"'\" uniqueCount=\"4294967295\">", Err(AnnexCode::TooLarge)),
            (Part::SharedStrings, b"<sst count=\"7\" uniqueCount=\"3\">", Ok(())),
            (Part::Sheet, b"<oleObject/>", Err(AnnexCode::Embedded)),
            (
                Part::Relations,
                b"<Relationship Type=\"a/externalLinkPath\" TargetMode=\"External\"/>",
                Err(AnnexCode::ExternalLinks),
            ),
            (
                Part::Relations,
                b"<Relationship X='>' Type=\"a/oleObject\" TargetMode='External'/>",
                Err(AnnexCode::ExternalLinks),
            ),
            (Part::Relations, b"<Relationship Type=\"a/relationships/hyperlink\" TargetMode=\"External\"/>", Ok(())),
            (
                Part::Relations,
                b"<Relationship Type=\"a/oleObject\" TargetMode = \"External\"/>",
                Err(AnnexCode::ExternalLinks),
            ),
            (Part::Relations, b"<Relationship Type=\"a/worksheet\" Target=\"/xl/worksheets/sheet1.xml\"/>", Ok(())),
            (Part::Relations, b"<Relationship Type=\"a/image\" Target=\"../media/image1.png\"/>", Ok(())),
            (
                Part::Relations,
                b"<Relationship Id='.xml\"' Target = 'media/a.PNG' Type=\"a/worksheet\"/>",
                Err(AnnexCode::Damaged),
            ),
            (Part::Relations, b"<Relationship Target='media/a.png' Type='worksheet'/>", Err(AnnexCode::Damaged)),
            (Part::Relations, b"<Relationship Target='a.xml ' Type='a/worksheet'/>", Err(AnnexCode::Damaged)),
            (Part::ContentTypes, b"<Override ContentType=\"a.sheet.macroEnabled.main+xml\"/>", Err(AnnexCode::Macros)),
        ] {
            assert_eq!(scanned(part, text), found, "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn counts_have_ends() {
        let many = |one: &str, count: u32| one.repeat(count as usize).into_bytes();
        for (part, bytes, code) in [
            (Part::Sheet, many("<row/>", ROWS_MAX + 1), AnnexCode::TooLarge),
            (Part::Sheet, many("<mergeCell ref=\"A1:B1\"/>", MERGES_MAX + 1), AnnexCode::MergedSheet),
            (Part::SharedStrings, many("<si/>", SHARED_STRINGS_MAX + 1), AnnexCode::TooLarge),
            (Part::Other, many("<xf/>", OTHERS_MAX + 1), AnnexCode::TooLarge),
            (Part::Other, many("<a>", 100), AnnexCode::TooLarge),
            (Part::Sheet, [b"<t>".to_vec(), vec![b'a'; TEXT_BYTES_MAX + 1]].concat(), AnnexCode::TooLarge),
            (Part::Sheet, [b"<t ".to_vec(), vec![b'a'; TAG_BYTES_MAX + 1]].concat(), AnnexCode::TooLarge),
        ] {
            let mut scan = Scan::new(part);
            let found = bytes.chunks(64 * 1024).try_for_each(|chunk| scan.feed(chunk));
            let found = found.map_err(|(code, detail)| (code, Cause::of(&detail).is_some_and(|(_, most, _)| most > 0)));
            assert_eq!(found, Err((code, true)), "with its limit");
        }
    }
}
