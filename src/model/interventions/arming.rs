//! Arms sent from outside the market.

use super::is_active;
use crate::model::economy::state::{Delivery, RING};
use crate::model::state::State;
use crate::model::world::World;
use crate::random::maths;
use crate::scenario::intervention::Effect;
use crate::scenario::world::Cargo;

/// Moves the arms a scenario sends, after the market has cleared: never more than the sender holds, out of
/// one stock and into the other to the last bit. The books of the month are still open: rings count it.
pub fn arm(world: &World, state: &mut State) {
    for intervention in &world.scenario.interventions {
        if let Effect::Arming {
            from,
            to,
            good,
            quantity,
        } = intervention.effect
            && is_active(intervention, state.month)
        {
            ship(world, state, from, to, good, quantity);
        }
    }
}

fn ship(world: &World, state: &mut State, from: usize, to: usize, good: usize, quantity: f64) {
    let (n, g) = (world.n, world.g);
    if from == to {
        return;
    }
    let economy = &mut state.economy;
    let (source, sink) = (from * g + good, to * g + good);
    // E2.2: room is left below the largest exact quantity.
    let room = maths::QUANTITY_LIMIT - 1.0 - economy.stock[sink];
    let moved = maths::quantise(quantity)
        .min(economy.stock[source])
        .min(room.max(0.0));
    if moved <= 0.0 {
        return;
    }
    economy.stock[source] -= moved;
    economy.stock[sink] += moved;
    economy.outflow[source] += moved;
    economy.inflow[sink] += moved;
    economy.flow[(from * n + to) * g + good] += moved;
    let value = maths::quantise(moved * world.price[good]);
    let cell = (state.month % RING) * n * n + from * n + to;
    economy.trade_ring[cell] += value;
    if world.class[good].is_lethal() {
        economy.arms_ring[cell] += value;
    }
    economy.deliveries.push(Delivery {
        from,
        to,
        cargo: Cargo::Good(good),
        quantity: moved,
        value,
        is_leak: false,
        is_aid: true,
    });
}
