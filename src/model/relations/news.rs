//! What others know: detected, late, denied; aid and troops are seen by all.

use crate::model::state::State;
use crate::model::world::{World, YEAR};
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::{Cargo, GoodClass};

/// Published flows of the year before the start are known and no news.
pub(super) fn open(world: &World, state: &mut State) {
    let (area, relations) = (world.n * world.n, &mut state.relations);
    for directed in 0..area {
        relations.known_support[directed] = state.economy.arms_year[directed] / YEAR;
    }
    // Parts sold before the start are as usual as arms: selling as many to a rival's rival is no news.
    for good in (0..world.g).filter(|good| world.class[*good] == GoodClass::DualUse) {
        let contracts = &state.economy.habit[good * area..(good + 1) * area];
        for (known, units) in relations.known_support.iter_mut().zip(contracts) {
            *known += units * world.price[good];
        }
    }
    relations
        .accustomed_support
        .copy_from_slice(&relations.known_support);
    relations
        .sanctioning_before
        .copy_from_slice(&state.sanctions.sanctioning);
}

/// E8.5: known' = known + (public + (1 - denial) detected - known) / lag. Without the mechanism
/// every delivery of arms is known in its month.
pub(super) fn advance(world: &World, state: &mut State) {
    collect(world, state);
    let p = &world.parameters;
    let is_imperfect = world.on(Mechanism::ImperfectNews);
    let believed = 1.0 - p.denial;
    let speed = if is_imperfect {
        1.0 / p.news_lag.max(1.0)
    } else {
        1.0
    };
    let habit = 1.0 / p.news_habit.max(1.0);
    let relations = &mut state.relations;
    // Arms delivered stand in the scratch that hostility overwrites.
    let arms = relations.impulse.iter().zip(&state.sanctions.detected);
    let seen = relations.public_support.iter().zip(arms);
    let known = relations
        .known_support
        .iter_mut()
        .zip(&mut relations.accustomed_support);
    for ((known, accustomed), (public, (arms, detected))) in known.zip(seen) {
        // What is detected may be trade in anything; only what serves war is support.
        let caught = if detected < arms { detected } else { arms };
        let whole = if public > arms { public } else { arms };
        let seen = if is_imperfect {
            public + believed * caught
        } else {
            *whole
        };
        *known += speed * (seen - *known);
        *accustomed += habit * (*known - *accustomed);
    }
}

/// Sums this month's deliveries by directed pair: all of them, and what is public.
fn collect(world: &World, state: &mut State) {
    let n = world.n;
    let relations = &mut state.relations;
    relations.delivered.fill(0.0);
    relations.public_support.fill(0.0);
    relations.impulse.fill(0.0);
    for delivery in &state.economy.deliveries {
        let directed = delivery.from * n + delivery.to;
        relations.delivered[directed] += delivery.value;
        let class = match delivery.cargo {
            Cargo::Good(good) => Some(world.class[good]),
            Cargo::Technology(_) => None,
        };
        let is_arms = class.is_some_and(|class| {
            class.is_lethal() || matches!(class, GoodClass::Troops | GoodClass::DualUse)
        });
        if delivery.is_aid || class == Some(GoodClass::Troops) {
            relations.public_support[directed] += delivery.value;
        }
        if is_arms {
            relations.impulse[directed] += delivery.value;
        }
    }
}
