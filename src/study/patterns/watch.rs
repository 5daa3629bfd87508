//! What a month holds, by the names of the shipped worlds.

use crate::model::war::ladder;
use crate::model::war::state::grade;
use crate::model::{State, World};
use crate::scenario::world::{Cargo, GoodClass};

/// Index of an actor of the shipped worlds. One that is not there has no index, and reading at it fails loudly.
pub fn actor(world: &World, id: &str) -> usize {
    let actors = &world.scenario.actors;
    actors
        .iter()
        .position(|actor| actor.id == id)
        .unwrap_or(usize::MAX)
}

pub fn theatre(world: &World, id: &str) -> usize {
    let theatres = &world.scenario.theatres;
    theatres
        .iter()
        .position(|theatre| theatre.id == id)
        .unwrap_or(usize::MAX)
}

pub fn pair(world: &World, a: &str, b: &str) -> usize {
    world.pair(actor(world, a), actor(world, b))
}

/// Million USD of goods of some classes that moved this month, sold, given or leaked.
pub fn moved(world: &World, state: &State, from: &str, to: &str, classes: &[GoodClass]) -> f64 {
    let row = (actor(world, from) * world.n + actor(world, to)) * world.g;
    (0..world.g)
        .filter(|good| classes.contains(&world.class[*good]))
        .map(|good| state.economy.flow[row + good] * world.price[good])
        .sum()
}

/// Units of one good that moved this month.
pub fn units(world: &World, state: &State, from: &str, to: &str, good: &str) -> f64 {
    let goods = &world.scenario.goods;
    let at = goods.iter().position(|g| g.id == good).unwrap_or(usize::MAX);
    state.economy.flow[(actor(world, from) * world.n + actor(world, to)) * world.g + at]
}

/// Million USD of goods of some classes sold this month by decision of the state, at reference prices.
pub fn sold(world: &World, state: &State, from: &str, to: &[&str], classes: &[GoodClass]) -> f64 {
    let seller = actor(world, from);
    let is_buyer = |place: usize| to.iter().any(|id| actor(world, id) == place);
    state
        .economy
        .deliveries
        .iter()
        .filter(|d| d.from == seller && !d.is_leak && !d.is_aid && is_buyer(d.to))
        .map(|d| match d.cargo {
            Cargo::Good(good) if classes.contains(&world.class[good]) => d.quantity * world.price[good],
            _ => 0.0,
        })
        .sum()
}

/// Levels of technology sold this month, all domains.
pub fn technology(world: &World, state: &State, from: &str, to: &str) -> f64 {
    let (donor, receiver) = (actor(world, from), actor(world, to));
    state
        .economy
        .deliveries
        .iter()
        .filter(|d| d.from == donor && d.to == receiver && matches!(d.cargo, Cargo::Technology(_)))
        .map(|d| d.quantity)
        .sum()
}

/// Yearly hazard of a new defence pact of a pair; no number once it has one.
pub fn pact_hazard(world: &World, state: &State, a: &str, b: &str) -> f64 {
    let pair = pair(world, a, b);
    if state.alignment.rung[pair] >= 3 {
        f64::NAN
    } else {
        state.alignment.pact_hazard[pair]
    }
}

pub fn bite(world: &World, state: &State, of: &str) -> f64 {
    state.sanctions.bite[actor(world, of)]
}

/// Mean compliance of an actor with UN regimes on the targets.
pub fn un_compliance(world: &World, state: &State, of: &str, targets: &[&str]) -> f64 {
    let s = &state.sanctions;
    let (mut sum, mut count) = (0.0, 0.0);
    for regime in (0..world.scenario.regimes.len()).filter(|r| s.is_un[*r] && s.in_force[*r]) {
        if targets.iter().any(|id| actor(world, id) == s.target[regime]) {
            sum += s.compliance[regime * world.n + actor(world, of)];
            count += 1.0;
        }
    }
    sum / count
}

/// Monthly hazard of the step up from the rung a theatre starts at; no number on any other rung.
pub fn first_step(world: &World, state: &State, of: &str) -> f64 {
    let t = theatre(world, of);
    if state.war.rung[t] == world.scenario.theatres[t].start_rung {
        ladder::hazard_up(world, state, t)
    } else {
        f64::NAN
    }
}

/// 1 in a month in which an outsider fights or has soldiers for the defenders of a theatre; with `free_only`
/// outsiders bound by a defence treaty with one of them do not count.
pub fn outside_forces(world: &World, state: &State, of: &str, free_only: bool) -> f64 {
    let t = theatre(world, of);
    let sides = &world.scenario.theatres[t].sides;
    let is_bound = |a: usize| {
        sides[1]
            .iter()
            .any(|d| state.alignment.rung[world.pair(a, *d)] >= 3)
    };
    let is_there = (0..world.n)
        .filter(|a| !sides.iter().flatten().any(|s| s == a))
        .filter(|a| state.war.help[(t * 2 + 1) * world.n + a] >= grade::TROOPS)
        .any(|a| !(free_only && is_bound(a)));
    f64::from(u8::from(is_there))
}

/// Units of one good that an actor received or made this month.
pub fn supply(world: &World, state: &State, of: &str, good: &str) -> f64 {
    let goods = &world.scenario.goods;
    let at = goods.iter().position(|g| g.id == good).unwrap_or(usize::MAX);
    let cell = actor(world, of) * world.g + at;
    state.economy.inflow[cell] + state.economy.produced[cell]
}
