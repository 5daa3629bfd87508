//! The month, in order: shocks -> needs -> market -> production and war -> sanctions -> perception ->
//! alignment. Recording is the caller's (docs/odd.md, process overview).

use super::state::State;
use super::world::World;
use super::{alignment, economy, interventions, relations, sanctions, survival, war};
use crate::random::Luck;

/// What a phase does to the state of one month.
pub type Phase = fn(&World, &mut State, &Luck);

/// The phases of a month by name, in their order.
pub const PHASES: [(&str, Phase); 10] = [
    ("shocks", |world, state, _| interventions::apply(world, state)),
    ("contingencies", war::contingencies),
    ("needs", survival::needs),
    ("market", economy::market),
    ("arming", |world, state, _| interventions::arm(world, state)),
    ("production", economy::production),
    ("fight", war::fight),
    ("sanctions", sanctions::advance),
    ("perception", |world, state, luck| {
        relations::seek_detente(world, state, luck);
        relations::perceive(world, state);
    }),
    ("alignment", alignment::commit),
];

/// Simulates the month `state.month`; the caller observes it and then advances the month.
pub fn simulate(world: &World, state: &mut State, luck: &Luck) {
    for (_, phase) in PHASES {
        phase(world, state, luck);
    }
}
