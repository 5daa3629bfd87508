//! Simulation-based calibration (Talts and others 2018): parameters drawn from the prior, data simulated from
//! them, a posterior fitted to the data. If the machinery is right, the truth lies anywhere among the particles with the
//! same chance. That alone is no proof: it holds for a sampler that ignores the data, too. So the data of the small model teach, and
//! the posterior must be the narrower for them.

mod bound;
mod small;
#[cfg(test)]
mod tests;

#[cfg(test)]
pub(super) use small::asked;

use super::evidence::Evidence;
use super::kernel::Draws;
use super::linear::moments;
use super::screen::Screened;
use super::simulate::{Simulator, YES};
use super::smc::{self, Plan, values};
use super::{Effort, Failure, Watch};
use crate::random::maths::sqrt;
use crate::scenario::parameters::PARAMETERS;
use small::Small;
use std::sync::atomic::{AtomicU64, Ordering};

/// Ranks are counted in so many equal parts.
pub const PARTS: usize = 4;
/// Part of the ranks at either end that is outside the interval whose coverage is counted.
pub const TAIL: f64 = 0.1;
/// Chance that a right machinery fails the test.
const FALSE_ALARM: f64 = 0.001;
/// Most that a posterior's standard deviation may be, mean of the fits, as a share of the prior's. A sampler that ignores the
/// data has 1.
pub const WIDEST: f64 = 0.7;

/// Heads of the columns in which a parameter's quarters, tails and width are shown.
pub const COLUMNS: [&str; PARTS + 3] = [
    "parameter",
    "first",
    "second",
    "third",
    "last",
    "outside",
    "width",
];

/// What the fits gave of one parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Tested {
    pub id: &'static str,
    /// Truths in each quarter of the ranks.
    pub counts: [u64; PARTS],
    /// Truths outside the middle of the ranks, in either tail.
    pub outside: u64,
    /// Standard deviation of the posterior over that of the prior, mean of the fits.
    pub width: f64,
}

/// Where the truths lay among the particles of their fits, and how narrow these were.
#[derive(Clone, Debug, PartialEq)]
pub struct SelfTest {
    pub fits: u64,
    pub parameters: Vec<Tested>,
    /// Least and most that any count of a quarter may be.
    pub bound: [u64; 2],
    /// The same of the truths outside.
    pub bound_outside: [u64; 2],
    /// Runs spent.
    pub runs: u64,
}

impl SelfTest {
    /// The ranks are as those of a right machinery.
    pub fn is_uniform(&self) -> bool {
        let within = |count: &u64, [least, most]: [u64; 2]| (least..=most).contains(count);
        self.parameters.iter().all(|tested| {
            tested.counts.iter().all(|count| within(count, self.bound))
                && within(&tested.outside, self.bound_outside)
        })
    }

    /// The data taught every parameter.
    pub fn is_taught(&self) -> bool {
        self.parameters.iter().all(|tested| tested.width <= WIDEST)
    }

    pub fn is_passed(&self) -> bool {
        self.is_uniform() && self.is_taught()
    }
}

/// Fits the small model `fits` times.
pub fn self_test(fits: u64, seed: u64, threads: usize, watch: &Watch) -> Result<SelfTest, Failure> {
    fit(&Small::new(), 1.0, fits, seed, threads, watch)
}

/// The likelihood counts so many times: once, but where the test itself is tested.
fn fit(
    small: &Small,
    times: f64,
    fits: u64,
    seed: u64,
    threads: usize,
    watch: &Watch,
) -> Result<SelfTest, Failure> {
    let (done, runs) = (AtomicU64::new(0), AtomicU64::new(0));
    let found = each(fits, threads, &|fit| {
        let (found, spent) = one_fit(small, times, seed, fit, watch)?;
        runs.fetch_add(spent, Ordering::Relaxed);
        (watch.on_progress)(done.fetch_add(1, Ordering::Relaxed) + 1, "fits");
        Ok(found)
    })?;
    let parameters: Vec<Tested> = small
        .moved
        .iter()
        .enumerate()
        .map(|(place, parameter)| {
            let id = PARAMETERS[*parameter].id;
            Tested::of(id, found.iter().map(|fit| fit[place]))
        })
        .collect();
    // All bounds together give one false alarm: a parameter has its quarters and its tails.
    let alarm = FALSE_ALARM / (parameters.len() * (PARTS + 1)) as f64;
    Ok(SelfTest {
        fits,
        parameters,
        bound: bound::bound(fits, 1.0 / PARTS as f64, alarm),
        bound_outside: bound::bound(fits, 2.0 * TAIL, alarm),
        runs: runs.into_inner(),
    })
}

/// What `one` gives of each fit, in their order. Plain threads, no pool: a thread of a pool that waits for the pool of its fit begins
/// another fit meanwhile, one upon the other, until its stack is full.
fn each<T: Send>(
    fits: u64,
    threads: usize,
    one: &(dyn Fn(u64) -> Result<T, Failure> + Sync),
) -> Result<Vec<T>, Failure> {
    let next = AtomicU64::new(0);
    let some = || {
        let mut found = Vec::new();
        loop {
            let fit = next.fetch_add(1, Ordering::Relaxed);
            if fit >= fits {
                return Ok(found);
            }
            found.push((fit, one(fit)?));
        }
    };
    let mut found = std::thread::scope(|scope| {
        let started: Result<Vec<_>, _> = (0..threads.max(1))
            .map(|_| std::thread::Builder::new().spawn_scoped(scope, some))
            .collect();
        let mut found = Vec::new();
        for thread in started.map_err(|error| Failure::Threads(error.to_string()))? {
            match thread.join() {
                Ok(part) => found.extend(part?),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Ok(found)
    })?;
    found.sort_by_key(|(fit, _)| *fit);
    Ok(found.into_iter().map(|(_, of)| of).collect())
}

/// One parameter of one fit.
#[derive(Clone, Copy, Debug)]
struct Fitted {
    /// Share of the ranks below the truth, ties with the ends broken by a uniform.
    rank: f64,
    /// Standard deviation over that of the prior.
    width: f64,
}

impl Tested {
    fn of(id: &'static str, fits: impl Iterator<Item = Fitted>) -> Self {
        let (mut counts, mut outside, mut width, mut number) = ([0; PARTS], 0, 0.0, 0.0);
        for fit in fits {
            counts[((fit.rank * PARTS as f64) as usize).min(PARTS - 1)] += 1;
            outside += u64::from(!(TAIL..=1.0 - TAIL).contains(&fit.rank));
            width += fit.width;
            number += 1.0;
        }
        Tested {
            id,
            counts,
            outside,
            width: width / number,
        }
    }
}

/// One truth, its data, its fit: what it gave of each unknown, and runs spent.
fn one_fit(
    small: &Small,
    times: f64,
    seed: u64,
    fit: u64,
    watch: &Watch,
) -> Result<(Vec<Fitted>, u64), Failure> {
    let Small { scenario, moved, .. } = small;
    // The luck of the data is never that of the fit.
    let plan = |part: u64, effort: Effort| Plan {
        scenario,
        seed: seed.wrapping_add((2 * fit + part).wrapping_mul(0x9e37_79b9_7f4a_7c15)),
        effort,
        times,
    };
    let quiet = Watch {
        on_progress: &|_, _| {},
        cancel: watch.cancel,
    };
    let one_run = Effort {
        particles: 1,
        runs: 1,
        ..small.effort
    };
    let mut draws = Draws::new(seed, fit, "truth", 0);
    let truth: Vec<f64> = moved.iter().map(|_| draws.normal()).collect();
    let mut evidence = Evidence::of(scenario, &[])?;
    let nature = Simulator::new(plan(0, one_run), 1, evidence.clone(), &quiet)?;
    let seen = nature.particles(moved, &[values(scenario, moved, &truth)], "data")?;
    for (flow, size) in evidence.flows.iter_mut().zip(&seen[0].flows) {
        flow.size = size + sqrt(flow.variance) * draws.normal();
    }
    for (outcome, occurred) in evidence.outcomes.iter_mut().zip(&seen[0].outcomes) {
        outcome.1 = *occurred == YES;
    }
    let mut simulator = Simulator::new(plan(1, small.effort), 1, evidence, &quiet)?;
    let screened = Screened {
        strength: vec![1.0; moved.len()],
        candidates: moved.len(),
        threshold: 0.0,
        moved: moved.clone(),
    };
    let found = smc::run(&mut simulator, screened)?;
    let one = |place: usize| {
        let scores = found.scores.iter().map(|scores| scores[place]);
        let below = scores.clone().filter(|score| *score < truth[place]).count();
        Fitted {
            rank: (below as f64 + draws.uniform()) / (found.scores.len() as f64 + 1.0),
            width: sqrt(moments(scores).1),
        }
    };
    Ok(((0..moved.len()).map(one).collect(), found.runs))
}
