//! Detente: hostile states that live by each other's trade ease their tension, by their own choice.

use super::threat::trade_share;
use crate::model::state::State;
use crate::model::world::{World, YEAR};
use crate::random::Luck;
use crate::random::luck::actor_slot;
use crate::random::maths::{probability_of_hazard, sqrt};
use crate::scenario::mechanisms::Mechanism;

/// Mean hostility of a pair below which there is nothing to ease; assumed.
const TENSE: f64 = 0.4;
/// Months without a clash that a detente needs; assumed.
const QUIET: u32 = 12;
/// Trade with the other, as a share of one's own, at which interest in a detente is half; assumed.
const HALF_INTEREST: f64 = 0.05;

/// E8.8: interest of a pair = g / (g + 0.05), g the geometric mean of what each trades with the other as a share
/// of its own trade; 0 where they are not tense, have clashed within a year, or are at ease already.
pub(super) fn interest(world: &World, state: &State, a: usize, b: usize) -> f64 {
    let n = world.n;
    let pair = world.pair(a, b);
    let tension = 0.5 * (state.relations.hostility[a * n + b] + state.relations.hostility[b * n + a]);
    let is_open = tension >= TENSE
        && state.war.months_since_clash[pair] > QUIET
        && state.relations.thaw[a * n + b] == 0.0
        && !world.is_bloc[a]
        && !world.is_bloc[b];
    if !is_open {
        return 0.0;
    }
    let shared = sqrt(trade_share(world, state, a, b) * trade_share(world, state, b, a));
    shared / (shared + HALF_INTEREST)
}

/// Each actor may seek a detente a month, with the one it has most interest in; those it has opened may fail.
/// One uniform serves both: low end and high end.
pub(super) fn seek(world: &World, state: &mut State, luck: &Luck) {
    if !world.on(Mechanism::Detente) {
        return;
    }
    let p = &world.parameters;
    let fails = probability_of_hazard(p.detente_failure / YEAR);
    let most = probability_of_hazard(p.detente_rate / YEAR);
    end(world, state, luck, fails);
    for actor in 0..world.n {
        let uniform = luck.actor(actor, state.month, actor_slot::DETENTE);
        // Interest is at most 1: most months need no more than this.
        if uniform < most {
            open(world, state, actor, uniform);
        }
    }
}

fn open(world: &World, state: &mut State, actor: usize, uniform: f64) {
    let (mut best, mut partner) = (0.0, actor);
    for other in (0..world.n).filter(|&other| other != actor) {
        let interest = interest(world, state, actor, other);
        if interest > best {
            (best, partner) = (interest, other);
        }
    }
    if uniform >= probability_of_hazard(world.parameters.detente_rate / YEAR * best) {
        return;
    }
    let depth = world.parameters.detente_depth;
    for cell in [actor * world.n + partner, partner * world.n + actor] {
        state.relations.thaw[cell] = depth;
        state.relations.hostility[cell] *= 1.0 - depth;
    }
    state.relations.opener[world.pair(actor, partner)] = actor;
}

/// Detentes end by failure of who opened them, and with any clash.
fn end(world: &World, state: &mut State, luck: &Luck, fails: f64) {
    let month = state.month;
    let relations = &mut state.relations;
    for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
        let opener = relations.opener[pair];
        if opener == usize::MAX {
            continue;
        }
        let has_failed = luck.actor(opener, month, actor_slot::DETENTE) > 1.0 - fails;
        if has_failed || state.war.months_since_clash[pair] == 0 {
            relations.opener[pair] = usize::MAX;
            relations.thaw[dyad.first * world.n + dyad.second] = 0.0;
            relations.thaw[dyad.second * world.n + dyad.first] = 0.0;
        }
    }
}
