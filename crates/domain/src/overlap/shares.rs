//! What each part makes of a whole, in hundredths.

/// The parts in hundredths of their sum, which add up to a hundred: each is rounded down, and those that lose the most by
/// it are rounded up. Nothing of parts that add up to nothing.
pub(super) fn hundredths_of_sum(parts: &[f64]) -> Vec<u8> {
    let whole: f64 = parts.iter().sum();
    if whole <= 0.0 {
        return vec![0; parts.len()];
    }
    let exact: Vec<f64> = parts.iter().map(|part| part / whole * 100.0).collect();
    let rounded_down = |share: &f64| (0..=100_u8).rev().find(|number| f64::from(*number) <= *share).unwrap_or(0);
    let mut told: Vec<u8> = exact.iter().map(rounded_down).collect();
    let lost: Vec<f64> = exact.iter().zip(&told).map(|(share, number)| share - f64::from(*number)).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|one, other| lost[*other].total_cmp(&lost[*one]));
    let left = 100_u8.saturating_sub(told.iter().sum());
    for at in order.into_iter().take(usize::from(left)) {
        told[at] += 1;
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_to_a_hundred() {
        let cases: [(&[f64], &[u8]); 7] = [
            // Each rounded alone they are 68, 22 and 11.
            (&[67.7, 21.6, 10.7], &[68, 21, 11]),
            (&[0.5, 0.5, 0.5], &[34, 33, 33]),
            (&[0.62, 0.05], &[93, 7]),
            (&[0.7], &[100]),
            (&[0.999, 0.001], &[100, 0]),
            (&[0.0, 0.0], &[0, 0]),
            (&[], &[]),
        ];
        for (parts, wanted) in cases {
            assert_eq!(hundredths_of_sum(parts), wanted, "{parts:?}");
        }
    }
}
