//! Text in an encoding of before Unicode, or read in a wrong one: «ho¹ch», «cöùu», «dá»¯ liá»‡u» are letters of no word.
//! Found by sequences that no Vietnamese text has, and hardly one of another language.

/// What a text is in truth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misread {
    /// TCVN 5712:1993, the typefaces «.Vn…».
    Tcvn3,
    /// The typefaces «VNI-…».
    Vni,
    /// UTF-8 whose bytes were taken for letters.
    Utf8,
}

/// What a text was misread from; `None` of one that reads as it should. One sign is enough.
pub fn misread(text: &str) -> Option<Misread> {
    // What is typical stands in the second half of Latin-1.
    if !text.chars().any(|c| ('\u{a1}'..='\u{ff}').contains(&c)) {
        return None;
    }
    let mut letters: Vec<char> = vec![' '];
    letters.extend(text.chars());
    letters.push(' ');
    if letters.windows(3).any(|three| is_bytes(three[0], three[1], three[2])) {
        return Some(Misread::Utf8);
    }
    if letters.windows(2).any(|two| is_vni(two[0], two[1])) {
        return Some(Misread::Vni);
    }
    letters.windows(3).any(|three| is_tcvn3(three[0], three[1], three[2])).then_some(Misread::Tcvn3)
}

/// The bytes of one letter in UTF-8, as Latin-1 or the code page 1252 have them. «má» that ends a quotation is none.
fn is_bytes(first: char, second: char, third: char) -> bool {
    match (first, second) {
        ('Æ', '°' | '¡') | ('Ä', '‘' | 'ƒ' | '©') | ('Å', '©') | ('á', 'º') => true,
        ('Ã', second) => "¡¢£¨©ª¬²³´µ¹º½".contains(second),
        ('á', '»') => "€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ¡¢£¤¥¦§¨©ª¬®¯°±²³´µ¶·¸¹º¼½¾¿".contains(third),
        _ => false,
    }
}

/// A vowel with the letter that VNI puts behind it for its marks. Pairs of «hoà», «quá», «naïve», «Noël», «août» are none.
fn is_vni(vowel: char, mark: char) -> bool {
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    let marks = match lower(vowel) {
        'a' => "ùøûõâáàåãä",
        'e' => "ùøõâáàåãä",
        'o' => "øõâåä",
        'u' => "ùøõ",
        'y' => "ùøûõ",
        'ô' | 'ö' => "ùøûõï",
        _ => return false,
    };
    marks.contains(lower(mark))
}

/// A sign, or a capital of another language, in the middle of a word, where TCVN 3 has a vowel with its mark.
fn is_tcvn3(before: char, sign: char, after: char) -> bool {
    match sign {
        // At the end of a word, too.
        '¸' | '¶' | '¨' | '¬' | 'µ' => before.is_ascii_alphabetic() || sign == '¬' && after.is_lowercase(),
        '®' => after.is_lowercase() || !before.is_alphanumeric() && is_vowel_of_tcvn3(after),
        '§' | '¦' => is_vowel_of_tcvn3(after) || after.is_lowercase(),
        '¹' | 'ª' | '©' | '«' | '»' | '¼' | '½' | '¾' | '÷' | '×' => {
            before.is_ascii_lowercase() && after.is_lowercase()
        }
        'Ä' | 'Å' | 'Æ' | 'Ç' | 'Ë' | 'Î' | 'Ï' | 'Ð' | 'Ñ' | 'Ö' | 'Ø' | 'Û' | 'Ü' | 'Þ' => {
            before.is_ascii_lowercase() && !after.is_uppercase()
        }
        _ => false,
    }
}

/// Signs and capitals that stand for a small vowel.
fn is_vowel_of_tcvn3(c: char) -> bool {
    "¨©ª«¬µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞ".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_other_encodings_are_known() {
        for (text, wanted) in [
            // As they are once the soft hyphen, which is «ư» there, is gone.
            ("CSDL xe cøu th¬ng", Misread::Tcvn3),
            ("C¬ së d÷ liÖu ®Êt ®ai", Misread::Tcvn3),
            ("Së Tµi nguyªn vµ M«i tr\u{ad}êng", Misread::Tcvn3),
            ("KÕ ho¹ch", Misread::Tcvn3),
            ("Qu¶n lý hé tÞch", Misread::Tcvn3),
            ("UBND tØnh §¾k L¾k", Misread::Tcvn3),
            ("nhµ", Misread::Tcvn3),
            ("xe cöùu thöông", Misread::Vni),
            ("ñieän", Misread::Vni),
            ("Cô sôû döõ lieäu ñaát ñai", Misread::Vni),
            ("Sôû Y teá", Misread::Vni),
            ("TAØI NGUYEÂN", Misread::Vni),
            ("Quaûn lyù", Misread::Vni),
            ("CÆ¡ sá»Ÿ dá»¯ liá»‡u", Misread::Utf8),
            ("Quáº£n lÃ½ Ä‘áº¥t Ä‘ai", Misread::Utf8),
            ("TÃ i nguyÃªn vÃ  MÃ´i trÆ°á»ng", Misread::Utf8),
            ("há»™ tá»‹ch", Misread::Utf8),
        ] {
            assert_eq!(misread(text), Some(wanted), "{text}");
        }
    }

    #[test]
    fn good_texts_pass() {
        for text in [
            "",
            "Cơ sở dữ liệu đất đai tỉnh Đắk Lắk",
            "CÔNG BÁO, ĐIỀU ƯỚC, THỎA THUẬN; HOÀ BÌNH, KHOÁ, THUỶ LỢI, QUÝ, UỶ BAN",
            "hoà bình, khoá, xoá, hoạ, loè, khoẻ, thuý, uỷ, quà, quá, quê, thuê, luân, khuâng, loã",
            "Ea H'leo, Cư M'gar, Krông Pắc, Buôn Đôn, M'Drắk, Ea Súp, Krông Búk, Krông Năng, Cư Kuin, Lắk",
            "Y Ngông Niê Kdăm, H'Hen Niê, Buôn Ñă, Ƀuôn Čuôr, Êđê, M'nông, Xơ Đăng, Ba Na, ĕ ĭ ŏ ŭ",
            "São Paulo, João, Guimarães, Camões, Côte d'Ivoire, Zürich, Malmö, København, Søren, Ångström",
            "naïve, Noël, août, où, jeûne, Haïti, Citroën, François, Señor, España, Müller, Straße, Æsop, Œuvre",
            "m², m³, km², °C, 5½, ¾ diện tích, 2×3, 10÷20, ±5%, µm, 5 µg/m³, CO₂, §1, Điều 5 §2",
            "Microsoft® Windows™, ©2023, Office 365®, 1ª, nguồn¹, Nhóm², «Cá», «má» và «lá», «Hồ sơ»…, “đá”",
            "100–200 ha; 20 €; ¥500; £3; ¢; tỷ lệ 1:500 · 1:1000 • a",
            "https://dichvucong.gov.vn?a=1&b=2, a@b.vn, A/B-C_D",
        ] {
            assert_eq!(misread(text), None, "{text}");
        }
    }

    #[test]
    fn each_vietnamese_syllable_of_two_letters_passes() {
        let vowels = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ";
        for (before, vowel) in "bcdđghklmnpqrstvx".chars().flat_map(|one| vowels.chars().map(move |two| (one, two))) {
            let syllable = format!("{before}{vowel}n");
            assert_eq!(misread(&syllable), None, "{syllable}");
            let loud = syllable.to_uppercase();
            assert_eq!(misread(&loud), None, "{loud}");
        }
    }
}
