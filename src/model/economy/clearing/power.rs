//! Bargaining power, and what is missing where a deal fails on price (E4.4).

use super::wants::{offered, smallest, wanted};
use crate::model::economy::scratch::Scratch;
use crate::model::economy::terms;
use crate::model::state::State;
use crate::model::world::World;

/// E4.4: the seller's share of the surplus, from what either could do without the other.
///
/// theta = (1/2 + o_i) / (1 + o_i + o_j), with o_i the part of the seller's offer that others ask for and
/// o_j the part of the buyer's want that others could serve, both at most 1.
pub(super) fn bargaining_power(scratch: &Scratch, seller: usize, buyer: usize) -> f64 {
    let others_ask = scratch.suitors[seller] - scratch.want[buyer];
    let others_offer = scratch.rivals[buyer] - scratch.offer[seller];
    power(
        others_ask.max(0.0) / scratch.offer[seller].max(1e-12),
        others_offer.max(0.0) / scratch.want[buyer].max(1e-12),
    )
}

#[inline]
pub(super) fn power(others_ask: f64, others_offer: f64) -> f64 {
    let (seller, buyer) = (others_ask.min(1.0), others_offer.min(1.0));
    (0.5 + seller) / (1.0 + seller + buyer)
}

/// What is missing between a seller that can spare a good and a buyer that wants it, million USD a unit: least the
/// seller would take (floor, freight, enmity) less most the buyer would pay (E4.1, E4.3); positive where a
/// deal fails on price. Fear of punishment is no part of it. `None` where either side has no interest.
pub fn price_gap(world: &World, state: &State, seller: usize, buyer: usize, good: usize) -> Option<f64> {
    let (want, offer) = (
        wanted(world, state, buyer, good),
        offered(world, state, seller, good),
    );
    let least = smallest(world, good);
    if seller == buyer || want <= least || offer <= least {
        return None;
    }
    let cell = seller * world.n + buyer;
    let price = world.price[good] * state.economy.price_factor[good];
    let costs = terms::PartnerCosts::of(world, state, good);
    let partner =
        (costs.partner(state, cell) - state.economy.borne[good * world.n * world.n + cell]).max(0.0);
    let habit = if state.economy.habit[good * world.n * world.n + cell] > 0.0 {
        world.parameters.habit * price
    } else {
        0.0
    };
    let ask = terms::seller_floor(world, state, &state.economy.scratch, seller, good) + partner;
    Some(ask - terms::reservation(world, state, &state.economy.scratch, buyer, good) - habit)
}
