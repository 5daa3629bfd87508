//! Readiness, attention and the opportunity that an aggressor perceives; distractions.

use super::state::{War, grade};
use super::{principal_side, rung_of};
use crate::model::relations::reliance;
use crate::model::state::State;
use crate::model::world::World;
use crate::random::Luck;
use crate::random::luck::actor_slot;
use crate::random::maths::probability_of_hazard;
use crate::scenario::mechanisms::Mechanism;

/// Share of a theatre's attention that falls on those who help a side, and on the allies of the sides; assumed.
const HELPERS_ATTENTION: f64 = 0.5;
const ALLIES_ATTENTION: f64 = 0.25;
/// What is left of a distraction after a month; assumed.
const DISTRACTION_MEMORY: f64 = 0.85;

/// What readiness counts: stock place, stock wanted, and its value as a share of all that the actor wants.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    actor: usize,
    place: usize,
    target: f64,
    /// v_g / (target x sum of v), so that weight x min(stock, target) sums to m.
    weight: f64,
}

/// Fills the list of weapons that each actor wants; v = price x target.
pub(super) fn list_wanted(world: &World, war: &mut War) {
    war.wanted_weapons.clear();
    for actor in 0..world.n {
        let is_wanted =
            |&good: &usize| world.target[actor * world.g + good] > 0.0 && world.class[good].is_lethal();
        let value = |good: usize| world.price[good] * world.target[actor * world.g + good];
        let sum: f64 = (0..world.g).filter(is_wanted).map(value).sum();
        for good in (0..world.g).filter(is_wanted) {
            let place = actor * world.g + good;
            war.wanted_weapons.push(Wanted {
                actor,
                place,
                target: world.target[place],
                weight: if sum > 0.0 { world.price[good] / sum } else { 0.0 },
            });
        }
        war.readiness[actor] = if sum > 0.0 { 0.0 } else { 1.0 };
        war.wants_weapons[actor] = sum > 0.0;
    }
}

/// E6.10: readiness m = sum_g v_g min(1, stock / target) / sum_g v_g over weapons it wants, v = price x target.
pub(super) fn measure_readiness(war: &mut War, stock: &[f64]) {
    for (readiness, wants) in war.readiness.iter_mut().zip(&war.wants_weapons) {
        *readiness = if *wants { 0.0 } else { 1.0 };
    }
    for weapon in &war.wanted_weapons {
        war.readiness[weapon.actor] += weapon.weight * stock[weapon.place].min(weapon.target);
    }
    for readiness in &mut war.readiness {
        *readiness = readiness.min(1.0);
    }
}

/// Share of an actor's power that a side of a theatre is expected to have behind it.
pub(super) fn backing(world: &World, state: &State, t: usize, side: usize, actor: usize) -> f64 {
    let (n, war) = (world.n, &state.war);
    match war.side[t * n + actor].max(war.principal[t * n + actor]) {
        0 => {}
        own if own as usize == side + 1 => return 1.0,
        _ => return 0.0,
    }
    let place = (t * 2 + side) * n + actor;
    let is_helper = war.help[place] >= grade::MUNITIONS || (war.is_supplier[place] && !war.was_at_war[t]);
    let mut share = if is_helper {
        world.parameters.helper_backing
    } else {
        0.0
    };
    if side == 1 {
        share = share.max(world.pledge[t * n + actor]);
    }
    for &principal in &world.scenario.theatres[t].sides[side] {
        let pair = world.pair(actor, principal);
        let rung = state.alignment.rung[pair];
        if rung >= 2 {
            share = share.max(reliance(world, rung) * state.alignment.honour[pair]);
        }
    }
    share
}

/// How far a theatre takes an actor's attention, 0 to 1.
fn attention_in(world: &World, state: &State, t: usize, actor: usize) -> f64 {
    let (n, war) = (world.n, &state.war);
    let theatre = &world.scenario.theatres[t];
    let ours = t * 2 * n + actor;
    let theirs = ours + n;
    let engaged = if super::sides_in_clash(war, t)[actor] != 0 {
        1.0
    } else if war.help[ours].max(war.help[theirs]) >= grade::INTELLIGENCE
        || war.is_supplier[ours]
        || war.is_supplier[theirs]
    {
        HELPERS_ATTENTION
    } else if theatre
        .sides
        .iter()
        .flatten()
        .any(|&principal| state.alignment.rung[world.pair(actor, principal)] >= 3)
    {
        ALLIES_ATTENTION
    } else {
        0.0
    };
    world.theatre_attention[t] * war.intensity[t] * engaged
}

/// Months in which all theatres are looked at once, if none of them took a step (assumed).
const ROUND: usize = 3;

/// Attention of every actor and opportunity of the theatres whose turn it is, from the state as it stands; of all of
/// them at the start and after a step in any.
pub(super) fn measure(world: &World, state: &mut State) {
    let n = world.n;
    state.war.attention.fill(1.0);
    for t in 0..world.scenario.theatres.len() {
        for a in 0..n {
            let taken = if state.war.intensity[t] > 0.0 {
                attention_in(world, state, t, a)
            } else {
                0.0
            };
            state.war.attention_in[t * n + a] = taken;
            state.war.attention[a] *= 1.0 - taken;
        }
    }
    for free in &mut state.war.attention {
        *free = 1.0 - *free;
    }
    // Months at a rung count from 1 in the month after a step.
    let is_moved = state.war.months_at_rung.iter().any(|months| *months <= 1);
    for t in 0..world.scenario.theatres.len() {
        if is_moved || (t + state.month).is_multiple_of(ROUND) {
            state.war.opportunity[t] = opportunity(world, state, t);
        }
    }
}

/// E7.1: what lasts becomes usual: u_usual moves by 1 / memory of its gap to u. Published estimates already
/// contain what goes on, so only what is new moves the hazards.
pub(super) fn get_used(world: &World, state: &mut State) {
    let speed = 1.0 / world.parameters.opportunity_memory.max(1.0);
    let war = &mut state.war;
    for (usual, now) in war.opportunity_usual.iter_mut().zip(&war.opportunity) {
        *usual += speed * (now - *usual);
    }
}

/// Weighted sums over those behind a side.
#[derive(Default)]
struct Behind {
    weight: f64,
    ready: f64,
    attention: f64,
    nuclear: f64,
    principals: f64,
}

fn behind(world: &World, state: &State, t: usize, side: usize) -> Behind {
    let n = world.n;
    let mut sums = Behind::default();
    let Some(&place) = world.scenario.theatres[t].sides[1].first() else {
        return sums;
    };
    for c in 0..n {
        let share = backing(world, state, t, side, c);
        if share <= 0.0 {
            continue;
        }
        let reach = if c == place {
            1.0
        } else {
            world.projection[c * n + place]
        };
        let weight = share * state.relations.power[c] * reach;
        let here = state.war.attention_in[t * n + c];
        // Attention left over by the other theatres alone.
        let elsewhere = 1.0 - (1.0 - state.war.attention[c]) / (1.0 - here).max(0.01);
        sums.weight += weight;
        sums.ready += weight * state.war.readiness[c];
        sums.attention += weight * elsewhere.clamp(0.0, 1.0);
        if world.is_nuclear[c] {
            let arsenal = world.warheads[c] / (world.warheads[c] + world.parameters.arsenal_half);
            sums.nuclear = f64::max(sums.nuclear, share * arsenal);
        }
        if share >= 1.0 {
            sums.principals += weight * state.war.readiness[c];
        }
    }
    sums
}

/// E7.2: u = depletion + attention + readiness + expected help + hostility + distraction - deterrence - nuclear
/// guarantee - disorder, each with its weight.
fn opportunity(world: &World, state: &State, t: usize) -> f64 {
    let (n, p) = (world.n, &world.parameters);
    let theatre = &world.scenario.theatres[t];
    let (ours, theirs) = (behind(world, state, t, 0), behind(world, state, t, 1));
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let depletion = share(theirs.weight - theirs.ready, theirs.weight);
    let attention = share(theirs.attention, theirs.weight);
    let readiness = share(ours.ready, ours.weight);
    let help = share(ours.ready - ours.principals, ours.ready);
    let deterrence = share(theirs.ready, theirs.ready + ours.principals);
    let (mut hostility, mut disorder, mut dyads) = (0.0, 0.0, 0.0);
    for &a in &theatre.sides[0] {
        for &d in &theatre.sides[1] {
            hostility += state.relations.hostility[a * n + d];
            disorder += state.war.disorder[a];
            dyads += 1.0;
        }
    }
    p.opportunity_depletion * depletion
        + p.opportunity_attention * attention
        + p.opportunity_readiness * readiness
        + p.opportunity_help * help
        + p.opportunity_hostility * share(hostility, dyads)
        + p.distraction_boost * state.war.distraction[t]
        - p.opportunity_deterrence * deterrence
        - p.opportunity_nuclear * theirs.nuclear
        - p.opportunity_disorder * share(disorder, dyads)
}

/// E7.6: a committed partner of a side at war may stir up a theatre of its own: opportunity rises there, its first
/// step that is no clash is taken, and the fire of the side it means to help changes by a factor of
/// unknown sign.
pub(super) fn open_distractions(world: &World, state: &mut State, luck: &Luck) {
    for strength in &mut state.war.distraction {
        *strength *= DISTRACTION_MEMORY;
    }
    if !world.on(Mechanism::Distraction) || !world.on(Mechanism::GradedHelp) {
        return;
    }
    let n = world.n;
    for actor in 0..n {
        let Some(cause) = most_helped(world, state, actor) else {
            continue;
        };
        let hazard = world.parameters.distraction_hazard;
        if luck.actor(actor, state.month, actor_slot::DISTRACTION) >= probability_of_hazard(hazard) {
            continue;
        }
        let own = (0..world.scenario.theatres.len()).find(|&t| {
            principal_side(world, t, actor) == 1 && !super::is_at_war(world, state, t) && t != cause / 2
        });
        let Some(t) = own else {
            continue;
        };
        state.war.distraction[t] = 1.0;
        state.war.distraction_for[t] = cause;
        state.war.totals.distractions += 1;
        let next = state.war.rung[t] + 1;
        if rung_of(world, t, next).is_some_and(|rung| !rung.is_war && !rung.is_clash) {
            state.war.rung[t] = next;
            state.war.rung_before[t] = next;
            state.war.highest[t] = state.war.highest[t].max(next);
            state.war.months_at_rung[t] = 0;
        }
        let place = cause * n + actor;
        state.war.help[place] = state.war.help[place].max(grade::DISTRACTION);
    }
}

/// Theatre x 2 + side of the war in which the actor already gives munitions and values the side most.
fn most_helped(world: &World, state: &State, actor: usize) -> Option<usize> {
    let mut best = None;
    let mut most = 0.0;
    for place in 0..world.scenario.theatres.len() * 2 {
        let index = place * world.n + actor;
        let (help, value) = (state.war.help[index], state.war.help_value[index]);
        let is_committed = (grade::INTELLIGENCE..=grade::TROOPS).contains(&help);
        if is_committed && value > most {
            (best, most) = (Some(place), value);
        }
    }
    best
}
