//! Munitions are used, the front moves with the balance of fire, soldiers fall.

use super::demand::{is_in_use, want};
use super::state::grade;
use super::troops_good;
use crate::model::state::State;
use crate::model::world::World;
use crate::random::Luck;
use crate::random::luck::theatre_slot;
use crate::random::maths::{ln, quantise_down, tanh};
use crate::random::quantile;
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::Use;

/// Loss of effect when command is in full disorder; assumed.
const DISORDER_COST: f64 = 0.5;

/// E6.4, E6.5.
pub(super) fn advance(world: &World, state: &mut State, luck: &Luck) {
    use_munitions(world, state);
    for t in 0..world.scenario.theatres.len() {
        if !is_in_use(world, state, t) {
            continue;
        }
        let mean_want = measure_fire(world, state, t);
        if state.war.was_at_war[t] {
            move_front(world, state, luck, t, mean_want);
            bury(world, state, t);
        }
    }
}

/// E6.4: used = min(wanted, stock), rounded down: never more than there is.
fn use_munitions(world: &World, state: &mut State) {
    state.war.used.fill(0.0);
    for index in 0..world.n * world.g {
        let wanted = state.war.wanted[index];
        if wanted > 0.0 {
            let used = quantise_down(wanted.min(state.economy.stock[index]));
            state.economy.stock[index] -= used;
            state.war.used[index] = used;
            state.war.totals.munitions_used += used * world.price[index % world.g];
        }
    }
}

/// Fire of both sides; what an actor used is split over its theatres as it wanted. Returns the mean strength
/// wanted by the two sides.
fn measure_fire(world: &World, state: &mut State, t: usize) -> f64 {
    let (n, g) = (world.n, world.g);
    let mut wants = [0.0; 2];
    for side in 0..2 {
        let mut fire = 0.0;
        for actor in 0..n {
            let share = state.war.side_share[(t * 2 + side) * n + actor];
            if share <= 0.0 {
                continue;
            }
            let effect = 1.0 - DISORDER_COST * state.war.disorder[actor];
            for &Use { good, .. } in &world.scenario.theatres[t].uses[side] {
                let strength = world.strength[good];
                let units = if strength > 0.0 {
                    want(world, state, t, side, actor, good)
                } else {
                    0.0
                };
                if units > 0.0 {
                    let had =
                        state.war.used[actor * g + good] / state.war.wanted[actor * g + good].max(units);
                    wants[side] += units * strength;
                    fire += units * strength * had * effect;
                }
            }
        }
        let place = t * 2 + side;
        // Without counted munitions there is nothing to lack.
        state.war.cover[place] = if wants[side] > 0.0 {
            (fire / wants[side]).min(1.0)
        } else {
            1.0
        };
        state.war.fire[place] = fire * aided(world, state, t, side) + soldiers(world, state, t, side);
    }
    0.5 * (wants[0] + wants[1])
}

/// Fire of hosted soldiers.
fn soldiers(world: &World, state: &State, t: usize, side: usize) -> f64 {
    let Some(good) = troops_good(world) else {
        return 0.0;
    };
    let forces = &state.war.forces[(t * 2 + side) * world.n..(t * 2 + side + 1) * world.n];
    forces.iter().sum::<f64>() * world.strength[good] * state.war.intensity[t]
}

/// Gain from intelligence of the strongest helper, and the effect of unknown sign of a distraction meant to help.
fn aided(world: &World, state: &State, t: usize, side: usize) -> f64 {
    let (n, p, war) = (world.n, &world.parameters, &state.war);
    let largest = state.relations.power.iter().copied().fold(0.0, f64::max);
    let eyes = (0..n)
        .filter(|&actor| war.help[(t * 2 + side) * n + actor] >= grade::INTELLIGENCE)
        .map(|actor| state.relations.power[actor])
        .fold(0.0, f64::max);
    let seen = if largest > 0.0 { eyes / largest } else { 0.0 };
    let mut distraction: f64 = 0.0;
    for (&cause, &strength) in war.distraction_for.iter().zip(&war.distraction) {
        if cause == t * 2 + side {
            distraction = distraction.max(strength);
        }
    }
    (1.0 + p.intelligence_gain * seen) * (1.0 + p.distraction_effect * distraction)
}

/// E6.5: drift of the front a month, positive towards the aggressor: tanh(half log((F_a + eps) / (F_d + eps))).
pub(super) fn drift(aggressor: f64, defender: f64, floor: f64) -> f64 {
    let floor = floor.max(1e-9);
    tanh(0.5 * ln((aggressor + floor) / (defender + floor)))
}

/// E6.5: change = mu tanh(half log((F_a + eps)/(F_d + eps))) + sigma noise, both scaled by intensity.
fn move_front(world: &World, state: &mut State, luck: &Luck, t: usize, mean_want: f64) {
    if !world.on(Mechanism::Front) {
        return;
    }
    let p = &world.parameters;
    let defence = state.war.fire[t * 2 + 1] * p.defence_advantage;
    let push = drift(state.war.fire[t * 2], defence, p.front_floor * mean_want);
    let noise = quantile::normal(luck.theatre(t, state.month, theatre_slot::FRONT));
    let change = (p.front_speed * push + p.front_noise * noise) * state.war.intensity[t];
    let before = state.war.front[t];
    state.war.front[t] = (before + change).clamp(-1.0, 1.0);
    state.war.totals.front_movement += (state.war.front[t] - before).abs();
}

/// E6.5: soldiers in the field fall at a rate per month at full intensity; the fallen leave the world.
fn bury(world: &World, state: &mut State, t: usize) {
    let (n, p) = (world.n, &world.parameters);
    let intensity = state.war.intensity[t];
    let troops = troops_good(world);
    for side in 0..2 {
        for actor in 0..n {
            let place = (t * 2 + side) * n + actor;
            let fallen = quantise_down(state.war.forces[place] * (p.casualty_rate * intensity).min(1.0));
            if let (true, Some(good)) = (fallen > 0.0, troops) {
                state.war.forces[place] -= fallen;
                state.war.casualties[actor] += fallen;
                state.economy.lost[good] += fallen;
            }
            let share = state.war.side_share[place];
            if state.war.side[t * n + actor] as usize == side + 1 {
                state.war.casualties[actor] += share * p.own_casualty_rate * intensity * world.troops[actor];
            }
        }
    }
}
