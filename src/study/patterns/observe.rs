//! Runs the arms: the same parameter draws and the same luck in each.

use super::quantity::{Follower, Quantity};
use crate::engine::RUNS_PER_DRAW;
use crate::model::{State, World, month};
use crate::random::Luck;
use crate::random::luck::Entities;
use crate::scenario::{Scenario, entities};
use rayon::prelude::*;

/// Mean over the runs of a draw of every quantity (runs without a value left out), a row a draw.
pub fn observe(
    scenario: &Scenario,
    quantities: &[&'static Quantity],
    seed: u64,
    draws: u64,
    runs: u64,
    on_run: &(dyn Fn() + Sync),
) -> Vec<Vec<f64>> {
    let entities = entities(scenario);
    (0..draws)
        .into_par_iter()
        .map(|draw| observe_draw(scenario, &entities, quantities, seed, draw, runs, on_run))
        .collect()
}

fn observe_draw(
    scenario: &Scenario,
    entities: &Entities,
    quantities: &[&'static Quantity],
    seed: u64,
    draw: u64,
    runs: u64,
    on_run: &(dyn Fn() + Sync),
) -> Vec<f64> {
    let world = World::sample(scenario, seed, draw);
    let mut state = State::sized(&world);
    let mut luck = Luck::sized(entities, scenario.months);
    let mut follower = Follower::new(quantities, scenario);
    let mut sums = vec![(0.0, 0u32); quantities.len()];
    let first = draw * RUNS_PER_DRAW;
    for run in first..first + runs.clamp(1, RUNS_PER_DRAW) {
        luck.fill(entities, seed, run);
        state.reset(&world);
        follower.begin(&world, &state);
        for month in 0..scenario.months {
            state.month = month;
            month::simulate(&world, &mut state, &luck);
            follower.observe(&world, &state);
        }
        for (sum, value) in sums.iter_mut().zip(follower.values()) {
            if !value.is_nan() {
                *sum = (sum.0 + value, sum.1 + 1);
            }
        }
        on_run();
    }
    sums.iter()
        .map(|(sum, runs)| {
            if *runs == 0 {
                f64::NAN
            } else {
                sum / f64::from(*runs)
            }
        })
        .collect()
}
