//! Need over the planning window, coverage and shortage of every good (E3.7).

use super::pressure::{security, threat_sum};
use super::state::{KINDS, kind};
use crate::model::state::State;
use crate::model::world::World;
use crate::scenario::world::GoodClass;

/// Which shortage a class of goods is felt in.
#[inline]
pub fn kind_of(class: GoodClass) -> usize {
    match class {
        GoodClass::Munition | GoodClass::Drone => kind::ARMS,
        GoodClass::Food => kind::FOOD,
        GoodClass::Energy => kind::ENERGY,
        GoodClass::DualUse | GoodClass::Export => kind::INPUTS,
        GoodClass::Labour => kind::JOBS,
        GoodClass::Troops | GoodClass::Currency => kind::NONE,
    }
}

/// E3.7: q = (stock + W x monthly supply) / need; a need of 0 is always met.
#[inline]
pub fn coverage(stock: f64, monthly_supply: f64, window: f64, need: f64) -> f64 {
    if need > 0.0 {
        (stock + window * monthly_supply) / need
    } else {
        1.0
    }
}

/// Needs, coverages and shortages of all actors.
pub fn assess(world: &World, state: &mut State) {
    for actor in 0..world.n {
        require(world, state, actor);
        cover(world, state, actor);
        gather(world, state, actor);
    }
}

/// What the actor wants a month, war included, and over its window.
fn require(world: &World, state: &mut State, actor: usize) {
    let threat = threat_sum(world, state, actor);
    let fear = security(
        state.relations.protection[actor],
        threat,
        world.parameters.security_floor,
    );
    let window = world.window[actor];
    for good in 0..world.g {
        let cell = actor * world.g + good;
        let peace = world.requirement[cell];
        let wanted = state.war.wanted[cell];
        let monthly = peace + wanted;
        state.economy.requirement[cell] = monthly;
        state.survival.need[cell] = match kind_of(world.class[good]) {
            kind::NONE => 0.0,
            kind::JOBS => window * monthly,
            kind::ARMS => {
                // A part of the reserve that grows with fear: the rest is there to be used in war.
                window * monthly + world.parameters.peace_target * fear * world.target[cell]
            }
            _ => (window + world.parameters.buffer_months) * monthly,
        };
    }
}

/// Coverage with realised inflows, and the shortage if no more deliveries came.
fn cover(world: &World, state: &mut State, actor: usize) {
    let window = world.window[actor];
    let economy = &mut state.economy;
    for good in 0..world.g {
        let cell = actor * world.g + good;
        let need = state.survival.need[cell];
        if need <= 0.0 {
            economy.coverage[cell] = 1.0;
            economy.shortage[cell] = 0.0;
            state.survival.dry_shortage[cell] = 0.0;
            continue;
        }
        // Workers and soldiers are lent, not used up: their stock is what could be sent away.
        let held = if world.class[good] == GoodClass::Labour {
            0.0
        } else {
            economy.stock[cell]
        };
        let made = economy.supply[cell];
        let dry = coverage(held, made, window, need);
        let q = coverage(held, made + economy.inflow_mean[cell], window, need);
        economy.coverage[cell] = q;
        economy.shortage[cell] = (1.0 - q).max(0.0);
        state.survival.dry_shortage[cell] = (1.0 - dry).max(0.0);
    }
}

/// Squared shortages by kind, weighted by the value of need.
fn gather(world: &World, state: &mut State, actor: usize) {
    let (mut total, mut sum) = ([0.0; KINDS], [0.0; KINDS]);
    for good in 0..world.g {
        let kind = kind_of(world.class[good]);
        if kind == kind::NONE {
            continue;
        }
        let cell = actor * world.g + good;
        let value = state.survival.need[cell] * world.price[good];
        let shortage = state.economy.shortage[cell];
        total[kind] += value;
        sum[kind] += value * shortage * shortage;
    }
    for kind in 0..KINDS {
        state.survival.gap[actor * KINDS + kind] = if total[kind] > 0.0 {
            sum[kind] / total[kind]
        } else {
            0.0
        };
    }
    for good in 0..world.g {
        let kind = kind_of(world.class[good]);
        let cell = actor * world.g + good;
        state.survival.slope[cell] = if kind != kind::NONE && total[kind] > 0.0 {
            state.survival.need[cell] * world.price[good] / total[kind]
        } else {
            0.0
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_counts_stock_and_a_window_of_supply() {
        // (200 + 12 x 50) / 1,000 = 0.8; nothing needed is always covered.
        assert!((coverage(200.0, 50.0, 12.0, 1_000.0) - 0.8).abs() < 1e-12);
        assert_eq!(coverage(0.0, 0.0, 12.0, 0.0), 1.0);
    }
}
