//! Clauses are called when a war starts: honoured or broken; forces without a clause are rare.

use super::principal_side;
use super::state::{OPEN, grade};
use crate::model::state::State;
use crate::model::world::World;
use crate::random::Luck;
use crate::random::luck::{helper_slot, theatre_slot};
use crate::random::maths::{ln, logistic, logit};
use crate::scenario::mechanisms::Mechanism;

/// E7.4: logit of the chance of honour = logit(honour of the treaty) + ln(discount) if the striker is nuclear +
/// slope x (trust now - trust at the start).
pub(super) fn honour_probability(world: &World, state: &State, t: usize, ally: usize, struck: usize) -> f64 {
    let p = &world.parameters;
    let pair = world.pair(ally, struck);
    let base = state.alignment.honour[pair].clamp(0.001, 0.999);
    let is_nuclear = world.scenario.theatres[t].sides[0]
        .iter()
        .any(|&striker| world.is_nuclear[striker]);
    let discount = if is_nuclear { ln(p.nuclear_discount) } else { 0.0 };
    let trust = state.relations.trust[ally * world.n + struck] - world.trust[pair];
    logistic(logit(base) + discount + p.honour_trust * trust)
}

/// A clause applies to the struck side only: a defence treaty does not cover its member's own war.
fn has_applicable_clause(world: &World, state: &State, ally: usize, struck: usize) -> bool {
    state.alignment.rung[world.pair(ally, struck)] >= 3
}

/// Every outside state with an applicable clause decides once, with its own luck in this theatre.
pub(super) fn call(world: &World, state: &mut State, luck: &Luck, t: usize) {
    license_clauseless_forces(world, state, luck, t);
    if !world.on(Mechanism::Obligations) {
        return;
    }
    let n = world.n;
    for ally in 0..n {
        if world.is_bloc[ally] || principal_side(world, t, ally) != 0 {
            continue;
        }
        if is_torn(world, state, t, ally) {
            continue;
        }
        let mut chance: f64 = 0.0;
        for &struck in &world.scenario.theatres[t].sides[1] {
            if has_applicable_clause(world, state, ally, struck) {
                chance = chance.max(honour_probability(world, state, t, ally, struck));
            }
        }
        if chance <= 0.0 {
            continue;
        }
        state.war.totals.obligations_called += 1;
        let keeps = luck.helper(t * n + ally, state.month, helper_slot::HONOUR) < chance;
        for &struck in &world.scenario.theatres[t].sides[1] {
            if has_applicable_clause(world, state, ally, struck) {
                state.war.honoured[ally * n + struck] = keeps;
                state.war.broken[ally * n + struck] = !keeps;
            }
        }
        if keeps {
            join(world, state, t, 1, ally);
        } else {
            state.war.totals.obligations_broken += 1;
        }
    }
}

/// Allied to both sides: neither clause can be called against the other ally.
fn is_torn(world: &World, state: &State, t: usize, ally: usize) -> bool {
    world.scenario.theatres[t].sides[0]
        .iter()
        .any(|&striker| has_applicable_clause(world, state, ally, striker))
}

/// An outside state becomes a belligerent.
pub(super) fn join(world: &World, state: &mut State, t: usize, side: usize, actor: usize) {
    let n = world.n;
    state.war.side[t * n + actor] = side as u8 + 1;
    state.war.help[(t * 2 + side) * n + actor] = grade::JOINING;
    state.war.joined_now[t * n + actor] = true;
    state.war.totals.joinings += 1;
}

/// In a small share of wars one state without a clause is free to send forces; which one is settled by
/// who first finds it worth its while.
pub(super) fn license_clauseless_forces(world: &World, state: &mut State, luck: &Luck, t: usize) {
    let uniform = luck.theatre(t, state.month, theatre_slot::HONOUR);
    let is_free = uniform < world.parameters.forces_without_clause;
    state.war.clauseless_sender[t] = if is_free { OPEN } else { usize::MAX };
}

/// May the actor send forces to the side? Allies may; without a treaty only the one state that this war
/// leaves free to, which the call then fixes.
pub(super) fn may_send_forces(world: &World, state: &mut State, t: usize, side: usize, actor: usize) -> bool {
    let is_ally = world.scenario.theatres[t].sides[side]
        .iter()
        .any(|&principal| has_applicable_clause(world, state, actor, principal));
    if is_ally {
        return true;
    }
    let sender = &mut state.war.clauseless_sender[t];
    if *sender == OPEN {
        *sender = actor;
    }
    *sender == actor
}
