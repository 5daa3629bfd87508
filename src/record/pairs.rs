//! What became of each pair's treaty over a whole run: counts of changes, integrated hazards.

use super::Columns;
use super::fixed::hazard;
use super::layout::{Layout, RUNGS};
use crate::model::State;

/// The first rung that is a defence pact.
pub const DEFENCE: u8 = 3;
/// Changes of a treaty, as the model numbers them: B, J, F, exit.
pub const CHANNELS: [&str; 4] = ["bilateral", "joining", "founding", "exit"];

pub struct Pairs {
    /// Changes by channel: channel x pairs.
    pub changes: Vec<u32>,
    /// Changes by B that made a defence pact out of less.
    pub bilateral_defence: Vec<u32>,
    /// Runs in which the pair came to have a defence pact that it did not have at the start.
    pub new_defence: Vec<u32>,
    /// Runs that began with a defence pact.
    pub defence_at_start: Vec<u32>,
    /// Months below a defence pact: exposure to a new one.
    pub exposed_months: Vec<i64>,
    pub enemy_months: Vec<i64>,
    pub rung_start: Vec<u32>,
    /// Integrated hazard of a bilateral defence pact, at 2^-36.
    pub integrated_hazard: Vec<i64>,
    before: Vec<u8>,
    had_at_start: Vec<bool>,
    is_new: Vec<bool>,
}

impl Pairs {
    pub fn sized(layout: &Layout) -> Self {
        let pairs = layout.pairs;
        Pairs {
            changes: vec![0; CHANNELS.len() * pairs],
            bilateral_defence: vec![0; pairs],
            new_defence: vec![0; pairs],
            defence_at_start: vec![0; pairs],
            exposed_months: vec![0; pairs],
            enemy_months: vec![0; pairs],
            rung_start: vec![0; RUNGS * pairs],
            integrated_hazard: vec![0; pairs],
            before: vec![0; pairs],
            had_at_start: vec![false; pairs],
            is_new: vec![false; pairs],
        }
    }

    pub fn columns(&mut self) -> Columns<'_> {
        Columns {
            counts: vec![
                &mut self.changes,
                &mut self.bilateral_defence,
                &mut self.new_defence,
                &mut self.defence_at_start,
                &mut self.rung_start,
            ],
            sums: vec![
                &mut self.exposed_months,
                &mut self.enemy_months,
                &mut self.integrated_hazard,
            ],
            wide: Vec::new(),
        }
    }

    pub fn begin_run(&mut self, state: &State) {
        let pairs = self.before.len();
        self.before.copy_from_slice(&state.alignment.rung);
        self.is_new.fill(false);
        for pair in 0..pairs {
            let rung = state.alignment.rung[pair];
            self.had_at_start[pair] = rung >= DEFENCE;
            self.defence_at_start[pair] += u32::from(rung >= DEFENCE);
            self.rung_start[usize::from(rung).min(RUNGS - 1) * pairs + pair] += 1;
        }
    }

    pub fn observe(&mut self, _layout: &Layout, state: &State) {
        let pairs = self.before.len();
        let alignment = &state.alignment;
        for pair in 0..pairs {
            let (rung, before) = (alignment.rung[pair], self.before[pair]);
            self.exposed_months[pair] += i64::from(before < DEFENCE);
            self.enemy_months[pair] += i64::from(state.relations.are_enemies[pair]);
            self.is_new[pair] |= rung >= DEFENCE && !self.had_at_start[pair];
            self.bilateral_defence[pair] +=
                u32::from(alignment.change[pair] == 1 && rung >= DEFENCE && before < DEFENCE);
        }
        for (pair, change) in alignment.change.iter().enumerate() {
            if (1..=CHANNELS.len() as u8).contains(change) {
                self.changes[(usize::from(*change) - 1) * pairs + pair] += 1;
            }
        }
        self.before.copy_from_slice(&alignment.rung);
    }

    pub fn end_run(&mut self, state: &State) {
        hazard::add_row(&mut self.integrated_hazard, &state.alignment.integrated_hazard);
        for (count, is_new) in self.new_defence.iter_mut().zip(&self.is_new) {
            *count += u32::from(*is_new);
        }
    }
}
