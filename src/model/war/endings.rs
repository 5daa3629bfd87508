//! How wars pause and end: truces flicker; settlement, collapse and victory compete.

use super::is_at_war;
use super::ladder::monthly_hazard;
use super::state::{Ending, grade};
use crate::model::state::State;
use crate::model::world::World;
use crate::random::Luck;
use crate::random::luck::theatre_slot;
use crate::random::maths::{exp, probability_of_hazard};
use crate::scenario::mechanisms::Mechanism;

/// Front after a collapse: the side that stands holds the stake; assumed.
const COLLAPSED_FRONT: f64 = 0.9;

/// Truces and ends of a war that is at least a month old.
pub(super) fn advance(world: &World, state: &mut State, luck: &Luck, t: usize) {
    if !is_at_war(world, state, t) || !state.war.was_at_war[t] {
        return;
    }
    flicker(world, state, luck, t);
    // No war ends in the month in which it climbs.
    if world.on(Mechanism::WarEnding) && state.war.rung[t] == state.war.rung_before[t] {
        end(world, state, luck, t);
    }
}

/// E6.7: truces begin at the yearly chance of the data and break at their own hazard.
fn flicker(world: &World, state: &mut State, luck: &Luck, t: usize) {
    if !world.on(Mechanism::Truces) {
        state.war.is_truce[t] = false;
        return;
    }
    let hazard = if state.war.is_truce[t] {
        world.parameters.truce_break
    } else {
        monthly_hazard(world.truce[t])
    };
    if luck.theatre(t, state.month, theatre_slot::TRUCE) < probability_of_hazard(hazard) {
        state.war.is_truce[t] = !state.war.is_truce[t];
    }
}

/// E6.6: log factor on the collapse of a side from lack of munitions and lost ground (0 at the start of a war
/// fought with enough), and its crises.
fn collapse_factor(world: &World, state: &State, t: usize, side: usize) -> f64 {
    let p = &world.parameters;
    let held = if side == 0 {
        state.war.front[t]
    } else {
        -state.war.front[t]
    };
    let lack = 1.0 - state.war.cover[t * 2 + side];
    let principals = &world.scenario.theatres[t].sides[side];
    let crisis = if principals.iter().any(|&a| state.survival.in_crisis[a]) {
        p.crisis_collapses
    } else {
        1.0
    };
    exp(p.exhaustion_collapses * (lack - 0.5 * held)) * crisis
}

/// One uniform picks among the competing ends.
fn end(world: &World, state: &mut State, luck: &Luck, t: usize) {
    let p = &world.parameters;
    let war = &state.war;
    if war.front[t].abs() >= p.victory_front {
        return finish(state, t, Ending::Victory);
    }
    let lack = 1.0 - 0.5 * (war.cover[t * 2] + war.cover[t * 2 + 1]);
    let truce = if war.is_truce[t] { p.truce_settles } else { 1.0 };
    let settle = monthly_hazard(world.settle[t]) * truce * exp(p.exhaustion_settles * lack);
    let half = 0.5 * monthly_hazard(world.collapse[t]);
    let fall = [0, 1].map(|side| half * collapse_factor(world, state, t, side));
    let total = settle + fall[0] + fall[1];
    let any = probability_of_hazard(total);
    let uniform = luck.theatre(t, state.month, theatre_slot::END);
    if uniform >= any || total <= 0.0 {
        return;
    }
    let place = uniform / any * total;
    if place < settle {
        return finish(state, t, Ending::Settlement);
    }
    let is_aggressor = place < settle + fall[0];
    let front = if is_aggressor {
        -COLLAPSED_FRONT
    } else {
        COLLAPSED_FRONT
    };
    // What has been won by arms already is not given back.
    state.war.front[t] = if is_aggressor {
        state.war.front[t].min(front)
    } else {
        state.war.front[t].max(front)
    };
    finish(state, t, Ending::Collapse);
}

fn finish(state: &mut State, t: usize, ending: Ending) {
    state.war.rung[t] = 0;
    state.war.ending[t] = ending;
}

/// Belligerents and helpers stand down; soldiers go home.
pub(super) fn clear(world: &World, state: &mut State, t: usize) {
    let n = world.n;
    let troops = super::troops_good(world);
    for side in 0..2 {
        for actor in 0..n {
            let place = (t * 2 + side) * n + actor;
            state.war.help[place] = grade::NOTHING;
            state.war.is_counter_arming[place] = false;
            let home = state.war.forces[place];
            if let Some(good) = troops {
                state.economy.stock[actor * world.g + good] += home;
                state.war.forces[place] = 0.0;
            }
        }
        state.war.cover[t * 2 + side] = 1.0;
        state.war.fire[t * 2 + side] = 0.0;
    }
    state.war.side[t * n..(t + 1) * n].fill(0);
    state.war.is_truce[t] = false;
    state.war.clauseless_sender[t] = usize::MAX;
}
