//! How far a typed word is from a known one, in slips of a Vietnamese typist.

/// What changing the first letter costs beside: people seldom miss it.
const FIRST_LETTER: f32 = 0.3;
/// Rows of a keyboard: neighbours are hit in place of one another.
const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];
/// Letters that sound alike in some part of the country.
const ALIKE: [(char, char); 9] =
    [('s', 'x'), ('n', 'l'), ('c', 'k'), ('c', 'q'), ('i', 'y'), ('d', 'r'), ('g', 'r'), ('v', 'd'), ('t', 'c')];

/// How many slips a word of so many letters may have.
pub(crate) fn slips_max(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=6 => 1,
        _ => 2,
    }
}

/// Which letters a folded word has, a bit for each of the alphabet and one for all others.
pub(crate) fn letters_of(word: &str) -> u64 {
    let bit = |c: u8| if c.is_ascii_lowercase() { 1 << (c - b'a') } else { 1 << 63 };
    word.bytes().map(bit).fold(0, |all, one| all | one)
}

/// Whether words with these letters may be so many slips apart: a slip takes at most one letter and brings at most one.
pub(crate) fn may_be_near(one: u64, other: u64, slips: usize) -> bool {
    (one & !other).count_ones() as usize <= slips && (other & !one).count_ones() as usize <= slips
}

fn are_near(a: char, b: char) -> bool {
    if ALIKE.iter().any(|(x, y)| (a, b) == (*x, *y) || (b, a) == (*x, *y)) {
        return true;
    }
    ROWS.iter().any(|row| {
        let at = |c| row.chars().position(|one| one == c);
        matches!((at(a), at(b)), (Some(x), Some(y)) if x.abs_diff(y) == 1)
    })
}

/// The cost of the slips between two words, where there are at most `slips_max`; a whole slip costs 1, a likely one less.
pub(crate) fn cost(typed: &[char], meant: &[char], slips_max: usize) -> Option<f32> {
    if typed.len().abs_diff(meant.len()) > slips_max {
        return None;
    }
    let width = meant.len() + 1;
    let mut rows: Vec<Vec<f32>> = vec![(0..width).map(|at| at as f32).collect()];
    for (i, a) in typed.iter().enumerate() {
        let mut row = vec![0.0_f32; width];
        row[0] = i as f32 + 1.0;
        for (j, b) in meant.iter().enumerate() {
            let doubled = i > 0 && typed[i - 1] == *a;
            let left_out = j > 0 && meant[j - 1] == *b || *b == 'h' || *b == 'g';
            let replaced = rows[i][j]
                + if a == b {
                    0.0
                } else if are_near(*a, *b) {
                    0.75
                } else {
                    1.0
                };
            let added = rows[i][j + 1] + if doubled { 0.6 } else { 0.9 };
            let missed = row[j] + if left_out { 0.7 } else { 0.9 };
            row[j + 1] = replaced.min(added).min(missed);
            if i > 0 && j > 0 && *a == meant[j - 1] && typed[i - 1] == *b && a != b {
                row[j + 1] = row[j + 1].min(rows[i - 1][j - 1] + 0.7);
            }
        }
        if row.iter().all(|cost| *cost > slips_max as f32) {
            return None;
        }
        rows.push(row);
    }
    let mut cost = rows[typed.len()][meant.len()];
    if typed.first() != meant.first() {
        cost += FIRST_LETTER;
    }
    (cost <= slips_max as f32 + FIRST_LETTER).then_some(cost)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(typed: &str, meant: &str, slips: usize) -> Option<f32> {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        cost(&chars(typed), &chars(meant), slips)
    }

    #[test]
    fn slips() {
        for (typed, meant) in
            [("ngiep", "nghiep"), ("licjh", "lich"), ("dia", "dai"), ("vejn", "ven"), ("datt", "dat"), ("sây", "xây")]
        {
            assert!(between(typed, meant, 1).is_some(), "{typed} {meant}");
        }
        assert_eq!(between("dat", "dat", 1), Some(0.0));
        assert_eq!(between("dat", "rung", 1), None);
        assert!(between("dta", "dat", 1) < between("bat", "dat", 1), "a swap is likelier than another letter");
        assert!(between("khoangsam", "khoangsan", 2).is_some());
    }
}
