//! Needs and survival pressure (model section 3).

pub mod coverage;
pub mod crisis;
pub mod pressure;
pub mod state;
pub mod value;

pub use pressure::{Change, needs_with, obligation_of_rung, pressure_with, security};

use super::state::State;
use super::world::World;
use crate::random::Luck;
use crate::scenario::world::NEED_COUNT;

impl state::Survival {
    pub fn reset(&mut self, world: &World) {
        self.weights.copy_from_slice(&world.weights);
        self.needs.fill(0.0);
        self.pressure.fill(0.0);
        self.pressure_before.fill(0.0);
        self.strain.fill(0.0);
        self.strain_at_start.fill(0.0);
        self.in_crisis.fill(false);
        self.leader_luck.fill(0.0);
        self.months_since_crisis.fill(super::war::state::NEVER);
        self.cover_months.fill(0.0);
        self.value_of_money.fill(0.0);
        self.value.fill(0.0);
        self.technology_value.fill(0.0);
        self.need.fill(0.0);
        self.slope.fill(0.0);
        self.dry_shortage.fill(0.0);
        self.gap.fill(0.0);
        self.threat.fill(0.0);
        for (hazard, yearly) in self.ordinary_hazard.iter_mut().zip(&world.regime_hazard) {
            *hazard = crisis::ordinary(*yearly);
        }
    }
}

/// Pressures, values of goods, regime crises.
pub fn needs(world: &World, state: &mut State, luck: &Luck) {
    if state.month == 0 {
        super::economy::outside::open(world, state);
    }
    coverage::assess(world, state);
    value::assess(world, state);
    press(world, state);
    crisis::advance(world, state, luck);
}

/// H and its six parts as they stand.
fn press(world: &World, state: &mut State) {
    pressure::measure_ties(world, state);
    for actor in 0..world.n {
        let ties = pressure::Ties {
            threat: state.survival.threat[actor],
            obligations: state.survival.obligations[actor],
            company: state.survival.company[actor],
        };
        let needs = pressure::needs_under(world, state, actor, &ties, &Change::default());
        let row = actor * NEED_COUNT;
        let before = state.survival.pressure[actor];
        state.survival.needs[row..row + NEED_COUNT].copy_from_slice(&needs);
        let pressure = pressure::weigh(&state.survival.weights[row..row + NEED_COUNT], &needs);
        state.survival.pressure[actor] = pressure;
        state.survival.pressure_before[actor] = if state.month == 0 { pressure } else { before };
    }
}
