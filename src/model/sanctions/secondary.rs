//! Secondary sanctions: senders punish the firms of third states that supply a target at war.

use crate::model::state::State;
use crate::model::world::World;
use crate::random::luck::actor_slot;
use crate::random::{Luck, maths};
use crate::scenario::mechanisms::Mechanism;

/// How much less a target in peace provokes (assumed).
const IN_PEACE: f64 = 0.3;

/// Strength from which one state is said to sanction another (assumed).
const SANCTIONED: f64 = 0.05;

/// Hazard of a round this month: rate x size of detected sales to targets x weight of those who sanction them x exposure of the state.
#[inline]
pub fn hazard(world: &World, sales: f64, exposure: f64) -> f64 {
    // E5.10
    world.parameters.secondary_rate * sales * exposure
}

pub(super) fn strike(world: &World, state: &mut State, luck: &Luck) {
    let p = &world.parameters;
    let is_on = world.on(Mechanism::SecondarySanctions) && world.on(Mechanism::Sanctions);
    let s = &mut state.sanctions;
    for secondary in &mut s.secondary {
        *secondary *= 1.0 - p.secondary_fading;
    }
    if is_on && !s.scratch.caught.is_empty() {
        count_sales(world, state);
        let s = &mut state.sanctions;
        for actor in 0..world.n {
            let sales = s.scratch.sales[actor];
            let u = || luck.actor(actor, state.month, actor_slot::SECONDARY);
            if sales > 0.0 && u() < maths::probability_of_hazard(hazard(world, sales, s.exposure[actor])) {
                s.secondary[actor] += p.secondary_step * (1.0 - s.secondary[actor]);
            }
        }
    }
    let s = &mut state.sanctions;
    for (secondary, floor) in s.secondary.iter_mut().zip(&s.policy_secondary) {
        *secondary = secondary.max(*floor);
    }
}

/// Size of what was seen of each actor's controlled trade with targets that it does not sanction itself.
fn count_sales(world: &World, state: &mut State) {
    let n = world.n;
    let s = &mut state.sanctions;
    s.scratch.sales.fill(0.0);
    s.scratch.force.fill(f64::NAN);
    for &directed in &s.scratch.caught {
        let (from, to) = (directed / n, directed % n);
        let controlled = s.scratch.controlled[directed] / s.scratch.watched[directed].max(1e-12);
        let seen = s.scratch.size[directed] * controlled;
        if seen <= 0.0 {
            continue;
        }
        for (actor, target) in [(from, to), (to, from)] {
            if s.sanctioning[actor * n + target] > SANCTIONED {
                continue;
            }
            let heat = if state.war.is_belligerent[target] {
                1.0
            } else {
                IN_PEACE
            };
            // Only as far as those who sanction the target are many and strong.
            let force = &mut s.scratch.force[target];
            if force.is_nan() {
                *force = force_of(&s.sanctioned_by[target * n..][..n], &s.coalition);
            }
            s.scratch.sales[actor] += seen * heat * *force;
        }
    }
}

/// Largest weight in the coalition of those who sanction a target.
fn force_of(strengths: &[f64], coalition: &[f64]) -> f64 {
    let senders = strengths
        .iter()
        .zip(coalition)
        .filter(|(strength, _)| **strength > SANCTIONED);
    senders.fold(0.0, |most: f64, (_, weight)| most.max(*weight))
}
