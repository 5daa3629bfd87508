//! Channels B and X: a pair on its own steps up or falls (E9.1, E9.4).

use super::measures;
use super::state::{Alignment, PACTS};
use super::strategy::evaluate;
use super::treaties::change;
use super::value::soft_minimum;
use crate::alignment::Channel;
use crate::alignment::hazard::{PREDICTOR_CEILING, monthly_probability, yearly_hazard};
use crate::model::State;
use crate::model::world::{World, YEAR};
use crate::random::Luck;
use crate::random::luck::pair_slot;
use crate::random::maths::exp;
use crate::scenario::mechanisms::Mechanism;

/// Pairs are evaluated in twelve turns of a month each, once a year as in the panel; between them the last
/// hazards stand.
pub const TURNS: usize = 12;
/// What a pair does together is looked at twice as often: so many months after its turn again.
const HALF_TIME: usize = 6;

/// Whether a pair or an actor is evaluated this month: in its turn, or because treaties among all of
/// `bits` have just changed.
#[inline(always)]
pub fn is_its_turn(state: &State, index: usize, bits: u64) -> bool {
    let hidden = &state.alignment.hidden;
    hidden.refresh_all
        || (index + state.month).is_multiple_of(TURNS)
        || hidden.changed & bits == bits
        || hidden.touched & bits != 0
}

/// Pairs of which only the behaviour is looked at this month: every twelfth, six months from its turn.
pub fn at_half_time(month: usize, pairs: usize) -> impl Iterator<Item = usize> {
    let first = (TURNS + HALF_TIME - month % TURNS) % TURNS;
    (first..pairs).step_by(TURNS)
}

/// Lists the pairs that are evaluated this month.
pub fn list_turns(world: &World, state: &mut State) {
    let mut turns = std::mem::take(&mut state.alignment.hidden.turns);
    turns.clear();
    let hidden = &state.alignment.hidden;
    if !hidden.refresh_all && hidden.changed | hidden.touched == 0 {
        let first = (TURNS - state.month % TURNS) % TURNS;
        turns.extend((first..world.pairs).step_by(TURNS));
    } else {
        for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
            if is_its_turn(state, pair, (1 << dyad.first) | (1 << dyad.second)) {
                turns.push(pair);
            }
        }
    }
    state.alignment.hidden.turns = turns;
}

/// Hazards of a pair this month.
// E9.1 E9.3 E9.4
pub fn refresh(world: &World, state: &mut State, pair: usize) {
    let [low, defence, joining, founding, exit] = measures::predictors(world, state, pair);
    let reluctance = evaluate(world, state, pair);
    let rung = state.alignment.rung[pair];
    let bilateral = world.on(Mechanism::BilateralTreaties);
    let consultation = move_hazard(bilateral && rung < 2, low, 1.0 / reluctance.consultation);
    let to_defence = if rung < 3 {
        move_hazard(bilateral, defence, 1.0 / reluctance.defence)
    } else {
        world.parameters.integration_share
            * move_hazard(bilateral && rung == 3, defence, 1.0 / reluctance.integrated)
    };
    let may_found = world.on(Mechanism::Founding) && rung < 3;
    let alignment = &mut state.alignment;
    alignment.strategy_term[pair] = soft_minimum(reluctance.defence);
    alignment.hidden.hazards[pair] = [
        consultation,
        to_defence,
        joining,
        move_hazard(may_found, founding, 1.0 / reluctance.defence),
        move_hazard(world.on(Mechanism::Exit) && rung > 0, exit, reluctance.keep),
    ];
}

/// exp(predictor + S), with exp(S) given; S is held within its limit.
#[inline]
fn move_hazard(is_possible: bool, predictor: f64, factor: f64) -> f64 {
    if !is_possible {
        return 0.0;
    }
    (yearly_hazard(predictor) * factor.clamp(LEAST_FACTOR, MOST_FACTOR)).min(exp(PREDICTOR_CEILING))
}

/// e^5 and e^-5: the limits of S as factors.
const MOST_FACTOR: f64 = 148.413_159_102_576_6;
const LEAST_FACTOR: f64 = 1.0 / MOST_FACTOR;

/// What the one uniform of a pair decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Stay,
    Up(u8),
    Down(u8),
}

/// Inverse distribution function: steps up lie at the low end of the uniform, exits at the high end.
pub fn step(destinations: &[[f64; 4]; 4], integration: f64, rung: u8, hazards: [f64; 3], u: f64) -> Step {
    let [low, defence, exit] = hazards.map(monthly_probability);
    let from = usize::from(rung.min(3));
    if u < defence {
        let to = if rung >= 3 || u < integration * defence {
            4
        } else {
            3
        };
        return Step::Up(to);
    }
    if u < defence + low {
        let to = if rung == 0 && u - defence < low * destinations[0][1] {
            1
        } else {
            2
        };
        return Step::Up(to);
    }
    let from_above = 1.0 - u;
    if rung > 0 && from_above < exit {
        let mut edge = 0.0;
        for (to, share) in destinations[from][..from].iter().enumerate() {
            edge += share * exit;
            if from_above < edge {
                return Step::Down(to as u8);
            }
        }
        return Step::Down(0);
    }
    Step::Stay
}

/// Draws the month's step of every pair of states.
pub fn draw(world: &World, state: &mut State, luck: &Luck) {
    let commitment = &world.commitment;
    let (month, alignment) = (state.month, &mut state.alignment);
    for (pair, is_state_pair) in commitment.is_state_pair.iter().enumerate() {
        if !is_state_pair {
            continue;
        }
        let rung = alignment.rung[pair];
        let all = &alignment.hidden.hazards[pair];
        let (low, defence, exit) = (
            all[Channel::BilateralLow as usize],
            all[Channel::BilateralDefence as usize],
            all[Channel::Exit as usize],
        );
        if rung < 3 {
            // Hazards stand between turns, and so do their probabilities.
            let (of, chance) = &mut alignment.hidden.defence_chance[pair];
            if *of != defence {
                (*of, *chance) = (defence, monthly_probability(defence));
            }
            alignment.integrated_hazard[pair] += *chance;
        }
        // A probability is below its hazard, so most months need no exponential.
        let u = luck.pair(pair, month, pair_slot::TREATY);
        if u * YEAR >= low + defence && (1.0 - u) * YEAR >= exit {
            continue;
        }
        let dyad = &world.scenario.dyads[pair];
        let (a, b) = (dyad.first, dyad.second);
        // A tie held by a pact ends when one of its members leaves; each of them is in several pairs.
        let others = alignment.pact_of(pair, a, b).map_or(1.0, |place| {
            f64::from(alignment.pacts[place].count_ones() - 1).max(1.0)
        });
        let integration = world.parameters.integration_share;
        match step(
            &commitment.destinations,
            integration,
            rung,
            [low, defence, exit / others],
            u,
        ) {
            Step::Stay => {}
            Step::Up(to) => alignment.sign(pair, a, b, to, change::BILATERAL),
            Step::Down(to) => alignment.fall(world, pair, a, b, to),
        }
    }
}

impl Alignment {
    /// The pact that alone holds the pair's rung, if one does.
    fn pact_of(&self, pair: usize, a: usize, b: usize) -> Option<usize> {
        let both = (1u64 << a) | (1u64 << b);
        if self.bilateral[pair] >= self.rung[pair] {
            return None;
        }
        (0..self.pacts.len()).find(|k| self.pacts[*k] & both == both && self.pact_rung[*k] == self.rung[pair])
    }

    /// A treaty lapses to a lower rung, or the less willing of the two leaves the pact.
    // E9.4
    fn fall(&mut self, world: &World, pair: usize, a: usize, b: usize, to: u8) {
        match self.pact_of(pair, a, b) {
            None => {
                self.bilateral[pair] = to.min(self.bilateral[pair]);
                let kept = self.hidden.bilateral_honour[pair];
                self.hidden.bilateral_honour[pair] = if to == 0 { 0.0 } else { kept };
                self.settle(pair, a, b);
                self.change[pair] = change::EXIT;
            }
            Some(place) => {
                let [first, second] = self.hidden.consent[pair];
                let leaver = if second < first { b } else { a };
                let remaining = self.pacts[place] & !(1u64 << leaver);
                let dissolved = remaining.count_ones() < 2;
                self.pacts[place] = if dissolved { 0 } else { remaining };
                if dissolved {
                    // Nobody joins what is gone, nor what next takes its place, on an old hazard.
                    self.hidden
                        .join_hazard
                        .iter_mut()
                        .skip(place)
                        .step_by(PACTS)
                        .for_each(|hazard| *hazard = 0.0);
                }
                self.settle_actor(world, leaver, change::EXIT);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHARES: [[f64; 4]; 4] = [
        [0.0, 0.7, 0.3, 0.0],
        [1.0, 0.0, 1.0, 0.0],
        [0.9, 0.1, 0.0, 0.0],
        [0.8, 0.15, 0.05, 0.0],
    ];

    fn counted(rung: u8, hazards: [f64; 3]) -> [f64; 5] {
        let mut share = [0.0; 5];
        let draws = 100_000;
        for k in 0..draws {
            let u = (f64::from(k) + 0.5) / f64::from(draws);
            match step(&SHARES, 0.1, rung, hazards, u) {
                Step::Stay => {}
                Step::Up(to) | Step::Down(to) => share[usize::from(to)] += 1.0 / f64::from(draws),
            }
        }
        share
    }

    #[test]
    fn one_uniform_gives_each_exit_its_probability() {
        let month = monthly_probability(1.2);
        let share = counted(3, [0.0, 0.0, 1.2]);
        for (rung, expected) in [(0, 0.8), (1, 0.15), (2, 0.05)] {
            assert!((share[rung] - expected * month).abs() < 2e-5, "{rung} {share:?}");
        }
        assert_eq!(share[4], 0.0);
    }

    #[test]
    fn steps_up_have_their_probabilities_and_leave_exits_alone() {
        let share = counted(0, [0.6, 1.2, 9.0]);
        let (low, defence) = (monthly_probability(0.6), monthly_probability(1.2));
        for (rung, expected) in [
            (0, 0.0),
            (1, 0.7 * low),
            (2, 0.3 * low),
            (3, 0.9 * defence),
            (4, 0.1 * defence),
        ] {
            assert!((share[rung] - expected).abs() < 3e-5, "{rung} {share:?}");
        }
    }
}
