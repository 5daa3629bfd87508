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
    /// Months of the run under way: below a defence pact at their start, as enemies.
    exposed_now: Vec<u16>,
    enemy_now: Vec<u16>,
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
            exposed_now: vec![0; pairs],
            enemy_now: vec![0; pairs],
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
        self.exposed_now.fill(0);
        self.enemy_now.fill(0);
        for pair in 0..pairs {
            let rung = state.alignment.rung[pair];
            self.had_at_start[pair] = rung >= DEFENCE;
            self.defence_at_start[pair] += u32::from(rung >= DEFENCE);
            self.rung_start[usize::from(rung).min(RUNGS - 1) * pairs + pair] += 1;
        }
    }

    /// Flat passes over bytes: months of a run fit 16 bits.
    pub fn observe(&mut self, _layout: &Layout, state: &State) {
        let pairs = self.before.len();
        let alignment = &state.alignment;
        for (months, before) in self.exposed_now.iter_mut().zip(&self.before) {
            *months += u16::from(*before < DEFENCE);
        }
        for (months, are_enemies) in self.enemy_now.iter_mut().zip(&state.relations.are_enemies) {
            *months += u16::from(*are_enemies);
        }
        for (pair, change) in alignment.change.iter().enumerate() {
            if (1..=CHANNELS.len() as u8).contains(change) {
                self.changes[(usize::from(*change) - 1) * pairs + pair] += 1;
                let is_defence = alignment.rung[pair] >= DEFENCE && self.before[pair] < DEFENCE;
                self.bilateral_defence[pair] += u32::from(*change == 1 && is_defence);
            }
        }
        if self.before != alignment.rung {
            for pair in 0..pairs {
                self.is_new[pair] |= alignment.rung[pair] >= DEFENCE && !self.had_at_start[pair];
            }
            self.before.copy_from_slice(&alignment.rung);
        }
    }

    pub fn end_run(&mut self, state: &State) {
        hazard::add_row(&mut self.integrated_hazard, &state.alignment.integrated_hazard);
        for (sum, months) in self.exposed_months.iter_mut().zip(&self.exposed_now) {
            *sum += i64::from(*months);
        }
        for (sum, months) in self.enemy_months.iter_mut().zip(&self.enemy_now) {
            *sum += i64::from(*months);
        }
        for (count, is_new) in self.new_defence.iter_mut().zip(&self.is_new) {
            *count += u32::from(*is_new);
        }
    }
}
