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
    /// The same by source, in padded rows, for sums over victims side by side.
    pub(super) threat_by_source: Vec<f64>,
    /// Sum of threats to a victim, then the scale of its shares; scratch of the phase.
    pub(super) threat_sum: Vec<f64>,
    /// Expected allied and own power A, by actor.
    pub protection: Vec<f64>,
    /// Power p of each actor now (share of the cast).
    pub power: Vec<f64>,
    /// Shared threat per pair, 0 to 1.
    pub shared_threat: Vec<f64>,
    /// What others know of support between two states, directed, lagged, million USD a month.
    pub known_support: Vec<f64>,

    /// Hostility added for this month by declared threats (victim x n + source); the shocks phase
    /// writes it, perception uses it and sets it back to 0.
    pub felt_threat: Vec<f64>,
    /// Support others have got used to: news is what exceeds it, directed, million USD a month.
    pub accustomed_support: Vec<f64>,
    /// Share of a target's lifeline kept by a third state that senders have got used to, regime x n.
    pub accustomed_endorsement: Vec<f64>,
    /// Strength of sanctions seen last month, sender x target.
    pub sanctioning_before: Vec<f64>,
    /// Value received this month, directed from x n + to, million USD; scratch of the phase.
    pub(super) delivered: Vec<f64>,
    /// Support seen by all this month (aid, troops), directed, million USD; scratch of the phase.
    pub(super) public_support: Vec<f64>,
    /// Share of a target's trade that a third state has, target x n + third; and which targets are known this
    /// month; scratch of the phase.
    pub(super) lifeline: Vec<f64>,
    pub(super) is_lifeline_known: Vec<bool>,
    /// What each third state keeps of the lifeline at hand; scratch of the phase.
    pub(super) kept: Vec<f64>,
    /// Hostility at which a pair becomes and stops being enemies (E8.7), of this draw.
    pub(super) enemy_on: Vec<f64>,
    pub(super) enemy_off: Vec<f64>,
    /// Share by which a detente lowers the hostility to which the pair returns, directed (both ways alike).
    pub thaw: Vec<f64>,
    /// Who opened the detente of a pair (`usize::MAX` = there is none).
    pub(super) opener: Vec<usize>,
    /// Trust at the start, directed.
    pub(super) trust_at_start: Vec<f64>,
    /// Monthly push on hostility before it is applied, directed; scratch of the phase.
    pub(super) impulse: Vec<f64>,
    /// Push on trust before it is applied: gains and losses apart; scratch of the phase.
    pub(super) trust_gain: Vec<f64>,
    pub(super) trust_loss: Vec<f64>,
}

impl Relations {
    pub fn sized(world: &World) -> Self {
        let n = world.n;
        let directed = || vec![0.0; n * n];
        Relations {
            hostility: directed(),
            are_enemies: vec![false; world.pairs],
            trust: directed(),
            threat: directed(),
            threat_share: directed(),
            threat_by_source: vec![0.0; n * super::threat::padded(n)],
            threat_sum: vec![0.0; n],
            protection: vec![0.0; n],
            power: vec![0.0; n],
            shared_threat: vec![0.0; world.pairs],
            known_support: directed(),
            felt_threat: directed(),
            accustomed_support: directed(),
            accustomed_endorsement: vec![0.0; world.scenario.regimes.len() * n],
            sanctioning_before: directed(),
            delivered: directed(),
            public_support: directed(),
            lifeline: directed(),
            is_lifeline_known: vec![false; n],
            kept: vec![0.0; n],
            enemy_on: vec![0.0; world.pairs],
            enemy_off: vec![0.0; world.pairs],
            trust_at_start: directed(),
            impulse: directed(),
            thaw: directed(),
            opener: vec![usize::MAX; world.pairs],
            trust_gain: directed(),
            trust_loss: directed(),
        }
    }
}
