//! The head and the foot of an official document, and the official letter (công văn), by decree 30/2020.

use super::{Block, DocxError, Paragraph, write};

/// The head: who writes on the left, the state on the right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masthead {
    /// The body above the one that writes, where there is one, and the one that writes; both in capitals.
    pub above: String,
    pub body: String,
    /// «Số:        /SKHCN»: open where the document system has not given the number.
    pub number: String,
    /// «V/v …», of a letter.
    pub about: String,
    /// «Đắk Lắk, ngày      tháng 11 năm 2026»
    pub place_and_date: String,
    /// The two lines of the state.
    pub state: String,
    pub motto: String,
}

impl Masthead {
    pub fn block(&self) -> Block {
        let mut left = Vec::new();
        if !self.above.is_empty() {
            left.push(Paragraph::centered(&self.above).sized(12));
        }
        left.push(Paragraph::centered(closed_up(&self.body)).bold().sized(12).ruled());
        left.push(Paragraph::centered(&self.number).sized(13).after_space(6));
        if !self.about.is_empty() {
            left.push(Paragraph::centered(&self.about).sized(12).after_space(6));
        }
        let right = vec![
            Paragraph::centered(&self.state).bold().sized(12),
            Paragraph::centered(&self.motto).bold().sized(13).ruled(),
            Paragraph::centered(&self.place_and_date).italic().sized(13).after_space(6),
        ];
        Block::Columns { widths: [66, 99], left, right }
    }
}

/// A name whose last two syllables stay on one line: one alone under the others reads as a word of its own.
fn closed_up(name: &str) -> String {
    name.rsplit_once(' ').map_or_else(|| name.to_owned(), |(before, last)| format!("{before}\u{a0}{last}"))
}

/// What the head of an agency is called, by the kind of agency that its name tells: in capitals the post over a signature
/// (decree 30/2020, article 13).
pub fn head_of(agency: &str) -> &'static str {
    const POSTS: [(&str, &str); 7] = [
        ("Sở ", "Giám đốc"),
        ("Ủy ban nhân dân ", "Chủ tịch"),
        ("Uỷ ban nhân dân ", "Chủ tịch"),
        ("UBND ", "Chủ tịch"),
        ("Ban ", "Trưởng ban"),
        ("Văn phòng ", "Chánh Văn phòng"),
        ("Thanh tra ", "Chánh Thanh tra"),
    ];
    POSTS.iter().find(|(kind, _)| agency.starts_with(kind)).map_or("Thủ trưởng cơ quan", |(_, post)| *post)
}

/// The foot: who gets it on the left, who signs on the right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foot {
    pub recipients_label: String,
    /// The lines under «Nơi nhận:».
    pub recipients: Vec<String>,
    /// The signer's post and capacity, in capitals, a line each.
    pub post: Vec<String>,
    /// Left open where it is not known.
    pub signer: String,
}

impl Foot {
    /// Puts it under the text, whose last paragraph does not leave it alone on a page.
    pub fn close(&self, blocks: &mut Vec<Block>) {
        if let Some(Block::Paragraph(last)) = blocks.last_mut() {
            last.kept = true;
        }
        blocks.push(Block::Paragraph(Paragraph::new("").sized(6).kept()));
        blocks.push(self.block());
    }

    fn block(&self) -> Block {
        let mut left = vec![Paragraph::new(&self.recipients_label).bold().italic().sized(12)];
        left.extend(self.recipients.iter().map(|line| Paragraph::new(line).sized(11)));
        let mut right: Vec<Paragraph> =
            self.post.iter().map(|line| Paragraph::centered(line).bold().sized(14)).collect();
        // Room for the signature.
        right.push(Paragraph::centered(&self.signer).bold().sized(14).after_space(72));
        Block::Columns { widths: [82, 83], left, right }
    }
}

/// An official letter: its head, to whom it goes, what it says, who gets it and who signs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    pub head: Masthead,
    /// «Kính gửi: …»
    pub to: String,
    pub paragraphs: Vec<String>,
    pub foot: Foot,
}

impl Letter {
    /// What it consists of, in the order of decree 30/2020.
    pub fn blocks(&self) -> Vec<Block> {
        let to = Block::Paragraph(Paragraph::centered(&self.to).after_space(18));
        let mut blocks = vec![self.head.block(), to];
        blocks.extend(self.paragraphs.iter().map(|text| Block::Paragraph(Paragraph::body(text))));
        self.foot.close(&mut blocks);
        blocks
    }

    /// The letter as a file.
    ///
    /// # Errors
    /// As [`write()`].
    pub fn write(&self) -> Result<Vec<u8>, DocxError> {
        write(&self.head.about, &self.blocks())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_syllable_of_a_name_is_not_alone() {
        for (name, told) in [
            ("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "SỞ KHOA HỌC VÀ CÔNG\u{a0}NGHỆ"),
            ("ỦY BAN NHÂN DÂN\nTỈNH ĐẮK LẮK", "ỦY BAN NHÂN DÂN\nTỈNH ĐẮK\u{a0}LẮK"),
            ("UBND", "UBND"),
        ] {
            assert_eq!(closed_up(name), told);
        }
    }

    #[test]
    fn whoever_heads_an_agency_signs_by_the_post_of_its_kind() {
        for (agency, post) in [
            ("Sở Khoa học và Công nghệ", "GIÁM ĐỐC"),
            ("Ủy ban nhân dân thành phố Buôn Ma Thuột", "CHỦ TỊCH"),
            ("Uỷ ban nhân dân xã Ea Kao", "CHỦ TỊCH"),
            ("UBND phường Tân Lập", "CHỦ TỊCH"),
            ("Ban Quản lý các Khu công nghiệp tỉnh", "TRƯỞNG BAN"),
            ("Văn phòng Ủy ban nhân dân tỉnh", "CHÁNH VĂN PHÒNG"),
            ("Thanh tra tỉnh", "CHÁNH THANH TRA"),
            ("Công an tỉnh Đắk Lắk", "THỦ TRƯỞNG CƠ QUAN"),
            ("Bảo hiểm xã hội tỉnh Đắk Lắk", "THỦ TRƯỞNG CƠ QUAN"),
        ] {
            assert_eq!(head_of(agency).to_uppercase(), post, "{agency}");
        }
    }
}
