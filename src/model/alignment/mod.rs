//! Alignment: treaties in four channels, behaviour (model section 9).
//!
//! Treaty and behaviour are different things. Hazards of treaties are those fitted on the historical
//! panel (`crate::alignment`), moved by a strategic term S that is zero where the world is ordinary.

mod baseline;
mod behaviour;
pub mod chances;
mod channels;
mod clubs;
pub mod commitment;
mod company;
mod errors;
mod measures;
mod pacts;
pub mod state;
mod strategy;
#[cfg(test)]
mod tests;
mod treaties;
pub mod value;

pub use commitment::Commitment;
pub use treaties::change;

use super::interventions;
use super::state::State;
use super::world::World;
use crate::random::Luck;

impl state::Alignment {
    pub fn reset(&mut self, world: &World) {
        self.open_treaties(world);
        self.open_behaviour(world);
        self.open_clubs(world);
        self.behaviour.fill(0.0);
        for array in [
            &mut self.strategy_term,
            &mut self.pact_hazard,
            &mut self.terms,
            &mut self.integrated_hazard,
            &mut self.balancing,
            &mut self.company,
            &mut self.company_at_start,
            &mut self.notoriety,
            &mut self.bloc,
        ] {
            array.fill(0.0);
        }
        self.change.fill(change::NOTHING);
        self.hidden.is_open = false;
        self.hidden.refresh_all = true;
        self.hidden.changed = 0;
        self.hidden.touched = 0;
        self.hidden.join_shift_of.fill(0);
        self.hidden.join_shift.fill(0.0);
        self.hidden.trade_seen.fill([-1.0; 2]);
        self.hidden.join_hazard.fill(0.0);
    }
}

/// The month of alignment: behaviour, then what each side sees, then treaties.
pub fn commit(world: &World, state: &mut State, luck: &Luck) {
    state.alignment.change.fill(change::NOTHING);
    measures::gather(world, state);
    behaviour::gather_troops(world, state);
    if !state.alignment.hidden.is_open {
        behaviour::open(world, state);
    }
    company::gather(world, state);
    if !state.alignment.hidden.is_open {
        let alignment = &mut state.alignment;
        alignment.company_at_start.copy_from_slice(&alignment.company);
    }
    company::balance(world, state);
    company::sides(world, state);
    if !state.alignment.hidden.is_open {
        baseline::open(world, state);
    }
    let war = &state.war;
    if war.starts_now.contains(&true) || war.ends_now.contains(&true) {
        touch_fighters(state);
    }
    if interventions::turns(world, state.month) {
        state.alignment.hidden.refresh_all = true;
    }
    weigh(world, state);
    chances::of_signing(world, state);
    channels::draw(world, state, luck);
    chances::of_joining(world, state);
    pacts::join(world, state, luck);
    chances::of_founding(world, state);
    pacts::found(world, state, luck);
    chances::close(state);
    behaviour::advance(world, state, luck);
    clubs::admit(world, state, luck);
    clubs::test(world, state, luck);
    state.alignment.age();
}

/// Who fights, or did until this month, is looked at with all others at once; what the war means to those who only
/// look on comes in their turns.
fn touch_fighters(state: &mut State) {
    for (actor, months) in state.war.months_since_war.iter().enumerate() {
        state.alignment.hidden.touched |= u64::from(*months <= 1) << actor;
    }
}

/// Hazards of the pairs and candidates whose turn it is.
fn weigh(world: &World, state: &mut State) {
    strategy::gather_fears(world, state);
    channels::list_turns(world, state);
    for place in 0..state.alignment.hidden.turns.len() {
        let pair = state.alignment.hidden.turns[place];
        let dyad = &world.scenario.dyads[pair];
        behaviour::refresh(world, state, pair, dyad.first, dyad.second);
        channels::refresh(world, state, pair);
    }
    if !state.alignment.hidden.refresh_all {
        for pair in channels::at_half_time(state.month, world.pairs) {
            let dyad = &world.scenario.dyads[pair];
            behaviour::refresh(world, state, pair, dyad.first, dyad.second);
        }
    }
    pacts::refresh(world, state);
    for place in 0..state.alignment.hidden.turns.len() {
        let pair = state.alignment.hidden.turns[place];
        state.alignment.pact_hazard[pair] = pacts::total_hazard(world, state, pair);
    }
    state.alignment.hidden.refresh_all = false;
    state.alignment.hidden.changed = 0;
}
