//! Hostility, trust and threat.

use crate::model::world::World;

/// Written by the perception phase.
#[derive(Clone, Debug)]
pub struct Relations {
    /// Hostility of the first towards the second, directed, 0 to 1.
    pub hostility: Vec<f64>,
    /// Enemies by the hysteresis on hostility, per pair.
    pub are_enemies: Vec<bool>,
    /// Trust of the first in the second, directed, 0 to 1.
    pub trust: Vec<f64>,
    /// Threat T of the second to the first (victim x n + source).
    pub threat: Vec<f64>,
    /// tau = T / (sum of T + A + eps), victim x n + source, 0 to 1.
    pub threat_share: Vec<f64>,
    /// Expected allied and own power A, by actor.
    pub protection: Vec<f64>,
    /// Power p of each actor now (share of the cast).
    pub power: Vec<f64>,
    /// Shared threat per pair, 0 to 1.
    pub shared_threat: Vec<f64>,
    /// What others know of support between two states, directed, lagged, million USD a month.
    pub known_support: Vec<f64>,
}

impl Relations {
    pub fn sized(world: &World) -> Self {
        let n = world.n;
        Relations {
            hostility: vec![0.0; n * n],
            are_enemies: vec![false; world.pairs],
            trust: vec![0.0; n * n],
            threat: vec![0.0; n * n],
            threat_share: vec![0.0; n * n],
            protection: vec![0.0; n],
            power: vec![0.0; n],
            shared_threat: vec![0.0; world.pairs],
            known_support: vec![0.0; n * n],
        }
    }
}
