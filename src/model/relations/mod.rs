//! Perception: news, hostility, trust, threat (model section 8; docs/odd.md, 7.7).

mod detente;
mod hostility;
mod news;
pub mod state;
mod threat;
mod trust;

pub use hostility::enemy_thresholds;
pub use threat::{ORDINARY_HOSTILITY, enmity_share, reliance, trade_share};

use super::state::State;
use super::world::World;
use crate::random::Luck;

impl state::Relations {
    pub fn reset(&mut self, world: &World) {
        let n = world.n;
        self.hostility.copy_from_slice(&world.hostility);
        self.are_enemies.copy_from_slice(&world.are_rivals);
        hostility::set_thresholds(world, self);
        for a in 0..n {
            for b in 0..n {
                self.trust[a * n + b] = if a == b {
                    1.0
                } else {
                    world.trust[world.pair(a, b)]
                };
            }
        }
        self.opener.fill(usize::MAX);
        self.trust_at_start.copy_from_slice(&self.trust);
        for array in [
            &mut self.threat,
            &mut self.threat_share,
            &mut self.protection,
            &mut self.power,
            &mut self.shared_threat,
            &mut self.known_support,
            &mut self.felt_threat,
            &mut self.accustomed_support,
            &mut self.accustomed_endorsement,
            &mut self.sanctioning_before,
            &mut self.delivered,
            &mut self.public_support,
            &mut self.impulse,
            &mut self.thaw,
            &mut self.trust_gain,
            &mut self.trust_loss,
        ] {
            array.fill(0.0);
        }
    }
}

/// Everything that follows from hostility, trust, treaties and output as they stand: power, threat,
/// protection, shared threat. Called at the end of a reset, when every part is at its start.
pub fn refresh(world: &World, state: &mut State) {
    refresh_in_turn(world, state, None);
}

fn refresh_in_turn(world: &World, state: &mut State, turn: Option<usize>) {
    threat::measure_power(world, state);
    threat::measure_threat(world, state);
    threat::measure_shared_threat(world, state, turn);
}

/// What others are used to at the start: published flows and sanctions are no news.
pub fn open(world: &World, state: &mut State) {
    refresh(world, state);
    news::open(world, state);
    hostility::open(world, state);
}

/// Hostile states may ease their tension, or fall back into it.
pub fn seek_detente(world: &World, state: &mut State, luck: &Luck) {
    detente::seek(world, state, luck);
}

/// News arrives; hostility, trust and threat follow.
pub fn perceive(world: &World, state: &mut State) {
    news::advance(world, state);
    hostility::advance(world, state);
    trust::advance(world, state);
    // A war moves threats at once.
    let is_shaken = state.war.starts_now.contains(&true) || state.war.ends_now.contains(&true);
    let turn = (!is_shaken).then_some(state.month);
    refresh_in_turn(world, state, turn);
    state.relations.felt_threat.fill(0.0);
}

#[cfg(test)]
mod tests;
