//! Who gains by a bargain with whom: floors, reservations and what the partner costs (E4.1, E4.3).

use super::friction;
use crate::model::economy::outside::is_world_good;
use crate::model::economy::scratch::{Bargain, Scratch};
use crate::model::economy::terms;
use crate::model::state::State;
use crate::model::world::World;

/// First month: what last year's flows cost their sellers in freight, enmity and fear they were worth.
pub(super) fn bear(world: &World, state: &mut State, scratch: &Scratch, good: usize) {
    let n = world.n;
    let costs = terms::PartnerCosts::of(world, state, good);
    for route in 0..state.economy.routes[good].len() {
        let cell = state.economy.routes[good][route] as usize;
        let quantity = state.economy.habit[good * n * n + cell];
        let plain = costs.plain(
            state.economy.far[cell],
            scratch.enmity[cell],
            scratch.foe_trust[cell],
        );
        let (seller, buyer) = (cell / n, cell % n);
        let fear = costs.fear(state, scratch, (seller, buyer), cell, quantity);
        state.economy.borne[good * n * n + cell] = plain + fear;
    }
}

/// What the pairs of one good have in common this month.
pub(super) struct Hall {
    good: usize,
    price: f64,
    bonus: f64,
    sector: usize,
    is_world: bool,
    costs: terms::PartnerCosts,
}

/// A seller before the partner is known.
pub(super) struct Seller {
    seller: usize,
    floor: f64,
    reluctance: f64,
    offer: f64,
}

impl Hall {
    fn of(world: &World, state: &State, good: usize) -> Self {
        let price = world.price[good] * state.economy.price_factor[good];
        Hall {
            good,
            price,
            bonus: world.parameters.habit * price,
            sector: world.sector[good],
            is_world: is_world_good(world.class[good]),
            costs: terms::PartnerCosts::of(world, state, good),
        }
    }

    fn seller(&self, world: &World, state: &State, scratch: &Scratch, seller: usize) -> Seller {
        Seller {
            seller,
            floor: terms::seller_floor(world, state, scratch, seller, self.good),
            reluctance: if self.is_world {
                terms::reluctance(world, state, seller, self.good)
            } else {
                0.0
            },
            offer: scratch.offer[seller],
        }
    }

    /// Unit surplus of a pair and the weight it gives, with the size of the contract between them and what its
    /// opening flow bore of the costs (0 where there is none).
    #[inline(always)]
    fn weigh(
        &self,
        world: &World,
        state: &State,
        scratch: &Scratch,
        seller: &Seller,
        buyer: usize,
        (habit, borne): (f64, f64),
    ) -> Option<Bargain> {
        let cell = seller.seller * world.n + buyer;
        let bonus = if habit > 0.0 { self.bonus } else { 0.0 };
        let open = scratch.most[buyer] + bonus - seller.floor;
        // Bounds, cheapest first: no cost is below zero, so most pairs stop here.
        if open <= 0.0 || seller.seller == buyer {
            return None;
        }
        let plain = self.costs.plain(
            state.economy.far[cell],
            scratch.enmity[cell],
            scratch.foe_trust[cell],
        );
        if open <= plain - borne {
            return None;
        }
        let quantity = scratch.want[buyer].min(seller.offer).max(habit);
        let fear = self
            .costs
            .fear(state, scratch, (seller.seller, buyer), cell, quantity);
        let cost = (plain + fear - borne).max(0.0);
        let surplus = open - cost;
        if surplus <= 0.0 {
            return None;
        }
        // A route that lets little through is asked for little.
        let passes = friction(state, cell, self.sector);
        if passes <= 0.0 {
            return None;
        }
        // Where there is a world price the bonus keeps a contract and does not enlarge it, and a discount of
        // the opening year has won already what it could win.
        let gain = if self.is_world {
            let overland = self
                .costs
                .overland(world, state.economy.far[cell], habit * self.price);
            surplus - bonus - seller.reluctance - overland
        } else {
            surplus
        };
        let relative = gain.max(0.0) / self.price;
        let square = relative * relative;
        Some(Bargain {
            seller: seller.seller as u32,
            buyer: buyer as u32,
            lowest: seller.floor + cost,
            most: scratch.most[buyer],
            share: square * square * seller.offer * passes,
            grant: 0.0,
            passes,
        })
    }
}

/// Unit surplus of every seller and buyer, the weights it gives and what they ask of each other.
pub(super) fn meet(world: &World, state: &State, scratch: &mut Scratch, good: usize) {
    let n = world.n;
    let hall = Hall::of(world, state, good);
    for s in 0..scratch.sellers.len() {
        let seller = hall.seller(world, state, scratch, scratch.sellers[s]);
        let page = good * n * n + seller.seller * n;
        let are_partners = &state.economy.are_partners[page..][..n];
        for b in 0..scratch.buyers.len() {
            let buyer = scratch.buyers[b];
            // Few pairs ever traded the good: of the others there is neither a contract nor a cost borne.
            let past = if are_partners[buyer] {
                (
                    state.economy.habit[page + buyer],
                    state.economy.borne[page + buyer],
                )
            } else {
                (0.0, 0.0)
            };
            if let Some(bargain) = hall.weigh(world, state, scratch, &seller, buyer, past) {
                scratch.place[seller.seller * n + buyer] = scratch.live.len() as u32;
                scratch.live.push(bargain);
                scratch.suitors[seller.seller] += scratch.want[buyer];
                scratch.rivals[buyer] += seller.offer;
            }
        }
    }
}

/// Place in `live` of a pair that gains by a bargain.
#[inline(always)]
pub(super) fn bargain_of(scratch: &Scratch, n: usize, cell: usize) -> Option<usize> {
    let place = scratch.place[cell] as usize;
    let (seller, buyer) = scratch.live.get(place)?.ends();
    (seller * n + buyer == cell).then_some(place)
}
