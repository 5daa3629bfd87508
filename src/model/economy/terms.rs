//! Terms of a sale (E4.1, E5.2): what it costs the seller, what the buyer would pay.

use super::outside::is_world_good;
use super::scratch::Scratch;
use crate::model::state::State;
use crate::model::world::{SECTORS, World};
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::GoodClass;

/// E5.2: expected punishment a unit: stake x rate / (1 + rate x quantity).
///
/// `rate` is the chance of detection a unit. 1 - e^(-x) is taken as x / (1 + x), which needs no exp and
/// is at most 0.2 away from it.
#[inline]
pub fn expected_punishment(stake: f64, rate: f64, quantity: f64) -> f64 {
    stake * rate / (1.0 + rate * quantity)
}

/// Stringency feared for a detected sale of a class (E5.2).
pub fn feared_stringency(world: &World, class: GoodClass) -> f64 {
    let p = &world.parameters;
    match class {
        GoodClass::Munition | GoodClass::Drone | GoodClass::Troops => p.punish_lethal,
        GoodClass::DualUse => p.punish_dual_use,
        _ => p.punish_civil,
    }
}

/// Stake of an actor in not being caught: feared stringency x not yet punished x remaining exposure x
/// trade over the window, million USD.
#[inline]
pub fn stake(world: &World, state: &State, actor: usize, sector: usize, stringency: f64) -> f64 {
    let cell = actor * SECTORS + sector;
    let punished = state.sanctions.suffered[cell]
        .max(state.sanctions.punished[cell])
        .clamp(0.0, 1.0);
    let trade = world.total_trade[actor] * 1_000.0 / 12.0 * world.window[actor];
    (1.0 - punished) * stringency * state.sanctions.exposure[actor] * trade
}

/// Strongest watch on each actor by sector: monitoring x enforcement of the regimes against it.
pub fn watch(world: &World, state: &State, scratch: &mut Scratch) {
    scratch.watch.fill(0.0);
    for (r, regime) in world.scenario.regimes.iter().enumerate() {
        if !state.sanctions.in_force[r] || state.sanctions.is_relieved[r] {
            continue;
        }
        let seen = state.sanctions.monitoring[r] * state.sanctions.enforcement[r];
        for (sector, covers) in regime.covers.iter().enumerate() {
            if *covers {
                let cell = &mut scratch.watch[regime.target * SECTORS + sector];
                *cell = cell.max(seen);
            }
        }
    }
}

/// Chance of detection a unit for a directed pair.
#[inline]
pub fn detection_rate(
    world: &World,
    state: &State,
    scratch: &Scratch,
    (from, to): (usize, usize),
    sector: usize,
    conspicuous: f64,
) -> f64 {
    let watch = scratch.watch[from * SECTORS + sector].max(scratch.watch[to * SECTORS + sector]);
    if watch == 0.0 || conspicuous <= 0.0 {
        return 0.0;
    }
    let border = if world.contiguity[world.pair(from, to)] == 1 {
        0.5
    } else {
        1.0
    };
    border * watch / ((1.0 + state.sanctions.logistics[from * world.n + to]) * conspicuous)
}

/// Transport of a unit, share of price: free over land, else bulk by distance.
#[inline]
pub fn transport(world: &World, from: usize, to: usize, bulk: f64) -> f64 {
    let pair = world.pair(from, to);
    if world.contiguity[pair] == 1 {
        0.0
    } else {
        bulk * world.distance[pair] / 1_000.0
    }
}

/// What a blockade of either end leaves of a flow by sea.
#[inline]
pub fn open_sea(world: &World, state: &State, from: usize, to: usize) -> f64 {
    if world.contiguity[world.pair(from, to)] == 1 {
        1.0
    } else {
        (1.0 - state.sanctions.blockade[from].clamp(0.0, 1.0))
            * (1.0 - state.sanctions.blockade[to].clamp(0.0, 1.0))
    }
}

/// Most a buyer would pay a unit (E4.3), million USD: the value to it under the cap; with access to the
/// world's market no more than the world price, and no less, for its economy buys as well as its state.
pub fn reservation(world: &World, state: &State, buyer: usize, good: usize) -> f64 {
    let price = world.price[good] * state.economy.price_factor[good];
    let cap = world.parameters.price_cap;
    let value = state.survival.value[buyer * world.g + good];
    match world.class[good] {
        class if is_world_good(class) => {
            let open = super::outside::access(state, buyer, world.sector[good]);
            let most = price * (1.0 + (cap - 1.0) * (1.0 - open));
            value.clamp(price * WORLD_MARGIN, most.max(price * WORLD_MARGIN))
        }
        GoodClass::Labour => value.clamp(price, price * cap),
        _ => value.min(price * cap),
    }
}

/// Buying from the world costs a little more than its price (assumed).
const WORLD_MARGIN: f64 = 1.1;

/// Least a seller would take a unit before the partner is known, million USD: cost, or what the world
/// would pay as far as the seller reaches it.
pub fn seller_floor(world: &World, state: &State, seller: usize, good: usize) -> f64 {
    let price = world.price[good] * state.economy.price_factor[good];
    let cost = world.parameters.cost_share;
    let own = state.survival.value[seller * world.g + good].min(price * world.parameters.price_cap);
    let floor = if is_world_good(world.class[good]) {
        let open = super::outside::access(state, seller, world.sector[good]);
        price * (cost + (0.95 - cost).max(0.0) * open)
    } else {
        price * cost
    };
    if world.class[good].is_lethal() {
        floor + own
    } else {
        floor
    }
}

/// Extra cost of serving one partner, million USD a unit: transport, fear of punishment, enmity.
pub fn partner_cost(
    world: &World,
    state: &State,
    scratch: &Scratch,
    good: usize,
    (seller, buyer): (usize, usize),
    quantity: f64,
) -> f64 {
    let n = world.n;
    let price = world.price[good] * state.economy.price_factor[good];
    let class = world.class[good];
    let mut cost = price * transport(world, seller, buyer, world.bulk[good]);
    let hostility = state.relations.hostility[seller * n + buyer];
    match class {
        GoodClass::Munition | GoodClass::Drone => {
            let foe = scratch.foe_trust[seller * n + buyer];
            cost += price * (world.parameters.arms_hostility * hostility + world.parameters.foe_trust * foe);
        }
        GoodClass::DualUse => cost += price * 2.0 * hostility,
        _ => {}
    }
    if world.on(Mechanism::SanctionRisk) {
        let sector = world.sector[good];
        let rate = detection_rate(
            world,
            state,
            scratch,
            (seller, buyer),
            sector,
            world.conspicuous[good],
        );
        if rate > 0.0 {
            let fear = feared_stringency(world, class);
            // A buyer under watch is judged already; a third state that buys from one is not.
            let is_judged = scratch.watch[buyer * SECTORS + sector] > 0.0;
            let buyers = if is_judged {
                0.0
            } else {
                stake(world, state, buyer, sector, fear)
            };
            let both = stake(world, state, seller, sector, fear) + buyers;
            cost += expected_punishment(both, rate, quantity);
        }
    }
    cost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expected_punishment_is_stake_times_chance_spread_over_the_units() {
        // Stake 1,000, rate 1e-3: the first unit risks 1; at 1,000 units the mean is 0.5.
        assert!((expected_punishment(1_000.0, 1e-3, 0.0) - 1.0).abs() < 1e-12);
        assert!((expected_punishment(1_000.0, 1e-3, 1_000.0) - 0.5).abs() < 1e-12);
    }
}
