//! The geometry of charts: where the points, lines and bars of a drawing stand. Pure numbers; the drawing is the pages'.

/// The part of a drawing where values are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

/// Values from `low` to `high`, with a line of the grid every `step`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    pub low: u64,
    pub high: u64,
    pub step: u64,
}

/// Steps of the grid at most.
const STEPS_MAX: u64 = 4;

impl Scale {
    /// The scale that values need. It begins at 0 for bars, whose length is the value; lines may begin higher.
    pub fn of(values: impl IntoIterator<Item = u64>, from_zero: bool) -> Self {
        let values: Vec<u64> = values.into_iter().collect();
        let most = values.iter().max().copied().unwrap_or(0);
        let least = values.iter().min().copied().filter(|least| !from_zero && *least < most).unwrap_or(0);
        // 1, 2, 5, 10, 20, 50 ...
        let mut step = 1;
        for more in [2, 5, 2].into_iter().cycle() {
            let (low, high) = (least / step * step, most.div_ceil(step) * step);
            if (high - low) / step <= STEPS_MAX {
                return Self { low, high: Ord::max(high, low + step), step };
            }
            step = if more == 5 { step / 2 * 5 } else { step.saturating_mul(2) };
        }
        Self { low: 0, high: most, step: most }
    }

    /// The values at which the grid has a line, the lowest first.
    pub fn lines(self) -> Vec<u64> {
        (0..).map(|at| self.low + at * self.step).take_while(|value| *value <= self.high).collect()
    }
}

impl Frame {
    /// How high a value stands.
    #[expect(clippy::cast_precision_loss, reason = "a place on a drawing of a few hundred pixels")]
    pub fn y(&self, scale: Scale, value: u64) -> f64 {
        let value = value.clamp(scale.low, scale.high);
        self.top + self.height * (scale.high - value) as f64 / (scale.high - scale.low).max(1) as f64
    }

    /// Where the point `at` of so many stands, the first at the left edge, the last at the right one.
    #[expect(clippy::cast_precision_loss, reason = "a place on a drawing of a few hundred pixels")]
    pub fn x(&self, at: usize, of: usize) -> f64 {
        self.left + self.width * at as f64 / of.saturating_sub(1).max(1) as f64
    }

    /// A line through values, as the path of an SVG; where there is no value the line is interrupted, and a value between
    /// two gaps is a dot.
    pub fn line(&self, scale: Scale, values: &[Option<u64>]) -> String {
        let mut path = String::new();
        for (at, value) in values.iter().enumerate() {
            let Some(value) = value else { continue };
            let (x, y) = (self.x(at, values.len()), self.y(scale, *value));
            let known = |at: Option<usize>| at.and_then(|at| values.get(at)).is_some_and(Option::is_some);
            match (known(at.checked_sub(1)), known(at.checked_add(1))) {
                (true, _) => path.push_str(&format!("L{x:.1} {y:.1}")),
                (false, true) => path.push_str(&format!("M{x:.1} {y:.1}")),
                (false, false) => path.push_str(&format!("M{x:.1} {y:.1}h0")),
            }
        }
        path
    }

    /// The bar `at` of so many: x, y, width, height. A third of each place stays free.
    #[expect(clippy::cast_precision_loss, reason = "a place on a drawing of a few hundred pixels")]
    pub fn bar(&self, scale: Scale, at: usize, of: usize, value: u64) -> (f64, f64, f64, f64) {
        let place = self.width / of.max(1) as f64;
        let (width, y) = (place * 2.0 / 3.0, self.y(scale, value));
        (self.left + place * at as f64 + place / 6.0, y, width, self.top + self.height - y)
    }
}

/// How long the bar of a part is where that of the whole is so long.
#[expect(clippy::cast_precision_loss, reason = "a place on a drawing of a few hundred pixels")]
pub fn share_of(length: f64, part: u64, whole: u64) -> f64 {
    length * part.min(whole) as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Frame = Frame { left: 30.0, top: 10.0, width: 110.0, height: 100.0 };

    #[test]
    fn scales_hold_every_value_with_few_round_lines() {
        for (values, from_zero, expected) in [
            (vec![], true, (0, 1, 1)),
            (vec![0], true, (0, 1, 1)),
            (vec![3], true, (0, 3, 1)),
            (vec![7, 2], true, (0, 8, 2)),
            (vec![530], true, (0, 600, 200)),
            (vec![874, 791], false, (780, 880, 20)),
            (vec![900, 900], false, (0, 1000, 500)),
            (vec![0, 1000], false, (0, 1000, 500)),
        ] {
            let scale = Scale::of(values.clone(), from_zero);
            let found = (scale.low, scale.high, scale.step);
            assert!(values.iter().all(|value| (scale.low..=scale.high).contains(value)), "{values:?} {found:?}");
            assert!(scale.lines().len() <= 6, "{values:?} {:?}", scale.lines());
            if expected.0 != 780 {
                assert_eq!(found, expected, "{values:?}");
            }
        }
        for most in (0..60).map(|bit| 1_u64 << bit) {
            let scale = Scale::of([most, most / 3], false);
            assert!(scale.low <= most / 3 && scale.high >= most && scale.lines().len() <= 6, "{most} {scale:?}");
        }
    }

    #[test]
    fn lines_are_interrupted_where_nothing_is_known() {
        let scale = Scale { low: 0, high: 100, step: 50 };
        assert_eq!(FRAME.line(scale, &[Some(0), Some(100), None]), "M30.0 110.0L85.0 10.0");
        assert_eq!(FRAME.line(scale, &[Some(50), None, Some(100)]), "M30.0 60.0h0M140.0 10.0h0");
        assert_eq!(FRAME.line(scale, &[None, None, None]), "");
        assert_eq!(FRAME.line(scale, &[Some(1000)]), "M30.0 10.0h0");
    }

    #[test]
    fn bars_stand_on_the_ground_and_side_by_side() {
        let scale = Scale { low: 0, high: 10, step: 5 };
        let bars: Vec<_> = [0, 5, 10].into_iter().enumerate().map(|(at, v)| FRAME.bar(scale, at, 3, v)).collect();
        for (at, (x, y, width, height)) in bars.iter().enumerate() {
            assert!((y + height - 110.0).abs() < 1e-9, "bar {at} stands on the ground");
            assert!(bars.get(at + 1).is_none_or(|next| x + width < next.0), "bar {at} leaves room");
        }
        let heights: Vec<f64> = bars.iter().map(|bar| bar.3).collect();
        assert_eq!(heights, [0.0, 50.0, 100.0]);
    }

    #[test]
    fn a_part_is_never_longer_than_its_whole() {
        for (part, whole, expected) in [(0, 0, 0.0), (1, 4, 100.0), (4, 4, 400.0), (9, 4, 400.0)] {
            assert!((share_of(400.0, part, whole) - expected).abs() < 1e-9, "{part} of {whole}");
        }
    }
}
