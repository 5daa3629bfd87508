//! One parameter draw and its runs, month by month.

use super::{Accumulator, RUNS_PER_DRAW};
use crate::model::{State, World, month};
use crate::random::Luck;
use crate::random::luck::Entities;
use crate::scenario::Scenario;
use std::ops::Range;

/// The memory of one thread: taken once, reused by every run.
pub struct Workspace {
    luck: Luck,
    state: Option<State>,
}

impl Workspace {
    pub fn sized(scenario: &Scenario, entities: &Entities) -> Self {
        Workspace {
            luck: Luck::sized(entities, scenario.months),
            state: None,
        }
    }

    /// Runs of one draw, in order. `runs` lies within the draw.
    pub fn simulate<A: Accumulator>(
        &mut self,
        scenario: &Scenario,
        entities: &Entities,
        seed: u64,
        runs: Range<u64>,
        records: &mut A,
    ) {
        let draw = runs.start / RUNS_PER_DRAW;
        let world = World::sample(scenario, seed, draw);
        let state = self.state.get_or_insert_with(|| State::sized(&world));
        records.begin_draw(&world, draw);
        for run in runs {
            self.luck.fill(entities, seed, run);
            state.reset(&world);
            records.begin_run(&world, state, run);
            for month in 0..scenario.months {
                state.month = month;
                month::simulate(&world, state, &self.luck);
                records.observe(&world, state);
            }
            records.end_run(&world, state);
        }
    }
}
