//! Senders tighten after provocations, tire, loosen when energy is short, strike and break deals.

use super::state::Sanctions;
use crate::model::state::State;
use crate::model::world::World;
use crate::random::luck::{actor_slot, regime_slot};
use crate::random::{Luck, maths};
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::{GoodClass, Sector};

/// Shortest life of a deal in months before it can fail unprovoked (assumed).
const HONEYMOON: u32 = 2;
/// Months of peace after which a coalition of the last war begins to crumble (assumed).
const PEACE: u32 = 12;
/// How hostile senders are makes deals rarer: e-fold per 1/3 of the scale (assumed).
const HOSTILITY_AGAINST_DEALS: f64 = 3.0;

/// Notes who starts a war this month, and for whom energy is short or dear.
pub(super) fn look_around(world: &World, state: &mut State) {
    let (n, g) = (world.n, world.g);
    let scratch = &mut state.sanctions.scratch;
    scratch.attacks_now.fill(false);
    for (t, theatre) in world.scenario.theatres.iter().enumerate() {
        if state.war.starts_now[t] {
            for &aggressor in &theatre.sides[0] {
                scratch.attacks_now[aggressor] = true;
            }
        }
    }
    scratch.energy.fill(0.0);
    let mut goods = 0.0;
    for good in (0..g).filter(|&good| world.class[good] == GoodClass::Energy) {
        goods += 1.0;
        let dear = (state.economy.price_factor[good] - 1.0).max(0.0);
        for actor in 0..n {
            scratch.energy[actor] += (state.economy.shortage[actor * g + good] + dear).min(1.0);
        }
    }
    for energy in &mut scratch.energy {
        *energy /= f64::max(goods, 1.0);
    }
    scratch.is_energy_short = scratch.energy.iter().any(|energy| *energy > 0.0);
}

/// E5.8: stringency after a month in which provocations would close the share `provoked` of what is open.
#[inline]
pub fn tightened(stringency: f64, provoked: f64, fatigue: f64) -> f64 {
    stringency + provoked.min(1.0) * (1.0 - stringency) * (1.0 - fatigue)
}

/// E5.9: stringency after a month of fatigue f and energy stress e of the senders.
#[inline]
pub fn loosened(world: &World, stringency: f64, fatigue: f64, energy: f64) -> f64 {
    let p = &world.parameters;
    stringency * (1.0 - p.loosening * fatigue - p.loosening_energy * energy).clamp(0.0, 1.0)
}

/// Means over the senders of a regime, weighted by economy; slots weigh by resolve.
#[inline]
fn over_senders(s: &Sanctions, world: &World, r: usize, value: impl Fn(usize) -> f64) -> f64 {
    let n = world.n;
    let (mut sum, mut weight) = (0.0, 0.0);
    for (actor, sends) in s.scratch.sends[r * n..(r + 1) * n].iter().enumerate() {
        let economy = sends * world.gdp[actor];
        sum += economy * value(actor);
        weight += economy;
    }
    sum / weight.max(1e-12)
}

pub(super) fn decide(world: &World, state: &mut State, luck: &Luck) {
    let highest = most_likely_deal(world);
    for place in 0..state.sanctions.scratch.live.len() {
        let r = state.sanctions.scratch.live[place];
        if state.sanctions.is_un[r] {
            continue;
        }
        if world.on(Mechanism::Tightening) {
            tighten(world, state, r);
        }
        if world.on(Mechanism::Fatigue) {
            tire(world, state, r);
        }
        if world.on(Mechanism::Relief) && state.sanctions.in_force[r] {
            deal(world, state, luck, r, highest);
        }
    }
}

/// Hazard of a deal at most: fatigue, energy and pressure 1, senders without any hostility.
fn most_likely_deal(world: &World) -> f64 {
    world.parameters.relief_rate / 12.0 * maths::exp(3.0 + 0.5 * HOSTILITY_AGAINST_DEALS)
}

fn tighten(world: &World, state: &mut State, r: usize) {
    let p = &world.parameters;
    let s = &mut state.sanctions;
    let target = s.target[r];
    let seen = s.scratch.seen[target];
    let attack = f64::from(u8::from(s.scratch.attacks_now[target]));
    let test = f64::from(u8::from(state.alignment.tested_now[target]));
    let provoked = p.tighten_detection * seen + p.tighten_war * attack + p.tighten_test * test;
    // E5.8
    s.stringency[r] = tightened(s.stringency[r], provoked, s.fatigue[r]);
    s.enforcement[r] = tightened(s.enforcement[r], 0.5 * p.tighten_detection * seen, s.fatigue[r]);
    s.fatigue[r] *= 1.0 - (attack + 0.2 * test).min(1.0);
}

fn tire(world: &World, state: &mut State, r: usize) {
    let s = &mut state.sanctions;
    let target = s.target[r];
    s.fatigue[r] += world.parameters.fatigue_speed * (1.0 - s.fatigue[r]);
    // Only what the target could supply speaks for loosening.
    let supplies = s.covers[r][Sector::Energy as usize] * s.scratch.spare_energy[target];
    let energy = if supplies > 0.0 && s.scratch.is_energy_short {
        supplies * over_senders(s, world, r, |actor| s.scratch.energy[actor])
    } else {
        0.0
    };
    // E5.9
    s.stringency[r] = loosened(world, s.stringency[r], s.fatigue[r], energy);
    if r >= world.scenario.regimes.len() {
        if state.war.months_since_war[target] > PEACE && !state.war.is_belligerent[target] {
            s.stringency[r] *= 1.0 - world.parameters.peace_loosening;
        }
        if s.stringency[r] < 0.02 {
            super::response::lapse(s, world, r);
        }
    }
}

/// Share of its capacity for energy that an actor does not need itself, 0 to 1.
pub(super) fn spare_energy(world: &World, actor: usize) -> f64 {
    let (mut capacity, mut spare) = (0.0, 0.0);
    for good in (0..world.g).filter(|&good| world.class[good] == GoodClass::Energy) {
        let cell = actor * world.g + good;
        let value = world.price[good];
        capacity += value * world.capacity[cell];
        spare += value * (world.capacity[cell] - world.requirement[cell]).max(0.0);
    }
    spare / capacity.max(1e-12)
}

/// E5.12: a deal suspends part of the regime; it fails after provocations or by itself: deals flicker.
fn deal(world: &World, state: &mut State, luck: &Luck, r: usize, highest: f64) {
    let (n, p) = (world.n, &world.parameters);
    let declared = world.scenario.regimes.len();
    let s = &mut state.sanctions;
    let target = s.target[r];
    let u = if r < declared {
        luck.regime(r, state.month, regime_slot::RELIEF)
    } else {
        luck.actor(target, state.month, actor_slot::RELIEF)
    };
    let attacks = s.scratch.attacks_now[target];
    let test = f64::from(u8::from(state.alignment.tested_now[target]));
    let seen = s.violations[target];
    // E5.12: offences seen add up without end; what they stand for does not.
    let provocation = seen / (1.0 + seen) + 2.0 * test;
    if s.is_relieved[r] {
        s.relieved_months[r] += 1;
        let hazard = p.reimposition_rate / 12.0 * (1.0 + provocation);
        let fails = s.relieved_months[r] >= HONEYMOON && u < maths::probability_of_hazard(hazard);
        if attacks || fails {
            s.is_relieved[r] = false;
            s.relieved_months[r] = 0;
        }
        return;
    }
    // A probability is never above its hazard: most months need no more than this.
    if attacks || u >= highest {
        return;
    }
    let hostility = over_senders(s, world, r, |a| state.relations.hostility[a * n + target]);
    let energy = over_senders(s, world, r, |a| s.scratch.energy[a]);
    let willing = s.fatigue[r] + energy + state.survival.pressure[target]
        - provocation
        - HOSTILITY_AGAINST_DEALS * (hostility - 0.5);
    let hazard = p.relief_rate / 12.0 * maths::exp(willing);
    if u < maths::probability_of_hazard(hazard) {
        s.is_relieved[r] = true;
        s.relieved_months[r] = 0;
    }
}
