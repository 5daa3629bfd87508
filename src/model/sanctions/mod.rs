//! Sanctions, evasion, enforcement (model section 5; docs/odd.md, 7.4).

pub mod bite;
pub mod compliance;
pub mod council;
mod detection;
mod in_effect;
pub mod logistics;
pub mod passage;
pub mod response;
pub mod risk;
pub mod secondary;
pub mod senders;
pub mod state;
#[cfg(test)]
mod tests;

pub use bite::{erosion, interaction};
pub use compliance::lifeline;
pub use risk::{
    deal_cost, detection_probability, expected_cost, loss_if_detected, watch_rate, weight_of_risk,
};

use super::state::State;
use super::world::World;
use crate::random::Luck;
use in_effect::View;

impl state::Sanctions {
    /// The regimes of the world, in force; the slots, dormant; everything derived, as the first market
    /// finds it.
    pub fn reset(&mut self, world: &World) {
        let (declared, n) = (world.scenario.regimes.len(), world.n);
        self.clear();
        self.in_force[..declared].fill(true);
        self.stringency[..declared].copy_from_slice(&world.stringency);
        self.enforcement[..declared].copy_from_slice(&world.enforcement);
        self.monitoring[..declared].copy_from_slice(&world.monitoring);
        self.compliance[..declared * n].copy_from_slice(&world.compliance);
        for (r, regime) in world.scenario.regimes.iter().enumerate() {
            for &sender in regime.senders.iter().filter(|_| !regime.is_un) {
                self.compliance[r * n + sender] = 1.0;
            }
        }
        for first in 0..n {
            for second in (0..n).filter(|&second| second != first) {
                let pair = world.pair(first, second);
                self.logistics[first * n + second] = world.logistics[pair];
                self.scratch.trusted_by[first * n + second] = world.trust[pair];
            }
        }
        for r in 0..self.count() {
            self.scratch.breadth[r] = in_effect::breadth(world, &self.covers[r]);
        }
        for actor in 0..n {
            self.scratch.spare_energy[actor] = senders::spare_energy(world, actor);
        }
        self.scratch.turn = 0;
        self.scratch.teaching.fill(Default::default());
        self.is_stirred = true;
        self.scratch.marked.fill(f64::NAN);
        logistics::open(self, world);
        detection::open(self, world);
        in_effect::open_shares(self, world);
        let rung = std::mem::take(&mut self.scratch.opening_rung);
        let theatre = std::mem::take(&mut self.scratch.opening_theatre);
        let view = View {
            hostility: &world.hostility,
            trust: None,
            rung: &rung,
            theatre: &theatre,
            war: None,
        };
        self.derive(world, &view, true);
        self.scratch.opening_rung = rung;
        self.scratch.opening_theatre = theatre;
        self.punished.copy_from_slice(&self.suffered);
        self.mean_passage_at_start.copy_from_slice(&self.mean_passage);
        bite::open(self, world);
    }

    fn clear(&mut self) {
        self.in_force.fill(false);
        self.is_monitoring_ended.fill(false);
        self.is_relieved.fill(false);
        self.relieved_months.fill(0);
        self.draft.fill(state::draft::NONE);
        self.policy_stringency.fill(1.0);
        self.policy_enforcement.fill(1.0);
        for array in [
            &mut self.stringency,
            &mut self.enforcement,
            &mut self.monitoring,
            &mut self.fatigue,
            &mut self.compliance,
            &mut self.anchor,
            &mut self.secondary,
            &mut self.violations,
            &mut self.bite,
            &mut self.resolve,
            &mut self.detected,
            &mut self.logistics,
            &mut self.trade_share,
            &mut self.market_share,
            &mut self.evasion_revenue,
            &mut self.policy_access,
            &mut self.policy_secondary,
        ] {
            array.fill(0.0);
        }
    }

    /// Recomputes everything that follows from the regimes and the state of the others; who sanctions whom and what
    /// is left to lose to them in its turn, at once if so told or if regimes moved.
    fn derive(&mut self, world: &World, view: &View, at_once: bool) {
        in_effect::list(self, world);
        in_effect::settle(self, world);
        in_effect::suffer(self);
        let is_moved = in_effect::are_moved(self);
        if at_once || is_moved || self.scratch.turn.is_multiple_of(in_effect::ROUND) {
            in_effect::note(self);
            in_effect::see_trust(self, view, world.n);
            in_effect::coalition(self, world, view);
            in_effect::expose(self, world.n);
        }
        passage::blockade(self, world, view);
        passage::open(self, world);
    }
}

/// Brings the derived arrays in line with policies that changed at the start of the month.
pub fn refresh(world: &World, state: &mut State) {
    renew(world, state, true);
}

fn renew(world: &World, state: &mut State, at_once: bool) {
    let view = View {
        hostility: &state.relations.hostility,
        trust: Some(&state.relations.trust),
        rung: &state.alignment.rung,
        theatre: &state.war.rung,
        war: Some(&state.war),
    };
    state.sanctions.derive(world, &view, at_once);
}

/// The phase, after market and war: what was shipped and seen, then what everyone does about it; ends
/// with the passage that the next month's market finds.
pub fn advance(world: &World, state: &mut State, luck: &Luck) {
    // Sums of twelve months, in time for who is exposed to whom.
    if state.month == 0 || (state.sanctions.scratch.turn + 1).is_multiple_of(in_effect::ROUND) {
        in_effect::update_shares(
            &mut state.sanctions,
            world,
            &state.economy.background,
            &state.economy.trade_year,
        );
    }
    if state.month == 0 {
        compliance::anchor(world, state);
    }
    detection::ledger(world, state);
    bite::measure(world, state);
    detection::detect(world, state, luck);
    senders::look_around(world, state);
    secondary::strike(world, state, luck);
    logistics::learn(world, state);
    council::meet(world, state, luck);
    senders::decide(world, state, luck);
    response::answer_aggression(world, state);
    response::punish(world, state);
    compliance::adapt(world, state);
    state.sanctions.scratch.turn += 1;
    renew(world, state, false);
}
