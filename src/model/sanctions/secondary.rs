//! Secondary sanctions: senders punish the firms of third states that supply a target at war.

use crate::model::state::State;
use crate::model::world::World;
use crate::random::luck::actor_slot;
use crate::random::{Luck, maths};
use crate::scenario::mechanisms::Mechanism;

/// How much less a target in peace provokes (assumed).
const IN_PEACE: f64 = 0.3;

/// Hazard of a round this month: rate x size of detected sales to targets x exposure of the state.
#[inline]
pub fn hazard(world: &World, sales: f64, exposure: f64) -> f64 {
    // E5.10
    world.parameters.secondary_rate * sales * exposure
}

pub(super) fn strike(world: &World, state: &mut State, luck: &Luck) {
    let n = world.n;
    let p = &world.parameters;
    let is_on = world.on(Mechanism::SecondarySanctions) && world.on(Mechanism::Sanctions);
    let s = &mut state.sanctions;
    for actor in 0..n {
        s.secondary[actor] *= 1.0 - p.secondary_fading;
        if !is_on {
            continue;
        }
        let mut sales = 0.0;
        for target in (0..n).filter(|&target| target != actor) {
            let (out, back) = (actor * n + target, target * n + actor);
            let (sold, bought) = (s.scratch.size[out], s.scratch.size[back]);
            if sold + bought <= 0.0 {
                continue;
            }
            let controlled = |cell: usize| s.scratch.controlled[cell] / s.scratch.watched[cell].max(1e-12);
            let seen = sold * controlled(out) + bought * controlled(back);
            let sanctioned = (0..n).any(|sender| s.sanctioning[sender * n + target] > 0.05);
            let sends = s.sanctioning[actor * n + target] > 0.05;
            let heat = if state.war.is_belligerent[target] {
                1.0
            } else {
                IN_PEACE
            };
            if seen > 0.0 && sanctioned && !sends {
                sales += seen * heat;
            }
        }
        let u = luck.actor(actor, state.month, actor_slot::SECONDARY);
        if sales > 0.0 && u < maths::probability_of_hazard(hazard(world, sales, s.exposure[actor])) {
            s.secondary[actor] += p.secondary_step * (1.0 - s.secondary[actor]);
        }
    }
    for actor in 0..n {
        s.secondary[actor] = s.secondary[actor].max(s.policy_secondary[actor]);
    }
}
