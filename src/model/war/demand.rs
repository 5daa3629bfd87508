//! What wars want: munitions of each side, shared among its members.

use super::{intensity_of, is_fighting, sides_in_clash};
use crate::model::state::State;
use crate::model::world::World;
use crate::random::maths::quantise;
use crate::scenario::mechanisms::Mechanism;

/// A side's use is shared among its members by the power they bring to the place of the war.
pub(super) fn share_among_sides(world: &World, state: &mut State) {
    let n = world.n;
    state.war.side_share.fill(0.0);
    for (t, theatre) in world.scenario.theatres.iter().enumerate() {
        if !is_in_use(world, state, t) {
            continue;
        }
        let place = theatre.sides[1].first().copied().unwrap_or(0);
        for side in 0..2 {
            let shares = (t * 2 + side) * n;
            let mut sum = 0.0;
            for actor in 0..n {
                if sides_in_clash(&state.war, t)[actor] as usize != side + 1 {
                    continue;
                }
                let reach = if actor == place {
                    1.0
                } else {
                    world.projection[actor * n + place]
                };
                let weight = state.relations.power[actor] * reach;
                state.war.side_share[shares + actor] = weight;
                sum += weight;
            }
            for share in &mut state.war.side_share[shares..shares + n] {
                *share = if sum > 0.0 { *share / sum } else { 0.0 };
            }
        }
    }
}

/// E6.4: units of a good one member of a side wants this month = use at intensity 1 x intensity x its share.
pub(super) fn want(world: &World, state: &State, t: usize, side: usize, actor: usize, good: usize) -> f64 {
    let use_at_one = world.uses[(t * 2 + side) * world.g + good];
    let share = state.war.side_share[(t * 2 + side) * world.n + actor];
    quantise(use_at_one * state.war.intensity[t] * share)
}

/// Intensity of every theatre, then the units wanted by every actor.
pub(super) fn count(world: &World, state: &mut State) {
    let p = &world.parameters;
    for t in 0..world.scenario.theatres.len() {
        let calm = if state.war.is_truce[t] {
            p.truce_intensity
        } else {
            1.0
        };
        state.war.intensity[t] = calm * intensity_of(world, t, state.war.rung[t]);
    }
    share_among_sides(world, state);
    state.war.wanted.fill(0.0);
    if !world.on(Mechanism::WarUse) {
        return;
    }
    for t in 0..world.scenario.theatres.len() {
        if !is_in_use(world, state, t) {
            continue;
        }
        for side in 0..2 {
            for actor in 0..world.n {
                if state.war.side_share[(t * 2 + side) * world.n + actor] <= 0.0 {
                    continue;
                }
                for used in &world.scenario.theatres[t].uses[side] {
                    let units = want(world, state, t, side, actor, used.good);
                    state.war.wanted[actor * world.g + used.good] += units;
                }
            }
        }
    }
}

/// Munitions are used in wars, truces included at their low intensity, and in clashes.
pub(super) fn is_in_use(world: &World, state: &State, t: usize) -> bool {
    is_fighting(world, state, t) || (state.war.was_at_war[t] && state.war.is_truce[t])
}
