//! Theatres, contingencies, help, obligations (model sections 6 and 7).

pub mod state;

use super::state::State;
use super::world::World;
use crate::random::Luck;

impl state::War {
    pub fn reset(&mut self, world: &World) {
        for (t, theatre) in world.scenario.theatres.iter().enumerate() {
            self.rung[t] = theatre.start_rung;
            self.front[t] = theatre.front;
        }
    }
}

/// Ladders climb or ease; wars start, pause and end; help is chosen.
pub fn contingencies(_world: &World, _state: &mut State, _luck: &Luck) {}

/// Munitions are used, fronts move, soldiers fall.
pub fn fight(_world: &World, _state: &mut State, _luck: &Luck) {}
