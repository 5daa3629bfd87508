//! Runs of particles under common luck: run r of every particle has the same luck and the same draw of all that
//! is not moved (world cells, errors of the hazards' coefficients, protected and unmoved parameters).

use super::evidence::Evidence;
use super::smc::Plan;
use super::{Failure, Watch};
use crate::model::{State, World, month};
use crate::random::Luck;
use crate::random::luck::Entities;
use crate::random::maths::ln1p;
use crate::record::chances::Chances;
use crate::record::monitor::Monitor;
use crate::record::runs::{NOT_COUNTED, NOT_OCCURRED};
use crate::record::targets::TargetWatch;
use crate::scenario::{Scenario, entities};
use crate::study::targets;
use rayon::prelude::*;
use std::sync::atomic::{AtomicU64, Ordering};

/// Whether an outcome occurred in a run.
pub const NO: u8 = 0;
pub const YES: u8 = 1;
/// What it is given did not occur.
pub const NOT_ASKED: u8 = 2;

/// First draw and run of the screening: none of them is one of the particles'.
const SCREENING: u64 = 1 << 40;

/// What the runs of one particle gave.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Runs {
    /// run x flow: ln(1 + size).
    pub flows: Vec<f64>,
    /// run x outcome.
    pub outcomes: Vec<u8>,
    /// run x outcome: the compensator of a pair's treaty (E2.10); where an outcome has none, whether it occurred.
    pub chances: Vec<f64>,
}

/// The memory of one thread.
struct Desk {
    state: Option<State>,
    monitor: Monitor,
    chances: Chances,
    targets: TargetWatch,
}

pub struct Simulator<'s> {
    pub plan: Plan<'s>,
    pub evidence: Evidence,
    entities: Entities,
    /// Luck of the particles' runs, drawn once.
    luck: Vec<Luck>,
    pool: rayon::ThreadPool,
    done: AtomicU64,
    watch: &'s Watch<'s>,
}

impl<'s> Simulator<'s> {
    pub fn new(
        plan: Plan<'s>,
        threads: usize,
        evidence: Evidence,
        watch: &'s Watch<'s>,
    ) -> Result<Self, Failure> {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads.max(1))
            .build()
            .map_err(|error| Failure::Threads(error.to_string()))?;
        let entities = entities(plan.scenario);
        let luck = (0..plan.effort.runs as u64)
            .map(|run| luck(&entities, plan.scenario, plan.seed, run))
            .collect();
        Ok(Simulator {
            plan,
            evidence,
            entities,
            luck,
            pool,
            done: AtomicU64::new(0),
            watch,
        })
    }

    /// Runs simulated so far.
    pub fn done(&self) -> u64 {
        self.done.load(Ordering::Relaxed)
    }

    /// Runs of particles, each given by the values of the parameters at `places`.
    pub fn particles(
        &self,
        places: &[usize],
        particles: &[Vec<f64>],
        what: &str,
    ) -> Result<Vec<Runs>, Failure> {
        let Plan { scenario, seed, .. } = self.plan;
        let one = |desk: &mut Desk, values: &Vec<f64>| {
            let mut runs = Runs::default();
            for (run, luck) in self.luck.iter().enumerate() {
                if self.watch.cancel.load(Ordering::Relaxed) {
                    return None;
                }
                let world = World::with_parameters(scenario, seed, run as u64, places, values);
                self.simulate(desk, &world, luck, &mut runs);
            }
            self.tell(self.luck.len() as u64, what);
            Some(runs)
        };
        let runs: Option<Vec<Runs>> = self
            .pool
            .install(|| particles.par_iter().map_init(|| self.desk(), one).collect());
        runs.ok_or(Failure::Interrupted)
    }

    /// Single runs, each with a parameter draw of its own; and those draws' numbers.
    pub fn screening(&self, count: u64) -> Result<Vec<(u64, Runs)>, Failure> {
        let Plan { scenario, seed, .. } = self.plan;
        let one = |(desk, luck): &mut (Desk, Luck), run: u64| {
            if self.watch.cancel.load(Ordering::Relaxed) {
                return None;
            }
            let mut runs = Runs::default();
            luck.fill(&self.entities, seed, SCREENING + run);
            let world = World::sample(scenario, seed, SCREENING + run);
            self.simulate(desk, &world, luck, &mut runs);
            self.tell(1, "which parameters matter");
            Some((SCREENING + run, runs))
        };
        let rows: Option<Vec<(u64, Runs)>> = self.pool.install(|| {
            (0..count)
                .into_par_iter()
                .map_init(
                    || (self.desk(), Luck::sized(&self.entities, scenario.months)),
                    one,
                )
                .collect()
        });
        rows.ok_or(Failure::Interrupted)
    }

    fn desk(&self) -> Desk {
        Desk {
            state: None,
            monitor: Monitor::compile(self.plan.scenario),
            chances: Chances::compile(self.plan.scenario),
            targets: targets::watch(self.plan.scenario),
        }
    }

    fn tell(&self, runs: u64, what: &str) {
        let done = self.done.fetch_add(runs, Ordering::Relaxed) + runs;
        (self.watch.on_progress)(done, what);
    }

    /// One run; what the evidence asks of it is added to `runs`.
    fn simulate(&self, desk: &mut Desk, world: &World, luck: &Luck, runs: &mut Runs) {
        let state = desk.state.get_or_insert_with(|| {
            let mut state = State::sized(world);
            desk.chances.watch(&mut state);
            state
        });
        state.reset(world);
        desk.monitor.begin_run(world, state);
        desk.chances.begin_run();
        desk.targets.begin_run(world);
        for month in 0..self.plan.scenario.months {
            state.month = month;
            month::simulate(world, state, luck);
            desk.monitor.observe(world, state);
            desk.chances.observe(state, &desk.monitor);
            desk.targets.observe(world, state);
        }
        desk.monitor.end_run();
        let sizes = desk.targets.sizes();
        runs.flows
            .extend(self.evidence.flows.iter().map(|flow| ln1p(sizes[flow.target])));
        let months = desk.monitor.months();
        let occurred = |place: usize| match months[place] {
            NOT_COUNTED => NOT_ASKED,
            NOT_OCCURRED => NO,
            _ => YES,
        };
        for (place, _) in &self.evidence.outcomes {
            let answer = occurred(*place);
            runs.outcomes.push(answer);
            let counted = f64::from(u8::from(answer == YES));
            runs.chances.push(desk.chances.of(*place).unwrap_or(counted));
        }
    }
}

fn luck(entities: &Entities, scenario: &Scenario, seed: u64, run: u64) -> Luck {
    let mut luck = Luck::sized(entities, scenario.months);
    luck.fill(entities, seed, run);
    luck
}
