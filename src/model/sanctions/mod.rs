//! Sanctions, evasion, enforcement (model section 5).

pub mod risk;
pub mod state;

pub use risk::{deal_cost, detection_probability, expected_cost, loss_if_detected, watch_rate};

use super::state::State;
use super::world::World;
use crate::random::Luck;

impl state::Sanctions {
    pub fn reset(&mut self, world: &World) {
        let (declared, n) = (world.scenario.regimes.len(), world.n);
        self.in_force[..declared].fill(true);
        self.stringency[..declared].copy_from_slice(&world.stringency);
        self.enforcement[..declared].copy_from_slice(&world.enforcement);
        self.monitoring[..declared].copy_from_slice(&world.monitoring);
        self.compliance[..declared * n].copy_from_slice(&world.compliance);
        self.passage.fill(1.0);
    }
}

pub fn advance(_world: &World, _state: &mut State, _luck: &Luck) {}
