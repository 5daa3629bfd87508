//! Perception: hostility, threat, trust (model section 8).

pub mod state;

use super::state::State;
use super::world::World;

impl state::Relations {
    pub fn reset(&mut self, world: &World) {
        self.hostility.copy_from_slice(&world.hostility);
        self.are_enemies.copy_from_slice(&world.are_rivals);
    }
}

pub fn perceive(_world: &World, _state: &mut State) {}
