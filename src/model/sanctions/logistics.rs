//! Hidden logistics: evasion networks learn by doing, are shared among partners, decay under enforcement.

use crate::model::state::State;
use crate::model::world::World;
use crate::scenario::mechanisms::Mechanism;

/// Most that hidden logistics can be.
pub const LOGISTICS_MAX: f64 = 3.0;

/// One month of one pair. `traded`: sanctioned trade, million USD; `offered`: what partners could teach.
#[inline]
pub fn step(world: &World, logistics: f64, traded: f64, offered: f64, enforcement: f64) -> f64 {
    let p = &world.parameters;
    let activity = traded / (traded + p.logistics_scale);
    // E5.4
    let learnt = p.logistics_learning * activity * (1.0 - logistics / LOGISTICS_MAX);
    let lost = p.logistics_decay * 0.5 * (1.0 + enforcement) * logistics;
    // E5.5
    let shared = p.logistics_sharing * activity * (offered - logistics).max(0.0);
    (logistics + learnt + shared - lost).clamp(0.0, LOGISTICS_MAX)
}

pub(super) fn learn(world: &World, state: &mut State) {
    if !world.on(Mechanism::HiddenLogistics) {
        return;
    }
    offer(world, state);
    let n = world.n;
    let s = &mut state.sanctions;
    for first in 0..n {
        for second in first + 1..n {
            let (out, back) = (first * n + second, second * n + first);
            if s.logistics[out] == 0.0 && s.scratch.watched[out] + s.scratch.watched[back] == 0.0 {
                continue;
            }
            let traded = s.scratch.watched[out] + s.scratch.watched[back];
            let offered = s.scratch.offered[first].max(s.scratch.offered[second]);
            let enforcement = s.scratch.enforced[first].max(s.scratch.enforced[second]);
            let logistics = step(world, s.logistics[out], traded, offered, enforcement);
            s.logistics[out] = logistics;
            s.logistics[back] = logistics;
        }
    }
}

/// E5.5: what an actor can learn = the best logistics of a partner, times how closely they work together
/// (behaviour x mean trust).
fn offer(world: &World, state: &mut State) {
    let n = world.n;
    let s = &mut state.sanctions;
    s.scratch.offered.fill(0.0);
    if !world.on(Mechanism::SharedLogistics) {
        return;
    }
    for actor in 0..n {
        s.scratch.skill[actor] = s.logistics[actor * n..(actor + 1) * n]
            .iter()
            .fold(0.0, |best, k| best.max(*k));
    }
    for actor in 0..n {
        for partner in actor + 1..n {
            if s.scratch.skill[actor].max(s.scratch.skill[partner]) == 0.0 {
                continue;
            }
            let trust = 0.5
                * (state.relations.trust[actor * n + partner] + state.relations.trust[partner * n + actor]);
            let close = trust * state.alignment.behaviour[world.pair(actor, partner)];
            let offered = &mut s.scratch.offered;
            offered[actor] = offered[actor].max(close * s.scratch.skill[partner]);
            offered[partner] = offered[partner].max(close * s.scratch.skill[actor]);
        }
    }
}
