//! Simulation-based calibration (Talts and others 2018): parameters drawn from the prior, data simulated from
//! them, a posterior fitted to the data. If the machinery is right, the truth lies anywhere among the
//! particles with the same chance.

use super::evidence::Evidence;
use super::kernel::Draws;
use super::screen::Screened;
use super::simulate::{Simulator, YES};
use super::smc::{self, Plan, values};
use super::{Effort, Failure, Watch};
use crate::model::testing::{self, BEAR, CRANE, DRAGON, SHELLS};
use crate::random::maths::{pow, sqrt};
use crate::scenario::Scenario;
use crate::scenario::outcome::{Condition, FlowSelection, Outcome};
use crate::scenario::parameters::{PARAMETERS, parameter_index};
use crate::scenario::target::{Summary, Target};
use crate::scenario::world::Cargo;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// Parameters of the small model that are not known.
pub const UNKNOWN: [&str; 3] = ["release-months", "test-rate", "exercise-rate"];
/// Ranks are counted in so many equal parts.
pub const PARTS: usize = 4;
/// Chance that a right machinery fails the test.
const FALSE_ALARM: f64 = 0.001;
const MONTHS: usize = 8;
const EFFORT: Effort = Effort {
    screening: 0,
    particles: 24,
    runs: 8,
    moves: 4,
};

/// Where the truths lay among the particles of their fits.
#[derive(Clone, Debug, PartialEq)]
pub struct SelfTest {
    pub fits: u64,
    /// A row a parameter: truths in each quarter of the ranks.
    pub counts: Vec<(&'static str, [u64; PARTS])>,
    /// Least and most that any count may be.
    pub bound: [u64; 2],
    /// Runs spent.
    pub runs: u64,
}

impl SelfTest {
    pub fn is_uniform(&self) -> bool {
        let [least, most] = self.bound;
        self.counts
            .iter()
            .all(|(_, counts)| counts.iter().all(|count| (least..=most).contains(count)))
    }
}

/// Fits the small model `fits` times.
pub fn self_test(fits: u64, seed: u64, threads: usize, watch: &Watch) -> Result<SelfTest, Failure> {
    let scenario = small();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads.max(1))
        .build()
        .map_err(|error| Failure::Threads(error.to_string()))?;
    let (done, runs) = (AtomicU64::new(0), AtomicU64::new(0));
    let one = |fit: u64| {
        let (ranks, spent) = one_fit(&scenario, seed, fit, watch)?;
        runs.fetch_add(spent, Ordering::Relaxed);
        (watch.on_progress)(done.fetch_add(1, Ordering::Relaxed) + 1, "fits");
        Ok(ranks)
    };
    let ranks: Result<Vec<[usize; UNKNOWN.len()]>, Failure> =
        pool.install(|| (0..fits).into_par_iter().map(one).collect());
    let mut counts = no_counts();
    for ranks in ranks? {
        for ((_, counts), part) in counts.iter_mut().zip(ranks) {
            counts[part] += 1;
        }
    }
    let cells = (UNKNOWN.len() * PARTS) as f64;
    Ok(SelfTest {
        fits,
        counts,
        bound: bound(fits, FALSE_ALARM / cells),
        runs: runs.into_inner(),
    })
}

/// One truth, its data, its fit: the part of the ranks each unknown lies in, and runs spent.
fn one_fit(
    scenario: &Scenario,
    seed: u64,
    fit: u64,
    watch: &Watch,
) -> Result<([usize; UNKNOWN.len()], u64), Failure> {
    let moved = moved();
    // The luck of the data is never that of the fit.
    let plan = |part: u64, effort: Effort| Plan {
        scenario,
        seed: seed.wrapping_add((2 * fit + part).wrapping_mul(0x9e37_79b9_7f4a_7c15)),
        effort,
    };
    let quiet = Watch {
        on_progress: &|_, _| {},
        cancel: watch.cancel,
    };
    let one_run = Effort {
        particles: 1,
        runs: 1,
        ..EFFORT
    };
    let mut draws = Draws::new(seed, fit, "truth", 0);
    let truth: Vec<f64> = moved.iter().map(|_| draws.normal()).collect();
    let mut evidence = Evidence::of(scenario, &[])?;
    let nature = Simulator::new(plan(0, one_run), 1, evidence.clone(), &quiet)?;
    let seen = nature.particles(&moved, &[values(scenario, &moved, &truth)], "data")?;
    for (flow, size) in evidence.flows.iter_mut().zip(&seen[0].flows) {
        flow.size = size + sqrt(flow.variance) * draws.normal();
    }
    for (outcome, occurred) in evidence.outcomes.iter_mut().zip(&seen[0].outcomes) {
        outcome.1 = *occurred == YES;
    }
    let mut simulator = Simulator::new(plan(1, EFFORT), 1, evidence, &quiet)?;
    let screened = Screened {
        strength: vec![1.0; moved.len()],
        candidates: moved.len(),
        threshold: 0.0,
        moved,
    };
    let found = smc::run(&mut simulator, screened)?;
    let mut parts = [0; UNKNOWN.len()];
    for (place, part) in parts.iter_mut().enumerate() {
        let below = found
            .scores
            .iter()
            .filter(|scores| scores[place] < truth[place])
            .count();
        let rank = (below as f64 + draws.uniform()) / (found.scores.len() as f64 + 1.0);
        *part = ((rank * PARTS as f64) as usize).min(PARTS - 1);
    }
    Ok((parts, found.runs))
}

/// A row of zeros for each unknown, in the order of a fit's parts, which is that of the parameters' table.
fn no_counts() -> Vec<(&'static str, [u64; PARTS])> {
    moved()
        .into_iter()
        .map(|place| (PARAMETERS[place].id, [0; PARTS]))
        .collect()
}

fn moved() -> Vec<usize> {
    let mut moved: Vec<usize> = UNKNOWN.iter().filter_map(|id| parameter_index(id)).collect();
    moved.sort_unstable();
    moved
}

/// The made-up world of the model's own tests over a year, three of its parameters unknown.
fn small() -> Scenario {
    let mut scenario = testing::scenario();
    scenario.months = MONTHS;
    for (place, number) in scenario.parameters.iter_mut().enumerate() {
        if !UNKNOWN.contains(&PARAMETERS[place].id) {
            (number.low, number.high) = (number.central, number.central);
        }
    }
    scenario.targets = vec![Target {
        id: "shells".into(),
        description: "shells".into(),
        flow: FlowSelection {
            from: vec![CRANE],
            to: vec![BEAR],
            cargo: vec![Cargo::Good(SHELLS)],
        },
        is_value: false,
        unit: "unit".into(),
        summary: Summary::Total,
        from: 0,
        by: MONTHS - 1,
        // Data are simulated: only the width counts, and it is none.
        low: 0.0,
        central: 0.0,
        high: 0.0,
        source: "simulated".into(),
        is_learned: true,
    }];
    let group = vec![BEAR, DRAGON];
    scenario.outcomes = vec![
        asked("test", Condition::Test { actor: CRANE }, MONTHS, false),
        asked("exercise", Condition::Exercise { group }, MONTHS, false),
    ];
    scenario
}

/// A question about all the months of a small world, with its answer.
pub(super) fn asked(id: &str, condition: Condition, months: usize, observed: bool) -> Outcome {
    Outcome {
        id: id.into(),
        description: id.into(),
        condition,
        hold: 1,
        from: 0,
        by: months - 1,
        given: None,
        is_headline: false,
        reference: None,
        exposed: 1,
        observed: Some(observed),
        observed_month: None,
    }
}

/// Counts that a binomial variable of chance 1 / PARTS keeps within, but for `alarm` in all.
fn bound(fits: u64, alarm: f64) -> [u64; 2] {
    let p = 1.0 / PARTS as f64;
    let n = fits as f64;
    let mut mass = pow(1.0 - p, n);
    let (mut below, mut least, mut most) = (0.0, None, fits);
    for count in 0..=fits {
        below += mass;
        if least.is_none() && below > alarm / 2.0 {
            least = Some(count);
        }
        if below >= 1.0 - alarm / 2.0 {
            most = count;
            break;
        }
        mass *= (n - count as f64) / (count as f64 + 1.0) * p / (1.0 - p);
    }
    [least.unwrap_or(0), most]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicBool;

    #[test]
    fn the_bound_is_that_of_the_binomial() {
        // 20 fits, chance 1/4: P(X <= 0) = 0.0032, P(X <= 1) = 0.0243; P(X <= 9) = 0.9861, P(X <= 8) = 0.9591.
        assert_eq!(bound(20, 0.04), [1, 9]);
        let [least, most] = bound(1_000, 0.001);
        assert!(
            least > 200 && least < 215 && most > 285 && most < 300,
            "{least} {most}"
        );
    }

    #[test]
    fn a_row_of_counts_bears_the_name_of_the_parameter_it_counts() {
        let counts = no_counts();
        assert_eq!(counts.len(), UNKNOWN.len());
        for ((id, _), place) in counts.into_iter().zip(moved()) {
            assert_eq!(parameter_index(id), Some(place));
        }
    }

    #[test]
    fn two_hundred_fits_find_the_truth_anywhere_among_their_particles() {
        let watch = Watch {
            on_progress: &|_, _| {},
            cancel: &AtomicBool::new(false),
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let found = self_test(200, 1, threads, &watch).expect("fits");
        assert!(found.is_uniform(), "{found:?}");
    }
}
