//! War shuts energy in: what its buyers cannot get makes the rest dear.

use super::is_fighting;
use crate::model::state::State;
use crate::model::world::World;
use crate::scenario::mechanisms::Mechanism;
use crate::scenario::world::GoodClass;

/// E6.11: price factor of energy = 1 + `energy-response` x share of the world's energy trade shut in; the shares of
/// several theatres combine as 1 - prod(1 - x). A truce lets it pass.
pub fn energy_price(world: &World, state: &State) -> f64 {
    let mut open = 1.0;
    for t in 0..world.scenario.theatres.len() {
        let rung = state.war.rung[t];
        let stopped = if rung == 0 {
            0.0
        } else {
            world.rung_energy[world.rung_row(t, rung)]
        };
        if stopped > 0.0 && is_fighting(world, state, t) {
            open *= 1.0 - stopped;
        }
    }
    1.0 + world.parameters.energy_response * (1.0 - open)
}

/// Sets the price of energy for the month, from the wars as they stood at the end of the last; events and
/// policies multiply it.
pub fn set_energy_price(world: &World, state: &mut State) {
    if !world.on(Mechanism::EnergyShock) {
        return;
    }
    let factor = energy_price(world, state);
    for (price, class) in state.economy.price_factor.iter_mut().zip(&world.class) {
        if *class == GoodClass::Energy {
            *price = factor;
        }
    }
}
