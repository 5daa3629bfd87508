//! The chance, before luck is asked, that a watched pair comes to a treaty this month (E2.10): what a run says of a
//! rare treaty without its having to happen. Nothing in the model reads it, and nobody is watched unless a study asks.

use super::pacts::{founders, may_found, members};
use super::state::PACTS;
use crate::alignment::Channel;
use crate::alignment::hazard::monthly_probability;
use crate::model::State;
use crate::model::world::World;

/// A pair, the rung it is watched for, and what this month had in store.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Watched {
    pub pair: usize,
    pub rung: u8,
    /// Chance that the treaty comes about this month. Where it stood already: whether it still does, 0 or 1.
    pub chance: f64,
    /// Below the rung at the start of the phase, and still before foundings are drawn.
    was_below: bool,
    is_below: bool,
    /// Chance that no founding of the month binds the pair.
    stays: f64,
}

impl Watched {
    pub fn new(pair: usize, rung: u8) -> Self {
        Watched {
            pair,
            rung,
            chance: 0.0,
            was_below: false,
            is_below: false,
            stays: 1.0,
        }
    }

    /// A founding gives mutual defence, the third rung.
    fn may_be_founded(&self) -> bool {
        self.is_below && self.rung <= 3
    }
}

/// Before pairs draw: the chance that this one signs.
// E2.10
pub fn of_signing(world: &World, state: &mut State) {
    for place in 0..state.alignment.watched.len() {
        let mut watched = state.alignment.watched[place];
        let rung = state.alignment.rung[watched.pair];
        watched.was_below = rung < watched.rung;
        let signs = watched.was_below && world.commitment.is_state_pair[watched.pair];
        watched.chance = if signs {
            signing(world, state, watched.pair, watched.rung)
        } else {
            0.0
        };
        state.alignment.watched[place] = watched;
    }
}

/// The low end of the pair's one uniform: what it signs from `rung` on.
fn signing(world: &World, state: &State, pair: usize, wanted: u8) -> f64 {
    let hazards = &state.alignment.hidden.hazards[pair];
    let rung = state.alignment.rung[pair];
    let chance = |channel: Channel| monthly_probability(hazards[channel as usize]);
    let share_of_defence = match (rung, wanted) {
        (0..3, 4) => world.parameters.integration_share,
        _ => 1.0,
    };
    let share_of_low = match (rung, wanted) {
        (_, 3..) => 0.0,
        (0, 2) => 1.0 - world.commitment.destinations[0][1],
        _ => 1.0,
    };
    share_of_defence * chance(Channel::BilateralDefence) + share_of_low * chance(Channel::BilateralLow)
}

/// Before actors draw: the chance that one of the pair joins a pact of the other, or both join the same.
// E2.10
pub fn of_joining(world: &World, state: &mut State) {
    for place in 0..state.alignment.watched.len() {
        let watched = state.alignment.watched[place];
        if watched.was_below && state.alignment.rung[watched.pair] < watched.rung {
            state.alignment.watched[place].chance += joining(world, state, watched);
        }
    }
}

fn joining(world: &World, state: &State, watched: Watched) -> f64 {
    let dyad = &world.scenario.dyads[watched.pair];
    let pair = [dyad.first, dyad.second];
    let chances = pair.map(|actor| joins(world, state, actor));
    let alignment = &state.alignment;
    let (mut to_other, mut to_same) = ([0.0, 0.0], 0.0);
    for place in 0..PACTS {
        if alignment.pacts[place] == 0 || alignment.pact_rung[place] < watched.rung {
            continue;
        }
        let is_in = pair.map(|actor| alignment.pacts[place] >> actor & 1 == 1);
        match is_in {
            [false, true] => to_other[0] += chances[0][place],
            [true, false] => to_other[1] += chances[1][place],
            [false, false] => to_same += chances[0][place] * chances[1][place],
            [true, true] => {}
        }
    }
    let [first, second] = to_other;
    first + (1.0 - first) * second + to_same
}

/// Chance that an actor joins each pact: one uniform over all of them, in their order.
fn joins(world: &World, state: &State, actor: usize) -> [f64; PACTS] {
    let mut chances = [0.0; PACTS];
    if world.is_bloc[actor] {
        return chances;
    }
    let hazards = &state.alignment.hidden.join_hazard[actor * PACTS..(actor + 1) * PACTS];
    let mut left = 1.0f64;
    for (chance, hazard) in chances.iter_mut().zip(hazards) {
        *chance = monthly_probability(*hazard).min(left);
        left -= *chance;
    }
    chances
}

/// Before foundings are drawn: the chance that one of them, whoever draws it, binds the pair.
// E2.10
pub fn of_founding(world: &World, state: &mut State) {
    let mut watched = std::mem::take(&mut state.alignment.watched);
    for watched in &mut watched {
        watched.stays = 1.0;
        watched.is_below = watched.was_below && state.alignment.rung[watched.pair] < watched.rung;
    }
    if watched.iter().any(Watched::may_be_founded) {
        for pair in 0..world.pairs {
            founding(world, state, pair, &mut watched);
        }
    }
    for watched in watched.iter_mut().filter(|watched| watched.may_be_founded()) {
        watched.chance += 1.0 - watched.stays;
    }
    state.alignment.watched = watched;
}

/// What one pair's drawing of a founding means to the watched.
fn founding(world: &World, state: &State, pair: usize, watched: &mut [Watched]) {
    let hidden = &state.alignment.hidden;
    let yearly = hidden.hazards[pair][Channel::Founding as usize];
    if yearly <= 0.0 || !may_found(world, state, pair) {
        return;
    }
    let bits = |pair: usize| {
        let dyad = &world.scenario.dyads[pair];
        (1u64 << dyad.first) | (1u64 << dyad.second)
    };
    let drawers = bits(pair);
    // Nobody is brought into a pact with an enemy, so most foundings are seen at once not to matter.
    let may_bind = |watched: &Watched| {
        let newcomers = bits(watched.pair) & !drawers;
        watched.may_be_founded() && members(newcomers).all(|actor| hidden.enemies[actor] & drawers == 0)
    };
    if !watched.iter().any(may_bind) {
        return;
    }
    let (set, share) = founders(world, state, pair, yearly);
    for watched in watched {
        let both = bits(watched.pair);
        if set & both == both {
            watched.stays *= 1.0 - share;
        }
    }
}

/// After all draws: what stood already is counted as it fell out.
pub fn close(state: &mut State) {
    let alignment = &mut state.alignment;
    for watched in &mut alignment.watched {
        if !watched.was_below && alignment.rung[watched.pair] >= watched.rung {
            watched.chance = 1.0;
        }
    }
}
