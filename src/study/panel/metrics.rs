//! Scores of probabilities against what happened.

use std::collections::BTreeMap;

use crate::random::maths::{ln, sqrt};

/// Probabilities are kept this far from 0 and 1 before logarithms are taken (assumed).
const EDGE: f64 = 1e-9;

/// Log likelihood of which rows of each year had the year's events, given how many there were. A year with n events
/// counts with weight 1 / sqrt(n), as in the fit: one treaty makes many ties.
pub fn within_year_log_likelihood(hazards: &[f64], happened: &[bool], years: &[i32]) -> f64 {
    let mut of_year: BTreeMap<i32, (f64, f64, f64)> = BTreeMap::new();
    for ((hazard, event), year) in hazards.iter().zip(happened).zip(years) {
        let entry = of_year.entry(*year).or_default();
        entry.0 += hazard;
        if *event {
            entry.1 += 1.0;
            entry.2 += ln(hazard.max(EDGE));
        }
    }
    let with_events = of_year.values().filter(|(_, events, _)| *events > 0.0);
    with_events
        .map(|(total, events, chosen)| (chosen - events * ln(total.max(EDGE))) / sqrt(*events))
        .sum()
}

/// Rows in rising order of probability: sorted once, scored many times.
pub struct Ranked {
    order: Vec<usize>,
    probability: Vec<f64>,
    happened: Vec<bool>,
}

/// Sums of one weighted sample.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scores {
    pub rows: f64,
    pub events: f64,
    pub predicted: f64,
    pub auc: f64,
    pub brier: f64,
    pub log_loss: f64,
}

impl Ranked {
    pub fn new(probability: Vec<f64>, happened: Vec<bool>) -> Self {
        let mut order: Vec<usize> = (0..probability.len()).collect();
        order.sort_by(|a, b| probability[*a].total_cmp(&probability[*b]).then(a.cmp(b)));
        Ranked {
            order,
            probability,
            happened,
        }
    }

    /// Scores with a weight a row (1 = the sample itself; counts of a bootstrap otherwise).
    pub fn scores(&self, weight: &[f64]) -> Scores {
        let mut scores = Scores::default();
        // Events won over non-events below them; ties count half.
        let (mut won, mut below) = (0.0, 0.0);
        let mut at = 0;
        while at < self.order.len() {
            let p = self.probability[self.order[at]];
            let (mut tied_events, mut tied_others) = (0.0, 0.0);
            while at < self.order.len() && self.probability[self.order[at]] == p {
                let k = self.order[at];
                if self.happened[k] {
                    tied_events += weight[k]
                } else {
                    tied_others += weight[k]
                }
                at += 1;
            }
            won += tied_events * (below + 0.5 * tied_others);
            below += tied_others;
            let count = tied_events + tied_others;
            let edge = p.clamp(EDGE, 1.0 - EDGE);
            scores.rows += count;
            scores.events += tied_events;
            scores.predicted += count * p;
            scores.brier += tied_events * (1.0 - p) * (1.0 - p) + tied_others * p * p;
            scores.log_loss -= tied_events * ln(edge) + tied_others * ln(1.0 - edge);
        }
        let pairs = scores.events * below;
        scores.auc = if pairs > 0.0 { won / pairs } else { 0.5 };
        // Of no rows there is no score: 0 / 0 is `NaN`, null in JSON.
        scores.brier /= scores.rows;
        scores.log_loss /= scores.rows;
        scores
    }

    /// Ten groups of equal size in rising order: rows, mean probability, share that happened.
    pub fn deciles(&self) -> Vec<(usize, f64, f64)> {
        let size = self.order.len();
        (0..10)
            .map(|d| &self.order[d * size / 10..(d + 1) * size / 10])
            .filter(|group| !group.is_empty())
            .map(|group| {
                let n = group.len() as f64;
                let mean = group.iter().map(|k| self.probability[*k]).sum::<f64>() / n;
                let share = group.iter().filter(|k| self.happened[**k]).count() as f64 / n;
                (group.len(), mean, share)
            })
            .collect()
    }

    pub fn len(&self) -> usize {
        self.order.len()
    }

    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }
}

/// Mean log loss of forecasting `rate` for rows of which the share `happened` did.
pub fn constant_log_loss(rate: f64, happened: f64) -> f64 {
    let rate = rate.clamp(EDGE, 1.0 - EDGE);
    -(happened * ln(rate) + (1.0 - happened) * ln(1.0 - rate))
}

/// Share of a reference's log loss that is saved; `NaN` (null in JSON) where nothing was lost or scored.
pub fn skill(log_loss: f64, reference: f64) -> f64 {
    if reference > 0.0 {
        1.0 - log_loss / reference
    } else {
        f64::NAN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perfect_ranking_scores_one_a_reversed_one_zero_and_a_constant_a_half() {
        let happened = vec![false, false, true, true];
        let ones = [1.0; 4];
        let auc = |p: [f64; 4]| Ranked::new(p.to_vec(), happened.clone()).scores(&ones).auc;
        assert_eq!(auc([0.1, 0.2, 0.3, 0.4]), 1.0);
        assert_eq!(auc([0.4, 0.3, 0.2, 0.1]), 0.0);
        assert_eq!(auc([0.2; 4]), 0.5);
        assert_eq!(auc([0.1, 0.3, 0.3, 0.4]), 0.875);
    }

    #[test]
    fn of_no_rows_there_is_no_score() {
        let scores = Ranked::new(Vec::new(), Vec::new()).scores(&[]);
        assert!(scores.log_loss.is_nan() && scores.brier.is_nan());
        assert!(skill(scores.log_loss, constant_log_loss(0.25, 0.0)).is_nan());
        assert!(skill(0.0, 0.0).is_nan());
    }

    #[test]
    fn the_training_rate_has_no_skill_over_itself() {
        let ranked = Ranked::new(vec![0.25; 8], [vec![true; 2], vec![false; 6]].concat());
        let scores = ranked.scores(&[1.0; 8]);
        assert!(skill(scores.log_loss, constant_log_loss(0.25, 0.25)).abs() < 1e-12);
        assert!((scores.brier - 0.1875).abs() < 1e-12);
        assert_eq!(scores.predicted, scores.events);
    }

    #[test]
    fn weights_are_counts_of_rows() {
        let twice = Ranked::new(vec![0.1, 0.6, 0.3], vec![false, true, true]).scores(&[2.0, 1.0, 0.0]);
        let listed = Ranked::new(vec![0.1, 0.1, 0.6], vec![false, false, true]).scores(&[1.0; 3]);
        assert_eq!(twice, listed);
    }
}
