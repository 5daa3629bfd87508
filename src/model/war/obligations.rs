//! Clauses are called when a war starts: honoured or broken; forces without a clause are rare.

use super::help::is_enemy_of_side;
use super::state::{OPEN, grade};
use super::{principal_side, rung_of};
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
    for actor in 0..world.n {
        let place = t * world.n + actor;
        state.war.pledge_luck[place] = luck.helper(place, state.month, helper_slot::HONOUR);
    }
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

/// E7.4: a state without a clause that has pledged to fight joins the defenders as soon as its uniform of this war
/// is below the chance that holds at the rung reached; the chance grows with the intensity of the rung up to the
/// pledge itself at the top. A pledge not kept breaks no treaty.
pub(super) fn keep_pledges(world: &World, state: &mut State, t: usize) {
    if !world.on(Mechanism::Obligations) {
        return;
    }
    let n = world.n;
    for pledge in &world.scenario.theatres[t].pledges {
        let actor = pledge.actor;
        let is_out = state.war.side[t * n + actor] != 0 || world.is_bloc[actor];
        if is_out || is_torn(world, state, t, actor) || is_enemy_of_side(world, state, t, 1, actor) {
            continue;
        }
        let is_bound = |&d: &usize| has_applicable_clause(world, state, actor, d);
        if world.scenario.theatres[t].sides[1].iter().any(is_bound) {
            continue;
        }
        if state.war.pledge_luck[t * n + actor] < pledge_probability(world, state, t, actor) {
            join(world, state, t, 1, actor);
            state.war.totals.pledges_kept += 1;
        }
    }
}

/// logit of the pledge moves with trust as for a clause; scaled by the rung's share of the top rung's intensity.
pub(super) fn pledge_probability(world: &World, state: &State, t: usize, actor: usize) -> f64 {
    let n = world.n;
    let theatre = &world.scenario.theatres[t];
    let defenders = theatre.sides[1].iter();
    let trust = defenders
        .map(|&d| state.relations.trust[actor * n + d] - world.trust[world.pair(actor, d)])
        .fold(f64::NEG_INFINITY, f64::max);
    let intensity = |rung: usize| rung_of(world, t, rung).map_or(0.0, |rung| rung.intensity);
    let top = intensity(theatre.ladder.len());
    let share = if top > 0.0 {
        (intensity(state.war.rung[t]) / top).min(1.0)
    } else {
        0.0
    };
    let full = logit(world.pledge[t * n + actor].clamp(0.001, 0.999));
    share * logistic(full + world.parameters.honour_trust * trust)
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
