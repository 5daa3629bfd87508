//! Sanctions, evasion, enforcement (model section 5).

pub mod state;

use super::state::State;
use super::world::World;
use crate::random::Luck;

impl state::Sanctions {
    pub fn reset(&mut self, world: &World) {
        self.in_force.fill(true);
        self.stringency.copy_from_slice(&world.stringency);
        self.enforcement.copy_from_slice(&world.enforcement);
        self.monitoring.copy_from_slice(&world.monitoring);
        self.compliance.copy_from_slice(&world.compliance);
        self.passage.fill(1.0);
    }
}

pub fn advance(_world: &World, _state: &mut State, _luck: &Luck) {}
