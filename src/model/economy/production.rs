//! Production and consumption (E6.1 to E6.3, E4.9): capacity, inputs, workers, orders, reserves.

use crate::model::state::State;
use crate::model::survival::state::{KINDS, kind};
use crate::model::world::World;
use crate::random::maths::quantise_down;
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::GoodClass;

/// Arms makers idle at this part of capacity when stores are full and nobody buys (assumed).
const IDLE: f64 = 0.3;
/// Capacity never grows past this multiple of the start (assumed).
const LARGEST_GROWTH: f64 = 6.0;
/// Extra capacity that rusts a month without orders (assumed).
const RUST: f64 = 0.005;
/// Months of use that stores of civil goods hold at most (assumed).
const STORE_MONTHS: f64 = 6.0;

/// A state that had next to no inputs at the start made its arms without (assumed).
const LEAST_RATIO: f64 = 0.02;

/// E6.1: part of arms output that inputs allow, relative to the start.
#[inline]
pub fn input_factor(ratio: f64, ratio_at_start: f64) -> f64 {
    if ratio_at_start < LEAST_RATIO {
        return 1.0;
    }
    (ratio / ratio_at_start).clamp(0.0, 1.0)
}

/// E6.2: part of output that workers allow, relative to the start.
#[inline]
pub fn labour_factor(drag: f64, shortage: f64, shortage_at_start: f64) -> f64 {
    ((1.0 - drag * shortage) / (1.0 - drag * shortage_at_start)).clamp(0.0, 1.5)
}

/// First month: how well off industry is for inputs and workers.
pub fn open(world: &World, state: &mut State) {
    for actor in 0..world.n {
        state.economy.input_ratio_at_start[actor] = input_ratio(world, state, actor);
        state.economy.jobs_at_start[actor] = jobs_shortage(world, state, actor);
    }
}

/// Mean squared shortage of workers, as `survival` sees it.
fn jobs_shortage(world: &World, state: &State, actor: usize) -> f64 {
    let (mut sum, mut total) = (0.0, 0.0);
    for good in 0..world.g {
        let cell = actor * world.g + good;
        if world.class[good] == GoodClass::Labour && world.requirement[cell] > 0.0 {
            let shortage = (1.0 - state.economy.inflow_mean[cell] / world.requirement[cell]).max(0.0);
            sum += shortage * shortage;
            total += 1.0;
        }
    }
    if total > 0.0 { sum / total } else { 0.0 }
}

/// Dual-use stock over what industry and arms makers take of it a month, both by value; at most 1.
fn input_ratio(world: &World, state: &State, actor: usize) -> f64 {
    let (mut have, mut taken) = (0.0, 0.0);
    for good in 0..world.g {
        let cell = actor * world.g + good;
        let class = world.class[good];
        if class == GoodClass::DualUse {
            have += state.economy.stock[cell] * world.price[good];
            taken += world.requirement[cell] * world.price[good];
        } else if class.is_lethal() {
            taken += state.economy.capacity[cell] * world.price[good] * world.input_share[good];
        }
    }
    if taken > 0.0 { (have / taken).min(1.0) } else { 1.0 }
}

/// All production, then all consumption.
pub fn advance(world: &World, state: &mut State) {
    for actor in 0..world.n {
        let workers = if world.on(Mechanism::LabourConstraint) {
            labour_factor(
                world.parameters.labour_drag,
                state.survival.gap[actor * KINDS + kind::JOBS],
                state.economy.jobs_at_start[actor],
            )
        } else {
            1.0
        };
        let inputs = if world.on(Mechanism::InputConstraint) {
            input_factor(
                input_ratio(world, state, actor),
                state.economy.input_ratio_at_start[actor],
            )
        } else {
            1.0
        };
        for good in 0..world.g {
            make(world, state, (actor, good), inputs, workers);
        }
        if world.on(Mechanism::InputConstraint) {
            use_inputs(world, state, actor);
        }
    }
}

fn make(world: &World, state: &mut State, (actor, good): (usize, usize), inputs: f64, workers: f64) {
    let cell = actor * world.g + good;
    let class = world.class[good];
    let capacity = state.economy.capacity[cell];
    let licence = licensed_capacity(world, state, cell);
    state.economy.produced[cell] = 0.0;
    state.economy.licensed[cell] = 0.0;
    let outside = (1.0 - world.parameters.contestable) * super::outside::supply(world, state, actor, good);
    if capacity + licence <= 0.0 || matches!(class, GoodClass::Currency | GoodClass::Labour) {
        state.economy.supply[cell] = outside;
        return;
    }
    let is_arms = class.is_lethal();
    let bound = if is_arms {
        inputs * workers
    } else {
        workers.min(1.0)
    };
    let skill = world.domain[good].map_or(1.0, |domain| skill(world, state, actor, domain));
    let used = if is_arms {
        orders(world, state, cell)
    } else {
        storage(world, state, cell)
    };
    let economy = &mut state.economy;
    let own = capacity * bound * skill * used;
    let under_licence = licence * bound;
    let made = quantise_down((own + under_licence).min(economy.reserve[cell]));
    economy.reserve[cell] -= made;
    economy.stock[cell] += made;
    economy.produced[cell] = made;
    economy.licensed[cell] = under_licence.min(made);
    economy.supply[cell] = capacity * bound * skill + under_licence + outside;
    if is_arms && world.on(Mechanism::CapacityGrowth) {
        grow(world, state, cell);
    }
}

/// Technology since the start shows in output.
fn skill(world: &World, state: &State, actor: usize, domain: usize) -> f64 {
    let cell = actor * world.d + domain;
    let start = world.level[cell];
    if start > 0.0 {
        (state.economy.level[cell] / start).clamp(0.5, 1.5)
    } else {
        1.0
    }
}

/// Part of capacity that orders use: all while stores are short or partners buy.
fn orders(world: &World, state: &State, cell: usize) -> f64 {
    let economy = &state.economy;
    let wanted = world.target[cell].max(state.survival.need[cell]);
    if economy.stock[cell] < wanted {
        return 1.0;
    }
    let sold = economy.outflow[cell] / economy.capacity[cell].max(1e-9);
    sold.clamp(IDLE, 1.0)
}

/// Civil goods are made while there is room to store them.
fn storage(world: &World, state: &State, cell: usize) -> f64 {
    let economy = &state.economy;
    let use_a_month = world.requirement[cell] + economy.outflow[cell] + economy.outside_out[cell];
    let room = STORE_MONTHS * use_a_month.max(0.1 * economy.capacity[cell]) - economy.stock[cell];
    (room / economy.capacity[cell].max(1e-9)).clamp(0.0, 1.0)
}

/// E6.3: capacity grows with the shortage its makers are asked to close, or with sales abroad.
fn grow(world: &World, state: &mut State, cell: usize) {
    let start = world.capacity[cell];
    let economy = &mut state.economy;
    let pull = economy.shortage[cell].max(if economy.outflow[cell] > economy.capacity[cell] {
        0.3
    } else {
        0.0
    });
    let grown = economy.capacity[cell] * (1.0 + world.parameters.arms_growth * pull);
    economy.capacity[cell] = if pull > 0.0 {
        grown.min(start * LARGEST_GROWTH)
    } else {
        economy.capacity[cell] - RUST * (economy.capacity[cell] - start).max(0.0)
    };
}

/// Arms makers draw their inputs from the dual-use stock, in proportion to its parts.
fn use_inputs(world: &World, state: &mut State, actor: usize) {
    let (mut taken, mut have) = (0.0, 0.0);
    for good in 0..world.g {
        let cell = actor * world.g + good;
        if world.class[good].is_lethal() {
            taken += state.economy.produced[cell] * world.price[good] * world.input_share[good];
        } else if world.class[good] == GoodClass::DualUse {
            have += state.economy.stock[cell] * world.price[good];
        }
    }
    if taken <= 0.0 || have <= 0.0 {
        return;
    }
    let part = (taken / have).min(1.0);
    for good in 0..world.g {
        if world.class[good] == GoodClass::DualUse {
            let cell = actor * world.g + good;
            let used = quantise_down(part * state.economy.stock[cell]);
            state.economy.stock[cell] -= used;
            state.economy.consumed[cell] += used;
        }
    }
}

/// Units a month that licences add (E4.9).
fn licensed_capacity(world: &World, state: &State, cell: usize) -> f64 {
    if world.on(Mechanism::LicensedProduction) {
        state.economy.licence[cell] * state.economy.requirement[cell]
    } else {
        0.0
    }
}

/// E4.9: a receiver that absorbed `steps` of a domain makes part of its need of goods of that domain.
pub fn license(world: &World, state: &mut State, actor: usize, domain: usize, steps: f64) {
    for good in 0..world.g {
        let cell = actor * world.g + good;
        if world.domain[good] == Some(domain) && state.economy.licensor[cell] < world.n {
            let licence = &mut state.economy.licence[cell];
            *licence = (*licence + world.parameters.licence_share * steps).min(1.0);
        }
    }
}

/// What people, industry and training use; war use is the war phase's.
pub fn consume(world: &World, state: &mut State) {
    for actor in 0..world.n {
        for good in 0..world.g {
            let cell = actor * world.g + good;
            if matches!(
                world.class[good],
                GoodClass::Labour | GoodClass::Troops | GoodClass::Currency
            ) {
                continue;
            }
            let economy = &mut state.economy;
            let used = quantise_down(world.requirement[cell].min(economy.stock[cell]));
            economy.stock[cell] -= used;
            economy.consumed[cell] += used;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_the_inputs_make_half_the_arms() {
        assert_eq!(input_factor(0.4, 0.8), 0.5);
        assert_eq!(input_factor(0.9, 0.8), 1.0);
    }

    #[test]
    fn filled_vacancies_raise_output() {
        // (1 - 0.25 x 0.2) / (1 - 0.25 x 1) = 0.95 / 0.75 = 1.2667.
        assert!((labour_factor(0.25, 0.2, 1.0) - 1.266_666_667).abs() < 1e-8);
    }
}
