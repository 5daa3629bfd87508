//! When each outcome occurred in a run: holding, window and the outcome it is given.

use super::condition::Program;
use super::flow_watch::FlowWatch;
use super::runs::{NOT_COUNTED, NOT_OCCURRED};
use crate::model::{State, World};
use crate::scenario::Scenario;

#[derive(Clone, Debug)]
struct Terms {
    /// Nodes of the outcome's condition; the last is the whole.
    nodes: (usize, usize),
    hold: usize,
    from: usize,
    by: usize,
    given: Option<usize>,
}

/// Follows every outcome of a scenario through a run. Nothing is allocated after `compile`.
#[derive(Clone, Debug)]
pub struct Monitor {
    terms: Vec<Terms>,
    program: Program,
    flows: FlowWatch,
    streak: Vec<usize>,
    months: Vec<u16>,
}

impl Monitor {
    pub fn compile(scenario: &Scenario) -> Self {
        let mut program = Program::new(scenario.actors.len(), scenario.dyads.len());
        let mut flows = FlowWatch::new();
        let mut terms = Vec::new();
        for outcome in &scenario.outcomes {
            let first = program.nodes.len();
            let last = program.add(&outcome.condition, &mut flows);
            terms.push(Terms {
                nodes: (first, last),
                hold: outcome.hold.max(1),
                from: outcome.from,
                by: outcome.by,
                given: outcome.given,
            });
        }
        flows.compile(
            scenario.actors.len(),
            scenario.goods.len(),
            scenario.domains.len(),
        );
        Monitor {
            streak: vec![0; terms.len()],
            months: vec![NOT_OCCURRED; terms.len()],
            terms,
            program,
            flows,
        }
    }

    pub fn begin_run(&mut self, world: &World, state: &State) {
        self.streak.fill(0);
        self.months.fill(NOT_OCCURRED);
        self.program.begin_run(state);
        self.flows.begin_run(world);
    }

    pub fn observe(&mut self, world: &World, state: &State) {
        if self.terms.is_empty() {
            return;
        }
        self.flows.observe(world, state);
        self.program.remember(state);
        for (index, terms) in self.terms.iter().enumerate() {
            // After its window an outcome can no longer occur; once it has, it stays.
            if self.months[index] != NOT_OCCURRED || state.month > terms.by {
                continue;
            }
            let holds = self
                .program
                .evaluate(terms.nodes.0, terms.nodes.1, world, state, &self.flows);
            // What it is given has occurred, this month or before: what had been and gone by then says nothing of it.
            let is_given = terms.given.is_none_or(|given| self.months[given] < NOT_COUNTED);
            // Holding counts from the first month of the window.
            self.streak[index] = if holds && is_given && state.month >= terms.from {
                self.streak[index] + 1
            } else {
                0
            };
            if self.streak[index] >= terms.hold {
                self.months[index] = state.month as u16;
            }
        }
    }

    /// Outcomes given another are counted only where that one occurred.
    pub fn end_run(&mut self) {
        for index in 0..self.terms.len() {
            if let Some(given) = self.terms[index].given
                && (given >= index || self.months[given] >= NOT_COUNTED)
            {
                self.months[index] = NOT_COUNTED;
            }
        }
    }

    /// Month of each outcome, `NOT_OCCURRED` or, after `end_run`, `NOT_COUNTED`.
    pub fn months(&self) -> &[u16] {
        &self.months
    }
}

#[cfg(test)]
#[path = "monitor_tests.rs"]
mod tests;
