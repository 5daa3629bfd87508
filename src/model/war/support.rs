//! Aid: outside states supply belligerents from their own stocks.

use super::is_at_war;
use super::state::grade;
use crate::model::economy::state::Delivery;
use crate::model::state::State;
use crate::model::world::{SECTORS, World, YEAR};
use crate::random::maths::quantise_down;
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::{Cargo, GoodClass, NEED_COUNT};

/// Place of solvency among the needs.
const SOLVENCY: usize = 1;

/// E6.8: gift = rate x (1 - h_solvency) x (stock - keep x target) x passage, scaled down where all givers together would exceed
/// what the receiver lacks: months x wanted - stock.
pub(super) fn send(world: &World, state: &mut State) {
    for support in &mut state.war.support_year {
        *support *= 1.0 - 1.0 / YEAR;
    }
    if !world.on(Mechanism::Supporters) {
        return;
    }
    for t in 0..world.scenario.theatres.len() {
        if !is_at_war(world, state, t) {
            continue;
        }
        for side in 0..2 {
            for receiver in 0..world.n {
                if state.war.side[t * world.n + receiver] as usize == side + 1 {
                    supply(world, state, t * 2 + side, receiver);
                }
            }
        }
    }
}

/// All that the helpers of a side (place = theatre x 2 + side) give to one of its belligerents.
fn supply(world: &World, state: &mut State, place: usize, receiver: usize) {
    for good in 0..world.g {
        let (need, least) = match world.class[good] {
            GoodClass::DualUse => (parts_needed(world, state, receiver, good), grade::PARTS),
            class if class.is_lethal() => (arms_needed(world, state, receiver, good), grade::MUNITIONS),
            _ => continue,
        };
        if need <= 0.0 {
            continue;
        }
        let offer = |state: &State, giver: usize| {
            let helps = state.war.help[place * world.n + giver] >= least && giver != receiver;
            if !helps || state.relations.are_enemies[world.pair(giver, receiver)] {
                return 0.0;
            }
            spare(world, state, giver, good) * passage(world, state, giver, receiver, good)
        };
        let offered: f64 = (0..world.n).map(|giver| offer(state, giver)).sum();
        if offered <= 0.0 {
            continue;
        }
        let scale = if offered > need { need / offered } else { 1.0 };
        for giver in 0..world.n {
            let quantity = quantise_down(scale * offer(state, giver));
            deliver(world, state, giver, receiver, good, quantity);
        }
    }
}

/// What a supporter parts with in a month; what it cannot afford to give, it sells.
fn spare(world: &World, state: &State, giver: usize, good: usize) -> f64 {
    let p = &world.parameters;
    let index = giver * world.g + good;
    let kept = if world.class[good].is_lethal() {
        p.support_keep * world.target[index]
    } else {
        state.economy.requirement[index].max(world.requirement[index])
    };
    let can_afford = 1.0 - state.survival.needs[giver * NEED_COUNT + SOLVENCY].clamp(0.0, 1.0);
    (p.support_rate * can_afford * (state.economy.stock[index] - kept)).max(0.0)
}

fn arms_needed(world: &World, state: &State, receiver: usize, good: usize) -> f64 {
    let index = receiver * world.g + good;
    let wanted = state.war.wanted[index] * world.parameters.support_months;
    (wanted - state.economy.stock[index]).max(0.0)
}

/// Inputs are sent up to a month's requirement.
fn parts_needed(world: &World, state: &State, receiver: usize, good: usize) -> f64 {
    let index = receiver * world.g + good;
    let wanted = state.economy.requirement[index].max(world.requirement[index]);
    (wanted - state.economy.stock[index]).max(0.0)
}

fn passage(world: &World, state: &State, from: usize, to: usize, good: usize) -> f64 {
    state.sanctions.passage[(from * world.n + to) * SECTORS + world.sector[good]].clamp(0.0, 1.0)
}

/// Moves the goods exactly and tells the economy. A full list of deliveries (never reached in practice)
/// stops aid for the month rather than taking memory.
fn deliver(world: &World, state: &mut State, from: usize, to: usize, good: usize, quantity: f64) {
    let economy = &mut state.economy;
    if quantity <= 0.0 || economy.deliveries.len() == economy.deliveries.capacity() {
        return;
    }
    let (source, sink) = (from * world.g + good, to * world.g + good);
    let value = quantity * world.price[good];
    economy.stock[source] -= quantity;
    economy.stock[sink] += quantity;
    economy.outflow[source] += quantity;
    if world.class[good].is_lethal() {
        economy.given[source] += quantity;
    }
    economy.inflow[sink] += quantity;
    economy.flow[(from * world.n + to) * world.g + good] += quantity;
    economy.deliveries.push(Delivery {
        from,
        to,
        cargo: Cargo::Good(good),
        quantity,
        value,
        is_leak: false,
        is_aid: true,
    });
    state.war.support_year[from * world.n + to] += value;
    state.war.totals.support_value += value;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::*;

    #[test]
    fn a_gift_is_a_part_of_what_is_above_the_kept_share_scaled_down_to_the_lack() {
        let s = scenario();
        let mut world = World::central(&s);
        let mut state = State::sized(&world);
        state.reset(&world);
        let p = &mut world.parameters;
        (p.support_rate, p.support_keep, p.support_months) = (0.1, 0.5, 2.0);
        let (n, g) = (world.n, world.g);
        state.sanctions.passage.fill(1.0);
        state.relations.are_enemies.fill(false);
        state.war.help.fill(0);
        for (giver, solvency) in [(EAGLE, 0.2), (LION, 0.0)] {
            state.war.help[n + giver] = grade::MUNITIONS;
            state.survival.needs[giver * NEED_COUNT + SOLVENCY] = solvency;
        }
        // E6.8: 0.1 x 0.8 x (2e6 - 0.5 x 2e6) = 80,000 and 0.1 x (1e6 - 0.5 x 5e5) = 75,000.
        assert!((spare(&world, &state, EAGLE, SHELLS) - 80_000.0).abs() < 1e-6);
        assert!((spare(&world, &state, LION, SHELLS) - 75_000.0).abs() < 1e-6);
        // The receiver lacks 2 x 150,000 - 176,000 = 124,000 of 155,000 offered: each gives 0.8 of it.
        let cell = WOLF * g + SHELLS;
        state.war.wanted.fill(0.0);
        (state.war.wanted[cell], state.economy.stock[cell]) = (150_000.0, 176_000.0);
        supply(&world, &mut state, 1, WOLF);
        let sent = |giver: usize| state.economy.flow[(giver * n + WOLF) * g + SHELLS];
        assert!((sent(EAGLE) - 64_000.0).abs() < 1e-3 && (sent(LION) - 60_000.0).abs() < 1e-3);
        assert!((state.economy.stock[cell] - 300_000.0).abs() < 1e-3);
    }
}
