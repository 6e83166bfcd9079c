//! Whether letters can be a Vietnamese syllable. What can be one is seldom a slip of another: it is a word that the catalog
//! does not have.

const ONSETS: &[&str] = &[
    "", "b", "c", "ch", "d", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu", "r",
    "s", "t", "th", "tr", "v", "x", "q",
];
/// Without marks.
const RHYMES: &[&str] = &[
    "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay", "e", "ec", "ech", "em", "en",
    "eng", "enh", "eo", "ep", "et", "eu", "i", "ia", "ich", "iec", "iem", "ien", "ieng", "iep", "iet", "ieu", "im",
    "in", "inh", "ip", "it", "iu", "o", "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat",
    "oay", "oc", "oe", "oen", "oeo", "oet", "oi", "om", "on", "ong", "ooc", "oong", "op", "ot", "u", "ua", "uan",
    "uang", "uat", "uay", "uc", "ue", "uech", "uenh", "ui", "um", "un", "ung", "uo", "uoc", "uoi", "uom", "uon",
    "uong", "uop", "uot", "uou", "up", "ut", "uu", "uy", "uya", "uych", "uyen", "uyet", "uynh", "uyt", "uyu", "y",
    "ya", "yem", "yen", "yet", "yeu", "uac", "uai", "uam", "uanh", "uao", "uap", "uach", "uau", "uen", "uet", "ueu",
    "uit", "uin", "uinh", "uich", "uyn", "uoa", "ych",
];

/// Whether a folded word has the form of a syllable.
pub(crate) fn is_syllable(fold: &str) -> bool {
    ONSETS.iter().any(|onset| fold.strip_prefix(onset).is_some_and(|rhyme| RHYMES.contains(&rhyme)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_and_slips() {
        for word in ["hung", "dang", "phia", "nghiep", "quy", "gia", "gi", "nguoi", "truong", "yen", "a", "khuyen"] {
            assert!(is_syllable(word), "{word}");
        }
        for word in ["ngiepj", "tihc", "licjh", "dugn", "datt", "tiemchung", "mdrak", "bts", "thuwr"] {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
