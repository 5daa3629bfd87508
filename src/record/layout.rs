//! Sizes and places of everything recorded.

use crate::scenario::Scenario;
use crate::scenario::world::{ActorKind, NEED_COUNT};

/// Pressure H and the needs, monthly by actor.
pub const PRESSURES: usize = 1 + NEED_COUNT;
/// H, the needs and bite have quantiles.
pub const SKETCHED: usize = PRESSURES + 1;
/// Bins of a sketch over [0, 1].
pub const BINS: usize = 64;
/// Treaty rungs.
pub const RUNGS: usize = 5;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    pub n: usize,
    pub g: usize,
    pub d: usize,
    pub pairs: usize,
    pub months: usize,
    pub quarters: usize,
    pub years: usize,
    pub theatres: usize,
    /// Rungs of the longest ladder, calm included.
    pub ladder: usize,
    /// Pairs of two states, by pair: blocs sign no treaties of their own.
    pub is_state_pair: Vec<bool>,
    pub target_of: Vec<usize>,
}

impl Layout {
    pub fn of(scenario: &Scenario) -> Self {
        let is_bloc = |actor: usize| scenario.actors[actor].kind == ActorKind::Bloc;
        Layout {
            n: scenario.actors.len(),
            g: scenario.goods.len(),
            d: scenario.domains.len(),
            pairs: scenario.dyads.len(),
            months: scenario.months,
            quarters: scenario.months.div_ceil(3),
            years: scenario.months.div_ceil(12),
            theatres: scenario.theatres.len(),
            ladder: 1 + scenario
                .theatres
                .iter()
                .map(|t| t.ladder.len())
                .max()
                .unwrap_or(0),
            is_state_pair: scenario
                .dyads
                .iter()
                .map(|dyad| !is_bloc(dyad.first) && !is_bloc(dyad.second))
                .collect(),
            target_of: scenario.regimes.iter().map(|regime| regime.target).collect(),
        }
    }

    /// The month whose value stands for quarter `q`: its last, or the last of the run.
    pub fn quarter_month(&self, quarter: usize) -> usize {
        (quarter * 3 + 2).min(self.months.saturating_sub(1))
    }

    pub fn ends_quarter(&self, month: usize) -> bool {
        month % 3 == 2 || month + 1 == self.months
    }

    pub fn ends_year(&self, month: usize) -> bool {
        month % 12 == 11 || month + 1 == self.months
    }
}
