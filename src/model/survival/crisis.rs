//! Regime crises (E3.9): long strain raises the hazard; part of the strategy is drawn anew.

use crate::model::state::State;
use crate::model::war::state::NEVER;
use crate::model::world::{World, YEAR};
use crate::random::Luck;
use crate::random::luck::actor_slot;
use crate::random::maths::{exp, ln1p, probability_of_hazard};
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::NEED_COUNT;

/// Monthly weight of the newest H in the strain: a half-life of about a year, 1 - 2^(-1/12).
pub const STRAIN_RATE: f64 = 0.056_125_687;

/// Monthly hazard of a yearly chance.
#[inline]
pub fn ordinary(yearly: f64) -> f64 {
    -ln1p(-yearly.clamp(0.0, 0.99)) / YEAR
}

/// E3.9: monthly hazard from the ordinary one and the strain above ordinary.
#[inline]
pub fn hazard(ordinary: f64, slope: f64, strain_above: f64) -> f64 {
    ordinary * exp((slope * strain_above).clamp(-3.0, 3.0))
}

pub fn advance(world: &World, state: &mut State, luck: &Luck) {
    for actor in 0..world.n {
        if state.survival.leader_removed[actor] {
            redraw(world, state, luck, actor);
        }
        let survival = &mut state.survival;
        let pressure = survival.pressure[actor];
        if state.month == 0 {
            survival.strain[actor] = pressure;
            survival.strain_at_start[actor] = pressure;
        } else {
            survival.strain[actor] += STRAIN_RATE * (pressure - survival.strain[actor]);
        }
        survival.in_crisis[actor] = false;
        let since = &mut survival.months_since_crisis[actor];
        *since = since.saturating_add(1).min(NEVER);
        if world.is_bloc[actor] || !world.on(Mechanism::RegimeCrisis) {
            continue;
        }
        let above = survival.strain[actor] - survival.strain_at_start[actor];
        let chance = probability_of_hazard(hazard(
            survival.ordinary_hazard[actor],
            world.parameters.crisis_slope,
            above,
        ));
        if luck.actor(actor, state.month, actor_slot::CRISIS) < chance {
            begin(world, state, luck, actor);
        }
    }
}

fn begin(world: &World, state: &mut State, luck: &Luck, actor: usize) {
    let survival = &mut state.survival;
    survival.in_crisis[actor] = true;
    survival.months_since_crisis[actor] = 0;
    survival.strain_at_start[actor] = survival.strain[actor];
    redraw(world, state, luck, actor);
}

/// New leaders, new priorities: one need, drawn by nothing but luck, gains weight at the expense of all.
/// By itself (a leader removed by policy) this is no crisis: nothing collapses.
fn redraw(world: &World, state: &mut State, luck: &Luck, actor: usize) {
    let survival = &mut state.survival;
    let draw = luck.actor(actor, state.month, actor_slot::LEADER) * NEED_COUNT as f64;
    let chosen = (draw as usize).min(NEED_COUNT - 1);
    // What is left of the draw is as good as a new one.
    survival.leader_luck[actor] = draw.fract();
    let spread = luck.actor(actor, state.month, actor_slot::WEIGHTS);
    let shift = (2.0 * world.parameters.crisis_shift * spread).min(0.9);
    for need in 0..NEED_COUNT {
        let weight = &mut survival.weights[actor * NEED_COUNT + need];
        *weight = (1.0 - shift) * *weight + if need == chosen { shift } else { 0.0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenth_more_strain_raises_the_hazard_by_its_slope() {
        // -ln(0.98) / 12 x e^0.6 = 0.0016836 x 1.8221 = 0.0030676.
        assert!((hazard(ordinary(0.02), 6.0, 0.1) - 0.003_067_6).abs() < 1e-6);
        assert_eq!(hazard(ordinary(0.0), 6.0, 0.5), 0.0);
    }
}
