//! Behaviour: what two states do together, apart from what they signed (E9.5, E9.12).

use super::state::Alignment;
use crate::model::State;
use crate::model::world::{World, YEAR};
use crate::random::Luck;
use crate::random::luck::pair_slot;
use crate::scenario::mechanisms::Mechanism;

/// Yearly flows at which a component is at half its weight (all assumed): arms and support in million
/// USD, troops in thousand, trade as a share of the smaller partner's, exercises a year.
const HALF_ARMS: f64 = 1_000.0;
const HALF_TROOPS: f64 = 5.0;
const HALF_TRADE: f64 = 0.2;
const HALF_EXERCISES: f64 = 4.0;
/// Weights of arms, troops, technology, trade, exercises, hosting; they sum to 1 (assumed).
const WEIGHTS: [f64; 6] = [0.3, 0.25, 0.1, 0.05, 0.15, 0.15];
/// Steps of technology sold between the two at half weight (assumed).
const HALF_STEPS: f64 = 3.0;
/// Monthly share of the way up that behaviour goes when flows call for more (assumed).
const RISE: f64 = 0.3;
/// Hosting gained by one agreement, and its monthly loss where it no longer pays (assumed).
const HOSTING_STEP: f64 = 0.25;
const HOSTING_LOSS: f64 = 0.01;
/// Agreements of hosting per joint exercise (assumed).
const HOSTING_RATE: f64 = 0.1;
const MOST_A_MONTH: f64 = 0.5;

impl Alignment {
    pub(super) fn open_behaviour(&mut self, world: &World) {
        self.exercises.copy_from_slice(&world.exercises);
        self.exercised_now.fill(false);
        self.hosting.fill(0.0);
        for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
            if self.rung[pair] == 4 {
                // Integrated commands station the stronger partner's forces with the weaker.
                let (host, guest) = if world.cinc[dyad.first] < world.cinc[dyad.second] {
                    (dyad.first, dyad.second)
                } else {
                    (dyad.second, dyad.first)
                };
                self.hosting[host * world.n + guest] = 0.5;
            }
        }
    }
}

fn saturating(amount: f64, half: f64) -> f64 {
    amount / (amount + half)
}

/// Troops of one fighting in the other's war, thousand, by pair.
pub fn gather_troops(world: &World, state: &mut State) {
    let n = world.n;
    state.alignment.hidden.troops.fill(0.0);
    for theatre in 0..world.scenario.theatres.len() {
        for side in 0..2 {
            for actor in 0..n {
                let forces = state.war.forces[(theatre * 2 + side) * n + actor];
                if forces > 0.0 {
                    for other in (0..n).filter(|other| *other != actor) {
                        if usize::from(state.war.side[theatre * n + other]) == side + 1 {
                            state.alignment.hidden.troops[world.pair(actor, other)] += forces;
                        }
                    }
                }
            }
        }
    }
}

/// What the flows of the last twelve months call for.
// E9.5
pub fn called_for(world: &World, state: &State, pair: usize, a: usize, b: usize) -> f64 {
    let (n, d) = (world.n, world.d);
    let (out, back) = (a * n + b, b * n + a);
    let economy = &state.economy;
    let arms = economy.arms_year[out]
        + economy.arms_year[back]
        + state.war.support_year[out]
        + state.war.support_year[back];
    let steps: u32 = (0..d)
        .map(|k| u32::from(economy.steps_sold[out * d + k]) + u32::from(economy.steps_sold[back * d + k]))
        .sum();
    let smaller = world.total_trade[a].min(world.total_trade[b]) * 1_000.0;
    let trade = (economy.trade_year[out] + economy.trade_year[back]) / smaller.max(1.0);
    let hosting = state.alignment.hosting[out].max(state.alignment.hosting[back]);
    WEIGHTS[0] * saturating(arms, HALF_ARMS)
        + WEIGHTS[1] * saturating(state.alignment.hidden.troops[pair], HALF_TROOPS)
        + WEIGHTS[2] * saturating(f64::from(steps), HALF_STEPS)
        + WEIGHTS[3] * saturating(trade, HALF_TRADE)
        + WEIGHTS[4] * saturating(state.alignment.exercises[pair], HALF_EXERCISES)
        + WEIGHTS[5] * hosting
}

/// What flows call for, and what it is worth to be seen together, for a pair whose turn it is.
pub fn refresh(world: &World, state: &mut State, pair: usize, a: usize, b: usize) {
    let (called_for, benefit) = (
        called_for(world, state, pair, a, b),
        benefit(world, state, pair, a, b),
    );
    state.alignment.hidden.called_for[pair] = called_for;
    state.alignment.hidden.benefit[pair] = benefit;
}

/// Behaviour rises fast towards what flows call for and fades slowly without them.
pub fn advance(world: &World, state: &mut State, luck: &Luck) {
    signal(world, state, luck);
    let fade = world.parameters.behaviour_fade;
    let targets = &state.alignment.hidden.called_for;
    for (now, target) in state.alignment.behaviour.iter_mut().zip(targets) {
        *now += if *target > *now { RISE } else { fade } * (*target - *now);
    }
}

/// Exercises at the low end of the uniform, basing and hosting at the high end.
// E9.12
fn signal(world: &World, state: &mut State, luck: &Luck) {
    let (alignment, rate) = (&mut state.alignment, world.parameters.exercise_rate);
    let is_on = f64::from(u8::from(world.on(Mechanism::Exercises)));
    let (customs, are_enemies) = (&world.exercises, &state.relations.are_enemies);
    let facts = alignment.hidden.benefit.iter().zip(customs).zip(are_enemies);
    let places = facts.zip(&world.commitment.hosting_place);
    let pairs = places.zip(alignment.exercised_now.iter_mut().zip(&alignment.rung));
    for (pair, ((((&benefit, &custom), &is_enemy), &place), (exercised, &rung))) in pairs.enumerate() {
        let hosting = &mut alignment.hosting[place];
        let customary = if is_enemy { 0.0 } else { custom };
        // Most pairs have nothing to gain, no custom and nobody to host.
        if benefit == 0.0 && customary == 0.0 {
            *exercised = false;
            if *hosting > 0.0 && rung < 4 {
                *hosting = (*hosting - HOSTING_LOSS).max(0.0);
            }
            continue;
        }
        let yearly = is_on * (customary * (0.5 + benefit).min(1.5) + rate * benefit);
        let hosting_rate = is_on * (HOSTING_RATE * rate * benefit);
        // Where nothing can happen no draw is looked up.
        let u = if yearly > 0.0 || hosting_rate > 0.0 {
            luck.pair(pair, state.month, pair_slot::BEHAVIOUR)
        } else {
            0.5
        };
        *exercised = u * YEAR < yearly.min(YEAR * MOST_A_MONTH);
        if (1.0 - u) * YEAR < hosting_rate {
            *hosting = (*hosting + HOSTING_STEP).min(1.0);
        } else if benefit == 0.0 && rung < 4 {
            *hosting = (*hosting - HOSTING_LOSS).max(0.0);
        }
    }
    for (exercises, is_held) in alignment.exercises.iter_mut().zip(&alignment.exercised_now) {
        *exercises += f64::from(u8::from(*is_held)) - *exercises / YEAR;
    }
}

/// Worth of being seen together, 0 to 1: shared threat, trust, rung and clubs, less stigma at the exposure of
/// the more exposed, less hostility. Weights assumed.
fn benefit(world: &World, state: &State, pair: usize, a: usize, b: usize) -> f64 {
    let n = world.n;
    let shared = (state.relations.shared_threat[pair] / world.commitment.scales.threat_scale).min(1.0);
    let trust = 0.5 * (state.relations.trust[a * n + b] + state.relations.trust[b * n + a]);
    let rung = f64::from(state.alignment.rung[pair]) / 4.0;
    let hostility = state.relations.hostility[a * n + b].max(state.relations.hostility[b * n + a]);
    let notoriety = |actor: usize| state.alignment.notoriety[actor];
    let exposure = |actor: usize| state.sanctions.exposure[actor];
    let stigma = (exposure(a) * notoriety(b)).max(exposure(b) * notoriety(a));
    let clubs = world.institution_tie[pair];
    (0.4 * shared + 0.3 * trust + 0.4 * rung + 0.1 * clubs - stigma - hostility).clamp(0.0, 1.0)
}

/// The year before the start has already made behaviour what it is.
pub fn open(world: &World, state: &mut State) {
    for (pair, dyad) in world.scenario.dyads.iter().enumerate() {
        state.alignment.behaviour[pair] = called_for(world, state, pair, dyad.first, dyad.second);
    }
}
