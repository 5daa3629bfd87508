//! Needs and survival pressure (model section 3).

pub mod state;

use super::state::State;
use super::world::World;
use crate::random::Luck;

impl state::Survival {
    pub fn reset(&mut self, world: &World) {
        self.weights.copy_from_slice(&world.weights);
        self.needs.fill(0.0);
        self.pressure.fill(0.0);
        self.pressure_before.fill(0.0);
        self.strain.fill(0.0);
        self.in_crisis.fill(false);
        self.months_since_crisis.fill(super::war::state::NEVER);
        self.cover_months.fill(0.0);
        self.value_of_money.fill(0.0);
        self.value.fill(0.0);
        self.technology_value.fill(0.0);
    }
}

/// Pressures, values of goods, regime crises.
pub fn needs(_world: &World, _state: &mut State, _luck: &Luck) {}
