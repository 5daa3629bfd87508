//! Need over the planning window, coverage and shortage of every good (E3.7).

use super::pressure::{security, threat_sum};
use super::state::{KINDS, kind};
use crate::model::economy::production::arms_over_industry;
use crate::model::state::State;
use crate::model::world::{World, YEAR};
use crate::scenario::world::GoodClass;

/// Which shortage a class of goods is felt in.
#[inline(always)]
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
#[inline(always)]
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

/// What the actor wants a month, war and the inputs of arms makers included, and over its window; what it gave
/// away in the last year it wants back.
fn require(world: &World, state: &mut State, actor: usize) {
    let threat = threat_sum(world, state, actor);
    state.survival.threat[actor] = threat;
    let fear = security(
        state.relations.protection[actor],
        threat,
        world.parameters.security_floor,
    );
    let reserve = world.parameters.peace_target * fear;
    let window = world.window[actor];
    let civil = window + world.parameters.buffer_months;
    let (g, row) = (world.g, actor * world.g);
    let class = &world.class[..g];
    let (peace, target) = (&world.requirement[row..][..g], &world.target[row..][..g]);
    let inputs = arms_over_industry(world, state, actor);
    let wanted = &state.war.wanted[row..][..g];
    let given = &state.economy.given[row..][..g];
    let requirement = &mut state.economy.requirement[row..][..g];
    let need = &mut state.survival.need[row..][..g];
    for good in 0..g {
        let of_makers = if class[good] == GoodClass::DualUse {
            inputs * peace[good]
        } else {
            0.0
        };
        let monthly = peace[good] + wanted[good] + of_makers + given[good] * (1.0 / YEAR);
        requirement[good] = monthly;
        need[good] = match kind_of(class[good]) {
            kind::NONE => 0.0,
            kind::JOBS => window * monthly,
            // A part of the reserve that grows with fear: the rest is there to be used in war.
            kind::ARMS => window * monthly + reserve * target[good],
            _ => civil * monthly,
        };
    }
}

/// Coverage with realised inflows, and the shortage if no more deliveries came.
fn cover(world: &World, state: &mut State, actor: usize) {
    let window = world.window[actor];
    let (g, row) = (world.g, actor * world.g);
    let class = &world.class[..g];
    let (economy, survival) = (&mut state.economy, &mut state.survival);
    let (stock, supply) = (&economy.stock[row..][..g], &economy.supply[row..][..g]);
    let (need, inflow) = (&survival.need[row..][..g], &economy.inflow_mean[row..][..g]);
    let contested = &economy.contested[row..][..g];
    let covered = &mut economy.coverage[row..][..g];
    let shortage = &mut economy.shortage[row..][..g];
    let dry_shortage = &mut survival.dry_shortage[row..][..g];
    for good in 0..g {
        let need = need[good];
        if need <= 0.0 {
            covered[good] = 1.0;
            shortage[good] = 0.0;
            dry_shortage[good] = 0.0;
            continue;
        }
        // Workers and soldiers are lent, not used up: their stock is what could be sent away.
        let held = if class[good] == GoodClass::Labour {
            0.0
        } else {
            stock[good]
        };
        let made = supply[good];
        let dry = coverage(held, made - contested[good], window, need);
        let q = coverage(held, made + inflow[good], window, need);
        covered[good] = q;
        shortage[good] = (1.0 - q).max(0.0);
        dry_shortage[good] = (1.0 - dry).max(0.0);
    }
}

/// Squared shortages by kind, weighted by the value of need.
fn gather(world: &World, state: &mut State, actor: usize) {
    // One more than the kinds felt: what nobody feels is gathered there and left.
    let (mut total, mut sum) = ([0.0; KINDS + 1], [0.0; KINDS + 1]);
    let (g, row) = (world.g, actor * world.g);
    let (class, price) = (&world.class[..g], &world.price[..g]);
    let (need, shortage) = (
        &state.survival.need[row..][..g],
        &state.economy.shortage[row..][..g],
    );
    for good in 0..g {
        if need[good] <= 0.0 {
            continue;
        }
        let kind = kind_of(class[good]);
        let value = need[good] * price[good];
        total[kind] += value;
        sum[kind] += value * shortage[good] * shortage[good];
    }
    for kind in 0..KINDS {
        state.survival.gap[actor * KINDS + kind] = if total[kind] > 0.0 {
            sum[kind] / total[kind]
        } else {
            0.0
        };
    }
    let slope = &mut state.survival.slope[row..][..g];
    slope.fill(0.0);
    for good in 0..g {
        if need[good] <= 0.0 {
            continue;
        }
        let total = total[kind_of(class[good])];
        if total > 0.0 {
            slope[good] = need[good] * price[good] / total;
        }
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
