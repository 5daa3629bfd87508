//! The month, in order: shocks -> needs -> market -> production and war -> sanctions -> perception ->
//! alignment. Recording is the caller's (docs/odd.md, process overview).

use super::state::State;
use super::world::World;
use super::{alignment, economy, interventions, relations, sanctions, survival, war};
use crate::random::Luck;

/// Simulates the month `state.month`; the caller observes it and then advances the month.
pub fn simulate(world: &World, state: &mut State, luck: &Luck) {
    interventions::apply(world, state);
    war::contingencies(world, state, luck);
    survival::needs(world, state, luck);
    economy::market(world, state, luck);
    interventions::arm(world, state);
    economy::production(world, state, luck);
    war::fight(world, state, luck);
    sanctions::advance(world, state, luck);
    relations::perceive(world, state);
    alignment::commit(world, state, luck);
}
