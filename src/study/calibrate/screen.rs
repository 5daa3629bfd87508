//! Which parameters matter to what is on record: the others are left to their priors.

use super::likelihood::weighed;
use super::simulate::Simulator;
use super::{Failure, MOST_MOVED};
use crate::random::maths::{ln, sqrt};
use crate::random::{Family, Key, quantile};
use crate::scenario::parameters::PARAMETERS;

/// Chance that any parameter without effect is taken for one with.
const FALSE_ALARM: f64 = 0.01;
/// Parameters moved where none stands out.
const LEAST_MOVED: usize = 4;

/// What screening found.
#[derive(Clone, Debug, PartialEq)]
pub struct Screened {
    /// Places of the parameters to be moved, ascending.
    pub moved: Vec<usize>,
    /// Largest correlation of each with a flow or outcome.
    pub strength: Vec<f64>,
    pub candidates: usize,
    /// Correlation that had to be exceeded.
    pub threshold: f64,
}

impl Screened {
    /// How many are moved, and whether by passing the threshold.
    pub fn told(&self, runs: u64) -> String {
        let (moved, candidates, threshold) = (self.moved.len(), self.candidates, self.threshold);
        let passed = self
            .strength
            .iter()
            .filter(|strength| **strength > threshold)
            .count();
        match passed {
            _ if passed == moved => {
                format!("{moved} of {candidates} parameters (correlation over {threshold:.3} in {runs} runs)")
            }
            0 => format!(
                "{moved} of {candidates} parameters (none passed correlation {threshold:.3} in {runs} runs; the {moved} nearest are moved)"
            ),
            _ => format!(
                "{moved} of {candidates} parameters ({passed} passed correlation {threshold:.3} in {runs} runs; the nearest others are moved too)"
            ),
        }
    }
}

/// E2.9: normal scores of the parameters against ln(1 + flow) and outcomes of single runs under the prior.
pub fn screen(simulator: &mut Simulator, candidates: &[usize]) -> Result<Screened, Failure> {
    let rows = simulator.screening(simulator.plan.effort.screening)?;
    let plan = simulator.plan;
    let (flows, outcomes) = (simulator.evidence.flows.len(), simulator.evidence.outcomes.len());
    let columns: Vec<Vec<f64>> = (0..flows)
        .map(|flow| rows.iter().map(|(_, runs)| runs.flows[flow]).collect())
        .chain((0..outcomes).map(|outcome| {
            let is_weighed = simulator.evidence.is_weighed[outcome];
            let value = |chance: f64| {
                if is_weighed {
                    ln(weighed(chance, 1.0))
                } else {
                    chance
                }
            };
            rows.iter()
                .map(|(_, runs)| value(runs.chances[outcome]))
                .collect()
        }))
        .map(|column: Vec<f64>| standardised(&column))
        .collect();
    let keys: Vec<Key> = rows
        .iter()
        .map(|(draw, _)| Key::new(plan.seed, *draw, Family::Parameters))
        .collect();
    let strength = |place: &usize| {
        let stream = plan.scenario.parameters[*place].stream;
        let scores: Vec<f64> = keys
            .iter()
            .map(|key| quantile::normal(key.uniform(stream)))
            .collect();
        let scores = standardised(&scores);
        let largest = columns
            .iter()
            .map(|column| product(&scores, column).abs())
            .fold(0.0, f64::max);
        (*place, largest)
    };
    let found: Vec<(usize, f64)> = candidates.iter().map(strength).collect();
    Ok(choose(found, columns.len(), rows.len()))
}

fn choose(mut found: Vec<(usize, f64)>, columns: usize, rows: usize) -> Screened {
    let candidates = found.len();
    let tests = (candidates * columns).max(1) as f64;
    let threshold = quantile::normal(1.0 - FALSE_ALARM / (2.0 * tests)) / sqrt(rows.max(1) as f64);
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let passed = found.iter().filter(|(_, strength)| *strength > threshold).count();
    found.truncate(passed.clamp(LEAST_MOVED, MOST_MOVED));
    found.sort_by_key(|(place, _)| *place);
    debug_assert!(found.iter().all(|(place, _)| *place < PARAMETERS.len()));
    Screened {
        moved: found.iter().map(|(place, _)| *place).collect(),
        strength: found.iter().map(|(_, strength)| *strength).collect(),
        candidates,
        threshold,
    }
}

/// Values with mean 0 and length 1; zeros where they do not vary.
fn standardised(values: &[f64]) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    let length = sqrt(values.iter().map(|value| (value - mean) * (value - mean)).sum());
    values
        .iter()
        .map(|value| {
            if length > 0.0 {
                (value - mean) / length
            } else {
                0.0
            }
        })
        .collect()
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strongest_are_chosen_and_the_weak_left_to_their_priors() {
        let found: Vec<(usize, f64)> = (0..60)
            .map(|place| (place, f64::from(place as u32) / 100.0))
            .collect();
        let screened = choose(found, 10, 1_000);
        // 600 tests at 1 %: 4.3 standard errors of 0.0316.
        assert!(
            (screened.threshold - 0.1365).abs() < 0.001,
            "{}",
            screened.threshold
        );
        assert_eq!(screened.moved.len(), MOST_MOVED);
        assert_eq!((screened.moved[0], screened.moved[MOST_MOVED - 1]), (20, 59));
        let none = choose(
            vec![(3, 0.01), (9, 0.02), (4, 0.0), (7, 0.03), (8, 0.005)],
            10,
            1_000,
        );
        assert_eq!(none.moved, [3, 7, 8, 9]);
    }

    #[test]
    fn what_did_not_pass_is_not_said_to_have_passed() {
        let told = |strength: f64| choose((0..9).map(|place| (place, strength)).collect(), 1, 64).told(64);
        assert!(
            told(0.1).contains("none passed") && told(0.1).contains("the 4 nearest"),
            "{}",
            told(0.1)
        );
        assert!(
            told(0.9).starts_with("9 of 9 parameters (correlation over"),
            "{}",
            told(0.9)
        );
    }

    #[test]
    fn columns_are_standardised() {
        let scores = standardised(&[1.0, 2.0, 3.0]);
        assert!((product(&scores, &scores) - 1.0).abs() < 1e-12);
        assert_eq!(standardised(&[4.0, 4.0]), [0.0, 0.0]);
    }
}
