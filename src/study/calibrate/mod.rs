//! Calibration (docs/calibration.md): which parameters would have given the flows and outcomes on record.
//! Sequential Monte Carlo over a synthetic likelihood; the hazards of treaties stay as the panel fitted them.

pub mod evidence;
mod kernel;
pub mod likelihood;
mod linear;
pub mod protected;
#[cfg(test)]
mod rare_tests;
pub mod report;
mod screen;
pub mod self_test;
mod simulate;
mod smc;
pub mod write;

pub use evidence::Evidence;
pub use smc::{Calibration, Stage};

use crate::scenario::Scenario;
use std::sync::atomic::AtomicBool;

/// Fewest runs that can be spent.
pub const LEAST_BUDGET: u64 = 512;
/// Most parameters that are moved.
pub const MOST_MOVED: usize = 40;

/// What a calibration may spend, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// Runs in all.
    pub budget: u64,
    pub seed: u64,
    pub threads: usize,
}

/// How the budget is parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Runs, each with a parameter draw of its own, that show which parameters matter.
    pub screening: u64,
    pub particles: usize,
    /// Runs of each particle.
    pub runs: usize,
    /// Times that every particle is moved.
    pub moves: usize,
}

impl Effort {
    /// An eighth for screening; the rest for about ten generations of particles.
    pub fn of(budget: u64) -> Self {
        let screening = budget / 8;
        let rest = budget - screening;
        let runs = if rest >= 12_000 { 16 } else { 8 };
        let particles = (rest / (11 * runs)).clamp(16, 512);
        Effort {
            screening,
            particles: particles as usize,
            runs: runs as usize,
            moves: (rest / (runs * particles)).saturating_sub(1) as usize,
        }
    }
}

/// Who watches, and who may stop it.
pub struct Watch<'w> {
    /// Called with the runs done so far and what is being done.
    pub on_progress: &'w (dyn Fn(u64, &str) + Sync),
    /// Set from outside (Ctrl-C).
    pub cancel: &'w AtomicBool,
}

/// Why no posterior came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    Interrupted,
    /// Neither a target nor an observed outcome.
    NoEvidence,
    /// The scenario has a posterior already.
    HasPosterior,
    BudgetTooSmall,
    /// A name to be left out that is no target and no observed outcome.
    Unknown {
        name: String,
        nearest: Option<String>,
    },
    /// Every parameter is certain or protected.
    NothingMoves,
    Threads(String),
}

/// The posterior of a scenario's parameters given its targets and observed outcomes, those of `without` left out.
pub fn calibrate(
    scenario: &Scenario,
    without: &[String],
    options: &Options,
    watch: &Watch,
) -> Result<Calibration, Failure> {
    if scenario.posterior.is_some() {
        return Err(Failure::HasPosterior);
    }
    if options.budget < LEAST_BUDGET {
        return Err(Failure::BudgetTooSmall);
    }
    let evidence = Evidence::of(scenario, without)?;
    let effort = Effort::of(options.budget);
    let candidates = protected::candidates(scenario);
    if candidates.is_empty() {
        return Err(Failure::NothingMoves);
    }
    let plan = smc::Plan {
        scenario,
        seed: options.seed,
        effort,
        times: 1.0,
    };
    let mut simulator = simulate::Simulator::new(plan, options.threads, evidence, watch)?;
    let screened = screen::screen(&mut simulator, &candidates)?;
    smc::run(&mut simulator, screened)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_is_kept() {
        for budget in [512, 1_000, 5_000, 20_000, 100_000, 1_000_000] {
            let effort = Effort::of(budget);
            let spent = effort.screening + (effort.particles * effort.runs * (1 + effort.moves)) as u64;
            assert!(spent <= budget, "{effort:?}");
            assert!(spent * 10 >= budget * 7, "{effort:?}");
            assert!(effort.moves >= 1, "{effort:?}");
        }
    }
}
