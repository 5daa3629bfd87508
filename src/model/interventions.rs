//! Shocks: the scenario's events and policies are applied at the start of the month.

use super::state::State;
use super::world::World;

pub fn apply(_world: &World, _state: &mut State) {}
