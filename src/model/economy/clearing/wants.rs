//! Wants and offers of one good (E4.1), before anyone meets.

use crate::model::economy::scratch::Scratch;
use crate::model::state::State;
use crate::model::world::World;
use crate::scenario::world::GoodClass;

/// Offers are held a hair below stock, so that rounding never sells what is not there.
pub(super) const HAIR: f64 = 1.0 - 1e-9;

/// Shortage without deliveries above which a state sells none of a civil good (assumed).
pub(super) const RESALE: f64 = 0.05;

/// Million USD a month below which a contract is not worth making (assumed): bulk goods with a world price; arms, their
/// inputs and workers.
pub(super) const SMALLEST_BULK: f64 = 1.0;

pub(super) const SMALLEST_OTHER: f64 = 0.1;

/// The same in units of a good.
#[inline]
pub(super) fn smallest(world: &World, good: usize) -> f64 {
    let value = match world.class[good] {
        GoodClass::Energy | GoodClass::Food | GoodClass::Export => SMALLEST_BULK,
        _ => SMALLEST_OTHER,
    };
    value / world.price[good].max(1e-9)
}

/// Bits of the sellers and of the buyers of a good who have a contract.
fn ends_of_contracts(state: &State, n: usize, good: usize) -> (u64, u64) {
    let (mut sellers, mut buyers) = (0, 0);
    for &route in &state.economy.routes[good] {
        sellers |= 1u64 << (route as usize / n);
        buyers |= 1u64 << (route as usize % n);
    }
    (sellers, buyers)
}

/// Wants and offers: of all actors for a bargain, between bargains of those with contracts, as nobody else's are read.
pub(super) fn gather(world: &World, state: &State, scratch: &mut Scratch, good: usize, bargains: bool) {
    let (selling, buying) = if bargains {
        (u64::MAX, u64::MAX)
    } else {
        ends_of_contracts(state, world.n, good)
    };
    scratch.buyers.clear();
    scratch.sellers.clear();
    let least = smallest(world, good);
    sold_on(world, state, scratch, good);
    for actor in 0..world.n {
        let want = if buying >> actor & 1 == 1 {
            wanted(world, state, actor, good) + scratch.weight[actor]
        } else {
            0.0
        };
        let offer = if selling >> actor & 1 == 1 {
            offered(world, state, actor, good)
        } else {
            0.0
        };
        scratch.want[actor] = if want > least { want } else { 0.0 };
        scratch.offer[actor] = if offer > least { offer } else { 0.0 };
        if want > least {
            scratch.buyers.push(actor);
        }
        if offer > least {
            scratch.sellers.push(actor);
        }
    }
    scratch.asked.fill(0.0);
    scratch.granted.fill(0.0);
}

/// Parts that makers import to sell on, into `scratch.weight`: what they send and sell abroad, as far as
/// they imported it before the start. Other goods are used where they are bought.
pub(super) fn sold_on(world: &World, state: &State, scratch: &mut Scratch, good: usize) {
    scratch.weight.fill(0.0);
    if world.class[good] != GoodClass::DualUse {
        return;
    }
    let (n, economy) = (world.n, &state.economy);
    for &route in &economy.routes[good] {
        scratch.weight[route as usize / n] += economy.habit[good * n * n + route as usize];
    }
    for actor in 0..n {
        let cell = actor * world.g + good;
        let abroad = if state.month == 0 {
            economy.outside_demand[cell]
        } else {
            economy.outside_out[cell]
        };
        scratch.weight[actor] = (scratch.weight[actor] + abroad).min(economy.inflow_at_start[cell]);
    }
}

/// Units wanted this month: the gap over the window, closed month by month; arms faster, and only as
/// far as a unit is worth its price (the marginal value is linear in the shortage).
pub(super) fn wanted(world: &World, state: &State, actor: usize, good: usize) -> f64 {
    let cell = actor * world.g + good;
    let need = state.survival.need[cell];
    let shortage = state.survival.dry_shortage[cell];
    if need <= 0.0 || shortage <= 0.0 {
        return 0.0;
    }
    match world.class[good] {
        GoodClass::Munition | GoodClass::Drone => {
            let value = state.survival.value[cell];
            let price = world.price[good] * state.economy.price_factor[good];
            if value <= price {
                0.0
            } else {
                need * shortage * (1.0 - price / value) / world.parameters.restock_months
            }
        }
        _ => need * shortage / world.window[actor],
    }
}

/// Units a seller can spare this month.
pub(super) fn offered(world: &World, state: &State, actor: usize, good: usize) -> f64 {
    let cell = actor * world.g + good;
    let stock = state.economy.stock[cell];
    if stock <= 0.0 {
        return 0.0;
    }
    let spare = match world.class[good] {
        GoodClass::Munition | GoodClass::Drone => {
            let keep = (world.parameters.keep_share * world.target[cell]).max(state.survival.need[cell]);
            if stock <= keep {
                return 0.0;
            }
            // Stocks are let go slowly, what is made beyond own use at once.
            let made = (state.economy.supply[cell] - state.economy.requirement[cell]).max(0.0);
            (stock - keep) / world.parameters.release_months + made
        }
        GoodClass::Labour => stock,
        // Only parts are sold on by those who lack them: that is how evasion goes.
        GoodClass::Energy | GoodClass::Food | GoodClass::Export
            if state.survival.dry_shortage[cell] > RESALE =>
        {
            0.0
        }
        // Makers of parts sell some of their output abroad whatever their stores.
        GoodClass::DualUse => (stock - world.parameters.buffer_months * world.requirement[cell])
            .max(world.parameters.contestable * state.economy.produced[cell]),
        _ => stock - world.parameters.buffer_months * world.requirement[cell],
    };
    spare.clamp(0.0, stock) * HAIR
}
