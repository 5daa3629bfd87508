//! Market and production (model sections 4 and 6).

pub mod state;

use super::state::State;
use super::world::World;
use crate::random::Luck;

pub fn market(_world: &World, _state: &mut State, _luck: &Luck) {}

pub fn production(_world: &World, _state: &mut State, _luck: &Luck) {}
