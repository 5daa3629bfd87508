//! Prices agreed, deliveries, and what contracts remember of them (E4.2, E4.4).

use super::meeting::bargain_of;
use super::power::bargaining_power;
use super::wants::smallest;
use crate::model::economy::scratch::{Bargain, Scratch};
use crate::model::economy::state::{Agreed, Delivery};
use crate::model::state::State;
use crate::model::world::World;
use crate::random::maths::quantise_down;
use crate::scenario::world::Cargo;

/// Part of a buyer's want that must be open, after a contract was not served, for the good to be bargained over
/// the month after whatever its turn (assumed).
pub(super) const MISSED: f64 = 0.1;

/// Weight of a month in the mean gain of a year.
pub(super) const GAIN_RATE: f64 = 1.0 / 12.0;

/// Prices (E4.4) and deliveries; contracts learn what was agreed.
pub(super) fn agree(world: &World, state: &mut State, scratch: &mut Scratch, good: usize) {
    let n = world.n;
    let least = smallest(world, good);
    for place in 0..scratch.live.len() {
        let Bargain {
            lowest,
            most,
            grant,
            passes,
            ..
        } = scratch.live[place];
        let (seller, buyer) = scratch.live[place].ends();
        if grant < least {
            continue;
        }
        let cell = seller * n + buyer;
        learn(state, good * n * n, cell, good, grant);
        let price = if lowest < most {
            lowest + bargaining_power(scratch, seller, buyer) * (most - lowest)
        } else {
            most
        };
        let own = state.survival.value[buyer * world.g + good].min(2.0 * most);
        state.economy.agreed[good * n * n + cell] = Agreed {
            price,
            seller_gain: GAIN_RATE * (price - lowest.min(price)),
            buyer_gain: GAIN_RATE * (own.max(most) - price),
        };
        deliver(
            state,
            scratch,
            (good, n),
            (seller, buyer),
            quantise_down(grant * passes),
        );
    }
}

/// Goods leave under a contract at the price agreed.
pub(super) fn deliver(
    state: &mut State,
    scratch: &mut Scratch,
    (good, n): (usize, usize),
    (from, to): (usize, usize),
    quantity: f64,
) {
    if quantity <= 0.0 {
        return;
    }
    let (out, back) = (from * n + to, to * n + from);
    let agreed = state.economy.agreed[good * n * n + out];
    let value = quantity * agreed.price;
    state.economy.deliveries.push(Delivery {
        from,
        to,
        cargo: Cargo::Good(good),
        quantity,
        value,
        is_leak: false,
        is_aid: false,
    });
    scratch.sent[out] += value;
    state.economy.gain[out] += quantity * agreed.seller_gain;
    state.economy.gain[back] += quantity * agreed.buyer_gain;
}

/// A contract grows at once to what is agreed and shrinks by a sixth of the difference a month. It is
/// counted before friction, which may change from month to month.
#[inline]
pub(super) fn learnt(habit: f64, grant: f64) -> f64 {
    if grant > habit {
        grant
    } else {
        habit + (grant - habit) / 6.0
    }
}

pub(super) fn learn(state: &mut State, page: usize, cell: usize, good: usize, grant: f64) {
    let habit = &mut state.economy.habit[page + cell];
    // A contract cut to nothing when it could not be paid is still listed until it fades.
    if *habit == 0.0 && !state.economy.routes[good].contains(&(cell as u32)) {
        state.economy.routes[good].push(cell as u32);
        state.economy.are_partners[page + cell] = true;
    }
    *habit = learnt(*habit, grant);
}

/// Contracts whose ends did not meet this month fade; the smallest are forgotten. True where that left a buyer short.
pub(super) fn fade(world: &World, state: &mut State, scratch: &Scratch, good: usize) -> bool {
    let n = world.n;
    let page = good * n * n;
    let least = smallest(world, good);
    let (habits, routes) = (
        &mut state.economy.habit[page..][..n * n],
        &mut state.economy.routes[good],
    );
    let mut is_missed = false;
    routes.retain(|&route| {
        let cell = route as usize;
        let met = bargain_of(scratch, n, cell).is_some_and(|place| scratch.live[place].grant >= least);
        let habit = &mut habits[cell];
        if !met {
            let want = scratch.want[cell % n];
            is_missed |= want - scratch.granted[cell % n] > MISSED * want;
            *habit *= 5.0 / 6.0;
            if *habit < least {
                *habit = 0.0;
            }
        }
        *habit > 0.0
    });
    is_missed
}
