//! Clauses are called when a war starts: honoured or broken; forces without a clause are rare.

use super::help::{is_enemy_of_side, stands_on};
use super::state::{OPEN, grade};
use super::{intensity_of, principal_side};
use crate::model::state::State;
use crate::model::world::World;
use crate::random::Luck;
use crate::random::luck::{helper_slot, theatre_slot};
use crate::random::maths::{ln, logistic, logit, sqrt};
use crate::random::quantile;
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
    let pair = world.pair(ally, struck);
    let rung = state.alignment.rung[pair];
    rung >= 3 && rung != world.clauseless_rung[pair]
}

/// E7.4: what each state would have to overcome to fight in this war, a standard normal of which the share
/// `honour-common` of the variance is common to all: allies read the same war.
fn draw_reluctance(world: &World, state: &mut State, luck: &Luck, t: usize) {
    let share = world.parameters.honour_common.clamp(0.0, 1.0);
    let (common, own) = (sqrt(share), sqrt(1.0 - share));
    let mood = quantile::normal(luck.theatre(t, state.month, theatre_slot::RESOLVE));
    for actor in 0..world.n {
        let place = t * world.n + actor;
        let alone = quantile::normal(luck.helper(place, state.month, helper_slot::HONOUR));
        state.war.reluctance[place] = common * mood + own * alone;
    }
}

/// Does the actor's reluctance in this war stay below the chance it fights with?
fn is_willing(state: &State, place: usize, chance: f64) -> bool {
    chance > 0.0 && state.war.reluctance[place] < quantile::normal(chance.clamp(1e-12, 1.0 - 1e-12))
}

/// Chance of the actor to fight for the defenders, by clause or pledge, before it looks at the lead.
fn own_chance(world: &World, state: &State, t: usize, actor: usize) -> f64 {
    let mut chance: f64 = 0.0;
    let mut is_bound = false;
    for &struck in &world.scenario.theatres[t].sides[1] {
        if has_applicable_clause(world, state, actor, struck) {
            is_bound = true;
            chance = chance.max(honour_probability(world, state, t, actor, struck));
        }
    }
    if !is_bound && world.pledge[t * world.n + actor] > 0.0 {
        chance = pledge_probability(world, state, t, actor);
    }
    chance
}

/// The strongest outside state bound or pledged to the defenders: the others look at what it does.
fn lead(world: &World, state: &State, t: usize) -> Option<usize> {
    let mut lead: Option<usize> = None;
    for actor in 0..world.n {
        let is_bound = world.scenario.theatres[t].sides[1]
            .iter()
            .any(|&struck| has_applicable_clause(world, state, actor, struck));
        let may_come = (is_bound || world.pledge[t * world.n + actor] > 0.0)
            && !world.is_bloc[actor]
            && principal_side(world, t, actor) == 0
            && !is_torn(world, state, t, actor);
        if may_come && lead.is_none_or(|best| state.relations.power[actor] > state.relations.power[best]) {
            lead = Some(actor);
        }
    }
    lead
}

/// E7.4: chance of an actor that sees the lead fight or not: logit + `honour-lead` x (1 if it fights - its own chance).
fn after_the_lead(
    world: &World,
    state: &State,
    t: usize,
    actor: usize,
    lead: Option<usize>,
    chance: f64,
) -> f64 {
    let Some(lead) = lead.filter(|&lead| lead != actor) else {
        return chance;
    };
    let fights = f64::from(u8::from(state.war.side[t * world.n + lead] == 2));
    let surprise = fights - own_chance(world, state, t, lead);
    logistic(logit(chance.clamp(0.001, 0.999)) + world.parameters.honour_lead * surprise)
}

/// Every outside state with an applicable clause decides once, the strongest first and in the sight of the others.
pub(super) fn call(world: &World, state: &mut State, luck: &Luck, t: usize) {
    license_clauseless_forces(world, state, luck, t);
    draw_reluctance(world, state, luck, t);
    if !world.on(Mechanism::Obligations) {
        return;
    }
    let lead = lead(world, state, t);
    if let Some(first) = lead {
        answer(world, state, t, first, lead);
        // A pledge of the lead is seen at once, too.
        keep_pledge(world, state, t, first, lead);
    }
    for ally in (0..world.n).filter(|&ally| Some(ally) != lead) {
        answer(world, state, t, ally, lead);
    }
}

/// One ally's answer to the call of its clauses.
fn answer(world: &World, state: &mut State, t: usize, ally: usize, lead: Option<usize>) {
    let n = world.n;
    let defenders = &world.scenario.theatres[t].sides[1];
    let is_bound = |&struck: &usize| has_applicable_clause(world, state, ally, struck);
    let is_called =
        !world.is_bloc[ally] && principal_side(world, t, ally) == 0 && defenders.iter().any(is_bound);
    if !is_called || is_torn(world, state, t, ally) {
        return;
    }
    state.war.totals.obligations_called += 1;
    let own = own_chance(world, state, t, ally);
    let chance = after_the_lead(world, state, t, ally, lead, own);
    let keeps = is_willing(state, t * n + ally, chance);
    for &struck in defenders {
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

/// E7.4: a state without a clause that has pledged to fight joins the defenders as soon as its reluctance in this war
/// is below what the rung reached asks for; the chance grows with the intensity of the rung up to the pledge
/// itself at the top. A pledge not kept breaks no treaty.
pub(super) fn keep_pledges(world: &World, state: &mut State, t: usize) {
    if !world.on(Mechanism::Obligations) {
        return;
    }
    let lead = lead(world, state, t);
    if let Some(first) = lead {
        keep_pledge(world, state, t, first, lead);
    }
    for pledge in &world.scenario.theatres[t].pledges {
        keep_pledge(world, state, t, pledge.actor, lead);
    }
}

fn keep_pledge(world: &World, state: &mut State, t: usize, actor: usize, lead: Option<usize>) {
    let n = world.n;
    let is_out = state.war.side[t * n + actor] != 0 || world.is_bloc[actor];
    if is_out || world.pledge[t * n + actor] <= 0.0 {
        return;
    }
    let is_bound = |&d: &usize| has_applicable_clause(world, state, actor, d);
    if world.scenario.theatres[t].sides[1].iter().any(is_bound)
        || is_torn(world, state, t, actor)
        || is_enemy_of_side(world, state, t, 1, actor)
    {
        return;
    }
    let own = own_chance(world, state, t, actor);
    if is_willing(
        state,
        t * n + actor,
        after_the_lead(world, state, t, actor, lead, own),
    ) {
        join(world, state, t, 1, actor);
        state.war.totals.pledges_kept += 1;
    }
}

/// logit of the pledge moves with trust as for a clause; scaled by the rung's share of the top rung's intensity.
pub(super) fn pledge_probability(world: &World, state: &State, t: usize, actor: usize) -> f64 {
    let n = world.n;
    let defenders = world.scenario.theatres[t].sides[1].iter();
    let trust = defenders
        .map(|&d| state.relations.trust[actor * n + d] - world.trust[world.pair(actor, d)])
        .fold(f64::NEG_INFINITY, f64::max);
    let full = logit(world.pledge[t * n + actor].clamp(0.001, 0.999));
    share_of_top(world, state, t) * logistic(full + world.parameters.honour_trust * trust)
}

/// Intensity of the rung reached as a share of that of the top rung.
fn share_of_top(world: &World, state: &State, t: usize) -> f64 {
    let intensity = |rung: usize| intensity_of(world, t, rung);
    let top = intensity(world.scenario.theatres[t].ladder.len());
    if top > 0.0 {
        (intensity(state.war.rung[t]) / top).min(1.0)
    } else {
        0.0
    }
}

/// E7.4: who fights for the defenders without being one of them calls upon its own allies. They owe it less than if
/// it had been struck at home, but a patron that is left alone remembers it, and fear of that has brought allies
/// to their patrons' wars (Snyder, Alliance Politics, 1997). Who at least speaks for the side (E7.5) joins as soon
/// as its reluctance in this war is below the quantile of `loyal_probability`. Not to join breaks nothing.
pub(super) fn follow_patrons(world: &World, state: &mut State, t: usize) {
    let n = world.n;
    let is_patron = |state: &State, actor: usize| {
        state.war.side[t * n + actor] == 2 && principal_side(world, t, actor) == 0
    };
    if !world.on(Mechanism::Obligations) || !(0..n).any(|actor| is_patron(state, actor)) {
        return;
    }
    // All look at the patrons there were: who follows calls upon nobody before next month.
    let mut followers = 0u64;
    for ally in 0..n {
        let place = t * n + ally;
        let may_follow = state.war.side[place] == 0
            && principal_side(world, t, ally) == 0
            && !world.is_bloc[ally]
            && world.pledge[place] <= 0.0
            && state.war.help[(t * 2 + 1) * n + ally] >= grade::WORDS
            && !is_torn(world, state, t, ally)
            && !is_enemy_of_side(world, state, t, 1, ally);
        let is_called_already = |&struck: &usize| has_applicable_clause(world, state, ally, struck);
        if !may_follow || world.scenario.theatres[t].sides[1].iter().any(is_called_already) {
            continue;
        }
        let mut chance: f64 = 0.0;
        for patron in (0..n).filter(|&patron| patron != ally && is_patron(state, patron)) {
            if has_applicable_clause(world, state, ally, patron) {
                chance = chance.max(loyal_probability(world, state, t, ally, patron));
            }
        }
        followers |= u64::from(is_willing(state, place, chance)) << ally;
    }
    for ally in (0..n).filter(|ally| followers >> ally & 1 == 1) {
        join(world, state, t, 1, ally);
    }
}

/// E7.4: odds of honour towards the patron x `joined-discount`; times how far the ally's power reaches the place beside
/// the patron's, and the share of the rung in the intensity of the top.
fn loyal_probability(world: &World, state: &State, t: usize, ally: usize, patron: usize) -> f64 {
    let honour = honour_probability(world, state, t, ally, patron).clamp(0.001, 0.999);
    let owed = logistic(logit(honour) + ln(world.parameters.joined_discount));
    let defenders = &world.scenario.theatres[t].sides[1];
    let reach = |actor: usize| {
        let there = defenders
            .iter()
            .map(|&struck| world.projection[actor * world.n + struck]);
        there.fold(0.0, f64::max)
    };
    let beside = (reach(ally) / reach(patron).max(1e-9)).min(1.0);
    share_of_top(world, state, t) * beside * owed
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

/// May the actor send forces to the side? Allies of those who fight there may; without a treaty only the one state
/// that this war leaves free to, which the call then fixes.
pub(super) fn may_send_forces(world: &World, state: &mut State, t: usize, side: usize, actor: usize) -> bool {
    let is_ally = (0..world.n)
        .filter(|&b| b != actor && stands_on(state, world.n, t, side, b))
        .any(|b| has_applicable_clause(world, state, actor, b));
    if is_ally {
        return true;
    }
    let sender = &mut state.war.clauseless_sender[t];
    if *sender == OPEN {
        *sender = actor;
    }
    *sender == actor
}
