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
/// still; for slots it is the same for all. Kept as e^-intercept, so that the month needs one exp a pair.
pub(super) fn anchor(world: &World, state: &mut State) {
    let n = world.n;
    let declared = world.scenario.regimes.len();
    let base = maths::exp(-world.parameters.compliance_base);
    for r in 0..state.sanctions.count() {
        let target = state.sanctions.target[r];
        for actor in (0..n).filter(|&actor| actor != target) {
            let cell = r * n + actor;
            state.sanctions.anchor[cell] = if r < declared {
                let start = state.sanctions.compliance[cell].clamp(0.02, 0.98);
                (1.0 - start) / start * maths::exp(inclination_of(world, state, actor, target))
            } else {
                base
            };
        }
    }
}

/// Months between two reviews of a regime's observance (assumed); the targets take turns.
const REVIEW: usize = 3;

pub(super) fn adapt(world: &World, state: &mut State) {
    if !world.on(Mechanism::Compliance) {
        return;
    }
    let n = world.n;
    let declared = world.scenario.regimes.len();
    let open = 1.0 - world.parameters.compliance_speed;
    let speed = 1.0 - open * open * open;
    for place in 0..state.sanctions.scratch.groups.len() {
        let group = state.sanctions.scratch.groups[place];
        let target = group.target;
        if !(state.month + target).is_multiple_of(REVIEW) {
            continue;
        }
        // Once per pair, not once per regime.
        for actor in (0..n).filter(|&actor| actor != target) {
            let drive = inclination_of(world, state, actor, target);
            state.sanctions.scratch.inclination[actor] = maths::exp(-drive);
        }
        let s = &mut state.sanctions;
        for &r in &s.scratch.live[group.first..group.last] {
            for actor in (0..n).filter(|&actor| actor != target) {
                let cell = r * n + actor;
                if s.is_sender[cell] && !s.is_un[r] {
                    continue;
                }
                // E5.6: logistic(x) = 1 / (1 + e^-x)
                let observed = 1.0 / (1.0 + s.anchor[cell] * s.scratch.inclination[actor]);
                // Senders of a slot observe it at least as far as they resolved.
                let resolved = if r >= declared { s.scratch.sends[cell] } else { 0.0 };
                let observed = (observed * s.scratch.reach[r]).max(resolved);
                s.compliance[cell] += speed * (observed - s.compliance[cell]);
            }
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
