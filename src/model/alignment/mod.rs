//! Alignment: treaties in four channels, behaviour (model section 9).

pub mod state;

use super::state::State;
use super::world::World;
use crate::random::Luck;

impl state::Alignment {
    pub fn reset(&mut self, _world: &World) {}
}

pub fn commit(_world: &World, _state: &mut State, _luck: &Luck) {}
