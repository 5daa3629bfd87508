//! The witness of a mechanism: the same draws and the same luck, once with it and once without.

use super::measures::{MEASURES, Measure, measure_index};
use crate::model::{State, World, month};
use crate::random::Luck;
use crate::random::luck::Entities;
use crate::scenario::mechanisms::{MECHANISMS, MechanismSpec, Sign, Witness};
use crate::scenario::{Scenario, entities};
use rayon::prelude::*;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Runs that share a parameter draw.
const RUNS_PER_DRAW: u64 = 8;

/// Mean over runs of every measure, a row a parameter draw, in the order of the draws.
pub fn observe(scenario: &Scenario, entities: &Entities, seed: u64, runs: u64) -> Vec<Vec<f64>> {
    let draws: Vec<u64> = (0..runs.div_ceil(RUNS_PER_DRAW)).collect();
    draws
        .par_iter()
        .map(|draw| observe_draw(scenario, entities, seed, *draw, MEASURES))
        .collect()
}

fn observe_draw(
    scenario: &Scenario,
    entities: &Entities,
    seed: u64,
    draw: u64,
    measures: &[Measure],
) -> Vec<f64> {
    let world = World::sample(scenario, seed, draw);
    let mut state = State::sized(&world);
    let mut luck = Luck::sized(entities, scenario.months);
    let mut sums = vec![0.0; measures.len()];
    for run in draw * RUNS_PER_DRAW..(draw + 1) * RUNS_PER_DRAW {
        luck.fill(entities, seed, run);
        state.reset(&world);
        for month in 0..scenario.months {
            state.month = month;
            month::simulate(&world, &mut state, &luck);
            for (sum, measure) in sums.iter_mut().zip(measures) {
                *sum += (measure.monthly)(&world, &state);
            }
        }
    }
    sums.iter().map(|sum| sum / RUNS_PER_DRAW as f64).collect()
}

/// A mean paired difference and its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    pub mean: f64,
    pub low: f64,
    pub high: f64,
}

/// Interval of the mean of `with - without` over draws, at the two-sided `confidence`
/// (Student's t; draws are independent, runs within a draw are not).
pub fn paired(with: &[f64], without: &[f64], confidence: f64) -> Difference {
    let differences: Vec<f64> = with.iter().zip(without).map(|(a, b)| a - b).collect();
    let n = differences.len() as f64;
    let mean = differences.iter().sum::<f64>() / n;
    let variance = differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0).max(1.0);
    let error = crate::random::maths::sqrt(variance / n);
    let t = StudentsT::new(0.0, 1.0, (n - 1.0).max(1.0))
        .map_or(f64::INFINITY, |t| t.inverse_cdf(0.5 + confidence / 2.0));
    Difference {
        mean,
        low: mean - t * error,
        high: mean + t * error,
    }
}

/// What the witness of one mechanism showed.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub mechanism: &'static MechanismSpec,
    /// Mean of the measure with the mechanism, per run.
    pub with: f64,
    /// With less without, and its 99 % interval.
    pub difference: Difference,
    /// The interval excludes 0 in the stated direction.
    pub is_shown: bool,
}

/// Confidence of a witness's interval.
const CONFIDENCE: f64 = 0.99;

/// Runs the witnesses of the mechanisms at `indices`; `load` gives a shipped scenario by name.
/// Ensembles with everything on are shared between witnesses of one scenario, seed and number of runs.
pub fn verify<E>(
    indices: &[usize],
    mut load: impl FnMut(&str) -> Result<Scenario, E>,
) -> Result<Vec<Verdict>, E> {
    let mut verdicts = Vec::new();
    let mut shared: Option<(Witness, Scenario, Entities, Vec<Vec<f64>>)> = None;
    let mut order = indices.to_vec();
    order.sort_by_key(|i| {
        let witness = &MECHANISMS[*i].witness;
        (witness.scenario, witness.seed, witness.runs, *i)
    });
    for index in order {
        let mechanism = &MECHANISMS[index];
        let witness = mechanism.witness;
        let is_shared = shared.as_ref().is_some_and(|(other, ..)| {
            (other.scenario, other.seed, other.runs) == (witness.scenario, witness.seed, witness.runs)
        });
        if !is_shared {
            let scenario = load(witness.scenario)?;
            let entities = entities(&scenario);
            let rows = observe(&scenario, &entities, witness.seed, witness.runs);
            shared = Some((witness, scenario, entities, rows));
        }
        if let Some((_, scenario, entities, on)) = &shared {
            verdicts.push(verdict(mechanism, index, scenario, entities, on));
        }
    }
    verdicts.sort_by_key(|verdict| MECHANISMS.iter().position(|m| m.id == verdict.mechanism.id));
    Ok(verdicts)
}

fn verdict(
    mechanism: &'static MechanismSpec,
    index: usize,
    scenario: &Scenario,
    entities: &Entities,
    on: &[Vec<f64>],
) -> Verdict {
    let witness = mechanism.witness;
    let mut without = scenario.clone();
    without.switches.turn_off(index);
    let off = observe(&without, entities, witness.seed, witness.runs);
    let place = measure_index(witness.measure).unwrap_or_default();
    let column = |rows: &[Vec<f64>]| rows.iter().map(|row| row[place]).collect::<Vec<f64>>();
    let (on, off) = (column(on), column(&off));
    let difference = paired(&on, &off, CONFIDENCE);
    let is_shown = match witness.sign {
        Sign::Raises => difference.low > 0.0,
        Sign::Lowers => difference.high < 0.0,
    };
    Verdict {
        mechanism,
        with: on.iter().sum::<f64>() / on.len().max(1) as f64,
        difference,
        is_shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_constant_difference_has_no_width_and_noise_has_some() {
        let difference = paired(&[3.0, 4.0, 5.0], &[1.0, 2.0, 3.0], 0.99);
        assert_eq!(
            (difference.low, difference.mean, difference.high),
            (2.0, 2.0, 2.0)
        );
        // Differences 1, 2, 3: mean 2, standard error 1/sqrt(3), t(2) at 99 % = 9.925.
        let noisy = paired(&[1.0, 2.0, 3.0], &[0.0, 0.0, 0.0], 0.99);
        assert!((noisy.high - 2.0 - 9.9248 / 3.0f64.sqrt()).abs() < 1e-3);
        assert!(noisy.low < 0.0);
    }
}
