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

/// Which luck a run of a draw has: that of an ensemble for the first eight; more of them take theirs from
/// indices that no ensemble reaches, so that no two draws share any.
fn luck_of(draw: u64, run: u64) -> u64 {
    const BEYOND: u64 = 1 << 32;
    (run / RUNS_PER_DRAW) * BEYOND + draw * RUNS_PER_DRAW + run % RUNS_PER_DRAW
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
    for run in 0..runs {
        luck.fill(entities, seed, luck_of(draw, run));
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

#[cfg(test)]
mod tests {
    use super::luck_of;

    #[test]
    fn eight_runs_are_those_of_an_ensemble_and_no_luck_is_used_twice() {
        assert_eq!(luck_of(0, 7), 7);
        assert_eq!(luck_of(3, 0), 24);
        let mut all: Vec<u64> = (0..50)
            .flat_map(|draw| (0..32).map(move |run| luck_of(draw, run)))
            .collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 50 * 32);
    }
}
