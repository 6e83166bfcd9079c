//! Keys typed where the input method was off: Telex («ddaats») and VNI («d9a61t») decoded to folded letters.

/// The letters without marks that the keys of a Telex typist stand for; `None` where the word has no such key.
pub(crate) fn telex(word: &str) -> Option<String> {
    if !word.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut out: Vec<char> = Vec::new();
    let mut decoded = false;
    for c in word.chars() {
        let after_vowel = out.iter().any(|c| is_vowel(*c));
        match c {
            // A tone after a vowel, anywhere behind it.
            's' | 'f' | 'r' | 'x' | 'j' if after_vowel => decoded = true,
            // Horn and breve: «uow», «aw»; alone it is an «ư».
            'w' if after_vowel => decoded = true,
            'w' => {
                out.push('u');
                decoded = true;
            }
            'd' if out.contains(&'d') => decoded = true,
            'a' | 'e' | 'o' if after_vowel && out.contains(&c) => decoded = true,
            c => out.push(c),
        }
    }
    decoded.then(|| out.into_iter().collect())
}

/// The letters without marks that the keys of a VNI typist stand for.
pub(crate) fn vni(word: &str) -> Option<String> {
    let begins = word.chars().next().is_some_and(|c| c.is_ascii_alphabetic());
    let plain: String = word.chars().filter(|c| !c.is_ascii_digit()).collect();
    let vowel = plain.chars().any(is_vowel);
    (begins && vowel && plain.len() < word.len() && plain.is_ascii() && !word.contains('0')).then_some(plain)
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_without_an_input_method() {
        for (typed, meant) in [
            ("ddaats", "dat"),
            ("ddai", "dai"),
            ("dduowngf", "duong"),
            ("benhj", "benh"),
            ("vieenj", "vien"),
            ("nghieepj", "nghiep"),
            ("nwowcs", "nuoc"),
            ("truwowngf", "truong"),
            ("tichj", "tich"),
        ] {
            assert_eq!(telex(typed).as_deref(), Some(meant), "{typed}");
        }
        assert_eq!(telex("dat"), None);
        for (typed, meant) in [("d9a61t", "dat"), ("d9ai", "dai"), ("be65nh", "benh"), ("vie65n", "vien")] {
            assert_eq!(vni(typed).as_deref(), Some(meant), "{typed}");
        }
        assert_eq!(vni("2024"), None);
        assert_eq!(vni("covid19"), Some("covid".to_owned()));
    }
}
