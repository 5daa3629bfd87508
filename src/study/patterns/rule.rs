//! When a parameter draw shows a pattern, and when all draws together do.

use crate::random::maths::ln;
use crate::study::witness::{Difference, paired};

/// Share of the decided draws that must show a pattern.
pub const SHARE: f64 = 0.9;
/// Confidence of the paired intervals.
pub const CONFIDENCE: f64 = 0.999;
/// A control's difference is much smaller when it is at most this part of the pattern's.
pub const MUCH_SMALLER: f64 = 1.0 / 3.0;
/// A pattern about which fewer of the draws say anything is not shown, of a hundred.
pub const DECIDED: u64 = 50;
/// The same for what can be asked only where something rare happened.
pub const DECIDED_IF_RARE: u64 = 20;

/// What must be so of the first arm's value a and the second's b.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// a < factor x b, for values that are not negative where the factor is not 1.
    Lower { factor: f64 },
    /// a > factor x b.
    Higher { factor: f64 },
    /// a / b < factor, told by the logarithm: for hazards, whose spread over draws is wide.
    RatioBelow { factor: f64 },
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
            Rule::RatioBelow { factor } => a / b < factor,
            Rule::Within { factor } => (a / b) >= 1.0 / factor && (a / b) <= factor,
            Rule::Below { draw, .. } => a < draw,
            Rule::Above { draw, .. } => a > draw,
        };
        match (is_shown, self) {
            (true, _) => Verdict::Shown,
            (false, rule) if rule.is_difference() && a == b => Verdict::Tie,
            (false, _) => Verdict::NotShown,
        }
    }

    /// What must have a sign, or stay inside, over all draws.
    fn margin(self, a: f64, b: f64) -> f64 {
        match self {
            Rule::Lower { factor } | Rule::Higher { factor } => a - factor * b,
            Rule::RatioBelow { factor } => ln(a / b) - ln(factor),
            Rule::Within { .. } => ln(a / b),
            Rule::Below { .. } | Rule::Above { .. } => a,
        }
    }

    /// What is told of a draw.
    fn difference(self, a: f64, b: f64) -> f64 {
        match self {
            Rule::Lower { .. } | Rule::Higher { .. } => a - b,
            Rule::RatioBelow { .. } | Rule::Within { .. } => ln(a / b),
            Rule::Below { .. } | Rule::Above { .. } => a,
        }
    }

    fn holds(self, margin: &Difference) -> bool {
        match self {
            Rule::Lower { .. } | Rule::RatioBelow { .. } => margin.high < 0.0,
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
            Rule::RatioBelow { factor } => format!("ratio under {factor}"),
            Rule::Within { factor } => format!("within a factor of {factor}"),
            Rule::Below { draw, mean } => format!("under {draw} in a draw, {mean} in the mean"),
            Rule::Above { draw, mean } => format!("over {draw} in a draw, {mean} in the mean"),
        }
    }

    /// A control of such a rule is told by the size of its difference; others by whether they show the same.
    pub fn is_difference(self) -> bool {
        matches!(
            self,
            Rule::Lower { .. } | Rule::Higher { .. } | Rule::RatioBelow { .. }
        )
    }
}

enum Verdict {
    Shown,
    Tie,
    NotShown,
}

/// An interval as it is told.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Interval {
    #[serde(deserialize_with = "or_none")]
    pub mean: f64,
    #[serde(deserialize_with = "or_none")]
    pub low: f64,
    #[serde(deserialize_with = "or_none")]
    pub high: f64,
}

/// A number as JSON has it: what is none is written as `null`.
fn or_none<'de, D: serde::Deserializer<'de>>(found: D) -> Result<f64, D::Error> {
    Ok(<Option<f64> as serde::Deserialize>::deserialize(found)?.unwrap_or(f64::NAN))
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
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Shown {
    /// Draws in which both values exist.
    pub decided: usize,
    pub shown: usize,
    pub ties: usize,
    /// Means of the values over the decided draws.
    #[serde(deserialize_with = "or_none")]
    pub first: f64,
    pub second: Option<f64>,
    /// First less second (logarithm of their ratio where the rule is of ratios; the value itself without a second), 99.9 %.
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

/// How far values by draw decide: what counts as nothing, and how few decided draws do.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// The value where nothing happened; a draw in which both arms have it decides nothing.
    pub nothing: Option<f64>,
    pub least: usize,
}

/// Judges values by draw; `second` is one by draw as well, or nothing.
pub fn judge(rule: Rule, first: &[f64], second: Option<&[f64]>, terms: Terms) -> Shown {
    let neutral = f64::from(u8::from(matches!(rule, Rule::Within { .. })));
    let is_nothing = |a: f64, b: f64| second.is_some() && terms.nothing == Some(a) && a == b;
    let pairs: Vec<(f64, f64)> = first
        .iter()
        .enumerate()
        .map(|(draw, a)| (*a, second.map_or(neutral, |b| b[draw])))
        .filter(|(a, b)| a.is_finite() && b.is_finite() && !is_nothing(*a, *b))
        .collect();
    let (mut shown, mut ties) = (0, 0);
    for (a, b) in &pairs {
        match rule.verdict(*a, *b) {
            Verdict::Shown => shown += 1,
            Verdict::Tie => ties += 1,
            Verdict::NotShown => {}
        }
    }
    let column =
        |pick: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|(a, b)| pick(*a, *b)).collect::<Vec<f64>>();
    let interval = |values: Vec<f64>| paired(&values, &vec![0.0; values.len()], CONFIDENCE);
    let mean = |values: Vec<f64>| values.iter().sum::<f64>() / values.len().max(1) as f64;
    let margin = interval(column(&|a, b| rule.margin(a, b)));
    let is_enough = pairs.len() >= terms.least.max(2);
    Shown {
        decided: pairs.len(),
        shown,
        ties,
        first: mean(column(&|a, _| a)),
        second: second.map(|_| mean(column(&|_, b| b))),
        difference: interval(column(&|a, b| rule.difference(a, b))).into(),
        is_shown: is_enough && shown as f64 >= SHARE * pairs.len() as f64 && rule.holds(&margin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOWER: Rule = Rule::Lower { factor: 1.0 };
    const TERMS: Terms = Terms {
        nothing: None,
        least: 50,
    };

    fn jittered(level: f64) -> Vec<f64> {
        (0..100).map(|i| level + 0.01 * f64::from(i % 7)).collect()
    }

    fn of(rule: Rule, a: &[f64], b: &[f64]) -> Shown {
        judge(rule, a, Some(b), TERMS)
    }

    #[test]
    fn nine_in_ten_draws_and_the_interval_must_agree() {
        let (low, high) = (jittered(1.0), jittered(2.0));
        assert!(of(LOWER, &low, &high).is_shown);
        assert!(!of(LOWER, &high, &low).is_shown);
        let mut mixed = low.clone();
        mixed[..11].fill(3.0);
        assert!(!of(LOWER, &mixed, &high).is_shown);
    }

    #[test]
    fn ties_count_as_not_shown_and_missing_values_are_left_out() {
        let same = jittered(1.0);
        let result = of(LOWER, &same, &same);
        assert_eq!((result.shown, result.ties, result.is_shown), (0, 100, false));
        let mut gaps = jittered(1.0);
        gaps[..60].fill(f64::NAN);
        let result = of(LOWER, &gaps, &jittered(2.0));
        assert_eq!((result.decided, result.shown, result.is_shown), (40, 40, false));
    }

    #[test]
    fn a_draw_in_which_nothing_happened_in_either_arm_decides_nothing() {
        let (mut a, mut b) = (jittered(1.0), jittered(2.0));
        a[..30].fill(0.0);
        b[..30].fill(0.0);
        let terms = Terms {
            nothing: Some(0.0),
            ..TERMS
        };
        let result = judge(LOWER, &a, Some(&b), terms);
        assert_eq!((result.decided, result.shown, result.is_shown), (70, 70, true));
        assert!(!of(LOWER, &a, &b).is_shown);
    }

    #[test]
    fn a_ratio_is_told_by_its_logarithm() {
        let rule = Rule::RatioBelow { factor: 0.5 };
        let result = of(rule, &jittered(1.0), &jittered(4.0));
        assert!(result.is_shown && result.difference.mean < -1.0);
        assert!(!of(rule, &jittered(1.0), &jittered(1.5)).is_shown);
    }

    #[test]
    fn a_factor_is_kept_to_in_both_directions() {
        let rule = Rule::Within { factor: 1.5 };
        assert!(of(rule, &jittered(1.2), &jittered(1.0)).is_shown);
        assert!(!of(rule, &jittered(1.6), &jittered(1.0)).is_shown);
        assert!(!judge(rule, &jittered(0.6), None, TERMS).is_shown);
    }

    #[test]
    fn a_control_is_silent_when_nothing_is_left_of_the_difference() {
        let (low, high) = (jittered(1.0), jittered(2.0));
        let pattern = of(LOWER, &low, &high);
        assert!(of(LOWER, &low, &low).is_silent(LOWER, &pattern));
        assert!(of(LOWER, &high, &low).is_silent(LOWER, &pattern));
        assert!(!of(LOWER, &low, &high).is_silent(LOWER, &pattern));
    }
}
