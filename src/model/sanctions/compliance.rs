//! Third states observe a regime as far as it pays them. No rule names who stops observing it.

use crate::model::state::State;
use crate::model::world::World;
use crate::random::maths;
use crate::scenario::mechanisms::Mechanism;

/// How closely two actors are aligned, 0 to 1: mean of behaviour, trust of the first in the second,
/// treaty rung over 4, shared threat.
#[inline]
pub fn alignment(world: &World, state: &State, first: usize, second: usize) -> f64 {
    let pair = world.pair(first, second);
    0.25 * (state.alignment.behaviour[pair]
        + state.relations.trust[first * world.n + second]
        + f64::from(state.alignment.rung[pair]) / 4.0
        + state.relations.shared_threat[pair])
}

/// What speaks for observing a regime on `target`, on the logit scale, without the intercept.
#[inline]
pub fn inclination(world: &World, exposure: f64, secondary: f64, gain: f64, alignment: f64) -> f64 {
    let p = &world.parameters;
    // E5.6
    p.compliance_exposure * exposure + p.compliance_secondary * secondary
        - p.compliance_gain * gain
        - p.compliance_alignment * alignment
}

fn inclination_of(world: &World, state: &State, actor: usize, target: usize) -> f64 {
    let s = &state.sanctions;
    inclination(
        world,
        s.exposure[actor],
        s.secondary[actor],
        s.trade_share[actor * world.n + target],
        alignment(world, state, actor, target),
    )
}

/// E5.6: the intercept of each state and regime is the one at which its compliance at the start stands
/// still; for slots it is the same for all.
pub(super) fn anchor(world: &World, state: &mut State) {
    let n = world.n;
    let declared = world.scenario.regimes.len();
    for r in 0..state.sanctions.count() {
        let target = state.sanctions.target[r];
        for actor in (0..n).filter(|&actor| actor != target) {
            let cell = r * n + actor;
            state.sanctions.anchor[cell] = if r < declared {
                let start = state.sanctions.compliance[cell].clamp(0.02, 0.98);
                maths::logit(start) - inclination_of(world, state, actor, target)
            } else {
                world.parameters.compliance_base
            };
        }
    }
}

pub(super) fn adapt(world: &World, state: &mut State) {
    if !world.on(Mechanism::Compliance) {
        return;
    }
    let n = world.n;
    let speed = world.parameters.compliance_speed;
    // Once per pair, not once per regime.
    for target in 0..n {
        let is_target = (0..state.sanctions.count())
            .any(|r| state.sanctions.target[r] == target && state.sanctions.in_force[r]);
        for actor in (0..n).filter(|&actor| is_target && actor != target) {
            state.sanctions.scratch.inclination[actor * n + target] =
                inclination_of(world, state, actor, target);
        }
    }
    for r in 0..state.sanctions.count() {
        if !state.sanctions.in_force[r] {
            continue;
        }
        let target = state.sanctions.target[r];
        for actor in (0..n).filter(|&actor| actor != target) {
            let cell = r * n + actor;
            if state.sanctions.is_sender[cell] && !state.sanctions.is_un[r] {
                continue;
            }
            let drive =
                state.sanctions.anchor[cell] + state.sanctions.scratch.inclination[actor * n + target];
            let compliance = &mut state.sanctions.compliance[cell];
            // E5.6
            *compliance += speed * (maths::logistic(drive) - *compliance);
        }
    }
}

/// E8.6 (input): how far a third state keeps a sanctioned one alive: strength of the sanctions on the
/// target x (1 - compliance) x its share of the target's trade; senders may read it as endorsement.
pub fn lifeline(world: &World, state: &State, third: usize, target: usize) -> f64 {
    let s = &state.sanctions;
    let n = world.n;
    let mut refusal = 0.0f64;
    for r in (0..s.count()).filter(|&r| s.target[r] == target) {
        let sends = s.is_sender[r * n + third] && !s.is_un[r];
        let open = 1.0 - s.compliance[r * n + third];
        refusal = refusal.max(if sends { 0.0 } else { s.effective[r] * open });
    }
    refusal * s.trade_share[target * n + third].min(1.0)
}
