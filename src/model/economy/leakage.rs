//! Firms leak controlled goods apart from the decision of their state (E4.12).

use super::scratch::Scratch;
use super::state::Delivery;
use crate::model::state::State;
use crate::model::world::{SECTORS, World};
use crate::random::Luck;
use crate::random::luck::actor_slot;
use crate::random::maths::{quantise, quantise_down};
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::{Cargo, GoodClass};

/// Leaked goods cost this multiple of the reference price (assumed; markups of 2022-24 were 1.5 to 3).
const MARKUP: f64 = 1.8;

/// E4.12: units leaked: a share of output that is 0 without the draw and twice the mean at best.
#[inline]
pub fn leaked(output: f64, mean_share: f64, chance: f64, uniform: f64) -> f64 {
    if uniform < chance {
        2.0 * mean_share * output * uniform / chance
    } else {
        0.0
    }
}

/// One uniform an actor and month; what leaks goes to states under watch in proportion to their gaps.
pub fn leak(world: &World, state: &mut State, scratch: &mut Scratch, luck: &Luck) {
    if !world.on(Mechanism::FirmLeakage) {
        return;
    }
    let n = world.n;
    for good in 0..world.g {
        if world.class[good] != GoodClass::DualUse {
            continue;
        }
        let sector = world.sector[good];
        let mut gaps = 0.0;
        for buyer in 0..n {
            let cell = buyer * world.g + good;
            let gap = state.economy.shortage[cell] * state.survival.need[cell] / world.window[buyer];
            let is_watched = scratch.watch[buyer * SECTORS + sector] > 0.0;
            scratch.want[buyer] = if is_watched { gap } else { 0.0 };
            gaps += scratch.want[buyer];
        }
        if gaps <= 0.0 {
            continue;
        }
        for seller in 0..n {
            let cell = seller * world.g + good;
            let uniform = luck.actor(seller, state.month, actor_slot::FIRM_LEAKAGE);
            let output = state.economy.supply[cell];
            let units = leaked(
                output,
                world.parameters.leak_share,
                world.parameters.leak_chance,
                uniform,
            )
            .min(0.5 * state.economy.stock[cell]);
            if units <= 0.0 || scratch.watch[seller * SECTORS + sector] > 0.0 {
                continue;
            }
            for buyer in 0..n {
                let wanted = scratch.want[buyer];
                if buyer != seller && wanted > 0.0 {
                    let part = (units * wanted / gaps).min(wanted);
                    hand_over(world, state, good, (seller, buyer), part);
                }
            }
        }
    }
}

/// Paid at once by the buyer's state to firms: the money leaves the cast's treasuries.
fn hand_over(world: &World, state: &mut State, good: usize, (seller, buyer): (usize, usize), units: f64) {
    let price = MARKUP * world.price[good];
    let economy = &mut state.economy;
    let money = &mut economy.stock[buyer * world.g + world.currency];
    let quantity = quantise_down(units.min(0.05 * *money / price.max(1e-9)));
    let value = quantise(quantity * price).min(*money);
    if quantity <= 0.0 {
        return;
    }
    *money -= value;
    economy.money_sink[buyer] += value;
    economy.paid[buyer] += value;
    economy.deliveries.push(Delivery {
        from: seller,
        to: buyer,
        cargo: Cargo::Good(good),
        quantity,
        value,
        is_leak: true,
        is_aid: false,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_leak_is_the_share_when_firms_leak() {
        // Uniform at half the chance: 2 x 0.002 x 1,000 x 0.5 = 2.
        assert!((leaked(1_000.0, 0.002, 0.3, 0.15) - 2.0).abs() < 1e-12);
        assert_eq!(leaked(1_000.0, 0.002, 0.3, 0.31), 0.0);
    }
}
