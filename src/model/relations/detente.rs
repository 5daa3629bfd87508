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
    for actor in 0..world.n {
        let uniform = luck.actor(actor, state.month, actor_slot::DETENTE);
        end(world, state, actor, uniform > 1.0 - fails);
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

/// Detentes an actor has opened end by failure, and with any clash.
fn end(world: &World, state: &mut State, actor: usize, fails: bool) {
    for other in (0..world.n).filter(|&other| other != actor) {
        let pair = world.pair(actor, other);
        if state.relations.opener[pair] != actor {
            continue;
        }
        if fails || state.war.months_since_clash[pair] == 0 {
            state.relations.opener[pair] = usize::MAX;
            state.relations.thaw[actor * world.n + other] = 0.0;
            state.relations.thaw[other * world.n + actor] = 0.0;
        }
    }
}
