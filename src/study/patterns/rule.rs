//! When a parameter draw shows a pattern, and when all draws together do.

use crate::random::maths::ln;
use crate::study::witness::{Difference, paired};

/// Share of the decided draws that must show a pattern.
pub const SHARE: f64 = 0.9;
/// Confidence of the paired intervals.
pub const CONFIDENCE: f64 = 0.999;
/// A control's difference is much smaller when it is at most this part of the pattern's.
pub const MUCH_SMALLER: f64 = 1.0 / 3.0;
/// A pattern about which so few of the draws say anything is not shown.
pub const DECIDED: f64 = 0.5;

/// What must be so of the first arm's value a and the second's b.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// a < factor x b, for values that are not negative where the factor is not 1.
    Lower { factor: f64 },
    /// a > factor x b.
    Higher { factor: f64 },
    /// a / b between 1 / factor and factor; without a second arm b = 1.
    Within { factor: f64 },
    /// a < `draw` in a draw, and the mean over draws below `mean`.
    Below { draw: f64, mean: f64 },
    /// a > `draw` in a draw, and the mean over draws above `mean`.
    Above { draw: f64, mean: f64 },
}

impl Rule {
    /// What one draw says: shown, not shown, or a tie (which counts as not shown).
    fn verdict(self, a: f64, b: f64) -> Verdict {
        let is_shown = match self {
            Rule::Lower { factor } => a < factor * b,
            Rule::Higher { factor } => a > factor * b,
            Rule::Within { factor } => (a / b) >= 1.0 / factor && (a / b) <= factor,
            Rule::Below { draw, .. } => a < draw,
            Rule::Above { draw, .. } => a > draw,
        };
        match (is_shown, self) {
            (true, _) => Verdict::Shown,
            (false, Rule::Lower { .. } | Rule::Higher { .. }) if a == b => Verdict::Tie,
            (false, _) => Verdict::NotShown,
        }
    }

    /// What must have a sign, or stay inside, over all draws.
    fn margin(self, a: f64, b: f64) -> f64 {
        match self {
            Rule::Lower { factor } | Rule::Higher { factor } => a - factor * b,
            Rule::Within { .. } => ln(a / b),
            Rule::Below { .. } | Rule::Above { .. } => a,
        }
    }

    fn holds(self, margin: &Difference) -> bool {
        match self {
            Rule::Lower { .. } => margin.high < 0.0,
            Rule::Higher { .. } => margin.low > 0.0,
            Rule::Within { factor } => margin.low > -ln(factor) && margin.high < ln(factor),
            Rule::Below { mean, .. } => margin.high < mean,
            Rule::Above { mean, .. } => margin.low > mean,
        }
    }

    /// In words, for tables.
    pub fn words(self) -> String {
        match self {
            Rule::Lower { factor: 1.0 } => "lower".into(),
            Rule::Lower { factor } => format!("under {factor} times"),
            Rule::Higher { factor: 1.0 } => "higher".into(),
            Rule::Higher { factor } => format!("over {factor} times"),
            Rule::Within { factor } => format!("within a factor of {factor}"),
            Rule::Below { draw, mean } => format!("under {draw} in a draw, {mean} in the mean"),
            Rule::Above { draw, mean } => format!("over {draw} in a draw, {mean} in the mean"),
        }
    }

    /// A control of such a rule is told by the size of its difference; others by whether they show the same.
    pub fn is_difference(self) -> bool {
        matches!(self, Rule::Lower { .. } | Rule::Higher { .. })
    }
}

enum Verdict {
    Shown,
    Tie,
    NotShown,
}

/// An interval as it is told.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Interval {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

impl From<Difference> for Interval {
    fn from(d: Difference) -> Self {
        Interval {
            mean: d.mean,
            low: d.low,
            high: d.high,
        }
    }
}

/// What the draws say of one comparison.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Shown {
    /// Draws in which both values exist.
    pub decided: usize,
    pub shown: usize,
    pub ties: usize,
    /// Means of the values over the decided draws.
    pub first: f64,
    pub second: Option<f64>,
    /// First less second (logarithm of their ratio for `within`; the value itself without a second), 99.9 %.
    pub difference: Interval,
    pub is_shown: bool,
}

impl Shown {
    pub fn share(&self) -> f64 {
        self.shown as f64 / (self.decided.max(1)) as f64
    }

    /// Nothing of the sort in the control: no difference to speak of, or not what the rule asks for.
    pub fn is_silent(&self, rule: Rule, of: &Shown) -> bool {
        if self.decided < 2 {
            return true;
        }
        if !rule.is_difference() {
            return !self.is_shown;
        }
        let d = &self.difference;
        let turned = d.mean * of.difference.mean <= 0.0;
        (d.low <= 0.0 && d.high >= 0.0) || turned || d.mean.abs() <= MUCH_SMALLER * of.difference.mean.abs()
    }
}

/// Judges values by draw; `second` is one by draw as well, or nothing.
pub fn judge(rule: Rule, first: &[f64], second: Option<&[f64]>) -> Shown {
    let neutral = if matches!(rule, Rule::Within { .. }) {
        1.0
    } else {
        0.0
    };
    let pairs: Vec<(f64, f64)> = first
        .iter()
        .enumerate()
        .map(|(draw, a)| (*a, second.map_or(neutral, |b| b[draw])))
        .filter(|(a, b)| a.is_finite() && b.is_finite())
        .collect();
    let (mut shown, mut ties) = (0, 0);
    for (a, b) in &pairs {
        match rule.verdict(*a, *b) {
            Verdict::Shown => shown += 1,
            Verdict::Tie => ties += 1,
            Verdict::NotShown => {}
        }
    }
    let column = |pick: &dyn Fn(&(f64, f64)) -> f64| pairs.iter().map(pick).collect::<Vec<f64>>();
    let nothing = vec![0.0; pairs.len()];
    let margin = paired(&column(&|(a, b)| rule.margin(*a, *b)), &nothing, CONFIDENCE);
    let difference = if rule.is_difference() {
        paired(&column(&|(a, _)| *a), &column(&|(_, b)| *b), CONFIDENCE)
    } else {
        margin
    };
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let enough = pairs.len() >= 2 && pairs.len() as f64 >= DECIDED * first.len() as f64;
    Shown {
        decided: pairs.len(),
        shown,
        ties,
        first: mean(column(&|(a, _)| *a)),
        second: second.map(|_| mean(column(&|(_, b)| *b))),
        difference: difference.into(),
        is_shown: enough && shown as f64 >= SHARE * pairs.len() as f64 && rule.holds(&margin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOWER: Rule = Rule::Lower { factor: 1.0 };

    fn jittered(level: f64) -> Vec<f64> {
        (0..100).map(|i| level + 0.01 * f64::from(i % 7)).collect()
    }

    #[test]
    fn nine_in_ten_draws_and_the_interval_must_agree() {
        let (low, high) = (jittered(1.0), jittered(2.0));
        assert!(judge(LOWER, &low, Some(&high)).is_shown);
        assert!(!judge(LOWER, &high, Some(&low)).is_shown);
        let mut mixed = low.clone();
        mixed[..11].fill(3.0);
        assert!(!judge(LOWER, &mixed, Some(&high)).is_shown);
    }

    #[test]
    fn ties_count_as_not_shown_and_missing_values_are_left_out() {
        let same = jittered(1.0);
        let result = judge(LOWER, &same, Some(&same));
        assert_eq!((result.shown, result.ties, result.is_shown), (0, 100, false));
        let mut gaps = jittered(1.0);
        gaps[..60].fill(f64::NAN);
        let result = judge(LOWER, &gaps, Some(&jittered(2.0)));
        assert_eq!((result.decided, result.shown, result.is_shown), (40, 40, false));
    }

    #[test]
    fn a_factor_is_kept_to_in_both_directions() {
        let rule = Rule::Within { factor: 1.5 };
        assert!(judge(rule, &jittered(1.2), Some(&jittered(1.0))).is_shown);
        assert!(!judge(rule, &jittered(1.6), Some(&jittered(1.0))).is_shown);
        assert!(!judge(rule, &jittered(0.6), None).is_shown);
    }

    #[test]
    fn a_control_is_silent_when_nothing_is_left_of_the_difference() {
        let (low, high) = (jittered(1.0), jittered(2.0));
        let pattern = judge(LOWER, &low, Some(&high));
        assert!(judge(LOWER, &low, Some(&low)).is_silent(LOWER, &pattern));
        assert!(judge(LOWER, &high, Some(&low)).is_silent(LOWER, &pattern));
        assert!(!judge(LOWER, &low, Some(&high)).is_silent(LOWER, &pattern));
    }
}
