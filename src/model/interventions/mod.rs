//! Shocks: the scenario's events and policies (docs/odd.md, 7.1). They are exogenous: each
//! moves an input that actors then react to, none is an outcome.
//!
//! Everything that multiplies is kept apart from what it multiplies and computed anew every month, so a
//! policy of many months does not pile up and ends without a trace of rounding.

mod arming;
#[cfg(test)]
mod tests;

pub use arming::arm;

use super::state::State;
use super::world::World;
use crate::random::maths;
use crate::scenario::intervention::{Effect, Intervention};

fn is_active(intervention: &Intervention, month: usize) -> bool {
    (intervention.first..=intervention.last).contains(&month)
}

/// Applies what is in force in `state.month`, before any phase acts. Arms sent from outside the market
/// follow after it (`arm`).
pub fn apply(world: &World, state: &mut State) {
    if world.scenario.interventions.is_empty() {
        return super::war::energy::set_energy_price(world, state);
    }
    let month = state.month;
    clear(world, state);
    super::war::energy::set_energy_price(world, state);
    for intervention in &world.scenario.interventions {
        if is_active(intervention, month) {
            act(world, state, intervention);
        }
    }
    if world
        .scenario
        .interventions
        .iter()
        .any(|x| bears_on_sanctions(&x.effect) && is_active_or_just_over(x, month))
    {
        super::sanctions::refresh(world, state);
    }
}

/// Whether an intervention begins this month, or is just over.
pub fn turns(world: &World, month: usize) -> bool {
    let interventions = &world.scenario.interventions;
    interventions
        .iter()
        .any(|x| x.first == month || x.last + 1 == month)
}

fn is_active_or_just_over(intervention: &Intervention, month: usize) -> bool {
    is_active(intervention, month) || intervention.last + 1 == month
}

fn bears_on_sanctions(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Stringency { .. } | Effect::Enforcement { .. } | Effect::MarketAccess { .. }
    )
}

/// Undoes last month's factors and flags; goods no scenario shocks keep the price they have.
fn clear(world: &World, state: &mut State) {
    let s = &mut state.sanctions;
    s.policy_stringency.fill(1.0);
    s.policy_enforcement.fill(1.0);
    s.policy_access.fill(0.0);
    s.policy_secondary.fill(0.0);
    state.war.declared_rung.fill(None);
    state.war.is_settlement_declared.fill(false);
    state.survival.leader_removed.fill(false);
    for intervention in &world.scenario.interventions {
        if let Effect::Price { good, .. } = intervention.effect {
            state.economy.price_factor[good] = 1.0;
        }
    }
}

fn act(world: &World, state: &mut State, intervention: &Intervention) {
    let is_first = state.month == intervention.first;
    let n = world.n;
    let s = &mut state.sanctions;
    match intervention.effect {
        Effect::Stringency { target, factor } => s.policy_stringency[target] *= factor.max(0.0),
        Effect::Enforcement { target, factor } => s.policy_enforcement[target] *= factor.max(0.0),
        Effect::MarketAccess { target, share } => {
            s.policy_access[target] = (s.policy_access[target] + share).clamp(-1.0, 1.0);
        }
        Effect::SecondarySanctions { target, strength } => {
            let held = &mut s.policy_secondary[target];
            *held = held.max(strength.clamp(0.0, 1.0));
            s.secondary[target] = s.secondary[target].max(s.policy_secondary[target]);
        }
        // E2.1: the target feels at least the hostility of the start plus the threat.
        Effect::Threat { by, target, strength } => {
            let felt = &mut state.relations.hostility[by * n + target];
            *felt = felt.max((world.hostility[by * n + target] + strength).clamp(0.0, 1.0));
        }
        Effect::Price { good, factor } => state.economy.price_factor[good] *= factor.max(0.0),
        Effect::Capacity { actor, good, factor } => {
            if is_first {
                let capacity = &mut state.economy.capacity[actor * world.g + good];
                *capacity = maths::quantise(*capacity * factor.max(0.0));
            }
        }
        Effect::LeaderChange { actor } => {
            if is_first {
                state.survival.leader_removed[actor] = true;
            }
        }
        Effect::TheatreRung { theatre, rung } => {
            let highest = world.scenario.theatres[theatre].ladder.len();
            state.war.declared_rung[theatre] = Some(rung.min(highest));
        }
        Effect::TheatreSettles { theatre } => state.war.is_settlement_declared[theatre] = true,
        Effect::Arming { .. } => {}
    }
}
